//! Writes JSON.

/// A string in quotes.
pub fn string(s: &str, to: &mut String) {
    to.push('"');
    for c in s.chars() {
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            c if (c as u32) < 0x20 => to.push_str(&format!("\\u{:04x}", c as u32)),
            c => to.push(c),
        }
    }
    to.push('"');
}
