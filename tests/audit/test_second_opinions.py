"""Readers who differ by two or more: another is asked for, and a named role settles it."""

from __future__ import annotations

import pytest

from audit.models import Review, ReviewItem, ReviewReason
from audit.review_queue import queue_state, waiting_items
from core.models import User
from tests.audit.desks import desk_of, item_of, make_item, make_reader, page_of
from tests.audit.readings import fine, read_summary
from tests.builders.people import make_person

pytestmark = pytest.mark.django_db


def settler() -> User:
    return make_reader(None, "settle_reviews")


@pytest.fixture
def item() -> ReviewItem:
    """Read by two who differ."""
    item = make_item()
    read_summary(item, make_reader(), fine(5))
    read_summary(item, make_reader(), fine(3))
    item.refresh_from_db()
    return item


def test_two_who_differ_want_a_third(item: ReviewItem) -> None:
    assert (item.why, item.reason, item.reviews_wanted) == (ReviewReason.SECOND_OPINION, ReviewReason.SAMPLE, 3)


def test_the_third_finds_it_in_the_queue() -> None:
    item = make_item()
    read_summary(item, make_reader(), fine(5))
    read_summary(item, make_reader(), fine(2))
    assert item in waiting_items(make_reader())
    read_summary(item, make_reader(), fine(2))
    assert item not in waiting_items(make_reader())


def test_two_who_lie_one_apart_want_nobody() -> None:
    item = make_item()
    read_summary(item, make_reader(), fine(5))
    read_summary(item, make_reader(), fine(4))
    item.refresh_from_db()
    assert (item.raised, item.reviews_wanted) == ("", 1)


def test_a_named_role_settles_it_once(item: ReviewItem) -> None:
    reader = settler()
    html = desk_of(reader).get(page_of(item)).content.decode()
    assert "Your reading settles it" in html
    assert read_summary(item, reader, fine(3)).is_authoritative
    assert not read_summary(item, settler(), fine(3)).is_authoritative
    assert Review.objects.filter(is_authoritative=True).count() == 1


def test_whoever_may_only_review_settles_nothing(item: ReviewItem) -> None:
    reader = make_reader()
    assert "settles it" not in desk_of(reader).get(page_of(item)).content.decode()
    assert not read_summary(item, reader, fine(3)).is_authoritative


def test_nobody_settles_what_readers_agree_on() -> None:
    assert not read_summary(make_item(), settler(), fine(3)).is_authoritative


def test_what_others_said_is_shown_after_the_own_reading(item: ReviewItem) -> None:
    reader = make_reader()
    desk = desk_of(reader)
    assert "What others said" not in desk.get(page_of(item)).content.decode()
    read_summary(item, reader, fine(4))
    assert "What others said" in desk.get(page_of(item)).content.decode()


def test_what_is_urgent_stays_so_where_its_readers_differ() -> None:
    item = item_of(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die.")))
    read_summary(item, make_reader(), fine(5))
    read_summary(item, make_reader(), fine(3))
    item.refresh_from_db()
    reader = make_reader()
    assert (item.raised, queue_state(reader).urgent) == (ReviewReason.SECOND_OPINION, 1)
    assert (
        "the diary holds words of a reviewed list" in desk_of(reader).get("/admin/audit/reviewitem/").content.decode()
    )
