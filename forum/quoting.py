"""What is quoted of others, withheld while what it was taken from is not shown (L-19).

Nothing is noted when somebody quotes: to whoever writes, a quotation is plain words to cut or to
type. What a moderator has hidden, or its author taken back, is looked for in what its discussion
quotes. Withheld it is in the stored HTML alone, which all pages, feeds, mails and the search read;
the source stays, and is written out again (decision 22).

Words that are secluded stand nowhere, and nothing can be compared with them: what is said to be of
their author is withheld unless it stands in something of theirs that is shown. Without a name above
it, such a quotation is found only where it was withheld before.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import partial
from typing import Final, NamedTuple

from django.db.models import Q

from forum import mentioning, picturing
from forum.models import Discussion, Reply, ReplyQuerySet
from forum.models.written import WITHDRAWN, Mentioned
from harringay import html
from members.models import Member

# What is shorter, many say; it is a copy where it is all, or stands beneath its author's name.
SHORTEST: Final = 20
_QUOTATION: Final = "<blockquote"
_NAMED: Final = html.heading_of_quotation("").casefold()


class Original(NamedTuple):
    """What was said and is not shown, and how a quotation of it begins."""

    heading: str
    words: str

    def is_copied_in(self, quotation: str) -> bool:
        """Whether a quotation has it, or a passage of it."""
        is_named, said = _lines(quotation, self.heading)
        return (
            any(len(line) >= SHORTEST and line in self.words for line in said)
            or (is_named and all(line in self.words for line in said))
            or " ".join(said) == self.words
        )


class Secluded(NamedTuple):
    """Whose words are out of everybody's reach, and what else they have said that is shown."""

    heading: str
    shown: Sequence[str]

    def is_copied_in(self, quotation: str) -> bool:
        """Whether a quotation may have it."""
        is_named, said = _lines(quotation, self.heading)
        return is_named and not any(all(line in words for line in said) for words in self.shown)


Gone = Original | Secluded


def withhold(written: Discussion | Reply, besides: Iterable[Gone] = ()) -> None:
    """Leave out of its HTML what it quotes of what is not shown; it saves nothing.

    `besides` is what else must not be quoted. A few queries, and none where nothing is quoted.
    """
    if _QUOTATION in written.body_html and _discussion_key(written):
        gone = [*besides, *_originals(_gone_beside(written)), *_secluded_beside(written)]
        written.body_html = _without(written.body_html, gone)


def withheld_in(written: Discussion | Reply) -> list[Gone]:
    """What its withheld quotations say: it stays withheld when other words are put there.

    What it was taken from may be gone. Raises html.Unclean where its source can be read no more.
    """
    places = html.withheld_places(written.body_html)
    if not places:
        return []
    as_typed = copy(written)
    _render_source(as_typed, {})
    said = enumerate(html.quotations(as_typed.body_html))
    return [_withheld(text) for place, text in said if place in places]


def render_again(
    written: Discussion | Reply,
    mentioned: Mentioned | None = None,
    withheld: Sequence[Gone] | None = None,
) -> None:
    """Make its HTML of its source as it is now, and save nothing. Raises html.Unclean.

    It mentions whom it did before, or those who are given. What is withheld stays so, for what it
    was taken from may be gone; where its source is another, `withheld` says what that was.
    """
    places = html.withheld_places(written.body_html)
    if withheld is None:
        _render(written, mentioned, lambda place, _said: place in places)
    else:
        _render(written, mentioned, lambda _place, said: _is_copy(said, withheld))


def _render(
    written: Discussion | Reply,
    mentioned: Mentioned | None,
    is_withheld: Callable[[int, str], bool],
) -> None:
    _render_source(written, mentioning.of(written) if mentioned is None else mentioned)
    written.body_html = html.withhold(written.body_html, is_withheld)
    withhold(written)


def _render_source(written: Discussion | Reply, mentioned: Mentioned) -> None:
    pictured = picturing.of(written)
    if written.legacy_id:
        rendered = html.render_archive(written.body).html
        written.body_html = written.labelled(html.pictures.measure(rendered, pictured))
    else:
        written.set_body(written.body, written.body_format, mentioned, pictured)


def withhold_copies(written: Discussion | Reply) -> None:
    """Withhold what others quote of it: it has just been hidden, or taken back."""
    originals = list(_originals([written]))
    quoting = _quoting_beside(written, _QUOTATION)
    found = [each for each in quoting if _without(each.body_html, originals) != each.body_html]
    _write_again(found, shown_again=())


