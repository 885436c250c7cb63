"""Giving out a file that somebody has sent us, so that a browser can do nothing with it but show.

Django decides who may have it; where a proxy stands in front, the proxy reads and sends it.
"""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

# Whatever is in the file, it is a page of no site: no script, no form, no frame (safety S-47).
POLICY = "default-src 'none'; sandbox"
# A file's address is its content's alone, but it must stop answering at once when it is taken
# away (S-49): caches may keep it, and ask each time whether they still may.
CACHING = "no-cache"
PROXY_PREFIX = "/_media/"


def hand_over(
    request: HttpRequest,
    path: Path,
    *,
    content_type: str,
    filename: str,
    disposition: str = "inline",
    for_other_sites: bool = False,
) -> HttpResponseBase:
    """The file at `path`, beneath MEDIA_ROOT. Its name in the store must change with its content.

    `disposition` is "inline" or "attachment"; `for_other_sites` lets their pages show it too.
    Raises Http404 where there is no such file.
    """
    etag = f'"{path.parent.name}-{path.name}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = _file(path, content_type)
        response["Content-Disposition"] = str(
            content_disposition_header(disposition == "attachment", filename) or "inline"
        )
    response["ETag"] = etag
    response["Cache-Control"] = CACHING
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin" if for_other_sites else "same-site"
    return response


def _file(path: Path, content_type: str) -> HttpResponseBase:
    if settings.TRUSTED_PROXY_COUNT:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = PROXY_PREFIX + quote(str(path))
        return response
    try:
        opened = (Path(settings.MEDIA_ROOT) / path).open("rb")
    except OSError as problem:
        raise Http404 from problem
    return FileResponse(opened, content_type=content_type)
