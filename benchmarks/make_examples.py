"""Makes those files of the demo corpus that are no plain UTF-8 text, from their readable sources beside this.

Run `python benchmarks/make_examples.py`; the same sources give the same bytes.
"""

from __future__ import annotations

import gzip
from pathlib import Path

SOURCES = Path(__file__).parent / "examples"
ARTICLES = Path(__file__).parents[1] / "src" / "reportedly" / "examples" / "articles"
PAGE_LINES = 34  # of 16 points each, on A4
WARC_DATE = "2025-04-02T19:00:00Z"
PAGE_ADDRESS = "https://www.hlas-orlenova.example/politics/2025/04/02/vesthal-accepts-talks"


def main() -> None:
    for name, content in made().items():
        (ARTICLES / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


def made() -> dict[str, bytes]:
    """The generated files, by their path in the demo corpus."""
    crawl = warc(PAGE_ADDRESS, (SOURCES / "2025-04-02-hlas-orlenova.html").read_bytes())
    return {
        "dumps/2025-03-05-dirvan-postasi.txt": b"\xff\xfe"
        + windows_lines("2025-03-05-dirvan-postasi.txt", "utf-16-le"),
        "dumps/2025-03-07-hlas-orlenova.txt": windows_lines("2025-03-07-hlas-orlenova.txt", "cp1252"),
        "saved/2025-03-11-foreign-ministry-statement.pdf": pdf(
            (SOURCES / "2025-03-11-foreign-ministry-statement.txt").read_text(encoding="utf-8").splitlines()
        ),
        "crawl/2025-04-02-hlas-orlenova.warc.gz": crawl,
        "crawl/2025-04-11-broken.warc.gz": broken_off(crawl),
    }


def windows_lines(name: str, encoding: str) -> bytes:
    text = (SOURCES / name).read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode(encoding)


def warc(address: str, page: bytes) -> bytes:
    """A crawl of one page: a gzip member each for the crawl's own record and the server's response."""
    about = warc_record("warcinfo", "", "application/warc-fields", b"software: made by hand\r\n", 1)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    answer += f"Content-Length: {len(page)}\r\n\r\n".encode() + page
    response = warc_record("response", address, "application/http; msgtype=response", answer, 2)
    return b"".join(gzip.compress(record, mtime=0) for record in (about, response))


def broken_off(crawl: bytes) -> bytes:
    """A download that ended a little way into the second record."""
    second = crawl.index(b"\x1f\x8b\x08", 1)
    return crawl[: second + 120]


def warc_record(kind: str, address: str, media: str, block: bytes, number: int) -> bytes:
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: {WARC_DATE}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def pdf(lines: list[str]) -> bytes:
    """The smallest honest PDF with a text layer: Helvetica, one line of text for each line given."""
    pages = [lines[at : at + PAGE_LINES] for at in range(0, len(lines), PAGE_LINES)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(pdf_text(page))
    return pdf_file(objects)


def pdf_text(lines: list[str]) -> bytes:
    shown = [b"BT /F1 11 Tf 16 TL 72 760 Td"]
    for line in lines:
        escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown.append(b"(" + escaped.encode("cp1252") + b") Tj T*")
    content = b"\n".join([*shown, b"ET"])
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def pdf_file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


if __name__ == "__main__":
    main()
