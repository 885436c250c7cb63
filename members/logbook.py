"""Who came in, who did not, and who left, for the log (safety S-60).

Members stand in it by their number: no name, no address, no password, and nothing of a session.
"""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

log = logging.getLogger(__name__)


def keep() -> None:
    """Write a line for each from now on; asked for once, when the app is ready."""
    user_logged_in.connect(_came_in, dispatch_uid="logbook")
    user_logged_out.connect(_left, dispatch_uid="logbook")
    user_login_failed.connect(_was_refused, dispatch_uid="logbook")


def _came_in(*, user: Any, **_said: Any) -> None:
    log.info("Member %s signed in", user.pk)


def _left(*, user: Any, **_said: Any) -> None:
    if user is not None:
        log.info("Member %s signed out", user.pk)


def _was_refused(**_said: Any) -> None:
    log.warning("Somebody was not signed in: their name and password did not go together")
