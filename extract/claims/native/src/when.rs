//! `when.py`: the years that a claim may be of, as candidates with features for the scorer to choose from.

use crate::arena::Signed;
use crate::document::Document;
use crate::f;
use crate::model::*;
use crate::re::Regex;
use crate::spec::Spec;
use crate::surroundings::{beside, lead};

/// The patterns and words of `when.py`.
pub struct Rx {
    suffix: Regex,
    month: Regex,
    labels: Regex,
    only_since: Regex,
    won_in: Regex,
    was_in: Regex,
    changes: Regex,
    within_a_year: Regex,
    next_cell: Regex,
    step_of_a_year: Regex,
    from: Regex,
    follows_on: Regex,
    two_years: Regex,
    founded: Regex,
    and: Regex,
    streak_behind: Regex,
    streak_since: Regex,
    streak_of: Regex,
    opens: Regex,
    step_units: Vec<String>,
    steps_back: Vec<String>,
    first_ceremony: u32,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        Ok(Rx {
            suffix: spec.re("when._SUFFIX")?,
            month: spec.re("when._MONTH")?,
            labels: spec.re("when._LABELS")?,
            only_since: spec.re("when._ONLY_SINCE")?,
            won_in: spec.re("when._WON_IN")?,
            was_in: spec.re("when._WAS_IN")?,
            changes: spec.re("when._CHANGES")?,
            within_a_year: spec.re("when._WITHIN_A_YEAR")?,
            next_cell: spec.re("when._NEXT_CELL")?,
            step_of_a_year: spec.re("when._STEP_OF_A_YEAR")?,
            from: spec.re("when._FROM")?,
            follows_on: spec.re("when._FOLLOWS_ON")?,
            two_years: spec.re("when._TWO_YEARS")?,
            founded: spec.re("when._FOUNDED")?,
            and: spec.re("when._AND")?,
            streak_behind: spec.re("when._STREAK_BEHIND")?,
            streak_since: spec.re("when._STREAK_SINCE")?,
            streak_of: spec.re("when._STREAK_OF")?,
            opens: spec.re("when._BRACKET_BEHIND")?,
            step_units: spec.strings("when._STEP_UNITS")?,
            steps_back: spec.strings("when._STEPS_BACK")?,
            first_ceremony: spec.get("when._FIRST_CEREMONY")?.number() as u32,
        })
    }
}

/// `span` is where the text names the year; None for a year that follows from something else.
pub struct YearCandidate<'a> {
    pub year: Year,
    pub features: Feats<'a>,
    pub span: Option<Span>,
}

fn candidate(year: Year, features: Feats<'_>, span: Option<Span>) -> YearCandidate<'_> {
    YearCandidate { year, features, span }
}

/// Features with more behind them.
fn with<'a>(features: &[&'a str], more: &[&'a str]) -> Feats<'a> {
    [features, more].concat()
}

fn is_year(item: &Item<'_>) -> bool {
    item.kind == Kind::Time && item.value.get().time().is_some_and(|t| !t.years.is_empty())
}

/// The last of the years that an item names; it names some.
fn last_year(item: &Item<'_>) -> i32 {
    item.time().years.last().copied().unwrap_or(0)
}

/// The years that can take a number from another: one that is only compared with ('지난해보다') does not.
fn rivals<'a>(line: &Line<'a>) -> Vec<&'a Item<'a>> {
    line.years.iter().copied().filter(|x| x.time().role != "compare").collect()
}

fn step(year: i32, doc: &Document<'_>, low: i32, high: i32) -> i32 {
    doc.day.map_or(9, |day| (year - day.year).clamp(low, high))
}

