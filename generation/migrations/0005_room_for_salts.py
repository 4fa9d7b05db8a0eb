import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models
from core.migrations._unrendered import AddConstraint, AddIndex, RemoveConstraint, RemoveTrigger


class Migration(migrations.Migration):
    """Columns for salts, and the table of summaries to be made anew; no guard stands in the way of hashing anew. The next two belong to it."""

    dependencies = [
        ("core", "0005_room_for_salts"),
        ("generation", "0004_summaries_say_why_by_rules"),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE session_bridge_versions DROP CONSTRAINT session_bridge_versions_only_gated_bytes;
                ALTER TABLE your_journey_versions DROP CONSTRAINT your_journey_versions_only_gated_bytes;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name='SummaryToMakeAnew',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('window_last', models.DateField()),
                ('due_at', models.DateTimeField()),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ],
            options={
                'db_table': 'summaries_to_make_anew',
                'ordering': ['due_at'],
            },
        ),
        RemoveTrigger(
            model_name='gateresult',
            name='gate_results_append_only',
        ),
        RemoveTrigger(
            model_name='generationjob',
            name='generation_jobs_terms_fixed',
        ),
        RemoveTrigger(
            model_name='generationjob',
            name='generation_jobs_transitions',
        ),
        RemoveTrigger(
            model_name='sessionanalysis',
            name='session_analyses_terms_fixed',
        ),
        RemoveTrigger(
            model_name='sessionbridgeversion',
            name='session_bridge_versions_append_only',
        ),
        RemoveTrigger(
            model_name='stageartifact',
            name='stage_artifacts_append_only',
        ),
        RemoveTrigger(
            model_name='yourjourneyversion',
            name='your_journey_versions_append_only',
        ),
        RemoveConstraint(
            model_name='sessionbridgeversion',
            name='session_bridge_versions_hash_is_of_the_text',
        ),
        RemoveConstraint(
            model_name='stageartifact',
            name='stage_artifacts_hash_is_of_the_body',
        ),
        RemoveConstraint(
            model_name='yourjourneyversion',
            name='your_journey_versions_hash_is_of_the_text',
        ),
        migrations.AddField(
            model_name='generationjob',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='generationjob',
            name='salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='sessionbridgeversion',
            name='salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='stageartifact',
            name='salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='yourjourneyversion',
            name='salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AlterField(
            model_name='gateresult',
            name='judge_key',
            field=models.CharField(blank=True, default='', max_length=64, null=True),
        ),
        migrations.AlterField(
            model_name='generationjob',
            name='regen_reason',
            field=models.CharField(blank=True, default='', max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name='patientsessionbridge',
            name='current',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shown_to', to='generation.sessionbridgeversion'),
        ),
        migrations.AlterField(
            model_name='patientyourjourney',
            name='current',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shown_to', to='generation.yourjourneyversion'),
        ),
        migrations.AlterField(
            model_name='summarywithdrawal',
            name='cause',
            field=models.CharField(choices=[('message_deleted', 'Message Deleted'), ('message_replaced', 'Message Replaced'), ('person_erased', 'Person Erased'), ('staff', 'Staff'), ('person', 'Person')], max_length=32),
        ),
        migrations.AddField(
            model_name='summarytomakeanew',
            name='patient',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='summaries_to_make_anew', to='core.patient'),
        ),
        AddIndex(
            model_name='summarytomakeanew',
            index=models.Index(fields=['due_at'], name='summaries_to_make_anew_due'),
        ),
        AddConstraint(
            model_name='summarytomakeanew',
            constraint=models.UniqueConstraint(fields=('patient', 'window_last'), name='summaries_to_make_anew_once'),
        ),
    ]
