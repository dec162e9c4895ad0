//! `levels.py`: labour-market levels: which percentages are levels, of which rate and group of people, whose and of which year.

use crate::arena::Signed;
use crate::document::Document;
use crate::f;
use crate::model::*;
use crate::morphology::{tense, PAST};
use crate::rates::{self, indicator, plausible, ALL};
use crate::re::Regex;
use crate::roles;
use crate::scorer::{best, choose};
use crate::spec::Spec;
use crate::surroundings::{
    bag, distance, mark, nearest_time, number_left, number_right, rates_of, step_from, tag_before, tag_behind, tags_left, words_before,
    words_behind,
};
use crate::targets::{gap_before, gap_behind, head_of_cells, measured, nearest_cue, topic_of, whos_of, years_of, Whos, Years};
use crate::text::{head, tail};
use crate::when::{is_change, side_of_change};

/// The patterns and word sets of levels.py.
pub struct Rx {
    aim_in_brackets: Regex,
    sure_of_year: f64,
    aimed_before: Regex,
    aimed_behind: Regex,
    aims: Vec<String>,
    and: Regex,
    and_the_next: Regex,
    bound: Regex,
    each: Regex,
    share: Regex,
    share_reaches: usize,
    compared: Regex,
    decade: Regex,
    describes: Regex,
    digits: Regex,
    dot: Regex,
    excess: Regex,
    fraction: Regex,
    has: Regex,
    points_back: Regex,
    reached_before: Regex,
    reached_behind: Regex,
    rises_behind: Regex,
    risen: Regex,
    same_as_behind: Regex,
    same_as_behind_who: usize,
    together_with: Regex,
    together_with_who: usize,
    was: Regex,
    wide: Vec<String>,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let same_as_behind = spec.re("levels._SAME_AS_BEHIND")?;
        let together_with = spec.re("levels._TOGETHER_WITH")?;
        Ok(Rx {
            aim_in_brackets: spec.re("levels._AIM_IN_BRACKETS")?,
            sure_of_year: spec.get("levels._SURE_OF_YEAR")?.number(),
            aimed_before: spec.re("levels._AIMED_BEFORE")?,
            aimed_behind: spec.re("levels._AIMED_BEHIND")?,
            aims: spec.strings("levels._AIMS")?,
            and: spec.re("levels._AND")?,
            and_the_next: spec.re("levels._AND_THE_NEXT")?,
            bound: spec.re("levels._BOUND")?,
            each: spec.re("levels._EACH")?,
            share: spec.re("levels._SHARE")?,
            share_reaches: spec.get("levels._SHARE_REACHES")?.number() as usize,
            compared: spec.re("levels._COMPARED")?,
            decade: spec.re("levels._DECADE")?,
            describes: spec.re("levels._DESCRIBES")?,
            digits: spec.re("levels._DIGITS")?,
            dot: spec.re("levels._DOT")?,
            excess: spec.re("levels._EXCESS")?,
            fraction: spec.re("levels._FRACTION")?,
            has: spec.re("levels._HAS")?,
            points_back: spec.re("levels._POINTS_BACK")?,
            reached_before: spec.re("levels._REACHED_BEFORE")?,
            reached_behind: spec.re("levels._REACHED_BEHIND")?,
            rises_behind: spec.re("levels._RISES_BEHIND")?,
            risen: spec.re("levels._RISEN")?,
            same_as_behind_who: same_as_behind.named("who"),
            same_as_behind,
            together_with_who: together_with.named("who"),
            together_with,
            was: spec.re("levels._WAS")?,
            wide: spec.strings("levels._WIDE")?,
        })
    }

    /// Whether a tag says that a rate is wished for.
    fn is_aim(&self, tag: &str) -> bool {
        self.aims.iter().any(|x| x == tag)
    }

    fn is_wide(&self, tag: &str) -> bool {
        self.wide.iter().any(|x| x == tag)
    }
}

/// One level, as it goes into a claim; `years`: all that the year may be, with the probability of each.
#[derive(Clone)]
pub struct Level<'a> {
    pub line: &'a Line<'a>,
    pub item: &'a Item<'a>,
    pub who: Who<'a>,
    pub year: Option<i32>,
    pub when: Option<Span>,
    pub indicator: &'static str,
    pub value: f64,
    pub confidence: f64,
    pub years: Vec<(Option<i32>, f64, Option<Span>)>,
}

/// A rate and how many lines back it stands.
type Told<'a> = (usize, &'a Item<'a>);

/// `value // by` of floats.
fn steps(value: f64, by: f64) -> i64 {
    let quotient = (value - value % by) / by;
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }) as i64
}

// -- features of one percentage ------------------------------------------------------------------------------------------------

/// The rates of the lines up to three back and of the line before the item, each with how far back.
fn rates_before<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> Vec<Told<'a>> {
    let mut before = Vec::new();
    for back in (1..=line.index.min(3)).rev() {
        let other = &doc.lines[line.index - back];
        if !other.is_title {
            before.extend(other.rates.iter().map(|&x| (back, x)));
        }
    }
    before.extend(line.rates.iter().filter(|x| x.start < item.start).map(|&x| (0, x)));
    before
}

/// What is known of a percentage before anything else is chosen.
pub fn percent_features<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let rx = &doc.core.levels;
    let amount = item.amount();
    let value = amount.value;
    let rates = rates_before(doc, line, item);
    let mut found: Feats<'a> = Vec::with_capacity(96);
    found.push(if amount.has_point { "dec" } else { "int" });
    found.push(f!(doc, "b", steps(value, 10.0).min(15)));
    found.push(f!(doc, "rep", doc.told_percent(value).min(3)));
    tags_around(doc, line, item, &mut found);
    found.extend(doc.about.iter().copied().filter(|x| x.starts_with('T')));
    found.extend_from_slice(bag(doc, line));
    told_rate(doc, line, item, &rates, &mut found);
    found.extend(nearest_time(doc, line, item));
    if value > 95.0 {
        found.push(">95");
    }
    if value > 100.0 {
        found.push(">100");
    }
    if value == 100.0 {
        found.push("=100");
    }
    of_target(doc, line, item, &mut found);
    if line.is_list {
        found.push("list");
    }
    if rx
        .fraction
        .finds(doc.text.chars, line.start.max(item.start.saturating_sub(16)), item.start)
    {
        found.push("frac");
    }
    let (whose, is_aim) = (governed_by(doc, line, item), aimed_or_reached(doc, line, item));
    beside(doc, line, item, &is_aim[1][2..], &mut found);
    of_clause(doc, line, item, &rates, &mut found);
    head_of_cells(doc, line, item, &mut found);
    together(doc, &rates, &whose, &is_aim, &mut found);
    found.extend(whose);
    found.extend(is_aim);
    found
}

