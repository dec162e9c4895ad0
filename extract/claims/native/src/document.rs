//! `document.py`: one article as the readers of claims see it: sentences with their items in order, who is who, and what holds for the whole text.

use crate::hash::FxMap as HashMap;
use std::cell::{Cell, OnceCell, RefCell};

use crate::arena::Arena;
use crate::core::Core;
use crate::f;
use crate::frames::{self, read_frames, speaks_of_ministry};
use crate::mentions::read_mentions;
use crate::model::*;
use crate::rates::read_rates;
use crate::segments::{self, Segments};
use crate::sentences;
use crate::series;
use crate::spec::Spec;
use crate::text::{self, Text};
use crate::who::Scene;

crate::patterns! { "document", pub struct Patterns {
    printed: "_PRINTED",
    short_grade: "_SHORT_GRADE",
    name_before: "_NAME_BEFORE",
    takes_prize: "_TAKES_PRIZE",
    object: "_OBJECT",
    for_whom: "_FOR_WHOM",
    not_won: "_NOT_WON",
    taken_back: "_TAKEN_BACK",
    counted: "_COUNTED",
    no_prize_word: "_NO_PRIZE_WORD",
    its_grade: "_ITS_GRADE",
    takes_this: "_TAKES_THIS",
    of_prizes: "_OF_PRIZES",
    prize_taken: "_PRIZE_TAKEN",
    regions: "_REGIONS",
    region_words: "_REGION_WORDS",
    years_alone: "_YEARS_ALONE",
    told_year: "_TOLD_YEAR",
    told_year_words: "_TOLD_YEAR_WORDS",
    same_grade: "_SAME_GRADE",
    cell: "_CELL",
    legend: "_LEGEND",
    mark: "_MARK",
    plan: "_PLAN",
    judged: "_JUDGED",
    judged_last_year: "_JUDGED_LAST_YEAR",
    until: "_UNTIL",
    of_survey: "_OF_SURVEY",
} }

pub struct Rx {
    pub re: Patterns,
    /// the group `w` of `_SHORT_GRADE`
    w: usize,
    /// the groups of `_LEGEND`
    aim: usize,
    aims: usize,
    joint: usize,
    /// the tag of a rate by its word
    rate_tags: Vec<(Option<String>, String)>,
    longest_head: usize,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let re = Patterns::new(spec)?;
        let mut rate_tags = Vec::new();
        for pair in spec.get("document._RATE_TAGS")?.array() {
            let [word, tag] = pair.array() else {
                return Err("document._RATE_TAGS: no pair".into());
            };
            rate_tags.push(((!word.is_null()).then(|| word.str().to_string()), tag.str().to_string()));
        }
        Ok(Rx {
            w: re.short_grade.named("w"),
            aim: re.legend.named("aim"),
            aims: re.legend.named("aims"),
            joint: re.legend.named("joint"),
            re,
            rate_tags,
            longest_head: spec.get("document._LONGEST_HEAD")?.number() as usize,
        })
    }

    fn rate_tag(&self, word: Option<&str>) -> &str {
        self.rate_tags.iter().find(|(w, _)| w.as_deref() == word).map_or("", |(_, tag)| tag)
    }
}

/// so many numbers and so many grades of one text are read
pub const MOST: usize = 400;

/// What of `figures::arithmetic` a document keeps.
#[derive(Clone, Copy)]
pub struct Triple<'a> {
    pub target: (&'a Line<'a>, &'a Item<'a>),
    pub actual: (&'a Line<'a>, &'a Item<'a>),
    pub rate: Option<(&'a Line<'a>, &'a Item<'a>)>,
}

/// By index of a line: where its cells begin (with the end), and the items of the head's cells.
type Heads<'a> = HashMap<usize, (Vec<usize>, Vec<Vec<&'a Item<'a>>>)>;

