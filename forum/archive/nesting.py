"""Finding out who answered whom, where an export still says so."""

from collections.abc import Mapping, Sequence
from typing import Any

# Ning itself nested by a path of seconds; other keys were seen in hand-made exports.
_PATH_SUFFIX = "commenttimestamps"
_PARENT_KEYS = ("parentId", "parentCommentId", "parent_id", "inReplyTo", "replyTo", "parent")

Place = tuple[str, ...]


def parents(comments: Sequence[Mapping[str, Any]]) -> list[int | None]:
    """For each comment, the position of the one it answers; None for the discussion itself."""
    by_id = {str(comment.get("id")): nth for nth, comment in enumerate(comments)}
    places = [_place(comment) for comment in comments]
    by_place = {place: nth for nth, place in reversed(list(enumerate(places))) if place}
    found = [
        _named_parent(comment, by_id, nth)
        if _has_named_parent(comment)
        else _nearest_above(place, by_place, nth)
        for nth, (comment, place) in enumerate(zip(comments, places, strict=True))
    ]
    return _without_circles(found)


def reading_order(moments: Sequence[Any], parents: Sequence[int | None]) -> list[int]:
    """Positions, oldest first, but never an answer before what it answers."""

    def key(nth: int) -> tuple[Any, int, int]:
        latest, depth, above = moments[nth], 0, parents[nth]
        while above is not None:
            latest, depth, above = max(latest, moments[above]), depth + 1, parents[above]
        return latest, depth, nth

    return sorted(range(len(moments)), key=key)


def _place(comment: Mapping[str, Any]) -> Place:
    """The path of seconds, without the mark that the old site ended some paths with."""
    for key, value in comment.items():
        if key.lower().endswith(_PATH_SUFFIX) and isinstance(value, str | int):
            return tuple(part for part in str(value).split() if part.isdigit())
    return ()


def _nearest_above(place: Place, by_place: Mapping[Place, int], nth: int) -> int | None:
    """The parent may itself be missing; then the nearest that stood above it."""
    above = (by_place.get(place[:length]) for length in range(len(place) - 1, 0, -1))
    return next((each for each in above if each is not None and each != nth), None)


def _has_named_parent(comment: Mapping[str, Any]) -> bool:
    return any(comment.get(key) for key in _PARENT_KEYS)


def _named_parent(comment: Mapping[str, Any], by_id: Mapping[str, int], nth: int) -> int | None:
    named = next(comment[key] for key in _PARENT_KEYS if comment.get(key))
    parent = by_id.get(str(named["id"] if isinstance(named, dict) and "id" in named else named))
    return parent if parent != nth else None


def _without_circles(found: list[int | None]) -> list[int | None]:
    for nth in range(len(found)):
        seen = {nth}
        above = found[nth]
        while above is not None and above not in seen:
            seen.add(above)
            above = found[above]
        if above is not None:
            found[nth] = None
    return found
