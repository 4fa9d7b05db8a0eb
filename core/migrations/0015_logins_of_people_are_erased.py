"""Usernames of people leave every record at an erasure, and are nobody's statistics. Old login events may be deleted.

Who was erased before has the same done now.
"""

from __future__ import annotations

import pgtrigger.compiler
from django.db import migrations

from core.migrations._statistics import no_statistics
from core.migrations._unrendered import AddTrigger, RemoveTrigger

# A unique index over an expression has statistics of its own.
_OF_THE_INDEX = "ALTER INDEX users_username_once_in_any_capitals ALTER COLUMN 1 SET STATISTICS 0"

_ERASED_BEFORE = """
    DO $$
    DECLARE login record; neutral text;
    BEGIN
        FOR login IN
            SELECT users.id, username FROM users JOIN patients ON patients.user_id = users.id
            WHERE erased_at IS NOT NULL AND NOT is_staff AND NOT is_superuser
        LOOP
            neutral := 'erased-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8);
            UPDATE users SET username = neutral, first_name = '', last_name = '', email = '', is_active = false,
                             password = '!' || replace(gen_random_uuid()::text, '-', '') WHERE id = login.id;
            UPDATE login_events SET by = neutral WHERE by = login.username;
            UPDATE login_events SET username = neutral, name_key = '' WHERE user_id = login.id;
            UPDATE access_events SET actor_label = neutral WHERE actor_id = login.id;
            UPDATE changes SET details = replace(details, login.username, neutral)
                WHERE subject_id = login.id AND position(login.username in details) > 0;
            UPDATE changes SET actor_label = neutral WHERE actor_id = login.id;
            UPDATE consents SET recorded_by_label = neutral WHERE recorded_by_id = login.id;
            UPDATE erasure_certificates SET by_label = neutral WHERE by_id = login.id;
            UPDATE django_admin_log
                SET object_repr = neutral, change_message = replace(change_message, login.username, neutral)
                FROM django_content_type AS kind
                WHERE kind.id = content_type_id AND kind.app_label = 'core' AND kind.model = 'user'
                  AND object_id = login.id::text;
        END LOOP;
        UPDATE patients SET user_id = NULL WHERE erased_at IS NOT NULL AND user_id IS NOT NULL;
    END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0014_usernames_once'),
        ('admin', '0003_logentry_add_action_flag_choices'),
    ]

    operations = [
        RemoveTrigger(
            model_name='accessevent',
            name='access_events_never_changed',
        ),
        RemoveTrigger(
            model_name='change',
            name='changes_never_changed',
        ),
        RemoveTrigger(
            model_name='consent',
            name='consents_never_changed',
        ),
        RemoveTrigger(
            model_name='erasurecertificate',
            name='erasure_certificates_never_changed',
        ),
        RemoveTrigger(
            model_name='loginevent',
            name='login_events_never_deleted',
        ),
        RemoveTrigger(
            model_name='loginevent',
            name='login_events_never_changed',
        ),
        AddTrigger(
            model_name='accessevent',
            trigger=pgtrigger.compiler.Trigger(name='access_events_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'actor_label\']::text[]) = (to_jsonb(OLD) - ARRAY[\'actor_label\']::text[]) AND (NEW."actor_label" IN (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active) OR NEW."actor_label" IS NOT DISTINCT FROM OLD."actor_label") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'access_events_never_changed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='964f4e3c9cf1626bb9c7472a341aaf0b2cd13571', operation='UPDATE', pgid='pgtrigger_access_events_never_changed_bd4c5', table='access_events', when='BEFORE')),
        ),
        AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='changes_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'actor_label\', \'details\']::text[]) = (to_jsonb(OLD) - ARRAY[\'actor_label\', \'details\']::text[]) AND (NEW."actor_label" IN (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active) OR NEW."actor_label" IS NOT DISTINCT FROM OLD."actor_label") AND (EXISTS (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active AND position(username in NEW."details") > 0) OR NEW."details" IS NOT DISTINCT FROM OLD."details") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'changes_never_changed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='744b44c81db49b3e5ce9ee586994dfb657f9af39', operation='UPDATE', pgid='pgtrigger_changes_never_changed_2759c', table='changes', when='BEFORE')),
        ),
        AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='consents_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'recorded_by_label\']::text[]) = (to_jsonb(OLD) - ARRAY[\'recorded_by_label\']::text[]) AND (NEW."recorded_by_label" IN (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active) OR NEW."recorded_by_label" IS NOT DISTINCT FROM OLD."recorded_by_label") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'consents_never_changed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='d87936ae6446d07740e3100cd207f9229b702d61', operation='UPDATE', pgid='pgtrigger_consents_never_changed_10e8b', table='consents', when='BEFORE')),
        ),
        AddTrigger(
            model_name='erasurecertificate',
            trigger=pgtrigger.compiler.Trigger(name='erasure_certificates_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'by_label\']::text[]) = (to_jsonb(OLD) - ARRAY[\'by_label\']::text[]) AND (NEW."by_label" IN (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active) OR NEW."by_label" IS NOT DISTINCT FROM OLD."by_label") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'erasure_certificates_never_changed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='e3f55acd4b36178ba20c7f503eacd453226c023f', operation='UPDATE', pgid='pgtrigger_erasure_certificates_never_changed_55859', table='erasure_certificates', when='BEFORE')),
        ),
        AddTrigger(
            model_name='loginevent',
            trigger=pgtrigger.compiler.Trigger(name='login_events_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF OLD.at < now() - interval '30 days' THEN RETURN OLD; END IF;\n        RAISE EXCEPTION USING\n            ERRCODE = 'restrict_violation',\n            CONSTRAINT = 'login_events_never_deleted',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || ': rows are never deleted';\n    ", hash='8f0fac0bbf6020558671b736288a8235bf96cba9', operation='DELETE', pgid='pgtrigger_login_events_never_deleted_e5c45', table='login_events', when='BEFORE')),
        ),
        AddTrigger(
            model_name='loginevent',
            trigger=pgtrigger.compiler.Trigger(name='login_events_never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF (to_jsonb(NEW) - ARRAY[\'username\', \'by\', \'name_key\']::text[]) = (to_jsonb(OLD) - ARRAY[\'username\', \'by\', \'name_key\']::text[]) AND (NEW."username" IN (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active) OR NEW."username" IS NOT DISTINCT FROM OLD."username") AND (NEW."by" IN (SELECT username FROM users WHERE username LIKE \'erased-%\' AND NOT is_active) OR NEW."by" IS NOT DISTINCT FROM OLD."by") AND (NEW."name_key" = \'\' OR NEW."name_key" IS NOT DISTINCT FROM OLD."name_key") THEN\n                RETURN NEW;\n            END IF;\n            \n        RAISE EXCEPTION USING\n            ERRCODE = \'restrict_violation\',\n            CONSTRAINT = \'login_events_never_changed\',\n            TABLE = TG_TABLE_NAME,\n            MESSAGE = TG_TABLE_NAME || \': these columns never change\';\n    \n        ', hash='d41fbe5b78be0a8ac99255c4c81e87527cfc7f44', operation='UPDATE', pgid='pgtrigger_login_events_never_changed_26d82', table='login_events', when='BEFORE')),
        ),
        no_statistics("users", "username", "first_name", "last_name", "email"),
        migrations.RunSQL(_OF_THE_INDEX, migrations.RunSQL.noop),
        no_statistics("login_events", "username", "by", "name_key"),
        no_statistics("access_events", "actor_label"),
        no_statistics("changes", "actor_label", "details"),
        no_statistics("consents", "recorded_by_label"),
        no_statistics("erasure_certificates", "by_label"),
        no_statistics("django_admin_log", "object_repr", "change_message"),
        migrations.RunSQL(_ERASED_BEFORE, migrations.RunSQL.noop),
    ]
