"""What tells a reader that nothing is new: ETag and Last-Modified, stored with what they hold for.

What is stored of a feed is under which version of the site (forum.changes) it was last made, the
hash of all that it then said, and when that first was so. Under the same version it says the same,
and a reader who has it already is told so without its being made. So it does under another version,
while all that it is made of is the same (forum.feeds.sources): of that a hash is stored too.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, cast
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import cache
from django.utils.http import http_date

from forum.feeds import sources, words
from forum.feeds.channels import Channel
from forum.feeds.feed import Feed, icon_url
from forum.feeds.items import moment_of
from forum.feeds.sources import Sources

# Raise this when the same feed would be written differently.
VERSION: Final = 5

# Half a year: a reader that was away longer gets the feed once more.
REMEMBERED_FOR: Final = 180 * 24 * 3600
# Anybody can think of a feed of words, and of another, until no cache could hold them.
THOUGHT_UP_FOR: Final = 24 * 3600


# Of each feed, by its channel's name. An app that the forum does not know adds its own when it is
# ready.
SOURCES: Final[dict[str, Sources]] = {
    "discussions": sources.DISCUSSIONS,
    "replies": sources.REPLIES,
    "activity": sources.ACTIVITY,
    "category": sources.CATEGORY,
    "tag": sources.TAG,
    "member": sources.MEMBER,
    "discussion": sources.DISCUSSION,
    "words": words.SOURCES,
}


@dataclass(frozen=True)
class Validators:
    """Of one feed in one format; `changed_at` is in UTC, in whole seconds.

    Of an older page nobody notices when it changed: it has a tag, and no date of its own. `link`
    says where its hub is, if it has one: whoever looks for that is told with each answer (WebSub).
    """

    tag: str
    changed_at: datetime
    is_dated: bool = True
    link: str = ""

    @property
    def etag(self) -> str:
        # Weak: the document tells its own date, which the tag leaves out.
        return f'W/"{self.tag}"'

    @property
    def last_modified(self) -> str:
        return http_date(self.changed_at.timestamp()) if self.is_dated else ""


@dataclass(frozen=True)
class Stored:
    """What is remembered of a feed; one thing for all its formats, which say the same.

    `sources` is the hash of what it is made of, or empty.
    """

    version: str
    fingerprint: str
    changed_at: datetime
    channel: Channel
    sources: str = ""

    def validators(self, extension: str) -> Validators:
        hub_url, own_url = self.channel.hub_url, self.channel.url(extension)
        link = f'<{hub_url}>; rel="hub", <{own_url}>; rel="self"' if hub_url else ""
        return Validators(f"{self.fingerprint}-{extension}", self.changed_at, link=link)


def known_at(path: str, extension: str, *, version: str) -> Validators | None:
    """Those of the feed at a path, if it says what it said when it was last made.

    No query where that was under this version, given as it is read; else one at the most.
    """
    key = _key(path, extension)
    stored = _stored(key)
    if not (version and stored):
        return None
    if stored.version != version:
        if not _is_made_of_the_same(stored):
            return None
        cache.set(key, replace(stored, version=version), timeout=REMEMBERED_FOR)
    return stored.validators(extension)


def _is_made_of_the_same(stored: Stored) -> bool:
    if not stored.sources:
        return False
    subject = stored.channel.subject
    asked = () if subject is None else (subject,)
    return SOURCES[stored.channel.name].ask(*asked).sources == stored.sources


def of(feed: Feed, extension: str, *, version: str) -> Validators:
    """Those of a page that was made when a version had been read; of the newest, stored with it."""
    if feed.is_newest:
        return _store(feed, extension, version)
    changed_at = max((item.updated for item in feed.items), default=moment_of(feed.before.moment))
    return Validators(f"{_fingerprint(feed)}-{extension}", changed_at, is_dated=False)


def _store(feed: Feed, extension: str, version: str) -> Validators:
    """Remembered from now on.

    The tag follows from all that the feed says, so that any visible change changes it. It is the
    same in every process and after a restart. The date is noticed, not recorded: a name changed, a
    reply put back, nothing in the database tells when that was. What the cache loses moves the
    date forward, and never back.
    """
    key = _key(unquote(feed.path(extension)), extension)
    known = _stored(key)
    fingerprint = _fingerprint(feed)
    changed_at = _changed_at(known, fingerprint)
    is_sure = feed.version == version
    now_stored = Stored(
        version,
        fingerprint,
        changed_at,
        feed.channel,
        # What it was made of, if nothing changed while it was made.
        sources=feed.sources if is_sure else "",
    )
    if now_stored != known:
        is_listed = feed.channel.is_announced
        cache.set(key, now_stored, timeout=REMEMBERED_FOR if is_listed else THOUGHT_UP_FOR)
    return now_stored.validators(extension)


def _fingerprint(feed: Feed) -> str:
    said = f"{VERSION} {feed.hub_url} {feed!r}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _changed_at(known: Stored | None, fingerprint: str) -> datetime:
    """When the feed came to be as it is; two changes within a second get two dates."""
    now = datetime.now(tz=UTC).replace(microsecond=0)
    if known is None:
        return now
    if known.fingerprint == fingerprint:
        return known.changed_at
    return max(now, known.changed_at + timedelta(seconds=1))


def _stored(key: str) -> Stored | None:
    return cast("Stored | None", cache.get(key))


def _key(path: str, extension: str) -> str:
    """Whatever is in a feed and in no table is in its key: none was made with anything else."""
    hub_url, bare_path = settings.WEBSUB_HUB_URL, path.removesuffix(f".{extension}")
    made_with = f"{VERSION} {settings.SITE_URL} {hub_url} {icon_url()} {bare_path}"
    return f"feed-{hashlib.sha256(made_with.encode()).hexdigest()}"
