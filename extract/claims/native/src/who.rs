//! `who.py`: whose claim a sentence makes: ambiguous names resolved from their context, and the article's subject carried along.

use crate::hash::FxMap;
use crate::mentions;
use crate::model::*;
use crate::municipalities::Name;
use crate::spec::Spec;
use crate::text;

crate::patterns! { "who", pub struct Patterns {
    join: "_JOIN",
    join_title: "_JOIN_TITLE",
    led_by_grade: "_LED_BY_GRADE",
    figure: "_FIGURE",
    name_by_what_follows: "_NAME_BY_WHAT_FOLLOWS",
    byline: "_BYLINE",
    addressed: "_ADDRESSED",
    head_of: "_HEAD_OF",
    dot: "_DOT",
    dateline: "_DATELINE",
    signed: "_SIGNED",
    at_venue: "_AT_VENUE",
    takes_place: "_TAKES_PLACE",
    among_metropolitan: "_AMONG_METROPOLITAN",
    with_metropolitan: "_WITH_METROPOLITAN",
    tail: "_TAIL",
    mark: "_MARK",
    item: "_ITEM",
    with: "_WITH",
} }

/// The roles of places, and what a list that is only begun has.
const ROLES: [&str; 13] = [
    "top", "acc", "dat", "loc", "gen", "com", "inst", "cop", "cmp", "mod", "part", "end", "incl",
];

pub struct Rx {
    pub re: Patterns,
    /// the groups `incl` and `p` of `_TAIL`
    incl: usize,
    p: usize,
    words_of_the_trade: Vec<String>,
    seats: Vec<String>,
    /// by particle
    roles: Vec<(String, &'static str)>,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let re = Patterns::new(spec)?;
        let mut roles = Vec::new();
        for (particle, role) in spec.get("who._ROLES")?.object() {
            let known = ROLES.iter().find(|r| **r == role.str());
            roles.push((
                particle.clone(),
                *known.ok_or_else(|| format!("who._ROLES: no role {}", role.str()))?,
            ));
        }
        Ok(Rx {
            incl: re.tail.named("incl"),
            p: re.tail.named("p"),
            re,
            words_of_the_trade: spec.strings("who._WORDS_OF_THE_TRADE")?,
            seats: spec.strings("who._SEATS")?,
            roles,
        })
    }

    fn is_of_the_trade(&self, written: &str) -> bool {
        self.words_of_the_trade.iter().any(|w| w == written)
    }

    fn role(&self, particle: &str) -> &'static str {
        self.roles.iter().find(|(p, _)| p == particle).map_or("end", |(_, role)| role)
    }
}

/// Who 시, 군, 구 and 도 stand for. Two of these whos are the same only if they are the same object, as in Python.
type ByEnding<'a> = &'a [(char, &'a Who<'a>)];

type Candidates<'a> = &'a [&'a Municipality];

/// How much speaks for each government, in order of their first mention.
struct Points<'a>(Vec<(&'a Who<'a>, f64)>);

impl<'a> Points<'a> {
    fn speak_for(&mut self, who: &'a Who<'a>, weight: f64) {
        match self.0.iter_mut().find(|(first, _)| first.is(who)) {
            Some((_, points)) => *points += weight,
            None => self.0.push((who, weight)),
        }
    }
}

/// Who is who in one article. Built once from all sentences; asked by the grammar of each kind of claim.
pub struct Scene<'a> {
    pub main: Option<Who<'a>>,
    pub published: Option<Day>,
    cx: Cx<'a>,
    known: FxMap<usize, Option<&'a Municipality>>,
    /// where the text names or implies a 시도
    sidos: Vec<(usize, &'a str)>,
    hint_sidos: Vec<&'a str>,
    named_sidos: Vec<&'a str>,
    /// what a name without its ending has meant in this article
    stems: FxMap<&'a str, &'a Municipality>,
    byline_whos: Vec<&'a Who<'a>>,
    groups: Vec<Option<&'a [Group<'a>]>>,
    carried: Vec<Option<&'a Who<'a>>>,
    by_ending: Vec<ByEnding<'a>>,
}

/// The places that a sentence names.
fn places<'s, 'a>(sentence: &'s Sentence<'a>) -> impl Iterator<Item = (&'s Mention<'a>, Place<'a>)> {
    sentence.mentions.iter().filter_map(|m| match m.value {
        Value::Place(place) if m.kind == Kind::Place => Some((m, place)),
        _ => None,
    })
}