/// All that the year of `item` may be. The same year can stand in several candidates.
pub fn year_candidates<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, may_be_term: bool) -> Vec<YearCandidate<'a>> {
    let here = line.years.len().min(3);
    let of_head: Vec<_> = doc
        .head_of(line, item)
        .iter()
        .filter(|x| is_year(x))
        .map(|x| candidate(Year::One(last_year(x)), vec!["hdr"], Some(x.span())))
        .collect();
    if !of_head.is_empty() && item.is_percent {
        return of_head; // nothing tells the year of a rate better than the head of its column
    }
    let told = lead(doc, line, item);
    let mut found = in_line(doc, line, item);
    found.extend(of_head);
    in_lines_before(doc, line, here, may_be_term, &mut found);
    if item.kind != Kind::Number || item.is_percent {
        found.extend(of_heads(doc, line, here));
    }
    of_survey(doc, line, item, &mut found);
    of_publication(doc, line, item, here, &told, &mut found);
    if may_be_term {
        of_terms(doc, line, here, &mut found);
    }
    for &edition in doc.editions.iter().take(2) {
        found.push(candidate(Year::One(edition), vec!["ed", f!(doc, "ed_h", here)], None));
    }
    if item.is_percent {
        of_change(doc, line, item, &mut found);
        for c in &mut found {
            if let Year::One(year) = c.year {
                let n = doc.years_told.get(&year).copied().unwrap_or(0);
                c.features.push(f!(doc, "told", n.min(3)));
            }
        }
    }
    let mut f = vec![
        "null",
        f!(doc, "null_h", here),
        f!(doc, "null_t", line.is_title),
        f!(doc, "null_day", doc.day.is_some()),
    ];
    f.extend(told.iter().map(|x| f!(doc, "null", *x)));
    found.push(candidate(Year::None, f, None));
    found
}

/// The terms that the article names.
fn of_terms<'a>(doc: &Document<'a>, line: &Line<'a>, here: usize, found: &mut Vec<YearCandidate<'a>>) {
    for (n, &(index, term)) in doc.ranges.iter().take(3).enumerate() {
        let mut f = vec![
            "dr",
            f!(doc, "dr", n),
            f!(doc, "dr_h", here),
            f!(doc, "dr_before", index <= line.index),
            f!(doc, "dr_same", index == line.index),
            f!(doc, "dr_t", line.is_title),
        ];
        if line.items.iter().any(|x| matches!(x.tag(), "term" | "t.term" | "sum")) {
            f.push("dr_term");
        }
        if doc.day.is_some() {
            f.push(f!(doc, "dr_", step(term.0, doc, -4, 4), "_", step(term.1, doc, -2, 5)));
        }
        found.push(candidate(Year::Term(term.0, term.1), f, None));
    }
}

