//! `lexicon.py`: the words that the grammar knows, by kind, and the automaton that finds them and all names in a single pass.

use crate::model::{Cx, Kind};
use crate::municipalities::Name;
use crate::spec::Spec;

/// A set of words and the search for them: what `iter_long` of Python's `ahocorasick` gives, which is nearly, but not always, the longest
/// word at each place.
pub struct Automaton {
    /// the places on the way through the words; the one that a letter leads to from another stands at `base` + code of the letter
    nodes: Vec<Node>,
    /// the code of each letter, 0 for one that is in no word: Hangul from 가 on, ASCII, all others in order
    hangul: Vec<u16>,
    ascii: [u16; 128],
    others: Vec<(char, u16)>,
    /// a bit for each pair of letters, by their hashes: whether a word can begin with it
    pairs: Vec<u64>,
}

#[derive(Clone, Copy)]
struct Node {
    /// counted around zero: it may be less
    base: u32,
    /// the node before it
    from: u32,
    /// the node of the longest end of its letters that begins a word
    fail: u32,
    /// which word ends here
    word: u32,
}

const ROOT: u32 = 0;
const NONE: u32 = u32::MAX;
const FREE: Node = Node {
    base: 0,
    from: NONE,
    fail: ROOT,
    word: NONE,
};

/// Eight bits of a letter.
#[inline]
fn hash(letter: char) -> usize {
    ((letter as u32).wrapping_mul(0x9E37_79B1) >> 24) as usize
}

/// Where the bit of a pair is.
#[inline]
fn pair(a: usize, b: usize) -> (usize, u64) {
    ((a << 2 | b >> 6) & 1023, 1 << (b & 63))
}

impl Automaton {
    /// Of words that differ.
    pub fn new<'w>(words: impl Iterator<Item = &'w str>) -> Automaton {
        let mut words: Vec<(Vec<char>, u32)> = words.enumerate().map(|(k, w)| (w.chars().collect(), k as u32)).collect();
        words.retain(|(word, _)| !word.is_empty());
        words.sort();
        let mut letters: Vec<char> = words.iter().flat_map(|(word, _)| word).copied().collect();
        letters.sort_unstable();
        letters.dedup();
        let mut found = Automaton {
            nodes: vec![FREE],
            hangul: vec![0; 11_172],
            ascii: [0; 128],
            others: Vec::new(),
            pairs: vec![0; 1024],
        };
        for (word, _) in &words {
            let a = hash(word[0]);
            match word.get(1) {
                Some(&second) => found.pairs[pair(a, hash(second)).0] |= pair(a, hash(second)).1,
                None => found.pairs[a * 4..][..4].fill(u64::MAX),
            }
        }
        for (k, &letter) in letters.iter().enumerate() {
            let code = k as u16 + 1;
            match letter as u32 {
                c @ 0..=127 => found.ascii[c as usize] = code,
                c @ 0xAC00..=0xD7A3 => found.hangul[(c - 0xAC00) as usize] = code,
                _ => found.others.push((letter, code)),
            }
        }
        // breadth first: the words that begin with the letters of a node are a run of the sorted ones
        let mut runs = std::collections::VecDeque::from([(ROOT, 0, words.len(), 0)]);
        let mut first_free = 1;
        while let Some((node, mut at, to, depth)) = runs.pop_front() {
            if words[at..to].first().is_some_and(|(word, _)| word.len() == depth) {
                found.nodes[node as usize].word = words[at].1;
                at += 1;
            }
            let mut children: Vec<(u16, usize, usize)> = Vec::new(); // the letter's code, and the run
            while at < to {
                let letter = words[at].0[depth];
                let n = words[at..to].iter().take_while(|(word, _)| word[depth] == letter).count();
                children.push((found.code(letter), at, at + n));
                at += n;
            }
            let Some(&(least, ..)) = children.first() else { continue };
            let is_free = |nodes: &[Node], k: usize| nodes.get(k).map_or(true, |x| x.from == NONE);
            while !is_free(&found.nodes, first_free) {
                first_free += 1;
            }
            let mut first = first_free;
            while !children
                .iter()
                .all(|&(code, ..)| is_free(&found.nodes, first + (code - least) as usize))
            {
                first += 1;
            }
            found.nodes[node as usize].base = (first as u32).wrapping_sub(least as u32);
            for (code, from, to) in children {
                let child = first + (code - least) as usize;
                if found.nodes.len() <= child {
                    found.nodes.resize(child + 1, FREE);
                }
                found.nodes[child].from = node;
                let mut state = found.nodes[node as usize].fail;
                while state != ROOT && found.next(state, code).is_none() {
                    state = found.nodes[state as usize].fail;
                }
                found.nodes[child].fail = if node == ROOT {
                    ROOT
                } else {
                    found.next(state, code).unwrap_or(ROOT)
                };
                runs.push_back((child as u32, from, to, depth + 1));
            }
        }
        found
    }

    #[inline]
    fn code(&self, letter: char) -> u16 {
        match letter as u32 {
            c @ 0..=127 => self.ascii[c as usize],
            c @ 0xAC00..=0xD7A3 => self.hangul[(c - 0xAC00) as usize],
            _ => self.others.binary_search_by_key(&letter, |x| x.0).map_or(0, |k| self.others[k].1),
        }
    }

    #[inline]
    fn next(&self, state: u32, code: u16) -> Option<u32> {
        let next = self.nodes[state as usize].base.wrapping_add(code as u32);
        match self.nodes.get(next as usize) {
            Some(node) if node.from == state && code != 0 => Some(next),
            _ => None,
        }
    }

    /// The words in `text[start:end]`: where each ends, and which it is. Behind a word the search begins anew.
    pub fn find(&self, text: &[char], start: usize, end: usize, mut hit: impl FnMut(usize, u32)) {
        let end = end.min(text.len());
        let mut index = start;
        loop {
            let mut state = ROOT;
            // the last word on the way
            let mut last: Option<(u32, usize)> = None;
            // the first place on the way at which a shorter word ends: that is what is left if the way leads to no word
            let mut shorter: Option<(u32, usize)> = None;
            while index < end {
                if state == ROOT {
                    // passes over all that begins no word
                    let mut a = hash(text[index]);
                    while index + 1 < end {
                        let b = hash(text[index + 1]);
                        let (at, bit) = pair(a, b);
                        if self.pairs[at] & bit != 0 {
                            break;
                        }
                        index += 1;
                        a = b;
                    }
                }
                let code = self.code(text[index]);
                let next = match self.next(state, code) {
                    Some(next) => next,
                    None if state == ROOT => {
                        index += 1;
                        continue;
                    }
                    None if last.is_some() => break,
                    None => {
                        if let Some((node, at)) = shorter.take() {
                            index = at;
                            node
                        } else {
                            state = self.nodes[state as usize].fail;
                            continue;
                        }
                    }
                };
                let node = &self.nodes[next as usize];
                if node.word != NONE {
                    last = Some((node.word, index));
                } else if last.is_none() && shorter.is_none() && self.nodes[node.fail as usize].word != NONE {
                    shorter = Some((node.fail, index));
                }
                state = next;
                index += 1;
            }
            match last {
                Some((word, at)) => {
                    hit(at + 1, word);
                    index = at + 1;
                }
                None => return,
            }
        }
    }
}

