//! `mentions.py`: everything that a sentence names: places, grades, rates, numbers, years, and the subject words 시는, 군은, 구는, 도는.

use crate::lexicon::{self, Hit};
use crate::model::*;
use crate::numbers::read_numbers;
use crate::re::Regex;
use crate::spec::Spec;
use crate::text::is_hangul;
use crate::times::read_times;

const ROLES: [&str; 9] = ["top", "acc", "dat", "loc", "gen", "com", "inst", "cop", "cmp"];

/// A pattern whose named groups are roles.
struct Roles {
    re: Regex,
    /// the role that each group stands for
    roles: Vec<Option<&'static str>>,
}

impl Roles {
    fn new(spec: &Spec, name: &str, roles: &[&'static str]) -> Result<Roles, String> {
        let re = spec.re(name)?;
        let mut found = Vec::new();
        for &role in roles {
            let group = re.named(role);
            if found.len() <= group {
                found.resize(group + 1, None);
            }
            found[group] = Some(role);
        }
        Ok(Roles { re, roles: found })
    }

    fn role(&self, last: Option<usize>) -> Option<&'static str> {
        last.and_then(|k| self.roles.get(k).copied().flatten())
    }
}

pub struct Rx {
    particle: Roles,
    subject: Roles,
    ending: usize,
    short_run: Regex,
    head_in_brackets: Regex,
    digit: Regex,
    sido_gap: Regex,
    described: Regex,
    as_a_district: Regex,
    before_economy: Regex,
    behind_economy: Regex,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let subject = Roles::new(spec, "mentions._SUBJECT", &["top", "gen", "dat", "loc", "com"])?;
        Ok(Rx {
            particle: Roles::new(spec, "mentions._PARTICLE", &ROLES)?,
            ending: subject.re.named("e"),
            subject,
            short_run: spec.re("mentions._SHORT_RUN")?,
            head_in_brackets: spec.re("mentions._HEAD_IN_BRACKETS")?,
            digit: spec.re("mentions._DIGIT")?,
            sido_gap: spec.re("mentions._SIDO_GAP")?,
            described: spec.re("mentions._DESCRIBED")?,
            as_a_district: spec.re("mentions._AS_A_DISTRICT")?,
            before_economy: spec.re("mentions._BEFORE_ECONOMY")?,
            behind_economy: spec.re("mentions._BEHIND_ECONOMY")?,
        })
    }
}

/// How a name that ends at `end` stands in its sentence, and where its particle ends.
fn role(cx: &Cx, end: usize) -> (&'static str, usize) {
    let rx = &cx.core.mentions;
    let (text, n) = (cx.text.chars, cx.text.len());
    let from = rx.head_in_brackets.reach(text, end, n).unwrap_or(end);
    if let Some(particle) = rx.particle.re.matches(text, from, n) {
        return (rx.particle.role(particle.last).unwrap_or("end"), particle.end());
    }
    let is_hangul_at = |k| cx.text.at(k).is_some_and(is_hangul);
    if is_hangul_at(end) {
        return ("part", end);
    }
    if matches!(cx.text.at(end), Some(' ' | '\t' | '\u{3000}')) && is_hangul_at(end + 1) {
        return ("mod", end);
    }
    ("end", end)
}

/// 경기 as the state of the economy: '체감 경기는', '경기 침체', '경기가 나빠'
fn is_economy(cx: &Cx, start: usize, end: usize) -> bool {
    let rx = &cx.core.mentions;
    rx.before_economy.finds(cx.text.chars, start.saturating_sub(6), start) || rx.behind_economy.begins(cx.text.chars, end, cx.text.len())
}

/// 구로 as a district's role, no 구로구: '관광에서 일거리를 찾은 구로, 목표 대비 111.9%'
fn is_some_district(cx: &Cx, start: usize, end: usize) -> bool {
    let rx = &cx.core.mentions;
    rx.described.finds(cx.text.chars, start.saturating_sub(4), start) && rx.as_a_district.begins(cx.text.chars, end, cx.text.len())
}

/// '중·남구', '금정·남·영도구': the districts before the last one, which lack their 구, with where they stand.
fn short_districts(cx: &Cx, word: &str, start: usize, floor: usize) -> Vec<(&'static str, usize)> {
    let short = |c: char| match c {
        '동' => Some("동구"),
        '서' => Some("서구"),
        '남' => Some("남구"),
        '북' => Some("북구"),
        '중' => Some("중구"),
        _ => None,
    };
    let is_short = word.chars().next().and_then(short) == Some(word);
    if !word.ends_with('구') || (!is_short && word.chars().count() == 2) {
        return Vec::new();
    }
    let Some(run) = cx.core.mentions.short_run.place(cx.text.chars, floor, start) else {
        return Vec::new();
    };
    (run.0..run.1).filter_map(|k| Some((short(cx.text.chars[k])?, k))).collect()
}

/// A 시도 form: where it stands, and its short form.
#[derive(Clone, Copy)]
struct Sido<'a> {
    start: usize,
    end: usize,
    short: &'a str,
}

fn is_inside_of(candidate: &Municipality, sido: &str) -> bool {
    !candidate.is_metropolitan && candidate.sidos.iter().any(|s| s == sido)
}

