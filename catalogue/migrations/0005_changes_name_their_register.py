"""A change names its register and, where the source speaks of it, the provider the service will have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_folded")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="register",
            field=models.CharField(default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="change",
            name="provider_id",
            field=models.UUIDField(help_text="whose the service will be, where the source speaks of it", null=True),
        ),
    ]
