"""Bullets the gate refused: the list of what waits, and the page on which a reader says whether to show one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from audit.models import RefusalVerdict, RefusedBullet
from audit.reading_page import BulletRow, ReadingPage, reading_page
from audit.refused_bullets import say, waiting_refusals
from core.access import accesses_of
from core.admin.utc_columns import utc_column
from core.models import User
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import window_words
from generation.history.stored_run import read_run

_ANSWERS = {"fine": True, "not": False}


class _Shown(NamedTuple):
    """`places`: the entries the bullet rests on, each with its day and time."""

    bullet: BulletRow
    reading: ReadingPage
    places: tuple[tuple[str, str], ...]


@admin.register(RefusedBullet)
class RefusedBulletAdmin(VisibleRowsAdmin[RefusedBullet]):
    """Neither list nor page names the rule before the reader has said what they think of the bullet."""

    patient_paths = ("job__patient",)
    job_paths = ("job",)
    shows_words = True
    list_display = ("person", "window_shown", utc_column("drawn", "created_at"))
    list_select_related = ("job__patient",)
    search_fields = ("job__patient__code__exact",)

    class Media:
        css = {"all": ("audit/review.css",)}
        js = ("audit/refused_bullet.js",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RefusedBullet]:
        """The list holds what waits; a page opens as well what was said."""
        rows = super().get_queryset(request)
        is_list = request.resolver_match is not None and str(request.resolver_match.url_name).endswith("changelist")
        if is_list and isinstance(request.user, User):
            return rows.filter(pk__in=waiting_refusals(request.user).values("pk"))
        return rows

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One bullet beside the diary it speaks of."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        reader = request.user
        if row is None or not isinstance(reader, User):
            raise Http404("There is no such bullet, or none that you may see.")
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        may_say = reader.has_perm("audit.review_summaries")
        status = 200
        if request.method == "POST":
            if not may_say:
                raise PermissionDenied("You may read bullets here, not judge them.")
            if accesses_of(row.job.patient).filter(actor=reader, target=request.path).exists():
                return self._say(request, row, reader)
            messages.error(request, "You had not opened this bullet, so nothing was kept. Read it, then answer.")
            status = 409
        self.record_view(request, row)
        said = RefusalVerdict.objects.filter(bullet=row, reader=reader).first()
        shown = _shown(row)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Would you show this? {row.job.patient.shown_code}",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "row": row,
            "window": window_words(row.job.window_first, row.job.window_last),
            "shown": shown,
            "said": said,
            "may_say": may_say and said is None and shown is not None,
        }
        return TemplateResponse(request, "audit/desk/refused_bullet.html", context, status=status)

    def _say(self, request: HttpRequest, row: RefusedBullet, reader: User) -> HttpResponse:
        answer = request.POST.get("answer", "")
        if answer not in _ANSWERS:
            raise BadRequest("Say whether the bullet is fine to show or not.")
        if not say(row, reader, is_fine=_ANSWERS[answer]):
            messages.warning(request, "You had said what you think of this bullet before; that stands.")
        following = waiting_refusals(reader).values_list("pk", flat=True).first()
        if following is None:
            messages.success(request, "Kept. Nothing more waits here.")
            return HttpResponseRedirect(reverse("admin:audit_refusedbullet_changelist"))
        messages.success(request, "Kept.")
        return HttpResponseRedirect(reverse("admin:audit_refusedbullet_change", args=[following]))

    @admin.display(description="person")
    def person(self, row: RefusedBullet) -> str:
        return row.job.patient.shown_code

    @admin.display(description="window")
    def window_shown(self, row: RefusedBullet) -> str:
        return window_words(row.job.window_first, row.job.window_last)


def _shown(row: RefusedBullet) -> _Shown | None:
    """The bullet and the diary; None where they were erased or an earlier version made them."""
    run = read_run(row.job.artifacts.all())
    report = next((attempt.report for attempt in run.attempts if attempt.number == row.ordinal), None)
    slot = next((slot for slot in report.slots if slot.slot_id == row.slot_id), None) if report else None
    reading = reading_page(run, report.text) if report else None
    if slot is None or reading is None:
        return None
    bullets = (bullet for section in reading.sections for bullet in section.bullets)
    bullet = next((bullet for bullet in bullets if bullet.start == slot.start), None)
    if bullet is None:
        return None
    rests_on = {message_id for message_id, *_ in json.loads(bullet.lights)}
    return _Shown(bullet, reading, tuple(_places(reading, rests_on)))


def _places(reading: ReadingPage, message_ids: set[str]) -> Iterator[tuple[str, str]]:
    for day in reading.days:
        for entry in day.entries:
            if entry.message_id in message_ids:
                yield entry.message_id, f"{day.name} {entry.local_time}"
