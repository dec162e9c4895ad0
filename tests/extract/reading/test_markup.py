"""The tree of a page: what its elements' texts are, what is taken out, and what the parser must not lose."""

import pytest

from extract.reading.article import Unreadable
from extract.reading.markup import Markup, take_out, text_of


def test_text_of_scripts_styles_templates_and_ruby_is_no_text_of_the_page() -> None:
    markup = Markup(
        "<body><p>가<script>var a = '나'</script>다<style>라</style><template><b>마</b>바</template>사"
        "<ruby>아<rt>자<b>차</b></rt></ruby><!-- 카 -->타</p></body>"
    )
    (paragraph,) = markup.all("p")
    assert text_of(paragraph) == "가다사아타"
    assert list(markup.code.values()) == ["var a = '나'"]


def test_what_stood_on_both_sides_of_an_element_stays_two_pieces_of_text() -> None:
    markup = Markup("<table><tr><td>12<button>x</button>3</td></tr></table>")
    (cell,), (button,) = markup.all("td"), markup.all("button")
    take_out(button)
    assert text_of(cell, " ") == "12 3"
    assert markup.holds(cell) and not markup.holds(button)


def test_what_stands_behind_the_end_of_html_is_part_of_the_page() -> None:
    markup = Markup("<html><body><p>가</p></body></html>\n<p>나</p><script>1</script>\n</HTML >\n")
    assert [text_of(tag) for tag in markup.all("p")] == ["가", "나"]
    assert list(markup.code.values()) == ["1"]


@pytest.mark.parametrize("name", ["div", "span"])
def test_a_page_that_the_parser_would_cut_says_so(name: str) -> None:
    with pytest.raises(Unreadable, match="too_deep"):
        Markup(f"<aside>{f'<{name}>' * 5000}x{f'</{name}>' * 5000}</aside><p>가</p>")


@pytest.mark.parametrize("text", ["", " ", "<!-- 가 -->", "<!DOCTYPE html>"])
def test_a_page_without_an_element_is_an_empty_one(text: str) -> None:
    assert text_of(Markup(text).top) == ""


def test_names_are_those_of_tag_id_class_their_words_and_properties() -> None:
    markup = Markup('<div id="newsView_title" class="a-b c" itemprop="headline name">가</div>')
    (box,) = markup.all("div")
    names = ["div", "#newsView_title", ".a-b", ".c", "~news", "~view", "~title", "~a", "~b", "[itemprop=headline]"]
    for name in [*names, "[itemprop=name]"]:
        assert markup.all(name) == [box]
    assert markup.select("div.c[itemprop~=name]") == [box]
