//! `series.py`: numbers that are told in one breath and so are of one kind.

use std::collections::HashSet;

use crate::hash::FxMap as HashMap;

use crate::document::Document;
use crate::model::*;
use crate::rates::OTHER;
use crate::targets::{by_legend, tells_target_or_result, Seen};

crate::patterns! { "series", pub struct Rx { bullet: "_BULLET", goes_on: "_GOES_ON", is: "_IS", next_part: "_NEXT_PART", same_name: "_SAME_NAME" } }

/// Of which name of which list a number is told: where both begin.
#[derive(Clone, Copy)]
pub struct Cell {
    pub series: usize,
    pub start: usize,
}

/// The kind that a number has with those beside it, and how sure that is.
#[derive(Clone, Copy)]
pub struct Told {
    pub role: &'static str,
    pub p: f64,
}

/// how sure a pair is by its legend
const BY_LEGEND: f64 = 0.97;

type Members<'a> = Vec<&'a Item<'a>>;
/// The lists of one line, each the numbers of each of its names.
type Lists<'a> = Vec<Vec<Members<'a>>>;

/// The numbers that are told in one breath, two or more each, by order of the text: no number is in two of them. And the cell of each number that
/// stands in a list of one line. Fills `series`, `told_with` and `cells`.
pub fn read_series<'a>(doc: &mut Document<'a>) {
    let mut told = Vec::new();
    columns(doc.lines, &mut told);
    for line in doc.lines.iter().filter(|line| !line.counting.is_empty()) {
        let (marks, lists) = (marks_of(doc, line), enumerations(doc, line));
        cells(line, &marks, &mut told);
        enumerated(&lists, &mut told);
        cells_of(line, &marks, &lists, &mut doc.cells);
    }
    let mut taken: HashSet<usize> = HashSet::new();
    for members in told {
        if members.iter().any(|x| taken.contains(&x.start)) {
            continue;
        }
        taken.extend(members.iter().map(|x| x.start));
        let k = doc.series.len();
        doc.told_with.extend(members.iter().map(|x| (x.start, k)));
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
fn cells<'a>(line: &'a Line<'a>, marks: &[usize], found: &mut Vec<Members<'a>>) {
    if marks.is_empty() {
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

/// Where the cells of a list that is printed in one line begin; none where these tell target and result: '▲목표 5000개 ▲실적 5120개'.
fn marks_of<'a>(doc: &Document<'a>, line: &Line<'a>) -> Vec<usize> {
    let rx = &doc.core.series;
    let marks: Vec<usize> = rx
        .bullet
        .find_iter(doc.text.chars, line.start, line.end)
        .map(|m| m.start())
        .collect();
    let tells = |from: usize| line.cues.iter().any(|x| x.start > from && tells_target_or_result(doc, x.tag()));
    if marks.len() < 2 || tells(marks[0]) {
        return Vec::new();
    }
    marks
}

/// The columns of the rows that are not empty, where all of these are of one length.
fn across<'a>(rows: impl Iterator<Item = Items<'a>>, found: &mut Vec<Members<'a>>) {
    let filled: Vec<Items<'a>> = rows.filter(|row| !row.is_empty()).collect();
    if filled.len() < 2 || filled.iter().any(|row| row.len() != filled[0].len()) {
        return;
    }
    found.extend((0..filled[0].len()).map(|k| filled.iter().map(|row| row[k]).collect()));
}

/// The columns of the numbers of one line that follow each other with nothing but the name of the next one between; a name may have several.
fn enumerated<'a>(lists: &Lists<'a>, found: &mut Vec<Members<'a>>) {
    for cells in lists {
        found.extend((0..cells[0].len()).map(|k| cells.iter().map(|cell| cell[k]).collect()));
    }
}

