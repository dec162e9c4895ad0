"""PDF, read by PDFium in a process of its own with limits: it is C++, and a file may crash, hang or fill it.

python -m extract.reading.attachments.pdf < FILE     prints the lines as JSON, or why there are none
"""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from extract.paths import PROJECT
from extract.reading.article import Unreadable
from extract.reading.lines import is_sentence

MAX_PAGES = 500
#: A page of the densest budget table has some 10,000 characters.
MAX_PAGE_CHARS = 200_000
#: The yearly plan of a province, 300 pages, takes a few seconds.
MAX_SECONDS = 60
MAX_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
#: What Python is given to run as the process that reads.
COMMAND = ("-m", "extract.reading.attachments.pdf")
#: Of the letters of a file: where a writer left out what its glyphs mean, most words miss some of theirs.
MAX_UNNAMED_SHARE = 0.01
_MAX_ANSWER_BYTES = 64 * 1024 * 1024

#: A cell of a table with a figure: 67.8%, 31,200명, △0.4%p, 2024 년.
_FIGURE = re.compile(r"[△▲▽▼+–-]?\d[\d,.]*(?:%p?|%포인트|[가-힣]{1,3})?")

_FIGURE_APART = re.compile(r"[0-9] (?=[가-힣])")

#: What begins a line of its own: bullets, numbers, and what stands in brackets before a headline.
_BULLETS = "□○◦ㅇ❍❏■●▲△◆◇※▶▷►✔☞·•-–—*①②③④⑤⑥⑦⑧⑨⑩<【[(〈《"


def lines(content: bytes) -> list[str]:
    """The lines of all pages, see the package: what was broken to fit the page is joined again."""
    try:
        done = subprocess.run(
            [sys.executable, *COMMAND],
            input=content,
            capture_output=True,
            timeout=MAX_SECONDS,
            cwd=PROJECT,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow", f"PDF: not read within {MAX_SECONDS} s") from error
    if done.returncode != 0 or len(done.stdout) > _MAX_ANSWER_BYTES:
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
        raise Unreadable("reader_failed", f"PDF: the reader ended with {how}")
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise Unreadable(answer["reason"], answer["detail"])
    return joined([page.split("\n") for page in answer["pages"]])


def joined(pages: list[list[str]]) -> list[str]:
    """Lines of pages as paragraphs: a line goes on in the next one unless it ends a sentence, or the next begins anew.

    Where the printed lines of a file end with spaces, one that does not was broken inside a word.
    """
    raw = [line.rstrip("\r\n") for page in pages for line in page]
    shows_spaces = sum(line.endswith(" ") for line in raw) * 4 >= len(raw)
    widest = max((len(line) for line in raw), default=0)
    found: list[str] = []
    goes_on, before = False, ""
    for line in raw:
        text = line.strip()
        if not text or _is_page_number(text):
            continue
        row = _is_row(text)
        if goes_on and not row and text[0] not in _BULLETS:
            found[-1] += ("" if shows_spaces and not before.endswith(" ") else " ") + text
        else:
            found.append(text)
        before = line
        # A line that is much shorter than the widest was ended, not broken.
        goes_on = not row and len(text) >= 0.6 * widest and not is_sentence(found[-1])
    return found


def _is_row(text: str) -> bool:
    """Whether a line is a row of figures: at least two, no fewer than words, and nothing that a sentence has."""
    cells = text.split()
    figures = sum(bool(_FIGURE.fullmatch(cell)) for cell in cells)
    return figures >= 2 and 2 * figures >= len(cells) and not any(cell[-1] in ",.)" for cell in cells)


def _is_page_number(text: str) -> bool:
    return len(text) <= 9 and text.strip("-–— /").replace("/", "").replace(" ", "").isdigit()


def _pages(content: bytes) -> Iterator[str]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = "encrypted" if "password" in str(error).lower() else "bad_archive"
        raise Unreadable(reason, f"PDF: {error}"[:200]) from error
    if len(document) > MAX_PAGES:
        raise Unreadable("too_large", f"a PDF of {len(document)} pages, the limit is {MAX_PAGES}")
    n_letters = n_unnamed = 0
    for page in document:
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        if len(text) > MAX_PAGE_CHARS:
            raise Unreadable("too_large", f"a page of {len(text)} characters, the limit is {MAX_PAGE_CHARS}")
        n_letters += (n := text_page.count_chars())
        n_unnamed += sum(raw.FPDFText_HasUnicodeMapError(text_page, at) == 1 for at in range(n))
        yield _without_gaps(text, text_page).replace("\r\n", "\n")
    if n_unnamed > MAX_UNNAMED_SHARE * n_letters:
        raise Unreadable("undecodable", f"PDF: its fonts do not say what {n_unnamed} of {n_letters} letters are")


def _without_gaps(text: str, text_page: Any) -> str:
    """The text without spaces that PDFium made of a gap between a figure and the letters behind it (`2024 년`): word
    processors set them a little apart, and the file has no space there."""
    from pypdfium2 import raw

    letters = [chr(raw.FPDFText_GetUnicode(text_page, at)) for at in range(text_page.count_chars())]
    made = [
        raw.FPDFText_IsGenerated(text_page, found.start() + 1) == 1
        for found in _FIGURE_APART.finditer("".join(letters))
    ]
    if not any(made) or len(made) != len(_FIGURE_APART.findall(text)):
        return text
    is_made = iter(made)
    return _FIGURE_APART.sub(lambda found: found[0].replace(" ", "") if next(is_made) else found[0], text)


def _answer(content: bytes) -> dict[str, object]:
    try:
        pages = list(_pages(content))
    except Unreadable as error:
        return {"reason": error.reason, "detail": error.detail}
    if not any(page.strip() for page in pages):
        return {"reason": "scan_only", "detail": f"{len(pages)} pages of pictures without text"}
    return {"pages": pages}


def limit() -> None:
    """Sets this process the limits of one that reads a file of strangers."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Reads a PDF from standard input under limits; writes `pages`, or `reason` and `detail`."""
    limit()
    answer = json.dumps(_answer(sys.stdin.buffer.read()))
    sys.stdout.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
