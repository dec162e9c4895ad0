"""What stands around the article on a Korean news page: menus, rankings, related lists, comments, scripts, styles.

Written for the tests; every paper, person, town and event is invented. The lists speak of awards, targets and jobs of OTHER towns on
purpose: a reader that lets them in gives them to the article.
"""

import json
import random

TOWNS = [
    "가람시",
    "한빛군",
    "새들구",
    "솔뫼시",
    "다온군",
    "은하구",
    "누리시",
    "푸른군",
    "별내시",
    "모란군",
    "온누리시",
    "샛강구",
    "달구름시",
    "벼리군",
    "해온시",
    "미르군",
]
EVENTS = [
    "전국 지방자치단체 일자리대상 최우수상…인센티브 1억원",
    "올해 일자리 목표 1만2천개 공시",
    "청년 창업 거리 조성에 30억 투입",
    "고용률 68.4% 도내 1위",
    "지역일자리 목표공시제 우수상 받아",
    "전통시장 장보기 행사 연다",
    "폭염 대비 무더위 쉼터 점검",
    "일자리 창출 목표 대비 118% 달성",
    "노인 일자리 3,400명 모집",
    "도시재생 주민 설명회 개최",
    "의회, 추경 예산안 원안 가결",
    "시내버스 노선 9월부터 바뀐다",
    "산불 예방 비상근무 들어가",
    "반도체 소재 기업과 투자 협약",
    "맞춤형 취업박람회에 2천명 몰려",
    "하천 산책로 야간 조명 새로 달아",
]
SECTIONS = [
    "전체",
    "정치",
    "경제",
    "사회",
    "지역",
    "문화",
    "스포츠",
    "연예",
    "국제",
    "오피니언",
    "포토",
    "영상",
    "교육",
    "건강",
    "라이프",
    "부동산",
    "IT·과학",
    "피플",
    "기획특집",
    "사설",
    "칼럼",
    "독자투고",
]
COMMENTS = [
    "우리 동네도 일자리 좀 늘려 주세요. 말로만 5천개라니 체감이 안 됩니다.",
    "상 받은 게 중요한 게 아니라 청년이 떠나지 않게 해야죠.",
    "가람시가 작년에 대상 받았다던데 뭐가 달라졌나요?",
    "기사 잘 봤습니다. 담당 부서 연락처도 알려 주시면 좋겠네요.",
    "세금으로 만든 단기 일자리 말고 제대로 된 일자리를 만들어 주세요.",
    "고생 많으셨습니다. 축하드립니다!",
]
WORDS = [
    "header",
    "gnb",
    "wrap",
    "inner",
    "list",
    "item",
    "thumb",
    "title",
    "btn",
    "share",
    "sns",
    "layer",
    "popup",
    "banner",
    "slide",
    "photo",
    "rank",
    "tab",
    "footer",
    "copy",
]


