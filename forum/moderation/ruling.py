"""The owner's house rules: a new one, another wording, an end. What was once said is kept."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from forum.errors import NotAllowed
from forum.moderation import auditing
from forum.moderation.models import Rule, RuleVersion
from members.models import Member


@transaction.atomic
def add_rule(*, title: str, text: str, by: Member) -> Rule:
    """Lay down another rule, under a number that none has had before. Raises NotAllowed."""
    _check(by)
    last = Rule.objects.aggregate(last=Max("number"))["last"] or 0
    rule = Rule.objects.create(number=last + 1, title=title, text=text)
    _keep(rule, by)
    auditing.record("add rule", rule, by=by, after=_as_json(rule))
    return rule


@transaction.atomic
def reword_rule(rule: Rule, *, title: str, text: str, by: Member) -> Rule:
    """Say a rule in other words from now on: its next version. Raises NotAllowed.

    Said as before, nothing changes.
    """
    _check(by)
    rule = _locked(rule)
    before = _as_json(rule)
    if (rule.title, rule.text) == (title, text):
        return rule
    rule.title, rule.text = title, text
    rule.version += 1
    rule.changed_at = timezone.now()
    rule.save(update_fields=["title", "text", "version", "changed_at"])
    _keep(rule, by)
    auditing.record("reword rule", rule, by=by, before=before, after=_as_json(rule))
    return rule


@transaction.atomic
def end_rule(rule: Rule, *, by: Member) -> None:
    """Let it hold no longer; its number is not given to another. Raises NotAllowed."""
    _check(by)
    rule = _locked(rule)
    if rule.has_ended:
        return
    rule.ended_at = timezone.now()
    rule.save(update_fields=["ended_at"])
    auditing.record("end rule", rule, by=by)


@transaction.atomic
def renew_rule(rule: Rule, *, by: Member) -> None:
    """Let it hold again, as it was last said. Raises NotAllowed."""
    _check(by)
    rule = _locked(rule)
    if not rule.has_ended:
        return
    rule.ended_at = None
    rule.save(update_fields=["ended_at"])
    auditing.record("renew rule", rule, by=by)


def _check(by: Member) -> None:
    if not by.is_owner:
        raise NotAllowed("Only the owner can change the house rules.")


def _locked(rule: Rule) -> Rule:
    return Rule.objects.select_for_update().get(pk=rule.pk)


def _keep(rule: Rule, by: Member) -> None:
    RuleVersion.objects.create(
        rule=rule,
        version=rule.version,
        title=rule.title,
        text=rule.text,
        began_at=rule.changed_at,
        written_by=by,
    )


def _as_json(rule: Rule) -> dict[str, str | int]:
    return {"version": rule.version, "title": rule.title, "text": rule.text}
