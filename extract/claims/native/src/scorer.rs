//! `scorer.py`: a weighted sum of features, turned into probabilities. The sums are of whole hundredths.

use crate::ahead::fetch;
use crate::hash::hash;
use crate::model::Cx;
use crate::spec::Spec;

/// A feature with its weights in hundredths, one a class: all that is looked at stands in one place.
#[derive(Clone, Copy, Default)]
struct Weighed {
    /// 0: nothing stands here
    hash: u64,
    weights: [i16; 3],
}

/// The features of a decision by their 64-bit hash alone: that another string has the same one does not happen.
struct Decision {
    name: String,
    places: Vec<Weighed>,
    mask: usize,
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
            let size = (features.object().len() * 2 + 1).next_power_of_two();
            let mut d = Decision {
                name: name.clone(),
                places: vec![Weighed::default(); size],
                mask: size - 1,
                bias: [0; 3],
                n: 1,
            };
            for (feature, told) in features.object() {
                let mut weights = [0; 3];
                for (k, x) in told.array().iter().enumerate().take(3) {
                    weights[k] = i16::try_from(hundredths(x.number())).map_err(|_| format!("a weight of {name} is too large"))?;
                }
                d.n = told.array().len();
                if feature.is_empty() && d.n > 1 {
                    d.bias = weights.map(i32::from);
                    continue;
                }
                let hash = hash(feature);
                let at = d.place(hash);
                if d.places[at].hash == hash {
                    return Err(format!("two features of {name} have one hash"));
                }
                d.places[at] = Weighed { hash, weights };
            }
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
    /// Where a feature is looked for first.
    #[inline]
    fn first(&self, hash: u64) -> usize {
        (hash >> 7) as usize & self.mask
    }

    /// Where it stands, or the empty place where it would.
    #[inline]
    fn place(&self, hash: u64) -> usize {
        let mut at = self.first(hash);
        while self.places[at].hash != hash && self.places[at].hash != 0 {
            at = (at + 1) & self.mask;
        }
        at
    }

    /// The sum over the features, each once.
    fn sum(&self, features: &[&str]) -> [i32; 3] {
        let mut total = self.bias;
        // Few features come twice: only where the filter may have seen one is it looked for among those that were taken.
        let mut seen = [0u64; 32];
        let mut taken: Vec<u32> = Vec::with_capacity(features.len());
        let mut hashes = [0; AT_ONCE];
        for some in features.chunks(AT_ONCE) {
            for (told, feature) in hashes.iter_mut().zip(some) {
                *told = hash(feature);
                fetch(&self.places[self.first(*told)]);
            }
            for told in &hashes[..some.len()] {
                let at = self.place(*told);
                let here = &self.places[at];
                if here.hash == 0 {
                    continue;
                }
                let (word, bit) = ((at >> 6) & 31, 1u64 << (at & 63));
                if seen[word] & bit != 0 && taken.contains(&(at as u32)) {
                    continue;
                }
                seen[word] |= bit;
                taken.push(at as u32);
                for (sum, weight) in total.iter_mut().zip(here.weights) {
                    *sum += i32::from(weight);
                }
            }
        }
        total
    }
}

/// So many places of weights are asked for before the first is looked at.
const AT_ONCE: usize = 64;

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