/// 시는, 군의, … that a sentence names.
fn subjects<'s>(sentence: &'s Sentence<'s>) -> impl Iterator<Item = Subject> + 's {
    sentence.mentions.iter().filter_map(|m| match m.value {
        Value::Subject(subject) if m.kind == Kind::Subject => Some(subject),
        _ => None,
    })
}

fn who<'a>(municipality: &'a Municipality, written: &'a str, start: usize, end: usize) -> Who<'a> {
    Who {
        municipality,
        written,
        start,
        end,
        is_carried: false,
    }
}

/// The last word of a written name.
fn last_word(written: &str) -> &str {
    text::split(written).next_back().unwrap_or("")
}

/// A word without its last character.
fn without_ending(word: &str) -> &str {
    word.char_indices().next_back().map_or("", |(at, _)| &word[..at])
}

fn has(sidos: &[&str], sido: &str) -> bool {
    sidos.contains(&sido)
}

fn is_in_any(municipality: &Municipality, sidos: &[&str]) -> bool {
    municipality.sidos.iter().any(|s| has(sidos, s))
}

/// The one of them that passes, if only one does.
fn only<'a>(all: Candidates<'a>, passes: impl Fn(&Municipality) -> bool) -> Option<&'a Municipality> {
    let mut fitting = all.iter().copied().filter(|c| passes(c));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// The last character of its name: 시, 군, 구 or 도.
fn ending_of(municipality: &Municipality) -> char {
    if municipality.id == "m12000" {
        return '시';
    }
    municipality
        .versions
        .last()
        .and_then(|v| v.name.chars().next_back())
        .unwrap_or('시')
}

fn get<'a>(by_ending: ByEnding<'a>, ending: char) -> Option<&'a Who<'a>> {
    by_ending.iter().find(|(e, _)| *e == ending).map(|(_, who)| *who)
}

/// The government of a 시도 by its short form.
fn metropolitan_of<'a>(cx: &Cx<'a>, sido: &str) -> Option<&'a Municipality> {
    cx.core
        .municipalities
        .iter()
        .find(|m| m.is_metropolitan && m.versions.iter().any(|v| v.sido == sido))
}

/// Whether a middle dot joins a place to the place before or behind it.
fn is_joined(cx: &Cx, places: &[(&Mention, Place)], at: usize) -> bool {
    let is_dot = |from: usize, to: usize| {
        from < to && cx.core.who.re.dot.begins(cx.text.chars, from, to) && text::len(text::strip(cx.text.str(from, to))) == 1
    };
    let here = places[at].0;
    (at > 0 && is_dot(places[at - 1].0.end, here.start))
        || places.get(at + 1).is_some_and(|(next, _)| is_dot(here.end, next.start))
        || is_with(cx, places, at)
}

/// Whether 와 or 과 joins a place to one that is no ordinary word: '전주와 익산이'.
fn is_with(cx: &Cx, places: &[(&Mention, Place)], at: usize) -> bool {
    let rx = &cx.core.who;
    if rx.is_of_the_trade(places[at].1.written) {
        return false;
    }
    let joins = |a: usize, b: usize, other: usize| {
        let (from, to) = (places[a].0.end, places[b].0.start);
        !places[other].1.is_weak && !places[other].1.is_district && from < to && rx.re.with.is_whole(cx.text.chars, from, to)
    };
    (at > 0 && joins(at - 1, at, at - 1)) || (at + 1 < places.len() && joins(at, at + 1, at + 1))
}

