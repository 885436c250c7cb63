"""The addresses of moderation: what was decided about oneself."""

from django.urls import path

from forum.moderation.views import appeals, decisions, rules, transparency

app_name = "moderation"

urlpatterns = [
    path("rules", rules.index, name="rules"),
    path("rules/<int:number>", rules.detail, name="rule"),
    path("settings/decisions", decisions.index, name="my_decisions"),
    # With a key in the address, and without signing in.
    path("decisions/<str:token>", decisions.by_link, name="decisions"),
    path("decisions/<str:token>/<int:pk>", decisions.detail, name="decision"),
    path("appeal/<str:token>", appeals.by_reporter, name="appeal"),
    path("transparency", transparency.index, name="transparency"),
    path("transparency/<int:year>", transparency.detail, name="transparency_year"),
]
