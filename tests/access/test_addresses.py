"""Every address of the site, asked by everybody for everybody's rows, answers as the table says.

`make test` asks for a sample, `make fuzz` for everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.models import TherapySession
from generation.models import Notification
from tests.access import table
from tests.access.table import ADDRESSES, OPEN, PAGES, PROBES, ROLES, ROUTES, STAFF, TARGETS, Pages
from tests.access.world import CODE, LOGIN, SENT_AS, WORD, World
from tests.builders.people import AS_OF

pytestmark = pytest.mark.django_db
MODELS = [*PAGES]
# In `make test`: these models with every role, the others with one who sees their list: the other clinician, who must
# see nothing of the first one's people, where they do.
FEW_MODELS = ("core.patient", "core.message", "generation.generationjob")
FEW = {
    (table.OTHER_CLINICIAN if table.OTHER_CLINICIAN in pages.sees else min(pages.sees, key=ROLES.index), model)
    for model, pages in PAGES.items()
} | {*product(ROLES, FEW_MODELS)}
WHOLE = pytest.mark.long_access
# The desk's own pages; test_desk_pages.py asks for them.
REVIEW_PAGES = (
    "quality/", "export/", "person/<uuid:patient_id>/", "<uuid:item_id>/correct/", "<uuid:item_id>/again/",
)  # fmt: skip


def some_of(whole: Any) -> Any:
    """Marks what only `make fuzz` asks for."""
    return [pytest.param(role, model, marks=[] if (role, model) in FEW else WHOLE) for role, model in whole]


def model_of(label: str) -> type[Model]:
    return apps.get_model(label)


def name_of(label: str, page: str) -> str:
    return f"admin:{label.replace('.', '_')}_{page}"


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every route of the site but those of the models' pages."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = f"{before}{pattern.pattern}".replace("^", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, here)
        elif isinstance(pattern, URLPattern):
            yield here


def routes_of_models() -> set[str]:
    pages = ("", "add/", "<path:object_id>/history/", "<path:object_id>/delete/", "<path:object_id>/change/")
    own = {"core/user/<id>/password/", "core/patient/<uuid:object_id>/who-looked/"}
    entered = ("organisation", "careteam", "consenttext", "patient", "message", "therapysession")
    own |= {f"core/{model}/<uuid:object_id>/enter/<slug:entry>/" for model in entered}
    own |= {
        "generation/modelcall/costs/",
        "generation/stageartifact/<uuid:artifact_id>/download/",
        "generation/sessionbridgeversion/<uuid:object_id>/print/",
        "generation/generationmetadata/<uuid:object_id>/enter/<slug:entry>/",
    }
    own |= {f"audit/reviewitem/{page}" for page in REVIEW_PAGES}
    own |= {f"{label.replace('.', '/')}/take-back/<slug:word>/" for label, pages in PAGES.items() if pages.ways}
    found = {f"{label.replace('.', '/')}/{page}" for label in PAGES for page in (*pages, "<path:object_id>/")}
    return {f"admin/{page}" for page in found | own}


def test_every_route_of_the_site_is_in_the_table() -> None:
    labels = dict.fromkeys(model._meta.app_label for model in admin.site._registry)
    app_list = f"admin/(?P<app_label>{'|'.join(labels)})/$"
    assert set(routes()) == {*ROUTES, *routes_of_models(), app_list}
    assert set(ROUTES.values()) == set(ADDRESSES)


def test_every_model_of_the_admin_is_in_the_table() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(PAGES)


@pytest.mark.parametrize("role", ROLES)
def test_addresses_of_the_site(world: World, role: str) -> None:
    client = world.client_of(role)
    answers = {address: client.get(address).status_code for address in ADDRESSES}
    assert answers == {address: codes[role not in STAFF] for address, codes in ADDRESSES.items()}


def test_password_alone_opens_no_address_of_the_admin(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = world.client_of(table.OPERATOR)
    lists = [reverse(name_of(label, "changelist")) for label in PAGES]
    opened = [address for address in (*ADDRESSES, *lists) if client.get(address).status_code == 200]
    assert opened == [*PROBES, "/admin/second-factor/", *OPEN]


@pytest.mark.parametrize(("role", "label"), some_of(product(ROLES, MODELS)))
def test_pages_of_a_model(world: World, role: str, label: str) -> None:
    client, pages = world.client_of(role), PAGES[label]
    wrong = {}
    for page, target, expected in expectations(world, role, label, pages):
        status, text = ask(client, page)
        if status != expected or (leaks := leaked(text, role, pages)):
            wrong[page, target] = (status, expected, [] if status != expected else leaks)
    assert wrong == {}


def expectations(world: World, role: str, label: str, pages: Pages) -> Iterator[tuple[str, str, int]]:
    """Address, whose it is, and the answer."""
    if role not in STAFF:
        opens, adds, deletes = 302, 302, 302
    else:
        opens, adds = (200 if role in pages.sees else 403), (200 if role in pages.adds else 403)
        deletes = 403
    yield reverse(name_of(label, "changelist")), "", opens
    yield reverse(name_of(label, "add")), "", adds
    for target in targets_of(label, pages):
        key = world.row_of(model_of(label), target)
        assert key is not None, f"the world has no row of {label} for {target}"
        seen = target in (table.SEES if pages.of_patients else table.OF_ORGANISATION).get(role, ())
        read = not pages.words or target in table.READS.get(role, ())
        shown = opens
        if opens == 200:
            shown = (200 if read else 403) if seen or label == "auth.group" else 404
        for page in ("change", "history"):
            yield reverse(name_of(label, page), args=[key]), target, shown
        if label != "auth.group":
            yield reverse(name_of(label, "delete"), args=[key]), target, deletes
    for nothing in (uuid4() if label != "auth.group" else 10**6, "nothing", "%00"):
        yield reverse(name_of(label, "change"), args=[nothing]), "unknown", 404 if opens == 200 else opens


def targets_of(label: str, pages: Pages) -> tuple[str, ...]:
    if label == "auth.group":
        return (table.OWN,)
    if label == "core.erasurecertificate":
        return (table.ERASED,)
    return TARGETS if pages.of_patients else (table.OWN, table.FOREIGN)


def ask(client: Client, address: str) -> tuple[int, str]:
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode()


def leaked(text: str, role: str, pages: Pages) -> list[str]:
    """Words and codes in an answer that this role may not see."""
    words = [WORD.format(target) for target in TARGETS if target not in table.READS.get(role, ())]
    seen = () if role in table.BLIND else table.SEES.get(role, ())
    codes = [CODE.format(target.upper()) for target in TARGETS if target not in seen]
    logins = [LOGIN.format(target) for target in TARGETS if target not in seen]
    sent = [SENT_AS.format(target) for target in TARGETS if target not in seen]
    return [canary for canary in (*words, *codes, *logins, *sent) if canary in text]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("label", [label for label, pages in PAGES.items() if pages.entries])
def test_entries_are_made_by_those_of_the_table(world: World, role: str, label: str) -> None:
    client, pages = world.client_of(role), PAGES[label]
    sees = table.SEES if pages.of_patients else table.OF_ORGANISATION
    wrong = {}
    for target, (word, who) in product(targets_of(label, pages), pages.entries.items()):
        key = world.row_of(model_of(label), target)
        allowed = role in who and target != table.ERASED
        expected = 302 if role not in STAFF else 404 if target not in sees[role] else 200 if allowed else 403
        status, text = ask(client, reverse(name_of(label, "entry"), args=[key, word]))
        if status != expected or leaked(text, role, pages):
            wrong[word, target] = (status, expected)
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("label", [label for label, pages in PAGES.items() if pages.ways])
def test_words_are_taken_back_by_those_of_the_table(world: World, role: str, label: str) -> None:
    client, pages = world.client_of(role), PAGES[label]
    wrong = {}
    for target, (word, who) in product(targets_of(label, pages), pages.ways.items()):
        address = reverse(name_of(label, "take_back"), args=[word])
        status, text = ask(client, f"{address}?row={world.row_of(model_of(label), target)}")
        # What was erased, and the journeys that were withdrawn, are taken back already.
        done = target == table.ERASED or label == "generation.yourjourneyversion"
        shown = 302 if done else 200
        seen = target in table.SEES.get(role, ())
        expected = 302 if role not in STAFF else 404 if not seen else shown if role in who else 403
        if status != expected or leaked(text, role, pages):
            wrong[word, target] = (status, expected)
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_who_looked_is_told_to_those_who_see_the_person(world: World, role: str) -> None:
    client, told = world.client_of(role), PAGES["core.accessevent"].sees & PAGES["core.patient"].sees
    for target, patient in world.patients.items():
        expected = 302 if role not in STAFF else 404 if target not in table.SEES[role] else 200 if role in told else 403
        status, text = ask(client, reverse("admin:core_patient_who_looked", args=[patient.pk]))
        assert (status, leaked(text, role, PAGES["core.patient"])) == (expected, []), target


@pytest.mark.parametrize("role", ROLES)
def test_summaries_are_corrected_and_figures_seen_by_those_who_review(world: World, role: str) -> None:
    client, readers = world.client_of(role), PAGES["audit.reviewitem"].changes
    opens = 302 if role not in STAFF else 200 if role in readers else 403
    assert ask(client, reverse("admin:audit_quality"))[0] == opens
    for target in TARGETS:
        key = world.row_of(model_of("audit.reviewitem"), target)
        seen = opens if opens != 200 else 200 if target in table.READS.get(role, ()) else 404
        # An erased text is not there to be corrected.
        corrects = 302 if seen == 200 and target == table.ERASED else seen
        status, text = ask(client, reverse("admin:audit_correct", args=[key]))
        assert (status, leaked(text, role, PAGES["audit.reviewitem"])) == (corrects, []), target
        # A new one is asked for by sending a form.
        asks = 403 if seen == 200 else seen
        assert ask(client, reverse("admin:audit_again", args=[key]))[0] == asks, target


@pytest.mark.parametrize("role", ROLES)
def test_page_to_print_is_for_those_who_read_the_summary(world: World, role: str) -> None:
    client, pages = world.client_of(role), PAGES["generation.sessionbridgeversion"]
    for target in TARGETS:
        key = world.jobs[target].sessionbridgeversion.pk
        status, text = ask(client, reverse("admin:generation_summary_print", args=[key]))
        reads = target in table.READS.get(role, ()) and role in pages.sees
        # An erased text is not there to be printed.
        assert (status == 200) is (reads and target != table.ERASED), target
        assert leaked(text, role, pages) == [], target


@pytest.mark.parametrize("role", sorted(STAFF))
def test_archives_are_of_people_whose_words_and_codes_are_known(world: World, role: str) -> None:
    client, pages = world.client_of(role), PAGES["core.patient"]
    for target, patient in world.patients.items():
        with transaction.atomic():
            sent = {"action": "export_archive", "_selected_action": str(patient.pk)}
            answer = client.post(reverse("admin:core_patient_changelist"), sent)
            transaction.set_rollback(True)
        takes = role in pages.archives and target in table.READS[role] and target != table.ERASED
        assert (answer.get("Content-Type") == "application/zip") is takes, target


@pytest.mark.parametrize("role", sorted(STAFF))
def test_actions_are_those_of_the_table(world: World, role: str) -> None:
    request = RequestFactory().get("/")
    request.user = world.users[role]
    for label, pages in PAGES.items():
        offered = set(admin.site.get_model_admin(model_of(label)).get_actions(request))
        # An action is offered to those who change rows (where nobody does, who see them), or may take words back.
        ways = {f"take_back_{word}" for word, who in pages.ways.items() if role in who}
        ways |= {"export_csv", "export_jsonl"} if pages.exports and role in pages.sees else set()
        ways |= {"export_archive"} if role in pages.archives else set()
        assert offered == ways | (set(pages.actions) if role in (pages.changes or pages.sees) else set()), label


@pytest.mark.parametrize(("role", "label"), some_of(product(sorted(STAFF), MODELS)))
def test_writing_is_refused_to_all_others(world: World, role: str, label: str) -> None:
    client, pages = world.client_of(role), PAGES[label]
    key = world.row_of(model_of(label), targets_of(label, pages)[0])
    change = reverse(name_of(label, "change"), args=[key])
    refused = {} if role in pages.changes else {change: 403}
    if role not in pages.adds:
        refused[reverse(name_of(label, "add"))] = 403
    refused[reverse(name_of(label, "delete"), args=[key])] = 403
    if label == "auth.group" and role == table.OPERATOR:
        return
    assert {address: client.post(address, {"post": "yes"}).status_code for address in refused} == refused


@pytest.mark.parametrize("role", ROLES)
def test_api_shows_summaries_to_those_who_read_them(world: World, role: str) -> None:
    client = world.api_of(role)
    for target, job in world.jobs.items():
        with transaction.atomic():
            answer = client.get(reverse("api:summary", args=[job.sessionbridgeversion.pk]))
            transaction.set_rollback(True)
        expected = 401 if role == table.ANONYMOUS else 200 if target in table.API_READS[role] else 404
        assert answer.status_code == expected, target
        assert (WORD.format(target) in answer.content.decode()) is (expected == 200 and target != table.ERASED), target
        assert CODE.format(target.upper()) not in answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_api_gives_everything_to_the_person_alone(world: World, role: str) -> None:
    with transaction.atomic():
        status = world.api_of(role).get(reverse("api:my_export")).status_code
        transaction.set_rollback(True)
    assert status == (401 if role == table.ANONYMOUS else 200 if role in table.API_PERSONS else 404)


def ask_api(world: World, role: str, address: str, target: str | None = None) -> tuple[int, str]:
    client = world.api_of(role)
    with transaction.atomic():
        answer = client.get(address, {"patient": str(world.patients[target].pk)} if target else {})
        transaction.set_rollback(True)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_api_shows_messages_to_those_who_read_them(world: World, role: str) -> None:
    for target in TARGETS:
        status, text = ask_api(world, role, reverse("api:messages"), target)
        expected = 401 if role == table.ANONYMOUS else 200 if target in table.API_READS[role] else 404
        assert status == expected, target
        assert (WORD.format(target) in text) is (expected == 200 and target != table.ERASED), target


@pytest.mark.parametrize("role", ROLES)
def test_api_lists_people_to_those_who_see_them(world: World, role: str) -> None:
    status, text = ask_api(world, role, reverse("api:patients"))
    assert status == (401 if role == table.ANONYMOUS else 200 if role in table.API_LISTS_PEOPLE else 403)
    seen = table.SEES.get(role, ()) if status == 200 else ()
    assert {target for target in TARGETS if CODE.format(target.upper()) in text} == set(seen)


@pytest.mark.parametrize("role", ROLES)
def test_api_lists_sessions_to_those_who_see_them(world: World, role: str) -> None:
    for target in TARGETS:
        status, text = ask_api(world, role, reverse("api:sessions"), target)
        if role == table.ANONYMOUS:
            expected = 401
        elif role in (table.PERSON, table.OTHER_PERSON):
            expected = 403 if target in table.API_READS[role] else 404
        elif target not in table.SEES[role]:
            expected = 404
        else:
            expected = 200 if role in table.API_LISTS_SESSIONS else 403
        assert status == expected, target
        assert WORD.format(target) not in text


@pytest.mark.parametrize("role", ROLES)
def test_api_takes_requests_from_those_who_may_ask(world: World, role: str) -> None:
    client = world.api_of(role)
    for target, patient in [*world.patients.items(), ("unknown", None)]:
        body = {"patient": str(patient.pk if patient else uuid4()), "as_of": AS_OF.isoformat()}
        with transaction.atomic():
            status = client.post(reverse("api:summaries"), body, format="json").status_code
            transaction.set_rollback(True)
        assert status == _asked(role, target), target


def _asked(role: str, target: str) -> int:
    if role == table.ANONYMOUS:
        return 401
    if target not in table.API_READS[role]:
        return 404
    if role not in table.API_ASKS:
        return 403
    return 400 if target == table.ERASED else 200


@pytest.mark.parametrize("role", ROLES)
def test_api_lists_to_everybody_what_they_read(world: World, role: str) -> None:
    answer = world.api_of(role).get(reverse("api:summaries"), {"limit": 100})
    if role == table.ANONYMOUS:
        assert answer.status_code == 401
        return
    whose = {row["patient"] for row in answer.json()["results"]}
    assert whose == {str(world.patients[target].pk) for target in table.API_READS[role]}
    assert leaked(answer.content.decode(), role, PAGES["generation.sessionbridgeversion"]) == []


@pytest.mark.parametrize("role", ROLES)
def test_api_is_told_about_jobs_by_those_who_read_them(world: World, role: str) -> None:
    client = world.api_of(role)
    for target, job in world.jobs.items():
        read = 401 if role == table.ANONYMOUS else 200 if target in table.API_READS[role] else 404
        # What there was to stop has ended, and the person objected before.
        own = read if read != 200 or role in table.API_PERSONS else 403
        withdrawn = read if read != 200 or role in table.API_ASKS else 403
        version = job.sessionbridgeversion.pk
        expected = {
            ("get", reverse("api:job", args=[job.pk])): read,
            ("get", reverse("api:job_events", args=[job.pk])): read,
            ("post", reverse("api:job_cancel", args=[job.pk])): own,
            ("post", reverse("api:summary_withdraw", args=[version])): withdrawn,
            ("post", reverse("api:summary_objections", args=[version])): own,
        }
        found = {}
        for method, address in expected:
            with transaction.atomic():
                body = {"reason": "why"} if address.endswith("withdraw/") else {"words": "Never."}
                answer = getattr(client, method)(address, body if method == "post" else None, format="json")
                transaction.set_rollback(True)
            found[method, address] = answer.status_code
        assert found == expected, target


@pytest.mark.parametrize("role", ROLES)
def test_api_shows_notices_to_the_person_alone(world: World, role: str) -> None:
    client = world.api_of(role)
    for target in TARGETS:
        notice = Notification.objects.filter(patient=world.patients[target]).first()
        assert notice is not None
        own = role in table.API_PERSONS and target in table.API_READS[role]
        with transaction.atomic():
            status = client.post(reverse("api:notification_read", args=[notice.pk])).status_code
            transaction.set_rollback(True)
        assert status == (401 if role == table.ANONYMOUS else 200 if own else 404), target


@pytest.mark.parametrize("role", ROLES)
def test_api_shows_readings_and_timelines_to_staff_of_the_table(world: World, role: str) -> None:
    for target, patient in world.patients.items():
        session = TherapySession.objects.get(patient=patient)
        journey, job = patient.yourjourneyversions.get(), world.jobs[target]
        words = [
            reverse("api:session_waves", args=[session.pk]),
            reverse("api:journey", args=[journey.pk]),
            reverse("api:summary_metadata", args=[job.sessionbridgeversion.pk]),
        ]
        runs = [
            reverse("api:session_events", args=[session.pk]),
            reverse("api:session_attempts", args=[session.pk]),
            reverse("api:patient_events", args=[patient.pk]),
        ]
        kinds = ((words, table.API_READINGS, table.READS), (runs, table.API_TIMELINES, table.SEES))
        for addresses, who, whose in kinds:
            seen = 200 if target in whose.get(role, ()) else 404
            expected = 401 if role == table.ANONYMOUS else seen if role in who else 403
            for address in addresses:
                status, text = ask_api(world, role, address)
                assert (status, address) == (expected, address), target
                shown = expected == 200 and target != table.ERASED
                assert WORD.format(target) not in text or (shown and addresses is words), target


@pytest.mark.parametrize("role", ROLES)
def test_api_takes_words_back_and_asks_anew_for_staff_of_the_table(world: World, role: str) -> None:
    client = world.api_of(role)
    for target, patient in world.patients.items():
        session, job = TherapySession.objects.get(patient=patient), world.jobs[target]
        journey = patient.yourjourneyversions.get()
        read = 401 if role == table.ANONYMOUS else 403 if role not in table.API_READINGS else 0
        read = read or (200 if target in table.READS[role] else 404)
        asks = read if read == 401 else 403 if role not in PAGES["core.message"].adds else read
        edits = 400 if read == 200 and target == table.ERASED else read
        withdraws = 403 if read == 200 and role not in PAGES["core.message"].adds else read
        expected = {
            ("post", reverse("api:session_wave", args=[session.pk, "mood"]), "again"): 400 if asks == 200 else asks,
            ("patch", reverse("api:summary_metadata", args=[job.sessionbridgeversion.pk]), "notes"): edits,
            ("post", reverse("api:journey_withdraw", args=[journey.pk]), "reason"): withdraws,
        }
        found = {}
        for method, address, field in expected:
            with transaction.atomic():
                found[method, address, field] = getattr(client, method)(
                    address, {field: "why"}, format="json"
                ).status_code
                transaction.set_rollback(True)
        assert found == expected, target


@pytest.mark.parametrize("role", ROLES)
def test_costs_are_seen_by_those_of_the_table(world: World, role: str) -> None:
    status, text = ask(world.client_of(role), reverse("admin:generation_costs"))
    assert status == (302 if role not in STAFF else 200 if role in table.COSTS else 403)
    assert leaked(text, role, PAGES["generation.modelcall"]) == []
