//! `scopes.py`: which part of the whole a number of jobs counts: a kind of job, a group of people, a programme; or the whole.

use crate::model::*;
use crate::text;

crate::patterns! { "scopes", pub struct Rx {
    whole: "_WHOLE",
    before: "_BEFORE",
    after: "_AFTER",
    programme: "_PROGRAMME",
    programme_end: "_PROGRAMME_END",
    general: "_GENERAL",
    sum: "_SUM",
    no_letter: "_NO_LETTER",
    no_part: "_NO_PART",
    quotes: "_QUOTES",
    leads_up: "_LEADS_UP",
    only_parts: "_ONLY_PARTS",
    by_means: "_BY_MEANS",
} }

pub const TOTAL: &str = "total";

/// 모두, 총 … right before the number: the whole, whatever stood further off.
fn is_sum(rx: &Rx, before: &[char]) -> bool {
    rx.sum.finds(before, 0, before.len())
}

/// `" ".join(words.split())`
fn in_one_line(words: &str) -> String {
    let mut found = String::with_capacity(words.len());
    for word in text::split(words) {
        if !found.is_empty() {
            found.push(' ');
        }
        found.push_str(word);
    }
    found
}

/// Whether a known word right before a number says that it counts a part: '청년 일자리를 4270개', '재정지원 일자리를 목표 대비 111.6%'.
pub fn is_named_part(cx: &Cx, before: Span) -> bool {
    let rx = &cx.core.scopes;
    let b = cx.text.slice(before.start, before.end);
    let near = &b[b.len().saturating_sub(24)..];
    if rx.whole.finds(near, 0, near.len()) || is_sum(rx, b) {
        return false;
    }
    let label = rx.before.search(b, 0, b.len()).and_then(|m| m.group(rx.before.named("label")));
    label.is_some_and(|(from, to)| rx.only_parts.is_whole(b, from, to) && !rx.by_means.begins(b, to, b.len()))
}

/// The part that a number counts, from the words right before and behind it (slices of the text); None where they name none.
pub fn scope_of(cx: &Cx, before: Span, after: Span) -> Option<String> {
    let rx = &cx.core.scopes;
    let b = cx.text.slice(before.start, before.end);
    let a = cx.text.slice(after.start, after.end);
    let behind = rx.after.matches(a, 0, a.len());
    let near = &b[b.len().saturating_sub(24)..];
    if rx.whole.finds(near, 0, near.len()) || (behind.is_none() && is_sum(rx, b)) {
        return None;
    }
    let label = |rx: &crate::re::Regex, m: &crate::re::Match, from: usize| {
        let (s, e) = m.group(rx.named("label")).unwrap_or((0, 0));
        (from + s, from + e)
    };
    if let Some(m) = rx.before.search(b, 0, b.len()) {
        let (s, e) = label(&rx.before, &m, before.start);
        return Some(in_one_line(cx.text.str(s, e)));
    }
    if let Some(m) = behind {
        let (s, e) = label(&rx.after, &m, after.start);
        return Some(in_one_line(cx.text.str(s, e)));
    }
    if rx.programme_end.finds(b, 0, b.len()) {
        if let Some(m) = rx.programme.search(b, 0, b.len()) {
            let (s, e) = label(&rx.programme, &m, before.start);
            let named = cx.text.slice(s, e);
            if !rx.general.finds(named, 0, named.len()) {
                return Some(short(rx, named));
            }
        }
    }
    None
}

/// What a number in a breakdown counts where no known word says it: the last two words before it; empty where these name nothing.
pub fn last_words(cx: &Cx, before: Span) -> String {
    let rx = &cx.core.scopes;
    let written = cx.text.slice(before.start, before.end);
    let mut letters = written.to_vec();
    for m in rx.no_letter.find_all(written, 0, written.len()) {
        letters[m.start()] = ' '; // it is of one character
    }
    let words: Vec<&[char]> = words_of(&letters);
    let words = &words[words.len().saturating_sub(2)..];
    if words.is_empty() {
        return "부문별".into();
    }
    if words.iter().all(|w| rx.no_part.is_whole(w, 0, w.len())) {
        return String::new();
    }
    joined(words)
}

/// The name of a programme without the words that lead up to it.
fn short(rx: &Rx, words: &[char]) -> String {
    let mut written = words.to_vec();
    for m in rx.quotes.find_all(words, 0, words.len()).iter().rev() {
        written.drain(m.start()..m.end());
    }
    let words = words_of(&written);
    let mut first = words.len();
    for (k, word) in words.iter().enumerate().rev() {
        let n_kept = words.len() - first;
        if n_kept > 0 && (n_kept == 3 || rx.leads_up.finds(word, 0, word.len())) {
            break;
        }
        first = k;
    }
    joined(&words[first..])
}

/// `s.split()` of characters
fn words_of(s: &[char]) -> Vec<&[char]> {
    s.split(|c| text::is_space(*c)).filter(|w| !w.is_empty()).collect()
}

/// `" ".join(words)`
fn joined(words: &[&[char]]) -> String {
    let mut found = String::new();
    for (k, word) in words.iter().enumerate() {
        if k > 0 {
            found.push(' ');
        }
        found.extend(word.iter());
    }
    found
}
