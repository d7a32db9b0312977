"""The database itself refuses to change, remove or empty what the journal holds."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal only grows: % is refused.', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END
$$
"""
GUARD = """
CREATE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION journal_refuse_change()"),
        migrations.RunSQL(GUARD, "DROP TRIGGER journal_only_grows ON journal_entry"),
    ]
