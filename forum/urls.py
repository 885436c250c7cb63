"""The forum's addresses; a discussion stays where fifteen years of links point."""

from django.urls import path

from forum.views import (
    activity,
    attachments,
    categories,
    contributions,
    discussions,
    old_questions,
    replies,
    search,
    similar,
    tags,
    unread,
)

app_name = "forum"

urlpatterns = [
    # /forum
    path("forum", old_questions.topics(discussions.index), name="discussions"),
    path("forum/new", discussions.create, name="discussion_new"),
    path("forum/categories", categories.index, name="categories"),
    path("forum/categories/<str:slug>", categories.detail, name="category"),
    path("forum/tags", tags.index, name="tags"),
    path("forum/tags/<str:slug>", tags.detail, name="tag"),
    # /forum/topics/<slug>
    path("forum/topics/<str:slug>", old_questions.topic(discussions.detail), name="discussion"),
    path("forum/topics/<str:slug>/edit", discussions.edit, name="discussion_edit"),
    path("forum/topics/<str:slug>/withdraw", discussions.withdraw, name="discussion_withdraw"),
    path("forum/topics/<str:slug>/unread", unread.first, name="discussion_unread"),
    path("forum/topics/<str:slug>/replies", replies.create, name="replies"),
    path("forum/topics/<str:slug>/reply", replies.new, name="reply_new"),
    # /forum/replies/<id>
    path("forum/replies/<int:pk>", replies.permalink, name="reply"),
    path("forum/replies/<int:pk>/reply", replies.answer, name="reply_to"),
    path("forum/replies/<int:pk>/edit", replies.edit, name="reply_edit"),
    path("forum/replies/<int:pk>/withdraw", replies.withdraw, name="reply_withdraw"),
    # /media
    path("media/pictures/<str:key>/<int:width>.webp", attachments.picture, name="picture"),
    path("media/files/<str:key>", attachments.file, name="file"),
    # Elsewhere
    path("unread", unread.index, name="unread"),
    path("search", search.index, name="search"),
    path("search/similar", similar.fragment, name="similar"),
    path("activity", activity.index, name="activity"),
    path(
        "profile/<str:address>/discussions",
        contributions.discussions,
        name="contributions_discussions",
    ),
    path("profile/<str:address>/replies", contributions.replies, name="contributions_replies"),
]
