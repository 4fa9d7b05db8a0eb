"""What happens to a summary while its page is open: it is erased or withdrawn, and then something is sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from audit.models import Review
from audit.reviewing import WordsGone
from core.erasure import erase_person
from core.models import User
from generation.models import GenerationJob, SummaryWithdrawal, WithdrawalCause
from tests.audit.desks import answers, desk_of, make_item, make_reader, open_and_send, page_of
from tests.audit.readings import fine, read_summary


@pytest.mark.django_db(transaction=True)
def test_reading_sent_during_an_erasure_waits_for_it_and_leaves_no_note() -> None:
    item, reader, is_erased = make_item(), make_reader(), Event()

    def send(by: User) -> str:
        is_erased.wait(10)
        try:
            read_summary(item, by, replace(fine(), note="They wrote lighthouse."))
        except WordsGone:
            return "gone"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            erase_person(item.job.patient, by="a test")
            is_erased.set()
            sent = pool.submit(send, reader)
            # The other connection stands before the person's row.
            with pytest.raises(TimeoutError):
                sent.result(1)
        assert sent.result(10) == "gone"
    assert not Review.objects.exists()


@pytest.mark.django_db
def test_reading_of_what_was_erased_just_before_is_refused_in_words() -> None:
    item, reader = make_item(), make_reader()
    erase_person(item.job.patient, by="a test")
    with pytest.raises(WordsGone):
        read_summary(item, reader, fine())


@pytest.mark.django_db
def test_reading_of_what_was_withdrawn_is_kept_and_its_reader_told() -> None:
    item, desk = make_item(), desk_of(make_reader())
    desk.get(page_of(item))
    SummaryWithdrawal.objects.create(
        session_bridge_version=item.job.sessionbridgeversion, cause=WithdrawalCause.STAFF, reason="x"
    )
    html = open_and_send(desk, item, answers(), follow=True).content.decode()
    assert "It was withdrawn: the person no longer sees it." in html
    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_new_summary_of_what_was_erased_is_refused_in_words() -> None:
    item, desk = make_item(), desk_of(make_reader(None, "correct_summaries"))
    erase_person(item.job.patient, by="a test")
    answer = desk.post(reverse("admin:audit_again", args=[item.pk]), {"reason": "a wrong day"}, follow=True)
    assert answer.status_code == 200
    assert "the person no longer sees this one" in answer.content.decode()
    assert GenerationJob.objects.count() == 1
