//! `awards.py`: which grade words say that the national award was won, who won it, in which edition and section, and what money came with it.

use crate::hash::FxMap as HashMap;
use std::cell::OnceCell;

use crate::document::{Document, MOST};
use crate::f;
use crate::frames::{FOREIGN, NATIONAL, OTHER, SAME};
use crate::incentives::{candidates_of, is_purse, purses_of, Told, Winner};
use crate::model::*;
use crate::scorer::{best, choose, classify};
use crate::spec::Spec;
use crate::surroundings::{distance, line_before, mark, nearest_time, step_from, times_of, whos_of, words_before, words_behind};
use crate::targets::{after_the_last, classes};
use crate::text::{head, tail};
use crate::when::{award_year_candidates, years_before};
use crate::whose::{group_candidates, how_many, named_before_brackets};

crate::patterns! { "awards", pub struct Patterns {
    at_that_time: "_AT_THAT_TIME",
    section: "_SECTION",
    discloses: "_DISCLOSES",
    same_section: "_SAME_SECTION",
    this_section: "_THIS_SECTION",
    by_project: "_BY_PROJECT",
    two_sections: "_TWO_SECTIONS",
    together: "_TOGETHER",
    as_section: "_AS_SECTION",
    won_in: "_WON_IN",
    is_paid: "_IS_PAID",
    to_each_of_them: "_TO_EACH_OF_THEM",
    twice: "_TWICE",
    counted_by_year: "_COUNTED_BY_YEAR",
    hoped: "_HOPED",
    two_prizes: "_TWO_PRIZES",
    one_and_the_other: "_ONE_AND_THE_OTHER",
} }

/// The patterns, tables and limits of the module.
pub struct Rx {
    re: Patterns,
    ways: Vec<String>,
    right_before: usize,
    sure: f64,
    not_told: f64,
    likely: f64,
    again: f64,
    ways_kept: usize,
    unlikely: f64,
    twice_reaches: usize,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let number = |name: &str| Ok::<f64, String>(spec.get(name)?.number());
        Ok(Rx {
            re: Patterns::new(spec)?,
            ways: spec.strings("awards._WAYS")?,
            right_before: number("awards._RIGHT_BEFORE")? as usize,
            sure: number("awards._SURE")?,
            not_told: number("awards._NOT_TOLD")?,
            likely: number("awards._LIKELY")?,
            again: number("awards._AGAIN")?,
            ways_kept: number("awards._WAYS_KEPT")? as usize,
            unlikely: number("awards._UNLIKELY")?,
            twice_reaches: number("awards._TWICE_REACHES")? as usize,
        })
    }
}

pub const UNSPECIFIED: &str = "unspecified";
const DISCLOSURE: &str = "disclosure";
const PROJECT: &str = "project";

type Editions = Vec<Option<i32>>;
type Years<'a> = Vec<(Editions, Feats<'a>, Option<Span>)>;
type Groups<'a> = Vec<(Vec<Who<'a>>, Feats<'a>)>;
/// A grade with what was chosen for it.
type Chosen<'a, T> = (&'a Line<'a>, &'a Item<'a>, T);

/// One award, as it goes into a claim. `told` are all the grade words that say it, `p_sections` as in `classes("section")`.
#[derive(Clone)]
pub struct Award<'a> {
    pub line: &'a Line<'a>,
    pub item: &'a Item<'a>,
    pub who: Who<'a>,
    pub year: Option<i32>,
    pub when: Option<Span>,
    pub section: &'static str,
    pub grade: &'a str,
    pub confidence: f64,
    pub told: Vec<Told<'a>>,
    pub p_sections: [f64; 3],
    pub programme: &'static str,
    pub incentive_krw: Option<i64>,
    pub paid: Option<Span>,
}

// -- features of one grade word -----------------------------------------------------------------------------------------------

/// What is known of a grade word before anything else is chosen.
fn grade_features<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let mut found: Feats<'a> = doc.about.clone();
    word(doc, line, item, &mut found);
    cues(doc, line, item, &mut found);
    line_shape(doc, line, &mut found);
    names_around(doc, line, item, &mut found);
    let (near, back) = name_near(doc, line, item);
    found.extend(doc.named.iter().map(|kind| f!(doc, "dk", kind)));
    let heads = doc.over(line).iter().filter_map(|head| head.frames.last());
    found.extend(heads.map(|x| f!(doc, "ov", x.frame().kind)));
    let others = doc.named.contains(&OTHER) || doc.named.contains(&FOREIGN);
    found.push(f!(doc, "hasnat", doc.named.contains(&NATIONAL), "_has_oth", others));
    right_before(doc, line, item, &mut found);
    if doc
        .core
        .awards
        .re
        .at_that_time
        .begins(doc.text.slice(line.start, line.end), 0, line.end - line.start)
    {
        found.push(f!(doc, "then", near));
    }
    found.push(f!(doc, "near", near, back, "oth", others));
    found.push(f!(doc, "near", near, back.min(1), "about", about(doc)));
    found
}

/// The kinds of awards and givers that the article's beginning names, three letters of each.
fn about(doc: &Document) -> String {
    let frames = doc.about.iter().filter_map(|x| x.get(1..)?.strip_prefix("f."));
    let mut kinds: Vec<&str> = frames.filter(|kind| head(kind, 4) != SAME).map(|kind| head(kind, 3)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.concat()
}

/// The kind of the award or giver named right before a grade: '기획재정부 장관상', '안전문화대상 국무총리상'.
fn right_before<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>, found: &mut Feats<'a>) {
    let Some(left) = line.frames.iter().rev().find(|x| x.end <= item.start) else {
        return;
    };
    if item.start - left.end > doc.core.awards.right_before || line.grades.iter().any(|x| left.end <= x.start && x.start < item.start) {
        return;
    }
    let frame = left.frame();
    let kind = f!(doc, "adj", frame.kind, if frame.is_giver { "g" } else { "" });
    found.extend([kind, f!(doc, kind, item.tag())]);
}

/// The kind of the award named last before a grade, and how many lines back; the next one of its line where none is before.
fn name_near<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> (&'static str, usize) {
    for back in 0..=line.index.min(4) {
        let names = doc.lines[line.index - back].frames.iter().filter(|x| x.frame().kind != SAME);
        let before = names.clone().filter(|x| x.start < item.start).last();
        if let Some(x) = before.or_else(|| names.clone().next()) {
            return (x.frame().kind, back);
        }
    }
    ("none", 5)
}

