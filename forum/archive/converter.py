"""What an old object says, in our words; it reads values and touches nothing."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.archive import dates, nesting
from forum.archive.decoding import Values
from forum.archive.values import count, identity, objects, plain, says_yes, texts, words
from harringay import text

UNTITLED = "Untitled"
MAX_TITLE = 200
MAX_BEGINNING = 60
MAX_TAG = 100

# What an event, and whatever else has the same keys, says beside its description.
_DETAILS = (
    ("startDate", "Starts"),
    ("endDate", "Ends"),
    ("allDay", "All day"),
    ("location", "Where"),
    ("street", "Street"),
    ("city", "Town"),
    ("website", "Website"),
    ("contactInfo", "Contact"),
    ("organizedBy", "Organised by"),
)
_FILE_KEYS = ("photoUrl", "videoAttachmentUrl", "audioUrl")
_PUBLISHED = frozenset({"", "publish", "published"})
_UNPUBLISHED = {"draft": "A draft on the old site", "queued": "Queued on the old site"}
_EVERYONE = frozenset({"", "all", "everyone", "public", "anyone"})
_TAG = re.compile(r"<[^>]*>")
_LISTED_TAG = re.compile(r'"([^"]+)"|([^,"]+)')


@dataclass(frozen=True)
class OldReply:
    """One comment; `parent` is the position, in its discussion's list, of what it answers."""

    legacy_id: str
    author: str
    body: str
    posted_at: datetime
    parent: int | None


@dataclass(frozen=True)
class OldDiscussion:
    """Anything that people could comment on. The body still has the old site's paths in it."""

    kind: str
    legacy_id: str
    author: str
    title: str
    body: str
    started_at: datetime
    group_id: str
    category: str
    address: str
    tags: Sequence[str]
    view_count: int
    hidden_reason: str
    closed_at: datetime | None
    featured_at: datetime | None
    replies: Sequence[OldReply]

    @property
    def posts(self) -> Sequence["OldDiscussion | OldReply"]:
        """Everything in it that somebody wrote."""
        return (self, *self.replies)

    @property
    def says_nothing(self) -> bool:
        """Whether damage has left nothing of it to show."""
        return self.title.startswith(UNTITLED) and not (self.body or self.replies)


@dataclass(frozen=True)
class OldGroup:
    legacy_id: str
    title: str
    description: str
    address: str
    is_private: bool


@dataclass(frozen=True)
class OldPage:
    legacy_id: str
    title: str
    body: str
    changed_at: datetime


def group(values: Values) -> OldGroup:
    """A group. Where its address is not given, it is its title with all but letters left out."""
    title = _title(values, "groups")
    privacy = words(values, "groupPrivacy").lower()
    return OldGroup(
        legacy_id=identity(values, within="groups"),
        title=title,
        description=_without_tags(words(values, "description")),
        address=words(values, "url").lower() or re.sub(r"[^a-z0-9]", "", title.lower()),
        is_private=says_yes(values, "isPrivate") or privacy not in {"", "public"},
    )


def page(values: Values, *, around: datetime) -> OldPage:
    """A page; `around` is its time if it tells none."""
    return OldPage(
        legacy_id=identity(values, within="pages"),
        title=_title(values, "pages"),
        body=_body(values),
        changed_at=dates.first_of(values, "updatedDate", "createdDate") or around,
    )


def discussion(kind: str, values: Values, *, around: datetime) -> OldDiscussion:
    """Any object with a title, a body and comments; `around` is its time if it tells none."""
    legacy_id = identity(values, within=kind)
    started_at = dates.first_of(values, "createdDate", "publishTime", "updatedDate") or around
    return OldDiscussion(
        kind=kind,
        legacy_id=legacy_id,
        author=words(values, "contributorName"),
        title=_title(values, kind),
        body=_body(values),
        started_at=started_at,
        group_id=words(values, "groupId"),
        category=text.single_line(plain(values, "category")),
        address=words(values, "url"),
        tags=_tags(values),
        view_count=count(values, "viewCount"),
        hidden_reason=_hidden_reason(values),
        closed_at=started_at if says_yes(values, "commentsClosed") else None,
        featured_at=dates.first_of(values, "featuredDate"),
        replies=_replies(objects(values, "comments"), legacy_id, started_at),
    )


