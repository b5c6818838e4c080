"""Speakers to choose from: each actor once, however it is spelled; old addresses lead where they led."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.affair import CASES, spelled
from tests.web.test_pages import Loaded, assert_harmless


@pytest.fixture(scope="module")
def desk(desk_on: Callable[..., TestClient], tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("spelled") / "spelled.db"
    spelled(path).close()
    return desk_on(path)


def speakers(desk: TestClient, query: str = "") -> list[dict[str, Any]]:
    data = desk.get(f"/statements/counts.json?{query}").json()
    found: list[dict[str, Any]] = next(one for one in data["facets"] if one["facet"] == "speaker")["values"]
    return found


def test_each_actor_is_one_speaker(desk: TestClient) -> None:
    made = [[one["value"], one["name"] or "", one["count"]] for one in speakers(desk)]
    assert made == CASES["speakers"]["values"]


def test_each_number_lists_as_many(desk: TestClient) -> None:
    page = desk.get("/statements/counts").text
    assert_harmless(page)
    links = [link for link in Loaded(page).links if "who=" in link]
    assert len(links) == len(CASES["speakers"]["values"])
    for link, (value, name, count) in zip(links, CASES["speakers"]["values"], strict=True):
        path, _, query = link.partition("?")
        assert desk.get(f"{path}.json?{query}").json()["total"] == count
        for view in (path, "/timeline", "/network"):
            listed = desk.get(f"{view}?{query}").text
            assert_harmless(listed)
            called = name.partition(" (")[0] or value.replace("unknown", "nobody named")
            assert f"<bdi>{called}</bdi> <span aria-hidden" in listed
        assert desk.get(f"/timeline.json?{query}").json()["total"] == count


def test_several_are_either_or(desk: TestClient) -> None:
    query = "who=delvia/orlenov&who=unnamed+envoy"
    assert desk.get(f"/statements.json?{query}").json()["total"] == 2
    assert len(speakers(desk, query)) == 5


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("speaker=Orlenov", 4),
        (f"speaker={quote('Orlénov')}", 1),
        ("actor=korvelia/orlenov", 3),
        ("who=nobody", 0),
        ("who=", 0),
    ],
)
def test_other_addresses(desk: TestClient, query: str, number: int) -> None:
    assert desk.get(f"/statements.json?{query}").json()["total"] == number
    assert_harmless(desk.get(f"/statements?{query}").text)


def test_what_is_chosen_and_not_among_the_commonest_is_counted(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportedly.web.statements.MOST_VALUES", 1)
    found = speakers(desk, "who=delvia/orlenov&who=korvelia/orlenov&q=word")
    assert [(one["value"], one["name"], one["count"]) for one in found] == [
        ("korvelia/orlenov", "Orlenov", 3),
        ("delvia/orlenov", "Orlenov", 1),
    ]
