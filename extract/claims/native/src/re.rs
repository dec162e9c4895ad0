//! Patterns with the syntax and the meaning of Python's `re`, over characters: what the reader's patterns use of it.
//!
//! A pattern is read into a tree, simplified (branches with a common beginning share it) and compiled to a small program. At each choice the
//! next character tells which branches can match at all, so most steps leave nothing to come back to; what is left to try lies on a stack of
//! its own (no recursion but for a lookaround inside a lookaround). A search tries only places where the character before and the next three can
//! belong to a match, and only if something seldom that every match has is near.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Mutex, OnceLock};

use crate::ahead::fetch;
use crate::letters::{is_syllable, slot, slots_of, FACTOR, SLOTS};
use crate::text::{is_space, is_word};

// ---------------------------------------------------------------------------------------------------------------- sets of characters

/// Sorted ranges of characters, both ends included, with gaps between them.
type Ranges = Vec<(u32, u32)>;

const LAST: u32 = 0x10_FFFF;

fn all() -> Ranges {
    vec![(0, LAST)]
}

/// Ranges in order, joined where they touch.
fn sorted(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    let mut found: Ranges = Vec::with_capacity(ranges.len());
    for (a, b) in ranges {
        match found.last_mut() {
            Some(last) if a <= last.1.saturating_add(1) => last.1 = last.1.max(b),
            _ => found.push((a, b)),
        }
    }
    found
}

fn union(a: &Ranges, b: &Ranges) -> Ranges {
    sorted(a.iter().chain(b).copied().collect())
}

fn negated(ranges: &Ranges) -> Ranges {
    let mut found = Vec::with_capacity(ranges.len() + 1);
    let mut next = 0;
    for &(a, b) in ranges {
        if a > next {
            found.push((next, a - 1));
        }
        next = b + 1;
    }
    if next <= LAST {
        found.push((next, LAST));
    }
    found
}

fn common(a: &Ranges, b: &Ranges) -> Ranges {
    let (mut i, mut k) = (0, 0);
    let mut found = Vec::new();
    while i < a.len() && k < b.len() {
        let (from, to) = (a[i].0.max(b[k].0), a[i].1.min(b[k].1));
        if from <= to {
            found.push((from, to));
        }
        if a[i].1 < b[k].1 {
            i += 1;
        } else {
            k += 1;
        }
    }
    found
}

fn holds(ranges: &Ranges, c: u32) -> bool {
    let k = ranges.partition_point(|r| r.1 < c);
    k < ranges.len() && ranges[k].0 <= c
}

/// Behind this no character is a letter, digit or space.
const LAST_LETTER: u32 = 0x3_ffff;

/// All characters of which a test holds.
fn ranges_of(test: impl Fn(char) -> bool) -> Ranges {
    let mut found: Ranges = Vec::new();
    for c in (0..=LAST_LETTER).filter(|c| char::from_u32(*c).is_some_and(&test)) {
        match found.last_mut() {
            Some(last) if last.1 + 1 == c => last.1 = c,
            _ => found.push((c, c)),
        }
    }
    found
}

/// `\d`: Unicode's category Nd. Its characters come in runs of ten from a zero, which the standard library does not tell.
fn is_digit(c: char) -> bool {
    const ZEROS: [u32; 66] = [
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040,
        0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0,
        0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730,
        0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140,
        0x1e2f0, 0x1e950, 0x1fbf0,
    ];
    ZEROS.iter().any(|zero| (*zero..*zero + 10).contains(&(c as u32)))
}

/// Marks on letters (and what stands among them), which are alphabetic for Rust and no letters for Python.
#[rustfmt::skip]
const MARKS: [(u32, u32); 159] = [
    (0x345, 0x36f), (0x5b0, 0x5c7), (0x610, 0x61a), (0x64b, 0x65f), (0x670, 0x670), (0x6d6, 0x6e4), (0x6e7, 0x6ed), (0x711, 0x711), (0x730,
    0x73f), (0x7a6, 0x7b0), (0x816, 0x817), (0x81b, 0x823), (0x825, 0x827), (0x829, 0x82c), (0x8d4, 0x903), (0x93a, 0x93b), (0x93e, 0x94f),
    (0x955, 0x957), (0x962, 0x963), (0x981, 0x983), (0x9be, 0x9cc), (0x9d7, 0x9d7), (0x9e2, 0x9e3), (0xa01, 0xa03), (0xa3e, 0xa51), (0xa70,
    0xa71), (0xa75, 0xa83), (0xabe, 0xacc), (0xae2, 0xae3), (0xafa, 0xb03), (0xb3e, 0xb57), (0xb62, 0xb63), (0xb82, 0xb82), (0xbbe, 0xbcc),
    (0xbd7, 0xbd7), (0xc00, 0xc04), (0xc3e, 0xc56), (0xc62, 0xc63), (0xc81, 0xc83), (0xcbe, 0xcd6), (0xce2, 0xce3), (0xd00, 0xd03), (0xd3e,
    0xd4c), (0xd57, 0xd57), (0xd62, 0xd63), (0xd81, 0xd83), (0xdcf, 0xddf), (0xdf2, 0xdf3), (0xe31, 0xe31), (0xe34, 0xe3a), (0xe4d, 0xe4d),
    (0xeb1, 0xeb1), (0xeb4, 0xebc), (0xecd, 0xecd), (0xf71, 0xf83), (0xf8d, 0xfbc), (0x102b, 0x103e), (0x1056, 0x1059), (0x105e, 0x1060),
    (0x1062, 0x1064), (0x1067, 0x106d), (0x1071, 0x1074), (0x1082, 0x108d), (0x108f, 0x108f), (0x109a, 0x109d), (0x1712, 0x1713), (0x1732,
    0x1733), (0x1752, 0x1753), (0x1772, 0x1773), (0x17b6, 0x17c8), (0x1885, 0x1886), (0x18a9, 0x18a9), (0x1920, 0x1938), (0x1a17, 0x1a1b),
    (0x1a55, 0x1a74), (0x1abf, 0x1b04), (0x1b35, 0x1b43), (0x1b80, 0x1b82), (0x1ba1, 0x1bad), (0x1be7, 0x1bf1), (0x1c24, 0x1c36), (0x1dd3,
    0x1df4), (0x2de0, 0x2dff), (0xa674, 0xa67b), (0xa69e, 0xa69f), (0xa802, 0xa802), (0xa80b, 0xa80b), (0xa823, 0xa827), (0xa880, 0xa881),
    (0xa8b4, 0xa8c5), (0xa8ff, 0xa8ff), (0xa926, 0xa92a), (0xa947, 0xa952), (0xa980, 0xa983), (0xa9b4, 0xa9bf), (0xa9e5, 0xa9e5), (0xaa29,
    0xaa36), (0xaa43, 0xaa43), (0xaa4c, 0xaa4d), (0xaa7b, 0xaa7d), (0xaab0, 0xaab0), (0xaab2, 0xaab4), (0xaab7, 0xaab8), (0xaabe, 0xaabe),
    (0xaaeb, 0xaaef), (0xaaf5, 0xaaf5), (0xabe3, 0xabea), (0xfb1e, 0xfb1e), (0x10376, 0x1037a), (0x10a01, 0x10a0f), (0x10d24, 0x10d27),
    (0x10eab, 0x10eac), (0x11000, 0x11002), (0x11038, 0x11045), (0x11073, 0x11074), (0x11080, 0x11082), (0x110b0, 0x110c2), (0x11100,
    0x11102), (0x11127, 0x11132), (0x11145, 0x11146), (0x11180, 0x11182), (0x111b3, 0x111bf), (0x111ce, 0x111cf), (0x1122c, 0x1123e),
    (0x112df, 0x112e8), (0x11300, 0x11303), (0x1133e, 0x1134c), (0x11357, 0x11357), (0x11362, 0x11363), (0x11435, 0x11445), (0x114b0,
    0x114c1), (0x115af, 0x115be), (0x115dc, 0x115dd), (0x11630, 0x11640), (0x116ab, 0x116b5), (0x1171d, 0x1172a), (0x1182c, 0x11838),
    (0x11930, 0x1193c), (0x11940, 0x11940), (0x11942, 0x11942), (0x119d1, 0x119df), (0x119e4, 0x119e4), (0x11a01, 0x11a0a), (0x11a35,
    0x11a39), (0x11a3b, 0x11a3e), (0x11a51, 0x11a5b), (0x11a8a, 0x11a97), (0x11c2f, 0x11c3e), (0x11c92, 0x11cb6), (0x11d31, 0x11d43),
    (0x11d47, 0x11d47), (0x11d8a, 0x11d96), (0x11ef3, 0x11ef6), (0x16f4f, 0x16f4f), (0x16f51, 0x16f92), (0x16ff0, 0x16ff1), (0x1bc9e,
    0x1bc9e), (0x1e000, 0x1e02a), (0x1e947, 0x1e947),
];

/// The characters of `\w`, `\s`, `\d`.
fn category(kind: char) -> &'static Ranges {
    static FOUND: OnceLock<[Ranges; 3]> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let words = common(&ranges_of(is_word), &negated(&MARKS.to_vec()));
        [words, ranges_of(is_space), ranges_of(is_digit)]
    });
    match kind {
        'w' => &found[0],
        's' => &found[1],
        _ => &found[2],
    }
}

/// What a character is in lower case for Python's `re`: one character.
fn lower(c: u32) -> u32 {
    match char::from_u32(c) {
        Some(c) => c.to_lowercase().next().unwrap_or(c) as u32,
        None => c,
    }
}

/// A set of characters where case does not count.
fn without_case(ranges: &Ranges) -> Ranges {
    static CASED: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    let cased = CASED.get_or_init(|| (0..=LAST_LETTER).map(|c| (c, lower(c))).filter(|(c, l)| c != l).collect());
    // lower case letters that Python takes for the same
    const SAME: [(u32, u32); 4] = [(0x69, 0x131), (0x73, 0x17f), (0xb5, 0x3bc), (0x3c2, 0x3c3)];
    let upper: Ranges = cased.iter().filter(|(c, _)| holds(ranges, *c)).map(|(_, l)| (*l, *l)).collect();
    let mut small = union(ranges, &upper);
    for (a, b) in SAME {
        if holds(&small, a) || holds(&small, b) {
            small = union(&small, &vec![(a, a), (b, b)]);
        }
    }
    let big: Ranges = cased.iter().filter(|(_, l)| holds(&small, *l)).map(|(c, _)| (*c, *c)).collect();
    union(&small, &sorted(big))
}

/// A set to test characters with: a bit for each of ASCII, one for most others, one for most Hangul syllables, and a hash table of the exceptions.
/// Small on purpose, as hundreds of patterns share the cache, and with few branches, as letters and spaces come in no order.
struct CharSet {
    bits: [u64; 3],
    exceptions: &'static [u16],
    shift: u32,
    /// which kinds are looked up in the table
    looked_up: u32,
    /// where the exceptions among the others were too many
    ranges: Option<Box<Ranges>>,
}

type Set = &'static CharSet;

/// no character
const FREE: u16 = 0xffff;

/// 0 ASCII, 1 others, 2 syllables
#[inline(always)]
fn kind_of(code: u32) -> u32 {
    (code >= 128) as u32 + is_syllable(code) as u32
}

impl CharSet {
    #[inline(always)]
    fn has(&self, c: char) -> bool {
        let code = c as u32;
        let kind = kind_of(code);
        let bit = code.min(127 + kind);
        let usual = self.bits[bit as usize >> 6] >> (bit & 63) & 1 != 0;
        if self.looked_up >> kind & 1 == 0 {
            return usual;
        }
        let mut at = (code.wrapping_mul(FACTOR) >> self.shift) as usize;
        let last = self.exceptions.len() - 1;
        loop {
            let found = self.exceptions[at & last];
            if found == FREE {
                break;
            }
            if found as u32 == code {
                return !usual;
            }
            at += 1;
        }
        match &self.ranges {
            Some(ranges) if kind == 1 => holds(ranges, code),
            _ => usual,
        }
    }

    /// Equal sets are shared by all patterns.
    fn of(ranges: &Ranges) -> Set {
        static SHARED: Mutex<Option<HashMap<Ranges, Set>>> = Mutex::new(None);
        let mut shared = SHARED.lock().unwrap_or_else(|e| e.into_inner());
        let shared = shared.get_or_insert_with(HashMap::new);
        if let Some(found) = shared.get(ranges) {
            return found;
        }
        let made: Set = Box::leak(Box::new(CharSet::new(ranges)));
        shared.insert(ranges.clone(), made);
        made
    }

    fn new(ranges: &Ranges) -> CharSet {
        let mut bits = [0u64; 3];
        for code in (0..128u32).filter(|c| holds(ranges, *c)) {
            bits[code as usize >> 6] |= 1 << (code & 63);
        }
        let (syllables, others) = (vec![(0xac00, 0xd7a3)], vec![(0x80, 0xabff), (0xd7a4, LAST)]);
        let mut looked_up = 0;
        let mut codes: Vec<u32> = Vec::new();
        let mut is_rare = false;
        for (kind, whole) in [(1, &others), (2, &syllables)] {
            let inside = common(ranges, whole);
            let most = size(&inside) > size(whole) / 2;
            bits[2] |= (most as u64) << (kind - 1);
            let listed = if most { common(&negated(&inside), whole) } else { inside };
            if listed.is_empty() {
                continue;
            }
            looked_up |= 1 << kind;
            if kind == 1 && (size(&listed) > 300 || listed.iter().any(|r| r.1 >= 0xffff)) {
                is_rare = true;
                continue;
            }
            codes.extend(listed.iter().flat_map(|r| r.0..=r.1));
            if kind == 2 {
                looked_up |= 1;
            }
        }
        let (places, n) = hashed(&codes);
        let mut table = vec![FREE; 1 << n];
        for (code, place) in codes.iter().zip(places) {
            table[place] = *code as u16;
        }
        let ranges = is_rare.then(|| Box::new(ranges.clone()));
        CharSet {
            bits,
            exceptions: Box::leak(table.into_boxed_slice()),
            shift: 32 - n,
            looked_up,
            ranges,
        }
    }
}

