//! `surroundings.py`: what stands around an item, as features for the scorer.

use crate::document::Document;
use crate::f;
use crate::model::*;
use crate::spec::Spec;
use crate::text::{head, is_hangul, is_space, split, tail};

/// What is stripped off words.
pub struct Rx {
    /// the ASCII characters of `_TRIM`, as bits
    ascii: u128,
    /// its others
    others: Vec<char>,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let mut rx = Rx {
            ascii: 0,
            others: Vec::new(),
        };
        for c in spec.get("surroundings._TRIM")?.str().chars() {
            if c.is_ascii() {
                rx.ascii |= 1 << c as u32;
            } else {
                rx.others.push(c);
            }
        }
        Ok(rx)
    }

    /// `w.strip(_TRIM) or w`
    fn trimmed<'s>(&self, word: &'s str) -> &'s str {
        let found = word.trim_matches(|c: char| {
            if c.is_ascii() {
                self.ascii >> c as u32 & 1 == 1
            } else {
                !is_hangul(c) && self.others.contains(&c)
            }
        });
        if found.is_empty() {
            word
        } else {
            found
        }
    }
}

/// What is joined to `at` from the left, and the n words before that, the nearest first.
pub fn words_before<'a>(cx: &Cx<'a>, floor: usize, at: usize, n: usize) -> (&'a str, Vec<&'a str>) {
    let run = cx.text.str(floor.max(at.saturating_sub(40)), at);
    let mut words = split(run).rev();
    let joined = if run.ends_with(|c| !is_space(c)) {
        words.next().unwrap_or("")
    } else {
        ""
    };
    (joined, words.take(n).map(|w| cx.core.surroundings.trimmed(w)).collect())
}

/// What is joined to `at` from the right, and the n words after that.
pub fn words_after<'a>(cx: &Cx<'a>, at: usize, ceiling: usize, n: usize) -> (&'a str, Vec<&'a str>) {
    let run = cx.text.str(at, ceiling.min(at + 48));
    let mut words = split(run);
    let joined = if run.starts_with(|c| !is_space(c)) {
        words.next().unwrap_or("")
    } else {
        ""
    };
    (joined, words.take(n).map(|w| cx.core.surroundings.trimmed(w)).collect())
}

/// `words_after` of an item, two words; found once.
pub fn words_behind<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> (&'a str, &'a [&'a str]) {
    *item.behind.get_or_init(|| {
        let (joined, words) = words_after(&doc.cx, item.end, line.end, 2);
        (joined, doc.arena.slice(&words))
    })
}

/// A step on a rough scale of characters.
pub fn distance(a: usize, b: usize) -> &'static str {
    match a.abs_diff(b) {
        0..=1 => "0",
        2..=4 => "1",
        5..=10 => "2",
        11..=20 => "3",
        21..=40 => "4",
        41..=80 => "5",
        _ => "6",
    }
}

/// The tag so many items before an item; ^ where the line begins.
pub fn tag_before<'a>(line: &'a Line<'a>, item: &Item<'a>, steps: usize) -> &'a str {
    item.at()
        .checked_sub(steps)
        .and_then(|at| line.items.get(at))
        .map_or("^", |x| x.tag())
}

/// The tag so many items behind an item; $ where the line ends.
pub fn tag_behind<'a>(line: &'a Line<'a>, item: &Item<'a>, steps: usize) -> &'a str {
    line.items.get(item.at() + steps).map_or("$", |x| x.tag())
}

/// items further away than this tell nothing of a number
const FAR: usize = 13;

/// The tags before an item that have so many numbers between: L0goal.
pub fn tags_left<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, between: &[usize]) -> Feats<'a> {
    let (n, at) = (item.n_before(), item.at());
    let mut found = Vec::new();
    for other in &line.items[at.saturating_sub(FAR)..at] {
        let so_many = n - other.n_before();
        if !other.counts && between.contains(&so_many) {
            found.push(f!(doc, "L", so_many, other.tag()));
        }
    }
    found
}

/// The tags behind an item that have so many numbers between: R1over.
pub fn tags_right<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, between: &[usize]) -> Feats<'a> {
    let (n, from) = (item.n_before() + item.counts as usize, item.at() + 1);
    let mut found = Vec::new();
    for other in &line.items[from..line.items.len().min(from + FAR)] {
        let so_many = other.n_before() - n;
        if !other.counts && between.contains(&so_many) {
            found.push(f!(doc, "R", so_many, other.tag()));
        }
    }
    found
}

/// The number before a number, if any.
pub fn number_left<'a>(line: &'a Line<'a>, item: &Item<'a>) -> Option<&'a Item<'a>> {
    item.n_before().checked_sub(1).and_then(|k| line.counting.get(k)).copied()
}

