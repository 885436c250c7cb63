"""The forum app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        # Models cannot be imported before every app is there.
        from forum import changes, forgetting, parting, telling  # noqa: PLC0415
        from forum.searching import postgresql_index, sqlite_index  # noqa: PLC0415
        from members import chapters, retaining  # noqa: PLC0415
        from members.parting import PARTS, Part  # noqa: PLC0415

        connection_created.connect(sqlite_index.teach)
        post_migrate.connect(sqlite_index.ensure, sender=self)
        post_migrate.connect(postgresql_index.ensure, sender=self)
        post_migrate.connect(changes.watch, sender=self)
        chapters.CHAPTERS.extend(telling.CHAPTERS)
        retaining.RULES.extend(forgetting.RULES)
        PARTS.append(Part(erase=parting.erase, show_name=parting.show_name))
