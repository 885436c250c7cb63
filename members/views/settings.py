"""A member's own settings: what others see of them, and the ways to the account's pages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from harringay.client_address import client_address
from harringay.pictures import PictureRefused
from members import addressing, avatars, describing, limits
from members.errors import NameNotAllowed, PicturesAreOff
from members.forms import AddressForm, AvatarForm, ProfileForm, ReadingForm
from members.http import MemberRequest
from members.limits import Action


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: MemberRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, member=request.user)
    if not form.is_valid():
        return _show(request, profile_form=form)
    is_hidden = form.cleaned_data.pop("wants_activity_hidden")
    is_shown = form.cleaned_data.pop("wants_follows_shown")
    describing.describe(member=request.user, **form.cleaned_data)
    describing.hide_activity(member=request.user, is_hidden=is_hidden)
    describing.show_follows(member=request.user, is_shown=is_shown)
    messages.success(request, "Your profile has been saved.")
    return redirect("members:settings")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def address(request: MemberRequest) -> HttpResponse:
    form = AddressForm(request.POST or None, member=request.user)
    if form.is_valid():
        try:
            addressing.move(request.user, **form.cleaned_data)
        except NameNotAllowed as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, "Your address has been changed.")
            return redirect("members:settings")
    status = 422 if form.is_bound else 200
    return render(request, "members/settings_address.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reading(request: MemberRequest) -> HttpResponse:
    form = ReadingForm(request.POST or None, member=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "members/settings_reading.html", {"form": form}, status=status)
    describing.choose_reading(member=request.user, **form.cleaned_data)
    messages.success(request, "Your choice has been saved.")
    return redirect("members:settings_reading")


@require_POST
@login_required
def avatar(request: MemberRequest) -> HttpResponse:
    form = AvatarForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, avatar_form=form)
    limits.spend(Action.PICTURE, member=request.user, ip=client_address(request))
    try:
        avatars.replace(member=request.user, data=form.cleaned_data["picture"], crop=form.crop)
    except (PictureRefused, PicturesAreOff) as refusal:
        form.add_error("picture", str(refusal))
        return _show(request, avatar_form=form)
    messages.success(request, "Your picture has been changed.")
    return redirect("members:settings")


@require_POST
@login_required
def avatar_remove(request: MemberRequest) -> HttpResponse:
    avatars.remove(member=request.user)
    messages.success(request, "Your picture has been removed.")
    return redirect("members:settings")


def _show(
    request: MemberRequest,
    *,
    profile_form: ProfileForm | None = None,
    avatar_form: AvatarForm | None = None,
) -> HttpResponse:
    """The page of settings, with what was wrong in one of its forms."""
    is_refused = any(form and form.is_bound for form in (profile_form, avatar_form))
    context = {
        "member": request.user,
        "profile_form": profile_form or ProfileForm(member=request.user),
        "avatar_form": avatar_form or AvatarForm(),
    }
    return render(request, "members/settings.html", context, status=422 if is_refused else 200)
