"""Categories: all of them, and the discussions in one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum import permissions
from forum.models import Category, Discussion
from forum.views import lists
from harringay.visitors import same_for_visitors


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    categories = Category.objects.visible_to(request.user).in_order()
    return render(request, "forum/category_list.html", {"categories": categories})


@require_safe
@same_for_visitors
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    discussions = Discussion.objects.visible_to(request.user).in_category(category)
    return lists.show(
        request,
        discussions,
        heading=category.name,
        category=category,
        can_start=permissions.can_start(request.user, category),
    )
