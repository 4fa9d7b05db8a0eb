from django.db import migrations

# One job per analysis, under the analysis's own id: what it was asked, held and ended by. What was still under way
# belongs to no program any more; it was never run by any, and is asked for anew.
_JOBS = """
    INSERT INTO generation_jobs (
        id, state, epoch, attempts, deadline_at, error_code, created_at, started_at, finished_at,
        feature, window_first, window_last, zone, session_id, wave, input_hash, regen, regen_reason, salt, origin,
        erased_at, patient_id
    )
    SELECT analysis.id,
           CASE WHEN active THEN 'cancelled' ELSE analysis.state END,
           analysis.epoch + active::int,
           analysis.attempts,
           analysis.deadline_at,
           CASE WHEN active THEN 'asked_for_anew' ELSE analysis.error_code END,
           analysis.created_at,
           analysis.started_at,
           CASE WHEN active THEN now() ELSE analysis.finished_at END,
           'session_wave', session.session_date, session.session_date, person.zone, session.id, analysis.wave,
           encode(sha256(convert_to('session_analyses ' || analysis.id, 'UTF8')), 'hex'),
           0,
           CASE WHEN NOT gone THEN '' END,
           CASE WHEN NOT gone
                THEN substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16) END,
           'staff',
           CASE WHEN gone THEN now() END,
           person.id
    FROM session_analyses AS analysis
    JOIN therapy_sessions AS session ON session.id = analysis.session_id
    JOIN patients AS person ON person.id = session.patient_id
    CROSS JOIN LATERAL (SELECT analysis.state IN ('queued', 'running') AS active,
                               analysis.erased_at IS NOT NULL OR person.erased_at IS NOT NULL AS gone) AS facts
"""
_CALLS = """
    UPDATE model_calls SET job_id = session_analysis_id, session_analysis_id = NULL WHERE job_id IS NULL
"""
_POINTED = "UPDATE session_analyses SET job_id = id"
# What never came to a result published nothing.
_UNPUBLISHED = "DELETE FROM session_analyses WHERE data IS NULL AND erased_at IS NULL"


def analyses_become_jobs(apps, schema_editor):
    """In four statements: the jobs, their calls, the way back to them, and what is no analysis."""
    with schema_editor.connection.cursor() as cursor:
        for statement in (_JOBS, _CALLS, _POINTED, _UNPUBLISHED):
            cursor.execute(statement)
        # What the statements put off to the commit is checked now: the next migration alters these tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """The work on a session moves into jobs, one way: a job knows more than an analysis could hold."""

    dependencies = [("generation", "0020_room_for_session_waves")]

    operations = [migrations.RunPython(analyses_become_jobs)]
