"""What the front page shows of ours: the owner's notices of the day, and the latest edition.

Made once for each day and each version of what visitors see (forum.changes), and kept in the
process.
"""

from typing import NamedTuple

from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from forum import changes
from notifications.models import Edition, Notice


class Kept(NamedTuple):
    """What was made, and what it was made for."""

    day_and_version: tuple[str, str]
    board: SafeString


_kept: dict[str, Kept] = {}


def forget() -> None:
    """Make it anew at the next request."""
    _kept.clear()


def show(request: HttpRequest) -> SafeString:
    """The same for everybody. Two queries, or none."""
    try:
        wanted = (timezone.localdate().isoformat(), changes.version_for(request.META))
    except DatabaseError:
        return _made()
    kept = _kept.get("board")
    if kept is None or kept.day_and_version != wanted:
        _kept["board"] = kept = Kept(wanted, _made())
    return kept.board


def _made() -> SafeString:
    context = {
        "notices": Notice.objects.current_on(timezone.localdate()).in_order(),
        "edition": Edition.objects.issued().newest_first().first(),
    }
    return render_to_string("notifications/_front.html", context)
