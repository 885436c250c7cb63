"""How news is told to ten thousand, and how fast the mails of it go out.

In a database of its own beside the others (bench.environment), on this site's own code:
  - a reply in a discussion that 10,000 follow, and in one that one member follows: statements and
    time of the fan-out, and the time of the request that posts it, in turn;
  - sending: all that the worker does for a mail, against the same finished messages written
    straight to the same server over one connection, in turn.
"""

import django

from bench import environment
from harringay import environment as env

FOLLOWERS = 10_000


def main() -> None:
    followers = env.integer("FOLLOWERS", default=FOLLOWERS, low=1, high=100_000)
    environment.prepare("mail")
    django.setup()
    # The site's models can be imported only now.
    from bench.mail import crowd  # noqa: PLC0415

    for line in crowd.measure(followers):
        print(line, flush=True)


if __name__ == "__main__":
    main()
