//! `roles.py`: numbers of jobs, and the role of each: target, result, the excess of one over the other, or an old target.

use std::borrow::Cow;

use crate::model::*;
use crate::morphology::{self, tense};
use crate::re::Regex;
use crate::spec::{compiled, Spec};

pub const TARGET: &str = "target";
pub const ACTUAL: &str = "actual";
pub const EXCESS: &str = "excess";

/// The rules that ask more than their patterns.
#[derive(Clone, Copy, PartialEq)]
enum Asks {
    Nothing,
    OldTarget,
    SetAnew,
    Excess,
    OutOf,
    GoalInBrackets,
    GoalIs,
    BaseOfRate,
    BaseOfExcess,
    BaseThenResult,
}

/// A rule of `ROLES`.
struct Rule {
    name: String,
    role: String,
    left: Option<Regex>,
    right: Option<Regex>,
    asks: Asks,
}

/// The patterns of the module.
pub struct Rx {
    rules: Vec<Rule>,
    still_to_make: Regex,
    more: Regex,
    after_noun: Regex,
    before_noun: Regex,
    people_after: Regex,
    people_before: Regex,
    people_jobs_before: Regex,
    people_jobs_after: Regex,
    bullet_year: Regex,
    reached: Regex,
    of_a_year: Regex,
    bare_jobs_after: Regex,
    label_before: Regex,
    ends_after: Regex,
    sets_goal: Regex,
    goal_or_result_before: Regex,
    made_after: Regex,
    of_jobs: Regex,
    goal_after: Regex,
    moves_after: Regex,
    goal_around: Regex,
    number_before: Regex,
    pledged: Regex,
    of_all_jobs: Regex,
    goal_last: Regex,
    over_before: Regex,
    headline_after: Regex,
    rate_before: Regex,
    rate_after: Regex,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let re = |name: &str| spec.re(&format!("roles.{name}"));
        let mut rules = Vec::new();
        for told in spec.get("roles.ROLES")?.array() {
            let [name, role, left, right] = told.array() else {
                return Err("roles.ROLES: no rule".into());
            };
            let side = |x: &crate::spec::Json| if x.is_null() { Ok(None) } else { compiled(x).map(Some) };
            let asks = match name.str() {
                "old_target" => Asks::OldTarget,
                "set_anew" => Asks::SetAnew,
                "excess" => Asks::Excess,
                "out_of" => Asks::OutOf,
                "goal_in_brackets" => Asks::GoalInBrackets,
                "goal_is" => Asks::GoalIs,
                "base_of_rate" => Asks::BaseOfRate,
                "base_of_excess" => Asks::BaseOfExcess,
                "base_then_result" => Asks::BaseThenResult,
                _ => Asks::Nothing,
            };
            rules.push(Rule {
                name: name.str().into(),
                role: role.str().into(),
                left: side(left).map_err(|e| format!("roles.ROLES {}: {e}", name.str()))?,
                right: side(right).map_err(|e| format!("roles.ROLES {}: {e}", name.str()))?,
                asks,
            });
        }
        Ok(Rx {
            rules,
            still_to_make: re("_STILL_TO_MAKE")?,
            more: re("_MORE")?,
            after_noun: re("_AFTER_NOUN")?,
            before_noun: re("_BEFORE_NOUN")?,
            people_after: re("PEOPLE_AFTER")?,
            people_before: re("_PEOPLE_BEFORE")?,
            people_jobs_before: re("_PEOPLE_JOBS_BEFORE")?,
            people_jobs_after: re("PEOPLE_JOBS_AFTER")?,
            bullet_year: re("_BULLET_YEAR")?,
            reached: re("_REACHED")?,
            of_a_year: re("_OF_A_YEAR")?,
            bare_jobs_after: re("_BARE_JOBS_AFTER")?,
            label_before: re("_LABEL_BEFORE")?,
            ends_after: re("_ENDS_AFTER")?,
            sets_goal: re("_SETS_GOAL")?,
            goal_or_result_before: re("_GOAL_OR_RESULT_BEFORE")?,
            made_after: re("_MADE_AFTER")?,
            of_jobs: re("_OF_JOBS")?,
            goal_after: re("_GOAL_AFTER")?,
            moves_after: re("_MOVES_AFTER")?,
            goal_around: re("_GOAL_AROUND")?,
            number_before: re("_NUMBER_BEFORE")?,
            pledged: re("_PLEDGED")?,
            of_all_jobs: re("_OF_ALL_JOBS")?,
            goal_last: re("_GOAL_LAST")?,
            over_before: re("_OVER_BEFORE")?,
            headline_after: re("_HEADLINE_AFTER")?,
            rate_before: re("RATE_BEFORE")?,
            rate_after: re("RATE_AFTER")?,
        })
    }
}