class Chrome:
    """The surroundings of one page; the same seed gives the same bytes."""

    def __init__(self, seed: int, paper: str, host: str) -> None:
        self.random = random.Random(seed)
        self.paper = paper
        self.host = host

    def headline(self) -> str:
        return f"{self.random.choice(TOWNS)}, {self.random.choice(EVENTS)}"

    def url(self) -> str:
        return f"https://{self.host}/news/articleView.html?idxno={self.random.randint(100000, 999999)}"

    def links(self, count: int, line: str = '<li><a href="{url}">{headline}</a></li>') -> str:
        return "\n".join(
            line.format(
                url=self.url(), headline=self.headline(), rank=rank + 1, date=self.day(), n=self.random.randint(1, 99)
            )
            for rank in range(count)
        )

    def day(self) -> str:
        return f"{self.random.randint(2022, 2025)}.{self.random.randint(1, 12):02}.{self.random.randint(1, 28):02}"

    def cards(self, count: int, tag: str = "div") -> str:
        """Related articles with picture, headline and the beginning of their text."""
        return "\n".join(
            f'<{tag} class="card"><a href="{self.url()}" class="thumb"><img src="/thumb/{self.random.randint(1, 9999)}.jpg" alt=""></a>'
            f'<strong class="card-tit"><a href="{self.url()}">{self.headline()}</a></strong>'
            f'<p class="card-lead">{self.lead()}</p><em class="date">{self.day()} 09:{self.random.randint(10, 59)}</em></{tag}>'
            for _ in range(count)
        )

    def lead(self) -> str:
        town = self.random.choice(TOWNS)
        return (
            f"{town}가 고용노동부가 주관한 전국 지방자치단체 일자리대상에서 {self.random.choice(['대상', '최우수상', '우수상', '특별상'])}을 받아 "
            f"재정 인센티브 {self.random.randint(3, 20) * 1000}만원을 확보했다고 밝혔다. {town}는 지난해 일자리 {self.random.randint(2, 40)},{self.random.randint(100, 999)}개를 …"
        )

    def menu(self, tag: str = "ul") -> str:
        rows = []
        for section in SECTIONS:
            subs = "".join(
                f'<li><a href="/news/articleList.html?sc_sub={n}">{section} {name}</a></li>'
                for n, name in enumerate(("일반", "종합", "인물", "현장"))
            )
            rows.append(
                f'<li class="menu"><a href="/news/articleList.html?sc_section={section}"><span>{section}</span></a><ul class="sub">{subs}</ul></li>'
            )
        return f"<{tag}>" + "\n".join(rows) + f"</{tag}>"

    def comments(self, count: int) -> str:
        return "\n".join(
            f'<li class="cmt"><div class="cmt-info"><b>독자{self.random.randint(10, 99)}**</b> <span>{self.day()} 11:{self.random.randint(10, 59)}</span></div>'
            f'<div class="cmt-text">{self.random.choice(COMMENTS)}</div><button>답글</button> <button>공감 {self.random.randint(0, 30)}</button></li>'
            for _ in range(count)
        )

    def share(self) -> str:
        return (
            '<ul class="sns">'
            + "".join(
                f'<li><a href="#" onclick="share(\'{key}\');return false;" title="{name}(으)로 기사보내기"><span>{name}</span></a></li>'
                for key, name in (
                    ("fb", "페이스북"),
                    ("tw", "트위터"),
                    ("ka", "카카오톡"),
                    ("bd", "네이버밴드"),
                    ("url", "URL복사"),
                )
            )
            + '<li><button type="button">글씨키우기</button></li><li><button type="button">가나다라마바사 본문 글씨 줄이기</button></li></ul>'
        )

    def ad(self) -> str:
        number = self.random.randint(1000, 9999)
        return (
            f'<div class="ad-box" id="AD{number}"><script async src="https://ads.example/pagead/js/show.js?client=ca-pub-{number}"></script>'
            f'<ins class="adsbygoogle" style="display:block;text-align:center" data-ad-slot="{number}"></ins>'
            f"<script>(adsbygoogle = window.adsbygoogle || []).push({{slot: {number}}});</script></div>"
        )

    def style(self, rules: int = 90) -> str:
        return (
            "<style>"
            + "\n".join(
                f".{self.random.choice(WORDS)}-{self.random.choice(WORDS)} .{self.random.choice(WORDS)}{n}{{margin:{n % 7}px {n % 5}px;"
                f"padding:{n % 9}px;color:#{self.random.randint(0, 0xFFFFFF):06x};font-size:{11 + n % 8}px}}"
                for n in range(rules)
            )
            + "</style>"
        )

    def script(self, entries: int = 40) -> str:
        state = [
            {
                "id": self.random.randint(1, 99999),
                "title": self.headline(),
                "desc": self.lead()[:60],
                "regDate": self.day(),
            }
            for _ in range(entries)
        ]
        return (
            "<script>\n(function(w,d){w.dataLayer=w.dataLayer||[];function gtag(){dataLayer.push(arguments);}gtag('js',new Date());"
            f"gtag('config','UA-{self.random.randint(10000, 99999)}-1');\nvar mostRead = {json.dumps(state, ensure_ascii=False)};\n"
            "if(d.getElementById('rankBox')){d.getElementById('rankBox').innerHTML='<li>'+mostRead.map(function(r){return r.title}).join('</li><li>')+'</li>';}\n"
            "})(window,document);\n</script>"
        )

    def footer(self) -> str:
        return (
            f"<p>제호 : {self.paper} | 등록번호 : 아{self.random.randint(10000, 99999)} | 등록일 : {self.day()} | 발행인·편집인 : 나발행 | 청소년보호책임자 : 다보호</p>"
            f"<p>주소 : 한빛도 가람시 시청로 {self.random.randint(1, 300)} 3층 | 대표전화 : 000-{self.random.randint(100, 999)}-0000 | 팩스 : 000-000-0001</p>"
            f"<p>{self.paper}의 모든 콘텐츠(영상, 기사, 사진)는 저작권법의 보호를 받은바, 무단 전재와 복사, 배포 등을 금합니다.</p>"
            f"<p>Copyright © 2025 {self.paper}. All rights reserved. mail to webmaster@{self.host}</p>"
        )

    def weather(self) -> str:
        return (
            "<ul class='weather'>"
            + "".join(
                f"<li>{sky}{place}{self.random.randint(-5, 35)}.{self.random.randint(0, 9)}℃</li>"
                for sky, place in zip(
                    ["맑음", "흐림", "비", "구름많음", "맑음", "흐림", "눈", "맑음"],
                    ["서울", "부산", "대구", "인천", "광주", "대전", "울산", "강릉"],
                    strict=True,
                )
            )
            + "<li>기상청 제공</li></ul>"
        )
