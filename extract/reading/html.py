"""HTML pages: headline, body and publication time of the one article that a page is about."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from bs4 import BeautifulSoup, Comment, NavigableString, Tag

from extract.reading import rules
from extract.reading.article import Article, Reading, Unreadable
from extract.reading.dates import (
    ImpossibleDate,
    Moment,
    attempt,
    first_possible,
    is_dateline,
    parse_moment,
    published_in_lines,
)
from extract.reading.dump import has_body, tidy
from extract.reading.encodings import clean, decode
from extract.reading.lines import end_of_article, first_sentence, is_caption, is_menu, is_section, is_sentence
from extract.reading.urls import own_url

#: The largest article pages are near 2 MB; parsing takes memory of twenty times a page's size.
MAX_HTML_BYTES = 8 * 1024 * 1024

_BLOCKS = rules.words("""
    address article blockquote body caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
    header hr li main ol p pre section summary table tbody tfoot thead tr ul
""")
#: How far above its headline an article's head may begin: further up is the page's own head, with today's date.
_BOXES_UP = 3
_ARTICLE_TYPES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "PressRelease", "WebPage")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SITE_BEHIND = re.compile(r"\s+(?:[-|<:]|::|–|—|》|＜)\s+")


def read_html(content: bytes, fetched_at: datetime) -> Reading:
    """The article of a page. Raises Unreadable (see `decode`; truncated, too_large, no_body)."""
    if len(content) > MAX_HTML_BYTES:
        raise Unreadable("too_large", f"{len(content)} bytes of HTML, the limit is {MAX_HTML_BYTES}")
    markup = decode(content)
    if reason := cut_off(markup):
        raise Unreadable("truncated", reason)
    reading = Reading()
    page = _Page(clean(markup))
    body = page.body()
    if not has_body(body.split("\n")):
        raise Unreadable("no_body", "no running text that is an article's")
    moment = first_possible(page.published(), fetched_at, reading.warn)
    reading.articles.append(
        Article(
            title=page.title,
            body=body,
            published_at=moment.at if moment else None,
            published_precision=moment.precision if moment else None,
            own_url=page.own_url(),
        )
    )
    return reading


class _Page:
    """A parsed page: its head is read first, then what stands around the article is taken out."""

    def __init__(self, markup: str) -> None:
        self.soup = BeautifulSoup(markup, "lxml")
        self.meta = _meta(self.soup)
        self.linked_data = list(_articles_in(_linked_data(self.soup)))
        self.headings = _headings(self.soup)
        _take_out_around(self.soup)
        self.title = _title(self.soup, self.meta, self.linked_data, self.headings)

    def own_url(self) -> str | None:
        link = self.soup.find("link", rel="canonical", href=True)
        return own_url(link["href"]) if isinstance(link, Tag) else own_url(self.meta.get("og:url"))

    def body(self) -> str:
        """Paragraphs apart by a blank line; empty where the page has no body."""
        if named := _named_body(self.soup):
            return _without_edges(_paragraphs(named), self.title)
        if found := _densest(self.soup):
            return _without_edges(_without_head(_paragraphs(found)), self.title)
        texts = (data.get("articleBody") for data in self.linked_data)
        return next((tidy(clean(text)) for text in texts if isinstance(text, str)), "")

    def published(self) -> Iterator[Moment | ImpossibleDate | None]:
        """The moments that the page gives, the surest first."""
        values = [data.get("datePublished") for data in self.linked_data]
        values += [self.meta.get(name) for name in rules.PUBLISHED_META]
        values += [_machine_time(tag) for tag in self.soup.select("[itemprop=datePublished], time[datetime]")]
        for value in values:
            if isinstance(value, str | int) and value:
                yield attempt(parse_moment, value)
        lines = [line for line in _paragraphs(self.soup.body or self.soup).split("\n") if line]
        yield from published_in_lines(lines, _heading_line(lines, self.title))
        for text in _dates_beside_headline(self.soup, self.title):
            yield attempt(parse_moment, text)


def cut_off(markup: str) -> str | None:
    """Why a page is not whole, None where it is: it ends inside a tag or before the elements that it began."""
    if markup.rfind("<") > markup.rfind(">"):
        return "ends inside a tag"
    lowered = markup.lower()
    if "</html" in lowered or "</body" in lowered:
        return None
    if re.search(r"<(?:html|body)[\s>]", lowered):
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


def _meta(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta", content=True):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if isinstance(name, str):
            found.setdefault(name.strip().lower(), str(tag["content"]).strip())
    return found


def _linked_data(soup: BeautifulSoup) -> Iterator[Any]:
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            yield json.loads(script.get_text(), strict=False)
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


def _headings(soup: BeautifulSoup) -> list[str]:
    """The texts that may be the headline, the surest first."""
    texts = [_line(tag.get_text(" ")) for selector in rules.HEADLINES for tag in soup.select(selector)]
    return sorted(filter(None, texts), key=is_section)  # the name of a board or section is the last to be thought of


def _title(
    soup: BeautifulSoup, meta: dict[str, str], linked_data: list[dict[str, Any]], headings: list[str]
) -> str | None:
    """The headline without the site's name: as the page shows it, where that is part of what its head says."""
    said = [data.get("headline") for data in linked_data] + [meta.get("og:title"), meta.get("twitter:title")]
    said += [soup.title.get_text() if soup.title else None]
    named = [_line(text) for text in said if isinstance(text, str) and text.strip()]
    site = meta.get("og:site_name", "")
    for text in named:
        shown = [heading for heading in headings if len(heading) >= 5 and _starts_with(text, heading)]
        if shown:
            return max(shown, key=len)
    for text in named:
        parts = _SITE_BEHIND.split(text)
        lines = [line for line in _paragraphs(soup.body or soup).split("\n") if len(line) >= 8]
        if again := [line for line in lines if _starts_with(text, line)]:
            return max(again, key=len)
        if len(parts) > 1 and site and any(_line(part) == _line(site) for part in parts[1:]):
            return parts[0]
    return headings[0] if headings else (named[0] if named else None)


