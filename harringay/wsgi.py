"""Where a WSGI server finds the site, and where each web process begins to send its views."""

import os

from django.core.wsgi import get_wsgi_application

from harringay.utf8 import Utf8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harringay.settings")

site = get_wsgi_application()
site.request_class = Utf8Request

# After the lines above, which load the apps.
from forum import viewing  # noqa: E402
from forum.feeds import polling  # noqa: E402
from harringay import limiter  # noqa: E402
from harringay.kept_pages import Door  # noqa: E402

application = Door(site)
# Before there are threads: two that asked at once for the first time would each have their own.
limiter.counter()
viewing.start_flusher()
polling.start_flusher()
