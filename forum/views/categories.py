"""Categories: all of them, and the discussions in one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum import permissions
from forum.models import Category, DiscussionQuerySet
from forum.views import lists
from forum.views.lists import List
from harringay.visitors import same_for_visitors

_IN_CATEGORY = lists.orders_of(DiscussionQuerySet.in_category)


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    categories = Category.objects.visible_to(request.user).in_order()
    return render(request, "forum/category_list.html", {"categories": categories})


@require_safe
@same_for_visitors
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    can_start = permissions.can_start(request.user, category)
    shown = List(category.name, _IN_CATEGORY, [category.pk], about=category, can_start=can_start)
    return lists.show(request, shown)
