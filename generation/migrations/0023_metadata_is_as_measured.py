import pgtrigger.compiler
from django.db import migrations, models

from core.migrations._statistics import no_statistics
from core.migrations._unrendered import AddConstraint, AddIndex, AddTrigger


class Migration(migrations.Migration):
    """What was measured of a version never changes; notes to it may, and tell who wrote them."""

    dependencies = [
        ('core', '0028_history_of_generation_metadata'),
        ('generation', '0022_analyses_hold_what_was_published'),
    ]

    operations = [
        migrations.AddField(
            model_name='generationmetadata',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='generationmetadata',
            name='notes',
            field=models.TextField(blank=True, default='', null=True),
        ),
        AddIndex(
            model_name='generationmetadata',
            index=models.Index(fields=['-generation_timestamp', 'id'], name='generation_metadata_newest'),
        ),
        AddTrigger(
            model_name='generationmetadata',
            trigger=pgtrigger.compiler.Trigger(name='generation_metadata_as_measured', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF (to_jsonb(NEW) - ARRAY['notes', 'erased_at']::text[]) = (to_jsonb(OLD) - ARRAY['notes', 'erased_at']::text[]) THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'generation_metadata_as_measured',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ", hash='c49b4d4e45ba8c2e137c7d119ab6daa52b1c3ab1', operation='UPDATE', pgid='pgtrigger_generation_metadata_as_measured_455fc', table='generation_metadata', when='BEFORE')),
        ),
        AddConstraint(
            model_name='generationmetadata',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('notes__isnull', False)), models.Q(('erased_at__isnull', False), ('notes__isnull', True)), _connector='OR'), name='generation_metadata_notes_null_only_when_erased'),
        ),
        no_statistics('generation_metadata', 'notes'),
    ]
