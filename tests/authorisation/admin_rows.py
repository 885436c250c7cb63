"""The table of the admin: who may see, add, change and delete each kind of row, and act on it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.contrib import admin

from tests.authorisation.patterns import LED_ON, MODERATORS, NOBODY, OWNER, Pattern, staff
from tests.authorisation.roles import Role
from tests.authorisation.row import Row

Who = frozenset[Role]


class May(NamedTuple):
    """Who may do what with one kind of row; `act` names the actions above its list."""

    see: Who = OWNER
    add: Who = NOBODY
    change: Who = NOBODY
    delete: Who = NOBODY
    act: Mapping[str, Who] = {}
    # There is one only, and its list leads straight to it.
    is_one: bool = False
    # Each has its page elsewhere, and its address here leads there.
    is_elsewhere: bool = False
    # An empty form of it is kept.
    may_be_empty: bool = False


def acts(*names: str, by: Who) -> dict[str, Who]:
    return dict.fromkeys(names, by)


ADMIN: Mapping[str, May] = {
    "forum_attachment": May(),
    "forum_category": May(MODERATORS, add=OWNER, change=OWNER, delete=OWNER),
    "forum_discussion": May(
        MODERATORS,
        act=acts(
            *("release", "hide", "restore", "close", "reopen", "slow_down", "speed_up"),
            *("pin", "unpin", "feature", "unfeature", "move"),
            by=MODERATORS,
        ),
    ),
    "forum_feedpolls": May(),
    "forum_legacyaddress": May(),
    "forum_page": May(add=OWNER, change=OWNER),
    "forum_reply": May(MODERATORS, act=acts("release", "hide", "restore", by=MODERATORS)),
    "forum_revision": May(MODERATORS),
    "forum_siteidentity": May(change=OWNER, is_one=True),
    "forum_tag": May(change=OWNER, act=acts("merge", by=OWNER)),
    "members_breach": May(add=OWNER, change=OWNER),
    "members_member": May(
        MODERATORS,
        act=acts(
            *("restrict", "unrestrict", "suspend", "unsuspend", "ban", "unban", "remove_picture"),
            by=MODERATORS,
        )
        | acts("appoint_moderator", "dismiss_moderator", "forget_second_factor", by=OWNER),
    ),
    "members_safeguards": May(MODERATORS, change=OWNER),
    "moderation_assessment": May(change=OWNER, act=acts("begin_next_version", by=OWNER)),
    "moderation_auditentry": May(),
    "moderation_case": May(MODERATORS, is_elsewhere=True),
    "moderation_decision": May(MODERATORS),
    "moderation_measure": May(add=OWNER, change=OWNER),
    "moderation_rule": May(add=OWNER, change=OWNER, act=acts("end", "renew", by=OWNER)),
    "moderation_safetyduties": May(change=OWNER, is_one=True, may_be_empty=True),
    "moderation_significantchange": May(add=OWNER, change=OWNER),
    # What was announced no longer changes.
    "moderation_termsversion": May(add=OWNER, act=acts("announce", "stand_by", by=OWNER)),
    "notifications_bounce": May(act=acts("forgive", by=OWNER)),
    "notifications_browser": May(),
    "notifications_edition": May(),
    "notifications_inboundmail": May(),
    "notifications_mail": May(act=acts("retry", by=OWNER)),
    "notifications_notice": May(
        add=OWNER, change=OWNER, delete=OWNER, act=acts("delete_selected", by=OWNER)
    ),
    "notifications_notification": May(),
}


def registered() -> dict[str, Any]:
    """What has pages in the admin, each by the name that its addresses begin with."""
    models = admin.site._registry
    return {
        f"{model._meta.app_label}_{model._meta.model_name}": of_model
        for model, of_model in models.items()
    }


def actions_of(key: str) -> list[str]:
    """Every action that there is, whoever may take it; Django's own deletes what is chosen."""
    named = [getattr(action, "__name__", action) for action in registered()[key].actions or ()]
    return [*named, "delete_selected"]


def rows() -> Iterator[Row]:
    """An empty form comes back to whoever may fill it in."""
    for key in registered():
        may = ADMIN.get(key, May(see=NOBODY))
        see, add, delete = (staff(200, who=who) for who in (may.see, may.add, may.delete))
        listed = staff(LED_ON, who=may.see) if may.is_one else see
        changed = LED_ON if may.may_be_empty else 200
        name, thing = f"admin:{key}", f"a {key}"
        yield Row(f"{name}_changelist", Pattern(listed, listed))
        yield Row(f"{name}_add", Pattern(add, add))
        shown = Pattern(see, staff(changed, who=may.change))
        there = Pattern(staff(LED_ON, who=may.see), staff(LED_ON, who=may.see))
        yield Row(f"{name}_change", there if may.is_elsewhere else shown, thing)
        yield Row(f"{name}_delete", Pattern(delete, delete), thing)
        yield Row(f"{name}_history", Pattern(see, see), thing)
        route = f"admin/{key.replace('_', '/')}/<path:object_id>/"
        yield Row(route, Pattern(staff(LED_ON), staff(LED_ON)), thing)
