import hashlib
import json
import random

import pytest

from extract.signatures import PLACES, SHINGLE_LETTERS, SIGNATURE_VERSION, running_letters, signature

RELEASE = (
    "가람시는 전국 지방자치단체 일자리대상에서 최우수상을 받았다고 3일 밝혔다.\n"
    "시는 지난해 청년과 어르신의 일터를 함께 늘린 점에서 좋은 평가를 얻었다.\n"
    "올해 목표는 1만 2천 개이며, 상반기에만 그 절반을 넘겼다고 시는 설명했다.\n"
    "시장은 시민 모두의 살림이 나아질 때까지 쉬지 않고 뛰겠다고 말했다.\n"
    "시는 이번에 받은 사업비로 산업단지의 통근 버스를 늘릴 계획이다."
)


def alike(one: str, other: str) -> float:
    a, b = signature(one), signature(other)
    assert a and b
    return sum(x == y for x, y in zip(a.minhash, b.minhash, strict=True)) / PLACES


def test_the_numbers_of_a_version_never_change() -> None:
    """Where this fails, signatures of old and new articles can no longer be compared: raise SIGNATURE_VERSION, here and in dbt_project.yml."""
    found = [signature(body) for body in (RELEASE, "가", "abc 123", RELEASE * 3)]
    written = json.dumps([[s.text_key, s.n_shingles, s.minhash] for s in found if s])
    assert (SIGNATURE_VERSION, hashlib.sha256(written.encode()).hexdigest()[:16]) == ("1", "eee013f0ba6d3edb")


def test_a_signature_is_of_letters_alone() -> None:
    assert signature(RELEASE) == signature("  " + RELEASE.replace(" ", "  ").replace(".", ". "))
    assert signature("ABC") == signature("a-b-c")


@pytest.mark.parametrize("body", [None, "", " \n", "…!"])
def test_nothing_to_sign(body: str | None) -> None:
    assert signature(body) is None


def test_the_sizes() -> None:
    found = signature(RELEASE)
    assert found is not None
    assert len(found.minhash) == PLACES
    assert all(0 <= number < 65536 for number in found.minhash)
    letters = running_letters(RELEASE)
    assert found.n_shingles == len(
        {letters[n : n + SHINGLE_LETTERS] for n in range(len(letters) - SHINGLE_LETTERS + 1)}
    )


def test_what_is_printed_around_the_sentences_does_not_count() -> None:
    page = (
        "홈 > 지역\n로그인 | 회원가입\n김나루 기자\n"
        + RELEASE.replace("\n", "\n[많이 본 뉴스] 오늘의 날씨\n", 1)
        + "\n저작권자 ⓒ 신문 무단전재 및 재배포 금지"
    )
    assert running_letters(page) == running_letters(RELEASE)


def test_a_list_without_sentences_counts_whole() -> None:
    assert running_letters("목표 1,000개\n실적 900개") == "목표1000개실적900개"
    script = "\n".join(f"{n}번 시군의 고용률을 견줘 봤더니" for n in range(40))
    advertisement = "지금 회원으로 가입하시면 한 달 동안 모든 기사를 무료로 읽으실 수 있습니다.\n" * 4
    assert "39번시군" in running_letters(script + "\n" + advertisement)


def test_a_copy_is_like_its_article_and_another_is_not() -> None:
    lines = RELEASE.split("\n")
    random.Random(1).shuffle(lines)
    assert alike(RELEASE, RELEASE + "\n" + RELEASE) > 0.95
    assert alike(RELEASE, "\n".join(lines)) > 0.8
    other = (
        "나루군이 전국 지방자치단체 일자리대상에서 최우수상을 차지했다.\n"
        "군은 마을 단위의 작은 사업을 모아 농한기에도 쉬지 않는 일감을 마련했다고 전했다.\n"
        "군수는 함께 애쓴 주민에게 공을 돌렸다."
    )
    assert alike(RELEASE, other) < 0.15
