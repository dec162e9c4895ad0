"""Which pages of an archive are read at all: those whose bytes, or whose text, have one of the reader's own words.

The claims reader turns every text away that has none of four words (`extract.claims.reader`). So a page whose bytes
spell none of them, in whatever way pages write Korean, is no page that a claim could be read from, and need not be
parsed. What the bytes cannot tell is a word that markup cuts in two; a page would have to cut every one it has.
"""

import unicodedata
from functools import cache

import hyperscan

#: The words without which the claims reader reads nothing. A test compares them with the reader's.
WORDS = ("일자리", "고용률", "실업률", "공시제")

#: How texts stand in pages as they are, Korean ones since the 1990s. macOS writes Hangul taken apart (NFD).
_ENCODINGS = ("utf-8", "cp949", "utf-16-le", "utf-16-be")


class Gate:
    """Looks for words in the bytes of a page. One object may be used by one thread at a time.

    Hyperscan was chosen by measurement (`make bench-archive`, docs/archives.md).
    """

    def __init__(self, words: tuple[str, ...] = WORDS) -> None:
        expressions = [pattern.encode() for word in words for pattern in _spellings(word)]
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=expressions,
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(expressions),
        )
        self._scratch = hyperscan.Scratch(self._database)
        self._database.scratch = self._scratch

    def passes(self, content: bytes | bytearray | memoryview) -> bool:
        """Whether the bytes spell one of the words."""
        try:
            self._database.scan(content, match_event_handler=_stop)
        except hyperscan.ScanTerminated:
            return True
        return False


@cache
def gate() -> Gate:
    """The gate of this process; it takes 0.06 s to make."""
    return Gate()


def is_relevant(text: str) -> bool:
    """Whether a text has one of the words: what the claims reader itself asks first."""
    return any(word in text for word in WORDS)


def _stop(*_match: object) -> bool:
    return True


def _spellings(word: str) -> list[str]:
    """Expressions for every way in which a page may write a word."""
    raw = {word.encode(encoding) for encoding in _ENCODINGS} | {unicodedata.normalize("NFD", word).encode()}
    found = ["".join(f"\\x{byte:02x}" for byte in spelling) for spelling in sorted(raw)]
    for encoding in ("utf-8", "cp949"):  # addresses, and scripts that escape like addresses
        found.append("".join(f"%(?i:{byte:02x})" for byte in word.encode(encoding)))
    found.append("".join(rf"\\{{1,4}}u(?i:{ord(char):04x})" for char in word))  # JSON, also inside a string of JSON
    found.append("".join(rf"&#(?:0{{0,4}}{ord(char)}|[xX]0{{0,4}}(?i:{ord(char):x}));?" for char in word))
    return found
