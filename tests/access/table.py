"""Who may do what, written out: the one table that the addresses of this site are held against.

A new model of the admin needs a line in `PAGES`, and rows in world.py; any other new address a line in `ADDRESSES`. An
address without a line turns the tests red. Nothing here is worked out from the code it is compared with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ANONYMOUS = "anonymous"
PERSON, OTHER_PERSON = "person", "other person"
CLINICIAN, OTHER_CLINICIAN = "clinician of the team", "clinician of another team"
QA, OPERATIONS, ADMINISTRATOR = "QA", "operations", "administrator"
# Every role at once that goes with the others, in another organisation.
ELSEWHERE = "other organisation"
OPERATOR = "operator"
ROLES = (
    ANONYMOUS, PERSON, OTHER_PERSON, CLINICIAN, OTHER_CLINICIAN, QA, OPERATIONS, ADMINISTRATOR, ELSEWHERE, OPERATOR,
)  # fmt: skip
STAFF = frozenset(ROLES) - {ANONYMOUS, PERSON, OTHER_PERSON}

# Whose rows and words: a patient of the team, another of the organisation, an erased one of the team, one elsewhere.
OWN, OTHER, ERASED, FOREIGN = "own", "other", "erased", "elsewhere"
TARGETS = (OWN, OTHER, ERASED, FOREIGN)
_ORGANISATION = frozenset({OWN, OTHER, ERASED})

SEES: dict[str, frozenset[str]] = {
    CLINICIAN: frozenset({OWN, ERASED}),
    OTHER_CLINICIAN: frozenset({OTHER}),
    QA: _ORGANISATION,
    OPERATIONS: _ORGANISATION,
    ADMINISTRATOR: _ORGANISATION,
    ELSEWHERE: frozenset({FOREIGN}),
    OPERATOR: frozenset(TARGETS),
}
READS: dict[str, frozenset[str]] = {**SEES, OPERATIONS: frozenset(), ADMINISTRATOR: frozenset()}
# Who sees pseudonyms instead of codes.
BLIND = frozenset({QA, OPERATIONS})
# Whose logins, teams and organisations: of the own one, or of another.
OF_ORGANISATION: dict[str, frozenset[str]] = {
    **dict.fromkeys(STAFF, frozenset({OWN})),
    ELSEWHERE: frozenset({FOREIGN}),
    OPERATOR: frozenset({OWN, FOREIGN}),
}

_CLINICIANS = frozenset({CLINICIAN, OTHER_CLINICIAN, ELSEWHERE, OPERATOR})
_READERS = _CLINICIANS | {QA}
_RUNS = _READERS | {OPERATIONS}
_ADMINISTRATORS = frozenset({ADMINISTRATOR, ELSEWHERE, OPERATOR})
_BOTH = _CLINICIANS | _ADMINISTRATORS
_OPERATORS = frozenset({OPERATOR})
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pages:
    """The pages of one model: who opens its list, who adds and changes rows, with which actions.

    `words`: whether the page of a row shows what a person wrote. `of_patients`: whether rows are seen as patients are
    or as organisations. `entries` and `ways`: who may enter what about a row, and who may take words back there.
    `exports`: whether those who see the list may take its rows along.
    `filters`: what the address of the list may hold. `sorts`: the columns it may be sorted by, from 0, the box of an
    action included.
    """

    sees: frozenset[str]
    adds: frozenset[str] = _NOBODY
    changes: frozenset[str] = _NOBODY
    words: bool = False
    of_patients: bool = True
    actions: tuple[str, ...] = ()
    exports: bool = False
    filters: tuple[str, ...] = ()
    sorts: tuple[int, ...] = ()
    entries: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ways: Mapping[str, frozenset[str]] = field(default_factory=dict)


PAGES: dict[str, Pages] = {
    "core.organisation": Pages(
        _ADMINISTRATORS, adds=_OPERATORS, of_patients=False, sorts=(0, 1), entries={"name": _OPERATORS}
    ),
    "core.patient": Pages(
        _BOTH,
        adds=_ADMINISTRATORS,
        sorts=(1, 2, 3, 5),
        entries={
            "person": _ADMINISTRATORS,
            "consent": _BOTH,
            "zone": _BOTH,
            # Everybody in the tests has a login, so there is none to make or to link.
            "new-login": _NOBODY,
            "link-login": _NOBODY,
            "unlink-login": _ADMINISTRATORS,
            "message": _CLINICIANS,
            "diary-file": _CLINICIANS,
            "session": _CLINICIANS,
            "schedule": _ADMINISTRATORS,
        },
        ways={"erase": _ADMINISTRATORS},
    ),
    "core.consenttext": Pages(_BOTH, adds=_ADMINISTRATORS, of_patients=False),
    # The page of a team names all its patients, so it is not for those who see only some.
    "core.careteam": Pages(
        _ADMINISTRATORS, adds=_ADMINISTRATORS, of_patients=False, sorts=(0, 1), entries={"team": _ADMINISTRATORS}
    ),
    "core.user": Pages(
        _ADMINISTRATORS,
        adds=_ADMINISTRATORS,
        changes=_ADMINISTRATORS,
        of_patients=False,
        actions=("take_second_factor_away", "lift_login_limits"),
        filters=("is_staff", "is_active"),
        sorts=(1, 2, 4, 5, 6),
    ),
    "auth.group": Pages(
        _OPERATORS, adds=_OPERATORS, changes=_OPERATORS, of_patients=False, actions=("delete_selected",), sorts=(1,)
    ),
    "core.apitoken": Pages(_ADMINISTRATORS, of_patients=False, actions=("revoke",)),
    "core.loginevent": Pages(_ADMINISTRATORS, of_patients=False, filters=("event",)),
    "core.message": Pages(_READERS, adds=_CLINICIANS, words=True, ways={"delete": _CLINICIANS, "replace": _CLINICIANS}),
    # What was said does not change: every session of the tests has its transcript.
    "core.therapysession": Pages(_READERS | _ADMINISTRATORS, adds=_CLINICIANS, entries={"transcript": _NOBODY}),
    "core.erasurecertificate": Pages(_BOTH),
    "core.accessevent": Pages(_BOTH),
    # The page of a job is shown without its words to those who may not read them.
    "generation.generationjob": Pages(_RUNS, filters=("state", "origin", "feature")),
    # Of one organisation; an operator looks at all and belongs to none.
    "generation.gatepolicyversion": Pages(
        frozenset({QA, ELSEWHERE, OPERATOR}), adds=frozenset({QA, ELSEWHERE}), of_patients=False
    ),
    "generation.pipelineevent": Pages(_RUNS, filters=("phase", "event", "status")),
    "generation.analysisprocessinglog": Pages(_RUNS, filters=("status",)),
    "generation.modelcall": Pages(_RUNS, filters=("outcome",)),
    "generation.notification": Pages(_RUNS, filters=("kind",)),
    "generation.summaryschedule": Pages(_RUNS | _ADMINISTRATORS, filters=("every",)),
    "generation.scheduledsummary": Pages(_RUNS | _ADMINISTRATORS, filters=("outcome",)),
    "generation.generationmetadata": Pages(_READERS, words=True, entries={"notes": _READERS}),
    "generation.stageartifact": Pages(_READERS, words=True),
    "generation.gateresult": Pages(_READERS, words=True, filters=("verdict",)),
    "generation.sessionbridgeversion": Pages(
        _READERS,
        words=True,
        exports=True,
        filters=("outcome", "origin"),
        ways={"withdraw": _CLINICIANS, "again": _CLINICIANS},
    ),
    "generation.yourjourneyversion": Pages(_READERS, words=True, filters=("origin",), ways={"withdraw": _CLINICIANS}),
    "generation.summarywithdrawal": Pages(_READERS, words=True, filters=("cause",)),
    "generation.summaryobjection": Pages(_READERS, words=True),
    # Whoever reads an item or an incident may also say what they think of it.
    "audit.reviewitem": Pages(_READERS, changes=_READERS, words=True),
    "audit.incident": Pages(
        _READERS, changes=_READERS, words=True, exports=True, filters=("kind", "severity", "source")
    ),
    "audit.refusedbullet": Pages(_READERS, changes=_READERS, words=True),
    "generation.sessionanalysis": Pages(_READERS, words=True, filters=("origin",)),
}

# Every other address: what GET is answered, to staff and to others. 302 leads to the login, or home.
_PAGE = (200, 302)
_APP = (401, 401)
# How the API is made is no secret.
OPEN = ("/api/v1/schema/", "/api/v1/docs/", "/api/v1/redoc/")
ADDRESSES: dict[str, tuple[int, int]] = {
    "/": (302, 302),
    "/favicon.ico": (302, 302),
    "/admin/": _PAGE,
    "/admin/login/": (302, 200),
    "/admin/logout/": (405, 302),
    "/admin/password_change/": _PAGE,
    "/admin/password_change/done/": _PAGE,
    "/admin/second-factor/": (200, 302),
    "/admin/choose-password/": (302, 302),
    # Nothing is completed that no form declares, and nothing has a page of its own on the site.
    "/admin/autocomplete/": (403, 302),
    "/admin/jsi18n/": _PAGE,
    "/admin/r/1/1/": (404, 302),
    "/admin/nothing/": (404, 302),
    # The API knows tokens alone.
    "/api/v1/auth/login/": (405, 405),
    "/api/v1/auth/password/": (405, 405),
    "/api/v1/auth/logout/": _APP,
    "/api/v1/summaries/": _APP,
    "/api/v1/summaries/latest/": _APP,
    "/api/v1/summaries/x/": _APP,
    "/api/v1/summaries/x/withdraw/": _APP,
    "/api/v1/summaries/x/objections/": _APP,
    "/api/v1/jobs/x/": _APP,
    "/api/v1/jobs/x/cancel/": _APP,
    "/api/v1/jobs/x/events/": _APP,
    "/api/v1/notifications/": _APP,
    "/api/v1/notifications/x/read/": _APP,
    "/api/v1/me/": _APP,
    "/api/v1/me/zone/": _APP,
    "/api/v1/me/consent/": _APP,
    "/api/v1/me/accesses/": _APP,
    "/api/v1/me/schedule/": _APP,
    "/api/v1/me/erasure/": _APP,
    "/api/v1/messages/": _APP,
    "/api/v1/messages/x/": _APP,
    "/api/v1/patients/": _APP,
    "/api/v1/patients/x/": _APP,
    "/api/v1/sessions/": _APP,
    "/api/v1/summaries/x/metadata/": _APP,
    "/api/v1/journeys/": _APP,
    "/api/v1/journeys/latest/": _APP,
    "/api/v1/journeys/x/": _APP,
    "/api/v1/journeys/x/withdraw/": _APP,
    "/api/v1/journeys/x/metadata/": _APP,
    "/api/v1/patients/x/events/": _APP,
    "/api/v1/sessions/x/waves/": _APP,
    "/api/v1/sessions/x/waves/y/": _APP,
    "/api/v1/sessions/x/events/": _APP,
    "/api/v1/sessions/x/attempts/": _APP,
    "/api/v1/tokens/": _APP,
    "/api/v1/tokens/x/": _APP,
    "/api/v1/nothing/": (404, 404),
    **dict.fromkeys(OPEN, (200, 200)),
}

# The routes of urls.py as Django writes them, by the address that stands for them above.
ROUTES: dict[str, str] = {
    "": "/",
    "favicon.ico": "/favicon.ico",
    "admin/": "/admin/",
    "admin/login/": "/admin/login/",
    "admin/logout/": "/admin/logout/",
    "admin/password_change/": "/admin/password_change/",
    "admin/password_change/done/": "/admin/password_change/done/",
    "admin/second-factor/": "/admin/second-factor/",
    "admin/choose-password/": "/admin/choose-password/",
    "admin/autocomplete/": "/admin/autocomplete/",
    "admin/jsi18n/": "/admin/jsi18n/",
    "admin/r/<path:content_type_id>/<path:object_id>/": "/admin/r/1/1/",
    "admin/(?P<url>.*)$": "/admin/nothing/",
    "api/v1/auth/login/": "/api/v1/auth/login/",
    "api/v1/auth/password/": "/api/v1/auth/password/",
    "api/v1/auth/logout/": "/api/v1/auth/logout/",
    "api/v1/summaries/": "/api/v1/summaries/",
    "api/v1/summaries/latest/": "/api/v1/summaries/latest/",
    "api/v1/summaries/<str:summary_id>/": "/api/v1/summaries/x/",
    "api/v1/summaries/<str:summary_id>/withdraw/": "/api/v1/summaries/x/withdraw/",
    "api/v1/summaries/<str:summary_id>/objections/": "/api/v1/summaries/x/objections/",
    "api/v1/jobs/<str:job_id>/": "/api/v1/jobs/x/",
    "api/v1/jobs/<str:job_id>/cancel/": "/api/v1/jobs/x/cancel/",
    "api/v1/jobs/<str:job_id>/events/": "/api/v1/jobs/x/events/",
    "api/v1/notifications/": "/api/v1/notifications/",
    "api/v1/notifications/<str:notification_id>/read/": "/api/v1/notifications/x/read/",
    "api/v1/me/": "/api/v1/me/",
    "api/v1/me/zone/": "/api/v1/me/zone/",
    "api/v1/me/consent/": "/api/v1/me/consent/",
    "api/v1/me/accesses/": "/api/v1/me/accesses/",
    "api/v1/me/schedule/": "/api/v1/me/schedule/",
    "api/v1/me/erasure/": "/api/v1/me/erasure/",
    "api/v1/messages/": "/api/v1/messages/",
    "api/v1/messages/<str:message_id>/": "/api/v1/messages/x/",
    "api/v1/patients/": "/api/v1/patients/",
    "api/v1/patients/<str:patient_id>/": "/api/v1/patients/x/",
    "api/v1/sessions/": "/api/v1/sessions/",
    "api/v1/summaries/<str:summary_id>/metadata/": "/api/v1/summaries/x/metadata/",
    "api/v1/journeys/": "/api/v1/journeys/",
    "api/v1/journeys/latest/": "/api/v1/journeys/latest/",
    "api/v1/journeys/<str:journey_id>/": "/api/v1/journeys/x/",
    "api/v1/journeys/<str:journey_id>/withdraw/": "/api/v1/journeys/x/withdraw/",
    "api/v1/journeys/<str:journey_id>/metadata/": "/api/v1/journeys/x/metadata/",
    "api/v1/patients/<str:patient_id>/events/": "/api/v1/patients/x/events/",
    "api/v1/sessions/<str:session_id>/waves/": "/api/v1/sessions/x/waves/",
    "api/v1/sessions/<str:session_id>/waves/<str:wave>/": "/api/v1/sessions/x/waves/y/",
    "api/v1/sessions/<str:session_id>/events/": "/api/v1/sessions/x/events/",
    "api/v1/sessions/<str:session_id>/attempts/": "/api/v1/sessions/x/attempts/",
    "api/v1/tokens/": "/api/v1/tokens/",
    "api/v1/tokens/<str:token_id>/": "/api/v1/tokens/x/",
    "api/v1/schema/": "/api/v1/schema/",
    "api/v1/docs/": "/api/v1/docs/",
    "api/v1/redoc/": "/api/v1/redoc/",
    "api/v1/": "/api/v1/nothing/",
}

# The API with a token: reading the summary of a patient, and asking for one.
API_READS: dict[str, frozenset[str]] = {
    **READS,
    PERSON: frozenset({OWN}),
    OTHER_PERSON: frozenset({OTHER}),
    ANONYMOUS: _NOBODY,
}
# The lists of people and of sessions: those who may see such rows in the admin.
API_LISTS_PEOPLE = frozenset({CLINICIAN, OTHER_CLINICIAN, ADMINISTRATOR, ELSEWHERE, OPERATOR})
API_LISTS_SESSIONS = frozenset({CLINICIAN, OTHER_CLINICIAN, QA, ADMINISTRATOR, ELSEWHERE, OPERATOR})
API_ASKS = frozenset({PERSON, OTHER_PERSON, CLINICIAN, OTHER_CLINICIAN, ELSEWHERE, OPERATOR})
# Only the person calls off, objects and reads notices; whoever may ask may withdraw.
API_PERSONS = frozenset({PERSON, OTHER_PERSON})
# What models read of sessions is for staff: with its words, and what happened, without any.
API_READINGS = _READERS
API_TIMELINES = _RUNS
# Sums of what models cost name nobody.
COSTS = frozenset({OPERATIONS, ADMINISTRATOR, ELSEWHERE, OPERATOR})
