"""What a mail of news says: who wrote what, where it can be read and answered, how to stop it.

Its words are made once for all who are told the same; what is one member's own is filled in.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from forum.models import Event, Follow, SiteIdentity
from harringay import html
from harringay.html.pictures import Standing
from harringay.stencils import PlainStencil, Slots, Stencil
from notifications import addresses
from notifications.addresses import Answered, Matter
from notifications.assembling import Told
from notifications.envelopes import Letter, Topic
from notifications.models import Kind, Mail

QUOTED_LENGTH = 1000  # safety S-37
MOST_PICTURES = 5  # of one post; a mail is no album


class Piece(NamedTuple):
    """One thing that was written, as a mail tells of it."""

    who: str
    did: str
    words: str
    url: str
    pictures: list[Standing]


class NewsShape(NamedTuple):
    """Everything that the templates of news decide by."""

    can_answer: bool
    can_follow: bool


class Draft(NamedTuple):
    """What all who are told the same are written, with a mark where their own link stands."""

    topic: Topic
    text: str
    html: str


class Subject(NamedTuple):
    """All that a draft follows from: what happened, why it is told, and what its reader may do."""

    told: tuple[tuple[int, Kind], ...]
    shape: NewsShape


# Of letters only, so that nothing changes it on the way; nobody can guess it.
_OWN_LINK = f"link{secrets.token_hex(8)}"


def letters(mails: Sequence[Mail], told: Iterable[Told], site: SiteIdentity) -> dict[int, Letter]:
    """By the key of each mail what it says; a mail that has nothing left to say has none.

    `told` is oldest first. Two queries: what happened, and who follows what.
    """
    by_mail: dict[int, list[tuple[int, Kind]]] = {}
    for each in told:
        by_mail.setdefault(each.mail_id, []).append((each.event_id, Kind(each.kind)))
    happened = events({event for rows in by_mail.values() for event, _ in rows})
    followed = _followed(mails)
    drafts: dict[Subject, Draft] = {}
    made = {}
    for mail in mails:
        if rows := by_mail.get(mail.pk):
            is_followed = (mail.member_id, mail.discussion_id) in followed
            shape = NewsShape(can_answer=bool(settings.REPLY_DOMAIN), can_follow=not is_followed)
            subject = Subject(tuple(rows), shape)
            if subject not in drafts:
                drafts[subject] = _draft(subject, happened, site)
            made[mail.pk] = _letter(mail, drafts[subject], happened[rows[0][0]], rows[0][1])
    return made


def _draft(subject: Subject, events: Mapping[int, Event], site: SiteIdentity) -> Draft:
    first, kind = subject.told[0]
    discussion = events[first].discussion
    words = {
        "title": discussion.title,
        "reason": _REASON[kind],
        "stop": _OWN_LINK,
        "follow": _absolute(reverse("forum:discussion_follow", args=[discussion.slug])),
        "settings": _absolute(reverse("notifications:preferences")),
        "site_name": site.name,
    }
    pieces = [_piece(events[event], kind) for event, kind in subject.told]
    return Draft(
        topic=_topic(events[first], site),
        text=_TEXT.fill(subject.shape, pieces=_pieces(pieces, "txt"), **words),
        html=_HTML.fill(subject.shape, pieces=_pieces(pieces, "html"), **words),
    )


def _letter(mail: Mail, draft: Draft, first: Event, kind: Kind) -> Letter:
    """One member's own: with the link that stops what they are sent."""
    matter = Matter(mail.member_id, kind, first.discussion_id)
    link = addresses.unsubscribe_url(matter)
    answered = Answered(mail.member_id, first.discussion_id, first.reply_id or 0)
    return Letter(
        mail=mail,
        topic=draft.topic,
        text=draft.text.replace(_OWN_LINK, link),
        html=draft.html.replace(_OWN_LINK, link),
        matter=matter,
        reply_to=addresses.answer_address(answered),
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
    seen = html.pictures.standing_in(written.body_html)[:MOST_PICTURES]
    return Piece(
        who=event.actor.shown_name,
        did=DID[kind],
        words=words,
        url=_absolute(written.get_absolute_url()),
        pictures=[each._replace(path=_absolute(each.path)) for each in seen],
    )


DID = {
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


def _pieces(pieces: Iterable[Piece], form: str) -> SafeString:
    return render_to_string(f"emails/_pieces.{form}", {"pieces": pieces})


def events(keys: Iterable[int]) -> dict[int, Event]:
    """What happened, by its key, with all that is told of it. One query."""
    rows = Event.objects.filter(pk__in=keys).select_related("actor", "discussion", "reply")
    return {event.pk: event for event in rows}


def _followed(mails: Iterable[Mail]) -> set[tuple[int, int | None]]:
    """Of the mails' recipients and discussions, those that go together."""
    mails = list(mails)
    follows = Follow.objects.active().filter(
        member__in={mail.member_id for mail in mails},
        discussion__in={mail.discussion_id for mail in mails if mail.discussion_id},
    )
    return set(follows.values_list("member", "discussion"))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _stand_ins(shape: NewsShape, slots: Slots) -> dict[str, Any]:
    names = ("title", "reason", "pieces", "stop", "follow", "settings", "site_name")
    return {"shape": shape, **{name: slots(name) for name in names}}


_TEXT = PlainStencil("emails/news.txt", _stand_ins)
_HTML = Stencil("emails/news.html", _stand_ins)
