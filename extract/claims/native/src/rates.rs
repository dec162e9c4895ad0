//! `rates.py`: what a percentage measures: employment or unemployment, and of whom; or something else, which takes over from them.

use crate::model::*;
use crate::re::{Match, Regex};
use crate::spec::{Json, Spec};
use crate::text::is_hangul;

/// the kinds of people that a rate can be of; `OTHER` is every kind that no indicator is kept for
pub const ALL: &str = "all";
pub const PRIME: &str = "15_64";
pub const YOUTH: &str = "youth";
pub const FEMALE: &str = "female";
pub const ELDERLY: &str = "elderly";
pub const OTHER: &str = "other";

const EMPLOYMENT: &str = "고용";
const UNEMPLOYMENT: &str = "실업";
/// the groups of a qualifier in the order in which they are asked, with the kind of each
const KINDS: [(&str, &str); 7] = [
    ("prime", PRIME),
    ("other", OTHER),
    ("youth", YOUTH),
    ("female", FEMALE),
    ("elderly", ELDERLY),
    ("all", ALL),
    ("age", OTHER),
];

/// A pattern with qualifiers, and the number of each group of `KINDS` in it.
struct Qualifier {
    rx: Regex,
    groups: [usize; 7],
}

impl Qualifier {
    fn new(rx: Regex) -> Qualifier {
        let groups = KINDS.map(|(name, _)| rx.named(name));
        Qualifier { rx, groups }
    }

    fn kind(&self, m: &Match) -> &'static str {
        let told = self.groups.iter().position(|g| m.group(*g).is_some_and(|(s, e)| s < e));
        told.map_or(OTHER, |k| KINDS[k].1)
    }
}

/// Several patterns that one look over a text tells whether they can be in it at all: by their first few characters, each in a bit of its own.
pub struct Gate {
    masks: Box<[u64; 384]>,
    lows: u64,
    goals: Vec<u64>,
    /// those of which the first characters tell nothing
    always: u32,
}

/// The sets of characters that a match begins with; `is_open`: it can go on.
struct Beginning {
    sets: Vec<Vec<(char, char)>>,
    is_open: bool,
}

impl Gate {
    /// `patterns`: the JSON of each; `most`: of so many characters
    pub fn new(patterns: &[&Json], most: usize) -> Result<Gate, String> {
        let mut lanes: Vec<(usize, Vec<Vec<(char, char)>>)> = Vec::new();
        let mut always = 0;
        for (k, pattern) in patterns.iter().enumerate() {
            let source: Vec<char> = pattern.get("re").str().chars().collect();
            let mut found = beginnings(&source, &mut 0, most);
            if pattern.get("ignore_case").is_true() {
                for set in found.iter_mut().flat_map(|b| b.sets.iter_mut()) {
                    let cased: Vec<char> = set
                        .iter()
                        .flat_map(|(a, b)| (*a..=*b).take(4000))
                        .flat_map(|c| c.to_lowercase().chain(c.to_uppercase()))
                        .chain(['\u{130}', '\u{131}', '\u{17f}', '\u{212a}'])
                        .collect();
                    set.extend(cased.into_iter().map(|c| (c, c)));
                }
            }
            for lane in found {
                if lane.sets.is_empty() {
                    always |= 1 << k;
                } else if !lanes.contains(&(k, lane.sets.clone())) {
                    lanes.push((k, lane.sets));
                }
            }
        }
        if lanes.iter().map(|(_, sets)| sets.len()).sum::<usize>() > 64 {
            return if most > 1 {
                Gate::new(patterns, most - 1)
            } else {
                Err("too many words for one look".into())
            };
        }
        let mut gate = Gate {
            masks: Box::new([0; 384]),
            lows: 0,
            goals: vec![0; patterns.len()],
            always,
        };
        let mut bit = 0;
        for (k, sets) in lanes {
            gate.lows |= 1 << bit;
            for set in &sets {
                for &(a, b) in set {
                    if b as u32 - a as u32 > 4000 {
                        gate.masks[128..].iter_mut().for_each(|m| *m |= 1 << bit);
                    }
                    for c in (a..=b).take(4000) {
                        gate.masks[slot(c)] |= 1 << bit;
                    }
                }
                bit += 1;
            }
            gate.goals[k] |= 1 << (bit - 1);
        }
        Ok(gate)
    }

