//! `cues.py`: the cue words that tell what a number, a grade or a sum of money is about, by class; one automaton finds them all.

use crate::lexicon::Automaton;
use crate::model::Cx;
use crate::spec::Spec;

/// The automaton over the cue words.
pub struct Cues {
    automaton: Automaton,
    /// the length and the class of each word
    words: Vec<(usize, String)>,
}

impl Cues {
    pub fn new(spec: &Spec) -> Result<Cues, String> {
        let told = spec.rest.get("cues").array();
        if told.iter().any(|x| x.array().len() != 2) {
            return Err("cues: no word".into());
        }
        Ok(Cues {
            automaton: Automaton::new(told.iter().map(|x| x.array()[0].str())),
            words: told
                .iter()
                .map(|x| (x.array()[0].str().chars().count(), x.array()[1].str().to_string()))
                .collect(),
        })
    }
}

/// `automaton().iter_long(text, start, end)`: start, end, class of each hit
pub fn find<'a>(cx: &Cx<'a>, start: usize, end: usize) -> Vec<(usize, usize, &'a str)> {
    let cues = &cx.core.cue_words;
    let mut found = Vec::new();
    cues.automaton.find(cx.text.chars, start, end, |end, word| {
        let (n, class) = &cues.words[word as usize];
        found.push((end - n, end, class.as_str()));
    });
    found
}
