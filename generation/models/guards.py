"""Triggers that only this app's tables need; `core.append_only` has the rest.

A refusal is a restrict_violation, so an IntegrityError, with the trigger's name as constraint name. No value
of a row goes into a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pgtrigger


def fence(table: str, *, of: str = "") -> pgtrigger.Trigger:
    """A trigger that lets only the current holder of a running job insert a row for it.

    It locks the job's row, so that a take-over waits for the writer's transaction or the writer for the
    take-over, and compares the epoch the writer claimed with the epoch the job has now. Rows without a job
    pass: a CHECK says which those may be. `of` names a column that must be the job's too, such as `patient_id`:
    a summary never reaches somebody else.
    """
    name = f"{table}_fence"
    theirs = f"AND held.{of} = NEW.{of}" if of else ""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[("held", "generation_jobs%ROWTYPE")],
        func=f"""
            IF NEW.job_id IS NULL THEN
                RETURN NEW;
            END IF;
            SELECT * INTO held FROM generation_jobs WHERE id = NEW.job_id FOR NO KEY UPDATE;
            -- clock_timestamp: the transaction may have begun before the deadline.
            IF held.state = 'running' AND held.epoch = NEW.epoch
               AND held.deadline_at > clock_timestamp() {theirs} THEN
                RETURN NEW;
            END IF;
            {refusal(name, "the writer does not hold this job now")}
        """,  # noqa: S608 - a trigger's body, made of names in this app
    )


def of_its_session(table: str) -> pgtrigger.Trigger:
    """A trigger that lets work on a therapy session in only for the session's own person and date."""
    name = f"{table}_of_its_session"
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
            IF NEW.session_id IS NULL OR EXISTS (
                SELECT FROM therapy_sessions
                WHERE id = NEW.session_id AND patient_id = NEW.patient_id AND session_date = NEW.window_last
            ) THEN
                RETURN NEW;
            END IF;
            {refusal(name, "the session is of somebody else or of another date")}
        """,
    )


def guard_transitions(
    table: str,
    *,
    changes: Iterable[tuple[str, str]],
    terminal: Sequence[str],
    erasable: Sequence[str] = (),
) -> pgtrigger.Trigger:
    """A trigger that knows the state machine: only `changes` happen, `terminal` rows are final, the epoch never
    falls and rises with every change of state but the last step to `succeeded`.

    `erasable` columns of a terminal row may still become NULL, together with setting `erased_at`.
    """
    name = f"{table}_transitions"
    pairs = ", ".join(f"'{old}>{new}'" for old, new in sorted(changes))
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
            IF OLD.state IN ({", ".join(f"'{state}'" for state in terminal)}) THEN
                {_let_erasure_pass(erasable)}
                {refusal(name, "an ended row is final")}
            END IF;
            IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ({pairs}) THEN
                {refusal(name, "there is no such transition")}
            END IF;
            IF NEW.epoch < OLD.epoch OR (NEW.epoch = OLD.epoch AND NEW.state <> OLD.state
                                         AND NEW.state <> 'succeeded') THEN
                {refusal(name, "the epoch rises when a job changes hands")}
            END IF;
            RETURN NEW;
        """,
    )


def _let_erasure_pass(erasable: Sequence[str]) -> str:
    if not erasable:
        return ""
    kept = ", ".join(f"'{column}'" for column in [*erasable, "erased_at"])
    blanked = " AND ".join(f"NEW.{column} IS NULL" for column in erasable)
    return f"""
        IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND {blanked}
           AND to_jsonb(NEW) - ARRAY[{kept}] = to_jsonb(OLD) - ARRAY[{kept}] THEN
            RETURN NEW;
        END IF;
    """


def refusal(name: str, reason: str) -> str:
    """The plpgsql statement that refuses, naming the constraint and the table but no value."""
    return f"""
        RAISE EXCEPTION USING
            ERRCODE = 'restrict_violation',
            CONSTRAINT = '{name}',
            TABLE = TG_TABLE_NAME,
            MESSAGE = TG_TABLE_NAME || ': {reason}';
    """