    /// Which of the patterns may be in `text`, a bit each.
    pub fn look(&self, text: &[char]) -> u32 {
        let (mut seen, mut all) = (0u64, 0u64);
        for c in text {
            seen = (seen << 1 | self.lows) & self.masks[slot(*c)];
            all |= seen;
        }
        let mut found = self.always;
        for (k, goals) in self.goals.iter().enumerate() {
            if all & goals != 0 {
                found |= 1 << k;
            }
        }
        found
    }
}

#[inline(always)]
fn slot(c: char) -> usize {
    let code = c as u32;
    code.min(128 + (code.wrapping_mul(0x9e37_79b1) >> 24)) as usize
}

/// How the matches of the alternatives that begin at `source[at]` begin, up to `most` characters; what is not understood is left open.
fn beginnings(source: &[char], at: &mut usize, most: usize) -> Vec<Beginning> {
    let mut found = Vec::new();
    let mut now = vec![Beginning {
        sets: Vec::new(),
        is_open: true,
    }];
    while *at < source.len() && source[*at] != ')' {
        let c = source[*at];
        *at += 1;
        if c == '|' {
            found.append(&mut now);
            now.push(Beginning {
                sets: Vec::new(),
                is_open: true,
            });
            continue;
        }
        // the next item: how it can begin; none where it is not understood
        let mut item: Option<Vec<Beginning>> = None;
        let one = |set: Vec<(char, char)>| {
            Some(vec![Beginning {
                sets: vec![set],
                is_open: true,
            }])
        };
        match c {
            '(' => {
                let takes = opened(source, at);
                let inner = beginnings(source, at, most);
                *at += 1;
                // a look around takes nothing
                item = Some(if takes {
                    inner
                } else {
                    vec![Beginning {
                        sets: Vec::new(),
                        is_open: true,
                    }]
                });
            }
            '[' => {
                let is_negated = source.get(*at) == Some(&'^');
                let mut set: Vec<(char, char)> = Vec::new();
                let mut is_known = !is_negated;
                let mut is_first = true;
                while *at < source.len() && (is_first && !is_negated || source[*at] != ']') {
                    is_first = false;
                    let mut low = source[*at];
                    *at += 1;
                    if low == '\\' {
                        low = source.get(*at).copied().unwrap_or('\\');
                        *at += 1;
                        if low == 's' {
                            set.extend(SPACES);
                            continue;
                        }
                        is_known &= !low.is_ascii_alphanumeric();
                    }
                    let mut high = low;
                    if source.get(*at) == Some(&'-') && source.get(*at + 1).is_some_and(|c| *c != ']') {
                        high = source[*at + 1];
                        *at += 2;
                        is_known &= high != '\\';
                    }
                    set.push((low, high));
                }
                *at += 1;
                if is_known {
                    item = one(set);
                }
            }
            '\\' => {
                let c = source.get(*at).copied().unwrap_or('\\');
                *at += 1;
                if c == 's' {
                    item = one(SPACES.to_vec());
                } else if !c.is_ascii_alphanumeric() {
                    item = one(vec![(c, c)]);
                }
            }
            '^' => {
                item = Some(vec![Beginning {
                    sets: Vec::new(),
                    is_open: true,
                }])
            }
            '.' | '$' => {}
            c => item = one(vec![(c, c)]),
        }
        let (least, most_often) = often(source, at);
        let (can_lack, can_repeat) = (least == 0, most_often != Some(1));
        let mut then = Vec::new();
        for before in now {
            if !before.is_open {
                then.push(before);
                continue;
            }
            match &item {
                None => then.push(Beginning { is_open: false, ..before }),
                Some(items) => {
                    if can_lack {
                        then.push(Beginning {
                            sets: before.sets.clone(),
                            is_open: true,
                        });
                    }
                    for next in items {
                        let mut sets = before.sets.clone();
                        sets.extend(next.sets.iter().cloned());
                        let is_open = next.is_open && !can_repeat && sets.len() < most;
                        sets.truncate(most);
                        then.push(Beginning { sets, is_open });
                    }
                }
            }
        }
        now = then;
    }
    found.append(&mut now);
    found
}

