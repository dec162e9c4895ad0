"""The words that the grammar knows, by kind, and one automaton that finds them and all names in a single pass."""

from functools import lru_cache

import ahocorasick

from extract.claims.municipalities import Name, names

#: what marks the item of a list wherever it stands, and what only does so where the line begins; inside of a character class
SHAPES = "▲△▶▷▸►▼▽■□◆◇○●◎▪◦❍❏"
BULLETS = rf"\-–·∙・•ㅇ✔*※{SHAPES}"
#: between an old value and a new one, or a target and its result
ARROW = "(?:→|->|⟶|➝|⇒|➜|➡|▶)"
#: how often
COUNT = r"(?:[0-9]{1,2}|한|두|세|네|다섯|여섯)\s?(?:회|차례|번)"

# kinds of mentions
NUMBER = "number"
TIME = "time"
PLACE = "place"
GRADE = "grade"
INDICATOR = "indicator"
SUBJECT = "subject"

#: grade words; the value is the grade of GUIDE.md. 우수기관 and 장관상 alone say that a prize was won, not which
GRADES = {
    "종합대상": "종합대상",
    "종합 대상": "종합대상",
    "대통령상": "종합대상",
    "대통령 표창": "종합대상",
    "대통령표창": "종합대상",
    "대통령 기관표창": "종합대상",
    "국무총리상": "대상",
    "총리상": "대상",
    "국무총리 표창": "대상",
    "국무총리표창": "대상",
    "국무총리 기관표창": "대상",
    "대상": "대상",
    "최우수상": "최우수상",
    "최우수기관": "최우수상",
    "최우수 기관": "최우수상",
    "최우수자치단체": "최우수상",
    "최우수 자치단체": "최우수상",
    "최우수지자체": "최우수상",
    "최우수 지자체": "최우수상",
    "최우수 지방자치단체": "최우수상",
    "최우수단체": "최우수상",
    "최우수 단체": "최우수상",
    "최우수": "최우수상",
    "우수상": "우수상",
    "특별상": "특별상",
    "장려상": "장려상",
    "장관(우수)상": "우수상",
    "장관(최우수)상": "최우수상",
    "장관(특별)상": "특별상",
    "장관상": "unspecified",
    "장관 표창": "unspecified",
    "장관표창": "unspecified",
    "기관표창": "unspecified",
    "기관 표창": "unspecified",
    "장관 기관표창": "unspecified",
    "장관 이름": "unspecified",
    "장관 명의": "unspecified",
    "우수기관": "unspecified",
    "우수 기관": "unspecified",
    "우수자치단체": "unspecified",
    "우수 자치단체": "unspecified",
    "우수지자체": "unspecified",
    "우수 지자체": "unspecified",
    "우수 지방자치단체": "unspecified",
    "우수지방자치단체": "unspecified",
    "우수단체": "unspecified",
    "우수 단체": "unspecified",
    "수상": "unspecified",
    "입상": "unspecified",
    "상을": "unspecified",
    "상도": "unspecified",
}

#: labour-market rates; what qualifies them (age, sex) is read from the words around
RATES = ("고용률", "실업률")
#: every other noun that a percentage can belong to: it takes over from the rate before it
OTHER_RATES = (
    "참가율",
    "비중",
    "비율",
    "취업률",
    "증가율",
    "집행률",
    "이행률",
    "달성률",
    "달성율",
    "만족도",
    "점유율",
    "상승률",
    "감소율",
    "채용률",
    "성장률",
    "자립도",
    "재정자립도",
    "인구 비중",
    "유사실업률",
    "체감실업률",
    "확장실업률",
    "의무고용률",
    "장애인 고용률",
    "장애인고용률",
    "고용보조지표",
    "유지율",
    "합격률",
    "이직률",
    "수료율",
    "응답률",
    "지지율",
    "진척률",
    "공정률",
    "보급률",
    "유지비율",
    "상용직",
    "찬성률",
    "폐업률",
    "생존율",
    "출산율",
    "고용유지율",
    "전환율",
    "이용률",
    "가동률",
    "공실률",
    "분양률",
    "입주율",
    "취업자 수",
    "확보율",
    "목표율",
    "물가상승률",
    "투표율",
    "경제활동참가율",
)


@lru_cache(maxsize=1)
def automaton() -> ahocorasick.Automaton:
    """Finds names, grades and rates, longest first. A hit's value is `(word, Name or None, kind or None, value)`."""
    words: dict[str, tuple[Name | None, str | None, object]] = {w: (n, None, None) for w, n in names().items()}
    for word, grade in GRADES.items():
        words[word] = (words.get(word, (None,))[0], GRADE, grade)
    for word in RATES:
        words[word] = (None, INDICATOR, word)
    for word in OTHER_RATES:
        words[word] = (None, INDICATOR, "")
    built = ahocorasick.Automaton()
    for word, (name, kind, value) in words.items():
        built.add_word(word, (word, name, kind, value))
    built.make_automaton()
    return built