def _starts_with(text: str, start: str) -> bool:
    return "".join(text.split()).startswith("".join(start.split()))


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _take_out_around(soup: BeautifulSoup) -> None:
    """Takes out what surrounds an article, except where it would take the article itself."""
    for tag in soup.select(rules.NEVER):
        tag.extract()
    for text in soup.find_all(string=lambda text: isinstance(text, Comment)):
        text.extract()
    bodies = [tag for selector in rules.BODIES for tag in soup.select(selector)]
    kept = {id(parent) for body in bodies for parent in [body, *body.parents]}
    kept |= {id(parent) for heading in soup.select("h1") for parent in heading.parents}
    half = _sentences(soup.get_text(" ")) / 2
    for tag in soup.find_all(True):
        if tag.decomposed or id(tag) in kept or tag.name in ("html", "body"):
            continue
        words = _name_words(tag) & rules.AROUND
        if not words and tag.name not in ("footer",) and not _is_invisible(tag):
            continue
        if words & rules.AROUND_AND_LONG or _sentences(tag.get_text(" ")) <= half:
            tag.extract()


def _is_invisible(tag: Tag) -> bool:
    return "display:none" in str(tag.get("style", "")).replace(" ", "").lower()


def _name_words(tag: Tag) -> set[str]:
    names = " ".join(str(name) for key in ("class", "id") if key in tag.attrs for name in tag.get_attribute_list(key))
    return {word.lower() for word in _WORDS.findall(names)}


def _sentences(text: str) -> int:
    return text.count("다.") + text.count("요.")


def _named_body(soup: BeautifulSoup) -> Tag | None:
    """The element whose name says that it holds the article."""
    for selector in rules.BODIES:
        found = [tag for tag in soup.select(selector) if has_body(_paragraphs(tag).split("\n"))]
        if found:
            return max(found, key=lambda tag: len(_paragraphs(tag)))
    return None


def _densest(soup: BeautifulSoup) -> Tag | None:
    """The smallest element with four fifths of the running text: of the largest `article`, else of the page."""
    articles = [tag for tag in soup.find_all(["article", "main"]) if _running_text(tag)]
    here: Tag = max(articles, key=_running_text, default=None) or soup.body or soup
    whole = _running_text(here)
    if not whole:
        return None
    while True:
        children = [child for child in here.children if isinstance(child, Tag) and child.name != "p"]
        best = max(children, key=_running_text, default=None)
        if best is None or _running_text(best) < 0.8 * whole:
            return here
        here = best


def _running_text(tag: Tag) -> int:
    return sum(len(line) for line in _paragraphs(tag).split("\n") if is_sentence(line))


def _paragraphs(container: Tag) -> str:
    """The text of an element: blocks apart by a blank line, `<br>` as a line end, the cells of a row by a space."""
    pieces: list[str] = []
    _collect(container, pieces)
    return tidy("".join(pieces))


def _collect(tag: Tag, pieces: list[str]) -> None:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "br":
                pieces.append("\n")
            elif child.name in _BLOCKS:
                pieces.append("\n\n")
                if not _is_link_list(child):
                    _collect(child, pieces)
                pieces.append("\n\n")
            else:
                _collect(child, pieces)
                pieces.append(" " if child.name in ("td", "th") else "")
        elif type(child) is NavigableString:
            pieces.append(re.sub(r"\s+", " ", child))


def _is_link_list(tag: Tag) -> bool:
    """Related headlines are lists whose text is links."""
    if tag.name not in ("ul", "ol", "dl"):
        return False
    text = len("".join(tag.get_text().split()))
    links = sum(len("".join(link.get_text().split())) for link in tag.find_all("a"))
    return text > 0 and links >= 0.8 * text


def _without_head(text: str) -> str:
    """A text without what stands between headline and body in an element that holds both: date, byline, buttons."""
    lines = text.split("\n")
    body_at = first_sentence(lines)
    head = [line for line in lines[:body_at] if not (is_dateline(line) or is_menu(line) or is_section(line))]
    return "\n".join(head + lines[body_at:])


def _without_edges(text: str, title: str | None) -> str:
    """A body without captions, its own headline, and what follows its end: copyright, related headlines, comments."""
    lines = text.split("\n")
    title_at = _heading_line(lines[:10], title)
    lines = lines[title_at + 1 if title_at is not None else 0 :]
    end = end_of_article(lines, first_sentence(lines))
    return tidy("\n".join(line for line in lines[:end] if not is_caption(line)))


def _heading_line(lines: list[str], title: str | None) -> int | None:
    if not title:
        return None
    squeezed = "".join(title.split())
    return next((at for at, line in enumerate(lines) if "".join(line.split()) == squeezed), None)


def _dates_beside_headline(soup: BeautifulSoup, title: str | None) -> Iterator[str]:
    """Texts of elements that are named a date, hold nothing else, and stand in one box with the headline."""
    for heading in soup.find_all(["h1", "h2", "h3", "h4", "strong"]):
        if title and _line(heading.get_text(" ")) == title:
            for box in list(heading.parents)[:_BOXES_UP]:
                if _running_text(box):
                    break
                dates = [tag for tag in box.find_all(True) if _name_words(tag) & rules.DATE_NAMES]
                yield from (text for tag in dates if is_dateline(text := _line(tag.get_text(" "))))


def _machine_time(tag: Tag) -> str:
    return str(tag.get("datetime") or tag.get("content") or tag.get_text())
