"""The messages a job was accepted with, read back at the revisions they had then."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from core.messages import instant_of
from generation.models import GenerationJob
from generation.pipeline.contracts import GatePolicy, GateReport, InputMessage, PipelineInput
from generation.pipeline.inputs import input_hash, make_input
from generation.pipeline.sequence import Stage, is_of_this_version
from generation.run.errors import PinnedInputMissing

# Written out for the same reason as the window's: every run begins here. A job without messages gives one row of NULLs.
_PINNED = """
    SELECT patients.hash_key,
           (SELECT review_rule_ids FROM gate_policies
            WHERE gate_policies.organisation_id = patients.organisation_id ORDER BY gate_policies.number DESC LIMIT 1),
           messages.id::text, revisions.number,
           (extract(epoch FROM messages.sent_at) * 1000000)::bigint, revisions.text, revisions.text_sha256
    FROM patients
    LEFT JOIN (
        generation_job_messages AS pins
        JOIN messages ON messages.id = pins.message_id
        JOIN message_revisions AS revisions
          ON revisions.message_id = pins.message_id AND revisions.number = pins.revision AND revisions.text IS NOT NULL
    ) ON pins.job_id = %s
    WHERE patients.id = %s
"""


def load_input(job: GenerationJob, policy: GatePolicy | None = None) -> PipelineInput:
    """The pinned input of `job`, with `policy`, by default the one in force. One query.

    Raises PinnedInputMissing where it is not what was accepted.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PINNED, [job.id, job.patient_id])
        rows = cursor.fetchall()
    messages = [
        InputMessage(id=id_, revision=number, sent_at=instant_of(sent_at), text=text)
        for _, _, id_, number, sent_at, text, _ in rows
        if id_ is not None
    ]
    inputs = make_input(job.zone, job.window, messages)
    key, review = rows[0][:2]
    hashes = {id_: sha256 for _, _, id_, *_, sha256 in rows}
    if key is None or input_hash(inputs, bytes(key), hashes) != job.input_hash:
        raise PinnedInputMissing
    return inputs.model_copy(update={"policy": policy or GatePolicy(review=tuple(review or ()))})


def policy_kept(bodies: Mapping[tuple[str, int], str]) -> GatePolicy | None:
    """The policy of the first gate report among a job's artifacts, which the whole run keeps to; None before there is
    one."""
    gates = sorted((ordinal, body) for (stage, ordinal), body in bodies.items() if stage == Stage.GATE)
    reports = (GateReport.model_validate_json(body) for _, body in gates if is_of_this_version(Stage.GATE, body))
    return next((report.policy for report in reports), None)
