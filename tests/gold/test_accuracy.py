"""The labelled articles are read at least as well as the floor says; the floor only rises."""

from tests.gold.accuracy import below_floor, labelled_articles, raised_floor, read_floor, read_rows, score_all
from tests.gold.scoring import score_article


def test_above_the_floor() -> None:
    articles = labelled_articles()
    assert len(articles) >= 60
    assert below_floor(articles, score_all(articles), read_floor()) == []


def test_the_floor_falls_with_no_score_and_holds_for_its_own_articles_only() -> None:
    articles = labelled_articles(["given"])
    scores = score_all(articles)
    floor = raised_floor(articles, scores, {"corpus_sha256": ""})
    assert below_floor(articles, scores, floor) == []
    nothing = [score_article(a, {"awards": [], "targets": [], "indicators": []}) for a in articles]
    assert len(below_floor(articles, nothing, floor)) == 4
    assert raised_floor(articles, nothing, floor)["f1"] == floor["f1"]
    assert "not those of the floor" in below_floor(articles[1:], scores[1:], floor)[0]


def test_the_scorer_sees_a_missed_and_a_wrong_row() -> None:
    article = next(
        a for a in labelled_articles(["given"]) if a["labels"]["targets"] and not a["labels"]["targets"][0]["optional"]
    )
    rows = read_rows(article)
    assert score_article(article, rows).errors == 0
    broken = {**rows, "targets": [{**r, "actual": (r["actual"] or 0) + 1} for r in rows["targets"]]}
    score = score_article(article, broken)
    assert score.missed["targets"]
    assert score.wrong["targets"]


def test_optional_rows_earn_and_cost_nothing() -> None:
    article = {
        "id": "x",
        "labels": {
            "awards": [
                {
                    "municipality": "인천",
                    "programme": "national_jobs_award",
                    "award_year": 2024,
                    "category": "unspecified",
                    "grade": "우수상",
                    "incentive_krw": None,
                    "optional": True,
                }
            ]
        },
    }
    row = {**article["labels"]["awards"][0], "optional": False, "confidence": 0.9}
    empty = {"awards": [], "targets": [], "indicators": []}
    assert score_article(article, empty).errors == 0
    assert score_article(article, {**empty, "awards": [row]}).errors == 0
    assert score_article(article, {**empty, "awards": [{**row, "grade": "특별상"}]}).errors == 1
