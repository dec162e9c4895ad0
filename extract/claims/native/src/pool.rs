//! Small pieces of memory are kept by each thread for the next one that wants as much: a reading asks for some thousands of short lists and gives
//! them back at once, and the system's allocator keeps too few of them at hand.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::UnsafeCell;
use std::ptr::null_mut;

/// Pieces are of sizes in steps of so many bytes, up to `LARGEST`; larger ones are the system's.
const STEP: usize = 16;
const LARGEST: usize = 4096;
const CLASSES: usize = LARGEST / STEP + 1;
/// A thread keeps this many pieces of each size at most, and so many bytes of each.
const MOST: u32 = 128;
const MOST_BYTES: usize = 1 << 16;

pub struct Pool;

struct Kept {
    /// the last piece of each size that was given back; its first bytes point to the one before
    last: [*mut u8; CLASSES],
    n: [u32; CLASSES],
}

struct Lists(UnsafeCell<Kept>);

thread_local! {
    static LISTS: Lists = const { Lists(UnsafeCell::new(Kept { last: [null_mut(); CLASSES], n: [0; CLASSES] })) };
}

impl Drop for Lists {
    fn drop(&mut self) {
        let kept = self.0.get_mut();
        for class in 1..CLASSES {
            while let Some(piece) = kept.take(class) {
                unsafe { System.dealloc(piece, layout_of(class)) };
            }
        }
    }
}

impl Kept {
    #[inline]
    fn take(&mut self, class: usize) -> Option<*mut u8> {
        let piece = self.last[class];
        if piece.is_null() {
            return None;
        }
        self.last[class] = unsafe { *(piece as *mut *mut u8) };
        self.n[class] -= 1;
        Some(piece)
    }

    #[inline]
    fn keep(&mut self, piece: *mut u8, class: usize) -> bool {
        if self.n[class] >= MOST.min((MOST_BYTES / (class * STEP)) as u32) {
            return false;
        }
        unsafe { *(piece as *mut *mut u8) = self.last[class] };
        self.last[class] = piece;
        self.n[class] += 1;
        true
    }
}

fn layout_of(class: usize) -> Layout {
    unsafe { Layout::from_size_align_unchecked(class * STEP, STEP) }
}

/// The class of a piece; 0 where it is the system's.
#[inline]
fn class_of(layout: &Layout) -> usize {
    if layout.size() > LARGEST || layout.align() > STEP {
        return 0;
    }
    layout.size().div_ceil(STEP)
}

unsafe impl GlobalAlloc for Pool {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let class = class_of(&layout);
        if class == 0 {
            return System.alloc(layout);
        }
        // A thread that ends has no lists any more.
        let kept = LISTS.try_with(|lists| (*lists.0.get()).take(class)).unwrap_or(None);
        kept.unwrap_or_else(|| System.alloc(layout_of(class)))
    }

    #[inline]
    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        let class = class_of(&layout);
        if class == 0 {
            return System.dealloc(piece, layout);
        }
        if !LISTS.try_with(|lists| (*lists.0.get()).keep(piece, class)).unwrap_or(false) {
            System.dealloc(piece, layout_of(class));
        }
    }

    #[inline]
    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let wanted = Layout::from_size_align_unchecked(size, layout.align());
        let (old, new) = (class_of(&layout), class_of(&wanted));
        if old == 0 && new == 0 {
            return System.realloc(piece, layout, size);
        }
        if old == new {
            return piece;
        }
        let moved = self.alloc(wanted);
        if !moved.is_null() {
            std::ptr::copy_nonoverlapping(piece, moved, layout.size().min(size));
            self.dealloc(piece, layout);
        }
        moved
    }
}
