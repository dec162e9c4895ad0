"""The elements of a page by their names, and what of them only surrounds an article."""

import re
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup, Tag

from extract.reading import rules

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Markup:
    """A parsed page and its elements by name.

    One walk instead of a query for every name: those took twenty times as long as to parse the page.
    """

    def __init__(self, text: str) -> None:
        self.soup = BeautifulSoup(text, "lxml")
        self.tags = [tag for tag in self.soup.descendants if isinstance(tag, Tag)]
        #: Elements by tag, `#id`, `.class`, `~word` of either, and `[itemprop=…]`.
        self.named: dict[str, list[Tag]] = {}
        for tag in self.tags:
            for name in _names(tag):
                self.named.setdefault(name, []).append(tag)

    @property
    def top(self) -> Tag:
        return self.soup.body or self.soup

    def all(self, names: str) -> list[Tag]:
        """The elements of these names, apart by spaces."""
        return [tag for name in names.split() for tag in self.named.get(name, ())]

    def holds(self, tag: Tag) -> bool:
        """Whether an element has not been taken out."""
        return any(parent is self.soup for parent in tag.parents)

    def take_out_around(self) -> None:
        """Takes out what surrounds an article, except where it would take the article itself."""
        for name in rules.NEVER:
            for tag in self.named.get(name, ()):
                tag.extract()
        bodies = [tag for names in rules.BODIES for tag in self.all(names)]
        kept = {id(parent) for body in bodies for parent in [body, *body.parents]}
        kept |= {id(parent) for heading in self.all("h1") for parent in heading.parents}
        half = _sentences(self.soup) / 2
        gone: set[int] = set()
        for tag in self.tags:
            if id(tag) in kept or tag.name in ("html", "body"):
                continue
            around = name_words(tag) & rules.AROUND
            if not around and tag.name != "footer" and not _is_invisible(tag):
                continue
            if any(id(parent) in gone for parent in tag.parents):
                continue
            if around & rules.AROUND_AND_LONG or _sentences(tag) <= half:
                tag.extract()
                gone.add(id(tag))


def attribute(tag: Tag, key: str) -> list[str]:
    """The words of an attribute; none where it is not there."""
    value: Any = tag.attrs.get(key)
    if not value:
        return []
    return value.split() if isinstance(value, str) else list(value)


def name_words(tag: Tag) -> frozenset[str]:
    """The words of an element's class and id names, in small letters: {news, view, title} of `newsView_title`."""
    names = attribute(tag, "class") + attribute(tag, "id")
    return _words_of(" ".join(names)) if names else frozenset()


@lru_cache(maxsize=20_000)
def _words_of(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(names))


def _names(tag: Tag) -> list[str]:
    names = [tag.name, *(f"~{word}" for word in name_words(tag))]
    for form, key in (("#{}", "id"), (".{}", "class"), ("[itemprop={}]", "itemprop")):
        names += [form.format(name) for name in attribute(tag, key)]
    return names


def _sentences(tag: Tag) -> int:
    text = tag.get_text(" ")
    return text.count("다.") + text.count("요.")


def _is_invisible(tag: Tag) -> bool:
    style = str(tag.attrs.get("style", ""))
    return (
        "hidden" in tag.attrs
        or tag.attrs.get("aria-hidden") == "true"
        or ("display" in style and "display:none" in style.replace(" ", "").lower())
    )
