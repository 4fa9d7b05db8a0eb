"""What waits for a reader, in which order, and who has what open."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from audit.drawing import draw_items
from audit.models import ReviewItem, ReviewReason, ReviewReservation
from audit.review_queue import Reserved, Taken, reserve, waiting_items
from audit.scheduled_tasks import draw_reviews
from core.models import User
from tests.audit.desks import answers, desk_of, item_of, make_item, make_reader, open_and_send, page_of
from tests.audit.readings import fine, read_summary
from tests.builders.jobs import accept_job, make_overdue_job, summarise
from tests.builders.people import make_organisation, make_patient, make_person, make_user, write
from tests.generation.admin_clients import fall_back, make_by_rules

pytestmark = pytest.mark.django_db
QUEUE = "/admin/audit/reviewitem/"


def test_each_job_that_made_a_summary_has_one_item_however_often_they_are_drawn() -> None:
    job = summarise(make_person())
    accept_job(make_person())
    make_overdue_job()
    assert (draw_items(), draw_items()) == (1, 0)
    assert ReviewItem.objects.get().job == job


@pytest.mark.parametrize(("make", "reason"), [(fall_back, ReviewReason.FALLBACK), (make_by_rules, ReviewReason.RULES)])
def test_what_did_not_pass_at_once_is_always_read(make: object, reason: ReviewReason) -> None:
    assert callable(make)
    item = make_item(make())
    assert (item.reason, item.inclusion_probability) == (reason, 1.0)


def test_a_diary_with_words_on_safety_is_read_first() -> None:
    make_item(fall_back())
    grave = item_of(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die.")))
    assert (grave.reason, grave.inclusion_probability) == (ReviewReason.SAFETY, 1.0)
    assert waiting_items(make_reader()).first() == grave


def test_a_first_pass_is_drawn_by_chance_and_keeps_the_chance() -> None:
    drawn, left_out = make_item(drawn=True), make_item(drawn=False)
    assert (drawn.reason, drawn.inclusion_probability) == (ReviewReason.SAMPLE, 0.2)
    assert (left_out.reason, left_out.inclusion_probability, left_out.reviews_wanted) == ("not_drawn", 0.8, 0)
    assert list(waiting_items(make_reader())) == [drawn]


def test_two_readers_meet_the_items_of_a_class_in_orders_of_their_own() -> None:
    for _ in range(8):
        make_item()
    orders = {tuple(waiting_items(make_reader()).values_list("pk", flat=True)) for _ in range(4)}
    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset(ReviewItem.objects.values_list("pk", flat=True))}


def test_nobody_sees_items_of_another_organisation() -> None:
    item = make_item()
    stranger = desk_of(make_reader(make_organisation("Elsewhere")))
    assert item.job.patient.code not in stranger.get(QUEUE).content.decode()
    assert stranger.get(page_of(item)).status_code == 404


def test_an_item_is_reserved_until_its_reservation_lapses() -> None:
    item, first, second = make_item(), make_reader(), make_reader()
    assert isinstance(reserve(item, first), Reserved)
    assert isinstance(reserve(item, second), Taken)
    past = timezone.now() - timedelta(minutes=1)
    ReviewReservation.objects.update(taken_at=past, lapses_at=past)
    assert isinstance(reserve(item, second), Reserved)


def test_opening_again_lengthens_the_reservation() -> None:
    item, reader = make_item(), make_reader()
    first, second = reserve(item, reader), reserve(item, reader)
    assert isinstance(first, Reserved)
    assert isinstance(second, Reserved)
    assert second.until > first.until
    assert ReviewReservation.objects.count() == 1


@override_settings(REVIEWS_WANTED={"sample": 2})
def test_an_item_that_takes_two_readers_waits_until_both_have_said_their_word() -> None:
    item, first, second, third = make_item(), make_reader(), make_reader(), make_reader()
    read_summary(item, first, fine())
    assert list(waiting_items(first)) == []
    assert list(waiting_items(second)) == [item]
    read_summary(item, second, fine())
    assert list(waiting_items(third)) == []
    assert isinstance(reserve(item, third), Taken)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_an_item_at_once_one_has_it() -> None:
    item, readers = make_item(), [make_reader() for _ in range(6)]

    def take(reader: User) -> Reserved | Taken:
        try:
            return reserve(item, reader)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(readers)) as pool:
        held = list(pool.map(take, readers))
    assert sum(isinstance(one, Reserved) for one in held) == 1


def test_queue_says_what_waits_and_hides_how_a_sample_came_about() -> None:
    sampled, fallen_back = make_item(), make_item(fall_back())
    html = desk_of(make_reader()).get(QUEUE).content.decode()
    assert all(item.job.patient.code in html for item in (sampled, fallen_back))
    assert html.count("hidden until read") == 2
    assert "first pass" not in html


def test_queue_is_searched_by_code() -> None:
    wanted, other = make_item(), make_item()
    html = desk_of(make_reader()).get(QUEUE, {"q": wanted.job.patient.code}).content.decode()
    assert wanted.job.patient.code in html
    assert other.job.patient.code not in html


@pytest.mark.parametrize("query", ["?q=%00", "?p=-1", "?p=zzz", "?mine=1", "?reason=sample&q='%22"])
def test_an_odd_address_of_the_queue_is_answered(query: str) -> None:
    make_item()
    assert desk_of(make_reader()).get(f"{QUEUE}{query}").status_code == 200


def test_staff_without_the_permission_see_no_queue() -> None:
    assert desk_of(make_user(make_organisation(), is_staff=True)).get(QUEUE).status_code == 403


def test_an_empty_diary_can_be_reviewed() -> None:
    item = item_of(make_person())
    empty = make_patient()
    write(empty)
    reader = desk_of(make_reader())
    assert reader.get(page_of(item)).status_code == 200
    quiet = make_item(summarise(make_patient()))
    assert open_and_send(reader, quiet, answers()).status_code == 302


def test_beat_makes_the_items_of_all_new_summaries() -> None:
    jobs = {summarise(make_person()).pk for _ in range(3)}
    draw_reviews()
    assert set(ReviewItem.objects.values_list("job", flat=True)) == jobs


@pytest.mark.parametrize("query", ["?reason=x", "?job=1", "?o=1", "?e=1"])
def test_what_the_queue_does_not_know_is_refused(query: str) -> None:
    assert desk_of(make_reader()).get(f"{QUEUE}{query}").status_code == 400
