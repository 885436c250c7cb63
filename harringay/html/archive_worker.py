"""The process that cleans one long old post, kept apart so that its death costs nothing.

The source arrives on standard input and leaves clean on standard output.
"""

import resource
import sys
from typing import Final

from harringay.html import limits
from harringay.html.archive import TOO_DEEP
from harringay.html.cleaning import settle

# Measured: 100,000 characters of honest HTML take 1 s and 50 MB; 100,000 of unclosed `<b>` and
# `<p>` would take 76 s and make 350 MB of HTML.
CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 1024 * 1024 * 1024


def main() -> int:
    """Clean what is on standard input, within the limits; the exit status says how it went."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(settle(sys.stdin.buffer.read().decode()).encode())
    except limits.TooDeep:
        return TOO_DEEP
    return 0


if __name__ == "__main__":
    sys.exit(main())
