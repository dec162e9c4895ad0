//! `segments.py`: what of a text is the article, and what only stands around it.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use crate::hash::Fx;
use crate::model::*;
use crate::rates::Gate;
use crate::re::Regex;
use crate::spec::{compiled, Spec};
use crate::text::{self, is_hangul, is_space};

/// The patterns of the module.
pub struct Rx {
    /// what of `caption_words` and `final_stop` may be in a line: bits 0 and 1
    gate: Gate,
    sentence: Regex,
    quoted: Regex,
    stop: Regex,
    final_stop: Regex,
    menu: Regex,
    table_row: Regex,
    date: Regex,
    dated_row: Regex,
    date_only: Regex,
    byline: Regex,
    caption: Regex,
    caption_words: Regex,
    leads_list: Regex,
    noun_end: Regex,
    rated: Regex,
    points: Regex,
    speaker: Regex,
    aside: Regex,
    datum: Regex,
    outline: Regex,
    heading: Regex,
    winners: Regex,
    subhead: Regex,
    of_figures: Regex,
    figures: Regex,
    graphic: Regex,
    of_winners: Regex,
    rated_row: Regex,
    winners_row: Regex,
    bullet: Regex,
    subject: Regex,
    resumes: Regex,
    cell: Regex,
    label: Regex,
    headline: Regex,
    kinds_told: Vec<Regex>,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let re = |name: &str| spec.re(&format!("segments.{name}"));
        Ok(Rx {
            gate: Gate::new(&[spec.get("segments._CAPTION_WORDS")?, spec.get("segments._FINAL_STOP")?], 3)?,
            sentence: re("_SENTENCE")?,
            quoted: re("_QUOTED")?,
            stop: re("_STOP")?,
            final_stop: re("_FINAL_STOP")?,
            menu: re("_MENU")?,
            table_row: re("_TABLE_ROW")?,
            date: re("_DATE")?,
            dated_row: re("_DATED_ROW")?,
            date_only: re("_DATE_ONLY")?,
            byline: re("_BYLINE")?,
            caption: re("_CAPTION")?,
            caption_words: re("_CAPTION_WORDS")?,
            leads_list: re("_LEADS_LIST")?,
            noun_end: re("_NOUN_END")?,
            rated: re("_RATED")?,
            points: re("_POINTS")?,
            speaker: re("_SPEAKER")?,
            aside: re("_ASIDE")?,
            datum: re("_DATUM")?,
            outline: re("_OUTLINE")?,
            heading: re("_HEADING")?,
            winners: re("_WINNERS")?,
            subhead: re("_SUBHEAD")?,
            of_figures: re("_OF_FIGURES")?,
            figures: re("_FIGURES")?,
            graphic: re("_GRAPHIC")?,
            of_winners: re("_OF_WINNERS")?,
            rated_row: re("_RATED_ROW")?,
            winners_row: re("_WINNERS_ROW")?,
            bullet: re("_BULLET")?,
            subject: re("_SUBJECT")?,
            resumes: re("_RESUMES")?,
            cell: re("_CELL")?,
            label: re("_LABEL")?,
            headline: re("_HEADLINE")?,
            kinds_told: spec
                .get("segments._KINDS_TOLD")?
                .array()
                .iter()
                .map(compiled)
                .collect::<Result<_, _>>()?,
        })
    }

    fn is_sentence(&self, line: &[char]) -> bool {
        (line.len() >= 12 && (finds(&self.sentence, line) || finds(&self.quoted, line)))
            || begins(&self.aside, line)
            || (line.len() >= 14 && line.last() == Some(&'.') && finds(&self.noun_end, line) && !begins(&self.bullet, line))
    }

    /// Whether a line goes on with the article: it begins with 시는, 군 관계자 …, or with its subject.
    fn resumes(&self, line: &[char], subject: Option<&[char]>) -> bool {
        begins(&self.resumes, line)
            || subject.is_some_and(|name| line.starts_with(name) && line.get(name.len()).is_some_and(|c| "은는이가".contains(*c)))
    }

    fn is_caption(&self, line: &[char]) -> bool {
        finds(&self.caption_words, line) && finds(&self.caption, line)
    }

    /// Whether a line is a row of a table: a municipality and its rate, a grade and its winners.
    fn is_row(&self, line: &[char]) -> bool {
        begins(&self.rated_row, line) || begins(&self.winners_row, line)
    }

    /// Whether a line may head a table of the article's own: it names a rate, targets or the award.
    fn heads_table(&self, line: &[char]) -> bool {
        finds(&self.of_figures, line) || finds(&self.of_winners, line)
    }

    /// Whether the lines below a head begin with a row, perhaps below the heads of columns ('등급      기관').
    fn opens_table(&self, lines: &[&[char]]) -> bool {
        for line in lines.iter().take(2) {
            if self.is_row(line) {
                return true;
            }
            if line.len() > 24 || self.is_sentence(line) || begins(&self.bullet, line) {
                return false;
            }
        }
        false
    }

    /// Which lines behind the last sentence are heads of tables and the rows below them.
    fn rows_under_heads(&self, lines: &[&[char]]) -> Vec<bool> {
        let mut found = vec![false; lines.len()];
        let mut head: Option<usize> = None;
        for (i, line) in lines.iter().enumerate() {
            if self.is_row(line) {
                if let Some(h) = head {
                    found[h] = true;
                    found[i] = true;
                }
            } else if line.len() < 40 && self.heads_table(line) {
                head = Some(i);
            } else if !self.opens_table(&lines[i..lines.len().min(i + 2)]) {
                head = None;
            }
        }
        found
    }

    /// Whether a line strings together headlines of other articles: cells each about somebody else, of which one tells a rate, the next a prize.
    fn is_digest(&self, line: &[char]) -> bool {
        let from = self.label.matches(line, 0, line.len()).map_or(0, |m| m.end());
        let line_ = &line[from..];
        let cuts = self.cell.find_all(line_, 0, line_.len());
        if cuts.len() < 2 || self.is_row(line) {
            return false;
        }
        let mut cells: Vec<&[char]> = Vec::with_capacity(cuts.len() + 1);
        let mut at = 0;
        for cut in &cuts {
            cells.push(&line_[at..cut.start()]);
            at = cut.end();
        }
        cells.push(&line_[at..]);
        if cells.iter().filter(|c| begins(&self.headline, c)).count() + 1 < cells.len() {
            return false;
        }
        let mut names: Vec<&[char]> = cells
            .iter()
            .filter_map(|c| c.split(|x| is_space(*x)).find(|w| !w.is_empty()))
            .collect();
        names.sort_unstable();
        names.dedup();
        if names.len() != cells.len() {
            return false;
        }
        let told = |c: &[char]| -> Vec<bool> { self.kinds_told.iter().map(|k| finds(k, c)).collect() };
        let first = told(cells[0]);
        cells[1..].iter().any(|c| told(c) != first)
    }

    /// Whether a line that is no sentence opens what a page adds below an article: the most read, other headlines, rights.
    fn is_noise(&self, line: &[char]) -> bool {
        finds(&self.stop, line) && !(begins(&self.graphic, line) && finds(&self.of_figures, line))
    }

    /// Whether a line that is no sentence is furniture of the page or a date.
    fn is_furniture(&self, line: &[char], in_body: bool) -> bool {
        (finds(&self.menu, line) && !(finds(&self.rated, line) && !line.contains(&'℃')) && !finds(&self.table_row, line))
            || (finds(&self.date, line) && !(in_body && begins(&self.dated_row, line)))
            || finds(&self.date_only, line)
    }

    /// Which line is the title: the given one, else the first line above the first sentence that is not page furniture.
    fn title_line(&self, lines: &[Line_], title: Option<&str>) -> Option<usize> {
        if let Some(title) = title {
            let wanted: String = letters(title.chars()).collect();
            let (key, n) = key_of(title.chars());
            if n > 0 {
                if let Some(i) = lines.iter().position(|x| x.key == key && x.n_key == n) {
                    return Some(i);
                }
            }
            if n < 8 {
                return None;
            }
            return lines.iter().position(|x| {
                if x.is_sentence || x.n_key < 8 {
                    return false;
                }
                let squeezed: String = letters(x.chars.iter().copied()).collect();
                text::head(&squeezed, n + 30).contains(&*wanted) || (x.n_key * 2 > n && wanted.contains(&*squeezed))
            });
        }
        for (i, x) in lines.iter().enumerate() {
            let line = x.chars;
            if x.is_sentence {
                return None;
            }
            if line.len() >= 8
                && !(finds(&self.menu, line)
                    || finds(&self.date, line)
                    || finds(&self.date_only, line)
                    || finds(&self.byline, line)
                    || finds(&self.stop, line)
                    || starts_with(line, "[실시간]"))
            {
                return Some(i);
            }
        }
        None
    }
}

