"""What moderators fill in; everything that they have to say is there before they say it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from forum.models import Category
from forum.models.written import LABEL_LENGTH
from forum.moderation import grounds
from forum.moderation.foretelling import AS_SPAM
from forum.moderation.grounds import Ground
from forum.moderation.kinds import ANSWERED, Kind
from forum.moderation.models import WAITING, Action, Body, Case, Proposal
from harringay import html, text
from harringay.fields import LinesField

DAYS = [(days, "1 day" if days == 1 else f"{days} days") for days in (1, 3, 7, 14, 30, 90)]
LENGTH = 4000
# What stands there before a moderator says it better.
REASONS = "It was reported to us, we have read it, and it goes against this."
ANSWER_IS_FOR = (
    "Whoever reported it is sent this, and the author where something is done to theirs."
)
ANSWER = "Thank you for telling us. We have looked into it."


class PlainField(LinesField):
    """Text of several lines, kept plain."""

    def __init__(self, **options: Any) -> None:
        rows = options.pop("rows", 3)
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=LENGTH, widget=widget, **options)


class DayField(forms.DateField):
    """A day, from the calendar that the browser has; a phone's is made for fingers."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionForm(forms.Form):
    """A press on a case, as the moderator had read it (safety L-16)."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class DecisionForm(VersionForm):
    """A decision, filled in as it would mostly be made: what is left to do is to press."""

    ground = forms.ChoiceField(label="Rule or law")
    reasons = PlainField(
        label="Reasons, for the author",
        rows=4,
        required=False,
        help_text="They are sent this, with the rule’s own words and how to appeal.",
    )
    note = PlainField(label="Note, for moderators only", rows=2)
    days = forms.TypedChoiceField(
        label="For how long, if the author is restricted or suspended",
        choices=DAYS,
        coerce=int,
        initial=7,
    )
    to = forms.ModelChoiceField(
        Category.objects.none(), label="Category, if it is moved", required=False
    )
    action = forms.ChoiceField()
    is_bulk_spam = False

    def __init__(self, *args: Any, case: Case, actions: Sequence[Action], **kwargs: Any) -> None:
        kwargs["initial"] = _most_likely(case)
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = grounds.choices()  # type: ignore[attr-defined]
        if case.kind in ANSWERED:
            self.fields["reasons"].label = "Your answer"
            self.fields["reasons"].help_text = ANSWER_IS_FOR
        presses = [each.value for each in actions] + [AS_SPAM] * (Action.HIDE in actions)
        self.fields["action"].choices = [(press, press) for press in presses]  # type: ignore[attr-defined]
        if Action.MOVE in actions:
            self.fields["to"].queryset = Category.objects.in_order()  # type: ignore[attr-defined]
        else:
            del self.fields["to"]
        if not {Action.RESTRICT, Action.SUSPEND} & set(actions):
            del self.fields["days"]

    def clean_action(self) -> Action:
        self.is_bulk_spam = self.cleaned_data["action"] == AS_SPAM
        return Action.HIDE if self.is_bulk_spam else Action(self.cleaned_data["action"])

    @property
    def grounds(self) -> Any:
        """The rules and laws to choose from, which were asked for once."""
        return self.fields["ground"].choices  # type: ignore[attr-defined]

    @property
    def shown(self) -> list[forms.BoundField]:
        """What stands above the buttons."""
        return [field for field in self.visible_fields() if field.name != "action"]

    @property
    def rests_on(self) -> Ground:
        """What was chosen; where nothing is done, that nothing is broken."""
        if self.cleaned_data["action"] == Action.NOTHING:
            return grounds.NONE
        return grounds.find(self.cleaned_data["ground"])

    @property
    def until(self) -> datetime | None:
        if self.cleaned_data["action"] not in {Action.RESTRICT, Action.SUSPEND}:
            return None
        return timezone.now() + timedelta(days=self.cleaned_data["days"])


class ProposalForm(VersionForm):
    """What the author is asked to agree to; which of the two, the button says."""

    kind = forms.ChoiceField(choices=Proposal.Kind.choices)
    label = forms.CharField(
        label="A note above it", help_text="Of one line.", max_length=LABEL_LENGTH, required=False
    )
    body = forms.CharField(
        label="Other words",
        help_text="What it says now, to be changed.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    ground = forms.ChoiceField(label="Rule or law")
    reasons = PlainField(label="Why, for the author", rows=2)
    note = PlainField(label="Note, for moderators only", rows=2)

    def __init__(self, *args: Any, case: Case, choices: Any, **kwargs: Any) -> None:
        written = case.written
        kwargs["initial"] = _most_likely(case) | {"body": written.body if written else ""}
        # Beside the form of a decision, on the same page.
        kwargs["auto_id"] = "id_proposal_%s"
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]
        self.written = written

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Proposal.Kind.WORDS:
            self._check_words(cleaned.get("body", ""))
        elif not text.single_line(cleaned.get("label", "")):
            self.add_error("label", "Please write the note.")
        return cleaned

    @property
    def shown(self) -> list[forms.BoundField]:
        """What stands above the buttons."""
        return [field for field in self.visible_fields() if field.name != "kind"]

    @property
    def proposed(self) -> dict[str, Any]:
        """What `proposing.propose` is told, once it is valid."""
        told = self.cleaned_data
        is_note = told["kind"] == Proposal.Kind.NOTE
        return {
            "kind": told["kind"],
            "text": text.single_line(told["label"]) if is_note else told["body"],
            "ground": grounds.find(told["ground"]),
            **{name: told[name] for name in ("reasons", "note", "version")},
        }

    def _check_words(self, body: str) -> None:
        try:
            shown = html.render_post(body, self.written.body_format) if self.written else ""
        except html.Unclean as problem:
            self.add_error("body", str(problem))
            return
        if not html.to_text(shown) or (self.written and body == self.written.body):
            self.add_error("body", "Please change the words.")


class ReasonForm(forms.Form):
    """Why; it goes into the audit log."""

    reason = PlainField(rows=2)


class NoteForm(forms.Form):
    text = PlainField(label="A note for the other moderators")


class TurnForm(VersionForm):
    """What becomes of a case that is not decided yet."""

    way = forms.ChoiceField(choices=[(way, way) for way in ("claim", "release", *WAITING)])


class JoinForm(VersionForm):
    """The case of which this is to be a part."""

    to = forms.IntegerField(label="Number of the other case", min_value=1, max_value=2**31 - 1)


class TickForm(forms.Form):
    """One of those who have to know of child abuse: told, or ticked by mistake."""

    to = forms.TypedChoiceField(choices=Body.choices, coerce=Body)
    is_told = forms.BooleanField(required=False)


class ReferenceForm(forms.Form):
    """What the NCA calls a case, or why there is no name for it."""

    reference = forms.CharField(label="The NCA’s reference", max_length=100, required=False)
    why_none = forms.CharField(label="Or why there is none", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told = {name: text.single_line(said) for name, said in told.items()}
        if not any(told.values()):
            raise forms.ValidationError("Please enter the reference, or why there is none.")
        return told


def _most_likely(case: Case) -> dict[str, Any]:
    kind = Kind(case.kind)
    times = "once" if case.report_count == 1 else f"{case.report_count} times"
    what = kind.label[0].lower() + kind.label[1:]
    return {
        "version": case.version,
        "ground": grounds.likely(kind),
        "reasons": ANSWER if kind in ANSWERED else REASONS,
        "note": f"Reported {times}: {what}. Read as it was then and as it is now.",
        "days": 7,
    }
