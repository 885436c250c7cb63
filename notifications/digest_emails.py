"""What the mail of an edition says as a whole: its subject, its parts, and how to stop it."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.urls import reverse

from forum.models import SiteIdentity
from notifications import addresses, digest_pieces
from notifications.addresses import FOLLOWED, Matter
from notifications.digest_pieces import NOTHING, Both, Written, absolute, joined
from notifications.digesting import Digest, digests
from notifications.distributing import DAILY, WEEKLY, Delivery
from notifications.envelopes import Letter, Topic
from notifications.models import Mail, in_short

MOST_OWN = 30  # more of what one follows is in the inbox

# The mailing lists (RFC 2919), by what they are called: whoever stops one may go on with the other.
_EDITION = ("daily-edition", "the Daily Edition")
_FOLLOWED = ("what-you-follow", "what you follow")


class DigestShape(NamedTuple):
    """Everything that the templates decide by; `kind` is empty where there is no edition in it."""

    kind: str
    has_word: bool
    has_own: bool
    has_more_own: bool


def letters(
    delivery: Delivery, mails: Sequence[Mail], site: SiteIdentity
) -> dict[int, Letter | str]:
    """By the key of each mail what it says, or why it says nothing."""
    return {
        digest.mail.pk: digest.reason or _letter(digest, delivery, site)
        for digest in digests(delivery, mails)
    }


def _letter(digest: Digest, delivery: Delivery, site: SiteIdentity) -> Letter:
    shape = _shape(digest, delivery)
    matter = _matter(digest, shape)
    written = _DIGEST.fill(
        shape,
        title=_title(digest, delivery),
        about=_about(digest, delivery),
        ending=_ending(digest, delivery),
        stop=addresses.unsubscribe_url(matter),
        settings=absolute(_path("preferences")),
        inbox=absolute(_path("inbox")),
        site_name=site.name,
        **_parts(digest, delivery, shape),
    )
    key, name = _EDITION if shape.kind else _FOLLOWED
    return Letter(
        mail=digest.mail,
        topic=Topic(site.name, _subject(digest, delivery), key, f"{site.name}: {name}"),
        text=written.text,
        html=written.html,
        matter=matter,
    )


@cache
def _path(name: str) -> str:
    return reverse(f"notifications:{name}")


def _shape(digest: Digest, delivery: Delivery) -> DigestShape:
    issues = digest.issues
    return DigestShape(
        kind=delivery.kind if issues else "",
        has_word=delivery is DAILY and bool(issues and issues[0].edition.word),
        has_own=bool(digest.own),
        has_more_own=len(digest.own) > MOST_OWN,
    )


def _parts(digest: Digest, delivery: Delivery, shape: DigestShape) -> dict[str, Written]:
    is_week = delivery is WEEKLY
    return {
        "word": digest_pieces.of_word(digest.issues[0].edition) if shape.has_word else NOTHING,
        "own": joined(map(digest_pieces.of_own, digest.own[:MOST_OWN])),
        "issues": joined(
            digest_pieces.of_issue(issue, is_one_of_several=is_week) for issue in digest.issues
        ),
        "notices": joined(map(digest_pieces.of_notice, digest.notices)),
    }


def _matter(digest: Digest, shape: DigestShape) -> Matter:
    """What is stopped from it: the edition, or where that is not in it all that is followed."""
    return Matter(digest.mail.member_id, shape.kind or FOLLOWED)


def _title(digest: Digest, delivery: Delivery) -> str:
    if not digest.issues:
        return "What you follow"
    return "The week’s edition" if delivery is WEEKLY else digest.issues[0].edition.title


def _subject(digest: Digest, delivery: Delivery) -> str:
    """Such as “Tuesday’s edition: Foxes on Wightman Road and 7 more”."""
    titles = [item.discussion.title for item in digest.items]
    if not titles:
        # What is told of one discussion is one of them.
        titles = list(dict.fromkeys(each.discussion.title for each in digest.own))
    return f"{_title(digest, delivery)}: {in_short(titles)}"


def _about(digest: Digest, delivery: Delivery) -> str:
    if not digest.issues or delivery is WEEKLY:
        return "Without what you have read already."
    return digest.issues[0].edition.day_and_number


def _ending(digest: Digest, delivery: Delivery) -> str:
    if delivery is WEEKLY:
        return "That is all for this week."
    return f"That is all for {digest.mail.issued_on:%A}."


_DIGEST: Both[DigestShape] = Both(
    "digest",
    *("title", "about", "word", "own", "issues", "notices", "ending"),
    *("stop", "settings", "inbox", "site_name"),
)
