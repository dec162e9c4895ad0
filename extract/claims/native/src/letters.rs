//! The letters of the text that a thread is reading by their slots: worked out once, as hundreds of searches go through the same letters.

use std::cell::RefCell;
use std::mem::size_of;

/// Characters are put into so many slots: 128 for the syllables by a hash, 64 for the others.
pub const SLOTS: usize = 192;
pub const FACTOR: u32 = 0x9e37_79b1;

#[inline(always)]
pub fn is_syllable(code: u32) -> bool {
    code.wrapping_sub(0xac00) < 11172
}

#[inline(always)]
pub fn slot(c: char) -> usize {
    let code = c as u32;
    let hashed = code.wrapping_mul(FACTOR) >> 25;
    (if is_syllable(code) { hashed } else { 128 | code & 63 }) as usize
}

struct Known {
    /// where the text stands in memory; 0: none is known
    at: usize,
    slots: Vec<u8>,
}

thread_local! {
    static KNOWN: RefCell<Known> = const { RefCell::new(Known { at: 0, slots: Vec::new() }) };
}

/// Takes note of a text's letters, until `forget` or the next text. It has to stay where it is until then: the arena that holds it forgets it.
pub fn know(text: &[char]) {
    KNOWN.with_borrow_mut(|known| {
        known.at = text.as_ptr() as usize;
        known.slots.clear();
        known.slots.extend(text.iter().map(|c| slot(*c) as u8));
    });
}

/// Takes note of nothing any more.
pub fn forget() {
    // a thread that ends has nothing left to forget
    let _ = KNOWN.try_with(|known| known.borrow_mut().at = 0);
}

/// Calls `with` with the slots of a part of the known text; with none where the part is of another text.
#[inline(always)]
pub fn slots_of<R>(part: &[char], with: impl FnOnce(Option<&[u8]>) -> R) -> R {
    KNOWN.with_borrow(|known| {
        let at = (part.as_ptr() as usize).wrapping_sub(known.at) / size_of::<char>();
        with(if known.at == 0 {
            None
        } else {
            known.slots.get(at..at.saturating_add(part.len()))
        })
    })
}
