//! `rows.py`: the rows of an article's targets: what the numbers of one row say together, its year, and whether it is to be believed.

use crate::completions::{likely, proved, Numbers};
use crate::document::Document;
use crate::f;
use crate::figures::fits;
use crate::model::*;
use crate::scopes::{last_words, scope_of, TOTAL};
use crate::scorer::choose;
use crate::spec::Spec;
use crate::surroundings::distance;
use crate::targets::{
    around, by_legend, capital, is_close, put_together, since_publication, size_of_ratio, step_to, Figure, Figures, Seen, ACTUAL, RATE,
    TARGET,
};
use crate::text::{self, head, strip};

/// a row that is less likely right than this costs more than it earns
pub const ACCEPTED: f64 = 0.4;

/// The steps of a probability: the features of each name, and the probabilities at which they are reached.
pub struct Rx {
    re: Patterns,
    steps: Vec<(&'static str, Vec<String>)>,
    reached_at: Vec<f64>,
}

crate::patterns! { "rows", pub struct Patterns {
    held_against: "_HELD_AGAINST",
} }

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let marks: Vec<f64> = spec.get("rows._STEPS")?.array().iter().map(|x| x.number()).collect();
        let of = |name: &'static str| (name, marks.iter().map(|step| format!("{name}>{step}")).collect());
        Ok(Rx {
            re: Patterns::new(spec)?,
            steps: ["p", "y", "w", "l", "s", "S", "s1", "c", "ys", "a"].into_iter().map(of).collect(),
            reached_at: spec.get("rows._REACHED_AT")?.array().iter().map(|x| x.number()).collect(),
        })
    }
}

/// One target or result, as it goes into a claim.
#[derive(Clone)]
pub struct Row<'a> {
    pub who: Who<'a>,
    pub year: Year,
    pub scope: String,
    pub target: Option<i64>,
    pub actual: Option<i64>,
    pub pct: Option<f64>,
    pub confidence: f64,
    pub years: Vec<(Year, f64)>,
    pub figures: Figures<'a>,
    pub is_optional: bool,
    pub reasons: Vec<&'static str>,
    /// Of a part, whether a known word names it.
    pub is_named: bool,
}

impl<'a> Row<'a> {
    fn p_year(&self) -> f64 {
        self.years.iter().find(|x| x.0 == self.year).map_or(0.0, |x| x.1)
    }

    /// Which of target, result and rate it has: TAR, T, AR …
    pub fn held(&self) -> &'static str {
        match (self.target.is_some(), self.actual.is_some(), self.pct.is_some()) {
            (false, false, false) => "",
            (true, false, false) => "T",
            (false, true, false) => "A",
            (false, false, true) => "R",
            (true, true, false) => "TA",
            (true, false, true) => "TR",
            (false, true, true) => "AR",
            (true, true, true) => "TAR",
        }
    }

    /// Target, result and rate.
    pub fn values(&self) -> [Option<f64>; 3] {
        [self.target.map(|x| x as f64), self.actual.map(|x| x as f64), self.pct]
    }

    /// The same where each is told and not 0.
    fn all_values(&self) -> Option<(f64, f64, f64)> {
        match self.values() {
            [Some(target), Some(actual), Some(pct)] if target != 0.0 && actual != 0.0 && pct != 0.0 => Some((target, actual, pct)),
            _ => None,
        }
    }

    /// Whether every number of it is rounded or stands in a title: it may repeat another row.
    fn is_weak(&self) -> bool {
        self.figures.iter().all(|x| x.is_rounded() || x.line.is_title)
    }

    fn is_total(&self) -> bool {
        self.scope == TOTAL
    }
}

/// `d[key] = d.get(key, 0.0) + weight`
fn add<K: PartialEq>(to: &mut Vec<(K, f64)>, key: K, weight: f64) {
    match to.iter_mut().find(|x| x.0 == key) {
        Some(known) => known.1 += weight,
        None => to.push((key, weight)),
    }
}

