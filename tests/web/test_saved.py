"""Saved filters: named on a list, found on both, replaced after a question, deleted; hostile ones shown."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportedly.web import Settings
from tests.web.forms import form_of
from tests.web.test_pages import assert_harmless
from tests.web.test_refusals import assert_guarded

CASES = tomllib.loads(Path(__file__).with_name("cases_saved.toml").read_text(encoding="utf-8"))
LIBRARY = "/library?q=dam&copies=without"


@pytest.fixture
def client(desk_on: Callable[..., TestClient], demo_ledger: Path, tmp_path: Path) -> TestClient:
    shutil.copy(demo_ledger, tmp_path / "own.db")
    return desk_on(tmp_path / "own.db")


def save(client: TestClient, name: str, at: str = LIBRARY, **more: str) -> Any:
    token = client.app.state.desk.keeper.token  # type: ignore[attr-defined]
    return client.post("/saved", data={"token": token, "name": name, "to": at, **more})


def held(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/saved.json").json()["saved"]
    return found


def test_filters_are_saved_where_they_are_set_and_found_on_both_lists(client: TestClient) -> None:
    page = client.get(LIBRARY)
    form = form_of(page, "/saved")
    answer = client.post("/saved", data=form | {"name": " Dam,  once ", "author": "Ana"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/library?copies=without&q=dam")
    assert [(one["name"], one["page"], one["author"]) for one in held(client)] == [
        ("Dam, once", "library", "Ana")
    ]
    for path in (LIBRARY, "/library", "/statements", "/statements?q=dam"):
        page = client.get(path)
        assert_harmless(page.text)
        here = 'href="/library?copies=without&amp;q=dam" aria-current="true"'
        assert (here in page.text) == (path == LIBRARY)
        assert "Dam, once" in page.text
        assert ("Save these filters" in page.text) == (path == "/statements?q=dam")


def test_a_name_that_others_have_is_asked_about(client: TestClient) -> None:
    save(client, "Dam")
    assert save(client, "Dam").status_code == 303
    asked = save(client, "Dam", "/statements?named=no")
    assert asked.status_code == 409
    assert_harmless(asked.text)
    assert held(client)[0]["page"] == "library"
    again = client.post("/saved", data={**form_of(asked, "/saved"), "name": "Dam", "replace": "yes"})
    assert again.headers["location"] == "/statements?named=no"
    assert [one["to"] for one in held(client)] == ["/statements?named=no"]


def test_one_is_deleted(client: TestClient) -> None:
    save(client, "Dam")
    save(client, "Gates")
    form = form_of(client.get("/saved"), "/saved/delete")
    answer = client.post("/saved/delete", data=form | {"name": "Dam"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved")
    assert [one["name"] for one in held(client)] == ["Gates"]
    assert client.post("/saved/delete", data=form | {"name": "Dam"}).status_code == 404


def test_without_any_the_page_says_what_to_do(client: TestClient) -> None:
    assert "give the filters a name there" in client.get("/saved").text
    assert 'class="saved"' not in client.get("/library").text


@pytest.mark.parametrize("case", CASES["list"], ids=[case["name"] for case in CASES["list"]])
def test_what_is_kept_of_an_address(client: TestClient, case: dict[str, str]) -> None:
    answer = save(client, "x", case["to"])
    if "kept" in case:
        assert answer.headers["location"] == case["kept"]
        assert client.get(case["kept"]).status_code == 200
    else:
        assert answer.status_code == 400
        assert case["says"] in answer.text
        assert held(client) == []


@pytest.mark.parametrize("name", CASES["names"]["shown"])
def test_a_hostile_name_is_only_shown(client: TestClient, name: str) -> None:
    assert save(client, name).status_code == 303
    save(client, name, "/statements?kind=person", author="<svg onload=alert(1)>")
    for path in ("/library", "/statements", "/saved"):
        page = client.get(path)
        assert_harmless(page.text)
        assert_guarded(page.headers)
    assert_harmless(save(client, name, "/statements?kind=body").text)
    client.post("/saved/delete", data=form_of(client.get("/saved"), "/saved/delete") | {"name": name})
    assert held(client) == []


@pytest.mark.parametrize("name", CASES["names"]["refused"])
def test_what_is_no_name_is_refused(client: TestClient, name: str) -> None:
    answer = save(client, name.replace("LONG", "x" * 81))
    assert answer.status_code == 400
    assert "expected 1 to 80 characters" in answer.text
    assert_harmless(answer.text)
    assert held(client) == []


def test_they_are_guarded_as_every_post(
    client: TestClient, desk_on: Callable[..., TestClient], tmp_path: Path
) -> None:
    for path in ("/saved", "/saved/delete"):
        assert client.post(path, data={"name": "x", "to": LIBRARY}).status_code == 403
        token = client.app.state.desk.keeper.token  # type: ignore[attr-defined]
        elsewhere = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
        form = {"token": token, "name": "x", "to": LIBRARY}
        assert client.post(path, data=form, headers=elsewhere).status_code == 403
    opened = Settings(host="192.0.2.7", password="strait gate")  # noqa: S106
    locked = desk_on(tmp_path / "own.db", opened, at="http://192.0.2.7:8484")
    assert locked.get("/saved").status_code == 303
    assert locked.post("/saved", data={"name": "x"}).status_code == 401
    locked.post("/enter", data={"password": "strait gate"})
    assert "expected your name first" in save(locked, "x").text
    assert save(locked, "x", author="Ana").status_code == 303
    assert save(locked, "y").status_code == 303  # the name was remembered
    assert [one["author"] for one in held(locked)] == ["Ana", "Ana"]
