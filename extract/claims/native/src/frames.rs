//! `frames.py`: which award a sentence speaks of: the ministry's under any of its names, another award about jobs, or none.

use crate::model::*;
use crate::rates::{Gate, Near};
use crate::re::Regex;
use crate::spec::Spec;

pub const NATIONAL: &str = "national_jobs_award";
pub const OTHER: &str = "other";
pub const FOREIGN: &str = "foreign";
pub const SAME: &str = "same";

/// What a kind of names is called in Python.
#[derive(Clone, Copy, PartialEq)]
enum Name {
    National,
    Other,
    Weak,
    Foreign,
    Same,
    Any,
    Giver,
}

struct KindOfNames {
    name: Name,
    bit: u32,
    pattern: Near,
}

/// The patterns of the module.
pub struct Rx {
    /// the kinds of names in the order in which they are tried
    kinds: Vec<KindOfNames>,
    /// the words of which one stands in each name of a kind, by their first character: the others, and the kinds (a bit each)
    words: Vec<(char, Vec<(Vec<char>, u32)>)>,
    /// by a hash of a character: whether it can be the first of a word
    is_first: [bool; 256],
    /// the kinds that have no such words
    always: u32,
    gate: Gate,
    award_words: Regex,
    holds: Regex,
    province_first: Regex,
    edition: Regex,
    results: Regex,
    inside: Regex,
    generic_name: Regex,
    job_words: Regex,
    ministry: Regex,
    project: Regex,
    new_clause: Regex,
    new_entry: Regex,
    the_ministry: Regex,
    of_the_country: Regex,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let re = |name: &str| spec.re(&format!("frames.{name}"));
        let givers = spec.strings("frames._GIVERS")?;
        let first = spec.get("frames._FIRST")?.str();
        let mut kinds = Vec::new();
        let mut words: Vec<(char, Vec<(Vec<char>, u32)>)> = Vec::new();
        let mut always = 0;
        for (k, told) in spec.get("frames._KINDS_OF_NAMES")?.array().iter().enumerate() {
            let [name, pattern, words_] = told.array() else {
                return Err("frames._KINDS_OF_NAMES: no triple".into());
            };
            let name = match name.str() {
                "national" => Name::National,
                "other" => Name::Other,
                "weak" => Name::Weak,
                "foreign" => Name::Foreign,
                "same" => Name::Same,
                "any" => Name::Any,
                giver if givers.iter().any(|g| g == giver) => Name::Giver,
                unknown => return Err(format!("frames._KINDS_OF_NAMES: {unknown}")),
            };
            let pattern = Near::new(&format!("{first}(?:{})", pattern.str()))?;
            kinds.push(KindOfNames {
                name,
                bit: 1 << k,
                pattern,
            });
            if words_.str().is_empty() {
                always |= 1 << k;
            }
            for word in words_.str().split(' ').filter(|w| !w.is_empty()) {
                let mut chars = word.chars();
                let Some(c) = chars.next() else { continue };
                let at = words.iter().position(|(d, _)| *d == c).unwrap_or_else(|| {
                    words.push((c, Vec::new()));
                    words.len() - 1
                });
                let rest: Vec<char> = chars.collect();
                match words[at].1.iter_mut().find(|(r, _)| *r == rest) {
                    Some((_, bits)) => *bits |= 1 << k,
                    None => words[at].1.push((rest, 1 << k)),
                }
            }
        }
        words.sort_by_key(|(c, _)| *c);
        let mut is_first = [false; 256];
        for (c, _) in &words {
            is_first[slot(*c)] = true;
        }
        Ok(Rx {
            kinds,
            words,
            is_first,
            always,
            gate: Gate::new(&[spec.get("frames._AWARD_WORDS")?], 3)?,
            award_words: re("_AWARD_WORDS")?,
            holds: re("_HOLDS")?,
            province_first: re("_PROVINCE_FIRST")?,
            edition: re("_EDITION")?,
            results: re("_RESULTS")?,
            inside: re("_INSIDE")?,
            generic_name: re("_GENERIC_NAME")?,
            job_words: re("_JOB_WORDS")?,
            ministry: re("_MINISTRY")?,
            project: re("_PROJECT")?,
            new_clause: re("_NEW_CLAUSE")?,
            new_entry: re("_NEW_ENTRY")?,
            the_ministry: re("_THE_MINISTRY")?,
            of_the_country: re("_OF_THE_COUNTRY")?,
        })
    }

    /// Where the words of the kinds stand in `text[start:end]`, in order, with the kinds of each, a bit each; and all kinds that have one.
    fn words_in(&self, text: &[char], start: usize, end: usize) -> (Vec<(usize, u32)>, u32) {
        let mut found = Vec::new();
        let mut all = 0;
        for at in start..end {
            let c = text[at];
            if self.is_first[slot(c)] {
                if let Ok(k) = self.words.binary_search_by_key(&c, |(d, _)| *d) {
                    let mut bits = 0;
                    for (rest, kinds) in &self.words[k].1 {
                        if text[at + 1..end].starts_with(rest) {
                            bits |= kinds;
                        }
                    }
                    if bits != 0 {
                        found.push((at, bits));
                        all |= bits;
                    }
                }
            }
        }
        (found, all)
    }

    /// The names of awards and givers of `text[start:end]`: at each place the first kind that fits, then on behind it.
    fn names(&self, text: &[char], start: usize, end: usize) -> Vec<(Name, usize, usize)> {
        let (words, all) = self.words_in(text, start, end);
        // the next name of each kind
        let mut next: Vec<(&KindOfNames, usize, usize)> = Vec::with_capacity(self.kinds.len());
        for kind in &self.kinds {
            if kind.bit & (all | self.always) != 0 {
                if let Some((s, e)) = self.next_of(kind, text, start, end, &words) {
                    next.push((kind, s, e));
                }
            }
        }
        let mut found = Vec::new();
        while !next.is_empty() {
            let mut first = 0;
            for (k, (_, s, _)) in next.iter().enumerate() {
                if *s < next[first].1 {
                    first = k;
                }
            }
            let (kind, s, at) = next[first];
            found.push((kind.name, s, at));
            next.retain_mut(|(kind, s, e)| {
                if *s < at {
                    match self.next_of(kind, text, at, end, &words) {
                        Some(later) => (*s, *e) = later,
                        None => return false,
                    }
                }
                true
            });
        }
        found
    }

    /// The first name of a kind in `text[at:end]`. Where the kind has words, one of them stands in each name: only names that can reach one are looked for.
    fn next_of(&self, kind: &KindOfNames, text: &[char], at: usize, end: usize, words: &[(usize, u32)]) -> Option<(usize, usize)> {
        if self.always & kind.bit != 0 {
            return kind.pattern.rx.place(text, at, end);
        }
        let words = &words[words.partition_point(|(p, _)| *p < at)..];
        let marks = words.iter().filter(|(_, kinds)| kinds & kind.bit != 0).map(|(p, _)| *p);
        kind.pattern.place(text, at, end, marks)
    }
}

