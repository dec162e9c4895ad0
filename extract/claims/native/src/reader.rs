//! `reader.py`: one article's way from text to claims, and the claims as JSON.

use std::cell::RefCell;

use crate::arena::Arena;
use crate::awards::{read_awards, Award};
use crate::checks;
use crate::core::Core;
use crate::document::{Document, MOST};
use crate::json;
use crate::levels::{self, Level};
use crate::model::*;
use crate::rows::{read_targets, Row};
use crate::scorer::{best, classify};
use crate::spec::Spec;
use crate::targets::{self, Figure, Figures, Seen, ACTUAL, LEVEL, NONE, RATE, TARGET};

/// The words without which nothing is read, the checks, and how far the parts of a claim stand from each other.
pub struct Rx {
    about_jobs: Vec<String>,
    near: usize,
    furthest: usize,
    checks: checks::Rx,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        Ok(Rx {
            about_jobs: spec.strings("reader._ABOUT_JOBS")?,
            near: spec.get("reader._NEAR")?.number() as usize,
            furthest: spec.get("reader._FURTHEST")?.number() as usize,
            checks: checks::Rx::new(spec)?,
        })
    }
}

/// The claims of one article as JSON, as `lib.rs` hands them out: `awards`, `targets` and `indicators`, each claim with the fields of `model.py` in
/// their order. When traced also `above`, `lines` and `decisions`.
pub fn read(core: &Core, text: &str, published: Option<Day>, title: Option<&str>, is_traced: bool) -> String {
    let mut out = String::with_capacity(512);
    if !core.reader.about_jobs.iter().any(|word| text.contains(word.as_str())) {
        out.push_str("{\"awards\":[],\"targets\":[],\"indicators\":[]");
        out.push_str(if is_traced {
            ",\"above\":0,\"lines\":[],\"decisions\":[]}"
        } else {
            "}"
        });
        return out;
    }
    let arena = Arena::new();
    let trace = RefCell::new(Vec::new());
    let mut doc = Document::new(core, &arena, is_traced.then_some(&trace), text, published, title);
    prepare(&mut doc);
    write_claims(&doc, &mut out);
    if is_traced {
        write_trace(&doc, &trace.borrow(), &mut out);
    }
    out.push('}');
    out
}

/// The arithmetic of a document's numbers, and those that are told in one breath.
pub fn prepare(doc: &mut Document<'_>) {
    crate::figures::arithmetic(doc);
    crate::series::read_series(doc);
}

/// The job targets and the levels.
pub fn read_numbers<'a>(doc: &Document<'a>) -> (Vec<Row<'a>>, Vec<Level<'a>>) {
    let (mut figures, mut levels, mut seen) = read_figures(doc, None);
    let told = crate::series::settle(doc, &seen);
    if !told.is_empty() {
        (figures, levels, seen) = read_figures(doc, Some(&told));
    }
    (read_targets(doc, &figures, &seen), levels)
}

type ToldByStart = crate::hash::FxMap<usize, crate::series::Told>;

