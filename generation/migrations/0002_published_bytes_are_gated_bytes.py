from django.db import migrations

TO_GATE_RESULTS = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_only_gated_bytes
        FOREIGN KEY (job_id, text_sha256, verdict) REFERENCES gate_results (job_id, text_sha256, verdict)
"""


TO_VERSIONS = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_current_is_theirs
        FOREIGN KEY (patient_id, current_id) REFERENCES {versions} (patient_id, id)
"""


def only_gated_bytes(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=TO_GATE_RESULTS.format(table=table),
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {table}_only_gated_bytes",
    )


def current_is_theirs(table: str, versions: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=TO_VERSIONS.format(table=table, versions=versions),
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {table}_current_is_theirs",
    )


class Migration(migrations.Migration):
    """Foreign keys over several columns, which Django's models cannot declare.

    A published text is, byte for byte, one that the gate passed for the same job. Imported rows have no job,
    and a key with a NULL in it is not looked up. Nobody's pointer shows somebody else's version. A pinned
    revision exists.
    """

    dependencies = [("generation", "0001_initial")]

    operations = [
        only_gated_bytes("session_bridge_versions"),
        only_gated_bytes("your_journey_versions"),
        current_is_theirs("patient_session_bridge", "session_bridge_versions"),
        current_is_theirs("patient_your_journey", "your_journey_versions"),
        migrations.RunSQL(
            sql="""
                ALTER TABLE generation_job_messages ADD CONSTRAINT generation_job_messages_revision_exists
                    FOREIGN KEY (message_id, revision) REFERENCES message_revisions (message_id, number)
            """,
            reverse_sql="""
                ALTER TABLE generation_job_messages DROP CONSTRAINT generation_job_messages_revision_exists
            """,
        ),
    ]
