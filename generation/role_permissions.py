"""What each role may do with jobs, summaries and what they cost."""

from __future__ import annotations

from core.roles import Role

# No word of a diary is in these.
_RUNS = (
    "view_generationjob",
    "view_pipelineevent",
    "view_analysisprocessinglog",
    "view_modelcall",
    "view_notification",
    *("view_summaryschedule", "view_scheduledsummary"),
)
_WORDS = (
    "view_stageartifact",
    "view_gateresult",
    "view_sessionbridgeversion",
    "view_yourjourneyversion",
    "view_summaryobjection",
    "view_summarywithdrawal",
    "view_sessionanalysis",
    "view_generationmetadata",
)
GENERATION_PERMISSIONS = {
    # When summaries are made and what they cost, not what they say.
    Role.ADMINISTRATOR: (
        *("view_summaryschedule", "change_summaryschedule", "view_scheduledsummary"),
        "see_costs",
    ),
    Role.CLINICIAN: (
        *_RUNS,
        *_WORDS,
        "add_generationjob",
        *("delete_sessionbridgeversion", "delete_yourjourneyversion"),
        "change_generationmetadata",
    ),
    # What blocks is for those to set who read what was blocked.
    Role.QA: (
        *_RUNS,
        *_WORDS,
        "view_gatepolicyversion",
        "add_gatepolicyversion",
        "change_generationmetadata",
    ),
    # Sums, without a person in them.
    Role.OPERATIONS: (*_RUNS, "see_costs"),
}
