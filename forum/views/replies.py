"""Replies: writing one, finding one, changing one and taking it back."""

from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import drafting, editing, naming, permissions, posting, reading, sparing, withdrawing
from forum.drafting import Place
from forum.forms import EditReplyForm, ReplyForm
from forum.models import Discussion, Reply
from forum.views import drafts, refusing, uploads, words
from harringay import compiled, html, text
from members.http import MemberRequest
from members.limits import Action
from members.models import VISITOR

FORM = "forum/reply_form.html"


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page of the discussion that holds the reply, and to the reply on it."""
    reply = _visible_reply(request, pk)
    return HttpResponseRedirect(place_of(reply))


@require_safe
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a page of its own, for a reply to the discussion."""
    discussion = _visible_discussion(request, slug)
    form = _empty_form(request, discussion)
    return _show_form(request, discussion, form)


@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The form on a page of its own, for a reply to a reply."""
    reply = _visible_reply(request, pk)
    form = _empty_form(request, reply.discussion, answered=reply)
    return _show_form(request, reply.discussion, form, parent=reply)


@require_POST
def create(request: HttpRequest, slug: str) -> HttpResponse:
    discussion = _visible_discussion(request, slug)
    form = ReplyForm(**uploads.received(request), discussion=discussion, viewer=request.user)
    is_valid = form.is_valid()
    parent = form.cleaned_data.get("parent")
    show = partial(_show_form, request, discussion, form, parent=parent)
    if not request.user.is_authenticated:
        if "body" in form.errors:
            return show(status=422)
        return drafts.sign_in_first(request, back_to=_form_address(discussion, parent))
    if not is_valid or uploads.asks_to_look(request):
        return show(status=200 if is_valid else 422)
    try:
        reply = posting.post_reply(
            discussion=discussion,
            author=request.user,
            parent=parent,
            submission=form.cleaned_data["submission"],
            spend=partial(refusing.spend, request, Action.REPLY),
            **form.words,
        )
    except refusing.REFUSALS as refusal:
        return refusing.refuse(form, refusal, show)
    drafts.forget(request, Place(discussion, parent), has_begun=_has_begun(discussion))
    messages.success(request, refusing.thanks(reply, "Your reply was posted."))
    return _lead_to(request, place_of(reply))


@require_http_methods(["GET", "HEAD", "POST"])
@drafts.members_only
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    reply = _own_reply(request, pk)
    stored = {"body": reply.body, "format": reply.body_format} | drafts.waiting(request)
    sent = uploads.received(request) if request.POST else {}
    form = EditReplyForm(**sent, initial=stored, viewer=request.user)
    show = partial(_show_edit_form, request, reply, form)
    if not form.is_valid() or uploads.asks_to_look(request):
        return show(status=422 if form.errors else 200)
    try:
        refusing.spend(request, Action.EDIT)
        editing.edit_reply(reply, by=request.user, **form.words)
    except refusing.REFUSALS as refusal:
        return refusing.refuse(form, refusal, show)
    drafts.forget(request)
    messages.success(request, "Your changes were saved.")
    return HttpResponseRedirect(place_of(reply))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    reply = _own_reply(request, pk, or_withdrawn=request.method == "POST")
    if request.method != "POST":
        return render(request, "forum/withdraw.html", {"thing": reply, "kind": "reply"})
    withdrawing.withdraw_reply(reply, by=request.user)
    messages.success(request, "You have taken your reply back.")
    # With its last reply, a discussion whose opening post was taken back is gone.
    remains = Discussion.objects.visible_to(request.user).filter(pk=reply.discussion_id)
    return redirect(reply.discussion if remains.exists() else "forum:discussions")


def _visible_discussion(request: HttpRequest, slug: str) -> Discussion:
    found: Discussion | None = _AT_SLUG.first(slug, request.user.pk)
    if found:
        return found
    # A moderator may see more, and a form may be older than the discussion's title.
    discussions = Discussion.objects.visible_to(request.user).select_related("category")
    return get_object_or_404(discussions, naming.at_slug(slug))


# All that the form and the rules about replying ask; a discussion has four times as many.
_COLUMNS = (
    *("slug", "title", "closed_at", "hidden_at", "withdrawn_at", "last_number", "page_count"),
    *("slow_minutes", "slow_until_at", "last_activity_at"),
    *("reply_count", "category", "category__hidden_at", "category__may_reply"),
)
# What is visible to a visitor is to everybody.
_AT_SLUG = compiled.Query(
    lambda slug, member: (
        Discussion.objects.visible_to(VISITOR)
        .select_related("category")
        .only(*_COLUMNS)
        .annotate(has_drafts=drafting.are_in(OuterRef("pk"), member))
        .filter(slug=slug)
    ),
    slots=2,
)


def _has_begun(discussion: Discussion) -> bool:
    """Whether the member who asks has begun to write something in it, as far as is known."""
    has_drafts: bool = getattr(discussion, "has_drafts", True)
    return has_drafts


def _visible_reply(request: HttpRequest, pk: int) -> Reply:
    replies = Reply.objects.visible_to(request.user)
    return get_object_or_404(replies.select_related("discussion__category", "author"), pk=pk)


def _own_reply(request: MemberRequest, pk: int, *, or_withdrawn: bool = False) -> Reply:
    discussions = Discussion.objects.visible_to(request.user)
    replies = Reply.objects.written_by(request.user).filter(discussion__in=discussions)
    mine = replies.not_taken_down()
    mine = mine if or_withdrawn else mine.filter(withdrawn_at=None)
    return get_object_or_404(mine.select_related("discussion", "author"), pk=pk)


def place_of(reply: Reply, *, order: str = reading.TREE) -> str:
    """The page of the discussion that holds a reply, and the reply on it."""
    number = reading.number_of(reply, order=order)
    asked = {"order": order} if order != reading.TREE else {}
    if number > 1:
        asked |= {"page": str(number)}
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{reply.discussion.get_absolute_url()}{query}#{reply.anchor}"


def _lead_to(request: HttpRequest, place: str) -> HttpResponse:
    """To where a reply now is; a behaviour is only told, and looks for itself (RFC 7240)."""
    response = HttpResponseRedirect(place)
    if request.headers.get("Prefer") == "return=minimal":
        response.status_code = HTTPStatus.CREATED
    return response


def _form_address(discussion: Discussion, parent: Reply | None) -> str:
    if parent:
        return reverse("forum:reply_to", args=[parent.pk])
    return reverse("forum:reply_new", args=[discussion.slug])


def _empty_form(
    request: HttpRequest, discussion: Discussion, *, answered: Reply | None = None
) -> ReplyForm:
    """With what was begun here, or typed before signing in; and beneath it the words to quote."""
    initial = drafts.waiting(request, Place(discussion, answered))
    if answered:
        initial |= {"parent": str(answered.pk)}
    form = ReplyForm(discussion=discussion, viewer=request.user, initial=initial)
    quoted = answered or discussion
    if "quote" in request.GET and quoted.is_shown:
        passage = text.plain(request.GET.get("passage", ""))
        name = quoted.author.shown_name
        form.write_on(html.quote(quoted.body_html, author_name=name, passage=passage))
    return form


def _show_form(
    request: HttpRequest,
    discussion: Discussion,
    form: ReplyForm,
    *,
    parent: Reply | None = None,
    status: int = 200,
) -> HttpResponse:
    drafts.keep_shown(request, Place(discussion, parent), form)
    is_closed_to_them = request.user.is_authenticated and not permissions.can_reply(
        request.user, discussion
    )
    context = {
        "discussion": discussion,
        "parent": parent,
        "form": form,
        "is_closed_to_them": is_closed_to_them,
        "left_to_moderators": None if form.is_bound else sparing.why_not(request.user, parent),
        "kind_word": words.beside(request, discussion),
        "preview_html": form.preview_html(discussion) if uploads.asks_to_look(request) else "",
    }
    return render(request, FORM, context, status=status)


def _show_edit_form(
    request: MemberRequest, reply: Reply, form: EditReplyForm, *, status: int
) -> HttpResponse:
    preview_html = ""
    if uploads.asks_to_look(request):
        preview_html = form.preview_html(reply.discussion, changed=reply)
    context = {"reply": reply, "form": form, "preview_html": preview_html}
    return render(request, "forum/edit_reply.html", context, status=status)
