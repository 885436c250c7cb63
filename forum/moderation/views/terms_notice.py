"""The line about changed terms that stands on each page of a member until they have gone on."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from forum.models import SiteIdentity
from forum.moderation import agreeing
from members.http import MemberRequest

FIRST = 1  # version; whoever joins is told of it then


def notice(request: MemberRequest, site: SiteIdentity) -> SafeString:
    """What to say to a member; empty where nothing has changed that they have not accepted."""
    if site.terms_on is None or site.terms_number == FIRST:
        return SafeString("")
    is_in_force = site.terms_on <= timezone.localdate()
    if is_in_force and agreeing.goes_on(request.user, site.terms_number):
        return SafeString("")
    return _write(request, {"site": site, "is_in_force": is_in_force})


def _write(request: HttpRequest, context: dict[str, object]) -> SafeString:
    return render_to_string("moderation/_terms_notice.html", context, request)
