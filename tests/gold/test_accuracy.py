"""The labelled articles are read, held out, at least as well as the floor says; the floor only rises; the committed weights are the fitted ones."""

import pytest

from extract.claims.scorer import Scorer
from tests.gold import train
from tests.gold.accuracy import below_floor, first_part, raised_floor, read_floor, read_rows, score_all
from tests.gold.corpus import labelled_articles, passages
from tests.gold.labels import document_of, examples_of
from tests.gold.scoring import score_article, tally

NOTHING = {"awards": [], "targets": [], "indicators": []}


@pytest.mark.timeout(900)
def test_above_the_floor_on_articles_that_the_weights_have_not_seen() -> None:
    part, scores, decisions = first_part(labelled_articles())
    assert len(part) > 400
    assert below_floor(part, scores, read_floor()["part"]) == []
    assert {"number", "grade", "link"} <= set(decisions)


def test_the_committed_weights_know_the_labelled_articles() -> None:
    """Weights that were not fitted again after a change of features read even their own articles badly."""
    articles = labelled_articles(["given", "round12", "round20"])
    assert tally(score_all(articles)).f1 >= 0.93


def test_the_floor_falls_with_no_score_and_holds_for_its_own_articles_only() -> None:
    articles = labelled_articles(["given"])
    scores = score_all(articles)
    floor = raised_floor(articles, scores, {"corpus_sha256": ""})
    assert below_floor(articles, scores, floor) == []
    nothing = [score_article(a, NOTHING) for a in articles]
    assert len(below_floor(articles, nothing, floor)) == 4
    assert raised_floor(articles, nothing, floor)["f1"] == floor["f1"]
    assert "not those of the floor" in below_floor(articles[1:], scores[1:], floor)[0]


def test_fitting_is_deterministic_and_learns_its_articles() -> None:
    texts = labelled_articles(["round01", "round02"]) + passages()[:60]
    ready = train.prepared(texts)
    first, second = train.fit(ready), train.fit(ready)
    assert isinstance(first, Scorer)
    assert first.classes == second.classes
    assert first.choices == second.choices
    right = train.decisions_right(ready, first)
    assert all(ok / of > 0.9 for ok, of in right.values())


def test_labels_find_their_numbers() -> None:
    """Nearly every number of a required row is an example of its role; where it is not, the text prints it in a form that is not read."""
    found = wanted = 0
    for article in labelled_articles(["given", "round02"]):
        examples = examples_of(article, document_of(article))
        found += sum(bool(right & {"target", "actual"}) and "none" not in right for _, right in examples["number"])
        wanted += sum(
            (r["target"] is not None) + (r["actual"] is not None)
            for r in article["labels"]["targets"]
            if not r["optional"]
        )
    assert found >= 0.95 * wanted


def test_the_scorer_sees_a_missed_and_a_wrong_row() -> None:
    article = next(
        a
        for a in labelled_articles(["given"])
        if a["labels"]["targets"] and score_article(a, read_rows(a)).errors == 0 and read_rows(a)["targets"]
    )
    rows = read_rows(article)
    broken = {**rows, "targets": [{**r, "target": (r["target"] or 0) + 1} for r in rows["targets"]]}
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
    assert score_article(article, NOTHING).errors == 0
    assert score_article(article, {**NOTHING, "awards": [row]}).errors == 0
    assert score_article(article, {**NOTHING, "awards": [{**row, "grade": "특별상"}]}).errors == 1
