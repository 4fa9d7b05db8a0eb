"""What an erasure leaves in the log: the salts of what it took go, and a record says that this was an erasure.

A row that merely lost its words, without a record, is named by the verification.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from audit.heads.kinds import KINDS, LeafKind
from audit.heads.leaf_sql import NO_SALT, hold_off_sealing, set_form, words_of
from audit.models import LogErasure, LogLeaf
from core.erasure import Cause


def record_erasure(patient_id: UUID, cause: Cause) -> None:
    """For whoever has just taken words of this person, in the same transaction: put down of which leaves.

    Names of logins go with the person alone.
    """
    kinds = [kind for kind in KINDS if kind.words and (kind.theirs or cause is Cause.PERSON_ERASED)]
    with connection.cursor() as cursor:
        set_form(cursor)
        hold_off_sealing(cursor)
        cursor.execute(" UNION ALL ".join(_blanked(kinds)) + " ORDER BY 1", {"patient": patient_id})
        found: list[tuple[int, str]] = cursor.fetchall()
    if not found:
        return
    positions = [position for position, _ in found]
    afterwards = [sha256 for _, sha256 in found]
    LogErasure.objects.create(patient_id=patient_id, cause=cause, positions=positions, afterwards=afterwards)
    LogLeaf.objects.filter(position__in=positions).update(salt=None)


def _blanked(kinds: Iterable[LeafKind]) -> Iterator[str]:
    """Leaves whose words are not those taken in, nor what an earlier erasure left there."""
    for kind in kinds:
        now = f"encode({words_of(kind, NO_SALT)}, 'hex')"
        left_before = f"""
            EXISTS (SELECT FROM log_erasures e WHERE l.position = ANY (e.positions) AND {now} = ANY (e.afterwards))
        """
        is_new = f"(l.salt IS NOT NULL OR NOT {left_before})" if kind.again else "l.salt IS NOT NULL"
        yield f"""
            SELECT l.position, {now} FROM {kind.table} t JOIN log_leaves l ON l.row_id = t.id AND l.kind = '{kind.name}'
            WHERE {kind.theirs or "true"} AND ({kind.blanked}) AND {is_new}
              AND {words_of(kind, "l.salt")} IS DISTINCT FROM l.words_sha256
        """  # noqa: S608 - as above
