from __future__ import annotations

import core.models.zone_field
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0017_taking_back_has_a_history'),
    ]

    operations = [
        migrations.AlterField(
            model_name='patient',
            name='zone',
            field=core.models.zone_field.ZoneField(help_text='Where the person lives, such as "Europe/Berlin". Their days begin and end there.', max_length=64, verbose_name="time zone"),
        ),
    ]