/// How many characters ranges have.
fn size(ranges: &Ranges) -> u32 {
    ranges.iter().map(|r| r.1 - r.0 + 1).sum()
}

/// A place for each code in a table at most half full, sparser if that spares collisions; and the bits of the table's size.
fn hashed(codes: &[u32]) -> (Vec<usize>, u32) {
    let mut bits = 1;
    while (1usize << bits) < 2 * codes.len() {
        bits += 1;
    }
    loop {
        let last = (1usize << bits) - 1;
        let mut taken = vec![false; last + 1];
        let mut collisions = 0;
        let place = |code: &u32| {
            let mut at = (code.wrapping_mul(FACTOR) >> (32 - bits)) as usize;
            while taken[at & last] {
                at += 1;
                collisions += 1;
            }
            taken[at & last] = true;
            at & last
        };
        let places = codes.iter().map(place).collect();
        if collisions == 0 || codes.len() > 8 || last >= 3 * codes.len() {
            return (places, bits);
        }
        bits += 1;
    }
}

// ---------------------------------------------------------------------------------------------------------------- the tree

const MANY: u32 = u32::MAX;

#[derive(Clone, PartialEq, Debug)]
enum Node {
    Empty,
    /// one character
    Set(Rc<Ranges>),
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Rep {
        node: Box<Node>,
        min: u32,
        max: u32,
        lazy: bool,
    },
    Group(usize, Box<Node>),
    Look {
        behind: bool,
        negative: bool,
        node: Box<Node>,
    },
    /// `^` and `\A`
    Begin,
    /// `$`
    End,
    /// `\Z`
    VeryEnd,
    /// `\b`, `\B`
    Edge {
        negative: bool,
    },
    If {
        group: usize,
        yes: Box<Node>,
        no: Box<Node>,
    },
}

fn cat(nodes: Vec<Node>) -> Node {
    let mut found = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Empty => {}
            Node::Cat(inner) => found.extend(inner),
            node => found.push(node),
        }
    }
    match found.len() {
        0 => Node::Empty,
        1 => found.remove(0),
        _ => Node::Cat(found),
    }
}

/// The least and the largest number of characters that a node takes; none where there is no largest.
fn width(node: &Node) -> (usize, Option<usize>) {
    match node {
        Node::Set(_) => (1, Some(1)),
        Node::Cat(nodes) => nodes.iter().map(width).fold((0, Some(0)), |a, b| {
            (a.0.saturating_add(b.0), a.1.zip(b.1).map(|(x, y)| x.saturating_add(y)))
        }),
        Node::Alt(nodes) => {
            let widths: Vec<_> = nodes.iter().map(width).collect();
            let most = widths
                .iter()
                .map(|w| w.1)
                .collect::<Option<Vec<_>>>()
                .and_then(|w| w.into_iter().max());
            (widths.iter().map(|w| w.0).min().unwrap_or(0), most)
        }
        Node::Rep { node, min, max, .. } => {
            let (a, b) = width(node);
            let most = match b {
                Some(0) => Some(0),
                _ if *max == MANY => None,
                b => b.map(|b| b.saturating_mul(*max as usize)),
            };
            (a.saturating_mul(*min as usize), most)
        }
        Node::Group(_, node) => width(node),
        Node::If { yes, no, .. } => {
            let (a, b) = (width(yes), width(no));
            (a.0.min(b.0), a.1.zip(b.1).map(|(x, y)| x.max(y)))
        }
        _ => (0, Some(0)),
    }
}

