"""The tables. A foreign key that leads a longer index has none of its own (`db_index=False`)."""

from __future__ import annotations

from generation.models.artifact import StageArtifact
from generation.models.gate_policy import GatePolicyVersion
from generation.models.gate_result import GateResult, GateVerdict
from generation.models.generation_metadata import GenerationMetadata
from generation.models.job import Feature, GenerationJob, GenerationJobMessage, Origin
from generation.models.leased_work import ACTIVE_STATES, TERMINAL_STATES, JobState
from generation.models.logs import (
    AnalysisProcessingLog,
    LogStatus,
    PipelineEvent,
)
from generation.models.model_call import ModelCall
from generation.models.notification import Notification, NotificationKind
from generation.models.pinned_analysis import GenerationJobAnalysis
from generation.models.published_version import VersionOrigin
from generation.models.session_analysis import SessionAnalysis
from generation.models.session_bridge import (
    PatientSessionBridge,
    SessionBridgeVersion,
    SummaryOutcome,
)
from generation.models.summary_objection import SummaryObjection
from generation.models.summary_schedule import (
    MAX_DAYS,
    Every,
    ScheduledOutcome,
    ScheduledSummary,
    SummarySchedule,
)
from generation.models.summary_to_make_anew import SummaryToMakeAnew
from generation.models.summary_withdrawal import SummaryWithdrawal, WithdrawalCause
from generation.models.token_reservation import TokenReservation
from generation.models.your_journey import PatientYourJourney, YourJourneyVersion
from generation.waves import EventName, Phase

__all__ = [
    "ACTIVE_STATES",
    "MAX_DAYS",
    "TERMINAL_STATES",
    "AnalysisProcessingLog",
    "EventName",
    "Every",
    "Feature",
    "GatePolicyVersion",
    "GateResult",
    "GateVerdict",
    "GenerationJob",
    "GenerationJobAnalysis",
    "GenerationJobMessage",
    "GenerationMetadata",
    "JobState",
    "LogStatus",
    "ModelCall",
    "Notification",
    "NotificationKind",
    "Origin",
    "PatientSessionBridge",
    "PatientYourJourney",
    "Phase",
    "PipelineEvent",
    "ScheduledOutcome",
    "ScheduledSummary",
    "SessionAnalysis",
    "SessionBridgeVersion",
    "StageArtifact",
    "SummaryObjection",
    "SummaryOutcome",
    "SummarySchedule",
    "SummaryToMakeAnew",
    "SummaryWithdrawal",
    "TokenReservation",
    "VersionOrigin",
    "WithdrawalCause",
    "YourJourneyVersion",
]
