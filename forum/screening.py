"""Looking at what somebody is about to post: kept, refused with the reason, or held.

Moderators are believed. Of everybody else a few things are asked that cost a neighbour nothing, and
of newcomers a few more. Whatever is held waits for a moderator; nothing is thrown away.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, Value
from django.db.models.expressions import Combinable
from django.utils import timezone

from forum.errors import ReadOnly, Refused
from forum.models import Discussion, Reply
from forum.models.written import Mentioned
from harringay import compiled, html
from members import limits
from members.limits import Action
from members.models import Member, Safeguards, Switch

# The table after S-24 in safety.md; a new member's are the owner's to choose.
MOST_LINKS: Final = 20
MOST_MENTIONS: Final = 10

REPEATED_WITHIN: Final = timedelta(hours=24)
# Neighbours say “Thank you, that is very kind” to each other all day.
SHORTEST_REPEATED: Final = 60  # characters
# The same from newcomers in so many discussions is an advertisement.
DISCUSSIONS_REPEATED: Final = 3
# With this one, so many posts with links in a day, or in an hour of somebody known.
FLOOD_OF_NEW: Final = 4
FLOOD: Final = 10

# Of a range without an end PostgreSQL expects a third of all there is, and plans anew each time to
# learn that it is less, which takes longer than the question.
_NEVER: Final = datetime.max.replace(tzinfo=UTC)

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Post:
    """What is looked at, and by whom it is."""

    author: Member
    title: str
    body: str
    body_html: str
    links: int
    has_pictures: bool
    mentions: int
    discussion_id: int | None
    is_new: bool
    is_repeated: bool
    safeguards: Safeguards

    @property
    def text(self) -> str:
        return f"{self.title}\n{html.to_text(self.body_html)}"


def look_at(
    written: Discussion | Reply,
    mentioned: Mentioned,
    safeguards: Safeguards,
    *,
    is_repeated: bool,
    discussion: Discussion | None = None,
) -> str:
    """Why something new must wait for a moderator; empty where it need not.

    `is_repeated` is what `repeats` has found, and `discussion` what a reply is to. Raises
    ReadOnly, Refused and RateLimited.
    """
    check_is_open(safeguards)
    if is_believed(written.author):
        return ""
    post = _post(
        written,
        mentioned,
        safeguards,
        author=written.author,
        discussion=discussion,
        is_repeated=is_repeated,
    )
    _check_content(post)
    if mentioned:
        limits.spend(Action.MENTION, member=post.author, ip=None, times=len(mentioned))
    return next(filter(None, (rule(post) for rule in _RULES)), "")


def repeats(author: Value, since: Value, body: Value) -> Combinable:
    """Whether an author has posted a body since a moment, asked together with what else is."""
    same = {"author": author, "body": body, "withdrawn_at": None}
    replies = Reply.objects.filter(posted_at__gt=since, posted_at__lt=_NEVER, **same)
    begun = Discussion.objects.filter(started_at__gt=since, started_at__lt=_NEVER, **same)
    return ExpressionWrapper(Exists(replies) | Exists(begun), BooleanField())


def look_at_change(
    written: Discussion | Reply, mentioned: Mentioned, safeguards: Safeguards, *, by: Member
) -> None:
    """Let nobody say by a change what would have had to wait. Raises ReadOnly and Refused.

    What is shown stays as it is: with answers beneath it, it could not wait.
    """
    check_is_open(safeguards)
    if is_believed(by):
        return
    post = _post(written, mentioned, safeguards, author=by)
    _check_content(post)
    if why := next(filter(None, (rule(post) for rule in _RULES_OF_CONTENT)), ""):
        raise Refused(f"A moderator would have to look at this first: {why}. Please post it anew.")


def is_believed(author: Member) -> bool:
    """Moderators, and the demo neighbourhood's cast, whose words are the site's own."""
    return author.is_moderator or author.is_demo


def check_is_open(safeguards: Safeguards) -> None:
    """Raises ReadOnly while the whole site can only be read."""
    if safeguards.is_on(Switch.READ_ONLY):
        raise ReadOnly


def fold(text: str) -> str:
    """The words of a text with one space around each, without capitals and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {' '.join(_WORD.findall(bare.casefold()))} "


@lru_cache(maxsize=8)
def listed(words: str) -> tuple[str, ...]:
    """The entries of a list of words, one a line, folded; lines without a word are none."""
    return tuple(entry for line in words.splitlines() if (entry := fold(line)).strip())


def found_in(text: str, words: str) -> str:
    """The first entry of a list that a text has as whole words; empty where it has none."""
    entries = listed(words)
    folded = fold(text) if entries else ""
    return next((entry.strip() for entry in entries if entry in folded), "")