/// What the words on both sides of a percentage, its size and what it may be of say together: '목표를 103.7% 초과 달성' is a rate, '목표보다 21%
/// 많은' none.
fn of_target<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let (before, after) = (gap_before(doc, line, item), gap_behind(doc, line, item).0);
    let value = item.amount().value;
    let size = if value >= 100.0 {
        ">"
    } else if value >= 90.0 {
        "~"
    } else if value >= 40.0 {
        "-"
    } else {
        "<"
    };
    let (is_before, is_after) = (roles::rate_before(&doc.cx, before), roles::rate_after(&doc.cx, after));
    let is_excess = doc.core.levels.excess.begins(doc.text.chars, after.start, after.end);
    let measure = measured(doc, line, item);
    let told = f!(doc, "rr", is_before, is_after, size);
    found.extend([
        if is_before { "rb1" } else { "rb0" },
        if is_after { "ra1" } else { "ra0" },
        told,
        f!(doc, "rx", is_before, is_excess, size),
        f!(doc, "ms", measure),
    ]);
    if is_before || is_after {
        found.push(f!(doc, told, measure));
    }
}

/// What a level must be all at once: of a rate, of a municipality, and reached.
fn together<'a>(doc: &Document<'a>, before: &[Told<'a>], whose: &[&'a str], is_aim: &[&'a str], found: &mut Feats<'a>) {
    let rate = match before.last() {
        Some(&(back, rate)) => f!(doc, head(rate.tag(), 3), if back == 0 { "h" } else { "p" }),
        None => "-",
    };
    let mut owner = whose[0][2..].trim_end_matches(&['0', '1', '2'][..]);
    if owner == "-" {
        if let Some(before) = whose[whose.len() - 1].strip_prefix("owp") {
            owner = f!(doc, before, "'");
        }
    }
    let aim = &is_aim[1][2..];
    found.push(f!(doc, "j", rate, owner));
    found.push(f!(doc, "j", owner, aim));
    found.push(f!(doc, "j", rate, aim));
    found.push(f!(doc, "j", rate, owner, aim));
}

/// What the clause of a percentage is about ('소매판매는', '물가는'), with the rate told before, and the tense that it goes on in.
fn of_clause<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, rates: &[Told<'a>], found: &mut Feats<'a>) {
    let rate = rates.last().map_or("-", |(_, x)| head(x.tag(), 3));
    let (joined, _) = words_behind(doc, line, item);
    let upto = number_right(line, item).map_or(line.end.min(item.end + VERB), |x| x.start);
    let when = tense(&doc.cx, item.end, upto);
    let near = nearest_cue(doc, line.items[..item.at()].iter().rev());
    let topic = topic_of(doc, line, item);
    if doc.core.levels.was.begins(doc.text.chars, item.end, line.end) {
        found.push(f!(doc, "was", when));
    }
    found.push(f!(doc, "o", topic));
    found.push(f!(doc, "o", topic, rate));
    found.push(f!(doc, "o", topic, head(joined, 1)));
    found.push(f!(doc, "k", when));
    found.push(f!(doc, "k", when, near));
    found.push(f!(doc, "k", when, rate));
}

/// What is joined to a percentage, and the tags on both sides.
fn tags_around<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let (before, _) = words_before(&doc.cx, line.start, item.start, 0);
    let (joined, after) = words_behind(doc, line, item);
    let (l1, l2, r1) = (tag_before(line, item, 1), tag_before(line, item, 2), tag_behind(line, item, 1));
    found.push(f!(doc, "a<", tail(before, 2)));
    found.push(f!(doc, "a>", head(joined, 2)));
    found.push(f!(doc, "a>+1", head(joined, 2), "_", after.first().map_or("$", |w| head(w, 2))));
    found.push(f!(doc, "t+1", r1));
    found.push(f!(doc, "t-21", l2, l1));
    found.push(f!(doc, "t-21+1", l2, l1, r1));
    found.push(number_right(line, item).map_or("nr", |x| f!(doc, "nr", x.tag())));
    found.extend(tags_left(doc, line, item, &[0, 1]));
}

/// The rate told last before a percentage, and the last one that is no mere qualifier, with what the value says of it.
fn told_rate<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, before: &[Told<'a>], found: &mut Feats<'a>) {
    if let Some(x) = doc.head_of(line, item).iter().rev().find(|x| x.kind == Kind::Rate) {
        found.push(f!(doc, "col", head(x.tag(), 3)));
    }
    let (back, rate) = match before.last() {
        Some(&last) => last,
        None => {
            found.push("norate");
            return;
        }
    };
    let is_here = back == 0;
    if !is_here {
        let is_same = doc.lines[line.index - back].paragraph == line.paragraph;
        found.push(f!(doc, "pr", back, rate.tag(), if is_same { "s" } else { "n" }));
    }
    if let Some(&(_, word)) = before.iter().rev().find(|(_, x)| x.rate().word.is_some()) {
        let told = word.rate();
        let name = told.word.filter(|x| !x.is_empty()).unwrap_or("o");
        let read = f!(doc, "ew", name, if same(rate, word) { "" } else { "q" });
        let n = if word.start >= line.start {
            item.n_before().saturating_sub(word.n_before()).min(3)
        } else {
            9
        };
        let is_other = told.kinds.first() == Some(&rates::OTHER);
        found.push(f!(doc, "ek", is_other, "n", n));
        found.push(read);
        found.push(f!(doc, read, "_", if is_here { "True" } else { "False" }));
        found.push(f!(doc, read, "_n", n));
        found.push(f!(doc, read, "_b", steps(item.amount().value, 10.0).min(12)));
    }
}

