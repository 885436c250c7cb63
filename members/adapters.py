"""The few places where django-allauth asks us something."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from harringay.client_address import client_address
from members import changing_email, decisions, leaving, limits, naming, second_factors, signing_out
from members.limits import Action
from members.models import BarredEmail, Member, Safeguards, Switch

# Mail that anyone can have sent to any address; what tells of a change is not among it.
ASKED_FOR = {
    "account/email/account_already_exists",
    "account/email/account_barred",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/login_code",
    "account/email/password_reset_key",
    "account/email/unknown_account",
}
EMAIL_LENGTH = 254  # of all that can be delivered to (RFC 5321), and of what is kept
# What reached us through the mailbox proves the mailbox.
BY_MAIL = {"code", "password_reset"}


def display_name(member: Member) -> str:
    return member.shown_name


class AccountAdapter(DefaultAccountAdapter):
    """Our answers about accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That e-mail address and password do not go together.",
        "username_password_mismatch": "That address and password do not go together.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password. Please type the one you have now.",
        "incorrect_code": "That is not the code. Please look again.",
        "too_many_login_attempts": "That was not the code, three times. Please ask for a new one.",
        "duplicate_email": "That is your address already.",
        "email_taken": "That address belongs to another account.",
    }

    # What is taken ----------------------------------------------------------------------

    def clean_email(self, email: str) -> str:
        if len(email) > EMAIL_LENGTH:
            raise ValidationError(f"Please give an address of {EMAIL_LENGTH} characters at most.")
        return email

    # Where people may be sent -----------------------------------------------------------

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path on this very host (safety S-24)."""
        if not url or not url.startswith("/") or "\\" in url or not url.isprintable():
            return False
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if isinstance(request.user, Member) and second_factors.is_missing(request.user):
            return reverse("mfa_index")
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Unless they came to write something, which they are led back to."""
        return reverse("notifications:welcome")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("members:settings")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        if self.request.user.is_authenticated:
            return reverse("account_email")
        return str(super().get_email_verification_redirect_url(email_address))

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "0", "key": "0"})
        return f"{settings.SITE_URL}{path.replace('0-0', key)}"

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104  names nobody; a socket has none

    # Who may join, and sign in ----------------------------------------------------------

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  as allauth calls it
        """Not while either switch is on (safety L-22)."""
        safeguards = Safeguards.current()
        return not (safeguards.is_on(Switch.JOINING_OFF) or safeguards.is_on(Switch.READ_ONLY))

    def save_user(
        self,
        request: HttpRequest,
        user: AbstractBaseUser,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002  as allauth calls it
    ) -> AbstractBaseUser:
        _as_member(user).name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:  # noqa: ARG002
        member = _as_member(user)
        member.address = naming.free_address(member.name)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Counts every try, and gives the count back for a right one."""
        account = credentials.get("email") or credentials.get("username") or ""
        ip = self.get_client_ip(request)
        spent = limits.spend(Action.SIGN_IN_FAILURE, member=None, ip=ip, subject=account)
        user = super().authenticate(request, **credentials)
        if user:
            limits.refund(spent)
        return user

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **login: Any
    ) -> HttpResponse | None:
        member = _as_member(user)
        if not (member.may_sign_in or _may_come_back(member)):
            return self.respond_user_inactive(request, member)
        records = get_authentication_records(request, member)
        if records and records[-1]["method"] in BY_MAIL:
            _confirm_mailbox(member)
        return super().pre_login(request, member, **login)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **login: Any
    ) -> HttpResponse:
        """To sign in again is to come back (safety L-51)."""
        member = _as_member(user)
        if member.is_leaving:
            leaving.come_back(member)
            messages.success(request, "Welcome back. Your account stays, with all that is in it.")
        return super().post_login(request, member, **login)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Say plainly why not; whoever is told this knew the password, or had the code."""
        member = _as_member(user)
        is_kept_out = member.is_suspended or member.is_banned
        pages = decisions.addresses_for(member) if is_kept_out else []
        context = {"member": member, "decisions": pages}
        return render(request, "account/account_inactive.html", context, status=403)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """A changed address ends every other session (safety S-16)."""
        is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed:
            member, here = _as_member(email_address.user), request.session.session_key
            signing_out.sign_out_everywhere(member=member, keep=here)
        return is_confirmed

    def logout(self, request: HttpRequest) -> None:
        """As a member who presses *Sign out* means it."""
        if isinstance(request.user, Member):
            signing_out.sign_out_here(member=request.user, session=request.session)
        super().logout(request)

    # Mail -------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix in ASKED_FOR:
            ip = self.get_client_ip(self.request)
            limits.spend(Action.ACCOUNT_MAIL, member=None, ip=ip, subject=email)
        super().send_mail(template_prefix, email, context | {"site_url": settings.SITE_URL})

    def send_account_already_exists_mail(self, email: str) -> None:
        """What somebody gets by mail who cannot join: others see no difference (safety S-18)."""
        if BarredEmail.objects.matching(email).exists():
            self.send_mail("account/email/account_barred", email, {})
        else:
            super().send_account_already_exists_mail(email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        context = context or {}
        if template_prefix == "account/email/email_changed":
            old, new = context["from_email"], context["to_email"]
            if change := changing_email.note(member=_as_member(user), old=old, new=new):
                context = context | {"undo_token": changing_email.undo_token(change)}
        super().send_notification_mail(template_prefix, user, context, email)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Our answers about the second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. Please look again.",
        "unverified_email": "Please confirm your e-mail address first.",
    }

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002  as allauth calls it
    ) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "My passkey" if number == 1 else f"My passkey {number}"

    def build_totp_svg(self, url: str) -> str:
        """The square to photograph, as an element of the page: a data: address is none."""
        svg = super().build_totp_svg(url)
        name = 'role="img" aria-label="A square code for your authenticator app"'
        return svg[svg.index("<svg") :].replace("<svg", f"<svg {name}", 1)


def _as_member(user: object) -> Member:
    """What allauth knows as some kind of user."""
    return cast("Member", user)


def _may_come_back(member: Member) -> bool:
    """Those who asked to be forgotten, while nothing but that keeps them out."""
    return member.is_leaving and not (member.is_suspended or member.is_banned)


def _confirm_mailbox(member: Member) -> None:
    """Members from the old site have an address here that nobody has confirmed yet."""
    EmailAddress.objects.update_or_create(
        user=member, email=member.email, defaults={"verified": True, "primary": True}
    )
