"""The site's settings, with what would only slow tests down taken out."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 4)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="harringay-tests-"))

from harringay.settings import *  # noqa: F403  the environment comes first

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  else whitenoise warns

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