/// Whose a percentage seems to be, and whether it is only aimed at; where its line names nobody, whose the last one before it was.
fn governed_by<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let (whose, is_aim) = owner_before(doc, line, item);
    let mut found = vec![f!(doc, "ow", Owner(whose)), f!(doc, "am", is_aim, is_aim_behind(doc, line, item))];
    if whose.is_none() && line.index > 0 {
        let before = &doc.lines[line.index - 1];
        if before.paragraph == line.paragraph && !before.is_title {
            if let Some(last) = before.percents.last() {
                let (theirs, _) = owner_before(doc, before, last);
                found.push(f!(doc, "owp", theirs.map_or("", |(kind, _)| kind)));
            }
        }
    }
    found
}

/// The kind of an owner and the numbers between, as in a feature; - for none.
struct Owner<'a>(Option<(&'a str, usize)>);
impl crate::arena::Put for Owner<'_> {
    fn put(&self, to: &mut crate::arena::Out) {
        match self.0 {
            Some((kind, between)) => {
                kind.put(to);
                between.put(to);
            }
            None => to.push('-'),
        }
    }
}

/// The kind of owner named before a percentage, with the numbers between; and whether an aim stands next to it.
fn owner_before<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> (Option<(&'a str, usize)>, bool) {
    let rx = &doc.core.levels;
    let n = item.n_before();
    let (mut whose, mut is_aim) = (None, false);
    for other in line.items[..item.at()].iter().rev() {
        let tag = other.tag();
        if other.n_before() == n && rx.is_aim(tag) {
            is_aim = true;
        } else if whose.is_none() {
            let kind = if rx.is_wide(tag) {
                Some(tag)
            } else if matches!(other.kind, Kind::Place | Kind::Subject) {
                Some(other.kind.name())
            } else {
                None
            };
            whose = kind.map(|kind| (kind, n.saturating_sub(other.n_before()).min(2)));
        }
        if other.n_before() < n && whose.is_some() {
            break;
        }
    }
    (whose, is_aim)
}

/// Whether an aim stands behind a percentage, before the next number.
fn is_aim_behind<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> bool {
    let n = item.n_before() + 1;
    let behind = line.items[item.at() + 1..].iter().take_while(|x| x.n_before() == n);
    behind.into_iter().any(|x| doc.core.levels.is_aim(x.tag()))
}

/// the verb that a rate is told with stands within so many characters
const VERB: usize = 48;
/// No year is less likely than this, so that another can be compared with it.
const NO_CHANCE: f64 = 1e-9;

/// What the percentages on both sides are by the words beside them, aimed at or reached: of two that are held against each other one is each.
fn beside<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, own: &str, found: &mut Feats<'a>) {
    let k = line.percents.iter().position(|x| same(*x, item)).expect("a percentage of its line");
    let side = |other: Option<&&'a Item<'a>>| {
        let near = other.filter(|x| {
            let (low, high) = (x.at().min(item.at()), x.at().max(item.at()));
            !line.items[low + 1..high].iter().any(|y| matches!(y.kind, Kind::Place | Kind::Rate))
        });
        near.map_or("0", |x| head(told_by_words(doc, line, x), 1))
    };
    let left = side(k.checked_sub(1).and_then(|k| line.percents.get(k)));
    found.extend([f!(doc, "as", left, own), f!(doc, "at", own, side(line.percents.get(k + 1)))]);
}

/// Whether the words beside a rate say that it is aimed at or that it was reached, and the tense that its clause goes on in.
fn aimed_or_reached<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let end = item.end;
    let upto = line.end.min(end + VERB);
    let told = told_by_words(doc, line, item);
    let when = tense(&doc.cx, end, number_right(line, item).map_or(upto, |x| upto.min(x.start)));
    let last = tense(&doc.cx, end, line.end.min(end + 2 * VERB));
    let first = &told[..1];
    vec![
        f!(doc, "ao", told),
        f!(doc, "ao", first),
        f!(doc, "ao", first, when),
        f!(doc, "ao", first, "_", last),
        f!(doc, "tn", when),
        f!(doc, "tN", last),
    ]
}

/// A for a rate that is aimed at, R for one that was reached, each with the side of the words that say so; - where none do. Found once.
fn told_by_words<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> &'static str {
    item.said.get_or_init(|| said_beside(doc, line, item))
}

fn said_beside<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> &'static str {
    let (rx, text, start, end) = (&doc.core.levels, doc.text, item.start, item.end);
    let before = text.slice(line.start.max(start.saturating_sub(40)), start);
    let upto = line.end.min(end + VERB);
    let head = doc.head_of(line, item);
    if head.iter().any(|x| rx.is_aim(x.tag())) {
        "A<"
    } else if head.iter().any(|x| x.tag() == "result") || rx.reached_before.finds(before, 0, before.len()) {
        "R<"
    } else if rx.reached_behind.begins(text.chars, end, upto) {
        "R>"
    } else if rx.aimed_before.finds(before, 0, before.len()) {
        "A<"
    } else if rx.aimed_behind.begins(text.chars, end, upto) {
        "A>"
    } else {
        match rx.rises_behind.reach(text.chars, end, upto) {
            Some(rises) if rx.risen.begins(text.chars, rises - 1, text.len()) => "R>",
            Some(rises) if tense(&doc.cx, end, rises) == Some(PAST) => "R>",
            Some(_) => "A>",
            None => "-",
        }
    }
}

/// How a percentage stands to the level before it: how far, past how many rates, and whether in the same words.
pub fn after_the_level<'a>(
    doc: &Document<'a>,
    last: Option<(&'a Line<'a>, &'a Item<'a>)>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
) -> Feats<'a> {
    match (last, step_from(doc, last, line, item, rates_of)) {
        (Some((line_before, before)), Some(step)) => {
            let is_like = doc.text.at(before.end) == doc.text.at(item.end);
            let is_same = tag_before(line_before, before, 1) == tag_before(line, item, 1);
            vec![
                f!(doc, "lv", step[0]),
                f!(doc, "lv", step[1]),
                f!(doc, "lv", step[0], "_", is_same, is_like),
            ]
        }
        _ => vec!["lv0"],
    }
}

// -- of which rate -------------------------------------------------------------------------------------------------------------

