"""Other forums beside ours: how many times faster, how they grow, and what is left out."""

from contextlib import nullcontext

from bench import load, rounds, spreading
from bench.load import Sample
from bench.pages import ONE, TWENTY, Page
from bench.peers import table
from bench.rounds import Run, Target
from bench.servers import Server

LONG = "thread of 1,000, first page"
LIMITS = [Page(name, "/", "bare") for name in ("L0", "L1", "an insert")]


class Idle(Server):
    """As much of a server as a round asks about."""

    def __init__(self):
        self.port = 1

    def worked(self) -> float:
        return 0.0

    def workers(self) -> list[int]:
        return [1]


def page(name=TWENTY, site="", connections=8):
    return Page(name, "/", "member", site=site, connections=connections)


def seen(rate, p50=10.0):
    return Run(Sample(count=10, rate=rate, p50=p50, p95=20.0, length=1000), cpu=1.0)


def bare():
    return {limit.key: seen(1000) for limit in LIMITS}


class TestRow:
    def test_compares_requests_a_second_within_each_round(self):
        theirs = page(site="Spirit")
        taken = [
            {**bare(), page().key: seen(ours), theirs.key: seen(rate)}
            for ours, rate in ((100, 10), (300, 20), (80, 10))
        ]

        assert rounds.row(theirs, taken, LIMITS, None).ours_faster == 10

    def test_compares_the_time_of_what_is_asked_one_at_a_time(self):
        theirs = page("posting a reply", "Spirit", ONE)
        ours = page("posting a reply", connections=ONE)
        taken = [{**bare(), ours.key: seen(1, p50=5), theirs.key: seen(1, p50=20)}]

        assert rounds.row(theirs, taken, LIMITS, None).ours_faster == 4

    def test_ours_is_not_compared_with_itself(self):
        taken = [{**bare(), page().key: seen(100)}]

        assert rounds.row(page(), taken, LIMITS, None).ours_faster is None

    def test_a_long_thread_is_compared_with_the_same_forums_short_one(self):
        short, long = page(site="Spirit"), page(LONG, "Spirit")
        taken = [
            {
                **bare(),
                page().key: seen(100),
                page(LONG).key: seen(100),
                short.key: seen(30),
                long.key: seen(20),
            }
        ]

        assert rounds.row(long, taken, LIMITS, None).of_short == 1.5

    def test_a_forum_whose_short_thread_failed_has_no_growth(self):
        taken = [{**bare(), page(LONG).key: seen(100), page(LONG, "Spirit").key: seen(20)}]

        assert rounds.row(page(LONG, "Spirit"), taken, LIMITS, None).of_short is None


class TestTake:
    def test_notes_what_another_forum_fails_at_and_asks_no_more(self, monkeypatch):
        asked: list[object] = []
        monkeypatch.setattr(spreading, "connected", lambda *_: nullcontext([]))
        monkeypatch.setattr(load, "measure", failing(asked))
        theirs = page(site="Spirit")
        target = Target(theirs, Idle(), lambda: lambda: b"")
        missing: dict[str, str] = {}

        assert [rounds.take([target], 0, missing) for _ in range(2)] == [{}, {}]
        assert missing == {theirs.key: "HTTP/1.1 302 Found"}
        assert len(asked) == 1


class TestTable:
    def test_says_nothing_where_nothing_else_was_asked_for(self):
        assert list(table.tell([], {}, {})) == []

    def test_says_why_a_forum_is_not_there(self):
        assert list(table.tell([], {}, {"Misago": "needs PostgreSQL"})) == [
            "Not measured:\n\n- Misago: needs PostgreSQL"
        ]

    def test_shows_the_forums_of_a_page_together(self):
        pages = [page(), page(LONG), page(site="Spirit"), page(LONG, "Spirit"), page(site="Misago")]
        taken = [{**bare(), **{each.key: seen(10) for each in pages}}]
        rows = [rounds.row(each, taken, LIMITS, None) for each in pages]

        lines = next(part for part in table.tell(rows, {}, {}) if part.startswith(table.HEAD))

        named = [line.split(" | ")[::2][:2] for line in lines.splitlines()[2:]]
        assert named == [
            [f"| {TWENTY}", "Spirit"],
            [f"| {TWENTY}", "Misago"],
            [f"| {LONG}", "Spirit"],
        ]


def failing(asked):
    def measure(*args, **kwargs):
        asked.append(args)
        raise load.Failed("HTTP/1.1 302 Found")

    return measure
