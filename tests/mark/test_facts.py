"""Facts: from addresses, from dates, from what the form states."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reportedly.mark import mark, not_read_because
from reportedly.mark.dates import dates_in
from reportedly.records import Document, Facts

HERE = Path(__file__).parent
ADDRESSES = tomllib.loads((HERE / "addresses.toml").read_text(encoding="utf-8"))["case"]
DATES = tomllib.loads((HERE / "dates.toml").read_text(encoding="utf-8"))["case"]
BODY = "Varnia will not sign the treaty on the tolls, its foreign minister said on Monday in the capital.\n"


def document(text: str, facts: Facts | None = None, path: str = "a.txt") -> Document:
    return Document(path, text.encode(), "text", text, facts or Facts())


@pytest.mark.parametrize(("url", "outlet", "published"), ADDRESSES)
def test_an_address_tells_outlet_and_day(url: str, outlet: str, published: str) -> None:
    in_text = mark(document(f"{url}\n\n{BODY}")).facts
    by_form = mark(document(BODY, Facts(url=url))).facts
    assert (in_text.outlet, in_text.published or "", in_text.url) == (outlet, published, url)
    assert (by_form.outlet, by_form.published or "", by_form.url) == (outlet, published, url)
    assert in_text.outlet_by == by_form.outlet_by == "address"


@pytest.mark.parametrize(("line", "dates"), DATES)
def test_dates_in_a_line(line: str, dates: list[str]) -> None:
    assert [dated.iso for dated in dates_in(line)] == dates


def test_what_the_form_states_wins() -> None:
    stated = Facts(
        title="A title of the form",
        title_by="html metadata",
        outlet="The Form",
        author="F. Orm",
        published="2030-01-02",
        published_by="html metadata",
        url="https://form.example/a",
    )
    text = f"https://velmoracourier.example/2031/07/25/x\nPublished: 5 March 2031\nBy Mara Vint\n\n{BODY}"
    facts = mark(document(text, stated)).facts
    assert (facts.title, facts.outlet, facts.author, facts.url) == (
        "A title of the form",
        "The Form",
        "F. Orm",
        "https://form.example/a",
    )
    assert (facts.published, facts.published_by, facts.outlet_by) == (
        "2030-01-02",
        "html metadata",
        "file form",
    )


def test_the_title_of_the_form_is_marked_where_it_stands_in_the_text() -> None:
    text = f"Varnia says no.\n\n{BODY}\nVarnia says no.\n\n{BODY}"
    article = mark(Document("a.html", b"", "html", text, Facts(title="Varnia says no.")))
    assert [one.span.of(text) for one in article.marks if one.kind == "title"] == ["Varnia says no."]


def test_a_line_is_no_title_where_the_form_states_another() -> None:
    article = mark(
        Document("a.html", b"", "html", f"In the shadow of the dam\n\n{BODY}", Facts(title="Other"))
    )
    assert [one for one in article.marks if one.kind == "title"] == []


def test_text_from_pages_gets_furniture_too() -> None:
    text = f"{BODY}\nAdvertisement\n\nHe gave no reason.\n\nSign up for our newsletter\n"
    article = mark(Document("a.html", b"<html>", "html", text))
    assert [span.of(text) for span in article.furniture] == ["Advertisement", "Sign up for our newsletter"]


def test_a_finer_date_stands_in_for_a_coarser_one() -> None:
    text = f"https://velmoracourier.example/2031/07/x\n\nVELMORA, July 3 (KNA) - {BODY}"
    assert mark(document(text)).facts.published == "2031-07-03"


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("news/2031-12-30 tolls.txt", "2031-12-28"),
        ("dump-20320102.txt", "2031-12-28"),
        ("dump-20310601.txt", None),
        ("dump.txt", None),
    ],
)
def test_a_dateline_takes_its_year_from_a_near_day_in_the_file_name(path: str, published: str | None) -> None:
    assert mark(document(f"VELMORA, Dec 28 (KNA) - {BODY}", path=path)).facts.published == published


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("news/20310728_tolls.txt", ("2031-07-28", "file name")),
        ("news/2031-07-28/tolls.txt", ("2031-07-28", "file name")),
        ("news/tolls-2031.07.28.txt", ("2031-07-28", "file name")),
        ("news/tolls-20311328.txt", (None, None)),
        ("news/order 120310728.txt", (None, None)),
        ("20310728/deep/down/tolls.txt", (None, None)),
    ],
)
def test_a_day_in_the_file_name_dates_what_nothing_else_does(
    path: str, published: tuple[str | None, str | None]
) -> None:
    facts = mark(document(BODY, path=path)).facts
    assert (facts.published, facts.published_by) == published


def test_the_text_knows_better_than_the_file_name() -> None:
    facts = mark(document(f"VELMORA, July 3, 2031 (KNA) - {BODY}", path="20310728_tolls.txt")).facts
    assert (facts.published, facts.published_by) == ("2031-07-03", "dateline")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no words"),
        (" \n\t\ufeff", "no words"),
        ("1234 %%% …", "no words"),
        ("Advertisement\n\nShare\n", "only furniture"),
        (BODY, None),
        ("Varnia attacked", None),
        (
            "Der Außenminister sagte am Montag, sein Land werde den Vertrag nicht unterzeichnen.",
            "language de",
        ),
        (
            "Bakan pazartesi günü yaptığı açıklamada ülkesinin anlaşmayı imzalamayacağını söyledi.",
            "language tr",
        ),
        ("Министр заявил в понедельник, что его страна не подпишет договор о пошлинах.", "language ru"),
        ("外交部长星期一表示,该国不会签署关于通行费的条约。", "language zh"),
        (
            "“Nous ne signerons pas,” the minister said, and the crowd sang “Liberté” with him.",
            None,
        ),
    ],
)
def test_what_is_not_read(text: str, reason: str | None) -> None:
    assert not_read_because(mark(document(text))) == reason


def test_the_text_decides_its_language_before_the_form() -> None:
    """Pages often declare the language of their template."""
    assert mark(document(BODY * 3, Facts(language="tr"))).facts.language == "en"
    assert mark(document("—", Facts(language="fr"))).facts.language == "fr"


def test_a_domain_given_as_the_outlet_becomes_its_name() -> None:
    assert mark(document(BODY, Facts(outlet="www.velmoracourier.example"))).facts.outlet == "Velmora Courier"
    assert mark(document(BODY, Facts(outlet="News.Hub 24"))).facts.outlet == "News.Hub 24"


@pytest.mark.parametrize("by", ["page text", "pdf metadata"])
def test_a_weak_date_of_the_form_gives_way_to_the_text(by: str) -> None:
    weak = Facts(published="1998-01-01", published_by=by)
    assert mark(document(f"Published: 5 March 2031\n\n{BODY}", weak)).facts.published == "2031-03-05"
    assert mark(document(BODY, weak)).facts.published == "1998-01-01"