/// An article read up to the point where claims can be chosen; as in Python.
pub struct Document<'a> {
    pub cx: Cx<'a>,
    pub core: &'a Core,
    pub arena: &'a Arena,
    pub text: Text<'a>,
    pub above: usize,
    pub day: Option<Day>,
    pub scene: Scene<'a>,
    pub lines: &'a [Line<'a>],
    /// how often each number is told: percentages apart from the others. Keys are the bits of the value (`f64::to_bits`)
    pub n_told: HashMap<u64, usize>,
    pub n_told_percent: HashMap<u64, usize>,
    pub most: f64,
    pub years_told: HashMap<i32, usize>,
    /// by index of a line: where its cells begin (with the end), and the items of the head's cells
    pub heads: HashMap<usize, (Vec<usize>, Vec<Vec<&'a Item<'a>>>)>,
    /// by index of a line: the head lines that it stands under, the nearest first
    pub over: HashMap<usize, Vec<&'a Line<'a>>>,
    pub editions: Vec<i32>,
    pub plan_year: Option<i32>,
    pub ranges: Vec<(usize, (i32, i32))>,
    pub judged: Vec<(usize, i32)>,
    pub surveys: Vec<(usize, i32)>,
    /// 상 or 하
    pub halves: Vec<(usize, &'static str)>,
    pub survey_editions: Vec<(usize, i32)>,
    pub about: Feats<'a>,
    pub named: Vec<&'static str>,
    /// (end, is_target_first, joint)
    pub legends: Vec<(usize, bool, &'static str)>,
    /// (start, 'd' or 'p')
    pub framed: Vec<(usize, char)>,
    pub framed_kinds: &'a str,
    /// by start of a number, its roles by arithmetic, sorted; filled by `reader::prepare`
    pub proofs: HashMap<usize, Vec<&'static str>>,
    pub triples: Vec<Triple<'a>>,
    pub series: Vec<Vec<&'a Item<'a>>>,
    /// by start of a number, its place in `series`
    pub told_with: HashMap<usize, usize>,
    /// by start of a number, its cell in a list of one line
    pub cells: HashMap<usize, series::Cell>,
    /// filled by `whose`
    pub provinces: OnceCell<HashMap<&'a str, (usize, usize, Vec<usize>)>>,
}

impl<'a> Document<'a> {
    /// the numbers that are told in one breath with a number, itself among them
    pub fn told_with(&self, item: &Item) -> Option<&[&'a Item<'a>]> {
        self.told_with.get(&item.start).map(|&k| &self.series[k][..])
    }

    /// `Document(text, published, title)`; what `reader::prepare` fills is empty
    pub fn new(
        core: &'a Core,
        arena: &'a Arena,
        trace: Option<&'a RefCell<Vec<String>>>,
        text: &str,
        published: Option<Day>,
        title: Option<&str>,
    ) -> Document<'a> {
        let mut cx = Cx {
            core,
            arena,
            text: Text::new(arena, text),
            tense: arena.alloc(Cell::new((0, 0, None))),
            trace,
        };
        let mut segments = segments::split(&cx, title);
        let mut above = 0;
        if let Some(title) = title.filter(|t| !t.is_empty() && segments.titles.is_empty()) {
            let mut with_title = text::split(title).collect::<Vec<_>>().join(" ");
            with_title.push_str("\n\n");
            above = text::len(&with_title);
            with_title.push_str(text);
            cx.text = Text::new(arena, &with_title);
            segments = segments::split(&cx, Some(title));
        }
        let day = published.or_else(|| printed_date(&cx, &segments));
        let mut sources = sentences::sentences(&cx, &segments.titles, &segments.body);
        for source in &mut sources {
            read_mentions(&cx, source, day);
        }
        let scene = Scene::new(&cx, &sources, &segments.hints, day);
        let lines = read_lines(&cx, &sources);

        let mut n_told: HashMap<u64, usize> = HashMap::default();
        let mut n_told_percent: HashMap<u64, usize> = HashMap::default();
        let mut most: f64 = 0.0;
        let mut years_told: HashMap<i32, usize> = HashMap::default();
        for line in lines {
            for item in line.numbers {
                let amount = item.amount();
                let of = if amount.unit == Unit::Percent {
                    &mut n_told_percent
                } else {
                    &mut n_told
                };
                *of.entry(amount.value.to_bits()).or_insert(0) += 1;
                if item.is_job {
                    most = most.max(amount.value);
                }
            }
            for year in line.years.iter().flat_map(|x| x.time().years) {
                *years_told.entry(*year).or_insert(0) += 1;
            }
        }
        let (surveys, halves) = surveys(lines);
        let framed = framed(lines);
        let editions = editions(lines);
        let newest = editions.iter().max().copied();
        Document {
            cx,
            core,
            arena,
            text: cx.text,
            above,
            day,
            scene,
            lines,
            n_told,
            n_told_percent,
            most,
            years_told,
            heads: heads(&cx, lines),
            over: heads_over(&cx, lines),
            editions,
            plan_year: if day.is_some() { None } else { plan_year(&cx) },
            ranges: ranges(&cx, lines),
            judged: judged(&cx, lines, day.map(|d| d.year).or(newest)),
            surveys,
            halves,
            survey_editions: survey_editions(&cx, lines),
            about: about(&cx, lines),
            named: named(lines),
            legends: legends(&cx),
            framed_kinds: match (framed.iter().any(|x| x.1 == 'd'), framed.iter().any(|x| x.1 == 'p')) {
                (true, true) => "dp",
                (true, false) => "d",
                (false, true) => "p",
                (false, false) => "",
            },
            framed,
            proofs: HashMap::default(),
            triples: Vec::new(),
            series: Vec::new(),
            told_with: HashMap::default(),
            cells: HashMap::default(),
            provinces: OnceCell::new(),
        }
    }

    /// The year named last before an item, up to three lines back.
    pub fn year_told_before(&self, line: &Line<'a>, item: &Item<'a>) -> Option<i32> {
        for back in 0..4 {
            let other = &self.lines[line.index.checked_sub(back)?];
            for x in other.years.iter().rev() {
                let time = x.time();
                if time.role == "year" && (back > 0 || x.start < item.start) {
                    return time.years.last().copied();
                }
            }
        }
        None
    }

    /// The line in which a place of the text stands, if any.
    pub fn line_at(&self, at: usize) -> Option<&'a Line<'a>> {
        // Python's bisect_right, step by step: a title may stand behind what it is the title of
        let lines: &'a [Line<'a>] = self.lines;
        let (mut low, mut high) = (0, lines.len());
        while low < high {
            let mid = (low + high) / 2;
            if at < lines[mid].start {
                high = mid;
            } else {
                low = mid + 1;
            }
        }
        lines.get(low.checked_sub(1)?).filter(|line| at < line.end)
    }

    /// The items of the table cell that heads the item's column.
    pub fn head_of(&self, line: &Line<'a>, item: &Item<'a>) -> &[&'a Item<'a>] {
        match self.heads.get(&line.index) {
            Some((cuts, columns)) => &columns[column_of(cuts, item.start)],
            None => &[],
        }
    }

    pub fn over(&self, line: &Line<'a>) -> &[&'a Line<'a>] {
        self.over.get(&line.index).map_or(&[], |v| v)
    }

    pub fn proofs(&self, start: usize) -> &[&'static str] {
        self.proofs.get(&start).map_or(&[], |v| v)
    }

    pub fn told(&self, value: f64) -> usize {
        self.n_told.get(&value.to_bits()).copied().unwrap_or(0)
    }

    pub fn told_percent(&self, value: f64) -> usize {
        self.n_told_percent.get(&value.to_bits()).copied().unwrap_or(0)
    }
}

