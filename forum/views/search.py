"""Search over discussions and replies."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum import searching
from forum.errors import SearchTookTooLong
from forum.search_form import SearchForm
from forum.views import refusing, search_rows
from forum.views.frame import Frame
from harringay import pagination
from members.errors import RateLimited
from members.limits import Action


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    categories = [(category.slug, category.name) for category in Frame(request).categories]
    form = SearchForm(request.GET, viewer=request.user, choices=categories)
    number = pagination.page_number(request.GET.get("page"))
    if not form.is_asking:
        return _show(request, form)

    try:
        refusing.spend(request, Action.SEARCH)
        found = searching.search(form.search, viewer=request.user, page=number)
    except SearchTookTooLong as refusal:
        form.add_error("q", str(refusal))
        return _show(request, form)
    except RateLimited as refusal:
        return refusing.refuse(form, refusal, lambda status: _show(request, form, status=status))
    if number > 1 and not found.page.items:
        raise Http404
    return _show(request, form, found)


def _show(
    request: HttpRequest,
    form: SearchForm,
    found: searching.Found | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    rows = search_rows.show(found.page.items) if found else ""
    context = {"form": form, "found": found, "rows": rows}
    return render(request, "forum/search.html", context, status=status)
