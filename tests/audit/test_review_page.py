"""Reading one summary: what is shown, what is hidden until a first reading, and what is kept of what is said."""

from __future__ import annotations

import json
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import MarkKind, Review, ReviewItem, ReviewMark, ReviewShowing, Shown
from audit.reviewing import NeverOpened, SaidBefore, commit_review
from core.erasure import erase_person
from core.models import AccessEvent
from core.roles import Role
from generation.erasure import withdraw_summary
from generation.models import SummaryWithdrawal, WithdrawalCause
from tests.audit.desks import answers, desk_of, item_of, make_item, make_reader, open_and_send, page_of
from tests.audit.readings import fine, read_summary
from tests.builders.people import TESTER, make_clinician, make_person, make_staff
from tests.generation.admin_clients import SCRIPT, fall_back, make_by_rules, operator_desk

pytestmark = pytest.mark.django_db

# Session and login; the item with its job; what was said and shown of it, and whether that differs; who has it open;
# the look; the artifacts.
QUERIES = 19


@pytest.fixture
def reader() -> Client:
    return desk_of(make_reader())


def html_of(client: Client, item: ReviewItem) -> str:
    answer = client.get(page_of(item))
    assert answer.status_code == 200
    return answer.content.decode()


def test_page_shows_the_summary_beside_the_diary_and_records_who_looked(reader: Client) -> None:
    item = make_item()
    html = html_of(reader, item)
    assert "&quot;anxious&quot; is named as a feeling on 2 days" in html
    assert re.search(r'data-message="[^"]+">Slept 6 h. Still anxious.</bdi>', html)
    assert AccessEvent.objects.filter(patient=item.job.patient, target=page_of(item)).exists()


def test_each_bullet_names_the_words_it_rests_on(reader: Client) -> None:
    html = html_of(reader, make_item())
    lights = [json.loads(found) for found in re.findall(r'data-lights="([^"]*)"', html)]
    texts = re.findall(r'data-message="[^"]+">(.*?)</bdi>', html)
    plain = [re.sub(r"<[^>]+>", "", text).replace("&#x27;", "'") for text in texts]
    words = {plain[number][start:end] for bullet in lights for number, start, end in bullet}
    assert {"anxious", "Slept 6 h. Still anxious."} <= words


def test_what_stands_nowhere_in_the_summary_is_visibly_so(reader: Client) -> None:
    entries = [
        (f"m{number}", f"2025-11-{8 + number:02}T22:14+01:00", f"Walked to the river, round {number}. " * 30)
        for number in range(8)
    ]
    assert '<span class="sb-left-out">' in html_of(reader, item_of(make_person(*entries)))


def test_a_sample_says_nothing_of_how_it_came_about_until_it_is_read(reader: Client) -> None:
    item = make_item()
    hidden = ("first pass", "first_pass", "rules-", "sb-badge", "The run", "policy", "gate")
    source = html_of(reader, item)
    assert [word for word in hidden if word in source] == []
    assert open_and_send(reader, item, answers()).status_code == 302
    assert "first pass" in html_of(reader, item)
    assert Review.objects.get().is_blind


def test_what_was_shown_is_kept_and_a_reading_after_the_run_is_not_blind() -> None:
    item, reader = make_item(fall_back()), make_reader()
    desk = desk_of(reader)
    assert "The run" in html_of(desk, item)
    open_and_send(desk, item, answers(4, flag="on"))
    review = Review.objects.get()
    assert (review.is_blind, review.verdict, review.answers) == (False, "flag", (4, 4, 4, 4, 4))
    assert list(ReviewShowing.objects.values_list("shown", flat=True)) == [Shown.RUN]


def test_after_the_commit_the_next_item_opens(reader: Client) -> None:
    first, second = make_item(), make_item()
    answer = open_and_send(reader, first, answers())
    assert answer["Location"] == page_of(second)
    assert open_and_send(reader, second, answers())["Location"] == "/admin/audit/reviewitem/"


def test_marks_are_kept_by_their_place_in_code_points(reader: Client) -> None:
    item = item_of(make_person(("m1", "2025-11-08T22:14+01:00", "🙂🙂 Felt sad. Ate soup.")))
    message = str(item.job.pinned_messages.get().message_id)
    # Each of the two signs takes two of the browser's units.
    sent = [
        {"kind": "missing", "message": message, "start": 5, "end": 14},
        {"kind": "not_neutral", "start": 0, "end": 7},
    ]
    assert open_and_send(reader, item, answers(marks=json.dumps(sent))).status_code == 302
    kept = {(mark.kind, str(mark.message_id), mark.start, mark.end) for mark in ReviewMark.objects.all()}
    assert kept == {(MarkKind.MISSING, message, 3, 12), (MarkKind.NOT_NEUTRAL, "None", 0, 7)}


