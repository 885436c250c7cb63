"""The members app."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"

    def ready(self) -> None:
        # Models cannot be imported before every app is there.
        from members import chapters, forgetting, logbook, retaining, telling  # noqa: PLC0415

        # Who somebody is comes first, whichever app was ready before.
        chapters.CHAPTERS[:0] = telling.CHAPTERS
        retaining.RULES.extend(forgetting.RULES)
        logbook.keep()
