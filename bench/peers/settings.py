"""What every other forum's settings share; read in its own interpreter.

As production would have it: connections and templates are kept, the cache is Redis where ours is,
nothing is mailed. What a forum chooses for itself stays as it comes.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

FOLDER = Path(os.environ["PEER_FOLDER"])
REDIS_URL = os.environ.get("REDIS_URL", "")

SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STATIC_URL = "/static/"
STATIC_ROOT = str(FOLDER / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = str(FOLDER / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": str(FOLDER / "search"),
    }
}


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": FOLDER / "forum.sqlite3",
            # Several threads write: without these some of them are refused.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
    }


def cache() -> dict[str, str]:
    """One run's own: what an earlier run left in Redis is not found again."""
    if not REDIS_URL:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": os.environ["PEER_CACHE"],
    }


DATABASES = {"default": _database(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": None}}
CACHES = {"default": cache()}
