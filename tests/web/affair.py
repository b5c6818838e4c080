"""Ledgers for the timeline and the network: the affair of the cases, and one too large to show singly."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.ledger import Ledger, open_ledger
from reportedly.records import Reading, SaidOn
from tests.ledger.ledger_made import reading_of

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases_paths.toml").read_text(encoding="utf-8"))


def affair(path: Path | str) -> Ledger:
    ledger = open_ledger(path, create=True)
    for case in CASES["article"]:
        reading, raw = reading_of(case)
        ledger.save(completed(reading, case["statements"]), raw, version="test")
    return ledger


def completed(reading: Reading, cases: list[dict[str, Any]]) -> Reading:
    """With the actors and dates that cases of readings have no words for."""
    statements = tuple(
        replace(
            one,
            speaker=replace(one.speaker, actor=case.get("actor")),
            said_on=SaidOn(one.cue or one.content[0], case["said"]) if "said" in case else None,
        )
        for one, case in zip(reading.statements, cases, strict=True)
    )
    return replace(reading, statements=statements)


def spelled(path: Path | str) -> Ledger:
    """One actor in two spellings, another of the same name, and the same name without an actor."""
    ledger = open_ledger(path, create=True)
    cases: list[dict[str, Any]] = []
    for number, one in enumerate(CASES["spelled"]):
        cases.append(one | {"content": [f"word {number}"], "source": f"Who {number}"})
    text = " ".join(f"Who {number} said word {number}." for number in range(len(cases)))
    case = {"path": "spelled.txt", "text": text, "outlet": "Corant", "statements": cases}
    reading, raw = reading_of({**case, "published": "2025-03-04"})
    ledger.save(completed(reading, cases), raw, version="test")
    return ledger


def large(path: Path, articles: int = 60, each: int = 8) -> Ledger:
    """Ministers of eight towns who speak through one agency, on ten days."""
    ledger = open_ledger(path, create=True)
    towns = ["Tarn", "Velm", "Oster", "Brask", "Lunde", "Corvo", "Mirel", "Sante"][:each]
    readings = []
    for number in range(articles):
        text = "".join(f"{town} said {number} that {towns[0]} waits. " for town in towns)
        statements = [
            {
                "content": [f"{number} that {towns[0]} waits"],
                "source": town,
                "via": ["Lyra"],
                "kind": "government",
            }
            for town in towns
        ]
        case = {
            "path": f"{number}.txt",
            "text": text,
            "published": f"2025-{number % 2 + 3:02}-{number // 2 % 5 + 1:02}",
        }
        made, raw = reading_of({**case, "names": [[towns[0], "place"]], "statements": statements})
        actors = [{"actor": town.casefold()} for town in towns]
        readings.append((completed(made, actors), raw))
    ledger.save_many(readings, version="test")
    return ledger


def place(ledger: Ledger, article: str, statement: str) -> str:
    """How the cases name a statement: "one.txt:s3"."""
    return f"{ledger.article(article).path}:{statement}"
