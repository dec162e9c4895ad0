//! `morphology.py`: is what follows done, or still to come?

use crate::model::*;

crate::patterns! { "morphology", pub struct Rx { tense: "_TENSE" } }

pub const PAST: &str = "past";
pub const FUTURE: &str = "future";

/// `past`, `future` or None: the first sign of either in `text[start:end]`
pub fn tense(cx: &Cx, start: usize, end: usize) -> Option<&'static str> {
    let rx = &cx.core.morphology.tense;
    let m = rx.search(cx.text.chars, start, end)?;
    Some(if rx.last_name(&m) == Some(PAST) { PAST } else { FUTURE })
}
