"""The page and list of jobs: every bullet beside its words, why it is there, what the gate said of it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AccessEvent
from core.practice.taking_back import delete_messages
from generation.lifecycle import transitions
from generation.models import GenerationJob, JobState, SummaryWithdrawal, WithdrawalCause
from generation.summary_requests import request_summary
from generation.worker.execution import run_job
from tests.builders.jobs import accept_job, make_overdue_job, summarise
from tests.builders.people import AS_OF, TESTER, make_organisation, make_patient, make_person
from tests.generation.admin_clients import SCRIPT, clinician_desk, fall_back, make_by_rules, operator_desk, page_of

pytestmark = pytest.mark.django_db
LIST = "/admin/generation/generationjob/"
# More than is quoted of it.
LONG = [
    (f"m{number}", f"2025-11-{8 + number:02}T22:14+01:00", f"Walked to the river and back, round {number}. " * 20)
    for number in range(8)
]


@pytest.fixture
def desk() -> Client:
    return operator_desk()


def html_of(desk: Client, job: GenerationJob) -> str:
    answer = desk.get(page_of(job))
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(desk: Client, job: GenerationJob) -> str:
    """What a reader reads: tags away, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", "", html_of(desk, job)).split())


# --- the list -------------------------------------------------------------------------------------


def test_list_names_states_in_words(desk: Client) -> None:
    summarise(make_person())
    accept_job(make_person())
    transitions.time_out(make_overdue_job().id)
    html = desk.get(LIST).content.decode()
    assert all(word in html for word in ("</span> succeeded", "</span> queued", "</span> timed out", "deadline"))


def test_list_takes_the_same_queries_for_many_jobs(desk: Client) -> None:
    def queries_of_the_list() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST).status_code == 200
        return len(queries)

    accept_job(make_person())
    for_one = queries_of_the_list()
    for _ in range(5):
        accept_job(make_person())
    # Session, user, what is to be read first, how many are expected, the count, the rows with their patients.
    assert (for_one, queries_of_the_list()) == (6, 6)


def test_list_shows_no_diary_text(desk: Client) -> None:
    summarise(make_person(("m1", "2025-11-08T22:14+01:00", "A lighthouse.")))
    assert "lighthouse" not in desk.get(LIST).content.decode()
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("found", [True, False])
def test_list_is_searched_by_code_and_by_id(desk: Client, *, found: bool) -> None:
    job = accept_job(make_person())
    terms = (job.patient.code, str(job.pk)) if found else ("P-nobody", "0" * 32)
    for term in terms:
        assert (page_of(job) in desk.get(LIST, {"q": term}).content.decode()) is found


# --- the page of one ------------------------------------------------------------------------------


def test_page_shows_the_summary_with_the_words_under_each_bullet(desk: Client) -> None:
    text = text_of(desk, summarise(make_person()))
    assert "&quot;anxious&quot; is named as a feeling on 2 days: 8 and 10 Nov." in text
    assert "Mon 10 Nov 07:40 Still anxious." in text


def test_page_shows_one_row_for_each_day(desk: Client) -> None:
    html = html_of(desk, summarise(make_person()))
    days = re.findall(r'<th scope="row">(\w{3} \d+ \w{3})</th>', html)
    assert (days[0], days[-1], len(days)) == ("Fri 7 Nov", "Fri 21 Nov", 15)
    assert html.count("no entry\n") == 12


def test_page_marks_feelings_and_numbers_in_the_diary(desk: Client) -> None:
    html = html_of(desk, summarise(make_person()))
    assert '<mark class="sb-feeling" title="feeling: anxious">anxious</mark>' in html
    assert '<mark class="sb-number" title="number: sleep"> 5.5 h</mark>' in html


def test_every_link_to_a_fact_leads_to_its_words(desk: Client) -> None:
    html = html_of(desk, make_by_rules())
    leading, places = set(re.findall(r'href="#(fact-\d+)"', html)), re.findall(r'id="(fact-\d+)"', html)
    assert leading
    assert leading <= set(places)
    assert len(places) == len(set(places))