/// A day, if the calendar has it.
fn day_of(year: i32, month: u32, day: u32) -> Option<Day> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + is_leap as u32,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(Day { year, month, day })
}

/// The publication date that stands below the title; a date above it is the day on which the page was fetched.
pub fn printed_date(cx: &Cx, segments: &Segments) -> Option<Day> {
    let top = segments
        .titles
        .first()
        .or_else(|| segments.body.first())
        .map_or(0, |span| span.start);
    let t = cx.text;
    segments.hints.iter().filter(|hint| hint.start >= top).find_map(|hint| {
        let m = cx.core.document.re.printed.search(t.chars, hint.start, hint.end)?;
        let number = |k: usize| m.group(k).and_then(|(a, b)| t.str(a, b).parse::<u32>().ok());
        day_of(number(1)? as i32, number(2)?, number(3)?)
    })
}

/// Whether a number may be one of jobs: whole, 10 or more, in 개, 자리, 명, 건, or bare from 100 on.
fn is_job_number(amount: &Amount) -> bool {
    let (value, unit) = (amount.value, amount.unit);
    matches!(unit, Unit::Jobs | Unit::Persons | Unit::Cases | Unit::Bare)
        && (10.0..3e6).contains(&value)
        && value == value.trunc()
        && !(unit == Unit::Bare && value < 100.0)
}

/// Whether a number may be a rate: a percentage, or a bare one with a decimal point ('경기 이천 64.7, …').
fn is_percent(amount: &Amount) -> bool {
    if amount.unit == Unit::Percent {
        return amount.value < 10_000.0;
    }
    amount.unit == Unit::Bare && amount.has_point && 0.0 < amount.value && amount.value < 100.0
}

/// Whether a number is of those that stand for each other in a sentence; a day or a rank between two of them is none.
fn is_counting(unit: Unit) -> bool {
    matches!(
        unit,
        Unit::Jobs | Unit::Persons | Unit::Cases | Unit::Percent | Unit::Point | Unit::Bare | Unit::Won
    )
}

// -- items -----------------------------------------------------------------------------------------------------------------

fn new_item<'a>(cx: &Cx<'a>, kind: Kind, tag: &'a str, start: usize, end: usize, value: Value<'a>) -> &'a Item<'a> {
    let (mut counts, mut is_job, mut is_rate) = (false, false, false);
    if let Value::Number(amount) = &value {
        counts = is_counting(amount.unit);
        (is_job, is_rate) = (is_job_number(amount), is_percent(amount));
    }
    cx.arena.alloc(Item {
        kind,
        start,
        end,
        tag: Cell::new(tag),
        value: Cell::new(value),
        counts,
        is_job,
        is_percent: is_rate,
        at: Cell::new(0),
        n_before: Cell::new(0),
        behind: OnceCell::new(),
        said: OnceCell::new(),
        of_list: OnceCell::new(),
    })
}

/// A grade word as an item. 대상 in the name of the award is none, unless it is what was taken; 수상자 names nobody's prize.
fn grade<'a>(cx: &Cx<'a>, start: usize, end: usize, value: &'a str, floor: usize) -> Option<&'a Item<'a>> {
    let (re, t) = (&cx.core.document.re, cx.text);
    let begins = |pattern: &crate::re::Regex| pattern.begins(t.chars, end, t.len());
    let mut tag = if value == "unspecified" { "gu" } else { "g" };
    if begins(&re.not_won) {
        return None;
    }
    let before = start.checked_sub(1).and_then(|k| t.at(k)).filter(|c| text::is_hangul(*c));
    match t.str(start, end) {
        "대상" => {
            let name = t.slice(floor.max(start.saturating_sub(14)), start);
            if re.name_before.finds(name, 0, name.len()) {
                let is_taken = begins(&re.takes_prize);
                return is_taken.then(|| new_item(cx, Kind::Grade, "gn", start, end, Value::Grade("unspecified")));
            }
            if before.is_some_and(|c| !"별초역부문년합".contains(c)) {
                return None;
            }
            if re.object.finds(t.chars, floor.max(start.saturating_sub(7)), t.len().min(end + 5)) {
                return None;
            }
            if begins(&re.for_whom) {
                tag = "gx";
            }
        }
        "상을" | "상도" if before.is_some_and(|c| "이인보영배변손예".contains(c) || !begins(&re.takes_this)) => {
            return None;
        }
        "수상" if begins(&re.no_prize_word) || re.its_grade.finds(t.chars, floor.max(start.saturating_sub(6)), start) => return None,
        _ => {}
    }
    Some(new_item(cx, Kind::Grade, tag, start, end, Value::Grade(value)))
}

