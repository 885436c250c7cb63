"""What residents write, checked, and given back with a message where it cannot be kept."""

import re
import uuid
from datetime import datetime
from typing import Any, Self

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from forum import mentioning
from forum.models import NEWS_LASTS, Category, Discussion, Reply
from harringay import compiled, html, text
from members.models import Viewer

TITLE_LENGTH = 200
MOST_TAGS = 10
TAG_LENGTH = 50
HOW_TO_MENTION = "Write @ and a neighbour’s name to tell them."
PARENT_IS_GONE = "The reply you were answering is no longer there."


class LineField(forms.CharField):
    """One line of plain text, without control characters."""

    def to_python(self, value: Any) -> str:
        return text.single_line(super().to_python(value) or "")


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

    def to_python(self, value: Any) -> str:
        # Not stripped: white space at the start of a preformatted line is meant.
        return text.plain(value or "")


class TagsField(forms.CharField):
    """Tags with commas between them; a tag may be several words."""

    def clean(self, value: Any) -> list[str]:
        named = (text.single_line(part) for part in re.split(r"[,;\n]", value or ""))
        tags = list({tag.casefold(): tag for tag in named if tag}.values())
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"{MOST_TAGS} tags at most, please. You gave {len(tags)}.")
        if any(len(tag) > TAG_LENGTH for tag in tags):
            raise forms.ValidationError(f"A tag can have {TAG_LENGTH} characters at most.")
        return tags


class WritingForm(forms.Form):
    """A body in one of its two formats, and the form's own token.

    The token makes one post of a form that is sent twice (safety R-08).
    """

    body = BodyField(label="What would you like to say?", help_text=HOW_TO_MENTION)
    format = FormatField(choices=[(html.TEXT, "Plain text"), (html.HTML, "HTML")], required=False)
    submission = SubmissionField(required=False, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Our labels have no colon, which Django would have translated for each form.
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    def clean_format(self) -> str:
        return self.cleaned_data["format"] or html.TEXT

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "body" in cleaned:
            self._clean_body(cleaned["body"], cleaned.get("format", html.TEXT))
        return cleaned

    def _clean_body(self, body: str, body_format: str) -> None:
        try:
            body_html = html.render(body, body_format)
        except html.Unclean as problem:
            self.add_error("body", str(problem))
            return
        if not (html.to_text(body_html).strip() or "<img" in body_html):
            self.add_error("body", "There is nothing here yet. Please write something.")

    def preview_html(
        self,
        discussion: Discussion | None = None,
        *,
        changed: Discussion | Reply | None = None,
    ) -> str:
        """How the words will look in this discussion; empty where they cannot be kept."""
        if "body" not in self.cleaned_data:
            return ""
        words = self.cleaned_data["body"], self.cleaned_data.get("format", html.TEXT)
        draft = Reply()
        draft.set_body(*words, mentioning.find(*words, discussion=discussion, changed=changed))
        return draft.body_html

    @property
    def words(self) -> dict[str, Any]:
        """What every verb of writing takes."""
        return {"body": self.cleaned_data["body"], "body_format": self.cleaned_data["format"]}


class ReplyForm(WritingForm):
    """A reply to a discussion, or to a reply in it."""

    body = BodyField(label="Your reply", help_text=HOW_TO_MENTION)
    parent = ParentField(required=False, error_messages={"invalid": PARENT_IS_GONE})

    def __init__(self, *args: Any, discussion: Discussion, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._discussion = discussion
        self._viewer = viewer

    def clean_parent(self) -> Reply | None:
        pk = self.cleaned_data["parent"]
        if pk is None:
            return None
        found: Reply | None = _VISIBLE_TO_ALL.first(self._discussion.pk, pk)
        if found:
            return found
        # A moderator may see more.
        replies = Reply.objects.in_discussion(self._discussion).visible_to(self._viewer)
        parent = replies.filter(pk=pk).first()
        if parent is None:
            raise forms.ValidationError(PARENT_IS_GONE)
        return parent


_VISIBLE_TO_ALL = compiled.Query(
    lambda discussion, pk: Reply.objects.visible_to(AnonymousUser()).filter(
        discussion=discussion, pk=pk
    ),
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

    title = LineField(label="Title", max_length=TITLE_LENGTH)
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
        Category.objects.none(), label="Category", empty_label="Choose one"
    )

    field_order = ["title", "category", "body", "tags"]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to_viewer = Category.objects.open_to(viewer).in_order()
        self.fields["category"].queryset = open_to_viewer  # type: ignore[attr-defined]
