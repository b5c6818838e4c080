"""What is dropped on the desk is laid where it can do no harm, and read by the same intake as files."""

import io
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.web.drops import DEEPEST, lay, refusal, safe_parts
from tests.conftest import EXAMPLES

NAMES = tomllib.loads(Path(__file__).with_name("cases_drops.toml").read_text(encoding="utf-8"))["names"]


@pytest.mark.parametrize(("name", "laid"), NAMES)
def test_names(name: str, laid: str) -> None:
    folder, refused = lay([(name, io.BytesIO(b"x"))])
    inside = next(folder.iterdir())
    found = [path.relative_to(inside).as_posix() for path in inside.rglob("*") if path.is_file()]
    assert found == ([laid] if laid else [])
    assert bool(found) != bool(refused) or "_files" in name


@given(st.text(max_size=400))
def test_no_name_leads_out(name: str) -> None:
    parts = safe_parts(name)
    assert len(parts) <= DEEPEST
    for part in parts:
        assert part.strip(".")
        assert not set(part) & set("/\\\0:")
        assert len(part.encode("utf-8", "strict")) <= 255
    assert parts or refusal(name)


def test_two_of_one_name_are_both_kept() -> None:
    folder, _ = lay(
        [("a.txt", io.BytesIO(b"1")), ("a.txt", io.BytesIO(b"2")), ("a.txt/b.txt", io.BytesIO(b"3"))]
    )
    assert sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file()) == [b"1", b"2", b"3"]


@pytest.mark.slow
def test_a_drop_is_read_and_told_of(desk_on: Callable[..., TestClient], tmp_path: Path) -> None:
    desk = desk_on(tmp_path / "new.db")
    token = desk.app.state.desk.keeper.token  # type: ignore[attr-defined]
    example = EXAMPLES / "dumps" / "2025-03-04-corant-gates.txt"
    files = [
        ("files", ("day/corant.txt", example.read_bytes())),
        ("files", ("broken.pdf", b"%PDF-1.4 broken")),
        ("files", ("virus.exe", b"MZ")),
    ]
    answer = desk.post("/read", files=files, headers={"x-desk-token": token})
    assert answer.status_code == 303
    until = time.monotonic() + 120
    while desk.get("/reading.json").json()["run"]["state"] == "reading" and time.monotonic() < until:
        assert desk.post("/read", files=files[:1], headers={"x-desk-token": token}).status_code == 409
        time.sleep(0.3)
    told = desk.get("/reading.json").json()
    assert told["run"]["state"] == "done", told
    assert told["run"]["read"] == 1
    assert {one["path"].rpartition("/")[2] for one in told["unread"]} == {"broken.pdf", "virus.exe"}
    row = desk.get("/library.json").json()["articles"][0]["article"]
    assert row["facts"]["outlet"] == "Corant"
    assert row["path"].startswith("dropped ")
    assert row["path"].endswith("/day/corant.txt")
