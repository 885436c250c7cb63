"""The forums beside which ours is measured, as PyPI has them: `PEERS=spirit,machina`, or none."""

from dataclasses import dataclass
from importlib.metadata import version

# The same as ours, wherever the peer itself leaves the choice.
OURS = tuple(f"{name}=={version(name.partition('[')[0])}" for name in ("gunicorn", "redis"))
DJANGO = (f"django=={version('django')}", f"psycopg[binary]=={version('psycopg')}")


@dataclass(frozen=True)
class Peer:
    """A forum, its name here, and what its venv is made of.

    `starter` is the command, where it brings one, that makes a project around it.
    """

    name: str
    title: str
    requirements: tuple[str, ...]
    starter: str = ""
    needs_postgresql: bool = False

    @property
    def settings(self) -> str:
        return f"bench.peers.{self.name}.settings"


PEERS = {
    peer.name: peer
    for peer in (
        Peer(
            "spirit",
            "Spirit",
            ("django-spirit==0.14.3", "whoosh==2.7.4", *DJANGO, *OURS),
            starter="spirit",
        ),
        Peer("machina", "machina", ("django-machina==1.3.1", "whoosh==2.7.4", *DJANGO, *OURS)),
        # It pins what it needs itself, Django 4.2.8 and redis among them.
        Peer("misago", "Misago", ("misago==0.39.6", OURS[0]), needs_postgresql=True),
    )
}