/// The numbers of job targets, the levels, and how sure each number is to be what, in order of the text. `told`: what numbers are by those
/// beside them (`series::settle`), by their start.
pub fn read_figures<'a>(doc: &Document<'a>, told: Option<&ToldByStart>) -> (Figures<'a>, Vec<Level<'a>>, Vec<Seen<'a>>) {
    let mut figures: Figures<'a> = Vec::new();
    let mut levels: Vec<Level<'a>> = Vec::new();
    let mut seen: Vec<Seen<'a>> = Vec::new();
    let mut last: Option<(&'a Line<'a>, &'a Item<'a>, &'static str)> = None;
    let mut before: Option<&'a Figure<'a>> = None; // the last figure that is somebody's
    let mut refused: Vec<f64> = Vec::new(); // the percentages that the body tells as no levels
    let mut n = 0;
    for line in doc.lines {
        for &item in line.items {
            if n == MOST {
                break;
            }
            let (decision, mut features) = if item.is_percent {
                let mut features = levels::percent_features(doc, line, item);
                let level_before = levels.last().map(|x| (x.line, x.item));
                features.extend(levels::after_the_level(doc, level_before, line, item));
                ("percent", features)
            } else if item.is_job {
                ("number", targets::number_features(doc, line, item))
            } else {
                continue;
            };
            n += 1;
            targets::after_the_figure(doc, &mut features, figures.last().copied(), line);
            targets::after_the_last(doc, &mut features, last, line, item);
            let p = classify(&doc.cx, decision, &features);
            let classes = targets::classes(decision);
            let (mut role, sure) = match told.and_then(|t| t.get(&item.start)) {
                Some(by_others) => (by_others.role, by_others.p),
                None => (classes[best(&p)], p[best(&p)]),
            };
            if matches!(role, TARGET | ACTUAL | RATE) && targets::is_of_another(doc, line, item) {
                role = NONE;
            }
            last = Some((line, item, role));
            seen.push(Seen {
                line,
                item,
                p: classes.iter().copied().zip(p).collect(),
                before,
            });
            if matches!(role, TARGET | ACTUAL | RATE) {
                let figure = targets::describe(doc, line, item, role, sure, before);
                figures.push(figure);
                if figure.who.is_some() {
                    before = Some(figure);
                }
            } else if role == LEVEL {
                levels.extend(levels::read_level(doc, line, item, sure, &levels));
            } else if decision == "percent" && !line.is_title {
                refused.push(item.amount().value);
            }
        }
    }
    let mut levels = levels::without_aims(levels, &refused);
    levels::settle_changes(doc, &mut levels);
    (figures, levels::without_repeats(levels::shared(doc, levels)), seen)
}

// -- claims -------------------------------------------------------------------------------------------------------------------

/// The parts of a claim that stand near its value, in its own paragraph: who, when, what, in that order.
fn near(doc: &Document, what: Vec<Span>, who: &Who, when: Option<Span>) -> Vec<Span> {
    let Some((first, last)) = hull(&what) else { return what };
    let is_near = |part: Span| {
        let (low, high) = (part.start.min(first), part.end.max(last));
        part.start != NOWHERE
            && part.end > part.start
            && first - low <= doc.core.reader.near
            && high - last <= doc.core.reader.near
            && !doc.text.slice(low, high).contains(&'\n')
    };
    let mut parts = Vec::with_capacity(what.len() + 2);
    let named = span(who.start, who.end);
    if !who.is_carried && is_near(named) {
        parts.push(named);
    }
    parts.extend(when.filter(|x| is_near(*x)));
    parts.extend(what);
    parts
}

/// The evidence: the shortest run from the first to the last part of a claim.
fn hull(parts: &[Span]) -> Option<(usize, usize)> {
    Some((parts.iter().map(|p| p.start).min()?, parts.iter().map(|p| p.end).max()?))
}

/// Where the numbers of a row stand: each once, in the body before the title, those nearest to each other.
fn told_together(row: &Row) -> Vec<Span> {
    let values = [row.target.map(|x| x as f64), row.actual.map(|x| x as f64), row.pct];
    let mut held: Vec<&Figure> = row.figures.iter().copied().filter(|f| values.contains(&Some(f.value()))).collect();
    let Some(first) = held.iter().find(|f| !f.line.is_title).or(held.first()) else {
        return Vec::new();
    };
    let anchor = first.item.start;
    held.sort_by_key(|f| (f.line.is_title, f.item.start.abs_diff(anchor)));
    let mut nearest: Vec<&Figure> = Vec::new();
    for figure in held {
        if nearest.iter().all(|f| f.role != figure.role) {
            nearest.push(figure);
        }
    }
    let mut spans: Vec<Span> = nearest.iter().map(|f| f.item.span()).collect();
    spans.sort_unstable();
    spans
}

/// Where the grade stands and, behind it, its money: of the places that tell the grade the award's own, or the one next to the money if that is far.
fn told_with_its_money(doc: &Document, a: &Award) -> Vec<Span> {
    let Some(paid) = a.paid else { return vec![a.item.span()] };
    let distance_of = |item: &Item| (paid.start as i64 - item.end as i64).max(item.start as i64 - paid.end as i64);
    let mut item = a.item;
    if distance_of(item) > doc.core.reader.near as i64 {
        let told = a.told.iter().map(|(_, x)| *x).filter(|x| x.grade() == a.grade);
        item = told.min_by_key(|x| distance_of(x)).unwrap_or(item); // the first of equals
    }
    vec![item.span(), paid]
}

/// A claim on its way into JSON: one field after the other.
struct Fields<'o> {
    out: &'o mut String,
    is_first: bool,
}

