"""What the history in the database says of the promises. Nothing else is asked: no worker, no log, no Redis.

Each question finds the rows that break a promise. `late` goes by the events, which are written in the transaction in
which a job changes hands, and not by the clock of any worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

import psycopg

ENDED = "('succeeded', 'failed', 'timed_out', 'cancelled')"
_NOTICE = {"succeeded": "summary_ready", "timed_out": "summary_timed_out", "failed": "summary_failed"}

_LOST = {
    "never begun": "SELECT id FROM {jobs} j WHERE state = 'queued'",
    "succeeded without its summary": """SELECT id FROM {jobs} j WHERE state = 'succeeded'
        AND feature = 'session_bridge' AND NOT EXISTS (SELECT FROM session_bridge_versions v
                        JOIN generation_metadata m ON m.session_bridge_version_id = v.id WHERE v.job_id = j.id)""",
    "succeeded without its reading": """SELECT id FROM {jobs} j WHERE state = 'succeeded'
        AND feature = 'session_wave' AND NOT EXISTS (SELECT FROM session_analyses a WHERE a.job_id = j.id)""",
    "succeeded without its journey": """SELECT id FROM {jobs} j WHERE state = 'succeeded'
        AND feature = 'your_journey'
        AND NOT EXISTS (SELECT FROM your_journey_versions v
                        JOIN generation_metadata m ON m.your_journey_version_id = v.id WHERE v.job_id = j.id)""",
    "a reading of a job that did not succeed": """SELECT j.id FROM {jobs} j
        JOIN session_analyses a ON a.job_id = j.id WHERE j.state <> 'succeeded'""",
    "logs that do not agree": """SELECT j.id FROM {jobs} j WHERE
        (SELECT count(*) FROM pipeline_events e WHERE e.job_id = j.id AND e.event = 'START')
        <> (SELECT count(*) FROM analysis_processing_log l WHERE l.job_id = j.id AND l.status = 'started')
        OR (SELECT count(*) FROM pipeline_events e
            WHERE e.job_id = j.id AND e.event IN ('COMPLETE', 'FAILED', 'CALLED_OFF'))
        <> (SELECT count(*) FROM analysis_processing_log l WHERE l.job_id = j.id AND l.status <> 'started')
        OR EXISTS (SELECT FROM pipeline_events e WHERE e.job_id = j.id AND e.session_id IS DISTINCT FROM j.session_id)
        OR EXISTS (SELECT FROM analysis_processing_log l WHERE l.job_id = j.id
                   AND (l.session_id IS DISTINCT FROM j.session_id
                        OR l.wave <> coalesce(nullif(j.wave, ''), j.feature)))""",
    "a summary of a job that did not succeed": """SELECT j.id FROM {jobs} j
        JOIN session_bridge_versions v ON v.job_id = j.id WHERE j.state <> 'succeeded'""",
    "a pointer that is not at the newest summary": """SELECT v.job_id FROM {jobs} j
        JOIN session_bridge_versions v ON v.job_id = j.id
        JOIN patients person ON person.id = v.patient_id
        LEFT JOIN patient_session_bridge p ON p.patient_id = v.patient_id
        LEFT JOIN session_bridge_versions shown ON shown.id = p.current_id
        LEFT JOIN generation_jobs of_shown ON of_shown.id = shown.job_id
        WHERE (shown.id IS NULL
               OR (least(of_shown.created_at, (of_shown.window_last + 1)::timestamp AT TIME ZONE person.zone),
                   shown.version)
                  < (least(j.created_at, (j.window_last + 1)::timestamp AT TIME ZONE person.zone), v.version))
          AND NOT EXISTS (SELECT FROM summary_withdrawals w WHERE w.session_bridge_version_id = v.id)""",
    "ended without an event": f"""SELECT id FROM {{jobs}} j WHERE state IN {ENDED} AND NOT EXISTS
        (SELECT FROM pipeline_events e WHERE e.job_id = j.id AND e.status = j.state)""",
    "events with a gap": """SELECT j.id FROM {jobs} j JOIN pipeline_events e ON e.job_id = j.id
        GROUP BY j.id HAVING max(e.number) <> count(*)""",
    "an end that is not in the log": """SELECT id FROM {jobs} j WHERE state IN ('succeeded', 'failed') AND NOT EXISTS
        (SELECT FROM analysis_processing_log l WHERE l.job_id = j.id AND l.status IN ('completed', 'failed'))""",
}
_STUCK = {
    "still running": "SELECT id FROM {jobs} j WHERE state = 'running'",
    "ended long after its deadline": f"""SELECT id FROM {{jobs}} j WHERE state IN {ENDED}
        AND finished_at > deadline_at + make_interval(secs => {{grace}})""",
}
_DUPLICATED = {
    "the same input summarised twice": """SELECT min(id::text) FROM {jobs} j WHERE state = 'succeeded'
        GROUP BY patient_id, feature, window_first, window_last, session_id, wave, input_hash, regen
        HAVING count(*) > 1""",
    "two jobs of a person at once": """SELECT j.id FROM {jobs} j JOIN generation_jobs o
        ON o.patient_id = j.patient_id AND o.feature = j.feature AND o.id <> j.id
        AND o.session_id IS NOT DISTINCT FROM j.session_id AND o.wave = j.wave
        AND j.created_at < o.created_at AND coalesce(j.finished_at, 'infinity') > o.created_at""",
    "two summaries of a job": """SELECT v.job_id FROM {jobs} j JOIN session_bridge_versions v ON v.job_id = j.id
        GROUP BY v.job_id HAVING count(*) > 1""",
    "a stage stored twice": """SELECT a.job_id FROM {jobs} j JOIN stage_artifacts a ON a.job_id = j.id
        GROUP BY a.job_id, a.stage, a.ordinal HAVING count(*) > 1""",
    "ended twice": """SELECT e.job_id FROM {jobs} j JOIN pipeline_events e ON e.job_id = j.id
        WHERE e.event IN ('COMPLETE', 'FAILED', 'CALLED_OFF') GROUP BY e.job_id HAVING count(*) > 1""",
    "told twice": """SELECT n.job_id FROM {jobs} j JOIN notifications n ON n.job_id = j.id
        GROUP BY n.job_id, n.kind HAVING count(*) > 1""",
}
_WRITTEN = """(SELECT job_id, epoch, created_at FROM stage_artifacts
        UNION ALL SELECT job_id, epoch, created_at FROM gate_results
        UNION ALL SELECT job_id, epoch, created_at FROM session_bridge_versions
        UNION ALL SELECT job_id, epoch, created_at FROM your_journey_versions WHERE job_id IS NOT NULL
        UNION ALL SELECT job_id, epoch, created_at FROM session_analyses WHERE job_id IS NOT NULL)"""
_LATE = {
    "written after the deadline": f"""SELECT w.job_id FROM {{jobs}} j JOIN {_WRITTEN} w ON w.job_id = j.id
        WHERE w.created_at > j.deadline_at""",
    "written after the job changed hands or ended": f"""SELECT w.job_id FROM {{jobs}} j
        JOIN {_WRITTEN} w ON w.job_id = j.id JOIN pipeline_events e ON e.job_id = j.id
        WHERE e.created_at < w.created_at
          AND ((e.details->>'epoch')::bigint > w.epoch OR e.event IN ('COMPLETE', 'FAILED', 'CALLED_OFF'))""",
    "words of somebody erased": """SELECT j.id FROM {jobs} j JOIN patients p ON p.id = j.patient_id
        WHERE p.erased_at IS NOT NULL AND (
            p.hash_key IS NOT NULL OR j.salt IS NOT NULL
            OR EXISTS (SELECT FROM messages m JOIN message_revisions r ON r.message_id = m.id
                       WHERE m.patient_id = p.id AND num_nonnulls(m.client_id, r.text, r.salt) > 0)
            OR EXISTS (SELECT FROM stage_artifacts WHERE job_id = j.id AND num_nonnulls(body, salt) > 0)
            OR EXISTS (SELECT FROM gate_results WHERE job_id = j.id AND num_nonnulls(findings, judge_key) > 0)
            OR EXISTS (SELECT FROM session_bridge_versions WHERE job_id = j.id AND num_nonnulls(text, salt) > 0)
            OR EXISTS (SELECT FROM your_journey_versions WHERE job_id = j.id AND num_nonnulls(text, salt) > 0)
            OR EXISTS (SELECT FROM session_analyses WHERE job_id = j.id AND data IS NOT NULL)
            OR EXISTS (SELECT FROM therapy_sessions WHERE patient_id = p.id AND transcript IS NOT NULL))""",
    "written under an epoch nobody was given": f"""SELECT w.job_id FROM {{jobs}} j
        JOIN {_WRITTEN} w ON w.job_id = j.id WHERE NOT EXISTS
        (SELECT FROM pipeline_events e WHERE e.job_id = j.id AND e.event = 'START'
         AND (e.details->>'epoch')::bigint = w.epoch)""",
}
_NOTICES = {
    f"{state} without exactly its notice": f"""SELECT id FROM {{jobs}} j
        WHERE state = '{state}' AND feature = 'session_bridge'
        AND (SELECT count(*) FROM notifications n WHERE n.job_id = j.id AND n.kind = '{kind}') <> 1"""
    for state, kind in _NOTICE.items()
} | {
    "a notice of a wave or journey": """SELECT j.id FROM {jobs} j JOIN notifications n ON n.job_id = j.id
        WHERE j.feature <> 'session_bridge'"""
}


@dataclass(frozen=True)
class Findings:
    """How many jobs break a promise, and by what; `jobs` counts by state."""

    jobs: dict[str, int]
    lost: int
    stuck: int
    duplicated: int
    late: int
    wrong_notices: int
    reasons: dict[str, list[str]]

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.stuck or self.duplicated or self.late or self.wrong_notices)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def check_history(connection: psycopg.Connection, patients: Sequence[UUID] = (), *, grace: float = 15.0) -> Findings:
    """Look through the jobs of these patients, or of all. Shall be called when everything has come to rest.

    `grace` is how many seconds after its deadline a job may end: somebody must come by and see it.
    """
    listed = ", ".join(f"'{UUID(str(patient))}'" for patient in patients)
    jobs = f"(SELECT * FROM generation_jobs WHERE patient_id IN ({listed}))" if listed else "generation_jobs"
    reasons: dict[str, list[str]] = {}

    def count(questions: dict[str, str]) -> int:
        found: set[str] = set()
        for reason, question in questions.items():
            rows = connection.execute(question.format(jobs=jobs, grace=grace).encode()).fetchall()
            if rows:
                reasons[reason] = sorted({str(row[0]) for row in rows})
                found |= set(reasons[reason])
        return len(found)

    states = connection.execute(f"SELECT state, count(*) FROM {jobs} j GROUP BY state".encode()).fetchall()
    return Findings(
        jobs=dict(states),
        lost=count(_LOST),
        stuck=count(_STUCK),
        duplicated=count(_DUPLICATED),
        late=count(_LATE),
        wrong_notices=count(_NOTICES),
        reasons=reasons,
    )