/// The years and relative words of the line itself.
fn in_line<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<YearCandidate<'a>> {
    let rx = &doc.core.when;
    let t = doc.text.chars;
    let mut found = Vec::new();
    if line.times.is_empty() {
        return found;
    }
    let is_number = item.kind == Kind::Number;
    let likes = if is_number { line.numbers } else { line.grades };
    let place = likes
        .iter()
        .take_while(|x| !same(**x, item))
        .filter(|x| x.tag() == item.tag())
        .count();
    let n_likes = likes.iter().filter(|x| x.tag() == item.tag()).count();
    let rivals = rivals(line);
    let suffix = rx
        .suffix
        .matches(t, item.end, line.end)
        .map_or("", |m| doc.text.str(m.start(), m.end()));
    for &x in line.times {
        let value = x.time();
        if value.years.is_empty() && value.offset.is_none() {
            continue;
        }
        if is_number && rx.only_since.begins(t, x.end, line.end) {
            continue;
        }
        let span = Some(x.span());
        let word = doc.text.str(x.start, x.end);
        let is_back = matches!(value.role, "ago" | "compare");
        let is_step = is_back && rx.steps_back.iter().any(|w| w == word);
        let stepped = if is_step { doc.year_told_before(line, x) } else { None };
        let mut f = beside(doc, line, item, x, &rivals);
        f.push(f!(doc, "role", value.role));
        f.push(f!(doc, "rng", value.is_range));
        if !suffix.is_empty() {
            f.push(f!(doc, f[2], suffix));
        }
        if !is_number && line.is_list && same(x, line.items[0]) {
            f.push("lead");
            f.push(f!(doc, "lead", line.years.len() == 1, rx.labels.begins(t, x.end, line.end)));
        }
        if item.is_percent && is_back && x.start < item.start {
            // '지난해보다 2.0%p 높아졌고, 실업률은 4.1%'
            let is_step =
                |y: &&Item<'a>| x.end <= y.start && y.start < item.start && rx.step_units.iter().any(|u| u == y.amount().unit.name());
            f.push(f!(doc, "steps", line.counting.iter().any(is_step)));
        }
        if is_number && rx.was_in.is_whole(t, item.end, x.start) {
            f.push("was_in");
        }
        let is_ydo = word.ends_with('도');
        if is_ydo {
            f.push("ydo");
        }
        let years = value.years;
        if years.is_empty() {
            let offset = value.offset.unwrap_or(0);
            found.push(candidate(Year::None, with(&["unres"], &f), span));
            if is_number {
                if let Some(edition) = doc.editions.last() {
                    // '지난해' of an undated article on the prizes of 2014
                    found.push(candidate(Year::One(edition + offset), with(&["edstep"], &f), span));
                } else if let Some(year) = doc.plan_year {
                    found.push(candidate(Year::One(year + offset), with(&["planstep"], &f), span));
                }
            }
            if let Some(before) = doc.year_told_before(line, x) {
                if offset < 0 {
                    // '2019년 상반기 … 지난해 상반기' of an article without a day
                    found.push(candidate(Year::One(before + offset), with(&["step"], &f), span));
                }
            }
            continue;
        }
        if let Some(stepped) = stepped {
            let back = if word.starts_with('2') { 2 } else { 1 };
            found.push(candidate(Year::One(stepped - back), with(&["ago"], &f), span));
            if value.role == "ago" || item.is_percent {
                continue; // not counted from the publication
            }
        }
        let (first, last) = (years[0], years[years.len() - 1]);
        if doc.day.is_some() {
            let n = step(last, doc, -4, 2);
            f.push(f!(doc, "rel", Signed(n)));
            if n == -1 && is_ydo {
                f.push("ydo-1");
            }
        }
        let ends = [first, last];
        let years = if value.is_range {
            found.push(candidate(Year::Term(first, last), with(&f, &["rangepair"]), span));
            &ends[..]
        } else {
            years
        };
        if years.len() == 2 && !value.is_range && doc.core.when.two_years.begins(doc.text.chars, x.end, line.end) {
            found.push(candidate(Year::Term(years[0], years[1]), with(&f, &["rangepair", "two"]), span));
        }
        for (j, &year) in years.iter().enumerate() {
            let mut g = f.clone();
            if years.len() > 1 {
                g.push(f!(
                    doc,
                    "j",
                    j.min(3),
                    "/",
                    years.len().min(4),
                    if value.is_range { "r" } else { "" }
                ));
                g.push(f!(doc, "jm", j == place, if n_likes == years.len() { "eq" } else { "ne" }));
            }
            found.push(candidate(Year::One(year), g, span));
        }
    }
    found
}

/// Whether a rate is the old or the new value of a change that the line prints: old, new or "".
pub fn side_of_change<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>) -> &'static str {
    let rates = line.percents;
    let at = match rates.iter().position(|x| same(*x, item)) {
        Some(at) => at,
        None => return "",
    };
    if at + 1 < rates.len() && is_change(doc, line, item, rates[at + 1]) {
        return "old";
    }
    if doc.core.when.from.begins(doc.text.chars, item.end, line.end) {
        return "old";
    }
    if at > 0 && is_change(doc, line, rates[at - 1], item) {
        "new"
    } else {
        ""
    }
}

/// Whether two rates in a row are the old and the new value of one: told so, or two cells of a table.
pub fn is_change<'a>(doc: &Document<'a>, line: &'a Line<'a>, old: &Item<'a>, new: &Item<'a>) -> bool {
    let (rx, t) = (&doc.core.when, doc.text.chars);
    let inner = line.items.get(old.at() + 1..new.at()).unwrap_or(&[]);
    if inner.iter().any(|x| matches!(x.kind, Kind::Place | Kind::Time)) {
        return false;
    }
    if rx.within_a_year.finds(t, old.end, new.start) {
        return false;
    }
    if new.start <= old.end + 30 && rx.changes.begins(t, old.end, new.start) {
        return true;
    }
    let is_row = line.items[0].kind == Kind::Rate && line.percents.len() == 2;
    if !is_row || !doc.head_of(line, old).is_empty() {
        return false;
    }
    rx.next_cell.is_whole(t, old.end, new.start)
}

