"""What the MPQA figures count, on an invented article."""

import sys
from typing import Any

import pytest

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "quality"))
import mpqa

TEXT = "Vell said Senn had agreed. He denied it."
MARKS = """# comment
1\t0,4\tstring\tGATE_agent\t nested-source="w, vell" id="vell"
2\t5,9\tstring\tGATE_objective-speech-event\t nested-source="w, vell"
3\t10,14\tstring\tGATE_agent\t nested-source="w, vell, senn"
4\t19,25\tstring\tGATE_direct-subjective\t nested-source="w, vell, senn"
5\t27,29\tstring\tGATE_agent\t nested-source="w, he"
6\t30,36\tstring\tGATE_objective-speech-event\t nested-source="w, he"
7\t0,0\tstring\tGATE_objective-speech-event\t nested-source="w" implicit="true"
"""


def _statement(id: str, name: str, source: list[int], cue: list[int], **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "speaker": {"name": name},
        "source": source,
        "cue": cue,
        "via": [],
        "inside": None,
    } | more


OUTER = _statement("s1", "Irena Vell", [0, 4], [5, 9])
INNER = _statement("s2", "Paul Senn", [10, 14], [15, 25], inside="s1", via=["Irena Vell"])
PRONOUN = _statement("s3", "Paul Senn", [27, 29], [30, 36])


def _figures(*statements: dict[str, Any]) -> dict[str, float]:
    gold = mpqa.gold_of(TEXT.encode(), MARKS)
    return mpqa.figures(iter([(gold, {"article": {"text": TEXT}, "statements": list(statements)})]))


def test_all_right() -> None:
    assert _figures(OUTER, INNER, PRONOUN) == {
        "events found": 1.0,
        "speakers right of found": 1.0,
        "events found nested": 1.0,
        "speakers right of found nested": 1.0,
        "events": 3,
        "events nested": 1,
    }


@pytest.mark.parametrize(
    "wrong",
    [
        INNER | {"inside": None, "via": []},  # a speaker in between left out
        INNER | {"speaker": {"name": "Orla Brann"}},
        INNER | {"via": ["Lyra"]},  # one too many
    ],
)
def test_wrong_sequence(wrong: dict[str, Any]) -> None:
    figures = _figures(OUTER, wrong)
    assert figures["events found"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["speakers right of found nested"] == 0.0


def test_bytes_become_code_points() -> None:
    gold = mpqa.gold_of("é Vell".encode(), '1\t3,7\tstring\tGATE_agent\t nested-source="w, vell"')
    assert gold.mentions == {"vell": [(2, 6)]}