fn finds(rx: &Regex, s: &[char]) -> bool {
    rx.finds(s, 0, s.len())
}

fn begins(rx: &Regex, s: &[char]) -> bool {
    rx.begins(s, 0, s.len())
}

/// Where a word of two characters stands last: `s.rfind(word)`
fn last_of(s: &[char], word: [char; 2]) -> Option<usize> {
    s.windows(2).rposition(|w| w == word)
}

const GOAL: [char; 2] = ['목', '표'];
const PLAN: [char; 2] = ['계', '획'];

/// `counts_jobs(amount, before, after, here, goes_on)`, with spans for the slices of the text: whether a number counts jobs, or people where
/// the sentence sets a goal in people. `here` is the sentence; `goes_on`: it has already told a number of jobs.
pub fn counts_jobs(cx: &Cx, amount: &Amount, before: Span, after: Span, here: Span, goes_on: bool) -> bool {
    let rx = &cx.core.roles;
    if amount.value != amount.value.trunc() || amount.value < 10.0 {
        return false;
    }
    let b = cx.text.slice(before.start, before.end);
    let a = cx.text.slice(after.start, after.end);
    if amount.unit == Unit::Jobs {
        return !(begins(&rx.before_noun, a) || finds(&rx.after_noun, b));
    }
    if amount.unit == Unit::Bare {
        return amount.value >= 100.0 && (begins(&rx.bare_jobs_after, a) || (begins(&rx.ends_after, a) && finds(&rx.label_before, b)));
    }
    if amount.unit != Unit::Persons {
        return false;
    }
    if begins(&rx.people_jobs_after, a) || finds(&rx.people_jobs_before, b) {
        return true;
    }
    let here = cx.text.slice(here.start, here.end);
    if counts_people_(rx, b, a) {
        return finds(&rx.sets_goal, here);
    }
    if finds(&rx.goal_or_result_before, b) {
        return true;
    }
    if goes_on && amount.value >= 100.0 && begins(&rx.made_after, a) {
        return true;
    }
    begins(&rx.goal_after, a) && finds(&rx.of_jobs, here)
}

/// `counts_people` where the words around tell of no jobs.
fn counts_people_(rx: &Rx, before: &[char], after: &[char]) -> bool {
    begins(&rx.people_after, after) || finds(&rx.people_before, before)
}

/// Whether a number in 명 counts people who took part, were hired or trained, rather than jobs.
pub fn counts_people(cx: &Cx, before: Span, after: Span) -> bool {
    let rx = &cx.core.roles;
    let b = cx.text.slice(before.start, before.end);
    let a = cx.text.slice(after.start, after.end);
    counts_people_(rx, b, a) && !(begins(&rx.people_jobs_after, a) || finds(&rx.people_jobs_before, b))
}

/// What is known of the next number in the sentence.
pub struct Next {
    pub unit: Option<Unit>,
    pub value: f64,
    pub gap: usize,
}

/// `_BULLET_YEAR.sub(" ", before)`
fn without_year<'s>(rx: &Rx, before: &'s [char]) -> Cow<'s, [char]> {
    let years = rx.bullet_year.find_all(before, 0, before.len());
    if years.is_empty() {
        return Cow::Borrowed(before);
    }
    let mut found = Vec::with_capacity(before.len());
    let mut at = 0;
    for m in &years {
        found.extend_from_slice(&before[at..m.start()]);
        found.push(' ');
        at = m.end();
    }
    found.extend_from_slice(&before[at..]);
    Cow::Owned(found)
}

