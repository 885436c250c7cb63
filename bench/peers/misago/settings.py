"""Misago as its own project has it, without what is for developing it and its limit on posting."""

from devproject.settings import *  # noqa: F403  Django reads every name
from devproject.settings import MIDDLEWARE as WHOLE
from misago.conf import defaults

from bench.peers.settings import *  # noqa: F403

MIDDLEWARE = [name for name in WHOLE if not name.startswith("debug_toolbar.")]
MISAGO_POSTING_MIDDLEWARES = [
    name for name in defaults.MISAGO_POSTING_MIDDLEWARES if "floodprotection" not in name
]
MISAGO_AVATARS_SIZES = defaults.MISAGO_AVATARS_SIZES
# Nobody takes the tasks it leaves; left in the process they cost least.
CELERY_BROKER_URL = "memory://"
