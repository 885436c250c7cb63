"""Django and nothing else: no middleware, no apps; the site's own key and database."""

from pathlib import Path

from harringay import settings as site

SECRET_KEY = site.SECRET_KEY
ALLOWED_HOSTS = site.ALLOWED_HOSTS
CSRF_COOKIE_NAME = site.CSRF_COOKIE_NAME
ROOT_URLCONF = "bench.bare.urls"
DEFAULT_AUTO_FIELD = site.DEFAULT_AUTO_FIELD
USE_TZ = site.USE_TZ
TIME_ZONE = site.TIME_ZONE

DATABASES = {"default": dict(site.DATABASES["default"])}
if not site.DATABASE_URL.startswith("postgres"):
    # The site's pool for PostgreSQL keeps connections; the limit keeps them here as well.
    DATABASES["default"]["CONN_MAX_AGE"] = None

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
    }
]
