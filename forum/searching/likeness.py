"""What has been talked about already, by the words of a title that somebody is writing."""

from typing import Final

from forum.models import Discussion
from forum.searching.backends import backend
from forum.searching.language import parse
from forum.searching.seeing import readable_by
from members.models import Viewer

MOST_SIMILAR: Final = 5
TIME_LIMIT: Final = 0.5  # seconds; it is only a hint

# Some of what is found may be hidden, and is left out only then.
_MOST_LOOKED_AT: Final = 25
_MOST_CHARACTERS: Final = 200  # no title is longer
_MOST_WORDS: Final = 10
_SHORTEST_WORD: Final = 3

# Words that are in every other title, and say nothing of what it is about.
_EVERYWHERE: Final = frozenset(
    parse(
        "about after all and any anyone are but can could did does for from get had has have here"
        " how into its just like more need new not now off one our out over should some someone"
        " than that the their them there these they this those was were what when where which who"
        " whose why will with would you your"
    ).wanted
)


def similar(title: str, *, viewer: Viewer) -> list[Discussion]:
    """At most MOST_SIMILAR discussions with most of a title's words, the likest first.

    Only what this viewer may see; none where the title says nothing yet. Raises SearchTookTooLong.
    """
    words = _telling(title)
    if not words:
        return []
    likest = backend().titles_like(words, most=_MOST_LOOKED_AT, seconds=TIME_LIMIT)
    discussions, _ = readable_by(viewer)
    seen = discussions.for_listing().in_bulk(likest)
    return [seen[pk] for pk in likest if pk in seen][:MOST_SIMILAR]


def _telling(title: str) -> list[str]:
    """The words that say what a title is about; the longest, where there are many."""
    wanted = parse(title[:_MOST_CHARACTERS].replace('"', " ").replace("-", " ")).wanted
    words = {word.casefold() for phrase in wanted for word in phrase.split()}
    telling = {word for word in words - _EVERYWHERE if len(word) >= _SHORTEST_WORD}
    return sorted(telling, key=lambda word: (-len(word), word))[:_MOST_WORDS]
