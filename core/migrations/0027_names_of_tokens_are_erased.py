"""What a token was called, and who made it, goes with the login of an erased person; also of those erased before."""

from __future__ import annotations

import pgtrigger.compiler
from django.db import migrations

from core.migrations._statistics import no_statistics
from core.migrations._unrendered import AddTrigger, RemoveTrigger

_ERASED_BEFORE = """
    UPDATE api_tokens SET name = username, made_by_label = username FROM users
    WHERE users.id = user_id AND username LIKE 'erased-%' AND NOT is_active
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0022_people_ask_to_be_erased"),
    ]

    operations = [
        RemoveTrigger(
            model_name="apitoken",
            name="api_tokens_fixed",
        ),
        AddTrigger(
            model_name="apitoken",
            trigger=pgtrigger.compiler.Trigger(
                name="api_tokens_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF (to_jsonb(NEW) - ARRAY['last_used_at', 'revoked_at', 'name', 'made_by_label']::text[]) = (to_jsonb(OLD) - ARRAY['last_used_at', 'revoked_at', 'name', 'made_by_label']::text[]) AND (NEW.\"name\" IN (SELECT username FROM users WHERE username LIKE 'erased-%' AND NOT is_active) OR NEW.\"name\" IS NOT DISTINCT FROM OLD.\"name\") AND (NEW.\"made_by_label\" IN (SELECT username FROM users WHERE username LIKE 'erased-%' AND NOT is_active) OR NEW.\"made_by_label\" IS NOT DISTINCT FROM OLD.\"made_by_label\") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'api_tokens_fixed',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': these columns never change';\n    \n        ",
                    hash="c0bd7e94615ae81e9b5c29984aa82ad7f424daa6",
                    operation="UPDATE",
                    pgid="pgtrigger_api_tokens_fixed_53353",
                    table="api_tokens",
                    when="BEFORE",
                ),
            ),
        ),
        no_statistics("api_tokens", "name", "made_by_label"),
        migrations.RunSQL(_ERASED_BEFORE, migrations.RunSQL.noop),
    ]
