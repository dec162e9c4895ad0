//! `series.py`: numbers that are told in one breath and so are of one kind.

use std::collections::HashSet;

use crate::hash::FxMap as HashMap;

use crate::document::Document;
use crate::model::*;
use crate::rates::OTHER;
use crate::targets::{by_legend, Seen};
use crate::text::Text;

crate::patterns! { "series", pub struct Rx { bullet: "_BULLET", goes_on: "_GOES_ON", is: "_IS" } }

/// The kind that a number has with those beside it, and how sure that is.
#[derive(Clone, Copy)]
pub struct Told {
    pub role: &'static str,
    pub p: f64,
}

/// how sure a pair is by its legend
const BY_LEGEND: f64 = 0.97;

type Members<'a> = Vec<&'a Item<'a>>;

/// The numbers that are told in one breath, two or more each, by order of the text; no number is in two of them: fills `series` and `n_in_series`.
pub fn series_of(doc: &mut Document<'_>) {
    let mut told = Vec::new();
    columns(doc.lines, &mut told);
    for line in doc.lines {
        cells(&doc.core.series, doc.text, line, &mut told);
        enumerated(&doc.core.series, doc.text, line, &mut told);
    }
    let mut taken: HashSet<usize> = HashSet::new();
    for members in told {
        if members.iter().any(|x| taken.contains(&x.start)) {
            continue;
        }
        taken.extend(members.iter().map(|x| x.start));
        doc.n_in_series.extend(members.iter().map(|x| (x.start, members.len())));
        doc.series.push(members);
    }
}

/// The numbers that stand in the same place of list lines with as many numbers of jobs, which follow each other; so the rates.
fn columns<'a>(lines: &'a [Line<'a>], found: &mut Vec<Members<'a>>) {
    let mut first = 0;
    for k in 1..=lines.len() {
        let head = &lines[first];
        if k < lines.len() && lines[k].is_list == head.is_list && lines[k].jobs.len() == head.jobs.len() {
            continue;
        }
        if head.is_list {
            let rows = &lines[first..k];
            across(rows.iter().map(|line| line.jobs), found);
            across(rows.iter().map(|line| line.percents), found);
        }
        first = k;
    }
}

/// The same of a list that is printed in one line, with a mark before each of its cells: '▷직접일자리 7450명(7931명) ▷고용서비스 …'.
fn cells<'a>(rx: &Rx, text: Text<'a>, line: &'a Line<'a>, found: &mut Vec<Members<'a>>) {
    if line.jobs.len() < 2 && line.percents.len() < 2 {
        return;
    }
    let marks: Vec<usize> = rx
        .bullet
        .find_all(text.chars, line.start, line.end)
        .iter()
        .map(|m| m.start())
        .collect();
    if marks.len() < 2 {
        return;
    }
    for items in [line.jobs, line.percents] {
        let mut left = &items[items.partition_point(|x| x.start <= marks[0])..];
        let mut rows: Vec<Items<'a>> = Vec::new();
        while let Some(x) = left.first() {
            let end = marks
                .get(marks.partition_point(|mark| *mark <= x.start))
                .copied()
                .unwrap_or(usize::MAX);
            let (row, rest) = left.split_at(left.partition_point(|x| x.start < end));
            rows.push(row);
            left = rest;
        }
        across(rows.iter().copied(), found);
    }
}

/// The columns of the rows that are not empty, where all of these are of one length.
fn across<'a>(rows: impl Iterator<Item = Items<'a>>, found: &mut Vec<Members<'a>>) {
    let filled: Vec<Items<'a>> = rows.filter(|row| !row.is_empty()).collect();
    if filled.len() < 2 || filled.iter().any(|row| row.len() != filled[0].len()) {
        return;
    }
    found.extend((0..filled[0].len()).map(|k| filled.iter().map(|row| row[k]).collect()));
}

