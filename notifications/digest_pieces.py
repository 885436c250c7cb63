"""The pieces that an edition's mail is put together from, each as text and as HTML.

An item is written once for all who are sent it, and an edition once for all who have read as much
of it.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from harringay import html
from harringay.stencils import PlainStencil, Slots, Stencil
from notifications.models import Edition, EditionItem, Issue, ItemKind, Notice, Notification

EXCERPT_LENGTH = 220
# Excerpts and items of the week's editions, which a batch of mails asks for again and again.
MOST_KEPT = 512

Shape = TypeVar("Shape", bound=NamedTuple)


class Written(NamedTuple):
    """A piece of a mail in both its forms."""

    text: str
    html: SafeString


NOTHING = Written("", mark_safe(""))


class Both(Generic[Shape]):
    """A template for each form, with the same slots, filled in alike."""

    def __init__(self, name: str, *slots: str) -> None:
        def stand_ins(shape: Shape, slot: Slots) -> dict[str, Any]:
            return {"shape": shape, **{name: slot(name) for name in slots}}

        self._text = PlainStencil(f"emails/{name}.txt", stand_ins)
        self._html = Stencil(f"emails/{name}.html", stand_ins)

    def fill(self, shape: Shape, **words: str | Written) -> Written:
        both = {
            name: word if isinstance(word, Written) else (word, word)
            for name, word in words.items()
        }
        return Written(
            self._text.fill(shape, **{name: text for name, (text, _) in both.items()}),
            self._html.fill(shape, **{name: in_html for name, (_, in_html) in both.items()}),
        )


class ItemShape(NamedTuple):
    """Everything that the templates of an item decide by."""

    is_new: bool
    has_replies: bool


class IssueShape(NamedTuple):
    """The same for an edition; in the week's mail each has its own heading and its own word."""

    is_one_of_several: bool
    has_word: bool
    has_new: bool
    has_busy: bool
    has_more: bool


class OwnShape(NamedTuple):
    kind: str


class NoticeShape(NamedTuple):
    is_advertisement: bool
    has_link: bool


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def joined(pieces: Iterable[Written]) -> Written:
    pieces = list(pieces)
    in_html = mark_safe("".join(piece.html for piece in pieces))  # noqa: S308  each was rendered
    return Written("".join(piece.text for piece in pieces), in_html)


def of_word(edition: Edition) -> Written:
    """What the owner says at the top."""
    return Written(edition.word, mark_safe(edition.word_html))  # noqa: S308  as it is cleaned


def of_issue(issue: Issue, *, is_one_of_several: bool) -> Written:
    """An edition, as far as somebody has not read it."""
    edition = issue.edition
    shape = IssueShape(
        is_one_of_several=is_one_of_several,
        has_word=is_one_of_several and bool(edition.word),
        has_new=bool(issue.new),
        has_busy=bool(issue.busy),
        has_more=edition.left_out_count > 0,
    )
    return _ISSUE.fill(
        shape,
        title=edition.title,
        about=edition.day_and_number,
        word=of_word(edition),
        new=joined(map(_of_item, issue.new)),
        busy=joined(map(_of_item, issue.busy)),
        left_out=str(edition.left_out_count),
        url=absolute(edition.get_absolute_url()),
    )


def of_own(notification: Notification) -> Written:
    """One thing that a member is told of what they follow, or what was said to them."""
    event = notification.event
    written = event.reply or notification.discussion
    return _OWN.fill(
        OwnShape(notification.kind),
        who=event.actor.shown_name,
        title=notification.discussion.title,
        words=_excerpt(written.body_html),
        url=absolute(notification.address),
    )


def of_notice(notice: Notice) -> Written:
    shape = NoticeShape(notice.is_advertisement, has_link=bool(notice.link))
    return _NOTICE.fill(shape, text=notice.text, link=notice.link)


def _of_item(item: EditionItem) -> Written:
    discussion = item.discussion
    return _filled_item(
        ItemShape(item.kind == ItemKind.NEW, has_replies=item.new_reply_count > 0),
        title=discussion.title,
        who=discussion.author.shown_name,
        room=discussion.category.name,
        words=_excerpt(discussion.body_html),
        replies=item.replies_in_words,
        url=absolute(discussion.get_absolute_url()),
    )


@lru_cache(maxsize=MOST_KEPT)
def _filled_item(shape: ItemShape, **words: str) -> Written:
    return _ITEM.fill(shape, **words)


@lru_cache(maxsize=MOST_KEPT)
def _excerpt(body_html: str) -> str:
    return html.excerpt(body_html, EXCERPT_LENGTH)


_ITEM: Both[ItemShape] = Both("_digest_item", "title", "who", "room", "words", "replies", "url")
_ISSUE: Both[IssueShape] = Both(
    "_digest_issue", "title", "about", "word", "new", "busy", "left_out", "url"
)
_OWN: Both[OwnShape] = Both("_digest_own", "who", "title", "words", "url")
_NOTICE: Both[NoticeShape] = Both("_digest_notice", "text", "link")
