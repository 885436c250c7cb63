"""What each role may expect of an address, as a few patterns that have names."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from django.http import HttpResponseBase

from tests.authorisation.roles import INSIDE, OUTSIDE, STAFF, Role

# A status, or where somebody is led instead.
Answer = int | str
SIGN_IN = "sign in first"
ONCE_MORE = "show once more that it is you"
LED_ON = "led on"

DOORS = {
    "/accounts/login/?": SIGN_IN,
    "/admin/login/": SIGN_IN,
    "/accounts/reauthenticate/": ONCE_MORE,
}

# With these answers nothing has been done.
REFUSALS = {SIGN_IN, ONCE_MORE, 403, 404, 405, 422}


def answer_of(response: HttpResponseBase) -> Answer:
    """Read to its end, which closes its file."""
    if response.streaming:
        b"".join(response)
    if response.status_code not in {301, 302, 303, 307, 308}:
        return response.status_code
    to = response["Location"]
    return next((answer for door, answer in DOORS.items() if to.startswith(door)), LED_ON)


class Pattern(NamedTuple):
    """What each role gets: of GET and HEAD, and of POST with a form rightly filled in."""

    get: Mapping[Role, Answer]
    post: Mapping[Role, Answer]

    def but(
        self,
        *,
        get: Mapping[Role, Answer] | None = None,
        post: Mapping[Role, Answer] | None = None,
    ) -> Self:
        """The same but for some."""
        return self._replace(get={**self.get, **(get or {})}, post={**self.post, **(post or {})})


def answers(answer: Answer, who: Iterable[Role] = Role) -> dict[Role, Answer]:
    return dict.fromkeys(who, answer)


def inside(answer: Answer, *, outside: Answer = SIGN_IN) -> dict[Role, Answer]:
    """One answer to those who are signed in, another to those who are not."""
    return answers(answer, INSIDE) | answers(outside, OUTSIDE)


def author(answer: Answer) -> dict[Role, Answer]:
    """To everybody else who is signed in it does not exist."""
    return inside(404) | {Role.AUTHOR: answer}


def staff(answer: Answer, *, who: Iterable[Role] = STAFF) -> dict[Role, Answer]:
    """In the admin; to staff whom it does not concern it is forbidden."""
    return answers(SIGN_IN) | answers(403, STAFF) | answers(answer, who)


NOBODY: frozenset[Role] = frozenset()
OWNER = frozenset({Role.OWNER})
MODERATORS = frozenset(STAFF)

# Everybody reads it, and nobody posts to it.
PUBLIC = Pattern(get=answers(200), post=answers(405))
LEADS_ON = Pattern(get=answers(LED_ON), post=answers(405))
# Everybody may open the form; what visitors write waits until they have signed in.
WRITING = Pattern(get=answers(200), post=inside(LED_ON))
WRITING_ONLY = Pattern(get=answers(405), post=inside(LED_ON))
# Whoever is signed in, for themselves.
MEMBERS = Pattern(get=inside(200), post=inside(LED_ON))
MEMBERS_READ = Pattern(get=inside(200), post=answers(405))
MEMBERS_LEAD = Pattern(get=inside(LED_ON), post=answers(405))
MEMBERS_PRESS = Pattern(get=answers(405), post=inside(LED_ON))
# What a behaviour sends for them: nobody is led anywhere.
MEMBERS_SEND = Pattern(get=answers(405), post=inside(201, outside=403))
# Whoever wrote it, and to everybody else it does not exist.
AUTHOR_ONLY = Pattern(get=author(200), post=author(LED_ON))
# Whoever has the link, which nobody can guess.
LINK = Pattern(get=answers(200), post=answers(LED_ON))
# Those who are not signed in yet.
AT_THE_DOOR = Pattern(get=inside(LED_ON, outside=200), post=answers(LED_ON))
# Machines, and allauth's own pages, that answer a form at the same address.
FORM = Pattern(get=answers(200), post=answers(200))
