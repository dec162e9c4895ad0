//! `municipalities.py`: which local government a written name means, and what it was called in a given year.

use crate::hash::FxMap;
use crate::model::{Day, Municipality, Version};
use crate::spec::{Json, Spec};

/// A day as `2026-07-01`.
fn date(text: &Json) -> Option<Day> {
    let mut parts = text.str().split('-');
    Some(Day {
        year: parts.next()?.parse().ok()?,
        month: parts.next()?.parse().ok()?,
        day: parts.next()?.parse().ok()?,
    })
}

fn string(text: &Json) -> Option<String> {
    (!text.is_null()).then(|| text.str().to_string())
}

fn version(told: &Json) -> Version {
    Version {
        code: told.get("code").str().to_string(),
        sido: told.get("sido").str().to_string(),
        name: told.get("name").str().to_string(),
        valid_from: date(told.get("valid_from")),
        valid_to: date(told.get("valid_to")),
        label: told.get("label").str().to_string(),
    }
}

/// All local governments, their versions in order of time.
pub fn read(spec: &Spec) -> Result<Vec<Municipality>, String> {
    let mut found = Vec::new();
    for told in spec.rest.get("municipalities").array() {
        let versions: Vec<Version> = told.get("versions").array().iter().map(version).collect();
        if versions.is_empty() {
            return Err(format!("{} has no version", told.get("id").str()));
        }
        found.push(Municipality {
            id: told.get("id").str().to_string(),
            versions,
            is_metropolitan: told.get("is_metropolitan").is_true(),
            sidos: told.get("sidos").array().iter().map(|x| x.str().to_string()).collect(),
            endings: told.get("endings").array().iter().filter_map(|x| x.str().chars().next()).collect(),
        });
    }
    Ok(found)
}

/// What one written form can mean (`Name` in Python), with places in `Core.municipalities`.
pub struct Name {
    pub full: Vec<usize>,
    pub stem: Vec<usize>,
    pub sido: Option<String>,
    pub district: Option<String>,
    pub weak: bool,
}

/// Every written form of a municipality, its 시도 or a district, with all that it can mean.
pub struct Names {
    pub by_form: FxMap<String, Name>,
}

impl Names {
    pub fn new(spec: &Spec, all: &[Municipality]) -> Result<Names, String> {
        let places = |written: &str, told: &Json| -> Result<Vec<usize>, String> {
            let found: Vec<usize> = told.array().iter().map(|x| x.number() as usize).collect();
            match found.iter().any(|&k| k >= all.len()) {
                true => Err(format!("{written} is no municipality")),
                false => Ok(found),
            }
        };
        let mut by_form = FxMap::default();
        for (written, told) in spec.rest.get("names").object() {
            let name = Name {
                full: places(written, told.get("full"))?,
                stem: places(written, told.get("stem"))?,
                sido: string(told.get("sido")),
                district: string(told.get("district")),
                weak: told.get("weak").is_true(),
            };
            by_form.insert(written.clone(), name);
        }
        Ok(Names { by_form })
    }

    pub fn get(&self, written: &str) -> Option<&Name> {
        self.by_form.get(written)
    }
}

impl Municipality {
    /// The version that names it in a row of `year`; `written` is "" where the text does not name it.
    pub fn version(&self, year: Option<i32>, published: Option<Day>, written: &str) -> &Version {
        let is_written = |v: &&Version| !written.is_empty() && written.ends_with(v.name.as_str());
        let only = |versions: &mut dyn Iterator<Item = &'_ Version>| -> Option<usize> {
            let mut found = versions.filter(is_written);
            let first = found.next()?;
            match found.next() {
                Some(_) => None,
                None => self.versions.iter().position(|v| std::ptr::eq(v, first)),
            }
        };
        let year = match (year, published) {
            (Some(year), _) => year,
            (None, Some(day)) => day.year,
            (None, None) => return only(&mut self.versions.iter()).map_or_else(|| self.today(), |k| &self.versions[k]),
        };
        let here = || self.versions.iter().filter(|v| v.overlaps(year));
        let mut all = here();
        let Some(first) = all.next() else {
            let is_before = self.versions[0].valid_from.is_some_and(|day| year < day.year);
            return &self.versions[if is_before { 0 } else { self.versions.len() - 1 }];
        };
        if all.next().is_none() {
            return first;
        }
        let day = match published {
            Some(day) if day.year == year => day,
            _ => match only(&mut here()) {
                Some(k) => return &self.versions[k],
                None => Day { year, month: 7, day: 1 },
            },
        };
        here().find(|v| v.holds(day)).or_else(|| here().next_back()).unwrap_or(first)
    }

    /// The name in force at the end of 2025, the last year before the reform of 2026.
    fn today(&self) -> &Version {
        let day = Day {
            year: 2025,
            month: 12,
            day: 31,
        };
        self.versions
            .iter()
            .find(|v| v.holds(day))
            .unwrap_or(&self.versions[self.versions.len() - 1])
    }

    pub fn existed(&self, year: i32) -> bool {
        self.versions.iter().any(|v| v.overlaps(year))
    }
}

impl Version {
    pub fn overlaps(&self, year: i32) -> bool {
        self.valid_from.map_or(true, |day| day.year <= year) && self.valid_to.map_or(true, |day| day.year >= year)
    }

    pub fn holds(&self, day: Day) -> bool {
        self.valid_from.map_or(true, |from| from <= day) && self.valid_to.map_or(true, |to| to >= day)
    }
}
