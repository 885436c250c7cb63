"""What Gunicorn does in each web process that has loaded the site, before anybody asks it.

Read by its path and not imported: the process above them needs nothing of the site in its memory.
"""

from typing import Any


def post_worker_init(worker: Any) -> None:
    """Gunicorn's name for that moment, and its worker."""
    from django.db import connection  # noqa: PLC0415  not in the process above

    if connection.vendor == "postgresql":
        from harringay.postgresql import patience, pools  # noqa: PLC0415  psycopg only where used

        patience.in_web_process()
        pools.fill(worker.cfg.threads)
