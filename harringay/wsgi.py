"""Where a WSGI server finds the site; embedded, its one process writes down its own views."""

import os

from django.core.wsgi import get_wsgi_application

from harringay.utf8 import Utf8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harringay.settings")

application = get_wsgi_application()
application.request_class = Utf8Request

# After the line above, which loads the apps.
from forum import viewing  # noqa: E402

viewing.start_flusher()
