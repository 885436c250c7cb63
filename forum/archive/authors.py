"""Who wrote what: members by the screen name they had on the old site."""

import re
from collections.abc import Collection, Iterable

from django.contrib.auth.hashers import make_password
from django.db.models.functions import Lower

from forum.archive.people import MAX_SCREEN_NAME
from forum.archive.run import Run
from forum.archive.unique import FreeNames
from forum.archive.values import words
from members.models import FormerAddress, Member

NOBODY = "(nobody)"  # for what was written without any name beside it
MAX_ADDRESS = 50  # of 60, so that a clash's number finds room
# Wider than what members may choose now: old links lead to these.
_NOT_IN_AN_ADDRESS = re.compile(r"[^a-z0-9_.-]+")


class Authors:
    """Finds members by screen name, and makes former members of those whom nobody knows."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._addresses = FreeNames(_taken_addresses)
        self._in_archive = {
            _as_kept(words(values, "contributorName")) for values in run.archive.objects("members")
        }

    def report_unknown(self, screen_names: Iterable[str]) -> None:
        """Say who of these is neither here nor in the archive's member list."""
        names = {_as_kept(name) for name in screen_names} - self._in_archive
        self.run.report.unknown_authors.update(sorted(names - known(names).keys()))

    def of(self, screen_names: Iterable[str]) -> dict[str, Member]:
        """The member for each name, as the old object spells it."""
        names = {name: _as_kept(name) for name in screen_names}
        found = known(names.values())
        found |= self._make_former(sorted(set(names.values()) - found.keys()))
        return {name: found[kept] for name, kept in names.items()}

    def free_addresses(self, wanted: Iterable[str]) -> list[str]:
        """An address for each profile, as near to the one it had as may be."""
        return self._addresses.claim([_as_address(name) for name in wanted])

    def _make_former(self, unknown: list[str]) -> dict[str, Member]:
        former = [
            Member(
                name=Member.FORMER_NAME,
                address=address,
                legacy_name=name,
                password=make_password(None),
                is_active=False,
                left_at=self.run.report.started_at,
            )
            for name, address in zip(unknown, self.free_addresses(unknown), strict=True)
        ]
        self.run.report.added["former members"] += len(former)
        return dict(zip(unknown, Member.objects.bulk_create(former), strict=True))


def known(screen_names: Iterable[str]) -> dict[str, Member]:
    """Members whom the archive's screen names belong to already."""
    members = Member.objects.filter(legacy_name__in=set(screen_names))
    return {member.legacy_name or "": member for member in members}


def _as_kept(screen_name: str) -> str:
    return screen_name[:MAX_SCREEN_NAME] or NOBODY


def _as_address(name: str) -> str:
    return _NOT_IN_AN_ADDRESS.sub("-", name.lower())[:MAX_ADDRESS].strip("-.") or "neighbour"


def _taken_addresses(names: Collection[str]) -> Collection[str]:
    members = Member.objects.annotate(plain=Lower("address")).filter(plain__in=names)
    former = FormerAddress.objects.alias(plain=Lower("address")).filter(plain__in=names)
    return [
        *members.values_list("plain", flat=True),
        *former.values_list(Lower("address"), flat=True),
    ]