/// lines up to this far back can name the rate of a list
const BACK: usize = 9;

const WORDS: [&str; 2] = ["고용", "실업"];

/// Whether a rate is one of employment or unemployment.
fn is_rate_word(x: &Item) -> bool {
    x.rate().word.is_some_and(|word| WORDS.contains(&word))
}

/// The rate word named last before a line, if any.
fn named_before<'a>(doc: &Document<'a>, line: &Line<'a>) -> Option<&'a Item<'a>> {
    doc.lines[..line.index]
        .iter()
        .rev()
        .find_map(|x| x.rates.iter().rev().copied().find(|x| is_rate_word(x)))
}

/// The line so many lines before one; from the end on where there are not so many, as Python counts.
fn line_back<'a>(doc: &Document<'a>, line: &Line<'a>, back: usize) -> &'a Line<'a> {
    &doc.lines[if line.index >= back {
        line.index - back
    } else {
        (doc.lines.len() + line.index).saturating_sub(back)
    }]
}

/// What the candidates of one percentage have in common.
struct Sight<'a> {
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    /// the rates up to here, with how far back
    told: Vec<Told<'a>>,
    /// those of `told` that are of employment or unemployment
    words: Vec<Told<'a>>,
    /// the next two rates of the line
    behind: Vec<&'a Item<'a>>,
    /// whether the rates are those of the head of a table
    is_head: bool,
}

impl<'a> Sight<'a> {
    fn new(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Sight<'a> {
        let heads: Vec<Told<'a>> = doc
            .head_of(line, item)
            .iter()
            .filter(|x| x.kind == Kind::Rate)
            .map(|&x| (0, x))
            .collect();
        let is_head = !heads.is_empty();
        let told = if is_head {
            heads
        } else {
            let mut told: Vec<Told<'a>> = Vec::new();
            for back in (0..=BACK).rev() {
                if line.index >= back {
                    let other = &doc.lines[line.index - back];
                    let is_told = |x: &&&Item| back > 0 || x.start < item.start;
                    told.extend(other.rates.iter().filter(is_told).map(|&x| (back, x)));
                }
                if back > 4 && told.len() > 6 {
                    told.drain(..told.len() - 6);
                }
            }
            // a long article that named its rate once
            if !told.iter().any(|(_, x)| x.rate().word.is_some_and(|w| !w.is_empty())) {
                if let Some(x) = named_before(doc, line) {
                    told.insert(0, (BACK + 1, x));
                }
            }
            told
        };
        Sight {
            line,
            item,
            words: told.iter().copied().filter(|(_, x)| is_rate_word(x)).collect(),
            told,
            behind: line.rates.iter().copied().filter(|x| x.start > item.end).take(2).collect(),
            is_head,
        }
    }

    /// The numbers between a rate and an item; from 5 on where the rate stands in a line before.
    fn n_since(&self, back: usize, rate: &Item<'a>) -> usize {
        if self.is_head {
            0
        } else if back == 0 {
            self.item.n_before().saturating_sub(rate.n_before()).min(4)
        } else {
            5 + back
        }
    }
}

/// The indicators that a level may be of, with features: each word (고용, 실업) with each group of people told up to here.
fn kind_candidates<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<(&'static str, Feats<'a>)> {
    let sight = Sight::new(doc, line, item);
    let value = item.amount().value;
    let mut kinds: Vec<&'static str> = vec![ALL];
    for x in sight.told.iter().map(|(_, x)| x).chain(&sight.behind) {
        kinds.extend_from_slice(x.rate().kinds);
    }
    kinds.retain(|k| *k != rates::OTHER);
    kinds.sort_unstable();
    kinds.dedup();
    let mut found = Vec::new();
    for word in WORDS {
        let is_it = |x: &Item| x.rate().word == Some(word);
        if !(sight.words.iter().any(|(_, x)| is_it(x)) || sight.behind.iter().any(|x| is_it(x))) {
            continue;
        }
        for &kind in &kinds {
            let name = indicator(word, kind);
            if name.is_empty() {
                continue;
            }
            let (low, high) = plausible(name);
            if low <= value && value <= high {
                let mut features: Feats<'a> = Vec::with_capacity(32);
                features.push(f!(doc, "ind", name));
                features.push(f!(doc, "kk", kind));
                features.push(f!(doc, "V", word, steps(value, 6.0).min(16)));
                features.push(f!(doc, "V", name, steps(value, 12.0).min(9)));
                of_word(doc, &sight, word, &mut features);
                of_kind(doc, &sight, word, kind, &mut features);
                found.push((name, features));
            }
        }
    }
    found
}

/// The first three characters of a run of the text, its numbers as 0.
fn gap_of<'a>(doc: &Document<'a>, start: usize, end: usize) -> &'a str {
    let (digits, text) = (&doc.core.levels.digits, doc.text);
    doc.arena.write(|to| {
        let mut at = start;
        for _ in 0..3 {
            if at >= end {
                break;
            }
            match digits.matches(text.chars, at, end) {
                Some(m) if m.end() > at => {
                    to.push('0');
                    at = m.end();
                }
                _ => {
                    to.push(text.chars[at]);
                    at += 1;
                }
            }
        }
    })
}

fn of_word<'a>(doc: &Document<'a>, sight: &Sight<'a>, word: &str, found: &mut Feats<'a>) {
    let words = &sight.words;
    if let Some(i) = words.iter().rposition(|(_, x)| x.rate().word == Some(word)) {
        let (back, x) = words[i];
        let is_title = !sight.is_head && line_back(doc, sight.line, back).is_title;
        found.push(f!(doc, "W", (words.len() - 1 - i).min(2)));
        found.push(f!(doc, "Wb", back.min(4)));
        found.push(f!(doc, "Wn", sight.n_since(back, x).min(9)));
        found.push(f!(doc, "Wt", is_title));
        return;
    }
    match sight.behind.first() {
        Some(x) if x.rate().word == Some(word) => {
            found.push("WR");
            found.push(f!(doc, "WR", gap_of(doc, sight.item.end, x.start)));
        }
        _ => found.push("WR2"),
    }
}