/// A line and the three before it; the lines of a list above it count as none.
fn near_lines<'a>(doc: &Document<'a>, line: &Line<'a>) -> &'a [Line<'a>] {
    let (mut first, mut left) = (line.index, 3);
    while first > 0 && left > 0 {
        first -= 1;
        left -= !doc.lines[first].is_list as usize;
    }
    &doc.lines[first..=line.index]
}

/// For the old and the new value of a change: the two years told last, and the year before the later one.
fn of_change<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &Item<'a>, found: &mut Vec<YearCandidate<'a>>) {
    let side = side_of_change(doc, line, item);
    if side.is_empty() {
        return;
    }
    let near = near_lines(doc, line);
    let mut told: Vec<i32> = near
        .iter()
        .rev()
        .flat_map(|other| other.years.iter().rev())
        .filter(|x| x.start < item.start && !matches!(x.time().role, "term" | "ago" | "compare"))
        .flat_map(|x| x.time().years.iter().rev().copied())
        .take(2)
        .collect();
    told.sort_unstable();
    told.dedup();
    let last = match told.last() {
        Some(&last) => last,
        None => return,
    };
    if side == "old" {
        let mut before = near
            .iter()
            .rev()
            .flat_map(|other| other.years.iter().rev())
            .filter(|x| x.start < item.start);
        if let Some(x) = before.find(|x| x.time().role == "compare") {
            // '2021년보다 나아졌다. 2024년 고용률은 57.1%에서 59.6%로'
            found.push(candidate(Year::One(last_year(x)), vec!["chgoldthan"], Some(x.span())));
        }
    }
    let late = f!(doc, "chg", side, "late");
    found.push(candidate(Year::One(last), vec![late, f!(doc, late, told.len())], None));
    if told.len() == 2 {
        found.push(candidate(Year::One(told[0]), vec![f!(doc, "chg", side, "early")], None));
    }
    let step = doc.core.when.step_of_a_year.finds(doc.text.chars, near[0].start, line.end);
    let back = f!(doc, "chg", side, "-1");
    found.push(candidate(
        Year::One(last - 1),
        vec![back, f!(doc, back, "_", step, "_", told.len())],
        None,
    ));
}

/// The years of the two lines before that name some, four lines back at most.
fn in_lines_before<'a>(doc: &Document<'a>, line: &Line<'a>, here: usize, may_be_term: bool, found: &mut Vec<YearCandidate<'a>>) {
    let mut seen = 0;
    for back in 1..=line.index.min(4) {
        if seen == 2 {
            break;
        }
        let other = &doc.lines[line.index - back];
        let mut is_any = false;
        for x in other.years.iter().rev().filter(|x| x.time().role != "term").take(2) {
            is_any = true;
            let value = x.time();
            let year = last_year(x);
            let f = vec![
                f!(doc, "pv", back),
                f!(doc, "pvh", here),
                f!(doc, "par", other.paragraph == line.paragraph),
                f!(doc, "pt", other.is_title),
                f!(doc, "prole", value.role),
                f!(doc, "prng", value.is_range),
            ];
            let range = if value.is_range && may_be_term {
                Some(with(&["pvrange"], &f))
            } else {
                None
            };
            found.push(candidate(Year::One(year), f, Some(x.span())));
            if let Some(f) = range {
                found.push(candidate(Year::Term(value.years[0], year), f, Some(x.span())));
            }
        }
        seen += is_any as usize;
    }
}

/// The year that the head of a list tells: '<2016년 하반기 고용률>'; that of the nearest head.
fn of_heads<'a>(doc: &Document<'a>, line: &Line<'a>, here: usize) -> Option<YearCandidate<'a>> {
    let x = doc.over(line).iter().find_map(|head| head.years.last())?;
    Some(candidate(
        Year::One(last_year(x)),
        vec!["hdy", f!(doc, "hdy_h", here)],
        Some(x.span()),
    ))
}

