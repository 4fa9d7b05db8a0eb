"""What must not happen and did: noticed once, lifted in the queue, closed with words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from unittest import mock
from uuid import UUID

import pgtrigger
import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from audit.drawing import draw_items
from audit.incidents import close, notice_objections
from audit.models import Incident, IncidentKind, IncidentSource, MarkKind, ReviewItem, ReviewReason, Severity
from audit.review_queue import waiting_items
from audit.reviewing import Mark, Said
from audit.scheduled_tasks import verify
from core.erasure import erase_person
from core.refusals import InputRefused
from generation.history.stored_run import read_run
from generation.models import GenerationJob, SummaryObjection
from generation.summary_objections import object_to
from tests.audit.desks import answers, desk_of, item_of, make_item, make_reader, open_and_send
from tests.audit.readings import fine, read_summary
from tests.builders.people import make_organisation, make_person
from tests.generation.admin_clients import make_by_rules

pytestmark = pytest.mark.django_db


def doubted() -> Said:
    return Said(fine().answers, fine().verdict, marks=(Mark(MarkKind.UNSUPPORTED, 0, 6),))


def test_an_unsupported_statement_counts_once_and_wants_another_reader() -> None:
    item = make_item()
    read_summary(item, make_reader(), doubted())
    read_summary(item, make_reader(), doubted())
    assert Incident.objects.get().kind == IncidentKind.UNSUPPORTED
    item.refresh_from_db()
    assert (item.why, item.reason, item.reviews_wanted) == (ReviewReason.INCIDENT, ReviewReason.SAMPLE, 2)


def test_missing_words_of_the_safety_list_are_an_incident_of_their_own() -> None:
    item = item_of(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die. Ate soup.")))
    message = str(item.job.pinned_messages.get().message_id)
    sent = json.dumps([{"kind": "missing", "message": message, "start": 0, "end": 14}])
    open_and_send(desk_of(make_reader()), item, answers(marks=sent))
    assert Incident.objects.get().kind == IncidentKind.SAFETY_MISSING


def test_other_missing_words_are_no_incident() -> None:
    item = make_item()
    message = item.job.pinned_messages.order_by("message__sent_at")[0].message_id
    read_summary(
        item, make_reader(), Said(fine().answers, fine().verdict, marks=(Mark(MarkKind.MISSING, 0, 7, message),))
    )
    assert not Incident.objects.exists()


def test_closing_says_what_was_done_and_is_done_once() -> None:
    item, reader = make_item(), make_reader()
    read_summary(item, reader, doubted())
    incident = Incident.objects.get()
    assert close(incident, by=reader, what_was_done="Read again: it was right.")
    assert not close(incident, by=make_reader(), what_was_done="Again.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.update(what_was_done="")


def test_erasure_takes_what_was_done() -> None:
    item, reader = make_item(), make_reader()
    read_summary(item, reader, doubted())
    close(Incident.objects.get(), by=reader, what_was_done="quotes the diary")
    erase_person(item.job.patient, by="a test")
    assert Incident.objects.get().what_was_done is None


def test_incident_of_an_erased_person_is_closed_without_words() -> None:
    item, reader = make_item(), make_reader()
    read_summary(item, reader, doubted())
    erase_person(item.job.patient, by="a test")
    assert close(Incident.objects.get(), by=reader, what_was_done="nothing is left to mend")
    closed = Incident.objects.get()
    assert (closed.closed_by, closed.what_was_done) == (reader, None)


def test_an_objection_lifts_a_summary_that_chance_had_left_out() -> None:
    item = make_item(drawn=False)
    patient = item.job.patient
    assert patient.user is not None
    report = read_run(item.job.artifacts.all()).attempts[-1].report
    assert report is not None
    slot = report.slots[-1].slot_id
    object_to(item.job.sessionbridgeversion, by=patient.user, slot_id=slot, words="I did not say that.")
    draw_items()
    draw_items()
    item.refresh_from_db()
    assert (item.why, item.reason, item.reviews_wanted) == (ReviewReason.OBJECTION, ReviewReason.NOT_DRAWN, 1)
    assert list(waiting_items(make_reader())) == [item]


def test_an_objection_said_again_stands_once() -> None:
    version = make_item().job.sessionbridgeversion
    by = make_reader()
    (first, is_new), (second, is_again) = (object_to(version, by=by, words=words) for words in ("No.", "No!"))
    assert (first, is_new, is_again) == (second, True, False)
    assert SummaryObjection.objects.get().words == "No."


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"slot_id": "nothing"}, "slot_id"), ({"words": "x\0"}, "words"), ({"words": "x" * 2001}, "words")],
)
def test_an_objection_that_cannot_be_kept_is_refused_in_words(fields: dict[str, str], field: str) -> None:
    version = make_item().job.sessionbridgeversion
    with pytest.raises(InputRefused) as refused:
        object_to(version, by=make_reader(), **fields)
    assert refused.value.field == field


def test_an_erased_summary_takes_no_objection_and_loses_the_words_of_earlier_ones() -> None:
    job = make_item().job
    object_to(job.sessionbridgeversion, by=make_reader(), words="quotes the diary")
    erase_person(job.patient, by="a test")
    job.sessionbridgeversion.refresh_from_db()
    assert SummaryObjection.objects.get().words is None
    with pytest.raises(InputRefused, match="erased"):
        object_to(job.sessionbridgeversion, by=make_reader())


def open_incident() -> Incident:
    read_summary(make_item(), make_reader(), doubted())
    return Incident.objects.get()


def incident_desk() -> Client:
    reader = make_reader()
    reader.user_permissions.add(Permission.objects.get(codename="view_incident"))
    return desk_of(reader)


def test_an_incident_is_closed_on_its_page() -> None:
    incident, desk = open_incident(), incident_desk()
    address = f"/admin/audit/incident/{incident.pk}/change/"
    assert "open" in desk.get("/admin/audit/incident/").content.decode()
    assert "Read the summary" in desk.get(address).content.decode()
    assert desk.post(address, {"what_was_done": ""}).status_code == 400
    assert desk.post(address, {"what_was_done": "<b>Withdrawn.</b>"}).status_code == 302
    assert "&lt;b&gt;Withdrawn.&lt;/b&gt;" in desk.get(address).content.decode()
    assert "closed it before" in desk.post(address, {"what_was_done": "x"}, follow=True).content.decode()


def test_incidents_of_another_organisation_are_not_found() -> None:
    incident = open_incident()
    stranger = make_reader(make_organisation("Elsewhere"))
    stranger.user_permissions.add(Permission.objects.get(codename="view_incident"))
    assert desk_of(stranger).get(f"/admin/audit/incident/{incident.pk}/change/").status_code == 404


def test_what_the_gate_caught_on_a_draft_is_an_incident_nobody_saw() -> None:
    job = make_by_rules()
    with pgtrigger.ignore():
        job.gate_results.filter(verdict="fail").update(rule_ids=["JD002", "SB315", "SB401", "SB502"])
    item = make_item(job)
    draw_items()
    found = set(Incident.objects.values_list("kind", "source", "severity", "is_of_draft"))
    assert found == {
        (IncidentKind.UNSUPPORTED, IncidentSource.GATE, Severity.CAUGHT, True),
        (IncidentKind.SAFETY_MISSING, IncidentSource.GATE, Severity.CAUGHT, True),
    }
    assert item.raised == ""


def test_the_same_in_what_was_published_is_another_incident() -> None:
    job = make_by_rules()
    with pgtrigger.ignore():
        job.gate_results.filter(verdict="fail").update(rule_ids=["SB315"])
    read_summary(make_item(job), make_reader(), doubted())
    assert sorted(Incident.objects.values_list("is_of_draft", flat=True)) == [False, True]


def test_an_objection_is_an_incident_once() -> None:
    item = make_item()
    object_to(item.job.sessionbridgeversion, by=make_reader(), words="No.")
    object_to(item.job.sessionbridgeversion, by=make_reader(), words="No!")
    draw_items()
    draw_items()
    incident = Incident.objects.get()
    assert (incident.kind, incident.source) == (IncidentKind.UNSUPPORTED, IncidentSource.OBJECTION)
    read_summary(item, make_reader(), doubted())
    assert Incident.objects.count() == 1


def test_objection_that_comes_while_others_are_noticed_is_an_incident_as_well() -> None:
    item = make_item()

    def noticed(jobs: Iterable[UUID]) -> None:
        notice_objections(list(jobs))
        # Another process commits one here.
        object_to(item.job.sessionbridgeversion, by=make_reader(), words="No.")

    with mock.patch("audit.drawing.notice_objections", noticed):
        draw_items()
    draw_items()
    item.refresh_from_db()
    assert (item.why, item.reviews_wanted) == (ReviewReason.OBJECTION, 2)
    assert Incident.objects.get(job=item.job).source == IncidentSource.OBJECTION


def break_chain(job: GenerationJob) -> None:
    with pgtrigger.ignore():
        job.artifacts.filter(position=2).update(prev_chain_hash="0" * 64)


def test_every_broken_chain_is_an_incident_however_often_it_is_verified() -> None:
    jobs = [make_item().job for _ in range(3)]
    for job in jobs[:2]:
        break_chain(job)
    verify()
    verify()
    with pytest.raises(CommandError, match="2 jobs are broken"):
        call_command("verify")
    assert set(Incident.objects.values_list("job", "kind", "severity")) == {
        (job.pk, IncidentKind.CHAIN_BROKEN, Severity.GRAVE) for job in jobs[:2]
    }
    assert ReviewItem.objects.filter(raised=ReviewReason.INCIDENT).count() == 2
