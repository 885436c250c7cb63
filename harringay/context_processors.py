"""What every page may show: the site's own name and words, and what stands around the page."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forum.views.frame import Frame


def site(request: HttpRequest) -> dict[str, object]:
    """`frame`, `site` and `categories`, fetched only by a template that asks for them."""
    frame = Frame(request)
    return {
        "frame": frame,
        "site": SimpleLazyObject(lambda: frame.site),
        "categories": SimpleLazyObject(lambda: frame.categories),
    }
