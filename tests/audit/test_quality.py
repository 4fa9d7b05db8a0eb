"""The figures of quality: what they are of, their weights and intervals, and what is too little to say anything."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.agreement import agreement
from audit.blind_readings import record_showing
from audit.gate_against_readers import AgainstReaders, against_readers
from audit.models import RefusedBullet, Shown
from audit.quality import Figures, Measures, accepted_jobs, quality_figures
from audit.quality_view import quality_rows
from audit.refused_bullets import say
from audit.weighed_readings import MIN_READINGS, weighted_mean, weighted_share
from generation.evaluation.gate import Share
from generation.lifecycle import transitions
from generation.models import GenerationJob, ModelCall
from generation.pipeline.language_model import ReplyOutcome
from tests.audit.desks import desk_of, make_item, make_reader
from tests.audit.readings import fine, read_summary
from tests.builders.jobs import accept_job
from tests.builders.people import make_organisation, make_person
from tests.generation.admin_clients import fall_back, make_by_rules

PAGE = "/admin/audit/reviewitem/quality/"


def figures_of_today() -> Figures:
    return quality_figures(accepted_jobs(timezone.now() - timedelta(days=1), GenerationJob.objects.all()))


@pytest.mark.django_db
def test_counts_are_of_accepted_jobs_by_how_they_came_out() -> None:
    for job in (None, fall_back(), make_by_rules()):
        make_item(job)
    asked = make_item().job
    ModelCall.objects.create(
        job=asked, task="bridge_choice", tier="rapid", model_asked="m", duration_ms=5,
        outcome=ReplyOutcome.SERVER_ERROR, prompt_version="1",
    )  # fmt: skip
    broken = transitions.claim(accept_job(make_person()).id)
    assert broken is not None
    transitions.fail(broken, "FallbackRefused")
    accept_job(make_person())
    found = figures_of_today()
    assert (found.published, found.all.accepted, dict(found.without_summary)) == (4, 5, {"failed": 1})
    assert found.all.first_pass_by_rules == (1, 4)
    assert found.all.first_pass_by_model == (1, 1)
    assert dict(found.rules_by_reason) == {"findings": 1}
    # The choice that was refused broke no rule of the sections.
    assert found.all.section_rules == (4, 4)


@pytest.mark.django_db
def test_corrections_and_what_was_cancelled_are_no_part_of_it() -> None:
    make_item()
    assert figures_of_today().all.accepted == 1
    cancelled = accept_job(make_person())
    assert transitions.cancel(cancelled.id, "a test")
    assert figures_of_today().all.accepted == 1


@pytest.mark.django_db
def test_figures_are_told_over_time_and_by_what_made_them() -> None:
    job = make_item().job
    found = figures_of_today()
    [(begin, measures)] = found.over_time
    assert (begin.weekday(), measures.accepted) == (0, 1)
    [(versions, by_version)] = found.by_versions
    version = job.sessionbridgeversion
    assert (versions.planner, versions.gate) == (version.planner_version, version.policy_gate_version)
    assert by_version.first_pass_by_rules == (1, 1)


@pytest.mark.django_db
def test_what_settles_counts_instead_of_those_who_differ() -> None:
    item = make_item()
    for reader, answer in ((make_reader(), 5), (make_reader(), 2), (make_reader(None, "settle_reviews"), 4)):
        read_summary(item, reader, fine(answer))
    [word] = figures_of_today().words
    assert word.neutral == 4.0


@pytest.mark.django_db
def test_a_sample_that_was_not_read_blind_does_not_count() -> None:
    item, reader = make_item(), make_reader()
    record_showing(item, reader, Shown.RUN)
    read_summary(item, reader, fine())
    assert figures_of_today().words == []


@pytest.mark.django_db
def test_those_who_are_read_stand_for_all_of_their_kind() -> None:
    read, *_ = [make_item(drawn=drawn) for drawn in (True, True, False, False)]
    read_summary(read, make_reader(), fine())
    [word] = figures_of_today().words
    assert word.weight == pytest.approx(4)


def test_of_no_hits_the_share_has_an_interval_all_the_same() -> None:
    share = weighted_share([(False, 1.0)] * 20 + [(False, 5.0)] * 20)
    assert share is not None
    assert (share.value, share.low, share.high > 0.05) == (0.0, 0.0, True)


@pytest.mark.django_db
def test_page_calls_too_little_unmeasured() -> None:
    read_summary(make_item(), make_reader(), fine())
    html = desk_of(make_reader()).get(PAGE).content.decode()
    assert html.count("unmeasured") >= 6 + 7 * 3
    assert "1 summary\n" in html or "1 summary published" in html


@pytest.mark.django_db
def test_page_counts_only_what_its_reader_may_see() -> None:
    make_item()
    html = desk_of(make_reader(make_organisation("Elsewhere"))).get(PAGE).content.decode()
    assert "0 summaries published" in html


@pytest.mark.django_db
@pytest.mark.parametrize("days", ["0", "x", "99999999999", "-1", "%00"])
def test_odd_number_of_days_is_answered_in_words(days: str) -> None:
    answer = desk_of(make_reader()).get(f"{PAGE}?days={days}")
    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in html
    # No figures that nobody asked for.
    assert "published" not in html


def test_of_fewer_than_the_least_there_is_no_mean() -> None:
    assert weighted_mean([(5.0, 1.0)] * (MIN_READINGS - 1)) is None


def test_what_is_drawn_rarely_weighs_more() -> None:
    # 20 of the repaired, all read, say 3; 20 drawn of 100 first passes say 5: (20 * 3 + 100 * 5) / 120.
    mean = weighted_mean([(3.0, 1.0)] * 20 + [(5.0, 5.0)] * 20)
    assert mean is not None
    assert mean.value == pytest.approx(560 / 120)


def test_the_interval_of_the_mean_holds_the_truth_as_often_as_it_says() -> None:
    chance = random.Random(3)
    hits = 0
    for _ in range(1_000):
        # Repaired summaries are read always and judged worse; first passes are read with a chance of .2.
        whole = [(chance.choice((3.0, 4.0, 5.0)), 1.0) for _ in range(60)]
        whole += [(chance.choice((4.0, 5.0, 5.0, 5.0)), 0.2) for _ in range(600)]
        truth = 60 / 660 * 4.0 + 600 / 660 * 4.75
        drawn = [(value, 1 / share) for value, share in whole if chance.random() < share]
        mean = weighted_mean(drawn)
        assert mean is not None
        hits += mean.low <= truth <= mean.high
    assert 930 <= hits <= 970, hits


@pytest.mark.django_db
def test_figures_take_the_same_queries_for_many() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            figures_of_today()
        return len(captured)

    make_item()
    for_one = queries()
    for _ in range(3):
        make_item()
    assert (for_one, queries()) == (5, 5)


@pytest.mark.django_db
def test_page_proposes_to_demote_a_rule_that_is_right_too_seldom() -> None:
    item = make_item()
    for number in range(25):
        where = {"job": item.job, "ordinal": 0, "slot_id": f"m{number}", "inclusion_probability": 1.0}
        for rule_id in ("SB504", "JD002"):
            bullet = RefusedBullet.objects.create(**where, rule_id=rule_id)
            # Of one rule nine of ten are called right, of the other one of five.
            say(bullet, make_reader(), is_fine=number % 10 == 0 if rule_id == "JD002" else number % 5 > 0)
    html = desk_of(make_reader()).get(PAGE).content.decode()
    assert "SB504 is right in" in html
    assert "less than 80%: let it be noted only." in html
    assert "JD002 is right in" not in html


@pytest.mark.django_db
def test_judge_is_held_against_readers_on_what_it_passed_and_refused() -> None:
    item = make_item()
    with pgtrigger.ignore():
        item.job.gate_results.update(judge="pass")
    read_summary(item, make_reader(), fine())
    bullet = RefusedBullet.objects.create(
        job=item.job, ordinal=0, slot_id="m1", rule_id="JD010", inclusion_probability=1.0
    )
    say(bullet, make_reader(), is_fine=False)
    jobs = accepted_jobs(timezone.now() - timedelta(days=1), GenerationJob.objects.all())
    found = against_readers(jobs, quality_figures(jobs).words, ())
    assert (found.judge.n, found.judge.equal) == (2, 1.0)


@pytest.mark.django_db
def test_two_readers_are_compared_on_each_question() -> None:
    item = make_item()
    read_summary(item, make_reader(), fine(5))
    read_summary(item, make_reader(), fine(3))
    jobs = accepted_jobs(timezone.now() - timedelta(days=1), GenerationJob.objects.all())
    found = dict(against_readers(jobs, quality_figures(jobs).words, ()).readers)
    assert (found["approve"].equal, found["Readable"].equal) == (1.0, 0.0)


def test_the_interval_of_the_share_holds_the_truth_as_often_as_it_says() -> None:
    chance = random.Random(4)
    hits = 0
    for _ in range(1_000):
        # One in five of the repaired holds an unsupported statement, one in twenty of the first passes.
        whole = [(chance.random() < 0.2, 1.0) for _ in range(60)]
        whole += [(chance.random() < 0.05, 0.2) for _ in range(600)]
        truth = (60 * 0.2 + 600 * 0.05) / 660
        share = weighted_share((hit, 1 / drawn) for hit, drawn in whole if chance.random() < drawn)
        assert share is not None
        hits += share.low <= truth <= share.high
    assert 930 <= hits <= 970, hits


def test_a_period_without_a_figure_has_no_bar() -> None:
    hits, nothing = Share(20, 40), Share(1, 2)
    periods = [Measures(n, hits, nothing, hits, hits, None, None) for n in (40, 40, 2)]
    periods[2] = periods[2]._replace(repaired=nothing)
    figures = Figures(
        0, (), (), (), periods[0], [(date(2026, 11, 2 + 7 * n), each) for n, each in enumerate(periods)], (), ()
    )
    shown = quality_rows(figures, AgainstReaders(agreement([]), (), (), (), 0))
    charts = {chart.name: len(chart.bars) for chart in shown.charts}
    assert charts == {
        "Passed the gate at once, with a model": 3,
        "Repaired at least once": 2,
        "First drafts that kept the rules of the sections": 3,
    }
