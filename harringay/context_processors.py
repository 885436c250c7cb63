"""What every page knows: the site's own name and words."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from forum.models import SiteIdentity


def site(_request: HttpRequest) -> dict[str, object]:
    """`site`: SiteIdentity, fetched only by a template that asks for it."""
    return {"site": SimpleLazyObject(SiteIdentity.current)}