/// The years of the surveys that the article tells of.
fn of_survey<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>, found: &mut Vec<YearCandidate<'a>>) {
    let editions = if item.is_percent { &doc.survey_editions[..] } else { &[] };
    let named = editions.iter().rev().find(|(index, _)| *index <= line.index).or(editions.first());
    if let Some(&(_, year)) = named {
        let is_one = editions.iter().all(|(_, other)| *other == year);
        let one = f!(doc, "svn_one", is_one, "_h", line.years.len().min(1));
        found.push(candidate(Year::One(year), vec!["svn", one], None));
    }
    let mut told = doc.surveys.iter().filter(|(index, _)| *index <= line.index);
    if let Some(&(_, first)) = told.next() {
        let last = told.last().map_or(first, |x| x.1);
        found.push(candidate(Year::One(first), vec!["sv"], None));
        found.push(candidate(Year::One(last), vec!["svl"], None));
    }
}

/// The year of the publication, the one before, and that of a month that is told.
fn of_publication<'a>(
    doc: &Document<'a>,
    line: &Line<'a>,
    item: &Item<'a>,
    here: usize,
    told: &[&'a str],
    found: &mut Vec<YearCandidate<'a>>,
) {
    let day = match doc.day {
        Some(day) => day,
        None => return,
    };
    let (month, back) = month_before(doc, line, item, day);
    if month > 0 {
        let year = if month <= day.month { day.year } else { day.year - 1 };
        let mon = f!(doc, "mon", back);
        let steps = (day.month + 12 - month) % 12;
        let f = vec![mon, f!(doc, mon, "_h", here), f!(doc, "mond", steps.min(3))];
        found.push(candidate(Year::One(year), f, None));
    }
    let half = doc.halves.iter().rev().find(|(index, _)| *index <= line.index).map_or("-", |x| x.1);
    let half = f!(doc, "hf", half, "q", (day.month - 1) / 3);
    let mut f = vec!["pub0", f!(doc, "pub0_h", here), f!(doc, "pub0", half)];
    f.extend(told.iter().map(|x| f!(doc, "pub0", *x)));
    found.push(candidate(Year::One(day.year), f, None));
    found.push(candidate(Year::One(day.year - 1), vec!["pub-1", f!(doc, "pub-1", half)], None));
}

/// The month told last before an item, in its line (0) or the line before it in the same paragraph (1); 0 for none.
fn month_before(doc: &Document<'_>, line: &Line<'_>, item: &Item<'_>, day: Day) -> (u32, usize) {
    if let Some(month) = last_month(doc, line.start, item.start, day) {
        return (month, 0);
    }
    if line.index > 0 {
        let before = &doc.lines[line.index - 1];
        if before.paragraph == line.paragraph {
            if let Some(month) = last_month(doc, before.start, before.end, day) {
                return (month, (month > 0) as usize);
            }
        }
    }
    (0, 0)
}

/// The month told last between two places, 지난달 that before the publication; 0 where it is none of the calendar.
fn last_month(doc: &Document<'_>, start: usize, end: usize, day: Day) -> Option<u32> {
    let m = doc.core.when.month.find_all(doc.text.chars, start, end).pop()?;
    let month = match m.group(1) {
        Some((a, b)) => doc.text.str(a, b).parse().unwrap_or(0),
        None if day.month > 1 => day.month - 1,
        None => 12,
    };
    Some(if (1..=12).contains(&month) { month } else { 0 })
}

// -- of awards: a grade can have several years ----------------------------------------------------------------------------------

/// The years that share a grade.
pub struct YearsCandidate<'a> {
    pub years: Vec<Option<i32>>,
    pub features: Feats<'a>,
    pub span: Option<Span>,
}

