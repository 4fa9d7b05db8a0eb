from __future__ import annotations

from core.models.access_event import AccessEvent
from core.models.api_token import ApiToken, Scope
from core.models.care_team import CareTeam
from core.models.change import Change, ChangeSubject
from core.models.consent import Consent, ConsentText, ConsentWord
from core.models.erasure_certificate import ErasureCertificate
from core.models.erasure_request import ErasureRequest
from core.models.kept_answer import KeptAnswer
from core.models.last_run import LastRun, Run
from core.models.login_event import LoginEvent, LoginEventKind
from core.models.login_try import LoginTry
from core.models.message import Message, MessageRevision
from core.models.organisation import Organisation
from core.models.patient import Patient
from core.models.patient_zone import PatientZone
from core.models.second_factor import HiddenCodesDevice, SealedTotpDevice
from core.models.therapy_session import TherapySession
from core.models.user import User, find_user, read_alike

__all__ = [
    "AccessEvent",
    "ApiToken",
    "CareTeam",
    "Change",
    "ChangeSubject",
    "Consent",
    "ConsentText",
    "ConsentWord",
    "ErasureCertificate",
    "ErasureRequest",
    "HiddenCodesDevice",
    "KeptAnswer",
    "LastRun",
    "LoginEvent",
    "LoginEventKind",
    "LoginTry",
    "Message",
    "MessageRevision",
    "Organisation",
    "Patient",
    "PatientZone",
    "Run",
    "Scope",
    "SealedTotpDevice",
    "TherapySession",
    "User",
    "find_user",
    "read_alike",
]
