"""Tags: the ones in use, and the discussions that bear one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum.models import DiscussionQuerySet, Tag
from forum.views import lists
from forum.views.lists import List
from harringay.visitors import same_for_visitors

MOST_TAGS = 200

_WITH_TAG = lists.orders_of(DiscussionQuerySet.tagged)


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    tags = Tag.objects.in_use().order_by("-discussion_count", "name")
    return render(request, "forum/tag_list.html", {"tags": tags[:MOST_TAGS]})


@require_safe
@same_for_visitors
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    tag = get_object_or_404(Tag.objects.visible_to(request.user), slug=slug)
    heading = f"Tagged “{tag.name}”"
    return lists.show(request, List(heading, _WITH_TAG, [tag.pk], about=tag))
