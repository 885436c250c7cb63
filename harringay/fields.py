"""Fields of plain text that every app's forms use, and what keys of rows may be sent as."""

from typing import Any, Final

from django import forms

from harringay import text

LARGEST_KEY: Final = 2**63 - 1
_DIGITS: Final = len(str(LARGEST_KEY))


class LineField(forms.CharField):
    """One line of plain text, without control characters, as long as it is then."""

    def to_python(self, value: Any) -> str:
        return text.single_line(super().to_python(value) or "")


class LinesField(forms.CharField):
    """Some lines of plain text, with what shows taken as all there is.

    A browser counts the end of a line once, and sends it as two characters.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return text.plain(super().to_python(value) or "")


def key_in(sent: str) -> int | None:
    """The key of a row, or None: of a larger one no database can even be asked."""
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= _DIGITS):
        return None
    key = int(sent)
    return key if key <= LARGEST_KEY else None