/// Whether 대상 stands where a prize may stand; 'the object of a rule, a tax, a survey' is the same word, and the more common one.
fn is_prize(cx: &Cx, source: &Sentence, grade: &Item) -> bool {
    let (re, t) = (&cx.core.document.re, cx.text);
    let (start, end) = (grade.start, grade.end);
    let before = start.checked_sub(1).and_then(|k| t.at(k));
    if source.is_title || end - start > 2 || matches!(before, Some('‘' | '\'' | '“' | '「' | '『')) {
        return true;
    }
    if source.is_list && re.years_alone.is_whole(t.chars, source.start, start) {
        return true;
    }
    let is_near = |m: &Mention| (start >= m.end && start - m.end <= 8) || (m.start >= end && m.start - end <= 12);
    if source.end - source.start < 10
        || source
            .mentions
            .iter()
            .any(|m| matches!(m.kind, Kind::Place | Kind::Subject) && is_near(m))
    {
        return true;
    }
    re.of_prizes.finds(t.chars, source.start, start)
        || (end <= source.end && re.of_prizes.finds(t.chars, end, source.end))
        || (grade.tag() == "g" && end <= source.end && re.prize_taken.begins(t.chars, end, source.end))
}

/// The tag of a number, a time, a place or a subject.
fn tag<'a>(cx: &Cx<'a>, value: &Value<'a>) -> &'a str {
    match value {
        Value::Number(amount) => match amount.unit {
            Unit::Jobs => "n.jobs",
            Unit::Persons => "n.persons",
            Unit::Cases => "n.cases",
            Unit::Percent => "n.percent",
            Unit::Point => "n.point",
            Unit::Won => "n.won",
            Unit::Year => "n.year",
            Unit::Month => "n.month",
            Unit::Day => "n.day",
            Unit::Times => "n.times",
            Unit::Bare => "n.bare",
            Unit::Counted => "n.counted",
        },
        Value::Time(time) => match time.role {
            "year" => "t.year",
            "ago" => "t.ago",
            "since" => "t.since",
            "compare" => "t.compare",
            "term" => "t.term",
            role => f!(cx, "t.", role),
        },
        Value::Place(place) => match place.role {
            "top" => "p.top",
            "acc" => "p.acc",
            "dat" => "p.dat",
            "loc" => "p.loc",
            "gen" => "p.gen",
            "com" => "p.com",
            "inst" => "p.inst",
            "cop" => "p.cop",
            "cmp" => "p.cmp",
            "mod" => "p.mod",
            "part" => "p.part",
            "end" => "p.end",
            role => f!(cx, "p.", role),
        },
        Value::Subject(subject) => match subject.role {
            "top" => "s.top",
            "gen" => "s.gen",
            "dat" => "s.dat",
            "loc" => "s.loc",
            "com" => "s.com",
            role => f!(cx, "s.", role),
        },
        _ => "",
    }
}

/// The tag of a name of an award.
fn frame_tag<'a>(cx: &Cx<'a>, kind: &'static str) -> &'a str {
    match kind {
        frames::NATIONAL => "f.national_jobs_award",
        frames::OTHER => "f.other",
        frames::FOREIGN => "f.foreign",
        frames::SAME => "f.same",
        kind => f!(cx, "f.", kind),
    }
}

