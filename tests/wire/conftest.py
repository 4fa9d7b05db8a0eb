"""After every test of this folder that used the database: no table holds the key, only some a diary."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wire.canaries import DIARY, KEY, MAY_HOLD_DIARIES, tables_that_hold


@pytest.fixture(autouse=True)
def no_canary_in_any_other_table(request: pytest.FixtureRequest) -> Iterator[None]:
    """Looks before the test's rows are taken back."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    request.getfixturevalue("db")
    yield
    assert tables_that_hold(KEY) == set()
    assert tables_that_hold(DIARY) <= MAY_HOLD_DIARIES