/// The grade word and what is joined to it.
fn word<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let (joined_before, _) = words_before(&doc.cx, line.start, item.start, 0);
    let (joined_after, _) = words_behind(doc, line, item);
    found.extend([
        f!(doc, "gv", item.grade()),
        f!(doc, "gw", doc.text.str(item.start, item.end)),
        f!(doc, "a<", tail(joined_before, 2)),
        f!(doc, "a>", head(joined_after, 2)),
    ]);
}

/// The tags before and behind a grade.
fn cues<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, found: &mut Feats<'a>) {
    let at = item.at();
    found.extend(line.items[at.saturating_sub(13)..at].iter().map(|x| f!(doc, "L", x.tag())));
    let behind = &line.items[at + 1..line.items.len().min(at + 14)];
    found.extend(behind.iter().map(|x| f!(doc, "R", x.tag())));
}

/// How many grades, municipalities and sums the line names, and what kind of line it is.
fn line_shape<'a>(doc: &Document<'a>, line: &Line<'a>, found: &mut Feats<'a>) {
    let mut grades: Vec<&str> = Vec::new();
    for x in line.grades {
        if !grades.contains(&x.grade()) {
            grades.push(x.grade());
        }
    }
    let (n_grades, n_groups) = (grades.len().min(4), doc.scene.groups(line.index).len().min(3));
    let subjects = line.subjects.len().min(1);
    found.extend([
        f!(doc, "ngr", n_groups),
        f!(doc, "ngrades", n_grades),
        f!(doc, "ngr", n_groups, "grades", n_grades, "s", subjects),
    ]);
    let kind_of_line = [("title", line.is_title), ("list", line.is_list), ("first", line.n_body <= 1)];
    found.extend(kind_of_line.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name));
}

/// The names of awards and givers before and behind a grade, in its line or, where it has none, in the lines before.
fn names_around<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>, found: &mut Feats<'a>) {
    let left = line.frames.iter().filter(|x| x.start < item.start).last();
    let right = line.frames.iter().find(|x| x.start > item.start);
    if let Some(x) = left {
        let tag = f!(doc, "fl", x.tag());
        let n = line.grades.iter().filter(|g| x.end <= g.start && g.start < item.start).count();
        found.extend([tag, f!(doc, tag, "g", n.min(3))]);
    }
    if let Some(x) = right {
        found.push(f!(doc, "fr", x.tag()));
    }
    if left.is_some() || right.is_some() {
        return;
    }
    for back in 1..5 {
        if line.index < back {
            found.push("pfnone");
            return;
        }
        if let Some(x) = doc.lines[line.index - back].frames.last() {
            found.extend([f!(doc, "pf", x.tag()), f!(doc, "pf", back - 1, x.tag())]);
            return;
        }
    }
}

// -- the section --------------------------------------------------------------------------------------------------------------

/// Where the text names a section: `d` disclosure or `p` project.
struct Section<'a> {
    line: &'a Line<'a>,
    start: usize,
    end: usize,
    kind: &'static str,
    /// with the word that makes it the name of a section: '우수사업 부문', '공시제 시상'
    is_named: bool,
}

/// The sections that an article names, in order, and what it says of them as a whole.
struct Sections<'a> {
    all: Vec<Section<'a>>,
    /// by index of a line, the run of `all` that stands in it
    runs: Vec<(usize, usize)>,
    /// which kinds there are: d, p, dp
    kinds: &'static str,
    /// whether the text says what the disclosure section is for
    discloses: OnceCell<bool>,
}

impl<'a> Sections<'a> {
    fn of(&self, line: &Line<'a>) -> &[Section<'a>] {
        let (a, b) = self.runs[line.index];
        &self.all[a..b]
    }
}

/// Which kinds of sections there are, in order.
fn kinds_of<'s, 'a: 's>(sections: impl Iterator<Item = &'s Section<'a>>) -> &'static str {
    let (mut d, mut p) = (false, false);
    for s in sections {
        d = d || s.kind == "d";
        p = p || s.kind == "p";
    }
    match (d, p) {
        (true, true) => "dp",
        (true, false) => "d",
        (false, true) => "p",
        (false, false) => "",
    }
}

/// The sections that the article names, in order.
fn sections_of<'a>(doc: &Document<'a>) -> Sections<'a> {
    let (re, text) = (&doc.core.awards.re, doc.text);
    let mut all: Vec<Section<'a>> = Vec::new();
    let mut runs = Vec::with_capacity(doc.lines.len());
    for line in doc.lines {
        let first = all.len();
        for m in re.section.find_all(text.chars, line.start, line.end) {
            let (start, end) = (m.start(), m.end());
            let word = text.str(start, end);
            let is_named = matches!(tail(word, 2), "부문" | "분야") || re.as_section.begins(text.chars, end, line.end);
            all.push(Section {
                line,
                start,
                end,
                kind: if word.contains("공시제") { "d" } else { "p" },
                is_named,
            });
        }
        runs.push((first, all.len()));
    }
    Sections {
        kinds: kinds_of(all.iter()),
        all,
        runs,
        discloses: OnceCell::new(),
    }
}

