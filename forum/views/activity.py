"""Latest Activity: what has happened, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.models import Event
from harringay import pagination
from harringay.visitors import same_for_visitors


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    events = Event.objects.visible_to(request.user).latest_first().for_listing()
    page = pagination.page_of(events, pagination.page_number(request.GET.get("page")))
    return render(request, "forum/activity.html", {"page": page})
