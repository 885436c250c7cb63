"""What becomes of what somebody wrote, and of what was noted of them, when they are forgotten.

What others wrote about them is others': only where the site itself has put their name into it, as a
mention or above a quotation, does it take the name out again.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple, TypeVar, cast

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forum import counting, naming, picturing, recleaning, storing
from forum.archive import keeping
from forum.models import (
    Attachment,
    CategoryReadMark,
    Discussion,
    Draft,
    Follow,
    LegacyAddress,
    Mention,
    ReadMark,
    Reply,
    Revision,
)
from forum.models.written import BodyFormat
from harringay import html
from members.models import Member
from members.parting import Parting

REMOVED_TITLE = "Removed by its author"
UNNAMED = "[removed]"

Written = Discussion | Reply
AnyWritten = TypeVar("AnyWritten", bound=Written)


class Rewording(NamedTuple):
    """Words that name somebody, and what takes their place."""

    words: re.Pattern[str]
    instead: str

    def of(self, text: str) -> str:
        # What stands in a name means nothing.
        return self.words.sub(lambda _found: self.instead, text)


def show_name(member: Member) -> None:
    """Write out anew every mention of somebody, who may have another name now."""
    for _, written in _mentions_of(member):
        with transaction.atomic():
            _render_again(_locked(written))


def quote_as(member: Member, name: str, *, formerly: str) -> None:
    """Put another name above what is quoted of somebody, in discussions that they took part in.

    Where others have typed the name among their own words, it is theirs, and stays.
    """
    for written in _in_their_discussions(member, html.heading_of_quotation(formerly)):
        with transaction.atomic():
            locked = _locked(written)
            _reword(locked, _heading(formerly, name, locked.body_format))


def _in_their_discussions(member: Member, line: str) -> Iterator[Written]:
    theirs = Reply.objects.filter(author=member).values("discussion")
    says = Q(body__contains=line) | Q(body__contains=escape(line, quote=False))
    there = Q(discussion__author=member) | Q(discussion__in=theirs)
    yield from list(Reply.objects.filter(there, says).only("pk"))
    opened = Discussion.objects.filter(Q(author=member) | Q(pk__in=theirs), says)
    yield from list(opened.only("pk"))


def _heading(name: str, instead: str, body_format: str) -> Rewording:
    """The first line of a quotation, in plain text or as HTML has it."""
    lines = [html.heading_of_quotation(each) for each in (name, instead)]
    if body_format == BodyFormat.HTML:
        lines = [escape(line, quote=False) for line in lines]
    # At the beginning of a line, or right behind a tag: it may be the end of a longer name.
    pattern = rf"(?:^|(?<=> )|(?<=>)){re.escape(lines[0])}"
    return Rewording(re.compile(pattern, re.MULTILINE), lines[1])


def erase(parting: Parting) -> None:
    """Forget a member, and remove what they wrote if they wish it so."""
    member = parting.member
    for model in (Draft, Follow, ReadMark, CategoryReadMark):
        model.objects.filter(member=member).delete()
    _unname_mentions(member)
    _unname_quotations(member)
    _remove_left_over(parting)
    keeping.forget(member.legacy_name or "", member.email or "")
    if parting.removes_posts:
        _remove_discussions(parting)
        _remove_replies(parting)
        counting.settle_member(member)
    else:
        _unname_own(parting)


# What others wrote ------------------------------------------------------------------


def _mentions_of(member: Member) -> Iterator[tuple[Mention, Written]]:
    mentions = Mention.objects.filter(member=member).select_related("discussion", "reply")
    for mention in list(mentions):
        if written := mention.reply or mention.discussion:
            yield mention, written


def _unname_mentions(member: Member) -> None:
    for mention, written in _mentions_of(member):
        called = {*mention.words, member.name, member.address}
        words = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
        pattern = re.compile(rf"@(?:{words})(?!\w)", re.IGNORECASE)
        with transaction.atomic():
            mention.delete()
            _reword(_locked(written), Rewording(pattern, f"@{Member.FORMER_NAME}"))


def _unname_quotations(member: Member) -> None:
    """The line above a quotation of theirs, in discussions that they took part in."""
    line = f"{member.name} wrote:"
    rewording = Rewording(re.compile(re.escape(line)), f"{Member.FORMER_NAME} wrote:")
    theirs = Reply.objects.filter(author=member).values("discussion")
    there = Q(discussion__author=member) | Q(discussion__in=theirs)
    for reply in Reply.objects.filter(there, body__contains=line).only("pk"):
        with transaction.atomic():
            _reword(_locked(reply), rewording)


# What they wrote, and leave here ----------------------------------------------------------


def _unname_own(parting: Parting) -> None:
    """Take their name and address out of what they wrote; what is held stays as it is."""
    rewordings = _own_names(parting.member)
    for model, label in ((Discussion, "forum.discussion"), (Reply, "forum.reply")):
        own: QuerySet[Written] = model.objects.filter(author=parting.member)
        own = own.exclude(pk__in=parting.holds.keys_of(label))
        for written in own.filter(_says(parting.member, model)).distinct().only("pk"):
            with transaction.atomic():
                locked = _locked(written)
                for rewording in rewordings:
                    _reword(locked, rewording)


def _own_names(member: Member) -> list[Rewording]:
    words = {member.email: UNNAMED, member.name: Member.FORMER_NAME}
    return [
        Rewording(re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), instead)
        for word, instead in words.items()
        if word
    ]


def _says(member: Member, model: type[Written]) -> Q:
    fields = ["body", "revisions__body"]
    fields += ["title", "revisions__title"] if model is Discussion else []
    says = Q(pk=None)
    for field in fields:
        for word in filter(None, (member.email, member.name)):
            says |= Q(**{f"{field}__icontains": word})
    return says


# What they wrote, and take with them ------------------------------------------------------


def _remove_discussions(parting: Parting) -> None:
    held = parting.holds.keys_of("forum.discussion")
    for discussion in Discussion.objects.filter(author=parting.member).only("pk"):
        with transaction.atomic():
            _remove_discussion(_locked(discussion), is_held=discussion.pk in held)


def _remove_discussion(discussion: Discussion, *, is_held: bool) -> None:
    """The conversation stays where others have joined it, under another title and address."""
    _withdraw(discussion)
    shelves = list(discussion.tags.all())
    if not is_held and discussion.title != REMOVED_TITLE:
        _blank(discussion)
        discussion.title = REMOVED_TITLE
        discussion.tags.clear()
        naming.save_under_free_slug(discussion)
        LegacyAddress.objects.filter(discussion=discussion).delete()
    counting.settle_categories([discussion.category])
    counting.settle_tags(shelves)


def _remove_replies(parting: Parting) -> None:
    held = parting.holds.keys_of("forum.reply")
    own = Reply.objects.filter(author=parting.member)
    for discussion in Discussion.objects.filter(pk__in=own.values("discussion")).only("pk"):
        with transaction.atomic():
            locked = _locked(discussion)
            for reply in own.filter(discussion=locked).select_for_update():
                _withdraw(reply)
                if reply.pk not in held:
                    _blank(reply)
            counting.settle_places(locked)
            counting.settle_discussion(locked)


def _remove_left_over(parting: Parting) -> None:
    """Their pictures that stand in nothing."""
    held = parting.holds.keys_of("forum.attachment")
    _delete_files(Attachment.objects.filter(owner=parting.member).left_over().exclude(pk__in=held))


def _withdraw(written: Written) -> None:
    written.withdrawn_at = written.withdrawn_at or timezone.now()
    written.save(update_fields=["withdrawn_at"])


def _blank(written: Written) -> None:
    written.revisions.all().delete()
    written.mentions.all().delete()
    written.set_body("", BodyFormat.TEXT)
    written.submission = None
    written.save()
    _delete_files(written.attachments.all())


def _delete_files(attachments: Iterable[Attachment]) -> None:
    for attachment in attachments:
        storing.remove(attachment)


# Writing anew -----------------------------------------------------------------------


def _locked(written: AnyWritten) -> AnyWritten:
    rows = type(written).objects.select_for_update(of=("self",))
    return cast("AnyWritten", rows.get(pk=written.pk))


def _reword(written: Written, rewording: Rewording) -> None:
    """Put other words in their place, now and in what was said before; no date changes."""
    written.body = rewording.of(written.body)
    if isinstance(written, Discussion) and rewording.of(written.title) != written.title:
        # Its address was made of its title.
        written.title = rewording.of(written.title)
        naming.save_under_free_slug(written)
        LegacyAddress.objects.filter(discussion=written).delete()
    _render_again(written)
    for revision in written.revisions.all():
        _reword_revision(revision, rewording)


def _reword_revision(revision: Revision, rewording: Rewording) -> None:
    body, title = rewording.of(revision.body), rewording.of(revision.title)
    if (body, title) != (revision.body, revision.title):
        revision.body, revision.title = body, title
        revision.body_html = _rendered(revision)
        revision.save(update_fields=["body", "title", "body_html"])


def _rendered(revision: Revision) -> str:
    written = revision.reply or revision.discussion
    pictured = picturing.of(written) if written else {}
    return html.pictures.place(html.render_post(revision.body, revision.body_format), pictured)


def _render_again(written: Written) -> None:
    recleaning.render_again(written)
    written.save(update_fields=["body", "body_html", "html_version"])
