"""The figures of quality: what they are of, their weights and intervals, and what is too little to say anything."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.quality import LEAST, quality_figures, weighted_mean
from audit.reviewing import commit_review
from generation.models import GenerationJob
from tests.audit.desks import desk_of, make_item, make_reader
from tests.audit.readings import fine
from tests.builders.people import make_organisation
from tests.generation.admin_clients import fall_back, make_by_rules

PAGE = "/admin/audit/reviewitem/quality/"


@pytest.mark.django_db
def test_counts_are_of_published_summaries_by_how_they_came_out() -> None:
    for job in (None, fall_back(), make_by_rules()):
        make_item(job)
    figures = quality_figures(timezone.now() - timedelta(days=1), GenerationJob.objects.all())
    assert figures.made == 3
    assert (figures.first_pass_by_rules.hits, figures.first_pass_by_rules.n) == (1, 3)
    assert dict(figures.rules_by_reason) == {"findings": 1}
    assert figures.section_rules.n == 3


@pytest.mark.django_db
def test_page_calls_too_little_unmeasured() -> None:
    commit_review(make_item(), make_reader(), fine())
    html = desk_of(make_reader()).get(PAGE).content.decode()
    assert html.count("unmeasured</td>") == 9
    assert "1 summary published" in html


@pytest.mark.django_db
def test_page_counts_only_what_its_reader_may_see() -> None:
    make_item()
    html = desk_of(make_reader(make_organisation("Elsewhere"))).get(PAGE).content.decode()
    assert "0 summaries published" in html


@pytest.mark.django_db
@pytest.mark.parametrize("days", ["0", "x", "99999999999", "-1", "%00"])
def test_odd_number_of_days_is_answered_in_words(days: str) -> None:
    answer = desk_of(make_reader()).get(f"{PAGE}?days={days}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_of_fewer_than_the_least_there_is_no_mean() -> None:
    assert weighted_mean([(5.0, 1.0)] * (LEAST - 1)) is None


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
            quality_figures(timezone.now() - timedelta(days=1), GenerationJob.objects.all())
        return len(captured)

    make_item()
    for_one = queries()
    for _ in range(3):
        make_item()
    assert (for_one, queries()) == (6, 6)
