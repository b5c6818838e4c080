"""Saved filters: kept, listed by name, replaced only where that is asked, deleted; any text at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from ledger_made import ANY_TEXT

from reportedly.errors import ConflictError, LedgerError
from reportedly.ledger import Ledger, SavedFilter
from reportedly.ledger.saved import MOST

ONE = SavedFilter("Dam", "library", "q=dam", "ana")
OTHER = SavedFilter("ańon", "statements", "named=no&q=dam", "bo")


def test_filters_are_saved_listed_and_deleted(ledger: Ledger) -> None:
    assert ledger.saved_filters() == []
    kept = [ledger.save_filter(one) for one in (ONE, OTHER)]
    assert all(one.at.endswith("+00:00") for one in kept)
    assert ledger.saved_filters() == sorted(kept, key=lambda one: one.name.lower())
    assert ledger.delete_filter("Dam")
    assert not ledger.delete_filter("Dam")
    assert [one.name for one in ledger.saved_filters()] == ["ańon"]


def test_another_of_the_name_is_replaced_only_where_that_is_asked(ledger: Ledger) -> None:
    ledger.save_filter(ONE)
    ledger.save_filter(replace(ONE, author="bo"))  # the same filters: nothing is lost
    other = replace(ONE, page="statements")
    with pytest.raises(ConflictError, match="expected another name"):
        ledger.save_filter(other)
    assert [(one.page, one.author) for one in ledger.saved_filters()] == [("library", "bo")]
    ledger.save_filter(other, replace=True)
    assert [(one.page, one.author) for one in ledger.saved_filters()] == [("statements", "ana")]


def test_there_is_room_for_so_many(ledger: Ledger) -> None:
    for number in range(MOST):
        ledger.save_filter(replace(ONE, name=str(number)))
    with pytest.raises(LedgerError, match="delete one first"):
        ledger.save_filter(ONE)
    ledger.save_filter(replace(ONE, name="7", query="q=gates"), replace=True)
    assert len(ledger.saved_filters()) == MOST


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_comes_back_as_it_was(ledger: Ledger, name: str, query: str, author: str) -> None:
    kept = ledger.save_filter(SavedFilter(name, "library", query, author), replace=True)
    assert kept in ledger.saved_filters()
    assert ledger.delete_filter(name)
