"""What language models cost, in sums of everybody: by feature, task, tier and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core.admin.whole_numbers import WholeNumberField
from core.models import User
from core.visibility import visible_rows
from generation.history.model_costs import Spent, SpentOn, budget_of_today, budget_words, cost_words, spent_by
from generation.language_models.choose import read_model_settings
from generation.models import ModelCall

if TYPE_CHECKING:
    from django.contrib import admin

_PERMISSION = "generation.see_costs"
_DAYS, _MAX_DAYS = 30, 366


class CostsForm(forms.Form):
    days = WholeNumberField(label="Days to count, today included", min_value=1, max_value=_MAX_DAYS, initial=_DAYS)


class CostRow(NamedTuple):
    """`figures` are calls, tokens in, cached, out and for thinking, and dollars."""

    name: str
    figures: Sequence[str]


class CostTable(NamedTuple):
    """`anchor` is its id on the page."""

    anchor: str
    rows: Sequence[CostRow]


def costs_view(shown: admin.ModelAdmin[ModelCall], request: HttpRequest) -> HttpResponse:
    """The sums over the last days, of the people whom whoever asks may see. Six queries, however many calls."""
    user = request.user
    if not isinstance(user, User) or not user.has_perm(_PERMISSION):
        raise PermissionDenied
    form = CostsForm(request.GET or None)
    days = form.cleaned_data["days"] if form.is_valid() else _DAYS
    calls = visible_rows(ModelCall.objects.all(), user, ("job__patient",))
    today = datetime.now(utc).date()
    first = today - timedelta(days=days - 1)
    kinds = (SpentOn.FEATURE, SpentOn.TASK, SpentOn.TIER, SpentOn.DAY)
    context = {
        **shown.admin_site.each_context(request),
        "opts": shown.opts,
        "title": "Costs",
        "is_nav_sidebar_enabled": False,
        "media": shown.media,
        "form": form,
        "days": days,
        "tables": [
            CostTable(
                kind.value,
                [
                    CostRow(name.replace("_", " "), _figures(spent))
                    for name, spent in spent_by(kind, first, today, calls).items()
                ],
            )
            for kind in kinds
        ],
        "whose": "the people of your organisation" if user.organisation_id else "everybody",
        "budget": budget_words(budget_of_today(read_model_settings().daily_tokens)) if user.is_superuser else "",
    }
    return TemplateResponse(request, "generation/admin/costs.html", context)


def _figures(spent: Spent) -> Sequence[str]:
    numbers = (spent.calls, spent.tokens_in, spent.tokens_cached, spent.tokens_out, spent.tokens_reasoning)
    return (*(f"{number:,}" for number in numbers), cost_words(spent))
