"""A member is found by the first word of their name: that is how neighbours mention each other."""

from django.db import migrations, models
from django.db.models.functions import Concat, Lower, StrIndex, Substr


class Migration(migrations.Migration):
    dependencies = [("members", "0002_follows")]

    operations = [
        migrations.AddIndex(
            model_name="member",
            index=models.Index(
                Lower(
                    Substr(
                        "name",
                        1,
                        StrIndex(Concat("name", models.Value(" ")), models.Value(" ")) - 1,
                    )
                ),
                name="member_by_first_word",
            ),
        ),
    ]
