"""Search over discussions and replies."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from forum import changes, searching
from forum.errors import SearchTookTooLong
from forum.search_form import SearchForm
from forum.views import refusing, search_page
from harringay import pagination
from harringay.visitors import same_for_visitors, tells_its_version
from members.errors import RateLimited
from members.limits import Action


@require_safe
@same_for_visitors
@tells_its_version
def index(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET, viewer=request.user)
    if form.is_narrowed:
        # The form reads what it is narrowed by before the search reads the version.
        changes.version_for(request.META)
    number = pagination.page_number(request.GET.get("page"))
    if not form.is_asking:
        return _form(request, form)

    try:
        refusing.spend(request, Action.SEARCH)
        found = searching.search(form.search, viewer=request.user, page=number)
        changes.remember(request.META, found.version)
    except SearchTookTooLong as refusal:
        form.add_error("q", str(refusal))
        # No page to be kept: the next one who asks may have more luck.
        return _form(request, form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    except RateLimited as refusal:
        return refusing.refuse(form, refusal, lambda status: _form(request, form, status=status))
    if number > 1 and not found.page.items:
        raise Http404
    return HttpResponse(search_page.render(request, form, found))


def _form(request: HttpRequest, form: SearchForm, *, status: int = 200) -> HttpResponse:
    return HttpResponse(search_page.render_form(request, form), status=status)
