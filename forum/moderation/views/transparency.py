"""What each year's moderation came to, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.moderation import transparency


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/transparency.html", {"years": transparency.years()})


@require_safe
def detail(request: HttpRequest, year: int) -> HttpResponse:
    if year not in transparency.years():
        raise Http404
    figures = transparency.figures(year)
    return render(request, "moderation/transparency_year.html", {"year": figures})
