"""Whatever the description of the desk's addresses allows, sent to it: an answer or a refusal, no failure."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from reportedly.ledger import open_ledger
from reportedly.web import make_app

schemathesis = pytest.importorskip("schemathesis")
EXAMPLES = 12  # requests for each address and method: half a minute for all of them
HERE = {"Host": "localhost"}
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.slow
def test_no_request_makes_it_fail(tmp_path: Path, demo_ledger: Path) -> None:
    shutil.copy(demo_ledger, tmp_path / "own.db")  # these requests may change it
    with open_ledger(tmp_path / "own.db", create=False) as ledger:
        app = make_app(ledger, str(tmp_path / "own.db"))
        described = schemathesis.openapi.from_asgi("/openapi.json", app, headers=HERE)
        operations = [found.ok() for found in described.get_all_operations()]
        assert len(operations) > 40
        for operation in operations:
            ask(operation, app.state.desk.keeper.token)


def ask(operation: Any, token: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=SLOW)
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        if isinstance(case.body, dict) and case.path != "/read":
            case.body["token"] = token  # or nothing would come past the door
        assert case.call(headers=HERE).status_code < 500, case.as_curl_command()

    asked()
