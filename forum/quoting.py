"""What replies quote of others, withheld while a moderator hides what it was taken from (L-19).

Nothing is noted when somebody quotes: to whoever writes, a quotation is plain words to cut or to
type. What is hidden is looked for in what its discussion quotes. Withheld it is in the stored HTML
alone, which all pages, feeds, mails and the search read; the source stays, and is written out
again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from forum import mentioning, picturing
from forum.models import Discussion, Reply, ReplyQuerySet
from forum.models.written import Mentioned
from harringay import html

# What is shorter, many say; it is a copy where it is all, or stands beneath its author's name.
SHORTEST: Final = 20
_QUOTATION: Final = "<blockquote"


class Original(NamedTuple):
    """What a hidden reply said, and how a quotation of it begins."""

    heading: str
    words: str

    def is_copied_in(self, quotation: str) -> bool:
        """Whether a quotation has it, or a passage of it."""
        lines = [line for line in map(_fold, quotation.splitlines()) if line]
        is_named = lines[:1] == [self.heading]
        said = lines[1:] if is_named else lines
        return (
            any(len(line) >= SHORTEST and line in self.words for line in said)
            or (is_named and all(line in self.words for line in said))
            or " ".join(said) == self.words
        )


def withhold(written: Discussion | Reply) -> None:
    """Leave out of its HTML what it quotes of hidden replies; it saves nothing.

    At most two queries, and none where nothing is quoted.
    """
    if isinstance(written, Reply) and _QUOTATION in written.body_html:
        hidden = _others(written).taken_down().select_related("author")
        hidden = hidden.prefetch_related("revisions")
        written.body_html = _without(written.body_html, _originals(hidden))


def render_again(written: Discussion | Reply, mentioned: Mentioned | None = None) -> None:
    """Make its HTML of its source as it is now, and save nothing. Raises html.Unclean.

    It mentions whom it did before, or those who are given. What is withheld stays so, for what it
    was taken from may be gone.
    """
    _render(written, mentioned, shown_again=())


def _render(
    written: Discussion | Reply,
    mentioned: Mentioned | None,
    *,
    shown_again: Sequence[Original],
) -> None:
    withheld = html.withheld_places(written.body_html)
    if written.legacy_id:
        written.body_html = written.labelled(html.render_archive(written.body).html)
    else:
        people = mentioning.of(written) if mentioned is None else mentioned
        written.set_body(written.body, written.body_format, people, picturing.of(written))
    written.body_html = html.withhold(
        written.body_html,
        lambda place, said: place in withheld and not _is_copy(said, shown_again),
    )
    withhold(written)


def withhold_copies(reply: Reply) -> None:
    """Withhold what others quote of a reply, which has just been hidden."""
    originals = list(_originals([reply]))
    quoting = _others(reply).filter(body_html__contains=_QUOTATION).values_list("pk", "body_html")
    found = [key for key, was in quoting.iterator() if _without(was, originals) != was]
    _write_again(found, shown_again=())


def show_copies(reply: Reply) -> None:
    """Show again what others quote of a reply, which has just been restored."""
    withheld = _others(reply).filter(body_html__contains=html.WITHHELD)
    _write_again(withheld.values_list("pk", flat=True), shown_again=list(_originals([reply])))


def _others(reply: Reply) -> ReplyQuerySet:
    return Reply.objects.filter(discussion=reply.discussion_id).exclude(pk=reply.pk)


def _write_again(keys: Iterable[int], *, shown_again: Sequence[Original]) -> None:
    for reply in Reply.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)):
        try:
            _render(reply, None, shown_again=shown_again)
        except html.Unclean:
            # What today's cleaner refuses keeps its HTML (forum.recleaning).
            withhold(reply)
        reply.save(update_fields=["body_html", "html_version"])


def _originals(replies: Iterable[Reply]) -> Iterator[Original]:
    """What each says, and what it said before it was changed."""
    for reply in replies:
        heading = _fold(html.heading_of_quotation(reply.author.shown_name))
        said = {reply.body_html, *(each.body_html for each in reply.revisions.all())}
        for words in {_fold(html.own_words(each)) for each in said} - {""}:
            yield Original(heading, words)


def _without(body_html: str, originals: Iterable[Original]) -> str:
    every = list(originals)
    return html.withhold(body_html, lambda _place, said: _is_copy(said, every))


def _is_copy(said: str, originals: Iterable[Original]) -> bool:
    return any(original.is_copied_in(said) for original in originals)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).removesuffix("…")