def show_copies(reply: Reply) -> None:
    """Show again what others quote of a reply, which has just been restored."""
    withheld = list(_quoting_beside(reply, html.WITHHELD))
    _write_again(withheld, shown_again=list(_originals([reply])))


def _quoting_beside(written: Discussion | Reply, what: str) -> Iterator[Discussion | Reply]:
    """What else in its discussion has such HTML, the opening post too."""
    columns = ("pk", "body_html")
    if isinstance(written, Reply):
        opening = Discussion.objects.filter(pk=written.discussion_id, body_html__contains=what)
        yield from opening.only(*columns)
    yield from _others(written).filter(body_html__contains=what).only(*columns).iterator()


def _discussion_key(written: Discussion | Reply) -> int:
    """0 where it is in none yet."""
    return (written.discussion_id if isinstance(written, Reply) else written.pk) or 0


def _others(written: Discussion | Reply) -> ReplyQuerySet:
    others = Reply.objects.filter(discussion=_discussion_key(written))
    return others.exclude(pk=written.pk) if isinstance(written, Reply) else others


def _gone_beside(written: Discussion | Reply) -> Iterator[Discussion | Reply]:
    """What is quoted by nobody: hidden, or taken back."""
    gone = _others(written).filter(Q(held_at=None, hidden_at__isnull=False) | WITHDRAWN)
    yield from gone.select_related("author").prefetch_related("revisions")
    if isinstance(written, Reply):
        opening = Discussion.objects.filter(WITHDRAWN, pk=written.discussion_id)
        yield from opening.select_related("author").prefetch_related("revisions")


def _secluded_beside(written: Discussion | Reply) -> Iterator[Secluded]:
    """Hidden by moderators, and emptied; what its author blanked is taken back as well."""
    emptied = _others(written).taken_down().filter(body_html="", withdrawn_at=None)
    for author in Member.objects.filter(replies__in=emptied).distinct():
        shown = _others(written).shown().filter(author=author).values_list("body_html", flat=True)
        opening = Discussion.objects.filter(pk=_discussion_key(written), author=author)
        said = [*shown, *opening.values_list("body_html", flat=True)]
        yield Secluded(_heading_of(author), [_fold(html.own_words(each)) for each in said])


def _write_again(found: Iterable[Discussion | Reply], *, shown_again: Sequence[Original]) -> None:
    for each in found:
        written = type(each).objects.select_for_update(of=("self",)).get(pk=each.pk)
        places = html.withheld_places(written.body_html)
        try:
            _render(written, None, partial(_stays_withheld, places, shown_again))
        except html.Unclean:
            # What today's cleaner refuses keeps its HTML (forum.recleaning).
            withhold(written)
        written.save(update_fields=["body_html", "html_version"])


def _stays_withheld(
    places: set[int], shown_again: Sequence[Original], place: int, said: str
) -> bool:
    return place in places and not _is_copy(said, shown_again)


def _originals(gone: Iterable[Discussion | Reply]) -> Iterator[Original]:
    """What each says, and what it said before it was changed."""
    for written in gone:
        said = {written.body_html, *(each.body_html for each in written.revisions.all())}
        for words in {_fold(html.own_words(each)) for each in said} - {""}:
            yield Original(_heading_of(written.author), words)


def _withheld(quotation: str) -> Original:
    """What a quotation was taken from, as far as it says."""
    first, *rest = [line for line in map(_fold, quotation.splitlines()) if line] or [""]
    if first.endswith(_NAMED):
        return Original(first, " ".join(rest))
    return Original("", " ".join([first, *rest]))


def _without(body_html: str, gone: Iterable[Gone]) -> str:
    every = list(gone)
    return html.withhold(body_html, lambda _place, said: _is_copy(said, every))


def _is_copy(said: str, gone: Iterable[Gone]) -> bool:
    return any(each.is_copied_in(said) for each in gone)


def _lines(quotation: str, heading: str) -> tuple[bool, list[str]]:
    """Whether it begins with a heading, and what it says beneath."""
    lines = [line for line in map(_fold, quotation.splitlines()) if line]
    is_named = lines[:1] == [heading]
    return is_named, lines[1:] if is_named else lines


def _heading_of(author: Member) -> str:
    return _fold(html.heading_of_quotation(author.shown_name))


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).removesuffix("…")
