"""allauth's forms in our words, with our limits, and each thing asked for once."""

from typing import Any, ClassVar, NamedTuple

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest  # noqa: TID251  allauth's forms are handed the request

from harringay.client_address import client_address
from harringay.for_people import ForPeople
from harringay.limiter import Window
from members import limits, password_rules, signing_out
from members.forms import AgeField, NameField
from members.limits import Action
from members.models import BarredEmail, Member

AS_TYPED = {"autocapitalize": "none", "spellcheck": "false"}
CODE_ATTRS = {"autocomplete": "one-time-code", "autocapitalize": "characters", "size": "12"}


class Words(NamedTuple):
    """What a field is called, what helps to fill it in, and its element's attributes."""

    label: str
    hint: str = ""
    attrs: dict[str, str] = {}


EMAIL = Words("Your e-mail address")
PASSWORD = Words("Your password")
NEW_PASSWORD = Words("Your new password", password_rules.HINT)
FIRST_PASSWORD = NEW_PASSWORD._replace(label="Choose a password")
MAILED_CODE = Words("The code from the e-mail", "", CODE_ATTRS)
APP_CODE = Words("The code that your app shows, or a recovery code", "", CODE_ATTRS)


class Worded:
    """Gives fields the words that the class lists; nothing is explained by a placeholder."""

    words: ClassVar[dict[str, Words]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Asked once: a password manager fills it in, and a wrong one is reset by mail.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if words := self.words.get(name):
                field.label, field.help_text = words.label, words.hint
                field.widget.attrs |= words.attrs


class SignUpForm(Worded, ForPeople, account.SignupForm):
    """Joining, in one screen; a code that is mailed does the rest."""

    name = NameField(label="Your name", help_text="Neighbours see it beside what you write.")
    age = AgeField()
    field_order = ["name", "email", "password1", "age"]
    words = {
        "email": Words("Your e-mail address", "We send a code to it. Nobody else sees it."),
        "password1": FIRST_PASSWORD,
    }

    def validate_unique_email(self, value: str) -> str:
        email: str = super().validate_unique_email(value)
        # To a stranger it is an account like others that exist already (safety S-18).
        if BarredEmail.objects.matching(email).exists():
            self.account_already_exists = True
        return email

    def try_save(self, request: HttpRequest) -> Any:
        limits.spend(Action.JOIN, member=None, ip=client_address(request))
        if self.account_already_exists:
            # As long as for a new account, so that the clock tells no more than the page.
            make_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # A second click, or a namesake at the same moment, was quicker.
            self.validate_unique_email(self.cleaned_data["email"])
            return super().try_save(request)


class SignInForm(Worded, account.LoginForm):
    """Signing in by password."""

    words = {
        "login": Words(
            "Your e-mail address",
            "Or the last word of your profile’s address here.",
            {"autocomplete": "username"} | AS_TYPED,
        ),
        "password": PASSWORD,
    }

    def user_credentials(self) -> dict[str, Any]:
        credentials: dict[str, Any] = super().user_credentials()
        if "email" in credentials:
            # No address here looks like an e-mail address, and trying both would take twice as
            # long for an account that exists.
            credentials.pop("username", None)
        return credentials


class RequestCodeForm(Worded, account.RequestLoginCodeForm):
    """Asking for a code to sign in with."""

    words = {"email": EMAIL}


class SignInCodeForm(Worded, account.ConfirmLoginCodeForm):
    """Signing in with the code."""

    words = {"code": MAILED_CODE}


class EmailCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    """Showing that an e-mail address is one's own."""

    words = {"code": MAILED_CODE}


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Asking for a link to a new password."""

    words = {"email": EMAIL}


class NewEmailForm(Worded, account.AddEmailForm):
    """Changing the e-mail address; it is changed once a code has come back from the new one."""

    words = {"email": Words("Your new e-mail address", "Nothing changes before it is confirmed.")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """A new password by the old one."""

    words = {"oldpassword": Words("Your password now"), "password1": NEW_PASSWORD}
    user: Member

    def clean_oldpassword(self) -> str:
        # Whoever finds a browser signed in must not be able to guess at leisure.
        spent = _spend_try(self.user)
        password = super().clean_oldpassword()
        limits.refund(spent)
        return password

    def save(self) -> None:
        super().save()
        _sign_out_elsewhere(self.user)


class SetPasswordForm(Worded, account.SetPasswordForm):
    """The first password of a member who came from the old site."""

    words = {"password1": FIRST_PASSWORD}


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):
    """A new password by a mailed link. Whoever was signed in no longer is."""

    words = {"password1": NEW_PASSWORD}
    user: Member

    def save(self) -> None:
        super().save()
        _sign_out_elsewhere(self.user)


class ConfirmPasswordForm(Worded, account.ReauthenticateForm):
    """The password again, before something that matters."""

    words = {"password": PASSWORD}


class AppCodeForm(Worded, second_factor.AuthenticateForm):
    """The second factor of a sign-in; as hard to guess at as a password."""

    words = {"code": APP_CODE}
    user: Member

    def clean_code(self) -> str:
        spent = _spend_try(self.user)
        code = super().clean_code()
        limits.refund(spent)
        return code


class ConfirmAppCodeForm(Worded, second_factor.ReauthenticateForm):
    """The second factor again, before something that matters."""

    words = {"code": APP_CODE}
    user: Member

    def clean_code(self) -> str:
        spent = _spend_try(self.user)
        code = super().clean_code()
        limits.refund(spent)
        return code


class ActivateAppForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new authenticator app, which shows that it has been set up."""

    words = {"code": Words("The code that your app shows", "", CODE_ATTRS)}


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):
    """A new passkey or security key."""

    words = {
        "name": Words("A name for it", "So that you know it again, such as “my phone”."),
        "passwordless": Words(
            "Let it sign me in without a password",
            "A passkey on your own phone or computer can; some security keys cannot.",
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What nearly everybody comes for, and the welcome promises.
        self.fields["passwordless"].initial = True


class EditKeyForm(Worded, webauthn.EditWebAuthnForm):
    """Another name for a passkey or security key."""

    words = {"name": Words("A name for it")}


def _sign_out_elsewhere(member: Member) -> None:
    here = context.request.session.session_key
    signing_out.sign_out_everywhere(member=member, keep=here)


def _spend_try(member: Member) -> list[Window]:
    """Counted apart from tries to sign in, or strangers could keep a member from confirming."""
    ip, subject = client_address(context.request), f"signed in: {member.pk}"
    return limits.spend(Action.SIGN_IN_FAILURE, member=None, ip=ip, subject=subject)
