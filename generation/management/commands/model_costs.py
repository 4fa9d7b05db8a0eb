"""`manage.py model_costs`: what models took, by day, person, task, tier or feature, and what is left of the day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.database_ready import require_tables
from core.management.commands.import_messages import find_patient
from core.refusals import InputRefused
from generation.history.model_costs import (
    Spent,
    SpentOn,
    budget_of_today,
    budget_words,
    cost_words,
    spent_by,
    spent_by_patient,
    spent_on,
)
from generation.language_models.choose import read_model_settings

_MAX_DAYS = 366


class Command(BaseCommand):
    """Reads `model_calls`; a day is a UTC day. A cost that is not known is said to be unknown, never 0."""

    help = "Tokens and US dollars of model calls by day, person, task, tier or feature; and today's token budget."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="so many UTC days up to today (default: 7)")
        parser.add_argument("--patient", help="all calls of one person (id or code) instead of days")
        parser.add_argument(
            "--by", choices=[kind.value for kind in SpentOn], help="the days together, told apart by this"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, **options: Any) -> None:
        """Ends with a non-zero code for a person there is not, and for days nobody could list."""
        if not 1 <= options["days"] <= _MAX_DAYS:
            raise CommandError(f"--days must be from 1 to {_MAX_DAYS}.")
        if options["patient"] and options["by"]:
            raise CommandError("--patient lists one person, --by everybody's calls of the days: choose one of them.")
        require_tables()
        budget = budget_of_today(read_model_settings().daily_tokens)
        totals = _totals(options)
        if options["json"]:
            listed = {name: {**asdict(spent), "known_dollars": spent.known_dollars} for name, spent in totals.items()}
            state = {**asdict(budget), "state": budget.state}
            self.stdout.write(json.dumps({"spent": listed, "budget": state}, indent=2, default=str))
            return
        width = max(12, *(len(name) + 2 for name in totals)) if totals else 12
        self.stdout.write(f"{'':<{width}}{'calls':>7}{'tokens in':>12}{'cached':>10}{'out':>10}{'thought':>10}  cost")
        for name, spent in totals.items():
            tokens = (
                f"{spent.tokens_in:>12,}{spent.tokens_cached:>10,}{spent.tokens_out:>10,}{spent.tokens_reasoning:>10,}"
            )
            self.stdout.write(f"{name:<{width}}{spent.calls:>7,}{tokens}  {cost_words(spent)}")
        self.stdout.write(budget_words(budget))


def _totals(options: Mapping[str, Any]) -> Mapping[str, Spent]:
    if options["patient"]:
        return {options["patient"]: spent_by_patient(_patient_id(options["patient"]))}
    today = datetime.now(utc).date()
    days = [today - timedelta(days=before) for before in reversed(range(options["days"]))]
    if options["by"]:
        return spent_by(SpentOn(options["by"]), days[0], days[-1])
    return {day.isoformat(): spent_on(day) for day in days}


def _patient_id(name: str) -> Any:
    try:
        return find_patient(name, field="--patient").id
    except InputRefused as refusal:
        raise CommandError(str(refusal)) from None
