"""Everyone here, by name or newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from harringay import pagination
from members.forms import DirectoryForm
from members.models import Member, MemberQuerySet


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    found = _found(form)
    page = pagination.page_of(found, pagination.page_number(request.GET.get("page")))
    sort = form.cleaned_data.get("sort") or "name"
    return render(request, "members/directory.html", {"form": form, "page": page, "sort": sort})


def _found(form: DirectoryForm) -> MemberQuerySet:
    members: MemberQuerySet = Member.objects.present()
    if not form.is_valid():
        return members.none()
    if words := form.cleaned_data["q"]:
        members = members.named_like(words)
    return members.newest_first() if form.cleaned_data["sort"] == "newest" else members.by_name()
