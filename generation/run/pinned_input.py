"""The messages a job was accepted with, read back at the revisions they had then."""

from __future__ import annotations

from django.db import connection

from core.messages import instant_of
from generation.models import GenerationJob
from generation.pipeline.contracts import InputMessage, PipelineInput
from generation.pipeline.inputs import input_hash, make_input
from generation.run.errors import PinnedInputMissing

# Written out for the same reason as the window's: every run begins here. A job without messages gives one row of NULLs.
_PINNED = """
    SELECT patients.hash_key, messages.id::text, revisions.number,
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


def load_input(job: GenerationJob) -> PipelineInput:
    """The pinned input of `job`. One query. Raises PinnedInputMissing where it is not what was accepted."""
    with connection.cursor() as cursor:
        cursor.execute(_PINNED, [job.id, job.patient_id])
        rows = cursor.fetchall()
    messages = [
        InputMessage(id=id_, revision=number, sent_at=instant_of(sent_at), text=text)
        for _, id_, number, sent_at, text, _ in rows
        if id_ is not None
    ]
    inputs = make_input(job.zone, job.window, messages)
    key, hashes = rows[0][0], {id_: sha256 for _, id_, *_, sha256 in rows}
    if key is None or input_hash(inputs, bytes(key), hashes) != job.input_hash:
        raise PinnedInputMissing
    return inputs
