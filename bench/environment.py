"""Where a run takes place: a folder and a database of its own, on this machine only."""

import os
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from harringay import environment as env

PROJECT = Path(__file__).resolve().parents[1]


def prepare(size: str) -> None:
    """Point the site's settings at the forum to be measured. Before Django is set up."""
    given = env.address("DATABASE_URL", ("postgres", "postgresql"))
    name = f"{'postgresql' if given else 'sqlite'}-{size}"
    folder = env.folder("DATA_DIR", default=PROJECT / "var") / "bench" / name
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "harringay.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database(given, f"harringay_bench_{size}") if given else "",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "RATE_LIMITS": "off",
        "TRUSTED_PROXY_COUNT": "0",
        **dict.fromkeys(("ALLOWED_HOSTS", "EMAIL_URL", "ADMIN_PATH"), ""),
        **dict.fromkeys(("DEBUG", "DEMO"), "false"),
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def database(given: str, name: str) -> str:
    """The address of a database of that name beside the given one, made where it is missing."""
    try:
        with psycopg.connect(given, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not known.fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as problem:
        raise SystemExit(f"DATABASE_URL gives us no database: {problem}") from None
    return urlsplit(given)._replace(path=f"/{name}").geturl()
