"""The feeds' addresses. A reader keeps them for ever, so none of them changes."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from forum.feeds import feed, views
from forum.feeds.formats import FORMATS


class FormatConverter(StringConverter):
    regex = "|".join(FORMATS)


class KeyConverter(StringConverter):
    # PostgreSQL cannot even be asked for a NUL.
    regex = r"[^/\0]+"


register_converter(FormatConverter, "feed_format")
register_converter(KeyConverter, "feed_key")

app_name = "feeds"

urlpatterns = [
    path("feeds", views.index, name="index"),
    path("feeds/all.opml", views.subscriptions, name="opml"),
    # /feeds/<what>
    path(
        "feeds/discussions.<feed_format:format>",
        views.serve,
        {"channel": feed.newest_discussions},
        name="discussions",
    ),
    path(
        "feeds/replies.<feed_format:format>",
        views.serve,
        {"channel": feed.newest_replies},
        name="replies",
    ),
    path(
        "feeds/activity.<feed_format:format>",
        views.serve,
        {"channel": feed.activity},
        name="activity",
    ),
    # /feeds/<of what>/<which>
    path(
        "feeds/categories/<feed_key:slug>.<feed_format:format>",
        views.serve,
        {"channel": feed.of_category},
        name="category",
    ),
    path(
        "feeds/tags/<feed_key:slug>.<feed_format:format>",
        views.serve,
        {"channel": feed.of_tag},
        name="tag",
    ),
    path(
        "feeds/members/<feed_key:address>.<feed_format:format>",
        views.serve,
        {"channel": feed.of_member},
        name="member",
    ),
    path(
        "feeds/topics/<feed_key:slug>.<feed_format:format>",
        views.serve,
        {"channel": feed.of_discussion},
        name="discussion",
    ),
    path("feeds/<path:rest>", views.missing),
]