impl Fields<'_> {
    fn comma(&mut self) {
        if !self.is_first {
            self.out.push(',');
        }
        self.is_first = false;
    }
    fn str(&mut self, s: &str) {
        self.comma();
        json::string(s, self.out);
    }
    fn shown(&mut self, x: impl std::fmt::Display) {
        use std::fmt::Write;
        self.comma();
        let _ = write!(self.out, "{x}");
    }
    fn or_null(&mut self, x: Option<impl std::fmt::Display>) {
        match x {
            Some(x) => self.shown(x),
            None => self.shown("null"),
        }
    }
    /// the shortest digits that Python reads as the same number
    fn float(&mut self, x: f64) {
        self.shown(format_args!("{x:?}"));
    }
    /// who it is of
    fn who(&mut self, who: &Who, label: (&str, &str, &str)) {
        self.str(who.written);
        self.str(label.0);
        self.str(label.1);
        self.str(label.2);
    }
    /// what every claim ends with; one that is not sure enough is optional whatever it says
    fn evidence(&mut self, doc: &Document, parts: &[Span], is_optional: bool, rule: &str, confidence: f64, doubts: &[&str]) {
        let checks = &doc.core.reader.checks;
        let confidence = checks.doubted(confidence, doubts);
        self.shown(is_optional || confidence < checks.sure_enough);
        let (start, end) = hull(parts).unwrap_or_default();
        self.shown(start - doc.above);
        self.shown(end - doc.above);
        self.str(doc.text.str(start, end));
        self.str(rule);
        self.float(confidence);
        self.comma();
        self.out.push('[');
        self.is_first = true;
        for doubt in doubts {
            self.str(doubt);
        }
        self.out.push_str("],[");
        self.is_first = true;
        for part in parts {
            self.shown(format_args!("[{},{}]", part.start - doc.above, part.end - doc.above));
        }
        self.out.push(']');
        self.is_first = false;
    }
}

/// Whether the article's own text bears a claim out, not only the title above it.
fn stands_in_text(doc: &Document, parts: &[Span]) -> bool {
    hull(parts).is_some_and(|(start, _)| start >= doc.above)
}

/// Whether the numbers of a row stand as near to each other as those of one do.
fn is_told_together(doc: &Document, parts: &[Span]) -> bool {
    let (start, end) = hull(parts).unwrap_or_default();
    doc.text.str(start, end).matches("\n\n").count() <= doc.core.reader.furthest
}

const CARRIED: &str = "subject carried from before";

fn write_award<'a>(doc: &Document<'a>, a: &Award<'a>, out: &mut Fields) -> bool {
    let parts = near(doc, told_with_its_money(doc, a), &a.who, a.when);
    if !stands_in_text(doc, &parts) {
        return false;
    }
    let mut doubts: Vec<&str> = Vec::new();
    doubts.extend(a.who.is_carried.then_some(CARRIED));
    doubts.extend(checks::doubts_of_place(&a.who, a.year));
    doubts.extend(
        doc.core
            .reader
            .checks
            .doubts_of_award(a.year, doc.day, a.programme != crate::frames::OTHER),
    );
    out.who(&a.who, doc.scene.label(&a.who, a.year));
    out.str(a.programme);
    out.or_null(a.year);
    out.str(a.section);
    out.str(a.grade);
    out.or_null(a.incentive_krw);
    out.evidence(doc, &parts, false, "award", a.confidence, &doubts);
    true
}

