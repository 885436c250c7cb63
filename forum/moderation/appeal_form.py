"""What somebody says for their appeal."""

from typing import Any

from django import forms

from forum.moderation.models import EMAIL_LENGTH, WORDS_LENGTH
from harringay.fields import LinesField


class AppealForm(forms.Form):
    """Why the decision is wrong, and where to answer whoever has no account."""

    words = LinesField(
        label="Why do you think that we are wrong?",
        help_text="In your own words. Say what we did not know, or did not see.",
        min_length=10,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=EMAIL_LENGTH,
        help_text="For our answer, and for nothing else.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, asks_for_email: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_email:
            del self.fields["email"]