fn slot(c: char) -> usize {
    ((c as u32).wrapping_mul(0x9e37_79b1) >> 24) as usize
}

/// Whether an article names the ministry or a contest of the whole country, so that '일자리 평가' means theirs.
pub fn speaks_of_ministry(cx: &Cx, start: usize, end: usize) -> bool {
    cx.core.frames.ministry.finds(cx.text.chars, start, end)
}

fn year_of(text: &[char], group: Option<(usize, usize)>) -> Option<i32> {
    let (s, e) = group?;
    Some(text[s..e].iter().fold(0, |n, c| n * 10 + c.to_digit(10).unwrap_or(0) as i32))
}

fn contains(text: &[char], word: &str) -> bool {
    let n = word.chars().count();
    text.windows(n).any(|w| w.iter().copied().eq(word.chars()))
}

/// The awards and givers that `text[start:end]` (one sentence) names, in order.
pub fn read_frames(cx: &Cx, start: usize, end: usize, is_ministry: bool) -> Vec<Frame> {
    let rx = &cx.core.frames;
    let text = cx.text.chars;
    let end = end.min(text.len());
    if start >= end || rx.gate.look(&text[start..end]) == 0 || !rx.award_words.finds(text, start, end) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (name, s, e) in rx.names(text, start, end) {
        let (mut edition, mut result_year, mut section) = (None, None, None);
        let mut kind = SAME;
        match name {
            Name::National | Name::Other | Name::Weak => {
                let from = start.max(s.saturating_sub(30));
                let before = &text[from..s];
                if let Some(year) = rx.edition.search(before, 0, before.len()) {
                    edition = year_of(before, year.group(1));
                    if rx.results.begins(text, from + year.start(), end) {
                        (edition, result_year) = (None, edition);
                    }
                } else if let Some(inside) = rx.inside.search(text, s, e) {
                    edition = year_of(text, inside.group(1));
                }
                kind = if name == Name::National || (name == Name::Weak && is_ministry) {
                    NATIONAL
                } else {
                    OTHER
                };
                if name == Name::Weak && rx.holds.begins(text, e, end) && rx.province_first.finds(text, start, s) {
                    kind = OTHER; // the ministry's ceremony is no province's to hold
                }
                if kind == NATIONAL {
                    if contains(&text[s..e], "공시제") {
                        section = Some("disclosure");
                    } else {
                        // a slice in Python
                        let named = &text[s..e];
                        if rx.project.finds(named, 0, named.len()) {
                            section = Some("project");
                        }
                    }
                }
            }
            Name::Giver => {
                kind = if rx.job_words.finds(text, s, end.min(e + 40)) {
                    OTHER
                } else {
                    FOREIGN
                }
            }
            Name::Foreign => kind = FOREIGN,
            Name::Any => {
                kind = if rx.generic_name.is_whole(text, s, e) {
                    SAME
                } else if rx.job_words.finds(text, start.max(s.saturating_sub(20)), e) {
                    OTHER
                } else {
                    FOREIGN
                }
            }
            Name::Same => {}
        }
        found.push(Frame {
            kind,
            start: s,
            end: e,
            is_anaphor: name == Name::Same,
            edition,
            result_year,
            section,
            printed: edition,
            is_giver: name == Name::Giver,
        });
    }
    givers_rule(cx, found)
}

