"""Spirit as `spirit startproject` makes it, with what all peers share, and without its limits."""

from skeleton.settings.base import *  # noqa: F403  Django reads every name

from bench.peers.settings import *  # noqa: F403
from bench.peers.settings import cache

ROOT_URLCONF = "skeleton.urls"
CACHES = {"default": cache(), "st_rate_limit": cache()}
ST_RATELIMIT_ENABLE = False
ST_SITE_URL = "http://127.0.0.1/"
