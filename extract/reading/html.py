"""HTML pages: headline, body and publication time of the one article that a page is about."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from extract.reading import rules
from extract.reading.article import Article, Reading, Unreadable, byline_region
from extract.reading.blocks import best_holder, is_list, lines_of
from extract.reading.cleaning import Line, has_body, head_and_body, joined, lines_of_text, once, tidy
from extract.reading.dates import (
    MOMENT,
    ImpossibleDate,
    Moment,
    attempt,
    first_possible,
    is_dateline,
    labelled_in_head,
    parse_moment,
    published_in_lines,
)
from extract.reading.embedded import Embedded, best_embedded
from extract.reading.encodings import clean, decode, mojibake
from extract.reading.lines import is_attachment, is_byline, is_menu, is_section, is_sentence
from extract.reading.markup import Element, Markup, attribute, name_words, take_out, text_of
from extract.reading.parts import neighbours, without_part
from extract.reading.urls import lost_its_entry, own_url

#: The largest article pages are near 2 MB; parsing takes memory of twenty times a page's size.
MAX_HTML_BYTES = 8 * 1024 * 1024

#: Article pages with all their comments have some thousand elements; a page of more costs minutes, not milliseconds.
MAX_ELEMENTS = 50_000

_ELEMENT = re.compile(r"<[A-Za-z]")
_END_OF_PAGE = re.compile(r"</(?:html|body)", re.IGNORECASE)
_BEGIN_OF_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_MAY_BE_LINK_TO_PART = etree.XPath("//*[(self::link or self::a) and @href and (@rel or contains(., '페이지'))]")
_ARTICLE_TYPES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "PressRelease", "WebPage")
_SITE_BEHIND = re.compile(r"\s+(?:[-|<>:]|::|–|—|》|＜)\s+")
_LABELLED_TITLE = re.compile(r"^제\s?목\s*[:：]?\s+(?=\S{2})")
#: Ends of sentences that speak to the reader: banners and notices; no paper writes its headlines so.
_SPOKEN = re.compile(r"(?:니다|세요|니까)[.!?]?$")
_FONT = re.compile(r"\+[1-9]|[4-7]")
_LONGEST_HEADLINE = 200
#: How far above its headline an article's head may begin: further up is the page's own head, with today's date.
_BOXES_UP = 3
#: How many whole articles may follow the page's own; more are a list. How many lines below a headline its date stands.
_MOST_OTHERS = 12
_LINES_TO_DATE = 5
#: How many lines above the first sentence a headline may stand that nothing names.
_LINES_ABOVE = 12


def read_html(
    content: bytes, fetched_at: datetime, url: str | None = None, rule: str | None = None, with_rules: bool = True
) -> Reading:
    """The article of a page.

    `url`: where the page was fetched, for rules by host and for relative addresses; `rule`: the name of the rule to
    read it by, else the first that fits; `with_rules` False reads by the generic steps alone.
    Raises Unreadable (see `decode`; truncated, too_large, too_deep, no_body, mojibake, unknown_rule).
    """
    if len(content) > MAX_HTML_BYTES:
        raise Unreadable("too_large", f"{len(content)} bytes of HTML, the limit is {MAX_HTML_BYTES}")
    markup = decode(content)
    if markup.count("<") > MAX_ELEMENTS and (count := sum(1 for _ in _ELEMENT.finditer(markup))) > MAX_ELEMENTS:
        raise Unreadable("too_large", f"{count} elements, the limit is {MAX_ELEMENTS}")
    if reason := cut_off(markup):
        raise Unreadable("truncated", reason)
    try:
        return _read(markup, fetched_at, url, _chosen_rules(rule, with_rules))
    except RecursionError as error:
        raise Unreadable("too_deep", "elements inside elements, some hundred deep") from error


def read_head(content: bytes, fetched_at: datetime, url: str | None, rule: str | None = None) -> Article:
    """Title and publication time of a page, without a body. Raises Unreadable as `read_html`, but no_body."""
    page = _Page(clean(decode(content)), url, _chosen_rules(rule, with_rules=True), fetched_at)
    page.body()
    moment = page.published_at(fetched_at, Reading())
    at, precision = (moment.at, moment.precision) if moment else (None, None)
    return Article(page.title, "", at, precision)


def _read(markup: str, fetched_at: datetime, url: str | None, known: tuple[rules.Rule, ...]) -> Reading:
    reading = Reading()
    page = _Page(clean(markup), url, known, fetched_at)
    body = page.body()
    if not has_body(body.split("\n")):
        raise Unreadable("no_body", "no running text that is an article's")
    if broken := mojibake(body) or mojibake(page.title or ""):
        raise Unreadable("mojibake", broken)
    for warning in page.warnings:
        reading.warn(warning)
    moment = page.published_at(fetched_at, reading)
    address = page.own_url()
    previous, following = neighbours(page.links, url or address)
    reading.next_part, reading.previous_part = following, previous
    reading.articles.append(
        Article(
            title=page.title,
            body=body,
            published_at=moment.at if moment else None,
            published_precision=moment.precision if moment else None,
            own_url=without_part(address) if previous or following else address,
            byline_region=byline_region(page.head_lines + body.split("\n")),
        )
    )
    return reading


def _chosen_rules(name: str | None, with_rules: bool) -> tuple[rules.Rule, ...]:
    if name is None:
        return rules.RULES if with_rules else ()
    chosen = tuple(rule for rule in rules.RULES if rule.name == name)
    if not chosen:
        raise Unreadable("unknown_rule", f"no rule is named '{name}': see extract/reading/rules.py")
    return tuple(replace(rule, hosts=(), marks=()) for rule in chosen)


def cut_off(markup: str) -> str | None:
    """Why a page is not whole, None where it is: it ends inside a tag or before the elements that it began."""
    if markup.rfind("<") > markup.rfind(">"):
        return "ends inside a tag"
    if _END_OF_PAGE.search(markup):
        return None
    if _BEGIN_OF_PAGE.search(markup):
        return "begins <html> or <body> and closes neither"
    balance = _Balance()
    balance.feed(markup)
    if still_open := [tag for tag, count in balance.open.items() if count > 0]:
        return f"ends inside <{still_open[0]}>"
    return None


class _Balance(HTMLParser):
    """Counts the elements that must be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = dict.fromkeys(("article", "section", "div", "table", "script", "style"), 0)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.open:
            self.open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open[tag] -= 1


