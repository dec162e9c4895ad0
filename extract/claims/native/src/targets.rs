//! `targets.py`: which numbers are targets and results, which percentages are their rates, whose, of which year, and which belong together.

use std::cell::Cell;

use crate::document::Document;
use crate::f;
use crate::figures::neighbours;
use crate::hash::Words;
use crate::model::*;
use crate::morphology::tense;
use crate::re::Regex;
use crate::roles;
use crate::scopes::{is_named_part, scope_of, TOTAL};
use crate::scorer::{best, choose, classify};
use crate::spec::{compiled, Spec};
use crate::surroundings::{
    self, bag, bag_before, claims_of, line_before, mark, number_left, number_right, step_from, tag_before, tag_behind, tags_left,
    tags_right, time_before, times_of, words_before, words_behind,
};
use crate::text::{head, tail};
use crate::when::year_candidates;
use crate::whose::{who_candidates, SURE};

/// The patterns and word sets of the module.
pub struct Rx {
    topic: Regex,
    of_another: Regex,
    measured: Regex,
    of_which: Regex,
    heaped: Regex,
    arrow: Regex,
    /// between the numbers of a pair, by what joins the words of the legend
    joined: Vec<(String, Regex)>,
    telling: Words,
    another_reaches: usize,
    sure_of_year: f64,
    target_or_result: Words,
    sources: Words,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let set = |name: &str| -> Result<Words, String> { Ok(Words::new(spec.strings(name)?)) };
        let mut joined = Vec::new();
        for (joint, pattern) in spec.get("targets._JOINED")?.object() {
            joined.push((joint.clone(), compiled(pattern).map_err(|e| format!("targets._JOINED: {e}"))?));
        }
        Ok(Rx {
            topic: spec.re("targets._TOPIC")?,
            of_another: spec.re("targets._OF_ANOTHER")?,
            measured: spec.re("targets._MEASURED")?,
            of_which: spec.re("targets._OF_WHICH")?,
            heaped: spec.re("targets._HEAPED")?,
            arrow: spec.re("targets._ARROW")?,
            joined,
            telling: set("targets._TELLING")?,
            another_reaches: spec.get("targets._ANOTHER_REACHES")?.number() as usize,
            sure_of_year: spec.get("targets._SURE_OF_YEAR")?.number(),
            target_or_result: set("targets.TARGET_OR_RESULT")?,
            sources: set("targets._SOURCES")?,
        })
    }
}

pub const NONE: &str = "none";
pub const TARGET: &str = "target";
pub const ACTUAL: &str = "actual";
pub const RATE: &str = "rate";
pub const LEVEL: &str = "level";

/// One number with its role, and what was chosen for it. Figures are made once and then only read, but for `p_link`: they live in the arena.
pub struct Figure<'a> {
    pub line: &'a Line<'a>,
    pub item: &'a Item<'a>,
    pub role: &'static str,
    pub p: f64,
    pub year: Year,
    pub years: &'a [(Year, f64)],
    pub who: Option<Who<'a>>,
    pub p_who: f64,
    pub scope: &'static str,
    pub p_scope: f64,
    pub is_proved: bool,
    pub is_heaped: bool,
    pub p_link: Cell<f64>,
}

impl<'a> Figure<'a> {
    pub fn value(&self) -> f64 {
        self.item.amount().value
    }
    pub fn is_rounded(&self) -> bool {
        self.item.amount().is_rounded
    }
}

pub type Figures<'a> = Vec<&'a Figure<'a>>;

/// A number with the probability of each role that it may have, and the figure before it.
pub struct Seen<'a> {
    pub line: &'a Line<'a>,
    pub item: &'a Item<'a>,
    pub p: Vec<(&'static str, f64)>,
    pub before: Option<&'a Figure<'a>>,
}

impl Seen<'_> {
    /// `seen.p.get(role, 0.0)`
    pub fn p_of(&self, role: &str) -> f64 {
        self.p.iter().find(|x| x.0 == role).map_or(0.0, |x| x.1)
    }
}

/// the classes of a decision, as `CLASSES` of scorer.py
pub fn classes(decision: &str) -> &'static [&'static str] {
    match decision {
        "number" => &["none", "target", "actual"],
        "percent" => &["none", "rate", "level"],
        "scope" => &["total", "part"],
        "grade" => &["none", "national"],
        "other_award" => &["none", "other"],
        _ => &["disclosure", "project", "unspecified"],
    }
}

// -- features of one number -----------------------------------------------------------------------------------------------------

/// more text than this before a number says nothing of it
const GAP: usize = 80;
/// the verb of a clause stands within so many characters behind a number
const VERB: usize = 160;

/// The text between the number before and an item.
pub fn gap_before<'a>(_doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Span {
    let from = number_left(line, item).map_or(line.start, |x| x.end);
    span(from.max(item.start.saturating_sub(GAP)).min(item.start), item.start)
}