/// What tells the section of a grade of `year`: the sections named around it and in the article, and that of the grade before.
fn section_features<'a>(
    doc: &Document<'a>,
    sections: &Sections<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    last: Option<Chosen<'a, &'static str>>,
    year: Option<i32>,
) -> Feats<'a> {
    let (re, text) = (&doc.core.awards.re, doc.text);
    let here = sections.of(line);
    let kinds = sections.kinds;
    let by_place = if here.is_empty() {
        respective_before(doc, sections, line, item)
    } else {
        respective(here, line.grades, item)
    };
    if let Some((kind, n)) = by_place {
        return vec![f!(doc, "resp", kind, n)]; // nothing else tells it better
    }
    let mut found: Feats<'a> = Vec::with_capacity(40);
    if let Some(s) = here.iter().filter(|s| s.start < item.start).last() {
        let n_grades = line
            .grades
            .iter()
            .filter(|g| s.end <= g.start && g.start < item.start)
            .count()
            .min(2);
        found.extend([
            f!(doc, "L", s.kind),
            f!(doc, "L", s.kind, "g", n_grades),
            f!(doc, "L", s.kind, "d", distance(s.end, item.start)),
        ]);
        if s.is_named && re.won_in.is_whole(doc.text.chars, s.end, item.start) {
            let left = here.iter().filter(|x| x.start < item.start);
            let is_one = left.clone().all(|x| x.kind == s.kind);
            found.extend([f!(doc, "Lat", s.kind), f!(doc, "Lat", s.kind, if is_one { 1 } else { 2 })]);
        }
    } else {
        found.push("noL");
    }
    headed(doc, sections, line, !here.is_empty(), &mut found);
    framed(doc, item, &mut found);
    if here.is_empty() {
        if let Some(s) = sections.all[..sections.runs[line.index].0].last() {
            let same = if s.line.paragraph == line.paragraph { "s" } else { "n" };
            let back = (line.index - s.line.index).min(3);
            found.extend([f!(doc, "P", s.kind), f!(doc, "P", s.kind, "b", back, same)]);
        }
    }
    let since_publication = year.and_then(|year| doc.day.map(|day| year - day.year));
    since_last(
        doc,
        sections,
        line,
        item,
        last,
        since_publication.is_some_and(|n| n < 0),
        &mut found,
    );
    if let Some(n) = since_publication {
        found.push(f!(doc, "yd", n.clamp(-3, 1)));
    }
    let (joined, after) = words_behind(doc, line, item);
    found.push(f!(doc, "wa", head(joined, 2)));
    found.extend(after.iter().map(|w| f!(doc, "wn", head(w, 2))));
    for x in nearest_time(doc, line, item) {
        found.extend([x, f!(doc, "D", kinds, x)]);
    }
    let says_same = re.same_section.finds(text.slice(line.start, line.end), 0, line.end - line.start);
    found.push(f!(doc, "same", says_same, kinds));
    let discloses = *sections.discloses.get_or_init(|| re.discloses.finds(text.chars, 0, text.len()));
    found.push(f!(doc, "says", discloses, kinds));
    if let Some((before, _, chosen)) = last {
        found.extend([
            f!(doc, "last", chosen, before.is_title, line.is_title),
            f!(doc, "last", chosen, !here.is_empty()),
            f!(doc, "last", chosen, kinds),
        ]);
    }
    if line.is_title {
        found.push("title");
    }
    found
}

/// The sections that the award's own names tell: the 경진대회 is of projects, the 공시제 평가 of the disclosed targets.
fn framed<'a>(doc: &Document<'a>, item: &Item<'a>, found: &mut Feats<'a>) {
    if doc.framed.is_empty() {
        found.push("fs");
        return;
    }
    // Python's bisect_left, step by step: a title may stand behind the body, then the places are in no order
    let (mut before, mut high) = (0, doc.framed.len());
    while before < high {
        let mid = (before + high) / 2;
        if doc.framed[mid].0 < item.start {
            before = mid + 1;
        } else {
            high = mid;
        }
    }
    let last = if before > 0 { doc.framed[before - 1].1 } else { '-' };
    found.extend([f!(doc, "fs", doc.framed_kinds), f!(doc, "fb", last, doc.framed_kinds)]);
}

/// The index of the first line of the line's paragraph.
fn first_of_paragraph(doc: &Document, line: &Line) -> usize {
    let before = doc.lines[..line.index].iter().rev();
    line.index - before.take_while(|x| x.paragraph == line.paragraph).count()
}

/// The section that the head of a list, or of the paragraph, names: '■ 우수사업 부문'.
fn headed<'a>(doc: &Document<'a>, sections: &Sections<'a>, line: &Line<'a>, is_named_here: bool, found: &mut Feats<'a>) {
    // the line without a sentence that stands above the line's paragraph
    let above = first_of_paragraph(doc, line).checked_sub(1).map(|k| &doc.lines[k]);
    let above = above.filter(|x| x.is_list && x.grades.is_empty());
    for head in doc.over(line).iter().copied().chain(above) {
        let kind = kinds_of(sections.of(head).iter());
        if kind.len() == 1 {
            found.extend([f!(doc, "hd", kind), f!(doc, "hd", kind, is_named_here)]);
            return;
        }
    }
}

/// What the text says of sections between the grade before and this one: names one, means one by 이 부문, tells a project.
fn since_last<'a>(
    doc: &Document<'a>,
    sections: &Sections<'a>,
    line: &Line<'a>,
    item: &Item<'a>,
    last: Option<Chosen<'a, &'static str>>,
    is_past: bool,
    found: &mut Feats<'a>,
) {
    let (re, text) = (&doc.core.awards.re, doc.text.chars);
    let floor = last.map_or(0, |(_, x, _)| x.end);
    let named = sections.all.iter().rev().find(|s| floor <= s.start && s.start < item.start);
    let new = named.map_or("-", |s| s.kind);
    let before = last.map_or("-", |(_, _, chosen)| chosen);
    found.extend([f!(doc, "new", new), f!(doc, "new", new, "last", before)]);
    announced(doc, sections, line, item, floor, is_past, found);
    let mut start = line.start;
    if line.index > 0 && doc.lines[line.index - 1].paragraph == line.paragraph {
        start = doc.lines[line.index - 1].start;
    }
    for (at, since) in [("l", line.start), ("p", start)] {
        if re.this_section.finds(text, since, item.start) {
            found.push(f!(doc, "ref", at, new, before));
            break;
        }
    }
    let since = line.start.max(floor).max(item.start.saturating_sub(30));
    if since <= item.start && re.by_project.finds(text, since, item.start) {
        found.extend(["by", f!(doc, "by", new, before)]);
    }
}

/// The section that is named as such last before a grade in its paragraph or the head of that: '우수사업 부문에서도 낭보가 이어졌다. A는 …'.
fn announced<'a>(
    doc: &Document<'a>,
    sections: &Sections<'a>,
    line: &Line<'a>,
    item: &Item<'a>,
    floor: usize,
    is_past: bool,
    found: &mut Feats<'a>,
) {
    let mut first = first_of_paragraph(doc, line);
    if first > 0 && doc.lines[first - 1].grades.is_empty() && !doc.lines[first - 1].text.ends_with('.') {
        first -= 1;
    }
    let named = |s: &&Section<'a>| s.is_named && s.start < item.start && s.line.index >= first;
    let Some(s) = sections.all.iter().rev().find(named) else { return };
    let led = f!(doc, "ann", s.kind, s.start >= floor, if is_past { "past" } else { "" });
    let back = (line.index as i64 - s.line.index as i64).min(2);
    found.extend([led, f!(doc, led, "b", back), f!(doc, led, "g", s.line.grades.len().min(2))]);
}

