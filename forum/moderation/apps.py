"""The moderation app: it calls the forum's verbs, and the forum knows nothing of it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ModerationConfig(AppConfig):
    name = "forum.moderation"
    label = "moderation"

    def ready(self) -> None:
        # Models cannot be imported before every app is there.
        from forum.moderation import guarding  # noqa: PLC0415

        post_migrate.connect(guarding.lay_triggers, sender=self)
