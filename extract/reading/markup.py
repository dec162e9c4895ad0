"""The elements of a page by their names, and what of them only surrounds an article.

Pages are trees of lxml here, not of BeautifulSoup: it is the same parser below, and the tree of Python objects above it
was half of the time of a page (docs/decisions.md).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from lxml import etree
from lxml.cssselect import CSSSelector

from extract.reading import rules
from extract.reading.article import Unreadable

Element: TypeAlias = etree._Element

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: An end of `html` with something behind it: there the parser would stop, and browsers go on.
#: With a literal beginning, to which a search can jump; with a flag for capitals it would go letter by letter.
_END_BEFORE_MORE = re.compile(r"</[hH][tT][mM][lL]\s*>(?=\s*\S)")
#: What the parser builds at most; it ends without a word where a page goes deeper.
_DEEPEST = 2048
#: Elements whose text is no text of the elements around them: programs, and how a word is pronounced.
_NO_TEXT = ("style", "template", "rt", "rp")
#: What a button says that asks a reader to come again, the blocks around it, and how long they are at most.
_SUBSCRIBE = re.compile(r"\+?(?:뉴스레터|기자|채널|무료)?(?:구독|후원)(?:하기|신청|신청하기)?\+?")
_LONGEST_BUTTON = 12
_APPEALS = frozenset(("div", "section", "form", "p", "li", "dl", "aside"))
_LONGEST_APPEAL = 250
#: What an article tells; cards and forms speak to the reader, in 니다 and 요.
_TOLD = re.compile(r"(?<!니)다\.")
_DATED = re.compile(r"(?:19|20)\d\d\s?[-./년]\s?\d")
#: Hidden until a script of React's moves it to its place.
_STREAMED = re.compile(r"S:[0-9a-f]+")
_SUBSCRIBING = ("구독", "후원")
_MAY_SUBSCRIBE = etree.XPath(
    "//*[(self::button or self::a or self::span or self::em) and (contains(., '구독') or contains(., '후원'))]"
)
_TEXT = etree.XPath("string()")
_MAY_BE_INVISIBLE = etree.XPath("//*[@hidden or @aria-hidden='true' or contains(@style, 'display')]")


class Markup:
    """A parsed page and its elements by name.

    One walk instead of a query for every name: those took twenty times as long as to parse the page.
    Raises Unreadable: too_deep.
    """

    def __init__(self, text: str) -> None:
        self.root = _parsed(text)
        #: What the scripts hold. No element's text has it.
        self.code: dict[Element, str] = {}
        for script in self.root.iter("script"):
            self.code[script], script.text = script.text or "", None
        for tag in self.root.iter(*_NO_TEXT):
            _blank(tag)
        # Holds all of them: only as long as one is held is an element the same object.
        self._places: dict[Element, int] = {}
        #: Elements by tag, `#id`, `.class`, `~word` of either, and `[itemprop=…]`.
        self.named: dict[str, list[Element]] = {}
        lists: dict[tuple[str | None, ...], list[list[Element]]] = {}  # those that an element so named is in
        for place, tag in enumerate(self.root.iter(etree.Element)):
            self._places[tag] = place
            key = (tag.tag, tag.get("class"), tag.get("id"), tag.get("itemprop"))
            if key not in lists:
                lists[key] = [self.named.setdefault(name, []) for name in _names(*key)]
            for named in lists[key]:
                named.append(tag)

    @property
    def top(self) -> Element:
        return next((body for body in self.all("body") if self.holds(body)), self.root)

    def all(self, names: str) -> list[Element]:
        """The elements of these names, apart by spaces."""
        return [tag for name in names.split() for tag in self.named.get(name, ())]

    def place(self, tag: Element) -> int:
        """The number of an element in the page's order."""
        return self._places[tag]

    def select(self, selector: str) -> list[Element]:
        """The elements that a CSS selector names, in the page's order."""
        found: list[Element] = _compiled(selector)(self.root)
        return found

    def holds(self, tag: Element) -> bool:
        """Whether an element has not been taken out."""
        return tag is self.root or any(parent is self.root for parent in tag.iterancestors())

    def says(self, *words: str) -> bool:
        """Whether one of the words is in the page's text, also where markup cuts it. What no element can hold need not
        be searched for in every one."""
        text: str = _TEXT(self.root)
        return any(word in text for word in words)

    def _may_subscribe(self) -> list[Element]:
        found: list[Element] = _MAY_SUBSCRIBE(self.root) if self.says(*_SUBSCRIBING) else []
        return found + [
            tag for tag in self.root.iter("input") if any(word in tag.get("value", "") for word in _SUBSCRIBING)
        ]

    def take_out_never(self) -> None:
        """Takes out what never holds an article's text. Of a figure around a table of data, the rows stay."""
        for name in rules.NEVER:
            for tag in self.named.get(name, ()):
                if not (name == "figure" and _holds_data(tag)):
                    take_out(tag)

    def take_out_around(self) -> None:
        """Takes out what surrounds an article, except where it would take the article itself."""
        appeals = {appeal for button in self._may_subscribe() if (appeal := _appeal(button)) is not None}
        self.take_out_never()
        bodies = [tag for names in rules.BODIES for tag in self.all(names)]
        kept = {parent for body in bodies for parent in [body, *body.iterancestors()]}
        kept.update(parent for heading in self.all("h1") for parent in heading.iterancestors())
        around = {tag for word in rules.AROUND for tag in self.named.get(f"~{word}", ())}
        around.update(self.all("footer"))
        around.update(appeals)
        around.update(tag for tag in _MAY_BE_INVISIBLE(self.root) if _is_invisible(tag))
        half = _sentences(self.root) / 2
        gone: set[Element] = set()
        for tag in sorted(around - kept, key=self.place):
            if tag.tag in ("html", "body") or any(parent in gone for parent in tag.iterancestors()):
                continue
            if name_words(tag) & rules.AROUND_AND_LONG or _sentences(tag) <= half:
                take_out(tag, is_seen=tag in appeals)
                gone.add(tag)


