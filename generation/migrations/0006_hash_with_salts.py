import hashlib
import hmac
import json
import secrets
from datetime import UTC

from django.db import migrations

# 16 bytes of a hash over two random UUIDs, each of which has 122 random bits.
_RANDOM = "substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16)"

# Each job's salt. An erased one's goes into its hashes, in the place of its words the plain hashes, and is then lost.
_SALTS = f"""
    CREATE TEMPORARY TABLE salts ON COMMIT DROP AS
    SELECT job.id AS job_id, {_RANDOM} AS salt,
           person.erased_at IS NOT NULL
           OR EXISTS (SELECT FROM generation_job_messages AS pin
                      JOIN message_revisions AS revision
                        ON revision.message_id = pin.message_id AND revision.number = pin.revision
                      WHERE pin.job_id = job.id AND revision.text IS NULL)
           OR EXISTS (SELECT FROM stage_artifacts WHERE job_id = job.id AND body IS NULL)
           OR EXISTS (SELECT FROM session_bridge_versions WHERE job_id = job.id AND text IS NULL) AS erased
    FROM generation_jobs AS job JOIN patients AS person ON person.id = job.patient_id;
    CREATE UNIQUE INDEX ON salts (job_id);
    UPDATE generation_jobs AS job
    SET salt = CASE WHEN NOT salts.erased THEN salts.salt END,
        erased_at = CASE WHEN salts.erased THEN now() END,
        regen_reason = CASE WHEN NOT salts.erased THEN job.regen_reason END
    FROM salts WHERE salts.job_id = job.id
"""

# The text a gate judged is its job's text of that plain hash. Where it is not stored, the plain hash stands for it.
_GATE_RESULTS = """
    CREATE TEMPORARY TABLE texts ON COMMIT DROP AS
    SELECT DISTINCT ON (job_id, plain) job_id, plain, words FROM (
        SELECT job_id, encode(sha256(convert_to(words, 'UTF8')), 'hex') AS plain, words
        FROM (SELECT job_id, body::jsonb ->> 'text' AS words FROM stage_artifacts WHERE stage = 'text'
              UNION ALL SELECT job_id, text FROM session_bridge_versions WHERE job_id IS NOT NULL
              UNION ALL SELECT job_id, text FROM your_journey_versions WHERE job_id IS NOT NULL) AS kept
        WHERE words IS NOT NULL
    ) AS hashed;
    CREATE UNIQUE INDEX ON texts (job_id, plain);
    UPDATE gate_results AS result
    SET text_sha256 = encode(sha256(salts.salt || coalesce(
            (SELECT convert_to(words, 'UTF8') FROM texts
             WHERE texts.job_id = result.job_id AND texts.plain = result.text_sha256 AND NOT salts.erased),
            decode(result.text_sha256, 'hex'))), 'hex'),
        judge_key = CASE WHEN result.erased_at IS NULL THEN result.judge_key END
    FROM salts WHERE salts.job_id = result.job_id
"""
_VERSIONS = """
    UPDATE {table} AS version
    SET salt = CASE WHEN version.text IS NOT NULL THEN fresh.salt END,
        text_sha256 = encode(sha256(fresh.salt || CASE
            WHEN version.text IS NULL THEN decode(version.text_sha256, 'hex')
            ELSE convert_to(version.text, 'UTF8') END), 'hex')
    FROM (SELECT made.id, coalesce(salts.salt, {random}) AS salt
          FROM {table} AS made LEFT JOIN salts ON salts.job_id = made.job_id OFFSET 0) AS fresh
    WHERE fresh.id = version.id
"""

# Link by link. One that did not hold before does not hold after: it keeps what was wrong with it.
_CHAINS = """
    DO $$
    DECLARE
        link record; job uuid; last_old text; last_new text; old_link text; new_sha256 text; new_prev text; new_link text;
    BEGIN
        FOR link IN
            SELECT artifact.*, salts.salt AS fresh, salts.erased FROM stage_artifacts AS artifact
            JOIN salts ON salts.job_id = artifact.job_id ORDER BY artifact.job_id, artifact.position
        LOOP
            IF job IS DISTINCT FROM link.job_id THEN
                job := link.job_id;
                last_old := encode(sha256(convert_to('generation_jobs ' || job, 'UTF8')), 'hex');
                last_new := last_old;
            END IF;
            old_link := encode(sha256(convert_to(concat_ws(E'\\n', link.prev_chain_hash, link.position, link.stage,
                                                           link.ordinal, link.sha256), 'UTF8')), 'hex');
            new_sha256 := encode(sha256(link.fresh || CASE
                WHEN link.body IS NULL THEN decode(link.sha256, 'hex') ELSE convert_to(link.body, 'UTF8') END), 'hex');
            new_prev := CASE WHEN link.prev_chain_hash = last_old THEN last_new ELSE link.prev_chain_hash END;
            new_link := CASE WHEN link.chain_hash <> old_link THEN link.chain_hash ELSE
                encode(sha256(convert_to(concat_ws(E'\\n', new_prev, link.position, link.stage, link.ordinal,
                                                   new_sha256), 'UTF8')), 'hex') END;
            UPDATE stage_artifacts
            SET salt = CASE WHEN link.body IS NOT NULL THEN link.fresh END, sha256 = new_sha256,
                prev_chain_hash = new_prev, chain_hash = new_link
            WHERE id = link.id;
            last_old := link.chain_hash;
            last_new := new_link;
        END LOOP;
    END $$
"""

