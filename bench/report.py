"""What a run found: printed as a table, kept as JSON, and written into the documentation."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bench.rounds import Row

HEAD = "| page | reader | req/s | × L0 | × L1 | CPU ms | p50 ms | p95 ms | KB | queries |"
RULE = "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"
NONE = "–"


@dataclass(frozen=True)
class Report:
    """One run: its name, what it was made on, its rows, and peak memory in MB."""

    name: str
    at: datetime
    machine: str
    holds: str
    rows: Sequence[Row]
    site_memory: float
    bare_memory: float

    def __str__(self) -> str:
        """The table in Markdown, and what stands outside it."""
        notes = [*map(_single, self._singles()), self._memory()]
        about = f"{self.at:%-d %B %Y, %H:%M} UTC. {self.machine}.\n{self.holds}."
        table = "\n".join([HEAD, RULE, *map(_line, self.rows)])
        return "\n\n".join([about, table, "\n".join(notes)])

    def _singles(self) -> list[Row]:
        return [row for row in self.rows if row.of_insert and row.reader != "bare"]

    def _memory(self) -> str:
        times = self.site_memory / self.bare_memory
        return (
            f"Peak memory of the web server's processes: {self.site_memory:.0f} MB, "
            f"{times:.2f} × bare Django's {self.bare_memory:.0f} MB."
        )


def keep(report: Report, folder: Path) -> Path:
    """Write it as JSON, one file a run. Returns where."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{report.at:%Y-%m-%dT%H%M%S}-{report.name}.json"
    path.write_text(json.dumps(asdict(report), default=str, indent=1, ensure_ascii=False))
    return path


def write_into(document: Path, report: Report) -> None:
    """Replace the run of the same name in a document, or add it at the end."""
    start, end = f"<!-- {report.name} -->", f"<!-- end of {report.name} -->"
    text = document.read_text()
    section = f"{start}\n\n{report}\n\n{end}"
    if start in text:
        before, _, rest = text.partition(start)
        after = rest.partition(end)[2]
        document.write_text(f"{before}{section}{after}")
    else:
        document.write_text(f"{text.rstrip()}\n\n## {report.name}\n\n{section}\n")


def _line(row: Row) -> str:
    cells = [
        *(row.page, row.reader, f"{row.rate:,.0f}"),
        *(_ratio(row.of_constant), _ratio(row.of_twenty)),
        *(f"{row.cpu:.2f}", f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.length / 1000:.1f}"),
        NONE if row.queries is None else str(row.queries),
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(ratio: float | None) -> str:
    return NONE if ratio is None else f"{ratio:.2f}"


def _single(row: Row) -> str:
    return (
        f"{row.page.capitalize()}, one at a time, takes {row.of_insert:.1f} × the time of a bare "
        "insert behind CSRF."
    )
