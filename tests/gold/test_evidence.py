"""The evidence of every claim that the committed reader makes of the labelled articles contains each of its values."""

from expectations.evidence import award_not_in_evidence, level_not_in_evidence, target_not_in_evidence
from extract.claims import read_claims
from tests.gold.corpus import day_of, labelled_articles

#: a third of the articles: those with the most lists, and those where the money stands far from the award
ROUNDS = [
    *(f"round{n:02d}" for n in (1, 2, 4, 6, 8, 9, 10, 11, 12, 16, 35, 42, 49)),
    "given",
    *(f"round{n}" for n in range(53, 61)),
]


def test_no_value_stands_outside_its_evidence() -> None:
    found: list[tuple[str, str, str]] = []
    n = 0
    for article in labelled_articles(ROUNDS):
        claims = read_claims(article["text"], day_of(article), article.get("title"))
        missing = [
            *((c, award_not_in_evidence(c.evidence_text, c.grade, c.incentive_krw)) for c in claims.awards),
            *((c, level_not_in_evidence(c.evidence_text, c.value_pct)) for c in claims.indicators),
            *(
                (c, target_not_in_evidence(c.evidence_text, c.target_jobs, c.actual_jobs, c.achievement_pct_reported))
                for c in claims.targets
            ),
        ]
        n += len(missing)
        found += [(article["id"], said, c.evidence_text) for c, said in missing if said is not None]
    assert n > 1500
    assert found == []
