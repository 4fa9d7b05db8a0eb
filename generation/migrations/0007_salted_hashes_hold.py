import core.salted_hashes
import django.db.models.lookups
import pgtrigger.compiler
from django.db import migrations, models

from core.migrations._statistics import no_statistics
from core.migrations._unrendered import AddConstraint, AddTrigger


class Migration(migrations.Migration):
    """The guards again, over salted hashes."""

    dependencies = [
        ("core", "0007_salted_hashes_hold"),
        ("generation", "0006_hash_with_salts"),
    ]

    operations = [
        migrations.AlterField(
            model_name='generationjob',
            name='salt',
            field=models.BinaryField(default=core.salted_hashes.new_salt, max_length=16, null=True),
        ),
        migrations.AlterField(
            model_name='sessionbridgeversion',
            name='salt',
            field=models.BinaryField(default=core.salted_hashes.new_salt, max_length=16, null=True),
        ),
        migrations.AlterField(
            model_name='yourjourneyversion',
            name='salt',
            field=models.BinaryField(default=core.salted_hashes.new_salt, max_length=16, null=True),
        ),
        AddTrigger(
            model_name='gateresult',
            trigger=pgtrigger.compiler.Trigger(name='gate_results_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."findings" IS NULL AND NEW."judge_key" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'findings\', \'judge_key\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'findings\', \'judge_key\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'gate_results_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='e0e90a6428fa83f7232f696ee8de920894d7d33b', operation='UPDATE', pgid='pgtrigger_gate_results_append_only_288bd', table='gate_results', when='BEFORE')),
        ),
        AddTrigger(
            model_name='generationjob',
            trigger=pgtrigger.compiler.Trigger(name='generation_jobs_terms_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'state\', \'epoch\', \'attempts\', \'lease_until\', \'error_code\', \'started_at\', \'finished_at\', \'queued_at\', \'erased_at\', \'salt\', \'regen_reason\']::text[]) = (to_jsonb(OLD) - ARRAY[\'state\', \'epoch\', \'attempts\', \'lease_until\', \'error_code\', \'started_at\', \'finished_at\', \'queued_at\', \'erased_at\', \'salt\', \'regen_reason\']::text[]) AND (NEW."salt" IS NULL OR NEW."salt" IS NOT DISTINCT FROM OLD."salt") AND (NEW."regen_reason" IS NULL OR NEW."regen_reason" IS NOT DISTINCT FROM OLD."regen_reason") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'generation_jobs_terms_fixed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='48ab1f95d1c8bd2b7e967a69afec53d33c21519c', operation='UPDATE', pgid='pgtrigger_generation_jobs_terms_fixed_b60ee', table='generation_jobs', when='BEFORE')),
        ),
        AddTrigger(
            model_name='generationjob',
            trigger=pgtrigger.compiler.Trigger(name='generation_jobs_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.state IN ('succeeded', 'failed', 'timed_out', 'cancelled') THEN\n                \n        IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.salt IS NULL AND NEW.regen_reason IS NULL\n           AND to_jsonb(NEW) - ARRAY['salt', 'regen_reason', 'erased_at'] = to_jsonb(OLD) - ARRAY['salt', 'regen_reason', 'erased_at'] THEN\n            RETURN NEW;\n        END IF;\n    \n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': an ended row is final';\n    \n            END IF;\n            IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('queued>cancelled', 'queued>running', 'queued>timed_out', 'running>cancelled', 'running>failed', 'running>queued', 'running>succeeded', 'running>timed_out') THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': there is no such transition';\n    \n            END IF;\n            IF NEW.epoch < OLD.epoch OR (NEW.epoch = OLD.epoch AND NEW.state <> OLD.state\n                                         AND NEW.state <> 'succeeded') THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the epoch rises when a job changes hands';\n    \n            END IF;\n            RETURN NEW;\n        ", hash='d8e904c7b26d1a467eb368738976a6dc15e97c5f', operation='UPDATE', pgid='pgtrigger_generation_jobs_transitions_9c4fb', table='generation_jobs', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_terms_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY['state', 'epoch', 'attempts', 'lease_until', 'error_code', 'started_at', 'finished_at', 'data', 'prompt_version', 'model', 'erased_at']::text[]) = (to_jsonb(OLD) - ARRAY['state', 'epoch', 'attempts', 'lease_until', 'error_code', 'started_at', 'finished_at', 'data', 'prompt_version', 'model', 'erased_at']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_terms_fixed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='2e7dc06b63eae5c5c902753272943f0f4f44e6b9', operation='UPDATE', pgid='pgtrigger_session_analyses_terms_fixed_45328', table='session_analyses', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionbridgeversion',
            trigger=pgtrigger.compiler.Trigger(name='session_bridge_versions_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."text" IS NULL AND NEW."generation_context" IS NULL AND NEW."salt" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'text\', \'generation_context\', \'salt\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'text\', \'generation_context\', \'salt\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'session_bridge_versions_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='b12052e4eab35c3fc800c8f37382f7db89b93b40', operation='UPDATE', pgid='pgtrigger_session_bridge_versions_append_only_c93e9', table='session_bridge_versions', when='BEFORE')),
        ),
        AddTrigger(
            model_name='stageartifact',
            trigger=pgtrigger.compiler.Trigger(name='stage_artifacts_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."body" IS NULL AND NEW."salt" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'body\', \'salt\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'body\', \'salt\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'stage_artifacts_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='3cbab8c82851a43ac89dc845ec9cc9c79c5609aa', operation='UPDATE', pgid='pgtrigger_stage_artifacts_append_only_56212', table='stage_artifacts', when='BEFORE')),
        ),
        AddTrigger(
            model_name='yourjourneyversion',
            trigger=pgtrigger.compiler.Trigger(name='your_journey_versions_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."text" IS NULL AND NEW."generation_context" IS NULL AND NEW."salt" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'text\', \'generation_context\', \'salt\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'text\', \'generation_context\', \'salt\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'your_journey_versions_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='7a04fe3287088b0a0df2f904bab36e49da0ac9ed', operation='UPDATE', pgid='pgtrigger_your_journey_versions_append_only_17148', table='your_journey_versions', when='BEFORE')),
        ),
        AddConstraint(
            model_name='gateresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('judge_key__isnull', False)), models.Q(('erased_at__isnull', False), ('judge_key__isnull', True)), _connector='OR'), name='gate_results_judge_key_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('salt__isnull', False)), models.Q(('erased_at__isnull', False), ('salt__isnull', True)), _connector='OR'), name='generation_jobs_salt_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('regen_reason__isnull', False)), models.Q(('erased_at__isnull', False), ('regen_reason__isnull', True)), _connector='OR'), name='generation_jobs_reason_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(core.salted_hashes.OctetLength('salt'), 16)), name='generation_jobs_salt_is_16_bytes'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('erased_at__isnull', True), ('finished_at__isnull', False), _connector='OR'), name='generation_jobs_erased_when_ended'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('salt__isnull', False)), models.Q(('erased_at__isnull', False), ('salt__isnull', True)), _connector='OR'), name='session_bridge_versions_salt_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(core.salted_hashes.OctetLength('salt'), 16)), name='session_bridge_versions_salt_is_16_bytes'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('text_sha256'), core.salted_hashes.SaltedSha256Hex('salt', 'text'))), name='session_bridge_versions_hash_is_of_the_text'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('salt__isnull', False)), models.Q(('erased_at__isnull', False), ('salt__isnull', True)), _connector='OR'), name='stage_artifacts_salt_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(core.salted_hashes.OctetLength('salt'), 16)), name='stage_artifacts_salt_is_16_bytes'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('sha256'), core.salted_hashes.SaltedSha256Hex('salt', 'body'))), name='stage_artifacts_hash_is_of_the_body'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('salt__isnull', False)), models.Q(('erased_at__isnull', False), ('salt__isnull', True)), _connector='OR'), name='your_journey_versions_salt_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(core.salted_hashes.OctetLength('salt'), 16)), name='your_journey_versions_salt_is_16_bytes'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('text_sha256'), core.salted_hashes.SaltedSha256Hex('salt', 'text'))), name='your_journey_versions_hash_is_of_the_text'),
        ),
        migrations.RunSQL(
            sql="""
                ALTER TABLE session_bridge_versions ADD CONSTRAINT session_bridge_versions_only_gated_bytes
                    FOREIGN KEY (job_id, text_sha256, verdict) REFERENCES gate_results (job_id, text_sha256, verdict);
                ALTER TABLE your_journey_versions ADD CONSTRAINT your_journey_versions_only_gated_bytes
                    FOREIGN KEY (job_id, text_sha256, verdict) REFERENCES gate_results (job_id, text_sha256, verdict);
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        no_statistics("generation_jobs", "salt", "regen_reason"),
        no_statistics("stage_artifacts", "body", "salt"),
        no_statistics("gate_results", "findings", "judge_key"),
        no_statistics("session_bridge_versions", "text", "generation_context", "salt"),
        no_statistics("your_journey_versions", "text", "generation_context", "salt"),
        no_statistics("summary_withdrawals", "reason"),
        no_statistics("session_analyses", "data"),
    ]
