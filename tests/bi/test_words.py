"""The Korean that Superset's page is given; Superset itself is not needed."""

from bi.words import WORDS, korean

PACK = {
    "domain": "superset",
    "locale_data": {
        "superset": {
            "": {"lang": "ko", "plural_forms": "nplurals=1; plural=0;"},
            "Charts": ["차트"],
            "All records": ["차트 추가"],
            "entries": ["저장된 Query"],
            "Dark": ["분기"],
        }
    },
}


def test_guesses_are_left_out_and_what_is_right_stays() -> None:
    words = korean(PACK, {"All records", "entries"})["locale_data"]["superset"]
    assert words["Charts"] == ["차트"] and words[""]["lang"] == "ko"
    assert "All records" not in words, "a page without a translation shows English, which is right"
    assert (words["entries"], words["Dark"]) == (["행"], ["어둡게"])
    assert PACK["locale_data"]["superset"]["entries"] == ["저장된 Query"], "what was given is left as it is"


def test_a_word_of_ours_keeps_the_place_of_the_number() -> None:
    for english, said in WORDS.items():
        assert english.count("%s") == said.count("%s") and said.strip(), english
