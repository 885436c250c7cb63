"""The forum's addresses; a discussion stays where fifteen years of links point."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from forum.views import (
    activity,
    attachments,
    badges,
    categories,
    contributions,
    discussions,
    draft_list,
    drafts,
    follows,
    names,
    newer,
    oembed,
    old_questions,
    replies,
    search,
    similar,
    tags,
    unread,
    uploads,
    words,
)

app_name = "forum"


def follow_paths(beneath: str, name: str, view: Callable[..., Any], *more: str) -> list[URLPattern]:
    """What one may do about hearing of something, beneath its own address."""
    return [
        path(f"{beneath}/{act}", view, {"act": act}, name=f"{name}_{act}")
        for act in ("follow", "unfollow", *more)
    ]


urlpatterns = [
    # /forum
    path("forum", old_questions.topics(discussions.index), name="discussions"),
    path("forum/new", discussions.create, name="discussion_new"),
    path("forum/new/draft", drafts.of_new, name="discussion_draft"),
    *follow_paths("forum", "everything", follows.everything),
    path("forum/categories", categories.index, name="categories"),
    path("forum/categories/<str:slug>", categories.detail, name="category"),
    *follow_paths("forum/categories/<str:slug>", "category", follows.category),
    path("forum/tags", tags.index, name="tags"),
    path("forum/tags/<str:slug>", tags.detail, name="tag"),
    *follow_paths("forum/tags/<str:slug>", "tag", follows.tag),
    # /forum/topics/<slug>
    path("forum/topics/<str:slug>", old_questions.topic(discussions.detail), name="discussion"),
    path("forum/topics/<str:slug>/edit", discussions.edit, name="discussion_edit"),
    path("forum/topics/<str:slug>/withdraw", discussions.withdraw, name="discussion_withdraw"),
    path("forum/topics/<str:slug>/unread", unread.first, name="discussion_unread"),
    path("forum/topics/<str:slug>/newer", newer.replies, name="newer_replies"),
    *follow_paths("forum/topics/<str:slug>", "discussion", follows.discussion, "mute", "unmute"),
    path("forum/topics/<str:slug>/replies", replies.create, name="replies"),
    path("forum/topics/<str:slug>/reply", replies.new, name="reply_new"),
    path("forum/topics/<str:slug>/word", words.fragment, name="kind_word"),
    path("forum/topics/<str:slug>/draft", drafts.of_reply, name="reply_draft"),
    # /forum/replies/<id>
    path("forum/replies/<int:pk>", replies.permalink, name="reply"),
    path("forum/replies/<int:pk>/reply", replies.answer, name="reply_to"),
    path("forum/replies/<int:pk>/edit", replies.edit, name="reply_edit"),
    path("forum/replies/<int:pk>/withdraw", replies.withdraw, name="reply_withdraw"),
    # What behaviours ask for while somebody writes
    path("forum/names", names.begun, name="names"),
    path("forum/pictures", uploads.create, name="pictures"),
    path("media/pictures/<str:key>/<int:width>.webp", attachments.picture, name="picture"),
    path("media/files/<str:key>", attachments.file, name="file"),
    # /badges
    path("badges", badges.index, name="badges"),
    path("badges/network", badges.network, name="network_badge"),
    path("badges/network.svg", badges.network_image, name="network_badge_image"),
    path("badges/members/<str:address>.svg", badges.member_image, name="member_badge_image"),
    path("badges/members/<str:address>", badges.member, name="member_badge"),
    path("badges/topics/<str:slug>", badges.discussion, name="discussion_badge"),
    path("oembed", oembed.serve, name="oembed"),
    # Elsewhere
    path("unread", unread.index, name="unread"),
    path("drafts", draft_list.index, name="drafts"),
    path("search", search.index, name="search"),
    path("search/similar", similar.fragment, name="similar"),
    path("activity", activity.index, name="activity"),
    path(
        "profile/<str:address>/discussions",
        contributions.discussions,
        name="contributions_discussions",
    ),
    path("profile/<str:address>/follows", contributions.follows, name="member_follows"),
    path("profile/<str:address>/replies", contributions.replies, name="contributions_replies"),
]
