from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0017_calendar_of_a_person"),
    ]

    operations = [
        migrations.AddField(
            model_name="survey",
            name="published_across",
            field=models.CharField(blank=True, max_length=20),
        ),
    ]
