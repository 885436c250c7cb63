"""What stands around every page: the masthead, the sections, the side and the footer.

Of these, what shows the site's identity and its categories is made once for each version of what
visitors see (forum.changes) and kept in the process; the rest is filled into stencils.
"""

import time
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from django.contrib.messages import get_messages
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from forum import changes
from forum.models import Category, SiteIdentity
from harringay.stencils import Slots, Stencil
from members.permissions import can_moderate

TRUE_FOR: Final = 60.0  # seconds; the footer shows the year
MANY: Final = 100  # notifications; nobody counts further


@dataclass(frozen=True)
class Surroundings:
    """What all who may see the same categories share."""

    version: str
    made_at: float
    site: SiteIdentity
    categories: list[Category]
    side: SafeString
    footer: SafeString
    banner: SafeString | str


class Here(NamedTuple):
    """Whose page it is, and in which section; `section` is the name of its address."""

    is_member: bool
    section: str
    is_its_first_page: bool


class Corner(NamedTuple):
    """Whose corner of the masthead it is, and whether there is anything new to them."""

    is_member: bool
    has_news: bool


class Frame:
    """The frame of one answer, each part made when it is asked for.

    One query, or three; and for a member one more, for what is new to them.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def site(self) -> SiteIdentity:
        return self._surroundings.site

    @property
    def categories(self) -> list[Category]:
        return self._surroundings.categories

    @property
    def side(self) -> SafeString:
        return self._surroundings.side

    @property
    def footer(self) -> SafeString:
        return self._surroundings.footer

    @property
    def banner(self) -> SafeString | str:
        """What everyone must know about the site just now; empty where that is nothing."""
        return self._surroundings.banner

    @property
    def masthead(self) -> SafeString:
        user, site = self._request.user, self.site
        words: dict[str, str | int] = {"site_name": site.name, "tagline": site.tagline}
        if not user.is_authenticated:
            return _MASTHEAD.fill(Corner(is_member=False, has_news=False), **words)
        # Whoever knows tells us whom to ask: see harringay.middleware.inbox.
        count = self._request.count_unread(user)  # type: ignore[attr-defined]
        shown = f"{count}+" if count >= MANY else str(count)
        words |= {"address": user.get_absolute_url(), "name": user.shown_name, "count": shown}
        return _MASTHEAD.fill(Corner(is_member=True, has_news=count > 0), **words)

    @property
    def sections(self) -> SafeString:
        path, user = self._request.path, self._request.user
        is_member = user.is_authenticated
        profile = user.get_absolute_url() if user.is_authenticated else ""
        for section, address in _sections():
            if path == address or (address != "/" and path.startswith(f"{address}/")):
                return _SECTIONS.fill(Here(is_member, section, path == address), profile=profile)
        nowhere = Here(is_member, section="", is_its_first_page=False)
        return _SECTIONS.fill(nowhere, profile=profile)

    @property
    def notices(self) -> SafeString:
        """What has just been done for the reader, or went wrong."""
        messages = list(get_messages(self._request))
        done = render_to_string("site/_notices.html", {"messages": messages}) if messages else ""
        return SafeString(done) + self._notice_of_terms

    @property
    def _notice_of_terms(self) -> SafeString:
        if not self._request.user.is_authenticated:
            return SafeString("")
        # Whoever knows tells us whom to ask: see harringay.middleware.terms.
        said: SafeString = self._request.notice_of_terms(self._request, self.site)  # type: ignore[attr-defined]
        return said

    @property
    def wishes(self) -> SafeString:
        """How a member wishes to read, as attributes of the page's element."""
        user = self._request.user
        if not user.is_authenticated:
            return SafeString("")
        switch = "on" if user.wants_shortcuts else "off"
        return format_html(' data-text="{}" data-shortcuts="{}"', user.text_size, switch)

    def words(self) -> dict[str, str]:
        """What a page's stencil is filled with on behalf of base.html."""
        return {
            "site_name": self.site.name,
            "tagline": self.site.tagline,
            "masthead": self.masthead,
            "sections": self.sections,
            "banner": self.banner,
            "notices": self.notices,
            "side": self.side,
            "footer": self.footer,
            "wishes": self.wishes,
        }

    @cached_property
    def _surroundings(self) -> Surroundings:
        return _surroundings(self._request)


def stand_ins(slots: Slots) -> dict[str, Any]:
    """What base.html asks for, while a page's stencil is cut."""
    parts = ("masthead", "sections", "banner", "notices", "side", "footer", "wishes")
    return {
        "site": {"name": slots("site_name"), "tagline": slots("tagline")},
        "frame": {part: slots(part) for part in parts},
    }


_kept: dict[bool, Surroundings] = {}


def forget() -> None:
    """Make everything anew at the next request."""
    _kept.clear()


def version_of(request: HttpRequest) -> str:
    """The version under which a request is answered; empty where the database cannot tell."""
    try:
        return changes.version_for(request.META)
    except DatabaseError:
        return ""


def _surroundings(request: HttpRequest) -> Surroundings:
    is_moderator = can_moderate(request.user)
    version = version_of(request)
    if not version:
        return _make(request, version)
    kept = _kept.get(is_moderator)
    if kept and kept.version == version and time.monotonic() - kept.made_at < TRUE_FOR:
        return kept
    _kept[is_moderator] = made = _make(request, version)
    return made


def _make(request: HttpRequest, version: str) -> Surroundings:
    site = SiteIdentity.current()
    categories = list(Category.objects.visible_to(request.user).in_order())
    return Surroundings(
        version=version,
        made_at=time.monotonic(),
        site=site,
        categories=categories,
        side=render_to_string("site/_side.html", {"site": site, "categories": categories}),
        footer=render_to_string("site/_footer.html", {"site": site}),
        banner=render_to_string("site/_banner.html", {"site": site}) if site.is_read_only else "",
    )


@cache
def _sections() -> list[tuple[str, str]]:
    names = (
        "home",
        "forum:discussions",
        "forum:unread",
        "forum:activity",
        "notifications:editions",
        "members:directory",
        "forum:search",
        "members:settings",
    )
    return [(name, reverse(name)) for name in names]


def _in_masthead(corner: Corner, slots: Slots) -> dict[str, Any]:
    user = {
        "is_authenticated": corner.is_member,
        "get_absolute_url": slots("address"),
        "shown_name": slots("name"),
    }
    return {
        "site": {"name": slots("site_name"), "tagline": slots("tagline")},
        "user": user,
        "has_news": corner.has_news,
        "count": slots("count"),
    }


_MASTHEAD = Stencil("site/_masthead.html", _in_masthead)
_SECTIONS: Stencil[Here] = Stencil(
    "site/_sections.html", lambda here, slots: {"here": here, "profile": slots("profile")}
)