/// The entry with the most weight; the first of equals.
fn heaviest<K: Copy>(of: &[(K, f64)]) -> (K, f64) {
    let mut found = of[0];
    for x in of {
        if x.1 > found.1 {
            found = *x;
        }
    }
    found
}

fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::INFINITY, f64::min)
}

fn greatest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NEG_INFINITY, f64::max)
}

/// Python's `round`: half to even.
fn round(x: f64) -> i64 {
    if (x - x.trunc()).abs() == 0.5 {
        (2.0 * (x / 2.0).round()) as i64
    } else {
        x.round() as i64
    }
}

/// Whether a rate tells by how much a result exceeds its target: 8만6130 of 7만1473, '목표를 21% 초과'.
fn is_excess(target: Option<f64>, actual: Option<f64>, rate: f64) -> bool {
    let (Some(target), Some(actual)) = (target.filter(|x| *x != 0.0), actual.filter(|x| *x != 0.0)) else {
        return false;
    };
    let reached = actual / target * 100.0;
    fits(reached - 100.0, rate, false) && !fits(reached, rate, false)
}

/// One row of its numbers: exact before rounded, body before title; the year and municipality that most of them speak for.
fn settle<'a>(doc: &Document<'a>, figures: Figures<'a>) -> Row<'a> {
    let mut years: Vec<(Year, f64)> = Vec::new();
    let mut whos: Vec<(&'a str, f64)> = Vec::new();
    let mut scopes: Vec<(&'static str, f64)> = Vec::new();
    let mut weight = 0.0;
    for figure in &figures {
        let w = if figure.line.is_title { 0.7 } else { 1.0 };
        weight += w;
        for (year, q) in figure.years {
            add(&mut years, *year, q * w);
        }
        // put_together leaves out what is nobody's
        let owner = figure.who.as_ref().map_or("", |x| x.id());
        add(&mut whos, owner, figure.p_who);
        add(&mut scopes, figure.scope, figure.p_scope);
    }
    let (year, p_year) = heaviest(&years);
    let (owner, _) = heaviest(&whos);
    // Of its names the one that stands with the numbers, for the evidence: in the body before the title.
    let mut who: Option<(bool, Who<'a>)> = None;
    for figure in &figures {
        let Some(named) = figure.who.filter(|x| x.id() == owner) else {
            continue;
        };
        let key = (figure.line.is_title, named.is_carried);
        if who.as_ref().map_or(true, |x| key < (x.0, x.1.is_carried)) {
            who = Some((figure.line.is_title, named));
        }
    }
    let (_, who) = who.expect("a figure of the owner");
    let mut ordered = figures.clone();
    ordered.sort_by_key(|x| (x.is_rounded(), x.line.is_title));
    let value = |role: &str| ordered.iter().find(|x| x.role == role).map(|x| x.value());
    let pct = value(RATE).filter(|rate| !is_excess(value(TARGET), value(ACTUAL), *rate));
    let confidence = least(figures.iter().map(|x| x.p))
        * (p_year / weight)
        * greatest(figures.iter().map(|x| x.p_who))
        * least(figures.iter().map(|x| x.p_link.get()));
    for x in &mut years {
        x.1 /= weight;
    }
    let (label, is_named) = scope(doc, &figures, heaviest(&scopes).0);
    let mut row = Row {
        who,
        year,
        scope: label,
        target: value(TARGET).map(round),
        actual: value(ACTUAL).map(round),
        pct,
        confidence,
        years,
        figures,
        is_optional: false,
        reasons: Vec::new(),
        is_named,
    };
    if row.target.is_none() && row.pct.is_none() {
        row.is_optional = true;
        row.reasons.push("a result without target or rate");
    }
    if row.target.is_none() && row.figures.iter().any(|x| x.role != RATE && x.item.amount().unit == Unit::Persons) {
        row.reasons.push("counts people, not jobs");
    }
    row
}

/// `total`, or the label of the part as the text words it; and whether a known word is what names it.
fn scope<'a>(doc: &Document<'a>, figures: &[&'a Figure<'a>], scope: &str) -> (String, bool) {
    if scope == TOTAL {
        return (TOTAL.to_string(), false);
    }
    for figure in figures {
        let (before, after) = around(figure.line, figure.item);
        if let Some(label) = scope_of(&doc.cx, before, after).filter(|x| !x.is_empty()) {
            return (label, true);
        }
    }
    let (before, _) = around(figures[0].line, figures[0].item);
    let label = last_words(&doc.cx, before);
    // A part that nothing names is none.
    (if label.is_empty() { TOTAL.to_string() } else { label }, false)
}

/// Rows that say nothing that a fuller row does not say, rounded or in a headline, are left out.
fn without_repeats(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut ordered: Vec<((usize, bool, f64), Row)> = rows
        .into_iter()
        .map(|r| ((r.values().iter().filter(|v| v.is_none()).count(), r.is_weak(), -r.confidence), r))
        .collect();
    ordered.sort_by(|a, b| a.0.partial_cmp(&b.0).expect("no confidence is NaN"));
    let mut kept: Vec<Row> = Vec::new();
    for (_, row) in ordered {
        if !kept.iter().any(|other| repeats(&row, other)) {
            kept.push(row);
        }
    }
    let is_new: Vec<bool> = kept.iter().map(|row| !sums_up(row, &kept)).collect();
    let mut is_new = is_new.into_iter();
    kept.retain(|_| is_new.next() == Some(true));
    kept.sort_by_key(|r| r.figures[0].item.start);
    kept
}

/// Whether a title puts together what the body tells of several rows: '지난해 일자리 4만8천여 개…임기 목표 95% 채웠다'.
fn sums_up<'r, 'a>(row: &'r Row<'a>, rows: &'r [Row<'a>]) -> bool {
    let tells = |other: &Row, f: &Figure| {
        other.figures.iter().filter(|g| !g.line.is_title).any(|g| {
            f.role == g.role
                && if f.role == RATE {
                    (f.value() - g.value()).abs() <= 1.0
                } else {
                    is_close(f.value(), g.value())
                }
        })
    };
    let others = || rows.iter().filter(|other| !std::ptr::eq(*other, row) && other.who.is(&row.who));
    row.figures.iter().all(|f| f.line.is_title)
        && !others().any(|other| row.figures.iter().all(|f| tells(other, f))) // see `repeats`
        && row.figures.iter().all(|f| others().any(|other| tells(other, f)))
}

fn repeats(row: &Row, fuller: &Row) -> bool {
    if !row.who.is(&fuller.who) {
        return false;
    }
    let is_same = |mine: Option<f64>, theirs: Option<f64>| match (mine, theirs) {
        (None, _) => true,
        (Some(mine), Some(theirs)) => mine == theirs || (row.is_weak() && is_close(mine, theirs)),
        (Some(_), None) => false,
    };
    let ([target, actual, _], [fuller_target, fuller_actual, _]) = (row.values(), fuller.values());
    if !(is_same(target, fuller_target) && is_same(actual, fuller_actual)) {
        return false;
    }
    if row
        .pct
        .is_some_and(|mine| fuller.pct.map_or(true, |theirs| (mine - theirs).abs() > 1.0))
    {
        return false;
    }
    if row.year == Year::None || row.year == fuller.year {
        return true;
    }
    // Two that a line tells of two years are two, be they rounded: '내년 6만5천여 개를 시작으로 2024년 6만9천여 개'.
    let is_told_with = |f: &&Figure| fuller.figures.iter().any(|g| g.line.index == f.line.index);
    row.is_weak() && !row.figures.iter().any(is_told_with)
}

// -- whether a row is believed --------------------------------------------------------------------------------------------------

/// A probability as features: every step of its log-odds that it reaches, so that a higher one has all of a lower one's.
fn steps<'a>(doc: &Document<'a>, name: &'static str, p: f64) -> impl Iterator<Item = &'a str> {
    let rx: &'a Rx = &doc.core.rows;
    let n = rx.reached_at.partition_point(|at| *at <= p);
    let all: &'a [String] = rx.steps.iter().find(|x| x.0 == name).map_or(&[], |x| &x.1);
    all.iter().take(n).map(|x| x.as_str())
}

/// a second year of a row must have this much of the probability
const SECOND_YEAR: f64 = 0.1;
/// where a number of a row is less sure than this to count the whole or a part, the row is tried with either
const SURE_OF_SCOPE: f64 = 0.9;
/// so many changes of a row are tried
const MOST_VARIANTS: usize = 12;

/// A row as it was put together, of another year, without one of its numbers, with others; each with a word for the change.
fn variants<'a>(numbers: &mut Numbers<'_, 'a>, row: &Row<'a>) -> Vec<(&'static str, Row<'a>)> {
    let doc = numbers.doc;
    let mut found = vec![("as it is", row.clone())];
    let mut years = row.years.clone();
    years.sort_by(|a, b| (-a.1).partial_cmp(&-b.1).expect("no probability is NaN"));
    for ((year, p), change) in years.iter().skip(1).zip(["year0", "year1"]) {
        if *p >= SECOND_YEAR {
            found.push((
                change,
                Row {
                    year: *year,
                    ..row.clone()
                },
            ));
        }
    }
    of_the_term(row, &years[..years.len().min(3)], &mut found);
    if row.figures.iter().any(|x| x.scope != row.figures[0].scope) || least(row.figures.iter().map(|x| x.p_scope)) < SURE_OF_SCOPE {
        let other = if row.is_total() { "part" } else { TOTAL };
        let (scope, is_named) = scope(doc, &row.figures, other);
        found.push((
            "scope",
            Row {
                scope,
                is_named,
                ..row.clone()
            },
        ));
    }
    if row.held().len() > 1 {
        for (role, change) in [(TARGET, "without target"), (ACTUAL, "without actual"), (RATE, "without rate")] {
            let left: Figures<'a> = row.figures.iter().copied().filter(|x| x.role != role).collect();
            if left.len() < row.figures.len() {
                found.push((change, settle(doc, left)));
            }
        }
    }
    let mut completed = proved(numbers, &row.figures);
    completed.extend(likely(numbers, &row.figures));
    for (change, figures) in completed {
        found.push((change, settle(doc, figures)));
    }
    found.retain(|x| !x.1.is_optional);
    found.truncate(MOST_VARIANTS);
    found
}