/// The text between an item and the next number, and that number.
pub fn gap_behind<'a>(_doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> (Span, Option<&'a Item<'a>>) {
    let behind = number_right(line, item);
    let to = behind.map_or(line.end, |x| x.start);
    (span(item.end, to.max(item.end)), behind)
}

/// `int(math.log10(value) * 2)`
fn size_of(value: f64) -> i32 {
    (value.log10() * 2.0) as i32
}

/// What is known of a number of jobs before anything else is chosen.
pub fn number_features<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let value = item.amount();
    let behind = number_right(line, item);
    let (by_rule, when) = by_rule(doc, line, item);
    let mut found: Feats<'a> = Vec::with_capacity(128);
    words_around(doc, line, item, &mut found);
    tags_around(doc, line, item, &mut found);
    found.extend_from_slice(&by_rule);
    found.extend_from_slice(&doc.about);
    found.extend_from_slice(bag(doc, line));
    found.extend(neighbours(doc, line, item));
    found.extend(time_before(doc, line, item));
    found.extend(doc.proofs(item.start).iter().map(|x| f!(doc, "pf", x)));
    found.push(f!(doc, "v", size_of(value.value)));
    found.push(if value.is_rounded { "round" } else { "exact" });
    found.push(f!(doc, "rep", doc.told(value.value).min(3)));
    found.push(if value.value % 1000.0 == 0.0 { "thousand" } else { "uneven" });
    found.push(behind.map_or("nr", |x| f!(doc, "nr", x.tag())));
    together(doc, line, item, &by_rule, when, &mut found);
    told_above(doc, line, &mut found);
    head_of_cells(doc, line, item, &mut found);
    found.extend_from_slice(of_its_list(doc, item));
    found
}

/// a topic further off than this is none of the number's
const TOPIC_REACHES: usize = 50;

/// What only says something together: unit and rule, the tags on both sides, the cues of the gaps on both sides, the tense of what
/// follows with each of them, and the end of the sentence with how many numbers are still to come.
fn together<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    by_rule: &[&'a str],
    when: Option<&'static str>,
    found: &mut Feats<'a>,
) {
    let unit = item.amount().unit.name();
    let behind = number_right(line, item);
    let (joined, _) = words_behind(doc, line, item);
    let j1 = head(joined, 1);
    let rule = rule_of(by_rule);
    let own = tense(&doc.cx, item.end, behind.map_or(line.end.min(item.end + GAP), |x| x.start));
    let left = nearest_cue(doc, line.items[..item.at()].iter().rev());
    let right = nearest_cue(doc, line.items[item.at() + 1..].iter());
    let (before, after) = (tag_before(line, item, 1), tag_behind(line, item, 1));
    let last = line
        .cues
        .iter()
        .rev()
        .map(|x| x.tag())
        .find(|t| *t != "says" && *t != "clause")
        .unwrap_or("-");
    let n_left = line.jobs.iter().position(|x| same(*x, item)).map_or(0, |k| line.jobs.len() - 1 - k);
    let (about, of) = (topic_of(doc, line, item), measured(doc, line, item));
    let heaped = f!(doc, "hp", is_heaped(doc, line, item));
    found.extend([
        f!(doc, "u", unit),
        f!(doc, "u", unit, rule),
        f!(doc, "u", unit, when),
        f!(doc, "d", before, ">", after),
        f!(doc, "d", before, ">", j1, when),
        f!(doc, "q", left, ">", right),
        f!(doc, "q", left, ">", right, when),
        f!(doc, "q", left, "_", j1),
        f!(doc, "e", last),
        f!(doc, "e", last, n_left.min(2), when),
        f!(doc, "k", own),
        f!(doc, "k", own, left),
        f!(doc, "o", about),
        f!(doc, "o", about, when),
        heaped,
        f!(doc, heaped, rule),
        f!(doc, "ms", of),
        f!(doc, "ms", rule, of),
    ]);
    of_a_whole(doc, line, item, found);
}

/// Whether a number is told of something that no jobs are counted by.
pub fn is_of_another<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> bool {
    let from = line.start.max(item.start.saturating_sub(doc.core.targets.another_reaches));
    doc.core.targets.of_another.finds(doc.text.chars, from, item.start)
}

/// what is named further before a number is none of its
const MEASURED_REACHES: usize = 80;

/// What is named last before a number that it may be of, in its line (0) or in the line before (1).
pub fn measured<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> &'a str {
    let pattern = &doc.core.targets.measured;
    let before = line_before(doc, line).map(|x| (x.start, x.end));
    let runs = [Some((line.start, item.start)), before];
    for (back, (start, end)) in runs.into_iter().flatten().enumerate() {
        let from = start.max(end.saturating_sub(MEASURED_REACHES));
        if let Some(told) = pattern.find_iter(doc.text.chars, from, end).last() {
            return f!(doc, pattern.last_name(&told), back);
        }
    }
    "-"
}

