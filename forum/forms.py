"""What residents write, checked, and given back with a message where it cannot be kept."""

import re
import uuid
from copy import copy
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone

from forum import mentioning, picturing, quoting
from forum.fields import (
    NOTHING_WRITTEN,
    BodyField,
    DecorationField,
    FormatField,
    ParentField,
    PictureField,
    PictureWordsField,
    SubmissionField,
    TagsField,
)
from forum.models import NEWS_LASTS, Category, Discussion, Reply
from harringay import compiled, html, pictures
from harringay.fields import LARGEST_KEY, LineField
from members.models import VISITOR, Viewer

TITLE_LENGTH = 200
PICTURE_WORDS_LENGTH = 200
HOW_TO_MENTION = "Write @ and a neighbour’s name to tell them."
PARENT_IS_GONE = "The reply you were answering is no longer there."


class PictureForm(forms.Form):
    """A picture, and what is said of it to whoever does not see it (safety A-23)."""

    picture = PictureField(
        label="Picture",
        help_text=f"JPEG, PNG, WebP or GIF, up to {pictures.MAX_MEGABYTES} MB. "
        "We take out where and when it was taken.",
        required=False,
        error_messages={"empty": "That file is empty. Please choose another."},
    )
    picture_words = PictureWordsField(
        label="Describe it for people who cannot see it",
        max_length=PICTURE_WORDS_LENGTH,
        required=False,
    )
    is_decoration = DecorationField(label="It is only decoration", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_said = cleaned.get("picture_words") or cleaned.get("is_decoration")
        if "picture" in cleaned and not cleaned["picture"]:
            self.add_error("picture", "Please choose a picture.")
        elif "picture_words" in cleaned and not is_said:
            self.add_error(
                "picture_words",
                "Please say what is in the picture, or tick that it is only decoration; "
                "and choose the file again.",
            )
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What the verb that takes a picture is given."""
        is_decoration = self.cleaned_data["is_decoration"]
        words = "" if is_decoration else self.cleaned_data["picture_words"]
        return {"data": self.cleaned_data["picture"], "words": words}


class WritingForm(forms.Form):
    """A body in one of its two formats, and the form's own token.

    The token makes one post of a form that is sent twice (safety R-08). `adding` is the picture
    that came with it: what was wrong with it is a mistake of this form, too.
    """

    body = BodyField(label="What would you like to say?", help_text=HOW_TO_MENTION)
    format = FormatField(choices=[(html.TEXT, "Plain text"), (html.HTML, "HTML")], required=False)
    submission = SubmissionField(required=False, initial=uuid.uuid4)

    def __init__(
        self, *args: Any, viewer: Viewer, adding: PictureForm | None = None, **kwargs: Any
    ) -> None:
        # Our labels have no colon, which Django would have translated for each form.
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.viewer = viewer
        self.adding = adding or PictureForm()

    def clean_format(self) -> str:
        return self.cleaned_data["format"] or html.TEXT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "body" in cleaned:
            self._clean_body(cleaned["body"], cleaned.get("format", html.TEXT))
        for mistakes in self.adding.errors.values():
            self.add_error(None, mistakes)
        return cleaned

    def _clean_body(self, body: str, body_format: str) -> None:
        try:
            body_html = html.render_post(body, body_format)
        except html.Unclean as problem:
            self.add_error("body", str(problem))
            return
        if not (html.says_something(body_html) or "<img" in body_html):
            self.add_error("body", NOTHING_WRITTEN)

    def preview_html(
        self,
        discussion: Discussion | None = None,
        *,
        changed: Discussion | Reply | None = None,
    ) -> str:
        """How the words will look in this discussion; empty where they cannot be kept.

        What readers would not be shown of a quotation is withheld here, too.
        """
        if "body" not in self.cleaned_data:
            return ""
        words = self.cleaned_data["body"], self.cleaned_data.get("format", html.TEXT)
        withheld = quoting.withheld_in(changed) if changed else []
        mentioned = mentioning.find(*words, discussion=discussion, changed=changed)
        pictured = picturing.find(*words, author=self.viewer, changed=changed)
        draft = copy(changed) if changed else Reply(discussion=discussion)
        draft.set_body(*words, mentioned, pictured)
        quoting.withhold(draft, withheld)
        return draft.body_html

    @property
    def names_address(self) -> str:
        """Where a behaviour asks for the names of those who may be mentioned."""
        return reverse("forum:names")

    @property
    def draft_address(self) -> str:
        """Where what is being written is kept; empty where nothing is, as of changes."""
        return ""

    @property
    def has_begun(self) -> bool:
        """Whether there is something to throw away."""
        return bool(self.draft_address and (self.is_bound or self.initial.get("body")))

    def write_on(self, more: str) -> None:
        """Begin, or go on, with more plain text."""
        body = self.initial.get("body", "")
        if self.initial.get("format") == html.HTML:
            self.initial["body"] = body + html.paragraphs(more) + "<p></p>"
        else:
            self.initial["body"] = f"{body}\n\n{more}" if body else more

    @property
    def words(self) -> dict[str, Any]:
        """What every verb of writing takes."""
        return {"body": self.cleaned_data["body"], "body_format": self.cleaned_data["format"]}


class ReplyForm(WritingForm):
    """A reply to a discussion, or to a reply in it."""

    body = BodyField(label="Your reply", help_text=HOW_TO_MENTION)
    parent = ParentField(
        required=False,
        min_value=1,
        max_value=LARGEST_KEY,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PARENT_IS_GONE),
    )

    def __init__(self, *args: Any, discussion: Discussion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._discussion = discussion

    @property
    def names_address(self) -> str:
        return f"{super().names_address}?{urlencode({'in': self._discussion.slug})}"

    @property
    def draft_address(self) -> str:
        return reverse("forum:reply_draft", args=[self._discussion.slug])

    def clean_parent(self) -> Reply | None:
        pk = self.cleaned_data["parent"]
        if pk is None:
            return None
        found: Reply | None = _VISIBLE_TO_ALL.first(self._discussion.pk, pk)
        if found:
            return found
        # A moderator may see more.
        replies = Reply.objects.in_discussion(self._discussion).visible_to(self.viewer)
        parent = replies.filter(pk=pk).first()
        if parent is None:
            raise forms.ValidationError(PARENT_IS_GONE)
        return parent


_VISIBLE_TO_ALL = compiled.Query(
    lambda discussion, pk: Reply.objects.visible_to(VISITOR).filter(discussion=discussion, pk=pk),
    slots=2,
)


class AllReadForm(forms.Form):
    """Up to when all is read: what came while the list was being looked at stays new."""

    read_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def clean_read_at(self) -> datetime:
        now = timezone.now()
        asked: datetime = self.cleaned_data["read_at"] or now
        return max(now - NEWS_LASTS, min(asked, now))


class EditReplyForm(WritingForm):
    """Changing a reply."""

    body = BodyField(label="Your reply", help_text=HOW_TO_MENTION)


class EditDiscussionForm(WritingForm):
    """Changing a discussion."""

    title = LineField(
        label="Title",
        max_length=TITLE_LENGTH,
        error_messages={"required": "Please give it a title."},
    )
    tags = TagsField(
        label="Tags",
        required=False,
        help_text="A few words people may look for, with commas between them. You can leave it.",
    )

    field_order = ["title", "body", "tags"]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not re.search(r"\w", title):
            raise forms.ValidationError("Please give it a title with some words in it.")
        return title


class DiscussionForm(EditDiscussionForm):
    """Starting a discussion."""

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label="Category",
        empty_label="Choose one",
        error_messages={
            "required": "Please choose a category.",
            "invalid_choice": "You cannot start anything in that category. Please choose another.",
        },
    )

    field_order = ["title", "category", "body", "tags"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to_viewer = Category.objects.open_to(self.viewer).in_order()
        self.fields["category"].queryset = open_to_viewer  # type: ignore[attr-defined]

    @property
    def draft_address(self) -> str:
        return reverse("forum:discussion_draft")
