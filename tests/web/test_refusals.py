"""What does not belong to the desk is refused in one sentence; what is only odd is shown as plain text."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportedly.web import Settings
from reportedly.web.app import own_path
from reportedly.web.settings import DeskError

CASES = tomllib.loads(Path(__file__).with_name("cases_requests.toml").read_text(encoding="utf-8"))["request"]
EVIL = ("evil.example/", "<script>alert", "onerror=alert(1)>", 'onclick="alert', "<svg onload", "<u>Corant")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_hostile_requests(hostile: TestClient, case: dict[str, Any]) -> None:
    desk = hostile.app.state.desk  # type: ignore[attr-defined]
    ref = desk.ledger.articles(limit=1)[0].id
    form = {
        name: desk.keeper.token if value == "TOKEN" else value for name, value in case.get("form", {}).items()
    }
    answer = hostile.request(
        case.get("method", "GET"),
        case["path"].replace("{id}", ref).replace("{long}", "x" * 5_000),
        headers=case.get("headers", {}),
        files={name: (None, value) for name, value in form.items()} or None,
        content=case.get("content"),
    )
    if "status" in case:
        assert answer.status_code == case["status"], answer.text[-400:]
    else:
        assert 400 <= answer.status_code <= 431, answer.text[-400:]
    assert not [words for words in EVIL if words in answer.text]
    assert "Traceback" not in answer.text
    assert_guarded(answer.headers)


def assert_guarded(headers: Any) -> None:
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_an_open_desk_asks_for_its_password(desk_on: Callable[..., TestClient], demo_ledger: Path) -> None:
    with pytest.raises(DeskError, match="expected a password"):
        Settings(host="0.0.0.0")  # noqa: S104  refused is what it must be
    settings = Settings(host="192.0.2.7", password="strait gate")  # noqa: S106
    client = desk_on(demo_ledger, settings, at="http://192.0.2.7:8484")
    assert client.get("/library").headers["location"] == "/enter?to=/library"
    assert client.get("/library.json").status_code == 401
    assert client.post("/read").status_code == 401
    assert client.get("/static/desk.css").status_code == 200
    assert client.post("/enter", data={"password": "wrong"}).status_code == 401
    entered = client.post("/enter", data={"password": "strait gate", "to": "/statements"})
    assert entered.headers["location"] == "/statements"
    assert "HttpOnly" in entered.headers["set-cookie"]
    assert "samesite=strict" in entered.headers["set-cookie"].lower()
    assert client.get("/library").status_code == 200
    client.cookies.clear()
    client.cookies.set("desk_session", "guessed")
    assert client.get("/library").status_code == 303


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "x", "/\r\nX: y", ""]
)
def test_the_gate_leads_nowhere_else(to: str) -> None:
    assert own_path(to) == "/"
