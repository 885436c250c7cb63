"""A connection to Redis for what a reader may wait for."""

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

SECONDS = 1  # and no second try: whoever waits is a reader


def connect() -> Redis:
    """Connections to REDIS_URL, opened when they are first needed."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=SECONDS,
        socket_connect_timeout=SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
