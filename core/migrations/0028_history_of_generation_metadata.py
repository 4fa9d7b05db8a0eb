from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0027_names_of_tokens_are_erased'),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='subject',
            field=models.CharField(choices=[('organisation', 'organisation'), ('care_team', 'care team'), ('patient', 'person'), ('login', 'login'), ('consent', 'consent'), ('consent_text', 'consent text'), ('zone', 'time zone'), ('session', 'therapy session'), ('message', 'message'), ('diary_file', 'diary file'), ('summary', 'summary'), ('database', 'database'), ('token', 'token of the API'), ('metadata', 'generation metadata')], max_length=20),
        ),
    ]
