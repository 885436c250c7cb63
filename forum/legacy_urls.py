"""The addresses of the old site that are not ours as well (ning.md 2); all of them redirect."""

from django.urls import URLPattern, path, re_path

from forum.views import legacy
from forum.views.legacy import to

# The old site's widgets, and the kinds of things that came from them.
_WIDGETS = {
    "events": "events",
    "photo": "photos",
    "video": "videos",
    "music": "music",
    "notes": "notes",
}

_ACTION = r"(?P<action>show|export|feed|rss|list\w*)"


def _asking(controller: str, kind: str) -> URLPattern:
    """The long form of an address, in which the question says what it is about."""
    return re_path(rf"^{controller}/{_ACTION}$", legacy.by_question, {"kind": kind})


def _of_widget(widget: str, kind: str) -> list[URLPattern]:
    return [
        path(widget, legacy.section, {"kind": kind}),
        path(f"{widget}/<str:slug>", legacy.in_section),
        _asking(rf"{widget}/\w+", kind),
    ]


# Behind forum.urls and members.urls, so that what is ours stays ours.
urlpatterns = [
    # Any object, by its id
    path("xn/detail/<path:old_id>", legacy.item),
    # /forum
    path("forum/topics/<str:slug>/showLastReply", legacy.last_reply),
    path("forum/topic/list", to("forum:discussions", feed="feeds:discussions")),
    path("forum/topic/featured", to("forum:discussions", query="?sort=featured")),
    path("forum/topic/new", to("forum:discussion_new")),
    path("forum/topic/search", legacy.search),
    path("forum/attachment/download", legacy.file),
    re_path(r"^forum/category/list\w*$", to("forum:categories")),
    _asking("forum/topic", "forum"),
    # /m, for telephones
    path("m", to("home")),
    path("m/discussion", legacy.by_question, {"kind": "forum"}),
    path("m/signin", to("account_login")),
    path("m/signup", to("account_signup")),
    # /group
    path("groups", to("forum:categories")),
    _asking("groups/group", "groups"),
    path("group/<str:url>", legacy.group),
    path("group/<str:url>/forum/topics/<str:slug>", legacy.in_group),
    path("group/<str:url>/forum/topics/<str:slug>/showLastReply", legacy.last_reply),
    path("group/<str:url>/<path:rest>", legacy.group),
    # Everything else people could comment on
    path("events/event/new", to("forum:discussion_new")),
    path("photo/photos/<str:slug>", legacy.in_section),
    path("photo/albums/<str:slug>", legacy.section, {"kind": "photos"}),
    path("profiles/blogs/<str:slug>", legacy.in_section),
    _asking("profiles/blog", "blogs"),
    *(pattern for widget, kind in _WIDGETS.items() for pattern in _of_widget(widget, kind)),
    # /profiles
    path("profiles", to("members:settings")),
    path("profiles/members", to("members:directory")),
    path("profiles/settings/editPassword", to("account_change_password")),
    path("profiles/profile/emailSettings", to("members:settings")),
    path("profiles/message/<str:box>", to("members:settings")),
    _asking(r"profiles/(?:friend|comment|profile)", "members"),
    # /main
    path("main", to("home")),
    path("main/index", to("home")),
    path("main/index/index", to("home")),
    path("main/index/report", to("moderation:report")),
    path("main/embeddable/list", to("forum:badges")),
    path("main/search/search", legacy.search),
    path("main/authorization/signUp", to("account_signup")),
    path("main/authorization/signIn", to("account_login")),
    path("main/authorization/signOut", to("account_logout")),
    path("main/authorization/termsOfService", to("page", "terms")),
    path("main/authorization/privacyPolicy", to("page", "privacy")),
    path("main/invitation/new", to("account_signup")),
    path("main/like/like", to("home")),
    path("main/optout/<path:rest>", to("members:settings")),
    # Elsewhere
    path("activity/log/list", to("forum:activity", feed="feeds:activity")),
    path("leaderboards", to("forum:discussions", query="?sort=replies")),
    path(
        "leaderboards/<path:rest>",
        to("forum:discussions", query="?sort=replies", feed="feeds:discussions"),
    ),
]
