from __future__ import annotations

from django.db import migrations

# Two columns became nullable after their constraints were made. They mean the same in today's words, which
# `check_guards` compares.
_ANEW = """
    ALTER TABLE {table} DROP CONSTRAINT {name};
    ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition});
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0010_heads_are_signed"),
        ("core", "0028_history_of_generation_metadata"),
        ("generation", "0024_attempts_as_the_older_system_had_them"),
    ]

    operations = [
        migrations.RunSQL(
            _ANEW.format(
                table="messages",
                name="messages_client_id_not_empty",
                condition="NOT (client_id = '' AND client_id IS NOT NULL)",
            ),
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            _ANEW.format(
                table="generation_jobs",
                name="generation_jobs_regen_says_why",
                condition="regen = 0 OR NOT (regen_reason = '' AND regen_reason IS NOT NULL)",
            ),
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
