"""Triggers for tables whose rows stay: no DELETE, and no UPDATE beyond what erasure needs.

There is no TRUNCATE trigger: it would break tests that flush the database. Whole rows are compared, as
jsonb, so a column added later is protected without a change here.
"""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger


def forbid_delete(name: str, *, younger_than_days: int | None = None) -> pgtrigger.Trigger:
    """A trigger that refuses every DELETE, with the trigger's name as constraint name.

    With `younger_than_days` only of rows whose `at` is not that long ago.
    """
    old = f"IF OLD.at < now() - interval '{younger_than_days} days' THEN RETURN OLD; END IF;"
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Delete,
        when=pgtrigger.Before,
        func=("" if younger_than_days is None else old) + _refusal(name, "rows are never deleted"),
    )


# What an erasure has made of a person's login, in core.kept_names.
_ERASED_NAMES = "SELECT username FROM users WHERE username LIKE 'erased-%' AND NOT is_active"


def forbid_update(
    name: str,
    *,
    except_columns: Sequence[str] = (),
    blankable: Sequence[str] = (),
    names: Sequence[str] = (),
    name_keys: Sequence[str] = (),
    naming: Sequence[str] = (),
) -> pgtrigger.Trigger:
    """A trigger that refuses an UPDATE of any column but those named.

    A `blankable` column may become NULL and then stays so; that erasure alone does it is a CHECK's part. Of usernames,
    `names` may become one of an erased login, a column of `naming` may come to hold such a one, and `name_keys` may
    become ''.
    """
    free = [*except_columns, *blankable, *names, *name_keys, *naming]
    may_become = {
        **{column: f'NEW."{column}" IS NULL' for column in blankable},
        **{column: f'NEW."{column}" IN ({_ERASED_NAMES})' for column in names},
        **{column: f"NEW.\"{column}\" = ''" for column in name_keys},
        **{column: f'EXISTS ({_ERASED_NAMES} AND position(username in NEW."{column}") > 0)' for column in naming},
    }
    stays = "".join(
        f' AND ({other} OR NEW."{column}" IS NOT DISTINCT FROM OLD."{column}")' for column, other in may_become.items()
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