/// The end of the word that the clause of a number is about; - for none.
pub fn topic_of<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> &'a str {
    let from = line.start.max(item.start.saturating_sub(TOPIC_REACHES));
    let told = doc.core.targets.topic.find_all(doc.text.chars, from, item.start);
    told.last().and_then(|m| m.group(1)).map_or("-", |(a, b)| doc.text.str(a, b))
}

/// The first of some items that tells what a number is, before the next number.
pub fn nearest_cue<'a>(doc: &Document<'a>, items: impl Iterator<Item = &'a &'a Item<'a>>) -> &'a str {
    for x in items {
        if x.counts {
            break;
        }
        if doc.core.targets.telling.has(x.tag()) {
            return x.tag();
        }
    }
    "-"
}

/// Whether a number is a whole or a part of one: of a sentence that speaks of aims these are target and result.
fn of_a_whole<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let rx = &doc.core.targets;
    let pairs = [
        ("<", number_left(line, item), Some(item)),
        (">", Some(item), number_right(line, item)),
    ];
    for (side, one, other) in pairs {
        let (Some(one), Some(other)) = (one, other) else { continue };
        let (whole, part) = (one.amount(), other.amount());
        if whole.unit == part.unit && rx.of_which.is_whole(doc.text.chars, one.end, other.start) {
            let is_aim = line.cues.iter().any(|x| tells_target_or_result(doc, x.tag()));
            let is_less = if part.value < whole.value { "<" } else { ">" };
            found.extend([f!(doc, "of", side), f!(doc, "of", side, is_aim), f!(doc, "of", side, is_less)]);
        }
    }
}

/// What the sentence before says, or the head of the list, where a line has no word of its own that tells a target from a result.
fn told_above<'a>(doc: &Document<'a>, line: &'a Line<'a>, found: &mut Feats<'a>) {
    if line.cues.iter().any(|x| tells_target_or_result(doc, x.tag())) {
        return;
    }
    let near = line_before(doc, line).filter(|before| !(before.is_list && line.is_list));
    for other in near.into_iter().chain(doc.over(line).iter().copied()) {
        let tags = tags_of(doc, other.cues.iter());
        if !tags.is_empty() {
            found.push(f!(doc, "up+", tags.join("+")));
            found.extend(tags.iter().map(|tag| f!(doc, "up", tag)));
            return;
        }
    }
    found.push("up");
}

/// Whether a tag tells a target from a result.
pub fn tells_target_or_result(doc: &Document, tag: &str) -> bool {
    doc.core.targets.target_or_result.has(tag)
}

/// The tags of cues that tell a target from a result, each once, in order of the alphabet.
fn tags_of<'a>(doc: &Document, cues: impl Iterator<Item = &'a &'a Item<'a>>) -> Vec<&'a str> {
    let mut tags: Vec<&'a str> = cues.map(|x| x.tag()).filter(|tag| tells_target_or_result(doc, tag)).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// What stands before the first cell of a list that is printed in one line: '목표를 지난해와 견주면 △일자리 1만8500개 △고용률 63.4%'.
pub fn head_of_cells<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, found: &mut Feats<'a>) {
    let Some(cell) = doc.cells.get(&item.start) else { return };
    let tags = tags_of(doc, line.cues.iter().filter(|x| x.end <= cell.series));
    found.extend(tags.iter().map(|tag| f!(doc, "ch", tag)));
}

/// What tells the first number of a list, and the tense behind the last: for the others the numbers between hide it. Found once for a list.
fn of_its_list<'a>(doc: &Document<'a>, item: &'a Item<'a>) -> &'a [&'a str] {
    let Some(&[first, .., last]) = doc.told_with(item) else {
        return &[];
    };
    first.of_list.get_or_init(|| doc.arena.slice(&told_of_list(doc, first, last)))
}

fn told_of_list<'a>(doc: &Document<'a>, first: &'a Item<'a>, last: &'a Item<'a>) -> Feats<'a> {
    let (Some(head), Some(end)) = (doc.line_at(first.start), doc.line_at(last.start)) else {
        return Vec::new();
    };
    let left = nearest_cue(doc, head.items[..first.at()].iter().rev());
    let when = tense(&doc.cx, last.end, end.end.min(last.end + GAP));
    let (by_rule, _) = by_rule(doc, head, first);
    let told = rule_of(&by_rule);
    vec![
        f!(doc, "sl", left),
        f!(doc, "sk", when),
        f!(doc, "sr", told),
        f!(doc, "sl", left, when),
        f!(doc, "sl", left, "o", topic_of(doc, head, first)),
    ]
}

/// a legend holds for the figures of its sentence and the lines below it, and for no more text than this
const LEGEND_REACHES: usize = 400;

