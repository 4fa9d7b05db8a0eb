from __future__ import annotations

from core.models.access_event import AccessEvent
from core.models.care_team import CareTeam
from core.models.erasure_certificate import ErasureCertificate
from core.models.message import Message, MessageRevision
from core.models.organisation import Organisation
from core.models.patient import Patient
from core.models.therapy_session import TherapySession
from core.models.user import User

__all__ = [
    "AccessEvent",
    "CareTeam",
    "ErasureCertificate",
    "Message",
    "MessageRevision",
    "Organisation",
    "Patient",
    "TherapySession",
    "User",
]
