from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first page of a log is read without sorting all of it, and which summaries have their words without reading
    them. Workers go on writing meanwhile.
    """

    atomic = False

    dependencies = [
        ('generation', '0028_who_sees_costs'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='pipelineevent',
            index=models.Index(fields=['-created_at', '-number', 'id'], name='pipeline_events_newest'),
        ),
        AddIndexConcurrently(
            model_name='analysisprocessinglog',
            index=models.Index(fields=['-created_at', 'id'], name='processing_log_newest'),
        ),
        AddIndexConcurrently(
            model_name='sessionbridgeversion',
            index=models.Index(
                condition=models.Q(('text__isnull', False)),
                fields=['job'],
                include=['patient'],
                name='versions_with_words',
            ),
        ),
    ]
