"""The text of a marked page is the article's, whatever is marked in it."""

from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.records import Reading, Span
from reportedly.web.marking import Layer, layers_of, marked
from reportedly.web.shown import shown
from tests.ledger.ledger_made import any_reading

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Parsed(HTMLParser):
    """What a browser would make of it: the text, and the text under each kind of element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.under: dict[str, str] = {}
        self.open: list[str] = []
        self.anchors: list[str] = []
        self.feed(str(html))  # a plain string, for markup escapes what is joined to it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open.append((given.get("class") or "") + "|" + (given.get("data-s") or ""))
        self.anchors += [given["id"] or ""] if "id" in given else []

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for one in set(self.open):
            self.under[one] = self.under.get(one, "") + data


@SLOW
@given(any_reading())
def test_the_text_is_the_articles(made: tuple[Reading, bytes]) -> None:
    article = made[0].article
    parsed = Parsed(marked(article.text, layers_of(article, made[0].statements, breaks=True)))
    assert parsed.text == shown(article.text)
    assert len(parsed.text) == len(article.text)
    assert not parsed.open


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_each_mark_holds_its_words(data: st.DataObject) -> None:
    text = data.draw(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=60)
    )
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    spans = data.draw(st.lists(ends.filter(lambda pair: pair[0] < pair[1]), max_size=6))
    layers = [Layer(Span(*pair), "source", (f"s{number}",)) for number, pair in enumerate(spans)]
    parsed = Parsed(marked(text, layers))
    for layer in layers:
        assert parsed.under[f"source|{layer.of[0]}"] == shown(layer.span.of(text))


@SLOW
@given(any_reading())
def test_each_statement_has_one_place_to_link_to(made: tuple[Reading, bytes]) -> None:
    article, statements = made[0].article, made[0].statements
    inside = [one for one in statements if one.content[0].start < len(article.text)]
    parsed = Parsed(marked(article.text, layers_of(article, statements)))
    assert sorted(parsed.anchors) == sorted(one.id for one in inside)
