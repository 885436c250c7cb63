"""Pages that a link with a key leads to: no cookie, nothing kept, the key passed on to nobody.

They are shown without what stands around other pages, which would look for a session.
"""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from harringay.visitors import View


def by_key(view: View) -> View:
    """A page whose address is its key (safety L-32); no other site can know what to post to it."""

    @wraps(view)
    def answer(*args: object, **kwargs: object) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return csrf_exempt(never_cache(answer))
