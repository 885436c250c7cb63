"""The fields of what residents write: what each makes of what was typed."""

import re
from typing import Any, Self

from django import forms

from harringay import pictures, text
from harringay.fields import LineField

NOTHING_WRITTEN = "There is nothing here yet. Please write something."
MOST_TAGS = 10
TAG_LENGTH = 50
MOST_TYPED = 2000  # characters: whoever sends more has no few tags, and is not read to the end


class SharedField(forms.Field):
    """A field that nothing changes once it is declared: forms share it.

    Django copies each field for each form, which takes a reply's form as long as all else in it.
    """

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


class SubmissionField(SharedField, forms.UUIDField):
    """A form's own token, new in every form."""

    widget = forms.HiddenInput


class FormatField(SharedField, forms.ChoiceField):
    """In which of the two ways a body is written."""

    widget = forms.HiddenInput


class ParentField(SharedField, forms.IntegerField):
    """The key of the reply that is being answered.

    A choice among replies would compose their query for each form, with or without a parent.
    """

    widget = forms.HiddenInput


class BodyField(SharedField, forms.CharField):
    """What somebody wrote. Its length is checked with the rest of it, by harringay.html."""

    widget = forms.Textarea
    default_error_messages = {"required": NOTHING_WRITTEN}

    def to_python(self, value: Any) -> str:
        # Not stripped: white space at the start of a preformatted line is meant.
        return text.plain(value or "")


class TagsField(forms.CharField):
    """Tags with commas between them; a tag may be several words."""

    def clean(self, value: Any) -> list[str]:
        if len(value or "") > MOST_TYPED:
            raise forms.ValidationError(f"{MOST_TAGS} tags at most, please.")
        named = (text.single_line(part) for part in re.split(r"[,;\n]", value or ""))
        tags = list({tag.casefold(): tag for tag in named if tag}.values())
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"{MOST_TAGS} tags at most, please. You gave {len(tags)}.")
        if any(len(tag) > TAG_LENGTH for tag in tags):
            raise forms.ValidationError(f"A tag can have {TAG_LENGTH} characters at most.")
        return tags


class PictureField(SharedField, forms.FileField):
    """A picture to add. What is in the file is found out by harringay.pictures."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"})

    def clean(self, value: Any, initial: Any = None) -> bytes:
        picture = super().clean(value, initial)
        if picture is None:
            return b""
        if picture.size > pictures.MAX_BYTES:
            raise forms.ValidationError(
                f"That file is too big: we take pictures up to {pictures.MAX_MEGABYTES} MB."
            )
        data: bytes = picture.read()
        return data


class PictureWordsField(SharedField, LineField):
    """What is in a picture."""


class DecorationField(SharedField, forms.BooleanField):
    """Whether there is nothing in it to be said."""
