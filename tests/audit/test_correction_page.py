"""The page on which a reviewer corrects a summary."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pgtrigger
import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from audit.models import ReviewItem
from core.models import User
from generation.corrections import find_correctable
from generation.erasure import withdraw_summary
from generation.lifecycle import transitions
from generation.models import (
    GenerationJob,
    JobState,
    Notification,
    Origin,
    SessionBridgeVersion,
    WithdrawalCause,
)
from generation.run.errors import RunFailed
from generation.time_limits import JOB_DEADLINE
from generation.worker.execution import run_job
from tests.audit.desks import desk_of, item_of, make_item, make_reader, page_of
from tests.builders.jobs import summarise, summarised_before_moving_west
from tests.builders.people import TESTER, make_person, write
from tests.generation.admin_clients import fall_back

pytestmark = pytest.mark.django_db
LONG = [
    (f"m{number}", f"2025-11-{8 + number:02}T22:14+01:00", f"Felt calm. Met friend {number}. " + "Walked on. " * 80)
    for number in range(5)
]


@pytest.fixture
def corrector() -> User:
    user = make_reader()
    user.user_permissions.add(Permission.objects.get(codename="correct_summaries"))
    return user


@pytest.fixture
def desk(corrector: User) -> Client:
    return desk_of(corrector)


def page(item: ReviewItem) -> str:
    return page_of(item).replace("change/", "correct/")


def ticked(desk: Client, item: ReviewItem) -> list[str]:
    html = desk.get(page(item)).content.decode()
    return re.findall(r'name="quote" value="([^"]+)" checked', html)


def listed(desk: Client, item: ReviewItem) -> list[str]:
    return re.findall(r'name="drop" value="([^"]+)"', desk.get(page(item)).content.decode())


def test_what_is_left_out_is_gone_from_the_published_text(desk: Client, corrector: User) -> None:
    item = make_item()
    choice = {"drop": listed(desk, item), "reason": "not neutral"}
    shown = desk.post(page(item), {**choice, "show": ""}).content.decode()
    assert 'name="publish"' in shown
    assert desk.post(page(item), {**choice, "publish": ""}).status_code == 302
    job = GenerationJob.objects.get(origin=Origin.CORRECTION)
    assert (job.requested_by, job.regen_reason) == (corrector, "not neutral")
    run_job(job.id)
    text = SessionBridgeVersion.objects.get(job=job).text
    assert "named as a feeling" not in text
    assert "Couldn't sleep, anxious about the exam." in text


def test_sentences_are_exchanged(desk: Client) -> None:
    item = item_of(make_person(*LONG))
    before = ticked(desk, item)
    answer = desk.post(page(item), {"quote": before[1:], "reason": "x", "show": ""})
    assert answer.status_code == 200
    assert ticked(desk, item) == before


def test_a_choice_the_gate_refuses_says_why_and_is_not_published(desk: Client) -> None:
    item = item_of(
        make_person(("m1", "2025-11-08T22:14+01:00", "I felt glad. But not for long. " + "Walked on. " * 300))
    )
    plan = find_correctable(item.job.sessionbridgeversion).plan
    bound = next(fact_id for fact_id, sentence in plan.sentences.items() if sentence.is_bound)
    html = desk.post(page(item), {"quote": [bound], "reason": "x", "publish": ""}).content.decode()
    assert "SB503" in html
    assert 'name="publish"' not in html
    assert not GenerationJob.objects.filter(origin=Origin.CORRECTION).exists()


@pytest.mark.parametrize("field", ["quote", "drop"])
def test_an_id_that_is_no_candidate_is_refused(desk: Client, field: str) -> None:
    answer = desk.post(page(make_item()), {field: "<script>", "reason": "x", "publish": ""})
    assert answer.status_code == 400
    assert not GenerationJob.objects.filter(origin=Origin.CORRECTION).exists()


def test_without_a_reason_nothing_is_published(desk: Client) -> None:
    answer = desk.post(page(make_item()), {"reason": " ", "publish": ""})
    assert "say why" in answer.content.decode()
    assert not GenerationJob.objects.filter(origin=Origin.CORRECTION).exists()


def test_whoever_may_only_review_cannot_correct() -> None:
    item = make_item()
    reader = desk_of(make_reader())
    assert reader.get(page(item)).status_code == 403
    assert "Correct this summary" not in reader.get(page_of(item)).content.decode()


def test_what_cannot_be_corrected_says_so(desk: Client) -> None:
    item = make_item(fall_back())
    assert "Correct this summary" in desk.get(page_of(item)).content.decode()
    desk.post(page(item), {"reason": "x", "publish": ""})
    run_job(GenerationJob.objects.get(origin=Origin.CORRECTION).id)
    told = desk.get(page(item), follow=True).content.decode()
    assert "It cannot be corrected: it was withdrawn." in told


def accepted(desk: Client, item: ReviewItem, dropped: Sequence[str] = ()) -> GenerationJob:
    desk.post(page(item), {"drop": dropped, "reason": "not neutral", "publish": ""})
    return GenerationJob.objects.get(origin=Origin.CORRECTION)


def after_breaking(job: GenerationJob) -> None:
    held = transitions.claim(job.id)
    assert held is not None
    transitions.fail(held, "CorrectionRefused")


def after_a_withdrawal(job: GenerationJob) -> None:
    assert job.corrects is not None
    withdraw_summary(TESTER, job.corrects, cause=WithdrawalCause.PERSON)
    with pytest.raises(RunFailed):
        run_job(job.id)


def after_its_time(job: GenerationJob) -> None:
    with pgtrigger.ignore("generation.GenerationJob:generation_jobs_terms_fixed"):
        long_ago = timezone.now() - timedelta(hours=1)
        GenerationJob.objects.filter(pk=job.pk).update(created_at=long_ago, deadline_at=long_ago + JOB_DEADLINE)
    assert transitions.time_out(job.id)


@pytest.mark.parametrize(
    ("come_to_nothing", "said"),
    [
        (after_breaking, "The gate refuses the correction by its rules of now, so the summary stays as it was."),
        (after_a_withdrawal, "The summary was withdrawn before its correction was published."),
        (after_its_time, "The correction could not be published, so the summary stays as it was. Correct it again"),
    ],
    ids=["refused", "withdrawn", "too late"],
)
def test_whoever_corrected_reads_what_became_of_it_and_the_person_is_told_nothing(
    desk: Client, come_to_nothing: Callable[[GenerationJob], None], said: str
) -> None:
    item = make_item(fall_back())
    job = accepted(desk, item)
    assert "A correction of it is being published." in desk.get(page_of(item)).content.decode()
    told = set(Notification.objects.filter(patient=job.patient))
    come_to_nothing(job)
    assert f"Its last correction was not published. {said}" in desk.get(page_of(item)).content.decode()
    assert set(Notification.objects.filter(patient=job.patient)) == told


def test_a_correction_that_came_to_nothing_is_made_again_from_its_page(desk: Client) -> None:
    item = make_item(fall_back())
    after_breaking(accepted(desk, item))
    assert "Correct this summary" in desk.get(page_of(item)).content.decode()
    assert desk.post(page(item), {"reason": "x", "publish": ""}).status_code == 302
    run_job(GenerationJob.objects.get(origin=Origin.CORRECTION, state=JobState.QUEUED).id)
    html = desk.get(page_of(item)).content.decode()
    assert ("no longer sees it" in html, "was not published" in html) == (True, False)


def test_first_reading_is_not_told_of_a_correction(desk: Client) -> None:
    item, somebody_else = make_item(), desk_of(make_reader())
    accepted(desk, item, listed(desk, item))
    assert "A correction of it" in desk.get(page_of(item)).content.decode()
    assert "A correction of it" not in somebody_else.get(page_of(item)).content.decode()


def test_what_the_person_no_longer_sees_is_neither_corrected_nor_made_anew(desk: Client) -> None:
    item = make_item(fall_back())
    write(item.job.patient, ("m4", "2025-11-20T07:40+01:00", "I took 30 pills last night."))
    shown = summarise(item.job.patient).sessionbridgeversion
    html = desk.get(page_of(item)).content.decode()
    assert "The person sees another summary by now" in html
    assert not any(offer in html for offer in ("Correct this summary", "Generate again"))
    told = desk.post(page(item), {"reason": "x", "publish": ""}, follow=True).content.decode()
    assert "It cannot be corrected: the person sees another summary by now. Correct that one." in told
    told = desk.post(page_of(item).replace("change/", "again/"), {"reason": "x"}, follow=True).content.decode()
    assert "No new summary from here: the person no longer sees this one." in told
    assert list(SessionBridgeVersion.objects.exclude(job=item.job)) == [shown]


def test_a_new_summary_is_asked_for_with_a_reason(desk: Client, corrector: User) -> None:
    item = make_item(fall_back())
    address = page_of(item).replace("change/", "again/")
    told = desk.post(address, {"reason": "fell back"}, follow=True).content.decode()
    assert "A new summary of the diary as it is now is being made" in told
    job = GenerationJob.objects.get(origin=Origin.STAFF)
    assert (job.requested_by, job.regen, job.regen_reason) == (corrector, 1, "fell back")
    assert "still being generated" in desk.post(address, {"reason": "x"}, follow=True).content.decode()


def test_a_new_summary_of_somebody_who_moved_west_is_asked_for_up_to_their_today(desk: Client) -> None:
    item = make_item(summarised_before_moving_west())
    told = desk.post(page_of(item).replace("change/", "again/"), {"reason": "x"}, follow=True).content.decode()
    assert "A new summary of the diary as it is now is being made" in told
    assert GenerationJob.objects.get(origin=Origin.STAFF).window_last < item.job.window_last


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "a\0b"])
def test_a_new_summary_without_a_usable_reason_is_refused_in_words(desk: Client, reason: str) -> None:
    item = make_item(fall_back())
    told = desk.post(page_of(item).replace("change/", "again/"), {"reason": reason}, follow=True).content.decode()
    assert "Say why, in at most 200 characters" in told
    assert not GenerationJob.objects.filter(origin=Origin.STAFF).exists()


def test_whoever_may_only_review_asks_for_no_new_one() -> None:
    item = make_item(fall_back())
    address = page_of(item).replace("change/", "again/")
    assert desk_of(make_reader()).post(address, {"reason": "x"}).status_code == 403
