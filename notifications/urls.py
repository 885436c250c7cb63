"""The addresses of notifications: the inbox, what one wishes to hear, how to stop it; editions."""

from datetime import date

from django.urls import path, register_converter

from forum.feeds import views as feed_views
from forum.feeds.converters import FORMAT, KEY
from notifications import feeds
from notifications.views import (
    editions,
    inbox,
    notice_pictures,
    preferences,
    private_feeds,
    unsubscribe,
    welcome,
)


class DayConverter:
    """A day as ISO 8601 writes it, in its one spelling; what is no day is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "notifications"

urlpatterns = [
    path("notifications", inbox.index, name="inbox"),
    path("welcome", welcome.index, name="welcome"),
    path("settings/notifications", preferences.index, name="preferences"),
    path("settings/browsers", preferences.browsers, name="browsers"),
    path("settings/following", preferences.following, name="following"),
    path("settings/feeds", private_feeds.index, name="private_feeds"),
    path("u/<str:token>", unsubscribe.show, name="unsubscribe"),
    path("media/notices/<slug:key>.webp", notice_pictures.show, name="notice_picture"),
    path("editions", editions.index, name="editions"),
    path("editions/<day:day>", editions.detail, name="edition"),
    path(
        f"feeds/private/<{KEY}:token>.<{FORMAT}:format>", private_feeds.serve, name="private_feed"
    ),
    path(
        f"feeds/editions.<{FORMAT}:format>",
        feed_views.serve,
        {"channel": feeds.editions},
        name="edition_feed",
    ),
]
