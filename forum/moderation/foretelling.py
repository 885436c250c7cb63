"""What each decision would do, in words, before anybody presses it."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from forum.models import Discussion
from forum.moderation import acting, stripping
from forum.moderation.kinds import ANSWERED, Kind
from forum.moderation.models import Action, Case, Part, Report
from members.models import Member


class Step(NamedTuple):
    """A button, and what comes of it."""

    action: Action
    label: str
    effect: str
    is_of_spam: bool = False

    @property
    def press(self) -> str:
        """What the button sends."""
        return AS_SPAM if self.is_of_spam else self.action.value


# To hide it too, and write its author no statement (safety L-34).
AS_SPAM: Final = "spam"

# What a button says; what a decision is called in lists is Action's own label.
LABELS: Final = {
    Action.NOTHING: "Leave it",
    Action.REMOVE_PICTURE: "Take the picture down",
    Action.HIDE_PROFILE: "Take down what the profile says",
    Action.HIDE_NAME: "Take down the name too",
    Action.CLOSE: "End replies",
    Action.MOVE: "Move it",
    Action.WARN: "Warn the author",
    Action.RESTRICT: "Restrict the author",
    Action.SUSPEND: "Suspend the author",
    Action.BAN: "Ban the author",
    Action.REFER: "Pass it on",
    Action.UPHOLD: "Let the decision stand",
    Action.REVERSE: "Undo the decision",
    Action.VARY: "Decide it differently",
}
# What is said once it is done.
DONE: Final = {
    Action.NOTHING: "Left as it is",
    Action.HIDE: "Hidden",
    Action.REMOVE_PICTURE: "Picture taken down",
    Action.HIDE_PROFILE: "Profile taken down",
    Action.HIDE_NAME: "Profile and name taken down",
    Action.CLOSE: "Replies ended",
    Action.MOVE: "Moved",
    Action.WARN: "Warned",
    Action.RESTRICT: "Restricted",
    Action.SUSPEND: "Suspended",
    Action.BAN: "Banned",
    Action.REFER: "Passed on, and kept from being deleted",
    Action.UPHOLD: "The decision stands",
    Action.REVERSE: "The decision is undone",
    Action.VARY: "The decision is undone, and its case is open again",
}
_TELLS_AUTHOR: Final = frozenset(Action) - {Action.NOTHING, Action.REFER}


def steps(case: Case, reports: Sequence[Report], *, by: Member | None = None) -> list[Step]:
    """What can be done about a case, the likeliest first; who does it is told of nothing."""
    found = [_step(action, case, reports, by) for action in acting.possible(case)]
    if any(step.action == Action.HIDE for step in found):
        found.append(_step_of_spam(case, reports))
    return found


def _step(action: Action, case: Case, reports: Sequence[Report], by: Member | None) -> Step:
    told = _told(reports) + (_is_author_told(action, case) and case.subject != by)
    return Step(action, _label(action, case), f"{_does(action, case)} {_tells(told)}")


def _step_of_spam(case: Case, reports: Sequence[Report]) -> Step:
    effect = f"{_hides(case)} {_tells(_told(reports))} Its author finds it under their decisions."
    return Step(Action.HIDE, "Hide it as bulk advertising", effect, is_of_spam=True)


def _label(action: Action, case: Case) -> str:
    if action == Action.HIDE:
        return "Hide the discussion" if isinstance(case.written, Discussion) else "Hide the reply"
    if action == Action.REMOVE_PICTURE and stripping.picture_count(case) > 1:
        return "Take the pictures down"
    if action == Action.NOTHING and case.kind in ANSWERED:
        return "Send the answer"
    return LABELS[action]


def _does(action: Action, case: Case) -> str:
    return _DOES[action](case)


def _hides(case: Case) -> str:
    if not isinstance(case.written, Discussion):
        return "Hides 1 reply; its answers stay."
    replies = case.written.reply_count
    return f"Hides 1 discussion and its {_counted(replies, 'reply', 'replies')}."


def _removes_picture(case: Case) -> str:
    if case.part == Part.PROFILE:
        return "Takes the picture beside the name down; what the profile says stays."
    pictures = _counted(stripping.picture_count(case), "picture", "pictures")
    if case.hidden_at and not stripping.is_of_picture(case):
        return f"Takes {pictures} down, and shows again the words that the reports had hidden."
    return f"Takes {pictures} down; the words stay."


def _leaves(case: Case) -> str:
    if case.kind == Kind.CHILD:
        return "It is not what it was reported as: puts everything back, and lets the account go."
    if case.hidden_at:
        return "Shows again what the reports had hidden."
    return "Changes nothing: your answer is all." if case.kind in ANSWERED else "Changes nothing."


def _refers(case: Case) -> str:
    if case.kind == Kind.CHILD:
        return "It is what it was reported as: it stays out of reach, and its author is kept out."
    return "For the police, the NCA or another body. Nothing is hidden by it."


_DOES: Final[dict[Action, Callable[[Case], str]]] = {
    Action.NOTHING: _leaves,
    Action.HIDE: _hides,
    Action.REMOVE_PICTURE: _removes_picture,
    Action.HIDE_PROFILE: lambda _case: "Empties the profile; the name and the picture stay.",
    Action.HIDE_NAME: lambda _case: (
        "Empties the profile, and puts a neutral name where the site writes it, above quotations "
        "and in its address too; the old address leads there. What others typed themselves stays."
    ),
    Action.CLOSE: lambda _case: "Everyone can read it; nobody but moderators can reply.",
    Action.MOVE: lambda _case: "Puts it into the category chosen above; its address stays.",
    Action.WARN: lambda _case: "Changes nothing that is shown.",
    Action.RESTRICT: lambda _case: "Holds what they post for the days chosen above.",
    Action.SUSPEND: lambda _case: "Signs them out, and keeps them out for the days chosen above.",
    Action.BAN: lambda _case: "Keeps them out for good; what they wrote stays.",
    Action.REFER: _refers,
    Action.UPHOLD: lambda _case: "Changes nothing.",
    Action.REVERSE: lambda _case: "Makes everything as it was before that decision.",
    Action.VARY: lambda _case: "Undoes that decision, and opens its case for another.",
}


def _is_author_told(action: Action, case: Case) -> bool:
    author = case.subject
    return action in _TELLS_AUTHOR and author is not None and not author.has_left


def _told(reports: Sequence[Report]) -> int:
    """How many reporters are: each who can be reached and wants it, once."""
    reporters = {report.reporter_id or report.email for report in reports if report.wants_updates}
    return len(reporters - {""})


def _tells(told: int) -> str:
    if not told:
        return "Tells nobody."
    return f"Tells {_counted(told, 'person', 'people')}; mails nobody else."


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
