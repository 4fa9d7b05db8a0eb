"""The page of one person on the desk, and asking for a summary there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from audit.drawing import draw_items
from audit.person_page import WINDOWS, person_page
from core.access import record_access
from core.models import Patient, User
from core.visibility import may_read, visible_patients
from generation.admin.asking import REASON_LABEL, REASON_MAX_LENGTH, ask_for_summary, unfit_reason

if TYPE_CHECKING:
    from django.contrib import admin

    from audit.models import ReviewItem

    _Admin = admin.ModelAdmin[ReviewItem]

_READS, _ASKS = "generation.view_sessionbridgeversion", "generation.add_generationjob"


def person_view(desk: _Admin, request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """GET shows the page, and is recorded; POST asks for a summary of the days up to today."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(_READS):
        raise PermissionDenied
    patient = visible_patients(user).select_related("organisation").filter(pk=patient_id).first()
    if patient is None:
        raise Http404("There is no such person, or none that you may see.")
    if not may_read(user, patient.pk):
        raise PermissionDenied("You may see this person, not read what they wrote.")
    if request.method == "POST":
        _ask(request, patient, user)
        return HttpResponseRedirect(reverse("admin:audit_person", args=[patient.pk]))
    record_access(actor=user, patient_id=patient.pk, action="view", target=request.path)
    # What is there to be read first is known then.
    draw_items()
    page = person_page(patient, user)
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": page.person,
        "is_nav_sidebar_enabled": False,
        "media": desk.media,
        "page": page,
        "patient": patient,
        "most_windows": WINDOWS,
        "may_ask": user.has_perm(_ASKS) and not page.is_erased,
        "may_withdraw": user.has_perm("generation.delete_sessionbridgeversion"),
        "reason_label": REASON_LABEL,
        "reason_max_length": REASON_MAX_LENGTH,
    }
    return TemplateResponse(request, "audit/desk/person.html", context)


def _ask(request: HttpRequest, patient: Patient, user: User) -> None:
    if not user.has_perm(_ASKS):
        raise PermissionDenied("You may read summaries here, not ask for new ones.")
    reason = request.POST.get("reason", "").strip()
    if reason and (wrong := unfit_reason(reason)):
        messages.error(request, wrong)
        return
    is_asked, words = ask_for_summary(patient, user, again=reason)
    (messages.success if is_asked else messages.warning)(request, words)
