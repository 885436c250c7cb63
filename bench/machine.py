"""What a run was made on: figures mean nothing without it."""

import os
import platform
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

# Processes waiting for each core before we have begun; with more of them others are at work.
BUSY = 0.25


def describe(load: float) -> str:
    """Machine and software in one line; `load` is how many processes others kept running."""
    cores = os.cpu_count() or 1
    words = [
        f"{cores} cores ({_stated('/proc/cpuinfo', 'model name')})",
        f"{_memory()} GiB",
        f"Python {platform.python_version()}",
        f"Django {django.get_version()}",
        _database(),
        "Redis" if settings.REDIS_URL else "cache in the process",
        f"web processes: {settings.WEB_PROCESSES}",
    ]
    if load / cores > BUSY:
        words.append(f"**on a shared machine, busy with other work** (load {load:.1f})")
    return ", ".join(words)


def _memory() -> int:
    kilobytes = int(_stated("/proc/meminfo", "MemTotal").split()[0])
    return round(kilobytes / 2**20)


def _stated(file: str, name: str) -> str:
    """What a file of /proc says of something, or that it does not."""
    pairs = (line.partition(":") for line in Path(file).read_text().splitlines())
    return next((value.strip() for key, _, value in pairs if key.strip() == name), "unknown")


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
