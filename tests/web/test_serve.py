"""`reportedly serve` as a user starts it."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from reportedly.cli import main


def test_it_listens_on_this_machine_and_stops(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "import sys; from reportedly.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "serve", "--ledger", str(tmp_path / "new.db"), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stderr is not None
            said = desk.stderr.readline()
            at = re.search(r"http://\S+", said)
            assert at, said
            assert at[0].startswith("http://127.0.0.1:")
            with urllib.request.urlopen(f"{at[0]}library", timeout=60) as answer:  # noqa: S310
                assert b"The ledger is empty" in answer.read()
        finally:
            desk.send_signal(signal.SIGINT)
            assert desk.wait(60) == 130


def test_it_refuses_what_is_not_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("REPORTEDLY_PASSWORD", raising=False)
    ledger = str(tmp_path / "new.db")
    assert main(["serve", "--ledger", ledger, "--host", "0.0.0.0"]) == 2  # noqa: S104
    assert "expected a password" in capsys.readouterr().err
    assert not Path(ledger).exists()


def test_a_port_in_use_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["serve", "--ledger", str(tmp_path / "new.db"), "--port", port]) == 2
    assert "expected a free one" in capsys.readouterr().err
