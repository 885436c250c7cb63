"""The old site's categories, groups and kinds of things, as categories that say what they were."""

from collections.abc import Collection, Sequence

from forum.archive import converter
from forum.archive.converter import OldDiscussion, OldGroup
from forum.archive.keeping import Fresh
from forum.archive.run import Run
from forum.archive.unique import FreeNames
from forum.models import Category, LegacyAddress, Origin
from harringay import text

MAX_NAME = 100
MAX_DESCRIPTION = 300
MAX_SLUG = 70  # of 80, so that a clash's number finds room

GENERAL = "General"
_UNSORTED = frozenset({"", "uncategorized", "uncategorised"})
_POSITIONS = {Origin.FORUM: 100, Origin.GROUP: 200}
_AFTER_ALL = 300

PRIVATE_GROUP = "In a private group of the old site"


class Rooms:
    """Finds the category of each old object, and makes those that are not here yet."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._slugs = FreeNames(_taken_slugs)
        self._found: dict[str, Category] = {}
        groups = (converter.group(values) for values in run.archive.objects("groups"))
        self._open_groups = {group.legacy_id for group in groups if not group.is_private}

    def hidden_reason(self, old: OldDiscussion) -> str:
        """Why an old object is for moderators only; a group that nobody describes was private."""
        if old.group_id and old.group_id not in self._open_groups:
            return PRIVATE_GROUP
        return old.hidden_reason

    def prepare(self, found: Sequence[Fresh]) -> list[OldGroup]:
        return [converter.group(each.values) for each in found]

    def write(self, groups: Sequence[OldGroup]) -> None:
        """Every group, with its old address; a private one is for moderators only."""
        for group in groups:
            room = self._room(
                group.legacy_id,
                name=group.title,
                origin=Origin.GROUP,
                description=group.description[:MAX_DESCRIPTION],
                hidden_at=self.run.report.started_at if group.is_private else None,
            )
            path = f"/group/{group.address}"
            LegacyAddress.objects.get_or_create(path=path[:300], defaults={"category": room})

    def of(self, old: OldDiscussion) -> Category:
        """The category an old object belongs in, by its group, its kind or its category's name."""
        if old.group_id:
            return self._group(old.group_id)
        if old.kind != "discussions":
            origin = Origin(old.kind)
            return self._room(f"kind:{old.kind}", name=origin.label, origin=origin)
        name = GENERAL if old.category.lower() in _UNSORTED else old.category
        return self._room(f"category:{text.slugify(name)[:50]}", name=name, origin=Origin.FORUM)

    def _group(self, group_id: str) -> Category:
        """A group that is not in the archive may have been private: so it is hidden."""
        return self._room(
            group_id,
            name=f"Group {group_id}",
            origin=Origin.GROUP,
            hidden_at=self.run.report.started_at,
        )

    def _room(self, legacy_id: str, *, name: str, origin: Origin, **fields: object) -> Category:
        if legacy_id not in self._found:
            self._found[legacy_id] = (
                Category.objects.filter(legacy_id=legacy_id).first()
                or (origin == Origin.FORUM and _room_named(name, legacy_id))
                or self._new_room(name, legacy_id=legacy_id, origin=origin, **fields)
            )
        return self._found[legacy_id]

    def _new_room(self, name: str, **fields: object) -> Category:
        (slug,) = self._slugs.claim([text.slugify(name)[:MAX_SLUG]])
        position = _POSITIONS.get(Origin(str(fields["origin"])), _AFTER_ALL)
        self.run.report.added["categories"] += 1
        return Category.objects.create(name=name[:MAX_NAME], slug=slug, position=position, **fields)


def _room_named(name: str, legacy_id: str) -> Category | None:
    """A category of that name that the owner has made already, before anything was moved in."""
    room = Category.objects.filter(name__iexact=name, origin=Origin.FORUM, legacy_id=None).first()
    if room:
        room.legacy_id = legacy_id
        room.save(update_fields=["legacy_id"])
    return room


def _taken_slugs(slugs: Collection[str]) -> Collection[str]:
    return Category.objects.filter(slug__in=slugs).values_list("slug", flat=True)