/// A row as one of the term that its target is of, where that was not tried.
fn of_the_term<'a>(row: &Row<'a>, tried: &[(Year, f64)], found: &mut Vec<(&'static str, Row<'a>)>) {
    let mut known: Vec<Year> = tried
        .iter()
        .filter(|x| x.0 == row.year || x.1 >= SECOND_YEAR)
        .map(|x| x.0)
        .collect();
    for figure in row.figures.iter().filter(|x| x.role == TARGET) {
        let year = figure.year;
        if matches!(year, Year::Term(..)) && !known.contains(&year) {
            known.push(year);
            found.push(("term", Row { year, ..row.clone() }));
        }
    }
}

/// How sure its numbers, and the first of them, are of the scope of a row: what is counted is told before the first number of a clause.
fn scope_steps<'a>(doc: &Document<'a>, row: &Row<'a>, found: &mut Feats<'a>) {
    let is_total = row.is_total();
    let sure = |x: &Figure| {
        if (x.scope == TOTAL) == is_total {
            x.p_scope
        } else {
            1.0 - x.p_scope
        }
    };
    let mut first = row.figures[0];
    for x in &row.figures {
        if x.item.start < first.item.start {
            first = x;
        }
    }
    let whole = if is_total { "T" } else { "p" };
    found.extend(steps(doc, "s", least(row.figures.iter().map(|x| sure(x)))));
    found.extend(steps(doc, "S", greatest(row.figures.iter().map(|x| sure(x)))));
    found.extend(steps(doc, "s1", sure(first)).map(|x| f!(doc, x, whole)));
}

