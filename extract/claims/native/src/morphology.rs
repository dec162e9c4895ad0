//! `morphology.py`: is what follows done, or still to come?

use crate::model::*;

crate::patterns! { "morphology", pub struct Rx { tense: "_TENSE" } }

pub const PAST: &str = "past";
pub const FUTURE: &str = "future";

/// `past`, `future` or None: the first sign of either in `text[start:end]`
pub fn tense(cx: &Cx, start: usize, end: usize) -> Option<&'static str> {
    let (from, to, known) = cx.tense.get();
    if (from, to) == (start, end) {
        return known;
    }
    let rx = &cx.core.morphology.tense;
    let name = |m| if rx.last_name(&m) == Some(PAST) { PAST } else { FUTURE };
    let found = rx.search(cx.text.chars, start, end).map(name);
    cx.tense.set((start, end, found));
    found
}