@pytest.mark.parametrize(
    "marks",
    [
        "no JSON", "{}", "[1]", '[{"kind": "x", "start": 0, "end": 1}]', '[{"kind": "missing", "start": 0, "end": 1}]',
        '[{"kind": "unsupported", "start": 5, "end": 5}]', '[{"kind": "unsupported", "start": -2, "end": 5}]',
        '[{"kind": "unsupported", "start": 0, "end": 99999}]',
        '[{"kind": "missing", "message": "x", "start": 0, "end": 1}]',
        "[" * 100_000, '[{"kind": "unsupported", "start": null, "end": 1}]',
        '[{"kind": "unsupported", "start": Infinity, "end": 1}]', '[{"kind": "unsupported", "start": 0, "end": 1e999}]',
    ],
)  # fmt: skip
def test_marks_that_are_none_are_refused_in_words(reader: Client, marks: str) -> None:
    answer = open_and_send(reader, make_item(), answers(marks=marks))
    assert answer.status_code == 400
    assert "Load the page again" in answer.content.decode()
    assert not Review.objects.exists()


def test_a_mark_that_holds_half_a_sign_alone_is_refused_in_words(reader: Client) -> None:
    item = item_of(make_person(("m1", "2025-11-08T22:14+01:00", "🙂🙂 Felt sad. Ate soup.")))
    message = str(item.job.pinned_messages.get().message_id)
    half = [{"kind": "missing", "message": message, "start": 0, "end": 1}]
    answer = open_and_send(reader, item, answers(marks=json.dumps(half)))
    assert (answer.status_code, "Load the page again" in answer.content.decode()) == (400, True)
    assert not Review.objects.exists()


@pytest.mark.parametrize("value", ["", "0", "6", "x", "5.5"])
def test_an_answer_outside_the_scale_is_refused_and_named(reader: Client, value: str) -> None:
    answer = open_and_send(reader, make_item(), {**answers(), "neutral": value})
    assert answer.status_code == 400
    assert "Neutral in wording and choice: " in answer.content.decode()


def test_a_note_is_words_wherever_it_is_shown(reader: Client) -> None:
    item = make_item()
    open_and_send(reader, item, answers(note=SCRIPT))
    assert SCRIPT not in html_of(reader, item)
    assert "&lt;script&gt;" in html_of(reader, item)


def test_a_second_word_of_one_reader_does_not_count() -> None:
    item, reader = make_item(), make_reader()
    read_summary(item, reader, fine())
    with pytest.raises(SaidBefore), transaction.atomic():
        read_summary(item, reader, fine(1))
    assert Review.objects.get().answers == (5, 5, 5, 5, 5)


def test_two_who_read_one_item_both_are_kept_and_the_second_is_told() -> None:
    item, first, second = make_item(), desk_of(make_reader()), desk_of(make_reader())
    html_of(first, item)
    assert "Somebody else has this summary open" in html_of(second, item)
    open_and_send(first, item, answers())
    told = open_and_send(second, item, answers(3), follow=True).content.decode()
    assert "Somebody else has read it meanwhile; both readings are kept." in told
    assert Review.objects.count() == 2


def test_erasure_takes_the_words_and_the_notes(reader: Client) -> None:
    item = make_item()
    open_and_send(reader, item, answers(note="quotes the diary"))
    erase_person(item.job.patient, by="a test")
    html = html_of(reader, item)
    assert "The text was erased" in html
    assert not any(words in html for words in ("quotes the diary", "Still anxious"))
    assert Review.objects.get().answers == (5, 5, 5, 5, 5)


def test_a_summary_erased_while_it_was_open_takes_no_verdict(reader: Client) -> None:
    item = make_item()
    html_of(reader, item)
    erase_person(item.job.patient, by="a test")
    answer = open_and_send(reader, item, answers())
    assert answer.status_code == 400
    assert "Nothing of your reading was kept." in answer.content.decode()
    assert not Review.objects.exists()


def test_reading_of_a_reader_who_never_opened_the_page_is_refused(reader: Client) -> None:
    item = make_item()
    answer = reader.post(page_of(item), answers(4, note="Typed before it was read."))
    html = answer.content.decode()
    assert (answer.status_code, "You had not opened this summary, so nothing was kept." in html) == (409, True)
    assert not Review.objects.exists()
    assert "Typed before it was read." in html
    assert reader.post(page_of(item), answers()).status_code == 302
    assert Review.objects.get().is_blind


def test_reading_that_names_no_showing_is_refused_below_the_page_too() -> None:
    with pytest.raises(NeverOpened):
        commit_review(make_item(), make_reader(), fine())


def test_a_summary_erased_after_others_read_it_promises_no_reading_is_kept() -> None:
    item, second = make_item(), desk_of(make_reader())
    html_of(second, item)
    open_and_send(desk_of(make_reader()), item, answers())
    erase_person(item.job.patient, by="a test")
    html = open_and_send(second, item, answers()).content.decode()
    assert ("Nothing of your reading was kept." in html, "is kept as well" in html) == (True, False)