/// The numbers of one line that follow each other with nothing but the name of the next one between.
fn enumerated<'a>(rx: &Rx, text: Text<'a>, line: &'a Line<'a>, found: &mut Vec<Members<'a>>) {
    if line.places.len().max(line.years.len()).max(line.rates.len()) < 2 {
        return;
    }
    let mut is_open = false;
    for pair in line.counting.windows(2) {
        let (left, right) = (pair[0], pair[1]);
        let goes_on = follows(rx, text, line, left, right);
        if goes_on {
            match found.last_mut().filter(|_| is_open) {
                Some(members) => members.push(right),
                None => found.push(vec![left, right]),
            }
        }
        is_open = goes_on;
    }
}

fn follows<'a>(rx: &Rx, text: Text<'a>, line: &'a Line<'a>, left: &Item<'a>, right: &Item<'a>) -> bool {
    if (left.is_job, left.is_percent) != (right.is_job, right.is_percent) || !(left.is_job || left.is_percent) {
        return false;
    }
    let rates = if left.is_percent { line.rates } else { &[] };
    let mut between = [line.places, line.years, rates]
        .into_iter()
        .flatten()
        .filter(|x| left.end <= x.start && x.end <= right.start);
    let head = match (between.next(), between.next()) {
        (Some(head), None) => head,
        _ => return false,
    };
    if head.kind == Kind::Rate && !(is_kept(head) && rate_before(line, left).is_some_and(is_kept)) {
        return false;
    }
    rx.goes_on.is_whole(text.chars, left.end, head.start) && rx.is.is_whole(text.chars, head.end, right.start)
}

/// The rate named last before an item in its line.
pub fn rate_before<'a>(line: &Line<'a>, item: &Item<'a>) -> Option<&'a Item<'a>> {
    line.rates.iter().rev().find(|x| x.end <= item.start).copied()
}

/// Whether a rate is one of which levels are kept: of employment or unemployment, not of men or of those in their thirties.
fn is_kept(item: &Item<'_>) -> bool {
    let rate = item.rate();
    rate.word != Some("") && !rate.kinds.contains(&OTHER)
}

/// The numbers, by their start, of series whose members were found to be of several kinds, with the kind of the whole.
pub fn settle<'a>(doc: &Document<'a>, decided: &[Seen<'a>]) -> HashMap<usize, Told> {
    let mut told = HashMap::default();
    // A legend ('목표(실적)') says it of both numbers of a pair.
    for x in decided.iter().filter(|x| x.item.is_job) {
        if let Some(role) = by_legend(doc, x.line, x.item) {
            told.insert(x.item.start, Told { role, p: BY_LEGEND });
        }
    }
    if doc.series.is_empty() {
        return told;
    }
    let by_start: HashMap<usize, &Seen<'a>> = decided.iter().map(|x| (x.item.start, x)).collect();
    for members in &doc.series {
        if members.iter().any(|x| told.contains_key(&x.start)) {
            continue;
        }
        let known: Vec<&Seen<'a>> = members.iter().filter_map(|x| by_start.get(&x.start).copied()).collect();
        if known.len() < 2 || known.iter().all(|x| likeliest(&x.p).0 == likeliest(&known[0].p).0) {
            continue;
        }
        let mean = |role: &str| {
            let p = |x: &Seen<'a>| x.p.iter().find(|(r, _)| *r == role).map_or(0.0, |(_, p)| *p);
            let total: f64 = known.iter().fold(0.0, |total, x| total + p(x).max(1e-6).ln());
            (total / known.len() as f64).exp()
        };
        let means: Vec<(&'static str, f64)> = known[0].p.iter().map(|(role, _)| (*role, mean(role))).collect();
        let (role, p) = likeliest(&means);
        let total: f64 = means.iter().fold(0.0, |total, x| total + x.1);
        told.extend(members.iter().map(|x| (x.start, Told { role, p: p / total })));
    }
    told
}

/// The most probable; the first of equals.
fn likeliest(p: &[(&'static str, f64)]) -> (&'static str, f64) {
    let mut found = p[0];
    for x in p {
        if x.1 > found.1 {
            found = *x;
        }
    }
    found
}
