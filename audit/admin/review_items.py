"""The reviewers' desk: the queue is the list of review items, and the page of one is where a summary is read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from audit.admin.exports import export_view
from audit.admin.person import person_view
from audit.correction_page import CorrectionForm, day_rows, finding_words, listed_rows
from audit.drawing import draw_items
from audit.gate_against_readers import against_readers
from audit.models import ReviewItem, ReviewReason
from audit.plain_reading import entry_texts
from audit.quality import accepted_jobs, quality_figures
from audit.quality_view import QUALITY_DAYS, QualityForm, quality_rows
from audit.review_form import ReviewForm
from audit.review_queue import Taken, live_reservations, queue_state, reserve, waiting_items
from audit.review_view import age_words, queue_rows, review_page
from audit.reviewing import NeverOpened, SaidBefore, WordsGone, commit_review
from audit.weighed_readings import MIN_READINGS
from core.access import record_accesses
from core.models import User
from core.refusals import InputRefused
from core.visibility import visible_patients
from generation.admin.asking import ask_for_summary, unfit_reason
from generation.admin.visible_rows import VisibleRowsAdmin
from generation.admin.wording import window_words
from generation.corrections import (
    Correctable,
    Preview,
    correct_summary,
    find_correctable,
    preview_correction,
)
from generation.first_readings import AFTER_YOUR_FIRST_READING, note_shown, withheld_jobs
from generation.gate_policies import policy_in_force
from generation.history.stored_run import StoredRun, read_run
from generation.lifecycle.pointers import is_shown
from generation.models import GenerationJob, SummaryWithdrawal
from generation.summary_requests import Busy

_WITH_JOB = (
    "job__patient",
    "job__requested_by",
    "job__sessionbridgeversion__metadata",
    "job__sessionbridgeversion__withdrawal",
)
_PER_PAGE = 50
_NEVER_OPENED = "You had not opened this summary, so nothing was kept. Read it here, then commit what you think of it."
_ERASED = "The words of this summary are gone: they were erased. Nothing of your reading was kept."
# What the address of the queue may hold.
_OF_THE_ADDRESS = {"q", "reason", "mine", "p"}


@admin.register(ReviewItem)
class ReviewItemAdmin(VisibleRowsAdmin[ReviewItem]):
    """Opens on what waits for whoever asks; each item is read, answered and left by keyboard."""

    patient_paths = ("job__patient",)
    # Its own pages hide what is not to be seen yet.
    job_paths = ()
    shows_words = True
    search_fields = ("job__patient__code__exact",)

    class Media:
        css = {"all": ("generation/desk.css", "audit/review.css")}
        js = ("audit/review.js",)

    def get_urls(self) -> list[URLPattern]:
        return [
            path("person/<uuid:patient_id>/", self.admin_site.admin_view(self.person_view), name="audit_person"),
            path("export/", self.admin_site.admin_view(self.export_view), name="audit_export"),
            path("quality/", self.admin_site.admin_view(self.quality_view), name="audit_quality"),
            path("<uuid:item_id>/correct/", self.admin_site.admin_view(self.correction_view), name="audit_correct"),
            path("<uuid:item_id>/again/", self.admin_site.admin_view(self.again_view), name="audit_again"),
            *super().get_urls(),
        ]

    def person_view(self, request: HttpRequest, patient_id: UUID) -> HttpResponse:
        """See `audit.admin.person`."""
        return person_view(self, request, patient_id)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """See `audit.admin.exports`."""
        return export_view(self, request)

    def again_view(self, request: HttpRequest, item_id: UUID) -> HttpResponse:
        """Have the same diary summarised again, with a reason."""
        item = self._find(request, str(item_id))
        if request.method != "POST" or not request.user.has_perm("audit.correct_summaries"):
            raise PermissionDenied("You may read summaries here, not ask for new ones.")
        job, reason = item.job, request.POST.get("reason", "").strip()
        if not is_shown(job.sessionbridgeversion.pk):
            messages.warning(request, "No new summary from here: the person no longer sees this one.")
        elif wrong := unfit_reason(reason):
            messages.error(request, wrong)
        else:
            _, words = ask_for_summary(job.patient, _reader(request), summarised_to=job.window_last, again=reason)
            messages.info(request, words)
        return HttpResponseRedirect(reverse("admin:audit_reviewitem_change", args=[item.pk]))

    def correction_view(self, request: HttpRequest, item_id: UUID) -> HttpResponse:
        """Choose other sentences, look at the text they give, publish it."""
        item = self._find(request, str(item_id))
        if not request.user.has_perm("audit.correct_summaries"):
            raise PermissionDenied("You may read summaries here, not correct them.")
        if item.job_id in withheld_jobs(request.user):
            raise PermissionDenied(AFTER_YOUR_FIRST_READING)
        note_shown(request.user, item.job_id)
        self.record_view(request, item)
        try:
            of = find_correctable(item.job.sessionbridgeversion)
        except InputRefused as refused:
            messages.warning(request, f"It cannot be corrected: {refused.reason}")
            return HttpResponseRedirect(reverse("admin:audit_reviewitem_change", args=[item.pk]))
        form = CorrectionForm(request.POST if request.method == "POST" else None, of=of)
        quoted, dropped = frozenset(of.composition.quoted), frozenset[str]()
        preview: Preview | None = None
        if request.method == "POST" and form.is_valid():
            quoted, dropped = form.quoted(), form.dropped()
            preview = preview_correction(of, quoted=quoted, dropped=dropped)
            if "publish" in request.POST and self._publish(request, of, preview, form.cleaned_data["reason"]):
                return HttpResponseRedirect(reverse("admin:audit_reviewitem_change", args=[item.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Correct {item.job.patient.shown_code}",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "item": item,
            "window": window_words(item.job.window_first, item.job.window_last),
            "form": form,
            "days": day_rows(of, quoted),
            "listed": listed_rows(of, dropped),
            "preview": preview,
            "findings": finding_words(preview) if preview else (),
        }
        return TemplateResponse(request, "audit/desk/correction.html", context, status=400 if form.errors else 200)

    def _publish(self, request: HttpRequest, of: Correctable, preview: Preview, reason: str) -> bool:
        try:
            answer = correct_summary(of, preview, reason=reason, by=_reader(request))
        except InputRefused as refused:
            messages.error(request, f"Not published: {refused.reason}")
            return False
        if isinstance(answer, Busy):
            messages.error(request, "Not published: another summary of this person is still being made. Try again.")
            return False
        messages.success(request, "The correction is being published; the person then sees it instead.")
        return True

    def quality_view(self, request: HttpRequest) -> HttpResponse:
        """The figures over the last days, of the people whose summaries whoever asks may see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = QualityForm(request.GET or None)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Quality",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "form": form,
        }
        if form.is_bound and not form.is_valid():
            return TemplateResponse(request, "audit/desk/quality.html", context, status=400)
        days = form.cleaned_data["days"] if form.is_bound else QUALITY_DAYS
        reader = _reader(request)
        since = timezone.now() - timedelta(days=days)
        jobs = accepted_jobs(since, GenerationJob.objects.filter(patient__in=visible_patients(reader)))
        in_force = policy_in_force(reader.organisation_id).review if reader.organisation_id else ()
        figures = quality_figures(jobs)
        against = against_readers(jobs, figures.words, in_force)
        context |= {
            "days": days,
            "least": MIN_READINGS,
            "figures": quality_rows(figures, against),
            "may_change_policy": reader.has_perm("generation.add_gatepolicyversion"),
        }
        return TemplateResponse(request, "audit/desk/quality.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The queue of whoever asks. Items of jobs that ended since are made first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if undeclared := {*request.GET} - _OF_THE_ADDRESS:
            raise BadRequest(f"The queue is not filtered by {', '.join(sorted(undeclared))[:100]}.")
        draw_items()
        reader = _reader(request)
        code, reason, mine = (request.GET.get(name, "") for name in ("q", "reason", "mine"))
        waiting = waiting_items(reader)
        if code:
            waiting, _ = self.get_search_results(request, waiting, code.replace("\x00", ""))
        if reason and reason not in ReviewReason.values:
            raise BadRequest("The queue knows no such reason.")
        if reason:
            waiting = waiting.filter(Q(raised=reason) | Q(raised="", reason=reason))
        if mine:
            waiting = waiting.filter(pk__in=live_reservations(waiting).filter(reviewer=reader).values("item"))
        state = queue_state(reader)
        # Of the page alone: joined, they would be read of everything that waits.
        whole = waiting.prefetch_related("job__patient", "job__sessionbridgeversion")
        pages = Paginator(whole, _PER_PAGE)
        if not (code or reason or mine):
            pages.count = state.waiting
        page = pages.get_page(request.GET.get("p"))
        rows = queue_rows(list(page), reader)
        if quoted := {row.item.job.patient_id for row in rows if row.urgent_words}:
            record_accesses(actor=reader, patient_ids=quoted, action="view", target=request.path)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Review queue",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "state": state,
            "counts": [(each.label, each, many) for each, many in state.counts.items()],
            "oldest": age_words(state.oldest) if state.oldest else "",
            "rows": rows,
            "page": page,
            "search_help": self.search_help(request),
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
        item = self._find(request, object_id)
        reader = _reader(request)
        may_review = request.user.has_perm("audit.review_summaries")
        if request.method == "POST" and not may_review:
            raise PermissionDenied("You may read summaries here, not review them.")
        self.record_view(request, item)
        artifacts = list(item.job.artifacts.order_by("position"))
        run = read_run(artifacts)
        form = self._form(request, item, run)
        status = 400 if request.method == "POST" else 200
        if request.method == "POST" and form is not None and form.is_valid():
            try:
                return self._commit(request, item, reader, form)
            except NeverOpened:
                messages.error(request, _NEVER_OPENED)
                status = 409
        if request.method == "POST" and form is None:
            messages.error(request, _ERASED)
        # What takes no reading is nobody's to hold.
        held = reserve(item, reader) if may_review and form is not None else None
        if isinstance(held, Taken):
            messages.info(request, _taken_words(held))
        page = review_page(item, reader, artifacts, run)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{page.person}, {page.window}",
            "is_nav_sidebar_enabled": False,
            "media": self.media,
            "page": page,
            "form": form if may_review and page.own is None and page.reading else None,
            # Only of what the person sees is there something to correct or to make anew.
            "may_correct": page.is_shown and request.user.has_perm("audit.correct_summaries") and page.run is not None,
        }
        return TemplateResponse(request, "audit/desk/review.html", context, status=status)

    def _find(self, request: HttpRequest, object_id: str) -> ReviewItem:
        """The item. Raises PermissionDenied, or Http404 where it is not there for whoever asks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        item = self.get_object(request, object_id)
        if item is None:
            raise Http404("There is no such item, or none that you may see.")
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        return item

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ReviewItem | None:
        """The item with everything its page shows of the job, in one query."""
        try:
            item_id = UUID(object_id)
        except ValueError:
            return None
        return self.get_queryset(request).select_related(*_WITH_JOB).filter(pk=item_id).first()

    def _form(self, request: HttpRequest, item: ReviewItem, run: StoredRun) -> ReviewForm | None:
        text = item.job.sessionbridgeversion.text
        if text is None:
            return None
        texts = entry_texts(item.job, run)
        return ReviewForm(request.POST if request.method == "POST" else None, text=text, messages=texts)

    def _commit(self, request: HttpRequest, item: ReviewItem, reader: User, form: ReviewForm) -> HttpResponse:
        """Keep what the reader says, and on to the next item. Raises NeverOpened."""
        held = reserve(item, reader)
        try:
            commit_review(item, reader, form.said())
        except SaidBefore:
            messages.warning(request, "You had read this summary before; your first reading stands.")
        except WordsGone:
            messages.error(request, _ERASED)
        else:
            late = " Somebody else has read it meanwhile; both readings are kept." if isinstance(held, Taken) else ""
            gone = " It was withdrawn: the person no longer sees it." if _is_withdrawn(item) else ""
            messages.success(request, f"Kept.{late}{gone}")
        following = waiting_items(reader).values_list("pk", flat=True).first()
        if following is None:
            return HttpResponseRedirect(reverse("admin:audit_reviewitem_changelist"))
        return HttpResponseRedirect(reverse("admin:audit_reviewitem_change", args=[following]))


def _reader(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _is_withdrawn(item: ReviewItem) -> bool:
    """Asked anew: it may have happened while the page was open."""
    return SummaryWithdrawal.objects.filter(session_bridge_version__job=item.job_id).exists()


def _taken_words(held: Taken) -> str:
    if held.until is None:
        return "As many readers as this summary takes have read it. You may read it; another reading is kept as well."
    left = max(1, round((held.until - timezone.now()).total_seconds() / 60))
    return f"Somebody else has this summary open, for {left} more minutes. You may read it; nothing of theirs is lost."