struct Parser<'p> {
    at: usize,
    source: &'p [char],
    no_case: bool,
    groups: usize,
    names: Vec<(String, usize)>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.source.get(self.at).copied()
    }

    fn takes(&mut self, words: &str) -> bool {
        let word: Vec<char> = words.chars().collect();
        let found = self.source[self.at..].starts_with(&word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn fail<T>(&self, what: &str) -> Result<T, String> {
        Err(format!("{what} at place {} of {}", self.at, self.source.iter().collect::<String>()))
    }

    fn alternatives(&mut self, depth: usize) -> Result<Node, String> {
        if depth > 200 {
            return self.fail("too deep");
        }
        let mut found = vec![self.sequence(depth)?];
        while self.takes("|") {
            found.push(self.sequence(depth)?);
        }
        Ok(if found.len() == 1 { found.remove(0) } else { Node::Alt(found) })
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, String> {
        let mut found = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let node = self.atom(depth)?;
            found.push(self.repeated(node)?);
        }
        Ok(cat(found))
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let (min, max) = match self.peek() {
            Some('?') => (0, 1),
            Some('*') => (0, MANY),
            Some('+') => (1, MANY),
            Some('{') => match self.counts() {
                Some(counts) => counts,
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        if self.peek() != Some('{') {
            self.at += 1;
        } else {
            while self.peek() != Some('}') {
                self.at += 1;
            }
            self.at += 1;
        }
        if min > max {
            return self.fail("a repeat from more to less");
        }
        if self.peek() == Some('+') {
            return self.fail("possessive repeats are not known");
        }
        let lazy = self.takes("?");
        if matches!(self.peek(), Some('?' | '*' | '+')) || (self.peek() == Some('{') && self.counts().is_some()) {
            return self.fail("a repeat of a repeat");
        }
        if matches!(node, Node::Begin | Node::End | Node::VeryEnd) {
            return self.fail("nothing to repeat");
        }
        Ok(Node::Rep {
            node: Box::new(node),
            min,
            max,
            lazy,
        })
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`; anything else is plain text
    fn counts(&self) -> Option<(u32, u32)> {
        let rest = &self.source[self.at + 1..];
        let end = rest.iter().position(|c| *c == '}')?;
        let inner: String = rest[..end].iter().collect();
        let (a, b) = match inner.split_once(',') {
            Some((a, b)) => (a, b),
            None if inner.is_empty() => return None,
            None => (inner.as_str(), inner.as_str()),
        };
        if !a.chars().chain(b.chars()).all(|c| c.is_ascii_digit()) {
            return None;
        }
        let number = |s: &str, empty: u32| if s.is_empty() { Some(empty) } else { s.parse().ok() };
        Some((number(a, 0)?, number(b, MANY)?))
    }

    fn set(&self, ranges: Ranges) -> Node {
        Node::Set(Rc::new(if self.no_case { without_case(&ranges) } else { ranges }))
    }

    fn atom(&mut self, depth: usize) -> Result<Node, String> {
        let Some(c) = self.peek() else { return self.fail("nothing") };
        self.at += 1;
        Ok(match c {
            '.' => Node::Set(Rc::new(negated(&vec![(10, 10)]))),
            '^' => Node::Begin,
            '$' => Node::End,
            '(' => return self.group(depth),
            '[' => return self.class(),
            '*' | '+' | '?' => return self.fail("nothing to repeat"),
            '\\' => match self.peek() {
                Some('A') => self.skip(Node::Begin),
                Some('Z') => self.skip(Node::VeryEnd),
                Some('b') => self.skip(Node::Edge { negative: false }),
                Some('B') => self.skip(Node::Edge { negative: true }),
                Some('1'..='9') => return self.fail("references back are not known"),
                _ => match self.escaped()? {
                    Ok(c) => self.set(vec![(c, c)]),
                    Err(ranges) => Node::Set(Rc::new(ranges)),
                },
            },
            c => self.set(vec![(c as u32, c as u32)]),
        })
    }

    fn skip(&mut self, node: Node) -> Node {
        self.at += 1;
        node
    }

    /// What stands behind a backslash: a character or a category.
    fn escaped(&mut self) -> Result<Result<u32, Ranges>, String> {
        let Some(c) = self.peek() else {
            return self.fail("a last backslash");
        };
        self.at += 1;
        let hex = |parser: &mut Self, n: usize| {
            let digits: String = parser.source[parser.at..].iter().take(n).collect();
            match u32::from_str_radix(&digits, 16) {
                Ok(code) if digits.chars().count() == n && code <= LAST => {
                    parser.at += n;
                    Ok(Ok(code))
                }
                _ => parser.fail("no code"),
            }
        };
        Ok(match c {
            'w' | 's' | 'd' => Err(category(c).clone()),
            'W' | 'S' | 'D' => Err(negated(category(c.to_ascii_lowercase()))),
            'n' => Ok(10),
            'r' => Ok(13),
            't' => Ok(9),
            'v' => Ok(11),
            'f' => Ok(12),
            'a' => Ok(7),
            '0' => Ok(0),
            'x' => return hex(self, 2),
            'u' => return hex(self, 4),
            'U' => return hex(self, 8),
            c if c.is_ascii_alphanumeric() => return self.fail("an unknown escape"),
            c => Ok(c as u32),
        })
    }

    fn class(&mut self) -> Result<Node, String> {
        let negative = self.takes("^");
        let mut plain: Ranges = Vec::new();
        let mut categories: Ranges = Vec::new();
        let mut first = true;
        loop {
            let Some(c) = self.peek() else {
                return self.fail("no end of a class");
            };
            self.at += 1;
            if c == ']' && !first {
                break;
            }
            first = false;
            let from = if c == '\\' { self.in_class()? } else { Ok(c as u32) };
            let is_range = self.peek() == Some('-') && self.source.get(self.at + 1).is_some_and(|c| *c != ']');
            match from {
                Err(ranges) => categories.extend(ranges),
                Ok(a) if is_range => {
                    self.at += 1;
                    let Some(c) = self.peek() else {
                        return self.fail("no end of a class");
                    };
                    self.at += 1;
                    match if c == '\\' { self.in_class()? } else { Ok(c as u32) } {
                        Ok(b) if a <= b => plain.push((a, b)),
                        _ => return self.fail("a bad range"),
                    }
                }
                Ok(a) => plain.push((a, a)),
            }
        }
        let mut plain = sorted(plain);
        if self.no_case {
            plain = without_case(&plain);
        }
        let found = union(&plain, &sorted(categories));
        Ok(Node::Set(Rc::new(if negative { negated(&found) } else { found })))
    }

    fn in_class(&mut self) -> Result<Result<u32, Ranges>, String> {
        if self.takes("b") {
            return Ok(Ok(8));
        }
        self.escaped()
    }

    fn name(&mut self, end: char) -> Result<String, String> {
        let from = self.at;
        while self.peek().is_some_and(|c| c != end) {
            self.at += 1;
        }
        if self.peek().is_none() || self.at == from {
            return self.fail("no name");
        }
        self.at += 1;
        Ok(self.source[from..self.at - 1].iter().collect())
    }

    fn group(&mut self, depth: usize) -> Result<Node, String> {
        let mut group = None;
        let mut look = None;
        if self.takes("?:") {
        } else if self.takes("?=") {
            look = Some((false, false));
        } else if self.takes("?!") {
            look = Some((false, true));
        } else if self.takes("?<=") {
            look = Some((true, false));
        } else if self.takes("?<!") {
            look = Some((true, true));
        } else if self.takes("?P<") {
            let name = self.name('>')?;
            self.groups += 1;
            self.names.push((name, self.groups));
            group = Some(self.groups);
        } else if self.takes("?(") {
            return self.condition(depth);
        } else if self.peek() == Some('?') {
            return self.fail("an unknown kind of group");
        } else {
            self.groups += 1;
            group = Some(self.groups);
        }
        let node = self.alternatives(depth + 1)?;
        if !self.takes(")") {
            return self.fail("no end of a group");
        }
        Ok(match (group, look) {
            (Some(k), _) => Node::Group(k, Box::new(node)),
            (_, Some((behind, negative))) => {
                let (a, b) = width(&node);
                if behind && b != Some(a) {
                    return self.fail("a look behind of no fixed width");
                }
                Node::Look {
                    behind,
                    negative,
                    node: Box::new(node),
                }
            }
            _ => node,
        })
    }

    fn condition(&mut self, depth: usize) -> Result<Node, String> {
        let name = self.name(')')?;
        let known = self.names.iter().find(|(n, _)| *n == name).map(|(_, k)| *k);
        let Some(group) = known.or_else(|| name.parse().ok().filter(|k| (1..=self.groups).contains(k))) else {
            return self.fail("an unknown group");
        };
        let yes = self.sequence(depth + 1)?;
        let no = if self.takes("|") { self.sequence(depth + 1)? } else { Node::Empty };
        if !self.takes(")") {
            return self.fail("no end of a condition");
        }
        Ok(Node::If {
            group,
            yes: Box::new(yes),
            no: Box::new(no),
        })
    }
}

// ---------------------------------------------------------------------------------------------------------------- beginnings

/// What can stand at a place of a match: these characters, and/or nothing more.
#[derive(Clone, PartialEq, Debug)]
struct Head {
    set: Rc<Ranges>,
    end: bool,
}

/// What can stand at the first places of a match; behind the last one told, anything.
type Heads = Vec<Head>;

fn anything() -> Head {
    Head {
        set: Rc::new(all()),
        end: true,
    }
}

fn is_dead(heads: &Heads) -> bool {
    heads.first().is_some_and(|h| h.set.is_empty() && !h.end)
}

fn either(a: Heads, b: &Heads) -> Heads {
    if is_dead(&a) {
        return b.clone();
    }
    if is_dead(b) {
        return a;
    }
    a.into_iter()
        .zip(b)
        .map(|(x, y)| {
            let set = if Rc::ptr_eq(&x.set, &y.set) {
                x.set
            } else {
                Rc::new(union(&x.set, &y.set))
            };
            Head { set, end: x.end || y.end }
        })
        .collect()
}

fn both(a: Heads, b: &Heads) -> Heads {
    let shared = a.len().min(b.len());
    let mut found: Heads = a
        .iter()
        .zip(b)
        .map(|(x, y)| Head {
            set: Rc::new(common(&x.set, &y.set)),
            end: x.end && y.end,
        })
        .collect();
    found.extend_from_slice(&a[shared..]);
    found.extend_from_slice(&b[shared..]);
    found
}

#[derive(Clone, Copy)]
struct How {
    /// how many places
    many: usize,
    /// from the end of the match backwards
    back: bool,
}

const NEXT: How = How { many: 1, back: false };

/// The heads of a node with those of what follows it.
fn heads(node: &Node, follow: &Heads, how: How) -> Heads {
    match node {
        Node::Empty | Node::Edge { .. } => follow.clone(),
        Node::Set(set) => {
            let mut found = vec![Head {
                set: set.clone(),
                end: false,
            }];
            found.extend(follow.iter().take(how.many - 1).cloned());
            found
        }
        Node::Cat(nodes) => {
            let mut found = follow.clone();
            if how.back {
                for node in nodes {
                    found = heads(node, &found, how);
                }
            } else {
                for node in nodes.iter().rev() {
                    found = heads(node, &found, how);
                }
            }
            found
        }
        Node::Alt(nodes) => {
            let dead = vec![Head {
                set: Rc::new(Vec::new()),
                end: false,
            }];
            nodes.iter().fold(dead, |found, node| either(heads(node, follow, how), &found))
        }
        Node::Rep { node, min, max, .. } => {
            let mut found = follow.clone();
            for _ in 0..((*max - *min) as usize).min(how.many) {
                let more = either(heads(node, &found, how), follow);
                if more == found {
                    break;
                }
                found = more;
            }
            for _ in 0..(*min as usize).min(how.many) {
                found = heads(node, &found, how);
            }
            found
        }
        Node::Group(_, node) => heads(node, follow, how),
        Node::Look { behind, negative, node } => match (&**node, negative) {
            _ if how.back || *behind => follow.clone(),
            (node, false) => {
                let seen = heads(node, &vec![anything(); how.many], how);
                both(seen, follow)
            }
            (Node::Set(set), true) if !follow.is_empty() => {
                let mut found = follow.clone();
                found[0].set = Rc::new(common(&found[0].set, &negated(set)));
                found
            }
            _ => follow.clone(),
        },
        Node::Begin if how.back => {
            vec![
                Head {
                    set: Rc::new(Vec::new()),
                    end: follow.first().map_or(true, |h| h.end)
                };
                how.many.min(1)
            ]
        }
        Node::Begin => follow.clone(),
        Node::End | Node::VeryEnd if how.back => follow.clone(),
        Node::End => {
            let line_end: Ranges = vec![(10, 10)];
            let at = follow.first().cloned().unwrap_or_else(anything);
            let mut found = vec![Head {
                set: Rc::new(common(&at.set, &line_end)),
                end: at.end,
            }];
            found.resize(
                how.many,
                Head {
                    set: Rc::new(Vec::new()),
                    end: true,
                },
            );
            found
        }
        Node::VeryEnd => vec![
            Head {
                set: Rc::new(Vec::new()),
                end: follow.first().map_or(true, |h| h.end)
            };
            how.many
        ],
        Node::If { yes, no, .. } => either(heads(yes, follow, how), &heads(no, follow, how)),
    }
}

/// Whether each match of a node reaches the end of the text (or a line end before it).
fn ends_at_end(node: &Node) -> bool {
    match node {
        Node::End | Node::VeryEnd => true,
        Node::Cat(nodes) => nodes.last().is_some_and(ends_at_end),
        Node::Alt(nodes) => nodes.iter().all(ends_at_end),
        Node::Group(_, node) => ends_at_end(node),
        _ => false,
    }
}

// ---------------------------------------------------------------------------------------------------------------- simplifying

/// What can follow a node of which nothing is known: everything.
fn unknown() -> Heads {
    vec![anything()]
}

fn simplified(node: Node) -> Node {
    match node {
        Node::Cat(nodes) => cat(nodes.into_iter().map(simplified).collect()),
        Node::Alt(nodes) => alternatives(nodes),
        Node::Rep { node, min, max, lazy } => match simplified(*node) {
            Node::Empty => Node::Empty,
            node if (min, max) == (1, 1) => node,
            _ if max == 0 => Node::Empty,
            node => Node::Rep {
                node: Box::new(node),
                min,
                max,
                lazy,
            },
        },
        Node::Group(k, node) => Node::Group(k, Box::new(simplified(*node))),
        Node::Look { behind, negative, node } => Node::Look {
            behind,
            negative,
            node: Box::new(simplified(*node)),
        },
        Node::If { group, yes, no } => Node::If {
            group,
            yes: Box::new(simplified(*yes)),
            no: Box::new(simplified(*no)),
        },
        node => node,
    }
}

/// Branches that begin with the same character become one branch; branches of one character each become one set. A branch may only come
/// before another if no character begins both.
fn alternatives(nodes: Vec<Node>) -> Node {
    let mut flat = Vec::new();
    for node in nodes {
        match node {
            Node::Alt(inner) => flat.extend(inner),
            node => flat.push(node),
        }
    }
    struct Branch {
        lead: Option<Rc<Ranges>>,
        rest: Vec<Node>,
        head: Head,
    }
    let mut branches: Vec<Branch> = Vec::new();
    for node in flat {
        let (lead, rest) = match node {
            Node::Set(set) => (Some(set), Node::Empty),
            Node::Cat(mut nodes) if matches!(nodes[0], Node::Set(_)) => match nodes.remove(0) {
                Node::Set(set) => (Some(set), cat(nodes)),
                _ => (None, Node::Empty),
            },
            node => (None, node),
        };
        let head = match &lead {
            Some(set) => Head {
                set: set.clone(),
                end: false,
            },
            None => heads(&rest, &unknown(), NEXT).remove(0),
        };
        if let Some(set) = &lead {
            let mut into = None;
            for (k, branch) in branches.iter().enumerate().rev() {
                if branch.lead.as_ref() == Some(set) {
                    into = Some(k);
                    break;
                }
                if !common(&branch.head.set, set).is_empty() {
                    break;
                }
            }
            if let Some(k) = into {
                branches[k].rest.push(rest);
                continue;
            }
        }
        branches.push(Branch {
            lead,
            rest: vec![rest],
            head,
        });
    }
    let mut found: Vec<(Node, Head)> = Vec::new();
    for branch in branches {
        let rest = if branch.rest.len() == 1 {
            branch.rest.into_iter().next().map(simplified).unwrap_or(Node::Empty)
        } else {
            alternatives(branch.rest)
        };
        let node = match branch.lead {
            Some(set) => cat(vec![Node::Set(set), rest]),
            None => rest,
        };
        if let Node::Set(set) = &node {
            let mut into = None;
            for (k, (other, head)) in found.iter().enumerate().rev() {
                if matches!(other, Node::Set(_)) {
                    into = Some(k);
                    break;
                }
                if !common(&head.set, set).is_empty() {
                    break;
                }
            }
            if let Some(k) = into {
                let joined = Rc::new(union(&found[k].1.set, set));
                found[k] = (Node::Set(joined.clone()), Head { set: joined, end: false });
                continue;
            }
        }
        found.push((node, branch.head));
    }
    let mut nodes: Vec<Node> = found.into_iter().map(|(node, _)| node).collect();
    // what behind an empty branch may be empty as well is never needed
    if let Some(k) = nodes.iter().position(|n| *n == Node::Empty) {
        let mut seen = false;
        nodes.retain(|n| *n != Node::Empty || !std::mem::replace(&mut seen, true));
        if k + 1 == nodes.len() && k > 0 {
            nodes.pop();
            let inner = if nodes.len() == 1 { nodes.remove(0) } else { Node::Alt(nodes) };
            return Node::Rep {
                node: Box::new(inner),
                min: 0,
                max: 1,
                lazy: false,
            };
        }
    }
    if nodes.len() == 1 {
        nodes.remove(0)
    } else {
        Node::Alt(nodes)
    }
}

// ---------------------------------------------------------------------------------------------------------------- the program

/// The kinds of steps. A step is a word with its kind in the lowest byte and a first number above it, and more words behind it. A set is two words:
/// its first character and how many follow, or its number in `sets` and `SHARED`.
mod op {
    pub const MATCH: u8 = 0;
    /// one more character, known already
    pub const SKIP: u8 = 2;
    /// | character
    pub const CHAR: u8 = 3;
    /// | length, characters
    pub const WORD: u8 = 4;
    /// set
    pub const SET: u8 = 5;
    /// set: the character if it is of the set; nothing else can follow in its place
    pub const MAYBE: u8 = 6;
    /// | to
    pub const JUMP: u8 = 7;
    /// | bits of the table's size; actions at ASCII, at others, at syllables, at the end; the table: characters << 16 with their actions
    pub const CHOICE: u8 = 8;
    /// | how many; action at the end; ranges with actions: where the characters are too many for a table
    pub const WIDE: u8 = 9;
    /// set, least, most: as many as there are, none given back
    pub const ALL: u8 = 10;
    /// | whether the end can follow; set, least, most, the set of what can follow
    pub const LONGEST: u8 = 11;
    pub const SHORTEST: u8 = 12;
    /// | slot
    pub const SAVE: u8 = 13;
    pub const BEGIN: u8 = 14;
    pub const END: u8 = 15;
    pub const VERY_END: u8 = 16;
    /// | negative; set
    pub const EDGE: u8 = 17;
    pub const AHEAD: u8 = 18;
    pub const BEHIND: u8 = 19;
    /// | negative, how far back; where to go on: the program of the lookaround begins behind it
    pub const LOOK: u8 = 20;
    /// | group; where to go if it is not set
    pub const IF: u8 = 21;
    /// | mark
    pub const MARK: u8 = 22;
    /// | mark; where to go if something was taken since
    pub const AGAIN: u8 = 23;
}

const SHARED: u32 = u32::MAX;

/// What a choice leads to: 0 nothing, else how far ahead, and in the lowest two bits: 1 go on there, 3 one character further, 0 there is a list
/// of places, how many in front, each twice itself and 1 more if one character further.
type Action = u32;

#[derive(Default)]
struct Program {
    code: Vec<u32>,
    sets: Vec<Set>,
    marks: usize,
    /// whether a run may have to come back to something
    has_stack: bool,
    has_if: bool,
}

/// A choice whose branches are not compiled yet.
struct Plan {
    at: usize,
    /// which branches are tried, for each number
    lists: Vec<Vec<usize>>,
    /// words in which to put the action of such a number
    places: Vec<(usize, usize)>,
    /// where the lists go
    end: usize,
}

fn single(set: &Ranges) -> Option<u32> {
    match set[..] {
        [(a, b)] if a == b => Some(a),
        _ => None,
    }
}

impl Program {
    fn here(&self) -> usize {
        self.code.len()
    }

    fn emit(&mut self, op: u8, number: usize, more: &[u32]) -> Result<usize, String> {
        if self.code.len() > 1 << 20 || number >= 1 << 24 {
            return Err("too large".into());
        }
        let at = self.here();
        self.code.push(op as u32 | (number as u32) << 8);
        self.code.extend(more);
        Ok(at)
    }

    fn set(&mut self, ranges: &Ranges) -> [u32; 2] {
        if let [(a, b)] = ranges[..] {
            return [a, b - a];
        }
        let set = CharSet::of(ranges);
        let k = self.sets.iter().position(|s| std::ptr::eq(*s, set)).unwrap_or_else(|| {
            self.sets.push(set);
            self.sets.len() - 1
        });
        [k as u32, SHARED]
    }

    /// The words of a choice, but for what it leads to; the branches in the order in which they are tried.
    fn plan(&mut self, branches: &[&Head]) -> Result<Plan, String> {
        const KINDS: [(u32, u32, usize); 4] = [(0, 0x7f, 1), (0x80, 0xabff, 0), (0xac00, 0xd7a3, 2), (0xd7a4, LAST, 0)];
        let kind = |c: u32| KINDS.iter().find(|k| (k.0..=k.1).contains(&c)).map_or(0, |k| k.2);
        let mut cuts: Vec<u32> = KINDS.iter().map(|k| k.0).collect();
        for head in branches {
            cuts.extend(head.set.iter().flat_map(|r| [r.0, r.1 + 1]));
        }
        cuts.sort_unstable();
        cuts.dedup();
        cuts.retain(|c| *c <= LAST);
        let mut lists: Vec<Vec<usize>> = vec![Vec::new()];
        let mut number = |fits: Vec<usize>| {
            lists.iter().position(|l| *l == fits).unwrap_or_else(|| {
                lists.push(fits);
                lists.len() - 1
            })
        };
        let fitting = |test: &dyn Fn(&Head) -> bool| -> Vec<usize> {
            branches.iter().enumerate().filter(|(_, head)| test(head)).map(|(k, _)| k).collect()
        };
        let mut parts: Vec<(u32, u32, usize)> = Vec::new();
        for (n, from) in cuts.iter().enumerate() {
            let to = cuts.get(n + 1).map_or(LAST, |c| c - 1);
            parts.push((*from, to, number(fitting(&|head| holds(&head.set, *from)))));
        }
        let end = number(fitting(&|head| head.end));
        let mut most = [0; 3];
        for (k, most) in most.iter_mut().enumerate() {
            let mut counts = vec![0; lists.len()];
            for part in parts.iter().filter(|p| kind(p.0) == k) {
                counts[part.2] += part.1 - part.0 + 1;
            }
            *most = (0..lists.len()).max_by_key(|l| counts[*l]).unwrap_or(0);
        }
        if lists.iter().any(|l| l.len() > 1) {
            self.has_stack = true;
        }
        let special: Vec<_> = parts.iter().filter(|p| p.2 != most[kind(p.0)]).collect();
        let at = self.here();
        let mut places = Vec::new();
        if special.iter().map(|p| p.1 - p.0 + 1).sum::<u32>() > 2000 || special.iter().any(|p| p.1 >= 0xffff) {
            parts.retain(|p| p.2 != 0);
            self.emit(op::WIDE, parts.len(), &[0])?;
            places.push((at + 1, end));
            for (a, b, list) in parts {
                places.push((self.here() + 2, list));
                self.code.extend([a, b, 0]);
            }
        } else {
            let listed: Vec<(u32, usize)> = special.iter().flat_map(|p| (p.0..=p.1).map(move |c| (c, p.2))).collect();
            let codes: Vec<u32> = listed.iter().map(|l| l.0).collect();
            let (slots, bits) = hashed(&codes);
            self.emit(op::CHOICE, bits as usize, &[0, 0, 0, 0])?;
            places.extend([(at + 1, most[1]), (at + 2, most[0]), (at + 3, most[2]), (at + 4, end)]);
            let table = self.here();
            // a free place is one of U+FFFF, which is no character and goes with the others
            self.code.resize(table + (1 << bits), 0xffff << 16);
            places.extend((0..1 << bits).filter(|k| !slots.contains(k)).map(|k| (table + k, most[0])));
            for ((code, list), slot) in listed.into_iter().zip(slots) {
                self.code[table + slot] = code << 16;
                places.push((table + slot, list));
            }
        }
        let end = self.here();
        // a single branch may be too far for the table
        let room: usize = lists.iter().map(|l| if l.is_empty() { 0 } else { l.len() + 1 }).sum();
        self.code.resize(end + room, 0);
        Ok(Plan { at, lists, places, end })
    }

    /// Tells a choice where its branches begin.
    fn choose(&mut self, plan: Plan, targets: &[usize]) -> Result<(), String> {
        let mut next = plan.end;
        let mut actions: Vec<Action> = Vec::new();
        for list in &plan.lists {
            // a branch that begins with a known character: behind it
            let told: Vec<(u32, u32)> = list
                .iter()
                .map(|k| match self.code.get(targets[*k]) {
                    Some(word) if *word as u8 == op::SKIP => (targets[*k] as u32 + 1, 1),
                    _ => (targets[*k] as u32, 0),
                })
                .collect();
            actions.push(match told[..] {
                [] => 0,
                [(pc, skip)] if pc - (plan.at as u32) < 1 << 14 => (pc - plan.at as u32) << 2 | skip << 1 | 1,
                _ => {
                    let here = next;
                    self.code[here] = told.len() as u32;
                    for (k, (pc, skip)) in told.iter().enumerate() {
                        self.code[here + 1 + k] = pc << 1 | skip;
                    }
                    next += told.len() + 1;
                    ((here - plan.at) as u32) << 2
                }
            });
        }
        if self.code[plan.at] as u8 == op::CHOICE && actions.iter().any(|a| *a > 0xffff) {
            return Err("too large".into());
        }
        for (word, list) in plan.places {
            self.code[word] |= actions[list];
        }
        Ok(())
    }

    fn patch(&mut self, at: usize, op: u8, number: usize) {
        self.code[at] = op as u32 | (number as u32) << 8;
    }

    /// Compiles a node before what follows; `known`: a choice has seen that the next character can begin it.
    fn node(&mut self, node: &Node, follow: &Heads, known: bool) -> Result<(), String> {
        match node {
            Node::Empty => {}
            Node::Set(_) if known => {
                self.emit(op::SKIP, 0, &[])?;
            }
            Node::Set(set) => {
                match single(set) {
                    Some(c) => self.emit(op::CHAR, c as usize, &[])?,
                    None => {
                        let set = self.set(set);
                        self.emit(op::SET, 0, &set)?
                    }
                };
            }
            Node::Cat(nodes) => {
                let mut follows = vec![follow.clone()];
                for node in nodes.iter().skip(1).rev() {
                    let next = heads(node, &follows[follows.len() - 1], NEXT);
                    follows.push(next);
                }
                follows.reverse();
                let mut k = 0;
                while k < nodes.len() {
                    let known = known && k == 0;
                    let mut word = Vec::new();
                    while let Some(Node::Set(set)) = nodes.get(k + word.len()) {
                        let Some(c) = single(set) else { break };
                        word.push(c);
                    }
                    if word.len() > 2 || word.len() == 2 && !known {
                        k += word.len();
                        if known {
                            self.emit(op::SKIP, 0, &[])?;
                            word.remove(0);
                        }
                        self.emit(op::WORD, word.len(), &word)?;
                        continue;
                    }
                    self.node(&nodes[k], &follows[k], known)?;
                    k += 1;
                }
            }
            Node::Alt(nodes) => {
                let found: Heads = nodes.iter().map(|node| heads(node, follow, NEXT).swap_remove(0)).collect();
                let plan = self.plan(&found.iter().collect::<Vec<_>>())?;
                let mut targets = Vec::new();
                let mut jumps = Vec::new();
                for (k, node) in nodes.iter().enumerate() {
                    targets.push(self.here());
                    self.node(node, follow, true)?;
                    if k + 1 < nodes.len() {
                        jumps.push(self.emit(op::JUMP, 0, &[])?);
                    }
                }
                let end = self.here();
                for jump in jumps {
                    self.patch(jump, op::JUMP, end);
                }
                self.choose(plan, &targets)?;
            }
            Node::Rep { node, min, max, lazy } => {
                if let Node::Set(set) = &**node {
                    return self.set_loop(set, *min, *max, *lazy, follow);
                }
                self.repeat(node, *min, *max, *lazy, follow)?;
            }
            Node::Group(k, node) => {
                self.emit(op::SAVE, 2 * *k, &[])?;
                self.node(node, follow, known)?;
                self.emit(op::SAVE, 2 * *k + 1, &[])?;
            }
            Node::Look { behind, negative, node } => {
                if let Node::Set(set) = &**node {
                    let set = self.set(set);
                    self.emit(if *behind { op::BEHIND } else { op::AHEAD }, *negative as usize, &set)?;
                    return Ok(());
                }
                let back = if *behind { width(node).0 } else { 0 };
                let look = self.emit(op::LOOK, *negative as usize | back << 8, &[0])?;
                self.node(node, &unknown(), false)?;
                self.emit(op::MATCH, 0, &[])?;
                self.code[look + 1] = self.here() as u32;
            }
            Node::Begin => {
                self.emit(op::BEGIN, 0, &[])?;
            }
            Node::End => {
                self.emit(op::END, 0, &[])?;
            }
            Node::VeryEnd => {
                self.emit(op::VERY_END, 0, &[])?;
            }
            Node::Edge { negative } => {
                let set = self.set(category('w'));
                self.emit(op::EDGE, *negative as usize, &set)?;
            }
            Node::If { group, yes, no } => {
                self.has_if = true;
                let test = self.emit(op::IF, *group, &[0])?;
                self.node(yes, follow, false)?;
                let jump = self.emit(op::JUMP, 0, &[])?;
                self.code[test + 1] = self.here() as u32;
                self.node(no, follow, false)?;
                let end = self.here();
                self.patch(jump, op::JUMP, end);
            }
        }
        Ok(())
    }

    fn set_loop(&mut self, set: &Ranges, min: u32, max: u32, lazy: bool, follow: &Heads) -> Result<(), String> {
        let next = follow.first().cloned().unwrap_or_else(anything);
        let is_clear = common(&next.set, set).is_empty();
        let [from, span] = self.set(set);
        if is_clear && (min, max) == (0, 1) {
            self.emit(op::MAYBE, 0, &[from, span])?;
        } else if min == max || is_clear {
            self.emit(op::ALL, 0, &[from, span, min, max])?;
        } else {
            let [next_from, next_span] = self.set(&next.set);
            self.has_stack = true;
            let op = if lazy { op::SHORTEST } else { op::LONGEST };
            self.emit(op, next.end as usize, &[from, span, min, max, next_from, next_span])?;
        }
        Ok(())
    }

    fn repeat(&mut self, node: &Node, min: u32, max: u32, lazy: bool, follow: &Heads) -> Result<(), String> {
        let rest = |min: u32, max: u32| {
            let rep = Node::Rep {
                node: Box::new(node.clone()),
                min,
                max,
                lazy,
            };
            heads(&rep, follow, NEXT)
        };
        let left = |max: u32, done: u32| if max == MANY { MANY } else { max - done };
        let skip = follow.first().cloned().unwrap_or_else(anything);
        for k in 0..min {
            self.node(node, &rest(min - k - 1, left(max, k + 1)), false)?;
        }
        let mut choices = Vec::new();
        let mut done = min;
        while done < max {
            let inner = rest(0, left(max, done + 1));
            let head = heads(node, &inner, NEXT).swap_remove(0);
            let top = self.here();
            let plan = self.plan(&if lazy { [&skip, &head] } else { [&head, &skip] })?;
            let body = self.here();
            choices.push((plan, body));
            if max == MANY {
                let may_be_empty = width(node).0 == 0;
                let mark = self.marks;
                if may_be_empty {
                    self.marks += 1;
                    self.emit(op::MARK, mark, &[])?;
                }
                self.node(node, &inner, !may_be_empty)?;
                if may_be_empty {
                    self.emit(op::AGAIN, mark, &[top as u32])?;
                } else {
                    self.emit(op::JUMP, top, &[])?;
                }
                break;
            }
            self.node(node, &inner, true)?;
            done += 1;
        }
        let end = self.here();
        for (plan, body) in choices {
            self.choose(plan, &if lazy { [end, body] } else { [body, end] })?;
        }
        Ok(())
    }
}

// ---------------------------------------------------------------------------------------------------------------- running

/// What is left to try. The lowest bits of `what` are its kind, above them is a place in the program or a slot.
#[derive(Clone, Copy)]
struct Frame {
    what: u32,
    at: u32,
    more: u32,
}

/// go on there
const GO: u32 = 0;
/// the next of a list of places, `more` how many
const LIST: u32 = 1;
/// a loop that gives back; `more` the least place
const LONGEST: u32 = 2;
/// a loop that takes more; `more` how many
const SHORTEST: u32 = 3;
/// a group or mark gets its old value back
const UNDO: u32 = 4;

const NOT: u32 = u32::MAX;

#[derive(Default)]
struct Machine {
    stack: Vec<Frame>,
    /// start and end of each group, then the group closed last, then the marks
    saved: Vec<u32>,
    /// how often a search has come back to something, and if that is often, a bit for each place of the program and of the text from where it has
    /// gone on then
    steps: u32,
    tried: Vec<u64>,
}

/// How often a search may come back before it is watched.
const PATIENCE: u32 = 20_000;

impl Machine {
    #[inline(always)]
    fn save(&mut self, slot: usize, value: u32) {
        self.stack.push(Frame {
            what: (slot as u32) << 3 | UNDO,
            at: self.saved[slot],
            more: 0,
        });
        self.saved[slot] = value;
    }
}

thread_local! {
    static MACHINE: Cell<Option<Box<Machine>>> = const { Cell::new(None) };
}

struct Run<'r> {
    code: &'r [u32],
    sets: &'r [Set],
    t: &'r [char],
    /// the slot of the group closed last
    last: usize,
    groups: bool,
    /// no step depends on groups or marks
    is_plain: bool,
    whole: bool,
    /// where an empty match is not wanted
    not_at: usize,
}

impl Run<'_> {
    /// A word of the program.
    #[inline(always)]
    fn word(&self, k: usize) -> u32 {
        debug_assert!(k < self.code.len());
        // the compiler has written every place that is gone to, with the words that belong to it, and a MATCH at the end
        unsafe { *self.code.get_unchecked(k) }
    }

    /// The same for what is looked for around a place.
    #[inline(never)]
    fn look(&self, machine: &mut Machine, pc: usize, at: usize) -> Option<usize> {
        self.run(machine, pc, at, true)
    }

    /// Runs the program from a place; the end of the match if there is one.
    #[inline(always)]
    fn run(&self, machine: &mut Machine, pc: usize, at: usize, inner: bool) -> Option<usize> {
        let t = self.t;
        let base = machine.stack.len();
        let (mut pc, mut at) = (pc, at);
        loop {
            let word = self.word(pc);
            let number = (word >> 8) as usize;
            let fits = match word as u8 {
                op::MATCH => {
                    if self.accepts(machine, base, at, inner) {
                        return Some(at);
                    }
                    false
                }
                op::SKIP => {
                    pc += 1;
                    at += 1;
                    true
                }
                op::CHAR => {
                    let fits = matches!(t.get(at), Some(c) if *c as usize == number);
                    pc += 1;
                    at += 1;
                    fits
                }
                op::WORD => {
                    let fits = match t.get(at..at + number) {
                        Some(s) => s.iter().enumerate().all(|(k, c)| *c as u32 == self.word(pc + 1 + k)),
                        None => false,
                    };
                    pc += 1 + number;
                    at += number;
                    fits
                }
                op::SET => {
                    let fits = self.is_of(pc + 1, at);
                    pc += 3;
                    at += 1;
                    fits
                }
                op::MAYBE => {
                    if self.is_of(pc + 1, at) {
                        at += 1;
                    }
                    pc += 3;
                    true
                }
                op::JUMP => {
                    pc = number;
                    true
                }
                op::CHOICE => {
                    let action = match t.get(at) {
                        Some(c) => self.action(*c as u32, pc, number),
                        None => self.word(pc + 4),
                    };
                    self.follow(machine, action, &mut at, &mut pc)
                }
                op::WIDE => {
                    let action = match t.get(at) {
                        Some(c) => self.wide_action(*c as u32, pc, number),
                        None => self.word(pc + 1),
                    };
                    self.follow(machine, action, &mut at, &mut pc)
                }
                op::ALL => {
                    let to = self.reach(pc + 1, at, self.word(pc + 4));
                    let fits = to - at >= self.word(pc + 3) as usize;
                    pc += 5;
                    at = to;
                    fits
                }
                op::LONGEST => {
                    let to = self.reach(pc + 1, at, self.word(pc + 4));
                    let least = at + self.word(pc + 3) as usize;
                    match if to < least { None } else { self.give_back(pc, to, least) } {
                        Some(to) => {
                            if to > least {
                                let what = (pc as u32) << 3 | LONGEST;
                                machine.stack.push(Frame {
                                    what,
                                    at: to as u32 - 1,
                                    more: least as u32,
                                });
                            }
                            at = to;
                            pc += 7;
                            true
                        }
                        None => false,
                    }
                }
                op::SHORTEST => {
                    let (min, max) = (self.word(pc + 3), self.word(pc + 4));
                    let least = at + min as usize;
                    if self.reach(pc + 1, at, min) >= least {
                        let more = if max == MANY { MANY } else { max - min };
                        machine.stack.push(Frame {
                            what: (pc as u32) << 3 | SHORTEST,
                            at: least as u32,
                            more,
                        });
                    }
                    false
                }
                op::SAVE => {
                    pc += 1;
                    self.save(machine, number, at);
                    true
                }
                op::BEGIN => {
                    pc += 1;
                    at == 0
                }
                op::END => {
                    pc += 1;
                    at == t.len() || at + 1 == t.len() && t[at] == '\n'
                }
                op::VERY_END => {
                    pc += 1;
                    at == t.len()
                }
                op::AHEAD => {
                    let fits = self.is_of(pc + 1, at) == (number == 0);
                    pc += 3;
                    fits
                }
                op::BEHIND => {
                    let fits = (at > 0 && self.is_of(pc + 1, at - 1)) == (number == 0);
                    pc += 3;
                    fits
                }
                _ => match self.seldom(machine, pc, at) {
                    Some(to) => {
                        pc = to;
                        true
                    }
                    None => false,
                },
            };
            if fits {
                continue;
            }
            // back to what was left
            loop {
                if machine.stack.len() == base {
                    return None;
                }
                let frame = machine.stack.pop()?;
                let place = (frame.what >> 3) as usize;
                (pc, at) = match frame.what & 7 {
                    GO => (place >> 1, frame.at as usize + (place & 1)),
                    LIST => {
                        let next = self.word(place) as usize;
                        if frame.more > 1 {
                            machine.stack.push(Frame {
                                what: frame.what + 8,
                                more: frame.more - 1,
                                ..frame
                            });
                        }
                        (next >> 1, frame.at as usize + (next & 1))
                    }
                    LONGEST => {
                        let least = frame.more as usize;
                        let Some(to) = self.give_back(place, frame.at as usize, least) else {
                            continue;
                        };
                        if to > least {
                            machine.stack.push(Frame {
                                at: to as u32 - 1,
                                ..frame
                            });
                        }
                        (place + 7, to)
                    }
                    SHORTEST => {
                        let Some(to) = self.take_more(machine, frame) else { continue };
                        (place + 7, to)
                    }
                    _ => {
                        machine.saved[place] = frame.at;
                        continue;
                    }
                };
                machine.steps += 1;
                if machine.steps > PATIENCE && !inner && self.was_tried(machine, pc, at) {
                    continue;
                }
                break;
            }
        }
    }

    /// Whether the program has gone on from here before, in vain. Asked where a search takes long, so that it cannot take forever: what was tried
    /// from a place of the program and of the text fails again, unless it depends on groups or marks.
    #[cold]
    fn was_tried(&self, machine: &mut Machine, pc: usize, at: usize) -> bool {
        if machine.steps == PATIENCE + 1 {
            machine.tried.clear();
            let bits = self.code.len().saturating_mul(self.t.len() + 1);
            if self.is_plain && bits < 1 << 30 {
                machine.tried.resize(bits / 64 + 1, 0);
            }
        }
        let bit = pc * (self.t.len() + 1) + at;
        match machine.tried.get_mut(bit / 64) {
            Some(word) => {
                let tried = *word >> (bit % 64) & 1 == 1;
                *word |= 1 << (bit % 64);
                tried
            }
            None => false,
        }
    }

    /// At the end of the program: whether the match is wanted.
    #[inline(never)]
    fn accepts(&self, machine: &mut Machine, base: usize, at: usize, inner: bool) -> bool {
        if !inner {
            if self.whole && at != self.t.len() || at == self.not_at {
                return false;
            }
            machine.stack.truncate(base);
            return true;
        }
        // what groups were set stays to be undone
        let mut kept = base;
        for k in base..machine.stack.len() {
            if machine.stack[k].what & 7 == UNDO {
                machine.stack[kept] = machine.stack[k];
                kept += 1;
            }
        }
        machine.stack.truncate(kept);
        true
    }

    #[inline(never)]
    fn save(&self, machine: &mut Machine, slot: usize, at: usize) {
        if self.groups {
            machine.save(slot, at as u32);
            if slot % 2 == 1 {
                machine.save(self.last, slot as u32 / 2);
            }
        }
    }

    /// The steps that are seldom: where to go on.
    #[inline(never)]
    fn seldom(&self, machine: &mut Machine, pc: usize, at: usize) -> Option<usize> {
        let number = (self.word(pc) >> 8) as usize;
        match self.word(pc) as u8 {
            op::EDGE => {
                let before = at > 0 && self.is_of(pc + 1, at - 1);
                let after = self.is_of(pc + 1, at);
                (!self.t.is_empty() && (before != after) == (number == 0)).then_some(pc + 3)
            }
            op::LOOK => {
                let (is_negative, back) = (number & 1 == 1, number >> 8);
                let top = machine.stack.len();
                let found = at >= back && self.look(machine, pc + 2, at - back).is_some();
                if found && is_negative {
                    while machine.stack.len() > top {
                        if let Some(frame) = machine.stack.pop() {
                            machine.saved[frame.what as usize >> 3] = frame.at;
                        }
                    }
                }
                (found != is_negative).then_some(self.word(pc + 1) as usize)
            }
            op::IF => Some(if machine.saved[2 * number + 1] != NOT {
                pc + 2
            } else {
                self.word(pc + 1) as usize
            }),
            op::MARK => {
                machine.save(self.last + 1 + number, at as u32);
                Some(pc + 1)
            }
            op::AGAIN => {
                let is_empty = machine.saved[self.last + 1 + number] == at as u32;
                Some(if is_empty { pc + 2 } else { self.word(pc + 1) as usize })
            }
            _ => None,
        }
    }

    /// Whether the character at a place is of the set told at `set`.
    #[inline(always)]
    fn is_of(&self, set: usize, at: usize) -> bool {
        match self.t.get(at) {
            Some(c) => self.has(self.word(set), self.word(set + 1), *c),
            None => false,
        }
    }

    #[inline(always)]
    fn has(&self, from: u32, span: u32, c: char) -> bool {
        if span != SHARED {
            return (c as u32).wrapping_sub(from) <= span;
        }
        self.sets[from as usize].has(c)
    }

    #[inline(always)]
    fn action(&self, c: u32, pc: usize, bits: usize) -> Action {
        let table = pc + 5;
        let mut at = (c.wrapping_mul(FACTOR) >> ((32 - bits as u32) & 31)) as usize;
        loop {
            let entry = self.word(table + at);
            if entry >> 16 == c {
                return entry & 0xffff;
            }
            if entry >> 16 == 0xffff {
                return self.word(pc + 1 + kind_of(c) as usize);
            }
            at = (at + 1) & ((1 << bits) - 1);
        }
    }

    fn wide_action(&self, c: u32, pc: usize, many: usize) -> Action {
        let parts = &self.code[pc + 2..pc + 2 + 3 * many];
        let (mut low, mut high) = (0, many);
        while low < high {
            let middle = (low + high) / 2;
            if parts[3 * middle + 1] < c {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if low < many && parts[3 * low] <= c {
            parts[3 * low + 2]
        } else {
            0
        }
    }

    /// Goes where a choice leads; what else it leaves to try lies on the stack.
    #[inline(always)]
    fn follow(&self, machine: &mut Machine, action: Action, at: &mut usize, pc: &mut usize) -> bool {
        let place = *pc + (action >> 2) as usize;
        if action & 1 == 1 {
            *pc = place;
            *at += (action >> 1 & 1) as usize;
            return true;
        }
        if action == 0 {
            return false;
        }
        let (many, first) = (self.word(place), self.word(place + 1) as usize);
        let here = *at as u32;
        *pc = first >> 1;
        *at += first & 1;
        if many == 2 {
            machine.stack.push(Frame {
                what: self.word(place + 2) << 3 | GO,
                at: here,
                more: 0,
            });
        } else if many > 2 {
            machine.stack.push(Frame {
                what: (place as u32 + 2) << 3 | LIST,
                at: here,
                more: many - 1,
            });
        }
        true
    }

    /// How far the characters of a set go.
    #[inline(always)]
    fn reach(&self, set: usize, at: usize, max: u32) -> usize {
        let rest = self.t.get(at..).unwrap_or(&[]);
        let rest = if (max as usize) < rest.len() { &rest[..max as usize] } else { rest };
        let (from, span) = (self.word(set), self.word(set + 1));
        let mut many = 0;
        if span != SHARED {
            while many < rest.len() && (rest[many] as u32).wrapping_sub(from) <= span {
                many += 1;
            }
        } else {
            let set = self.sets[from as usize];
            while many < rest.len() && set.has(rest[many]) {
                many += 1;
            }
        }
        at + many
    }

    /// The last place from `to` back to `least` where what follows a loop can begin.
    #[inline(always)]
    fn give_back(&self, pc: usize, to: usize, least: usize) -> Option<usize> {
        let (from, span) = (self.word(pc + 5), self.word(pc + 6));
        if span == LAST {
            return Some(to);
        }
        let mut to = to;
        loop {
            let fits = match self.t.get(to) {
                Some(c) => self.has(from, span, *c),
                None => self.word(pc) >> 8 != 0,
            };
            if fits {
                return Some(to);
            }
            if to == least {
                return None;
            }
            to -= 1;
        }
    }

    /// The next place where what follows a loop can begin, as far as the loop goes.
    #[inline(always)]
    fn take_more(&self, machine: &mut Machine, frame: Frame) -> Option<usize> {
        let pc = frame.what as usize >> 3;
        let (from, span) = (self.word(pc + 5), self.word(pc + 6));
        let mut to = frame.at as usize;
        let mut more = frame.more;
        loop {
            let c = self.t.get(to);
            let goes_on = more > 0 && self.is_of(pc + 1, to);
            let can_stop = match c {
                Some(c) => self.has(from, span, *c),
                None => self.word(pc) >> 8 != 0,
            };
            if more != MANY {
                more = more.saturating_sub(1);
            }
            if can_stop && goes_on {
                machine.stack.push(Frame {
                    at: to as u32 + 1,
                    more,
                    ..frame
                });
            }
            if can_stop {
                return Some(to);
            }
            if !goes_on {
                return None;
            }
            to += 1;
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------- searching

/// What can stand at a place: characters of these slots, or nothing more (or nothing yet).
#[derive(Clone, Copy, PartialEq, Debug)]
struct Slots {
    bits: [u64; 3],
    edge: bool,
}

const ANY: Slots = Slots {
    bits: [u64::MAX; 3],
    edge: true,
};
const EDGE: Slots = Slots { bits: [0; 3], edge: true };

impl Slots {
    fn of(ranges: &Ranges, edge: bool) -> Slots {
        let mut bits = [0u64; 3];
        for &(a, b) in ranges {
            for (a, b, is_syllable) in [
                (a, b.min(0xabff), false),
                (a.max(0xac00), b.min(0xd7a3), true),
                (a.max(0xd7a4), b, false),
            ] {
                if a > b {
                    continue;
                }
                if is_syllable && b - a > 2000 {
                    bits[0] = u64::MAX;
                    bits[1] = u64::MAX;
                } else if !is_syllable && b - a >= 63 {
                    bits[2] = u64::MAX;
                } else {
                    for k in (a..=b).filter_map(char::from_u32).map(slot) {
                        bits[k / 64] |= 1 << (k % 64);
                    }
                }
            }
        }
        Slots { bits, edge }
    }

    fn and(&self, other: &Slots) -> Slots {
        let mut bits = self.bits;
        bits.iter_mut().zip(other.bits).for_each(|(a, b)| *a &= b);
        Slots {
            bits,
            edge: self.edge && other.edge,
        }
    }

    fn or(&self, other: &Slots) -> Slots {
        let mut bits = self.bits;
        bits.iter_mut().zip(other.bits).for_each(|(a, b)| *a |= b);
        Slots {
            bits,
            edge: self.edge || other.edge,
        }
    }

    fn is_nothing(&self) -> bool {
        self.bits == [0; 3] && !self.edge
    }

    /// About how often this fits.
    fn share(&self) -> f64 {
        let syllables = self.bits[0].count_ones() + self.bits[1].count_ones();
        (0.65 * syllables as f64 / 128.0 + 0.35 * self.bits[2].count_ones() as f64 / 64.0).max(0.002)
    }
}

/// One way to begin: what can stand before a match and at its first three places.
type Beginning = [Slots; 4];

/// The ways to begin of a node with those of what follows it.
fn beginnings(node: &Node, follow: &[Beginning]) -> Vec<Beginning> {
    let narrowed = |place: usize, by: Slots| {
        follow.iter().map(move |b| {
            let mut b = *b;
            b[place] = b[place].and(&by);
            b
        })
    };
    let found: Vec<Beginning> = match node {
        Node::Empty | Node::Edge { .. } => follow.to_vec(),
        Node::Set(set) => {
            let set = Slots::of(set, false);
            follow.iter().map(|b| [ANY, set.and(&b[0]), b[1], b[2]]).collect()
        }
        Node::Cat(nodes) => {
            let mut found = follow.to_vec();
            for node in nodes.iter().rev() {
                found = beginnings(node, &found);
            }
            found
        }
        Node::Alt(nodes) => nodes.iter().flat_map(|node| beginnings(node, follow)).collect(),
        Node::Rep { node, min, max, .. } => {
            let mut found = follow.to_vec();
            for _ in 0..(*max - *min).min(3) {
                let mut more = beginnings(node, &found);
                more.extend_from_slice(follow);
                let more = fewer(more, 40);
                if more == found {
                    break;
                }
                found = more;
            }
            for _ in 0..(*min).min(3) {
                found = beginnings(node, &found);
            }
            found
        }
        Node::Group(_, node) => beginnings(node, follow),
        Node::Look { behind, negative, node } => match (&**node, behind, negative) {
            (Node::Set(set), true, true) => narrowed(0, Slots::of(&negated(set), true)).collect(),
            (Node::Set(set), true, false) => narrowed(0, Slots::of(set, false)).collect(),
            (Node::Set(set), false, true) => narrowed(1, Slots::of(&negated(set), true)).collect(),
            (node, false, false) => {
                let mut seen = beginnings(node, &[[ANY; 4]]);
                if seen.len() * follow.len() > 64 {
                    seen = fewer(seen, 1);
                }
                let both = |a: &Beginning, b: &Beginning| [a[0].and(&b[0]), a[1].and(&b[1]), a[2].and(&b[2]), a[3].and(&b[3])];
                seen.iter().flat_map(|a| follow.iter().map(move |b| both(a, b))).collect()
            }
            _ => follow.to_vec(),
        },
        Node::Begin => narrowed(0, EDGE).collect(),
        Node::End | Node::VeryEnd => {
            let line_end = if *node == Node::End { vec![(10, 10)] } else { Vec::new() };
            narrowed(1, Slots::of(&line_end, true))
                .map(|b| [b[0], b[1], b[2].and(&EDGE), b[3].and(&EDGE)])
                .collect()
        }
        Node::If { yes, no, .. } => {
            let mut found = beginnings(yes, follow);
            found.extend(beginnings(no, follow));
            found
        }
    };
    fewer(found, 40)
}

/// The same ways to begin, or some more, as so many at most.
fn fewer(mut found: Vec<Beginning>, many: usize) -> Vec<Beginning> {
    found.retain(|b| b.iter().all(|s| !s.is_nothing()));
    // those that differ at one place only are one
    let mut joined: Vec<Beginning> = Vec::new();
    for b in found {
        let same = joined.iter_mut().find(|j| (0..4).filter(|k| j[*k] != b[*k]).count() <= 1);
        match same {
            Some(j) => (0..4).for_each(|k| j[k] = j[k].or(&b[k])),
            None => joined.push(b),
        }
    }
    if joined.len() <= many {
        return joined;
    }
    // the two of which one costs least become one, again and again
    let share = |b: &Beginning| b.iter().map(Slots::share).product::<f64>();
    let both = |a: &Beginning, b: &Beginning| [a[0].or(&b[0]), a[1].or(&b[1]), a[2].or(&b[2]), a[3].or(&b[3])];
    let mut left: Vec<Option<(Beginning, f64)>> = joined.into_iter().map(|b| Some((b, share(&b)))).collect();
    let cost = |left: &[Option<(Beginning, f64)>], i: usize, k: usize| match (&left[i], &left[k]) {
        (Some((a, of_a)), Some((b, of_b))) => share(&both(a, b)) - of_a - of_b,
        _ => f64::MAX,
    };
    let nearest = |left: &[Option<(Beginning, f64)>], i: usize| {
        let mut best = (f64::MAX, i);
        for k in i + 1..left.len() {
            let c = cost(left, i, k);
            if c < best.0 {
                best = (c, k);
            }
        }
        best
    };
    let mut near: Vec<(f64, usize)> = (0..left.len()).map(|i| nearest(&left, i)).collect();
    for _ in many..left.len() {
        let mut i = 0;
        for j in 1..left.len() {
            if near[j].0 < near[i].0 {
                i = j;
            }
        }
        let k = near[i].1;
        if let (Some((a, _)), Some((b, _))) = (left[i], left[k]) {
            let one = both(&a, &b);
            left[i] = Some((one, share(&one)));
        }
        left[k] = None;
        near[k] = (f64::MAX, k);
        for j in 0..left.len() {
            if left[j].is_none() {
                continue;
            }
            if j == i || near[j].1 == i || near[j].1 == k {
                near[j] = nearest(&left, j);
            } else if j < i {
                let c = cost(&left, j, i);
                if c < near[j].0 {
                    near[j] = (c, i);
                }
            }
        }
    }
    left.into_iter().flatten().map(|(b, _)| b).collect()
}

/// Something that every match has, in some way, so and so far behind its start.
struct Needle {
    from: usize,
    to: usize,
    beginning: Beginning,
}

/// How far from the start a needle may be; else it counts as anywhere behind it.
const NEAR: usize = 30;
const ANYWHERE: usize = usize::MAX / 2;

fn shares(ways: &[Beginning]) -> f64 {
    ways.iter().map(|b| b.iter().map(Slots::share).product::<f64>()).sum()
}

/// Of what every match of a node has, that which is most seldom elsewhere: for `[가-힣]{2,9}대회` that is `대회`.
fn needles(node: &Node, follow: &[Beginning]) -> Vec<Needle> {
    let total = |found: &[Needle]| found.iter().map(|n| shares(&[n.beginning])).sum::<f64>();
    let start = || {
        beginnings(node, follow)
            .into_iter()
            .map(|beginning| Needle { from: 0, to: 0, beginning })
            .collect::<Vec<_>>()
    };
    match node {
        Node::Group(_, node) => needles(node, follow),
        Node::Alt(nodes) => nodes.iter().flat_map(|node| needles(node, follow)).collect(),
        Node::Rep { node, min, max, lazy } if *min > 0 => {
            let left = if *max == MANY { MANY } else { max - 1 };
            let rest = Node::Rep {
                node: node.clone(),
                min: min - 1,
                max: left,
                lazy: *lazy,
            };
            needles(node, &beginnings(&rest, follow))
        }
        Node::Cat(nodes) => {
            let mut follows = vec![follow.to_vec()];
            for node in nodes.iter().skip(1).rev() {
                let next = beginnings(node, &follows[follows.len() - 1]);
                follows.push(next);
            }
            follows.reverse();
            let mut best = start();
            let (mut from, mut to) = (0, 0);
            for (node, follow) in nodes.iter().zip(&follows) {
                let mut found = needles(node, follow);
                found.iter_mut().for_each(|n| {
                    n.from += from;
                    n.to = if n.to + to > NEAR { ANYWHERE } else { n.to + to };
                });
                let is_far = found.iter().any(|n| n.to > NEAR);
                if total(&found) < total(&best) * if is_far { 0.3 } else { 0.7 } {
                    best = found;
                }
                let (a, b) = width(node);
                from += a.min(NEAR);
                to = b.map_or(ANYWHERE, |b| b.saturating_add(to)).min(ANYWHERE);
            }
            best
        }
        _ => start(),
    }
}

/// For the slot of a character, at which places of which (of up to eight) ways to begin it can NOT stand, a byte for each place and a bit for
/// each way.
#[repr(C)]
struct Table {
    /// the same for what is beyond the start and the end of the text
    at_start: u32,
    at_end: u32,
    /// a slot is a byte: there is no need to look whether the table has it
    slots: [u32; 256],
}

/// When all of the four places of some way fit, what is seen is less than this.
const SEEN: u32 = 0xff00_0000;

impl Table {
    fn new(ways: &[Beginning]) -> Table {
        let mut table = Table {
            at_start: u32::MAX,
            at_end: u32::MAX,
            slots: [u32::MAX; 256],
        };
        for (n, way) in ways.iter().enumerate() {
            for (place, slots) in way.iter().enumerate() {
                let bit = 1u32 << (8 * place + n);
                for (k, told) in table.slots[..SLOTS].iter_mut().enumerate() {
                    if slots.bits[k / 64] >> (k % 64) & 1 != 0 {
                        *told &= !bit;
                    }
                }
                if slots.edge {
                    *(if place == 0 { &mut table.at_start } else { &mut table.at_end }) &= !bit;
                }
            }
        }
        table
    }

    /// What can be when the character before a place is read.
    #[inline(always)]
    fn before(&self, t: &[char], at: usize) -> u32 {
        match t.get(at.wrapping_sub(1)) {
            Some(c) => self.slots[slot(*c)] | !0xff,
            None => self.at_start | !0xff,
        }
    }

    #[inline(always)]
    fn step(&self, seen: u32, c: char) -> u32 {
        seen << 8 | self.slots[slot(c)]
    }

    #[inline(always)]
    fn step_at(&self, seen: u32, t: &[char], at: usize) -> u32 {
        match t.get(at) {
            Some(c) => self.step(seen, *c),
            None => seen << 8 | self.at_end,
        }
    }

    /// Whether a match can begin at a place.
    #[inline(always)]
    fn can_begin(&self, t: &[char], at: usize) -> bool {
        let seen = self.step_at(self.before(t, at), t, at);
        seen & 0xff00 != 0xff00 && self.step_at(self.step_at(seen, t, at + 1), t, at + 2) < SEEN
    }

    /// The place of the next character with which all of the first places of a match fit, and what fits there.
    #[inline(never)]
    fn next(&self, t: &[char], at: usize, seen: u32) -> Option<(usize, u32)> {
        let mut seen = seen;
        let mut at = at;
        if at < t.len() {
            let found = slots_of(&t[at..], |slots| match slots {
                Some(slots) => self.next_of(slots, |slot| *slot, &mut seen),
                None => self.next_of(&t[at..], |c| slot(*c) as u8, &mut seen),
            });
            if let Some(k) = found {
                return Some((at + k, seen));
            }
            at = t.len();
        }
        // places beyond the end
        while at < t.len() + 3 {
            seen = seen << 8 | self.at_end;
            if seen < SEEN {
                return Some((at, seen));
            }
            at += 1;
        }
        None
    }

    /// The same for the characters of a text, or their slots.
    #[inline(always)]
    fn next_of<T>(&self, letters: &[T], slot: impl Fn(&T) -> u8, seen: &mut u32) -> Option<usize> {
        let step = |seen: u32, x: &T| seen << 8 | self.slots[slot(x) as usize];
        let mut fours = letters.chunks_exact(4);
        let mut at = 0;
        for four in fours.by_ref() {
            let a = step(*seen, &four[0]);
            let b = step(a, &four[1]);
            let c = step(b, &four[2]);
            let d = step(c, &four[3]);
            if a & b & c & d < SEEN {
                for (k, now) in [a, b, c, d].into_iter().enumerate() {
                    if now < SEEN {
                        *seen = now;
                        return Some(at + k);
                    }
                }
            }
            *seen = d;
            at += 4;
        }
        for x in fours.remainder() {
            *seen = step(*seen, x);
            if *seen < SEEN {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

/// What tells where a match can begin.
#[repr(C)]
struct Scan {
    /// the last characters, the very last first, where every match reaches the end
    tails: Box<[Set]>,
    least: usize,
    /// how far from the end a match begins, where every match reaches the end
    widest: Option<usize>,
    /// whether the table tells anything
    is_of_use: bool,
    /// nothing begins inside of the text
    never_inside: bool,
    /// where the table tells little: the first character
    first: Option<Set>,
    /// or something else that is in every match: how far from its start, and what
    needle: Option<Box<(usize, usize, Table)>>,
    table: Table,
}

impl Scan {
    fn new(node: &Node) -> Scan {
        let ways = fewer(beginnings(node, &[[ANY; 4]]), 8);
        let share = shares(&ways);
        let mut first = None;
        let mut needle = None;
        if share > 0.06 {
            let found = needles(node, &[[ANY; 4]]);
            let (from, to) = (
                found.iter().map(|n| n.from).min().unwrap_or(0),
                found.iter().map(|n| n.to).max().unwrap_or(0),
            );
            let seldom = fewer(found.into_iter().map(|n| n.beginning).collect(), 8);
            if shares(&seldom) < share * if to > NEAR { 0.2 } else { 0.5 } {
                needle = Some(Box::new((from, to, Table::new(&seldom))));
            }
            let head = heads(node, &unknown(), NEXT).swap_remove(0);
            if !head.end && size(&head.set) < 4000 {
                first = Some(CharSet::of(&head.set));
            }
        }
        let mut tails = Vec::new();
        let (least, mut widest) = width(node);
        if ends_at_end(node) {
            let many = 4;
            let found = heads(node, &vec![anything(); many], How { many, back: true });
            tails = found.iter().take_while(|h| !h.end).map(|h| CharSet::of(&h.set)).collect();
        } else {
            widest = None;
        }
        Scan {
            tails: tails.into_boxed_slice(),
            least,
            widest,
            is_of_use: ways.iter().all(|w| *w != [ANY; 4]),
            never_inside: ways.iter().all(|w| w[0].bits == [0; 3]),
            first,
            needle,
            table: Table::new(&ways),
        }
    }

    /// Whether the last characters allow a match.
    #[inline(always)]
    fn can_end(&self, t: &[char], pos: usize) -> bool {
        if self.tails.is_empty() {
            return true;
        }
        let fits = |end: usize| {
            self.tails
                .iter()
                .enumerate()
                .all(|(k, set)| end > pos + k && set.has(t[end - 1 - k]))
        };
        fits(t.len()) || t.last() == Some(&'\n') && fits(t.len() - 1)
    }
}

/// Asks for so many lines of memory from the first of some words on.
#[inline(always)]
fn warm(words: &[u32], lines: usize) {
    for k in 0..lines {
        fetch(words.as_ptr().wrapping_add(16 * k));
    }
}

/// The places where a match can begin, in order.
struct Places<'s> {
    scan: &'s Scan,
    t: &'s [char],
    /// the next character to read
    at: usize,
    seen: u32,
    last: usize,
    /// the next place of what every match has
    needle: usize,
}

impl<'s> Places<'s> {
    #[inline(always)]
    fn from(scan: &'s Scan, t: &'s [char], at: usize, last: usize) -> Places<'s> {
        Places {
            scan,
            t,
            at,
            seen: scan.table.before(t, at),
            last,
            needle: usize::MAX,
        }
    }

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        loop {
            let found = if self.scan.is_of_use {
                let (at, seen) = self.scan.table.next(self.t, self.at, self.seen)?;
                self.at = at + 1;
                self.seen = seen;
                at - 2
            } else {
                self.at += 1;
                self.at - 1
            };
            if found > self.last {
                return None;
            }
            if let Some(set) = self.scan.first {
                if !self.t.get(found).is_some_and(|c| set.has(*c)) {
                    continue;
                }
            }
            if let Some(needle) = &self.scan.needle {
                if !self.is_near(needle, found)? {
                    continue;
                }
            }
            return Some(found);
        }
    }

    /// Whether what every match has is there for a match from a place on; if not, goes on to where it is; none where it is nowhere.
    #[inline(never)]
    fn is_near(&mut self, (from, to, table): &(usize, usize, Table), start: usize) -> Option<bool> {
        let least = start + from;
        if self.needle == usize::MAX || self.needle < least {
            let (at, _) = table.next(self.t, least, table.before(self.t, least))?;
            self.needle = at - 2;
        }
        if self.needle <= start + to {
            return Some(true);
        }
        let next = self.needle - to;
        self.at = next;
        self.seen = self.scan.table.before(self.t, next);
        Some(false)
    }
}

/// Where the groups of a match stand; few of them lie in place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    many: usize,
    few: [Option<(usize, usize)>; 4],
    more: Vec<Option<(usize, usize)>>,
}

impl std::ops::Deref for Groups {
    type Target = [Option<(usize, usize)>];
    fn deref(&self) -> &Self::Target {
        if self.more.is_empty() {
            &self.few[..self.many]
        } else {
            &self.more
        }
    }
}

/// A match.
#[derive(Clone, Debug)]
pub struct Match {
    /// start and end of each group, 0 the whole; None where a group took no part
    pub groups: Groups,
    /// the group that was closed last, as Python's `lastindex`
    pub last: Option<usize>,
}

impl Match {
    /// where it starts
    pub fn start(&self) -> usize {
        self.groups[0].map_or(0, |g| g.0)
    }
    /// where it ends
    pub fn end(&self) -> usize {
        self.groups[0].map_or(0, |g| g.1)
    }
    /// where a group stands
    pub fn group(&self, k: usize) -> Option<(usize, usize)> {
        self.groups[k]
    }
}

/// A compiled pattern.
#[repr(C)]
pub struct Regex {
    code: Box<[u32]>,
    sets: Box<[Set]>,
    marks: usize,
    /// whether a run may have to come back to something
    has_stack: bool,
    has_if: bool,
    groups: usize,
    scan: Scan,
    names: Vec<(String, usize)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Search,
    Match,
    Whole,
}

impl Regex {
    /// Compiles a pattern; what of Python's syntax is not known here is an error.
    pub fn new(pattern: &str, ignore_case: bool) -> Result<Regex, String> {
        let source: Vec<char> = pattern.chars().collect();
        let mut parser = Parser {
            at: 0,
            source: &source,
            no_case: ignore_case,
            groups: 0,
            names: Vec::new(),
        };
        let node = parser.alternatives(0)?;
        if parser.at != source.len() {
            return parser.fail("an end of a group without its beginning");
        }
        let (groups, names) = (parser.groups, parser.names);
        let node = simplified(node);
        let mut program = Program::default();
        program.node(&node, &unknown(), false)?;
        program.emit(op::MATCH, 0, &[])?;
        Ok(Regex {
            scan: Scan::new(&node),
            code: program.code.into_boxed_slice(),
            sets: program.sets.into_boxed_slice(),
            marks: program.marks,
            has_stack: program.has_stack || program.marks > 0,
            has_if: program.has_if,
            groups,
            names,
        })
    }

    /// Looks for a match, with its groups if there is a machine to keep them.
    #[inline(never)]
    fn find(
        &self,
        t: &[char],
        (pos, end): (usize, usize),
        way: Way,
        groups: Option<&mut Machine>,
        not_at: usize,
    ) -> Option<(usize, usize)> {
        // Among hundreds of patterns none is near: the beginning of its program comes while the text is searched for a place to run it.
        warm(&self.code, 4);
        let end = end.min(t.len());
        let pos = pos.min(t.len());
        if pos > end {
            return None;
        }
        let t = &t[..end];
        let scan = &self.scan;
        let mut places = Places::from(scan, t, pos, pos);
        let mut start = pos;
        if way != Way::Search {
            if scan.is_of_use && !scan.table.can_begin(t, pos) {
                return None;
            }
        } else {
            if pos + scan.least > end || !scan.can_end(t, pos) {
                return None;
            }
            warm(&scan.table.slots, SLOTS / 16);
            let mut last = end - scan.least;
            if let Some(widest) = scan.widest {
                start = pos.max(end.saturating_sub(widest.saturating_add(1)));
            }
            if scan.never_inside {
                if start > 0 {
                    return None;
                }
                last = 0;
            }
            places = Places::from(scan, t, start, last);
            start = places.next()?;
        }
        let last = 2 * (self.groups + 1);
        let run = Run {
            code: &self.code,
            sets: &self.sets,
            t,
            last,
            groups: groups.is_some() || self.has_if,
            is_plain: !self.has_if && self.marks == 0,
            whole: way == Way::Whole,
            not_at,
        };
        // A machine of its own costs nothing until something is left to try; then the thread's, which has the memory already.
        let mut empty = Machine::default();
        let mut kept = None;
        if groups.is_none() && (self.has_stack || self.has_if) {
            kept = Some(MACHINE.with(|m| m.take()).unwrap_or_default());
        }
        let machine = match (groups, &mut kept) {
            (Some(machine), _) => machine,
            (None, Some(machine)) => machine,
            (None, None) => &mut empty,
        };
        let found = self.attempts(machine, &run, places, start, way);
        if kept.is_some() {
            MACHINE.with(|m| m.set(kept));
        }
        found
    }

    #[inline(always)]
    fn attempts(&self, machine: &mut Machine, run: &Run, mut places: Places, start: usize, way: Way) -> Option<(usize, usize)> {
        machine.stack.clear();
        machine.steps = 0;
        if run.groups || self.marks > 0 {
            machine.saved.clear();
            machine.saved.resize(2 * (self.groups + 1) + 1 + self.marks, NOT);
        }
        let mut start = start;
        loop {
            if let Some(to) = run.run(machine, 0, start, false) {
                return Some((start, to));
            }
            if way != Way::Search {
                return None;
            }
            start = places.next()?;
        }
    }

    fn full(&self, t: &[char], range: (usize, usize), way: Way, not_at: usize) -> Option<Match> {
        let many = self.groups + 1;
        if many == 1 {
            let whole = self.find(t, range, way, None, not_at)?;
            return Some(Match {
                groups: Groups {
                    many,
                    few: [Some(whole), None, None, None],
                    more: Vec::new(),
                },
                last: None,
            });
        }
        let mut machine = MACHINE.with(|m| m.take()).unwrap_or_default();
        let found = self.find(t, range, way, Some(&mut machine), not_at).map(|whole| {
            let group = |k: usize| match machine.saved[2 * k + 1] {
                _ if k == 0 => Some(whole),
                NOT => None,
                to => Some((machine.saved[2 * k] as usize, to as usize)),
            };
            let mut groups = Groups { many, ..Groups::default() };
            if many > groups.few.len() {
                groups.more = (0..many).map(group).collect();
            } else {
                for (k, place) in groups.few[..many].iter_mut().enumerate() {
                    *place = group(k);
                }
            }
            let last = machine.saved[2 * many];
            Match {
                groups,
                last: (last != NOT).then_some(last as usize),
            }
        });
        MACHINE.with(|m| m.set(Some(machine)));
        found
    }

    /// `pattern.search(text, pos, end)`: lookbehind sees what is before `pos`, nothing sees what is behind `end`; nothing is found where `pos` is
    /// behind `end`
    pub fn search(&self, t: &[char], pos: usize, end: usize) -> Option<Match> {
        self.full(t, (pos, end), Way::Search, usize::MAX)
    }

    /// `pattern.match(text, pos, end)`
    pub fn matches(&self, t: &[char], pos: usize, end: usize) -> Option<Match> {
        self.full(t, (pos, end), Way::Match, usize::MAX)
    }

    /// `pattern.fullmatch(text, pos, end)`
    #[cfg(test)]
    pub fn fullmatch(&self, t: &[char], pos: usize, end: usize) -> Option<Match> {
        self.full(t, (pos, end), Way::Whole, usize::MAX)
    }

    /// the same three where only the yes or no counts
    pub fn finds(&self, t: &[char], pos: usize, end: usize) -> bool {
        self.place(t, pos, end).is_some()
    }
    pub fn begins(&self, t: &[char], pos: usize, end: usize) -> bool {
        self.reach(t, pos, end).is_some()
    }
    pub fn is_whole(&self, t: &[char], pos: usize, end: usize) -> bool {
        self.find(t, (pos, end), Way::Whole, None, usize::MAX).is_some()
    }

    /// start and end of what `search` finds, without its groups
    pub fn place(&self, t: &[char], pos: usize, end: usize) -> Option<(usize, usize)> {
        self.find(t, (pos, end), Way::Search, None, usize::MAX)
    }

    /// the end of what `match` finds
    pub fn reach(&self, t: &[char], pos: usize, end: usize) -> Option<usize> {
        self.find(t, (pos, end), Way::Match, None, usize::MAX).map(|m| m.1)
    }

    /// `pattern.finditer(text, pos, end)`
    pub fn find_iter<'r>(&'r self, t: &'r [char], pos: usize, end: usize) -> impl Iterator<Item = Match> + 'r {
        let mut next = Some((pos, usize::MAX));
        std::iter::from_fn(move || {
            let (from, not_at) = next?;
            let found = self.full(t, (from, end), Way::Search, not_at);
            next = found
                .as_ref()
                .map(|m| (m.end(), if m.end() == m.start() { m.end() } else { usize::MAX }));
            found
        })
    }

    /// `list(pattern.finditer(text, pos, end))`
    pub fn find_all(&self, t: &[char], pos: usize, end: usize) -> Vec<Match> {
        self.find_iter(t, pos, end).collect()
    }

    /// the number of a named group
    pub fn named(&self, name: &str) -> usize {
        self.names.iter().find(|(n, _)| n == name).map_or(0, |(_, k)| *k)
    }

    /// the name of a group, if it has one
    pub fn name(&self, group: usize) -> Option<&str> {
        self.names.iter().find(|(_, k)| *k == group).map(|(n, _)| n.as_str())
    }

    /// `m.lastgroup`
    pub fn last_name(&self, m: &Match) -> Option<&str> {
        m.last.and_then(|k| self.name(k))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn re(pattern: &str) -> Regex {
        Regex::new(pattern, false).unwrap()
    }

    /// all matches as strings
    fn all_of(pattern: &str, text: &str) -> Vec<String> {
        let t = chars(text);
        re(pattern)
            .find_all(&t, 0, t.len())
            .iter()
            .map(|m| t[m.start()..m.end()].iter().collect())
            .collect()
    }

    /// the groups of the first match, and the last group closed
    fn groups(pattern: &str, text: &str) -> Option<(Vec<Option<String>>, Option<usize>)> {
        let t = chars(text);
        let m = re(pattern).search(&t, 0, t.len())?;
        let told = m.groups.iter().map(|g| g.map(|(a, b)| t[a..b].iter().collect())).collect();
        Some((told, m.last))
    }

    fn some(words: &[&str]) -> Vec<Option<String>> {
        words.iter().map(|w| (*w != "-").then(|| w.to_string())).collect()
    }

    #[test]
    fn takes_the_first_branch_not_the_longest() {
        assert_eq!(all_of("a|ab|abc", "abc ab"), ["a", "a"]);
        assert_eq!(all_of("ab|a|abc", "abc a"), ["ab", "a"]);
        assert_eq!(all_of("(?:가|가나|가나다)(?:라|$)", "가나다라 가나"), ["가나다라", "가나"]);
        assert_eq!(all_of("(?:은|는|이|가|)x", "은x x 나x"), ["은x", "x", "x"]);
        assert_eq!(all_of("[가-힣]b|가c|[가나]d", "가b가c가d나d"), ["가b", "가c", "가d", "나d"]);
        // a common beginning with another branch between that can begin so as well
        assert_eq!(all_of("ab|[a-c]x|ac", "abaxac"), ["ab", "ax", "ac"]);
        assert_eq!(all_of("ab|[a-c]+|ac", "acab"), ["acab"]);
    }

    #[test]
    fn repeats() {
        assert_eq!(all_of("a{2,3}", "aaaaaaa"), ["aaa", "aaa"]);
        assert_eq!(all_of("a{2,3}?", "aaaaaaa"), ["aa", "aa", "aa"]);
        assert_eq!(all_of("a{2}", "aaaaa"), ["aa", "aa"]);
        assert_eq!(all_of("a{,2}b", "aaab"), ["aab"]);
        assert_eq!(all_of("a{2,}", "a aa aaaa"), ["aa", "aaaa"]);
        assert_eq!(all_of("a{x}", "a{x}"), ["a{x}"]);
        assert_eq!(all_of("[가-힣]+다", "간다한다면"), ["간다한다"]);
        assert_eq!(all_of("[가-힣]+?다", "간다한다면"), ["간다", "한다"]);
        assert_eq!(all_of("(?:ab|a)*c", "ababac"), ["ababac"]);
        assert_eq!(all_of("(?:ab|a)+?b", "abab"), ["abab"]);
        assert_eq!(all_of("(?:[^.]|\\.(?=[0-9])){0,4}?b", "1.2b.b"), ["1.2b", "b"]);
        assert_eq!(all_of("(?:[가-힣]{1,3}\\s){0,2}상", "가 나다 라 상"), ["나다 라 상"]);
    }

    #[test]
    fn repeats_of_what_may_be_empty_end() {
        assert_eq!(all_of("(?:a*)*b", "aab"), ["aab"]);
        assert_eq!(all_of("(?:a|b?)+?c", "abc"), ["abc"]);
        assert_eq!(all_of("(?:a?)*", "aa"), ["aa", ""]);
        assert_eq!(all_of("(?:\\b)*x", "x"), ["x"]);
    }

    #[test]
    fn classes() {
        assert_eq!(all_of("[]a]+", "a]b"), ["a]"]);
        assert_eq!(all_of("[^]a]", "a]b"), ["b"]);
        assert_eq!(all_of("[a\\]-]+", "a-]b"), ["a-]"]);
        assert_eq!(all_of("[가-나]+", "가각나낙"), ["가각나"]);
        assert_eq!(all_of("[\\s\\d]+", "a1 2b"), ["1 2"]);
        assert_eq!(all_of("[^\\s.,]+", "가. 나,다"), ["가", "나", "다"]);
        assert_eq!(all_of("[^\\W\\d]+", "ab1 _가²"), ["ab", "_가²"]);
        assert_eq!(all_of("\\w+", "가a_1·나 ⓐ"), ["가a_1", "나"]);
        assert_eq!(all_of("\\d+", "1１٣²½"), ["1１٣"]);
        assert_eq!(all_of("\\s", "a\u{a0}\u{3000}\u{1c}\t"), ["\u{a0}", "\u{3000}", "\u{1c}", "\t"]);
        assert_eq!(all_of("\\S\\D\\W", "1a."), ["1a."]);
        assert_eq!(all_of("\\x41\\u0042[\\x0b\\u2028]", "AB\u{2028}"), ["AB\u{2028}"]);
        assert_eq!(all_of(".+", "가\n나\r"), ["가", "나\r"]);
        assert_eq!(all_of("[😀-🙏]가?|[^😀]", "😀가나"), ["😀가", "나"]);
    }

    #[test]
    fn looks_around() {
        assert_eq!(all_of("(?<![가-힣])도(?![가-힣])", "도 시도 도가 ·도·"), ["도", "도"]);
        assert_eq!(all_of("(?<=[0-9]/)10+", "10 1/100"), ["100"]);
        assert_eq!(
            all_of("[가-힣]{2}(?<!평가)(?<!시상식)에서", "평가에서 대회에서 시상식에서"),
            ["대회에서"]
        );
        assert_eq!(all_of("(?<=(?:ab|cd))x", "abx cdx adx"), ["x", "x"]);
        assert_eq!(all_of("a(?=b(?!c))", "abc abd"), ["a"]);
        assert_eq!(all_of("만(?![가-힣](?<![여개명]))", "만여 만큼 만"), ["만", "만"]);
        assert_eq!(all_of("(?<![^\\n])[0-9]", "1 2\n3"), ["1", "3"]);
        assert_eq!(all_of("(?:(?!ab)[a-c])+", "cabc"), ["c", "bc"]);
        assert_eq!(groups("(?=(a))\\w", "a"), Some((some(&["a", "a"]), Some(1))));
        assert_eq!(groups("(?!(a)c)a(b)", "ab"), Some((some(&["ab", "-", "b"]), Some(2))));
    }

    #[test]
    fn edges() {
        assert_eq!(all_of("^a|b$", "ab\n"), ["a", "b"]);
        assert_eq!(all_of("a$", "a\na\n"), ["a"]);
        assert_eq!(all_of("a\\Z", "aa\n"), Vec::<String>::new());
        assert_eq!(all_of("\\Aa", "aa"), ["a"]);
        assert_eq!(all_of("\\b[a-z]", "ab cd가e"), ["a", "c"]);
        assert_eq!(all_of("\\B[a-z]", "ab c"), ["b"]);
        assert_eq!(all_of("$", "a\n"), ["", ""]);
    }

    #[test]
    fn groups_and_the_last_of_them() {
        assert_eq!(groups("(?P<n>a)|(?P<m>b)", "b"), Some((some(&["b", "-", "b"]), Some(2))));
        assert_eq!(groups("(a(b)?)+", "aba"), Some((some(&["aba", "a", "b"]), Some(1))));
        assert_eq!(groups("(a)(b)?c|(a)b?d", "abd"), Some((some(&["abd", "-", "-", "a"]), Some(3))));
        assert_eq!(groups("((a)b?)", "ab"), Some((some(&["ab", "ab", "a"]), Some(1))));
        assert_eq!(
            groups("(?:x(a)|x(b)|x(c)|x(d))", "xd"),
            Some((some(&["xd", "-", "-", "-", "d"]), Some(4)))
        );
        let r = re("(?P<n>a)|(?P<m>b)(c)");
        assert_eq!((r.named("n"), r.named("m"), r.name(2), r.name(3)), (1, 2, Some("m"), None));
        let m = r.search(&chars("bc"), 0, 2).unwrap();
        assert_eq!((m.group(2), m.last, r.last_name(&m)), (Some((0, 1)), Some(3), None));
    }

    #[test]
    fn conditions() {
        assert_eq!(all_of("(?P<b>[(])?[a-z]+(?(b)[)])", "(ab) cd (ef"), ["(ab)", "cd", "ef"]);
        assert_eq!(all_of("(x)?(?(1)y|z)", "xy xz z y"), ["xy", "z", "z"]);
    }

    #[test]
    fn case_may_not_count() {
        let r = Regex::new("copyright|[k-m]İ?|straße", true).unwrap();
        for text in ["CopyRight", "L", "\u{212a}", "STRAßE", "Ki"] {
            let t = chars(text);
            assert!(r.is_whole(&t, 0, t.len()), "{text}");
        }
        assert!(!re("copyright").finds(&chars("Copyright"), 0, 9));
    }

    #[test]
    fn parts_of_a_text() {
        let t = chars("가나 다라");
        // what is before is seen, what is behind is not
        assert!(!re("(?<![가-힣])나").begins(&t, 1, 2));
        assert!(re("(?<=가)나(?![가-힣])").begins(&t, 1, 2));
        assert!(re("다$").finds(&t, 0, 4));
        assert!(re("다(?!라)").finds(&t, 0, 4));
        assert!(!re("^나").finds(&t, 1, 5));
        assert!(!re("나\\s").finds(&t, 0, 2));
        assert_eq!(re("나\\s?").place(&t, 0, 2), Some((1, 2)));
        assert_eq!(re("[가-힣]+").reach(&t, 1, 5), Some(2));
        // places beyond the text
        assert!(re("라$").finds(&t, 0, 99));
        assert!(!re("라?$").finds(&t, 7, 3));
        assert!(re("$").finds(&t, 9, 9));
        assert!(re("").matches(&[], 0, 0).is_some());
    }

    #[test]
    fn the_whole_goes_back_for_it() {
        let t = chars("abc");
        assert!(re("a|ab|abc").is_whole(&t, 0, 3));
        assert!(re("a.*?").is_whole(&t, 0, 3));
        assert!(!re("ab").is_whole(&t, 0, 3));
        assert_eq!(re("(a|ab)(c|bcd|bc)").fullmatch(&t, 0, 3).unwrap().group(2), Some((1, 3)));
    }

    #[test]
    fn empty_matches_as_python_has_them() {
        let spans = |pattern: &str, text: &str| -> Vec<(usize, usize)> {
            let t = chars(text);
            re(pattern).find_all(&t, 0, t.len()).iter().map(|m| (m.start(), m.end())).collect()
        };
        assert_eq!(spans("a*", "baac"), [(0, 0), (1, 3), (3, 3), (4, 4)]);
        assert_eq!(spans("", "ab"), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(spans("|a", "a"), [(0, 0), (0, 1), (1, 1)]);
        assert_eq!(spans("a??", "a"), [(0, 0), (0, 1), (1, 1)]);
    }

    #[test]
    fn something_seldom_is_near_or_there_is_no_match() {
        assert_eq!(
            all_of("[가-힣]{2,4}\\s?(?:평가|대회)", "가나다라마 대회 가나 가 평가 나다평가"),
            ["나다라마 대회", "나다평가"]
        );
        assert_eq!(all_of("[가-힣]*대상", "가나 대상 나대상자 대"), ["대상", "나대상"]);
        assert_eq!(
            all_of("[가-힣\\s]{0,40}?공모", "가나다라 마바사 공모 가 공모"),
            ["가나다라 마바사 공모", " 가 공모"]
        );
    }

    #[test]
    fn a_search_cannot_take_forever() {
        let t: Vec<char> = std::iter::repeat('가').take(2_000).collect();
        // whether there is a match, and whether it takes so long that the search is watched
        for (pattern, begins, is_watched) in [
            ("(?:[가-힣]+\\s?)*x", false, true),
            ("([가-힣]+)([가-힣]+)([가-힣]+)([가-힣]+)x", false, true),
            ("(?:[가-힣]+\\s?)*(?:[가-힣]+\\s?)*$", true, false),
            ("(?:가가|가)*?(?:가가|가)*?(?:가가|가)*?b|가", true, true),
        ] {
            let pattern = re(pattern);
            assert_eq!(pattern.begins(&t, 0, t.len()), begins);
            let steps = MACHINE.with(|m| m.take()).unwrap_or_default().steps;
            assert_eq!(steps > PATIENCE, is_watched);
            // Of a loop each end is tried once from each beginning; without the watch the ends of the loops would multiply.
            assert!((steps as usize) < pattern.code.len() * t.len().pow(2));
        }
    }

    #[test]
    fn long_texts_need_no_deep_stack() {
        let t: Vec<char> = std::iter::repeat(['가', '나', ' ']).take(100_000).flatten().collect();
        assert_eq!(re("(?:[가-힣]+\\s)*").reach(&t, 0, t.len()), Some(t.len()));
        assert_eq!(re("(?:가|나|\\s)*?$").reach(&t, 0, t.len()), Some(t.len()));
        assert_eq!(re("(?:(가)|(나)|\\s)*").matches(&t, 0, t.len()).unwrap().end(), t.len());
    }

    #[test]
    fn what_is_not_known_is_told() {
        for pattern in [
            "(", ")", "[a", "a**", "*a", "(?<=a+)b", "(a)\\1", "(?i)a", "a++", "\\q", "(?P=n)", "[z-a]", "a{3,2}", "(?(x)a)", "\\",
        ] {
            assert!(Regex::new(pattern, false).is_err(), "{pattern}");
        }
    }
}
