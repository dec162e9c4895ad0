//! Numbers that stand for strings, and maps that find by them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A fast hash for short strings that nobody chooses to harm us.
#[derive(Default)]
pub struct Fx(u64);

const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

impl Fx {
    /// Both halves of the product count: the low one alone lets two words fall together that differ in high bits only.
    #[inline]
    pub fn add(&mut self, word: u64) {
        let product = u128::from(self.0.rotate_left(5) ^ word ^ SEED) * u128::from(FACTOR);
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Fx {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let n = bytes.len();
        let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
        let half = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as u64;
        let mut at = 0;
        while at + 8 < n {
            self.add(word(at));
            at += 8;
        }
        // The last bytes, some of them perhaps once more, and how many there are.
        let last = match n {
            0 => 0,
            1..=3 => (bytes[0] as u64) << 16 | (bytes[n / 2] as u64) << 8 | bytes[n - 1] as u64,
            4..=7 => half(0) << 32 | half(n - 4),
            _ => word(n - 8),
        };
        self.add(last ^ (n as u64) << 59);
    }
    fn write_u8(&mut self, b: u8) {
        self.add(b as u64);
    }
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}
pub type FxMap<K, V> = HashMap<K, V, BuildHasherDefault<Fx>>;

/// A string as a number that is never 0.
pub fn hash(s: &str) -> u64 {
    let mut fx = Fx::default();
    fx.write(s.as_bytes());
    fx.finish() | 1
}

/// A few words to look others up in, most of which are none of them.
pub struct Words {
    /// in order
    words: Vec<String>,
    /// the `print` of each
    prints: [u64; 4],
}

impl Words {
    pub fn new(mut words: Vec<String>) -> Words {
        words.sort();
        let mut prints = [0; 4];
        for word in &words {
            let k = print(word);
            prints[k / 64] |= 1 << (k % 64);
        }
        Words { words, prints }
    }

    #[inline]
    pub fn has(&self, word: &str) -> bool {
        let k = print(word);
        self.prints[k / 64] >> (k % 64) & 1 != 0 && self.words.binary_search_by(|x| x.as_str().cmp(word)).is_ok()
    }
}

/// A word by its ends and its length, below 256.
#[inline]
fn print(word: &str) -> usize {
    let [first, .., last] = word.as_bytes() else {
        return word.as_bytes().first().map_or(0, |b| *b as usize);
    };
    (*first as usize ^ (*last as usize) << 2 ^ word.len() << 4) & 0xff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_and_no_others() {
        let words = Words::new(["pub0", "h", "ed", ""].map(String::from).to_vec());
        for (word, is_in) in [
            ("pub0", true),
            ("h", true),
            ("", true),
            ("ed", true),
            ("pub1", false),
            ("pub", false),
            ("e", false),
        ] {
            assert_eq!(words.has(word), is_in, "{word}");
        }
    }

    #[test]
    fn features_that_differ_in_one_syllable_have_different_hashes() {
        for (one, other) in [
            ("null~n등", "null~n다"),
            (">gap인 종합넝상은", ">gap인 종합대상은"),
            ("a", "aa"),
            ("", "\0"),
        ] {
            assert_ne!(hash(one), hash(other));
        }
        let mut all: Vec<u64> = ('가'..='힣')
            .flat_map(|c| [hash(&format!("null~n{c}")), hash(&format!(">gap인 종합{c}상은"))])
            .collect();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }
}
