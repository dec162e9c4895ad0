"""`make bench`, first part: how fast one core reads claims, beside a plain scan of the same texts and a tokeniser.

The texts are labelled articles, filled up with the next ones or cut to 1,000 characters each: the figure is for texts
about jobs, not for a stream in which most texts are dismissed at a glance.

Each is measured in several passes, one after the other in turn, and the fastest pass counts: what else a shared machine
does can only make a pass slower. The slowest pass of the claims is told too.
"""

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kiwipiepy import Kiwi

from extract.claims import read_claims
from extract.claims.native import native_reader
from extract.claims.reader import read

_ARTICLES = Path(__file__).resolve().parents[1] / "tests" / "gold" / "articles"
_CHARACTERS = 1000
_N_TEXTS = 400
_SCAN = re.compile(r"[0-9][0-9,.]*|[가-힣]+상|고용률|목표")


def texts() -> list[str]:
    """The articles, each brought to 1,000 characters with the beginning of the next ones."""
    articles = [json.loads(f.read_text(encoding="utf-8"))["text"] for f in sorted(_ARTICLES.glob("*/*.json"))]
    found = []
    for k in range(min(_N_TEXTS, len(articles))):
        text, n = articles[k], k
        while len(text) < _CHARACTERS:
            n = (n + 1) % len(articles)
            text += "\n\n" + articles[n]
        found.append(text[:_CHARACTERS])
    return found


_PASSES = 7


def rate(read: Callable[[str], object], sample: list[str]) -> float:
    """Texts a second of processor time, in one pass."""
    begin = time.process_time()
    for text in sample:
        read(text)
    return len(sample) / (time.process_time() - begin)


def main() -> int:
    """Prints the rates, and the memory before and after reading many texts more."""
    parser = argparse.ArgumentParser(prog="python -m ops.bench_claims", description=__doc__)
    parser.add_argument("--more", type=int, default=4000, help="so many texts more are read for the memory")
    args = parser.parse_args()
    sample = texts()
    kiwi = Kiwi(num_workers=1)
    readers: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "scan": (lambda t: sum(1 for _ in _SCAN.finditer(t)), sample),
        "tokens": (kiwi.tokenize, sample[:100]),
        "python": (lambda t: read(t, None, None).claims, sample[:50]),
        "claims": (read_claims, sample),
    }
    for one, of in readers.values():
        rate(one, of[:10])
    passes = [{name: rate(one, of) for name, (one, of) in readers.items()} for _ in range(_PASSES)]
    best = {name: max(p[name] for p in passes) for name in readers}
    claims = best["claims"]
    how = "compiled" if native_reader() else "not compiled"
    sys.stdout.write(
        f"texts of {_CHARACTERS} characters a second and core, the fastest of {_PASSES} passes: "
        f"plain scan {best['scan']:,.0f}, tokeniser {best['tokens']:,.0f}, "
        f"claims {claims:,.0f} ({how}; slowest pass {min(p['claims'] for p in passes):,.0f}), "
        f"in Python {best['python']:,.0f} ({claims / best['python']:.1f} of Python, "
        f"{claims / best['tokens']:.1f} of the tokeniser, 1/{best['scan'] / claims:,.0f} of the scan)\n"
    )
    sys.stdout.write(f"peak memory {_peak():,.0f} MiB")
    for part in range(1, _PARTS + 1):
        for k in range(args.more * (part - 1) // _PARTS, args.more * part // _PARTS):
            text, at = sample[k % len(sample)], (1 + k // len(sample)) % _CHARACTERS
            read_claims(text[at:] + text[:at])  # turned by one letter more in each round, so that none comes twice
        sys.stdout.write(f", after {args.more * part // _PARTS:,} texts more {_peak():,.0f} MiB")
        sys.stdout.flush()
    sys.stdout.write("\n")
    return 0


#: the memory is told so many times
_PARTS = 4


def _peak() -> float:
    """The most memory that this process has had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