/// All that a sentence names or that tells about it, kind by kind.
fn items<'a>(cx: &Cx<'a>, source: &Sentence<'a>, is_ministry: bool) -> Vec<&'a Item<'a>> {
    let (rx, t) = (&cx.core.document, cx.text);
    let re = &rx.re;
    let (start, end) = (source.start, source.end);
    let mut items: Vec<&'a Item<'a>> = Vec::with_capacity(source.mentions.len() + 16);
    let mut has_rate = false;
    // two that are counted side by side tell how often, and no prize
    let is_counted = |m: &Mention| m.kind == Kind::Grade && m.end <= end && re.counted.begins(t.chars, m.end, end);
    let n_counted = source.mentions.iter().filter(|m| is_counted(m)).count();
    for m in &source.mentions {
        match m.value {
            Value::Grade(value) => {
                if n_counted > 1 && is_counted(m) {
                    continue;
                }
                if let Some(grade) = grade(cx, m.start, m.end, value, start) {
                    if grade.tag() == "gn" || value != "대상" || is_prize(cx, source, grade) {
                        items.push(grade);
                    }
                }
            }
            Value::Number(amount) if (m.end > end || !re.taken_back.begins(t.chars, m.end, end)) => {
                items.push(new_item(cx, m.kind, tag(cx, &m.value), m.start, m.end, m.value));
                has_rate |= amount.unit == Unit::Percent || amount.has_point;
            }
            Value::Time(_) | Value::Place(_) | Value::Subject(_) => {
                items.push(new_item(cx, m.kind, tag(cx, &m.value), m.start, m.end, m.value));
            }
            _ => {}
        }
    }
    for short in re.short_grade.find_all(t.chars, start, end) {
        let (a, b) = (short.start(), short.end());
        if !source.mentions.iter().any(|m| m.kind == Kind::Grade && m.start < b && a < m.end) {
            let value = match short.group(rx.w) {
                Some((a, b)) => f!(cx, t.str(a, b), "상"),
                None => crate::awards::UNSPECIFIED,
            };
            items.push(new_item(cx, Kind::Grade, "gs", a, b, Value::Grade(value)));
        }
    }
    let rates = read_rates(cx, start, end, has_rate);
    if !rates.is_empty() {
        // '15~64세 고용률': the ages are no numbers of their own
        items.retain(|i| i.kind != Kind::Number || !rates.iter().any(|r| r.start <= i.start && i.start < r.end));
    }
    for rate in rates {
        let tag = f!(cx, rx.rate_tag(rate.word), ".", rate.kinds.first().copied().unwrap_or(""));
        items.push(new_item(cx, Kind::Rate, tag, rate.start, rate.end, Value::Rate(rate)));
    }
    let taken: Vec<(usize, usize)> = items.iter().filter(|i| i.kind != Kind::Subject).map(|i| (i.start, i.end)).collect();
    for frame in read_frames(cx, start, end, is_ministry) {
        let tag = frame_tag(cx, frame.kind);
        items.push(new_item(cx, Kind::Frame, tag, frame.start, frame.end, Value::Frame(frame)));
    }
    add_cues(cx, start, end, &taken, &mut items);
    if !re.region_words.finds(t.chars, start, end) {
        return items;
    }
    let mut regions: Vec<&'a Item<'a>> = Vec::new();
    for m in re.regions.find_all(t.chars, start, end) {
        if !taken.iter().any(|(a, b)| *a < m.end() && m.start() < *b && *a != m.start()) {
            regions.push(new_item(cx, Kind::Cue, "regions", m.start(), m.end(), Value::Cue));
        }
    }
    // '77개 시의 고용률' is not that of the 시 that the article is about
    items.retain(|i| !matches!(i.kind, Kind::Subject | Kind::Number) || !regions.iter().any(|r| r.start <= i.start && i.start < r.end));
    items.extend(regions);
    items
}

/// The cue words that stand in none of the runs that are taken.
fn add_cues<'a>(cx: &Cx<'a>, start: usize, end: usize, taken: &[(usize, usize)], items: &mut Vec<&'a Item<'a>>) {
    let found = crate::cues::find(cx, start, end);
    if found.is_empty() {
        return;
    }
    let mut is_taken = vec![false; end - start];
    for (a, b) in taken {
        let to = (*b).min(end);
        if (start..to).contains(a) {
            is_taken[a - start..to - start].fill(true);
        }
    }
    for (a, b, cue) in found {
        if !is_taken[a - start..b - start].contains(&true) {
            items.push(new_item(cx, Kind::Cue, cue, a, b, Value::Cue));
        }
    }
}

// -- lines -----------------------------------------------------------------------------------------------------------------

/// A line whose years and grades are not told yet.
struct LineBuilder<'s, 'a> {
    source: &'s Sentence<'a>,
    n_body: usize,
    items: Vec<&'a Item<'a>>,
}

impl<'a> LineBuilder<'_, 'a> {
    fn sort(&mut self) {
        self.items.sort_by_key(|x| (x.start, x.end));
    }

    /// The line with its items by kind; `room` is empty, and so it is left.
    fn frozen(self, cx: &Cx<'a>, index: usize, room: &mut Vec<&'a Item<'a>>) -> Line<'a> {
        let items: Items<'a> = cx.arena.slice(&self.items);
        let mut n = 0;
        for (at, item) in items.iter().enumerate() {
            item.at.set(at);
            item.n_before.set(n);
            n += item.counts as usize;
        }
        let mut of = |items: Items<'a>, passes: &dyn Fn(&Item<'a>) -> bool| -> Items<'a> {
            room.extend(items.iter().copied().filter(|x| passes(x)));
            let found = cx.arena.slice(room);
            room.clear();
            found
        };
        let numbers = of(items, &|x| x.kind == Kind::Number);
        let times = of(items, &|x| x.kind == Kind::Time);
        let places = of(items, &|x| x.kind == Kind::Place);
        let subjects = of(items, &|x| x.kind == Kind::Subject);
        let grades = of(items, &|x| x.kind == Kind::Grade);
        let rates = of(items, &|x| x.kind == Kind::Rate);
        let frames = of(items, &|x| x.kind == Kind::Frame);
        let cues = of(items, &|x| x.kind == Kind::Cue);
        let counting = of(numbers, &|x| x.counts);
        let jobs = of(counting, &|x| x.is_job);
        let percents = of(counting, &|x| x.is_percent);
        let years = of(times, &|x| x.value.get().time().is_some_and(|time| !time.years.is_empty()));
        let mut both = |a: Items<'a>, b: Items<'a>| -> Items<'a> {
            if b.is_empty() {
                return a;
            }
            room.extend_from_slice(a);
            room.extend_from_slice(b);
            let found = cx.arena.slice(room);
            room.clear();
            found
        };
        let source = self.source;
        Line {
            index,
            start: source.start,
            end: source.end,
            paragraph: source.paragraph,
            is_title: source.is_title,
            is_list: source.is_list,
            n_body: self.n_body,
            text: cx.text.str(source.start, source.end),
            whos: both(places, subjects),
            claims: both(numbers, grades),
            items,
            numbers,
            times,
            places,
            subjects,
            grades,
            rates,
            frames,
            cues,
            counting,
            jobs,
            percents,
            years,
            bag: OnceCell::new(),
        }
    }
}

