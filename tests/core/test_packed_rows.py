"""Rows packed in little room come out as they went in, in their order, as often as one asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.diary_formats.distinct_ids import DistinctIds
from core.diary_formats.packed_rows import PackedRows
from core.diary_formats.rows import BadRow, DiaryRow, EmptyRow, OtherRow, Row

words = st.text(st.characters(), max_size=20)
lines = st.integers(1, 2**40)
instants = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is given
entries = st.builds(DiaryRow, lines, words, instants, words, words, words, words, st.booleans())
rows = entries | st.builds(EmptyRow, lines, words) | st.builds(BadRow, lines, words) | st.builds(OtherRow, lines, words)


@given(st.lists(rows, max_size=30))
def test_rows_come_out_as_they_went_in(given_rows: list[Row]) -> None:
    packed = PackedRows(given_rows)
    assert (list(packed), list(packed), len(packed)) == (given_rows, given_rows, len(given_rows))
    assert [packed[place] for place in range(len(packed))] == given_rows
    assert packed[1:] == given_rows[1:]


def test_many_rows_keep_their_order_across_chunks() -> None:
    many = [DiaryRow(n, f"m{n}", datetime(2024, 11, 8, tzinfo=UTC) + timedelta(minutes=n), "x") for n in range(1, 9001)]
    packed = PackedRows(many)
    assert list(packed) == many
    assert (packed[0], packed[8999], packed[-1]) == (many[0], many[8999], many[-1])


@given(st.lists(st.sampled_from("abcd"), max_size=12))
def test_each_row_is_told_the_first_of_its_id(ids: list[str]) -> None:
    given_rows = [DiaryRow(n, id_, datetime(2024, 11, 8, tzinfo=UTC), "x") for n, id_ in enumerate(ids, 1)]
    distinct = DistinctIds(given_rows)
    firsts = [given_rows[ids.index(id_)] for id_ in ids]
    found = [distinct.first_of(row) for row in given_rows]
    assert found == [None if first is row else first for first, row in zip(firsts, given_rows, strict=True)]
