"""HTML pages: headline, body and publication time of the one article that a page is about."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

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
_ARTICLE_TYPES = ("NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "PressRelease", "WebPage")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SITE_BEHIND = re.compile(r"\s+(?:[-|<:]|::|–|—|》|＜)\s+")
_LONGEST_HEADLINE = 200
#: How far above its headline an article's head may begin: further up is the page's own head, with today's date.
_BOXES_UP = 3


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


class _Page:
    """A parsed page: its head is read first, then what stands around the article is taken out."""

    def __init__(self, markup: str) -> None:
        self.soup = BeautifulSoup(markup, "lxml")
        self.meta = _meta(self.soup)
        self.linked_data = list(_articles_in(_linked_data(self.soup)))
        self.named = _by_name(self.soup)
        self.headings = self._headings()
        _take_out_around(self.soup, self.named)
        self.lines = [line for line in _paragraphs(self.soup.body or self.soup).split("\n") if line]
        self.title = self._title()

    def own_url(self) -> str | None:
        link = self.soup.find("link", rel="canonical", href=True)
        return own_url(link["href"]) if isinstance(link, Tag) else own_url(self.meta.get("og:url"))

    def body(self) -> str:
        """Paragraphs apart by a blank line; empty where the page has no body."""
        if named := self._named_body():
            return _without_edges(_paragraphs(named), self.title)
        if found := _densest(self.soup):
            return _without_edges(_without_head(_paragraphs(found)), self.title)
        texts = (data.get("articleBody") for data in self.linked_data)
        return next((tidy(clean(text)) for text in texts if isinstance(text, str)), "")

    def published(self) -> Iterator[Moment | ImpossibleDate | None]:
        """The moments that the page gives, the surest first."""
        values = [data.get("datePublished") for data in self.linked_data]
        values += [self.meta.get(name) for name in rules.PUBLISHED_META]
        values += [_machine_time(tag) for tag in self._all("[itemprop=datePublished] time") if _is_in(tag, self.soup)]
        for value in values:
            if isinstance(value, str | int) and value:
                yield attempt(parse_moment, value)
        yield from published_in_lines(self.lines, _heading_line(self.lines, self.title))
        for text in self._dates_beside_headline():
            yield attempt(parse_moment, text)

    def _all(self, names: str) -> Iterator[Tag]:
        return (tag for name in names.split() for tag in self.named.get(name, ()))

    def _named_body(self) -> Tag | None:
        """The element whose name says that it holds the article."""
        for names in rules.BODIES:
            found = [(len(text), tag) for tag in self._all(names) if has_body((text := _paragraphs(tag)).split("\n"))]
            if found:
                return max(found, key=lambda pair: pair[0])[1]
        return None

    def _headings(self) -> list[str]:
        """The texts that may be the headline, the surest first; the name of a board or section is the last."""
        texts = [_line(tag.get_text(" ")) for names in rules.HEADLINES for tag in self._all(names)]
        return sorted((text for text in texts if 0 < len(text) <= _LONGEST_HEADLINE), key=is_section)

    def _title(self) -> str | None:
        """The headline without the site's name: as the page shows it, where that is part of what its head says."""
        said = [data.get("headline") for data in self.linked_data]
        said += [self.meta.get("og:title"), self.meta.get("twitter:title")]
        said += [self.soup.title.get_text() if self.soup.title else None]
        named = [_line(text) for text in said if isinstance(text, str) and text.strip()]
        for text in named:
            if shown := [heading for heading in self.headings if len(heading) >= 5 and _holds(text, heading)]:
                return max(shown, key=len)
        for text in named:
            if shown := [line for line in self.lines if len(line) >= 8 and _holds(text, line)]:
                return max(shown, key=len)
        site = _line(self.meta.get("og:site_name", ""))
        for text in named:
            parts = _SITE_BEHIND.split(text)
            if site in parts[1:]:
                return parts[0]
        return self.headings[0] if self.headings else next(iter(named), None)

    def _dates_beside_headline(self) -> Iterator[str]:
        """Texts of elements that are named a date, hold nothing else, and stand in one box with the headline."""
        for heading in self._all("h1 h2 h3 h4 strong"):
            if not self.title or _line(heading.get_text(" ")) != self.title:
                continue
            for box in list(heading.parents)[:_BOXES_UP]:
                if _running_text(box):
                    break
                dates = [tag for tag in box.find_all(True) if _name_words(tag) & rules.DATE_NAMES]
                yield from (text for tag in dates if is_dateline(text := _line(tag.get_text(" "))))


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


