"""Triggers for tables whose rows stay: no DELETE, and no UPDATE beyond what erasure needs.

There is no TRUNCATE trigger: it would break tests that flush the database. Whole rows are compared, as
jsonb, so a column added later is protected without a change here.
"""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger


def forbid_delete(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses every DELETE, with the trigger's name as constraint name."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Delete,
        when=pgtrigger.Before,
        func=_refusal(name, "rows are never deleted"),
    )


def forbid_update(name: str, *, except_columns: Sequence[str] = (), blankable: Sequence[str] = ()) -> pgtrigger.Trigger:
    """A trigger that refuses an UPDATE of any column but those named.

    A `blankable` column may become NULL and then stays so; that erasure alone does it is a CHECK's part.
    """
    free = [*except_columns, *blankable]
    stays = "".join(
        f' AND (NEW."{column}" IS NULL OR NEW."{column}" IS NOT DISTINCT FROM OLD."{column}")' for column in blankable
    )
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
            IF {_without("NEW", free)} = {_without("OLD", free)}{stays} THEN
                RETURN NEW;
            END IF;
            {_refusal(name, "these columns never change")}
        """,
    )


def allow_only_erasure(name: str, *, columns: Sequence[str]) -> pgtrigger.Trigger:
    """A trigger whose only permitted UPDATE is erasure.

    Every one of `columns` becomes NULL, `erased_at` is set for the first time, nothing else changes.
    """
    blanked = " AND ".join(f'NEW."{column}" IS NULL' for column in columns)
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND {blanked}
               AND {_without("NEW", [*columns, "erased_at"])}
                 = {_without("OLD", [*columns, "erased_at"])} THEN
                RETURN NEW;
            END IF;
            {_refusal(name, "the only change is erasure")}
        """,
    )


def _without(row: str, columns: Sequence[str]) -> str:
    names = ", ".join(f"'{column}'" for column in columns)
    return f"(to_jsonb({row}) - ARRAY[{names}]::text[])"


def _refusal(name: str, reason: str) -> str:
    # restrict_violation makes it an IntegrityError; no value of the row goes into the message.
    return f"""
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            CONSTRAINT = '{name}',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || ': {reason}';
    """