class _Page:
    """A parsed page: its head is read first, then what stands around the article is taken out."""

    def __init__(self, markup: str, url: str | None, known: tuple[rules.Rule, ...], fetched_at: datetime) -> None:
        self.markup = Markup(markup)
        self.url = url
        self.warnings: list[str] = []
        self.head_lines: list[str] = []
        self.meta = _meta(self.markup.all("meta"))
        code = self.markup.code.items()
        self.linked_data = list(_articles_in(_linked_data(text for script, text in code if _is_linked_data(script))))
        self.scripts = [text for script, text in code if not _is_linked_data(script)]
        self.links = _links_to_parts(self.markup)
        self.rule = next((rule for rule in known if rule.fits(url, self.markup.named)), None)
        if self.rule and fetched_at.date() > self.rule.valid_until:
            self.warnings.append(f"rule_past_its_date:{self.rule.name}")
        self.rule_title = self._first_text(self.rule.title) if self.rule else None
        self.rule_moments = list(self._rule_moments()) if self.rule else []
        self.headings = self._headings()
        for selector in self.rule.drop if self.rule else ():
            for tag in self.markup.select(selector):
                take_out(tag)
        self.markup.take_out_around()
        self.shown = lines_of(self.markup.top)
        self.lines = [line.text for line in self.shown]
        self.found: Embedded | None = None
        self.holder: Element | None = None  # of the body, once it is found
        self.title = self._title()
        if others := self._other_articles():
            for tag in others:
                take_out(tag)
            self.shown = lines_of(self.markup.top)
            self.lines = [line.text for line in self.shown]
        own = [
            data for data in self.linked_data if self.title and _flat(str(data.get("headline"))) == _flat(self.title)
        ]
        self.linked_data = own or self.linked_data

    def _other_articles(self) -> list[Element]:
        """The elements of whole other articles on the page: a page that goes on without end shows the next one below.

        Such an article has its headline in an element like that of the page's own, with a date between it and its
        text, as the own has. Title, time and body must not be of two articles.
        """
        headings = {tag: None for name in rules.HEADLINES for tag in self.markup.all(name)}
        for heading in [tag for tag in headings if self.title and _flat(text_of(tag)) == _flat(self.title)]:
            alike = [tag for tag in self.markup.all(heading.tag) if _is_like(tag, heading) and _flat(text_of(tag))]
            others = [tag for tag in alike if _flat(text_of(tag)) != _flat(self.title or "")]
            if not 0 < len(others) <= _MOST_OTHERS or any(_is_linked(tag) for tag in (heading, *others)):
                continue
            below = self._lines_below([heading, *others])
            own = _text_below_date(below[heading])
            found = [tag for tag in others if _text_below_date(below[tag]) is not None]
            if own is not None and found:
                kept = {heading, *heading.iterancestors(), own, *own.iterancestors()}
                return [tag for other in found for tag in _whole_of(other, kept, {heading, *others})]
        return []

    def _lines_below(self, headings: list[Element]) -> dict[Element, list[Line]]:
        """The lines that stand below each heading, down to the next of them."""
        begins = {id(tag): heading for heading in headings for tag in (heading, *heading.iterdescendants())}
        # The words of a heading that is no block are in the lines of the block around it.
        begins.update({id(tag.getparent()): tag for tag in headings if not any(ln.holder is tag for ln in self.shown)})
        below: dict[Element, list[Line]] = {heading: [] for heading in headings}
        at: Element | None = None
        for line in self.shown:
            begun = begins.get(id(line.holder))
            if begun is not None and _flat(line.text) in _flat(text_of(begun)):
                at = begun
            elif at is not None:
                below[at].append(line)
        return below

    def own_url(self) -> str | None:
        links = (link for link in self.markup.all("link") if "canonical" in attribute(link, "rel"))
        canonical = next((link.get("href") for link in links if link.get("href")), None)
        if canonical and self.url and self.url.startswith(("http:", "https:")):
            canonical = _absolute(canonical, self.url)
            if lost_its_entry(self.url, canonical):
                return None
        return own_url(canonical) if canonical else own_url(self.meta.get("og:url"))

    def body(self) -> str:
        """Paragraphs apart by a blank line; empty where the page has no body."""
        if self.rule and (named := [tag for name in self.rule.body for tag in self.markup.select(name)]):
            # A place that is known and empty is no article: what else stands on the page is something else.
            return self._longest(named) or self._said_body()
        best = best_holder(self.shown, self._article_box()) if not (named := self._named_bodies()) else None
        body = self._longest([best] if best is not None else named)
        if not body:
            return self._said_body()
        said = self._linked_body()
        return said if said and _is_another(body, said) else body

    def _longest(self, holders: list[Element]) -> str:
        """The longest article in one of the elements, which is from then on where the body is."""
        found = [(self._article_lines(lines), tag) for tag in holders if not is_list(lines := lines_of(tag))]
        found = [(body, tag) for body, tag in found if has_body(body.split("\n"))]
        body, self.holder = max(found, key=lambda pair: len(pair[0]), default=("", None))
        return body

    def published_at(self, fetched_at: datetime, reading: Reading) -> Moment | None:
        """The publication time; to the minute where one place gives the day and another, on the same day, the time."""
        values = list(self._published())
        first = first_possible(values, fetched_at, reading.warn)
        if first is None or first.precision == "minute":
            return first
        same_day = (
            value
            for value in values
            if isinstance(value, Moment) and value.precision == "minute" and value.at.date() == first.at.date()
        )
        return next(same_day, first)

    def _published(self) -> Iterator[Moment | ImpossibleDate | None]:
        """The moments that the page gives, the surest first: what it shows at its headline before what its data says.

        Data is often the time of the last change, or of the visit; a label that readers see is looked after.
        """
        yield from self.rule_moments
        title_at = _heading_line(self.lines, self.title)
        if title_at is not None:
            yield from labelled_in_head(self.lines, title_at)
        values: list[Any] = [self.meta.get(name) for name in rules.PUBLISHED_META]
        values += [data.get("datePublished") for data in self.linked_data if not _is_web_page(data)]
        if self.found:
            values.append(self.found.published)
        times = [tag for tag in self.markup.all("[itemprop=datePublished] time") if self._may_be_published(tag)]
        values += [_machine_time(tag) for tag in sorted(times, key=_is_changed)]
        for value in values:
            if isinstance(value, str | int) and value:
                yield attempt(parse_moment, value)
        yield from published_in_lines(self.lines, title_at, self._text_at())
        for text in self._dates_beside_headline():
            yield attempt(parse_moment, text)
        # A page that shows one entry of a board after the other is older than its entries.
        for data in self.linked_data:
            if _is_web_page(data) and isinstance(said := data.get("datePublished"), str | int):
                yield attempt(parse_moment, said)

    def _text_at(self) -> int | None:
        """The line where the body begins; None where its place is not known."""
        sentences = (at for at, line in enumerate(self.shown) if is_sentence(line.text) and not line.is_link)
        return next(
            (at for at in sentences if self.holder is not None and _stands_in(self.shown[at], self.holder)), None
        )

    def _may_be_published(self, tag: Element) -> bool:
        """Whether a time is neither one of a change nor of something behind the article: comments have times too."""
        names = attribute(tag, "class") + attribute(tag, "itemprop")
        if (_is_changed(tag) and not rules.PUBLISHED_NAMES & set(names)) or not self.markup.holds(tag):
            return False
        if self.holder is None or any(parent is self.holder for parent in tag.iterancestors()):
            return True
        return self.markup.place(tag) < self.markup.place(self.holder)

    def _rule_moments(self) -> Iterator[Moment | ImpossibleDate | None]:
        """`selector` gives the text of an element, `selector@name` one of its attributes."""
        for place in self.rule.published if self.rule else ():
            selector, _, attribute = place.partition("@")
            for tag in self.markup.select(selector)[:3]:
                text = tag.get(attribute, "") if attribute else _line(text_of(tag, " "))
                yield attempt(parse_moment, text)

    def _first_text(self, selectors: Iterable[str]) -> str | None:
        texts = (_line(text_of(tag, " ")) for selector in selectors for tag in self.markup.select(selector))
        return next((text for text in texts if 0 < len(text) <= _LONGEST_HEADLINE), None)

    def _named_bodies(self) -> list[Element]:
        """The elements whose name says that they hold the article, of the surest kind of name that is there."""
        for names in rules.BODIES:
            found = [tag for tag in self.markup.all(names) if self.markup.holds(tag)]
            if found := [tag for tag in found if any(is_sentence(line.text) for line in lines_of(tag))]:
                return found
        return []

    def _article_box(self) -> Element:
        """Where the article is looked for: the one `article`, else all."""
        boxes = [tag for tag in self.markup.all("article main") if self.markup.holds(tag)]
        return boxes[0] if len(boxes) == 1 and has_body([line.text for line in lines_of(boxes[0])]) else self.markup.top

    def _article_lines(self, lines: list[Line]) -> str:
        head, body = head_and_body(_without_pull_quotes(lines), self.title)
        self.head_lines = head
        return once(tidy(clean(joined(body))))

    def _linked_body(self) -> str:
        """The body that JSON-LD holds; empty where it is a summary."""
        texts = [data.get("articleBody") for data in self.linked_data]
        return next((tidy(clean(_text_of(text))) for text in texts if isinstance(text, str) and not _is_cut(text)), "")

    def _said_body(self) -> str:
        """The body as the page's data says it: JSON-LD, else the state of a page that a script draws."""
        said = self._linked_body()
        if has_body(said.split("\n")):
            return once(said)
        self.found = best_embedded(self.scripts, self._said_titles())
        if not self.found:
            return ""
        self.title = _line(self.found.title) or self.title
        return self._article_lines(_lines_of_text(self.found.body))

    def _headings(self) -> list[str]:
        """The texts that may be the headline, the surest first; the name of a board or section is the last."""
        texts = [_line(text_of(tag, " ")) for names in rules.HEADLINES for tag in self.markup.all(names)]
        return sorted((text for text in texts if 0 < len(text) <= _LONGEST_HEADLINE), key=is_section)

    def _said_titles(self) -> list[str]:
        linked = [data.get("headline") for data in self.linked_data]
        said = [self.meta.get("og:title"), self.meta.get("twitter:title")]
        said += [text_of(tag) for tag in self.markup.all("title") if self.markup.holds(tag)][:1]
        # Data of several articles tells which they are, but not which of them the page is about.
        said = said + linked if len({_flat(str(text)) for text in linked}) > 1 else linked + said
        return [_line(text) for text in said if isinstance(text, str) and text.strip()]

    def _title(self) -> str | None:
        """The headline without the site's name: as the page shows it, where that is part of what its head says."""
        if self.rule_title:
            return self.rule_title
        named = self._said_titles()
        for text in named:
            if shown := [heading for heading in self.headings if len(heading) >= 5 and _holds(text, heading)]:
                return max(shown, key=_as_headline)
        for text in named:
            if shown := [line for line in self.lines if len(line) >= 8 and _holds(text, line)]:
                return max(shown, key=_as_headline)
        site = _line(self.meta.get("og:site_name", ""))
        for text in named:
            parts = _SITE_BEHIND.split(text)
            if site in parts[1:] and not is_section(parts[0]):
                return parts[0]
        if above := self._line_above_body():
            return above
        return self.headings[0] if self.headings else next(iter(named), None)

    def _line_above_body(self) -> str | None:
        """The first line of the block of lines above the article that may be its headline, where no name tells it."""
        holder = best_holder(self.shown, self.markup.top)
        body_at = next(
            (
                at
                for at, line in enumerate(self.shown)
                if is_sentence(line.text) and not line.is_link and holder is not None and _stands_in(line, holder)
            ),
            0,
        )
        above = self.shown[max(0, body_at - _LINES_ABOVE) : body_at]
        if body_at and (large := _large_line_in_cell(above, self.shown[body_at])):
            return large
        found = None
        for line in reversed(above):
            if line.is_link and not is_attachment(line.text):
                break
            text = _LABELLED_TITLE.sub("", line.text)
            if text != line.text:
                found = text
                break
            if _may_be_headline(text) and not (_SPOKEN.search(text) and _flat(text) not in map(_flat, self.headings)):
                found = text
        if found is None:
            return None
        return next((heading for heading in self.headings if _flat(heading) == _flat(found)), found)

    def _dates_beside_headline(self) -> Iterator[str]:
        """Texts of elements that are named a date, hold nothing else, and stand in one box with the headline."""
        for heading in self.markup.all("h1 h2 h3 h4 strong"):
            if not self.title or _line(text_of(heading, " ")) != self.title:
                continue
            for box in islice(heading.iterancestors(), _BOXES_UP):
                if any(is_sentence(line.text) for line in lines_of(box)):
                    break
                dates = [tag for tag in box.iterdescendants(etree.Element) if name_words(tag) & rules.DATE_NAMES]
                yield from (text for tag in dates if is_dateline(text := _line(text_of(tag, " "))))


