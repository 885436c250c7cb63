"""What members are called: the name that is shown, and the address that is theirs alone."""

import re
from itertools import count

from django.db.models import Q
from django.db.models.functions import Lower

from harringay import text
from members.errors import NameNotAllowed
from members.models import FormerAddress, Member

NAME_LENGTH = 60
ADDRESS_LENGTH = 60
STEM_LENGTH = 50  # leaves room for a number
ADDRESS_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Nobody is to be taken for the site itself, or for somebody who has gone.
RESERVED_NAMES = (Member.FORMER_NAME, "Admin", "Administrator", "Moderator", "Owner", "Harringay")


def clean_name(name: str, *, member: Member | None = None) -> str:
    """A name on one line, as `member` or a newcomer may bear it.

    Raises NameNotAllowed where there is no letter in it, and where it can be mistaken, letter by
    look-alike letter, for one of the staff (safety S-10) or for one that was taken from them.
    """
    name = text.single_line(name)
    if not any(character.isalpha() for character in name):
        raise NameNotAllowed("Please give a name with letters in it.")
    skeleton = text.skeleton(name)
    if skeleton in _skeletons_of_others(member):
        raise NameNotAllowed("That name looks too much like that of somebody who runs this site.")
    if member and skeleton in _skeletons_taken_from(member):
        raise NameNotAllowed("Moderators took that name down. Please choose another.")
    return name


def clean_address(address: str, *, member: Member) -> str:
    """An address that `member` may take. Raises NameNotAllowed where they may not."""
    address = address.strip().lower()
    if not ADDRESS_PATTERN.fullmatch(address):
        raise NameNotAllowed("Please use letters from a to z, digits, and hyphens between them.")
    if address != member.address.lower() and _is_others(address, member):
        raise NameNotAllowed("Somebody else has that address already.")
    if FormerAddress.objects.written(address).filter(is_hidden=True).exists():
        raise NameNotAllowed("Moderators took that address down. Please choose another.")
    return address


def free_address(name: str, *, member: Member | None = None) -> str:
    """The address made from a name: asha, and asha-2 where there is an asha already.

    One that `member` once had is free for them, unless it was taken down.
    """
    stem = _stem(name)
    similar = _addresses_beginning(stem, member)
    if stem not in similar:
        return stem
    return next(a for n in count(2) if (a := f"{stem}-{n}") not in similar)


def _stem(name: str) -> str:
    slug = text.slugify(name)
    return "member" if slug == text.UNNAMED_SLUG else slug[:STEM_LENGTH].strip("-")


def _addresses_beginning(stem: str, member: Member | None) -> set[str]:
    members = Member.objects.filter(Q(address__istartswith=stem) | Q(legacy_name__istartswith=stem))
    pairs = members.values_list(Lower("address"), Lower("legacy_name"))
    former = FormerAddress.objects.filter(address__istartswith=stem).exclude(
        member=member, is_hidden=False
    )
    names = {name for pair in pairs for name in pair if name}
    return names | set(former.values_list(Lower("address"), flat=True))


def _is_others(address: str, member: Member) -> bool:
    same = Q(address__iexact=address) | Q(legacy_name__iexact=address)
    former = FormerAddress.objects.written(address).exclude(member=member)
    return Member.objects.filter(same).exclude(pk=member.pk).exists() or former.exists()


def _skeletons_of_others(member: Member | None) -> set[str]:
    if member and member.is_moderator:
        return set()
    staff = Member.objects.staff().values_list("name", flat=True)
    return {text.skeleton(name) for name in (*staff, *RESERVED_NAMES)}


def _skeletons_taken_from(member: Member) -> set[str]:
    taken = FormerAddress.objects.filter(member=member, is_hidden=True).exclude(hidden_name="")
    return {text.skeleton(name) for name in taken.values_list("hidden_name", flat=True)}
