"""What every page may show: the site's own name and words, and its categories."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forum.models import Category, SiteIdentity


def site(request: HttpRequest) -> dict[str, object]:
    """`site` and `categories`, fetched only by a template that asks for them."""
    return {
        "site": SimpleLazyObject(SiteIdentity.current),
        "categories": Category.objects.visible_to(request.user).in_order(),
    }
