//! `figures.py`: arithmetic between the numbers of neighbouring lines: which are target, result, rate and difference of each other.

use crate::hash::FxMap as HashMap;

use crate::document::{Document, Triple};
use crate::f;
use crate::model::*;

/// numbers further apart than this many lines do not prove each other
const LINES: usize = 3;
/// the work stays linear: no number is compared with more than this many neighbours
const MOST: usize = 12;

/// Whether a computed percentage is the printed one, rounded or cut off to its digits; rounded numbers leave more room.
pub fn fits(ratio: f64, printed: f64, is_rounded: bool) -> bool {
    if is_rounded {
        return (ratio - printed).abs() <= f64::max(1.0, 0.012 * printed);
    }
    let step = if printed % 1.0 != 0.0 { 0.1 } else { 1.0 };
    (ratio - printed).abs() <= step / 2.0 + 0.005 || (0.0 <= ratio - printed && ratio - printed < step)
}

/// A number and the line that it stands in.
type Place<'a> = (&'a Line<'a>, &'a Item<'a>);

fn value(place: Place<'_>) -> f64 {
    place.1.amount().value
}

fn is_rounded(place: Place<'_>) -> bool {
    place.1.amount().is_rounded
}

/// What the arithmetic makes of a number, by its start: T, A, P: target, result and rate of each other; t, a, e: the same where the rate is
/// the excess; dh, dl, dd: two numbers and their difference.
type Roles = HashMap<usize, Vec<&'static str>>;

fn note(roles: &mut Roles, role: &'static str, place: Place<'_>) {
    let of = roles.entry(place.1.start).or_default();
    if let Err(at) = of.binary_search(&role) {
        of.insert(at, role);
    }
}

/// What the numbers of a document prove of each other: fills `proofs` and `triples`.
pub fn arithmetic(doc: &mut Document<'_>) {
    let numbers: Vec<Place> = doc
        .lines
        .iter()
        .flat_map(|line| line.jobs.iter().map(move |x| (line, *x)))
        .collect();
    let mut roles = HashMap::default();
    let mut triples = Vec::new();
    rates(doc.lines, &numbers, &mut roles, &mut triples);
    differences(&numbers, &mut roles, &mut triples);
    doc.proofs = roles;
    doc.triples = triples;
}

/// The numbers whose ratio is printed.
fn rates<'a>(lines: &'a [Line<'a>], numbers: &[Place<'a>], roles: &mut Roles, found: &mut Vec<Triple<'a>>) {
    let titles: Vec<Place> = numbers.iter().copied().filter(|n| n.0.is_title).take(MOST).collect();
    let body: Vec<Place> = numbers.iter().copied().filter(|n| !n.0.is_title).collect();
    let mut near: Vec<Place> = Vec::new();
    let mut proved: Vec<(bool, Triple<'a>)> = Vec::new();
    for line in lines {
        for &x in line.percents {
            let amount = x.amount();
            let printed = amount.value;
            if amount.unit != Unit::Percent || !(15.0..=1500.0).contains(&printed) {
                continue;
            }
            let at = body.partition_point(|n| n.1.start < x.start);
            let around = &body[at.saturating_sub(MOST)..body.len().min(at + MOST)];
            near.clear();
            near.extend(&titles);
            near.extend(
                around
                    .iter()
                    .filter(|n| n.0.index <= line.index + 1 && line.index <= n.0.index + LINES),
            );
            near.sort_by_key(|n| n.1.start.abs_diff(x.start));
            near.truncate(MOST);
            let rate = (line, x);
            proved.clear();
            for (i, &target) in near.iter().enumerate() {
                for (j, &actual) in near.iter().enumerate() {
                    let (over, under) = (value(actual), value(target));
                    if i == j || over == under {
                        continue;
                    }
                    let ratio = over / under * 100.0;
                    let rounded = is_rounded(actual) || is_rounded(target);
                    if fits(ratio, printed, rounded) {
                        let triple = Triple {
                            target,
                            actual,
                            rate: Some(rate),
                        };
                        proved.push((rounded, triple));
                    } else if ratio > 100.0 && printed < 100.0 && fits(ratio - 100.0, printed, false) {
                        note(roles, "t", target);
                        note(roles, "a", actual);
                        note(roles, "e", rate);
                    }
                }
            }
            let exact: Vec<&Triple> = proved.iter().filter(|x| !x.0).map(|x| &x.1).collect();
            for (rounded, triple) in &proved {
                if *rounded && !exact.is_empty() && !exact.iter().any(|other| repeats(triple, other)) {
                    continue; // what rounded numbers happen to make proves nothing beside exact ones
                }
                note(roles, "T", triple.target);
                note(roles, "A", triple.actual);
                note(roles, "P", rate);
                found.push(*triple);
            }
        }
    }
}

/// Whether a triple has no exact number that is not in the other one's place.
fn repeats(rounded: &Triple, exact: &Triple) -> bool {
    let pairs = [(rounded.target, exact.target), (rounded.actual, exact.actual)];
    pairs.into_iter().all(|(one, other)| is_rounded(one) || value(one) == value(other))
}

/// The numbers whose difference is printed.
fn differences<'a>(numbers: &[Place<'a>], roles: &mut Roles, found: &mut Vec<Triple<'a>>) {
    for (i, &one) in numbers.iter().enumerate() {
        for &other in numbers.iter().skip(i + 1).take(4) {
            if one.0.index.abs_diff(other.0.index) > 1 {
                continue;
            }
            let (low, high) = if value(other) < value(one) { (other, one) } else { (one, other) };
            let gap = value(high) - value(low);
            for &third in &numbers[i.saturating_sub(3)..numbers.len().min(i + 7)] {
                let c = value(third);
                if same(third.1, one.1) || same(third.1, other.1) || third.0.index.abs_diff(one.0.index) > 1 {
                    continue;
                }
                if !(0.0 < c && c < value(low)) {
                    continue;
                }
                let rounded = is_rounded(one) || is_rounded(other) || is_rounded(third);
                if (gap - c).abs() <= if rounded { 0.012 * value(high) } else { 0.5 } {
                    note(roles, "dh", high);
                    note(roles, "dl", low);
                    note(roles, "dd", third);
                    found.push(Triple {
                        target: low,
                        actual: high,
                        rate: None,
                    });
                    found.push(Triple {
                        target: high,
                        actual: low,
                        rate: None,
                    });
                }
            }
        }
    }
}

/// How a number of jobs compares with the ones on both sides in its line.
pub fn neighbours<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> Feats<'a> {
    let mut found = Vec::new();
    if !item.is_job {
        return found;
    }
    let numbers = line.jobs;
    let k = match numbers.iter().position(|x| same(*x, item)) {
        Some(k) => k,
        None => return found,
    };
    let left = k.checked_sub(1).map(|k| numbers[k]);
    for (side, other) in [("rl", left), ("rr", numbers.get(k + 1).copied())] {
        if let Some(other) = other {
            let ratio = item.amount().value / other.amount().value.max(1.0);
            let size = if (0.5..=2.0).contains(&ratio) {
                "~"
            } else if ratio < 0.5 {
                "<"
            } else {
                ">"
            };
            found.push(f!(doc, side, size, if ratio > 1.0 { ">" } else { "<" }));
        }
    }
    found
}