/// What a legend before a pair of numbers makes of one of them, target or actual: '실적(목표)' of '3만8천 개(3만5천 개)'.
pub fn by_legend<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Option<&'static str> {
    let before = doc.legends.partition_point(|x| *x <= (item.start, true, ""));
    if before == 0 {
        return None;
    }
    let (end, is_target_first, joint) = doc.legends[before - 1];
    if item.start.saturating_sub(end) > LEGEND_REACHES {
        return None;
    }
    let joined = doc.core.targets.joined.iter().find(|x| x.0 == joint).map(|x| &x.1)?;
    let text = doc.text.chars;
    if number_left(line, item).is_some_and(|left| joined.is_whole(text, left.end, item.start)) {
        return Some(if is_target_first { ACTUAL } else { TARGET });
    }
    if number_right(line, item).is_some_and(|right| joined.is_whole(text, item.end, right.start)) {
        return Some(if is_target_first { TARGET } else { ACTUAL });
    }
    None
}

/// The words on both sides of a number, and what is joined to it.
fn words_around<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let (_, before) = words_before(&doc.cx, line.start, item.start, 3);
    let (joined, after) = words_behind(doc, line, item);
    let (b1, b3) = (before.first().copied().unwrap_or("^"), before.get(2).copied().unwrap_or("^"));
    let (a1, a2) = (after.first().copied().unwrap_or("$"), after.get(1).copied().unwrap_or("$"));
    found.extend([
        f!(doc, "w-1e", tail(b1, 1)),
        f!(doc, "w-1f", head(b1, 2), tail(b1, 1)),
        f!(doc, "w-3", head(b3, 2)),
        f!(doc, "w+1", head(a1, 2)),
        f!(doc, "w+1f", head(a1, 3)),
        f!(doc, "w+1e", tail(a1, 1)),
        f!(doc, "w+2", head(a2, 2)),
        f!(doc, "a>", head(joined, 2)),
        f!(doc, "a>+1", head(joined, 2), "_", head(a1, 2)),
    ]);
}

fn tags_around<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let (l1, l2) = (tag_before(line, item, 1), tag_before(line, item, 2));
    found.push(f!(doc, "t-1", l1));
    found.push(f!(doc, "t-2", l2));
    found.push(f!(doc, "t-21", l2, l1));
    found.push(f!(doc, "t+2", tag_behind(line, item, 2)));
    found.extend(tags_left(doc, line, item, &[0]));
    found.extend(tags_right(doc, line, item, &[1]));
}

/// What the rules in `roles` make of a number: a proposal, no verdict; and the tense that its clause goes on in.
fn by_rule<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> (Feats<'a>, Option<&'static str>) {
    let cx = &doc.cx;
    let legend = by_legend(doc, line, item);
    let before = gap_before(doc, line, item);
    let (after, behind) = gap_behind(doc, line, item);
    let jobs = roles::counts_jobs(cx, &item.amount(), before, after, span(line.start, line.end), false);
    let people = roles::counts_people(cx, before, after);
    let told = tense(cx, item.end, line.end.min(item.end + VERB));
    if let Some(legend) = legend {
        // nothing tells it better
        return (vec![f!(doc, "lg", legend), f!(doc, "rclg", legend, jobs, people)], told);
    }
    let time = line.times.iter().rev().find(|x| x.start < item.start);
    let next = roles::Next {
        unit: behind.map(|x| x.amount().unit),
        value: behind.map_or(0.0, |x| x.amount().value),
        gap: behind.map_or(999, |x| x.start.saturating_sub(item.end)),
    };
    let (rule, role) = roles::role_of(
        cx,
        item.span(),
        span(line.start, line.end),
        before,
        after,
        next,
        time.map(|x| x.start),
        line.is_title,
    );
    let rules = vec![
        f!(doc, "rc", role, jobs, people),
        f!(doc, "rn", rule),
        f!(doc, "rn", rule, jobs, people),
        f!(doc, "tn", told),
        f!(doc, "tn", told, rule),
    ];
    (rules, told)
}

/// The rule itself, of the features that `by_rule` makes: its name, or the legend's.
fn rule_of<'a>(by_rule: &[&'a str]) -> &'a str {
    by_rule[if by_rule.len() > 3 { 1 } else { 0 }]
}

/// What tells whether a number counts all jobs or a part of them.
fn scope_features<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let value = item.amount();
    let (_, before) = words_before(&doc.cx, line.start, item.start, 3);
    let (joined, after) = words_behind(doc, line, item);
    let (b1, b3) = (before.first().copied().unwrap_or("^"), before.get(2).copied().unwrap_or("^"));
    let (ahead, behind) = around(line, item);
    let is_part = scope_of(&doc.cx, ahead, behind).is_some_and(|label| !label.is_empty());
    let left = number_left(line, item);
    let mut found: Feats<'a> = Vec::with_capacity(64);
    found.extend([
        f!(doc, "w-1", head(b1, 2)),
        f!(doc, "w-1e", tail(b1, 1)),
        f!(doc, "w-3", head(b3, 2)),
        f!(doc, "a>3", head(joined, 3)),
        f!(doc, "a>+1", head(joined, 2), "_", after.first().map_or("$", |w| head(w, 2))),
        if is_part { "scope" } else { "noscope" },
        f!(doc, "u", value.unit.name()),
        f!(doc, "v", size_of(value.value.max(0.1))),
        f!(doc, "rep", doc.told(value.value).min(3)),
        if value.value == doc.most { "max" } else { "less" },
        left.map_or("nl", |x| f!(doc, "nl", x.tag())),
    ]);
    found.extend(tags_left(doc, line, item, &[0]));
    found.extend(tags_right(doc, line, item, &[0, 1]));
    found.extend_from_slice(bag(doc, line));
    found.extend(bag_before(doc, line));
    found.extend(doc.about.iter().copied().filter(|x| x.starts_with('B')));
    found.extend(neighbours(doc, line, item));
    found.extend(time_before(doc, line, item));
    found.extend(doc.proofs(item.start).iter().map(|x| f!(doc, "pf", x)));
    found
}

