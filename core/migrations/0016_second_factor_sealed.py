"""Keys of authenticator apps are sealed, recovery codes hidden: both were stored as they are."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from core.sealed_keys import hide_code, seal, unseal
from core.migrations._statistics import no_statistics


def seal_all(apps: Any, schema_editor: Any) -> None:
    """Every authenticator app and every recovery code goes on working."""
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.all():
        device.key = seal(bytes.fromhex(device.key), device.user_id)
        device.save(update_fields=["key"])
    for code in apps.get_model("otp_static", "StaticToken").objects.select_related("device"):
        code.token = hide_code(code.token, code.device.user_id)
        code.save(update_fields=["token"])


def unseal_all(apps: Any, schema_editor: Any) -> None:
    """Recovery codes cannot be found again: they go, and new ones are made."""
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.all():
        device.key = unseal(device.key, device.user_id).hex()
        device.save(update_fields=["key"])
    apps.get_model("otp_static", "StaticToken").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0015_logins_of_people_are_erased'),
        ('otp_static', '0003_add_timestamps'),
        ('otp_totp', '0003_add_timestamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='HiddenCodesDevice',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('otp_static.staticdevice',),
        ),
        migrations.CreateModel(
            name='SealedTotpDevice',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('otp_totp.totpdevice',),
        ),
        migrations.RunPython(seal_all, unseal_all),
        no_statistics("otp_totp_totpdevice", "key"),
        no_statistics("otp_static_statictoken", "token"),
    ]
