"""Small tables in running text: a header with 목표 and 실적, and a row for each year below it."""

import re
from dataclasses import dataclass

from extract.claims.model import Sentence, Span

_COLUMN = re.compile(
    r"(?P<target>목표|계획)|(?P<actual>실적|결과|창출|달성(?!률|율|도))|(?P<pct>달성률|달성율|달성도|비율|대비)"
)
_CELL = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})\s?년?(?:도)?|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?)\s?(?P<unit>%|개|명)?"
)


@dataclass(slots=True)
class Row:
    """One row of a table: a year and what the columns say; `index` is the sentence that it is."""

    index: int
    year: int | None
    target: int | None
    actual: int | None
    pct: float | None
    when: Span | None
    cells: list[Span]
    label: str | None  # what the row is of, where its first cell is no year


def _header(line: str) -> list[str]:
    """The columns of a header line in order, or nothing where the line is none."""
    if re.search(r"[0-9]{3}|다\.", line) or len(line) > 60:
        return []
    columns = [m.lastgroup or "" for m in _COLUMN.finditer(line)]
    return columns if "target" in columns and "actual" in columns and len(columns) == len(set(columns)) else []


def read_tables(text: str, sentences: list[Sentence]) -> list[Row]:
    """The rows of all tables among the list lines of an article."""
    found: list[Row] = []
    columns: list[str] = []
    for index, sentence in enumerate(sentences):
        line = text[sentence.start : sentence.end]
        if not sentence.is_list:
            columns = []
            continue
        header = _header(line)
        if header:
            columns = header
            continue
        if not columns:
            continue
        year: int | None = None
        when: Span | None = None
        values: list[tuple[float, Span]] = []
        for cell in _CELL.finditer(line):
            span = Span(sentence.start + cell.start(), sentence.start + cell.end())
            if cell.group("year") and year is None and not values:
                year, when = int(cell.group("year")), span
            elif cell.group("number") or cell.group("year"):
                values.append((float((cell.group("number") or cell.group("year")).replace(",", "")), span))
        if len(values) != len(columns):
            continue
        first = re.match(r"\W*([가-힣A-Za-z·\s]{2,20}?)\s?(?:[|/:\t]|\s[0-9])", line)
        label = " ".join(first.group(1).split()) if first and year is None else None
        if label and re.fullmatch(r"(?:합\s?계|총\s?계|계|전체|소\s?계|일자리|구분)", label):
            label = None
        said = dict(zip(columns, values, strict=True))
        pct = said.get("pct")
        found.append(
            Row(
                index,
                year,
                int(said["target"][0]),
                int(said["actual"][0]),
                pct[0] if pct else None,
                when,
                [v[1] for v in values],
                label,
            )
        )
    return found
