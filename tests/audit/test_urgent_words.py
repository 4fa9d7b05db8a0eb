"""What made a summary urgent is quoted where it is put first: in the queue and on its page, and gone with the diary."""

from __future__ import annotations

import re

import pytest

from audit.models import ReviewItem, ReviewReason
from core.erasure import erase_person
from core.models import AccessEvent
from generation.models import SummaryObjection
from tests.audit.desks import answers, desk_of, item_of, make_item, make_reader, page_of
from tests.builders.people import make_person, make_user

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
    desk.post(page_of(item), answers())
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