/// Whether one grade word tells the prizes of both sections: '공시제와 우수사업 부문 모두 우수상', '두 부문의 우수상'.
fn wins_both<'a>(doc: &Document<'a>, sections: &Sections<'a>, line: &Line<'a>, item: &Item<'a>) -> bool {
    if sections.kinds.len() < 2 || (line.is_title && item.grade() == UNSPECIFIED) {
        return false;
    }
    let re = &doc.core.awards.re;
    let grades = || line.grades.iter().filter(|x| !same(**x, item));
    let low = grades().filter(|x| x.start < item.start).map(|x| x.end).max().unwrap_or(line.start);
    // '최우수상을 수상' is one prize
    let behind = grades()
        .filter(|x| x.start > item.start && x.grade() != UNSPECIFIED)
        .map(|x| x.start);
    let next = behind.min();
    if next.is_some_and(|next| next <= item.end + 5) {
        return false; // '각각 ‘최우수상’과 ‘우수상’'
    }
    let high = next.unwrap_or(line.end);
    let since = low.max(item.start.saturating_sub(12));
    if since <= item.start && re.two_sections.finds(doc.text.chars, since, item.start) {
        return true;
    }
    if re.two_prizes.begins(doc.text.chars, item.end, line.end) {
        let is_told = |told: &Line<'a>| {
            let here = sections.all.iter().filter(|s| told.start <= s.start && s.start < told.end);
            told.grades.is_empty() && kinds_of(here).len() == 2 && re.one_and_the_other.begins(doc.text.chars, told.start, told.end)
        };
        if doc.lines.get(line.index + 1).is_some_and(is_told) {
            return true;
        }
    }
    let kinds = kinds_of(sections.all.iter().filter(|s| low <= s.start && s.start < item.start));
    kinds.len() == 2 && low <= high && re.together.finds(doc.text.chars, low, high)
}

/// The section in a grade's place, and how many there are, where a line names some sections in a row and then as many grades
/// ('A와 B 부문에서 각각 C와 D').
fn respective<'a>(sections: &[Section<'a>], grades: Items<'a>, item: &Item<'a>) -> Option<(&'static str, usize)> {
    let before = || sections.iter().filter(|s| s.start < item.start);
    let last = before().last()?;
    let first_grade = grades.iter().filter(|g| g.end <= last.start).map(|g| g.end).max().unwrap_or(0);
    let mut kinds: Vec<&'static str> = Vec::new();
    for s in before() {
        if s.start >= first_grade && !kinds.contains(&s.kind) {
            kinds.push(s.kind);
        }
    }
    if kinds.len() < 2 {
        return None;
    }
    let stop = sections.iter().find(|s| s.start > item.start).map_or(item.end + 200, |s| s.start);
    let row: Vec<&Item> = grades.iter().copied().filter(|g| last.end <= g.start && g.start < stop).collect();
    // '두 부문의 상을 각각 우수상, 최우수상으로'
    let is_open_first = row.iter().filter(|g| g.grade() != UNSPECIFIED).count() < 2;
    let row: Vec<&Item> = row
        .into_iter()
        .enumerate()
        .filter(|(k, g)| g.grade() != UNSPECIFIED || (is_open_first && *k == 0))
        .map(|(_, g)| g)
        .collect();
    let at = row.iter().position(|g| same(*g, item))?;
    (kinds.len() == row.len()).then(|| (kinds[at], row.len()))
}

/// As `respective`, where the line before names the sections: '공시제 부문과 우수사업 부문 상을 함께 받았다. 등급은 각각 우수상과 최우수상이다.'
fn respective_before<'a>(doc: &Document<'a>, sections: &Sections<'a>, line: &Line<'a>, item: &Item<'a>) -> Option<(&'static str, usize)> {
    let before = line_before(doc, line)?;
    let row: Vec<&Item> = line.grades.iter().copied().filter(|g| g.grade() != UNSPECIFIED).collect();
    if !before.grades.is_empty() || row.len() != 2 || line.places.len() > 1 || !doc.text.str(line.start, row[0].start).contains("각각") {
        return None;
    }
    let mut kinds: Vec<&'static str> = Vec::new();
    for s in sections.of(before) {
        if !kinds.contains(&s.kind) {
            kinds.push(s.kind);
        }
    }
    let at = row.iter().position(|g| same(*g, item))?;
    (kinds.len() == 2).then(|| (kinds[at], 2))
}

// -- choosing -----------------------------------------------------------------------------------------------------------------

/// Whether two lists hold the same municipalities in the same order.
fn are_same(a: &[Who], b: &[Who]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.is(y))
}

/// Whether a line tells what each of several grades is paid: '최우수기관에 2억 원, 우수기관에 1억 원씩'. That is no award.
fn pays_by_grade(doc: &Document, line: &Line) -> bool {
    let told = || line.items.iter().filter(|x| x.kind == Kind::Grade || is_purse(doc, x));
    let n = told().count();
    if n < 4 || n % 2 != 0 {
        return false;
    }
    let mut seen: Vec<&str> = Vec::with_capacity(n / 2);
    told().step_by(2).zip(told().skip(1).step_by(2)).all(|(grade, purse)| {
        if grade.kind != Kind::Grade || purse.kind == Kind::Grade || seen.contains(&grade.grade()) {
            return false;
        }
        seen.push(grade.grade());
        doc.core.awards.re.is_paid.is_whole(doc.text.chars, grade.end, purse.start)
    })
}

