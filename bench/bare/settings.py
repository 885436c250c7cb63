"""Django and nothing else: no middleware, no apps, its own backend; the site's key and database."""

from pathlib import Path

from harringay import settings as site

SECRET_KEY = site.SECRET_KEY
ALLOWED_HOSTS = site.ALLOWED_HOSTS
CSRF_COOKIE_NAME = site.CSRF_COOKIE_NAME
ROOT_URLCONF = "bench.bare.urls"
DEFAULT_AUTO_FIELD = site.DEFAULT_AUTO_FIELD
USE_TZ = site.USE_TZ
TIME_ZONE = site.TIME_ZONE

_IS_POSTGRESQL = site.DATABASE_URL.startswith("postgres")

DATABASES = {
    "default": site.DATABASES["default"]
    | {"ENGINE": f"django.db.backends.{'postgresql' if _IS_POSTGRESQL else 'sqlite3'}"}
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
    }
]
