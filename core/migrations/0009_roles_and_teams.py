"""The five roles, for those who are here already, and a team where an organisation has none.

Until now staff in no team saw their whole organisation, and what they saw was a permission of their own. Who could
read diaries becomes a clinician; a person's login becomes one.
"""

from django.db import migrations

ROLES = ("Administrator", "Clinician", "QA", "Operations", "Person")
READING = ("view_message", "view_generationjob", "view_stageartifact", "view_sessionbridgeversion")


def make_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    user = apps.get_model("core", "User")
    roles = {name: group.objects.get_or_create(name=name)[0] for name in ROLES}
    for person in user.objects.filter(patient__isnull=False, is_staff=False):
        person.groups.add(roles["Person"])
    staff = user.objects.filter(is_staff=True, is_superuser=False, organisation__isnull=False)
    for reader in staff.filter(user_permissions__codename__in=READING).distinct():
        reader.groups.add(roles["Clinician"])


def make_teams(apps, schema_editor):
    organisation = apps.get_model("core", "Organisation")
    for teamless in organisation.objects.filter(care_teams__isnull=True):
        team = teamless.care_teams.create(name="Everyone")
        team.members.set(teamless.users.filter(is_staff=True))
        team.patients.set(teamless.patients.all())


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0008_logins_and_permissions"),
    ]

    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_teams, migrations.RunPython.noop),
    ]