/// What speaks for and against a row as a whole, beside the other rows; `n_rows` counts them and itself.
fn row_features<'a>(doc: &Document<'a>, row: &Row<'a>, others: &[&Row<'a>], n_rows: usize) -> Feats<'a> {
    let (held, figures) = (row.held(), &row.figures);
    let mut found: Feats<'a> = Vec::with_capacity(128);
    found.push(f!(doc, "h", held));
    found.extend(steps(doc, "p", least(figures.iter().map(|x| x.p))));
    found.extend(steps(doc, "y", row.p_year()));
    found.extend(steps(doc, "w", greatest(figures.iter().map(|x| x.p_who))));
    found.extend(steps(doc, "l", least(figures.iter().map(|x| x.p_link.get()))));
    scope_steps(doc, row, &mut found);
    found.extend(steps(doc, "c", row.confidence));
    let scope = if row.is_total() { "T" } else { "p" };
    found.extend([
        scope,
        f!(doc, scope, held),
        f!(doc, "n", figures.len().min(4)),
        f!(doc, "rows", n_rows.min(6)),
    ]);
    found.push(f!(doc, "rounded", figures.iter().all(|x| x.is_rounded())));
    found.push(f!(
        doc,
        "persons",
        figures.iter().any(|x| x.item.amount().unit == Unit::Persons),
        held
    ));
    found.push(f!(doc, "proved", figures.iter().filter(|x| x.is_proved).count() > 1, held));
    found.push(f!(doc, "list", figures.iter().any(|x| x.line.is_list), held));
    found.push(f!(doc, "ser", told_with(doc, figures), held, scope));
    let mut jobs = figures.iter().filter(|x| x.item.is_job);
    if figures.len() > 1 && jobs.all(|x| by_legend(doc, x.line, x.item).is_some()) {
        found.extend([f!(doc, "legend", held), f!(doc, "legend", held, scope)]);
    }
    found.extend(since_publication(doc, row.year).into_iter().map(|x| f!(doc, "y", held, x)));
    years_of_its_own(doc, row, &mut found);
    alone(doc, row, &mut found);
    found.push(f!(
        doc,
        "told",
        figures.iter().map(|x| doc.told(x.value())).max().unwrap_or(0).min(3)
    ));
    if let (Some(target), Some(actual)) = (row.target.filter(|x| *x != 0), row.actual.filter(|x| *x != 0)) {
        let ratio = actual as f64 / target as f64;
        found.push(size_of_ratio(ratio));
        if let Some(pct) = row.pct.filter(|x| *x != 0.0) {
            found.push(f!(doc, "fit", (ratio * 100.0 - pct).abs() <= (0.02 * pct).max(1.0)));
        }
    }
    coherence(doc, figures, &mut found);
    found.push(f!(doc, "main", doc.scene.main.is_some_and(|main| main.is(&row.who))));
    let values = row.values();
    for other in others {
        if !other.who.is(&row.who) {
            continue;
        }
        let same_year = other.year == row.year;
        let same_scope = other.is_total() == row.is_total();
        let surer = other.confidence > row.confidence;
        let theirs = other.held();
        for x in held.chars().filter(|x| theirs.contains(*x)) {
            found.push(f!(doc, "rival", same_year, same_scope, x, surer));
        }
        found.push(f!(doc, "other", same_year, same_scope, theirs, "+", held));
        let other_values = other.values();
        if values.iter().any(|v| v.is_some() && other_values.contains(v)) {
            found.push(f!(doc, "shared", same_year, surer));
        }
    }
    found
}

