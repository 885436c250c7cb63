"""The ways to report each picture in something that somebody wrote (safety L-02)."""

import re
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

_PICTURE: Final = re.compile(r'<img [^>]*src="(/media/pictures/[^"]+)"')


def show(body_html: str, name: str) -> SafeString:
    """A link for each picture of ours in it; nothing where there is none, as nearly always."""
    if "/media/pictures/" not in body_html:
        return SafeString()
    pictures = list(dict.fromkeys(_PICTURE.findall(body_html)))
    context = {"pictures": pictures, "name": name}
    return render_to_string("forum/_picture_reports.html", context)