/// What is read of the text before and behind a number for its scope.
pub fn around<'a>(line: &Line<'a>, item: &Item<'a>) -> (Span, Span) {
    let from = line.start.max(item.start.saturating_sub(60)).min(item.start);
    let to = line.end.min(item.end + 24).max(item.end);
    (span(from, item.start), span(item.end, to))
}

/// adds to the features of a number what the number before it was found to be
pub fn after_the_last<'a>(
    doc: &Document<'a>,
    features: &mut Feats<'a>,
    last: Option<(&'a Line<'a>, &'a Item<'a>, &'static str)>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
) {
    let Some((before, other, role)) = last else {
        features.push("prev0");
        return;
    };
    if let Some(step) = step_from(doc, Some((before, other)), line, item, claims_of) {
        features.extend(step.iter().map(|x| f!(doc, "prev", role, x)));
    }
    features.extend(alike(doc, before, other, role, line, item));
}

/// What the last number was that was found to be a target, a result or a rate, and how far back; others may stand between.
pub fn after_the_figure<'a>(doc: &Document<'a>, features: &mut Feats<'a>, last: Option<&'a Figure<'a>>, line: &Line<'a>) {
    let Some(last) = last else {
        features.push("lf0");
        return;
    };
    let lines = line.index.saturating_sub(last.line.index).min(3);
    let far = f!(doc, "lf", last.role, lines);
    let side = if last.line.paragraph == line.paragraph { "p" } else { "q" };
    features.extend([far, f!(doc, far, side)]);
}

/// Whether a number stands in a list beside the one before, told in the same way: '남구는 1만7천명, 북구는 8천200명을 목표로'.
fn alike<'a>(
    doc: &Document<'a>,
    before: &'a Line<'a>,
    other: &'a Item<'a>,
    role: &'static str,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
) -> Option<&'a str> {
    let is_here = same(before, line);
    if !(item.is_job && other.is_job) || line.index > before.index + 1 || !(is_here || (before.is_list && line.is_list)) {
        return None;
    }
    let same_unit = item.amount().unit == other.amount().unit;
    let same_place = tag_before(line, item, 1) == tag_before(before, other, 1) && other.n_before() + is_here as usize == item.n_before();
    Some(f!(doc, "like", same_unit, same_place, role))
}

// -- choosing -------------------------------------------------------------------------------------------------------------------

pub type Years<'a> = Vec<(Year, Feats<'a>, Option<Span>)>;
pub type Whos<'a> = Vec<(Option<Who<'a>>, Feats<'a>)>;

/// The years that a number may be of, each once with all its features; the year of the number before is one of them.
pub fn years_of<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    last: Option<(&'a Line<'a>, &'a Item<'a>, Year)>,
    may_be_term: bool,
) -> Years<'a> {
    let mut found: Years<'a> = Vec::new();
    for candidate in year_candidates(doc, line, item, may_be_term) {
        match found.iter_mut().find(|x| x.0 == candidate.year) {
            Some((_, known, named)) => {
                known.extend(candidate.features);
                *named = named.or(candidate.span);
            }
            None => found.push((candidate.year, candidate.features, candidate.span)),
        }
    }
    let Some((before, mention, mine)) = last else { return found };
    if let Some(step) = step_from(doc, Some((before, mention)), line, item, times_of) {
        let mut is_known = false;
        for (year, known, _) in &mut found {
            is_known |= *year == mine;
            mark(doc, known, *year == mine, &step);
        }
        if !is_known {
            found.push((mine, step.iter().map(|x| f!(doc, "pa", x)).collect(), None));
        }
    }
    found
}

/// what is further off than this from a number says nothing of whether it was heaped up
const HEAPED_REACHES: usize = 60;

/// Whether the words beside a number say that it was heaped up over years: '지난해 말까지 쌓인 일자리가', '민선 7기 동안'.
fn is_heaped(doc: &Document<'_>, line: &Line<'_>, item: &Item<'_>) -> bool {
    let floor = line.start.max(item.start.saturating_sub(HEAPED_REACHES));
    let ceiling = line.end.min(item.end + 12);
    doc.core.targets.heaped.finds(doc.text.chars, floor, ceiling)
}