def _holds_data(figure: Element) -> bool:
    """Whether a figure is a table: at least two rows of at least two cells with text."""
    rows = [[cell for cell in row if cell.tag in ("td", "th") and text_of(cell).strip()] for row in figure.iter("tr")]
    return sum(len(cells) >= 2 for cells in rows) >= 2


def _appeal(button: Element) -> Element | None:
    """The block around a button that asks to subscribe, where it holds little more: a form, a reporter's card."""
    text = "".join((button.get("value") or "").split() if button.tag == "input" else text_of(button).split())
    if len(text) > _LONGEST_BUTTON or not _SUBSCRIBE.fullmatch(text):
        return None
    block = next((tag for tag in button.iterancestors() if tag.tag in _APPEALS), None)
    if block is None or len(said := text_of(block, " ")) > _LONGEST_APPEAL or _DATED.search(said) or _TOLD.search(said):
        return None
    return None if any(True for _ in block.iter("h1", "h2", "h3")) else block


def strings_of(tag: Element) -> Iterator[str]:
    """The pieces of text in an element, apart by its markup; one that is only space is one space or line end."""
    for text in tag.itertext():
        yield text if text.strip(" \n\t\r\f") else "\n" if "\n" in text else " "


def text_of(tag: Element, between: str = "") -> str:
    """The text in an element."""
    return between.join(strings_of(tag))


def take_out(tag: Element, is_seen: bool = False) -> None:
    """Takes an element out of its tree. What stood before and behind it stays two pieces of text, and two paragraphs
    where a form or a card stood between them."""
    parent = tag.getparent()
    if parent is None:
        return
    gap = etree.Element("hr") if is_seen else etree.Comment("")
    gap.tail, tag.tail = tag.tail, None
    parent.replace(tag, gap)


def attribute(tag: Element, key: str) -> list[str]:
    """The words of an attribute; none where it is not there."""
    return (tag.get(key) or "").split()


def name_words(tag: Element) -> frozenset[str]:
    """The words of an element's class and id names, in small letters: {news, view, title} of `newsView_title`."""
    return _words_of(tag.get("class"), tag.get("id"))


@lru_cache(maxsize=4_000)
def _words_of(*names: str | None) -> frozenset[str]:
    return frozenset(word.lower() for name in names if name for word in _WORDS.findall(name))


@lru_cache(maxsize=4_000)
def _names(tag: str, classes: str | None, ids: str | None, properties: str | None) -> tuple[str, ...]:
    names = [tag, *(f"~{word}" for word in _words_of(classes, ids))]
    for form, value in (("#{}", ids), (".{}", classes), ("[itemprop={}]", properties)):
        names += [form.format(name) for name in (value or "").split()]
    return tuple(names)


@lru_cache(maxsize=1000)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _parsed(text: str) -> Element:
    parser = etree.HTMLParser(huge_tree=True)
    parser.feed(_END_BEFORE_MORE.sub("", text))
    root = parser.close()
    if root is None:
        return etree.Element("html")
    last = root
    while len(last):
        last = last[-1]
    if sum(1 for _ in last.iterancestors()) + 2 >= _DEEPEST:
        raise Unreadable("too_deep", "elements inside elements, two thousand deep")
    return root


def _blank(tag: Element) -> None:
    tail = tag.tail
    for inside in tag.iter():
        inside.text = inside.tail = None
    tag.tail = tail


def _sentences(tag: Element) -> int:
    text = text_of(tag, " ")
    return text.count("다.") + text.count("요.")


def _is_invisible(tag: Element) -> bool:
    if _STREAMED.fullmatch(tag.get("id", "")):
        return False
    return (
        "hidden" in tag.attrib
        or tag.get("aria-hidden") == "true"
        or "display:none" in tag.get("style", "").replace(" ", "").lower()
    )