impl<'a> Scene<'a> {
    pub fn new(cx: &Cx<'a>, sentences: &[Sentence<'a>], hints: &[Span], published: Option<Day>) -> Scene<'a> {
        let mut scene = Scene {
            main: None,
            published,
            cx: *cx,
            known: FxMap::default(),
            sidos: Vec::new(),
            hint_sidos: Vec::new(),
            named_sidos: Vec::new(),
            stems: FxMap::default(),
            byline_whos: Vec::new(),
            groups: vec![None; sentences.len()],
            carried: Vec::with_capacity(sentences.len()),
            by_ending: Vec::with_capacity(sentences.len()),
        };
        scene.resolve_all(sentences, hints);
        let main = scene.find_main(sentences);
        scene.main = main.copied();
        scene.carry(sentences, main);
        for (index, sentence) in sentences.iter().enumerate() {
            scene.groups_of(index, sentence);
        }
        scene
    }

    fn new_who(&self, municipality: &'a Municipality, written: &'a str, start: usize, end: usize) -> &'a Who<'a> {
        self.cx.arena.alloc(who(municipality, written, start, end))
    }

    // -- names -------------------------------------------------------------------------------------------------------------
    fn day(&self) -> Day {
        self.published.unwrap_or(Day {
            year: 2025,
            month: 12,
            day: 31,
        })
    }

    /// The candidates that existed when the article was written; all, if none did or the day is unknown.
    fn alive(&self, candidates: Candidates<'a>) -> Candidates<'a> {
        if candidates.len() < 2 {
            return candidates;
        }
        let day = self.day();
        let holds = |c: &Municipality| c.versions.iter().any(|v| v.holds(day));
        let n = candidates.iter().filter(|c| holds(c)).count();
        if n == 0 || n == candidates.len() {
            return candidates;
        }
        let alive: Vec<&'a Municipality> = candidates.iter().copied().filter(|c| holds(c)).collect();
        self.cx.arena.slice(&alive)
    }

    /// The first government alive that a written form means, as a name without its ending before one with it.
    fn first_alive(&self, name: &Name) -> Option<&'a Municipality> {
        let core = self.cx.core;
        let of = if name.stem.is_empty() { &name.full } else { &name.stem };
        let day = self.day();
        let all = || of.iter().map(|k| &core.municipalities[*k]);
        let alive = all().find(|c| c.versions.iter().any(|v| v.holds(day)));
        alive.or_else(|| all().next())
    }

    fn resolve_all(&mut self, sentences: &[Sentence<'a>], hints: &[Span]) {
        let cx = self.cx;
        let re = &cx.core.who.re;
        let t = cx.text;
        let mut open: Vec<(&Mention<'a>, Place<'a>)> = Vec::new();
        for (mention, place) in sentences.iter().flat_map(places) {
            let alive = self.alive(place.candidates);
            if let Some(sido) = place.sido {
                if !sido.is_empty() {
                    self.sidos.push((mention.start, sido));
                }
            }
            if alive.len() == 1 {
                let one = alive[0];
                self.known.insert(mention.start, Some(one));
                if !place.is_bare {
                    self.stems.entry(without_ending(last_word(place.written))).or_insert(one);
                    self.sidos.push((mention.start, self.sido_of(one)));
                } else if one.is_metropolitan && !(place.role == "mod" && re.at_venue.begins(t.chars, mention.end, t.len())) {
                    self.sidos.push((mention.start, self.sido_of(one)));
                }
            } else if !alive.is_empty() {
                open.push((mention, place));
            }
        }
        for hint in hints {
            if let Some((a, b)) = re.byline.search(t.chars, hint.start, hint.end).and_then(|m| m.group(1)) {
                let written = t.str(a, b);
                let name = cx
                    .core
                    .names
                    .get(written)
                    .filter(|_| !cx.core.who.seats.iter().any(|s| s == written));
                if let Some(municipality) = name.and_then(|name| self.first_alive(name)) {
                    self.byline_whos.push(self.new_who(municipality, written, a, b));
                }
            }
            for mention in mentions::words(&cx, hint.start, hint.end) {
                if let Value::Place(place) = mention.value {
                    let alive = self.alive(place.candidates);
                    if let Some(candidate) = alive.first() {
                        let sido = self.sido_of(candidate);
                        if (candidate.is_metropolitan || alive.len() == 1) && !has(&self.hint_sidos, sido) {
                            self.hint_sidos.push(sido);
                        }
                    }
                }
            }
        }
        self.sidos.sort_unstable();
        for (_, sido) in &self.sidos {
            if !has(&self.named_sidos, sido) {
                self.named_sidos.push(sido);
            }
        }
        let mut seen: FxMap<&'a str, &'a Municipality> = FxMap::default();
        for (mention, place) in open {
            let surface = last_word(place.written);
            if place.sido.is_none() {
                if let Some(municipality) = seen.get(surface) {
                    self.known.insert(mention.start, Some(municipality));
                    continue;
                }
            }
            let chosen = self.choose(mention, &place);
            self.known.insert(mention.start, chosen);
            if let Some(municipality) = chosen {
                seen.insert(surface, municipality);
                self.stems.entry(without_ending(surface)).or_insert(municipality);
            }
        }
        self.settle_joined(&cx, sentences);
    }

    /// A name that is an ordinary word too is a name throughout where it is joined to another once: '대구와 경북의 … 대구도 사정이 비슷하다'.
    fn settle_joined(&mut self, cx: &Cx<'a>, sentences: &[Sentence<'a>]) {
        for sentence in sentences {
            let named: Vec<(&Mention<'a>, Place<'a>)> = places(sentence).collect();
            for (i, (mention, place)) in named.iter().enumerate() {
                let known = self.known.get(&mention.start).copied().flatten();
                let Some(known) = known.filter(|_| place.is_bare && place.is_weak) else {
                    continue;
                };
                if is_with(cx, &named, i) {
                    self.stems.entry(place.written).or_insert(known);
                }
            }
        }
    }

    fn sido_of(&self, municipality: &'a Municipality) -> &'a str {
        let day = self.day();
        let version = municipality
            .versions
            .iter()
            .find(|v| v.holds(day))
            .or_else(|| municipality.versions.last());
        version.map_or("", |v| &v.sido)
    }

    /// Which of several governments a bare 중구 or 고성군 is: by the 시도 that the article speaks of, nearest before it first.
    fn choose(&self, mention: &Mention<'a>, place: &Place<'a>) -> Option<&'a Municipality> {
        let alive = self.alive(place.candidates);
        if !place.is_bare {
            if let Some(told) = self.stems.get(without_ending(last_word(place.written))) {
                if alive.iter().any(|c| same(*c, *told)) {
                    return Some(told); // the article has written it out: '경기도 광주시가 … 광주시는'
                }
            }
        }
        if let Some(metropolitan) = alive.iter().copied().find(|c| c.is_metropolitan) {
            if place.is_bare {
                return Some(metropolitan); // 광주 beside 경북, 대구 …: the metropolitan city
            }
            // 광주시: the metropolitan city, unless the article is about 경기도
            if let Some(basic) = alive.iter().copied().find(|c| !c.is_metropolitan) {
                let named = &self.named_sidos;
                if !self.is_beside_metropolitan(mention)
                    && !alive.iter().any(|c| c.is_metropolitan && is_in_any(c, named))
                    && alive
                        .iter()
                        .any(|c| !c.is_metropolitan && (is_in_any(c, named) || is_in_any(c, &self.hint_sidos)))
                {
                    return Some(basic);
                }
            }
            return Some(metropolitan);
        }
        // the nearest 시도 before it that has such a government; an article names few of them, so the search is short
        let stop = self.sidos.partition_point(|(at, _)| *at <= mention.start);
        for at in (stop.saturating_sub(399)..stop).rev() {
            let sido = self.sidos[at].1;
            if let Some(one) = only(alive, |c| c.sidos.iter().any(|s| s == sido)) {
                return Some(one);
            }
        }
        only(alive, |c| is_in_any(c, &self.named_sidos)).or_else(|| only(alive, |c| is_in_any(c, &self.hint_sidos)))
    }

    /// Whether a name stands among those of provinces and metropolises: '광역에서는 광주시와 경북도가'.
    fn is_beside_metropolitan(&self, mention: &Mention<'a>) -> bool {
        let (re, t) = (&self.cx.core.who.re, self.cx.text);
        let before = t.slice(mention.start.saturating_sub(14), mention.start);
        re.among_metropolitan.finds(before, 0, before.len()) || re.with_metropolitan.begins(t.chars, mention.end, t.len())
    }

    /// What a place mention means here, or None where the article does not settle it.
    ///
    /// A name that is an ordinary word too (수원, 예산) counts where it is joined to other names or has a figure behind it.
    fn municipality(&self, mention: &Mention<'a>, place: &Place<'a>, is_joined: impl FnOnce() -> bool) -> Option<&'a Municipality> {
        let (rx, t) = (&self.cx.core.who, self.cx.text);
        let found = self.known.get(&mention.start).copied().flatten();
        if found.is_none() || !place.is_bare || place.sido.is_some_and(|s| !s.is_empty()) {
            return found;
        }
        if let Some(meant) = self.stems.get(place.written) {
            return Some(meant);
        }
        if !place.is_weak || is_joined() || rx.re.figure.begins(t.chars, mention.end, t.len()) {
            return found;
        }
        if !rx.is_of_the_trade(place.written) && rx.re.name_by_what_follows.begins(t.chars, mention.end, t.len()) {
            return found;
        }
        None // an ordinary word, for all that this article says
    }

    /// Whether a name that is an ordinary word too stands where a winner stands ('영광이 최우수상', '특별상은 당진') in its own 시도's news.
    fn has_grade(&self, sentence: &Sentence<'a>, mention: &Mention<'a>, place: &Place<'a>) -> bool {
        if !place.is_weak || matches!(place.role, "acc" | "part" | "mod") {
            return false;
        }
        let Some(found) = self.known.get(&mention.start).copied().flatten() else {
            return false;
        };
        if !is_in_any(found, &self.named_sidos) {
            return false;
        }
        sentence.mentions.iter().filter(|g| g.kind == Kind::Grade).any(|g| {
            (place.role == "top" && g.start >= place.after && g.start - place.after <= 2)
                || (g.end <= mention.start && self.cx.core.who.re.led_by_grade.is_whole(self.cx.text.chars, g.end, mention.start))
        })
    }

    // -- groups ------------------------------------------------------------------------------------------------------------
    /// The municipalities of a sentence, those that it joins taken together.
    pub fn groups(&self, index: usize) -> &'a [Group<'a>] {
        self.groups.get(index).copied().flatten().unwrap_or(&[])
    }

    /// The same while the scene is built.
    fn groups_of(&mut self, index: usize, sentence: &Sentence<'a>) -> &'a [Group<'a>] {
        if let Some(found) = self.groups[index] {
            return found;
        }
        let found = self.read_groups(sentence);
        self.groups[index] = Some(found);
        found
    }

    fn read_groups(&self, sentence: &Sentence<'a>) -> &'a [Group<'a>] {
        let cx = &self.cx;
        let (rx, t) = (&cx.core.who, cx.text);
        let places: Vec<(&Mention<'a>, Place<'a>)> = places(sentence).collect();
        if places.is_empty() {
            return &[];
        }
        let mut found: Vec<Group<'a>> = Vec::new();
        let mut members: Vec<Who<'a>> = Vec::new();
        let mut is_any_bare = false;
        let signed = rx.re.signed.matches(t.chars, sentence.start, sentence.end);
        let dateline = signed.map(|m| m.end());
        let join = if sentence.is_title { &rx.re.join_title } else { &rx.re.join };
        for (i, (mention, place)) in places.iter().enumerate() {
            let municipality = self.municipality(mention, place, || {
                is_joined(cx, &places, i) || self.has_grade(sentence, mention, place)
            });
            let Some(municipality) = municipality else { continue };
            if place.is_district || dateline.is_some_and(|end| mention.end <= end) {
                continue;
            }
            members.push(who(municipality, place.written, mention.start, mention.end));
            is_any_bare |= place.is_bare;
            if let Some((next, following)) = places.get(i + 1) {
                let gap = t.slice(mention.end, next.start);
                if !following.is_district
                    && join.begins(gap, 0, gap.len())
                    && !(following.role == "loc" && i + 2 < places.len() && following.is_bare)
                {
                    continue;
                }
            }
            let (mut role, mut after) = (place.role, place.after);
            if matches!(role, "end" | "mod" | "acc") {
                if let Some(tail) = rx.re.tail.matches(t.chars, mention.end, t.len()).filter(|m| m.end() > mention.end) {
                    if tail.group(rx.incl).is_some() {
                        (role, after) = ("incl", tail.end());
                    } else if let Some((a, b)) = tail.group(rx.p) {
                        if role != "acc" {
                            (role, after) = (rx.role(t.str(a, b)), tail.end());
                        }
                    }
                }
            }
            if matches!(role, "end" | "mod" | "gen") && members.len() == 1 && self.is_venue(mention, place) {
                role = "loc";
            }
            if matches!(role, "end" | "mod") && self.heads_item(sentence, members[0].start, mention.end) {
                role = "top";
            }
            let ending = place.written.chars().next_back();
            let is_shared = !place.is_bare && ending.is_some_and(|e| members.iter().all(|w| w.municipality.endings.contains(&e)));
            found.push(Group {
                members: cx.arena.slice(&members),
                start: members[0].start,
                end: mention.end,
                role,
                after,
                is_bare: is_any_bare && !is_shared,
            });
            members.clear();
            is_any_bare = false;
        }
        if let (Some(first), Some(last)) = (members.first(), members.last()) {
            // the last of a list was a district or unknown
            let members = cx.arena.slice(&members);
            found.push(Group {
                members,
                start: first.start,
                end: last.end,
                role: "end",
                after: last.end,
                is_bare: is_any_bare,
            });
        }
        cx.arena.slice(&found)
    }

    /// Whether a name only says where something takes place.
    fn is_venue(&self, mention: &Mention<'a>, place: &Place<'a>) -> bool {
        let (re, t) = (&self.cx.core.who.re, self.cx.text);
        match re.at_venue.matches(t.chars, mention.end, t.len()) {
            Some(venue) => place.is_bare || re.takes_place.begins(t.chars, venue.end(), t.len()),
            None => false,
        }
    }

    /// Whether names head an item of a digest, whose text is about them: '◇청주시=지난해 …', '▲양산시' above its lines.
    fn heads_item(&self, sentence: &Sentence<'a>, start: usize, end: usize) -> bool {
        let (re, t) = (&self.cx.core.who.re, self.cx.text);
        if sentence.is_title || start < sentence.start || !re.mark.is_whole(t.chars, sentence.start, start) {
            return false;
        }
        (end <= sentence.end && re.item.begins(t.chars, end, sentence.end))
            || (!text::strip(t.str(sentence.start, start)).is_empty() && text::strip(t.str(end, sentence.end)).is_empty())
    }

    // -- subjects ----------------------------------------------------------------------------------------------------------
    /// The government that the article is about: for it speak title, dateline, the subjects of the first sentences, and the words 시는, 군은,
    /// 구는, 도는 of the whole text.
    fn find_main(&mut self, sentences: &[Sentence<'a>]) -> Option<&'a Who<'a>> {
        let cx = self.cx;
        let (re, t) = (&cx.core.who.re, cx.text);
        let mut points = Points(Vec::new());
        let (mut n_body, mut n_title) = (0, 0);
        for (i, sentence) in sentences.iter().enumerate() {
            if !sentence.is_title {
                n_body += 1;
            }
            if n_body > 4 {
                break;
            }
            for group in self.groups_of(i, sentence) {
                if group.members.len() != 1 {
                    continue;
                }
                let who = &group.members[0];
                if sentence.is_title {
                    let weight = match group.role {
                        "top" | "end" | "mod" => 6.0,
                        "gen" => 5.0,
                        _ => 0.0,
                    } / if group.is_bare { 2.5 } else { 1.0 };
                    points.speak_for(who, f64::max(0.0, weight - n_title as f64));
                    n_title += 1;
                } else if matches!(group.role, "top" | "cop") {
                    let weight = if n_body == 1 { 5.0 } else { 3.0 };
                    points.speak_for(who, weight / if group.is_bare { 1.5 } else { 1.0 });
                } else if matches!(group.role, "gen" | "end" | "mod") && !group.is_bare {
                    points.speak_for(who, if group.role != "mod" { 1.0 } else { 0.5 });
                }
            }
            for (mention, place) in places(sentence) {
                let weight = if re.head_of.begins(t.chars, mention.end, t.len()) {
                    2.5
                } else if re.addressed.begins(t.chars, mention.end, t.len()) {
                    5.0
                } else {
                    continue;
                };
                if let Some(found) = self.municipality(mention, &place, || false) {
                    points.speak_for(self.new_who(found, place.written, mention.start, mention.end), weight);
                }
            }
            if n_body == 1 {
                let begin = t.slice(sentence.start, sentence.start + 20);
                if let Some((a, b)) = re.dateline.matches(begin, 0, begin.len()).and_then(|m| m.group(1)) {
                    let (start, end) = (sentence.start + a, sentence.start + b);
                    let written = t.str(start, end);
                    if let Some(municipality) = cx.core.names.get(written).and_then(|name| self.first_alive(name)) {
                        points.speak_for(self.new_who(municipality, written, start, end), 3.0);
                    }
                }
            }
        }
        if !points.0.iter().any(|(_, p)| *p > 0.0) {
            self.speak_for_bare(sentences, &mut points);
        }
        if points.0.is_empty() {
            for who in &self.byline_whos {
                points.speak_for(who, 1.0);
            }
        }
        if points.0.is_empty() {
            self.speak_for_named(sentences, &mut points);
        }
        if points.0.is_empty() {
            self.speak_for_heads(sentences, &mut points);
        }
        let mut said: Vec<(char, i32)> = Vec::new();
        for subject in sentences.iter().flat_map(subjects).filter(|s| s.role == "top") {
            match said.iter_mut().find(|(ending, _)| *ending == subject.ending) {
                Some((_, n)) => *n += 1,
                None => said.push((subject.ending, 1)),
            }
        }
        if !said.is_empty() {
            for (who, p) in &mut points.0 {
                let ending = ending_of(who.municipality);
                let count = said.iter().find(|(e, _)| *e == ending).map_or(0, |(_, n)| *n);
                *p += if count > 0 { count.min(4) as f64 } else { -4.0 };
            }
        }
        let mut best: Option<(&'a Who<'a>, f64)> = None;
        for (who, p) in points.0 {
            if best.map_or(true, |b| p > b.1) {
                best = Some((who, p));
            }
        }
        best.map(|(who, _)| who)
    }

    /// The first government that the opening sentences name in any role, or by its office: '화순군에 상복이 터졌다', '고령군청 복도에'.
    fn speak_for_named(&self, sentences: &[Sentence<'a>], points: &mut Points<'a>) {
        for (i, sentence) in sentences.iter().filter(|s| !s.is_title).take(2).enumerate() {
            for (mention, place) in places(sentence) {
                if place.is_district || place.is_bare {
                    continue;
                }
                let Some(found) = self.municipality(mention, &place, || false) else {
                    continue;
                };
                let is_office = place.role == "part" && self.cx.text.at(mention.end) == Some('청');
                if is_office || matches!(place.role, "dat" | "loc" | "acc" | "com" | "inst") {
                    points.speak_for(self.new_who(found, place.written, mention.start, mention.end), 1.0 - 0.5 * i as f64);
                }
            }
        }
    }

    /// A title that names only the head of a government: '순천시장에게 묻다'.
    fn speak_for_heads(&self, sentences: &[Sentence<'a>], points: &mut Points<'a>) {
        for (mention, place) in sentences.iter().filter(|s| s.is_title).flat_map(places) {
            if place.role == "part" && matches!(self.cx.text.at(mention.end), Some('장' | '수')) {
                if let [one] = self.alive(place.candidates) {
                    points.speak_for(self.new_who(one, place.written, NOWHERE, NOWHERE), 1.0);
                }
            }
        }
    }

    /// A name without its ending that is an ordinary word too ('무안은 예외다') counts where it is a subject at least twice.
    fn speak_for_bare(&mut self, sentences: &[Sentence<'a>], points: &mut Points<'a>) {
        let mut seen: Vec<(&'a str, Vec<&'a Who<'a>>)> = Vec::new();
        for (mention, place) in sentences.iter().flat_map(places) {
            if !place.is_weak || !matches!(place.role, "top" | "gen" | "dat" | "loc" | "mod") {
                continue;
            }
            if let Some(found) = self.municipality(mention, &place, || true).filter(|m| !m.is_metropolitan) {
                let who = self.new_who(found, place.written, mention.start, mention.end);
                match seen.iter_mut().find(|(written, _)| *written == place.written) {
                    Some((_, whos)) => whos.push(who),
                    None => seen.push((place.written, vec![who])),
                }
            }
        }
        let mut endings: Vec<char> = Vec::new();
        for subject in sentences.iter().flat_map(subjects).filter(|s| s.role == "top") {
            if !endings.contains(&subject.ending) {
                endings.push(subject.ending);
            }
        }
        for (written, whos) in seen {
            let first = whos[0];
            if self.cx.core.who.is_of_the_trade(written) || !first.municipality.endings.iter().any(|e| endings.contains(e)) {
                continue; // '고용률 70% 달성은' speaks of no 달성군
            }
            if whos.len() >= 2
                && sentences
                    .iter()
                    .flat_map(places)
                    .any(|(_, p)| p.role == "top" && p.written == written)
            {
                self.stems.entry(written).or_insert(first.municipality);
                self.groups.iter_mut().for_each(|g| *g = None);
                points.speak_for(first, 4.0);
            }
        }
    }

    /// The same with who an ending stands for now.
    fn with(&self, by_ending: ByEnding<'a>, ending: char, who: &'a Who<'a>) -> ByEnding<'a> {
        let mut changed: Vec<(char, &'a Who<'a>)> = by_ending.to_vec();
        match changed.iter_mut().find(|(e, _)| *e == ending) {
            Some((_, old)) => *old = who,
            None => changed.push((ending, who)),
        }
        self.cx.arena.slice(&changed)
    }

    /// For every sentence: the subject that it would continue, and who 시·군·구·도 stand for in it.
    fn carry(&mut self, sentences: &[Sentence<'a>], main: Option<&'a Who<'a>>) {
        let mut last = main;
        let mut by_ending: ByEnding<'a> = &[];
        if let Some(main) = main {
            by_ending = self.with(by_ending, ending_of(main.municipality), main);
            if !main.municipality.is_metropolitan {
                if let Some(metropolitan) = metropolitan_of(&self.cx, self.sido_of(main.municipality)) {
                    let ending = ending_of(metropolitan);
                    if get(by_ending, ending).is_none() {
                        let above = self.new_who(metropolitan, "", main.start, main.end);
                        by_ending = self.with(by_ending, ending, above);
                    }
                }
            }
        }
        let mut paragraph = -1;
        for (i, sentence) in sentences.iter().enumerate() {
            if sentence.paragraph != paragraph {
                paragraph = sentence.paragraph;
                if let (Some(main), false) = (main, sentence.is_title) {
                    // a neighbour of its kind is 시는 in its own paragraph only
                    by_ending = self.with(by_ending, ending_of(main.municipality), main);
                }
            }
            self.carried.push(last);
            self.by_ending.push(by_ending);
            if sentence.is_title {
                continue;
            }
            let mut owner: Option<&'a Who<'a>> = None; // '시의 고용률은': whose figures a sentence tells that has no other subject
            let before = last;
            for group in self.groups_of(i, sentence) {
                if group.members.len() != 1 || (group.is_bare && !self.stems.contains_key(group.members[0].written)) {
                    continue;
                }
                let who = &group.members[0];
                if matches!(group.role, "top" | "cop") {
                    last = Some(who);
                    let ending = ending_of(who.municipality);
                    if get(by_ending, ending).is_none() {
                        self.by_ending[i] = self.with(self.by_ending[i], ending, who);
                    }
                    by_ending = self.with(by_ending, ending, who); // the sentences before keep theirs
                } else if group.role == "gen" {
                    owner = owner.or(Some(who));
                }
            }
            for subject in subjects(sentence) {
                if let Some(who) = get(by_ending, subject.ending) {
                    if subject.role == "top" {
                        last = Some(who);
                    } else if subject.role == "gen" {
                        owner = owner.or(Some(who));
                    }
                }
            }
            let is_unchanged = match (last, before) {
                (Some(a), Some(b)) => same(a, b),
                (a, b) => a.is_none() && b.is_none(),
            };
            if owner.is_some() && is_unchanged {
                last = owner;
            }
        }
    }

    /// The subject of the sentence before, for a sentence that names none.
    pub fn carried(&self, index: usize) -> Option<Who<'a>> {
        self.carried.get(index).copied().flatten().map(|who| who.carried())
    }

    /// Who 시는, 군은, 구는 or 도는 is in this sentence (`x` is a subject item). The span is that of the word.
    pub fn meant(&self, index: usize, x: &Item<'a>) -> Option<Who<'a>> {
        let ending = x.subject().ending;
        let mut meant = self.by_ending.get(index).and_then(|by_ending| get(by_ending, ending).copied());
        if self.cx.text.str(x.start.saturating_sub(3), x.start) == "우리 " {
            // who speaks means the own, whoever was named last
            meant = self.main.filter(|main| ending_of(main.municipality) == ending).or(meant);
        }
        meant.map(|w| who(w.municipality, w.written, x.start, x.end))
    }

    /// `(id, code, label)` of a municipality as valid in a row's year.
    pub fn label(&self, who: &Who<'a>, year: Option<i32>) -> (&'a str, &'a str, &'a str) {
        let municipality: &'a Municipality = who.municipality;
        let version = municipality.version(year, self.published, who.written);
        (&municipality.id, &version.code, &version.label)
    }
}
