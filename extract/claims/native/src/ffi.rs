//! What Python calls (`extract/claims/native.py`), by the C conventions.

use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::core::Core;
use crate::json;
use crate::model::Day;
use crate::re::Regex;

// Several threads may read with one core at once.
const _: fn() = || {
    fn is_shared<T: Sync>() {}
    is_shared::<Core>();
};

/// Bytes that the caller gives back with `iljari_free`.
#[repr(C)]
pub struct Bytes {
    at: *mut u8,
    n: usize,
}

fn bytes(s: String) -> Bytes {
    let b = s.into_bytes().into_boxed_slice();
    let n = b.len();
    Bytes {
        at: Box::into_raw(b) as *mut u8,
        n,
    }
}

fn failure(why: &str) -> String {
    let mut s = String::from("{\"failed\":");
    json::string(why, &mut s);
    s.push('}');
    s
}

fn reason(e: Box<dyn std::any::Any + Send>) -> String {
    e.downcast_ref::<String>()
        .cloned()
        .or_else(|| e.downcast_ref::<&str>().map(|s| s.to_string()))
        .unwrap_or_default()
}

unsafe fn str_of<'x>(at: *const u8, n: usize) -> &'x str {
    std::str::from_utf8(std::slice::from_raw_parts(at, n)).unwrap_or("")
}

/// A core from its spec (`native.spec()`, JSON); null where it cannot be, and then `why` says so.
///
/// # Safety
/// `spec` points to `n` bytes, `why` to room for one `Bytes`.
#[no_mangle]
pub unsafe extern "C" fn iljari_core(spec: *const u8, n: usize, why: *mut Bytes) -> *mut Core {
    let spec = str_of(spec, n);
    match catch_unwind(|| Core::new(spec)) {
        Ok(Ok(core)) => return Box::into_raw(Box::new(core)),
        Ok(Err(e)) => *why = bytes(e),
        Err(e) => *why = bytes(reason(e)),
    }
    std::ptr::null_mut()
}

/// The claims of a text as JSON, or `{"failed": …}`. `title` may be null; `year` 0 is no day.
///
/// # Safety
/// `core` comes from `iljari_core`; `text` and `title` point to `n` and `n_title` bytes of UTF-8.
#[no_mangle]
#[allow(clippy::too_many_arguments)]
pub unsafe extern "C" fn iljari_read(
    core: *const Core,
    text: *const u8,
    n: usize,
    title: *const u8,
    n_title: usize,
    year: i32,
    month: u32,
    day: u32,
    is_traced: bool,
) -> Bytes {
    let (core, text) = (&*core, str_of(text, n));
    let title = (!title.is_null()).then(|| str_of(title, n_title));
    let published = (year != 0).then_some(Day { year, month, day });
    let read = catch_unwind(AssertUnwindSafe(|| crate::reader::read(core, text, published, title, is_traced)));
    bytes(read.unwrap_or_else(|e| failure(&reason(e))))
}

/// All that a pattern finds in `text[pos:end]`, as JSON: of each match where its groups stand (null: took no part) and the number of the one that
/// was closed last; or `{"failed": …}`. For the test that holds `re` to Python's.
///
/// # Safety
/// `pattern` and `text` point to `n` and `n_text` bytes of UTF-8.
#[no_mangle]
pub unsafe extern "C" fn iljari_find_all(
    pattern: *const u8,
    n: usize,
    ignore_case: bool,
    text: *const u8,
    n_text: usize,
    pos: usize,
    end: usize,
) -> Bytes {
    let (pattern, text) = (str_of(pattern, n), str_of(text, n_text));
    let found = catch_unwind(|| {
        let regex = Regex::new(pattern, ignore_case)?;
        let text: Vec<char> = text.chars().collect();
        let place = |group: Option<(usize, usize)>| group.map_or("null".to_string(), |(a, b)| format!("[{a},{b}]"));
        let told = regex.find_all(&text, pos, end).into_iter().map(|m| {
            let groups: Vec<String> = (0..m.groups.len()).map(|k| place(m.group(k))).collect();
            format!("[[{}],{}]", groups.join(","), m.last.map_or("null".to_string(), |k| k.to_string()))
        });
        Ok::<String, String>(format!("[{}]", told.collect::<Vec<String>>().join(",")))
    });
    bytes(match found {
        Ok(Ok(told)) => told,
        Ok(Err(why)) => failure(&why),
        Err(e) => failure(&reason(e)),
    })
}

/// Gives bytes back.
///
/// # Safety
/// They come from here and are given back once.
#[no_mangle]
pub unsafe extern "C" fn iljari_free(b: Bytes) {
    drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(b.at, b.n)));
}
