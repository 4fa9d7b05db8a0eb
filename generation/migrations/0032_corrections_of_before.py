"""Corrections published before they named what they correct get its name from the withdrawal they came with.

Publishing withdrew it in the same transaction, under the lock of its person: whatever correction of theirs was withdrawn
between the new version and the end of its job. A correction that withdrew nothing still names nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

_NAME = """
    UPDATE generation_jobs AS job SET corrects_id = corrected.id
    FROM session_bridge_versions AS published, session_bridge_versions AS corrected, summary_withdrawals AS withdrawal
    WHERE job.origin = 'correction' AND job.corrects_id IS NULL AND published.job_id = job.id
      AND corrected.patient_id = job.patient_id AND withdrawal.session_bridge_version_id = corrected.id
      AND withdrawal.cause = 'corrected' AND withdrawal.at BETWEEN published.created_at AND job.finished_at
"""


def name_what_was_corrected(apps: Any, schema_editor: Any) -> None:
    """The trigger that fixes the terms of a job is off meanwhile."""
    # The key is checked at once: a table with checks to come cannot be altered.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute("ALTER TABLE generation_jobs DISABLE TRIGGER USER")
    schema_editor.execute(_NAME)
    schema_editor.execute("ALTER TABLE generation_jobs ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("generation", "0031_corrections_name_what_they_correct")]

    operations = [migrations.RunPython(name_what_was_corrected, migrations.RunPython.noop)]