def _without_pull_quotes(lines: list[Line]) -> list[Line]:
    """The lines without the quotations that a page prints large: what such an element says, a paragraph says too."""
    quoted = [line for line in lines if line.holder is not None and _is_quotation(line.holder)]
    if not quoted:
        return lines
    text = _only_letters("\n".join(line.text for line in lines if line not in quoted))
    return [line for line in lines if line not in quoted or _only_letters(line.text) not in text]


def _is_like(one: Element, other: Element) -> bool:
    """Whether two elements are made alike: the same tag and the same class."""
    return one.tag == other.tag and one.get("class") == other.get("class")


def _is_linked(tag: Element) -> bool:
    return any(up.tag == "a" for up in (tag, *tag.iterancestors())) or any(True for _ in tag.iter("a"))


def _text_below_date(lines: list[Line]) -> Element | None:
    """What holds the first running text below a headline, where a date stands between the two."""
    text_at = next((at for at, line in enumerate(lines) if is_sentence(line.text) and not line.is_link), 0)
    is_dated = any(MOMENT.search(line.text) for line in lines[: min(text_at, _LINES_TO_DATE)])
    return lines[text_at].holder if is_dated else None


def _whole_of(heading: Element, kept: set[Element], headings: set[Element]) -> list[Element]:
    """The element of a headline and its article: the largest that holds nothing to keep, with what stands behind it up
    to the next headline where the two have no element of their own."""
    box = heading
    while (parent := box.getparent()) is not None and parent not in kept:
        box = parent
    found = [box]
    for behind in box.itersiblings():
        if behind in kept or any(tag in headings for tag in behind.iter(etree.Element)):
            break
        if isinstance(behind.tag, str):
            found.append(behind)
    return found if not any(is_sentence(line.text) for line in lines_of(box)) else [box]


