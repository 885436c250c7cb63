"""One run from beginning to end: build what is missing, start the servers, measure, report."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command

from bench import asking, building, machine, pages, report, rounds, servers
from bench.asking import Signed
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

# A run posts some 1,500 replies. Nobody may post more than 60 in an hour, and where several post
# fast in one discussion it slows down: so there are many, and each has a discussion to themselves.
POSTERS = 40

# The bare views know no members.
NOBODY = (Signed(""),)


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
    members = Member.objects.filter(address__startswith="neighbour").order_by("pk")
    with _discussions_of(members[:POSTERS]) as discussions:
        posting_pages = [pages.posting(discussion) for discussion in discussions]
        measured = [*pages.reading(size), posting_pages[0]]
        crowd = [
            (discussion.author, page.path)
            for discussion, page in zip(discussions, posting_pages, strict=True)
        ]
        rows, memory = _measure(measured, crowd, size, others)
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
def _discussions_of(members: Iterable[Member]) -> Iterator[list[Discussion]]:
    """A new one of each, gone afterwards with all that was posted: every run meets the same."""
    category = Category.objects.in_order()[0]
    discussions = [
        posting.start_discussion(
            author=member,
            category=category,
            title="Say something here",
            body=f"{asking.TEXT} So says {member.name}.",
        )
        for member in members
    ]
    try:
        yield discussions
    finally:
        for discussion in discussions:
            discussion.delete()
            counting.settle_member(discussion.author)
        Note.objects.all().delete()
        Session.objects.all().delete()
        UserSession.objects.all().delete()
        counting.settle_categories([category])


def _measure(
    measured: list[Page], places: Sequence[tuple[Member, str]], size: Size, others: Others
) -> tuple[list[Row], dict[str, float]]:
    """A row for each limit and each page; the peak memory of each server, in MB.

    `places` are members with the address to which each of them posts.
    """
    browsers = asking.browsers(places[0][0])
    queries = {page.key: asking.count_queries(page, browsers[page.reader]) for page in measured}
    crowd = asking.sign_in(places)
    limits = pages.limits()
    with ExitStack() as stack:
        site, bare = (stack.enter_context(start()) for start in (servers.site, servers.bare))
        beside = targeting.start(others, stack)
        targets = [
            *(_target(page, bare) for page in limits),
            *(_target(page, site, crowd) for page in measured),
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


def _target(page: Page, server: Server, crowd: Sequence[Signed] = NOBODY) -> Target:
    manners = asking.our_manners()
    return Target(page, server, partial(asking.asker, page, server.port, crowd, manners))


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
