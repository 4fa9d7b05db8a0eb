from __future__ import annotations

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Four of five summaries take no reader: the queue is found without them."""

    atomic = False

    dependencies = [
        ('audit', '0012_periods_and_holds'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='reviewitem',
            index=models.Index(
                condition=models.Q(('reviews_wanted__gte', 1)),
                fields=['rank', 'created_at', 'id'],
                name='review_items_wanted',
            ),
        ),
        RemoveIndexConcurrently(
            model_name='reviewitem',
            name='review_items_in_order',
        ),
    ]