/// Whether a rate is of the people told before: '같은 나이대 실업률', '이 연령대의 고용률'.
fn points_back<'a>(doc: &Document<'a>, rate: &Item<'a>) -> bool {
    doc.core
        .levels
        .points_back
        .finds(doc.text.chars, rate.start.saturating_sub(12), rate.start)
}

/// Whether the line so many lines back is in the paragraph of this one.
fn in_paragraph<'a>(doc: &Document<'a>, line: &Line<'a>, back: usize) -> bool {
    doc.lines[line.index.saturating_sub(back)].paragraph == line.paragraph
}

fn is_behind_word<'a>(back: usize, x: &Item<'a>, of: Told<'a>) -> bool {
    back < of.0 || (back == of.0 && x.start > of.1.start)
}

fn of_kind<'a>(doc: &Document<'a>, sight: &Sight<'a>, word: &str, kind: &'static str, found: &mut Feats<'a>) {
    let (line, item, told) = (sight.line, sight.item, &sight.told);
    let last = sight.words.last().copied();
    if kind == ALL {
        if let Some(last) = last {
            of_all(doc, sight, last, found);
        }
        return;
    }
    let i = match told.iter().rposition(|(_, x)| x.rate().kinds.contains(&kind)) {
        Some(i) => i,
        None => {
            if let Some(x) = sight.behind.iter().find(|x| x.rate().kinds.contains(&kind)) {
                found.push("KR");
                found.push(f!(doc, "KR", gap_of(doc, item.end, x.start)));
            }
            return;
        }
    };
    let (back, x) = told[i];
    let rate = x.rate();
    let own = rate.word;
    let form = match last {
        Some((_, y)) if same(x, y) => "j",
        _ if own.is_none() => "q",
        _ => "r",
    };
    let (rank, n) = (told.len() - 1 - i, sight.n_since(back, x));
    found.push(f!(doc, "K", form));
    found.push(f!(doc, "Kr", rank.min(4)));
    found.push(f!(doc, "Kn", n));
    found.push(f!(doc, "K", form, "_r", rank.min(3), "_n", n));
    if last.is_some() && own.is_none() {
        found.push(f!(doc, "Kpar", in_paragraph(doc, line, back)));
    }
    if last.is_some_and(|(_, y)| points_back(doc, y)) {
        found.push(f!(doc, "Kana", rank.min(2)));
    }
    if rate.kinds.len() > 1 {
        let which = rate.kinds.iter().position(|k| *k == kind).unwrap_or(0);
        let at = line.percents.iter().position(|y| same(*y, item)).unwrap_or(0);
        found.push(f!(doc, "Km", which, "_k", at.min(3), "_n", n));
    }
    if back == 0 && !sight.is_head {
        found.push(f!(doc, "Kd", distance(x.end, item.start)));
        found.push(f!(doc, "Kgap", gap_of(doc, x.end, item.start)));
    }
    if own.is_some_and(|own| own != word) {
        found.push("Kwrongword");
    }
    if let (Some(last), None) = (last, own) {
        let side = if is_behind_word(back, x, last) { "after" } else { "before" };
        found.push(f!(doc, "Kq_", side, "_", back == last.0));
    }
    let is_plain = |y: &Item| is_rate_word(y) && y.rate().kinds == [ALL];
    let n_plain = told[i + 1..].iter().filter(|(_, y)| is_plain(y)).count();
    if n_plain > 0 {
        found.push(f!(doc, "Klaterplain", n_plain.min(2), if own.is_none() { "q" } else { "r" }));
    }
}

/// `of_kind` for the rate of all people; `last`: the rate word told last.
fn of_all<'a>(doc: &Document<'a>, sight: &Sight<'a>, last: Told<'a>, found: &mut Feats<'a>) {
    let (back, x) = last;
    let (mut n_after, mut n_before, mut same_paragraph) = (0usize, 0usize, "-");
    for &(c, y) in &sight.told {
        if y.rate().kinds.iter().any(|k| *k != ALL && *k != rates::OTHER) {
            let is_behind = is_behind_word(c, y, last);
            n_after += is_behind as usize;
            n_before += (c == back && !is_behind) as usize;
            same_paragraph = if in_paragraph(doc, sight.line, c) { "1" } else { "0" };
        }
    }
    let kinds = x.rate().kinds;
    let plain = if kinds == [ALL] { "Aplain1" } else { "Aplain0" };
    found.push(plain);
    found.push(f!(doc, plain, "_after", n_after.min(2)));
    found.push(f!(doc, plain, "_n", sight.n_since(back, x).min(9)));
    found.push(f!(
        doc,
        plain,
        "_after",
        n_after.min(1),
        "_before",
        n_before.min(1),
        "_b",
        back.min(4)
    ));
    found.push(f!(doc, "Aall", kinds.contains(&ALL)));
    found.push(f!(doc, "Apar", same_paragraph, "_after", n_after.min(1)));
    found.push(f!(doc, "Aana", points_back(doc, x)));
}

/// The rate of a percentage that is told as one of several, in the order of theirs: '청년고용률과 여성고용률이 각각 28.6%와 45.9%'.
fn respective_rate<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Option<&'a Item<'a>> {
    let (rx, text) = (&doc.core.levels, doc.text.chars);
    let at = line.percents.iter().position(|x| same(*x, item))?;
    let mut first = at;
    while first > 0
        && rx
            .and_the_next
            .is_whole(text, line.percents[first - 1].end, line.percents[first].start)
    {
        first -= 1;
    }
    let start = line.percents[first].start;
    let is_before = |x: &&'a Item<'a>| x.end <= start && is_rate_word(x);
    let named: Vec<&'a Item<'a>> = line.rates.iter().copied().filter(is_before).collect();
    if !rx.each.is_whole(text, named.last()?.end, start) {
        return None;
    }
    let mut k = named.len() - 1;
    while k > 0 && rx.and_the_next.is_whole(text, named[k - 1].end, named[k].start) {
        k -= 1;
    }
    let mine = named[k..].get(at - first).copied();
    mine.filter(|_| named.len() - k > 1)
}