/// The winners that a grade may have, each group once with all its features; those of the grade before are one of them.
///
/// `earlier`: for each grade the winners that it had last in the body; '최우수기관 두 곳은', '우수상 수상 기관은 9천만 원씩' speak of them.
fn groups_of<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    last: Option<(&'a Line<'a>, &'a Item<'a>, &[Who<'a>])>,
    earlier: &[(&'a str, Vec<Who<'a>>)],
) -> Groups<'a> {
    let carried = |whos: &[Who<'a>]| -> Vec<Who<'a>> { whos.iter().map(|w| w.carried()).collect() };
    let named = named_before_brackets(doc, line, item);
    if !named.is_empty() {
        return vec![(named, vec!["bracketed"])];
    }
    let names_nobody = !line.is_title && line.places.is_empty() && line.subjects.is_empty();
    let again = earlier
        .iter()
        .find(|(grade, _)| *grade == item.grade())
        .map_or(&[][..], |(_, whos)| &whos[..]);
    let are_several = names_nobody && again.len() > 1;
    if are_several && how_many(doc, line, item) == Some(again.len()) {
        return vec![(carried(again), vec!["again"])]; // the count proves it
    }
    if names_nobody && pays_by_grade(doc, line) {
        return vec![(Vec::new(), vec!["paid"])];
    }
    if are_several && doc.core.awards.re.to_each_of_them.begins(doc.text.chars, item.end, line.end) {
        return vec![(carried(again), vec!["again"])];
    }
    let mut found: Groups<'a> = Vec::new();
    for candidate in group_candidates(doc, line, item) {
        match found.iter_mut().find(|(whos, _)| are_same(whos, &candidate.whos)) {
            Some((_, known)) => known.extend(candidate.features),
            None => found.push((candidate.whos, candidate.features)),
        }
    }
    if let Some((before, mention, mine)) = last {
        if let Some(step) = step_from(doc, Some((before, mention)), line, item, whos_of) {
            let mut is_found = false;
            for (whos, known) in &mut found {
                let is_mine = are_same(whos, mine);
                mark(doc, known, is_mine, &step);
                is_found = is_found || is_mine;
            }
            if !is_found {
                found.push((carried(mine), step.iter().map(|x| f!(doc, "pa", x)).collect()));
            }
        }
    }
    found
}

/// Whether the winners are the article's subject, and whether the grade before was theirs.
///
/// An article tells the history of its subject; of others only what is new.
fn kin<'a>(doc: &Document<'a>, whos: &[Who<'a>], before: Option<&[Who<'a>]>) -> (bool, char) {
    let is_main = doc.scene.main.is_some_and(|main| whos.iter().any(|w| w.is(&main)));
    let holds = |a: &[Who<'a>], b: &[Who<'a>]| b.iter().all(|x| a.iter().any(|y| x.is(y)));
    let same = match before {
        None => '0',
        Some(before) if holds(whos, before) && holds(before, whos) => '=',
        Some(_) => '!',
    };
    (is_main, same)
}

/// The time that names the years of the prizes that are counted behind a grade.
fn counted_years<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Option<&'a Item<'a>> {
    let end = doc.core.awards.re.counted_by_year.reach(doc.text.chars, item.end, line.end)?;
    line.years.iter().copied().find(|x| x.start == end)
}

/// The years that a grade of `whos` may be of, each once with all its features; those of the grade before are one of them.
///
/// `before` are the winners of the grade before.
fn award_years_of<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    last: Option<(&'a Line<'a>, &'a Item<'a>, &[Option<i32>])>,
    whos: &[Who<'a>],
    before: Option<&[Who<'a>]>,
) -> Years<'a> {
    if let Some(told) = counted_years(doc, line, item) {
        let years = told.time().years.iter().copied().map(Some).collect();
        return vec![(years, Vec::new(), Some(span(told.start, told.end)))];
    }
    let mut found: Years<'a> = Vec::new();
    for candidate in award_year_candidates(doc, line, item) {
        match found.iter_mut().find(|(years, _, _)| *years == candidate.years) {
            Some((_, known, named)) => {
                known.extend(candidate.features);
                *named = named.or(candidate.span);
            }
            None => found.push((candidate.years, candidate.features, candidate.span)),
        }
    }
    if let Some((line_before, mention, mine)) = last {
        if let Some(step) = step_from(doc, Some((line_before, mention)), line, item, times_of) {
            let mut is_found = false;
            for (years, known, _) in &mut found {
                let is_mine = *years == mine;
                mark(doc, known, is_mine, &step);
                is_found = is_found || is_mine;
            }
            if !is_found {
                found.push((mine.to_vec(), step.iter().map(|x| f!(doc, "pa", x)).collect(), None));
            }
        }
    }
    let (is_main, kin) = kin(doc, whos, before);
    for (years, known, _) in &mut found {
        let ways = doc.core.awards.ways.iter().filter(|way| known.contains(&way.as_str()));
        let by_way: Feats<'a> = ways.map(|way| f!(doc, way, "k", is_main)).collect();
        known.extend(by_way);
        if let Some((_, _, mine)) = last {
            known.push(f!(doc, "same", *years == mine, is_main, kin));
        }
    }
    found
}

/// A grade word that says that the ministry's award was won, and by whom; `p`: of both together.
struct Won<'a> {
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    whos: Vec<Who<'a>>,
    p: f64,
}

/// The years of a grade, how sure these are, and where the text names them.
#[derive(Clone)]
struct Dated {
    years: Editions,
    p: f64,
    span: Option<Span>,
}

/// The awards that the article says were won: those of the ministry, then other awards about jobs.
pub fn read_awards<'a>(doc: &Document<'a>) -> Vec<Award<'a>> {
    if doc.lines.iter().all(|line| line.grades.is_empty()) {
        return Vec::new();
    }
    let (won, mut others) = grades_won(doc);
    let sections = sections_of(doc);
    let mut awards: Vec<Award<'a>> = Vec::new();
    let mut last: Option<Chosen<'a, &'static str>> = None;
    for (Won { line, item, whos, p }, dated) in won.iter().zip(dated(doc, &won)) {
        let (line, item) = (*line, *item);
        let mut told: Vec<(Option<i32>, Option<Span>)> = Vec::new();
        let named_before = years_before(doc, line, item)
            .into_iter()
            .map(|(year, span)| (Some(year), Some(span)));
        for (year, span) in dated.years.iter().map(|year| (*year, dated.span)).chain(named_before) {
            if told.iter().all(|(x, _)| *x != year) {
                told.push((year, span));
            }
        }
        let year = dated.years.last().copied().flatten();
        let found = section_features(doc, &sections, line, item, last, year);
        let p_section = classify(&doc.cx, "section", &found);
        let section = told_section(&awards, whos, year, item, &found).unwrap_or_else(|| most_told(doc, &p_section));
        let one = [(section, [p_section[0], p_section[1], p_section[2]])];
        // the probabilities of the sections of a grade that is won in both
        let both = [(DISCLOSURE, [1.0, 0.0, 0.0]), (PROJECT, [0.0, 1.0, 0.0])];
        let is_both = wins_both(doc, &sections, line, item);
        last = Some((line, item, if is_both { "?" } else { section }));
        for who in whos {
            for (year, when) in &told {
                let names = if is_both && dated.years.contains(year) {
                    &both[..]
                } else {
                    &one[..]
                };
                awards.extend(names.iter().map(|(name, p_name)| Award {
                    line,
                    item,
                    who: *who,
                    year: *year,
                    when: *when,
                    section: name,
                    grade: item.grade(),
                    confidence: p * dated.p,
                    told: vec![(line, item)],
                    p_sections: *p_name,
                    programme: NATIONAL,
                    incentive_krw: None,
                    paid: None,
                }));
            }
        }
    }
    tell_grades_of_streaks(doc, &mut awards);
    awards.retain(|a| a.line.start >= doc.above); // what stands in the text
    let mut awards = merged(doc, awards);
    give_money(doc, &mut awards);
    others.retain(|a| a.line.start >= doc.above);
    awards.extend(merged(doc, others));
    awards
}

