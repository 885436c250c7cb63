"""How long the moderators' queue takes with 100,000 cases behind it, and a hiding to be seen.

In a database of its own (bench.environment), on this site's own code and in this process:
  - the first page of the queue, with 500 open cases and OLD= closed ones, beside Django's own list
    of as many of them, in turn; and its queries;
  - hiding a reply in a thread of 10,000, and whether the very next request shows it no more.
"""

import django

from bench import environment
from harringay import environment as env

OLD = 100_000


def main() -> None:
    old = env.integer("OLD", default=OLD, low=0, high=1_000_000)
    environment.prepare("queue")
    django.setup()
    # The site's models can be imported only now.
    from bench.queue import cases  # noqa: PLC0415

    for line in cases.measure(old):
        print(line, flush=True)


if __name__ == "__main__":
    main()
