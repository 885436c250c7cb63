"""The address of a profile changes; links to the former one lead to the new one.

They lead there for now, never for good: a browser that keeps an answer must not go in circles when
somebody takes a former address back.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from members import describing, naming
from members.errors import NameNotAllowed
from members.models import FormerAddress, Member

# Nobody else can take them: more than anybody needs would keep neighbours from theirs.
MOST_KEPT = 10


@transaction.atomic
def move(member: Member, address: str, *, is_followed: bool = True) -> None:
    """Give a profile an address that naming.clean_address gave.

    Where links are not to follow, those to earlier addresses stop working as well; what moderators
    took down stays theirs. Raises NameNotAllowed where somebody else has just taken it.
    """
    # Behind whoever moves them at this moment, as a second press does.
    there = Member.objects.select_for_update().get(pk=member.pk)
    if address != there.address:
        _settle_if_free(there, address)
        own = FormerAddress.objects.filter(member=there, is_hidden=False).newest_first()
        kept = own.values_list("pk", flat=True)[: MOST_KEPT if is_followed else 0]
        own.exclude(pk__in=list(kept)).delete()
    member.address = address


@transaction.atomic
def hide_address(member: Member) -> str:
    """Give a profile an address that says nothing of anybody. Returns the former one.

    Before its name goes: neither that nor the address can be taken again.
    """
    former = member.address
    _settle_at(member, naming.free_address(describing.neutral_name(member), member=member))
    hidden = {"is_hidden": True, "hidden_name": member.name}
    FormerAddress.objects.written(former).update(**hidden)
    return former


@transaction.atomic
def show_address(member: Member, former: str, *, instead_of: str) -> None:
    """Give it back, unless its member has chosen another meanwhile: then it may be chosen again."""
    FormerAddress.objects.filter(member=member).written(former).update(
        is_hidden=False, hidden_name=""
    )
    if member.address == instead_of:
        _settle_at(member, former)


def _settle_if_free(member: Member, address: str) -> None:
    try:
        with transaction.atomic():
            _settle_at(member, address)
    except IntegrityError as problem:
        raise NameNotAllowed("Somebody else has that address already.") from problem


def _settle_at(member: Member, address: str) -> None:
    """The address that it had leads to the new one from now on."""
    FormerAddress.objects.filter(member=member).written(address).delete()
    FormerAddress.objects.create(member=member, address=member.address, given_up_at=timezone.now())
    member.address = address
    member.save(update_fields=["address"])
