//! What the reader is told by the Python modules: their patterns, word lists, names and weights. No rule of language stands in Rust.

use std::collections::HashMap;

use crate::re::Regex;

/// Plain JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn parse(text: &str) -> Result<Json, String> {
        let mut parser = Parser {
            bytes: text.as_bytes(),
            at: 0,
        };
        let value = parser.value()?;
        parser.blank();
        if parser.at != parser.bytes.len() {
            return Err(format!("more than one value at byte {}", parser.at));
        }
        Ok(value)
    }
    pub fn str(&self) -> &str {
        match self {
            Json::String(s) => s,
            _ => "",
        }
    }
    pub fn number(&self) -> f64 {
        match self {
            Json::Number(n) => *n,
            _ => f64::NAN,
        }
    }
    pub fn is_true(&self) -> bool {
        matches!(self, Json::Bool(true))
    }
    pub fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }
    pub fn array(&self) -> &[Json] {
        match self {
            Json::Array(a) => a,
            _ => &[],
        }
    }
    pub fn object(&self) -> &[(String, Json)] {
        match self {
            Json::Object(o) => o,
            _ => &[],
        }
    }
    /// A field of an object; null where it has none.
    pub fn get(&self, key: &str) -> &Json {
        self.object().iter().find(|(k, _)| k == key).map_or(&Json::Null, |(_, v)| v)
    }
}

struct Parser<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl Parser<'_> {
    fn blank(&mut self) {
        while self.at < self.bytes.len() && matches!(self.bytes[self.at], b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }
    fn fail<T>(&self, what: &str) -> Result<T, String> {
        Err(format!("{what} at byte {}", self.at))
    }
    fn peek(&mut self) -> u8 {
        self.blank();
        self.bytes.get(self.at).copied().unwrap_or(0)
    }
    fn value(&mut self) -> Result<Json, String> {
        match self.peek() {
            b'{' => {
                self.at += 1;
                let mut found = Vec::new();
                if self.peek() == b'}' {
                    self.at += 1;
                    return Ok(Json::Object(found));
                }
                loop {
                    self.blank();
                    let key = self.string()?;
                    if self.peek() != b':' {
                        return self.fail("no colon");
                    }
                    self.at += 1;
                    found.push((key, self.value()?));
                    match self.peek() {
                        b',' => self.at += 1,
                        b'}' => {
                            self.at += 1;
                            return Ok(Json::Object(found));
                        }
                        _ => return self.fail("no end of an object"),
                    }
                }
            }
            b'[' => {
                self.at += 1;
                let mut found = Vec::new();
                if self.peek() == b']' {
                    self.at += 1;
                    return Ok(Json::Array(found));
                }
                loop {
                    found.push(self.value()?);
                    match self.peek() {
                        b',' => self.at += 1,
                        b']' => {
                            self.at += 1;
                            return Ok(Json::Array(found));
                        }
                        _ => return self.fail("no end of an array"),
                    }
                }
            }
            b'"' => Ok(Json::String(self.string()?)),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => {
                let from = self.at;
                while self.at < self.bytes.len() && matches!(self.bytes[self.at], b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') {
                    self.at += 1;
                }
                std::str::from_utf8(&self.bytes[from..self.at])
                    .ok()
                    .and_then(|s| s.parse().ok())
                    .map(Json::Number)
                    .ok_or_else(|| format!("no value at byte {from}"))
            }
        }
    }
    fn word(&mut self, word: &str, value: Json) -> Result<Json, String> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        self.fail("no value")
    }
    /// A string as Python's `json.dumps(…, ensure_ascii=False)` writes it.
    fn string(&mut self) -> Result<String, String> {
        if self.bytes.get(self.at) != Some(&b'"') {
            return self.fail("no string");
        }
        self.at += 1;
        let mut found: Vec<u8> = Vec::new();
        loop {
            match self.bytes.get(self.at) {
                None => return self.fail("no end of a string"),
                Some(b'"') => {
                    self.at += 1;
                    return String::from_utf8(found).map_err(|e| e.to_string());
                }
                Some(b'\\') => {
                    let c = self.bytes.get(self.at + 1).copied().unwrap_or(0);
                    self.at += 2;
                    match c {
                        b'n' => found.push(b'\n'),
                        b't' => found.push(b'\t'),
                        b'r' => found.push(b'\r'),
                        b'b' => found.push(8),
                        b'f' => found.push(12),
                        b'u' => {
                            let code = self
                                .bytes
                                .get(self.at..self.at + 4)
                                .and_then(|h| std::str::from_utf8(h).ok())
                                .and_then(|h| u32::from_str_radix(h, 16).ok())
                                .and_then(char::from_u32);
                            let Some(code) = code else { return self.fail("no character") };
                            self.at += 4;
                            found.extend(code.to_string().as_bytes());
                        }
                        other => found.push(other),
                    }
                }
                Some(&other) => {
                    found.push(other);
                    self.at += 1;
                }
            }
        }
    }
}

/// The exported constants, by `module.NAME` (`awards._SECTION`, `targets._TELLING`, `targets._JOINED` …).
pub struct Spec {
    constants: HashMap<String, Json>,
    pub rest: Json,
}

impl Spec {
    pub fn parse(text: &str) -> Result<Spec, String> {
        let Json::Object(fields) = Json::parse(text)? else {
            return Err("no object".into());
        };
        let mut constants = HashMap::new();
        let mut rest = Vec::new();
        for (key, value) in fields {
            match (key.as_str(), value) {
                ("constants", Json::Object(found)) => constants.extend(found),
                (_, value) => rest.push((key, value)),
            }
        }
        Ok(Spec {
            constants,
            rest: Json::Object(rest),
        })
    }

    /// A constant of a module, as JSON: a pattern is `{"re": source, "ignore_case": bool}`, a set an array in order, a dict an object
    /// (one whose keys are no strings: an array of pairs).
    pub fn get(&self, name: &str) -> Result<&Json, String> {
        self.constants.get(name).ok_or_else(|| format!("{name} is not told"))
    }

    /// A pattern of a module.
    pub fn re(&self, name: &str) -> Result<Regex, String> {
        compiled(self.get(name)?).map_err(|e| format!("{name}: {e}"))
    }

    /// A list or set of strings of a module.
    pub fn strings(&self, name: &str) -> Result<Vec<String>, String> {
        Ok(self.get(name)?.array().iter().map(|x| x.str().to_string()).collect())
    }
}

/// A pattern from its JSON.
pub fn compiled(pattern: &Json) -> Result<Regex, String> {
    let source = pattern.get("re");
    if source.is_null() {
        return Err("no pattern".into());
    }
    Regex::new(source.str(), pattern.get("ignore_case").is_true())
}

/// The patterns of a module as a struct: `patterns! { "awards", pub struct Rx { section: "_SECTION", … } }` has `Rx::new(&spec)`.
#[macro_export]
macro_rules! patterns {
    ($module:literal, pub struct $name:ident { $($field:ident : $constant:literal),* $(,)? }) => {
        pub struct $name { $(pub $field: $crate::re::Regex),* }
        impl $name {
            pub fn new(spec: &$crate::spec::Spec) -> Result<$name, String> {
                Ok($name { $($field: spec.re(concat!($module, ".", $constant))?),* })
            }
        }
    };
}
