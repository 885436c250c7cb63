"""Files and short texts that only the holder of DATA_KEY can read or change.

A sealed file is written and read piece by piece. It is a mark, a salt, and pieces of 64 KB, each by
AES-256-GCM under a key of the file's own. A piece's nonce is its number and whether it is the last
one, as in age's STREAM: pieces that are changed, put in another order or cut off at the end are
noticed.
"""

import hashlib
import io
import os
from base64 import b64decode, b64encode
from functools import lru_cache
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK: Final = b"harringay sealed 1\n"
PIECE: Final = 64 * 1024
_TAG: Final = 16
_SALT: Final = 16

# What the key is made of need not be 32 random bytes: to try a guess takes 32 MB and 0.1 s.
_COST: Final = 2**15
_MEMORY: Final = 2**26


class CannotOpen(Exception):
    """Another key, or not what was sealed."""


class Sealer(io.RawIOBase):
    """Seals all that is written to it; the file is whole once this is closed."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        salt = os.urandom(_SALT)
        self._cipher = _cipher(key, salt)
        self._file = file
        self._waiting = bytearray()
        self._number = 0
        file.write(MARK + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        # The last piece is known by what comes after it: nothing.
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), is_last=False)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), is_last=True)
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, piece, None))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what was sealed. Raises CannotOpen before it gives out anything that was not."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        start = file.read(len(MARK) + _SALT)
        if len(start) < len(MARK) + _SALT or not start.startswith(MARK):
            raise CannotOpen
        self._cipher = _cipher(key, start[len(MARK) :])
        self._file = file
        self._next = file.read(PIECE + _TAG)
        self._opened = b""
        self._number = 0
        self._is_done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._opened and not self._is_done:
            self._open_next()
        taken = min(len(buffer), len(self._opened))
        buffer[:taken] = self._opened[:taken]
        self._opened = self._opened[taken:]
        return taken

    def _open_next(self) -> None:
        piece, self._next = self._next, self._file.read(PIECE + _TAG)
        self._is_done = not self._next
        nonce = _nonce(self._number, is_last=self._is_done)
        self._number += 1
        try:
            self._opened = self._cipher.decrypt(nonce, piece, None)
        except InvalidTag:
            raise CannotOpen from None


def seal_text(text: str, key: str) -> str:
    """A short text, sealed, as letters and digits that a database can hold."""
    file = io.BytesIO()
    with Sealer(file, key) as sealer:
        sealer.write(text.encode())
    return b64encode(file.getvalue()).decode("ascii")


def open_text(sealed: str, key: str) -> str:
    """The text again. Raises CannotOpen."""
    try:
        file = io.BytesIO(b64decode(sealed, validate=True))
    except ValueError:
        raise CannotOpen from None
    return Opener(file, key).readall().decode()


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: str, salt: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt, b"harringay backup file").derive(_stretched(key))
    return AESGCM(derived)


@lru_cache(maxsize=2)
def _stretched(key: str) -> bytes:
    return hashlib.scrypt(
        key.encode(), salt=b"harringay backups", n=_COST, r=8, p=1, maxmem=_MEMORY, dklen=32
    )
