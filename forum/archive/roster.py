"""The members' CSV that goes with an export: it alone knows their profile addresses."""

import csv
from pathlib import Path

from forum.archive import decoding


class NotARoster(Exception):
    """The file has not the columns of *Export All Member Data*."""


def profile_addresses(path: Path) -> dict[str, str]:
    """The profile address that each e-mail address goes with.

    The address may be given whole, as `http://…/profile/<address>`; only its end is kept.
    """
    encoding = "utf-8-sig" if decoding.is_utf8(path) else "cp1252"
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        rows = csv.DictReader(lines)
        if not {"Email", "Profile Address"} <= set(rows.fieldnames or ()):
            raise NotARoster(f"{path} has no columns named Email and Profile Address.")
        pairs = ((row["Email"], row["Profile Address"]) for row in rows)
        return {plain_email(email): _last_part(page) for email, page in pairs if email and page}


def plain_email(email: str) -> str:
    """An address as it is compared: lower-case, without the slash the old exporter left there."""
    return email.strip().rstrip("/").lower()


def _last_part(page: str) -> str:
    return page.strip().rstrip("/").rpartition("/")[2]
