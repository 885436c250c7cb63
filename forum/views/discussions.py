"""Discussions: the list, one with its replies, starting one and changing it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from forum import changes, editing, finding, marking, naming, posting, reading, viewing, withdrawing
from forum.drafting import NEW_DISCUSSION
from forum.forms import DiscussionForm, EditDiscussionForm
from forum.models import Category, Discussion
from forum.views import discussion_page, drafts, lists, refusing, similar, uploads
from forum.views.discussion_page import Shown
from forum.views.lists import List
from harringay import pagination
from harringay.visitors import same_for_visitors, tells_its_version, visitor_key
from members.http import MemberRequest
from members.limits import Action

_EVERYWHERE = lists.orders_of()


@require_safe
@same_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    return lists.show(request, List("Discussions", _EVERYWHERE))


@require_safe
@same_for_visitors
@tells_its_version
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A discussion and one page of its replies."""
    discussion = finding.find(slug, request.user)
    if discussion is None:
        raise Http404
    changes.remember(request.META, discussion.version)
    order = request.GET.get("order", reading.TREE)
    visitor = visitor_key(request)
    # Robots go through the whole archive, and would push out what the others share.
    version = changes.version_for(request.META) if visitor else ""
    page = _page_of_replies(discussion, order, request, version)
    if visitor:
        viewing.count(discussion.pk, visitor=visitor)
    news = _news(request, discussion, page, order)
    draft = discussion.draft_typed or {}
    shown = Shown(discussion, finding.tags_of(discussion), page, order, news, draft)
    response = HttpResponse(discussion_page.render(request, shown))
    response.discussion_id = discussion.pk  # type: ignore[attr-defined]
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = DiscussionForm(viewer=request.user, initial=_first_values(request))
        return _show_form(request, form)
    form = DiscussionForm(**uploads.received(request), viewer=request.user)
    show = partial(_show_form, request, form)
    if not request.user.is_authenticated:
        if "body" in form.errors:
            return show(status=422)
        return drafts.sign_in_first(request, back_to=request.path)
    if not form.is_valid() or uploads.asks_to_look(request):
        return show(status=422 if form.errors else 200)
    try:
        discussion = posting.start_discussion(
            author=request.user,
            category=form.cleaned_data["category"],
            title=form.cleaned_data["title"],
            tags=form.cleaned_data["tags"],
            submission=form.cleaned_data["submission"],
            spend=partial(refusing.spend, request, Action.DISCUSSION),
            **form.words,
        )
    except refusing.REFUSALS as refusal:
        return refusing.refuse(form, refusal, show)
    drafts.forget(request, NEW_DISCUSSION)
    messages.success(request, refusing.thanks(discussion, "Your discussion was posted."))
    return redirect(discussion)


@require_http_methods(["GET", "HEAD", "POST"])
@drafts.members_only
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    discussion = _own_discussion(request, slug)
    sent = uploads.received(request) if request.POST else {}
    words = _values_of(discussion) | drafts.waiting(request)
    form = EditDiscussionForm(**sent, initial=words, viewer=request.user)
    show = partial(_show_form, request, form, discussion=discussion)
    if not form.is_valid() or uploads.asks_to_look(request):
        return show(status=422 if form.errors else 200)
    try:
        refusing.spend(request, Action.EDIT)
        discussion = editing.edit_discussion(
            discussion,
            by=request.user,
            title=form.cleaned_data["title"],
            tags=form.cleaned_data["tags"],
            **form.words,
        )
    except refusing.REFUSALS as refusal:
        return refusing.refuse(form, refusal, show)
    drafts.forget(request)
    messages.success(request, "Your changes were saved.")
    return redirect(discussion)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: MemberRequest, slug: str) -> HttpResponse:
    discussion = _own_discussion(request, slug, or_withdrawn=request.method == "POST")
    if request.method != "POST":
        return render(request, "forum/withdraw.html", {"thing": discussion, "kind": "discussion"})
    withdrawing.withdraw_discussion(discussion, by=request.user)
    messages.success(request, "You have taken your post back.")
    return redirect(discussion if discussion.is_answered else "forum:discussions")


def _page_of_replies(
    discussion: Discussion, order: str, request: HttpRequest, version: str
) -> reading.RepliesPage:
    """Raises Http404 for an order or a page that there is not."""
    read = {reading.TREE: reading.page_in_tree_order, reading.TIME: reading.page_in_time_order}
    if order not in read:
        raise Http404
    number = pagination.page_number(request.GET.get("page"))
    page = read[order](discussion, number, viewer=request.user, version=version)
    if page is None:
        raise Http404
    return page


def _news(
    request: HttpRequest, discussion: Discussion, page: reading.RepliesPage, order: str
) -> marking.News | None:
    """What is new to this reader, pointed out on the page; None where nothing is."""
    if not request.user.is_authenticated:
        return None
    shown_ids = {row.reply.pk for row in page.rows}
    news = marking.read_page(discussion, shown_ids, member=request.user)
    if news:
        elsewhere = f"{reverse('forum:discussion_unread', args=[discussion.slug])}?order={order}"
        beyond = elsewhere if news.first_elsewhere else ""
        muted = discussion.muted_authors or ()
        reading.point_out(page, news.new_ids, beyond=beyond, muted=muted)
    return news


def _own_discussion(request: MemberRequest, slug: str, *, or_withdrawn: bool = False) -> Discussion:
    categories = Category.objects.visible_to(request.user)
    mine = Discussion.objects.started_by(request.user).not_taken_down()
    mine = mine.filter(category__in=categories)
    wanted = mine if or_withdrawn else mine.filter(withdrawn_at=None)
    return get_object_or_404(wanted, naming.at_slug(slug))


def _first_values(request: HttpRequest) -> dict[str, Any]:
    """What was typed before signing in; else the category the resident came from."""
    return drafts.waiting(request, NEW_DISCUSSION) or {"category": request.GET.get("category", "")}


def _values_of(discussion: Discussion) -> dict[str, Any]:
    return {
        "title": discussion.title,
        "body": discussion.body,
        "format": discussion.body_format,
        "tags": ", ".join(tag.name for tag in discussion.tags.all()),
    }


def _show_form(
    request: HttpRequest,
    form: EditDiscussionForm,
    *,
    discussion: Discussion | None = None,
    status: int = 200,
) -> HttpResponse:
    if discussion is None:
        drafts.keep_shown(request, NEW_DISCUSSION, form)
    context = {
        "form": form,
        "discussion": discussion,
        "preview_html": form.preview_html(discussion, changed=discussion)
        if uploads.asks_to_look(request)
        else "",
        "back_to": reverse("forum:discussions"),
        "similar": [] if discussion else similar.beside(request),
    }
    return render(request, "forum/discussion_form.html", context, status=status)
