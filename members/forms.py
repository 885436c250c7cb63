"""What members fill in about themselves."""

from typing import Any

from django import forms
from django.conf import settings

from harringay import text
from harringay.fields import LineField
from harringay.pictures import MAX_BYTES, MAX_MEGABYTES, MAX_SIDE
from members import naming
from members.errors import NameNotAllowed
from members.models import Choice, Member, TextSize

ABOUT_LENGTH = 2000
SEARCH_LENGTH = 100
SMALLEST_SIDE = 16  # pixels: of fewer nobody makes out a face


class NameField(LineField):
    """The name that is shown; `member` is who bears it, where somebody does already."""

    def __init__(self, *, label: str, help_text: str = "", member: Member | None = None) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=naming.NAME_LENGTH,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.member = member

    def clean(self, value: Any) -> str:
        try:
            return naming.clean_name(super().clean(value), member=self.member)
        except NameNotAllowed as problem:
            raise forms.ValidationError(str(problem)) from problem


class AgeField(forms.ChoiceField):
    """Whether somebody is old enough to join; when they were born is not asked (safety L-58)."""

    OLD_ENOUGH, TOO_YOUNG = "old enough", "too young"

    def __init__(self) -> None:
        super().__init__(label="Your age", choices=self._answers)

    def _answers(self) -> list[tuple[str, str]]:
        least = settings.MINIMUM_AGE
        return [
            ("", "Please choose"),
            (self.OLD_ENOUGH, f"I am {least} or older"),
            (self.TOO_YOUNG, f"I am under {least}"),
        ]

    def clean(self, value: Any) -> str:
        answer: str = super().clean(value)
        if answer == self.TOO_YOUNG:
            raise forms.ValidationError(
                f"You have to be {settings.MINIMUM_AGE} to have an account. We have kept nothing "
                "of what you typed. You can read everything here without one."
            )
        return answer


class ProfileForm(forms.Form):
    """What neighbours see of a member."""

    name = NameField(label="Your name", help_text="It stands beside everything you write.")
    area = LineField(
        label="Where you live",
        help_text="A street or a corner, as exactly as you like, or nothing.",
        max_length=80,
        required=False,
    )
    about = forms.CharField(
        label="About you",
        help_text="What neighbours might like to know. Plain text.",
        max_length=ABOUT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    wants_follows_shown = forms.BooleanField(
        label="Show what I follow",
        help_text="Your profile then leads to the discussions, categories and tags that you "
        "follow. Otherwise nobody sees them.",
        required=False,
    )
    wants_activity_hidden = forms.BooleanField(
        label="Hide my activity",
        help_text="No list and no feed of what you write, and nothing of it in Latest Activity. "
        "It still stands, with your name, where you wrote it.",
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": member.name,
            "area": member.area,
            "about": member.about,
            "wants_follows_shown": member.wants_follows_shown,
            "wants_activity_hidden": member.wants_activity_hidden,
        }
        super().__init__(*args, **kwargs)
        self.fields["name"].member = member  # type: ignore[attr-defined]

    def clean_about(self) -> str:
        return text.plain(self.cleaned_data["about"]).strip()


class AddressForm(forms.Form):
    """The address of one's profile."""

    address = forms.CharField(
        label="The last word of your profile’s address",
        help_text="You can sign in with it.",
        max_length=naming.ADDRESS_LENGTH,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    is_followed = forms.BooleanField(
        label="Let links to my old addresses lead to the new one",
        help_text="Otherwise they stop working, and others may take them.",
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs["initial"] = {"address": member.address, "is_followed": True}
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_address(self) -> str:
        try:
            return naming.clean_address(self.cleaned_data["address"], member=self.member)
        except NameNotAllowed as problem:
            raise forms.ValidationError(str(problem)) from problem


class ReadingForm(forms.Form):
    """How a member wishes to read."""

    text_size = forms.ChoiceField(
        label="Text size",
        help_text="Beside what your browser does: here it holds wherever you sign in.",
        choices=TextSize.choices,
        # One is always chosen: it need not be asked for.
        required=False,
    )
    wants_shortcuts = forms.BooleanField(
        label="Keyboard shortcuts",
        help_text="Single keys that lead about, such as J to the next reply. Leave them off if you "
        "speak to your computer, or press keys by accident.",
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "text_size": member.text_size,
            "wants_shortcuts": member.wants_shortcuts,
        }
        super().__init__(*args, **kwargs)

    def clean_text_size(self) -> str:
        return self.cleaned_data["text_size"] or TextSize.NORMAL


class PixelsField(forms.IntegerField):
    """A length in pixels of the upright picture; empty where the middle is to be used."""

    def __init__(self, label: str, *, least: int = 0) -> None:
        super().__init__(
            label=label,
            min_value=least,
            max_value=MAX_SIDE,
            required=False,
            error_messages={
                "invalid": "Please type a whole number, such as 120.",
                "min_value": "Please type a number that is not below %(limit_value)s.",
                "max_value": "Please type a number that is not above %(limit_value)s.",
            },
        )
        self.widget.attrs |= {"inputmode": "numeric"}


class AvatarForm(forms.Form):
    """A picture of oneself. What is in the file is found out by harringay.pictures."""

    picture = forms.FileField(
        label="A picture of you",
        help_text=f"JPEG, PNG, WebP or GIF, up to {MAX_MEGABYTES} MB. We use the square middle, "
        "unless you choose another part.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={"empty": "That file is empty. Please choose another."},
    )
    left = PixelsField("How far from the left it begins")
    top = PixelsField("How far from the top it begins")
    side = PixelsField("How wide and high it is", least=SMALLEST_SIDE)

    CROP = ("left", "top", "side")

    def clean_picture(self) -> bytes:
        picture = self.cleaned_data["picture"]
        if picture.size > MAX_BYTES:
            raise forms.ValidationError(
                f"That file is too big: we take pictures up to {MAX_MEGABYTES} MB."
            )
        data: bytes = picture.read()
        return data

    def clean(self) -> None:
        numbers = [self.cleaned_data.get(name) for name in self.CROP]
        if not self.errors.keys() & set(self.CROP) and 0 < numbers.count(None) < len(numbers):
            missing = self.CROP[numbers.index(None)]
            self.add_error(missing, "Please fill in all three numbers, or none of them.")

    @property
    def crop(self) -> tuple[int, int, int, int] | None:
        """The square that was chosen, (left, top, right, bottom); None for the middle."""
        left, top, side = (self.cleaned_data[name] for name in self.CROP)
        return None if side is None else (left, top, left + side, top + side)

    @property
    def has_chosen_a_part(self) -> bool:
        """Whether anything was typed into the numbers, right or wrong."""
        return any(self[name].value() for name in self.CROP)


class DirectoryForm(forms.Form):
    """Which members to list; a query string may hold anything, and nonsense finds nobody."""

    SORTS = (("name", "By name"), ("newest", "Newest first"))

    q = forms.CharField(label="Search by name", max_length=SEARCH_LENGTH, required=False)
    sort = forms.ChoiceField(label="Order", choices=SORTS, required=False)


class LeavingForm(forms.Form):
    """Asking to be forgotten."""

    choice = forms.ChoiceField(
        label="What you wrote",
        choices=Choice.choices,
        initial=Choice.KEEP,
        help_text="If it is removed, a line says that something stood there, and answers stay.",
    )
