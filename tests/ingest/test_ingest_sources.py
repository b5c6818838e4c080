"""Folders, globs and standard input become files; what cannot be one is listed and never waited for."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportedly.ingest import Limits, Source, documents, sources
from reportedly.records import Document, Unread


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub/d.html", ".hidden", ".git/e.txt"):
        path = tmp_path / "n" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.", "utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path / "n"


def names(*paths: str) -> list[str]:
    return [item.path for item in sources(paths) if isinstance(item, Source)]


def lines(*paths: str) -> list[tuple[str, str]]:
    return [(item.path, item.reason) for item in sources(paths) if isinstance(item, Unread)]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["n"], ["n/a.txt", "n/b.txt", "n/sub/c.txt", "n/sub/d.html"]),
        (["n/b.txt", "n/a.txt"], ["n/b.txt", "n/a.txt"]),
        (["n/*.txt"], ["n/a.txt", "n/b.txt"]),
        (["n/**/*.txt"], ["n/a.txt", "n/b.txt", "n/sub/c.txt"]),
        (["n/**"], ["n/a.txt", "n/b.txt", "n/sub/c.txt", "n/sub/d.html"]),
        (["n/s*"], ["n/sub/c.txt", "n/sub/d.html"]),
        (["n/.hidden"], ["n/.hidden"]),
        (["n/nothing", "n/*.pdf"], []),
    ],
)
def test_what_paths_mean(paths: list[str], expected: list[str], folder: Path) -> None:
    assert folder.is_dir()
    assert names(*paths) == expected
    absolute = [str(Path(path).absolute()) for path in paths]
    assert names(*absolute) == [str(Path(path).absolute()) for path in expected]


def test_what_is_missing_is_listed(folder: Path) -> None:
    assert lines(f"{folder}/nothing")[0][1] == "no such file or folder"
    assert lines(f"{folder}/*.pdf")[0][1] == "no file matches"
    (folder / "gone").symlink_to(folder / "nowhere")
    assert [path for path, _ in lines("n")] == ["n/gone"]


def test_a_name_with_magic_characters_is_itself_first(folder: Path) -> None:
    (folder / "a[1].txt").write_text("Words.", "utf-8")
    assert names("n/a[1].txt") == ["n/a[1].txt"]


def test_links_may_loop(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "z").symlink_to(folder / "sub")
    expected = ["n/a.txt", "n/b.txt", "n/sub/c.txt", "n/sub/d.html"]
    assert names("n") == names("n/**") == expected


def test_the_companion_folder_of_a_saved_page_is_part_of_it(folder: Path) -> None:
    for name in ("d_files", "other_files"):
        (folder / "sub" / name).mkdir()
        (folder / "sub" / name / "x.js").write_text("x", "utf-8")
    assert "n/sub/d_files/x.js" not in names("n", "n/**")
    assert "n/sub/other_files/x.js" in names("n")


def test_pipes_sockets_and_devices_are_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("n/socket")
        found = {
            item.path: [getattr(result, "reason", "read") for result in documents(item)]
            for item in sources(["n/pipe", "n/socket", "/dev/zero"])
            if isinstance(item, Source)
        }
    assert found == {
        "n/pipe": ["not a regular file but a pipe"],
        "n/socket": ["not a regular file but a socket"],
        "/dev/zero": ["not a regular file but a device"],
    }


def test_a_file_that_vanishes_and_one_that_is_a_folder(folder: Path) -> None:
    [gone] = documents(Source(str(folder / "vanished.txt")))
    [within] = documents(Source(str(folder)))
    [nul] = documents(Source("a\0b"))
    assert isinstance(gone, Unread) and gone.reason == "no such file or directory"
    assert isinstance(within, Unread) and within.reason == "not a regular file but a folder"
    assert isinstance(nul, Unread)


def test_a_name_that_is_no_utf8_is_opened_and_shown(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/\xff.txt", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("Words.")
    found = [item for source in sources(["n"]) if isinstance(source, Source) for item in documents(source)]
    assert "n/�.txt" in {item.path for item in found}
    assert all(isinstance(item, Document) for item in found)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Words.")))
    [source] = sources(["-"])
    assert source == Source("-", b"Words.")
    [item] = documents(source)
    assert isinstance(item, Document)
    assert (item.path, item.text) == ("-", "Words.")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Words.")))
    [line] = sources(["-"], Limits(file_bytes=3))
    assert isinstance(line, Unread)