/// The lines with their items, their years and grades told.
fn read_lines<'a>(cx: &Cx<'a>, sources: &[Sentence<'a>]) -> &'a [Line<'a>] {
    let is_ministry = speaks_of_ministry(cx, 0, cx.text.len());
    let mut n_body = 0;
    let mut builders: Vec<LineBuilder<'_, 'a>> = Vec::with_capacity(sources.len());
    for source in sources {
        n_body += !source.is_title as usize;
        let mut line = LineBuilder {
            source,
            n_body,
            items: items(cx, source, is_ministry),
        };
        line.sort();
        builders.push(line);
    }
    tell_years(cx, &mut builders);
    tell_grades(cx, &builders);
    let mut room = Vec::new();
    let lines = builders
        .into_iter()
        .enumerate()
        .map(|(index, line)| line.frozen(cx, index, &mut room))
        .collect();
    cx.arena.vec(lines)
}

/// Gives 그해, 같은 해, 이듬해 the year that they point back to.
fn tell_years<'a>(cx: &Cx<'a>, lines: &mut [LineBuilder<'_, 'a>]) {
    let (re, t) = (&cx.core.document.re, cx.text);
    let year = |year: i32| {
        Value::Time(Time {
            years: cx.arena.slice(&[year]),
            is_range: false,
            offset: None,
            role: "year",
        })
    };
    let mut told: Option<i32> = None;
    let points_back = re.told_year_words.finds(t.chars, 0, t.len());
    for line in lines {
        let mut is_pointing = false;
        if points_back {
            for m in re.told_year.find_all(t.chars, line.source.start, line.source.end) {
                is_pointing = true;
                line.items.push(new_item(cx, Kind::Time, "t.same", m.start(), m.end(), Value::None));
            }
        }
        if is_pointing {
            line.sort();
        }
        for item in line.items.iter().filter(|i| i.kind == Kind::Time) {
            let word = t.str(item.start, item.end);
            match (item.value.get().time(), told) {
                (None, None) => continue,
                (None, Some(last)) => {
                    let step = if word.contains("다음") {
                        1
                    } else if word.contains("전") || word.contains("앞선") {
                        -1
                    } else {
                        0
                    };
                    item.value.set(year(last + step));
                }
                (Some(time), Some(last)) if time.years.is_empty() && matches!(word, "이듬해" | "다음해") => {
                    item.value.set(year(last + 1));
                }
                _ => {}
            }
            let time = item.time();
            if let (Some(last), "year" | "since") = (time.years.last(), time.role) {
                told = Some(*last);
            }
        }
        if is_pointing {
            // without those that had nothing to point back to
            line.items.retain(|i| i.kind != Kind::Time || i.value.get().time().is_some());
        }
    }
}

/// Gives 같은 상 the grade that was told last before it.
fn tell_grades<'a>(cx: &Cx<'a>, lines: &[LineBuilder<'_, 'a>]) {
    let (re, t) = (&cx.core.document.re, cx.text);
    let mut told: Option<Value<'a>> = None;
    for line in lines {
        for item in line.items.iter().filter(|i| i.kind == Kind::Grade) {
            if item.tag() == "g" {
                told = Some(item.value.get());
            } else if let (Some(value), Some('상')) = (told, t.at(item.start)) {
                if re.same_grade.finds(t.chars, line.source.start, item.start) {
                    item.value.set(value);
                    item.tag.set("g");
                }
            }
        }
    }
}

// -- what holds for the whole text -----------------------------------------------------------------------------------------

/// Where the cells of a table's line begin, with its end.
fn cuts(cx: &Cx, line: &Line) -> Vec<usize> {
    let mut cuts = vec![line.start];
    // hardly a line has one of these, and the pattern stops at every blank
    if line.text.contains(['|', '/', '｜', '\t']) {
        cuts.extend(
            cx.core
                .document
                .re
                .cell
                .find_all(cx.text.chars, line.start, line.end)
                .iter()
                .map(|m| m.start()),
        );
    }
    cuts.push(line.end);
    cuts
}

/// The cell in which a place stands.
fn column_of(cuts: &[usize], at: usize) -> usize {
    cuts[..cuts.len() - 1].iter().rposition(|start| *start <= at).unwrap_or(0)
}

