"""Each dump in cases/ gets exactly the marks and facts that its file expects; nothing else is marked."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.mark import mark, not_read_because
from reportedly.records import Article, Document

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
FACTS = ("title", "title_by", "outlet", "outlet_by", "author", "published", "published_by", "url", "language")


def read(path: Path) -> tuple[dict[str, Any], Article]:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    text = case["text"].replace("\n", "\r\n") if case.get("crlf") else case["text"]
    return case, mark(Document(case.get("path", path.name), text.encode(), "text", text))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_furniture_is_exactly_what_is_expected(path: Path) -> None:
    case, article = read(path)
    if "furniture" in case:
        assert [span.of(article.text) for span in article.furniture] == case["furniture"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_facts_are_what_is_expected(path: Path) -> None:
    case, article = read(path)
    found = {name: getattr(article.facts, name) or "" for name in FACTS if name in case}
    assert found == {name: case[name] for name in FACTS if name in case}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_dateline_and_title_are_marked(path: Path) -> None:
    case, article = read(path)
    for kind in ("dateline", "title"):
        marked = [one.span.of(article.text) for one in article.marks if one.kind == kind]
        if kind in case:
            assert " ".join(marked) == case[kind], kind


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_reading_is_refused_only_where_expected(path: Path) -> None:
    case, article = read(path)
    assert not_read_because(article) == case.get("not_read")


def test_every_rule_of_the_data_file_has_a_case() -> None:
    """A meta-test: the names under which furniture was found in the cases cover the rules."""
    rules = {rule["name"] for rule in tomllib.loads(RULES.read_text(encoding="utf-8"))["rule"]}
    found = {one.by for path in CASES for one in read(path)[1].marks if one.kind == "furniture"}
    assert rules - found == set()


RULES = Path(__file__).parents[2] / "src" / "reportedly" / "mark" / "rules.toml"