/// The grade words that say that the ministry's award was won, and what the rest say of other awards.
fn grades_won<'a>(doc: &Document<'a>) -> (Vec<Won<'a>>, Vec<Award<'a>>) {
    let mut won: Vec<Won<'a>> = Vec::new();
    let mut others: Vec<Award<'a>> = Vec::new();
    let mut earlier: Vec<(&'a str, Vec<Who<'a>>)> = Vec::new();
    let mut last: Option<Chosen<'a, &'static str>> = None;
    let all = doc.lines.iter().flat_map(|line| line.grades.iter().map(move |item| (line, *item)));
    for (line, item) in all.take(MOST) {
        let mut features = grade_features(doc, line, item);
        after_the_last(doc, &mut features, last, line, item);
        let p = classify(&doc.cx, "grade", &features)[1];
        let is_hoped = doc.core.awards.re.hoped.begins(doc.text.chars, item.end, line.end);
        let is_national = p >= 0.5 && !is_hoped && !is_of_another(line, item);
        last = Some((line, item, if is_national { "Y" } else { "N" }));
        if !is_national {
            if !is_hoped {
                others.extend(other_awards(doc, line, item, &features));
            }
            continue;
        }
        let who_before = won.last().map(|x| (x.line, x.item, &x.whos[..]));
        let mut groups = groups_of(doc, line, item, who_before, &earlier);
        let p_groups = choose(&doc.cx, "award_who", &features_of(groups.iter().map(|x| &x.1)));
        let p_groups = each_its_own(doc, line, item, &groups, p_groups, &won);
        let g = best(&p_groups);
        if groups[g].0.is_empty() {
            continue;
        }
        let whos = groups.swap_remove(g).0;
        if !line.is_title {
            match earlier.iter_mut().find(|(grade, _)| *grade == item.grade()) {
                Some((_, winners)) => *winners = whos.clone(),
                None => earlier.push((item.grade(), whos.clone())),
            }
        }
        won.push(Won {
            line,
            item,
            whos,
            p: p * p_groups[g],
        });
    }
    (won, others)
}

/// Whether a grade goes on with the list of the one before: no year and no section stands between.
fn is_one_list(doc: &Document, x: &Won, line: &Line, item: &Item) -> bool {
    let is_between = |t: &&Item| x.item.end <= t.start && t.start < item.start;
    let lines = &doc.lines[x.line.index..=line.index];
    !lines.iter().any(|other| other.years.iter().any(is_between))
        && !doc.core.awards.re.section.finds(doc.text.chars, x.item.end, item.start)
}

/// so many grades before one are looked at: a list has seldom more, and looking back to the first of all takes longer than linear time
const MOST_OF_LIST: usize = 12;

