from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


def mark(name, of, related_name):
    """A table of marks: one moment for each member and thing."""
    return migrations.CreateModel(
        name=name,
        fields=[
            (
                "id",
                models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                ),
            ),
            ("read_at", models.DateTimeField()),
            (
                of,
                models.ForeignKey(on_delete=CASCADE, related_name="read_marks", to=f"forum.{of}"),
            ),
            (
                "member",
                models.ForeignKey(
                    on_delete=CASCADE, related_name=related_name, to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("member", of), name=f"a_member_has_one_mark_in_a_{of}"
                )
            ]
        },
    )


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0004_first_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        mark("ReadMark", of="discussion", related_name="read_marks"),
        mark("CategoryReadMark", of="category", related_name="category_read_marks"),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                fields=["discussion", "posted_at"], name="replies_new_in_discussion"
            ),
        ),
    ]