/// How often the item before `source[at]` stands, at least and at most.
fn often(source: &[char], at: &mut usize) -> (usize, Option<usize>) {
    let found = match source.get(*at) {
        Some('?') => (0, Some(1)),
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('{') => {
            let told: String = source[*at + 1..].iter().take_while(|c| **c != '}').collect();
            *at += told.chars().count() + 1;
            let (low, high) = told.split_once(',').unwrap_or((&told, &told));
            (low.parse().unwrap_or(0), high.parse().ok())
        }
        _ => return (1, Some(1)),
    };
    *at += 1;
    if matches!(source.get(*at), Some('?') | Some('+')) {
        *at += 1;
    }
    found
}

/// Goes behind the signs that open a group; whether the group takes characters.
fn opened(source: &[char], at: &mut usize) -> bool {
    let rest = &source[*at..];
    if rest.first() != Some(&'?') {
        return true;
    }
    let takes = rest.starts_with(&['?', 'P', '<']) || rest.starts_with(&['?', ':']);
    *at += match rest.get(1) {
        Some('P') => rest.iter().position(|c| *c == '>').map_or(2, |n| n + 1),
        Some('<') => 3,
        _ => 2,
    };
    takes
}

/// How many characters a match of the alternatives that begin at `source[at]` has at most; None where there is no end to it.
fn widest(source: &[char], at: &mut usize) -> Option<usize> {
    let (mut most, mut now) = (Some(0), Some(0));
    let larger = |a: Option<usize>, b: Option<usize>| Some(a?.max(b?));
    while *at < source.len() && source[*at] != ')' {
        let c = source[*at];
        *at += 1;
        let width = match c {
            '|' => {
                most = larger(most, now);
                now = Some(0);
                continue;
            }
            '(' => {
                let takes = opened(source, at);
                let inner = widest(source, at);
                *at += 1;
                if takes {
                    inner
                } else {
                    Some(0)
                }
            }
            '[' => {
                let mut is_first = true;
                while *at < source.len() && (is_first || source[*at] != ']') {
                    is_first = is_first && source[*at] == '^';
                    *at += if source[*at] == '\\' { 2 } else { 1 };
                }
                *at += 1;
                Some(1)
            }
            '\\' => {
                *at += 1;
                Some(1)
            }
            _ => Some(1),
        };
        now = match (now, width, often(source, at).1) {
            (Some(n), Some(0), _) => Some(n),
            (Some(n), Some(w), Some(m)) => Some(n + w * m),
            _ => None,
        };
    }
    larger(most, now)
}

/// A pattern of which each match has one of some marks in it: only what can reach one is looked for.
pub struct Near {
    pub rx: Regex,
    widest: Option<usize>,
}

impl Near {
    pub fn new(pattern: &str) -> Result<Near, String> {
        let source: Vec<char> = pattern.chars().collect();
        Ok(Near {
            rx: Regex::new(pattern, false)?,
            widest: widest(&source, &mut 0),
        })
    }

    /// Where the first match in `text[at:end]` stands. `marks`: where the marks from `at` on begin, in order.
    pub fn place(&self, text: &[char], at: usize, end: usize, marks: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
        let mut from = at;
        for mark in marks {
            let Some(widest) = self.widest else {
                return self.rx.place(text, at, end);
            };
            for start in from.max((mark + 1).saturating_sub(widest))..mark + 1 {
                if let Some(to) = self.rx.reach(text, start, end) {
                    return Some((start, to));
                }
            }
            from = mark + 1;
        }
        None
    }
}

/// `\s`
const SPACES: [(char, char); 9] = [
    ('\t', '\r'),
    ('\x1c', ' '),
    ('\u{85}', '\u{85}'),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
];