/// Whether a name is only that of some evaluation or contest ('추진실적 평가'), not one of its own.
pub fn named_generically(cx: &Cx, frame: &Frame) -> bool {
    (frame.kind == OTHER || frame.kind == FOREIGN)
        && !frame.is_giver
        && cx.core.frames.generic_name.is_whole(cx.text.chars, frame.start, frame.end)
}

/// A province or another ministry named as the giver just before an award's name makes it theirs ('경북도가 주관한 일자리 평가').
fn givers_rule(cx: &Cx, frames: Vec<Frame>) -> Vec<Frame> {
    let rx = &cx.core.frames;
    let mut ruled: Vec<Frame> = Vec::with_capacity(frames.len());
    for mut frame in frames {
        if let Some(last) = ruled.last() {
            let is_near = |most: usize| frame.start <= last.end + most;
            if frame.kind == NATIONAL && (last.kind == OTHER || last.kind == FOREIGN) && is_near(30) {
                let named = cx.text.slice(frame.start, frame.end);
                let gap = cx.text.slice(last.end, frame.start);
                let around = cx.text.slice(last.start.saturating_sub(16), frame.end);
                let is_ministrys = rx.the_ministry.finds(around, 0, around.len());
                let is_evaluation = last.is_giver && named.ends_with(&['평', '가']) && !rx.new_clause.finds(gap, 0, gap.len());
                let is_its_own = is_evaluation || !rx.of_the_country.finds(named, 0, named.len());
                if is_its_own && !is_ministrys && !rx.new_entry.finds(gap, 0, gap.len()) {
                    frame.kind = OTHER;
                    frame.section = None;
                }
            }
            if last.kind == NATIONAL && frame.start <= last.end + 24 && named_generically(cx, &frame) {
                continue; // '목표 공시제 추진실적 평가': the same award, told on
            }
        }
        ruled.push(frame);
    }
    ruled
}
