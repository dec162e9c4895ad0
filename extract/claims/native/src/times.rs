//! `times.py`: years, as the text says them: written out, in lists and ranges, or relative to the publication date.

use crate::model::{Cx, Day, Kind, Mention, Time, Value};
use crate::re::{Match, Regex};
use crate::spec::Spec;

struct Groups {
    a: usize,
    to: usize,
    b: usize,
    bw: usize,
    month: usize,
    until: usize,
    w2: usize,
    b2: usize,
    bw2: usize,
    list: usize,
    y: usize,
    line: usize,
    w: usize,
    term: usize,
}

pub struct Rx {
    time: Regex,
    group: Groups,
    any: Regex,
    since: Regex,
    so_far: Regex,
    compare: Regex,
    /// a year of a list, or a range
    for_years: Regex,
    range: Regex,
    range_first: usize,
    range_last: usize,
    relative: Vec<(String, i32)>,
    ago: Vec<String>,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let time = spec.re("times._TIME")?;
        let group = Groups {
            a: time.named("a"),
            to: time.named("to"),
            b: time.named("b"),
            bw: time.named("bw"),
            month: time.named("month"),
            until: time.named("until"),
            w2: time.named("w2"),
            b2: time.named("b2"),
            bw2: time.named("bw2"),
            list: time.named("list"),
            y: time.named("y"),
            line: time.named("line"),
            w: time.named("w"),
            term: time.named("term"),
        };
        let range = spec.re("times._RANGE")?;
        let for_years = spec.re("times._FOR_YEARS")?;
        let relative = spec.get("times._RELATIVE")?.object();
        Ok(Rx {
            time,
            group,
            any: spec.re("times._ANY")?,
            since: spec.re("times._SINCE")?,
            so_far: spec.re("times._SO_FAR")?,
            compare: spec.re("times._COMPARE")?,
            for_years,
            range_first: range.named("first"),
            range_last: range.named("last"),
            range,
            relative: relative.iter().map(|(word, step)| (word.clone(), step.number() as i32)).collect(),
            ago: spec.strings("times.AGO")?,
        })
    }
}

/// A year of four digits, or of two behind an apostrophe.
fn year(written: &[char]) -> i32 {
    let value = |digits: &[char]| digits.iter().filter_map(|c| c.to_digit(10)).fold(0, |sum, d| sum * 10 + d as i32);
    match written.len() {
        4 => value(written),
        n => 2000 + value(&written[n.saturating_sub(2)..]),
    }
}

/// All years of `text[start:end]`, each a mention of kind `Time`; relative words count from `published`.
pub fn read_times<'a>(cx: &Cx<'a>, published: Option<Day>, start: usize, end: usize) -> Vec<Mention<'a>> {
    let rx = &cx.core.times;
    let text = cx.text.chars;
    if !rx.any.finds(text, start, end) {
        return Vec::new();
    }
    let mut found: Vec<Mention> = Vec::new();
    for m in rx.time.find_iter(text, start, end) {
        if m.last.is_none() {
            continue;
        }
        let (years, is_range, offset) = told(cx, &m, published, &found, end);
        let role = if m.group(rx.group.term).is_some() {
            "term"
        } else if rx.compare.begins(text, m.end(), end) {
            "compare"
        } else if rx.ago.iter().any(|x| x == cx.text.str(m.start(), m.end())) {
            "ago"
        } else if !is_range && !(offset == Some(0) && rx.so_far.begins(text, m.end(), end)) && rx.since.begins(text, m.end(), end) {
            "since"
        } else {
            "year"
        };
        let time = Time {
            years,
            is_range,
            offset,
            role,
        };
        found.push(Mention {
            kind: Kind::Time,
            start: m.start(),
            end: m.end(),
            value: Value::Time(time),
        });
    }
    found
}

/// The years of a list, those of a range in it each: '2013년, 2015∼2020년'.
fn years_of_list(rx: &Rx, written: &[char]) -> Vec<i32> {
    let mut found = Vec::new();
    for m in rx.range.find_iter(written, 0, written.len()) {
        let at = |k: usize| m.group(k).map(|(from, to)| year(&written[from..to]));
        let first = at(rx.range_first).unwrap_or(0);
        let last = at(rx.range_last).unwrap_or(first);
        if first <= last && last <= first + 15 {
            found.extend(first..=last);
        } else {
            found.extend([first, last]);
        }
    }
    found
}

/// The years of one match, whether they are a range, and how far from the publication a relative word is.
fn told<'a>(cx: &Cx<'a>, m: &Match, published: Option<Day>, before: &[Mention<'a>], end: usize) -> (&'a [i32], bool, Option<i32>) {
    let rx = &cx.core.times;
    let text = cx.text.chars;
    let g = &rx.group;
    let base = published.map(|day| day.year);
    let at = |k: usize| m.group(k).map(|(from, to)| &text[from..to]);
    let word = |k: usize| m.group(k).map(|(from, to)| cx.text.str(from, to));
    let relative = |word: &str| rx.relative.iter().find(|(w, _)| w == word).map_or(0, |(_, step)| *step);
    let range = |first: i32, last: i32| -> &'a [i32] { cx.arena.vec((first..=last).collect()) };
    let one = |year: i32| -> &'a [i32] { cx.arena.slice(&[year]) };
    if let Some(a) = at(g.a) {
        let first = year(a);
        let last = match (at(g.b), published, word(g.bw), word(g.month)) {
            (Some(b), _, _, _) => Some(year(b)),
            (None, Some(day), Some(bw), _) => Some(day.year + relative(bw)),
            (None, Some(day), None, Some(month)) => Some(day.year + i32::from(month.parse().is_ok_and(|x: u32| x <= day.month))),
            _ => None,
        };
        // a year too far off or before the first is none; '2017년 59.2%에서 …' and '2019년부터 2021년 …' without 까지 are two separate years
        let last = match last {
            Some(last) if last >= first => last,
            _ => first,
        };
        let to = word(g.to).unwrap_or("");
        let is_range = !(matches!(to, "부터" | "에서" | "→") && m.group(g.until).is_none()) || (to == "부터" && m.group(g.b).is_some());
        return if is_range && last - first <= 15 {
            (range(first, last), is_range, None)
        } else {
            (one(first), is_range, None)
        };
    }
    if let Some(w2) = word(g.w2) {
        let offset = relative(w2);
        let Some(base) = base else { return (&[], false, Some(offset)) };
        let first = base + offset;
        let last = at(g.b2).map_or_else(|| base + relative(word(g.bw2).unwrap_or("")), year);
        let is_range = first < last && last <= first + 15;
        return (if is_range { range(first, last) } else { one(first) }, is_range, Some(offset));
    }
    if let Some((from, to)) = m.group(g.list) {
        let years = years_of_list(rx, &text[from..to]);
        let is_range = rx.for_years.begins(text, m.end(), end) && years.windows(2).all(|x| x[1] == x[0] + 1);
        return (cx.arena.vec(years), is_range, None);
    }
    if let Some(y) = at(g.y).or_else(|| at(g.line)) {
        return (one(year(y)), false, None);
    }
    match word(g.w) {
        Some("이듬해") => {
            // the year behind the one that was told last
            let last = before
                .iter()
                .rev()
                .filter_map(|x| x.value.time())
                .find(|x| x.role == "year" && !x.years.is_empty());
            (last.and_then(|x| x.years.last()).map_or(&[], |&year| one(year + 1)), false, None)
        }
        Some(w) => {
            let offset = relative(w);
            (base.map_or(&[], |base| one(base + offset)), false, Some(offset))
        }
        None => (&[], false, None),
    }
}
