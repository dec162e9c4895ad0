"""From a labelled article to training examples: for every decision of the reader, the candidates' features and which of them are right.

The labels have no spans, so a number stands for every row with its value, a grade word for every row with its grade; where that leaves a
choice open, each choice that some row bears out counts as right.
"""

from collections import defaultdict
from functools import lru_cache
from typing import Any

from extract.claims import awards as award_reader
from extract.claims import levels as level_reader
from extract.claims import rows as row_reader
from extract.claims import targets as target_reader
from extract.claims.completions import Numbers
from extract.claims.document import GRADE, Document, Item, Line, is_job_number, is_percent
from extract.claims.frames import NATIONAL, SAME
from extract.claims.incentives import Winner, candidates_of, purses_of
from extract.claims.municipalities import municipalities
from extract.claims.reader import prepare, read_figures
from extract.claims.rows import Row as TargetRow
from extract.claims.targets import Figure, Told
from extract.claims.who import Who
from tests.gold.corpus import day_of
from tests.gold.scoring import targets_agree

Row = dict[str, Any]
#: decision -> examples; of a class decision `(features, right classes)`, of a choice `(candidates' features, right ones)`
Examples = dict[str, list[tuple[Any, Any]]]


@lru_cache(maxsize=1)
def _ids() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for municipality in municipalities().values():
        for version in municipality.versions:
            found[version.label].add(municipality.id)
    return found


def ids_of(rows: list[Row]) -> set[str]:
    """The identities of the municipalities that rows name."""
    return set().union(*(_ids().get(r["municipality"], set()) for r in rows)) if rows else set()


def document_of(article: Row) -> Document:
    """The article as the reader prepares it."""
    return prepare(article["text"], day_of(article), article.get("title"))


def year_of(row: Row) -> Any:
    """The year of a target as the reader's candidates have it: one year, or first and last."""
    return (row["year"], row["period_end"]) if row["year"] and row.get("period_end") else row["year"]


def number_label(article: Row, item: Item) -> tuple[set[str], list[Row]]:
    """What a number of jobs is by the labels, and the rows that it stands in."""
    value, roles, rows = int(item.value.value), set(), []
    for row in article["labels"].get("targets", []):
        for role in ("target", "actual"):
            if row[role] is not None and int(row[role]) == value:
                roles.add(role)
                rows.append(row)
    if roles:
        return roles | ({"none"} if all(r["optional"] for r in rows) else set()), rows
    near = {
        role
        for row in article["labels"].get("targets", [])
        for role in ("target", "actual")
        if row[role]
        and abs(row[role] - value) <= 0.06 * max(row[role], value)
        and (item.value.is_rounded or value % 100 == 0)
    }
    return near | {"none"}, []


def percent_label(article: Row, item: Item) -> tuple[set[str], list[Row], list[Row]]:
    """What a percentage is by the labels, and the targets and levels that it stands in."""
    value = item.value.value
    targets = [
        r for r in article["labels"].get("targets", []) if r["pct"] is not None and abs(r["pct"] - value) <= 0.051
    ]
    levels = [r for r in article["labels"].get("indicators", []) if abs(r["value"] - value) <= 0.001]
    roles = ({"rate"} if targets else set()) | ({"level"} if levels else set())
    if not roles or all(r["optional"] for r in targets + levels):
        roles.add("none")
    return roles, targets, levels


def grade_label(article: Row, item: Item) -> tuple[set[str], list[Row]]:
    """Whether a grade word says that the national award was won, and the rows that it may stand for."""
    awards = article["labels"].get("awards", [])
    national = [r for r in awards if r["programme"] == "national_jobs_award"]
    other = [r for r in awards if r["programme"] != "national_jobs_award"]
    if item.value == "unspecified":
        bare = [r for r in national if r["grade"] == "unspecified" and not r["optional"]]
        label = {"national"} if bare else {"national", "none"} if national else {"none"}
        return (label | {"none"} if other and national else label), bare or national
    mine = [r for r in national if r["grade"] == item.value]
    label = {"national"} if mine else set()
    if not mine or any(r["grade"] == item.value for r in other) or all(r["optional"] for r in mine):
        label.add("none")
    return label, mine


def settled(document: Document, line: Line, item: Item, label: set[str]) -> set[str]:
    """What a grade word is by the award named before it in its sentence, where the labels leave it open or only others are named."""
    named = [x.value.kind for x in line.frames if x.start < item.start and x.value.kind != SAME]
    if not named or line.is_title:  # '충북도 일자리대상' in a title is the province's, or what the province won
        return label
    if award_reader.is_of_another(line, item) or (len(label) > 1 and named[-1] != NATIONAL):
        return {"none"}
    return {"national"} if len(label) > 1 and item.value != "unspecified" else label


