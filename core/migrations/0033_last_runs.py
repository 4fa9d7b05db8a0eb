import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0032_codes_out_of_changes'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastRun',
            fields=[
                ('name', models.CharField(choices=[('sweep', 'Sweep'), ('beat', 'Beat')], max_length=16, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'db_table': 'last_runs',
                'constraints': [models.CheckConstraint(condition=models.Q(('name__in', ['sweep', 'beat'])), name='last_runs_name_is_known')],
            },
        ),
    ]