/// The patterns of the module.
pub struct Rx {
    /// what of `word`, `other_words`, `percentage` and `narrows` may be in a sentence: bits 0 to 3
    gate: Gate,
    before: Qualifier,
    bracket: usize,
    find: Qualifier,
    joint: Regex,
    both: Regex,
    word: Regex,
    own_bracket: Regex,
    not_level: Regex,
    paraphrased: Regex,
    jobless: usize,
    measure: Near,
    p: usize,
    other_words: Regex,
    percentage: Regex,
    percent: Regex,
    figure: Regex,
    adnominal: Regex,
    head: Regex,
    heads_places: Regex,
    narrowed: Regex,
    narrows: Regex,
    alone_after: Regex,
    gap_word: Regex,
    no_figure: Regex,
    any_rate: Near,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        // the two tables that stand in Rust too
        for told in spec.get("rates._NAMES")?.array() {
            let [key, name] = told.array() else {
                return Err("rates._NAMES: no pair".into());
            };
            let [word, kind] = key.array() else {
                return Err("rates._NAMES: no pair".into());
            };
            if indicator(word.str(), kind.str()) != name.str() {
                return Err(format!("rates._NAMES: {} is not known here", name.str()));
            }
        }
        for (name, range) in spec.get("rates.PLAUSIBLE")?.object() {
            let (low, high) = plausible(name);
            if !matches!(range.array(), [a, b] if a.number() == low && b.number() == high) {
                return Err(format!("rates.PLAUSIBLE: {name} is not known here"));
            }
        }
        let re = |name: &str| spec.re(&format!("rates.{name}"));
        let before = re("_BEFORE")?;
        let paraphrased = Regex::new(spec.get("rates._PARAPHRASED")?.str(), false)?;
        let measure = Near::new(spec.get("rates._MEASURE")?.str())?;
        let gated = ["_WORD", "_OTHER_WORDS", "_PERCENTAGE", "_NARROWS"].map(|name| spec.get(&format!("rates.{name}")));
        let gated = gated.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(Rx {
            gate: Gate::new(&gated, 3)?,
            bracket: before.named("bracket"),
            before: Qualifier::new(before),
            find: Qualifier::new(re("_FIND")?),
            joint: re("_JOINT")?,
            both: re("_BOTH")?,
            word: re("_WORD")?,
            own_bracket: re("_OWN_BRACKET")?,
            not_level: re("_NOT_LEVEL")?,
            jobless: paraphrased.named("jobless"),
            paraphrased,
            p: measure.rx.named("p"),
            measure,
            other_words: re("_OTHER_WORDS")?,
            percentage: re("_PERCENTAGE")?,
            percent: re("_PERCENT")?,
            figure: re("_FIGURE")?,
            adnominal: re("_ADNOMINAL")?,
            head: re("_HEAD")?,
            heads_places: re("_HEADS_PLACES")?,
            narrowed: re("_NARROWED")?,
            narrows: re("_NARROWS")?,
            alone_after: re("_ALONE_AFTER")?,
            gap_word: re("_GAP_WORD")?,
            no_figure: re("_NO_FIGURE")?,
            any_rate: Near::new(spec.get("rates._ANY_RATE")?.get("re").str())?,
        })
    }

    fn kinds_in(&self, text: &[char], start: usize, end: usize) -> Vec<&'static str> {
        self.find.rx.find_all(text, start, end).iter().map(|m| self.find.kind(m)).collect()
    }
}

/// The indicator of GUIDE.md, or "" where there is none.
pub fn indicator(word: &str, kind: &str) -> &'static str {
    match (word, kind) {
        (EMPLOYMENT, ALL) => "employment_rate",
        (EMPLOYMENT, PRIME) => "employment_rate_15_64",
        (EMPLOYMENT, YOUTH) => "youth_employment_rate",
        (EMPLOYMENT, FEMALE) => "female_employment_rate",
        (EMPLOYMENT, ELDERLY) => "elderly_employment_rate",
        (UNEMPLOYMENT, ALL) | (UNEMPLOYMENT, PRIME) => "unemployment_rate",
        (UNEMPLOYMENT, YOUTH) => "youth_unemployment_rate",
        _ => "",
    }
}

