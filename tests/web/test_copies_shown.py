"""Copies on the desk: the library's column and filter, the head of an article; hostile names only shown."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger, open_ledger
from reportedly.pipeline import find_copies
from tests.ledger.ledger_made import reading_of
from tests.web.forms import form_of
from tests.web.test_pages import assert_harmless
from tests.web.test_refusals import assert_guarded

TEXT = " ".join(
    f"The gates of Orlen stayed closed on day {number}, the ministry said." for number in range(12)
)
EVIL_OUTLET, EVIL_TITLE = "<script>alert('outlet')</script>", "<img src=x onerror=alert(1)>"
CASES = [
    {"path": "one.txt", "outlet": "Lyra", "published": "2025-03-04", "title": "Closed", "text": TEXT},
    {
        "path": "two.txt",
        "outlet": EVIL_OUTLET,
        "published": "2025-03-05",
        "title": EVIL_TITLE,
        "text": f"{TEXT} So.",
    },
    {"path": "<svg onload=alert(1)>.txt", "text": f"{TEXT} \u202eIt is. "},
    {"path": "other.txt", "outlet": "Lyra", "text": "The port of Melkin is open."},
]


@pytest.fixture
def client(desk_on: Callable[..., TestClient], tmp_path: Path) -> TestClient:
    path = tmp_path / "copies.db"
    with open_ledger(path, create=True) as ledger:
        for case in CASES:
            ledger.save(*reading_of(case), version="test")
        find_copies(ledger)
    return desk_on(path)


def ledger_of(client: TestClient) -> Ledger:
    ledger: Ledger = client.app.state.desk.ledger  # type: ignore[attr-defined]
    return ledger


def test_the_library_counts_copies(client: TestClient) -> None:
    rows = client.get("/library.json?sort=copies").json()["articles"]
    assert [row["article"]["copies"] for row in rows] == [2, 2, 2, 0]
    for wanted, number in (("only", 3), ("without", 2), ("", 4)):
        assert client.get(f"/library.json?copies={wanted}").json()["total"] == number
        page = client.get(f"/library?copies={wanted}")
        assert_harmless(page.text)
        assert f'<option value="{wanted}" selected>' in page.text
    assert client.get("/library?copies=some").status_code == 422


def test_an_article_names_its_copies(client: TestClient) -> None:
    refs = {row.path: row.id for row in ledger_of(client).articles()}
    for path, ref in refs.items():
        page, data = client.get(f"/articles/{ref}"), client.get(f"/articles/{ref}.json").json()["copies"]
        assert_harmless(page.text)
        assert_guarded(page.headers)
        if path == "other.txt":
            assert data is None
            assert 'id="copies"' not in page.text
            continue
        assert (data["origin"], data["reason"]) == (refs["one.txt"], "published first")
        assert {one["path"] for one in data["articles"]} == set(refs) - {"other.txt"}
        others = [one["article"] for one in data["articles"] if one["article"] != ref]
        assert all(f'<a href="/articles/{one}">' in page.text for one in others)


def test_a_corrected_date_makes_another_the_origin(client: TestClient) -> None:
    ref = ledger_of(client).article("two.txt").id
    form = form_of(client.get(f"/articles/{ref}/facts"), f"/articles/{ref}/facts")
    answer = client.post(
        f"/articles/{ref}/facts",
        data=form | {"published": "2025-03-01", "fact": "published", "value": "2025-03-01"},
    )
    assert answer.status_code == 303, answer.text[-300:]
    assert client.get(f"/articles/{ref}.json").json()["copies"]["origin"] == ref
