"""A summary whose run cannot be read is reviewed all the same, beside the diary as it was sent."""

from __future__ import annotations

import json
import re

import pgtrigger
import pytest
from django.test import Client

from audit.models import Review, ReviewItem, ReviewMark
from audit.review_queue import waiting_items
from core.erasure import erase_person
from generation.models import StageArtifact
from tests.audit.desks import answers, desk_of, make_item, make_reader, open_and_send, page_of
from tests.builders.people import make_operator
from tests.generation.admin_clients import page_of as job_page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def item() -> ReviewItem:
    """One whose job has no artifacts."""
    item = make_item(drawn=True)
    with pgtrigger.ignore():
        StageArtifact.objects.filter(job=item.job).delete()
    return item


@pytest.fixture
def reader() -> Client:
    return desk_of(make_reader())


def test_page_without_artifacts_shows_summary_and_diary_and_says_what_is_missing(
    item: ReviewItem, reader: Client
) -> None:
    html = reader.get(page_of(item)).content.decode()
    assert "Its artifacts are gone" in html
    assert re.search(r'data-message="[^"]+">Slept 6 h. Still anxious.</bdi>', html)
    assert '<h3 class="sb-section">1. Time Window &amp; Scope</h3>' in html
    assert "12 days without an entry" in html


def test_lines_of_the_text_know_their_place_in_it(item: ReviewItem, reader: Client) -> None:
    html = reader.get(page_of(item)).content.decode()
    text = item.job.sessionbridgeversion.text
    lines = re.findall(r'data-text="(\d+)">(Window[^<]*)<', html)
    assert [text[int(start) :].startswith(words) for start, words in lines] == [True]


def test_reading_without_artifacts_is_kept_with_its_marks(item: ReviewItem, reader: Client) -> None:
    message = str(item.job.pinned_messages.first().message_id)
    marks = json.dumps([{"kind": "missing", "message": message, "start": 0, "end": 5}])
    assert open_and_send(reader, item, answers(marks=marks)).status_code == 302
    assert (Review.objects.count(), ReviewMark.objects.count()) == (1, 1)
    assert reader.get(page_of(item)).status_code == 200


@pytest.mark.parametrize("place", ["/admin/", "/admin/audit/reviewitem/", "/admin/audit/reviewitem/quality/"])
def test_desk_opens_with_a_job_without_artifacts(item: ReviewItem, place: str) -> None:
    assert desk_of(make_operator()).get(place).status_code == 200


def test_page_of_a_job_without_artifacts_opens(item: ReviewItem) -> None:
    assert desk_of(make_operator()).get(job_page_of(item.job)).status_code == 200


def test_correction_of_a_job_without_artifacts_is_refused_in_words(item: ReviewItem) -> None:
    desk = desk_of(make_operator())
    answer = desk.get(page_of(item).replace("/change/", "/correct/"), follow=True)
    assert answer.status_code == 200
    assert "It cannot be corrected" in answer.content.decode()


def test_what_was_erased_waits_for_nobody(item: ReviewItem) -> None:
    reader = make_reader()
    assert list(waiting_items(reader)) == [item]
    erase_person(item.job.patient, by="a test")
    assert list(waiting_items(reader)) == []
