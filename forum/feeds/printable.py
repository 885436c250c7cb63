"""Text as every format can hold it."""

import re
from dataclasses import dataclass, fields

_FORBIDDEN_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Printable:
    """Its texts have no character that XML 1.0 cannot hold, whatever the database held."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str):
                object.__setattr__(self, field.name, _FORBIDDEN_IN_XML.sub("", value))
