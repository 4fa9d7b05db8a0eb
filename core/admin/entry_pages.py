"""Pages on which staff enter something: one view for every form, linked from the page of what it is about.

The page of a row itself stays read-only. A row's page links the entries whoever looks may make, and shows what was
entered before, with who and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst

from core.actors import actor_of
from core.admin.entry_forms import AT_ONCE, EntryForm
from core.models import Change
from core.refusals import InputRefused

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin

_CHANGES_SHOWN = 50


class Entry(NamedTuple):
    """Something that can be entered on the page of a row. `permissions`: what whoever enters it has to have."""

    title: str
    form: type[EntryForm]
    permissions: tuple[str, ...]


class Section(NamedTuple):
    """A table below the fields of a row's page. `page` is what leads to the rows before and after these."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    empty: str
    page: Page[Any] | None = None


MoreSections = Callable[[HttpRequest, Any], Iterable[Section]]
_more_sections: defaultdict[type[Model], list[MoreSections]] = defaultdict(list)


def join_sections(model: type[Model], sections: MoreSections) -> None:
    """Show more below the fields of a row's page: what other apps know of it. They ask for permissions themselves."""
    _more_sections[model].append(sections)


_more_entries: defaultdict[type[Model], dict[str, Entry]] = defaultdict(dict)


def join_entries(model: type[Model], entries: Mapping[str, Entry]) -> None:
    """Have more entered on the page of a row: what other apps keep of it."""
    _more_entries[model].update(entries)


class EntryPagesAdmin(_ModelAdmin):
    """Adds a form for new rows (`new_form`) and forms about one row (`entries`, by the word in their address)."""

    new_form: type[EntryForm] | None = None
    entries: Mapping[str, Entry] = {}
    change_form_template = "core/admin/row.html"

    class Media:
        css = {"all": ("core/entry.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.new_form is not None and admin.ModelAdmin.has_add_permission(self, request)

    @property
    def all_entries(self) -> Mapping[str, Entry]:
        """Those of this app, then those of others."""
        return {**self.entries, **_more_entries[self.model]}

    def may_enter(self, request: HttpRequest, name: str, row: Any) -> bool:
        """Whether whoever asks may make this entry about `row`, which they see."""
        return request.user.has_perms(self.all_entries[name].permissions)

    def sections(self, request: HttpRequest, row: Any) -> Iterable[Section]:
        """What the page of `row` shows below its fields."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_entry"
        view = self.admin_site.admin_view(self.entry_view)
        return [path("<uuid:object_id>/enter/<slug:entry>/", view, name=name), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The form for a new row."""
        if self.new_form is None or not self.has_add_permission(request):
            raise PermissionDenied
        return self._form_page(request, self.new_form, None, f"Add {self.opts.verbose_name}")

    def entry_view(self, request: HttpRequest, object_id: UUID, entry: str) -> HttpResponse:
        """One of `entries`, about a row that whoever asks sees."""
        row = self.get_object(request, str(object_id))
        if row is None or entry not in self.all_entries:
            raise Http404
        if not self.has_view_permission(request, row) or not self.may_enter(request, entry, row):
            raise PermissionDenied
        return self._form_page(request, self.all_entries[entry].form, row, f"{self.all_entries[entry].title}: {row}")

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The page of a row, with what can be entered about it and what is known of it."""
        if obj is not None:
            more = [section for join in _more_sections[self.model] for section in join(request, obj)]
            context |= {
                "entries": list(self.entry_links(request, obj)),
                "sections": [*more, *self.sections(request, obj)],
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def entry_links(self, request: HttpRequest, row: Any) -> Iterator[tuple[str, str]]:
        """What the page of `row` links: the words of a link, and its address."""
        place = f"admin:{self.opts.app_label}_{self.opts.model_name}_entry"
        for name, entry in self.all_entries.items():
            if self.may_enter(request, name, row):
                yield entry.title, reverse(place, args=[row.pk, name])

    def _form_page(self, request: HttpRequest, form_class: type[EntryForm], row: Any, title: str) -> HttpResponse:
        sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
        form = form_class(request.user, row, initial=_start(form_class, request), **sent)  # type: ignore[arg-type]
        if sent and form.is_valid() and (done := _enter(form, request)):
            messages.success(request, form.done)
            return HttpResponseRedirect(_page_of(done))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "row": row,
            "row_page": _page_of(row) if row else "",
            "list_name": capfirst(self.opts.verbose_name_plural),
            "list_page": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "core/admin/entry.html", context)


def history_section(request: HttpRequest, changes: QuerySet[Change]) -> Section:
    """Who entered or changed what, newest first, page by page."""
    page = Paginator(changes, _CHANGES_SHOWN).get_page(request.GET.get("p"))
    rows = [
        (f"{change.at:%Y-%m-%d %H:%M} UTC", change.actor_label, capfirst(change.get_subject_display()), change.details)
        for change in page
    ]
    columns = ("When", "Who", "What", "In words")
    return Section("History", columns, rows, "Nothing has changed since histories began.", page)


def _start(form_class: type[EntryForm], request: HttpRequest) -> dict[str, str]:
    """What a link to the form fills in: fields that are seen, as text."""
    seen = {name for name, field in form_class.base_fields.items() if not field.widget.is_hidden}
    return {name: str(value) for name, value in request.GET.items() if name in seen and "\0" not in value}


def _enter(form: EntryForm, request: HttpRequest) -> Model | None:
    try:
        return form.enter(actor_of(request.user))
    except InputRefused as refusal:
        form.refuse(refusal)
    except IntegrityError:
        form.add_error(None, AT_ONCE)
    return None


def _page_of(row: Model) -> str:
    meta = row._meta  # noqa: SLF001 - Django's public name for it
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
