"""The search form: what somebody typed, checked, and given back with a message."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from forum import searching
from forum.fields import SharedField
from forum.models import Category, Tag
from harringay.fields import LineField
from members.models import VISITOR, Member, Viewer
from members.permissions import can_see_activity

MOST_CHARACTERS = 200
DAY_ERROR = {"invalid": "Please give the day like this: 31/05/2024."}


class _Line(SharedField, LineField):
    pass


class _Choice(SharedField, forms.ChoiceField):
    pass


class _Day(SharedField, forms.DateField):
    pass


class SearchForm(forms.Form):
    """A query, what comes first, and where to look. Every field may be left empty."""

    q = _Line(
        label="What are you looking for?",
        required=False,
        help_text="Put “a phrase” in quotation marks to find those words together;"
        " a minus before a word leaves it out.",
    )
    order = _Choice(
        label="Which first",
        choices=[("relevance", "Best matches first"), ("date", "Newest first")],
        required=False,
    )
    category = _Line(required=False)
    tag = _Line(required=False)
    author = _Line(
        label="Written by",
        required=False,
        help_text="The end of the address of their profile, such as asha.",
    )
    since = _Day(
        label="From", required=False, help_text="Such as 31/05/2024.", error_messages=DAY_ERROR
    )
    until = _Day(label="Up to", required=False, error_messages=DAY_ERROR)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_q(self) -> searching.Query:
        """The query. What was typed is kept in the field, whatever is wrong with it."""
        typed = self.cleaned_data["q"]
        if len(typed) > MOST_CHARACTERS:
            raise forms.ValidationError(
                f"Please use {MOST_CHARACTERS} characters or fewer. These are {len(typed)}."
            )
        query = searching.parse(typed)
        if query.unwanted and not query.wanted:
            raise forms.ValidationError("Please say what to look for, not only what to leave out.")
        if typed and not query.wanted:
            raise forms.ValidationError("There is no word in this. Please give one to look for.")
        return query

    def clean_category(self) -> Category | None:
        slug: str = self.cleaned_data["category"]
        if not slug:
            return None
        category: Category | None = (
            Category.objects.visible_to(self.viewer).filter(slug=slug).first()
        )
        if not category:
            raise forms.ValidationError("There is no such category. Please choose another.")
        return category

    def clean_tag(self) -> Tag | None:
        name: str = self.cleaned_data["tag"]
        if not name:
            return None
        tags = Tag.objects.visible_to(self.viewer)
        tag: Tag | None = tags.filter(Q(name__iexact=name) | Q(slug=name)).first()
        if not tag:
            raise forms.ValidationError("Nothing here has that tag.")
        return tag

    def clean_author(self) -> Member | None:
        address = str(self.cleaned_data["author"]).removeprefix("@")
        if not address:
            return None
        author: Member | None = Member.objects.found_by_address().at_address(address).first()
        if not author:
            raise forms.ValidationError("Nobody here has that address.")
        if not can_see_activity(self.viewer, author):
            raise forms.ValidationError(f"{author.shown_name} hides what they wrote from this.")
        return author

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "This day is before the one in “From”.")
        return cleaned

    @property
    def is_asking(self) -> bool:
        """Whether there is something to look for; an empty form is no mistake."""
        return self.is_valid() and bool(self.cleaned_data["q"].wanted)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is filled in, well or badly."""
        return any(self.data.get(name) for name in ("category", "tag", "author", "since", "until"))

    def narrowing_html(self, choices: Sequence[tuple[str, str]]) -> SafeString:
        """The fields that say where to look, which most searches leave as they are.

        `choices` are the categories that the viewer may see, by slug.
        """
        if self.is_narrowed:
            return _narrowing_html(self, choices)
        return _empty_narrowing_html(tuple(choices))

    @property
    def search(self) -> searching.Search:
        """What the verb takes, from a form that is asking."""
        cleaned = self.cleaned_data
        return searching.Search(
            query=cleaned["q"],
            order=cleaned["order"] or "relevance",
            category=cleaned["category"],
            tag=cleaned["tag"],
            author=cleaned["author"],
            since=cleaned["since"],
            until=cleaned["until"],
        )


@lru_cache(maxsize=8)  # one for residents, one for moderators, and a few that are out of date
def _empty_narrowing_html(choices: tuple[tuple[str, str], ...]) -> SafeString:
    """The fields as nobody filled them in: a quarter of the time of a page of results."""
    return _narrowing_html(SearchForm({}, viewer=VISITOR), choices)


def _narrowing_html(form: SearchForm, choices: Sequence[tuple[str, str]]) -> SafeString:
    offered = forms.ChoiceField(choices=[("", "Any"), *choices], required=False)
    context = {"form": form, "category": offered.get_bound_field(form, "category")}
    return render_to_string("forum/_search_narrowing.html", context)