/// The lists of one line, each the numbers of each of its names, as many of the same kinds for each.
fn enumerations<'a>(doc: &Document<'a>, line: &'a Line<'a>) -> Lists<'a> {
    let (rx, text) = (&doc.core.series, doc.text);
    let mut found: Vec<Vec<Members<'a>>> = Vec::new();
    let mut cells: Vec<Members<'a>> = Vec::new();
    for pair in line.counting.windows(2) {
        let (left, right) = (pair[0], pair[1]);
        if !may_be_told(left) || !may_be_told(right) {
            even(&mut cells, &mut found);
            continue;
        }
        if cells.is_empty() {
            cells.push(vec![left]);
        }
        if follows(doc, line, left, right) {
            cells.push(vec![right]);
        } else if rx.same_name.is_whole(text.chars, left.end, right.start) {
            cells.last_mut().expect("a cell").push(right);
        } else {
            even(&mut cells, &mut found);
        }
    }
    even(&mut cells, &mut found);
    found
}

fn may_be_told(item: &Item<'_>) -> bool {
    item.is_job || item.is_percent
}

/// Takes the runs of cells with numbers of the same kinds; before the first name the whole may stand: '5천407명 가운데 직접일자리 2462명, 창업 70명'.
fn even<'a>(cells: &mut Vec<Members<'a>>, found: &mut Vec<Vec<Members<'a>>>) {
    let mut cells = std::mem::take(cells);
    if cells.len() < 2 {
        return;
    }
    let n = cells[1].len();
    let n_whole = cells[0].len().saturating_sub(n);
    cells[0].drain(..n_whole);
    let is_alike = |a: &Members<'a>, b: &Members<'a>| a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.is_job == y.is_job);
    let mut first = 0;
    for k in 1..=cells.len() {
        if k < cells.len() && is_alike(&cells[k - 1], &cells[k]) {
            continue;
        }
        if k - first > 1 {
            found.push(cells[first..k].to_vec());
        }
        first = k;
    }
}

fn follows<'a>(doc: &Document<'a>, line: &'a Line<'a>, left: &Item<'a>, right: &Item<'a>) -> bool {
    let (rx, text) = (&doc.core.series, doc.text);
    let rates = if right.is_percent { line.rates } else { &[] };
    let mut between = [line.places, line.years, rates]
        .into_iter()
        .flatten()
        .filter(|x| left.end <= x.start && x.end <= right.start);
    let head = match (between.next(), between.next()) {
        (Some(head), None) => head,
        (None, _) => {
            let is_next = || rx.next_part.is_whole(text.chars, left.end, right.start);
            return right.is_job && !says(doc, line, left, right) && is_next();
        }
        _ => return false,
    };
    if head.kind == Kind::Rate && !(is_kept(head) && rate_before(line, left).is_some_and(is_kept)) {
        return false;
    }
    rx.goes_on.is_whole(text.chars, left.end, head.start) && rx.is.is_whole(text.chars, head.end, right.start)
}

/// Whether a word between two numbers tells anew what the second one is.
fn says<'a>(doc: &Document<'a>, line: &Line<'a>, left: &Item<'a>, right: &Item<'a>) -> bool {
    line.items[left.at() + 1..right.at()]
        .iter()
        .any(|x| tells_target_or_result(doc, x.tag()))
}

/// The cell of each number, by its start, that stands in a list of one line: numbers of two cells of one list make no row.
fn cells_of<'a>(line: &Line<'a>, marks: &[usize], lists: &Lists<'a>, found: &mut HashMap<usize, Cell>) {
    for cells in lists {
        let series = cells[0][0].start;
        for cell in cells {
            let start = cell[0].start;
            found.extend(cell.iter().map(|x| (x.start, Cell { series, start })));
        }
    }
    for x in line.counting {
        let at = marks.partition_point(|mark| *mark <= x.start);
        if at > 0 && may_be_told(x) {
            let cell = Cell {
                series: marks[0],
                start: marks[at - 1],
            };
            found.insert(x.start, cell);
        }
    }
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