def other_label(article: Row, item: Item) -> set[str]:
    """Whether a grade word that is not the ministry's says that another award about jobs was won."""
    other = [r for r in article["labels"].get("awards", []) if r["programme"] != "national_jobs_award"]
    mine = [r for r in other if r["grade"] == item.value]
    if not mine:
        return {"none"}
    return {"other", "none"} if all(r["optional"] for r in mine) else {"other"}


def examples_of(article: Row, document: Document) -> Examples:
    """The examples of one article, but for `link`, which needs the other decisions' weights first (`link_examples`)."""
    found: Examples = defaultdict(list)
    _of_numbers(article, document, found)
    _of_awards(article, document, found)
    only = article.get("only")
    if only:
        for kind, decisions in _BY_KIND.items():
            if kind not in only:
                for decision in decisions:
                    found.pop(decision, None)
        if not {"targets", "indicators"} <= set(only):
            found["percent"] = [x for x in found["percent"] if x[1] != {"none"}]
    return found


_BY_KIND = {
    "awards": ("grade", "other_award", "award_who", "award_year", "other_who", "other_year", "section", "money"),
    "targets": ("number", "job_year", "job_who", "scope"),
    "indicators": ("level_kind", "level_year", "level_who"),
}


def _choice(found: Examples, decision: str, candidates: list[Any], right: list[bool]) -> None:
    if any(right):
        found[decision].append((candidates, right))


def numbers_of(document: Document) -> list[tuple[Line, Item]]:
    """The numbers that the reader decides on, in order."""
    return [(line, x) for line in document.lines for x in line.items if is_percent(x) or is_job_number(x)]


def _of_numbers(article: Row, document: Document, found: Examples) -> None:
    last: Any = None
    job: Any = None  # line, item, year, who, role
    level: Any = None  # line, item, year, who, kind
    dated: Any = None  # the last level that is not only compared with
    figure: Any = None  # line and role of the last target, result or rate
    for line, item in numbers_of(document):
        levels: list[Row] = []
        if is_percent(item):
            features = level_reader.percent_features(document, line, item)
            features += level_reader.after_the_level(document, level and level[:2], line, item)
            roles, rows, levels = percent_label(article, item)
            decision = "percent"
        else:
            features = target_reader.number_features(document, line, item)
            roles, rows = number_label(article, item)
            decision = "number"
        features += target_reader.after_the_figure(figure, line)
        found[decision].append((target_reader.after_the_last(features, last, line, item), roles))
        role = next((r for r in ("target", "actual", "rate", "level") if r in roles and (rows or levels)), "none")
        last = (line, item, role)
        if role in ("target", "actual", "rate"):
            figure = (line, role)
        if rows:
            right = {year_of(r) for r in rows}
            told = Told(job[0], job[1], job[4], job[2]) if job else None
            years = target_reader.job_years_of(document, line, item, role, told)
            _choice(found, "job_year", [f for _, f, _ in years], [y in right for y, _, _ in years])
            owners = ids_of(rows)
            whos = target_reader.whos_of(document, line, item, job and (*job[:2], job[3]))
            is_owner = [w is not None and w.municipality.id in owners for w, _ in whos]
            _choice(found, "job_who", [f for _, f in whos], is_owner)
            scope = target_reader.scope_features(document, line, item)
            found["scope"].append((scope, {"total" if r["scope"] == "total" else "part" for r in rows}))
            owner = next((w for (w, _), ok in zip(whos, is_owner, strict=True) if ok), None)
            if owner is not None:
                year = job[2] if job and job[2] in right else sorted(right, key=str)[0]
                job = (line, item, year, owner, role)
        if levels:
            right = {r["year"] for r in levels}
            kinds = level_reader.kinds_of(document, line, item, level and (*level[:2], level[4]))
            names = {r["indicator"] for r in levels}
            _choice(found, "level_kind", [f for _, f in kinds], [k in names for k, _ in kinds])
            years = level_reader.level_years_of(document, line, item, dated and (*dated[:2], dated[2]))
            _choice(found, "level_year", [f for _, f, _ in years], [y in right for y, _, _ in years])
            owners = ids_of(levels)
            whos = target_reader.whos_of(document, line, item, level and (*level[:2], level[3]))
            # a level of 서귀포시 alone, which has no government, is nobody's
            is_owner = [w.municipality.id in owners if w is not None else not owners for w, _ in whos]
            _choice(found, "level_who", [f for _, f in whos], is_owner)
            owner = next((w for (w, _), ok in zip(whos, is_owner, strict=True) if ok), None)
            if owner is not None:
                year = dated[2] if dated and dated[2] in right else sorted(right, key=str)[0]
                level = (line, item, year, owner, sorted(names)[0])
                dated = dated if level_reader.is_compared(document, line, item) else level