fn finds(rx: &Regex, line: &[char]) -> bool {
    rx.finds(line, 0, line.len())
}

fn begins(rx: &Regex, line: &[char]) -> bool {
    rx.begins(line, 0, line.len())
}

fn starts_with(line: &[char], word: &str) -> bool {
    let mut of_line = line.iter();
    word.chars().all(|c| of_line.next() == Some(&c))
}

/// What `_NO_LETTERS.sub("", line)` leaves.
fn letters(line: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    line.filter(|c| c.is_ascii_alphanumeric() || is_hangul(*c))
}

/// A number that stands for the letters of a line, and how many they are.
fn key_of(line: impl Iterator<Item = char>) -> (u64, usize) {
    let (mut key, mut n) = (Fx::default(), 0);
    for c in letters(line) {
        key.add(u64::from(c));
        n += 1;
    }
    (key.finish(), n)
}

/// Whether a line ends here: what `_LINE` leaves out.
fn is_end_of_line(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\x0b' | '\x0c' | '\u{2028}' | '\u{2029}')
}

/// A line of the text, stripped.
struct Line_<'a> {
    span: Span,
    chars: &'a [char],
    /// its letters and digits, and how many they are
    key: u64,
    n_key: usize,
    is_sentence: bool,
}

/// `titles` and `body` are spans of lines that are article; `hints` are bylines and breadcrumbs, where the region may stand.
#[derive(Default, Clone, Debug)]
pub struct Segments {
    pub titles: Vec<Span>,
    pub body: Vec<Span>,
    pub hints: Vec<Span>,
}

