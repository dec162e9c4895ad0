"""The lines that an element shows, and which element of a page holds its running text.

An element's text is a list of lines in the page's order. For each is known how much of it is links and which element
holds it; from that alone the article is found on a page of which nothing is known (`best_holder`).
"""

import re
from dataclasses import dataclass

from extract.reading import rules
from extract.reading.cleaning import Line
from extract.reading.lines import is_byline, is_menu, is_sentence
from extract.reading.markup import Element, text_of

_BLOCKS = rules.words("""
    address article blockquote body caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
    header hr li main ol p pre section summary table tbody td tfoot th thead tr ul
""")
_SPACE = re.compile(r"\s+")
#: A cell of a table of figures; longer cells are the layout of a page.
_LONGEST_CELL = 60
#: A short line that is no link speaks as much against a place as a sentence of the same length speaks for it, but not
#: more than this: bodies have subheadings and tables.
_MOST_AGAINST = 40
#: Links speak more strongly: a teaser of a related article is a headline that is a link, and one or two sentences.
_LINK_WEIGHT = 3
#: Elements that hold one paragraph, and no article.
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "ul", "ol"))
#: Three related articles with their beginnings may stand in an article; so many and little else are a list.
_TEASERS_OF_A_LIST = 4
_CLEARLY_MORE = 1.2
_NOT_MUCH_LOWER = 0.5
_UNFINISHED = re.compile(r"(?:…|\.\.\.?|···)\s*$")


def lines_of(container: Element) -> list[Line]:
    """What an element shows: blocks apart by a gap, `<br>` as a line end, a row of short cells as one line."""
    walk = _Walk()
    walk.into(container, container, in_link=False)
    walk.end_line()
    return walk.lines


class _Walk:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.links = 0
        self.holder: Element | None = None
        self.line_ends = 2

    def into(self, tag: Element, holder: Element, in_link: bool) -> None:
        if tag.text:
            self.text(tag.text, holder, in_link)
        for child in tag:
            name = child.tag
            if isinstance(name, str):  # else a comment
                self.element(child, name, holder, in_link)
            if child.tail:
                self.text(child.tail, holder, in_link)

    def element(self, tag: Element, name: str, holder: Element, in_link: bool) -> None:
        if name == "br":
            self.end_line()
            self.line_ends += 1
        elif name in _BLOCKS:
            self.end_line()
            self.line_ends = 2
            if name == "tr" and (cells := _short_cells(tag)):
                self.text("\u2002".join(cells), tag, in_link=_is_linked(tag))
            else:
                self.into(tag, tag, in_link)
            self.end_line()
            self.line_ends = 2
        else:
            is_deck = name in ("b", "strong") and not self.pieces and _is_deck(tag)
            self.into(tag, holder, in_link or name == "a")
            if is_deck:
                self.end_line()
                self.line_ends = 2

    def text(self, text: str, holder: Element, in_link: bool) -> None:
        text = _SPACE.sub(" ", text)
        if text == " " and not self.pieces:
            return
        if self.holder is None:
            self.holder = holder
        self.pieces.append(text)
        if in_link:
            self.links += len(text.replace(" ", ""))

    def end_line(self) -> None:
        text = _SPACE.sub(" ", "".join(self.pieces)).strip()
        if text and self.holder is not None:
            self.lines.append(Line(text, self.links, self.holder, gap=self.line_ends >= 2))
            self.line_ends = 0
        self.pieces, self.links, self.holder = [], 0, None


def _is_deck(bold: Element) -> bool:
    """Whether bold text of several lines is the first thing in its block: a deck, no part of the text behind it."""
    before = bold.itersiblings(preceding=True)
    parent = bold.getparent()
    is_first = (
        parent is not None and not (parent.text or "").strip() and not any(isinstance(tag.tag, str) for tag in before)
    )
    return is_first and bold.find(".//br") is not None


def _short_cells(row: Element) -> list[str]:
    """The cells of a row of a table of data; nothing where one cell holds more than a figure or a name."""
    texts = [_SPACE.sub(" ", text_of(cell, " ")).strip() for cell in row if cell.tag in ("td", "th")]
    texts = [text for text in texts if text]
    if len(texts) < 2 or any(len(text) > _LONGEST_CELL or is_sentence(text) for text in texts):
        return []
    return [] if any(True for _ in row.iterdescendants("table", "br", "ul")) else texts


def _is_linked(row: Element) -> bool:
    return row.find(".//a[@href]") is not None


def weight(line: Line) -> float:
    """How much a line speaks for (above zero) or against its place being the article's."""
    length = len(line.text)
    if line.is_link:
        return -_LINK_WEIGHT * min(length, _MOST_AGAINST)
    if _UNFINISHED.search(line.text):
        return -min(length, _MOST_AGAINST)
    if is_sentence(line.text):
        return length
    if is_byline(line.text):
        return 0
    if length >= 60 and not is_menu(line.text):
        return length / 2
    return -min(length, _MOST_AGAINST)


def best_holder(lines: list[Line], top: Element) -> Element | None:
    """The smallest element at or below `top` whose lines together speak most for it; None where none speaks for one.

    The sum over an element's lines is highest at the element that holds all of the article and little else: an element
    above it adds menus and teasers, one below it has fewer of the paragraphs. Where a paragraph has an element of its
    own and some links beside it, the sum of that one can be higher: an element around it with clearly more running
    text, whose sum is not much lower, is taken instead.
    """
    sums: dict[Element, _Sum] = {}
    above: dict[Element, list[_Sum]] = {}  # the entries of an element and of all above it, down to it
    for line in lines:
        if line.holder is None:
            continue
        if line.holder not in above:
            tags = [line.holder, *line.holder.iterancestors()]
            is_inside = any(tag is top for tag in tags)
            above[line.holder] = [
                sums.setdefault(tag, _Sum(tag, depth)) for depth, tag in enumerate(reversed(tags)) if is_inside
            ]
        value = weight(line)
        for entry in above[line.holder]:
            entry.all += value
            entry.running += max(value, 0)
            entry.mild += value / _LINK_WEIGHT if line.is_link else value
    inside = [entry for entry in sums.values() if entry.depth >= sums[top].depth and entry.tag.tag not in _PARAGRAPHS]
    best = max(inside, key=lambda entry: (entry.all, entry.depth), default=None)
    if best is None or best.all <= 0:
        # A brief beside a list of links: there links count by their letters alone.
        best = max(inside, key=lambda entry: (entry.mild, entry.depth), default=None)
        return best.tag if best and best.mild > 0 else None
    top_depth = sums[top].depth
    chosen = best
    while chosen.tag is not top:
        around = (sums[tag] for tag in chosen.tag.iterancestors() if tag in sums)
        wider = next((entry for entry in around if entry.running > chosen.running), None)
        if wider is None or wider.depth < top_depth:
            break
        if wider.running < _CLEARLY_MORE * best.running or wider.all < _NOT_MUCH_LOWER * best.all:
            break
        chosen = wider
    return chosen.tag


@dataclass
class _Sum:
    """What the lines of an element say together."""

    tag: Element
    depth: int
    all: float = 0
    running: float = 0
    mild: float = 0


def is_list(lines: list[Line]) -> bool:
    """Whether lines are a list of articles: most of the running text stands below links, each with its beginning."""
    sentences = [at for at, line in enumerate(lines) if not line.is_link and is_sentence(line.text)]
    teasers = [at for at in sentences if any(line.is_link for line in lines[max(0, at - 2) : at])]
    return len(teasers) >= _TEASERS_OF_A_LIST and len(teasers) >= 0.7 * len(sentences)
