"""What a reader of a release may do with it and how to cite it: one text for every file that says so."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from extract.errors import IljariError
from extract.sources.entries import load_sources

SEOUL = ZoneInfo("Asia/Seoul")

#: Facts are free; the words in which they were printed are somebody's. (Korean Copyright Act: article 7 on news of mere
#: facts, 28 on quotation, 37 on naming the source.)
TERMS = {
    "ko": "수치와 수상 사실은 사실의 기록이다. 기사 제목과 근거 문장은 확인을 위한 짧은 인용이며 "
    "권리는 각 매체와 기관에 있다. 옮겨 쓸 때에는 기사의 매체와 주소, 그리고 이 릴리스를 함께 밝힌다.",
    "en": "Numbers and awards are facts. Titles of articles and the sentences quoted as evidence are short quotations "
    "for checking; their rights are with the outlets and institutions. Whoever uses them names the article's outlet "
    "and address, and this release.",
}
#: For what shows or holds borders: they are Statistics Korea's, which asks for its name.
BOUNDARIES = {"ko": "경계: 통계청(SGIS).", "en": "Boundaries: Statistics Korea (SGIS)."}
_BUILT_IN = {
    "sample": "일자리 기사를 본떠 이 프로젝트에서 쓴 예시 기사. 시험용이다.",
    "compiled": "공개된 웹페이지의 수상 기록을 사람이 모은 목록. 웹페이지의 권리는 각 기관에 있다.",
    "folder": "운영자가 넣은 기사. 이용 조건은 운영자가 확인한다.",
}


def citation(release_id: str, created_at: datetime) -> dict[str, str]:
    """How to cite a release, in both languages. Its id names the exact content."""
    day = created_at.astimezone(SEOUL)
    return {
        "ko": f"일자리(Iljari), 지자체 일자리 목표와 수상 자료, 릴리스 {release_id} ({day:%Y-%m-%d}).",
        "en": f"Iljari: Korean local job targets and awards. Release {release_id} ({day:%Y-%m-%d}).",
    }


def sources_terms(sources: Sequence[str]) -> dict[str, str]:
    """For each source of a release what is known of its terms, as its entry in `sources.yml` says."""
    try:
        licences = {entry.name: entry.licence for entry in load_sources().entries}
    except IljariError:  # a release stands on what was read, not on what will be
        licences = {}
    unknown = "확인되지 않음(기사마다 확인)"
    return {name: _BUILT_IN.get(name) or licences.get(name) or unknown for name in sources}
