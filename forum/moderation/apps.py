"""The moderation app: it calls the forum's verbs, and the forum knows nothing of it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

# What of it stands on visitors' pages, with the columns that do not.
WATCHED = {
    "moderation.rule": frozenset[str](),
    "moderation.ruleversion": frozenset[str](),
    "moderation.safetyduties": frozenset[str](),
    "moderation.termsversion": frozenset[str](),
}


class ModerationConfig(AppConfig):
    name = "forum.moderation"
    label = "moderation"

    def ready(self) -> None:
        # Models cannot be imported before every app is there.
        from forum import changes, sparing  # noqa: PLC0415
        from forum.moderation import (  # noqa: PLC0415
            calming,
            forgetting,
            guarding,
            links,
            recognising,
            telling,
            witnessing,
        )
        from forum.moderation import parting as ours  # noqa: PLC0415
        from harringay import admin_pages, pictures  # noqa: PLC0415
        from members import chapters, decisions, holding, parting, retaining  # noqa: PLC0415

        changes.WATCHED.update(WATCHED)
        sparing.ASKED.append(calming.left_alone)
        chapters.CHAPTERS.extend(telling.CHAPTERS)
        holding.HOLDERS.append(ours.held_of)
        parting.PARTS.append(ours.PART)
        retaining.RULES.extend(forgetting.RULES)
        decisions.PAGES.append(links.decisions_path)
        admin_pages.witnesses.append(witnessing.witness)
        pictures.looks.append(recognising.look)
        post_migrate.connect(guarding.lay_triggers, sender=self)
