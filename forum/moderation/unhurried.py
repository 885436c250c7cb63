"""A form that asks no puzzle: a field that people do not see, and three seconds (safety L-11)."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.signing import BadSignature, TimestampSigner

FASTEST: Final = timedelta(seconds=3)
_SIGNER: Final = TimestampSigner(salt="a form was shown")


class UnhurriedForm(forms.Form):
    """A form that programs fill in too fast, or too fully.

    Where `is_never_refused`, what looks like a program is taken all the same, and flagged.
    """

    is_never_refused = False

    website = forms.CharField(label="Leave this empty", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.looks_hurried and not self.is_never_refused:
            self.add_error(None, "That was very quick. Please press Send once more.")
        return cleaned

    @property
    def looks_hurried(self) -> bool:
        filled_in = bool(self.data.get("website"))
        return filled_in or not self._was_shown(before=FASTEST)

    @property
    def shown(self) -> str:
        """The moment at which it was first shown, signed; for a hidden field."""
        given = self.data.get("shown", "")
        return given if self._was_shown() else _SIGNER.sign("")

    def _was_shown(self, before: timedelta = timedelta(0)) -> bool:
        try:
            _SIGNER.unsign(self.data.get("shown", ""))
        except BadSignature:
            return False
        if not before:
            return True
        try:
            _SIGNER.unsign(self.data["shown"], max_age=before)
        except BadSignature:
            return True
        return False
