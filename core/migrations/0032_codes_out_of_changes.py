"""Codes of people leave the history of changes, where they stood until they were kept out of it.

A code may turn out to be a name, and the history outlives an erasure. The rows of everybody are rewritten, not of the
erased alone: an erasure could not tell in which rows an earlier code of the person stands.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import migrations

# What was written until then: "P-1 entered, in Asia/Tokyo", "code: P-1 became P-2", "people added: P-1, P-2".
_ENTERED = re.compile(r"^(?!entered, in ).* entered, in ([A-Za-z0-9_+/-]+)(; care teams added: .*)?$", re.DOTALL)
_CODE = re.compile(r"^code: .* became .*?((?:; )care teams (?:added|removed): .*)?$", re.DOTALL)
_PSEUDONYM = r"Q-[0-9A-F]{10}"
_SAYS_NO_CODE = re.compile(rf"people (?:added|removed): {_PSEUDONYM}(?:, {_PSEUDONYM})*")
# It stands last, and codes may hold a semicolon.
_PEOPLE = re.compile(r"people (?:added|removed): .*$", re.DOTALL)


def without_codes(subject: str, details: str) -> str:
    """The same change without the codes it named."""
    if subject == "patient":
        return _CODE.sub(r"code changed\1", _ENTERED.sub(r"entered, in \1\2", details))
    return _PEOPLE.sub(_people, details) if subject == "care_team" else details


def take_codes_out(apps: Any, schema_editor: Any) -> None:
    """Rewrites what names codes; the trigger that forbids it is off meanwhile."""
    changes = apps.get_model("core", "Change").objects
    named = changes.filter(subject__in=["patient", "care_team"]).values_list("pk", "subject", "details")
    schema_editor.execute("ALTER TABLE changes DISABLE TRIGGER USER")
    for pk, subject, details in [*named.iterator()]:
        clean = without_codes(subject, details)
        if clean != details:
            changes.filter(pk=pk).update(details=clean)
    schema_editor.execute("ALTER TABLE changes ENABLE TRIGGER USER")


def _people(found: re.Match[str]) -> str:
    if all(_SAYS_NO_CODE.fullmatch(part) for part in found[0].split("; ")):
        return found[0]
    done = [word for word in ("added", "removed") if f"people {word}: " in found[0]]
    return "; ".join(f"people {word}" for word in done)


class Migration(migrations.Migration):
    dependencies = [("core", "0031_names_of_before")]

    operations = [migrations.RunPython(take_codes_out, migrations.RunPython.noop)]
