//! The plain data of claim reading, as in `model.py`, `mentions.py`, `numbers.py`, `times.py`, `rates.py`, `frames.py`, `municipalities.py`.
//! All of it can be copied; what it points to lives in the arena of the reading or in the core.

use std::cell::{Cell, OnceCell};

use crate::arena::Arena;
use crate::core::Core;
use crate::text::Text;

/// What every step of a reading is given.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    pub core: &'a Core,
    pub arena: &'a Arena,
    pub text: Text<'a>,
    /// the run of text that `morphology::tense` looked at last, and what it found: most runs are asked for by one after the other
    pub tense: &'a Cell<(usize, usize, Option<&'static str>)>,
    /// where the decisions are written down for those who compare them with Python's
    pub trace: Option<&'a std::cell::RefCell<Vec<String>>>,
}

/// A calendar day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

/// A run of the text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

pub fn span(start: usize, end: usize) -> Span {
    Span { start, end }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Kind {
    Number,
    Time,
    Place,
    Subject,
    Grade,
    Rate,
    Frame,
    Cue,
    /// only among mentions: a rate word of the lexicon
    Indicator,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Time => "time",
            Kind::Place => "place",
            Kind::Subject => "subject",
            Kind::Grade => "grade",
            Kind::Rate => "rate",
            Kind::Frame => "frame",
            Kind::Cue => "cue",
            Kind::Indicator => "indicator",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Unit {
    Jobs,
    Persons,
    Cases,
    Percent,
    Point,
    Won,
    Year,
    Month,
    Day,
    Times,
    Bare,
    Counted,
}

impl Unit {
    pub fn name(self) -> &'static str {
        match self {
            Unit::Jobs => "jobs",
            Unit::Persons => "persons",
            Unit::Cases => "cases",
            Unit::Percent => "percent",
            Unit::Point => "point",
            Unit::Won => "won",
            Unit::Year => "year",
            Unit::Month => "month",
            Unit::Day => "day",
            Unit::Times => "times",
            Unit::Bare => "bare",
            Unit::Counted => "counted",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Amount {
    pub value: f64,
    pub unit: Unit,
    pub is_rounded: bool,
    pub digits_end: usize,
    pub has_point: bool,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Time<'a> {
    pub years: &'a [i32],
    pub is_range: bool,
    pub offset: Option<i32>,
    /// year | ago | since | compare | term | born
    pub role: &'static str,
}

#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub candidates: &'a [&'a Municipality],
    pub written: &'a str,
    /// top, acc, dat, loc, gen, com, inst, cop, cmp, mod, part, end
    pub role: &'static str,
    pub is_bare: bool,
    pub is_weak: bool,
    pub sido: Option<&'a str>,
    pub is_district: bool,
    pub after: usize,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Subject {
    /// 시, 군, 구 or 도
    pub ending: char,
    pub role: &'static str,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rate<'a> {
    pub start: usize,
    pub end: usize,
    /// 고용 or 실업, "" for another measure, None for a qualifier alone
    pub word: Option<&'static str>,
    pub kinds: &'a [&'static str],
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    /// national_jobs_award, other, foreign, same
    pub kind: &'static str,
    pub start: usize,
    pub end: usize,
    pub is_anaphor: bool,
    pub edition: Option<i32>,
    pub result_year: Option<i32>,
    pub section: Option<&'static str>,
    pub printed: Option<i32>,
    pub is_giver: bool,
}

#[derive(Clone, Copy)]
pub enum Value<'a> {
    Number(Amount),
    Time(Time<'a>),
    Place(Place<'a>),
    Subject(Subject),
    Grade(&'a str),
    Rate(Rate<'a>),
    Frame(Frame),
    Cue,
    Indicator,
    None,
}

/// One thing that the text names, as its reader gives it.
#[derive(Clone, Copy)]
pub struct Mention<'a> {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub value: Value<'a>,
}

impl<'a> Value<'a> {
    pub fn amount(self) -> Amount {
        match self {
            Value::Number(x) => x,
            _ => panic!("no number"),
        }
    }
    pub fn time(self) -> Option<Time<'a>> {
        match self {
            Value::Time(x) => Some(x),
            _ => None,
        }
    }
    pub fn place(self) -> Place<'a> {
        match self {
            Value::Place(x) => x,
            _ => panic!("no place"),
        }
    }
    pub fn subject(self) -> Subject {
        match self {
            Value::Subject(x) => x,
            _ => panic!("no subject"),
        }
    }
    pub fn grade(self) -> &'a str {
        match self {
            Value::Grade(x) => x,
            _ => panic!("no grade"),
        }
    }
    pub fn rate(self) -> Rate<'a> {
        match self {
            Value::Rate(x) => x,
            _ => panic!("no rate"),
        }
    }
    pub fn frame(self) -> Frame {
        match self {
            Value::Frame(x) => x,
            _ => panic!("no frame"),
        }
    }
}

/// One sentence of the article with its mentions in order of `start`.
#[derive(Clone)]
pub struct Sentence<'a> {
    pub start: usize,
    pub end: usize,
    pub paragraph: i32,
    pub is_title: bool,
    pub is_list: bool,
    pub mentions: Vec<Mention<'a>>,
}

/// One item of a line; `document::Item` in Python. Two items are the same only if they are the same object: `same(a, b)`.
pub struct Item<'a> {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    pub tag: Cell<&'a str>,
    pub value: Cell<Value<'a>>,
    pub counts: bool,
    pub is_job: bool,
    pub is_percent: bool,
    /// its place among the items of its line
    pub at: Cell<usize>,
    /// the counting numbers before it
    pub n_before: Cell<usize>,
    /// `surroundings::words_behind`
    pub behind: OnceCell<(&'a str, &'a [&'a str])>,
    /// `levels::told_by_words`
    pub said: OnceCell<&'static str>,
    /// `targets::of_its_list`, at the first of a list
    pub of_list: OnceCell<&'a [&'a str]>,
}

impl<'a> Item<'a> {
    pub fn tag(&self) -> &'a str {
        self.tag.get()
    }
    pub fn at(&self) -> usize {
        self.at.get()
    }
    pub fn n_before(&self) -> usize {
        self.n_before.get()
    }
    pub fn amount(&self) -> Amount {
        self.value.get().amount()
    }
    /// the time of a time item (all have one once the document stands)
    pub fn time(&self) -> Time<'a> {
        self.value.get().time().expect("no time")
    }
    pub fn place(&self) -> Place<'a> {
        self.value.get().place()
    }
    pub fn subject(&self) -> Subject {
        self.value.get().subject()
    }
    pub fn grade(&self) -> &'a str {
        self.value.get().grade()
    }
    pub fn rate(&self) -> Rate<'a> {
        self.value.get().rate()
    }
    pub fn frame(&self) -> Frame {
        self.value.get().frame()
    }
    pub fn span(&self) -> Span {
        span(self.start, self.end)
    }
}

