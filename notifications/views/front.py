"""What stands on the front page before the latest discussions: the owner's notices of the day, the
latest edition, what was started last, and where most is being said.

Made once for each day and each version of what visitors see (forum.changes), and kept in the
process. It is the same for everybody, so that it says how many replies there are but not how long
ago they came.
"""

from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from forum import changes
from forum.models import Discussion, DiscussionQuerySet
from members.models import VISITOR
from notifications.models import Edition, Notice
from notifications.models.edition import in_short

NEW: Final = 4  # discussions; beside as many busy ones they fit on a phone's screen
BUSY: Final = 4
BUSY_FOR: Final = timedelta(days=7)


class Kept(NamedTuple):
    """What was made, and what it was made for."""

    day_and_version: tuple[str, str]
    board: SafeString


_kept: dict[str, Kept] = {}


def forget() -> None:
    """Make it anew at the next request."""
    _kept.clear()


def show(request: HttpRequest) -> SafeString:
    """The same for everybody. Five queries, or none."""
    try:
        wanted = (timezone.localdate().isoformat(), changes.version_for(request.META))
    except DatabaseError:
        return _made()
    kept = _kept.get("board")
    if kept is None or kept.day_and_version != wanted:
        _kept["board"] = kept = Kept(wanted, _made())
    return kept.board


def _made() -> SafeString:
    new = list(_readable().newest_first()[:NEW])
    context = {
        "notices": Notice.objects.current_on(timezone.localdate()).in_order(),
        **_latest_edition(),
        "new": new,
        "busy": _busiest_but(new),
    }
    return render_to_string("notifications/_front.html", context)


def _latest_edition() -> dict[str, Any]:
    """The edition, and in one line what of it everyone may still read."""
    edition = Edition.objects.issued().newest_first().first()
    if edition is None:
        return {"edition": None}
    items = edition.items.shown().order_by("position")
    titles = list(items.values_list("discussion__title", flat=True))
    return {"edition": edition, "edition_in_short": in_short(titles)}


def _busiest_but(new: list[Discussion]) -> list[Discussion]:
    """Those answered most this week, less what is shown as new already."""
    others = _readable().exclude(pk__in=[discussion.pk for discussion in new])
    return list(others.busiest_since(timezone.now() - BUSY_FOR)[:BUSY])


def _readable() -> DiscussionQuerySet:
    return Discussion.objects.visible_to(VISITOR).filter(withdrawn_at=None).for_listing()