fn shared(years: Vec<Option<i32>>, features: Feats<'_>, span: Option<Span>) -> YearsCandidate<'_> {
    YearsCandidate { years, features, span }
}

fn each(years: impl IntoIterator<Item = i32>) -> Vec<Option<i32>> {
    years.into_iter().map(Some).collect()
}

/// As `year_candidates`, with years that stand together ('2020·2021년', '2019년부터 2021년까지') as one candidate.
pub fn award_year_candidates<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<YearsCandidate<'a>> {
    let (rx, t) = (&doc.core.when, doc.text.chars);
    let (grades, times) = (line.grades, line.years);
    let mut skipped: Vec<usize> = years_before(doc, line, item).iter().map(|(_, span)| span.start).collect();
    skipped.extend(times.iter().filter(|x| rx.founded.begins(t, x.end, line.end)).map(|x| x.start));
    skipped.retain(|start| !rx.won_in.is_whole(t, item.end, *start)); // its own year
    let mut found: Vec<YearsCandidate<'a>> = Vec::new();
    for YearCandidate {
        mut year,
        features: mut f,
        span,
    } in year_candidates(doc, line, item, false)
    {
        let has = |f: &Feats<'a>, feature: &str| f.contains(&feature);
        if let Year::One(told) = year {
            if let Some(span) = span.filter(|span| doc.judged.iter().any(|(start, _)| *start == span.start)) {
                let how = how_judged(doc, span);
                found.push(shared(
                    vec![Some(told)],
                    with(&f, &["unjudged", f!(doc, "unjudged", how)]),
                    Some(span),
                ));
                year = Year::One(told + 1);
                f.extend(["judged", f!(doc, "judged", how)]);
            } else if has(&f, "ed") && doc.judged.iter().any(|(_, judged)| *judged == told) {
                year = Year::One(told + 1);
                f.push("judged");
            }
        }
        if span.is_some_and(|span| skipped.contains(&span.start)) {
            continue;
        }
        let named = if has(&f, "h") {
            span.and_then(|span| times.iter().rposition(|x| x.start == span.start))
        } else {
            None
        };
        if let Some(at) = named {
            let x = times[at];
            let side = if x.start > item.start { ">" } else { "<" };
            let (low, high) = (item.end.min(x.end), item.start.max(x.start));
            let among = |items: Items<'a>, but: &Item<'a>| {
                items
                    .iter()
                    .filter(|y| low <= y.start && y.start < high && !same(**y, but))
                    .take(2)
                    .count()
            };
            f.push(f!(doc, side, "gb", among(grades, item), "yb", among(times, x)));
            let years = x.time().years;
            if at > 0 && years.len() == 1 && rx.and.is_whole(t, times[at - 1].end, x.start) {
                let both = each(times[at - 1].time().years.iter().chain(years).copied());
                found.push(shared(both, with(&f, &["alllist"]), span));
                f.push("one_of_list");
            }
            if years.len() > 1 {
                if let Year::Term(..) = year {
                    let all = each(years[0]..=years[years.len() - 1]);
                    found.push(shared(all, with(&f, &["allrange"]), span));
                    continue;
                }
                if x.time().is_range {
                    continue;
                }
                if year == Year::One(years[0]) {
                    let mut g: Feats<'a> = f.iter().copied().filter(|y| !y.starts_with('j')).collect();
                    g.push("alllist");
                    found.push(shared(each(years.iter().copied()), g, span));
                }
                f.push("one_of_list");
            }
        }
        if doc.day.is_some_and(|day| day.month < rx.first_ceremony) {
            for early in ["pub0", "pub-1", "h"] {
                if has(&f, early) {
                    f.push(f!(doc, "early", early));
                }
            }
        }
        match year {
            Year::One(year) => found.push(shared(vec![Some(year)], f, span)),
            Year::None => found.push(shared(vec![None], f, span)),
            Year::Term(..) => {}
        }
    }
    let leads = |c: &YearsCandidate<'a>| c.features.contains(&"lead");
    if line.years.len() == 1 && found.iter().any(leads) {
        found.retain(leads); // '▲ 2017년 공시제 우수상': nothing tells it better
        return found;
    }
    let in_brackets = |c: &YearsCandidate<'a>| c.span.is_some_and(|span| is_bracketed(doc, item, span));
    if found.iter().any(in_brackets) {
        found.retain(in_brackets); // '우수상(2013년), 대상(2014년)': nothing tells it better
        return found;
    }
    let won_in = &doc.core.when.won_in;
    let won_then = |c: &YearsCandidate<'a>| c.span.is_some_and(|span| won_in.is_whole(doc.text.chars, item.end, span.start));
    if found.iter().any(won_then) {
        found.retain(won_then);
        return found;
    }
    if let Some(mine) = respective(doc, line, item) {
        let is_mine = |c: &YearsCandidate<'a>| *c.years == [Some(mine)] && c.features.contains(&"one_of_list");
        if found.iter().any(is_mine) {
            found.retain(is_mine);
            return found;
        }
    }
    undated(doc, line, &mut found);
    let mut found = with_streak(doc, line, item, found);
    let mut echoes = match echoes(doc, line, item) {
        Some(echoes) => echoes,
        None => return found,
    };
    let n_told = echoes.len();
    let echoless = f!(doc, "echoless", n_told > 0);
    for c in &mut found {
        if !echoes[..n_told].iter().any(|echo| echo.years == c.years) {
            c.features.push(echoless);
        }
    }
    echoes.extend(found);
    echoes
}

