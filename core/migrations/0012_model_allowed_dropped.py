from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0011_consent_carried_over")]

    operations = [migrations.RemoveField(model_name="patient", name="model_allowed")]
