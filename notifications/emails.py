"""What a mail of news says: who wrote what, where it can be read and answered, how to stop it.

Its words are made once for all who are told the same; what is one member's own is filled in.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from forum.models import Follow, SiteIdentity
from harringay import html
from harringay.stencils import PlainStencil, Slots, Stencil
from notifications import addresses
from notifications.addresses import Answered, Matter
from notifications.envelopes import Letter, Topic
from notifications.models import Kind, Mail, Notification

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


def letters(
    mails: Sequence[Mail], told: Iterable[Notification], site: SiteIdentity
) -> dict[int, Letter]:
    """By the key of each mail what it says; a mail that has nothing left to say has none.

    `told` are the notifications that are to be mailed still, oldest first, with all that
    `for_mail` selects. One query, for who follows what.
    """
    by_mail: dict[int, list[Notification]] = {}
    for notification in told:
        by_mail.setdefault(notification.mail_id or 0, []).append(notification)
    followed = _followed(mails)
    return {
        mail.pk: _letter(mail, by_mail[mail.pk], site, is_followed=_pair(mail) in followed)
        for mail in mails
        if mail.pk in by_mail
    }


def _letter(
    mail: Mail, told: list[Notification], site: SiteIdentity, *, is_followed: bool
) -> Letter:
    discussion, first = told[0].discussion, told[0]
    matter = Matter(mail.recipient_id, first.kind, discussion.pk)
    answered = Answered(mail.recipient_id, discussion.pk, first.event.reply_id or 0)
    reply_to = addresses.answer_address(answered)
    shape = NewsShape(can_answer=bool(reply_to), can_follow=not is_followed)
    words = {
        "title": discussion.title,
        "reason": _REASON[Kind(first.kind)],
        "stop": addresses.unsubscribe_url(matter),
        "follow": _absolute(reverse("forum:discussion_follow", args=[discussion.slug])),
        "settings": _absolute(reverse("notifications:preferences")),
        "site_name": site.name,
    }
    pieces = tuple(_piece(notification) for notification in told)
    is_reply = first.event.reply_id is not None
    return Letter(
        mail=mail,
        recipient=mail.recipient,
        topic=Topic(
            sender_name=f"{first.event.actor.shown_name} ({site.name})",
            subject=f"Re: {discussion.title}" if is_reply else discussion.title,
            list_key=f"discussion-{discussion.pk}",
            list_name=discussion.title,
            thread=f"<discussion.{discussion.pk}@{settings.SITE_HOST}>",
        ),
        text=_TEXT.fill(shape, pieces=_pieces(pieces, "txt"), **words),
        html=_HTML.fill(shape, pieces=_pieces(pieces, "html"), **words),
        matter=matter,
        reply_to=reply_to,
    )


def _piece(notification: Notification) -> Piece:
    event = notification.event
    written = event.reply or event.discussion
    words = html.shorten(html.to_text(written.body_html), QUOTED_LENGTH)
    return Piece(
        event.actor.shown_name,
        _DID[Kind(notification.kind)],
        words,
        _absolute(written.get_absolute_url()),
    )


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


def _followed(mails: Iterable[Mail]) -> set[tuple[int, int | None]]:
    mails = list(mails)
    follows = Follow.objects.active().filter(
        member__in={mail.recipient_id for mail in mails},
        discussion__in={mail.discussion_id for mail in mails if mail.discussion_id},
    )
    return set(follows.values_list("member", "discussion"))


def _pair(mail: Mail) -> tuple[int, int | None]:
    return mail.recipient_id, mail.discussion_id


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _stand_ins(shape: NewsShape, slots: Slots) -> dict[str, Any]:
    names = ("title", "reason", "pieces", "stop", "follow", "settings", "site_name")
    return {"shape": shape, **{name: slots(name) for name in names}}


_TEXT = PlainStencil("emails/news.txt", _stand_ins)
_HTML = Stencil("emails/news.html", _stand_ins)