/// How the year of a row stands to those that its numbers were given one by one: a result heaped up for a target of a term is of the term.
fn years_of_its_own<'a>(doc: &Document<'a>, row: &Row<'a>, found: &mut Feats<'a>) {
    let held = row.held();
    let mut all = "";
    for role in [TARGET, ACTUAL, RATE] {
        if let Some(own) = surest(&row.figures, role) {
            let told = f!(doc, "o", head(role, 1), step_to(doc, own.year, row.year));
            found.extend([told, f!(doc, told, held)]);
            all = f!(doc, all, told);
        }
    }
    found.push(all);
    let heaped = [TARGET, ACTUAL].map(|role| {
        let is_heaped = row.figures.iter().any(|x| x.role == role && x.is_heaped);
        if is_heaped {
            head(role, 1)
        } else {
            ""
        }
    });
    found.push(f!(doc, "hp", heaped[0], heaped[1], matches!(row.year, Year::Term(..)), held));
}

/// What tells a target that stands alone: whether another is held against it, and whether a known word names the part that it counts.
fn alone<'a>(doc: &Document<'a>, row: &Row<'a>, found: &mut Feats<'a>) {
    let held = row.held();
    if !row.is_total() {
        found.push(f!(doc, "pn", row.is_named, held));
    }
    if held != "T" {
        return;
    }
    let (mut told, mut is_title) = (row.figures[0], true);
    for x in &row.figures {
        if (x.line.is_title, x.item.start) < (is_title, told.item.start) {
            (told, is_title) = (*x, x.line.is_title);
        }
    }
    let is_against = doc.core.rows.re.held_against.begins(doc.text.chars, told.item.end, told.line.end);
    let against = f!(doc, "vs", is_against);
    found.push(against);
    found.extend(since_publication(doc, row.year).into_iter().map(|x| f!(doc, against, x)));
}

