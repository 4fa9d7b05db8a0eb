from django.db import migrations


class Migration(migrations.Migration):
    """A message's current revision exists.

    Deferred to the commit: the message is written first, then its revision. Without it a message whose
    revision is missing would silently be left out of every window.
    """

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE messages ADD CONSTRAINT messages_current_revision_exists
                    FOREIGN KEY (id, current_revision) REFERENCES message_revisions (message_id, number)
                    DEFERRABLE INITIALLY DEFERRED
            """,
            reverse_sql="ALTER TABLE messages DROP CONSTRAINT messages_current_revision_exists",
        )
    ]
