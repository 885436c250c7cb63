"""What a web process loads: on the smallest of machines, only what it needs."""

import os
import subprocess
import sys

# By far the largest of what an embedded site has no use for, as it serves.
NOT_WANTED = {"PIL", "psycopg", "redis"}
WHAT_IS_LOADED = """
import harringay.wsgi
from django.urls import get_resolver

get_resolver().url_patterns
import sys

print(*sys.modules)
"""


def test_an_embedded_web_process_loads_neither_drivers_nor_what_draws(tmp_path):
    embedded = {**os.environ, "DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": str(tmp_path)}
    embedded.pop("DJANGO_SETTINGS_MODULE", None)
    asked = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LOADED],
        capture_output=True,
        check=True,
        env=embedded,
        text=True,
    )
    assert "forum.urls" in asked.stdout.split()
    assert not NOT_WANTED & set(asked.stdout.split())
