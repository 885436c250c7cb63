"""Where the queue is, beneath the admin's own address."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpResponse
from django.urls import URLPattern, path

from forum.moderation.admin import demands, queue, referrals

View = Callable[..., HttpResponse]


def urls() -> list[URLPattern]:
    """For the admin's own list; each page is for staff with a second factor (safety S-22)."""
    return [
        _moderators_only("queue/", queue.queue, "queue"),
        _moderators_only("queue/<int:key>/", queue.case, "queue_case"),
        _moderators_only("queue/<int:key>/decide/", queue.decide, "queue_decide"),
        _moderators_only("queue/<int:key>/propose/", queue.propose, "queue_propose"),
        _moderators_only("queue/<int:key>/turn/", queue.turn, "queue_turn"),
        _moderators_only("queue/<int:key>/note/", queue.note, "queue_note"),
        _moderators_only("queue/<int:key>/join/", queue.join, "queue_join"),
        _moderators_only("queue/<int:key>/hold/", queue.hold, "queue_hold"),
        _moderators_only("queue/<int:key>/reporters/", queue.reporters, "queue_reporters"),
        _moderators_only("queue/<int:key>/unveil/", queue.unveil, "queue_unveil"),
        _moderators_only("queue/<int:key>/poster/", queue.poster, "queue_poster"),
        _moderators_only("queue/<int:key>/seclude/", referrals.seclude, "queue_seclude"),
        _moderators_only("queue/<int:key>/tick/", referrals.tick, "queue_tick"),
        _moderators_only("queue/<int:key>/reference/", referrals.reference, "queue_reference"),
        _moderators_only("queue/demand/", demands.demand, "queue_demand"),
        _moderators_only("queue/undo/<int:key>/", queue.undo, "queue_undo"),
    ]


def _moderators_only(address: str, view: View, name: str) -> URLPattern:
    pattern: URLPattern = path(address, admin.site.admin_view(view), name=name)
    return pattern
