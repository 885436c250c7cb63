"""What members fill in about what they wish to hear."""

from typing import Any

from django import forms

from forum import following
from forum.models import Category, Level
from harringay.fields import key_in
from members.models import Member
from notifications import push_keys
from notifications.models import Preference, Rhythm


class LevelField(forms.ChoiceField):
    """How soon one wishes to hear of a kind of news."""

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(label=label, help_text=help_text, choices=Level.choices)


class PreferenceForm(forms.Form):
    """A member's choices, as they stand."""

    to_me = LevelField("Somebody answers you, or mentions your name")
    replies = LevelField("New replies in discussions you follow")
    discussions = LevelField("New discussions in the categories and tags you follow")
    edition = forms.ChoiceField(
        label="The Daily Edition",
        help_text="The day’s new and busy discussions in one mail, without what you have read.",
        choices=Rhythm.choices,
    )
    wants_quiet_nights = forms.BooleanField(
        label="Show nothing in my browsers from ten at night until seven in the morning",
        required=False,
    )
    wants_to_follow_started = forms.BooleanField(
        label="Follow the discussions that I start", required=False
    )
    wants_to_follow_replied = forms.BooleanField(
        label="Follow the discussions that I reply to", required=False
    )
    wants_no_mail = forms.BooleanField(
        label="Send me no mail at all",
        help_text="But for what your account needs, such as a code to sign in.",
        required=False,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        preference = Preference.of(member)
        kwargs["initial"] = {
            "to_me": preference.to_me,
            "replies": preference.replies,
            "discussions": preference.discussions,
            "edition": preference.edition,
            "wants_quiet_nights": preference.wants_quiet_nights,
            "wants_to_follow_started": member.wants_to_follow_started,
            "wants_to_follow_replied": member.wants_to_follow_replied,
            "wants_no_mail": preference.mail_stopped_at is not None,
        }
        super().__init__(*args, **kwargs)
        if not push_keys.is_on():
            # It is kept as it is.
            del self.fields["wants_quiet_nights"]


class CategoriesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # in its stubs only
    """Some categories, by their keys."""

    def clean(self, value: Any) -> Any:
        if any(key_in(sent) is None for sent in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


class WelcomeForm(forms.Form):
    """What somebody who has just joined may like to hear of."""

    categories = CategoriesField(
        label="Tell me of new discussions in",
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    edition = forms.ChoiceField(
        label="Send me the Daily Edition", choices=Rhythm.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "categories": following.categories_followed(by=member),
            "edition": Preference.of(member).edition,
        }
        super().__init__(*args, **kwargs)
        self.shown = Category.objects.visible_to(member).in_order()
        self.fields["categories"].queryset = self.shown  # type: ignore[attr-defined]


class FollowForm(forms.Form):
    """What is to become of one thing that is followed."""

    AS_EVER = ("", "As I chose in general")

    follow = forms.IntegerField()
    level = forms.ChoiceField(choices=[AS_EVER, *Level.choices], required=False)


class EndBrowserForm(forms.Form):
    """Which browser is to be told no longer."""

    end = forms.IntegerField()
