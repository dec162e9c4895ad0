"""The ways in which papers tell a job target, its result and the rate between them, and what only looks like one."""

import pytest

from tests.extract.claims.phrasings import Case, check

T = ("targets",)

CASES = {
    # -- target and result in one clause
    "exceeded": Case(
        "경기 화성시는 지난해 일자리 창출 목표 4만 2천 개를 뛰어넘은 4만 5,310개의 일자리를 만들었다.",
        targets=("경기 화성시|2023|-|total|42000|45310|-",),
        only=T,
    ),
    "made more than target": Case(
        "전남 강진군은 2023년 일자리 목표인 3,200개보다 많은 3,415개를 창출했다.",
        targets=("전남 강진군|2023|-|total|3200|3415|-",),
        only=T,
    ),
    "excess spelled out": Case(
        "경북 구미시는 지난해 목표 1만8000개보다 1200개 많은 1만9200개의 일자리를 창출해 106.7%를 달성했다.",
        targets=("경북 구미시|2023|-|total|18000|19200|106.7",),
        only=T,
    ),
    "target in brackets": Case(
        "충남 보령시는 지난해 일자리 9,820개(목표 9,100개)를 창출했다.",
        targets=("충남 보령시|2023|-|total|9100|9820|-",),
        only=T,
    ),
    "target and rate in brackets": Case(
        "강원 속초시는 지난해 일자리 4,512개(목표 4,000개, 달성률 112.8%)를 만들어 냈다.",
        targets=("강원 속초시|2023|-|total|4000|4512|112.8",),
        only=T,
    ),
    "against the target": Case(
        "경남 통영시는 지난해 목표 7200개 대비 108.3%인 7800개의 일자리를 창출했다.",
        targets=("경남 통영시|2023|-|total|7200|7800|108.3",),
        only=T,
    ),
    "rate of target of": Case(
        "부산 기장군이 2022년 만든 일자리는 모두 1만1,430개로, 목표(1만개)의 114.3%에 이른다.",
        "2023-03-02",
        targets=("부산 기장군|2022|-|total|10000|11430|114.3",),
        only=T,
    ),
    "promised then done": Case(
        "전북 임실군은 지난해 초 일자리 2,100개를 만들겠다고 약속했고 실제로는 2,356개를 만들어 112.2%의 달성률을 보였다.",
        targets=("전북 임실군|2023|-|total|2100|2356|112.2",),
        only=T,
    ),
    "two sentences": Case(
        "경기 오산시가 지난해 만든 일자리는 8,950개로 나타났다. 당초 목표 8,500개의 105.3%다.",
        targets=("경기 오산시|2023|-|total|8500|8950|105.3",),
        only=T,
    ),
    "two sentences target first": Case(
        "대전 동구의 지난해 일자리 목표는 6,300개였다. 실적은 6,804개로 108%를 달성했다.",
        targets=("대전 동구|2023|-|total|6300|6804|108",),
        only=T,
    ),
    "three sentences": Case(
        "울산 중구는 지난해 일자리 5,000개 창출을 목표로 세웠다. 결과는 5,450개였다. 달성률은 109%다.",
        targets=("울산 중구|2023|-|total|5000|5450|109",),
        only=T,
    ),
    "persons as unit": Case(
        "제주도는 지난해 일자리 4,976명 창출을 목표로 잡아 5,158명을 달성했다.",
        "2020-01-07",
        targets=("제주|2019|-|total|4976|5158|-",),
        only=T,
    ),
    "target as jobs of persons": Case(
        "부산시는 2014년 목표 8만6천명을 넘어선 9만7천명의 일자리를 창출했다.",
        "2015-05-21",
        targets=("부산|2014|-|total|86000|97000|-",),
        only=T,
    ),
    "not reached": Case(
        "경북 울릉군은 지난해 일자리 700개를 만들어 목표 750개에 못 미쳤다. 달성률은 93.3%다.",
        targets=("경북 울릉군|2023|-|total|750|700|93.3",),
        only=T,
    ),
    "result over set number": Case(
        "서울 도봉구는 지난해 공시한 일자리 1만2천 개를 훌쩍 넘겨 1만3,288개를 창출했다.",
        targets=("서울 도봉구|2023|-|total|12000|13288|-",),
        only=T,
    ),
    "rounded then exact": Case(
        "경기 김포시가 지난해 일자리 1만3천여 개를 만들었다. 정확히는 1만3,144개로 목표 1만2,500개의 105.2%다.",
        targets=("경기 김포시|2023|-|total|12500|13144|105.2",),
        only=T,
    ),
    "rounded headline": Case(
        "강릉시, 지난해 일자리 1만2천개 창출\n\n강원 강릉시는 지난해 목표 1만1,000개보다 많은 1만2,061개의 일자리를 창출했다고 밝혔다.",
        title="강릉시, 지난해 일자리 1만2천개 창출",
        targets=("강원 강릉시|2023|-|total|11000|12061|-",),
        only=T,
    ),
    "arrow": Case(
        "전남 여수시 일자리 실적: 2023년 목표 1만5,000개 → 실적 1만6,200개(108%)로 집계됐다.",
        targets=("전남 여수시|2023|-|total|15000|16200|108",),
        only=T,
    ),
    # -- rates only
    "rate only": Case(
        "강원 화천군은 지난해 일자리 창출 목표 대비 127.5%를 달성했다.",
        targets=("강원 화천군|2023|-|total|-|-|127.5",),
        only=T,
    ),
    "rate as excess": Case(
        "서울 중랑구는 2021년 일자리 목표를 118% 초과 달성했다.",
        "2022-07-22",
        targets=("서울 중랑구|2021|-|total|-|-|118",),
        only=T,
    ),
    "rate of goal attained": Case(
        "전북 고창군의 지난해 일자리 목표 달성률은 134.2%였다.", targets=("전북 고창군|2023|-|total|-|-|134.2",), only=T
    ),
    "true excess is optional": Case("충북 단양군은 지난해 일자리 목표를 12% 초과 달성했다.", only=T),
    "over a hundred": Case("경기 양주시는 지난해 일자리 목표를 100% 넘게 달성했다.", only=T),
    # -- several years
    "pairs over years": Case(
        "경기 용인시의 일자리 실적(목표)은 2021년 3만1,200개(3만개), 2022년 3만3,500개(3만2천개)였다.",
        targets=("경기 용인시|2021|-|total|30000|31200|-", "경기 용인시|2022|-|total|32000|33500|-"),
        only=T,
    ),
    "result and next target": Case(
        "충남 논산시는 지난해 일자리 8,840개를 만들어 목표 8,500개를 넘어섰다. 올해는 9,000개를 만들 계획이다.",
        targets=("충남 논산시|2023|-|total|8500|8840|-", "충남 논산시|2024|-|total|9000|-|-"),
        only=T,
    ),
    "this year's goal with last year's result": Case(
        "경남 사천시는 올해 일자리 목표를 지난해 실적 6,950개보다 많은 7,200개로 잡았다.",
        targets=("경남 사천시|2024|-|total|7200|-|-",),
        only=T,
    ),
    # -- plans
    "plan": Case(
        "전남 장성군이 올해 일자리 3,800개를 만들기로 했다.", targets=("전남 장성군|2024|-|total|3800|-|-",), only=T
    ),
    "plan with goal word": Case(
        "대구 수성구는 올해 일자리 창출 목표를 1만2천 개로 정했다.",
        targets=("대구 수성구|2024|-|total|12000|-|-",),
        only=T,
    ),
    "plan of intention": Case(
        "경북 안동시가 내년까지 새 일자리 5,000개를 창출하겠다는 계획을 내놨다.",
        targets=("경북 안동시|2025|-|total|5000|-|-",),
        only=T,
    ),
    "plan with aim": Case(
        "충북 청주시는 2025년 일자리 5만3천 개 창출을 목표로 한 세부계획을 세웠다.",
        "2025-03-14",
        targets=("충북 청주시|2025|-|total|53000|-|-",),
        only=T,
    ),
    "plan over years": Case(
        "경기 파주시는 2023년부터 2026년까지 일자리 8만 개를 만들 방침이다.",
        "2023-05-14",
        targets=("경기 파주시|2023|2026|total|80000|-|-",),
        only=T,
    ),
    "term with its years": Case(
        "전남 광양시는 민선 8기(2022~2026년) 동안 일자리 4만5천 개를 창출한다는 종합계획을 세웠다.",
        "2022-12-14",
        targets=("전남 광양시|2022|2026|total|45000|-|-",),
        only=T,
    ),
    "term without years": Case(
        "전남 광양시는 민선 8기 동안 일자리 4만5천 개를 창출한다는 종합계획을 세웠다.", "2022-12-14", only=T
    ),
    "term with total so far": Case(
        "경기 성남시의 민선 7기(2018~2022년) 일자리 목표는 20만 개다. 2018년부터 지난해까지 쌓인 일자리는 16만3,200개로 81.6%에 이른다.",
        "2022-02-14",
        targets=("경기 성남시|2018|2022|total|200000|163200|81.6",),
        only=T,
    ),
    "headline plan": Case(
        "김천시, 올해 일자리 6천개 만든다\n\n경북 김천시가 일자리 대책을 세웠다. 올해 만들 일자리는 6,120개다.",
        title="김천시, 올해 일자리 6천개 만든다",
        targets=("경북 김천시|2024|-|total|6120|-|-",),
        only=T,
    ),
    "raised target": Case(
        "서울 마포구는 올해 일자리 목표를 1만5천 개에서 1만7천 개로 올려 잡았다.",
        targets=("서울 마포구|2024|-|total|17000|-|-",),
        only=T,
    ),
    "plan disclosed": Case(
        "부산 해운대구는 올해 일자리 1만4,200개를 만들겠다고 공시했다.",
        targets=("부산 해운대구|2024|-|total|14200|-|-",),
        only=T,
    ),
    # -- parts
    "breakdown with rates": Case(
        "광주시는 지난해 일자리 5만7천 개를 만들어 목표의 114.2%를 달성했다. 분야별로는 직접일자리 2만1,300개(110.5%), 고용서비스 1만4,200개(104.1%)였다.",
        targets=("광주|2023|-|total|-|57000|114.2", "광주|2023|-|part|-|21300|110.5", "광주|2023|-|part|-|14200|104.1"),
        only=T,
    ),
    "breakdown without rates": Case(
        "경기 이천시는 지난해 목표 9,000개를 넘는 9,800개의 일자리를 만들었다. 공공 부문 6,100개, 민간 부문 3,700개다.",
        targets=("경기 이천시|2023|-|total|9000|9800|-",),
        only=T,
    ),
    "programme with its target": Case(
        "전북 김제시는 청년 인턴사원제를 통해 지난해 일자리 목표 120개를 웃도는 150개를 창출했다.",
        targets=("전북 김제시|2023|-|part|120|150|-",),
        only=T,
    ),
    "young people's rate": Case(
        "인천 남동구는 지난해 일자리 목표의 104%를 달성했고 청년 일자리는 목표의 121.3%를 채웠다.",
        targets=("인천 남동구|2023|-|total|-|-|104", "인천 남동구|2023|-|part|-|-|121.3"),
        only=T,
    ),
    "direct and indirect is the whole": Case(
        "대구 남구는 지난해 직·간접 일자리 7,120개를 만들어 목표 6,800개를 넘겼다.",
        targets=("대구 남구|2023|-|total|6800|7120|-",),
        only=T,
    ),
    # -- what is no row
    "company": Case(
        "OO전자는 울산에 공장을 짓고 2027년까지 1,200명을 채용한다. 회사는 일자리 4천 개가 생길 것으로 본다.", only=T
    ),
    "participants": Case(
        "서울 양천구는 올해 공공근로 참여자 320명을 모집한다. 노인일자리 사업에는 4,850명이 참여한다.", only=T
    ),
    "trainees": Case(
        "경기 부천시 일자리센터 교육을 마친 수료생은 160명이며 이 가운데 131명(81.9%)이 취업했다.", only=T
    ),
    "job fair": Case(
        "대전 유성구 일자리박람회에는 45개 기업이 참여해 500명을 뽑는다. 목표 인원의 90%를 현장에서 채용한다.", only=T
    ),
    "budget": Case("전남 목포시는 일자리 예산 512억원의 96.4%를 집행했다. 신속집행률은 목표 대비 103.5%다.", only=T),
    "pledges": Case("충북 괴산군의 공약 이행률은 86.3%다. 일자리 분야 공약은 목표 대비 92%를 이행했다.", only=T),
    "counselling": Case(
        "부산 사하구 일자리센터는 지난해 상담 3만8천 건을 넘겼고 1,200명에게 일자리를 알선했다.", only=T
    ),
    "businesses and projects": Case("강원 원주시는 15개 과제와 270개 일자리 사업을 추진한다.", only=T),
    "average over projects": Case("전북 전주시의 270개 일자리사업은 목표 대비 평균 121.8%의 성과를 냈다.", only=T),
    "ministry's national number": Case("고용노동부는 올해 노인 일자리 103만 개를 만들겠다고 밝혔다.", only=T),
    "employed persons": Case(
        "경남 양산시의 취업자는 18만 6천 명으로 지난해 같은 기간보다 4천 명 늘었다. 일자리 여건이 나아졌다.", only=T
    ),
    "investment promise": Case(
        "경북 포항시는 이차전지 기업과 투자 협약을 맺었다. 공장이 들어서면 일자리 2,000개가 생길 전망이다.", only=T
    ),
    "exports": Case("경남 창원시는 일자리 정책과 함께 수출 지원에도 힘써 수출액이 목표 대비 112%를 기록했다.", only=T),
    "candidate's pledge": Case("경기 안산시장 선거에 나선 OOO 후보는 일자리 10만 개를 만들겠다고 공약했다.", only=T),
}


@pytest.mark.parametrize("name", CASES)
def test_target_phrasing(name: str) -> None:
    check(CASES[name])
