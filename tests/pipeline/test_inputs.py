"""The input of a run: its 15 local dates, its messages, and the hash that changes with any of them."""

from __future__ import annotations

import hashlib
import hmac
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from generation.pipeline.contracts import InputMessage, PipelineInput, Window, sha256_hex
from generation.pipeline.inputs import date_in_zone, input_hash, local_time, make_input, window_ending
from tests.pipeline.diaries import EXAMPLE, diary

KEY = b"k" * 32
HOURS = [datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 365)]
ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})


def hash_of(inputs: PipelineInput, key: bytes = KEY) -> str:
    """The input hash, the stored hash of each text being its plain one."""
    return input_hash(inputs, key, {each.id: sha256_hex(each.text) for each in inputs.messages})


def message(sent_at: datetime, message_id: str = "m1", text: str = "Walked.") -> InputMessage:
    return InputMessage(id=message_id, revision=1, sent_at=sent_at, text=text)


def test_window_is_fifteen_days_ending_on_the_day_asked() -> None:
    assert window_ending(date(2026, 11, 21)) == Window(first=date(2026, 11, 7), last=date(2026, 11, 21))


def test_window_of_another_length_is_refused() -> None:
    with pytest.raises(ValidationError, match="15 calendar days"):
        Window(first=date(2026, 11, 7), last=date(2026, 11, 20))


def test_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="carries a time zone"):
        date_in_zone(datetime(2026, 11, 7, 12), "UTC")  # noqa: DTZ001 - the naive instant is the point


def test_blank_message_is_refused() -> None:
    with pytest.raises(ValidationError, match="more than white space"):
        message(datetime(2026, 11, 7, tzinfo=UTC), text=" \n\u2003")


@pytest.mark.parametrize(
    ("sent_at", "inside"),
    [
        ("2026-11-06T22:59:59+00:00", False),
        ("2026-11-06T23:00:00+00:00", True),
        ("2026-11-21T22:59:59+00:00", True),
        ("2026-11-21T23:00:00+00:00", False),
    ],
)
def test_window_ends_are_local_midnights(sent_at: str, inside: bool) -> None:
    sent = datetime.fromisoformat(sent_at)
    inputs = make_input("Europe/Berlin", window_ending(date(2026, 11, 21)), [message(sent)])
    assert bool(inputs.messages) is inside


@given(
    zone=st.sampled_from(ZONES),
    instant=st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2037, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds; the strategy adds the zone
)
@settings(max_examples=600, deadline=None)
def test_each_message_is_in_exactly_the_fifteen_windows_of_its_local_date(zone: str, instant: datetime) -> None:
    day = instant.astimezone(ZoneInfo(zone)).date()
    holding = [
        offset
        for offset in range(-20, 21)
        if make_input(zone, window_ending(day + timedelta(days=offset)), [message(instant)]).messages
    ]
    assert holding == list(range(15))


@pytest.mark.parametrize("zone", ZONES)
def test_each_hour_around_every_clock_change_has_one_local_date(zone: str) -> None:
    info = ZoneInfo(zone)
    offsets = [hour.astimezone(info).utcoffset() for hour in HOURS[::24]]
    changes = [n for n in range(1, len(offsets)) if offsets[n] != offsets[n - 1]]
    for change in changes:
        for hour in HOURS[(change - 1) * 24 : (change + 1) * 24]:
            local = hour.astimezone(info)
            assert date_in_zone(hour, zone) == local.date()
            assert make_input(zone, window_ending(local.date()), [message(hour)]).messages


def test_hash_ignores_the_order_messages_come_in() -> None:
    assert hash_of(diary(*EXAMPLE)) == hash_of(diary(*reversed(EXAMPLE)))


def test_hash_is_the_same_for_the_same_instant_written_in_another_zone() -> None:
    berlin = diary(*EXAMPLE)
    utc = make_input(
        berlin.zone,
        berlin.window,
        [m.model_copy(update={"sent_at": m.sent_at.astimezone(UTC)}) for m in berlin.messages],
    )
    assert hash_of(utc) == hash_of(berlin)


@pytest.mark.parametrize("field", ["id", "revision", "sent_at", "text"])
def test_hash_changes_with_every_field_of_a_message(field: str) -> None:
    inputs = diary(*EXAMPLE)
    first = inputs.messages[0]
    changed = {"id": "other", "revision": 2, "sent_at": first.sent_at + timedelta(microseconds=1), "text": "Other."}
    other = make_input(
        inputs.zone, inputs.window, [first.model_copy(update={field: changed[field]}), *inputs.messages[1:]]
    )
    assert hash_of(other) != hash_of(inputs)


def test_hash_of_two_people_with_the_same_diary_differs() -> None:
    assert hash_of(diary(*EXAMPLE)) != hash_of(diary(*EXAMPLE), b"another key")


def test_hash_is_the_hmac_of_what_the_run_is_given_under_the_persons_key() -> None:
    """Spelt out, so that a stored hash means the same in every version."""
    sent_at = datetime(2026, 11, 8, 22, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    inputs = make_input("Europe/Berlin", window_ending(date(2026, 11, 21)), [message(sent_at)])
    content = (
        '{"messages":[["m1",1,"2026-11-08T21:14:00.000000+00:00","abc"]],'
        '"window":["2026-11-07","2026-11-21"],"zone":"Europe/Berlin"}'
    )
    assert input_hash(inputs, KEY, {"m1": "abc"}) == hmac.new(KEY, content.encode(), hashlib.sha256).hexdigest()


def test_hash_changes_with_zone_window_and_stored_hash() -> None:
    inputs = make_input("UTC", window_ending(date(2026, 11, 21)), [message(datetime(2026, 11, 14, 12, tzinfo=UTC))])
    first, last = inputs.window.first, inputs.window.last
    hashes = {
        input_hash(inputs, KEY, {"m1": "a"}),
        input_hash(inputs, KEY, {"m1": "b"}),
        input_hash(inputs.model_copy(update={"zone": "Europe/Berlin"}), KEY, {"m1": "a"}),
        *(
            input_hash(inputs.model_copy(update={"window": window}), KEY, {"m1": "a"})
            for window in (inputs.window.model_copy(update=side) for side in ({"first": last}, {"last": first}))
        ),
    }
    assert len(hashes) == 5


def test_messages_stand_in_the_order_they_were_sent_those_of_one_instant_by_id() -> None:
    noon = datetime(2026, 11, 8, 12, tzinfo=UTC)
    sent = [message(noon, "b"), message(noon + timedelta(hours=1), "a"), message(noon, "c"), message(noon, "a2")]
    inputs = make_input("UTC", window_ending(date(2026, 11, 21)), sent)
    assert [each.id for each in inputs.messages] == ["a2", "b", "c", "a"]
    turned = inputs.model_copy(update={"messages": inputs.messages[::-1]})
    assert hash_of(turned) == hash_of(inputs)


def test_local_time_is_what_the_clock_of_the_zone_shows() -> None:
    instant = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    assert local_time(instant, "Europe/Berlin").isoformat() == "2026-11-09T00:30:00+01:00"
    assert date_in_zone(instant, "Europe/Berlin") == date(2026, 11, 9)
    with pytest.raises(ValueError, match="carries a time zone"):
        local_time(instant.replace(tzinfo=None), "UTC")
