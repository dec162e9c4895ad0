//! All that does not change from article to article: patterns, words, names, weights.

use crate::model::Municipality;
use crate::spec::Spec;
use crate::*;

pub struct Core {
    pub municipalities: Vec<Municipality>,
    pub names: municipalities::Names,
    pub lexicon: lexicon::Lexicon,
    pub cue_words: cues::Cues,
    pub weights: scorer::Weights,
    pub awards: awards::Rx,
    pub document: document::Rx,
    pub frames: frames::Rx,
    pub incentives: incentives::Rx,
    pub levels: levels::Rx,
    pub mentions: mentions::Rx,
    pub morphology: morphology::Rx,
    pub numbers: numbers::Rx,
    pub rates: rates::Rx,
    pub reader: reader::Rx,
    pub roles: roles::Rx,
    pub rows: rows::Rx,
    pub scopes: scopes::Rx,
    pub segments: segments::Rx,
    pub sentences: sentences::Rx,
    pub series: series::Rx,
    pub surroundings: surroundings::Rx,
    pub targets: targets::Rx,
    pub times: times::Rx,
    pub when: when::Rx,
    pub who: who::Rx,
    pub whose: whose::Rx,
}

impl Core {
    pub fn new(spec: &str) -> Result<Core, String> {
        let spec = Spec::parse(spec)?;
        let municipalities = municipalities::read(&spec)?;
        Ok(Core {
            names: municipalities::Names::new(&spec, &municipalities)?,
            lexicon: lexicon::Lexicon::new(&spec)?,
            cue_words: cues::Cues::new(&spec)?,
            weights: scorer::Weights::new(&spec)?,
            municipalities,
            awards: awards::Rx::new(&spec)?,
            document: document::Rx::new(&spec)?,
            frames: frames::Rx::new(&spec)?,
            incentives: incentives::Rx::new(&spec)?,
            levels: levels::Rx::new(&spec)?,
            mentions: mentions::Rx::new(&spec)?,
            morphology: morphology::Rx::new(&spec)?,
            numbers: numbers::Rx::new(&spec)?,
            rates: rates::Rx::new(&spec)?,
            reader: reader::Rx::new(&spec)?,
            roles: roles::Rx::new(&spec)?,
            rows: rows::Rx::new(&spec)?,
            scopes: scopes::Rx::new(&spec)?,
            segments: segments::Rx::new(&spec)?,
            sentences: sentences::Rx::new(&spec)?,
            series: series::Rx::new(&spec)?,
            surroundings: surroundings::Rx::new(&spec)?,
            targets: targets::Rx::new(&spec)?,
            times: times::Rx::new(&spec)?,
            when: when::Rx::new(&spec)?,
            who: who::Rx::new(&spec)?,
            whose: whose::Rx::new(&spec)?,
        })
    }
}