fn lines_of<'a>(cx: &Cx<'a>, rx: &Rx) -> Vec<Line_<'a>> {
    let chars = cx.text.chars;
    let mut lines = Vec::new();
    let mut next = 0;
    while next < chars.len() {
        let mut start = next;
        let mut end = chars[start..]
            .iter()
            .position(|c| is_end_of_line(*c))
            .map_or(chars.len(), |n| start + n);
        next = end + 1;
        while start < end && is_space(chars[start]) {
            start += 1;
        }
        while start < end && is_space(chars[end - 1]) {
            end -= 1;
        }
        if start < end {
            let line = &chars[start..end];
            let (key, n_key) = key_of(line.iter().copied());
            lines.push(Line_ {
                span: span(start, end),
                chars: line,
                key,
                n_key,
                is_sentence: rx.is_sentence(line),
            });
        }
    }
    lines
}

/// Tells article from noise in `cx.text`, line by line. The spans are stripped of white space and in order.
pub fn split(cx: &Cx, title: Option<&str>) -> Segments {
    let rx = &cx.core.segments;
    let title = title.filter(|t| !t.is_empty());
    let lines = lines_of(cx, rx);
    let of = |s: Span| cx.text.slice(s.start, s.end);
    let mut found = Segments::default();
    let title_at = rx.title_line(&lines, title);
    let mut first = 0;
    if let Some(at) = title_at {
        found.titles.push(lines[at].span);
        // some pages print the title once more, or only, at the end
        if lines[..at].iter().filter(|x| x.is_sentence).count() < 2 || lines[at + 1..].iter().any(|x| x.is_sentence) {
            found.hints.extend(lines[..at].iter().map(|x| x.span));
            first = at + 1;
        }
    }
    let told: Vec<char>;
    let heading: &[char] = match (title, found.titles.first()) {
        (Some(title), _) => {
            told = title.chars().collect();
            &told
        }
        (None, Some(s)) => of(*s),
        (None, None) => &[],
    };
    let name: Option<&[char]> = rx
        .subject
        .matches(heading, 0, heading.len())
        .and_then(|m| m.group(1))
        .map(|(s, e)| &heading[s..e]);
    let mut seen: HashSet<u64, BuildHasherDefault<Fx>> = title_at.iter().map(|at| lines[*at].key).collect();
    let mut pending: Vec<Span> = Vec::new();
    let (mut in_body, mut stopped, mut boxed) = (false, false, false);
    for (at, x) in lines.iter().enumerate().skip(first) {
        let line = x.chars;
        if x.n_key == 0 {
            continue;
        }
        let is_sentence = x.is_sentence;
        let gate = rx.gate.look(line);
        if gate & 1 != 0 && !(is_sentence && line.len() > 220) && rx.is_caption(&line[line.len().saturating_sub(140)..]) {
            continue;
        }
        if gate & 2 != 0 && line.len() < 160 && (in_body || !is_sentence) && finds(&rx.final_stop, line) {
            if in_body {
                break;
            }
            continue;
        }
        if !is_sentence && rx.is_noise(line) {
            if in_body {
                stopped = true;
                if !pending.is_empty() && found.body.last().is_some_and(|s| finds(&rx.leads_list, of(*s))) {
                    found.body.append(&mut pending);
                }
                pending.clear();
            }
            continue;
        }
        if !is_sentence && rx.is_furniture(line, in_body) {
            found.hints.push(x.span);
            continue;
        }
        if !is_sentence && line.len() < 60 && finds(&rx.byline, line) && !finds(&rx.of_figures, line) {
            found.hints.push(x.span);
            continue;
        }
        if !is_sentence && ((in_body && begins(&rx.speaker, line)) || rx.is_digest(line)) {
            continue;
        }
        if x.n_key > 8 && seen.contains(&x.key) {
            continue;
        }
        if is_sentence {
            boxed = false;
            if stopped {
                if line.ends_with(&['.', '.']) || line.ends_with(&['…']) || !rx.resumes(line, name) {
                    continue;
                }
                stopped = false;
            }
            seen.insert(x.key);
            if in_body || pending.iter().filter(|s| begins(&rx.datum, of(**s))).count() >= 3 {
                found.body.append(&mut pending);
            } else {
                for s in &pending {
                    let ahead = of(*s);
                    if begins(&rx.winners, ahead) {
                        found.body.push(*s);
                    } else if title_at.is_some()
                        && (begins(&rx.subhead, ahead) || !(begins(&rx.heading, ahead) || begins(&rx.bullet, ahead)))
                    {
                        found.titles.push(*s);
                    }
                }
            }
            pending.clear();
            in_body = true;
            found.body.push(x.span);
        } else if !stopped {
            seen.insert(x.key);
            if in_body && line.last().is_some_and(|c| "]>】》〉".contains(*c)) && begins(&rx.heading, line) {
                boxed = true; // perhaps the head of a box of other things: what comes next tells
                if !pending.last().is_some_and(|s| rx.is_row(of(*s))) {
                    pending.clear();
                }
                if rx.heads_table(line) {
                    pending.push(x.span);
                    let below: Vec<&[char]> = lines[at + 1..lines.len().min(at + 6)]
                        .iter()
                        .filter(|y| y.n_key > 0)
                        .map(|y| y.chars)
                        .collect();
                    boxed = !rx.opens_table(&below);
                }
                continue;
            }
            if boxed && !pending.is_empty() && finds(&rx.figures, line) {
                boxed = false; // a table of the article's own
            }
            if boxed {
                stopped = true;
                boxed = false;
                pending.clear();
                continue;
            }
            pending.push(x.span);
        }
    }
    if !stopped {
        let rest: Vec<&[char]> = pending.iter().map(|s| of(*s)).collect();
        if !in_body {
            // a press release without sentences: a label and a value a line, below heads of their own
            let is_datum = |x: &&&[char]| (x.contains(&':') || x.contains(&'：')) && begins(&rx.datum, x);
            if rest.iter().filter(is_datum).count() >= 2 || rest.iter().filter(|x| begins(&rx.outline, x)).count() >= 3 {
                found.body.append(&mut pending);
            }
        } else if found.body.last().is_some_and(|s| finds(&rx.leads_list, of(*s))) {
            found.body.append(&mut pending);
        } else {
            let in_table = rx.rows_under_heads(&rest);
            for ((s, line), is_row) in pending.iter().zip(&rest).zip(in_table) {
                if is_row || begins(&rx.datum, line) || begins(&rx.points, line) || finds(&rx.rated, line) {
                    found.body.push(*s);
                }
            }
        }
    }
    found
}