def _may_be_headline(text: str) -> bool:
    return 8 <= len(text) <= 100 and not (
        is_dateline(text) or is_byline(text) or is_menu(text) or is_section(text) or is_attachment(text)
    )


def _large_line_in_cell(above: list[Line], first: Line) -> str | None:
    """The last line that is printed bold or large above the dateline, in the cell of a page laid out by tables."""
    cells = (
        [tag for tag in (first.holder, *first.holder.iterancestors()) if tag.tag == "td"]
        if first.holder is not None
        else []
    )
    for cell in cells:
        inside = [line for line in above if _stands_in(line, cell)]
        dated = next((at for at, line in enumerate(inside) if is_dateline(line.text)), None)
        if dated is not None:
            large = [line.text for line in inside[:dated] if _may_be_headline(line.text) and _is_large(line)]
            return large[-1] if large else None
    return None


def _is_large(line: Line) -> bool:
    tags = line.holder.iter("b", "strong", "font", "big") if line.holder is not None else ()
    return any(
        _flat(text_of(tag)) == _flat(line.text) and (tag.tag != "font" or _FONT.match(tag.get("size", "")))
        for tag in tags
    )


def _is_quotation(holder: Element) -> bool:
    return any(tag.tag == "blockquote" or "pullquote" in name_words(tag) for tag in (holder, *holder.iterancestors()))


