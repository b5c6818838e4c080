"""The scores' arithmetic: a floor that is missed is told, key statements are counted right."""

import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def measure():
    sys.path.insert(0, str(ROOT / "quality"))
    import measure

    return measure


def test_a_figure_below_its_floor_is_told(measure) -> None:
    floors = {"a": {"f": 0.5, "articles missing": 0}}
    assert list(measure.below_floor({"a": {"f": 0.5, "articles missing": 0}}, floors)) == []
    assert len(list(measure.below_floor({"a": {"f": 0.4, "articles missing": 1}}, floors))) == 2
    assert len(list(measure.below_floor({}, floors))) == 2


def test_key_statements_are_found_with_their_cue_and_source(measure) -> None:
    text = "He said no. She said that it rained."
    statement = {"content": [[21, 35]], "cue": [16, 20], "source": [0, 2]}
    readings = [{"article": {"path": "x/a.txt", "text": text}, "statements": [statement]}]
    wanted = [
        {"path": "a.txt", "content": ["that it rained"], "cue": "said", "source": "She"},
        {"path": "a.txt", "content": ["no"], "cue": "said", "source": "He"},
    ]
    assert measure.demo_figures(wanted, readings) == {"found": 0.5, "cue": 0.5, "source": 0.0}
