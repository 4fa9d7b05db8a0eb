"""Pages on which words are taken back: what will go is shown first, and nothing goes without a POST.

A row's page links what may be taken back there, and the list offers the same of selected rows as actions. Whoever does
it needs Django's permission for it, and is recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst

from core.access import record_access
from core.actors import Actor, actor_of
from core.faultpoints import committing
from core.refusals import InputRefused

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin

# The most rows that one page confirms at once.
_MAX_ROWS = 100


class TakeBackForm(forms.Form):
    """One way of taking words back, of `rows` that whoever asks sees.

    `permission` is Django's word for it ("delete", "change"); `shows_words` says that the page itself shows them.
    """

    required_css_class = "required"
    title: ClassVar[str]
    button: ClassVar[str]
    permission: ClassVar[str]
    many: ClassVar[bool] = False
    shows_words: ClassVar[bool] = False
    goes_title: ClassVar[str] = "What goes"
    refused: ClassVar[str] = "Nothing was taken back. Correct what is marked, then try again."

    def __init__(self, rows: Sequence[Any], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(label_suffix="", **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is there."""

    @classmethod
    def fits(cls, row: Any) -> bool:
        """Whether there is anything to take back of `row`."""
        return True

    def goes(self) -> Sequence[str]:
        """What goes, a sentence each."""
        return ()

    def stays(self) -> Sequence[str]:
        """What stays, a sentence each."""
        return ()

    def take_back(self, actor: Actor) -> str:
        """Do it; what was done, in a sentence. Raises InputRefused."""
        raise NotImplementedError

    def next_page(self) -> str:
        """Where to go then, '' for the list."""
        return ""


class TakingBackAdmin(_ModelAdmin):
    """Adds the pages of `ways`, by the word in their address, to an admin of rows of people."""

    ways: Mapping[str, type[TakeBackForm]] = {}

    @property
    def media(self) -> forms.Media:
        """The styles of these pages, beside whatever others the admin has."""
        return super().media + forms.Media(css={"all": ["core/taking_back.css"]})

    def patient_id_of_row(self, row: Any) -> UUID:
        """Whose words they are."""
        return cast("UUID", row.patient_id)

    def may_take_back(self, request: HttpRequest, way: type[TakeBackForm]) -> bool:
        """Whether whoever asks has the permission for it."""
        return request.user.has_perm(f"{self.opts.app_label}.{way.permission}_{self.opts.model_name}")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_back_view)
        return [path("take-back/<slug:word>/", view, name=self._place()), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One action a way, for those who may."""
        return {
            f"take_back_{word}": (_action(word), f"take_back_{word}", way.title)
            for word, way in self.ways.items()
            if self.may_take_back(request, way)
        }

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The page of a row, with what may be taken back there."""
        if obj is not None:
            context["take_back"] = list(self._links(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def take_back_view(self, request: HttpRequest, word: str) -> HttpResponse:
        """Ask, and on POST do it."""
        way = self.ways.get(word)
        rows = self._rows(request)
        if way is None or not rows or (len(rows) > 1 and not way.many):
            raise Http404
        seen = all(self.has_view_permission(request, row) for row in rows)
        if not seen or not self.may_take_back(request, way):
            raise PermissionDenied
        if not all(way.fits(row) for row in rows):
            messages.info(request, "It was taken back before.")
            return HttpResponseRedirect(self._list_page())
        form = way(rows, data=request.POST) if request.method == "POST" else way(rows)
        if form.is_bound and form.is_valid() and self._done(request, form):
            return HttpResponseRedirect(form.next_page() or self._list_page())
        if way.shows_words:
            self._record(request, rows, f"view to {word}")
        return TemplateResponse(request, "core/admin/take_back.html", self._context(request, form))

    def _done(self, request: HttpRequest, form: TakeBackForm) -> bool:
        try:
            # All of the rows or none of them.
            with committing("erase"):
                said = form.take_back(actor_of(request.user))
        except InputRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, capfirst(refusal.reason))
            return False
        messages.success(request, said)
        return True

    def _record(self, request: HttpRequest, rows: Sequence[Any], action: str) -> None:
        for row in rows:
            target = f"{self.opts.db_table} {row.pk}"
            record_access(actor=request.user, patient_id=self.patient_id_of_row(row), action=action, target=target)

    def _rows(self, request: HttpRequest) -> list[Model]:
        """The rows named by the address, all of them or none. Rows that whoever asks does not see are as unknown."""
        named = request.GET.getlist("row")
        try:
            ids = {UUID(each) for each in named}
        except ValueError:
            return []
        rows = list(self.get_queryset(request).filter(pk__in=ids)) if len(ids) <= _MAX_ROWS else []
        return rows if len(rows) == len(ids) else []

    def _context(self, request: HttpRequest, form: TakeBackForm) -> dict[str, Any]:
        [row, *others] = form.rows
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": form.title,
            "form": form,
            "goes": form.goes(),
            "stays": form.stays(),
            "row": row if not others else None,
            "row_page": self._row_page(row),
            "list_name": capfirst(self.opts.verbose_name_plural),
            "list_page": self._list_page(),
        }

    def _links(self, request: HttpRequest, row: Any) -> Iterator[tuple[str, str]]:
        for word, way in self.ways.items():
            if way.fits(row) and self.may_take_back(request, way):
                yield way.title, self.address(word, [row])

    def address(self, word: str, rows: Sequence[Any]) -> str:
        """Where `rows` are taken back in this way."""
        query = urlencode([("row", str(row.pk)) for row in rows])
        return f"{reverse(f'admin:{self._place()}', args=[word])}?{query}"

    def _place(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_take_back"

    def _list_page(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _row_page(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


def _action(word: str) -> Callable[[TakingBackAdmin, HttpRequest, QuerySet[Any]], HttpResponse | None]:
    """The action that leads from selected rows to the page of one way."""

    def take_back(page: TakingBackAdmin, request: HttpRequest, selected: QuerySet[Any]) -> HttpResponse | None:
        way = page.ways[word]
        rows = [row for row in selected[: _MAX_ROWS + 1] if way.fits(row)]
        if not rows:
            messages.info(request, "There is nothing left to take back.")
            return None
        if len(rows) > (_MAX_ROWS if way.many else 1):
            messages.warning(request, f"Select at most {_MAX_ROWS}." if way.many else "Select one at a time.")
            return None
        return HttpResponseRedirect(page.address(word, rows))

    return take_back
