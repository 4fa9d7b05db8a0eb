"""Which columns hold words of a person, declared once: what an erasure blanks, counts and certifies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Now

from core.models import Message, MessageRevision, TherapySession


@dataclass(frozen=True)
class KeptWords:
    """The columns of one table with words of people, or with what gives words away: their salts and plain hashes.

    `person` are the lookups from a row to its person, one of which leads there. A row whose `mark` is not NULL no
    longer has words; blanking sets it. `having` picks the rows that may have words, if not all do.
    """

    model: type[Model]
    person: tuple[str, ...]
    columns: tuple[str, ...]
    # What one row, and several, are called by people who know no tables.
    called: tuple[str, str]
    mark: str = "erased_at"
    having: Q = Q()  # noqa: RUF009 - never changed

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - Django's public name for it

    def counted(self, rows: int) -> str:
        """A number of rows of the table in words: "1 wording of a message", "2 wordings of messages"."""
        one, several = self.called
        return f"{rows:,} {one if rows == 1 else several}"

    def of_person(self, patient_id: UUID) -> QuerySet[Model]:
        """Every row of the person, with words or without."""
        theirs = reduce(or_, (Q(**{path: patient_id}) for path in self.person))
        return self.model._default_manager.filter(theirs)  # noqa: SLF001 - as above

    def left(self, rows: QuerySet[Model]) -> QuerySet[Model]:
        """Those of `rows` that have words."""
        return rows.filter(self.having, **{self.mark: None})

    def blank(self, rows: QuerySet[Model]) -> int:
        """Take the words of `rows`, in the caller's transaction; how many rows had any."""
        return self.left(rows).update(**dict.fromkeys(self.columns), **{self.mark: Now()})


MESSAGES = KeptWords(Message, ("patient",), ("client_id",), ("message", "messages"), mark="deleted_at")
REVISIONS = KeptWords(
    MessageRevision, ("message__patient",), ("text", "salt"), ("wording of a message", "wordings of messages")
)
SESSIONS = KeptWords(TherapySession, ("patient",), ("transcript", "client_id"), ("therapy session", "therapy sessions"))
