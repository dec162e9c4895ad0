//! The reader of claims, compiled: what `extract/claims/*.py` do, module by module, word for word, some fifteen times as fast.
//!
//! Python is where the rules stand and where they are explained; it hands its patterns, word lists, names and weights over (`spec`), so that a
//! new word or pattern is written once. What the functions do is written twice, and a test holds the two together.

mod ahead;
mod arena;
mod awards;
mod checks;
mod completions;
mod core;
mod cues;
mod document;
mod ffi;
mod figures;
mod frames;
mod hash;
mod incentives;
mod json;
mod letters;
mod levels;
mod lexicon;
mod mentions;
mod model;
mod morphology;
mod municipalities;
mod numbers;
mod pool;
mod rates;
mod re;
mod reader;
mod roles;
mod rows;
mod scopes;
mod scorer;
mod segments;
mod sentences;
mod series;
mod spec;
mod surroundings;
mod targets;
mod text;
mod times;
mod when;
mod who;
mod whose;

#[global_allocator]
static POOL: pool::Pool = pool::Pool;
