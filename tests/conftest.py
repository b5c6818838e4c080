"""What several test modules share: where the labelled data is, and a ledger of the demo's articles."""

import os
from pathlib import Path

import pytest

from reportedly.ledger import Ledger, open_ledger
from reportedly.pipeline import Options, read_into

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "src" / "reportedly" / "examples" / "articles"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of labelled data, which lies beside the project and is not part of it."""
    folder = Path(os.environ.get("REPORTEDLY_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"no labelled data at {folder}; expected it there in CI")
        pytest.skip(f"no labelled data at {folder}; set REPORTEDLY_DATA to its folder")
    return folder.resolve()


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the demo's articles, read once for all tests; not to be written to."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with open_ledger(path, create=True) as ledger:
        read_into(ledger, [str(EXAMPLES)], Options(actors=EXAMPLES.with_name("actors.toml")))
    return path


@pytest.fixture
def demo(demo_ledger: Path):
    with open_ledger(demo_ledger, create=False) as ledger:
        assert isinstance(ledger, Ledger)
        yield ledger
