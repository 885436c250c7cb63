"""The feeds' addresses. A reader keeps them for ever, so none of them changes."""

from django.urls import path

from forum.feeds import feed, views, words
from forum.feeds.converters import FORMAT, KEY

app_name = "feeds"

urlpatterns = [
    path("feeds", views.index, name="index"),
    path("feeds/all.opml", views.subscriptions, name="opml"),
    # /feeds/<what>
    path(
        f"feeds/discussions.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.newest_discussions},
        name="discussions",
    ),
    path(
        f"feeds/replies.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.newest_replies},
        name="replies",
    ),
    path(
        f"feeds/activity.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.activity},
        name="activity",
    ),
    # /feeds/<of what>/<which>
    path(
        f"feeds/categories/<{KEY}:slug>.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.of_category},
        name="category",
    ),
    path(
        f"feeds/tags/<{KEY}:slug>.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.of_tag},
        name="tag",
    ),
    path(
        f"feeds/members/<{KEY}:address>.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.of_member},
        name="member",
    ),
    path(
        f"feeds/topics/<{KEY}:slug>.<{FORMAT}:format>",
        views.serve,
        {"channel": feed.of_discussion},
        name="discussion",
    ),
    path(
        f"feeds/search/<{KEY}:words>.<{FORMAT}:format>",
        views.serve,
        {"channel": words.of_words},
        name="words",
    ),
    path("feeds/<path:rest>", views.missing),
]
