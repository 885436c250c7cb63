"""What the measured forum holds: how much of it, and in which words.

The same at every run, but that it ends on the day before it is built, as a forum does in which
people write: what is new, and where a search looks first, is then what it would be there.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LAST = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
FIRST = LAST - timedelta(days=15 * 365)
SEED = 844301

# In a thousandth of everything that was written, and in six hundredths, as in the peers' forums.
RARE, COMMON = "heron", "council"
BODIES = 4_000
WITH_RARE, WITH_COMMON = BODIES // 1000, BODIES * 6 // 100

SHORT = 20
TWENTY, LONG, LONGEST = "a-thread-of-twenty", "a-long-thread", "the-longest-thread"

ROOMS = ("Traffic", "Planning", "History", "Food and drink", "Lost and found", "Over the fence")
TAGS = (
    "parking",
    "trees",
    "buses",
    "foxes",
    "schools",
    "bins",
    "noise",
    "parks",
    "shops",
    "trains",
)
WORDS = (
    *("the", "a", "of", "and", "to", "in", "it", "is", "was", "on", "at", "by", "with", "from"),
    *("we", "they", "she", "he", "our", "their", "this", "that", "not", "yet", "ladder", "passage"),
    *("station", "railway", "corner", "bakery", "garden", "hedge", "fence", "gate", "kitchen"),
    *("window", "street", "bicycle", "bus", "lorry", "pavement", "crossing", "lamp", "letter"),
    *("meeting", "neighbour", "children", "dog", "cat", "fox", "bird", "tree", "blossom", "rain"),
    *("summer", "winter", "morning", "evening", "weekend", "yesterday", "always", "never", "often"),
    *("walked", "waited", "asked", "heard", "found", "lost", "painted", "mended", "planted"),
    *("noticed", "wondered", "complained", "quiet", "narrow", "green", "broken", "lovely", "muddy"),
    *("cheerful", "early", "late", "almost", "nearly", "perhaps", "together"),
)


@dataclass(frozen=True)
class Size:
    """How much there is of everything; one discussion is `long`, one the `longest`.

    `seconds` is how long each page is asked for in each round.
    """

    discussions: int
    replies: int
    members: int
    long: int
    longest: int
    seconds: float = 0.7


SIZES = {
    "small": Size(discussions=200, replies=5_000, members=50, long=200, longest=2_000, seconds=0.3),
    "default": Size(discussions=5_000, replies=100_000, members=1_000, long=1_000, longest=10_000),
    "million": Size(
        discussions=50_000, replies=1_000_000, members=10_000, long=1_000, longest=10_000
    ),
}


def threads(size: Size, chance: random.Random) -> dict[str, int]:
    """How many replies each discussion has, by its slug."""
    special = {TWENTY: SHORT, LONG: size.long, LONGEST: size.longest}
    others = [f"discussion-{number}" for number in range(len(special), size.discussions)]
    drawn = Counter(chance.choices(others, k=size.replies - sum(special.values())))
    return special | {slug: drawn[slug] for slug in others}


def bodies(chance: random.Random) -> list[str]:
    """Different texts of about half a kilobyte; everything that is written is one of them."""
    texts = [f"{_sentences(chance)}\n\n{_sentences(chance)}" for _ in range(BODIES)]
    for nth in range(WITH_RARE):
        texts[nth] += f" A {RARE}!"
    for nth in range(WITH_COMMON):
        texts[-nth - 1] += f" Ask the {COMMON}."
    return texts


def title(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=6)).capitalize()


def _sentences(chance: random.Random) -> str:
    sentences = (" ".join(chance.choices(WORDS, k=chance.randint(6, 18))) for _ in range(3))
    return " ".join(f"{sentence.capitalize()}." for sentence in sentences)
