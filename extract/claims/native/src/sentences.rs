//! `sentences.py`: cuts the lines of an article into sentences.

use crate::model::{Cx, Sentence, Span};
use crate::re::Regex;
use crate::spec::Spec;
use crate::text::is_space;

pub struct Rx {
    end: Regex,
    in_a_name: Regex,
    question: Regex,
    asks: Regex,
    sentence_end: Regex,
    longest: usize,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        Ok(Rx {
            end: spec.re("sentences._END")?,
            in_a_name: spec.re("sentences._IN_A_NAME")?,
            question: spec.re("sentences._QUESTION")?,
            asks: spec.re("sentences._ASKS")?,
            sentence_end: spec.re("sentences._SENTENCE_END")?,
            longest: (spec.get("sentences._LONGEST")?.number() as usize).max(1),
        })
    }
}

/// The sentences of the title lines, then of the body, in order. `paragraph` counts the lines of the text; a list and the line above it
/// are one paragraph.
pub fn sentences<'a>(cx: &Cx<'a>, titles: &[Span], body: &[Span]) -> Vec<Sentence<'a>> {
    let rx = &cx.core.sentences;
    let mut found: Vec<Sentence> = Vec::new();
    let mut paragraph = -1;
    let mut asked = false;
    for (k, &span) in titles.iter().chain(body).enumerate() {
        let is_title = k < titles.len();
        let line = cx.text.slice(span.start, span.end);
        let is_list = !is_title && !rx.sentence_end.finds(line, 0, line.len());
        // the lines of a list go with what stands above them, an answer with its question
        if !(is_list || asked) || found.last().map_or(true, |last| last.is_title) {
            paragraph += 1;
        }
        asked = rx.question.begins(line, 0, line.len()) || rx.asks.finds(line, 0, line.len());
        let mut put = |mut start: usize, stop: usize| {
            let sentence = |start, end| Sentence {
                start,
                end,
                paragraph,
                is_title,
                is_list,
                mentions: Vec::new(),
            };
            // no writer's sentence; pieces keep the reading of it from growing with its square
            while stop > start + rx.longest {
                found.push(sentence(start, start + rx.longest));
                start += rx.longest;
            }
            found.push(sentence(start, stop));
        };
        if is_list {
            put(span.start, span.end);
        } else {
            cut(cx, span, put);
        }
    }
    found
}

/// The sentences of one line: start and end of each.
fn cut(cx: &Cx, span: Span, mut put: impl FnMut(usize, usize)) {
    let rx = &cx.core.sentences;
    let text = cx.text.chars;
    let mut start = span.start;
    for m in rx.end.find_iter(text, span.start, span.end) {
        let end = m.end();
        if matches!(text[end - 1], '!' | '?') && rx.in_a_name.begins(text, end, span.end) {
            continue;
        }
        if end > start + 1 {
            put(start, end);
        }
        start = end;
        while start < span.end && is_space(text[start]) {
            start += 1;
        }
    }
    if start < span.end {
        put(start, span.end);
    }
}