/// How a year is told to be judged: with 년도, by its results, as the edition's name in quotes.
fn how_judged<'a>(doc: &Document<'a>, span: Span) -> &'a str {
    let text = doc.text;
    let behind = text.str(span.end, span.end + 40);
    let quote = span.start.checked_sub(1).and_then(|k| text.at(k));
    let is_quoted = matches!(quote, Some('‘' | '\'' | '“' | '「' | '『'));
    f!(
        doc,
        text.str(span.start, span.end).ends_with('도'),
        behind.contains("실적"),
        is_quoted
    )
}

/// The year of a grade, where as many years as grades are told: '2016년과 2017년에 각각 특별상과 우수상을'.
fn respective(doc: &Document<'_>, line: &Line<'_>, item: &Item<'_>) -> Option<i32> {
    let is_list = |x: &&Item| x.start < item.start && x.time().years.len() > 1 && !x.time().is_range;
    let x = line.years.iter().rev().find(|x| is_list(&&***x))?;
    let ceiling = line.years.iter().find(|t| t.start > x.start).map_or(line.end, |t| t.start);
    let grades = || line.grades.iter().filter(|g| x.end <= g.start && g.start < ceiling);
    let years = x.time().years;
    let k = grades().position(|g| g.start == item.start)?;
    let told = doc.text.str(x.end, grades().next()?.start);
    (grades().count() == years.len() && told.contains("각각")).then(|| years[k])
}

/// Whether a year stands alone in brackets behind a grade.
fn is_bracketed(doc: &Document<'_>, item: &Item<'_>, span: Span) -> bool {
    let text = doc.text;
    matches!(text.at(span.end), Some(')' | '）')) && doc.core.when.opens.is_whole(text.chars, item.end, span.start)
}

/// Where a line tells the years of a streak of this grade ('2018년부터 2021년까지 4년 연속'), those together and no part of them.
fn with_streak<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    mut found: Vec<YearsCandidate<'a>>,
) -> Vec<YearsCandidate<'a>> {
    let (rx, t) = (&doc.core.when, doc.text.chars);
    if item.grade() == "unspecified" {
        return found;
    }
    for x in line.years {
        let years = x.time().years;
        let (first, latest) = (years[0], last_year(x));
        if !streak_of(line, x).is_some_and(|g| same(g, item)) {
            continue;
        }
        let last = doc.editions.iter().copied().filter(|e| *e > latest).max();
        let last = last.unwrap_or_else(|| doc.day.map_or(0, |day| day.year));
        let counted = rx.streak_of.matches(t, x.end, line.end).and_then(|m| m.group(1));
        let counted = counted.map_or(0, |(a, b)| doc.text.str(a, b).parse::<i32>().unwrap_or(0));
        let end = latest + counted - 1;
        let streak = if counted > 0 && x.start < item.start && 0 < end && end <= last {
            latest..=end
        } else if x.time().is_range && rx.streak_behind.begins(t, x.end, line.end) {
            first..=latest
        } else if x.start > item.start || !(1..15).contains(&(last - latest)) {
            continue;
        } else if rx.streak_since.begins(t, x.end, line.end) {
            latest..=last
        } else {
            continue;
        };
        let streak = each(streak);
        if found.iter().any(|c| c.years == streak) {
            found.retain(|c| c.years == streak);
            return found;
        }
        return vec![shared(streak, vec!["allrange"], Some(x.span()))];
    }
    found
}