/// For each line of a table with a head line above it: where its cells begin, and the items of the head's cells.
fn heads<'a>(cx: &Cx, lines: &'a [Line<'a>]) -> Heads<'a> {
    let mut found = HashMap::default();
    let mut head: Option<Vec<Vec<&'a Item<'a>>>> = None;
    for line in lines {
        let cuts = cuts(cx, line);
        let n = cuts.len() - 1;
        if n < 3 {
            if !line.is_list {
                head = None;
            }
            continue;
        }
        match &head {
            Some(columns) if columns.len() == n && !line.numbers.is_empty() => {
                found.insert(line.index, (cuts, columns.clone()));
            }
            _ => {
                let tells =
                    |i: &Item| matches!(i.kind, Kind::Rate | Kind::Time) || matches!(i.tag(), "goal" | "result" | "made" | "achieved_rate");
                if line.percents.is_empty() && line.items.iter().any(|i| tells(i)) {
                    let mut columns: Vec<Vec<&'a Item<'a>>> = vec![Vec::new(); n];
                    for item in line.items {
                        columns[column_of(&cuts, item.start)].push(item);
                    }
                    head = Some(columns);
                }
            }
        }
    }
    found
}

/// Where a legend of pairs ends, whether the target is the first of each, and what joins them: ( / or →.
///
/// '실적(목표)은 2011년 3만8천 개(3만5천 개), …', '※ 연간 목표 → 6월 말 실적'.
fn legends(cx: &Cx) -> Vec<(usize, bool, &'static str)> {
    let (rx, t) = (&cx.core.document, cx.text);
    let mut found = Vec::new();
    for m in rx.re.legend.find_all(t.chars, 0, t.len()) {
        let (aim, aims) = (m.group(rx.aim).is_some(), m.group(rx.aims).is_some());
        if aim != aims {
            let joint = match m.group(rx.joint) {
                None => "(",
                Some((a, b)) if t.str(a, b) == "/" => "/",
                Some(_) => "→",
            };
            found.push((m.end(), aim, joint));
        }
    }
    found
}

/// What a line of a list begins with: its bullet or bracket, 0 for a number, None for nothing.
fn mark(cx: &Cx, line: &Line) -> Option<char> {
    let t = cx.text.slice(line.start, line.end);
    let m = cx.core.document.re.mark.matches(t, 0, t.len())?;
    match m.group(1) {
        Some((a, _)) => t.get(a).copied(),
        None => (m.end() > 0).then_some('0'),
    }
}

/// Whether a line can be a head: short, no full stop, no figures, no prize of its own; '■ 공시제 부문', '<실업률>', '2016년 하반기 시부'.
fn may_head(cx: &Cx, line: &Line) -> bool {
    if line.end - line.start > cx.core.document.longest_head
        || line.text.ends_with(['.', '”'])
        || !line.percents.is_empty()
        || !line.jobs.is_empty()
    {
        return false;
    }
    if line.grades.iter().any(|x| x.grade() != "unspecified") || (!line.is_list && matches!(mark(cx, line), None | Some('-'))) {
        return false;
    }
    !line.text.contains(['|', '｜', '/']) && !line.items.is_empty()
}

/// For each line of a list, the head lines above it up to the last running sentence: a head ends those with the same mark.
fn heads_over<'a>(cx: &Cx, lines: &'a [Line<'a>]) -> HashMap<usize, Vec<&'a Line<'a>>> {
    let mut found = HashMap::default();
    let mut heads: Vec<(Option<char>, &'a Line<'a>)> = Vec::new();
    for (k, line) in lines.iter().enumerate() {
        if line.is_title {
            continue;
        }
        if let Some(behind) = lines.get(k + 1).filter(|behind| behind.is_list && may_head(cx, line)) {
            let here = mark(cx, line);
            if here.is_none() || here != mark(cx, behind) {
                if let Some(at) = heads.iter().position(|(m, _)| *m == here) {
                    heads.truncate(at);
                }
                heads.push((here, line));
                continue;
            }
        }
        if !line.is_list {
            heads.clear();
        } else if !heads.is_empty() {
            found.insert(line.index, heads.iter().rev().map(|(_, head)| *head).collect());
        }
    }
    found
}

/// The years printed before the national award's name, in order.
fn editions(lines: &[Line]) -> Vec<i32> {
    let mut found = Vec::new();
    for frame in lines.iter().flat_map(|line| line.frames).map(|x| x.frame()) {
        if let (frames::NATIONAL, Some(edition)) = (frame.kind, frame.edition) {
            if !found.contains(&edition) {
                found.push(edition);
            }
        }
    }
    found
}

/// The year of the plan that the article names first: '2023년 일자리대책 세부계획'.
fn plan_year(cx: &Cx) -> Option<i32> {
    let t = cx.text.chars;
    let plan = cx.core.document.re.plan.search(t, 0, t.len())?;
    let (from, to) = plan.group(1)?;
    cx.text.str(from, to).parse().ok()
}

/// The years whose results an award judges, by their start: '2012년도 공시제 평가' of 2013, whose prizes are of 2013.
fn judged(cx: &Cx, lines: &[Line], now: Option<i32>) -> Vec<(usize, i32)> {
    let (re, t) = (&cx.core.document.re, cx.text);
    let mut found: Vec<(usize, i32)> = Vec::new();
    for line in lines {
        let mut told = now;
        for item in line.years {
            let time = item.time();
            let year = time.years[time.years.len() - 1];
            let is_before_told = told == Some(year + 1) || now == Some(year + 1);
            let judged = match time.offset {
                None => &re.judged,
                Some(-1) if time.role == "year" => &re.judged_last_year,
                _ => {
                    told = Some(year);
                    continue;
                }
            };
            if time.years.len() == 1 && is_before_told && item.end <= line.end {
                if let Some(judging) = judged.matches(t.chars, item.end, line.end) {
                    if !line.grades.iter().any(|x| item.end <= x.start && x.start < judging.end()) {
                        match found.iter_mut().find(|(start, _)| *start == item.start) {
                            Some((_, old)) => *old = year,
                            None => found.push((item.start, year)),
                        }
                    }
                }
            }
            told = Some(year);
        }
    }
    found
}

/// The terms that the article names: `(line, (first year, last year))`, each once; also '2018년 7월부터 … 2022년 6월까지'.
fn ranges(cx: &Cx, lines: &[Line]) -> Vec<(usize, (i32, i32))> {
    let (re, t) = (&cx.core.document.re, cx.text);
    let mut found: Vec<(usize, (i32, i32))> = Vec::new();
    let mut add = |index: usize, first: i32, last: i32| {
        if !found.iter().any(|(_, range)| *range == (first, last)) {
            found.push((index, (first, last)));
        }
    };
    let mut since: Option<(usize, i32)> = None;
    for line in lines {
        for item in line.years {
            let time = item.time();
            let (first, last) = (time.years[0], time.years[time.years.len() - 1]);
            if time.is_range && last > first {
                add(line.index, first, last);
                continue;
            }
            if time.role == "since" || t.str(item.end, item.end + 8).contains("부터") {
                since = Some((line.index, last));
            } else if let Some((index, begun)) = since {
                let tail = t.slice(item.end, item.end + 12);
                if line.index - index <= 2 && re.until.begins(tail, 0, tail.len()) && (1..=5).contains(&(last - begun)) {
                    add(line.index, begun, last);
                }
            }
        }
    }
    found
}

/// The years told in lines about a labour survey or a rate, and the half-years: each with its line.
#[allow(clippy::type_complexity)]
fn surveys(lines: &[Line]) -> (Vec<(usize, i32)>, Vec<(usize, &'static str)>) {
    let mut surveys = Vec::new();
    let mut halves = Vec::new();
    for line in lines {
        let (first, last) = (line.text.rfind("상반기"), line.text.rfind("하반기"));
        if first.is_some() || last.is_some() {
            halves.push((line.index, if first > last { "상" } else { "하" }));
        }
        if !line.years.is_empty()
            && (line.cues.iter().any(|i| i.tag() == "survey") || line.rates.iter().any(|i| i.tag().starts_with("r.e")))
        {
            let year = line
                .years
                .iter()
                .map(|x| x.time())
                .find(|time| time.role == "year" && !time.is_range);
            if let Some(time) = year {
                surveys.push((line.index, time.years[time.years.len() - 1]));
            }
        }
    }
    (surveys, halves)
}

/// The years that the text prints before the name of a labour survey ('2025년 상반기 지역별고용조사'), each with its line.
fn survey_editions(cx: &Cx, lines: &[Line]) -> Vec<(usize, i32)> {
    let (re, t) = (&cx.core.document.re, cx.text);
    let mut found = Vec::new();
    for line in lines {
        for item in line.years {
            let time = item.time();
            if !time.is_range && item.end <= line.end && re.of_survey.begins(t.chars, item.end, line.end) {
                found.push((line.index, time.years[time.years.len() - 1]));
            }
        }
    }
    found
}

/// What the article is about, as features: T + tag of the title's items, B + tag of those of the first two body lines.
fn about<'a>(cx: &Cx<'a>, lines: &[Line<'a>]) -> Feats<'a> {
    let mut tags: Vec<(char, &'a str)> = Vec::new();
    let mut n = 0;
    for line in lines {
        if line.is_title {
            let kinds = [Kind::Cue, Kind::Frame, Kind::Rate, Kind::Grade];
            tags.extend(line.items.iter().filter(|i| kinds.contains(&i.kind)).map(|i| ('T', i.tag())));
        } else if n < 2 {
            n += 1;
            let kinds = [Kind::Cue, Kind::Frame];
            tags.extend(line.items.iter().filter(|i| kinds.contains(&i.kind)).map(|i| ('B', i.tag())));
        }
    }
    tags.sort_unstable();
    tags.dedup();
    tags.into_iter().map(|(part, tag)| f!(cx, part, tag)).collect()
}

/// The kinds of awards and givers that the text names, in order of the alphabet.
fn named(lines: &[Line]) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = lines.iter().flat_map(|line| line.frames).map(|x| x.frame().kind).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The sections that the award's own names tell, by where these stand: 'd' or 'p'.
fn framed(lines: &[Line]) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    for item in lines.iter().flat_map(|line| line.frames) {
        if let Some(section) = item.frame().section.and_then(|s| s.chars().next()) {
            found.push((item.start, section));
        }
    }
    found
}
