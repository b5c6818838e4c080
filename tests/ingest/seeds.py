"""One small sound file of every kind that is read, made here: articles about states that do not exist."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

TEXT = """Varnia rejects Ostravan offer on river dam

SELMARK, Nov 7 (Corvin News) - Varnia's foreign minister Ilsa Brandt said on Friday her country "will not
sign anything" before Ostravan troops leave the Teyl dam.

An official who asked not to be named told the Selmark Courier that talks could reportedly resume in May.
"""
PARAGRAPHS = [line.strip() for line in TEXT.split("\n\n")]
TITLE, BODY = PARAGRAPHS[0], "\n\n".join(PARAGRAPHS[1:])
URL = "https://corvin-news.example/2025/11/07/varnia-rejects-offer"

HTML = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Corvin News</title>
<meta property="og:site_name" content="Corvin News"><meta property="og:title" content="{TITLE}">
<meta name="author" content="Mira Tolan"><link rel="canonical" href="{URL}">
<meta property="article:published_time" content="2025-11-07T09:30:00+01:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}"}}</script>
<style>p {{ color: black }}</style></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>{TITLE}</h1><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>
<p>The Ostravan cabinet, in a statement carried by state radio, called the demand &ldquo;theatre&rdquo; and
said it would answer in writing, according to two people who have seen the draft of its reply.</p></article>
<div id="comments" class="comments"><p>First! says a reader who has nothing to add.</p></div>
<footer>Copyright Corvin News</footer></body></html>
"""

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Corvin News: World</title><link>https://corvin-news.example/</link><language>en-us</language>
<item><title>{TITLE}</title><link>{URL}</link>
<pubDate>Fri, 07 Nov 2025 23:30:00 -0500</pubDate>
<description>Brandt said Varnia will not sign.</description>
<content:encoded><![CDATA[<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>]]></content:encoded></item>
<item><title>Dam talks</title>
<description>&lt;p&gt;Talks &lt;b&gt;could&lt;/b&gt; resume.&lt;/p&gt;</description></item>
</channel></rss>
"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Selmark Courier</title>
<id>urn:x</id><updated>2025-11-08T10:00:00Z</updated>
<entry><title>{TITLE}</title><id>urn:x:1</id><link href="{URL}"/>
<published>2025-11-07T10:00:00Z</published>
<author><name>Mira Tolan</name></author>
<content type="html">&lt;p&gt;{PARAGRAPHS[1]}&lt;/p&gt;</content></entry>
</feed>
"""

RECORD = {
    "title": TITLE,
    "maintext": BODY,
    "date_publish": "2025-11-07 09:30:00",
    "url": URL,
    "source_domain": "corvin-news.example",
    "authors": ["Mira Tolan", "Jon Pell"],
    "language": "en",
}
OTHER = {
    "headline": "Dam talks",
    "content": ["Talks could resume.", "Nobody confirmed it."],
    "pubDate": "Sat, 08 Nov 2025 08:00:00 GMT",
    "link": "https://courier.example/dam",
    "source": {"id": "courier", "name": "Selmark Courier"},
    "author": {"name": "Jon Pell"},
}


def warc(*bodies: tuple[str, bytes]) -> bytes:
    """A web archive: a warcinfo record, and for each (type, body) a request and its answer."""
    records = [_record("warcinfo", "application/warc-fields", b"software: tests\r\n")]
    for kind, body in bodies:
        answer = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        )
        asked = b"GET / HTTP/1.1\r\nHost: corvin-news.example\r\n\r\n"
        records.append(_record("request", "application/http; msgtype=request", asked))
        records.append(_record("response", "application/http; msgtype=response", answer))
    return b"".join(records)


def _record(kind: str, media: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(block):032x}>\r\n"
        f"WARC-Date: 2025-11-08T00:00:00Z\r\nWARC-Target-URI: {URL}\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pdf(*lines: str, title: str = "Varnia and the Teyl dam") -> bytes:
    """A PDF of one page with these lines, in the plainest form that the standard allows."""
    shown = " T* ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) /Author (Mira Tolan) /CreationDate (D:20251107093000+01'00') >>".encode(),
    ]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    """A zip archive; "__" in a name stands for the dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", ".")), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(**members: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name.replace("__", "."))
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


JSONL = "".join(json.dumps(record) + "\n" for record in (RECORD, OTHER)).encode()
WARC = warc(("text/html; charset=utf-8", HTML.encode()), ("text/plain", TEXT.encode()))
PDF = pdf(*TEXT.replace("\n\n", "\n").splitlines())

# One sound file of each kind: its name and bytes.
SEEDS: dict[str, tuple[str, bytes]] = {
    "text": ("a.txt", TEXT.encode()),
    "html": ("a.html", HTML.encode()),
    "jsonl": ("a.jsonl", JSONL),
    "json": ("a.json", json.dumps([RECORD, OTHER], indent=1).encode()),
    "rss": ("a.rss", RSS.encode()),
    "atom": ("a.xml", ATOM.encode()),
    "warc": ("a.warc", WARC),
    "warc.gz": ("a.warc.gz", packed(WARC)),
    "pdf": ("a.pdf", PDF),
    "zip": ("a.zip", zipped(a__txt=TEXT.encode(), b__html=HTML.encode(), c__jsonl=JSONL)),
    "tar": ("a.tar", tarred(a__txt=TEXT.encode(), c__jsonl=JSONL)),
    "gz": ("a.html.gz", packed(HTML.encode())),
}