fn write_target<'a>(doc: &Document<'a>, row: &Row<'a>, out: &mut Fields) -> bool {
    let (year, period_end) = match row.year {
        Year::None => (None, None),
        Year::One(year) => (Some(year), None),
        Year::Term(first, last) => (Some(first), Some(last)),
    };
    let parts = near(doc, told_together(row), &row.who, None);
    if !stands_in_text(doc, &parts) || !is_told_together(doc, &parts) {
        return false;
    }
    let mut doubts: Vec<&str> = row.reasons.to_vec();
    doubts.extend(row.who.is_carried.then_some(CARRIED));
    doubts.extend(checks::doubts_of_place(&row.who, year));
    doubts.extend(checks::doubts_of_figures(row.target, row.actual, row.pct));
    out.who(&row.who, doc.scene.label(&row.who, year));
    out.or_null(year);
    out.or_null(period_end);
    out.str(&row.scope);
    out.or_null(row.target);
    out.or_null(row.actual);
    match row.pct {
        Some(pct) => out.float(pct),
        None => out.shown("null"),
    }
    out.evidence(doc, &parts, row.is_optional, "target", row.confidence, &doubts);
    true
}

fn write_level<'a>(doc: &Document<'a>, x: &Level<'a>, out: &mut Fields) -> bool {
    let parts = near(doc, vec![x.item.span()], &x.who, x.when);
    if !stands_in_text(doc, &parts) {
        return false;
    }
    let mut doubts: Vec<&str> = Vec::new();
    doubts.extend(x.who.is_carried.then_some(CARRIED));
    doubts.extend(checks::doubts_of_place(&x.who, x.year));
    out.who(&x.who, doc.scene.label(&x.who, x.year));
    out.or_null(x.year);
    out.str(x.indicator);
    out.float(x.value);
    out.evidence(doc, &parts, false, "level", x.confidence, &doubts);
    true
}

/// The claims of one kind as an array; `write` puts the fields of one and says whether it stands in the text.
fn write_all<T>(claims: &[T], out: &mut String, write: impl Fn(&T, &mut Fields) -> bool) {
    let mut is_first = true;
    for claim in claims {
        let at = out.len();
        out.push_str(if is_first { "[" } else { ",[" });
        if write(claim, &mut Fields { out, is_first: true }) {
            is_first = false;
            out.push(']');
        } else {
            out.truncate(at);
        }
    }
}

/// All claims of a prepared document, by their places in the article's own text.
fn write_claims(doc: &Document, out: &mut String) {
    let (rows, levels) = read_numbers(doc);
    let awards = read_awards(doc);
    out.push_str("{\"awards\":[");
    write_all(&awards, out, |a, to| write_award(doc, a, to));
    out.push_str("],\"targets\":[");
    write_all(&rows, out, |row, to| write_target(doc, row, to));
    out.push_str("],\"indicators\":[");
    write_all(&levels, out, |x, to| write_level(doc, x, to));
    out.push(']');
}

/// The lines with their items, and the decisions, for those who compare them with Python's.
fn write_trace(doc: &Document, decisions: &[String], out: &mut String) {
    out.push_str(&format!(",\"above\":{},\"lines\":[", doc.above));
    for (k, line) in doc.lines.iter().enumerate() {
        let comma = if k > 0 { "," } else { "" };
        out.push_str(&format!(
            "{comma}{{\"start\":{},\"end\":{},\"paragraph\":{},\"is_title\":{},\"is_list\":{},\"items\":[",
            line.start, line.end, line.paragraph, line.is_title, line.is_list
        ));
        for (k, item) in line.items.iter().enumerate() {
            out.push_str(if k > 0 { ",[" } else { "[" });
            json::string(item.kind.name(), out);
            out.push(',');
            json::string(item.tag(), out);
            out.push_str(&format!(",{},{}]", item.start, item.end));
        }
        out.push_str("]}");
    }
    out.push_str("],\"decisions\":[");
    out.push_str(&decisions.join(","));
    out.push(']');
}
