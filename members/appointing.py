"""Who looks after the site: its first owner, and the moderators whom the owner appoints."""

from allauth.account.models import EmailAddress
from django.db import transaction

from members import naming, signing_out
from members.errors import MembersError, NotForYou
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


def appoint_moderator(member: Member, *, by: Member) -> None:
    """Let them moderate. Raises NotForYou."""
    if not member.may_sign_in:
        raise NotForYou("They cannot sign in, so they cannot moderate.")
    _give_role(member, Role.MODERATOR, by=by)


def dismiss_moderator(member: Member, *, by: Member) -> None:
    """Make them a member like others. Raises NotForYou."""
    _give_role(member, Role.MEMBER, by=by)


@transaction.atomic
def _give_role(member: Member, role: Role, *, by: Member) -> None:
    if not by.is_owner:
        raise NotForYou("Only the owner appoints moderators.")
    if member.is_owner:
        raise NotForYou("The owner’s own role cannot be changed here.")
    if member.role == role:
        return
    member.role = role
    member.save(update_fields=["role"])
    # A session began with other rights, and perhaps without a second factor (safety S-15).
    signing_out.sign_out_everywhere(member=member)