/// `years_of` with what the role of the number and the number before say of each year.
fn job_years_of<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    role: &'static str,
    last: Option<&'a Figure<'a>>,
) -> Years<'a> {
    let mut years = years_of(doc, line, item, last.map(|x| (x.line, x.item, x.year)), true);
    let side = arrow(doc, line, item);
    let r = head(role, 1);
    let heaped = is_heaped(doc, line, item);
    for (year, features, _) in &mut years {
        let span = f!(doc, "hp", r, heaped, kind_of_time(doc, *year));
        features.push(span);
        features.extend(last.map(|x| f!(doc, span, step_to(doc, x.year, *year))));
        let sources: Feats<'a> = features.iter().copied().filter(|x| doc.core.targets.sources.has(x)).collect();
        features.extend(since_publication(doc, *year).into_iter().map(|x| f!(doc, "y", r, side, x)));
        features.extend(sources.into_iter().map(|x| f!(doc, "y", r, ":", x)));
        if let Some(last) = last {
            let lines = line.index.saturating_sub(last.line.index).min(2);
            let step = step_to(doc, last.year, *year);
            let both = f!(doc, "l", head(last.role, 1), r, step);
            features.extend([both, f!(doc, both, lines), f!(doc, "l", side, step, lines)]);
            if last.value() == item.amount().value {
                features.push(f!(doc, "l=", step));
            }
        }
    }
    years
}

/// On which side of an arrow between two numbers an item stands, if any.
fn arrow<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> &'static str {
    let (pattern, text) = (&doc.core.targets.arrow, doc.text.chars);
    if number_right(line, item).is_some_and(|right| pattern.is_whole(text, item.end, right.start)) {
        return "<";
    }
    if number_left(line, item).is_some_and(|left| pattern.is_whole(text, left.end, item.start)) {
        return ">";
    }
    "-"
}

/// A year as steps from the one of publication.
pub fn since_publication<'a>(doc: &Document<'a>, year: Year) -> Feats<'a> {
    let Some(day) = doc.day else {
        return vec![match year {
            Year::None => "none",
            Year::One(_) => "year",
            Year::Term(..) => "range",
        }];
    };
    let step = |y: i32| crate::arena::Signed((y - day.year).clamp(-5, 4));
    match year {
        Year::None => vec!["none"],
        Year::One(y) => vec![f!(doc, step(y))],
        Year::Term(first, last) => vec![f!(doc, step(first), "..", step(last)), f!(doc, "..", step(last))],
    }
}

/// What kind of time a year is (`_span`): none told (n), one year (y), a term (r) that lasts still (R).
fn kind_of_time(doc: &Document<'_>, year: Year) -> &'static str {
    match year {
        Year::None => "n",
        Year::One(_) => "y",
        Year::Term(_, last) if doc.day.is_some_and(|day| last >= day.year - 1) => "R",
        Year::Term(..) => "r",
    }
}

/// How a year stands to the one of the number before.
pub fn step_to<'a>(doc: &Document<'a>, before: Year, year: Year) -> &'a str {
    match (before, year) {
        (Year::Term(..), _) if before == year => "R0",
        _ if before == year => "0",
        (Year::None, _) | (_, Year::None) => "none",
        (Year::Term(..), Year::Term(..)) => "RR",
        (Year::Term(first, last), Year::One(y)) => {
            if first <= y && y <= last {
                "Rin"
            } else {
                "Rout"
            }
        }
        (Year::One(y), Year::Term(first, last)) => {
            if first <= y && y <= last {
                "inR"
            } else {
                "outR"
            }
        }
        (Year::One(b), Year::One(y)) => f!(doc, crate::arena::Signed((y - b).clamp(-2, 2))),
    }
}

/// The municipalities that a number may be of, each once with all its features.
pub fn whos_of<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    last: Option<(&'a Line<'a>, &'a Item<'a>, Option<Who<'a>>)>,
) -> Whos<'a> {
    fn id<'a>(who: &Option<Who<'a>>) -> &'a str {
        who.as_ref().map_or("", |x| x.id())
    }
    let mut found: Whos<'a> = Vec::new();
    for candidate in who_candidates(doc, line, item) {
        match found.iter_mut().find(|x| id(&x.0) == id(&candidate.who)) {
            Some((_, known)) => known.extend(candidate.features),
            None => found.push((candidate.who, candidate.features)),
        }
    }
    if found.iter().any(|(_, features)| features.contains(&SURE)) {
        return found;
    }
    let Some((before, mention, who)) = last else { return found };
    if let Some(step) = step_from(doc, Some((before, mention)), line, item, surroundings::whos_of) {
        let mine = id(&who);
        let mut is_known = false;
        for (other, known) in &mut found {
            let is_mine = id(other) == mine;
            is_known |= is_mine;
            mark(doc, known, is_mine, &step);
        }
        if !is_known {
            found.push((who.map(|x| x.carried()), step.iter().map(|x| f!(doc, "pa", x)).collect()));
        }
    }
    found
}

