"""Making the first owner of a real site."""

from allauth.account.models import EmailAddress
from django.db import transaction

from members import naming
from members.errors import MembersError
from members.models import Member, Role


class OwnerExists(MembersError):
    """There is an owner, who appoints others in the admin."""


@transaction.atomic
def make_first_owner(email: str) -> Member:
    """The member at this e-mail address, made if need be, as the owner. May be run again.

    They have no password yet: a code that is mailed to them lets them in. Raises OwnerExists
    where somebody else is the owner already.
    """
    email = email.lower()
    owners = Member.objects.filter(role=Role.OWNER, is_demo=False).exclude(email=email)
    if owners.exists():
        raise OwnerExists(f"{owners[0].email} is the owner already, and can appoint others.")

    member = Member.objects.filter(email=email).first() or _open_account(email)
    member.role = Role.OWNER
    member.is_active = True
    member.save(update_fields=["role", "is_active"])
    return member


def _open_account(email: str) -> Member:
    name = email.partition("@")[0]
    address = naming.free_address(name)
    member = Member.objects.create_user(
        email, None, name=name[: naming.NAME_LENGTH], address=address
    )
    EmailAddress.objects.create(user=member, email=email, verified=False, primary=True)
    return member
