"""One run from beginning to end: build what is missing, start the servers, measure, report."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command

from bench import asking, building, machine, pages, report, rounds, servers
from bench.bare.models import Note
from bench.content import SIZES, Size
from bench.pages import Page
from bench.peers import setting_up, targeting
from bench.peers.setting_up import Others
from bench.report import BARE, OURS, Report
from bench.rounds import Round, Row, Target
from bench.servers import Server
from forum import counting, posting
from forum.models import Category, Discussion
from members.models import Member


def run(size_name: str, peers: Sequence[str]) -> Report:
    """Measure the forum of that size, and the named others beside it.

    Raises load.Failed where the site does not answer well.
    """
    others_load = os.getloadavg()[0]
    size = SIZES[size_name]
    call_command("set_up", verbosity=0)
    if not Discussion.objects.exists():
        building.build(size)
    others = setting_up.prepare(peers, size_name)
    reader = Member.objects.get(address="neighbour1")
    with _discussion_to_reply_to(reader) as discussion:
        measured = [*pages.reading(size), pages.posting(discussion)]
        rows, memory = _measure(measured, reader, size, others)
    return Report(
        name=settings.DATA_DIR.name,
        at=datetime.now(UTC),
        machine=machine.describe(others_load),
        holds=_describe(size),
        rows=rows,
        memory=memory,
        missing=others.missing,
    )


def tell(found: Report, document: Path | None) -> None:
    """Print it, keep it, and write it into a document where one is named."""
    print(found)
    print(f"\nKept in {report.keep(found, settings.DATA_DIR.parent / 'results')}")
    if document:
        report.write_into(document, found)


@contextmanager
def _discussion_to_reply_to(author: Member) -> Iterator[Discussion]:
    """A new one, gone afterwards with all that was posted, so that every run meets the same."""
    discussion = posting.start_discussion(
        author=author,
        category=Category.objects.in_order()[0],
        title="Say something here",
        body=asking.TEXT,
    )
    try:
        yield discussion
    finally:
        discussion.delete()
        Note.objects.all().delete()
        Session.objects.all().delete()
        UserSession.objects.all().delete()
        counting.settle_member(author)
        counting.settle_categories([discussion.category])


def _measure(
    measured: list[Page], reader: Member, size: Size, others: Others
) -> tuple[list[Row], dict[str, float]]:
    """A row for each limit and each page; the peak memory of each server, in MB."""
    browsers = asking.browsers(reader)
    queries = {page.key: asking.count_queries(page, browsers[page.reader]) for page in measured}
    session = asking.session_of(browsers["member"])
    limits = pages.limits()
    with ExitStack() as stack:
        site, bare = (stack.enter_context(start()) for start in (servers.site, servers.bare))
        beside = targeting.start(others, stack)
        targets = [
            *(_target(page, bare, session) for page in limits),
            *(_target(page, site, session) for page in measured),
            *targeting.targets(others, beside, size),
        ]
        taken = list(_rounds(targets, size, others.missing))
        running = {OURS: site, BARE: bare, **beside}
        memory = {
            name: server.peak_memory() for name, server in running.items() if server.is_running
        }
    every = [target.page for target in targets if target.page.key not in others.missing]
    rows = [rounds.row(page, taken, limits, queries.get(page.key)) for page in every]
    return rows, memory


def _target(page: Page, server: Server, session: str) -> Target:
    manners = asking.our_manners()
    return Target(page, server, partial(asking.asker, page, server.port, session, manners))


def _rounds(targets: list[Target], size: Size, missing: dict[str, str]) -> Iterator[Round]:
    for number in range(1, rounds.ROUNDS + 1):
        print(f"Round {number} of {rounds.ROUNDS}", flush=True)
        yield rounds.take(targets, size.seconds, missing)


def _describe(size: Size) -> str:
    return (
        f"{size.discussions:,} discussions, {size.replies:,} replies, {size.members:,} members; "
        f"one thread of {size.long:,}, one of {size.longest:,}. "
        f"8 connections, medians of {rounds.ROUNDS} runs of {size.seconds:g} s"
    )
