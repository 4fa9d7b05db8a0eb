import core.salted_hashes
import django.db.models.lookups
import pgtrigger.compiler
from django.db import migrations, models

from core.migrations._statistics import no_statistics
from core.migrations._unrendered import AddConstraint, AddTrigger


class Migration(migrations.Migration):
    """The guards again, over salted hashes."""

    dependencies = [
        ("core", "0006_hash_with_salts"),
    ]

    operations = [
        migrations.AlterField(
            model_name='messagerevision',
            name='salt',
            field=models.BinaryField(default=core.salted_hashes.new_salt, max_length=16, null=True),
        ),
        AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='messages_sender_and_time_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'current_revision\', \'deleted_at\', \'client_id\']::text[]) = (to_jsonb(OLD) - ARRAY[\'current_revision\', \'deleted_at\', \'client_id\']::text[]) AND (NEW."client_id" IS NULL OR NEW."client_id" IS NOT DISTINCT FROM OLD."client_id") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'messages_sender_and_time_fixed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='ca01a314ee0f4ae8e096102032446c4b52cafd47', operation='UPDATE', pgid='pgtrigger_messages_sender_and_time_fixed_5f272', table='messages', when='BEFORE')),
        ),
        AddTrigger(
            model_name='messagerevision',
            trigger=pgtrigger.compiler.Trigger(name='message_revisions_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."text" IS NULL AND NEW."salt" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'text\', \'salt\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'text\', \'salt\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'message_revisions_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='53cf5b9c2f7fe6eeb8886bbdb3b2fcc442e53e91', operation='UPDATE', pgid='pgtrigger_message_revisions_append_only_b60b4', table='message_revisions', when='BEFORE')),
        ),
        AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('patient', 'client_id_hmac'), name='messages_client_id_unique'),
        ),
        AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('client_id_hmac__regex', '^[0-9a-f]{64}$')), name='messages_client_id_hmac_is_sha256'),
        ),
        AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client_id__isnull', False), ('deleted_at__isnull', True)), models.Q(('client_id__isnull', True), ('deleted_at__isnull', False)), _connector='OR'), name='messages_client_id_null_only_when_deleted'),
        ),
        AddConstraint(
            model_name='messagerevision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('salt__isnull', False)), models.Q(('erased_at__isnull', False), ('salt__isnull', True)), _connector='OR'), name='message_revisions_salt_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='messagerevision',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(core.salted_hashes.OctetLength('salt'), 16)), name='message_revisions_salt_is_16_bytes'),
        ),
        AddConstraint(
            model_name='messagerevision',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('text_sha256'), core.salted_hashes.SaltedSha256Hex('salt', 'text'))), name='message_revisions_hash_is_of_the_text'),
        ),
        AddConstraint(
            model_name='patient',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('hash_key__isnull', False)), models.Q(('erased_at__isnull', False), ('hash_key__isnull', True)), _connector='OR'), name='patients_hash_key_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='therapysession',
            constraint=models.UniqueConstraint(fields=('patient', 'client_id_hmac'), name='therapy_sessions_client_id_unique'),
        ),
        AddConstraint(
            model_name='therapysession',
            constraint=models.CheckConstraint(condition=models.Q(('client_id_hmac__regex', '^[0-9a-f]{64}$')), name='therapy_sessions_client_id_hmac_is_sha256'),
        ),
        AddConstraint(
            model_name='therapysession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('client_id__isnull', False), ('erased_at__isnull', True)), models.Q(('client_id__isnull', True), ('erased_at__isnull', False)), _connector='OR'), name='therapy_sessions_client_id_null_only_when_erased'),
        ),
        no_statistics("patients", "hash_key"),
        no_statistics("messages", "client_id"),
        no_statistics("message_revisions", "text", "salt"),
        no_statistics("therapy_sessions", "transcript", "client_id"),
    ]