/// The surest of the numbers in a role; the first of equals in the text.
fn surest<'a>(figures: &[&'a Figure<'a>], role: &str) -> Option<&'a Figure<'a>> {
    let mut mine = figures.iter().copied().filter(|x| x.role == role);
    let first = mine.next()?;
    Some(mine.fold(first, |best, x| {
        if x.p > best.p || (x.p == best.p && x.item.start < best.item.start) {
            x
        } else {
            best
        }
    }))
}

/// How many numbers are told in one breath with each number of jobs of a row: of the one with the fewest, at most 4.
fn told_with<'a>(doc: &Document<'a>, figures: &[&'a Figure<'a>]) -> usize {
    let jobs = figures.iter().filter(|x| x.item.is_job);
    jobs.map(|x| doc.told_with(x.item).map_or(1, |members| members.len()).min(4))
        .min()
        .unwrap_or(0)
}

/// How the numbers of a row stand to each other: nearness, what the text between them says, the same year, municipality and scope.
fn coherence<'a>(doc: &Document<'a>, figures: &[&'a Figure<'a>], found: &mut Feats<'a>) {
    let mut ordered = figures.to_vec();
    ordered.sort_by_key(|x| x.item.start);
    for pair in ordered.windows(2) {
        let (one, other) = (pair[0], pair[1]);
        if one.role == other.role {
            continue;
        }
        let pair = f!(doc, capital(one.role), capital(other.role));
        // a title may stand behind the body, then this is negative
        let lines = other.line.index as i64 - one.line.index as i64;
        found.push(f!(doc, pair, "sd", lines.min(3)));
        found.push(f!(doc, pair, "par", one.line.paragraph == other.line.paragraph));
        found.push(f!(doc, pair, "tit", one.line.is_title, other.line.is_title));
        found.push(f!(doc, pair, "y", step_to(doc, one.year, other.year)));
        let is_whose = match (&one.who, &other.who) {
            (Some(mine), Some(theirs)) => mine.is(theirs),
            _ => false,
        };
        found.extend([f!(doc, pair, "w", is_whose), f!(doc, pair, "sc", one.scope == other.scope)]);
        let p_other = |year: Year| other.years.iter().find(|x| x.0 == year).map_or(0.0, |x| x.1);
        let shared: f64 = one.years.iter().map(|(year, p)| p.min(p_other(*year))).sum();
        found.extend(steps(doc, "ys", shared.min(1.0)));
        if one.value() == other.value() {
            found.push("equal");
        }
        if lines == 0 {
            let n = other.item.n_before() as i64 - one.item.n_before() as i64 - 1;
            found.push(f!(doc, pair, "btw", n.min(3)));
            if n == 0 {
                let gap = doc.text.str(one.item.end, other.item.start);
                found.push(f!(doc, pair, "g<", strip(text::head(gap, 2))));
                found.push(f!(doc, pair, "g>", strip(text::tail(gap, 2))));
                found.push(f!(doc, pair, "gl", distance(0, other.item.start.saturating_sub(one.item.end))));
                let between = one.line.items.get(one.item.at() + 1..other.item.at()).unwrap_or(&[]);
                found.extend(between.iter().take(6).map(|x| f!(doc, pair, "|", x.tag())));
            }
        }
    }
}