def test_page_shows_what_each_section_may_list_and_where_the_rules_put_it(desk: Client) -> None:
    text = text_of(desk, summarise(make_person()))
    assert "Section 2: feelings at most 3 with a bullet of their own" in text
    assert re.search(r"\w+ anxious named 8 and 10 Nov f\d+ f\d+ ✓ a bullet of its own", text)
    assert "Section 3: open points at most 1 None was found." in text


def test_page_shows_the_candidates_of_each_day_with_words_and_weight(desk: Client) -> None:
    text = text_of(desk, summarise(make_person()))
    assert "Mon 10 Nov 5 words, all quoted" in text
    assert re.search(r"f\d+ Still anxious\. 2 \d+\.\d ✓ quoted", text)


def test_page_marks_the_words_of_the_reviewed_lists(desk: Client) -> None:
    html = html_of(desk, summarise(make_person(("m1", "2025-11-08T22:14+01:00", "I want to die. Waiting for Ada."))))
    assert re.search(r'<mark class="sb-safety" title="safety: [^"]+">', html)
    assert re.search(r'<mark class="sb-openness" title="openness: [^"]+">Waiting', html)


def test_page_names_the_words_of_another_language(desk: Client) -> None:
    person = make_person(("m1", "2025-11-08T22:14+01:00", "Ich war heute nicht bei der Arbeit."))
    text = text_of(desk, summarise(person))
    assert "words of another language in 1 entry" in text
    assert re.search(r"another language [^·]*ich", text, re.IGNORECASE)


def test_page_shows_findings_by_rule_with_what_to_do(desk: Client) -> None:
    text = text_of(desk, make_by_rules())
    assert "First choice leaving-out" in text
    assert "✕ gate: fail" in text
    assert re.search(r"SB5\d\d .+ To do: ", text)


def test_page_shows_what_each_composition_shows_and_leaves(desk: Client) -> None:
    text = text_of(desk, make_by_rules())
    assert "What each composition shows and leaves IdCandidateFirst choiceRules&#x27; choice" in text
    assert "anxious about the exam. left ✓ shown" in text


def test_page_says_why_the_rules_text_was_published(desk: Client) -> None:
    text = text_of(desk, make_by_rules()).replace("&#x27;", "'")
    assert "succeeded rules: the gate refused what the model chose" in text
    assert "Rules' choice rules-5 · published: this is the summary above" in text


def test_page_shows_the_fallback_as_what_was_published(desk: Client) -> None:
    text = text_of(desk, fall_back())
    assert "succeeded fallback" in text
    assert "Fallback rules-5 · published: this is the summary above" in text


def test_page_says_that_nothing_is_left_out(desk: Client) -> None:
    assert "Left out of the text Nothing: every sentence" in text_of(desk, summarise(make_person()))


def test_page_lists_what_is_left_out_with_its_place(desk: Client) -> None:
    text = text_of(desk, summarise(make_person(*LONG)))
    assert re.search(r"Left out of the text \d+ sentences or parts of them Sat 8 Nov 22:14 ", text)


def test_page_shows_the_first_of_very_many_sources(desk: Client) -> None:
    person = make_person(*((f"m{n}", f"2025-11-{8 + n % 4:02}T{n % 24:02}:00+01:00", "Felt sad.") for n in range(45)))
    assert "and 5 more, marked in the diary" in text_of(desk, summarise(person))


def test_hostile_words_stay_words(desk: Client) -> None:
    person = make_person(("m1", "2025-11-08T22:14+01:00", f'{SCRIPT} Slept 6 h. "><img src=x onerror=alert(1)>'))
    html = html_of(desk, summarise(person))
    assert "&lt;script&gt;document.title" in html
    assert SCRIPT not in html
    assert "<img src=x" not in html


