"""Incidents: the list, and the page of one, where it is closed with what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from audit.incidents import close
from audit.models import Incident
from core.admin.exporting import ExportingAdmin
from core.admin.utc_columns import utc_column
from core.models import User
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import badge, window_words

_WORDS_MAX_LENGTH = 2000


class ClosingForm(forms.Form):
    what_was_done = forms.CharField(
        label="What was done", max_length=_WORDS_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


@admin.register(Incident)
class IncidentAdmin(ExportingAdmin, VisibleRowsAdmin[Incident]):
    """Words of what was done may quote the diary, so the page of one is recorded as an access."""

    patient_paths = ("job__patient",)
    job_paths = ("job",)
    shows_words = True
    list_display = ("person", "kind", "severity", "source", utc_column("noticed", "noticed_at"), "state_shown")
    list_filter = ("kind", "severity", "source")
    list_select_related = ("job__patient", "closed_by")
    export_columns = {
        "person": lambda incident: incident.job.patient.shown_code,
        "window_first": lambda incident: incident.job.window_first.isoformat(),
        "window_last": lambda incident: incident.job.window_last.isoformat(),
        "kind": lambda incident: incident.kind,
        "severity": lambda incident: incident.severity,
        "source": lambda incident: incident.source,
        "noticed": lambda incident: incident.noticed_at.isoformat(),
        "closed": lambda incident: incident.closed_at.isoformat() if incident.closed_at else None,
        "closed_by": lambda incident: str(incident.closed_by) if incident.closed_by else None,
        "what_was_done": lambda incident: incident.what_was_done,
    }
    search_fields = ("job__patient__code__exact",)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One incident; whoever may review closes it."""
        incident = self._find(request, object_id)
        may_close = request.user.has_perm("audit.review_summaries")
        if request.method == "POST" and not may_close:
            raise PermissionDenied("You may see incidents here, not close them.")
        self.record_view(request, incident)
        form = ClosingForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
            if close(incident, by=request.user, what_was_done=form.cleaned_data["what_was_done"]):
                messages.success(request, "Closed.")
            else:
                messages.warning(request, "Somebody else had closed it before; what they did stands.")
            return HttpResponseRedirect(reverse("admin:audit_incident_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{incident.get_kind_display()}, {incident.job.patient.shown_code}",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "incident": incident,
            "window": window_words(incident.job.window_first, incident.job.window_last),
            "form": form if may_close and incident.closed_at is None else None,
        }
        status = 400 if request.method == "POST" else 200
        return TemplateResponse(request, "audit/desk/incident.html", context, status=status)

    @admin.display(description="person")
    def person(self, incident: Incident) -> str:
        return incident.job.patient.shown_code

    @admin.display(description="state")
    def state_shown(self, incident: Incident) -> SafeString:
        return badge("open", sign="!", kind="failed") if incident.closed_at is None else badge("closed", sign="✓")

    def _find(self, request: HttpRequest, object_id: str) -> Incident:
        """The incident. Raises PermissionDenied, or Http404 where it is not there for whoever asks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            incident_id = UUID(object_id)
        except ValueError:
            raise Http404("There is no such incident.") from None
        rows = self.get_queryset(request).select_related("job__patient", "job__review_item", "closed_by")
        incident = rows.filter(pk=incident_id).first()
        if incident is None:
            self.refuse_withheld(request, object_id)
            raise Http404("There is no such incident, or none that you may see.")
        if not self.has_view_permission(request, incident):
            raise PermissionDenied
        return incident
