from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncHour
from django.http import HttpRequest

from core.admin.checked_list import CheckedChangeList
from core.admin.read_only import OwnOrganisationAdmin
from core.models import LoginEvent, LoginEventKind

# What a guesser repeats. Each stays a row and has its page; the list shows the last of an hour, with their number.
_REPEATED = (LoginEventKind.FAILED, LoginEventKind.LOCKED, LoginEventKind.SECOND_FACTOR_FAILED)


class LoginEventList(CheckedChangeList):
    """Failures of one kind at one name from one address within an hour are one line."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        alike = LoginEvent.objects.filter(
            name_key=OuterRef("name_key"),
            event=OuterRef("event"),
            address=OuterRef("address"),
            at__gte=OuterRef("hour"),
            at__lt=OuterRef("hour") + Value(timedelta(hours=1)),
        )
        later = alike.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id")))
        number = alike.order_by().values("event").annotate(number=Count("pk")).values("number")
        rows = super().get_queryset(request, exclude_parameters).annotate(hour=TruncHour(F("at")))
        shown = rows.filter(~Q(event__in=_REPEATED) | ~Exists(later))
        counted: QuerySet[Any] = shown.annotate(number=Coalesce(Subquery(number), Value(1)))
        return counted


@admin.register(LoginEvent)
class LoginEventAdmin(OwnOrganisationAdmin[LoginEvent]):
    """The access log of logins. Attempts at names that do not exist are for operators."""

    organisation_path = "user__organisation"
    list_display = ("at", "event", "times", "username", "by", "address", "path")
    list_filter = ("event",)
    sortable_by = ()
    search_fields = ("username__exact",)
    search_help_text = "A username"
    fields = ("at", "event", "username", "by", "address", "path")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LoginEventList

    @admin.display(description="times in the hour")
    def times(self, event: LoginEvent) -> int:
        return int(getattr(event, "number", 1)) if event.event in _REPEATED else 1