def test_reading_the_page_is_recorded_first(desk: Client) -> None:
    job = summarise(make_person())
    html_of(desk, job)
    event = AccessEvent.objects.get()
    assert (event.patient_id, event.action, event.target) == (job.patient_id, "view", page_of(job))


def test_page_takes_the_same_few_queries_for_every_diary(desk: Client) -> None:
    long = make_person(*((f"m{n}", f"2025-11-{8 + n % 14:02}T0{n % 9}:00+01:00", "Slept 6 h.") for n in range(60)))
    counts = []
    for job in (summarise(make_person()), summarise(long), make_by_rules()):
        # Seen once, it is on record that it was.
        html_of(desk, job)
        with CaptureQueriesContext(connection) as queries:
            html_of(desk, job)
        counts.append(len(queries))
    # Session, user, what is to be read first, the job with what belongs to it, whether it is in the queue and was seen
    # before, the access, the artifacts, the events, whether somebody reviewed it.
    assert counts == [10, 10, 10]


# --- the other states -----------------------------------------------------------------------------


def test_page_of_a_job_under_way_says_to_come_back(desk: Client) -> None:
    text = text_of(desk, accept_job(make_person()))
    assert "The summary is still being made. Load this page again in a few seconds." in text
    assert "The diary was not read yet" in text


def test_page_of_a_failed_job_says_what_to_do(desk: Client) -> None:
    job = transitions.claim(accept_job(make_person()).id)
    assert job is not None
    transitions.fail(job, "FallbackRefused")
    text = text_of(desk, job)
    assert "error FallbackRefused" in text
    assert "report its id and the error code" in text


def test_page_of_a_withdrawn_summary_says_so(desk: Client) -> None:
    job = summarise(make_person())
    SummaryWithdrawal.objects.create(session_bridge_version=job.sessionbridgeversion, cause=WithdrawalCause.PERSON)
    text = text_of(desk, job)
    assert "succeeded first pass ✕ withdrawn" in text
    assert "the person no longer sees it" in text


def test_page_of_erased_words_stays_legible(desk: Client) -> None:
    patient = make_person()
    summarise(patient)
    job = request_summary(patient, as_of=AS_OF, again="It quoted too much.").job
    assert run_job(job.id)
    assert "1: It quoted too much." in text_of(desk, job)
    delete_messages(TESTER, patient, ["m1"])
    text = text_of(desk, job)
    assert "1: erased" in text
    assert "The text was erased; its hashes stay." in text
    assert "what was read of it was erased" in text


def test_page_shows_the_bare_text_where_artifacts_cannot_be_read(desk: Client) -> None:
    job = summarise(make_person())
    job.artifacts.filter(stage="canonical").update(body=None, salt=None, erased_at=timezone.now())
    assert "The words it rests on cannot be shown" in text_of(desk, job)


# --- who may --------------------------------------------------------------------------------------


def test_clinician_sees_the_jobs_of_their_patients(desk: Client) -> None:
    job = summarise(make_person())
    assert "anxious" in html_of(clinician_desk(job.patient), job)


def test_other_organisations_see_neither_row_nor_page() -> None:
    job = summarise(make_person())
    outsider = clinician_desk(make_patient(organisation=make_organisation("Elsewhere")))
    assert page_of(job) not in outsider.get(LIST).content.decode()
    assert outsider.get(page_of(job)).status_code == 404
    assert not AccessEvent.objects.exists()


@pytest.mark.parametrize("name", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_job_that_is_not_there_is_not_found(desk: Client, name: str) -> None:
    answer = desk.get(reverse("admin:generation_generationjob_change", args=[name]))
    assert answer.status_code == 404
    assert "none that you may see" in answer.content.decode()


def test_page_changes_nothing(desk: Client) -> None:
    job = accept_job(make_person())
    assert desk.post(page_of(job), {"state": "succeeded"}).status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
