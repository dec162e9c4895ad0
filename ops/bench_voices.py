"""`make bench-voices`: how well copies of one press release are found, on made copies of the labelled articles.

    python -m ops.bench_voices [--sweep]

Each labelled article is printed again as papers do: under another headline, cut at the end, with its paragraphs in
another order, with bylines and advertisements put between, with words changed, twice in one page, and several of these
at once, each in steps. What must stay apart is made too: other articles on the same event, under the same furniture of
one paper, and quoting the first. The half of the municipalities that `--sweep` reads is for choosing the thresholds;
the figures without it are those of the other half, from the models that a run builds.
"""

import argparse
import hashlib
import itertools
import json
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from extract.claim_batches import signed_row
from extract.paths import PROJECT
from extract.signatures import signature
from extract.tables import RAW_TABLES
from publish.dbt import run_dbt

_ARTICLES = PROJECT / "tests" / "gold" / "articles"
#: How many copies of an article, each by an edit of its own, the figures of clusters are for.
COPIES = 6
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
#: What one paper has around and between its articles: headlines, buttons, and advertisements in whole sentences.
_FURNITURE = (
    "/사진=시 제공",
    "온라인뉴스팀 news@paper.example",
    "[많이 본 뉴스] 오늘의 날씨",
    "지금 회원으로 가입하시면 한 달 동안 모든 기사를 무료로 읽으실 수 있습니다.",
    "▶ 관련기사 시장 상인회, 가을 축제 준비 한창",
    "글자크기 가 가 인쇄 공유",
    "봄맞이 새 단장을 마친 온천 호텔이 주말 묶음 상품을 절반 값에 내놓았습니다.",
    "전국 꽃 배달, 오후 다섯 시까지 주문하시면 그날 저녁에 받아 보실 수 있습니다.",
    "[포토] 첫눈 내린 고갯길",
    "건강한 무릎을 위한 열흘의 약속, 지금 전화하시면 견본을 보내 드립니다.",
    "김가람 기자 garam@paper.example",
    "<저작권자 ⓒ 신문 무단전재 및 재배포 금지>",
)


@dataclass(frozen=True)
class Text:
    """A body as some paper prints it; texts of one `origin` are copies of each other, whatever was done to them."""

    origin: str
    edit: str
    step: str
    body: str

    @property
    def name(self) -> str:
        return f"{self.origin} {self.edit} {self.step}".strip()


def articles(half: int) -> list[dict[str, Any]]:
    """The labelled articles of one half of the municipalities, so that articles on one event are in the same half."""
    found = []
    for file in sorted(_ARTICLES.glob("*/*.json")):
        article = json.loads(file.read_text(encoding="utf-8"))
        labels = itertools.chain.from_iterable(article["labels"].values())
        who = next((label["municipality"] for label in labels), article["id"])
        if hashlib.sha256(who.encode()).digest()[0] % 2 == half:
            title = article["title"] or ""
            body = article["text"].removeprefix(title).strip() if title else article["text"]
            events = {*article.get("facts_from", ())}
            events |= {f"{label['municipality']} {label['award_year']}" for label in article["labels"]["awards"]}
            found.append({"id": article["id"], "title": title, "body": body, "events": events})
    return found


def copies(article: dict[str, Any], others: list[dict[str, Any]]) -> Iterator[Text]:
    """The copies of one article, one for each edit and step; the same at every call."""

    def copy(edit: str, step: str, body: str) -> Text:
        return Text(article["id"], edit, step, body)

    body = article["body"]
    dice = random.Random(f"{article['id']} {len(body)}")
    yield copy("headline", "other", f"{dice.choice(others)['title']}\n\n{body}")
    for share in (0.8, 0.6, 0.45, 0.3):
        yield copy("cut at the end", f"{share:.0%} left", _cut(body, share))
    yield copy("reordered", "two paragraphs", _swapped(body, dice))
    yield copy("reordered", "paragraphs", _shuffled(body, dice, "\n\n"))
    yield copy("reordered", "sentences", _shuffled(" ".join(body.split("\n")), dice, " "))
    for n in (3, 6, 12):
        yield copy("put between", f"{n} lines", _with_lines(body, n, dice, others))
    for share in (0.03, 0.06, 0.12, 0.2):
        yield copy("words changed", f"{share:.0%}", _with_words(body, share, dice, others))
    yield copy("printed twice", "", f"{body}\n\n{body}")
    mild = _with_words(_with_lines(_cut(body, 0.8), 3, dice, others), 0.03, dice, others)
    yield copy("all at once", "mild", f"{dice.choice(others)['title']}\n\n{mild}")
    strong = _with_words(_shuffled(_cut(body, 0.6), dice, "\n\n"), 0.06, dice, others)
    yield copy("all at once", "strong", _with_lines(strong, 6, dice, others))


