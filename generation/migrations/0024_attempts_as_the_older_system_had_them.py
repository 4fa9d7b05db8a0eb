from django.db import migrations

# The log has a line for each start and each end, none of which ever changes; the older one had a row for each attempt,
# which was updated. This is the one seen as the other. What ended before anybody took it has an end alone.
_VIEW = """
    CREATE VIEW analysis_attempts AS
    SELECT coalesce(started.id, ended.id) AS id,
           coalesce(started.job_id, ended.job_id) AS job_id,
           coalesce(started.session_id, ended.session_id) AS session_id,
           coalesce(started.wave, ended.wave) AS wave,
           coalesce(ended.status, started.status) AS status,
           started.created_at AS started_at,
           ended.completed_at,
           coalesce(ended.error_message, '') AS error_message,
           coalesce(started.retry_count, ended.retry_count) AS retry_count,
           ended.processing_duration_ms
    FROM (SELECT * FROM analysis_processing_log WHERE status = 'started') AS started
    FULL JOIN (SELECT * FROM analysis_processing_log WHERE status <> 'started') AS ended
      ON ended.job_id = started.job_id AND ended.wave = started.wave AND ended.retry_count = started.retry_count
"""


class Migration(migrations.Migration):
    """A view of `analysis_processing_log` in the shape of the older system."""

    dependencies = [("generation", "0023_metadata_is_as_measured")]

    operations = [migrations.RunSQL(_VIEW, reverse_sql="DROP VIEW analysis_attempts")]