/// The number behind a number, if any.
pub fn number_right<'a>(line: &'a Line<'a>, item: &Item<'a>) -> Option<&'a Item<'a>> {
    line.counting.get(item.n_before() + 1).copied()
}

/// The tags of the line (S).
pub fn bag<'a>(doc: &Document<'a>, line: &'a Line<'a>) -> &'a [&'a str] {
    line.bag.get_or_init(|| {
        let kinds = [line.cues, line.frames, line.rates, line.grades];
        let mut tags: Vec<&str> = kinds.iter().flat_map(|kind| kind.iter()).map(|x| x.tag()).collect();
        tags.sort_unstable();
        tags.dedup();
        for tag in &mut tags {
            *tag = f!(doc, "S", *tag);
        }
        doc.arena.slice(&tags)
    })
}

/// The line before, where it is in the same paragraph.
pub fn line_before<'a>(doc: &Document<'a>, line: &Line<'a>) -> Option<&'a Line<'a>> {
    let before = &doc.lines[line.index.checked_sub(1)?];
    if before.is_title || before.paragraph != line.paragraph {
        None
    } else {
        Some(before)
    }
}

/// The tags of the line before, where it is in the same paragraph (P).
pub fn bag_before<'a>(doc: &Document<'a>, line: &'a Line<'a>) -> Feats<'a> {
    match line_before(doc, line) {
        Some(before) => bag(doc, before).iter().map(|tag| f!(doc, "P", tag[1..])).collect(),
        None => Vec::new(),
    }
}

/// A short view of what kind of sentence an item stands in, for candidates that stand in no sentence of their own.
pub fn lead<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Feats<'a> {
    let (items, at) = (line.items, item.at());
    let mut found = Vec::new();
    for (k, x) in items.iter().enumerate().take(at + 6).skip(at.saturating_sub(4)) {
        if matches!(x.kind, Kind::Cue | Kind::Frame) {
            found.push(f!(doc, "~", if k < at { "<" } else { ">" }, x.tag()));
        }
    }
    let (joined, after) = words_behind(doc, line, item);
    found.push(f!(doc, "~a", *head(joined, 2)));
    found.extend(after.iter().map(|w| f!(doc, "~n", *head(w, 2))));
    found
}

/// How many years from the year of publication, three at most.
fn step(doc: &Document<'_>, time: &Time<'_>) -> Option<i32> {
    Some((time.years.last()? - doc.day?.year).clamp(-3, 3))
}

/// The time before an item in its line, as steps from the year of publication.
pub fn time_before<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Feats<'a> {
    let time = match line.times.iter().rev().find(|x| x.start < item.start) {
        Some(x) => x.time(),
        None => return vec!["tl0"],
    };
    let mut found = vec![f!(doc, "tlr", time.role)];
    if let Some(n) = step(doc, &time) {
        found.push(f!(doc, "tl", crate::arena::Signed(n), if time.is_range { "r" } else { "" }));
    }
    found
}

/// The year behind an item in its line, as steps from the year of publication.
pub fn time_behind<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Feats<'a> {
    let time = line.times.iter().find(|x| x.start > item.start);
    match time.and_then(|x| step(doc, &x.time())) {
        Some(n) => vec![f!(doc, "tr", crate::arena::Signed(n))],
        None => Vec::new(),
    }
}

/// The years on both sides, as steps from the year of publication.
pub fn nearest_time<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Feats<'a> {
    let mut found = time_before(doc, line, item);
    found.extend(time_behind(doc, line, item));
    found
}

/// so many items between two are looked at
const NEAR: usize = 8;

/// How another item of the same line stands to an item: side, distance, rivals and likes between, what the gap says.
///
/// The first four are the side alone, with the rivals between, with the rivals and likes between, and with the clauses between.
pub fn between<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, other: &Item<'a>, rivals: &[&'a Item<'a>]) -> Feats<'a> {
    let mut found = Vec::with_capacity(16);
    put_between(doc, line, item, other, rivals, &mut found);
    found
}

/// An item of the line itself that a candidate stands for: h and what `between` tells, with room for more.
pub fn beside<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, other: &Item<'a>, rivals: &[&'a Item<'a>]) -> Feats<'a> {
    let mut found = Vec::with_capacity(28);
    found.push("h");
    put_between(doc, line, item, other, rivals, &mut found);
    found
}