/// Chooses year, municipality and scope of a number whose role is known.
pub fn describe<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    role: &'static str,
    p: f64,
    last: Option<&'a Figure<'a>>,
) -> &'a Figure<'a> {
    let years = job_years_of(doc, line, item, role, last);
    let p_years = choose(&doc.cx, "job_year", &years.iter().map(|x| &x.1[..]).collect::<Vec<_>>());
    let whos = whos_of(doc, line, item, last.map(|x| (x.line, x.item, x.who)));
    let p_whos = choose(&doc.cx, "job_who", &whos.iter().map(|x| &x.1[..]).collect::<Vec<_>>());
    let (y, w) = (best(&p_years), best(&p_whos));
    let scope = classify(&doc.cx, "scope", &scope_features(doc, line, item));
    let (ahead, _) = around(line, item);
    let (total, part) = if is_named_part(&doc.cx, ahead) {
        (0.0, 1.0)
    } else {
        (scope[0], scope[1])
    };
    let each: Vec<(Year, f64)> = years.iter().zip(&p_years).map(|(x, q)| (x.0, *q)).collect();
    doc.arena.alloc(Figure {
        line,
        item,
        role,
        p,
        year: years[y].0,
        years: doc.arena.slice(&each),
        who: whos[w].0,
        p_who: p_whos[w],
        scope: if total >= part { TOTAL } else { "part" },
        p_scope: total.max(part),
        is_proved: doc.proofs.contains_key(&item.start),
        is_heaped: is_heaped(doc, line, item),
        p_link: Cell::new(1.0),
    })
}

// -- which numbers make one row -------------------------------------------------------------------------------------------------

/// an open row further back than this is closed
const OPEN_ROWS: usize = 6;

pub fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.06 * a.max(b)
}

/// Whether a row has another number in the same role already.
fn clashes(figures: &[&Figure], figure: &Figure) -> bool {
    figures
        .iter()
        .filter(|x| x.role == figure.role)
        .any(|x| x.value() != figure.value() && !(is_close(x.value(), figure.value()) && (x.is_rounded() || figure.is_rounded())))
}

/// `role[0].upper()`
pub fn capital(role: &str) -> &'static str {
    match role {
        TARGET => "T",
        ACTUAL => "A",
        _ => "R",
    }
}

/// The roles that a row holds, in order of the alphabet.
fn roles_held(figures: &[&Figure]) -> &'static str {
    let has = |role: &str| figures.iter().any(|x| x.role == role);
    match (has(ACTUAL), has(RATE), has(TARGET)) {
        (false, false, false) => "",
        (true, false, false) => "A",
        (false, true, false) => "R",
        (false, false, true) => "T",
        (true, true, false) => "AR",
        (true, false, true) => "AT",
        (false, true, true) => "RT",
        (true, true, true) => "ART",
    }
}

/// Whether a number belongs to an open row: roles, nearness, the same year, municipality and scope, and whether the numbers fit.
fn link_features<'a>(
    doc: &Document<'a>,
    figures: &[&'a Figure<'a>],
    figure: &'a Figure<'a>,
    rows: &[Figures<'a>],
    back: usize,
) -> Feats<'a> {
    let role = capital(figure.role);
    let held = roles_held(figures);
    let far = |x: &&Figure| x.line.index.max(figure.line.index) - x.line.index.min(figure.line.index);
    let lines = figures.iter().map(far).min().unwrap_or(0);
    let mut last = figures[0];
    for x in figures {
        if x.item.start > last.item.start {
            last = x;
        }
    }
    let mut found: Feats<'a> = Vec::with_capacity(20);
    found.extend([
        f!(doc, "r", role),
        f!(doc, "R", held, "+", role),
        f!(doc, "k", back.min(3)),
        f!(doc, "sd", lines.min(4)),
        f!(doc, "sd", lines.min(4), held, role),
    ]);
    let twin = figures.iter().find(|x| x.role == figure.role);
    let is_same = twin.is_some_and(|x| x.value() == figure.value());
    let is_term = figures.iter().any(|x| matches!(x.year, Year::Term(..)));
    found.push(f!(doc, "hp", figure.is_heaped, is_term, held, role));
    if let Some(twin) = twin {
        let told = if is_same {
            "same"
        } else if clashes(figures, figure) {
            "clash"
        } else {
            "close"
        };
        let is_title = figure.line.is_title || twin.line.is_title;
        found.extend([told, f!(doc, told, "y", figure.year == twin.year, is_title)]);
    }
    if figures.iter().any(|x| x.line.paragraph == figure.line.paragraph) {
        found.push("par");
    }
    let title = f!(doc, "tit", figures.iter().any(|x| x.line.is_title), figure.line.is_title);
    found.extend([title, f!(doc, title, if is_same { "same" } else { "" })]);
    let year = if figures.iter().any(|x| x.year == figure.year) {
        "y="
    } else {
        "y!"
    };
    found.extend([
        f!(doc, year, if lines == 0 { "s" } else { "d" }),
        if figure.year == Year::None || figures.iter().any(|x| x.year == Year::None) {
            "yn"
        } else {
            "yk"
        },
        f!(doc, year, held, role),
    ]);
    let is_whose = |x: &Figure| match (&x.who, &figure.who) {
        (Some(his), Some(mine)) => his.is(mine),
        _ => false,
    };
    found.push(if figures.iter().any(|x| is_whose(x)) { "w=" } else { "w!" });
    let scope = if figures.iter().any(|x| x.scope == figure.scope) {
        "sc="
    } else {
        "sc!"
    };
    found.push(f!(doc, scope, figure.scope));
    if lines == 0 && twin.is_none() {
        let here = rows.iter().flatten().filter(|x| same(x.line, figure.line)).map(|x| x.item.start);
        let n = here.filter(|start| last.item.start < *start && *start < figure.item.start).count();
        found.extend([f!(doc, "btw", n.min(3)), f!(doc, "adj", capital(last.role), role, n.min(2))]);
    }
    let value = |role: &str| -> Option<f64> {
        if figure.role == role {
            return Some(figure.value());
        }
        figures.iter().find(|x| x.role == role).map(|x| x.value())
    };
    let is_told = |x: &f64| *x != 0.0;
    if let (Some(target), Some(actual)) = (value(TARGET).filter(is_told), value(ACTUAL).filter(is_told)) {
        let ratio = actual / target;
        found.push(match value(RATE).filter(is_told) {
            Some(rate) => f!(doc, "fit", (ratio * 100.0 - rate).abs() <= (0.02 * rate).max(1.0)),
            None => size_of_ratio(ratio),
        });
    }
    found
}

