"""1,000 people in 30 zones through a month of clock changes with two days without beat; 40 of them in Postgres."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from functools import cache
from heapq import heapify, heapreplace, merge
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from core.messages import IncomingMessage, store_messages
from core.models import Patient
from generation.erasure import Cause
from generation.lifecycle import transitions
from generation.models import (
    ACTIVE_STATES,
    Every,
    GenerationJob,
    Origin,
    ScheduledOutcome,
    ScheduledSummary,
    SummarySchedule,
)
from generation.scheduling.due import due, next_due, spread
from generation.scheduling.look import ask_for_scheduled
from tests.builders.people import make_patient
from tests.generation.a_month import BEGIN, END, OUTAGE, ZONES, Scheduled, moments, scheduled_people

SPREAD, LOOK, A_MINUTE = timedelta(minutes=10), timedelta(seconds=15), 60
# Where no more than 60 a minute are asked for, a thousand take so long.
LONGEST_LINE = timedelta(minutes=1000 / A_MINUTE)


class Run(NamedTuple):
    person: Scheduled
    on: date
    at: datetime


@cache
def thousand() -> tuple[Scheduled, ...]:
    return tuple(scheduled_people(1000))


def looks(beats: int) -> Iterable[datetime]:
    """When beats look, each every 15 seconds, out of step; none in the outage. Without a beat once, at the end."""
    return merge(*(_beat(LOOK / 3 * beat) for beat in range(beats))) if beats else [END]


def _beat(offset: timedelta) -> Iterator[datetime]:
    now = BEGIN + offset
    while now < END:
        if not OUTAGE[0] < now < OUTAGE[1]:
            yield now
        now += LOOK


def run_month(people: Iterable[Scheduled], times: Iterable[datetime], a_minute: int = A_MINUTE) -> list[Run]:
    """What is asked for when somebody looks at these times, by the functions that decide it in Postgres."""
    known = {person.id: (person, ZoneInfo(person.zone), spread(person.id, SPREAD)) for person in people}
    line = [(BEGIN, id_) for id_ in known]
    heapify(line)
    last: dict[object, date] = {}
    lately: deque[datetime] = deque()
    runs = []
    for now in times:
        while lately and lately[0] <= now - timedelta(minutes=1):
            lately.popleft()
        while line[0][0] <= now and len(lately) < a_minute:
            id_ = line[0][1]
            person, zone, delay = known[id_]
            if found := due(person.schedule, zone, last.get(id_), now - delay):
                runs.append(Run(person, found.on, now))
                last[id_] = found.on
                lately.append(now)
            following = next_due(person.schedule, zone, last.get(id_), now - delay)
            heapreplace(line, (following.at + delay, id_))
    return runs


def turns(person: Scheduled) -> list[tuple[date, datetime]]:
    """When it is the person's turn, up to the last look of the month."""
    spread_out = [(on, at + spread(person.id, SPREAD)) for on, at in moments(person)]
    return [(on, turn) for on, turn in spread_out if turn <= END - LOOK]


def expected(person: Scheduled, beats: int) -> list[date]:
    """The dates that are to be run: of those whose turn came while nobody looked, the last alone."""
    begin, end = OUTAGE if beats else (BEGIN, END)
    missed = [on for on, turn in turns(person) if begin < turn < end]
    return [on for on, _ in turns(person) if on not in missed[:-1]]


@pytest.mark.parametrize("beats", [0, 1, 3])
def test_each_summary_of_a_month_is_asked_for_once(beats: int) -> None:
    # With 0 all are due at one look; the limit is another test's.
    runs = run_month(thousand(), looks(beats), a_minute=A_MINUTE if beats else 1000)
    by_person: dict[Scheduled, list[date]] = {person: [] for person in thousand()}
    for run in runs:
        by_person[run.person].append(run.on)
    wrong = {p: (dates, expected(p, beats)) for p, dates in by_person.items() if dates != expected(p, beats)}
    assert wrong == {}
    assert len(runs) > (4000 if beats else 900)


