"""Members' addresses. A profile stays at /profile/, where Harringay Online had it."""

from django.urls import path

from members.views import (
    avatars,
    data,
    directory,
    email_changes,
    leaving,
    mutes,
    profiles,
    settings,
)

app_name = "members"

urlpatterns = [
    path("members", directory.index, name="directory"),
    path("profile/<str:address>", profiles.detail, name="profile"),
    path("profile/<str:address>/mute", mutes.act, {"act": "mute"}, name="mute"),
    path("profile/<str:address>/unmute", mutes.act, {"act": "unmute"}, name="unmute"),
    path("media/avatars/<slug:key>/<int:size>.webp", avatars.show, name="avatar"),
    # /settings
    path("settings", settings.profile, name="settings"),
    path("settings/address", settings.address, name="settings_address"),
    path("settings/reading", settings.reading, name="settings_reading"),
    path("settings/avatar", settings.avatar, name="settings_avatar"),
    path("settings/avatar/remove", settings.avatar_remove, name="settings_avatar_remove"),
    path("settings/data", data.show, name="data"),
    path("settings/data/copy.zip", data.copy, name="data_copy"),
    path("settings/muted", mutes.index, name="muted"),
    path("settings/leave", leaving.leave, name="leave"),
    path("settings/leave/undo/<str:token>", leaving.undo, name="leave_undo"),
    path("settings/email/undo/<str:token>", email_changes.undo, name="email_undo"),
]
