import core.models.patient
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from core.migrations._unrendered import AddConstraint, AddTrigger, RemoveConstraint, RemoveTrigger


class Migration(migrations.Migration):
    """Columns for salts and keyed sender ids; no guard stands in the way of hashing anew. The next two belong to it."""

    dependencies = [
        ("core", "0004_spare_indexes_dropped"),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasureCertificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by_label', models.CharField(max_length=200)),
                ('blanked', models.JSONField()),
                ('stays', models.JSONField()),
            ],
            options={
                'db_table': 'erasure_certificates',
                'ordering': ['-at', 'id'],
            },
        ),
        RemoveTrigger(
            model_name='message',
            name='messages_sender_and_time_fixed',
        ),
        RemoveTrigger(
            model_name='messagerevision',
            name='message_revisions_append_only',
        ),
        RemoveConstraint(
            model_name='message',
            name='messages_client_id_unique',
        ),
        RemoveConstraint(
            model_name='messagerevision',
            name='message_revisions_hash_is_of_the_text',
        ),
        RemoveConstraint(
            model_name='therapysession',
            name='therapy_sessions_client_id_unique',
        ),
        migrations.AddField(
            model_name='message',
            name='client_id_hmac',
            field=models.CharField(default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='messagerevision',
            name='salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='therapysession',
            name='client_id_hmac',
            field=models.CharField(default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='message',
            name='client_id',
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name='patient',
            name='hash_key',
            field=models.BinaryField(default=core.models.patient.new_hash_key, max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name='therapysession',
            name='client_id',
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AddField(
            model_name='erasurecertificate',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='erasurecertificate',
            name='patient',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_certificate', to='core.patient'),
        ),
        AddConstraint(
            model_name='erasurecertificate',
            constraint=models.CheckConstraint(condition=models.Q(('by_label', ''), _negated=True), name='erasure_certificates_by_somebody'),
        ),
        AddTrigger(
            model_name='erasurecertificate',
            trigger=pgtrigger.compiler.Trigger(name='erasure_certificates_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'erasure_certificates_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='4f708e4a9058b7819d72c3fc599aee05b1e48f2e', operation='DELETE', pgid='pgtrigger_erasure_certificates_never_deleted_53cf5', table='erasure_certificates', when='BEFORE')),
        ),
        AddTrigger(
            model_name='erasurecertificate',
            trigger=pgtrigger.compiler.Trigger(name='erasure_certificates_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY[]::text[]) = (to_jsonb(OLD) - ARRAY[]::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'erasure_certificates_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='5a821d1f76e791f9b09f7ade95cc32398bb0d4d4', operation='UPDATE', pgid='pgtrigger_erasure_certificates_never_changed_55859', table='erasure_certificates', when='BEFORE')),
        ),
    ]