/// The rows that the figures of an article make, none twice.
fn read_rows<'a>(doc: &Document<'a>, figures: &[&'a Figure<'a>]) -> Vec<Row<'a>> {
    without_repeats(put_together(doc, figures).into_iter().map(|row| settle(doc, row)).collect())
}

/// What may become of a row: nothing, or one of its variants.
fn candidates_of<'a>(numbers: &mut Numbers<'_, 'a>, rows: &[Row<'a>], at: usize) -> Vec<(Option<Row<'a>>, Feats<'a>)> {
    let (doc, row) = (numbers.doc, &rows[at]);
    let mut found = vec![(None, vec!["no row", f!(doc, "no ", row.held())])];
    let n_known = rows.iter().filter(|r| !r.is_optional).count();
    let others: Vec<&Row<'a>> = rows
        .iter()
        .enumerate()
        .filter(|(k, r)| *k != at && !r.is_optional)
        .map(|(_, r)| r)
        .collect();
    for (change, variant) in variants(numbers, row) {
        let mut features = row_features(doc, &variant, &others, n_known);
        change_features(doc, change, row, &variant, rows, at, &mut features);
        found.push((Some(variant), features));
    }
    found
}

/// What a row was and how it was changed.
fn change_features<'a>(
    doc: &Document<'a>,
    change: &'static str,
    row: &Row<'a>,
    variant: &Row<'a>,
    rows: &[Row<'a>],
    at: usize,
    found: &mut Feats<'a>,
) {
    found.extend([change, f!(doc, change, row.held()), f!(doc, change, ">", variant.held())]);
    if let Some((target, actual, pct)) = variant.all_values() {
        let is_rounded = variant.figures.iter().any(|x| x.is_rounded());
        let fit = fits(actual / target * 100.0, pct, is_rounded);
        let exact = if is_rounded {
            "r"
        } else if pct % 1.0 != 0.0 {
            "1"
        } else {
            "0"
        };
        found.extend([f!(doc, "fits", fit), f!(doc, "fits", fit, exact), f!(doc, "fits", fit, change)]);
    }
    let is_in = |figures: &[&Figure], start: usize| figures.iter().any(|x| x.item.start == start);
    let added: Figures<'a> = variant
        .figures
        .iter()
        .copied()
        .filter(|x| !is_in(&row.figures, x.item.start))
        .collect();
    if !added.is_empty() {
        let p = least(added.iter().map(|x| x.p));
        found.extend(steps(doc, "a", p));
        found.extend(steps(doc, "a", p).map(|x| f!(doc, x, change)));
        let far = |x: &Figure, y: &Figure| x.line.index.max(y.line.index) - x.line.index.min(y.line.index);
        let gap = added
            .iter()
            .flat_map(|x| row.figures.iter().map(move |y| far(x, y)))
            .min()
            .unwrap_or(0)
            .min(3);
        found.extend([f!(doc, "gap", gap), f!(doc, "gap", gap, change)]);
        let is_taken = rows
            .iter()
            .enumerate()
            .any(|(k, r)| k != at && r.figures.iter().any(|x| is_in(&added, x.item.start)));
        found.extend([f!(doc, "taken", is_taken), f!(doc, "taken", is_taken, change)]);
    }
}

/// A row of which it is not yet settled what becomes of it: its variants with their probabilities, and that of `no row`.
struct Undecided<'a> {
    /// its place among the rows
    row: usize,
    p_none: f64,
    variants: Vec<(f64, Row<'a>)>,
    /// the likeliest outcome: its probability and the place of its variant
    best: (f64, Option<usize>),
}

