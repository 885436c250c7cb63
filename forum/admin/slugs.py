"""Forms for nouns with an address: given once by our own rule, and then kept."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from harringay import text

if TYPE_CHECKING:
    BaseForm = forms.ModelForm[Any]
else:
    BaseForm = forms.ModelForm


class SlugForm(BaseForm):
    """Makes the slug from `slug_from` where it is left empty. Links hold, so it never changes."""

    slug_from: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django's admin may show this form to somebody who can only look.
        slug = self.fields.get("slug")
        if slug:
            slug.required = False
            slug.disabled = self.instance.pk is not None
            slug.help_text = (
                "The end of its address. Leave it empty to have it made; it then stays."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = text.single_line(cleaned.get(self.slug_from, ""))
        cleaned[self.slug_from] = name
        if not self.instance.pk and name:
            cleaned["slug"] = text.slugify(cleaned.get("slug") or name)
        return cleaned