def drawn_together(given: list[dict[str, Any]]) -> Iterator[Text]:
    """What draws different articles together: one paper's furniture around all of them, and the longest sentence of
    another article on the event quoted in each. Each is still a copy of its own article and of no other."""
    by_event = defaultdict(list)
    for article in given:
        for event in sorted(article["events"]):
            by_event[event].append(article)
    for article in given:
        yield Text(article["id"], "in one paper", "", "\n".join((*_FURNITURE[:6], article["body"], *_FURNITURE[6:])))
        beside = [a for event in sorted(article["events"]) for a in by_event[event] if a["id"] != article["id"]]
        if beside:
            dice = random.Random(f"quote {article['id']}")
            quoted = max(_SENTENCE_END.split(dice.choice(beside)["body"]), key=len)
            yield Text(article["id"], "quotes another", "", f"{article['body']}\n\n{quoted}")


def _cut(body: str, share: float) -> str:
    kept: list[str] = []
    length = 0
    for sentence in re.findall(r".*?(?:[.!?]\s+|\n+|$)", body, re.DOTALL):
        if kept and length + len(sentence) / 2 > share * len(body):
            break
        kept.append(sentence)
        length += len(sentence)
    return "".join(kept).strip()


def _swapped(body: str, dice: random.Random) -> str:
    parts = _parts(body, "\n\n")
    if len(parts) > 1:
        one, other = dice.sample(range(len(parts)), 2)
        parts[one], parts[other] = parts[other], parts[one]
    return "\n\n".join(parts)


def _shuffled(body: str, dice: random.Random, between: str) -> str:
    parts = _parts(body, between)
    dice.shuffle(parts)
    return between.join(parts)


def _parts(body: str, between: str) -> list[str]:
    parts = [p for p in body.split("\n") if p.strip()] if between == "\n\n" else []
    return parts if len(parts) > 1 else _SENTENCE_END.split(body)


def _with_lines(body: str, n: int, dice: random.Random, others: list[dict[str, Any]]) -> str:
    parts = _parts(body, "\n\n")
    for _ in range(n):
        line = dice.choice(_FURNITURE) if dice.random() < 0.6 else dice.choice(others)["title"]
        parts.insert(dice.randrange(len(parts) + 1), line)
    return "\n".join(parts)


def _with_words(body: str, share: float, dice: random.Random, others: list[dict[str, Any]]) -> str:
    """Of the words a share is left out, doubled by another or replaced, as an editor does; at least one."""
    words = re.split(r"(\s+)", body)
    at = [n for n, word in enumerate(words) if word.strip()]
    for n in dice.sample(at, max(1, round(share * len(at)))):
        other = dice.choice(dice.choice(others)["body"].split())
        words[n] = dice.choice(("", other, f"{words[n]} {other}"))
    return "".join(words)


def sweep(given: list[dict[str, Any]]) -> str:
    """Recall of copies and number of false pairs for each pair of thresholds, by the signatures alone (no bands)."""
    texts = [text for a in given for text in (Text(a["id"], "", "", a["body"]), *copies(a, given))]
    texts += list(drawn_together(given))
    signed = [(text, found) for text in texts if (found := signature(text.body)) is not None]
    origins = np.array([text.origin for text, _ in signed])
    sizes = np.array([found.n_shingles for _, found in signed])
    minhash = np.array([found.minhash for _, found in signed], dtype=np.uint16)
    # Every pair would take minutes: of the copies one in eight is compared with all.
    compared = [n for n, (text, _) in enumerate(signed) if text.edit in ("", "in one paper") or n % 8 == 0]
    n_articles = len({text.origin for text, _ in signed})
    pairs: list[tuple[bool, int, float, float]] = []
    for n in compared:
        alike = (minhash == minhash[n]).mean(axis=1)
        smaller = np.minimum(sizes, sizes[n])
        inside = np.minimum(1, alike / (1 + alike) * (sizes + sizes[n]) / smaller)
        for m in np.flatnonzero((origins == origins[n]) | (alike > 0.1)):
            if m != n:
                pairs.append((bool(origins[m] == origins[n]), int(smaller[m]), float(alike[m]), float(inside[m])))
    true, small, alike, inside = (np.array(column) for column in zip(*pairs, strict=True))
    lines = [f"{n_articles} articles, {int(true.sum())} pairs of copies", ""]
    lines.append("shingles similarity   or, with containment from on   recall   false pairs")
    for fewest, least_alike, (cut_alike, cut_inside) in itertools.product(
        (60, 80, 100), (0.3, 0.35, 0.4), ((1.0, 1.0), (0.2, 0.7), (0.2, 0.8), (0.2, 0.9), (0.25, 0.7), (0.25, 0.8))
    ):
        is_cut = (alike >= cut_alike) & (inside >= cut_inside)
        held = (small >= fewest) & ((alike >= least_alike) | is_cut)
        lines.append(
            f"{fewest:8} {least_alike:10.2f} {cut_alike:16.2f} {cut_inside:16.2f} "
            f"{(held & true).sum() / true.sum():8.4f} {int((held & ~true).sum()):13}"
        )
    return "\n".join(lines)


@dataclass(frozen=True)
class Found:
    """What the models made of some texts, by their names: pairs that they hold for copies, and the voice of each."""

    links: set[tuple[str, str]]
    voices: dict[str, str]


