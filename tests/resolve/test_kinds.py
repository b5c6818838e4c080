"""Names take the kind of what the register knows by them."""

import pytest

from reportedly.records import Name, NameKind, Span
from reportedly.resolve import register, with_known_kinds


@pytest.mark.parametrize(
    ("words", "read", "wanted"),
    [
        ("Hamas", "place", "organisation"),
        ("Xinhua", "person", "outlet"),
        ("Iraqis", "organisation", "group"),
        ("Turkey", "organisation", "place"),
        ("British", "group", "group"),
        ("Nina", "person", "person"),  # the letters of an agency, but not its writing
        ("Washington", "person", "person"),  # a seat is the place or the government, and a surname
        ("Sundrey", "place", "place"),  # not known
    ],
)
def test_a_known_name_takes_its_kind(words: str, read: NameKind, wanted: NameKind) -> None:
    text = f"In {words} today"
    name = Name(Span(3, 3 + len(words)), read, 0.9)
    (found,) = with_known_kinds(text, [name], register())
    assert (found.span, found.kind) == (name.span, wanted)
