"""Text as every format can hold it."""

import re
from dataclasses import dataclass

_FORBIDDEN_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Printable:
    """Its texts have no character that XML 1.0 cannot hold, whatever the database held."""

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if isinstance(value, str) and _FORBIDDEN_IN_XML.search(value):
                object.__setattr__(self, name, _FORBIDDEN_IN_XML.sub("", value))
