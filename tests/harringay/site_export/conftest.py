"""An export, written where each test looks for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harringay.site_export import exporting


@pytest.fixture
def place(tmp_path: Path, media_root: Path) -> Path:
    return tmp_path / "export"


@pytest.fixture
def export(db, place: Path) -> Callable[[], Path]:
    """Writes the export; called again, it writes it anew."""

    def write() -> Path:
        exporting.export_site(place)
        return place

    return write