@pytest.mark.parametrize("beats", [1, 3])
def test_none_is_asked_for_at_a_wrong_local_time(beats: int) -> None:
    due_at = {(person.id, on): at for person in thousand() for on, at in moments(person)}
    waited = {
        (run.person.id, run.on): (due_at[run.person.id, run.on], run.at - due_at[run.person.id, run.on])
        for run in run_month(thousand(), looks(beats))
        if (run.person.id, run.on) in due_at
    }
    early = {key: wait for key, (_, wait) in waited.items() if wait < timedelta()}
    late = {
        key: wait
        for key, (at, wait) in waited.items()
        if wait > SPREAD + LOOK + timedelta(minutes=2) and not OUTAGE[0] - SPREAD < at < OUTAGE[1] + LONGEST_LINE
    }
    assert (early, late) == ({}, {})


def test_after_an_outage_no_minute_has_more_than_it_may() -> None:
    runs = run_month(thousand(), looks(3))
    a_minute = Counter(run.at.replace(second=0) for run in runs)
    made_up = [run.at for run in runs if OUTAGE[1] <= run.at < OUTAGE[1] + LONGEST_LINE]
    assert max(a_minute.values()) <= 2 * A_MINUTE
    assert all(sum(start <= at < start + timedelta(minutes=1) for at in made_up) <= A_MINUTE for start in made_up)
    assert len(made_up) > 300


def test_month_has_what_it_is_for() -> None:
    assert len({person.zone for person in thousand()}) == len(ZONES) == 30
    changing = [
        zone
        for zone in ZONES
        if BEGIN.astimezone(ZoneInfo(zone)).utcoffset() != END.astimezone(ZoneInfo(zone)).utcoffset()
    ]
    assert len(changing) >= 22


def make_real(person: Scheduled) -> Patient:
    """The same in Postgres, with an entry on every other day."""
    patient = make_patient(person.zone, id=person.id)
    schedule = person.schedule
    weekly = schedule.weekday is not None
    SummarySchedule.objects.create(
        patient=patient,
        every=Every.WEEK if weekly else Every.DAYS,
        weekday=schedule.weekday,
        days=None if weekly else schedule.days,
        at=schedule.at,
        first_on=schedule.first_on,
        since=schedule.since,
        zone=person.zone,
        look_at=BEGIN,
    )
    noon = datetime.combine(BEGIN, time(12), ZoneInfo(person.zone))
    days = range(-2, (END - BEGIN).days, 2)
    store_messages(patient, [IncomingMessage(f"m{n}", noon + timedelta(days=n), "Slept 6 h.") for n in days])
    return patient


def look(now: datetime) -> int:
    try:
        return ask_for_scheduled(now)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("services")
def test_forty_real_people_get_each_summary_once_from_beats_at_once() -> None:
    people = scheduled_people(40)
    for person in people:
        make_real(person)
    # Two days apart, as if nobody had looked in between; then once without anything new being due.
    times = [BEGIN + timedelta(days=days, hours=12) for days in (1, 14, 22, 23, 24)]
    wanted: dict[tuple[object, date], int] = {}
    with ThreadPoolExecutor(3) as threads:
        for before, now, beats in zip([BEGIN, *times], times, (3, 1, 3, 3, 3), strict=False):
            asked = sum(threads.map(look, [now] * beats))
            newly = [[on for on, turn in turns(person) if before < turn <= now][-1:] for person in people]
            assert asked == sum(map(len, newly))
            assert sum(threads.map(look, [now] * beats)) == 0
            wanted.update({(p.id, on): 1 for p, dates in zip(people, newly, strict=True) for on in dates})
            for job_id in GenerationJob.objects.filter(state__in=ACTIVE_STATES).values_list("id", flat=True):
                transitions.cancel(job_id, Cause.MESSAGE_DELETED)
    jobs = GenerationJob.objects.filter(origin=Origin.BATCH)
    assert Counter(jobs.values_list("patient_id", "window_last")) == wanted
    runs = ScheduledSummary.objects.filter(outcome=ScheduledOutcome.ASKED)
    assert Counter(runs.values_list("patient_id", "due_on")) == wanted
    due_at = {(person.id, on): at for person in people for on, at in moments(person)}
    assert {
        key: at for *key, at in runs.values_list("patient_id", "due_on", "due_at") if due_at[tuple(key)] != at
    } == {}
