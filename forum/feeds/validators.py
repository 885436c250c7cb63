"""What tells a reader that nothing is new: ETag and Last-Modified."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

from django.core.cache import cache
from django.utils.http import http_date

from forum.feeds.feed import Feed

# Raise this when the same feed would be written differently.
VERSION = 1

# Half a year: a reader that was away longer gets the feed once more.
REMEMBERED_FOR = 180 * 24 * 3600


@dataclass(frozen=True)
class Validators:
    """Of one feed in one format; `changed_at` is in UTC, in whole seconds."""

    tag: str
    changed_at: datetime

    @property
    def etag(self) -> str:
        # Weak: the document tells its own date, which the tag leaves out.
        return f'W/"{self.tag}"'

    @property
    def last_modified(self) -> str:
        return http_date(self.changed_at.timestamp())


def validators_of(feed: Feed, extension: str) -> Validators:
    """The tag follows from all that the feed says, so that any visible change changes it.

    It is the same in every process and after a restart.
    """
    fingerprint = hashlib.sha256(f"{VERSION} {feed!r}".encode()).hexdigest()[:32]
    changed_at = _changed_at(feed.channel.path(extension), fingerprint)
    return Validators(tag=f"{fingerprint}-{extension}", changed_at=changed_at)


def _changed_at(path: str, fingerprint: str) -> datetime:
    """When this feed came to be as it is: noticed, not recorded, so that no change can be missed.

    A name changed, a reply put back: nothing in the database tells when that was. The cache
    may lose what it remembers; the moment then moves forward, and never back.
    """
    key = f"feed-changed-{hashlib.sha256(path.encode()).hexdigest()}"
    known = cast("tuple[str, datetime] | None", cache.get(key))
    if known and known[0] == fingerprint:
        return known[1]
    now = datetime.now(tz=UTC).replace(microsecond=0)
    # Two changes within a second get two dates.
    changed_at = max(now, known[1] + timedelta(seconds=1)) if known else now
    cache.set(key, (fingerprint, changed_at), timeout=REMEMBERED_FOR)
    return changed_at