pub fn same<T>(a: &T, b: &T) -> bool {
    std::ptr::eq(a, b)
}

pub type Items<'a> = &'a [&'a Item<'a>];

/// One sentence or list line with its items; `document.Line` in Python, with all its lists.
pub struct Line<'a> {
    pub index: usize,
    pub start: usize,
    pub end: usize,
    pub paragraph: i32,
    pub is_title: bool,
    pub is_list: bool,
    pub n_body: usize,
    /// its own text
    pub text: &'a str,
    pub items: Items<'a>,
    pub numbers: Items<'a>,
    pub times: Items<'a>,
    pub places: Items<'a>,
    pub subjects: Items<'a>,
    pub grades: Items<'a>,
    pub rates: Items<'a>,
    pub frames: Items<'a>,
    pub cues: Items<'a>,
    /// places + subjects
    pub whos: Items<'a>,
    /// numbers + grades
    pub claims: Items<'a>,
    pub counting: Items<'a>,
    pub jobs: Items<'a>,
    pub percents: Items<'a>,
    pub years: Items<'a>,
    /// `surroundings::bag`
    pub bag: OnceCell<&'a [&'a str]>,
}

pub struct Version {
    pub code: String,
    pub sido: String,
    pub name: String,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    /// `label` of municipalities.py
    pub label: String,
}

/// A local government through all its names. Two are the same only if they are the same object.
pub struct Municipality {
    pub id: String,
    pub versions: Vec<Version>,
    pub is_metropolitan: bool,
    pub sidos: Vec<String>,
    pub endings: Vec<char>,
}

/// A municipality and where the text names it; `start == end == NOWHERE` where only its head is named.
#[derive(Clone, Copy)]
pub struct Who<'a> {
    pub municipality: &'a Municipality,
    pub written: &'a str,
    pub start: usize,
    pub end: usize,
    pub is_carried: bool,
}

/// Python's -1
pub const NOWHERE: usize = usize::MAX;

impl<'a> Who<'a> {
    pub fn carried(self) -> Who<'a> {
        Who { is_carried: true, ..self }
    }
    pub fn id(&self) -> &'a str {
        &self.municipality.id
    }
    /// whether two are the same municipality
    pub fn is(&self, other: &Who<'_>) -> bool {
        self.municipality.id == other.municipality.id
    }
}

/// Municipalities that the sentence joins.
#[derive(Clone, Copy)]
pub struct Group<'a> {
    pub members: &'a [Who<'a>],
    pub start: usize,
    pub end: usize,
    pub role: &'static str,
    pub after: usize,
    pub is_bare: bool,
}

/// One year, a term from first to last, or not told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Year {
    None,
    One(i32),
    Term(i32, i32),
}

/// The features of one candidate or one decision. Python's lists and sets alike: the scorer counts each only once.
pub type Feats<'a> = Vec<&'a str>;
