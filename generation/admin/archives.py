"""The action of the list of people that takes everything about one of them along."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from core.actors import actor_of
from core.admin.patients import join_person_action
from core.models import Patient
from core.refusals import InputRefused
from core.visibility import may_read
from generation.archives.making import archive_name, export_person

# Who reads the words and knows whose they are: the archive holds both.
_PERMISSIONS = ("core.view_message", "core.see_codes", "generation.view_sessionbridgeversion")


def may_export(request: HttpRequest) -> bool:
    """Whether whoever asks may take archives of the people whose words they read."""
    return request.user.has_perms(_PERMISSIONS)


def export_archive(_page: Any, request: HttpRequest, selected: QuerySet[Patient]) -> HttpResponse | None:
    """The ZIP of the one person selected. It is recorded before it is made."""
    people = list(selected[:2])
    if len(people) != 1:
        messages.warning(request, "Select one at a time.")
        return None
    [patient] = people
    if not may_export(request) or not may_read(request.user, patient.pk):
        messages.warning(request, "You may not read what this person wrote.")
        return None
    with TemporaryFile() as file:
        try:
            export_person(actor_of(request.user), patient, file, target=f"{request.path} archive")
        except InputRefused as refusal:
            messages.warning(request, str(refusal))
            return None
        file.seek(0)
        answer = HttpResponse(file.read(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{archive_name(patient)}"'
    answer["Cache-Control"] = "no-store"
    return answer


join_person_action("export_archive", "Export everything about the person (ZIP)", may_export, export_archive)