def _by_name(soup: BeautifulSoup) -> dict[str, list[Tag]]:
    """The elements by tag, `#id`, `.class`, `~word` of either, and `[itemprop=…]`.

    One walk instead of a CSS query for every name, which took twenty times as long as to parse the page.
    """
    named: dict[str, list[Tag]] = {}
    for tag in soup.find_all(True):
        names = [tag.name, *(f"~{word}" for word in _name_words(tag))]
        for form, key in (("#{}", "id"), (".{}", "class"), ("[itemprop={}]", "itemprop")):
            names += [form.format(name) for name in _attribute(tag, key)]
        for name in names:
            named.setdefault(name, []).append(tag)
    return named


def _attribute(tag: Tag, key: str) -> list[str]:
    value: Any = tag.attrs.get(key, [])
    return value.split() if isinstance(value, str) else list(value)


def _name_words(tag: Tag) -> set[str]:
    names = [name for key in ("class", "id") for name in _attribute(tag, key)]
    return {word.lower() for word in _WORDS.findall(" ".join(names))}


def _take_out_around(soup: BeautifulSoup, named: dict[str, list[Tag]]) -> None:
    """Takes out what surrounds an article, except where it would take the article itself."""
    for name in rules.NEVER:
        for tag in named.get(name, ()):
            tag.extract()
    for comment in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        comment.extract()
    bodies = [tag for names in rules.BODIES for name in names.split() for tag in named.get(name, ())]
    kept = {id(parent) for body in bodies for parent in [body, *body.parents]}
    kept |= {id(parent) for heading in named.get("h1", ()) for parent in heading.parents}
    half = _sentences(soup) / 2
    for tag in soup.find_all(True):
        if id(tag) in kept or tag.name in ("html", "body"):
            continue
        around = _name_words(tag) & rules.AROUND
        if not around and tag.name != "footer" and not _is_invisible(tag):
            continue
        if around & rules.AROUND_AND_LONG or _sentences(tag) <= half:
            tag.extract()


def _is_invisible(tag: Tag) -> bool:
    style = str(tag.attrs.get("style", ""))
    return (
        "hidden" in tag.attrs
        or tag.attrs.get("aria-hidden") == "true"
        or ("display" in style and "display:none" in style.replace(" ", "").lower())
    )


def _is_in(tag: Tag, soup: BeautifulSoup) -> bool:
    return any(parent is soup for parent in tag.parents)


def _sentences(tag: Tag) -> int:
    text = tag.get_text(" ")
    return text.count("다.") + text.count("요.")


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
    _gather(container, pieces)
    return tidy("".join(pieces))


def _gather(tag: Tag, pieces: list[str]) -> None:
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name == "br":
                pieces.append("\n")
            elif child.name in _BLOCKS:
                pieces.append("\n\n")
                if not _is_link_list(child):
                    _gather(child, pieces)
                pieces.append("\n\n")
            else:
                _gather(child, pieces)
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


def _holds(text: str, part: str) -> bool:
    """Whether a title is a part, alone or with the site's name before or behind it."""
    text, part = "".join(text.split()), "".join(part.split())
    return text.startswith(part) or text.endswith(part)


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _machine_time(tag: Tag) -> str:
    return str(tag.attrs.get("datetime") or tag.attrs.get("content") or tag.get_text())
