//! `scorer.py`: a weighted sum of features, turned into probabilities. The sums are of whole hundredths.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::model::Cx;
use crate::spec::Spec;

/// A fast hash for short strings that nobody chooses to harm us.
#[derive(Default)]
pub struct Fx(u64);

const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

impl Fx {
    /// Both halves of the product count: the low one alone lets two words fall together that differ in high bits only.
    #[inline]
    fn add(&mut self, word: u64) {
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

fn hash(feature: &str) -> u64 {
    let mut fx = Fx::default();
    fx.write(feature.as_bytes());
    fx.finish() | 1 // 0 is an empty place
}

/// The numbers of features by their 64-bit hash alone: that another string has the same one does not happen.
struct Numbers {
    places: Vec<(u64, u32)>,
    mask: usize,
}

impl Numbers {
    /// `None` where two features have the same hash.
    fn new(features: &[&str]) -> Option<Numbers> {
        let size = (features.len() * 2 + 1).next_power_of_two();
        let mut numbers = Numbers {
            places: vec![(0, 0); size],
            mask: size - 1,
        };
        for (k, feature) in features.iter().enumerate() {
            let h = hash(feature);
            let mut at = numbers.begin(h);
            while numbers.places[at].0 != 0 {
                if numbers.places[at].0 == h {
                    return None;
                }
                at = (at + 1) & numbers.mask;
            }
            numbers.places[at] = (h, k as u32);
        }
        Some(numbers)
    }

    fn begin(&self, h: u64) -> usize {
        (h >> 7) as usize & self.mask
    }

    fn of(&self, feature: &str) -> Option<u32> {
        let h = hash(feature);
        let mut at = self.begin(h);
        loop {
            let (other, k) = self.places[at];
            if other == h {
                return Some(k);
            }
            if other == 0 {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }
}

struct Decision {
    name: String,
    numbers: Numbers,
    /// the weights of each feature in hundredths, one a class
    weights: Vec<[i32; 3]>,
    bias: [i32; 3],
    n: usize,
}

/// The weights by decision.
pub struct Weights {
    decisions: Vec<Decision>,
}

fn hundredths(w: f64) -> i32 {
    // Python's round: half to even
    let x = w * 100.0;
    let r = x.round();
    (if (x - x.trunc()).abs() == 0.5 { 2.0 * (x / 2.0).round() } else { r }) as i32
}

impl Weights {
    pub fn new(spec: &Spec) -> Result<Weights, String> {
        let mut decisions = Vec::new();
        for (name, features) in spec.rest.get("weights").object() {
            let (mut names, mut told, mut bias, mut n) = (Vec::new(), Vec::new(), [0; 3], 1);
            for (feature, weights) in features.object() {
                let mut w = [0; 3];
                for (k, x) in weights.array().iter().enumerate() {
                    w[k] = hundredths(x.number());
                }
                n = weights.array().len();
                if feature.is_empty() && n > 1 {
                    bias = w;
                } else {
                    names.push(feature.as_str());
                    told.push(w);
                }
            }
            let numbers = Numbers::new(&names).ok_or_else(|| format!("two features of {name} have one hash"))?;
            let d = Decision {
                name: name.clone(),
                numbers,
                weights: told,
                bias,
                n,
            };
            decisions.push(d);
        }
        if decisions.is_empty() {
            return Err("no weights are told".into());
        }
        Ok(Weights { decisions })
    }

    fn of(&self, name: &str) -> &Decision {
        self.decisions.iter().find(|d| d.name == name).expect("a decision has weights")
    }
}

impl Decision {
    /// The sum over the features, each once.
    fn sum(&self, features: &[&str]) -> [i32; 3] {
        let mut total = self.bias;
        // Few features come twice: only where the filter may have seen one is it looked for among those that were taken.
        let mut seen = [0u64; 8];
        let mut taken: Vec<u32> = Vec::with_capacity(features.len());
        for f in features {
            let Some(k) = self.numbers.of(f) else { continue };
            let (word, bit) = ((k as usize >> 6) & 7, 1u64 << (k & 63));
            if seen[word] & bit != 0 && taken.contains(&k) {
                continue;
            }
            seen[word] |= bit;
            taken.push(k);
            let w = &self.weights[k as usize];
            total[0] += w[0];
            total[1] += w[1];
            total[2] += w[2];
        }
        total
    }
}

fn softmax(sums: &[i32]) -> Vec<f64> {
    let top = *sums.iter().max().expect("a candidate");
    let raised: Vec<f64> = sums.iter().map(|s| ((s - top) as f64 / 100.0).exp()).collect();
    let total: f64 = raised.iter().sum();
    raised.iter().map(|r| r / total).collect()
}

fn told(features: &[&str]) -> String {
    let mut sorted: Vec<&str> = features.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut s = String::from("[");
    for (k, f) in sorted.iter().enumerate() {
        if k > 0 {
            s.push(',');
        }
        crate::json::string(f, &mut s);
    }
    s.push(']');
    s
}

/// The probability of each class, in the order of `CLASSES[decision]`.
pub fn classify(cx: &Cx, decision: &str, features: &[&str]) -> Vec<f64> {
    let d = cx.core.weights.of(decision);
    if let Some(trace) = cx.trace {
        trace.borrow_mut().push(format!("[\"{decision}\",{}]", told(features)));
    }
    softmax(&d.sum(features)[..d.n])
}

/// The probability of each candidate.
pub fn choose<'x, F: AsRef<[&'x str]>>(cx: &Cx, decision: &str, candidates: &[F]) -> Vec<f64> {
    if let Some(trace) = cx.trace {
        let each: Vec<String> = candidates.iter().map(|c| told(c.as_ref())).collect();
        trace.borrow_mut().push(format!("[\"{decision}\",[{}]]", each.join(",")));
    }
    if candidates.len() == 1 {
        return vec![1.0];
    }
    let d = cx.core.weights.of(decision);
    let sums: Vec<i32> = candidates.iter().map(|c| d.sum(c.as_ref())[0]).collect();
    softmax(&sums)
}

/// The place of the most probable candidate; the first of equals.
pub fn best(p: &[f64]) -> usize {
    let mut at = 0;
    for (k, x) in p.iter().enumerate() {
        if *x > p[at] {
            at = k;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

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