def _replies(comments: list[Values], discussion_id: str, started_at: datetime) -> list[OldReply]:
    """Oldest first, whatever the order of the file, each once and after what it answers."""
    once = {identity(each, within=discussion_id): each for each in comments}
    dated = _dated(list(once.values()), started_at)
    comments, moments = [each for _, each in dated], [moment for moment, _ in dated]
    parents = nesting.parents(comments)
    order = nesting.reading_order(moments, parents)
    position = {nth: place for place, nth in enumerate(order)}
    return [
        OldReply(
            legacy_id=identity(comments[nth], within=discussion_id),
            author=words(comments[nth], "contributorName"),
            body=_body(comments[nth]),
            posted_at=moments[nth],
            parent=None if (above := parents[nth]) is None else position[above],
        )
        for nth in order
    ]


def _dated(comments: list[Values], moment: datetime) -> list[tuple[datetime, Values]]:
    """Files have the newest first; a comment without a date has that of the one before it."""
    dated = []
    for comment in reversed(comments):
        moment = dates.first_of(comment, "createdDate", "updatedDate") or moment
        dated.append((moment, comment))
    return sorted(dated, key=lambda pair: pair[0])


def _title(values: Values, kind: str) -> str:
    """The title as it was typed; where there is none, how the description begins."""
    title = text.single_line(plain(values, "title"))[:MAX_TITLE].strip()
    return title or _beginning(values) or f"{UNTITLED} {kind.removesuffix('s')}"


def _beginning(values: Values) -> str:
    said = _without_tags(words(values, "description"))
    return said if len(said) <= MAX_BEGINNING else said[: MAX_BEGINNING + 1].rpartition(" ")[0]


def _body(values: Values) -> str:
    """The description, and below it the details, the film and the files that go with it."""
    return "\n".join(filter(None, (_description(values), _details(values), *_things(values))))


def _description(values: Values) -> str:
    """HTML, but a line typed beneath a photo came without any."""
    said = words(values, "description")
    return f"<p>{said}</p>" if said and "<" not in said else said


def _things(values: Values) -> Iterator[str]:
    if film := words(values, "embedCode"):
        yield f"<p>{film}</p>"
    alt = html.escape(_title(values, "things"))
    for key in _FILE_KEYS:
        if path := words(values, key):
            yield f'<p><img src="{html.escape(path)}" alt="{alt}"></p>'
    for path in texts(values, "fileAttachments"):
        yield f'<p><img src="{html.escape(path)}"></p>'


def _details(values: Values) -> str:
    lines = [
        (label, _detail(key, words(values, key)))
        for key, label in _DETAILS
        if words(values, key) and (key != "allDay" or says_yes(values, key))
    ]
    lines += _attendance(values)
    items = (f"<li><strong>{label}:</strong> {line}</li>" for label, line in lines)
    return f"<ul>{''.join(items)}</ul>" if lines else ""


def _detail(key: str, said: str) -> str:
    moment = dates.moment(said) if key.endswith("Date") else None
    if moment:
        return dates.in_words(moment)
    if key == "allDay":
        return "yes"
    return html.escape(html.unescape(said))


def _attendance(values: Values) -> list[tuple[str, str]]:
    """How many came, not who: the guest lists were not everyone's to read."""
    guests = objects(values, "members") + objects(values, "attendees")
    answers = [words(guest, "attendeeStatus").replace("_", " ") for guest in guests]
    return [
        (html.escape(answer.capitalize()), str(answers.count(answer)))
        for answer in dict.fromkeys(answers)
        if answer
    ]


def _tags(values: Values) -> list[str]:
    """Tags as a list, or as one line in which those of several words stand in quotes."""
    found = texts(values, "tags") or texts(values, "topTags")
    if isinstance(values.get("tags"), str):
        found = ["".join(parts) for parts in _LISTED_TAG.findall(found[0])]
    named = (text.single_line(html.unescape(tag))[:MAX_TAG].strip() for tag in found)
    return list({tag.lower(): tag for tag in named if tag}.values())


def _hidden_reason(values: Values) -> str:
    """Why only moderators may read it; empty where everyone could."""
    status = words(values, "publishStatus").lower()
    if status not in _PUBLISHED:
        return _UNPUBLISHED.get(status, "Unpublished on the old site")
    if says_yes(values, "isPrivate") or words(values, "visibility").lower() not in _EVERYONE:
        return "Private on the old site"
    if "approved" in values and not says_yes(values, "approved"):
        return "Unapproved on the old site"
    return ""


def _without_tags(markup: str) -> str:
    return text.single_line(html.unescape(_TAG.sub(" ", markup)))
