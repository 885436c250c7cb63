"""Cases about what the author and a moderator wrote: the latter is the one in conflict (L-17)."""

from collections.abc import Mapping

from django.utils import timezone

from forum.models import Reply
from forum.moderation import deadlines, deciding, grounds, links, references, triaging
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, LegalNotice, Proposal, State
from members.models import Member
from tests.authorisation.roles import Role
from tests.authorisation.thing import NOWHERE, Thing
from tests.factories import make_reply
from tests.forum.moderation.cases import make_case, make_decision, make_report

SAID = {"note": "Read it.", "reasons": "It is unkind."}


def things_of_moderation(reply: Reply, people: Mapping[Role, Member]) -> dict[str, Thing]:
    """Each key opens what it was made for, and nothing else."""
    case = make_case(reply)
    report = make_report(case, by=people[Role.MEMBER])
    report.reference = references.new_reference()
    report.save()
    decision = make_decision(case, about=reply.author, by=people[Role.OWNER])
    of_others = make_decision(None, about=people[Role.SUSPENDED], by=people[Role.OWNER])
    key = _last_part(links.decisions_path(reply.author))
    wrong = f"{key[:-1]}-"
    return {
        "decisions": Thing({"token": key}, absent={"token": wrong}),
        "decision": Thing(
            {"token": key, "pk": decision.pk},
            [{"token": key, "pk": of_others.pk}],
            {"token": key, "pk": NOWHERE},
        ),
        "appeal": Thing({"token": _last_part(links.appeal_path(report))}, absent={"token": wrong}),
        "report": Thing({"reference": report.reference}),
        "proposal": Thing({"token": _proposal_to(reply)}, absent={"token": wrong}),
        "notice": Thing({"token": _answer_to_a_notice(reply)}, absent={"token": wrong}),
        "rule": Thing({"number": 1}, absent={"number": NOWHERE}),
        "terms": Thing({"number": 1}, absent={"number": NOWHERE}),
        "year": Thing({"year": timezone.localdate().year}, absent={"year": 1999}),
        **_of_the_queue(reply, people),
    }


def _answer_to_a_notice(reply: Reply) -> str:
    """The key of the page on which the author answers a legal notice that was sent on to them."""
    sent_at = timezone.now()
    report = make_report(make_case(make_reply(discussion=reply.discussion)))
    notice = LegalNotice.objects.create(
        report=report, sent_at=sent_at, answer_by=deadlines.end_of_posters_days(sent_at)
    )
    return _last_part(links.notice_path(notice))


def _proposal_to(reply: Reply) -> str:
    """The key of the page on which the author agrees to a note above another reply of theirs."""
    case = make_case(make_reply(discussion=reply.discussion, author=reply.author))
    triaging.bring(case, State.WAITING_AUTHOR)
    proposal = Proposal.objects.create(
        case=case, kind="note", text="It is on Tuesday.", ground=grounds.NONE._asdict(), **SAID
    )
    return _last_part(links.proposal_path(proposal))


def _of_the_queue(reply: Reply, people: Mapping[Role, Member]) -> dict[str, Thing]:
    """An open case and a decided one, both about the conflicted moderator."""
    waiting, decided = (_case_about(people[Role.CONFLICTED], reply) for _ in range(2))
    made = deciding.decide(
        decided,
        action=Action.HIDE,
        by=people[Role.OWNER],
        version=decided.version,
        ground=grounds.find(grounds.likely(Kind.RULES)),
        note=SAID["note"],
        reasons=SAID["reasons"],
    )
    return {
        "case": Thing({"key": waiting.pk}, absent={"key": NOWHERE}),
        "made decision": Thing({"key": made.pk}, absent={"key": NOWHERE}),
    }


def _case_about(member: Member, beside: Reply) -> Case:
    case = make_case(make_reply(discussion=beside.discussion, author=member))
    make_report(case)
    return case


def _last_part(path: str) -> str:
    return path.rpartition("/")[2]