def _post(
    written: Discussion | Reply,
    mentioned: Mentioned,
    safeguards: Safeguards,
    *,
    author: Member,
    discussion: Discussion | None = None,
    is_repeated: bool = False,
) -> Post:
    title = written.title if isinstance(written, Discussion) else ""
    return Post(
        author=author,
        title=title,
        body=written.body,
        body_html=written.body_html,
        links=len(html.links_outside(written.body_html)),
        has_pictures="<img" in written.body_html,
        mentions=len(set(mentioned.values())),
        discussion_id=discussion.pk if discussion else None,
        is_new=limits.is_new(author),
        is_repeated=is_repeated,
        safeguards=safeguards,
    )


def _check_content(post: Post) -> None:
    """Raises Refused, with what to change."""
    safeguards = post.safeguards
    if post.author.is_restricted and (post.links or post.has_pictures):
        raise Refused("While your account is restricted, your posts can have no links or pictures.")
    links = safeguards.newcomer_links if post.is_new else MOST_LINKS
    if post.links > links:
        raise Refused(f"Your post has {post.links} links. {_at_most(links, post)}")
    mentions = safeguards.newcomer_mentions if post.is_new else MOST_MENTIONS
    if post.mentions > mentions:
        raise Refused(f"Your post mentions {post.mentions} people. {_at_most(mentions, post)}")
    if word := _found(post, safeguards.refused_words):
        raise Refused(f"Posts with “{word}” in them are not taken here. Please say it otherwise.")


def _found(post: Post, words: str) -> str:
    """As `found_in`, without reading the post where there is nothing to be found."""
    return found_in(post.text, words) if words else ""


def _at_most(most: int, post: Post) -> str:
    who = "While you are new here it" if post.is_new else "It"
    return f"{who} can have {most} at most." if most else f"{who} can have none."


# Why it waits, in words for moderators; each empty where it need not for that reason.


def _by_a_newcomer(post: Post) -> str:
    return "its author is new, and the owner is away" if _waits_while_away(post) else ""


def _waits_while_away(post: Post) -> bool:
    return post.is_new and post.safeguards.is_away


def _by_restricted(post: Post) -> str:
    return "its author is restricted" if post.author.is_restricted else ""


def _among_the_first(post: Post) -> str:
    author, safeguards = post.author, post.safeguards
    is_first = author.discussion_count + author.reply_count < safeguards.first_posts
    if is_first and post.is_new and safeguards.is_on(Switch.FIRST_POSTS_HELD):
        return "it is among a new member’s first posts"
    return ""


def _with_links(post: Post) -> str:
    has_any = post.links or post.has_pictures
    if has_any and post.is_new and post.safeguards.is_on(Switch.LINKS_HELD):
        return "a new member has put a link or a picture in it"
    return ""


def _with_a_word(post: Post) -> str:
    word = _found(post, post.safeguards.held_words)
    return f"it says “{word}”"[:100] if word else ""


def _flood_of_links(post: Post) -> str:
    if not post.links:
        return ""
    most = FLOOD_OF_NEW if post.is_new else FLOOD
    since = timezone.now() - timedelta(hours=24 if post.is_new else 1)
    earlier = (len(query.all(post.author.pk, since)) for query in _WITH_LINKS)
    return "many posts with links came from its author" if 1 + sum(earlier) >= most else ""


def _said_before(post: Post) -> str:
    if len(post.body.strip()) < SHORTEST_REPEATED:
        return ""
    if post.is_repeated:
        return "its author has posted the same before"
    if post.is_new and _newcomers_say_it(post):
        return f"new members have posted the same in {DISCUSSIONS_REPEATED} discussions"
    return ""


def _newcomers_say_it(post: Post) -> bool:
    now = timezone.now()
    same = Q(body=post.body, withdrawn_at=None)
    joined = Q(author__joined_at__gt=now - limits.NEW_FOR)
    replies = Reply.objects.filter(same & joined, posted_at__gt=now - REPEATED_WITHIN)
    begun = Discussion.objects.filter(same & joined, started_at__gt=now - REPEATED_WITHIN)
    elsewhere = {*replies.values_list("discussion", flat=True), *begun.values_list("pk", flat=True)}
    return len(elsewhere - {post.discussion_id}) + 1 >= DISCUSSIONS_REPEATED


_RULES_OF_CONTENT: tuple[Callable[[Post], str], ...] = (_with_links, _with_a_word)
_RULES: tuple[Callable[[Post], str], ...] = (
    _by_restricted,
    _among_the_first,
    _by_a_newcomer,
    *_RULES_OF_CONTENT,
    _flood_of_links,
    _said_before,
)


def _author_s_with_links(model: type[Reply | Discussion], moment: str) -> compiled.Query:
    """Asked with the author, and since when."""
    return compiled.Query(
        lambda author, since: model.objects.filter(
            author=author,
            body_html__contains='href="http',
            withdrawn_at=None,
            **{f"{moment}__gt": since, f"{moment}__lt": _NEVER},
        ).values_list("pk")[:FLOOD],
        slots=2,
    )


_WITH_LINKS = (
    _author_s_with_links(Reply, "posted_at"),
    _author_s_with_links(Discussion, "started_at"),
)
