"""The page of a discussion, put together from what was worked out beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import uuid4

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from forum import permissions, reading
from forum.forms import ReplyForm
from forum.marking import News
from forum.models import Category, Discussion, Tag
from forum.reading import RepliesPage
from forum.views import frame, oembed, page_numbers, people, picture_reports, thread
from forum.views.discussion_rows import counted
from forum.views.frame import Frame
from forum.views.thread import Reader
from harringay import moments
from harringay.stencils import Slots, Stencil
from harringay.templatetags.site import headings_from, with_pictures
from members.models import Author, Member


@dataclass(frozen=True)
class Shown:
    """All that is shown of a discussion to one reader."""

    discussion: Discussion
    tags: list[tuple[str, str]]
    page: RepliesPage
    order: str
    news: News | None
    draft: Mapping[str, str]


class PageShape(NamedTuple):
    """Everything that templates/forum/discussion_detail.html decides by."""

    is_hidden: bool
    is_held: bool
    is_slow: bool
    is_withdrawn: bool
    is_closed: bool
    is_edit_marked: bool
    is_author_muted: bool
    is_later_page: bool
    is_empty: bool
    continues_a_branch: bool
    order: str
    has_orders: bool
    can_moderate: bool
    can_reply: bool
    has_begun: bool
    can_ask_to_reply: bool
    can_edit: bool
    can_withdraw: bool
    follow: str


def render(request: HttpRequest, shown: Shown) -> SafeString:
    """The whole page."""
    around = Frame(request)
    reader = thread.reader_of(
        shown.discussion, request.user, window=around.site.edit_window, now=timezone.now()
    )
    words = around.words() | _words(shown)
    words["thread"] = thread.show(shown.page, reader)
    if request.user.is_authenticated:
        words["csrf_token"] = get_token(request)
    draft = shown.draft if reader.can_reply else {}
    if reader.can_reply:
        words["submission"] = str(uuid4())
        words |= {"begun": draft.get("body", ""), "format": draft.get("format", "")}
    return _PAGE.fill(_shape(shown, reader, has_begun=bool(draft)), **words)


def _shape(shown: Shown, reader: Reader, *, has_begun: bool) -> PageShape:
    discussion, page = shown.discussion, shown.page
    viewer, window, now = reader.viewer, reader.edit_window, reader.now
    return PageShape(
        is_hidden=discussion.is_hidden,
        is_held=discussion.is_held,
        is_slow=discussion.is_slow(now),
        is_withdrawn=discussion.is_withdrawn,
        is_closed=discussion.is_closed,
        is_edit_marked=discussion.is_edit_marked,
        is_author_muted=discussion.author_id in reader.muted,
        is_later_page=page.number > 1,
        is_empty=not page.rows,
        continues_a_branch=page.continues_a_branch,
        order=shown.order,
        has_orders=discussion.reply_count > 1,
        can_moderate=reader.can_moderate,
        can_reply=reader.can_reply,
        has_begun=has_begun,
        can_ask_to_reply=reader.can_ask_to_reply,
        can_edit=permissions.can_change(viewer, discussion, window=window, now=now),
        can_withdraw=permissions.can_withdraw(viewer, discussion),
        follow=_follow(discussion) if viewer.is_authenticated else "ask",
    )


def _follow(discussion: Discussion) -> str:
    """What a member may do about hearing of it."""
    if discussion.is_muted:
        return "unmute"
    return "unfollow" if discussion.is_followed else "follow"


def _words(shown: Shown) -> dict[str, str | int]:
    discussion, page = shown.discussion, shown.page
    author = Author.of(discussion.author)
    path = discussion.get_absolute_url()
    asked = {"order": shown.order} if shown.order != reading.TREE else {}
    return {
        "title": discussion.title,
        "slug": quote(discussion.slug),
        "oembed": oembed.address_for(discussion),
        "category_name": discussion.category.name,
        "category_slug": quote(discussion.category.slug),
        "portrait": people.portrait(author),
        "author": people.name(author),
        "author_name": author.shown_name,
        "pictures": picture_reports.show(discussion.body_html, author.shown_name),
        "started": moments.date_and_time(discussion.started_at),
        "edited": moments.date_and_time(discussion.edited_at) if discussion.edited_at else "",
        "views": counted(discussion.view_count, "view", "views"),
        "replies": counted(discussion.reply_count, "reply", "replies"),
        "body": mark_safe(with_pictures(headings_from(discussion.body_html, 3))),  # noqa: S308  it is stored clean
        "tags": _tags(shown.tags),
        "slow": _slow(discussion),
        "news": _news(shown),
        "number": page.number,
        "last_number": discussion.last_number,
        "numbers": page_numbers.show(path, asked, number=page.number, count=page.page_count),
        "previous_page": page_numbers.address(path, asked, page.number - 1),
    }


def _news(shown: Shown) -> str:
    if not shown.news:
        return ""
    context = {
        "news": shown.news,
        "first": shown.page.first_new,
        "started_at": shown.discussion.started_at,
    }
    return render_to_string("forum/_news.html", context)


def _slow(discussion: Discussion) -> str:
    """How slow, why and until when; shown while it lasts."""
    if not discussion.slow_until_at:
        return ""
    return format_html(
        "Each neighbour can post one reply every {} here, because {}. This ends by itself on {}.",
        counted(discussion.slow_minutes, "minute", "minutes"),
        discussion.slow_reason,
        moments.date_and_time(discussion.slow_until_at),
    )


def _tags(tags: list[tuple[str, str]]) -> str:
    if not tags:
        return ""
    words: dict[str, str | int] = {}
    for nth, (name, slug) in enumerate(tags):
        words |= {f"name_{nth}": name, f"slug_{nth}": quote(slug)}
    return _TAGS.fill(len(tags), **words)


def _tag_stand_ins(count: int, slots: Slots) -> dict[str, Any]:
    return {
        "tags": [Tag(name=slots(f"name_{nth}"), slug=slots(f"slug_{nth}")) for nth in range(count)]
    }


def _stand_ins(shape: PageShape, slots: Slots) -> dict[str, Any]:
    now = timezone.now()
    strings = (
        *("number", "portrait", "author", "author_name", "started", "edited", "views", "replies"),
        *("body", "pictures", "tags", "slow", "news", "thread", "numbers", "previous_page"),
        *("last_number", "oembed", "csrf_token"),
    )
    discussion = Discussion(
        title=slots("title"),
        slug=slots("slug"),
        category=Category(name=slots("category_name"), slug=slots("category_slug")),
        hidden_at=now if shape.is_hidden else None,
        held_at=now if shape.is_held else None,
        withdrawn_at=now if shape.is_withdrawn else None,
        closed_at=now if shape.is_closed else None,
        is_edit_marked=shape.is_edit_marked,
    )
    return {
        **frame.stand_ins(slots),
        **{name: slots(name) for name in strings},
        "shape": shape,
        "discussion": discussion,
        "reply_form": ReplyForm(
            discussion=discussion,
            viewer=Member(),
            initial={"submission": slots("submission"), **_begun(shape, slots)},
        ),
    }


def _begun(shape: PageShape, slots: Slots) -> dict[str, str]:
    return {"body": slots("begun"), "format": slots("format")} if shape.has_begun else {}


_PAGE = Stencil("forum/discussion_detail.html", _stand_ins)
_TAGS = Stencil("forum/_tags.html", _tag_stand_ins)