impl<'a> Undecided<'a> {
    fn new(row: usize, p_none: f64, variants: Vec<(f64, Row<'a>)>) -> Undecided<'a> {
        Undecided {
            row,
            p_none,
            best: likeliest(p_none, &variants),
            variants,
        }
    }

    /// The same without the variants that hold a number which another row has taken.
    fn without(self, starts: &[usize]) -> Undecided<'a> {
        let n = self.variants.len();
        let left: Vec<(f64, Row<'a>)> = self.variants.into_iter().filter(|v| may_share(&v.1, starts)).collect();
        if left.len() == n {
            return Undecided { variants: left, ..self };
        }
        Undecided::new(self.row, self.p_none, left)
    }
}

/// The likeliest outcome; variants that say the same count together, and the surest of them stands for all.
fn likeliest(p_none: f64, variants: &[(f64, Row)]) -> (f64, Option<usize>) {
    let total = p_none + variants.iter().map(|v| v.0).sum::<f64>();
    let together = |row: &Row| variants.iter().filter(|v| is_same_outcome(&v.1, row)).map(|v| v.0).sum::<f64>();
    let mut found: Option<(usize, (f64, f64))> = None;
    for (k, (p, row)) in variants.iter().enumerate() {
        let key = (together(row), *p);
        if found.map_or(true, |x| key > x.1) {
            found = Some((k, key));
        }
    }
    found.map_or((0.0, None), |(k, key)| (key.0 / total, Some(k)))
}

/// Whether a row may still be where these numbers are taken: it holds none of them, or only its result, which its own target and rate prove.
fn may_share(row: &Row, starts: &[usize]) -> bool {
    let mut shared = row.figures.iter().filter(|x| starts.contains(&x.item.start)).peekable();
    if shared.peek().is_none() {
        return true;
    }
    match row.all_values() {
        Some((target, actual, pct)) => shared.all(|x| x.role == ACTUAL) && fits(actual / target * 100.0, pct, false),
        None => false,
    }
}

/// Whether two rows say the same.
fn is_same_outcome(one: &Row, other: &Row) -> bool {
    one.who.is(&other.who)
        && one.year == other.year
        && one.is_total() == other.is_total()
        && (one.target, one.actual, one.pct) == (other.target, other.actual, other.pct)
}

/// The rows that are believed, each with the probability that it is right.
///
/// A number stands in one row: the surest row is settled first, and what it takes is no longer there for the others.
pub fn read_targets<'a>(doc: &Document<'a>, figures: &[&'a Figure<'a>], seen: &[Seen<'a>]) -> Vec<Row<'a>> {
    let mut numbers = Numbers::new(doc, seen, figures);
    let rows = read_rows(doc, figures);
    let mut left: Vec<Undecided<'a>> = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        let candidates = candidates_of(&mut numbers, &rows, at);
        let p = choose(&doc.cx, "row", &candidates.iter().map(|x| &x.1[..]).collect::<Vec<_>>());
        let variants = p
            .iter()
            .zip(candidates)
            .filter_map(|(q, (row, _))| row.map(|row| (*q, row)))
            .collect();
        left.push(Undecided::new(at, p[0], variants));
    }
    let mut found: Vec<Row<'a>> = Vec::new();
    while !left.is_empty() {
        let mut surest = 0;
        for (k, x) in left.iter().enumerate() {
            if x.best.0 > left[surest].best.0 {
                surest = k;
            }
        }
        let (confidence, chosen) = left[surest].best;
        let Some(chosen) = chosen.filter(|_| confidence >= ACCEPTED) else {
            break;
        };
        let mut row = left.remove(surest).variants.swap_remove(chosen).1;
        row.confidence = confidence;
        let starts: Vec<usize> = row.figures.iter().map(|x| x.item.start).collect();
        found.push(row);
        left = left.into_iter().map(|x| x.without(&starts)).collect();
    }
    found.extend(left.iter().map(|x| &rows[x.row]).filter(|r| r.is_optional).cloned());
    without_repeats(found)
}
