"""Whom a post mentions: who is called by the words after an `@`, and the rows that say so.

Neighbours write a profile's address, a name in full, or only its first word. Who is meant is
decided once, when the post is written.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, When, prefetch_related_objects
from django.db.models.functions import Lower

from forum.models import Discussion, Mention, Reply
from forum.models.written import NOBODY, Mentioned
from harringay import html, text
from harringay.html.mentions import fold
from members.models import Member, Mute


class Neighbour(NamedTuple):
    """A member who may be meant."""

    member: Member
    takes_part: bool


# What a mention asks of a member; of a common first name there are many.
_COLUMNS = (
    *("name", "address", "is_active", "left_at", "suspended_at", "suspension_ends_at"),
    "banned_at",
)

# A letter alone may begin half the street's names.
SHORTEST: Final = 2
MOST_SUGGESTED: Final = 8

Called = dict[str, list[Neighbour]]


def find(
    body: str,
    body_format: str,
    *,
    discussion: Discussion | None = None,
    changed: Discussion | Reply | None = None,
) -> Mentioned:
    """Whom a body mentions, in this discussion or at the beginning of one.

    In what is being `changed`, words go on meaning whom they meant. One query at the most for
    something new, and none where there is no `@`. Raises html.Unclean.
    """
    places = html.mentions.places(html.render_post(body, body_format))
    if not places:
        return NOBODY
    before = of(changed) if changed else NOBODY
    still = {fold(words): [Neighbour(who, takes_part=True)] for words, who in before.items()}
    return _meant(places, _called(_neighbours(places, discussion)) | still)


class Suggestion(NamedTuple):
    """A member to be mentioned, and the words that mean nobody else."""

    name: str
    address: str
    write: str


def suggest(words: str, *, to: Member, slug: str) -> list[Suggestion]:
    """Whom somebody may mean who has begun so in the discussion at a slug; who takes part is first.

    Nobody who is hidden, kept out or gone, nor whom they have muted. Whoever has muted them is
    among the others: to be left out would tell it. Two queries at the most.
    """
    words, slug = text.single_line(words)[: html.mentions.LENGTH], text.single_line(slug)
    if len(words) < SHORTEST:
        return []
    here = Q(pk__in=Reply.objects.filter(discussion__slug=slug).shown().values("author"))
    here |= Q(pk__in=Discussion.objects.filter(slug=slug).values("author"))
    others = Member.objects.present().filter(name__iexact=OuterRef("name"))
    found = (
        Member.objects.present()
        .found_by_address()
        .beginning_with(words)
        .exclude(pk=to.pk)
        .exclude(pk__in=Mute.objects.of_member(to).values("muted"))
        .annotate(is_shared=Exists(others.exclude(pk=OuterRef("pk"))))
        .order_by(Case(When(here, then=0), default=1), Lower("name"), "pk")
    )[:MOST_SUGGESTED]
    return [
        Suggestion(one.name, one.address, one.address if one.is_shared else one.name)
        for one in found
    ]


def of(written: Discussion | Reply) -> Mentioned:
    """The same from what was noted."""
    prefetch_related_objects([written], "mentions__member")
    mentions = written.mentions.all()
    return {words: mention.member for mention in mentions for words in mention.words}


def note(written: Discussion | Reply, mentioned: Mentioned) -> None:
    """Note whom something new mentions; where that is nobody it costs nothing."""
    if not mentioned:
        return
    thing = "reply" if isinstance(written, Reply) else "discussion"
    words_of = defaultdict(list)
    for words, member in mentioned.items():
        words_of[member].append(words)
    Mention.objects.bulk_create(
        (Mention(member=who, words=words, **{thing: written}) for who, words in words_of.items()),
        update_conflicts=True,
        unique_fields=[thing, "member"],
        update_fields=["words"],
    )


def note_anew(written: Discussion | Reply, mentioned: Mentioned) -> None:
    """The same after a change: who is still mentioned keeps their row."""
    written.mentions.exclude(member__in=mentioned.values()).delete()
    note(written, mentioned)


def _neighbours(places: list[list[str]], discussion: Discussion | None) -> list[Neighbour]:
    """Whoever may be meant, and those too who are gone: a name of theirs is not another's."""
    words = {words for place in places for words in place if len(words.split()) == 1}
    key = discussion.pk if discussion else 0
    replies = Reply.objects.filter(discussion=key).shown()
    started = Q(pk__in=Discussion.objects.filter(pk=key).values("author"))
    members = Member.objects.called(words).only(*_COLUMNS)
    members = members.annotate(takes_part=started | Q(pk__in=replies.values("author")))
    return [Neighbour(member, member.takes_part) for member in members]


def _called(neighbours: Iterable[Neighbour]) -> Called:
    """Who may be meant by which words."""
    called = defaultdict(list)
    for neighbour in neighbours:
        name = fold(neighbour.member.name)
        for words in {name, name.partition(" ")[0]}:
            called[words].append(neighbour)
    # An address is one member's alone, whatever others are called.
    here = [neighbour for neighbour in neighbours if neighbour.member.may_sign_in]
    return called | {fold(neighbour.member.address): [neighbour] for neighbour in here}


def _meant(places: list[list[str]], called: Called) -> Mentioned:
    """Who is meant at each place by the longest words that are anybody's."""
    meant, unclear = {}, set()
    for place in places:
        words = next((words for words in place if fold(words) in called), "")
        if member := _only(words, called):
            meant[words] = member
        elif words:
            unclear.add(fold(words))
    # Beside “@Asha Patel”, of whom there are two, “@Asha” is nobody else.
    return {
        words: member
        for words, member in meant.items()
        if not any(longer.startswith(f"{fold(words)} ") for longer in unclear)
    }


def _only(words: str, called: Called) -> Member | None:
    """The only one so called; else the only one taking part; else the only one by a whole name."""
    here = [one for one in called.get(fold(words), ()) if one.member.may_sign_in]
    taking_part = [one for one in here if one.takes_part]
    in_full = [one for one in here if fold(one.member.name) == fold(words)]
    alone = (some[0].member for some in (here, taking_part, in_full) if len(some) == 1)
    return next(alone, None)
