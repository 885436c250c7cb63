"""What stands under every app is tested without them."""

from collections.abc import Iterator

import pytest

from harringay import pictures


@pytest.fixture(autouse=True)
def _nobody_looks() -> Iterator[None]:
    """At pictures before they are taken, which apps do with their database."""
    kept = pictures.looks[:]
    pictures.looks.clear()
    yield
    pictures.looks.extend(kept)
