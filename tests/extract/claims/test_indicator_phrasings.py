"""The ways in which papers tell a level of employment or unemployment, and the percentages beside it that are none."""

import pytest

from tests.extract.claims.phrasings import Case, check

I = ("indicators",)  # noqa: E741

CASES = {
    # -- one level
    "plain": Case("경기 포천시의 지난해 하반기 고용률은 63.4%다.", indicators=("경기 포천시|2023|er|63.4",), only=I),
    "recorded": Case(
        "전남 나주시는 2023년 상반기 고용률 67.1%를 기록했다.", indicators=("전남 나주시|2023|er|67.1",), only=I
    ),
    "change beside level": Case(
        "충북 음성군의 고용률은 지난해 상반기 71.2%로 1년 전보다 0.8%포인트 올랐다.",
        indicators=("충북 음성군|2023|er|71.2",),
        only=I,
    ),
    "change in percent": Case(
        "경북 성주군은 지난해 고용률이 73.1%로 2.3% 높아졌다.", indicators=("경북 성주군|2023|er|73.1",), only=I
    ),
    "rose to": Case(
        "강원 삼척시 고용률이 2022년 58.2%에서 2023년 60.1%로 뛰었다.",
        indicators=("강원 삼척시|2022|er|58.2", "강원 삼척시|2023|er|60.1"),
        only=I,
    ),
    "against average": Case(
        "대전 서구의 지난해 고용률은 61.5%로 전국 평균(60.4%)보다 1.1%p 높다.",
        indicators=("대전 서구|2023|er|61.5",),
        only=I,
    ),
    "average first": Case(
        "지난해 하반기 전국 시 지역 고용률 평균은 60.6%인데, 경남 거제시는 62.3%였다.",
        indicators=("경남 거제시|2023|er|62.3",),
        only=I,
    ),
    "above average of metropolitan cities": Case(
        "지난해 인천의 고용률은 62.1%로 7대 특별·광역시 가운데 가장 높았다.", indicators=("인천|2023|er|62.1",), only=I
    ),
    "fifteen to sixty-four": Case(
        "충남 아산시의 2022년 15~64세 고용률은 69.9%다.",
        "2023-03-02",
        indicators=("충남 아산시|2022|er1564|69.9",),
        only=I,
    ),
    "age in brackets": Case(
        "전북 완주군의 2022년 고용률(15∼64세)은 72.3%였다.",
        "2023-03-02",
        indicators=("전북 완주군|2022|er1564|72.3",),
        only=I,
    ),
    "OECD": Case("세종시의 지난해 OECD 기준 고용률은 67.5%다.", indicators=("세종|2023|er1564|67.5",), only=I),
    "young and women": Case(
        "경기 하남시의 지난해 청년고용률은 44.8%, 여성고용률은 54.2%로 집계됐다.",
        indicators=("경기 하남시|2023|youth|44.8", "경기 하남시|2023|female|54.2"),
        only=I,
    ),
    "young with age": Case(
        "경북 경산시의 청년(15~29세) 고용률은 지난해 41.3%였다.", indicators=("경북 경산시|2023|youth|41.3",), only=I
    ),
    "respectively": Case(
        "울산 남구의 지난해 청년·여성 고용률은 각각 42.1%와 49.7%다.",
        indicators=("울산 남구|2023|youth|42.1", "울산 남구|2023|female|49.7"),
        only=I,
    ),
    "both rates": Case(
        "부산시의 2023년 고용률과 실업률은 각각 57.7%, 3.1%였다.",
        indicators=("부산|2023|er|57.7", "부산|2023|ur|3.1"),
        only=I,
    ),
    "rate in brackets": Case(
        "경기 안성시는 지난해 고용률(66.2%)과 청년고용률(48.3%)이 모두 올랐다.",
        indicators=("경기 안성시|2023|er|66.2", "경기 안성시|2023|youth|48.3"),
        only=I,
    ),
    "of the employment rate": Case(
        "충남 태안군은 지난해 74.2%의 고용률을 보였다.", indicators=("충남 태안군|2023|er|74.2",), only=I
    ),
    "elderly": Case(
        "전남 고흥군의 65세 이상 고용률은 지난해 58.1%였다.", indicators=("전남 고흥군|2023|elderly|58.1",), only=I
    ),
    "unemployment": Case(
        "경기 군포시의 지난해 실업률은 4.1%, 청년실업률은 8.9%였다.",
        indicators=("경기 군포시|2023|ur|4.1", "경기 군포시|2023|youth_ur|8.9"),
        only=I,
    ),
    "same time last year in brackets": Case(
        "서울시의 지난해 고용률은 60.6%로 전년(60.1%)보다 올랐다.",
        indicators=("서울|2023|er|60.6", "서울|2022|er|60.1"),
        only=I,
    ),
    "month": Case("광주시의 지난달 고용률은 59.8%로 집계됐다.", indicators=("광주|2024|er|59.8",), only=I),
    "headline": Case(
        "예천군 고용률 72.4%…경북 3위\n\n경북 예천군이 지난해 하반기 지역별고용조사에서 고용률 72.4%를 기록했다.",
        title="예천군 고용률 72.4%…경북 3위",
        indicators=("경북 예천군|2023|er|72.4",),
        only=I,
    ),
    "carried subject": Case(
        "전남 해남군이 통계청 조사 결과를 내놨다. 지난해 고용률은 72.9%로 도내 2위다. 실업률은 0.8%에 그쳤다.",
        indicators=("전남 해남군|2023|er|72.9", "전남 해남군|2023|ur|0.8"),
        only=I,
    ),
    # -- lists
    "list in brackets": Case(
        "지난해 하반기 군지역 고용률은 경북 울릉군(83.5%), 전남 신안군(79.4%), 전북 장수군(78.0%) 순으로 높았다.",
        indicators=("경북 울릉군|2023|er|83.5", "전남 신안군|2023|er|79.4", "전북 장수군|2023|er|78"),
        only=I,
    ),
    "list without percent": Case(
        "올해 상반기 시지역 실업률은 경기 안산 4.8, 군포 4.6, 경남 통영 4.5 순이다.",
        indicators=("경기 안산시|2024|ur|4.8", "경기 군포시|2024|ur|4.6", "경남 통영시|2024|ur|4.5"),
        only=I,
    ),
    "list that switches": Case(
        "지난해 고용률은 충남 당진시(70.6%)가 높았다. 청년층 취업자 비중은 경기 화성시(17.2%)가 높았고, 상용근로자 비중은 경기 과천시(79.1%)가 앞섰다.",
        indicators=("충남 당진시|2023|er|70.6",),
        only=I,
    ),
    "lowest": Case(
        "올해 상반기 고용률이 가장 낮은 곳은 경기 동두천시로 52.3%였다.",
        indicators=("경기 동두천시|2024|er|52.3",),
        only=I,
    ),
    "years of one": Case(
        "전북 진안군의 고용률은 2020년 70.1%, 2021년 71.4%, 2022년 73.0%로 꾸준히 올랐다.",
        "2023-03-02",
        indicators=("전북 진안군|2020|er|70.1", "전북 진안군|2021|er|71.4", "전북 진안군|2022|er|73"),
        only=I,
    ),
    "group averages": Case("올해 상반기 9개 도의 시지역 고용률은 62.4%, 군지역은 69.0%로 나타났다.", only=I),
    "halves": Case(
        "경남 남해군의 고용률은 2022년 상반기 69.8%, 하반기 71.2%였다.",
        "2023-03-02",
        indicators=("경남 남해군|2022|er|69.8", "경남 남해군|2022|er|71.2"),
        only=I,
    ),
    # -- no level
    "goal": Case("경북 영주시는 올해 고용률 68% 달성을 목표로 일자리 대책을 추진한다.", only=I),
    "goal with until": Case("대구시는 2026년까지 고용률을 65.5%로 끌어올리겠다고 밝혔다.", only=I),
    "goal and level": Case(
        "경기 광명시는 지난해 고용률 62.8%를 기록했고 올해 목표는 63.5%다.",
        indicators=("경기 광명시|2023|er|62.8",),
        only=I,
    ),
    "national goal": Case("고용노동부는 고용률 70% 달성을 위해 지역 일자리 사업을 편다.", only=I),
    "change only": Case("충남 천안시의 지난해 고용률은 1년 전보다 1.2%p 상승했다.", only=I),
    "job placement rate": Case("경남 진주시 직업훈련 과정의 취업률은 81.3%, 수료율은 93%였다.", only=I),
    "participation rate": Case("강원 강릉시의 지난해 경제활동참가율은 62.1%다.", only=I),
    "duty to hire": Case("전남 순천시의 장애인 고용률은 4.1%로 의무고용률 3.8%를 넘었다.", only=I),
    "hidden unemployment": Case("대구의 체감실업률은 지난해 11.4%로 전국에서 가장 높았다.", only=I),
    "nation": Case("지난해 우리나라 고용률은 62.6%, 실업률은 2.7%였다. 경기 파주시는 일자리 정책을 넓힌다.", only=I),
    "undated record": Case("충북 진천군의 고용률은 역대 최고인 72.1%를 기록했다.", None, only=I),
    "district of a city": Case("경남 창원시 의창구의 지난해 고용률은 58.2%다.", only=I),
    "administrative city": Case("제주 서귀포시의 지난해 고용률은 72.0%다.", only=I),
    "growth of employed": Case(
        "경기 평택시의 취업자는 31만 명으로 1년 전보다 3.1% 늘었다. 고용률은 지난해 64.7%였다.",
        indicators=("경기 평택시|2023|er|64.7",),
        only=I,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_indicator_phrasing(name: str) -> None:
    check(CASES[name])