/// The rule that tells the role of the number `text[number]`, and the role.
///
/// `next` tells of the next number in the sentence, `own_time_at` where its year stands.
#[allow(clippy::too_many_arguments)]
pub fn role_of<'a>(
    cx: &Cx<'a>,
    number: Span,
    sentence: Span,
    before: Span,
    after: Span,
    next: Next,
    own_time_at: Option<usize>,
    is_title: bool,
) -> (&'a str, &'a str) {
    let rx = &cx.core.roles;
    let whole_before = cx.text.slice(sentence.start, number.start);
    let before = without_year(rx, cx.text.slice(before.start, before.end));
    let before: &[char] = &before;
    let after = cx.text.slice(after.start, after.end);
    if begins(&rx.more, after) && finds(&rx.still_to_make, &whole_before[whole_before.len().saturating_sub(30)..]) {
        return ("still_to_make", EXCESS);
    }
    let follows_jobs = matches!(next.unit, Some(Unit::Jobs) | Some(Unit::Persons));
    for rule in &rx.rules {
        if !rule.right.as_ref().map_or(true, |right| begins(right, after)) || !rule.left.as_ref().map_or(true, |left| finds(left, before)) {
            continue;
        }
        match rule.asks {
            Asks::Nothing => {}
            Asks::SetAnew => {
                if last_of(whole_before, GOAL).is_none() && last_of(whole_before, PLAN).is_none() && begins(&rx.moves_after, after) {
                    continue;
                }
            }
            Asks::OldTarget => {
                if !follows_jobs {
                    continue;
                }
                match last_of(whole_before, GOAL) {
                    // '목표는 지난해 A개에서 올해 B개로': both are targets
                    Some(goal) if own_time_at.is_some_and(|at| at > sentence.start + goal) => {
                        return ("old_and_new", TARGET);
                    }
                    None if last_of(whole_before, PLAN).is_none() => continue,
                    _ => {}
                }
            }
            Asks::OutOf => {
                if !follows_jobs || !finds(&rx.goal_around, &[before, after].concat()) {
                    continue;
                }
            }
            Asks::Excess => {
                if finds(&rx.number_before, &before[before.len().saturating_sub(6)..]) && !finds(&rx.pledged, whole_before) {
                    continue;
                }
            }
            Asks::BaseOfRate => {
                if next.unit != Some(Unit::Percent)
                    || next.gap > 26
                    || finds(&rx.of_all_jobs, before)
                    || (next.value < 40.0 && last_of(before, GOAL).is_none())
                {
                    continue;
                }
            }
            Asks::BaseOfExcess => {
                if !follows_jobs || next.gap > 26 {
                    continue;
                }
                if finds(&rx.of_a_year, before) && !finds(&rx.goal_last, before) {
                    return ("base_of_a_year", ACTUAL);
                }
            }
            Asks::BaseThenResult => {
                if !follows_jobs || next.gap > 26 {
                    continue;
                }
            }
            Asks::GoalInBrackets => {
                if finds(&rx.over_before, before) {
                    continue;
                }
            }
            Asks::GoalIs => {
                if rx.reached.begins(cx.text.chars, number.end, cx.text.len()) {
                    return ("reached", ACTUAL);
                }
                if finds(&rx.over_before, before) {
                    continue;
                }
            }
        }
        return (&rule.name, &rule.role);
    }
    match tense(cx, number.end, sentence.end) {
        Some(morphology::FUTURE) => ("future", TARGET),
        Some(_) => ("past", ACTUAL),
        None if is_title && begins(&rx.headline_after, after) => ("headline", TARGET),
        None => ("-", ACTUAL),
    }
}

// -- rates -------------------------------------------------------------------------------------------------------------------

/// `RATE_BEFORE.search(text[before])`
pub fn rate_before(cx: &Cx, before: Span) -> bool {
    finds(&cx.core.roles.rate_before, cx.text.slice(before.start, before.end))
}

/// `RATE_AFTER.match(text[after])`
pub fn rate_after(cx: &Cx, after: Span) -> bool {
    begins(&cx.core.roles.rate_after, cx.text.slice(after.start, after.end))
}
