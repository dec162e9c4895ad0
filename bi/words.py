"""The Korean of Superset's own buttons. Read in Superset's environment.

Superset's page is given its translation whole, with entries that are marked *fuzzy*: guesses of a tool from a text that
looked alike (`entries` became "저장된 Query"), which gettext itself leaves out. They are left out here too, and what a
reader of the dashboards meets without a right translation has one in `WORDS`.
"""

from pathlib import Path
from typing import Any

#: By Superset's English words; those with a number have one form, Korean knows no plural.
WORDS = {
    "%s record": "%s행",
    "%s row": "%s행",
    "%s option": "%s개 중 선택",
    "All": "모두",
    "Apply": "적용",
    "Clear all": "모두 지우기",
    "Dark": "어둡게",
    "Dark mode": "어둡게",
    "Data refreshed": "다시 읽음",
    "Datasets": "데이터셋",
    "Draft": "초안",
    "Edit dashboard": "대시보드 편집",
    "Light": "밝게",
    "Light mode": "밝게",
    "Loading...": "읽는 중…",
    "Match system": "시스템 설정대로",
    "N/A": "–",
    "No data": "자료 없음",
    "No matching records found": "맞는 행이 없음",
    "No records found": "행이 없음",
    "No results": "결과 없음",
    "No results found": "결과 없음",
    "No results were returned for this query": "이 조건에 맞는 자료가 없음",
    "Published": "공개됨",
    "Settings": "설정",
    "Show": "한 쪽에",
    "Show %s entries": "한 쪽에 %s행",
    "entries": "행",
    "entries per page": "행",
}


def korean(pack: dict[str, Any], fuzzy: set[str]) -> dict[str, Any]:
    """Superset's language pack (`{"locale_data": {"superset": {English: [Korean, …]}}}`) without the entries of the
    English words `fuzzy`, and with `WORDS`."""
    domain = pack["domain"]
    words = {english: said for english, said in pack["locale_data"][domain].items() if english not in fuzzy}
    words |= {english: [said] for english, said in WORDS.items()}
    return {**pack, "locale_data": {**pack["locale_data"], domain: words}}


def serve_korean(app: Any) -> None:
    """Answer for the pack before Superset does, which sends the file in its own folder (`FLASK_APP_MUTATOR`)."""
    import json

    import superset
    from babel.messages.pofile import read_po
    from flask import Response, request

    folder = Path(superset.__file__).parent / "translations" / "ko" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.fuzzy and message.id]
    # An entry with a plural is known by its singular.
    fuzzy = {message.id if isinstance(message.id, str) else message.id[0] for message in messages}
    pack = json.loads((folder / "messages.json").read_text(encoding="utf-8"))
    text = json.dumps(korean(pack, fuzzy), ensure_ascii=False)

    @app.before_request
    def korean_pack() -> Response | None:
        is_asked = request.path == "/superset/language_pack/ko/"
        return Response(text, mimetype="application/json") if is_asked else None