struct Word {
    form: String,
    n: usize,
    kind: Option<Kind>,
    value: String,
}

/// The automaton over names, grades and rates.
pub struct Lexicon {
    automaton: Automaton,
    words: Vec<Word>,
}

/// A hit: where the word stands, its form, what it names (`names[form]`), and the kind and value if it is a grade or a rate.
#[derive(Clone, Copy)]
pub struct Hit<'a> {
    pub start: usize,
    pub end: usize,
    pub word: &'a str,
    pub name: Option<&'a Name>,
    pub kind: Option<Kind>,
    pub value: &'a str,
}

impl Lexicon {
    pub fn new(spec: &Spec) -> Result<Lexicon, String> {
        let mut words = Vec::new();
        for told in spec.rest.get("lexicon").array() {
            let [form, kind, value] = told.array() else {
                return Err("lexicon: no word".into());
            };
            let kind = match kind.str() {
                "" => None,
                "grade" => Some(Kind::Grade),
                "indicator" => Some(Kind::Indicator),
                other => return Err(format!("lexicon: {other}")),
            };
            words.push(Word {
                form: form.str().to_string(),
                n: form.str().chars().count(),
                kind,
                value: value.str().to_string(),
            });
        }
        Ok(Lexicon {
            automaton: Automaton::new(words.iter().map(|w| w.form.as_str())),
            words,
        })
    }
}

/// `automaton().iter_long(text, start, end)`
pub fn find<'a>(cx: &Cx<'a>, start: usize, end: usize) -> Vec<Hit<'a>> {
    let core = cx.core;
    let lexicon = &core.lexicon;
    let mut found = Vec::new();
    lexicon.automaton.find(cx.text.chars, start, end, |end, word| {
        let word = &lexicon.words[word as usize];
        // a rate that is a name too is only a rate
        let name = if word.kind == Some(Kind::Indicator) {
            None
        } else {
            core.names.get(&word.form)
        };
        found.push(Hit {
            start: end - word.n,
            end,
            word: &word.form,
            name,
            kind: word.kind,
            value: &word.value,
        });
    });
    found
}