/// The grade whose streak some years are: the one behind them, else the last before.
fn streak_of<'a>(line: &Line<'a>, time: &Item<'a>) -> Option<&'a Item<'a>> {
    line.grades.iter().find(|g| g.start > time.start).or(line.grades.last()).copied()
}

/// 올해, 지난해 in an article without a date: counted from the edition that it names.
fn undated<'a>(doc: &Document<'a>, line: &Line<'a>, found: &mut Vec<YearsCandidate<'a>>) {
    let edition = match (doc.day, doc.editions.last()) {
        (None, Some(&edition)) => edition,
        _ => return,
    };
    for x in line.times {
        let value = x.time();
        if let (true, Some(offset)) = (value.years.is_empty(), value.offset) {
            let f = vec!["undated", f!(doc, "undated", offset)];
            found.push(shared(vec![Some(edition + offset)], f, Some(x.span())));
        }
    }
}

/// The years in which the same prize was won before: '지난해에 이어 …', in the line or in the next if that names no grade.
pub fn years_before<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<(i32, Span)> {
    let mut found = Vec::new();
    followed(doc, line, Some(item), &mut found);
    if line.index + 1 < doc.lines.len() && !line.grades.iter().any(|x| x.start > item.start) {
        let behind = &doc.lines[line.index + 1];
        if behind.paragraph == line.paragraph && behind.grades.is_empty() {
            followed(doc, behind, None, &mut found);
        }
    }
    found
}

/// The years of a line that a prize follows on; of a line with grades those of which `item` is the grade.
fn followed<'a>(doc: &Document<'a>, line: &Line<'a>, item: Option<&Item<'a>>, found: &mut Vec<(i32, Span)>) {
    for x in line.years {
        if !doc.core.when.follows_on.begins(doc.text.chars, x.end, line.end) {
            continue;
        }
        if item.map_or(true, |item| that_follows(doc, line.grades, x).is_some_and(|g| same(g, item))) {
            found.extend(x.time().years.iter().map(|year| (*year, x.span())));
        }
    }
}

/// The grade that follows on some years: the nearest; none of a clause before ('A는 최우수상이고, B는 2022년 이후 3년 만에 우수상') where one comes behind.
fn that_follows<'a>(doc: &Document<'a>, grades: Items<'a>, time: &Item<'a>) -> Option<&'a Item<'a>> {
    let is_near = |g: &&&'a Item<'a>| g.start > time.start || !doc.text.str(g.end, time.start).contains(',');
    let gap = |g: &&&'a Item<'a>| g.start.abs_diff(time.start);
    let near = grades.iter().filter(is_near).min_by_key(gap);
    near.or_else(|| grades.iter().min_by_key(gap)).copied()
}

/// For a title without years: the years that the text gives to the same grade ('특별상 거쳐 …' by '2023년 특별상').
fn echoes<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> Option<Vec<YearsCandidate<'a>>> {
    if !line.is_title || !line.years.is_empty() {
        return None;
    }
    let mut told: Vec<(Vec<Option<i32>>, Span)> = Vec::new();
    let mut n_open = 0;
    for other in doc.lines.iter().filter(|other| !other.is_title && !other.grades.is_empty()) {
        let mut before: Option<&Item<'a>> = None;
        for x in other.items {
            if is_year(x) {
                before = Some(x);
            } else if x.kind == Kind::Grade && x.grade() == item.grade() {
                let before = match before {
                    Some(before) => before,
                    None => {
                        n_open += 1;
                        continue;
                    }
                };
                let years = before.time().years;
                let years = if doc.judged.iter().any(|(start, _)| *start == before.start) {
                    vec![Some(years[0] + 1)]
                } else {
                    each(years.iter().copied())
                };
                if !told.iter().any(|(other, _)| *other == years) {
                    told.push((years, before.span()));
                }
            }
        }
    }
    let f = f!(doc, "echo", n_open.min(2), "_", told.len().min(3));
    Some(
        told.into_iter()
            .map(|(years, span)| shared(years, vec!["echo", f], Some(span)))
            .collect(),
    )
}