/// How a result stands to its target, roughly.
pub fn size_of_ratio(ratio: f64) -> &'static str {
    if (0.8..=1.6).contains(&ratio) {
        "q1"
    } else if (0.4..=3.0).contains(&ratio) {
        "q2"
    } else {
        "q3"
    }
}

/// Whether a number begins a row of its own.
fn new_row_features<'a>(doc: &Document<'a>, figure: &Figure<'a>, rows: &[Figures<'a>]) -> Feats<'a> {
    let (role, n) = (capital(figure.role), rows.len());
    vec![
        "new",
        f!(doc, "new", role),
        f!(doc, "newn", n.min(3)),
        f!(doc, "new", role, "n", n.min(2)),
        f!(doc, "newt", figure.line.is_title),
        f!(doc, "newp", figure.is_proved, role),
    ]
}

/// Whether two numbers in one role are surely of two years: the target may be the same again.
fn is_of_another_year(doc: &Document, one: &Figure, other: &Figure) -> bool {
    let p = |x: &Figure| x.years.iter().find(|(year, _)| *year == x.year).map_or(0.0, |(_, p)| *p);
    let are_years = matches!(one.year, Year::One(_)) && matches!(other.year, Year::One(_));
    one.role == other.role && are_years && one.year != other.year && p(one).min(p(other)) >= doc.core.targets.sure_of_year
}

/// Whether a number is surely of another year than one of a row, or told of another name of the same list: '고용서비스는 1천610건 가운데 967건, 창업은 314건 …'.
fn is_told_apart(doc: &Document, figures: &[&Figure], figure: &Figure) -> bool {
    if figures.iter().any(|x| is_of_another_year(doc, x, figure)) {
        return true;
    }
    let Some(cell) = doc.cells.get(&figure.item.start) else {
        return false;
    };
    let mut others = figures.iter().filter_map(|x| doc.cells.get(&x.item.start));
    others.any(|x| x.series == cell.series && x.start != cell.start)
}

/// The numbers of each row, in order of the text.
pub fn put_together<'a>(doc: &Document<'a>, figures: &[&'a Figure<'a>]) -> Vec<Figures<'a>> {
    let mut rows: Vec<Figures<'a>> = Vec::new();
    let mut ordered: Figures<'a> = figures.to_vec();
    ordered.sort_by_key(|x| x.item.start);
    for figure in ordered {
        if figure.who.is_none() {
            continue;
        }
        // the open row k back is `rows[rows.len() - 1 - k]`
        let n = rows.len();
        let n_open = n.min(OPEN_ROWS);
        let mut candidates: Vec<Feats<'a>> = (0..n_open)
            .map(|k| link_features(doc, &rows[n - 1 - k], figure, &rows, k))
            .collect();
        candidates.push(new_row_features(doc, figure, &rows));
        let mut p = choose(&doc.cx, "link", &candidates);
        for (k, q) in p.iter_mut().enumerate().take(n_open) {
            if clashes(&rows[n - 1 - k], figure) || is_told_apart(doc, &rows[n - 1 - k], figure) {
                *q = 0.0;
            }
        }
        let chosen = best(&p);
        let total: f64 = p.iter().sum();
        figure.p_link.set(p[chosen] / if total == 0.0 { 1.0 } else { total });
        if chosen < n_open {
            rows[n - 1 - chosen].push(figure);
        } else {
            rows.push(vec![figure]);
        }
    }
    rows
}
