"""Which feeds there are: what each is called, and where it and its page are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from forum.feeds.printable import Printable
from forum.models import Category, Discussion, Tag
from members.models import Member

PATHS_KEPT: Final = 1000  # in each process


@dataclass(frozen=True)
class Channel(Printable):
    """One feed, without what is in it; `name` and `key` are its address, `page` a path.

    The name of a feed of another app has that app's before it. The hub is told of the changes of
    those that are announced (notifications.announcing). `about` is the key of the row that it is
    about; no reader is told of it.
    """

    title: str
    description: str
    page: str
    name: str
    key: str = ""
    is_announced: bool = True
    about: int | None = field(default=None, repr=False)

    @property
    def page_url(self) -> str:
        return f"{settings.SITE_URL}{self.page}"

    @property
    def subject(self) -> int | str | None:
        """The key of the row that it is about, or else its words, or nothing."""
        return self.about or self.key or None

    @property
    def rss_url(self) -> str:
        return self.url("rss")

    @property
    def bare_path(self) -> str:
        """Its path, but for the format and the dot before it."""
        return self.path("rss").removesuffix(".rss")

    @property
    def hub_url(self) -> str:
        """Where readers are told of its changes; empty where nobody tells them."""
        return settings.WEBSUB_HUB_URL if self.is_announced else ""

    def path(self, extension: str) -> str:
        """Its path in one format: rss, atom or json."""
        return _path(self.name, self.key, extension)

    def url(self, extension: str) -> str:
        return f"{settings.SITE_URL}{self.path(extension)}"


@lru_cache(maxsize=PATHS_KEPT)
def _path(name: str, key: str, extension: str) -> str:
    """Made once while it is asked for again and again: each of a feed's discussions has a feed."""
    view = name if ":" in name else f"feeds:{name}"
    return reverse(view, args=[key, extension] if key else [extension])


Subject = Category | Channel | Discussion | Member | Tag


def discussions() -> Channel:
    return Channel(
        title="New discussions",
        description="Every new discussion.",
        page=reverse("forum:discussions"),
        name="discussions",
    )


def replies() -> Channel:
    return Channel(
        title="New replies",
        description="Every new reply, in all discussions.",
        page=reverse("forum:activity"),
        name="replies",
    )


def activity() -> Channel:
    return Channel(
        title="Latest Activity",
        description="Discussions, replies and what has been featured, as it happens.",
        page=reverse("forum:activity"),
        name="activity",
    )


def category(category: Category) -> Channel:
    return Channel(
        title=category.name,
        description=category.description or f"New discussions in {category.name}.",
        page=category.get_absolute_url(),
        name="category",
        key=category.slug,
        about=category.pk,
    )


def tag(tag: Tag) -> Channel:
    return Channel(
        title=f"Tagged {tag.name}",
        description=f"New discussions tagged {tag.name}.",
        page=tag.get_absolute_url(),
        name="tag",
        key=tag.slug,
        about=tag.pk,
    )


def member(member: Member) -> Channel:
    return Channel(
        title=member.shown_name,
        description=f"Discussions and replies by {member.shown_name}.",
        page=member.get_absolute_url(),
        name="member",
        key=member.address,
        about=member.pk,
    )


def discussion(discussion: Discussion) -> Channel:
    return Channel(
        title=f"Replies to {discussion.title}",
        description=f"New replies to {discussion.title}.",
        page=discussion.get_absolute_url(),
        name="discussion",
        key=discussion.slug,
        about=discussion.pk,
    )


def words(text: str) -> Channel:
    """Given a question in the one text that it has (forum.searching.Query)."""
    return Channel(
        title=f"“{text}”",
        description=f"New discussions and replies that have in them: {text}",
        page=f"{reverse('forum:search')}?{urlencode({'q': text, 'order': 'date'})}",
        name="words",
        key=text,
        is_announced=False,
    )


# An app that the forum does not know adds its own when it is ready.
OF_WHOLE_SITE: Final[list[Callable[[], Channel]]] = [discussions, replies, activity]


def of_whole_site() -> list[Channel]:
    return [channel() for channel in OF_WHOLE_SITE]


def about(subject: Subject) -> Channel:
    """The feed of one category, discussion, member or tag; a channel is one itself."""
    match subject:
        case Channel():
            return subject
        case Category():
            return category(subject)
        case Discussion():
            return discussion(subject)
        case Tag():
            return tag(subject)
        case _:
            return member(subject)
