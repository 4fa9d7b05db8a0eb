"""Usernames that a login had before are kept with it, so that an erasure finds them. Names read alike are one.

Where two logins have names that are read alike, the migration refuses and says which: the earlier migration of this kind
gave the second another name by itself, but a name that only looks like another may be an attack, and renaming the
wrong one would lock its owner out.
"""

from __future__ import annotations

from typing import Any

import django.contrib.postgres.fields
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

from core.migrations._statistics import no_statistics
from core.migrations._unrendered import AddConstraint, AddTrigger, RemoveConstraint, RemoveTrigger

_CLASHES = """
    SELECT array_agg(id::text ORDER BY date_joined, id) FROM users
    GROUP BY lower(normalize(username, NFKC)) HAVING count(*) > 1 ORDER BY min(date_joined)
"""
# From every record that names a login beside its key. A label may go on: "anna through service-x".
_FORMER = """
    WITH named AS (
        SELECT user_id AS login, username AS name FROM login_events WHERE user_id IS NOT NULL
        UNION SELECT actor_id, actor_label FROM access_events WHERE actor_id IS NOT NULL
        UNION SELECT actor_id, actor_label FROM changes WHERE actor_id IS NOT NULL
        UNION SELECT recorded_by_id, recorded_by_label FROM consents WHERE recorded_by_id IS NOT NULL
        UNION SELECT by_id, by_label FROM erasure_certificates WHERE by_id IS NOT NULL
    ), former AS (
        SELECT login, array_agg(DISTINCT split_part(name, ' through ', 1)) AS names
        FROM named JOIN users ON users.id = login
        WHERE name <> '' AND split_part(name, ' through ', 1) <> username AND length(name) <= 150
        GROUP BY login
    )
    UPDATE users SET former_usernames = names FROM former WHERE users.id = login
"""
# A unique index over an expression has statistics of its own.
_OF_THE_INDEX = "ALTER INDEX users_username_read_alike_once ALTER COLUMN 1 SET STATISTICS 0"


def require_names_apart(apps: Any, schema_editor: Any) -> None:
    """Raise RuntimeError where two logins have names that are read alike; it names their ids, never the names."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_CLASHES)
        clashes = [" and ".join(ids) for (ids,) in cursor.fetchall()]
    if clashes:
        raise RuntimeError(
            f"These logins have names that are read alike: {'; '.join(clashes)}. Find out whose they are, rename all "
            "but one of them (UPDATE users SET username = '...' WHERE id = '...'), and migrate again. "
            "Nothing was changed."
        )


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('core', '0029_schedules_have_a_history'),
    ]

    operations = [
        migrations.RunPython(require_names_apart, migrations.RunPython.noop),
        RemoveTrigger(
            model_name='user',
            name='users_logins_end',
        ),
        RemoveConstraint(
            model_name='user',
            name='users_username_once_in_any_capitals',
        ),
        migrations.AddField(
            model_name='user',
            name='former_usernames',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, editable=False, size=None),
        ),
        # Before the trigger, which keeps the column to itself.
        migrations.RunSQL(_FORMER, migrations.RunSQL.noop),
        no_statistics("users", "former_usernames"),
        AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='users_logins_end', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    NEW.login_epoch = OLD.login_epoch;\n    NEW.former_usernames = OLD.former_usernames;\n    IF NEW.username LIKE 'erased-%' AND NOT NEW.is_active THEN\n        NEW.former_usernames = '{}';\n    ELSIF NEW.username <> OLD.username AND OLD.username <> ALL(OLD.former_usernames) THEN\n        NEW.former_usernames = OLD.former_usernames || OLD.username;\n    END IF;\n    IF OLD.is_active AND NOT NEW.is_active THEN\n        NEW.login_epoch = OLD.login_epoch + 1;\n    END IF;\n    IF NEW.password <> OLD.password OR NEW.login_epoch <> OLD.login_epoch THEN\n        UPDATE api_tokens SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;\n    END IF;\n    RETURN NEW;\n", hash='012441af555b0620324a34cf6c228f4ea370f51a', operation='UPDATE', pgid='pgtrigger_users_logins_end_71eeb', table='users', when='BEFORE')),
        ),
        AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower(models.Func(models.F('username'), function='normalize', template='%(function)s(%(expressions)s, NFKC)')), name='users_username_read_alike_once', violation_error_message='Another login has this name, perhaps in other capitals. Choose another name.'),
        ),
        migrations.RunSQL(_OF_THE_INDEX, migrations.RunSQL.noop),
    ]
