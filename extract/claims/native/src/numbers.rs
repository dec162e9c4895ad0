//! `numbers.py`: numbers as Korean papers print them, with their unit.

use crate::model::{Amount, Cx, Kind, Mention, Unit, Value};
use crate::re::Regex;
use crate::spec::Spec;
use crate::text::{self, strip};

const UNITS: [Unit; 12] = [
    Unit::Jobs,
    Unit::Persons,
    Unit::Cases,
    Unit::Percent,
    Unit::Point,
    Unit::Won,
    Unit::Year,
    Unit::Month,
    Unit::Day,
    Unit::Times,
    Unit::Bare,
    Unit::Counted,
];

pub struct Rx {
    start: Regex,
    digits: Regex,
    scale: Regex,
    more: Regex,
    round: Regex,
    code: Regex,
    name_before: Regex,
    name: Regex,
    name_behind: Regex,
    fraction: Regex,
    before_round: Regex,
    unit: Regex,
    /// the unit that each group of `unit` stands for
    units: Vec<Option<Unit>>,
    small: Vec<(char, f64)>,
    big: Vec<(char, f64)>,
    measures: Vec<String>,
    no_number: f64,
}

fn marks(spec: &Spec, name: &str) -> Result<Vec<(char, f64)>, String> {
    let told = spec.get(name)?.object();
    Ok(told
        .iter()
        .filter_map(|(mark, value)| Some((mark.chars().next()?, value.number())))
        .collect())
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let unit = spec.re("numbers._UNIT")?;
        let mut units = Vec::new();
        for u in UNITS.into_iter().filter(|&u| u != Unit::Bare) {
            let group = unit.named(u.name());
            if units.len() <= group {
                units.resize(group + 1, None);
            }
            units[group] = Some(u);
        }
        Ok(Rx {
            start: spec.re("numbers._START")?,
            digits: spec.re("numbers._DIGITS")?,
            scale: spec.re("numbers._SCALE")?,
            more: spec.re("numbers._MORE")?,
            round: spec.re("numbers._ROUND")?,
            code: spec.re("numbers._CODE")?,
            name_before: spec.re("numbers._NAME_BEFORE")?,
            name: spec.re("numbers._NAME")?,
            name_behind: spec.re("numbers._NAME_BEHIND")?,
            fraction: spec.re("numbers._FRACTION")?,
            before_round: spec.re("numbers._BEFORE_ROUND")?,
            unit,
            units,
            small: marks(spec, "numbers._SMALL")?,
            big: marks(spec, "numbers._BIG")?,
            measures: spec.strings("numbers._MEASURES")?,
            no_number: spec.get("numbers._NO_NUMBER")?.number(),
        })
    }
}

/// What digits say, thousands' commas left out.
fn float(digits: &[char]) -> f64 {
    if digits.len() <= 15 {
        // both numbers are exact, so their quotient is the nearest to what is printed
        let (mut whole, mut divisor, mut is_behind) = (0u64, 1u64, false);
        for c in digits {
            if let Some(d) = c.to_digit(10) {
                whole = whole * 10 + d as u64;
                divisor *= if is_behind { 10 } else { 1 };
            } else {
                is_behind |= *c == '.';
            }
        }
        return whole as f64 / divisor as f64;
    }
    let plain: String = digits.iter().filter(|&&c| c != ',').collect();
    plain.parse().unwrap_or(f64::INFINITY)
}

/// The number that starts at `pos`: its value, where its digits and scales end, and whether a 여 stands inside it.
fn scaled(cx: &Cx, pos: usize) -> (f64, usize, bool) {
    let rx = &cx.core.numbers;
    let (text, n) = (cx.text.chars, cx.text.len());
    let mut total = 0.0; // settled parts above 만
    let mut section = 0.0; // parts below the next 만
    let mut rounded = false;
    let mut end = pos;
    let mut last_big = f64::INFINITY;
    loop {
        let mut number = 1.0; // '만5천': a bare scale counts one
        let digits = rx.digits.reach(text, end, n);
        if let Some(to) = digits {
            number = float(&text[end..to]);
            end = to;
        }
        let Some(scale) = rx.scale.matches(text, end, n) else {
            return (total + section + if digits.is_some() { number } else { 0.0 }, end, rounded);
        };
        rounded |= text[scale.start()..scale.end()].contains(&'여');
        end = scale.end();
        let mut big = 1.0;
        let (from, to) = scale.group(1).unwrap_or((end, end));
        for mark in &text[from..to] {
            if let Some((_, value)) = rx.small.iter().find(|(m, _)| m == mark) {
                number *= value;
            } else if let Some((_, value)) = rx.big.iter().find(|(m, _)| m == mark) {
                big = *value;
            }
        }
        if big > 1.0 {
            if big >= last_big {
                // '3억 2억' are two numbers
                return (total + section, scale.start(), rounded);
            }
            last_big = big;
            total += (section + number) * big;
            section = 0.0;
        } else {
            section += number;
        }
        match rx.more.reach(text, end, n) {
            Some(more) if big > 1.0 || more == end || section >= 1000.0 => end = more,
            _ => return (total + section, end, rounded),
        }
    }
}

/// All numbers of `text[start:end]` in order, each a mention of kind `Number`.
pub fn read_numbers<'a>(cx: &Cx<'a>, start: usize, end: usize) -> Vec<Mention<'a>> {
    let rx = &cx.core.numbers;
    let (text, n) = (cx.text.chars, cx.text.len());
    let mut found = Vec::new();
    let mut pos = start;
    while pos < end {
        let Some((from, to)) = rx.start.place(text, pos, end) else { break };
        if let Some(code) = rx.code.reach(text, from, end) {
            pos = code;
            continue;
        }
        let (value, digits_end, is_rounded) = scaled(cx, from);
        if digits_end <= from || value >= rx.no_number {
            pos = digits_end.max(to);
            continue;
        }
        let around = rx.round.reach(text, digits_end, n);
        let unit_from = around.unwrap_or(digits_end);
        let unit = rx.unit.matches(text, unit_from, n);
        let mut kind = Unit::Bare;
        let mut stretch = digits_end;
        let is_rounded = is_rounded || around.is_some() || rx.before_round.finds(text, from.saturating_sub(4).max(start), from);
        let group = unit.as_ref().and_then(|m| m.last);
        let named = group.and_then(|k| rx.units.get(k).copied().flatten()).unwrap_or(Unit::Bare);
        match &unit {
            // no count is a fraction
            Some(m)
                if named == Unit::Counted
                    && rx.fraction.finds(text, from, digits_end)
                    && !rx.measures.iter().any(|x| x == strip(cx.text.str(m.start(), m.end()))) => {}
            Some(m) => {
                kind = named;
                stretch = m.end();
                if kind == Unit::Counted {
                    let blank = text[m.start()..m.end()].iter().take_while(|&&c| text::is_space(c)).count();
                    stretch = unit_from + blank + 1;
                }
            }
            None => {
                if rx.name_before.finds(text, from.saturating_sub(3).max(start), from)
                    || rx.name.begins(text, from, n)
                    || rx.name_behind.begins(text, digits_end, n)
                {
                    kind = Unit::Counted;
                }
            }
        }
        let has_point = text[from..digits_end].contains(&'.');
        let amount = Amount {
            value,
            unit: kind,
            is_rounded,
            digits_end,
            has_point,
        };
        found.push(Mention {
            kind: Kind::Number,
            start: from,
            end: stretch.min(end),
            value: Value::Number(amount),
        });
        pos = stretch.max(from + 1);
    }
    found
}