/// The rate, or the group of people, that is told right beside a percentage, so that it is of no other: '남성은 73.7%', '33.2%에 그친 청년고용률'.
fn own_rate<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Option<&'a Item<'a>> {
    let (rx, text) = (&doc.core.levels, doc.text.chars);
    let respective = respective_rate(doc, line, item);
    if respective.is_some() {
        return respective;
    }
    if let Some(before) = crate::series::rate_before(line, item) {
        let is_group = before.rate().word.is_none() && before.end - before.start > 1;
        if is_group && rx.has.is_whole(text, before.end, item.start) {
            return Some(before);
        }
    }
    let end = rx.was.reach(text, item.end, line.end)?;
    let left = number_left(line, item);
    let is_second = left.is_some_and(|x| x.is_percent && rx.and.is_whole(text, x.end, item.start));
    let mut behind = line.rates.iter().copied().filter(|x| x.start >= item.end && is_rate_word(x));
    // '33.2%에 머문 청년고용률의 격차'
    let first = behind.next().filter(|x| x.end == end)?;
    let are_two = |x: &&Item| is_second && rx.and.is_whole(text, first.end, x.start);
    let rate = behind.next().filter(are_two).unwrap_or(first);
    Some(rate).filter(|x| x.rate().kinds != [ALL])
}

/// Whether an indicator is of one of the groups of people of a rate.
fn is_of(name: &str, rate: &Item) -> bool {
    let own = rate.rate().word;
    let is_told = own.is_some_and(|word| WORDS.contains(&word));
    WORDS
        .iter()
        .filter(|word| !is_told || own == Some(**word))
        .any(|word| rate.rate().kinds.iter().any(|kind| indicator(word, kind) == name))
}

/// The indicators that a level may be of, each once with all its features.
fn kinds_of<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, last: Option<&Level<'a>>) -> Vec<(&'static str, Feats<'a>)> {
    let mut found: Vec<(&'static str, Feats<'a>)> = Vec::new();
    let own = own_rate(doc, line, item);
    for (name, features) in kind_candidates(doc, line, item) {
        if own.is_some_and(|rate| !is_of(name, rate)) {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => known.extend(features),
            None => found.push((name, features)),
        }
    }
    let step = step_from(doc, last.map(|x| (x.line, x.item)), line, item, rates_of);
    if let (Some(last), Some(step)) = (last, step) {
        for (name, features) in &mut found {
            mark(doc, features, *name == last.indicator, &step);
        }
    }
    found
}

// -- choosing ------------------------------------------------------------------------------------------------------------------

/// Whether a level is only what another is held against ('지난해의 58.4%보다'): the next one is hardly of its year.
fn is_compared<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> bool {
    doc.core.levels.compared.begins(doc.text.chars, item.end, line.end)
}

fn year_of(year: Option<i32>) -> Year {
    year.map_or(Year::None, Year::One)
}

/// The years that a level may be of: no terms. Of a change, the new value goes on with the year of the levels before, the old one with
/// that before it. `last`: the level before that is dated.
fn level_years_of<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, last: Option<&Level<'a>>) -> Years<'a> {
    let mut years = years_of(doc, line, item, last.map(|x| (x.line, x.item, year_of(x.year))), false);
    years.retain(|(year, _, _)| !matches!(year, Year::Term(..)));
    let side = side_of_change(doc, line, item);
    let (last_line, last_year) = match last {
        Some(Level {
            line, year: Some(year), ..
        }) if !side.is_empty() => (*line, *year),
        _ => return years,
    };
    let lines = line.index.saturating_sub(last_line.index).min(2);
    for (year, features, _) in &mut years {
        if let Year::One(year) = *year {
            let by = year - last_year;
            if by.abs() <= 1 {
                features.push(f!(doc, "cl", side, Signed(by)));
                features.push(f!(doc, "cl", side, Signed(by), "_", lines));
            }
        }
    }
    let before = Year::One(last_year - 1);
    if side == "old" && !years.iter().any(|(year, _, _)| *year == before) {
        years.push((before, vec!["clold-1", f!(doc, "clold-1_", lines), "clold_new"], None));
    }
    years
}

/// Indicator, year and municipality of a percentage that is a level; None where the text names no rate or nobody.
pub fn read_level<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, p: f64, levels: &[Level<'a>]) -> Option<Level<'a>> {
    let (rx, text) = (&doc.core.levels, doc.text.chars);
    if rx.describes.begins(text, item.end, line.end) || is_bound(doc, line, item) {
        return None;
    }
    if rx
        .aim_in_brackets
        .finds(text, line.start.max(item.start.saturating_sub(10)), item.start)
    {
        return None;
    }
    if is_share(doc, line, item) {
        return None;
    }
    if let Some(x) = crate::series::rate_before(line, item) {
        let rate = x.rate();
        if rate.word.is_some_and(|w| !w.is_empty()) && rate.kinds == [rates::OTHER] {
            return None; // '유사실업률은 8.6%'
        }
        if cannot_be(doc, x, item) {
            return None;
        }
    }
    let last = levels.last();
    let dated = levels.iter().rev().find(|x| !is_compared(doc, x.line, x.item));
    let kinds = kinds_of(doc, line, item, last);
    if kinds.is_empty() {
        return None;
    }
    let p_kinds = choose(&doc.cx, "level_kind", &features_of(&kinds, |x| &x.1));
    let years: Years<'a> = level_years_of(doc, line, item, dated);
    let p_years = choose(&doc.cx, "level_year", &features_of(&years, |x| &x.1));
    let whos: Whos<'a> = whos_of(doc, line, item, last.map(|x| (x.line, x.item, Some(x.who))));
    let p_whos = choose(&doc.cx, "level_who", &features_of(&whos, |x| &x.1));
    let (k, y, w) = (best(&p_kinds), best(&p_years), best(&p_whos));
    let who = whos[w].0?;
    if let (Some(day), Year::One(year)) = (doc.day, years[y].0) {
        if year > day.year {
            return None; // what is to come is an aim
        }
    }
    let confidence = p * p_kinds[k] * p_years[y] * p_whos[w];
    let told: Vec<(Option<i32>, f64, Option<Span>)> = years
        .iter()
        .zip(&p_years)
        .map(|((year, _, span), &q)| (if let Year::One(year) = *year { Some(year) } else { None }, q, *span))
        .collect();
    let (year, _, when) = told[y];
    Some(Level {
        line,
        item,
        who,
        year,
        when,
        indicator: kinds[k].0,
        value: item.amount().value,
        confidence,
        years: told,
    })
}

/// The features of each candidate, for the scorer.
fn features_of<'x, 'a, T>(candidates: &'x [T], features: impl Fn(&'x T) -> &'x Feats<'a>) -> Vec<&'x [&'a str]> {
    candidates.iter().map(|x| features(x).as_slice()).collect()
}

