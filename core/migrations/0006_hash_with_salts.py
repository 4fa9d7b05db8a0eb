import hashlib
import hmac

from django.db import migrations

# 16 bytes of a hash over two random UUIDs, each of which has 122 random bits.
_RANDOM = "substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16)"

# What was erased keeps a hash: of the plain one, behind which words could be found, and of bytes nobody keeps.
_REVISIONS = f"""
    UPDATE message_revisions AS revision
    SET salt = CASE WHEN text IS NOT NULL THEN fresh.salt END,
        text_sha256 = encode(
            sha256(fresh.salt || CASE WHEN text IS NULL THEN decode(text_sha256, 'hex')
                                      ELSE convert_to(text, 'UTF8') END), 'hex')
    FROM (SELECT id, {_RANDOM} AS salt FROM message_revisions OFFSET 0) AS fresh
    WHERE fresh.id = revision.id
"""
_IDS = "SELECT id, client_id FROM {table} WHERE patient_id = %s"
_NEW_IDS = """
    UPDATE {table} AS entry
    SET client_id_hmac = told.hmac, client_id = CASE WHEN entry.{mark} IS NULL THEN entry.client_id END
    FROM unnest(%s::uuid[], %s::text[]) AS told (id, hmac) WHERE told.id = entry.id
"""


def hash_with_salts(apps, schema_editor):
    """Salts beside the words of messages, senders' ids by their HMAC, no key of whoever was erased."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_REVISIONS)
        cursor.execute("SELECT id, hash_key FROM patients")
        for patient_id, key in cursor.fetchall():
            for table, mark in (("messages", "deleted_at"), ("therapy_sessions", "erased_at")):
                cursor.execute(_IDS.format(table=table), [patient_id])
                if rows := cursor.fetchall():
                    hmacs = [_hmac(bytes(key), client_id) for _, client_id in rows]
                    cursor.execute(_NEW_IDS.format(table=table, mark=mark), [[row_id for row_id, _ in rows], hmacs])
        cursor.execute("UPDATE patients SET hash_key = NULL WHERE erased_at IS NOT NULL")


def _hmac(key, client_id):
    """As `core.salted_hashes.sender_id_hmac` worked it out when this migration was written."""
    return hmac.new(key, f"client id\n{client_id}".encode(), hashlib.sha256).hexdigest()


class Migration(migrations.Migration):
    """Hash anew what is stored. There is no way back: plain hashes are what this takes away."""

    dependencies = [("core", "0005_room_for_salts")]

    operations = [migrations.RunPython(hash_with_salts)]
