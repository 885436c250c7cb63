"""The addresses of moderation: reporting something, what became of it, and appealing."""

from django.urls import path, re_path

from forum.moderation import references
from forum.moderation.views import (
    answers,
    appeals,
    decisions,
    log,
    notices,
    proposals,
    reports,
    rules,
    targets,
    terms,
    transparency,
)

app_name = "moderation"

urlpatterns = [
    path("report", reports.create, name="report"),
    path("report/notice", notices.create, name="notice"),
    re_path(rf"^report/(?P<reference>{references.PATTERN})$", reports.status, name="status"),
    path("reporting-and-complaints", targets.index, name="targets"),
    path("rules", rules.index, name="rules"),
    path("rules/<int:number>", rules.detail, name="rule"),
    path("terms", terms.current, name="terms"),
    path("terms/accept", terms.accept, name="terms_accept"),
    path("terms/<int:number>", terms.version, name="terms_version"),
    path("settings/decisions", decisions.index, name="my_decisions"),
    # With a key in the address, and without signing in.
    path("decisions/<str:token>", decisions.by_link, name="decisions"),
    path("decisions/<str:token>/<int:pk>", decisions.detail, name="decision"),
    path("appeal/<str:token>", appeals.by_reporter, name="appeal"),
    path("notices/<str:token>", answers.create, name="notice_answer"),
    path("proposals/<str:token>", proposals.answer, name="proposal"),
    path("moderation-log", log.index, name="log"),
    path("transparency", transparency.index, name="transparency"),
    path("transparency/<int:year>", transparency.detail, name="transparency_year"),
]