/// Places, grades and rates, each where the automaton's longest hit stands on a word's border.
pub fn words<'a>(cx: &Cx<'a>, start: usize, end: usize) -> Vec<Mention<'a>> {
    let (core, text) = (cx.core, cx.text);
    let floor = start;
    let municipality = |k: &usize| &core.municipalities[*k];
    let is_metropolitan = |places: &[usize]| places.first().is_some_and(|k| municipality(k).is_metropolitan);
    let mut found: Vec<Mention<'a>> = Vec::new();
    let mut sido: Option<Sido<'a>> = None; // the last one
    for Hit {
        start,
        end,
        word,
        name,
        kind,
        value,
    } in lexicon::find(cx, start, end)
    {
        if let Some(kind) = kind {
            let value = if kind == Kind::Grade {
                Value::Grade(value)
            } else {
                Value::Indicator
            };
            found.push(Mention { kind, start, end, value });
        }
        let Some(name) = name else { continue };
        let joined = sido.is_some_and(|sido| {
            let gap = text.slice(sido.end, start);
            start >= sido.end && gap.len() <= 4 && core.mentions.sido_gap.begins(gap, 0, gap.len())
        });
        let is_inside = start > floor && text.at(start - 1).is_some_and(is_hangul);
        if is_inside && !(joined && sido.is_some_and(|sido| start == sido.end)) {
            continue;
        }
        let (role, after) = role(cx, end);
        let is_bare = name.full.is_empty();
        let mut candidates = if is_bare { &name.stem } else { &name.full }
            .iter()
            .map(municipality)
            .collect::<Vec<_>>();
        if is_bare && word == "경기" && is_economy(cx, start, end) {
            continue;
        }
        if is_bare && word == "구로" && is_some_district(cx, start, end) {
            continue;
        }
        if let Some(short) = &name.sido {
            let names_sido = is_metropolitan(&name.full) || is_metropolitan(&name.stem);
            // 경기 광주: the city in the province, not the metropolis of that name
            let is_in = |sido: Sido| candidates.iter().any(|c| is_inside_of(c, sido.short));
            if names_sido && !(joined && sido.is_some_and(is_in)) {
                sido = Some(Sido { start, end, short });
            }
        }
        let put = |found: &mut Vec<Mention<'a>>, start, end, value| {
            found.push(Mention {
                kind: Kind::Place,
                start,
                end,
                value: Value::Place(value),
            })
        };
        let district = Place {
            candidates: &[],
            written: word,
            role,
            is_bare: false,
            is_weak: false,
            sido: None,
            is_district: true,
            after,
        };
        let last = found.last().filter(|last| last.kind == Kind::Place).copied();
        let is_of_last = |sido: Sido| last.is_some_and(|last| last.start == sido.start);
        if name.district.is_some() && candidates.is_empty() {
            if joined && sido.is_some_and(is_of_last) {
                found.pop(); // 제주 서귀포시: not the province's
            }
            put(&mut found, start, end, district);
            continue;
        }
        if is_bare && role == "part" {
            continue;
        }
        let mut given: Option<&'a str> = None;
        let mut from = start;
        match sido {
            Some(before) if joined && before.start < start => {
                let fits = |c: &&Municipality| is_inside_of(c, before.short);
                let fitting: Vec<_> = name.full.iter().chain(&name.stem).map(municipality).filter(fits).collect();
                if !fitting.is_empty() {
                    (candidates, given, from) = (fitting, Some(before.short), before.start);
                    if is_of_last(before) {
                        found.pop();
                    }
                    sido = None;
                }
            }
            _ => {
                // 포항시 남구: a district of the city before it
                let is_district = |last: Mention| {
                    let city = last.value.place();
                    matches!(text.str(last.end, start), "" | " ")
                        && city.written.ends_with('시')
                        && word.ends_with('구')
                        && city.candidates.iter().any(|c| !c.is_metropolitan)
                };
                if last.is_some_and(is_district) {
                    put(&mut found, start, end, district);
                    continue;
                }
            }
        }
        for (short, at) in short_districts(cx, word, start, floor) {
            let full: Vec<_> = core
                .names
                .get(short)
                .map_or(&[][..], |name| &name.full)
                .iter()
                .map(municipality)
                .collect();
            let place = Place {
                candidates: cx.arena.slice(&full),
                written: short,
                role: "end",
                is_bare: false,
                is_weak: false,
                sido: given,
                is_district: false,
                after: at + 1,
            };
            put(&mut found, at, at + 1, place);
        }
        let place = Place {
            candidates: cx.arena.slice(&candidates),
            written: text.str(from, end),
            role,
            is_bare,
            is_weak: name.weak && given.is_none(),
            sido: given,
            is_district: false,
            after,
        };
        put(&mut found, from, end, place);
    }
    found
}

/// Fills `sentence.mentions`, in order of start. A year is a time, not also a number.
pub fn read_mentions<'a>(cx: &Cx<'a>, sentence: &mut Sentence<'a>, published: Option<Day>) {
    let rx = &cx.core.mentions;
    let text = cx.text.chars;
    let (start, end) = (sentence.start, sentence.end);
    let mut found = words(cx, start, end);
    let times = read_times(cx, published, start, end);
    found.extend_from_slice(&times);
    if rx.digit.finds(text, start, end) {
        for number in read_numbers(cx, start, end) {
            let amount = number.value.amount();
            let is_time = times.iter().any(|t| t.start < number.end && number.start < t.end);
            if !is_time && !(amount.unit == Unit::Year && amount.value >= 1900.0) {
                found.push(number);
            }
        }
    }
    for m in rx.subject.re.find_iter(text, start, end) {
        let ending = m.group(rx.ending).and_then(|(at, _)| cx.text.at(at)).unwrap_or('시');
        let value = Value::Subject(Subject {
            ending,
            role: rx.subject.role(m.last).unwrap_or("top"),
        });
        found.push(Mention {
            kind: Kind::Subject,
            start: m.start(),
            end: m.end(),
            value,
        });
    }
    found.sort_by_key(|x| (x.start, x.end));
    sentence.mentions = found;
}