/// Whether the rate told last before a percentage, in its line or in those before it in the paragraph, is a share or the like.
fn is_share<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> bool {
    let rx = &doc.core.levels;
    let mut rate = crate::series::rate_before(line, item);
    if rate.is_none() && line.rates.is_empty() && !line.is_list && !line.is_title {
        for back in 1..=rx.share_reaches.min(line.index) {
            let other = &doc.lines[line.index - back];
            if other.paragraph != line.paragraph || other.is_title {
                return false;
            }
            if other.rates.iter().any(|x| is_rate_word(x)) {
                return false;
            }
            if let Some(last) = other.rates.last() {
                rate = Some(last);
                break;
            }
        }
    }
    rate.is_some_and(|x| x.rate().kinds == [rates::OTHER] && rx.share.finds(doc.text.chars, x.start, x.end))
}

/// Whether a percentage is only the decade of a rate, or a round one that a rate comes near or passes.
fn is_bound(doc: &Document, line: &Line, item: &Item) -> bool {
    let (rx, text) = (&doc.core.levels, doc.text.chars);
    rx.decade.begins(text, item.end, line.end) || (!item.amount().has_point && rx.bound.begins(text, item.end, line.end))
}

/// Whether a rate right before a percentage is never so low or high: then this is how far it moved ('청년고용률은 6.1%, … 상승했고').
fn cannot_be(doc: &Document, rate: &Item, item: &Item) -> bool {
    let told = rate.rate();
    let Some(word) = told.word.filter(|w| !w.is_empty()) else {
        return false;
    };
    let is_out = |kind: &&str| {
        let name = indicator(word, kind);
        let (low, high) = plausible(name);
        !name.is_empty() && !(low..=high).contains(&item.amount().value)
    };
    !told.kinds.is_empty() && told.kinds.iter().all(is_out) && doc.core.levels.has.is_whole(doc.text.chars, rate.end, item.start)
}

/// Without the levels of the title that the body tells only as something else: '올해 고용률 69.4%' above '69.4%까지 끌어올리겠다'.
pub fn without_aims<'a>(levels: Vec<Level<'a>>, refused: &[f64]) -> Vec<Level<'a>> {
    let told: Vec<f64> = levels.iter().filter(|x| !x.line.is_title).map(|x| x.value).collect();
    let is_kept = |x: &Level| !x.line.is_title || told.contains(&x.value) || !refused.contains(&x.value);
    levels.into_iter().filter(is_kept).collect()
}

/// The old value of a change is of an earlier year than the new one, and changes told in one breath are of the same two years.
pub fn settle_changes<'a>(doc: &Document<'a>, levels: &mut [Level<'a>]) {
    for pairs in changes(doc, levels) {
        let years = |k: usize| (levels[k - 1].year, levels[k].year);
        let is_one = pairs.iter().all(|&k| years(k) == years(pairs[0]));
        if !is_one && settle_years(levels, &pairs, doc.core.levels.sure_of_year) {
            continue;
        }
        for k in pairs {
            if matches!((levels[k - 1].year, levels[k].year), (Some(old), Some(new)) if old >= new) {
                settle_years(levels, &[k], f64::INFINITY);
            }
        }
    }
}

/// The places of the new value of each change, whose old one is the level before; those of one line together, up to where it names another year.
fn changes<'a>(doc: &Document<'a>, levels: &[Level<'a>]) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    for k in 1..levels.len() {
        let (old, new) = (&levels[k - 1], &levels[k]);
        if old.indicator != new.indicator || !same(old.line, new.line) || !is_change(doc, old.line, old.item, new.item) {
            continue;
        }
        let goes_on = |before: &&mut Vec<usize>| {
            let last = &levels[before[before.len() - 1]];
            let is_dated = |x: &&Item| last.item.end <= x.start && x.start < new.item.start;
            before[before.len() - 1] != k - 1 && same(last.line, old.line) && !old.line.times.iter().any(is_dated)
        };
        match found.last_mut().filter(goes_on) {
            Some(pairs) => pairs.push(k),
            None => found.push(vec![k]),
        }
    }
    found
}

