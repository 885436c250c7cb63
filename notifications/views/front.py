"""What the front page shows of ours: the owner's notices of the day, and the latest edition."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from harringay import compiled
from notifications.models import Edition, Notice


class Row(NamedTuple):
    """What is shown of a notice."""

    text: str
    link: str
    is_advertisement: bool


def show() -> SafeString:
    """The same for everybody. Two queries, composed once."""
    notices = _NOTICES.all(timezone.localdate().isoformat())
    return _written(tuple(Row(*notice) for notice in notices), _LATEST.first())


@lru_cache(maxsize=16)
def _written(notices: tuple[Row, ...], issued_on: date | None) -> SafeString:
    edition = issued_on and Edition(issued_on=issued_on)
    return render_to_string("notifications/_front.html", {"notices": notices, "edition": edition})


_NOTICES = compiled.Query(
    lambda day: Notice.objects.current_on(day).in_order().values_list(*Row._fields)
)
_LATEST = compiled.Query(
    lambda: Edition.objects.issued().newest_first().values_list("issued_on", flat=True)[:1], slots=0
)