fn put_between<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &Item<'a>,
    other: &Item<'a>,
    rivals: &[&'a Item<'a>],
    found: &mut Feats<'a>,
) {
    let is_behind = other.start > item.start;
    let (a, b) = if is_behind { (item, other) } else { (other, item) };
    let (low, high) = (a.at(), b.at());
    let side = if is_behind { ">" } else { "<" };
    let likes = if item.kind == Kind::Number { line.numbers } else { line.grades };
    let inner = line.items.get(low + 1..high).unwrap_or(&[]);
    let (mut c, mut m) = (0, 0);
    if !inner.is_empty() {
        // those of `whos` are the places and then the subjects, each in order
        let is_two = std::ptr::eq(rivals, line.whos);
        let (ones, others) = rivals.split_at(if is_two { line.places.len() } else { rivals.len() });
        c = (inside(ones, low, high, 3) + inside(others, low, high, 3)).min(3);
        m = inside(likes, low, high, 2);
    }
    let gap = doc.text.str(a.end, b.start);
    let mut n_clauses = inner.iter().filter(|x| x.tag() == "clause").take(2).count();
    if n_clauses < 2 {
        n_clauses += gap.bytes().filter(|&c| c == b',').count();
    }
    found.push(side);
    found.push(f!(doc, side, "c", c));
    found.push(f!(doc, side, "c", c.min(2), "m", m));
    found.push(f!(doc, side, "cl", n_clauses.min(2)));
    if !is_behind {
        found.push(f!(doc, "<d", distance(a.end, b.start)));
        found.push(f!(doc, "<tg", other.tag()));
        found.extend(inner[inner.len().saturating_sub(NEAR)..].iter().map(|x| f!(doc, "<bw", x.tag())));
    }
    if b.start.saturating_sub(a.end) <= 8 {
        found.push(doc.arena.write(|to| {
            to.push_str(side);
            to.push_str("gap");
            put_without_digits(gap, to);
        }));
    } else {
        found.push(f!(doc, side, "g<", *head(gap, 2)));
        found.push(f!(doc, side, "g>", *tail(gap, 2)));
    }
}

/// How many of some items in order stand between two places among the items of their line; counts no further than `most`.
fn inside(items: &[&Item<'_>], low: usize, high: usize, most: usize) -> usize {
    let first = items.partition_point(|x| x.at() <= low);
    items[first..].iter().take(most).take_while(|x| x.at() < high).count()
}

/// A gap with 0 for each run of digits.
fn put_without_digits(gap: &str, to: &mut crate::arena::Out) {
    let mut is_digit = false;
    for c in gap.chars() {
        if !c.is_ascii_digit() {
            to.push(c);
        } else if !is_digit {
            to.push('0');
        }
        is_digit = c.is_ascii_digit();
    }
}

/// which items of a line a step counts
pub type ItemsOf = for<'x, 'a> fn(&'x Line<'a>) -> Items<'a>;

pub fn times_of<'a>(line: &Line<'a>) -> Items<'a> {
    line.times
}
pub fn rates_of<'a>(line: &Line<'a>) -> Items<'a> {
    line.rates
}
pub fn whos_of<'a>(line: &Line<'a>) -> Items<'a> {
    line.whos
}
pub fn claims_of<'a>(line: &Line<'a>) -> Items<'a> {
    line.claims
}

/// How far back the mention before stands, and how many items of a kind stand between; None where there is none.
pub fn step_from<'a>(
    doc: &Document<'a>,
    earlier: Option<(&'a Line<'a>, &'a Item<'a>)>,
    line: &'a Line<'a>,
    item: &Item<'a>,
    kind: ItemsOf,
) -> Option<[&'a str; 3]> {
    let (before, mention) = earlier?;
    let lines = line.index.saturating_sub(before.index);
    let here = kind(line).iter().filter(|x| x.start < item.start);
    let n = if lines == 0 {
        here.filter(|x| mention.end <= x.start).take(2).count()
    } else {
        here.take(2).count() + kind(before).iter().filter(|x| x.start > mention.end).take(2).count()
    };
    let step = f!(doc, "sd", lines.min(3), "n", n.min(2));
    Some([
        step,
        f!(doc, step, if before.paragraph == line.paragraph { "p" } else { "q" }),
        f!(doc, "tt", before.is_title, line.is_title),
    ])
}

/// What `mark_the_last` adds to one candidate: whether the mention before took it (`ps`) or another (`po`), and how far back that was.
pub fn mark<'a>(doc: &Document<'a>, features: &mut Feats<'a>, is_mine: bool, step: &[&'a str; 3]) {
    if is_mine {
        features.extend(step.iter().map(|x| f!(doc, "ps", *x)));
    } else {
        features.push(f!(doc, "po", step[0]));
    }
}
