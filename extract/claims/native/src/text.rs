//! A text by its characters, as Python counts them, and the few string methods of Python that the reader leans on.

use crate::arena::Arena;
use crate::letters;

/// A text: its characters for patterns, its UTF-8 for words. Places count characters.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    pub chars: &'a [char],
    pub utf8: &'a str,
    /// where each character begins in `utf8`, and its length at the end
    offsets: &'a [u32],
}

impl<'a> Text<'a> {
    pub fn new(arena: &'a Arena, text: &str) -> Text<'a> {
        let utf8 = arena.str(text);
        let mut chars = Vec::with_capacity(utf8.len() / 2);
        let mut offsets = Vec::with_capacity(utf8.len() / 2 + 1);
        for (at, c) in utf8.char_indices() {
            chars.push(c);
            offsets.push(at as u32);
        }
        offsets.push(utf8.len() as u32);
        let chars = arena.slice(&chars);
        letters::know(chars);
        Text {
            chars,
            utf8,
            offsets: arena.slice(&offsets),
        }
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// `text[a:b]` as a string; empty where Python's is. Both ends may lie beyond the text.
    pub fn str(&self, a: usize, b: usize) -> &'a str {
        let b = b.min(self.len());
        if a >= b {
            return "";
        }
        &self.utf8[self.offsets[a] as usize..self.offsets[b] as usize]
    }

    /// `text[a:b]` as characters.
    pub fn slice(&self, a: usize, b: usize) -> &'a [char] {
        let b = b.min(self.len());
        if a >= b {
            return &[];
        }
        &self.chars[a..b]
    }

    /// The character at a place, if there is one.
    pub fn at(&self, k: usize) -> Option<char> {
        self.chars.get(k).copied()
    }
}

/// `'가' <= c <= '힣'`
pub fn is_hangul(c: char) -> bool {
    ('가'..='힣').contains(&c)
}

/// Whether Python's `str.isspace` and `\s` hold of a character.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Whether `\w` holds of a character: `str.isalnum` or `_`.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    if is_hangul(c) {
        return true;
    }
    // circled letters are alphabetic for Rust, symbols for Python
    c.is_alphanumeric() && !('\u{24b6}'..='\u{24e9}').contains(&c) && !('\u{1f130}'..='\u{1f189}').contains(&c)
}

/// The first n characters of a string: `s[:n]`.
pub fn head(s: &str, n: usize) -> &str {
    s.char_indices().nth(n).map_or(s, |(at, _)| &s[..at])
}

/// The last n characters of a string: `s[-n:]` (n > 0).
pub fn tail(s: &str, n: usize) -> &str {
    s.char_indices().rev().nth(n - 1).map_or(s, |(at, _)| &s[at..])
}

/// How many characters a string has.
pub fn len(s: &str) -> usize {
    s.chars().count()
}

/// `s.strip()`
pub fn strip(s: &str) -> &str {
    s.trim_matches(is_space)
}

/// `s.split()`
pub fn split(s: &str) -> impl DoubleEndedIterator<Item = &str> {
    s.split(is_space).filter(|w| !w.is_empty())
}
