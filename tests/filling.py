"""What a neighbour's browser sends with a form that only people may send."""

import time
from unittest import mock

from harringay import for_people


def after(seconds: float = 20) -> dict[str, str]:
    """The form's own two fields, that many seconds after the page was shown."""
    with mock.patch("harringay.for_people.time.time", return_value=time.time() - seconds):
        return {"homepage": "", "shown_at": for_people.stamp()}
