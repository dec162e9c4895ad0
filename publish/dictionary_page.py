"""The data dictionary as one page in Korean and English: no script, no request, readable on a phone and on paper."""

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from publish.dictionary import Dictionary

_FOLDER = Path(__file__).resolve().parent


def render(words: Dictionary) -> str:
    """The page: marts and reference tables, each with its columns, their labels, types, meaning and coded values."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _marked
    style = (_FOLDER / "dictionary.css").read_text(encoding="utf-8")
    # The policy names the one style that may be used by its hash: nothing that got into the page could add another.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("dictionary.html").render(
        groups=(
            ("마트", "Marts", "릴리스에 들어 있는 표.", "The tables of a release.", words.of("mart")),
            (
                "기준표",
                "Reference tables",
                "프로젝트의 seeds 폴더에 있는 표.",
                "CSV files in seeds/.",
                words.of("seed"),
            ),
        ),
        style=Markup(style),  # ours, not a reader's
        style_hash=digest,
    )


def _marked(text: str) -> Markup:
    """A description with its `code` marked up; everything else stays text."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
