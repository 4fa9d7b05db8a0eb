"""The reviewers' desk: the queue is the list of review items, and the page of one is where a summary is read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from audit.drawing import draw_items
from audit.models import Question, ReviewItem, ReviewReason
from audit.quality import LEAST, quality_figures
from audit.quality_view import QUALITY_DAYS, QualityForm, quality_rows
from audit.review_form import ReviewForm
from audit.review_queue import Taken, live_reservations, reserve, waiting_counts, waiting_items
from audit.review_view import queue_rows, review_page
from audit.reviewing import SaidBefore, commit_review
from core.models import User
from core.visibility import visible_patients
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.history.stored_run import StoredRun, read_run
from generation.models import GenerationJob

_WITH_JOB = (
    "job__patient",
    "job__requested_by",
    "job__sessionbridgeversion__metadata",
    "job__sessionbridgeversion__withdrawal",
)
_PER_PAGE = 50


@admin.register(ReviewItem)
class ReviewItemAdmin(VisibleRowsAdmin[ReviewItem]):
    """Opens on what waits for whoever asks; each item is read, answered and left by keyboard."""

    patient_paths = ("job__patient",)
    shows_diary_text = True

    class Media:
        css = {"all": ("generation/desk.css", "audit/review.css")}
        js = ("audit/review.js",)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("quality/", self.admin_site.admin_view(self.quality_view), name="audit_quality"),
            *super().get_urls(),
        ]

    def quality_view(self, request: HttpRequest) -> HttpResponse:
        """The figures over the last days, of the people whose summaries whoever asks may see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = QualityForm(request.GET or None)
        days = form.cleaned_data["days"] if form.is_valid() else QUALITY_DAYS
        jobs = GenerationJob.objects.filter(patient__in=visible_patients(_reader(request)))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Quality",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "form": form,
            "days": days,
            "least": LEAST,
            "figures": quality_rows(quality_figures(timezone.now() - timedelta(days=days), jobs)),
        }
        return TemplateResponse(request, "audit/desk/quality.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The queue of whoever asks. Items of jobs that ended since are made first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        draw_items()
        reader = _reader(request)
        code, reason, mine = (request.GET.get(name, "") for name in ("q", "reason", "mine"))
        waiting = waiting_items(reader)
        if code:
            waiting = waiting.filter(job__patient__code=code.replace("\x00", ""))
        if reason in ReviewReason.values:
            waiting = waiting.filter(Q(raised=reason) | Q(raised="", reason=reason))
        if mine:
            waiting = waiting.filter(pk__in=live_reservations(waiting).filter(reviewer=reader).values("item"))
        page = Paginator(waiting.select_related("job__patient", "job__sessionbridgeversion"), _PER_PAGE).get_page(
            request.GET.get("p")
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Review queue",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "counts": [(ReviewReason(each).label, each, many) for each, many in waiting_counts(reader).items()],
            "rows": queue_rows(list(page), reader),
            "page": page,
            "code": code,
            "reason": reason,
            "mine": bool(mine),
        }
        return TemplateResponse(request, "audit/desk/queue.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Read one summary; commit what is said of it."""
        item = self.get_object(request, object_id)
        if item is None:
            raise Http404("There is no such item, or none that you may see.")
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        reader = _reader(request)
        may_review = request.user.has_perm("audit.review_summaries")
        if request.method == "POST" and not may_review:
            raise PermissionDenied("You may read summaries here, not review them.")
        self.record_view(request, item)
        run = read_run(item.job.artifacts.order_by("position"))
        form = self._form(request, item, run)
        if request.method == "POST" and form is not None and form.is_valid():
            return self._commit(request, item, reader, form)
        held = reserve(item, reader) if may_review else None
        if isinstance(held, Taken):
            messages.info(request, _taken_words(held))
        page = review_page(item, reader, run)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{page.person}, {page.window}",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "page": page,
            "form": form if may_review and page.own is None and page.reading else None,
            "questions": Question,
        }
        status = 400 if request.method == "POST" else 200
        return TemplateResponse(request, "audit/desk/review.html", context, status=status)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ReviewItem | None:
        """The item with everything its page shows of the job, in one query."""
        try:
            item_id = UUID(object_id)
        except ValueError:
            return None
        return self.get_queryset(request).select_related(*_WITH_JOB).filter(pk=item_id).first()

    def _form(self, request: HttpRequest, item: ReviewItem, run: StoredRun) -> ReviewForm | None:
        text = item.job.sessionbridgeversion.text
        if text is None or run.record is None:
            return None
        entries = {id_: entry.text for id_, entry in run.record.entries_by_message_id.items()}
        return ReviewForm(request.POST if request.method == "POST" else None, text=text, messages=entries)

    def _commit(self, request: HttpRequest, item: ReviewItem, reader: User, form: ReviewForm) -> HttpResponse:
        held = reserve(item, reader)
        try:
            commit_review(item, reader, form.said())
        except SaidBefore:
            messages.warning(request, "You had read this summary before; your first reading stands.")
        else:
            late = " Somebody else has read it meanwhile; both readings are kept." if isinstance(held, Taken) else ""
            messages.success(request, f"Kept: {item.job.patient.code}.{late}")
        following = waiting_items(reader).values_list("pk", flat=True).first()
        if following is None:
            return HttpResponseRedirect(reverse("admin:audit_reviewitem_changelist"))
        return HttpResponseRedirect(reverse("admin:audit_reviewitem_change", args=[following]))


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _taken_words(held: Taken) -> str:
    if held.until is None:
        return "As many readers as this summary takes have read it. You may read it; another reading is kept as well."
    left = max(1, round((held.until - timezone.now()).total_seconds() / 60))
    return f"Somebody else has this summary open, for {left} more minutes. You may read it; nothing of theirs is lost."
