import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("forum", "0011_follows"),
        ("members", "0002_follows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issued_on", models.DateField(unique=True)),
                ("number", models.PositiveIntegerField(editable=False, null=True, unique=True)),
                (
                    "since_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="news since"),
                ),
                (
                    "until_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="news until"),
                ),
                ("issued_at", models.DateTimeField(editable=False, null=True)),
                (
                    "word",
                    models.TextField(
                        blank=True,
                        help_text="Plain text, or nothing.",
                        max_length=2000,
                        verbose_name="a word at the top",
                    ),
                ),
                ("word_html", models.TextField(blank=True, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "Straight away"),
                            ("daily", "The Daily Edition"),
                            ("weekly", "The week"),
                            ("refusal", "Why an answer by e-mail was not posted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("issued_on", models.DateField(null=True, verbose_name="of the edition of")),
                (
                    "words",
                    models.TextField(
                        blank=True, help_text="What it says, where it says nothing else."
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("free_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what was said of it"
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="forum.discussion",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="leads to")),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                (
                    "is_advertisement",
                    models.BooleanField(
                        default=False,
                        help_text="It is called one. Mail brings it only to those who chose the edition.",
                        verbose_name="is an advertisement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="a_notice_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "an answer to you"),
                            ("mention", "your name was mentioned"),
                            ("reply", "a new reply in a discussion you follow"),
                            ("discussion", "a new discussion in what you follow"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("now", "Straight away"),
                            ("edition", "In the Daily Edition"),
                            ("weekly", "Once a week"),
                            ("never", "Never by e-mail"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "passed_over",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("read", "read on the site first"),
                            ("earlier unread", "an earlier mail about the discussion is unread"),
                            ("hidden", "taken down"),
                            ("unwanted", "muted, stopped, or chosen otherwise"),
                            ("too many", "more mails in a day than anybody wants"),
                            ("unreachable", "no address that mail reaches"),
                        ],
                        max_length=20,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "discussion",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="forum.discussion",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="forum.event",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notifications",
                        to="notifications.mail",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_me",
                    models.CharField(
                        choices=[
                            ("now", "Straight away"),
                            ("edition", "In the Daily Edition"),
                            ("weekly", "Once a week"),
                            ("never", "Never by e-mail"),
                        ],
                        default="now",
                        max_length=10,
                        verbose_name="somebody answers or mentions me",
                    ),
                ),
                (
                    "replies",
                    models.CharField(
                        choices=[
                            ("now", "Straight away"),
                            ("edition", "In the Daily Edition"),
                            ("weekly", "Once a week"),
                            ("never", "Never by e-mail"),
                        ],
                        default="edition",
                        max_length=10,
                        verbose_name="new replies in discussions I follow",
                    ),
                ),
                (
                    "discussions",
                    models.CharField(
                        choices=[
                            ("now", "Straight away"),
                            ("edition", "In the Daily Edition"),
                            ("weekly", "Once a week"),
                            ("never", "Never by e-mail"),
                        ],
                        default="edition",
                        max_length=10,
                        verbose_name="new discussions in what I follow",
                    ),
                ),
                (
                    "edition",
                    models.CharField(
                        choices=[
                            ("daily", "Every day"),
                            ("weekly", "Once a week"),
                            ("never", "Never"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="the Daily Edition",
                    ),
                ),
                ("edition_chosen_at", models.DateTimeField(editable=False, null=True)),
                ("mail_stopped_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["edition"], name="preferences_by_edition")],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("is_hard", models.BooleanField(verbose_name="for good")),
                (
                    "has_stopped_mail",
                    models.BooleanField(default=False, verbose_name="mail to it has stopped"),
                ),
                ("bounced_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("forgiven_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounces",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["email", "-bounced_at"], name="bounces_of_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_dropped", models.BooleanField(verbose_name="left out")),
                ("is_promoted", models.BooleanField(verbose_name="placed first")),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edition_choices",
                        to="forum.discussion",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="notifications.edition",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "discussion"),
                        name="an_edition_decides_once_for_a_discussion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_dropped", True), ("is_promoted", True), _negated=True
                        ),
                        name="what_is_left_out_is_not_placed_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "New discussion"), ("busy", "Busy today")], max_length=10
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "new_reply_count",
                    models.PositiveIntegerField(default=0, verbose_name="replies of the day"),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edition_items",
                        to="forum.discussion",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="notifications.edition",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "discussion"), name="an_edition_holds_a_discussion_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.CharField(max_length=255)),
                ("sent_to", models.CharField(max_length=255)),
                ("sender", models.CharField(blank=True, max_length=255, verbose_name="from")),
                ("received_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("posted", "Posted"),
                            ("refused", "Could not be posted; the member was told"),
                            ("refused quietly", "Could not be posted; told once today already"),
                            ("automatic", "An automatic answer"),
                            ("bounce", "A mail of ours that came back"),
                            ("unsubscribed", "Stopped mail"),
                            ("unknown", "From somebody we do not know, or to no address of ours"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inbound_mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="inbound_mails",
                        to="forum.reply",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-received_at"], name="inbound_newest_first")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message_id", "sent_to"), name="a_message_is_received_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["due_at", "id"],
                name="mails_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["recipient", "-created_at"], name="mails_of_recipient"),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("due_at__isnull", False), ("kind", "news")),
                fields=("recipient", "discussion"),
                name="news_of_a_discussion_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("issued_on__isnull", False)),
                fields=("recipient", "kind", "issued_on"),
                name="an_edition_is_sent_once",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                fields=["recipient", "-happened_at"], name="notifications_of_recipient"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("read_at", None)),
                fields=["recipient", "discussion"],
                name="notifications_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                fields=["discussion", "recipient"], name="notifications_of_discussion"
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["level", "due_at"],
                name="notifications_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                fields=("recipient", "event"), name="a_member_is_told_of_an_event_once"
            ),
        ),
    ]