/// `PLAUSIBLE[indicator]`: the range in which a level of each can lie at all
pub fn plausible(indicator: &str) -> (f64, f64) {
    match indicator {
        "employment_rate" => (25.0, 95.0),
        "employment_rate_15_64" => (35.0, 95.0),
        "youth_employment_rate" => (12.0, 85.0),
        "female_employment_rate" => (20.0, 92.0),
        "elderly_employment_rate" => (5.0, 90.0),
        "unemployment_rate" => (0.0, 14.0),
        "youth_unemployment_rate" => (0.0, 32.0),
        _ => (f64::NAN, f64::NAN),
    }
}

/// One kind of several that stand together: '15~64세 여성' is 여성, '청년 여성' is neither.
fn together(kinds: &[&'static str]) -> &'static str {
    if kinds.contains(&OTHER) {
        return OTHER;
    }
    let mut people = kinds.iter().filter(|k| **k != ALL && **k != PRIME);
    match people.next() {
        Some(one) if people.all(|k| k == one) => one,
        Some(_) => OTHER,
        None if kinds.contains(&PRIME) => PRIME,
        None => ALL,
    }
}

/// Where the qualifiers that end at `at` begin, and the kinds that they tell, in order.
fn qualified(rx: &Rx, text: &[char], floor: usize, at: usize) -> (usize, Vec<&'static str>) {
    let mut elements: Vec<Vec<&'static str>> = vec![Vec::new()];
    let (mut begin, mut at) = (at, at);
    let back = |at: usize, by: usize| floor.max(at.saturating_sub(by));
    loop {
        if let Some(both) = rx.both.search(text, back(at, 8), at) {
            return (both.start(), vec![OTHER, FEMALE]);
        }
        let Some(m) = rx.before.rx.search(text, back(at, 28), at) else {
            break;
        };
        let last = elements.len() - 1;
        match m.group(rx.bracket) {
            Some((s, e)) if s < e => {
                let inside = rx.kinds_in(text, m.start() + 1, m.end());
                if inside.is_empty() || rx.percent.finds(&text[s..e], 0, e - s) {
                    break;
                }
                elements[last].extend(inside);
            }
            _ => elements[last].push(rx.before.kind(&m)),
        }
        at = m.start();
        begin = at;
        while at > floor && text[at - 1] == ' ' {
            at -= 1;
        }
        if let Some(joint) = rx.joint.search(text, back(at, 3), at) {
            if rx.before.rx.finds(text, back(joint.start(), 28), joint.start()) {
                at = joint.start();
                elements.push(Vec::new());
            }
        }
    }
    let kinds: Vec<&'static str> = elements.iter().rev().filter(|e| !e.is_empty()).map(|e| together(e)).collect();
    if !kinds.is_empty() {
        return (begin, kinds);
    }
    // a longer word: no rate that is known
    let is_longer = at > floor && is_hangul(text[at - 1]);
    (begin, vec![if is_longer { OTHER } else { ALL }])
}

/// Whether a run of the text is in none of the given rates: where they begin, in order, and how far those up to each go.
struct Free {
    starts: Vec<usize>,
    reach: Vec<usize>,
}

impl Free {
    fn of(rates: &[Rate]) -> Free {
        let mut spans: Vec<(usize, usize)> = rates.iter().map(|r| (r.start, r.end)).collect();
        spans.sort_unstable();
        let mut to = 0;
        let reach = spans.iter().map(|(_, e)| {
            to = to.max(*e);
            to
        });
        Free {
            reach: reach.collect(),
            starts: spans.iter().map(|(s, _)| *s).collect(),
        }
    }
    fn holds(&self, at: usize, to: usize) -> bool {
        let n = self.starts.partition_point(|s| *s < to);
        n == 0 || self.reach[n - 1] <= at
    }
}

fn one(start: usize, end: usize, word: Option<&'static str>, kinds: &'static [&'static str]) -> Rate<'static> {
    Rate { start, end, word, kinds }
}

fn of_kind(kind: &'static str) -> &'static [&'static str] {
    match kind {
        ALL => &[ALL],
        PRIME => &[PRIME],
        YOUTH => &[YOUTH],
        FEMALE => &[FEMALE],
        ELDERLY => &[ELDERLY],
        _ => &[OTHER],
    }
}

fn in_place(mut found: Vec<Rate>) -> Vec<Rate> {
    found.sort_by_key(|r| (r.start, r.end));
    found
}

/// The measures of `text[start:end]` in order; rates named together ('고용률과 실업률은') are two.
///
/// `has_percentage`: the sentence prints one; then every group of people and every other measure that it names is among them.
pub fn read_rates<'a>(cx: &Cx<'a>, start: usize, end: usize, has_percentage: bool) -> Vec<Rate<'a>> {
    let rx = &cx.core.rates;
    let text = cx.text.chars;
    let end = end.min(text.len());
    let gate = rx.gate.look(&text[start.min(end)..end]);
    let mut found = if gate & 1 != 0 { named(cx, start, end) } else { Vec::new() };
    let marks = if gate & 2 != 0 {
        marks_in(rx, text, start, end)
    } else {
        Vec::new()
    };
    if !marks.is_empty() {
        let first = found.first().map_or(end, |r| r.start);
        let free = Free::of(&found);
        others(cx, start, end, &marks, &free, first, &mut found);
    }
    let is_printed = gate & 4 != 0 && rx.percentage.finds(text, start, end);
    if !(is_printed || has_percentage) {
        if gate & 8 != 0 && rx.narrows.finds(text, start, end) {
            let free = Free::of(&found);
            for m in rx.find.rx.find_all(text, start, end) {
                if free.holds(m.start(), m.end()) && rx.narrowed.begins(text, m.end(), end) {
                    let (begin, kinds) = qualified(rx, text, start, m.end());
                    if kinds != [OTHER] && free.holds(begin, m.end()) {
                        found.push(Rate {
                            start: begin,
                            end: m.end(),
                            word: None,
                            kinds: cx.arena.slice(&kinds),
                        });
                    }
                }
            }
        }
        return in_place(found);
    }
    let groups = rx.find.rx.find_all(text, start, end);
    if is_printed {
        // what stands before percentages
        let free = Free::of(&found);
        for m in rx.head.find_all(text, start, end) {
            if free.holds(m.start(), m.end()) {
                found.push(one(m.start(), m.end(), Some(""), &[OTHER]));
            }
        }
        let free = Free::of(&found);
        for m in &groups {
            if free.holds(m.start(), m.end()) && (rx.alone_after.begins(text, m.end(), end) || rx.heads_places.begins(text, m.end(), end)) {
                let (begin, kinds) = qualified(rx, text, start, m.end());
                if free.holds(begin, m.end()) {
                    found.push(Rate {
                        start: begin,
                        end: m.end(),
                        word: None,
                        kinds: cx.arena.slice(&kinds),
                    });
                }
            }
        }
    }
    if has_percentage {
        in_passing(rx, text, start, end, &groups, &marks, &mut found);
    }
    in_place(found)
}

/// 고용률 and 실업률, each with whom it is of.
fn named<'a>(cx: &Cx<'a>, start: usize, end: usize) -> Vec<Rate<'a>> {
    let rx = &cx.core.rates;
    let text = cx.text.chars;
    let mut found: Vec<Rate<'a>> = Vec::new();
    for m in rx.word.find_all(text, start, end) {
        let floor = found.last().map_or(start, |r| r.end);
        let (begin, mut kinds) = qualified(rx, text, floor, m.start());
        let mut word = if text[m.start()] == '고' { EMPLOYMENT } else { UNEMPLOYMENT };
        if rx.not_level.begins(text, m.end(), end) {
            word = "";
        }
        if kinds == [ALL] {
            if let Some((s, e)) = rx.own_bracket.matches(text, m.end(), end).and_then(|own| own.group(1)) {
                let upto = rx.figure.search(&text[s..e], 0, e - s).map_or(e, |figure| s + figure.start());
                let inside = rx.kinds_in(text, s, upto);
                if !inside.is_empty() {
                    kinds = vec![together(&inside)];
                }
            }
        }
        found.push(Rate {
            start: begin,
            end: m.end(),
            word: Some(word),
            kinds: cx.arena.slice(&kinds),
        });
    }
    found
}

/// Whether a word for a measure is followed by 이 or 가 and only tells how far a rate goes: '고용률은 격차가 큰', '실업률은 차이가 작다'.
fn is_no_measure(rx: &Rx, text: &[char], (start, to): (usize, usize), end: usize) -> bool {
    let particle = rx.measure.rx.matches(text, start, end).and_then(|m| m.group(rx.p));
    if !particle.is_some_and(|(s, e)| e == s + 1 && (text[s] == '이' || text[s] == '가')) {
        return false;
    }
    let word = &text[start..to];
    rx.adnominal.begins(text, to, end) || (rx.gap_word.finds(word, 0, word.len()) && rx.no_figure.begins(text, to, end))
}

/// Where the words of other measures begin (`_OTHER_WORDS`), all of them.
fn marks_in(rx: &Rx, text: &[char], start: usize, end: usize) -> Vec<usize> {
    let mut marks = Vec::new();
    let mut at = start;
    while let Some((mark, _)) = rx.other_words.place(text, at, end) {
        marks.push(mark);
        at = mark + 1;
    }
    marks
}

/// The marks from a place on.
fn from(marks: &[usize], at: usize) -> impl Iterator<Item = usize> + '_ {
    marks[marks.partition_point(|m| *m < at)..].iter().copied()
}

