"""What somebody reports, checked, and given back with a message where it cannot be taken."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Self

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.text import Truncator

from forum.moderation import targets
from forum.moderation.kinds import NEVER_REFUSED, WITH_EMAIL, WITHOUT_EMAIL, Kind
from forum.moderation.models import EMAIL_LENGTH, WORDS_LENGTH, LegalNotice, Relation
from forum.moderation.reporting import MOST_ADDRESSES, Statement
from harringay import text
from harringay.fields import LineField
from harringay.for_people import ForPeople
from members.models import Viewer
from members.permissions import can_moderate

# Safety L-03.
FEWEST_LETTERS: Final = 10
NAME_LENGTH: Final = 100
AT_MOST: Final = f"Please give {MOST_ADDRESSES} at most, and send the rest in a second report."
MOST_TYPED: Final = 20_000  # of addresses: whoever sends more is not read to the end
EMPTY: Final = "Please fill this in."
# Of what is no address here: so much of a line, and so many lines, are shown as what is meant.
SHOWN_LENGTH: Final = 60
MOST_SHOWN: Final = 3
WITH_EMAIL_WHY: Final = "We need it to answer you: with this kind of report we must."


class WordsField(forms.CharField):
    """Some lines of plain text; too long is said, and never cut off by the browser."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        messages = {
            "required": EMPTY,
            "max_length": f"Please keep this to {WORDS_LENGTH:,} letters. "
            "You have %(show_value)s: nothing you wrote is lost.",
        }
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=WORDS_LENGTH, error_messages=messages, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return text.plain(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class NameField(LineField):
    """A name on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=NAME_LENGTH, **kwargs)
        self.widget.attrs["autocomplete"] = "name"


class AddressesField(forms.CharField):
    """Addresses of this site, one on a line, as paths."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})

    def clean(self, value: Any) -> list[str]:
        super().clean(value)
        lines = [line for line in str(value).splitlines() if line.strip()]
        given = [(line.strip(), [targets.path_of(word) for word in line.split()]) for line in lines]
        if foreign := [line for line, paths in given if not all(paths)]:
            raise forms.ValidationError(_not_ours(foreign))
        found = list(dict.fromkeys(path for _, paths in given for path in paths))
        if len(found) > MOST_ADDRESSES:
            raise forms.ValidationError(f"You gave {len(found)} addresses. {AT_MOST}")
        return found


def _not_ours(lines: Sequence[str]) -> str:
    """That these lines hold something other than addresses of this site."""
    said = "; ".join(f"“{Truncator(line).chars(SHOWN_LENGTH)}”" for line in lines[:MOST_SHOWN])
    more = f" and {len(lines) - MOST_SHOWN} more" if len(lines) > MOST_SHOWN else ""
    what = "are not addresses of pages" if len(lines) > 1 else "is not the address of a page"
    return (
        f"{said}{more} {what} on this site. We can only act on pages here: "
        f"their addresses begin with {settings.SITE_URL}."
    )


class SentForm(ForPeople):
    """What every form has that goes to the moderators.

    Where `is_never_refused`, what looks like a program's is taken all the same, and flagged.
    """

    is_never_refused = False
    looks_hurried = False

    at = AddressesField(
        label="Where is it?",
        help_text="The address of the page. For more than one, put each on its own line.",
        error_messages={"required": "Please tell us where it is: the address of the page."},
        validators=[MaxLengthValidator(MOST_TYPED, AT_MOST)],
    )
    name = NameField(label="Your name", required=False)
    email = forms.EmailField(label="Your e-mail address", max_length=EMAIL_LENGTH, required=False)
    submission = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def doubt(self, problem: str) -> None:
        self.looks_hurried = True
        if not self.is_never_refused:
            super().doubt(problem)


class ReportForm(SentForm):
    """A report: where, what is wrong, and what we may do with the answer (safety L-03).

    What kind it is has been chosen before, for what is asked follows from it (L-04).
    """

    words = WordsField(
        rows=6,
        label="What is wrong?",
        help_text="In your own words. A line or two will do.",
        validators=[
            MinLengthValidator(FEWEST_LETTERS, "Please say a little more: 10 letters at least.")
        ],
    )
    support = WordsField(
        rows=3,
        label="Is there more that helps us?",
        help_text="Links, dates, or the words that you mean. You can leave this.",
        required=False,
    )
    relation = forms.ChoiceField(
        label="What has it to do with you?", choices=Relation.offered(), initial=Relation.OTHER
    )
    is_named = forms.BooleanField(label="Moderators may see that it was me", required=False)
    may_tell_author = forms.BooleanField(
        label="You may tell the person who wrote it that it was me", required=False
    )
    wants_updates = forms.BooleanField(
        label="Tell me what comes of it", required=False, initial=True
    )
    is_true = forms.BooleanField(
        label="I believe that what I say here is true",
        error_messages={"required": "Please tick this, if it is so."},
    )

    field_order = [
        *("at", "words", "support", "relation", "name", "email"),
        *("is_named", "may_tell_author", "wants_updates", "is_true"),
    ]

    def __init__(self, *args: Any, kind: Kind, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.is_never_refused = kind in NEVER_REFUSED
        if viewer.is_authenticated:
            # We know whom to write to.
            del self.fields["email"], self.fields["name"]
            return
        del self.fields["is_named"]
        if kind in WITHOUT_EMAIL:
            del self.fields["email"]
        elif kind in WITH_EMAIL:
            self.fields["email"].required = True
            self.fields["email"].help_text = WITH_EMAIL_WHY
            self.fields["email"].error_messages["required"] = f"Please give it. {WITH_EMAIL_WHY}"
        else:
            self.fields["email"].help_text = "Only if you wish to hear from us. You can leave this."

    @classmethod
    def going_on(cls, typed: Mapping[str, Any], *, kind: Kind, viewer: Viewer) -> Self:
        """The form for another kind, with what was typed before it was chosen."""
        before = cls(typed, kind=kind, viewer=viewer)
        initial = {field.name: field.value() for field in before}
        return cls(kind=kind, viewer=viewer, initial=initial)

    @property
    def statement(self) -> Statement:
        """What was said, once it is valid."""
        names = Statement.__dataclass_fields__.keys() & self.cleaned_data.keys()
        return Statement(kind=self.kind, **{name: self.cleaned_data[name] for name in names})


_IN_WORDS: Final = ("statement", "why_defamatory", "meaning", "untrue", "earlier_removals")
_CONSENT: Final = [("", "Please choose"), ("yes", "Yes"), ("no", "No")]


class NoticeForm(SentForm):
    """A legal notice of a false statement (safety L-24).

    Little of it is required here: what a notice lacks, the answer to it says (L-25). But without an
    address to write to there is no answer; what came by post a moderator answers.
    """

    statement = WordsField(
        label="Which words are false?", help_text="Copy them just as they are.", required=False
    )
    why_defamatory = WordsField(label="Why do they harm you?", required=False)
    meaning = WordsField(
        label="What do they mean?", help_text="As you think others read them.", required=False
    )
    untrue = WordsField(
        label="What in them is wrong?",
        help_text="Which facts are untrue, or which views have no facts behind them.",
        required=False,
    )
    is_author_unknown = forms.BooleanField(
        label="I do not know enough about who wrote this to take them to court", required=False
    )
    may_pass_name = forms.ChoiceField(
        label="May we give them your name?", choices=_CONSENT, required=False
    )
    may_pass_email = forms.ChoiceField(
        label="May we give them your e-mail address?", choices=_CONSENT, required=False
    )
    earlier_removals = WordsField(
        label="Were these words taken down here before?",
        help_text="If so, when. You can leave this.",
        required=False,
    )

    came_at = forms.DateTimeField(
        label="When did it come?",
        help_text="If you type in what came by post or mail. As 2026-11-23 09:00.",
        required=False,
    )

    field_order = [
        *("came_at", "at", "statement", "why_defamatory", "meaning", "untrue", "is_author_unknown"),
        *("earlier_removals", "name", "email", "may_pass_name", "may_pass_email"),
    ]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_moderate(viewer):
            del self.fields["came_at"]

    @classmethod
    def going_on(cls, typed: Mapping[str, str], *, viewer: Viewer) -> Self:
        """The form with what was typed into a plain report before."""
        said = [typed.get(name, "").strip() for name in ("words", "support")]
        initial = {name: typed.get(name, "") for name in ("at", "name", "email")}
        return cls(viewer=viewer, initial=initial | {"untrue": "\n\n".join(filter(None, said))})

    @classmethod
    def as_words(cls, typed: Mapping[str, str]) -> str:
        """What it says, each answer beneath its question."""
        answers = ((cls.base_fields[name].label, typed.get(name, "")) for name in _IN_WORDS)
        return "\n\n".join(f"{label}\n{words}" for label, words in answers if words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("email") or cleaned.get("came_at") or "email" in self.errors):
            self.add_error("email", "Please give it, so that we can answer.")
        return cleaned

    def clean_may_pass_name(self) -> bool | None:
        return _answer(self.cleaned_data["may_pass_name"])

    def clean_may_pass_email(self) -> bool | None:
        return _answer(self.cleaned_data["may_pass_email"])

    @property
    def came_by_post_at(self) -> datetime | None:
        """When it came by post or by mail, where a moderator has typed it in."""
        moment: datetime | None = self.cleaned_data.get("came_at")
        return moment

    @property
    def notice(self) -> LegalNotice:
        """What it says as a notice, not yet saved."""
        names = {field.name for field in LegalNotice._meta.fields} & self.cleaned_data.keys()  # noqa: SLF001  documented
        said = {name: self.cleaned_data[name] for name in names}
        return LegalNotice(where=self.cleaned_data["at"][0], **said)

    @property
    def report(self) -> Statement:
        """The same as a report, which the moderators read with all others."""
        return Statement(
            kind=Kind.DEFAMATION,
            words=self.as_words(self.cleaned_data),
            relation=Relation.ABOUT_ME,
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
        )


def _answer(given: str) -> bool | None:
    return {"yes": True, "no": False}.get(given)
