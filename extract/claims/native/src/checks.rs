//! `checks.py`: what speaks against a claim, and how much it lowers the confidence.

use crate::model::*;
use crate::spec::Spec;

/// What each reason leaves of a confidence, how sure a claim is at least, and the year of the first award.
pub struct Rx {
    factors: Vec<(String, f64)>,
    odds: f64,
    pub sure_enough: f64,
    first_award: i32,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let factors = spec
            .get("checks.FACTORS")?
            .object()
            .iter()
            .map(|(reason, x)| (reason.clone(), x.number()))
            .collect();
        Ok(Rx {
            factors,
            odds: spec.get("checks._ODDS")?.number(),
            sure_enough: spec.get("checks.SURE_ENOUGH")?.number(),
            first_award: spec.get("checks._FIRST_AWARD")?.number() as i32,
        })
    }

    /// How sure a claim is, from the product of the probabilities of its links, lowered by the reasons against it, to three places.
    pub fn doubted(&self, product: f64, reasons: &[&str]) -> f64 {
        let mut product = product;
        for reason in reasons {
            product *= self.factors.iter().find(|(r, _)| r == reason).map_or(1.0, |(_, x)| *x);
        }
        rounded(product * self.odds / (product * self.odds + 1.0 - product))
    }

    /// An edition lies between the first one and the publication.
    pub fn doubts_of_award(&self, year: Option<i32>, published: Option<Day>, is_national: bool) -> Option<&'static str> {
        let year = year?;
        if is_national && year < self.first_award {
            return Some("a year before the award began");
        }
        published.filter(|day| year > day.year).map(|_| "a year still to come")
    }
}

/// `round(x, 3)`: of the exact binary value, half to even, as the formatting of Rust does.
fn rounded(x: f64) -> f64 {
    format!("{x:.3}").parse().unwrap_or(x)
}

/// The municipality must have existed in the row's year, under whatever name.
pub fn doubts_of_place(who: &Who, year: Option<i32>) -> Option<&'static str> {
    match year {
        Some(year) if !who.municipality.existed(year) => Some("the municipality did not exist in that year"),
        _ => None,
    }
}

/// Target, result and rate must fit each other: the rate is printed with one decimal at most, the numbers may be rounded.
pub fn doubts_of_figures(target: Option<i64>, actual: Option<i64>, pct: Option<f64>) -> Option<&'static str> {
    let (target, actual) = (target.filter(|x| *x != 0)?, actual.filter(|x| *x != 0)?);
    let computed = actual as f64 / target as f64 * 100.0;
    match pct {
        Some(pct) => ((computed - pct).abs() > f64::max(1.5, 0.02 * pct)).then_some("the rate does not fit target and result"),
        None => (!(30.0..=500.0).contains(&computed)).then_some("result far from the target"),
    }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn rounds_as_python_does() {
        // the ties that three places can have
        let told = [0.0625, 0.1875, 0.3125, 0.4375, 0.5625, 0.6875, 0.8125, 0.9375];
        let right = [0.062, 0.188, 0.312, 0.438, 0.562, 0.688, 0.812, 0.938];
        for (x, r) in told.iter().zip(right) {
            assert_eq!(rounded(*x), r);
        }
        assert_eq!(rounded(0.0005), 0.001); // a little more than the half
        assert_eq!(rounded(0.0015), 0.002);
        assert_eq!(rounded(0.0025), 0.003);
        assert_eq!(rounded(0.9995), 1.0);
        assert_eq!(rounded(0.0003), 0.0);
    }
}