def _of_awards(article: Row, document: Document, found: Examples) -> None:
    sections = award_reader.sections_of(document)
    last: Any = None
    last_who: Any = None
    earlier: dict[str, tuple[Who, ...]] = {}
    last_year: Any = None
    last_section: Any = None
    told: list[tuple[tuple[Line, Item], list[Row]]] = []
    for line in document.lines:
        for item in line.items:
            if item.kind != GRADE:
                continue
            label, rows = grade_label(article, item)
            label = settled(document, line, item, label)
            groups = award_reader.groups_of(document, line, item, last_who, earlier)
            winners = ids_of(rows)
            if label == {"national"} and not any(w.municipality.id in winners for g, _ in groups for w in g):
                label = {"national", "none"}
            features = award_reader.grade_features(document, line, item)
            found["grade"].append((target_reader.after_the_last(features, last, line, item), label))
            last = (line, item, "?" if len(label) > 1 else "Y" if "national" in label else "N")
            if "national" not in label:
                found["other_award"].append((found["grade"][-1][0], other_label(article, item)))
                if found["other_award"][-1][1] == {"other"}:
                    _of_another(article, document, line, item, found)
                continue
            won = next((g for g, _ in groups if g and all(w.municipality.id in winners for w in g)), ())
            years = award_reader.award_years_of(document, line, item, last_year, won, last_who and last_who[2])
            right_who, right_year = _pairs(rows, groups, years)
            if any(right_who) and any(right_year):
                found["award_who"].append(([f for _, f in groups], right_who))
                found["award_year"].append(([f for _, f, _ in years], right_year))
                last_who = (line, item, next(g for (g, _), ok in zip(groups, right_who, strict=True) if ok))
                if not line.is_title:
                    earlier[item.value] = last_who[2]
                chosen = [(y, f) for (y, f, _), ok in zip(years, right_year, strict=True) if ok]
                last_year = (line, item, next((y for y, f in chosen if "h" in f), chosen[0][0]))
                told.append(((line, item), _told(rows, last_who[2], last_year[2])))
            year = last_year[2][-1] if any(right_year) and last_year else None
            mine = [r for r in rows if r["award_year"] == year] or rows
            if any(right_who) and last_who:  # those of the winners: others may have the same grade of the other section
                ids = {w.municipality.id for w in last_who[2]}
                mine = [r for r in mine if ids & ids_of([r])] or mine
            categories = {r["category"] for r in mine if not r["optional"]} or {r["category"] for r in mine}
            known = award_reader.section_features(document, sections, line, item, last_section, year)
            found["section"].append((known, categories))
            last_section = (line, item, next(iter(categories)) if len(categories) == 1 else "?")
    _of_money(article, document, told, found)


def _of_another(article: Row, document: Document, line: Line, item: Item, found: Examples) -> None:
    """Whose and of which year another award about jobs is."""
    rows = [
        r for r in article["labels"]["awards"] if r["programme"] != "national_jobs_award" and r["grade"] == item.value
    ]
    groups = award_reader.groups_of(document, line, item, None, {})
    winners = ids_of(rows)
    won = next((g for g, _ in groups if g and all(w.municipality.id in winners for w in g)), ())
    years = award_reader.other_years_of(document, line, item, won)
    right_who, right_year = _pairs(rows, groups, years)
    if any(right_who) and any(right_year):
        found["other_who"].append(([f for _, f in groups], right_who))
        found["other_year"].append(([f for _, f, _ in years], right_year))


def _of_money(
    article: Row, document: Document, told: list[tuple[tuple[Line, Item], list[Row]]], found: Examples
) -> None:
    purses = purses_of(document)
    rows = [r for r in article["labels"].get("awards", []) if r["programme"] == "national_jobs_award"]
    winners = []
    for row in rows:
        mine = tuple(prize for prize, theirs in told if any(r is row for r in theirs))
        winners.append(
            Winner(
                frozenset(ids_of([row])), row["municipality"], row["award_year"], row["grade"], mine, row["category"]
            )
        )
    if not purses:
        return
    for row, candidates in zip(rows, candidates_of(document, purses, winners), strict=True):
        paid = row["incentive_krw"]
        right = [not paid if k is None else paid == int(purses[k][1].value.value) for k, _ in candidates]
        _choice(found, "money", [f for _, f in candidates], right)


