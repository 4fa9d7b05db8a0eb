import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from core.migrations._unrendered import AddConstraint, AddTrigger, RemoveConstraint, RemoveTrigger


class Migration(migrations.Migration):
    """Waves over therapy sessions become jobs: room for them, and for what they read."""

    dependencies = [
        ("core", "0022_people_ask_to_be_erased"),
        ("generation", "0015_events_of_stages_and_notices_of_withdrawals"),
    ]

    operations = [
        RemoveTrigger(
            model_name='modelcall',
            name='model_calls_never_changed',
        ),
        RemoveTrigger(
            model_name='sessionanalysis',
            name='session_analyses_never_deleted',
        ),
        migrations.CreateModel(
            name='GenerationJobAnalysis',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'generation_job_analyses',
            },
        ),
        RemoveTrigger(
            model_name='sessionanalysis',
            name='session_analyses_transitions',
        ),
        RemoveTrigger(
            model_name='sessionanalysis',
            name='session_analyses_terms_fixed',
        ),
        RemoveConstraint(
            model_name='generationjob',
            name='generation_jobs_one_active',
        ),
        RemoveConstraint(
            model_name='generationjob',
            name='generation_jobs_no_duplicate',
        ),
        RemoveConstraint(
            model_name='generationjob',
            name='generation_jobs_feature_is_known',
        ),
        RemoveConstraint(
            model_name='generationjob',
            name='generation_jobs_origin_is_known',
        ),
        RemoveConstraint(
            model_name='generationjob',
            name='generation_jobs_window_is_whole',
        ),
        migrations.AddField(
            model_name='generationjob',
            name='session',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wave_jobs', to='core.therapysession'),
        ),
        migrations.AddField(
            model_name='generationjob',
            name='wave',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='sessionanalysis',
            name='cost',
            field=models.DecimalField(blank=True, decimal_places=6, default=0, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name='sessionanalysis',
            name='evidence_dropped',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='sessionanalysis',
            name='job',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='analysis', to='generation.generationjob'),
        ),
        migrations.AddField(
            model_name='sessionanalysis',
            name='origin',
            field=models.CharField(choices=[('generated', 'Generated'), ('imported', 'Imported')], default='generated', max_length=16),
        ),
        migrations.AddField(
            model_name='sessionanalysis',
            name='review_rule_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='yourjourneyversion',
            name='evidence_dropped',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='yourjourneyversion',
            name='input_hash',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='yourjourneyversion',
            name='review_rule_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='generationjob',
            name='feature',
            field=models.CharField(choices=[('session_bridge', 'Session Bridge'), ('your_journey', 'Your Journey'), ('session_wave', 'Session Wave')], max_length=32),
        ),
        migrations.AlterField(
            model_name='generationjob',
            name='origin',
            field=models.CharField(choices=[('request', 'Request'), ('batch', 'Batch'), ('staff', 'Staff'), ('correction', 'Correction'), ('session', 'Session')], max_length=16),
        ),
        migrations.AlterField(
            model_name='pipelineevent',
            name='event',
            field=models.CharField(choices=[('START', 'Start'), ('COMPLETE', 'Complete'), ('FAILED', 'Failed'), ('CALLED_OFF', 'Called Off'), ('STAGE', 'Stage'), ('FILE_LOAD', 'File Load'), ('DB_UPDATE', 'Db Update'), ('RULES_USED', 'Rules Used'), ('MODEL_GAVE_UP', 'Model Gave Up'), ('SPEAKER_LABELING', 'Speaker Labeling'), ('MOOD_ANALYSIS', 'Mood Analysis'), ('TOPIC_EXTRACTION', 'Topic Extraction'), ('ACTION_SUMMARY', 'Action Summary'), ('BREAKTHROUGH_DETECTION', 'Breakthrough Detection'), ('DEEP_ANALYSIS', 'Deep Analysis'), ('PROSE_GENERATION', 'Prose Generation'), ('SESSION_INSIGHTS', 'Session Insights'), ('YOUR_JOURNEY_GENERATION', 'Your Journey Generation'), ('SESSION_BRIDGE_GENERATION', 'Session Bridge Generation')], max_length=64),
        ),
        migrations.AlterField(
            model_name='sessionanalysis',
            name='epoch',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        AddTrigger(
            model_name='generationjob',
            trigger=pgtrigger.compiler.Trigger(name='generation_jobs_of_its_session', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NEW.session_id IS NULL OR EXISTS (\n                SELECT FROM therapy_sessions\n                WHERE id = NEW.session_id AND patient_id = NEW.patient_id AND session_date = NEW.window_last\n            ) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_of_its_session',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the session is of somebody else or of another date';\n    \n        ", hash='7a7ebe293927a991cc94847ab1374a39564da7cb', operation='INSERT', pgid='pgtrigger_generation_jobs_of_its_session_36032', table='generation_jobs', when='BEFORE')),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running')), models.Q(('feature', 'session_wave'), _negated=True)), fields=('patient', 'feature'), name='generation_jobs_one_active'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('session', 'wave'), name='generation_jobs_one_active_wave'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running', 'succeeded'])), fields=('patient', 'feature', 'window_first', 'window_last', 'session', 'wave', 'input_hash', 'regen'), name='generation_jobs_no_duplicate', nulls_distinct=False),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('feature__in', ['session_bridge', 'your_journey', 'session_wave'])), name='generation_jobs_feature_is_known'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['request', 'batch', 'staff', 'correction', 'session'])), name='generation_jobs_origin_is_known'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('feature', 'session_wave'), ('session__isnull', False), models.Q(('wave', ''), _negated=True)), models.Q(models.Q(('feature', 'session_wave'), _negated=True), ('session__isnull', True), ('wave', '')), _connector='OR'), name='generation_jobs_session_and_wave_of_waves'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('feature', 'session_bridge'), ('window_last', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('window_first'), '+', models.Value(14)), output_field=models.DateField()))), models.Q(('feature', 'session_wave'), ('window_last', models.F('window_first'))), models.Q(('feature', 'your_journey'), ('window_last__gte', models.F('window_first'))), _connector='OR'), name='generation_jobs_window_is_whole'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('input_hash', ''), ('origin', 'imported')), ('input_hash__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='your_journey_versions_input_hash_is_sha256'),
        ),
        migrations.AddField(
            model_name='generationjobanalysis',
            name='analysis',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to='generation.sessionanalysis'),
        ),
        migrations.AddField(
            model_name='generationjobanalysis',
            name='job',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pinned_analyses', to='generation.generationjob'),
        ),
        AddConstraint(
            model_name='generationjobanalysis',
            constraint=models.UniqueConstraint(fields=('job', 'analysis'), name='generation_job_analyses_pinned_once'),
        ),
        AddTrigger(
            model_name='generationjobanalysis',
            trigger=pgtrigger.compiler.Trigger(name='generation_job_analyses_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_job_analyses_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='c467bd24405e34656e926f01eed6153564f823e3', operation='DELETE', pgid='pgtrigger_generation_job_analyses_never_deleted_3b7c8', table='generation_job_analyses', when='BEFORE')),
        ),
        AddTrigger(
            model_name='generationjobanalysis',
            trigger=pgtrigger.compiler.Trigger(name='generation_job_analyses_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY[]::text[]) = (to_jsonb(OLD) - ARRAY[]::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_job_analyses_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='07a535bc6f97de1b16e11a7a6cae9b53170006c4', operation='UPDATE', pgid='pgtrigger_generation_job_analyses_never_changed_b9668', table='generation_job_analyses', when='BEFORE')),
        ),
    ]
