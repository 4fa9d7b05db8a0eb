"""What each role may do with people and diaries."""

from __future__ import annotations

from core.roles import Role

CORE_PERMISSIONS = {
    Role.ADMINISTRATOR: (
        "see_organisation",
        "see_codes",
        "view_organisation",
        *("view_patient", "add_patient", "change_patient"),
        *("view_careteam", "add_careteam", "change_careteam"),
        *("view_user", "add_user", "change_user"),
        *("view_consenttext", "add_consenttext"),
        *("add_consent", "add_patientzone"),
        *("delete_patient", "view_erasurecertificate"),
        "view_therapysession",
        "view_accessevent",
        "view_loginevent",
        *("view_apitoken", "change_apitoken"),
    ),
    Role.CLINICIAN: (
        "see_codes",
        "read_words",
        "view_patient",
        *("view_consenttext", "add_consent", "add_patientzone"),
        *("view_message", "add_message", "change_message", "delete_message"),
        *("view_therapysession", "add_therapysession", "change_therapysession"),
        *("view_accessevent", "view_erasurecertificate"),
    ),
    Role.QA: ("see_organisation", "read_organisation_words", "view_message", "view_therapysession"),
    Role.OPERATIONS: ("see_organisation",),
}
