"""What whoever wrote something says to a legal notice about it."""

from typing import Any

from django import forms

from forum.moderation.noticing import Details
from harringay import text

_STANDS = "stay"
_YES = "yes"
_MISSING = "The law asks us for this, where the words are to stay."


class AnswerForm(forms.Form):
    """Taken down, or to stay: then the law asks who wrote it (SI 2013/3028, schedule, para 2)."""

    wish = forms.ChoiceField(
        label="What do you wish?",
        choices=[("", "Please choose"), ("down", "Take it down"), (_STANDS, "It should stay")],
        error_messages={"required": "Please choose one of the two."},
    )
    name = forms.CharField(
        label="Your full name",
        help_text="Only if it should stay.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    postal_address = forms.CharField(
        label="Your postal address",
        help_text="Only if it should stay.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
    )
    may_pass_on = forms.ChoiceField(
        label="May we pass your name and address on to whoever sent the notice?",
        choices=[("no", "No"), (_YES, "Yes")],
        required=False,
        initial="no",
    )

    def clean_name(self) -> str:
        return text.single_line(self.cleaned_data["name"])

    def clean_postal_address(self) -> str:
        return text.plain(self.cleaned_data["postal_address"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("wish") == _STANDS:
            for field in ("name", "postal_address"):
                if not cleaned.get(field):
                    self.add_error(field, _MISSING)
        return cleaned

    @property
    def answer(self) -> dict[str, Any]:
        """What `noticing.answer` is told, once it is valid."""
        said = self.cleaned_data
        if said["wish"] != _STANDS:
            return {"may_stand": False}
        return {
            "may_stand": True,
            "details": Details(said["name"], said["postal_address"]),
            "may_pass_on": said["may_pass_on"] == _YES,
        }
