//! One block of memory for all that is made while one article is read; it is given back at once when the reading ends.

use std::cell::{Cell, RefCell};
use std::mem::{align_of, needs_drop, size_of, size_of_val, MaybeUninit};

const CHUNK: usize = 64 * 1024;

/// Hands out memory that lives as long as the arena. Nothing in it is ever dropped, so it takes only what needs no drop.
pub struct Arena {
    chunks: RefCell<Vec<Vec<MaybeUninit<u64>>>>,
    next: Cell<*mut u8>,
    end: Cell<*mut u8>,
}

impl Default for Arena {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        crate::letters::forget();
    }
}

impl Arena {
    pub fn new() -> Self {
        let nowhere = std::ptr::null_mut();
        Arena {
            chunks: RefCell::default(),
            next: Cell::new(nowhere),
            end: Cell::new(nowhere),
        }
    }

    #[inline]
    fn left(&self) -> usize {
        self.end.get() as usize - self.next.get() as usize
    }

    #[inline]
    fn raw(&self, size: usize, align: usize) -> *mut u8 {
        let pad = (self.next.get() as usize).wrapping_neg() & (align - 1);
        if self.left() < size + pad {
            self.begin_chunk(size);
            return self.raw(size, align);
        }
        let at = unsafe { self.next.get().add(pad) };
        self.next.set(unsafe { at.add(size) });
        at
    }

    /// A new chunk with room for `size` bytes; what is left of the one before stays unused.
    #[cold]
    fn begin_chunk(&self, size: usize) {
        let words = CHUNK.max(size + 16) / 8 + 1;
        let mut chunk: Vec<MaybeUninit<u64>> = Vec::with_capacity(words);
        let begin = chunk.as_mut_ptr() as *mut u8;
        self.next.set(begin);
        self.end.set(unsafe { begin.add(words * 8) });
        self.chunks.borrow_mut().push(chunk);
    }

    /// Moves a value into the arena.
    #[allow(clippy::mut_from_ref)]
    pub fn alloc<T>(&self, value: T) -> &mut T {
        debug_assert!(!needs_drop::<T>());
        let at = self.raw(size_of::<T>().max(1), align_of::<T>()) as *mut T;
        unsafe {
            at.write(value);
            &mut *at
        }
    }

    /// Copies the values of a slice into the arena.
    pub fn slice<T: Copy>(&self, values: &[T]) -> &[T] {
        if values.is_empty() {
            return &[];
        }
        let at = self.raw(size_of_val(values), align_of::<T>()) as *mut T;
        unsafe {
            std::ptr::copy_nonoverlapping(values.as_ptr(), at, values.len());
            std::slice::from_raw_parts(at, values.len())
        }
    }

    /// Moves the values of a vector into the arena: as `slice`, for what is not `Copy` but needs no drop.
    pub fn vec<T>(&self, values: Vec<T>) -> &[T] {
        debug_assert!(!needs_drop::<T>());
        if values.is_empty() {
            return &[];
        }
        let n = values.len();
        let at = self.raw(size_of::<T>() * n, align_of::<T>()) as *mut T;
        for (k, value) in values.into_iter().enumerate() {
            unsafe { at.add(k).write(value) };
        }
        unsafe { std::slice::from_raw_parts(at, n) }
    }

    /// Copies a string into the arena.
    pub fn str(&self, s: &str) -> &str {
        unsafe { std::str::from_utf8_unchecked(self.slice(s.as_bytes())) }
    }

    /// One string of what `write` puts; `f!` is the way to call it.
    #[inline]
    pub fn write(&self, write: impl FnOnce(&mut Out)) -> &str {
        if self.left() < ROOM {
            self.begin_chunk(ROOM);
        }
        let begin = self.next.get();
        let end = unsafe { begin.add(ROOM) };
        self.next.set(end); // what is taken from the arena meanwhile stands behind
        let mut out = Out {
            begin,
            at: begin,
            end,
            more: None,
        };
        write(&mut out);
        if let Some(long) = out.more {
            return self.str(&long);
        }
        if self.next.get() == end {
            self.next.set(out.at);
        }
        unsafe {
            let n = out.at as usize - begin as usize;
            std::str::from_utf8_unchecked(std::slice::from_raw_parts(begin, n))
        }
    }
}

/// A string is written straight into the chunk if it has this many bytes at most.
const ROOM: usize = 256;

/// Where a string is put together: in the arena's chunk while it fits, else in a string of its own.
pub struct Out {
    begin: *mut u8,
    at: *mut u8,
    end: *mut u8,
    more: Option<String>,
}

