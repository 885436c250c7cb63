"""What a mail of news says: who wrote what, where it can be read and answered, how to stop it.

Its words are made once for all who are told the same; what is one member's own is filled in.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from forum.models import Event, Follow, SiteIdentity
from harringay import html
from harringay.stencils import PlainStencil, Slots, Stencil
from notifications import addresses
from notifications.addresses import Answered, Matter
from notifications.assembling import Told
from notifications.envelopes import Letter, Topic
from notifications.models import Kind, Mail

QUOTED_LENGTH = 1000  # safety S-37


class Piece(NamedTuple):
    """One thing that was written, as a mail tells of it."""

    who: str
    did: str
    words: str
    url: str


class NewsShape(NamedTuple):
    """Everything that the templates of news decide by."""

    can_answer: bool
    can_follow: bool


def letters(mails: Sequence[Mail], told: Iterable[Told], site: SiteIdentity) -> dict[int, Letter]:
    """By the key of each mail what it says; a mail that has nothing left to say has none.

    `told` is oldest first. Two queries: what happened, and who follows what.
    """
    by_mail: dict[int, list[Told]] = {}
    for each in told:
        by_mail.setdefault(each.mail_id, []).append(each)
    events = _events({each.event_id for each in told})
    followed = _followed(mails)
    return {
        mail.pk: _letter(
            mail,
            [(events[each.event_id], Kind(each.kind)) for each in by_mail[mail.pk]],
            site,
            is_followed=(mail.recipient_id, mail.discussion_id) in followed,
        )
        for mail in mails
        if mail.pk in by_mail
    }


def _letter(
    mail: Mail, told: list[tuple[Event, Kind]], site: SiteIdentity, *, is_followed: bool
) -> Letter:
    first, kind = told[0]
    discussion = first.discussion
    matter = Matter(mail.recipient_id, kind, discussion.pk)
    reply_to = addresses.answer_address(
        Answered(mail.recipient_id, discussion.pk, first.reply_id or 0)
    )
    shape = NewsShape(can_answer=bool(reply_to), can_follow=not is_followed)
    words = {
        "title": discussion.title,
        "reason": _REASON[kind],
        "stop": addresses.unsubscribe_url(matter),
        "follow": _absolute(_follow_path(discussion.slug)),
        "settings": _absolute(_settings_path()),
        "site_name": site.name,
    }
    pieces = tuple(_piece(event, kind) for event, kind in told)
    return Letter(
        mail=mail,
        recipient=mail.recipient,
        topic=_topic(first, site),
        text=_TEXT.fill(shape, pieces=_pieces(pieces, "txt"), **words),
        html=_HTML.fill(shape, pieces=_pieces(pieces, "html"), **words),
        matter=matter,
        reply_to=reply_to,
    )


def _topic(first: Event, site: SiteIdentity) -> Topic:
    discussion = first.discussion
    return Topic(
        sender_name=f"{first.actor.shown_name} ({site.name})",
        subject=f"Re: {discussion.title}" if first.reply_id else discussion.title,
        list_key=f"discussion-{discussion.pk}",
        list_name=discussion.title,
        thread=f"<discussion.{discussion.pk}@{settings.SITE_HOST}>",
    )


def _piece(event: Event, kind: Kind) -> Piece:
    written = event.reply or event.discussion
    words = html.shorten(html.to_text(written.body_html), QUOTED_LENGTH)
    return Piece(event.actor.shown_name, _DID[kind], words, _absolute(written.get_absolute_url()))


_DID = {
    Kind.ANSWER: "answered you",
    Kind.MENTION: "mentioned you",
    Kind.REPLY: "replied",
    Kind.DISCUSSION: "started a discussion",
}


_REASON = {
    Kind.ANSWER: "somebody answered you",
    Kind.MENTION: "your name was mentioned",
    Kind.REPLY: "you follow this discussion",
    Kind.DISCUSSION: "you follow what it was started in",
}


@lru_cache(maxsize=64)
def _pieces(pieces: tuple[Piece, ...], form: str) -> SafeString:
    """What was written, made once for all who are told of the same."""
    return render_to_string(f"emails/_pieces.{form}", {"pieces": pieces})


def _events(keys: Iterable[int]) -> dict[int, Event]:
    events = Event.objects.filter(pk__in=keys).select_related("actor", "discussion", "reply")
    return {event.pk: event for event in events}


def _followed(mails: Iterable[Mail]) -> set[tuple[int, int | None]]:
    """Of the mails' recipients and discussions, those that go together."""
    mails = list(mails)
    follows = Follow.objects.active().filter(
        member__in={mail.recipient_id for mail in mails},
        discussion__in={mail.discussion_id for mail in mails if mail.discussion_id},
    )
    return set(follows.values_list("member", "discussion"))


@lru_cache(maxsize=64)
def _follow_path(slug: str) -> str:
    return reverse("forum:discussion_follow", args=[slug])


@cache
def _settings_path() -> str:
    return reverse("notifications:preferences")


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _stand_ins(shape: NewsShape, slots: Slots) -> dict[str, Any]:
    names = ("title", "reason", "pieces", "stop", "follow", "settings", "site_name")
    return {"shape": shape, **{name: slots(name) for name in names}}


_TEXT = PlainStencil("emails/news.txt", _stand_ins)
_HTML = Stencil("emails/news.html", _stand_ins)
