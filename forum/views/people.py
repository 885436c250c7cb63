"""How people stand beside what they wrote: made once for each, since thousands of pages show them.

Everything that these show is given to them, so that what is kept can never be out of date.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from members.models import Author, Member

MOST_KEPT = 4096  # authors; about half a kilobyte each


@lru_cache(maxsize=MOST_KEPT)
def portrait(author: Author, size: str = "") -> SafeString:
    """Their picture, or their initials; `size` is "small", "large" or empty."""
    context = {"member": Member(**author._asdict()), "size": size}
    return render_to_string("site/_avatar.html", context)


@lru_cache(maxsize=MOST_KEPT)
def name(author: Author) -> SafeString:
    """Their name, which leads to their profile while they have one."""
    return render_to_string("site/_member_name.html", {"member": Member(**author._asdict())})