impl Out {
    #[inline]
    pub fn push_str(&mut self, s: &str) {
        let n = s.len();
        if self.more.is_some() || (self.end as usize - self.at as usize) < n + 8 {
            return self.push_long(s);
        }
        unsafe {
            let (from, to) = (s.as_ptr(), self.at);
            if n <= 16 {
                copy_short(from, to, n);
            } else {
                std::ptr::copy_nonoverlapping(from, to, n);
            }
            self.at = to.add(n);
        }
    }

    #[cold]
    fn push_long(&mut self, s: &str) {
        let (begin, at) = (self.begin, self.at);
        let more = self.more.get_or_insert_with(|| unsafe {
            let written = std::slice::from_raw_parts(begin, at as usize - begin as usize);
            std::str::from_utf8_unchecked(written).to_string()
        });
        more.push_str(s);
    }

    #[inline]
    pub fn push(&mut self, c: char) {
        let mut bytes = [0; 4];
        self.push_str(c.encode_utf8(&mut bytes));
    }
}

/// Up to 16 bytes, without the call of a general copy.
///
/// # Safety
/// `from` and `to` have room for `n` bytes and do not overlap.
#[inline]
unsafe fn copy_short(from: *const u8, to: *mut u8, n: usize) {
    if n >= 8 {
        let (a, b) = (
            (from as *const u64).read_unaligned(),
            (from.add(n - 8) as *const u64).read_unaligned(),
        );
        (to as *mut u64).write_unaligned(a);
        (to.add(n - 8) as *mut u64).write_unaligned(b);
    } else if n >= 4 {
        let (a, b) = (
            (from as *const u32).read_unaligned(),
            (from.add(n - 4) as *const u32).read_unaligned(),
        );
        (to as *mut u32).write_unaligned(a);
        (to.add(n - 4) as *mut u32).write_unaligned(b);
    } else if n > 0 {
        // A loop would become a call of the general copy.
        to.write(*from);
        to.add(n / 2).write(*from.add(n / 2));
        to.add(n - 1).write(*from.add(n - 1));
    }
}

/// What can stand in a feature. `bool` is 0 or 1, `None` is the word None (as Python's f-strings print them).
pub trait Put {
    fn put(&self, to: &mut Out);
}
impl Put for str {
    fn put(&self, to: &mut Out) {
        to.push_str(self)
    }
}
impl Put for String {
    fn put(&self, to: &mut Out) {
        to.push_str(self)
    }
}
impl Put for char {
    fn put(&self, to: &mut Out) {
        to.push(*self)
    }
}
impl Put for bool {
    fn put(&self, to: &mut Out) {
        to.push(if *self { '1' } else { '0' })
    }
}
impl<T: Put + ?Sized> Put for &T {
    fn put(&self, to: &mut Out) {
        (**self).put(to)
    }
}
impl<T: Put> Put for Option<T> {
    fn put(&self, to: &mut Out) {
        match self {
            Some(x) => x.put(to),
            None => to.push_str("None"),
        }
    }
}
fn put_integer(mut n: u64, to: &mut Out) {
    let mut digits = [0u8; 20];
    let mut at = 20;
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    to.push_str(unsafe { std::str::from_utf8_unchecked(&digits[at..]) })
}
macro_rules! put_unsigned { ($($t:ty)*) => { $(impl Put for $t { fn put(&self, to: &mut Out) { put_integer(*self as u64, to) } })* } }
macro_rules! put_signed { ($($t:ty)*) => { $(impl Put for $t { fn put(&self, to: &mut Out) {
    if *self < 0 { to.push('-') }
    put_integer((*self as i64).unsigned_abs(), to)
} })* } }
put_unsigned!(usize u32 u64 u8);
put_signed!(i32 i64 isize);

/// A number that is printed with its sign, as `{:+d}`.
pub struct Signed(pub i32);
impl Put for Signed {
    fn put(&self, to: &mut Out) {
        to.push(if self.0 < 0 { '-' } else { '+' });
        put_integer(self.0.unsigned_abs() as u64, to)
    }
}
/// A feature out of its parts: `f!(cx, "t-1", tag)` is Python's `f"t-1{tag}"`. `cx` is anything with a field `arena`.
#[macro_export]
macro_rules! f {
    ($cx:expr, $($part:expr),+ $(,)?) => {
        $cx.arena.write(|to| { $( $crate::arena::Put::put(&$part, to); )+ })
    };
}