/// Other measures, and the rates in other words ('일하는 사람의 비율'); `first`: where the first rate stands.
fn others<'a>(cx: &Cx<'a>, start: usize, end: usize, marks: &[usize], free: &Free, first: usize, found: &mut Vec<Rate<'a>>) {
    let rx = &cx.core.rates;
    let text = cx.text.chars;
    let next_measure = |at: usize| rx.measure.place(text, at, end, from(marks, at));
    let mut paraphrase = rx.paraphrased.search(text, start, end);
    let mut measure = next_measure(start);
    loop {
        let at;
        match (&paraphrase, measure) {
            (Some(p), m) if m.map_or(true, |(s, _)| p.start() <= s) => {
                at = p.end();
                if free.holds(p.start(), at) {
                    let word = if p.group(rx.jobless).is_some() { UNEMPLOYMENT } else { EMPLOYMENT };
                    found.push(one(p.start(), at, Some(word), &[ALL]));
                }
            }
            (_, Some((s, e))) => {
                at = e;
                if free.holds(s, e) && !(first < s && is_no_measure(rx, text, (s, e), end)) {
                    found.push(one(s, e, Some(""), &[OTHER]));
                }
            }
            _ => return,
        }
        if paraphrase.as_ref().is_some_and(|p| p.start() < at) {
            paraphrase = rx.paraphrased.search(text, at, end);
        }
        if measure.is_some_and(|(s, _)| s < at) {
            measure = next_measure(at);
        }
    }
}

/// Every group of people and every other measure that is not in a rate yet.
fn in_passing(rx: &Rx, text: &[char], start: usize, end: usize, groups: &[Match], marks: &[usize], found: &mut Vec<Rate>) {
    let free = Free::of(found);
    for m in groups {
        let kind = rx.find.kind(m);
        if kind != OTHER && free.holds(m.start(), m.end()) {
            found.push(one(m.start(), m.end(), None, of_kind(kind)));
        }
    }
    if marks.is_empty() {
        return;
    }
    let free = Free::of(found);
    let mut at = start;
    while let Some((s, e)) = rx.any_rate.place(text, at, end, from(marks, at)) {
        if free.holds(s, e) {
            found.push(one(s, e, Some(""), of_kind(OTHER)));
        }
        at = e;
    }
}
