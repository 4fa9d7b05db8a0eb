import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from core.migrations._unrendered import AddConstraint, AddIndex, AddTrigger, RemoveConstraint


class Migration(migrations.Migration):
    """An analysis is what a wave published; its work and its costs are its job's."""

    dependencies = [
        ("generation", "0021_analyses_become_jobs"),
    ]

    operations = [
        RemoveConstraint(
            model_name='modelcall',
            name='model_calls_has_a_subject',
        ),
        RemoveConstraint(
            model_name='sessionanalysis',
            name='session_analyses_lease_only_while_running',
        ),
        RemoveConstraint(
            model_name='sessionanalysis',
            name='session_analyses_finished_when_ended',
        ),
        RemoveConstraint(
            model_name='sessionanalysis',
            name='session_analyses_failure_says_why',
        ),
        RemoveConstraint(
            model_name='sessionanalysis',
            name='session_analyses_deadline_after_creation',
        ),
        RemoveConstraint(
            model_name='sessionanalysis',
            name='session_analyses_one_active',
        ),
        RemoveConstraint(
            model_name='sessionanalysis',
            name='session_analyses_success_has_data',
        ),
        migrations.RemoveField(
            model_name='modelcall',
            name='session_analysis',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='attempts',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='deadline_at',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='error_code',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='finished_at',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='lease_until',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='started_at',
        ),
        migrations.RemoveField(
            model_name='sessionanalysis',
            name='state',
        ),
        migrations.AlterField(
            model_name='modelcall',
            name='job',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='model_calls', to='generation.generationjob'),
        ),
        AddIndex(
            model_name='sessionanalysis',
            index=models.Index(fields=['-created_at', 'id'], name='session_analyses_newest_first'),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_fence', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held generation_jobs%ROWTYPE;', func="\n            IF NEW.job_id IS NULL THEN\n                RETURN NEW;\n            END IF;\n            SELECT * INTO held FROM generation_jobs WHERE id = NEW.job_id FOR NO KEY UPDATE;\n            -- clock_timestamp: the transaction may have begun before the deadline.\n            IF held.state = 'running' AND held.epoch = NEW.epoch\n               AND held.deadline_at > clock_timestamp() AND held.session_id = NEW.session_id THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_fence',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the writer does not hold this job now';\n    \n        ", hash='740d8b9ae70fa3fe3046699cd57549a17ff434d1', operation='INSERT', pgid='pgtrigger_session_analyses_fence_ad55f', table='session_analyses', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."data" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'data\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'data\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'session_analyses_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='d1cbcfa6787ea86ed4d8fb6922986aa2c2aad044', operation='UPDATE', pgid='pgtrigger_session_analyses_append_only_3a8bc', table='session_analyses', when='BEFORE')),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('epoch__isnull', False), ('job__isnull', False), ('origin', 'generated')), models.Q(('epoch__isnull', True), ('job__isnull', True), ('origin', 'imported')), _connector='OR'), name='session_analyses_by_a_job_or_imported'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('data__isnull', False), ('erased_at__isnull', True)), models.Q(('data__isnull', True), ('erased_at__isnull', False)), _connector='OR'), name='session_analyses_data_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='session_analyses_cost_not_negative'),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='537e294879b90ee368a9a6343e4f4be19e914c9c', operation='DELETE', pgid='pgtrigger_session_analyses_never_deleted_6d905', table='session_analyses', when='BEFORE')),
        ),
        AddTrigger(
            model_name='modelcall',
            trigger=pgtrigger.compiler.Trigger(name='model_calls_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY['outcome']::text[]) = (to_jsonb(OLD) - ARRAY['outcome']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'model_calls_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='d7931dcf3e1fc98bec3e680bd67e1c5f1fac0907', operation='UPDATE', pgid='pgtrigger_model_calls_never_changed_8f40a', table='model_calls', when='BEFORE')),
        ),
    ]