/// Gives changes the earlier and the later year that all of them together make likeliest; false where they have no two years in common.
fn settle_years(levels: &mut [Level<'_>], pairs: &[usize], sure: f64) -> bool {
    let mut p = earlier_and_later(&levels[pairs[0] - 1], &levels[pairs[0]]);
    for &k in &pairs[1..] {
        let here = earlier_and_later(&levels[k - 1], &levels[k]).into_iter();
        let known = |years: [i32; 2]| p.iter().find(|x| x.0 == years).map(|x| x.1);
        p = here.filter_map(|(years, q)| Some((years, q * known(years)?))).collect();
    }
    let Some(&first) = p.first() else { return false };
    // how likely the two years are, of all that all changes may be of
    let whole = p.iter().fold(0.0, |sum, x| sum + x.1);
    let (years, most) = p.into_iter().fold(first, |most, x| if x.1 > most.1 { x } else { most });
    let together = most / f64::max(whole, NO_CHANCE);
    let chosen = || {
        let all = pairs.iter().flat_map(|&k| [(k - 1, years[0]), (k, years[1])]);
        all.map(|(at, year)| (at, Some(year)))
    };
    let p_year = |level: &Level, year: Option<i32>| level.years.iter().find(|x| x.0 == year).map_or(0.0, |x| x.1);
    if chosen().any(|(at, year)| levels[at].year != year && p_year(&levels[at], levels[at].year) >= sure) {
        return false;
    }
    for (at, year) in chosen() {
        let level = &mut levels[at];
        if level.year != year {
            level.confidence *= f64::min(1.0, together / p_year(level, level.year).max(NO_CHANCE));
            let told = level.years.iter().find(|x| x.0 == year).copied();
            (level.year, _, level.when) = told.expect("a year that it may be of");
        }
    }
    true
}

/// The pairs of years that two levels may be of where the first is the earlier, each with its probability.
fn earlier_and_later(old: &Level<'_>, new: &Level<'_>) -> Vec<([i32; 2], f64)> {
    let mut found = Vec::new();
    for (before, p, _) in &old.years {
        for (after, q, _) in &new.years {
            if let (Some(a), Some(b)) = (*before, *after) {
                if a < b {
                    found.push(([a, b], p * q));
                }
            }
        }
    }
    found
}

/// Whom a line says to have the same level as its owner.
fn equals<'a>(doc: &Document<'a>, level: &Level<'a>) -> Vec<Who<'a>> {
    let (rx, text, line, item) = (&doc.core.levels, doc.text.chars, level.line, level.item);
    let mut found = Vec::new();
    let behind = rx
        .same_as_behind
        .matches(text, item.end, line.end)
        .and_then(|m| m.group(rx.same_as_behind_who));
    let floor = line.start.max(item.start.saturating_sub(14));
    let before = rx
        .together_with
        .search(text, floor, item.start)
        .and_then(|m| m.group(rx.together_with_who));
    for (start, end) in [behind, before].into_iter().flatten() {
        let theirs: Vec<Who<'a>> = doc
            .scene
            .groups(line.index)
            .iter()
            .flat_map(|g| g.members.iter().copied())
            .collect();
        let first = theirs.iter().find(|w| start <= w.start && w.start < end);
        if first.is_some_and(|w| w.start == level.who.start) {
            // given to the second: it is the first's as well
            found.extend(theirs.iter().rev().copied().find(|w| w.start < level.who.start));
        } else {
            found.extend(theirs.iter().copied().filter(|w| start <= w.start && w.start < end));
        }
    }
    found
}

/// Whether the owner is named alone between a group and its level: '부산·울산·경남 동향에 따르면 울산의 … 66.0%'.
fn is_named_again<'a>(doc: &Document<'a>, level: &Level<'a>, group: &Group<'a>) -> bool {
    doc.scene.groups(level.line.index).iter().any(|other| {
        group.end <= other.start && other.start < level.item.start && other.members.len() == 1 && other.members[0].is(&level.who)
    })
}

/// Whether all members of a group are joined by dots: '중랑구·미추홀구(5.9%)'.
fn is_dotted<'a>(doc: &Document<'a>, group: &Group<'a>) -> bool {
    let (dot, text) = (&doc.core.levels.dot, doc.text.chars);
    group.members.windows(2).all(|w| {
        let (end, start) = (w[0].end, w[1].start);
        start.saturating_sub(end) <= 8 && dot.begins(text, end, text.len())
    })
}

/// With the levels that joined municipalities share: that of 'A시와 B시는 나란히 58.0%' was given to one of the two.
pub fn shared<'a>(doc: &Document<'a>, levels: Vec<Level<'a>>) -> Vec<Level<'a>> {
    let mut found = levels.clone();
    let mut by_line: Vec<(usize, Vec<&Level<'a>>)> = Vec::new();
    for level in &levels {
        let index = level.line.index;
        match by_line.iter_mut().rev().find(|(known, _)| *known == index) {
            Some((_, theirs)) => theirs.push(level),
            None => by_line.push((index, vec![level])),
        }
    }
    for (index, theirs) in &by_line {
        for group in doc.scene.groups(*index) {
            let is_member = |x: &Level| group.members.iter().any(|w| w.start == x.who.start);
            let mine: Vec<&Level<'a>> = theirs.iter().copied().filter(|x| is_member(x)).collect();
            if mine.is_empty() || mine.iter().any(|x| is_named_again(doc, x, group)) {
                continue;
            }
            let is_one = mine.iter().all(|x| x.who.start == mine[0].who.start)
                && mine
                    .iter()
                    .enumerate()
                    .all(|(k, x)| mine[..k].iter().all(|y| y.indicator != x.indicator));
            let before = mine[0].item.start.checked_sub(1).unwrap_or(doc.text.len().saturating_sub(1));
            let is_own = matches!(doc.text.at(before), Some('(' | '（')) && !is_dotted(doc, group);
            if is_one && !is_own {
                // 'A와 B(57.1%), C(57.4%)': the one in brackets is B's alone, but not that of 'A·B(5.9%)'
                for &x in &mine {
                    let others = group.members.iter().filter(|w| w.start != x.who.start);
                    found.extend(others.map(|&who| Level { who, ..x.clone() }));
                }
            }
        }
    }
    for x in &levels {
        found.extend(equals(doc, x).into_iter().map(|who| Level { who, ..x.clone() }));
    }
    found
}

/// Whether two levels are the same figure: whose, of which word, and what it is, of whatever group of people.
fn is_same_figure(a: &Level, b: &Level) -> bool {
    let is_unemployment = |x: &Level| x.indicator.contains("unemployment");
    a.value == b.value && is_unemployment(a) == is_unemployment(b) && a.who.is(&b.who)
}

/// The same level told twice is one row: the body's mention before the title's, then the more certain one.
pub fn without_repeats<'a>(levels: Vec<Level<'a>>) -> Vec<Level<'a>> {
    let mut order: Vec<&Level<'a>> = levels.iter().collect();
    order.sort_by(|a, b| {
        let by_confidence = b.confidence.partial_cmp(&a.confidence).unwrap_or(std::cmp::Ordering::Equal);
        a.line.is_title.cmp(&b.line.is_title).then(by_confidence)
    });
    let mut kept: Vec<Level<'a>> = Vec::new();
    for level in order {
        if level.line.is_title {
            let mut told = levels.iter().filter(|x| !x.line.is_title && is_same_figure(x, level)).peekable();
            if told.peek().is_some() && told.all(|x| x.indicator != level.indicator) {
                continue; // '고용률 73.7%' above '15~64세 고용률은 73.7%': a headline leaves out of whom
            }
        }
        let is_it = |x: &Level| x.value == level.value && x.indicator == level.indicator && x.who.is(&level.who);
        if !kept.iter().any(is_it) {
            kept.push(level.clone());
        }
    }
    kept.sort_by_key(|x| x.item.start);
    kept
}