@pytest.mark.parametrize("gone", ["erased", "withdrawn"])
def test_a_summary_the_person_no_longer_sees_is_not_offered_for_correction(gone: str) -> None:
    item, desk = make_item(fall_back()), desk_of(make_reader(None, "correct_summaries"))
    offers = ("Correct this summary", "Generate again")
    assert all(words in html_of(desk, item) for words in offers)
    if gone == "erased":
        erase_person(item.job.patient, by="a test")
    else:
        withdraw_summary(TESTER, item.job.sessionbridgeversion, cause=WithdrawalCause.STAFF, reason="x")
    assert not any(words in html_of(desk, item) for words in offers)


def test_reviews_are_never_edited(reader: Client) -> None:
    open_and_send(reader, make_item(), answers())
    with pytest.raises(IntegrityError, match="the only change is erasure"), transaction.atomic():
        Review.objects.update(neutral=1)


def test_who_may_look_but_not_review_gets_no_form() -> None:
    looker = make_reader()
    looker.user_permissions.remove(*looker.user_permissions.filter(codename="review_summaries"))
    item, desk = make_item(), desk_of(looker)
    assert 'id="verdict"' not in html_of(desk, item)
    assert open_and_send(desk, item, answers()).status_code == 403


def test_strip_has_the_exact_values_at_their_days(reader: Client) -> None:
    html = html_of(reader, make_item())
    assert re.search(r"<title>Sleep, 10 Nov: 6 h</title>", html)
    assert re.search(r"<title>anxious, 8 Nov: ●</title>", html)
    assert set(re.findall(r'href="#(message-[^"]+)"', html)) <= set(re.findall(r'id="(message-[^"]+)"', html))


def test_queue_names_the_rules_that_were_broken_on_the_way() -> None:
    make_item(make_by_rules())
    html = desk_of(make_reader()).get("/admin/audit/reviewitem/").content.decode()
    assert re.search(r"<td>SB\d{3}", html)


def test_summary_withdrawn_while_it_is_open_is_still_answered(reader: Client) -> None:
    item = make_item()
    html_of(reader, item)
    SummaryWithdrawal.objects.create(
        session_bridge_version=item.job.sessionbridgeversion, cause=WithdrawalCause.STAFF, reason="x"
    )
    assert open_and_send(reader, item, answers()).status_code == 302
    assert "Withdrawn" in html_of(reader, item)


def test_notes_of_the_review_vanish_with_the_words() -> None:
    item, reader = make_item(), make_reader()
    desk = desk_of(reader)
    open_and_send(desk, item, answers(note="They wrote lighthouse."))
    assert "lighthouse" in html_of(desk, item)
    erase_person(item.job.patient, by="a test")
    html = html_of(desk, item)
    assert "lighthouse" not in html
    assert "was erased" in html


def test_artifact_is_taken_along_under_its_name_and_recorded() -> None:
    item = make_item(fall_back())
    desk = operator_desk()
    html = html_of(desk, item)
    files = dict(re.findall(r'href="([^"]+/download/)" download>([^<]+)<', html))
    assert {"canonical.json", "report_plan.json", "composition.json", "gate_report.json"} <= set(files.values())
    for address, name in files.items():
        answer = desk.get(address)
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert json.loads(answer.content)["contract_version"]
    assert AccessEvent.objects.filter(action="download").count() == len(files)


def test_artifact_is_not_taken_along_by_whoever_may_not_read() -> None:
    item = make_item()
    address = reverse("admin:generation_stageartifact_download", args=[item.job.artifacts.first().pk])
    practice = item.job.patient.organisation
    assert desk_of(make_staff(practice, Role.OPERATIONS)).get(address).status_code == 403
    assert desk_of(make_clinician(make_person())).get(address).status_code == 404
    assert not AccessEvent.objects.filter(action="download").exists()
    erase_person(item.job.patient, by="a test")
    assert operator_desk().get(address).status_code == 404


def test_raw_artifact_is_shown_a_page_at_a_time() -> None:
    times = [f"2025-11-{8 + n % 12:02}T1{n % 10}:{n:02}+01:00" for n in range(40)]
    entries = [(f"m{n}", at, f"Slept {n} h. Felt sad.") for n, at in enumerate(times)]
    item = item_of(make_person(*entries))
    address = reverse("admin:generation_stageartifact_change", args=[item.job.artifacts.first().pk])
    first = operator_desk().get(address).content.decode()
    assert "lines 1 to 2,000 of" in first
    assert "Later lines" in first
    assert "lines 2,001 to" in operator_desk().get(address, {"p": "2"}).content.decode()
    assert operator_desk().get(address, {"p": "x"}).status_code == 200


def test_review_page_takes_a_fixed_number_of_queries() -> None:
    item, desk = make_item(), operator_desk()
    html_of(desk, item)
    with CaptureQueriesContext(connection) as queries:
        html_of(desk, item)
    assert len(queries) == QUERIES, "\n".join(query["sql"][:200] for query in queries)
