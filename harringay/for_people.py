"""Forms that strangers send, and programs would too: instead of a puzzle, two quiet questions.

A field that nobody sees stays empty, and nobody fills a form in within three seconds. Neither asks
anything of a neighbour, of their password manager or of their screen reader; whoever is taken for
a program is told what to do, and loses nothing (safety L-11).
"""

import time
from typing import Any, Final

from django import forms
from django.core.signing import BadSignature, Signer

QUICKEST: Final = 3  # seconds, safety L-11
# A page may lie open over a meal; a program may not use one stamp for ever.
LONGEST: Final = 24 * 60 * 60  # seconds

FILLED: Final = "Something filled in a field that stays empty. It is empty again: please send this."
TOO_QUICK: Final = "That was very quick. Please wait a moment, and send it again."
TOO_OLD: Final = "This page had been open for too long. Please send it again in a moment."


_SIGNER: Final = Signer(salt="harringay.for_people")


def stamp() -> str:
    """When a form was shown: signed, so that no session has to remember it."""
    return _SIGNER.sign(str(time.time()))


class StampField(forms.CharField):
    """When the form was shown; a form that is shown again keeps its moment while that is good."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if _is_good(data, LONGEST) else initial


class DecoyField(forms.CharField):
    """Out of everyone's sight, and out of the tab order; emptied whenever it is shown again."""

    is_decoy = True
    widget = forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})

    def bound_data(self, _data: Any, _initial: Any) -> Any:
        return ""


class ForPeople(forms.Form):
    """Put among the bases of a form that visitors send.

    Its template shows each field with site/_field.html, which keeps the decoy out of sight.
    """

    homepage = DecoyField(label="Leave this empty", required=False)
    shown_at = StampField(required=False, initial=stamp)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if problem := _problem(cleaned.get("homepage", ""), cleaned.get("shown_at", "")):
            self.doubt(problem)
        return cleaned

    def doubt(self, problem: str) -> None:
        """Refuse what a program may have sent; a form that may not refuse it does otherwise."""
        self.add_error(None, problem)


def _problem(homepage: str, shown_at: str) -> str:
    if homepage:
        return FILLED
    if not _is_good(shown_at, LONGEST):
        return TOO_OLD
    return TOO_QUICK if _is_good(shown_at, QUICKEST) else ""


def _is_good(shown_at: Any, seconds: int) -> bool:
    """Whether a stamp is ours, and younger than that."""
    try:
        moment = float(_SIGNER.unsign(str(shown_at)))
    except BadSignature:
        return False
    # One from the future was made before the clock was put back, and says nothing any more.
    return 0 <= time.time() - moment < seconds
