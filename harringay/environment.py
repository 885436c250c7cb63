"""Settings from the environment, read strictly: nonsense stops the start with one clear line."""

import base64
import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MINIMUM_KEY_LENGTH = 50
MINIMUM_KEY_VARIETY = 5
DJANGOS_OWN = "django-insecure-"  # of a key that `startproject` has made
PUSH_KEY_BYTES = 32
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # FIPS 186-4
OTHERS = 0o077  # whoever is not the owner of a file


class BadSetting(SystemExit):
    """A setting makes no sense. Ends any process at once: its text is the one line it prints."""

    def __init__(self, name: str, given: str, allowed: str) -> None:
        super().__init__(f"{name} is {given!r}; allowed: {allowed}.")


def text(name: str, *, default: str = "") -> str:
    """The variable as it is, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    return choice(name, ("true", "false"), default=str(default).lower()) == "true"


def choice(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    given = text(name, default=default)
    if given not in allowed:
        raise BadSetting(name, given, " or ".join(allowed))
    return given


def integer(name: str, *, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    given = text(name, default=str(default))
    if not (given.isascii() and given.isdigit() and low <= int(given) <= high):
        raise BadSetting(name, given, f"a whole number from {low} to {high}")
    return int(given)


def names(name: str, *, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name).split(",") if part.strip()] or default


def folder(name: str, *, default: Path) -> Path:
    return Path(text(name, default=str(default))).expanduser().resolve()


def origin(name: str, *, default: str) -> str:
    """A scheme and a host, such as https://www.example.org, without a path or a final slash."""
    given = text(name, default=default).rstrip("/")
    if not _is_origin(given):
        raise BadSetting(name, given, "http:// or https:// and a host, with nothing behind it")
    return given


def address(name: str, schemes: tuple[str, ...], *, default: str = "") -> str:
    """A URL with one of the schemes, or nothing."""
    given = text(name, default=default)
    if given and not given.startswith(tuple(f"{scheme}:" for scheme in schemes)):
        # A URL may hold a password: name its scheme only.
        given_scheme = given.partition(":")[0]
        raise BadSetting(name, f"{given_scheme}:…", ", ".join(f"{s}://…" for s in schemes))
    return given


def path_prefix(name: str, *, default: str) -> str:
    """A piece of a URL path that ends in one slash and does not begin with one."""
    given = text(name, default=default).strip("/")
    if not given.replace("-", "").replace("_", "").replace("/", "").isalnum():
        raise BadSetting(name, given, "letters, digits, - and _")
    return f"{given}/"


def secret_key(name: str, *, kept_in: Path) -> str:
    """The key from the environment, or the one that `make run` keeps in a file."""
    return _unguessable(name, text(name) or _kept_key(name, kept_in / "secret-key"))


def push_key(name: str, *, kept_in: Path | None) -> str:
    """32 bytes in URL-safe Base64: a private key of P-256, given, or kept as the secret key is."""
    kept = _kept_key(name, kept_in / "vapid-key") if kept_in else ""
    given = text(name) or kept
    if given and not _is_scalar(given):
        raise BadSetting(name, f"{len(given)} characters", "32 bytes in URL-safe Base64")
    return given


def secret_keys(name: str) -> list[str]:
    """Older keys, by which what they have signed is still known."""
    return [_unguessable(name, given) for given in names(name, default=[])]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A comma-separated list of networks, or of single addresses."""
    try:
        return [ip_network(given) for given in names(name, default=[])]
    except ValueError:
        allowed = "networks such as 192.0.2.0/24 or 2001:db8::/48, with commas between them"
        raise BadSetting(name, text(name), allowed) from None


def _kept_key(name: str, file: Path) -> str:
    if not file.is_file():
        return ""
    if file.stat().st_mode & OTHERS:
        raise BadSetting(name, f"in {file}, which others can read", "a file of mode 0400")
    return file.read_text().strip()


def _unguessable(name: str, given: str) -> str:
    """Fifty characters are what Django's own deployment check asks for."""
    is_short = len(given) < MINIMUM_KEY_LENGTH or len(set(given)) < MINIMUM_KEY_VARIETY
    if is_short or given.startswith(DJANGOS_OWN):
        raise BadSetting(name, f"{len(given)} characters", "50 or more that nobody can guess")
    return given


def _is_scalar(given: str) -> bool:
    try:
        decoded = base64.b64decode(f"{given}=", altchars=b"-_", validate=True)
    except ValueError:
        return False
    return len(decoded) == PUSH_KEY_BYTES and 0 < int.from_bytes(decoded) < P256_ORDER


def is_loopback(host: str) -> bool:
    return host in LOOPBACK_HOSTS


def _is_origin(given: str) -> bool:
    try:
        parts = urlsplit(given)
        has_place = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    return parts.scheme in {"http", "https"} and has_place and bare
