//! `completions.py`: what a row of a target may take besides its own numbers: what arithmetic proves to belong to it, and what stands near and may be what it lacks.

use crate::hash::FxMap as HashMap;

use crate::document::{Document, Triple};
use crate::targets::{describe, Figure, Figures, Seen, ACTUAL, RATE, TARGET};

/// a number that is less likely than this to be what a row lacks is not tried, unless arithmetic speaks for it
const LIKELY: f64 = 0.05;
/// a number further from a row than this many lines is not tried
const LINES: usize = 2;
/// so many are tried for each role, the likeliest first
const TRIED: usize = 2;

/// The numbers of an article as figures, each described once for each role in which it is tried.
pub struct Numbers<'d, 'a> {
    pub doc: &'d Document<'a>,
    pub seen: &'d [Seen<'a>],
    /// by start of a number, its place in `seen`
    by_start: HashMap<usize, usize>,
    figures: HashMap<(usize, &'static str), &'a Figure<'a>>,
}

impl<'d, 'a> Numbers<'d, 'a> {
    pub fn new(doc: &'d Document<'a>, seen: &'d [Seen<'a>], figures: &[&'a Figure<'a>]) -> Numbers<'d, 'a> {
        Numbers {
            doc,
            seen,
            by_start: seen.iter().enumerate().map(|(k, s)| (s.item.start, k)).collect(),
            figures: figures.iter().map(|x| ((x.item.start, x.role), *x)).collect(),
        }
    }

    /// The number that starts there in this role; None where it was not judged or is nobody's.
    pub fn figure(&mut self, start: usize, role: &'static str) -> Option<&'a Figure<'a>> {
        let seen = &self.seen[*self.by_start.get(&start)?];
        let doc = self.doc;
        let figure = *self
            .figures
            .entry((start, role))
            .or_insert_with(|| describe(doc, seen.line, seen.item, role, seen.p_of(role), seen.before));
        figure.who.map(|_| figure)
    }

    /// The numbers of a triple as figures.
    fn of(&mut self, triple: &Triple<'a>) -> Option<Figures<'a>> {
        // all are described, even where one of them is nobody's
        let figures: Vec<Option<&'a Figure<'a>>> = places(triple).map(|(start, role)| self.figure(start, role)).collect();
        figures.into_iter().collect()
    }
}

/// Where the numbers of a triple start, with their roles.
fn places(triple: &Triple<'_>) -> impl Iterator<Item = (usize, &'static str)> {
    let rate = triple.rate.map(|x| (x.1.start, RATE));
    [(triple.target.1.start, TARGET), (triple.actual.1.start, ACTUAL)]
        .into_iter()
        .chain(rate)
}

/// The figures of a row with those that arithmetic ties to one of them, each with a word for the change.
pub fn proved<'a>(numbers: &mut Numbers<'_, 'a>, figures: &[&'a Figure<'a>]) -> Vec<(&'static str, Figures<'a>)> {
    let mut found = Vec::new();
    let is_mine = |place: &(usize, &'static str)| figures.iter().any(|x| (x.item.start, x.role) == *place);
    let doc = numbers.doc;
    for triple in &doc.triples {
        let n_mine = places(triple).filter(is_mine).count();
        if n_mine == 0 || n_mine == places(triple).count() {
            continue;
        }
        if let Some(new) = numbers.of(triple) {
            let mut changed: Figures<'a> = figures.iter().copied().filter(|x| !new.iter().any(|y| y.role == x.role)).collect();
            changed.extend(new);
            found.push((if triple.rate.is_some() { "proved" } else { "difference" }, changed));
        }
    }
    found
}

/// The figures of a row with one that stands near and may have a role that none of them has, each with a word for the change.
pub fn likely<'a>(numbers: &mut Numbers<'_, 'a>, figures: &[&'a Figure<'a>]) -> Vec<(&'static str, Figures<'a>)> {
    let mut found = Vec::new();
    let first = figures.iter().map(|x| x.line.index).min().unwrap_or(0);
    let last = figures.iter().map(|x| x.line.index).max().unwrap_or(0);
    for (role, change) in [(TARGET, "with target"), (ACTUAL, "with actual"), (RATE, "with rate")] {
        if figures.iter().any(|x| x.role == role) {
            continue;
        }
        let seen = numbers.seen;
        let mut near: Vec<&Seen<'a>> = seen
            .iter()
            .filter(|s| {
                s.p_of(role) >= LIKELY
                    && !figures.iter().any(|x| x.item.start == s.item.start)
                    && first <= s.line.index + LINES
                    && s.line.index <= last + LINES
            })
            .collect();
        near.sort_by(|a, b| {
            (-a.p_of(role), a.item.start)
                .partial_cmp(&(-b.p_of(role), b.item.start))
                .expect("no probability is NaN")
        });
        for s in near.into_iter().take(TRIED) {
            if let Some(figure) = numbers.figure(s.item.start, role) {
                let mut changed = figures.to_vec();
                changed.push(figure);
                found.push((change, changed));
            }
        }
    }
    found
}
