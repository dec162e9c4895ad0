//! Memory that is asked for before it is looked at: what many patterns and weights need is seldom near, and several waits at once are one.

/// Asks for the line of memory at a place. Nothing is read: any place will do.
#[inline(always)]
pub fn fetch<T>(place: *const T) {
    #[cfg(target_arch = "x86_64")]
    unsafe {
        use std::arch::x86_64::{_mm_prefetch, _MM_HINT_T0};
        _mm_prefetch::<_MM_HINT_T0>(place as *const i8);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}