_PINNED = """
    SELECT message.id::text, revision.number, message.sent_at, revision.text, revision.text_sha256
    FROM generation_job_messages AS pin
    JOIN messages AS message ON message.id = pin.message_id
    JOIN message_revisions AS revision ON revision.message_id = pin.message_id AND revision.number = pin.revision
    WHERE pin.job_id = %s ORDER BY message.sent_at, message.id
"""
_JOBS = """
    SELECT job.id, job.zone, job.window_first, job.window_last, job.input_hash, person.hash_key, salts.erased, person.id
    FROM generation_jobs AS job
    JOIN patients AS person ON person.id = job.patient_id JOIN salts ON salts.job_id = job.id
"""

_POINTERS = """
    UPDATE {pointers} AS pointer SET current_id = wanted.id, updated_at = now()
    FROM (SELECT pointer.patient_id, (
              SELECT version.id FROM {versions} AS version
              LEFT JOIN generation_jobs AS job ON job.id = version.job_id
              WHERE version.patient_id = pointer.patient_id AND NOT EXISTS (
                  SELECT FROM summary_withdrawals AS withdrawal WHERE withdrawal.{key} = version.id)
              ORDER BY job.window_last DESC NULLS LAST, version.version DESC LIMIT 1) AS id
          FROM {pointers} AS pointer) AS wanted
    WHERE wanted.patient_id = pointer.patient_id AND pointer.current_id IS DISTINCT FROM wanted.id
"""


def hash_with_salts(apps, schema_editor):
    """Salts beside the words, one a job, and every hash over both; chains, inputs and pointers after them."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_SALTS)
        cursor.execute(_GATE_RESULTS)
        for table in ("session_bridge_versions", "your_journey_versions"):
            cursor.execute(_VERSIONS.format(table=table, random=_RANDOM))
        cursor.execute(_CHAINS)
        _hash_inputs(cursor)
        for feature in ("session_bridge", "your_journey"):
            names = {"pointers": f"patient_{feature}", "versions": f"{feature}_versions", "key": f"{feature}_version_id"}
            cursor.execute(_POINTERS.format(**names))
        # What the updates put off to the commit is checked now: the next migration alters these tables.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _hash_inputs(cursor):
    """Of salted hashes instead of words. Where words are gone: a keyed hash of the old one, the key being lost."""
    lost_keys = {}
    cursor.execute(_JOBS)
    for job_id, zone, first, last, old, key, erased, patient_id in cursor.fetchall():
        if erased:
            lost_key = lost_keys.setdefault(patient_id, secrets.token_bytes(32))
            new = hmac.new(lost_key, old.encode(), hashlib.sha256).hexdigest()
        else:
            cursor.execute(_PINNED, [job_id])
            rows = cursor.fetchall()
            if _input_hash(bytes(key), zone, first, last, rows, of=3) != old:
                # It did not fit its messages before, and does not after.
                continue
            new = _input_hash(bytes(key), zone, first, last, rows, of=4)
        cursor.execute("UPDATE generation_jobs SET input_hash = %s WHERE id = %s", [new, job_id])
        cursor.execute(
            "UPDATE session_bridge_versions SET input_hash = %s WHERE job_id = %s AND input_hash = %s",
            [new, job_id, old],
        )


def _input_hash(key, zone, first, last, rows, *, of):
    """As `generation.pipeline.inputs.input_hash` was and is: over the texts (3), or their stored hashes (4)."""
    content = {
        "zone": zone,
        "window": [first.isoformat(), last.isoformat()],
        "messages": [
            [row[0], row[1], row[2].astimezone(UTC).isoformat(timespec="microseconds"), row[of]] for row in rows
        ],
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, canonical.encode(), hashlib.sha256).hexdigest()


class Migration(migrations.Migration):
    """Hash anew what is stored. There is no way back: plain hashes are what this takes away."""

    dependencies = [
        ("core", "0006_hash_with_salts"),
        ("generation", "0005_room_for_salts"),
    ]

    operations = [migrations.RunPython(hash_with_salts)]
