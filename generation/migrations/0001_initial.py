

import core.models.zone_field
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.lookups
import core.migrations._plain_hashes
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from core.migrations._unrendered import AddConstraint, AddIndex, AddTrigger


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0002_message_points_at_its_revision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GenerationJob',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('succeeded', 'Succeeded'), ('failed', 'Failed'), ('timed_out', 'Timed Out'), ('cancelled', 'Cancelled')], default='queued', max_length=16)),
                ('epoch', models.PositiveBigIntegerField(default=0)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('deadline_at', models.DateTimeField()),
                ('error_code', models.CharField(blank=True, default='', max_length=100)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('feature', models.CharField(choices=[('session_bridge', 'Session Bridge'), ('your_journey', 'Your Journey')], max_length=32)),
                ('window_first', models.DateField()),
                ('window_last', models.DateField()),
                ('zone', core.models.zone_field.ZoneField(max_length=64)),
                ('input_hash', models.CharField(max_length=64)),
                ('regen', models.PositiveIntegerField(default=0)),
                ('regen_reason', models.CharField(blank=True, default='', max_length=200)),
                ('origin', models.CharField(choices=[('request', 'Request'), ('batch', 'Batch'), ('staff', 'Staff'), ('correction', 'Correction')], max_length=16)),
                ('queued_at', models.DateTimeField(blank=True, null=True)),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='generation_jobs', to='core.patient')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requested_jobs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'generation_jobs',
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='GateResult',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('epoch', models.PositiveBigIntegerField()),
                ('ordinal', models.PositiveIntegerField()),
                ('text_sha256', models.CharField(max_length=64)),
                ('verdict', models.CharField(choices=[('pass', 'Pass'), ('fail', 'Fail')], max_length=8)),
                ('policy_gate_version', models.CharField(max_length=64)),
                ('judge', models.CharField(max_length=16)),
                ('rule_ids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), blank=True, default=list, size=None)),
                ('findings', models.JSONField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='gate_results', to='generation.generationjob')),
            ],
            options={
                'db_table': 'gate_results',
                'ordering': ['job', 'ordinal'],
            },
        ),
        migrations.CreateModel(
            name='AnalysisProcessingLog',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('wave', models.CharField(max_length=64)),
                ('status', models.CharField(choices=[('started', 'Started'), ('completed', 'Completed'), ('failed', 'Failed')], max_length=16)),
                ('retry_count', models.PositiveIntegerField()),
                ('error_message', models.CharField(blank=True, default='', max_length=100)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('processing_duration_ms', models.PositiveBigIntegerField(blank=True, null=True)),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processing_log', to='core.therapysession')),
                ('job', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processing_log', to='generation.generationjob')),
            ],
            options={
                'db_table': 'analysis_processing_log',
                'ordering': ['created_at', 'retry_count'],
            },
        ),
        migrations.CreateModel(
            name='GenerationJobMessage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveIntegerField()),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pinned_messages', to='generation.generationjob')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to='core.message')),
            ],
            options={
                'db_table': 'generation_job_messages',
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('summary_ready', 'Summary Ready'), ('summary_timed_out', 'Summary Timed Out'), ('summary_failed', 'Summary Failed')], max_length=32)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='generation.generationjob')),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='core.patient')),
            ],
            options={
                'db_table': 'notifications',
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PipelineEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('phase', models.CharField(choices=[('TRANSCRIPT', 'Transcript'), ('WAVE1', 'Wave1'), ('WAVE2', 'Wave2'), ('WAVE3', 'Wave3')], max_length=16)),
                ('event', models.CharField(choices=[('START', 'Start'), ('COMPLETE', 'Complete'), ('FAILED', 'Failed'), ('FILE_LOAD', 'File Load'), ('DB_UPDATE', 'Db Update'), ('MOOD_ANALYSIS', 'Mood Analysis'), ('TOPIC_EXTRACTION', 'Topic Extraction'), ('YOUR_JOURNEY_GENERATION', 'Your Journey Generation'), ('SESSION_BRIDGE_GENERATION', 'Session Bridge Generation')], max_length=64)),
                ('session_date', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('succeeded', 'Succeeded'), ('failed', 'Failed'), ('timed_out', 'Timed Out'), ('cancelled', 'Cancelled')], max_length=16)),
                ('duration_ms', models.PositiveBigIntegerField(blank=True, null=True)),
                ('details', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('job', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='generation.generationjob')),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pipeline_events', to='core.patient')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='core.therapysession')),
            ],
            options={
                'db_table': 'pipeline_events',
                'ordering': ['created_at', 'number'],
            },
        ),
        migrations.CreateModel(
            name='SessionAnalysis',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('succeeded', 'Succeeded'), ('failed', 'Failed'), ('timed_out', 'Timed Out'), ('cancelled', 'Cancelled')], default='queued', max_length=16)),
                ('epoch', models.PositiveBigIntegerField(default=0)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('deadline_at', models.DateTimeField()),
                ('error_code', models.CharField(blank=True, default='', max_length=100)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('wave', models.CharField(max_length=64)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('data', models.TextField(null=True)),
                ('prompt_version', models.CharField(blank=True, default='', max_length=64)),
                ('model', models.CharField(blank=True, default='', max_length=100)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='analyses', to='core.therapysession')),
            ],
            options={
                'verbose_name_plural': 'session analyses',
                'db_table': 'session_analyses',
                'ordering': ['session', 'wave', '-attempt'],
            },
        ),
        migrations.CreateModel(
            name='ModelCall',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('task', models.CharField(max_length=64)),
                ('tier', models.CharField(max_length=32)),
                ('model_asked', models.CharField(max_length=100)),
                ('model_answered', models.CharField(blank=True, default='', max_length=100)),
                ('request_id', models.CharField(blank=True, default='', max_length=200)),
                ('tokens_in', models.PositiveIntegerField(default=0)),
                ('tokens_cached', models.PositiveIntegerField(default=0)),
                ('tokens_out', models.PositiveIntegerField(default=0)),
                ('cost', models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True)),
                ('price_source', models.CharField(blank=True, default='', max_length=100)),
                ('duration_ms', models.PositiveBigIntegerField()),
                ('outcome', models.CharField(choices=[('answered', 'Answered'), ('invalid', 'Invalid'), ('refused', 'Refused'), ('timed_out', 'Timed Out'), ('failed', 'Failed')], max_length=16)),
                ('prompt_version', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='model_calls', to='generation.generationjob')),
                ('session_analysis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='model_calls', to='generation.sessionanalysis')),
            ],
            options={
                'db_table': 'model_calls',
                'ordering': ['-created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SessionBridgeVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('origin', models.CharField(choices=[('generated', 'Generated'), ('imported', 'Imported')], default='generated', max_length=16)),
                ('epoch', models.PositiveBigIntegerField(blank=True, null=True)),
                ('text', models.TextField(null=True)),
                ('text_sha256', models.CharField(max_length=64)),
                ('verdict', models.CharField(blank=True, choices=[('pass', 'Pass'), ('fail', 'Fail')], max_length=8, null=True)),
                ('generation_context', models.TextField(null=True)),
                ('cost', models.DecimalField(decimal_places=6, default=0, max_digits=12)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('input_hash', models.CharField(max_length=64)),
                ('planner_version', models.CharField(max_length=64)),
                ('prompt_version_canonicalizer', models.CharField(max_length=64)),
                ('prompt_version_writer', models.CharField(max_length=64)),
                ('policy_gate_version', models.CharField(max_length=64)),
                ('repair_attempts', models.PositiveIntegerField()),
                ('outcome', models.CharField(blank=True, choices=[('first_pass', 'First Pass'), ('repaired', 'Repaired'), ('fallback', 'Fallback')], max_length=16)),
                ('outcome_reason', models.CharField(blank=True, default='', max_length=32)),
                ('prompt_hash_canonicalizer', models.CharField(blank=True, default='', max_length=64)),
                ('prompt_hash_writer', models.CharField(blank=True, default='', max_length=64)),
                ('model_canonicalizer', models.CharField(blank=True, default='', max_length=100)),
                ('model_writer', models.CharField(blank=True, default='', max_length=100)),
                ('job', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='generation.generationjob')),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='core.patient')),
            ],
            options={
                'db_table': 'session_bridge_versions',
                'ordering': ['patient', '-version'],
            },
        ),
        migrations.CreateModel(
            name='PatientSessionBridge',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('patient', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='current_session_bridge', to='core.patient')),
                ('current', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='generation.sessionbridgeversion')),
            ],
            options={
                'db_table': 'patient_session_bridge',
            },
        ),
        migrations.CreateModel(
            name='StageArtifact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('epoch', models.PositiveBigIntegerField()),
                ('position', models.PositiveIntegerField()),
                ('stage', models.CharField(max_length=64)),
                ('ordinal', models.PositiveIntegerField(default=0)),
                ('body', models.TextField(null=True)),
                ('sha256', models.CharField(max_length=64)),
                ('prev_chain_hash', models.CharField(max_length=64)),
                ('chain_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('job', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='artifacts', to='generation.generationjob')),
            ],
            options={
                'db_table': 'stage_artifacts',
                'ordering': ['job', 'position'],
            },
        ),
        migrations.CreateModel(
            name='YourJourneyVersion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('origin', models.CharField(choices=[('generated', 'Generated'), ('imported', 'Imported')], default='generated', max_length=16)),
                ('epoch', models.PositiveBigIntegerField(blank=True, null=True)),
                ('text', models.TextField(null=True)),
                ('text_sha256', models.CharField(max_length=64)),
                ('verdict', models.CharField(blank=True, choices=[('pass', 'Pass'), ('fail', 'Fail')], max_length=8, null=True)),
                ('generation_context', models.TextField(null=True)),
                ('cost', models.DecimalField(decimal_places=6, default=0, max_digits=12)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('prompt_version', models.CharField(max_length=64)),
                ('policy_gate_version', models.CharField(max_length=64)),
                ('job', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='generation.generationjob')),
                ('patient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='core.patient')),
            ],
            options={
                'db_table': 'your_journey_versions',
                'ordering': ['patient', '-version'],
            },
        ),
        migrations.CreateModel(
            name='SummaryWithdrawal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(choices=[('message_deleted', 'Message Deleted'), ('person_erased', 'Person Erased'), ('staff', 'Staff'), ('person', 'Person')], max_length=32)),
                ('reason', models.TextField(blank=True, default='', null=True)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawals', to=settings.AUTH_USER_MODEL)),
                ('session_bridge_version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='generation.sessionbridgeversion')),
                ('your_journey_version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='generation.yourjourneyversion')),
            ],
            options={
                'db_table': 'summary_withdrawals',
                'ordering': ['-at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PatientYourJourney',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('patient', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='current_your_journey', to='core.patient')),
                ('current', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='generation.yourjourneyversion')),
            ],
            options={
                'db_table': 'patient_your_journey',
            },
        ),
        migrations.CreateModel(
            name='GenerationMetadata',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sessions_analyzed', models.PositiveIntegerField()),
                ('total_sessions', models.PositiveIntegerField()),
                ('model_used', models.CharField(max_length=100)),
                ('generation_timestamp', models.DateTimeField()),
                ('generation_duration_ms', models.PositiveBigIntegerField()),
                ('compaction_strategy', models.CharField(blank=True, default='', max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('last_session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.therapysession')),
                ('session_bridge_version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='metadata', to='generation.sessionbridgeversion')),
                ('your_journey_version', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='metadata', to='generation.yourjourneyversion')),
            ],
            options={
                'verbose_name_plural': 'generation metadata',
                'db_table': 'generation_metadata',
                'ordering': ['-created_at', 'id'],
            },
        ),
        AddIndex(
            model_name='generationjob',
            index=models.Index(fields=['patient', '-created_at'], name='generation_jobs_by_patient'),
        ),
        AddIndex(
            model_name='generationjob',
            index=models.Index(fields=['-created_at', 'id'], name='generation_jobs_newest_first'),
        ),
        AddIndex(
            model_name='generationjob',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'running'))), fields=['deadline_at'], name='generation_jobs_active'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='generation_jobs_lease_only_while_running'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ('succeeded', 'failed', 'timed_out', 'cancelled'))), models.Q(('finished_at__isnull', True), ('state__in', ('queued', 'running'))), _connector='OR'), name='generation_jobs_finished_when_ended'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('error_code', ''), ('state', 'failed'), _negated=True), name='generation_jobs_failure_says_why'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('deadline_at__gt', models.F('created_at'))), name='generation_jobs_deadline_after_creation'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('patient', 'feature'), name='generation_jobs_one_active'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running', 'succeeded'])), fields=('patient', 'feature', 'window_first', 'window_last', 'input_hash', 'regen'), name='generation_jobs_no_duplicate'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('feature__in', ['session_bridge', 'your_journey'])), name='generation_jobs_feature_is_known'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['request', 'batch', 'staff', 'correction'])), name='generation_jobs_origin_is_known'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('feature', 'session_bridge'), ('window_last', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('window_first'), '+', models.Value(14)), output_field=models.DateField()))), models.Q(models.Q(('feature', 'session_bridge'), _negated=True), ('window_last__gte', models.F('window_first'))), _connector='OR'), name='generation_jobs_window_is_whole'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('regen', 0), models.Q(('regen_reason', ''), _negated=True), _connector='OR'), name='generation_jobs_regen_says_why'),
        ),
        AddConstraint(
            model_name='generationjob',
            constraint=models.CheckConstraint(condition=models.Q(('input_hash__regex', '^[0-9a-f]{64}$')), name='generation_jobs_input_hash_is_sha256'),
        ),
        AddTrigger(
            model_name='generationjob',
            trigger=pgtrigger.compiler.Trigger(name='generation_jobs_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='716e993011c2c13f8dfa550067ebae0547633735', operation='DELETE', pgid='pgtrigger_generation_jobs_never_deleted_85e54', table='generation_jobs', when='BEFORE')),
        ),
        AddTrigger(
            model_name='generationjob',
            trigger=pgtrigger.compiler.Trigger(name='generation_jobs_terms_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY['state', 'epoch', 'attempts', 'lease_until', 'error_code', 'started_at', 'finished_at', 'queued_at']::text[]) = (to_jsonb(OLD) - ARRAY['state', 'epoch', 'attempts', 'lease_until', 'error_code', 'started_at', 'finished_at', 'queued_at']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_terms_fixed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='ef3943b088158c5e159309bb13d1fba8e7cd0b54', operation='UPDATE', pgid='pgtrigger_generation_jobs_terms_fixed_b60ee', table='generation_jobs', when='BEFORE')),
        ),
        AddTrigger(
            model_name='generationjob',
            trigger=pgtrigger.compiler.Trigger(name='generation_jobs_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.state IN ('succeeded', 'failed', 'timed_out', 'cancelled') THEN\n                \n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': an ended row is final';\n    \n            END IF;\n            IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('queued>cancelled', 'queued>running', 'queued>timed_out', 'running>cancelled', 'running>failed', 'running>queued', 'running>succeeded', 'running>timed_out') THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': there is no such transition';\n    \n            END IF;\n            IF NEW.epoch < OLD.epoch OR (NEW.epoch = OLD.epoch AND NEW.state <> OLD.state\n                                         AND NEW.state <> 'succeeded') THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_jobs_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the epoch rises when a job changes hands';\n    \n            END IF;\n            RETURN NEW;\n        ", hash='590c12f7aa7e07ee65f9c580a9f7adb7d7f3f70a', operation='UPDATE', pgid='pgtrigger_generation_jobs_transitions_9c4fb', table='generation_jobs', when='BEFORE')),
        ),
        AddConstraint(
            model_name='gateresult',
            constraint=models.UniqueConstraint(fields=('job', 'text_sha256', 'verdict'), name='gate_results_said_once'),
        ),
        AddConstraint(
            model_name='gateresult',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['pass', 'fail'])), name='gate_results_verdict_is_known'),
        ),
        AddConstraint(
            model_name='gateresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'pass'), _negated=True), ('rule_ids__len', 0), _connector='OR'), name='gate_results_pass_has_no_findings'),
        ),
        AddConstraint(
            model_name='gateresult',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('findings__isnull', False)), models.Q(('erased_at__isnull', False), ('findings__isnull', True)), _connector='OR'), name='gate_results_findings_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='gateresult',
            constraint=models.CheckConstraint(condition=models.Q(('text_sha256__regex', '^[0-9a-f]{64}$')), name='gate_results_text_hash_is_sha256'),
        ),
        AddTrigger(
            model_name='gateresult',
            trigger=pgtrigger.compiler.Trigger(name='gate_results_fence', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held generation_jobs%ROWTYPE;', func="\n            IF NEW.job_id IS NULL THEN\n                RETURN NEW;\n            END IF;\n            SELECT * INTO held FROM generation_jobs WHERE id = NEW.job_id FOR NO KEY UPDATE;\n            -- clock_timestamp: the transaction may have begun before the deadline.\n            IF held.state = 'running' AND held.epoch = NEW.epoch\n               AND held.deadline_at > clock_timestamp()  THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'gate_results_fence',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the writer does not hold this job now';\n    \n        ", hash='1bdab5e4cce7e6a4439adfea3f4ea4dec9802898', operation='INSERT', pgid='pgtrigger_gate_results_fence_9df2c', table='gate_results', when='BEFORE')),
        ),
        AddTrigger(
            model_name='gateresult',
            trigger=pgtrigger.compiler.Trigger(name='gate_results_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'gate_results_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='c1633fbca7ac32486aa81a9b45a85d9f8dcdb7ad', operation='DELETE', pgid='pgtrigger_gate_results_never_deleted_56e9d', table='gate_results', when='BEFORE')),
        ),
        AddTrigger(
            model_name='gateresult',
            trigger=pgtrigger.compiler.Trigger(name='gate_results_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."findings" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'findings\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'findings\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'gate_results_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='2db9aeb82c3459fb16f4578389879141192b85a4', operation='UPDATE', pgid='pgtrigger_gate_results_append_only_288bd', table='gate_results', when='BEFORE')),
        ),
        AddConstraint(
            model_name='analysisprocessinglog',
            constraint=models.CheckConstraint(condition=models.Q(('job__isnull', False), ('session__isnull', False), _connector='OR'), name='analysis_processing_log_has_a_subject'),
        ),
        AddConstraint(
            model_name='analysisprocessinglog',
            constraint=models.UniqueConstraint(condition=models.Q(('job__isnull', False)), fields=('job', 'wave', 'retry_count', 'status'), name='analysis_processing_log_once_in_job'),
        ),
        AddConstraint(
            model_name='analysisprocessinglog',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['started', 'completed', 'failed'])), name='analysis_processing_log_status_is_known'),
        ),
        AddConstraint(
            model_name='analysisprocessinglog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', True), ('status', 'started')), models.Q(models.Q(('status', 'started'), _negated=True), ('completed_at__isnull', False)), _connector='OR'), name='analysis_processing_log_completed_when_ended'),
        ),
        AddConstraint(
            model_name='analysisprocessinglog',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'failed'), models.Q(('error_message', ''), _negated=True)), models.Q(models.Q(('status', 'failed'), _negated=True), ('error_message', '')), _connector='OR'), name='analysis_processing_log_failure_says_why'),
        ),
        AddTrigger(
            model_name='analysisprocessinglog',
            trigger=pgtrigger.compiler.Trigger(name='analysis_processing_log_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'analysis_processing_log_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='e8b0616ab071c90d17d25316cd56970da9efa692', operation='DELETE', pgid='pgtrigger_analysis_processing_log_never_deleted_2e5f1', table='analysis_processing_log', when='BEFORE')),
        ),
        AddTrigger(
            model_name='analysisprocessinglog',
            trigger=pgtrigger.compiler.Trigger(name='analysis_processing_log_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY[]::text[]) = (to_jsonb(OLD) - ARRAY[]::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'analysis_processing_log_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='0bdeaa611f597ace40842e8e8f88bd6208bc04c6', operation='UPDATE', pgid='pgtrigger_analysis_processing_log_never_changed_5ad74', table='analysis_processing_log', when='BEFORE')),
        ),
        AddConstraint(
            model_name='generationjobmessage',
            constraint=models.UniqueConstraint(fields=('job', 'message'), name='generation_job_messages_pinned_once'),
        ),
        AddTrigger(
            model_name='generationjobmessage',
            trigger=pgtrigger.compiler.Trigger(name='generation_job_messages_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_job_messages_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='35cd7b930f7365f72ee6c672a4c67a8670b34695', operation='DELETE', pgid='pgtrigger_generation_job_messages_never_deleted_da84c', table='generation_job_messages', when='BEFORE')),
        ),
        AddTrigger(
            model_name='generationjobmessage',
            trigger=pgtrigger.compiler.Trigger(name='generation_job_messages_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY[]::text[]) = (to_jsonb(OLD) - ARRAY[]::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_job_messages_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='fb4e41ed1606ae217daa68149e41c99e03ed8c45', operation='UPDATE', pgid='pgtrigger_generation_job_messages_never_changed_f362c', table='generation_job_messages', when='BEFORE')),
        ),
        AddIndex(
            model_name='notification',
            index=models.Index(fields=['patient', '-created_at'], name='notifications_by_patient'),
        ),
        AddConstraint(
            model_name='notification',
            constraint=models.UniqueConstraint(fields=('job', 'kind'), name='notifications_told_once'),
        ),
        AddTrigger(
            model_name='notification',
            trigger=pgtrigger.compiler.Trigger(name='notifications_only_read', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY['read_at']::text[]) = (to_jsonb(OLD) - ARRAY['read_at']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'notifications_only_read',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='99cb8f68651303e0bf55d9c1bbb4dd9bceeadbea', operation='UPDATE', pgid='pgtrigger_notifications_only_read_1d78d', table='notifications', when='BEFORE')),
        ),
        AddIndex(
            model_name='pipelineevent',
            index=models.Index(fields=['patient', '-created_at'], name='pipeline_events_by_patient'),
        ),
        AddConstraint(
            model_name='pipelineevent',
            constraint=models.CheckConstraint(condition=models.Q(('job__isnull', False), ('session__isnull', False), _connector='OR'), name='pipeline_events_has_a_subject'),
        ),
        AddConstraint(
            model_name='pipelineevent',
            constraint=models.UniqueConstraint(condition=models.Q(('job__isnull', False)), fields=('job', 'number'), name='pipeline_events_number_unique_in_job'),
        ),
        AddConstraint(
            model_name='pipelineevent',
            constraint=models.UniqueConstraint(condition=models.Q(('job__isnull', True)), fields=('session', 'number'), name='pipeline_events_number_unique_in_session'),
        ),
        AddConstraint(
            model_name='pipelineevent',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ['TRANSCRIPT', 'WAVE1', 'WAVE2', 'WAVE3'])), name='pipeline_events_phase_is_known'),
        ),
        AddTrigger(
            model_name='pipelineevent',
            trigger=pgtrigger.compiler.Trigger(name='pipeline_events_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'pipeline_events_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='ce40c80b29a386e428948dde51f70b77f901f31a', operation='DELETE', pgid='pgtrigger_pipeline_events_never_deleted_3721f', table='pipeline_events', when='BEFORE')),
        ),
        AddTrigger(
            model_name='pipelineevent',
            trigger=pgtrigger.compiler.Trigger(name='pipeline_events_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY[]::text[]) = (to_jsonb(OLD) - ARRAY[]::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'pipeline_events_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='09eca8865de73d87610d4c83050203ab3b38f864', operation='UPDATE', pgid='pgtrigger_pipeline_events_never_changed_cab6f', table='pipeline_events', when='BEFORE')),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lease_until__isnull', False), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='session_analyses_lease_only_while_running'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ('succeeded', 'failed', 'timed_out', 'cancelled'))), models.Q(('finished_at__isnull', True), ('state__in', ('queued', 'running'))), _connector='OR'), name='session_analyses_finished_when_ended'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(('error_code', ''), ('state', 'failed'), _negated=True), name='session_analyses_failure_says_why'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(('deadline_at__gt', models.F('created_at'))), name='session_analyses_deadline_after_creation'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.UniqueConstraint(fields=('session', 'wave', 'attempt'), name='session_analyses_attempt_unique'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running'))), fields=('session', 'wave'), name='session_analyses_one_active'),
        ),
        AddConstraint(
            model_name='sessionanalysis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'succeeded'), _negated=True), ('data__isnull', False), ('erased_at__isnull', False), _connector='OR'), name='session_analyses_success_has_data'),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='537e294879b90ee368a9a6343e4f4be19e914c9c', operation='DELETE', pgid='pgtrigger_session_analyses_never_deleted_6d905', table='session_analyses', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_terms_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY['state', 'epoch', 'attempts', 'lease_until', 'error_code', 'started_at', 'finished_at', 'data', 'prompt_version', 'model', 'data', 'erased_at']::text[]) = (to_jsonb(OLD) - ARRAY['state', 'epoch', 'attempts', 'lease_until', 'error_code', 'started_at', 'finished_at', 'data', 'prompt_version', 'model', 'data', 'erased_at']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_terms_fixed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='d93eaaa65ad7aa0a39f7f5a7bd74329961b6df67', operation='UPDATE', pgid='pgtrigger_session_analyses_terms_fixed_45328', table='session_analyses', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionanalysis',
            trigger=pgtrigger.compiler.Trigger(name='session_analyses_transitions', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF OLD.state IN ('succeeded', 'failed', 'timed_out', 'cancelled') THEN\n                \n        IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.data IS NULL\n           AND to_jsonb(NEW) - ARRAY['data', 'erased_at'] = to_jsonb(OLD) - ARRAY['data', 'erased_at'] THEN\n            RETURN NEW;\n        END IF;\n    \n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': an ended row is final';\n    \n            END IF;\n            IF NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('queued>cancelled', 'queued>running', 'queued>timed_out', 'running>cancelled', 'running>failed', 'running>queued', 'running>succeeded', 'running>timed_out') THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': there is no such transition';\n    \n            END IF;\n            IF NEW.epoch < OLD.epoch OR (NEW.epoch = OLD.epoch AND NEW.state <> OLD.state\n                                         AND NEW.state <> 'succeeded') THEN\n                \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_analyses_transitions',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the epoch rises when a job changes hands';\n    \n            END IF;\n            RETURN NEW;\n        ", hash='2e07950a3da09572396c23b4ed471db0a798bf7f', operation='UPDATE', pgid='pgtrigger_session_analyses_transitions_3b3f3', table='session_analyses', when='BEFORE')),
        ),
        AddIndex(
            model_name='modelcall',
            index=models.Index(fields=['-created_at', 'id'], name='model_calls_newest_first'),
        ),
        AddConstraint(
            model_name='modelcall',
            constraint=models.CheckConstraint(condition=models.Q(('job__isnull', False), ('session_analysis__isnull', False), _connector='OR'), name='model_calls_has_a_subject'),
        ),
        AddConstraint(
            model_name='modelcall',
            constraint=models.CheckConstraint(condition=models.Q(('tokens_cached__lte', models.F('tokens_in'))), name='model_calls_cached_within_sent'),
        ),
        AddConstraint(
            model_name='modelcall',
            constraint=models.CheckConstraint(condition=models.Q(('cost__isnull', True), models.Q(('cost__gte', 0), models.Q(('price_source', ''), _negated=True)), _connector='OR'), name='model_calls_cost_has_a_source'),
        ),
        AddTrigger(
            model_name='modelcall',
            trigger=pgtrigger.compiler.Trigger(name='model_calls_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'model_calls_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='59bb16f5a8efc06e20bf08c0eda81f0647931599', operation='DELETE', pgid='pgtrigger_model_calls_never_deleted_d6a19', table='model_calls', when='BEFORE')),
        ),
        AddTrigger(
            model_name='modelcall',
            trigger=pgtrigger.compiler.Trigger(name='model_calls_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY[]::text[]) = (to_jsonb(OLD) - ARRAY[]::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'model_calls_never_changed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='7e6c59873e7238cb6eb980cd0cb7cc6969e246ee', operation='UPDATE', pgid='pgtrigger_model_calls_never_changed_8f40a', table='model_calls', when='BEFORE')),
        ),
        AddIndex(
            model_name='sessionbridgeversion',
            index=models.Index(fields=['-created_at', 'id'], name='session_bridge_newest_first'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.UniqueConstraint(fields=('patient', 'id'), name='session_bridge_versions_of_one_patient'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.UniqueConstraint(fields=('patient', 'version'), name='session_bridge_versions_number_unique'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='session_bridge_versions_number_from_1'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('epoch__isnull', False), ('job__isnull', False), ('origin', 'generated'), ('verdict', 'pass'), ('verdict__isnull', False)), models.Q(('epoch__isnull', True), ('job__isnull', True), ('origin', 'imported'), ('verdict__isnull', True)), _connector='OR'), name='session_bridge_versions_gated_or_imported'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('text__isnull', False)), models.Q(('erased_at__isnull', False), ('text__isnull', True)), _connector='OR'), name='session_bridge_versions_text_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('generation_context__isnull', False)), models.Q(('erased_at__isnull', False), ('generation_context__isnull', True)), _connector='OR'), name='session_bridge_versions_context_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('text_sha256'), core.migrations._plain_hashes.Sha256Hex('text'))), name='session_bridge_versions_hash_is_of_the_text'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(('text_sha256__regex', '^[0-9a-f]{64}$')), name='session_bridge_versions_hash_is_sha256'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='session_bridge_versions_cost_not_negative'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['first_pass', 'repaired', 'fallback']), models.Q(('origin', 'imported'), ('outcome', '')), _connector='OR'), name='session_bridge_versions_outcome_is_known'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('planner_version', ''), _negated=True), models.Q(('prompt_version_canonicalizer', ''), _negated=True), models.Q(('prompt_version_writer', ''), _negated=True), models.Q(('policy_gate_version', ''), _negated=True)), name='session_bridge_versions_versions_are_named'),
        ),
        AddConstraint(
            model_name='sessionbridgeversion',
            constraint=models.CheckConstraint(condition=models.Q(('input_hash__regex', '^[0-9a-f]{64}$')), name='session_bridge_versions_input_hash_is_sha256'),
        ),
        AddTrigger(
            model_name='sessionbridgeversion',
            trigger=pgtrigger.compiler.Trigger(name='session_bridge_versions_fence', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held generation_jobs%ROWTYPE;', func="\n            IF NEW.job_id IS NULL THEN\n                RETURN NEW;\n            END IF;\n            SELECT * INTO held FROM generation_jobs WHERE id = NEW.job_id FOR NO KEY UPDATE;\n            -- clock_timestamp: the transaction may have begun before the deadline.\n            IF held.state = 'running' AND held.epoch = NEW.epoch\n               AND held.deadline_at > clock_timestamp() AND held.patient_id = NEW.patient_id THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_bridge_versions_fence',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the writer does not hold this job now';\n    \n        ", hash='4e7986f692278770bf4b28d80fadd3a683ddf661', operation='INSERT', pgid='pgtrigger_session_bridge_versions_fence_15eb9', table='session_bridge_versions', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionbridgeversion',
            trigger=pgtrigger.compiler.Trigger(name='session_bridge_versions_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'session_bridge_versions_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='84d81fc8cd627f9748f2cda2e14d1ae22d96dd51', operation='DELETE', pgid='pgtrigger_session_bridge_versions_never_deleted_5d040', table='session_bridge_versions', when='BEFORE')),
        ),
        AddTrigger(
            model_name='sessionbridgeversion',
            trigger=pgtrigger.compiler.Trigger(name='session_bridge_versions_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."text" IS NULL AND NEW."generation_context" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'text\', \'generation_context\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'text\', \'generation_context\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'session_bridge_versions_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='89b91cbaf89b2f955effb5d6220c6728b01a3b13', operation='UPDATE', pgid='pgtrigger_session_bridge_versions_append_only_c93e9', table='session_bridge_versions', when='BEFORE')),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.UniqueConstraint(fields=('job', 'stage', 'ordinal'), name='stage_artifacts_first_writer_wins'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.UniqueConstraint(fields=('job', 'position'), name='stage_artifacts_position_unique'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('erased_at__isnull', True)), models.Q(('body__isnull', True), ('erased_at__isnull', False)), _connector='OR'), name='stage_artifacts_body_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('sha256'), core.migrations._plain_hashes.Sha256Hex('body'))), name='stage_artifacts_hash_is_of_the_body'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='stage_artifacts_hash_is_sha256'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(('prev_chain_hash__regex', '^[0-9a-f]{64}$')), name='stage_artifacts_prev_chain_hash_is_sha256'),
        ),
        AddConstraint(
            model_name='stageartifact',
            constraint=models.CheckConstraint(condition=models.Q(('chain_hash__regex', '^[0-9a-f]{64}$')), name='stage_artifacts_chain_hash_is_sha256'),
        ),
        AddTrigger(
            model_name='stageartifact',
            trigger=pgtrigger.compiler.Trigger(name='stage_artifacts_fence', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held generation_jobs%ROWTYPE;', func="\n            IF NEW.job_id IS NULL THEN\n                RETURN NEW;\n            END IF;\n            SELECT * INTO held FROM generation_jobs WHERE id = NEW.job_id FOR NO KEY UPDATE;\n            -- clock_timestamp: the transaction may have begun before the deadline.\n            IF held.state = 'running' AND held.epoch = NEW.epoch\n               AND held.deadline_at > clock_timestamp()  THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'stage_artifacts_fence',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the writer does not hold this job now';\n    \n        ", hash='7773bf72afa70d1dc4b8847531cef5dbb9cb7df3', operation='INSERT', pgid='pgtrigger_stage_artifacts_fence_539c8', table='stage_artifacts', when='BEFORE')),
        ),
        AddTrigger(
            model_name='stageartifact',
            trigger=pgtrigger.compiler.Trigger(name='stage_artifacts_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'stage_artifacts_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='49071c3645bf390c556ffb0a1ba00ee19ad3652f', operation='DELETE', pgid='pgtrigger_stage_artifacts_never_deleted_37cef', table='stage_artifacts', when='BEFORE')),
        ),
        AddTrigger(
            model_name='stageartifact',
            trigger=pgtrigger.compiler.Trigger(name='stage_artifacts_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."body" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'body\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'body\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'stage_artifacts_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='c4d38fcf63ce3e740d33cf525a374ba646f4ae1d', operation='UPDATE', pgid='pgtrigger_stage_artifacts_append_only_56212', table='stage_artifacts', when='BEFORE')),
        ),
        AddIndex(
            model_name='yourjourneyversion',
            index=models.Index(fields=['-created_at', 'id'], name='your_journey_newest_first'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.UniqueConstraint(fields=('patient', 'id'), name='your_journey_versions_of_one_patient'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.UniqueConstraint(fields=('patient', 'version'), name='your_journey_versions_number_unique'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='your_journey_versions_number_from_1'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('epoch__isnull', False), ('job__isnull', False), ('origin', 'generated'), ('verdict', 'pass'), ('verdict__isnull', False)), models.Q(('epoch__isnull', True), ('job__isnull', True), ('origin', 'imported'), ('verdict__isnull', True)), _connector='OR'), name='your_journey_versions_gated_or_imported'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('text__isnull', False)), models.Q(('erased_at__isnull', False), ('text__isnull', True)), _connector='OR'), name='your_journey_versions_text_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('generation_context__isnull', False)), models.Q(('erased_at__isnull', False), ('generation_context__isnull', True)), _connector='OR'), name='your_journey_versions_context_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.F('text_sha256'), core.migrations._plain_hashes.Sha256Hex('text'))), name='your_journey_versions_hash_is_of_the_text'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(('text_sha256__regex', '^[0-9a-f]{64}$')), name='your_journey_versions_hash_is_sha256'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(('cost__gte', 0)), name='your_journey_versions_cost_not_negative'),
        ),
        AddConstraint(
            model_name='yourjourneyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('prompt_version', ''), _negated=True), models.Q(('policy_gate_version', ''), _negated=True)), name='your_journey_versions_versions_are_named'),
        ),
        AddTrigger(
            model_name='yourjourneyversion',
            trigger=pgtrigger.compiler.Trigger(name='your_journey_versions_fence', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held generation_jobs%ROWTYPE;', func="\n            IF NEW.job_id IS NULL THEN\n                RETURN NEW;\n            END IF;\n            SELECT * INTO held FROM generation_jobs WHERE id = NEW.job_id FOR NO KEY UPDATE;\n            -- clock_timestamp: the transaction may have begun before the deadline.\n            IF held.state = 'running' AND held.epoch = NEW.epoch\n               AND held.deadline_at > clock_timestamp() AND held.patient_id = NEW.patient_id THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'your_journey_versions_fence',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': the writer does not hold this job now';\n    \n        ", hash='175dc324c02c280255d3f8981846ddbdf2c8f70d', operation='INSERT', pgid='pgtrigger_your_journey_versions_fence_93078', table='your_journey_versions', when='BEFORE')),
        ),
        AddTrigger(
            model_name='yourjourneyversion',
            trigger=pgtrigger.compiler.Trigger(name='your_journey_versions_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'your_journey_versions_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='0ea051597c93de095875d71a8a34f6cd84830c22', operation='DELETE', pgid='pgtrigger_your_journey_versions_never_deleted_c8b39', table='your_journey_versions', when='BEFORE')),
        ),
        AddTrigger(
            model_name='yourjourneyversion',
            trigger=pgtrigger.compiler.Trigger(name='your_journey_versions_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."text" IS NULL AND NEW."generation_context" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'text\', \'generation_context\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'text\', \'generation_context\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'your_journey_versions_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='b062e27c099b4915bd4d03147000d5b7072c14dd', operation='UPDATE', pgid='pgtrigger_your_journey_versions_append_only_17148', table='your_journey_versions', when='BEFORE')),
        ),
        AddConstraint(
            model_name='summarywithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('session_bridge_version__isnull', False), ('your_journey_version__isnull', True)), models.Q(('session_bridge_version__isnull', True), ('your_journey_version__isnull', False)), _connector='OR'), name='summary_withdrawals_of_one_version'),
        ),
        AddConstraint(
            model_name='summarywithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('reason__isnull', False)), models.Q(('erased_at__isnull', False), ('reason__isnull', True)), _connector='OR'), name='summary_withdrawals_reason_null_only_when_erased'),
        ),
        AddConstraint(
            model_name='summarywithdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('cause', 'staff'), ('reason', ''), _negated=True), name='summary_withdrawals_staff_says_why'),
        ),
        AddTrigger(
            model_name='summarywithdrawal',
            trigger=pgtrigger.compiler.Trigger(name='summary_withdrawals_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'summary_withdrawals_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='6b404b555df90f96a9cca0d6e234efb9c4bceca8', operation='DELETE', pgid='pgtrigger_summary_withdrawals_never_deleted_1a861', table='summary_withdrawals', when='BEFORE')),
        ),
        AddTrigger(
            model_name='summarywithdrawal',
            trigger=pgtrigger.compiler.Trigger(name='summary_withdrawals_append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW."reason" IS NULL\n               AND (to_jsonb(NEW) - ARRAY[\'reason\', \'erased_at\']::text[])\n                 = (to_jsonb(OLD) - ARRAY[\'reason\', \'erased_at\']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'summary_withdrawals_append_only\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': the only change is erasure\';\n    \n        ', hash='529350afcfeca1dac1463dd789e418e7b384424c', operation='UPDATE', pgid='pgtrigger_summary_withdrawals_append_only_c75b7', table='summary_withdrawals', when='BEFORE')),
        ),
        AddConstraint(
            model_name='generationmetadata',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('session_bridge_version__isnull', False), ('your_journey_version__isnull', True)), models.Q(('session_bridge_version__isnull', True), ('your_journey_version__isnull', False)), _connector='OR'), name='generation_metadata_of_one_version'),
        ),
        AddConstraint(
            model_name='generationmetadata',
            constraint=models.CheckConstraint(condition=models.Q(('your_journey_version__isnull', False), ('compaction_strategy', ''), _connector='OR'), name='generation_metadata_compaction_is_your_journey'),
        ),
        AddConstraint(
            model_name='generationmetadata',
            constraint=models.CheckConstraint(condition=models.Q(('sessions_analyzed__lte', models.F('total_sessions'))), name='generation_metadata_analyzed_within_total'),
        ),
    ]