def find(texts: list[Text], folder: Path) -> Found:
    """Build the models up to the voices on these texts, in a warehouse of their own."""
    warehouse = folder / "warehouse.duckdb"
    warehouse.unlink(missing_ok=True)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in RAW_TABLES}
    for number, text in enumerate(texts):
        article = {"article_id": f"{number:06}", "source": "bench", "body": text.body}
        rows["articles"].append(article)
        if (signed := signed_row(article)) is not None:
            rows["signatures"].append(signed)
    with duckdb.connect(warehouse) as connection:
        connection.execute("create schema raw")
        for name, (schema, _) in RAW_TABLES.items():
            connection.register("made", pa.Table.from_pylist(rows[name], schema=schema))
            connection.execute(f"create table raw.{name} as select * from made")
    # The pages of the compiled list have no text: they are left out.
    left_out = ["compiled"]
    for step in (("seed", "--select", "known_awards"), ("run", "--select", "+int_articles_clustered")):
        run = run_dbt(*step, sources_left_out=left_out, warehouse=warehouse, target=folder / "target")
        if run.returncode:
            raise RuntimeError(f"dbt failed:\n{run.stdout[-3000:]}")
    keys = {row["article_id"]: row["text_key"] for row in rows["signatures"]}
    by_key = defaultdict(list)
    for article_id, key in keys.items():
        by_key[key].append(texts[int(article_id)].name)
    with duckdb.connect(warehouse, read_only=True) as connection:
        linked = connection.execute("select text_key, other_text_key from intermediate.int_texts_linked").fetchall()
        voices = connection.execute("select article_id, voice_id from intermediate.int_articles_clustered").fetchall()
    links = {pair for one, other in linked for pair in itertools.product(by_key[one], by_key[other])}
    return Found(
        links | {(other, one) for one, other in links},
        {texts[int(article_id)].name: voice for article_id, voice in voices},
    )


@dataclass(frozen=True)
class Measured:
    """Recall of single copies by edit and step, false pairs among all, and precision and recall of the voices."""

    recall: dict[tuple[str, str], float]
    n_false_links: int
    n_falsely_tied: int  # pairs of articles, of whose copies the false links are
    n_tied_across_events: int  # of these the pairs that tell of different events
    n_pairs_apart: int
    pair_precision: float
    pair_recall: float
    whole_clusters: float  # share of the articles whose voice is exactly the article and its copies


def measure(given: list[dict[str, Any]]) -> Measured:
    """Both builds: every edit beside its article, and some copies of each article as papers print them."""
    with tempfile.TemporaryDirectory() as folder:
        first = [Text(article["id"], "", "", article["body"]) for article in given]
        made = [text for article in given for text in copies(article, given)]
        apart = list(drawn_together(given))
        links = find([*first, *made, *apart], Path(folder)).links
        hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for text in (*made, *apart):
            hits[text.edit, text.step].append((text.origin, text.name) in links)
        origin = {text.name: text.origin for text in (*first, *made, *apart)}
        false = [(one, other) for one, other in links if one < other and origin[one] != origin[other]]
        tied = {frozenset((origin[one], origin[other])) for one, other in false}
        events = {article["id"]: article["events"] for article in given}

        printed = []
        for article in given:
            dice = random.Random(f"printed {article['id']}")
            printed += dice.sample(list(copies(article, given)), COPIES)
        voices = find([*first, *printed, *apart], Path(folder)).voices
    sizes = Counter(origin[name] for name in voices)
    found = Counter(voices.values())
    both = Counter((origin[name], voice) for name, voice in voices.items())
    n_both, n_true, n_found = (sum(n * (n - 1) // 2 for n in c.values()) for c in (both, sizes, found))
    whole = sum(n == sizes[name] == found[voice] for (name, voice), n in both.items())
    return Measured(
        recall={kind: sum(found) / len(found) for kind, found in hits.items()},
        n_false_links=len(false),
        n_falsely_tied=len(tied),
        n_tied_across_events=sum(not set.intersection(*(events[article] for article in pair)) for pair in tied),
        n_pairs_apart=len(origin) * (len(origin) - 1) // 2,
        pair_precision=n_both / n_found,
        pair_recall=n_both / n_true,
        whole_clusters=whole / len(given),
    )


def table(measured: Measured) -> str:
    """The figures as a page of text."""
    lines = [f"{'a copy is linked with its article':<36}  recall"]
    lines += [f"{edit:<16} {step:<18} {recall:8.3f}" for (edit, step), recall in measured.recall.items()]
    lines += [
        "",
        f"false links: {measured.n_false_links} among {measured.n_pairs_apart:,} pairs of texts, "
        f"of {measured.n_falsely_tied} pairs of articles, {measured.n_tied_across_events} of them on different events",
        f"voices of articles with {COPIES} copies each: precision of pairs {measured.pair_precision:.4f}, "
        f"recall of pairs {measured.pair_recall:.4f}, whole clusters {measured.whole_clusters:.4f}",
    ]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """The command line of `make bench-voices`."""
    parser = argparse.ArgumentParser(prog="python -m ops.bench_voices", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sweep", action="store_true", help="thresholds on the half that they are chosen on")
    given = parser.parse_args(arguments)
    print(sweep(articles(0)) if given.sweep else table(measure(articles(1))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