/// The probabilities of the winners of a grade, where a list gives each grade its own: '최우수상은 A와 B, 우수상은 C와 D가 받았다'.
fn each_its_own<'a>(
    doc: &Document<'a>,
    line: &Line<'a>,
    item: &Item<'a>,
    groups: &[(Vec<Who<'a>>, Feats<'a>)],
    p: Vec<f64>,
    won: &[Won<'a>],
) -> Vec<f64> {
    if line.is_title || item.grade() == UNSPECIFIED {
        return p;
    }
    let of_list = won[won.len().saturating_sub(MOST_OF_LIST)..]
        .iter()
        .filter(|x| x.line.paragraph == line.paragraph && !x.line.is_title && is_one_list(doc, x, line, item));
    let taken: Vec<Who<'a>> = of_list
        .filter(|x| x.item.grade() != item.grade() && x.item.grade() != UNSPECIFIED)
        .flat_map(|x| x.whos.iter().copied())
        .collect();
    let is_taken = |whos: &[Who<'a>]| whos.iter().any(|w| taken.iter().any(|t| t.is(w)));
    let is_named = |w: &Who<'a>| line.places.iter().any(|x| x.start == w.start);
    if taken.is_empty() || !groups.iter().any(|(whos, _)| whos.first().is_some_and(is_named) && !is_taken(whos)) {
        return p;
    }
    let weighed: Vec<f64> = p
        .iter()
        .zip(groups)
        .map(|(q, (whos, _))| if is_taken(whos) { q * doc.core.awards.again } else { *q })
        .collect();
    let whole: f64 = weighed.iter().sum();
    weighed.into_iter().map(|q| q / whole).collect()
}

/// The years of the grades, those that are likeliest together: what one grade's year is tells the next one's.
fn dated<'a>(doc: &Document<'a>, won: &[Won<'a>]) -> Vec<Dated> {
    let rx = &doc.core.awards;
    let mut ways: Vec<(f64, Vec<Dated>)> = vec![(1.0, Vec::new())];
    for (k, x) in won.iter().enumerate() {
        let before = k.checked_sub(1).map(|k| &won[k]);
        let mut grown: Vec<(f64, Vec<Dated>)> = Vec::new();
        for (p, way) in &ways {
            let last = before.map(|b| (b.line, b.item, &way[way.len() - 1].years[..]));
            let years = award_years_of(doc, x.line, x.item, last, &x.whos, before.map(|b| &b.whos[..]));
            let p_years = choose(&doc.cx, "award_year", &features_of(years.iter().map(|y| &y.1)));
            for ((told, _, span), q) in years.into_iter().zip(p_years) {
                let known = grown.iter().position(|(_, way)| way[k].years == told);
                if known.is_some_and(|n| grown[n].0 >= p * q) {
                    continue;
                }
                let mut way = way.clone();
                way.push(Dated { years: told, p: q, span });
                match known {
                    Some(n) => grown[n] = (p * q, way),
                    None => grown.push((p * q, way)),
                }
            }
        }
        grown.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = grown[0].0;
        grown.truncate(rx.ways_kept);
        grown.retain(|(p, _)| *p >= most * rx.unlikely);
        for (p, _) in &mut grown {
            *p /= most;
        }
        ways = grown;
    }
    ways.swap_remove(0).1
}

/// Gives a prize without a grade that of the next year's, where that is told as the second in a row: '지난해에 이어 장관상 … 우수상은 2년 연속이다'.
fn tell_grades_of_streaks<'a>(doc: &Document<'a>, awards: &mut [Award<'a>]) {
    let rx = &doc.core.awards;
    let mut streaks: Vec<(Who<'a>, i32, &'a Line<'a>, &'a Item<'a>)> = Vec::new();
    for a in awards.iter().filter(|a| a.grade != UNSPECIFIED && !a.line.is_title) {
        let Some(year) = a.year else { continue };
        let others = || a.line.grades.iter().chain(a.line.places.iter()).filter(|x| !same(**x, a.item));
        let before = others().filter(|x| x.end <= a.item.start).map(|x| x.end).max();
        let behind = others().filter(|x| x.start >= a.item.end).map(|x| x.start).min();
        let floor = a
            .line
            .start
            .max(a.item.start.saturating_sub(rx.twice_reaches))
            .max(before.unwrap_or(0));
        let ceiling = a.line.end.min(a.item.end + rx.twice_reaches).min(behind.unwrap_or(usize::MAX));
        if rx.re.twice.finds(doc.text.chars, floor, ceiling) {
            streaks.push((a.who, year - 1, a.line, a.item));
        }
    }
    for a in awards.iter_mut().filter(|a| a.grade == UNSPECIFIED) {
        let second = streaks.iter().rev().find(|(who, year, ..)| who.is(&a.who) && Some(*year) == a.year);
        if let Some((_, _, line, item)) = second {
            // where the grade stands is what says it
            (a.grade, a.line, a.item) = (item.grade(), line, item);
            a.told.push((line, item));
        }
    }
}

/// Whether the awards named before a grade in its sentence are all others than the ministry's, the last one by its name ('같은 대회' may be any).
fn is_of_another(line: &Line, item: &Item) -> bool {
    let named = || {
        let before = line.frames.iter().filter(|x| x.start < item.start);
        before.map(|x| x.frame().kind)
    };
    !line.is_title && named().last().is_some_and(|kind| kind != SAME) && named().all(|kind| kind != NATIONAL)
}

/// The features of candidates, for the scorer.
fn features_of<'x, 'a: 'x>(candidates: impl Iterator<Item = &'x Feats<'a>>) -> Vec<&'x Feats<'a>> {
    candidates.collect()
}

/// As `award_years_of`, for another award than the ministry's; the edition printed before its name is one of the years.
fn other_years_of<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, whos: &[Who<'a>]) -> Years<'a> {
    let mut found = award_years_of(doc, line, item, None, whos, None);
    let frames = doc.lines[..=line.index].iter().rev().flat_map(|other| other.frames.iter().rev());
    let mut named = frames
        .filter(|x| x.start < item.start)
        .map(|x| x.frame())
        .filter(|f| f.kind == OTHER);
    if let Some(edition) = named.find_map(|f| f.edition.filter(|n| *n != 0)) {
        let mut is_found = false;
        for (years, known, _) in &mut found {
            let is_edition = years[..] == [Some(edition)];
            known.push(if is_edition { "oed1" } else { "oed0" });
            is_found = is_found || is_edition;
        }
        if !is_found {
            found.push((vec![Some(edition)], vec!["oed1", "oed_new"], None));
        }
    }
    found
}

/// What a grade word that is not the ministry's says of another award about jobs (a province's, one for social enterprises).
fn other_awards<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, features: &Feats<'a>) -> Vec<Award<'a>> {
    let p = classify(&doc.cx, "other_award", features)[1];
    if p < 0.5 {
        return Vec::new();
    }
    let groups = groups_of(doc, line, item, None, &[]);
    let p_groups = choose(&doc.cx, "other_who", &features_of(groups.iter().map(|x| &x.1)));
    let g = best(&p_groups);
    let years = other_years_of(doc, line, item, &groups[g].0);
    let p_years = choose(&doc.cx, "other_year", &features_of(years.iter().map(|x| &x.1)));
    let y = best(&p_years);
    let (told, _, when) = &years[y];
    let mut found = Vec::new();
    for who in &groups[g].0 {
        for year in told {
            found.push(Award {
                line,
                item,
                who: *who,
                year: *year,
                when: *when,
                section: UNSPECIFIED,
                grade: item.grade(),
                confidence: p * p_groups[g] * p_years[y],
                told: Vec::new(),
                p_sections: [0.0, 0.0, 1.0],
                programme: OTHER,
                incentive_krw: None,
                paid: None,
            });
        }
    }
    found
}

/// The section that the same award was told with before, where the text names no other since.
fn told_section<'a>(awards: &[Award<'a>], whos: &[Who<'a>], year: Option<i32>, item: &Item<'a>, known: &Feats<'a>) -> Option<&'static str> {
    if !known.contains(&"new-") {
        return None;
    }
    let is_same = |a: &&Award<'a>| a.year == year && a.grade == item.grade() && whos.iter().any(|w| w.is(&a.who));
    let is_in_body = awards.iter().any(|a| is_same(&a) && !a.line.is_title); // that of a title is a guess
    let mut told = awards
        .iter()
        .filter(|a| is_same(a) && !(is_in_body && a.line.is_title))
        .map(|a| a.section);
    let first = told.next()?;
    told.all(|section| section == first).then_some(first)
}

/// Gives each award the sum that came with it, if any.
fn give_money<'a>(doc: &Document<'a>, awards: &mut [Award<'a>]) {
    let purses = purses_of(doc);
    if purses.is_empty() {
        return;
    }
    let winners: Vec<Winner<'a>> = awards
        .iter()
        .map(|a| Winner {
            id: a.who.id(),
            label: doc.scene.label(&a.who, a.year).2,
            year: a.year,
            grade: a.grade,
            told: a.told.clone(),
            section: a.section,
            is_sure: a.grade != UNSPECIFIED || a.confidence >= doc.core.awards.sure,
        })
        .collect();
    for (award, candidates) in awards.iter_mut().zip(candidates_of(doc, &purses, &winners)) {
        let p = choose(&doc.cx, "money", &features_of(candidates.iter().map(|x| &x.1)));
        let chosen = candidates[best(&p)].0;
        if let Some(item) = chosen.and_then(|n| in_text(doc, &purses, purses[n].1)) {
            award.incentive_krw = Some(item.amount().value as i64);
            award.paid = Some(item.span());
        }
    }
}

/// A sum as the article's own text tells it, also where the title above it does; none where the title alone does.
fn in_text<'a>(doc: &Document<'a>, purses: &[Told<'a>], item: &'a Item<'a>) -> Option<&'a Item<'a>> {
    if item.start >= doc.above {
        return Some(item);
    }
    let mut told = purses.iter().map(|x| x.1);
    told.find(|x| x.start >= doc.above && x.amount().value == item.amount().value)
}

/// The section, from its probabilities in the order of `classes("section")`.
fn most_told(doc: &Document, p: &[f64]) -> &'static str {
    if p[2] >= doc.core.awards.not_told {
        UNSPECIFIED
    } else {
        classes("section")[best(&p[..2])]
    }
}

/// One award for each that was won: what is told several times is put together, an open grade, year or section with a told one.
fn merged<'a>(doc: &Document<'a>, awards: Vec<Award<'a>>) -> Vec<Award<'a>> {
    let mut kept: Vec<Award<'a>> = Vec::new();
    let mut first: HashMap<(&'a str, Option<i32>, &'a str, &'static str), usize> = HashMap::default();
    for mut award in awards {
        let key = (award.who.id(), award.year, award.grade, award.section);
        let Some(&at) = first.get(&key) else {
            first.insert(key, kept.len());
            kept.push(award);
            continue;
        };
        let old = &mut kept[at];
        let confidence = if award.confidence > old.confidence {
            award.confidence
        } else {
            old.confidence
        };
        let mut told = std::mem::take(&mut old.told);
        told.append(&mut award.told);
        if award.confidence > old.confidence && !award.line.is_title {
            *old = award;
        }
        old.confidence = confidence;
        old.told = told;
    }
    let is_headline: Vec<bool> = kept.iter().map(is_headline).collect();
    let mut is_kept = vec![true; kept.len()];
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|k| !is_headline[*k]); // before the body's awards make them more than that
    for k in order {
        let twin = (0..kept.len())
            .filter(|&other| other != k && is_kept[other] && says_more(&kept[other], &kept[k]))
            .min_by_key(|&other| self::is_headline(&kept[other])); // what the body tells is what its other words speak of
        if let Some(twin) = twin {
            is_kept[k] = false;
            let told = kept[k].told.clone();
            kept[twin].told.extend(told);
        }
    }
    let mut is_kept = is_kept.into_iter();
    kept.retain(|_| is_kept.next() == Some(true));
    settled(doc, kept)
}

/// Of one edition and section a municipality has one grade: of two the weaker is of the other section, or was not won at all.
fn settled<'a>(doc: &Document<'a>, mut awards: Vec<Award<'a>>) -> Vec<Award<'a>> {
    let strengths: Vec<(bool, usize, f64)> = awards.iter().map(strength).collect();
    let mut order: Vec<usize> = (0..awards.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&strengths[a], &strengths[b]);
        (b.0, b.1).cmp(&(a.0, a.1)).then(b.2.total_cmp(&a.2))
    });
    let mut kept: Vec<usize> = Vec::new();
    for k in order {
        let rival = kept
            .iter()
            .copied()
            .find(|&other| shuts_out(&awards[other], &awards[k], awards[k].section));
        if rival.map_or(true, |rival| moves_one(doc, &mut awards, rival, k, &kept)) {
            kept.push(k);
        }
    }
    let mut at = 0..awards.len();
    awards.retain(|_| at.next().is_some_and(|k| kept.contains(&k)));
    awards
}

