"""`manage.py model_costs`: what models took on a day, for a person or a job, and what is left of the day's budget."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC as utc  # noqa: N811 - a zone, not a constant of ours
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.models import Patient
from generation.language_models.choose import read_model_settings
from generation.models import GenerationJob
from generation.spending import Spent, spent_by_job, spent_by_patient, spent_on


class Command(BaseCommand):
    help = "Tokens and dollars of model calls: today (UTC) unless a day, a person or a job is named."

    def add_arguments(self, parser: CommandParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--day", type=_day, help="a UTC day, YYYY-MM-DD")
        one.add_argument("--patient", metavar="CODE", help="all calls for the person of this code")
        one.add_argument("--job", type=UUID, help="all calls of this job")

    def handle(self, *, day: date | None, patient: str | None, job: UUID | None, **options: Any) -> None:
        if patient is not None:
            people = list(Patient.objects.filter(code=patient).values_list("id", flat=True))
            if not people:
                raise CommandError(f"There is no person with the code {patient}.")
            for person in people:
                self.stdout.write(f"{patient}: {_words(spent_by_patient(person))}")
        elif job is not None:
            if not GenerationJob.objects.filter(id=job).exists():
                raise CommandError(f"There is no job {job}.")
            self.stdout.write(f"{job}: {_words(spent_by_job(job))}")
        else:
            self._show_day(day)

    def _show_day(self, day: date | None) -> None:
        today = datetime.now(utc).date()
        spent = spent_on(day or today)
        self.stdout.write(f"{day or today} UTC: {_words(spent)}")
        budget = read_model_settings().daily_tokens
        if budget and (day or today) == today:
            left = max(0, budget - spent.tokens)
            state = f"{left:,} left" if left else "spent: stages go on by rules until midnight UTC"
            self.stdout.write(f"Budget of the day: {spent.tokens:,} of {budget:,} tokens; {state}.")


def _words(spent: Spent) -> str:
    if not spent.calls:
        return "no model was asked."
    cost = f"${spent.dollars:.6f}"
    if spent.calls_unknown:
        cost = f"at least {cost}; the cost of {spent.calls_unknown:,} is unknown"
    elif spent.calls_estimated:
        cost = f"{cost}, of which {spent.calls_estimated:,} estimated"
    calls = "1 call" if spent.calls == 1 else f"{spent.calls:,} calls"
    return f"{calls}, {spent.tokens_in:,} ({spent.tokens_cached:,} cached) + {spent.tokens_out:,} tokens, {cost}."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text[:32]!r} is not a date such as 2026-11-21 (year, month, day).") from None
