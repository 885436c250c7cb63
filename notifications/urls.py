"""The addresses of notifications: the inbox, what one wishes to hear, and how to stop it."""

from django.urls import path

from notifications.views import inbox, preferences, unsubscribe

app_name = "notifications"

urlpatterns = [
    path("notifications", inbox.index, name="inbox"),
    path("settings/notifications", preferences.index, name="preferences"),
    path("settings/following", preferences.following, name="following"),
    path("u/<str:token>", unsubscribe.show, name="unsubscribe"),
]
