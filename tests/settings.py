"""The site's settings, with what would only slow tests down taken out."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

# With several processes at once, each has a folder and a numbered database of Redis of its own.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 4)
if "DATA_DIR" not in os.environ:
    _removed_at_exit = tempfile.TemporaryDirectory(prefix="harringay-tests-")
    os.environ["DATA_DIR"] = _removed_at_exit.name
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"]) / WORKER)
if redis_url := os.environ.get("REDIS_URL"):
    number = WORKER.removeprefix("gw")
    os.environ["REDIS_URL"] = urlsplit(redis_url)._replace(path=f"/{number}").geturl()

from harringay.settings import *  # noqa: E402, F403  the environment comes first

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  else whitenoise warns

if not DATABASE_URL.startswith("postgres"):  # noqa: F405
    # pytest-django knows Django's own backend alone to be in memory, and adds the process's name.
    DATABASES["default"]["TEST"] = {"NAME": "file:tests?mode=memory&cache=shared&of="}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