/// Whether two awards cannot both be, the one in this section. That of a title, whose section is a guess, is the body's where that leaves the section open.
fn shuts_out(other: &Award, award: &Award, section: &str) -> bool {
    if award.year.is_none() || other.year != award.year || !other.who.is(&award.who) {
        return false;
    }
    other.section == section || (other.section == UNSPECIFIED && is_headline(award) && !is_headline(other))
}

/// Gives one of two awards of the same section the other section, where that is likely and free.
fn moves_one(doc: &Document, awards: &mut [Award], rival: usize, award: usize, kept: &[usize]) -> bool {
    let (at, to) = match awards[award].section {
        DISCLOSURE => (0, 1),
        PROJECT => (1, 0),
        _ => return false,
    };
    let other = classes("section")[to];
    if awards[rival].section != awards[award].section || kept.iter().any(|&k| shuts_out(&awards[k], &awards[award], other)) {
        return false;
    }
    let (p, q) = (&awards[award].p_sections, &awards[rival].p_sections);
    let (award_moves, rival_moves) = (q[at] * p[to], q[to] * p[at]);
    if award_moves.max(rival_moves) < doc.core.awards.likely {
        return false;
    }
    awards[if award_moves >= rival_moves { award } else { rival }].section = other;
    true
}

/// How well an award is borne out: told in the body before told only in a title, then by how often, then by confidence.
fn strength(award: &Award) -> (bool, usize, f64) {
    let mut lines: Vec<usize> = award.told.iter().map(|(line, _)| line.index).collect();
    lines.sort_unstable();
    lines.dedup();
    let likeliest = award.p_sections.iter().copied().fold(f64::MIN, f64::max);
    (
        award.told.iter().any(|(line, _)| !line.is_title),
        lines.len(),
        award.confidence * likeliest,
    )
}

/// Whether only titles tell an award.
fn is_headline(award: &Award) -> bool {
    award.told.iter().all(|(line, _)| line.is_title)
}

/// Whether another award is this one told more fully.
fn says_more(fuller: &Award, award: &Award) -> bool {
    if !fuller.who.is(&award.who) || (award.year.is_some() && fuller.year != award.year) {
        return false;
    }
    if award.grade == UNSPECIFIED && fuller.grade != UNSPECIFIED {
        return true;
    }
    if fuller.grade != award.grade {
        return false;
    }
    if is_headline(award) && !is_headline(fuller) {
        return true; // the section of a headline is a guess; the body names it
    }
    (award.section == UNSPECIFIED && fuller.section != UNSPECIFIED) || (award.year.is_none() && fuller.year.is_some())
}
