"""What made a summary urgent is quoted where it is put first: in the queue and on its page, and gone with the diary."""

from __future__ import annotations

import re
from html import unescape

import pytest

from audit.models import ReviewItem, ReviewReason
from audit.review_queue import URGENT
from audit.urgent_words import words_of_items
from core.erasure import erase_person
from core.models import AccessEvent
from generation.models import SummaryObjection
from tests.audit.desks import answers, desk_of, item_of, make_item, make_reader, open_and_send, page_of
from tests.builders.people import make_person, make_user
from tests.generation.admin_clients import fall_back

pytestmark = pytest.mark.django_db
QUEUE = "/admin/audit/reviewitem/"
ENTRY = ("m1", "2025-11-08T22:14+01:00", "🙂 I want to die. Soup for supper.")


def shown(html: str) -> list[str]:
    return re.findall(r'<bdi class="sb-words sb-urgent">([^<]*)</bdi>', html)


def grave_item(*more: tuple[str, str, str]) -> ReviewItem:
    return item_of(make_person(ENTRY, *more))


def test_queue_quotes_the_words_as_typed_and_records_who_looked() -> None:
    item = grave_item()
    assert shown(desk_of(make_reader()).get(QUEUE).content.decode()) == ["I want to die"]
    assert AccessEvent.objects.filter(patient=item.job.patient, target=QUEUE).count() == 1


def test_page_quotes_the_words_leads_to_them_and_says_that_the_list_is_incomplete() -> None:
    item = grave_item()
    html = desk_of(make_reader()).get(page_of(item)).content.decode()
    message = item.job.pinned_messages.get().message_id
    assert f'<a href="#message-{message}"><bdi class="sb-words sb-urgent">I want to die</bdi></a>' in html
    assert "incomplete, and nobody is paged" in html


def test_queue_and_page_say_what_the_list_takes_the_words_for() -> None:
    item = item_of(make_person(("m1", "2025-11-08T22:14+01:00", "Headache, took 400 mg. Soup for supper.")))
    desk = desk_of(make_reader())
    for place in (QUEUE, page_of(item)):
        html = desk.get(place).content.decode()
        assert shown(html) == ["Headache, took 400 mg"]
        assert '<span class="sb-label">(pills taken or counted)</span>' in html


def test_item_that_keeps_no_groups_quotes_its_words_alone() -> None:
    item = grave_item()
    job, reason, places = item.job, item.reason, [place[:3] for place in item.safety_places]
    older = ReviewItem(job=job, reason=reason, rank=0, safety_places=places, inclusion_probability=1, reviews_wanted=1)
    [quoted] = words_of_items([older])[older.pk]
    assert (quoted.words, quoted.taken_for) == ("I want to die", "")


@pytest.mark.parametrize("reason", [reason for reason in URGENT if reason is not ReviewReason.SAFETY])
def test_queue_says_of_everything_urgent_why(reason: ReviewReason) -> None:
    item = make_item(fall_back() if reason is ReviewReason.FALLBACK else None)
    if reason is not ReviewReason.FALLBACK:
        ReviewItem.objects.filter(pk=item.pk).update(raised=reason)
    desk = desk_of(make_reader())
    for place in (QUEUE, page_of(item)):
        assert URGENT[reason] in unescape(desk.get(place).content.decode())


def test_words_written_twice_are_quoted_once() -> None:
    grave_item(("m2", "2025-11-09T22:14+01:00", "I WANT TO DIE, again."))
    assert shown(desk_of(make_reader()).get(QUEUE).content.decode()) == ["I want to die"]


def test_words_are_gone_from_the_queue_with_the_diary() -> None:
    item, desk = grave_item(), desk_of(make_reader())
    erase_person(item.job.patient, by="a test")
    assert "want to die" not in desk.get(QUEUE).content.decode()
    assert "want to die" not in desk.get(page_of(item)).content.decode()


def test_queue_without_words_on_safety_is_no_look_at_anybody() -> None:
    make_item()
    assert shown(desk_of(make_reader()).get(QUEUE).content.decode()) == []
    assert not AccessEvent.objects.filter(target=QUEUE).exists()


def test_what_the_person_objects_to_is_said_once_the_summary_is_read() -> None:
    item, reader = make_item(), make_reader()
    SummaryObjection.objects.create(
        version=item.job.sessionbridgeversion, words="Never wrote lighthouse.", by=make_user()
    )
    desk = desk_of(reader)
    assert desk.get(QUEUE).status_code == 200
    item.refresh_from_db()
    assert (item.reason, item.why) == (ReviewReason.SAMPLE, ReviewReason.OBJECTION)
    assert "lighthouse" not in desk.get(page_of(item)).content.decode()
    open_and_send(desk, item, answers())
    assert "The person says they did not say this summary: <bdi>Never wrote lighthouse." in (
        desk.get(page_of(item)).content.decode()
    )


def test_bullet_the_person_objects_to_is_quoted() -> None:
    item = make_item(drawn=False)
    version = item.job.sessionbridgeversion
    SummaryObjection.objects.create(version=version, slot_id="w1", by=make_user())
    desk = desk_of(make_reader())
    desk.get(QUEUE)
    html = desk.get(page_of(item)).content.decode()
    assert any(words.startswith("Window:") for words in shown(html))