def _only_letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _is_web_page(data: dict[str, Any]) -> bool:
    return data.get("@type") in ("WebPage", ["WebPage"])


def _stands_in(line: Line, holder: Element) -> bool:
    return line.holder is holder or (
        line.holder is not None and any(parent is holder for parent in line.holder.iterancestors())
    )


def _as_headline(text: str) -> tuple[bool, int]:
    """The longest is the headline, before those that hold the site's or the board's name too."""
    return not _SITE_BEHIND.search(text), len(text)


def _absolute(address: str, base: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def _links_to_parts(markup: Markup) -> list[Element]:
    """The links that may lead to another part of the article, those of the head first."""
    if markup.says("페이지"):
        found = _MAY_BE_LINK_TO_PART(markup.root)
    else:
        found = [link for link in markup.all("link a") if link.get("rel") is not None]
    return sorted((link for link in found if _may_be_a_part(link)), key=lambda link: link.tag != "link")


def _may_be_a_part(link: Element) -> bool:
    return bool(link.get("href")) and (
        bool({"next", "prev"} & set(attribute(link, "rel"))) or "페이지" in text_of(link)[:20]
    )


def _is_cut(text: str) -> bool:
    """Whether a text is the beginning of another: data often holds a summary under the name of the body."""
    return text.rstrip().endswith(("…", "...", "..", "···"))


def _is_another(body: str, said: str) -> bool:
    """Whether a body that was found by its looks has little of what the page's own data says is the article."""
    words = {word for word in said.split() if len(word) >= 2}
    return len(words) >= 30 and len(words & set(body.split())) < 0.5 * len(words)


def _text_of(text: str) -> str:
    return "\n\n".join(line.text for line in _lines_of_text(text)) if "<" in text else text


def _lines_of_text(text: str) -> list[Line]:
    """The lines of a body that data holds: markup, or text."""
    if "<" not in text:
        return lines_of_text(clean(text))
    markup = Markup(clean(text))
    markup.take_out_never()
    return lines_of(markup.root)


def _meta(tags: Iterable[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tags:
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if name is not None and content is not None:
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _is_linked_data(script: Element) -> bool:
    return script.get("type") == "application/ld+json"


def _linked_data(texts: Iterable[str]) -> Iterator[Any]:
    for text in texts:
        try:
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):  # broken JSON-LD is common; the page says the same in other ways
            continue


def _articles_in(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The objects that describe the page's article: on the first levels only, lists of other articles are deeper."""
    for value in values:
        for item in value if isinstance(value, list) else [value]:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for node in graph if isinstance(graph, list) else [item]:
                if isinstance(node, dict) and _is_article(node.get("@type")):
                    yield node


def _is_article(kind: Any) -> bool:
    return any(name in _ARTICLE_TYPES for name in (kind if isinstance(kind, list) else [kind]))


def _heading_line(lines: list[str], title: str | None) -> int | None:
    if not title:
        return None
    squeezed = _flat(title)
    shown = next((at for at, line in enumerate(lines) if _flat(line) == squeezed), None)
    if shown is None:  # in a row of a table, behind its label
        shown = next((at for at, line in enumerate(lines) if _flat(_LABELLED_TITLE.sub("", line)) == squeezed), None)
    return shown


def _holds(text: str, part: str) -> bool:
    """Whether a title is a part, alone or with the site's name before or behind it, or its beginning."""
    text, part = _flat(text), _flat(part)
    return (
        text.startswith(part)
        or text.endswith(part)
        or (_is_cut(text) and len(text) > 12 and part.startswith(text.rstrip(".…·")))
    )


def _flat(text: str) -> str:
    return "".join(text.split())


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _is_changed(tag: Element) -> bool:
    return bool((name_words(tag) | set(attribute(tag, "itemprop"))) & rules.MODIFIED_NAMES)


def _machine_time(tag: Element) -> str:
    return tag.get("datetime") or tag.get("content") or text_of(tag)