def _told(rows: list[Row], whos: tuple[Who, ...], years: tuple[int | None, ...]) -> list[Row]:
    """The rows that a grade word says, where its winners and years are known."""
    winners = {w.municipality.id for w in whos}
    return [r for r in rows if r["award_year"] in years and ids_of([r]) & winners]


def _pairs(rows: list[Row], groups: award_reader.Groups, years: award_reader.Years) -> tuple[list[bool], list[bool]]:
    """Which groups and which years are right, where a group and a year must be a row together."""
    winners, right = ids_of(rows), {r["award_year"] for r in rows}
    together = {(i, r["award_year"]) for r in rows for i in ids_of([r])}
    is_won = [bool(g) and sum(w.municipality.id in winners for w in g) * 2 > len(g) for g, _ in groups]
    for whole, features in groups:
        if features & {"un", "next_h0"} and all(w.municipality.id in winners for w in whole):
            ids = {w.municipality.id for w in whole}  # a list that is right as a whole: no part of it is
            is_part = [{w.municipality.id for w in g} < ids for g, _ in groups]
            is_won = [ok and not part for ok, part in zip(is_won, is_part, strict=True)]
    is_told = [sum(y in right for y in told) * 2 > len(told) for told, _, _ in years]
    for whole, features, _ in years:
        if features & {"alllist", "allrange"} and all(y in right for y in whole):
            is_told = [ok and not set(told) < set(whole) for ok, (told, _, _) in zip(is_told, years, strict=True)]

    def meet(whos: tuple[Who, ...], told: tuple[int | None, ...]) -> bool:
        return any((w.municipality.id, y) in together for w in whos for y in told)

    right_who = [
        won and any(ok and meet(g, y[0]) for y, ok in zip(years, is_told, strict=True))
        for (g, _), won in zip(groups, is_won, strict=True)
    ]
    right_year = [
        ok and any(won and meet(g, told) for (g, _), won in zip(groups, is_won, strict=True))
        for (told, _, _), ok in zip(years, is_told, strict=True)
    ]
    return right_who, right_year


def link_examples(article: Row, document: Document, scorer: Any) -> list[tuple[Any, Any]]:
    """Which numbers of the labels stand in one row, with years and owners as the given weights choose them."""
    if "targets" not in article.get("only", ("targets",)):
        return []
    examples: list[tuple[Any, Any]] = []
    open_rows: list[tuple[list[Figure], set[int]]] = []
    last: Figure | None = None
    for line, item in numbers_of(document):
        if is_percent(item):
            roles, rows, _ = percent_label(article, item)
        else:
            roles, rows = number_label(article, item)
        if not rows:
            continue
        role = sorted(roles - {"none", "level"})[0]
        figure = target_reader.describe(document, scorer, line, item, role, 1.0, last)
        if figure.who is not None:
            last = figure
        mine = {id(r) for r in rows}
        candidates, right = [], []
        for back, (figures, theirs) in enumerate(open_rows[::-1][:6]):
            candidates.append(target_reader.link_features(figures, figure, [f for f, _ in open_rows], back))
            right.append(bool(theirs & mine))
        candidates.append(target_reader.new_row_features(figure, [f for f, _ in open_rows]))
        right.append(not any(right))
        if len(candidates) > 1:
            examples.append((candidates, right))
        for figures, theirs in open_rows[::-1][:6]:
            if theirs & mine:
                figures.append(figure)
                theirs &= mine
                break
        else:
            open_rows.append(([figure], set(mine)))
    return examples


def _as_labelled(document: Document, row: TargetRow) -> Row:
    first, last = row.year if isinstance(row.year, tuple) else (row.year, None)
    return {
        "municipality": document.scene.label(row.who, first)[2], "year": first, "period_end": last, "scope": row.scope,
        "target": row.target, "actual": row.actual, "pct": row.pct,
    }  # fmt: skip


def row_examples(article: Row, document: Document, scorer: Any) -> list[tuple[Any, Any]]:
    """What becomes of each row that the reader makes; a row that may be written or not teaches nothing."""
    if "targets" not in article.get("only", ("targets",)):
        return []
    figures, _, seen = read_figures(document, scorer)
    numbers = Numbers(document, scorer, seen, figures)
    rows = row_reader.read_rows(numbers, figures)
    examples: list[tuple[Any, Any]] = []
    for row in rows:
        candidates = row_reader.candidates_of(numbers, row, rows)
        twins = [
            [r for r in article["labels"]["targets"] if v and targets_agree(r, _as_labelled(document, v))]
            for v, _ in candidates
        ]
        if len(candidates) == 1 or (any(twins) and all(r["optional"] for rs in twins for r in rs)):
            continue
        examples.append(([f for _, f in candidates], [not any(twins), *(bool(t) for t in twins[1:])]))
    return examples
