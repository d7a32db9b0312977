from django.db import migrations, models

KEEP = """
update planning_person set calendar_number = feed.number
from planning_calendarfeed feed where feed.person_id = planning_person.id
"""
BRING_BACK = """
insert into planning_calendarfeed (id, version, person_id, number, made_at)
select gen_random_uuid(), 1, id, calendar_number, created_at from planning_person where calendar_number > 0
"""


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0016_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='calendar_number',
            field=models.PositiveIntegerField(default=0, help_text='in the secret address of the own calendar, so that a new one ends the old; 0: none yet'),
        ),
        migrations.RunSQL(KEEP, BRING_BACK),
        migrations.DeleteModel(name='CalendarFeed'),
    ]
