"""Starts the other forums, and says how each of their pages is asked for."""

import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any

from bench import asking, load, pages, servers
from bench.asking import Manners, Signed
from bench.content import Size
from bench.pages import EVERYBODY, ONE, Page
from bench.peers.setting_up import Others, Ready
from bench.rounds import Target
from bench.servers import Server


def start(others: Others, stack: ExitStack) -> dict[str, Server]:
    """The servers of those that do start, by title."""
    started = {}
    for ready in others.ready:
        server = servers.like_site(ready.peer.name, str(ready.python), ready.environment)
        try:
            started[ready.peer.title] = stack.enter_context(server)
        except load.Failed as failure:
            print(failure)
            others.missing[ready.peer.title] = "did not start"
    return started


def targets(others: Others, started: Mapping[str, Server], size: Size) -> list[Target]:
    """All of their pages."""
    running = [ready for ready in others.ready if ready.peer.title in started]
    return [target for ready in running for target in _of(ready, started[ready.peer.title], size)]


def _of(ready: Ready, server: Server, size: Size) -> list[Target]:
    manners = Manners("sessionid", "csrftoken", partial(_reply, ready.form))
    crowd = [Signed(ready.session)]
    return [
        Target(page, server, partial(asking.asker, page, server.port, crowd, manners))
        for page in _pages(ready, size)
    ]


def _pages(ready: Ready, size: Size) -> list[Page]:
    title, form = ready.peer.title, ready.form
    return [
        *(
            Page(name, path, reader, site=title)
            for name, path in zip(pages.names(size), ready.addresses, strict=True)
            for reader in EVERYBODY
        ),
        Page(
            *(pages.REPLYING, form["path"], "member", form["status"]),
            connections=ONE,
            is_posted=True,
            site=title,
        ),
    ]


def _reply(form: Mapping[str, Any]) -> dict[str, str]:
    """Never twice the same: some refuse that."""
    text = f"{asking.TEXT}\n\n{uuid.uuid4()}"
    return {"csrfmiddlewaretoken": asking.CSRF, form["text"]: text, **form["fields"]}
