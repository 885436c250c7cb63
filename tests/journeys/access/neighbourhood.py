"""A neighbourhood in which everything there is stands beside what is hard to show."""

import itertools
import json
from pathlib import Path

from forum.models import Category, Discussion
from harringay import text
from members.models import Member
from tests.authorisation.place import Place, make_place
from tests.authorisation.roles import Role
from tests.factories import make_discussion, make_member, make_reply

DATA = Path(__file__).parents[2] / "data"
ROUGH_TITLE = "What browsers choke on"
ROUGH = "/forum/topics/what-browsers-choke-on"
WORD_WITHOUT_END = "W" * 5000
DEEPEST = 12  # and nine levels are shown


def settle(media: Path) -> Place:
    """One of everything, and then titles, names and bodies that break what is not built well."""
    place = make_place(media)
    room = Category.objects.get(slug="wildlife")
    # Of staff nothing is held that looks like an advertisement.
    author = place.people[Role.OWNER]
    Member.objects.filter(pk=place.people[Role.AUTHOR].pk).update(about=WORD_WITHOUT_END[:2000])
    for words in map(text.single_line, naughty()):
        make_discussion(
            title=words[:200], body=words, author=author, category=room, tags=[words[:30]]
        )
    _argue_roughly(
        make_discussion(title=ROUGH_TITLE, body=WORD_WITHOUT_END, author=author, category=room)
    )
    return place


def naughty() -> list[str]:
    return [row["text"] for row in json.loads((DATA / "naughty_strings.json").read_text())]


def _argue_roughly(discussion: Discussion) -> None:
    """All of the hostile set in a branch far deeper than is shown, by people with odd names."""
    sources = [case["source"] for case in json.loads((DATA / "hostile_html.json").read_text())]
    names = itertools.cycle(map(text.single_line, naughty()))
    parent = None
    for depth in range(DEEPEST):
        parent = make_reply(
            discussion=discussion,
            parent=parent,
            author=make_member(name=next(names)[:60], address=f"odd-{depth}"),
            body=text.plain(f"<p>Level {depth}</p>{'<hr>'.join(sources[depth::DEEPEST])}"),
            body_format="html",
        )
