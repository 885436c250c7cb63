"""The notifications app, and what the forum shows of it without knowing it."""

from django.apps import AppConfig

# What of it stands on visitors' pages, with the columns that do not.
WATCHED = {
    "notifications.edition": frozenset[str](),
    "notifications.editionitem": frozenset[str](),
    "notifications.notice": frozenset[str](),
}


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        # Models cannot be imported before every app is there.
        from forum import changes, demoing  # noqa: PLC0415
        from forum.feeds import channels, validators  # noqa: PLC0415
        from members import chapters, retaining, signing_out  # noqa: PLC0415
        from members.parting import PARTS, Part  # noqa: PLC0415
        from notifications import browsers, feeds, forgetting, parting, telling  # noqa: PLC0415
        from notifications import demoing as ours  # noqa: PLC0415

        changes.WATCHED.update(WATCHED)
        channels.OF_WHOLE_SITE.append(feeds.channel)
        validators.SOURCES["notifications:edition_feed"] = feeds.SOURCES
        demoing.BESIDES.append(demoing.Besides(seed=ours.seed_demo, remove=ours.remove_demo))
        chapters.CHAPTERS.extend(telling.CHAPTERS)
        retaining.RULES.extend(forgetting.RULES)
        ended = signing_out.Besides(here=browsers.end_here, elsewhere=browsers.end_elsewhere)
        signing_out.BESIDES.append(ended)
        PARTS.append(Part(erase=parting.erase))
