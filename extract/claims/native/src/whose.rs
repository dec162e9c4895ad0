//! `whose.py`: the municipalities that a claim may be of, as candidates with features for the scorer to choose from.

use crate::hash::FxMap as HashMap;
use std::cmp::Reverse;

use crate::document::Document;
use crate::f;
use crate::frames::{FOREIGN, OTHER};
use crate::model::*;
use crate::re::Regex;
use crate::spec::Spec;
use crate::surroundings::{beside, between, lead, whos_of};
use crate::text::tail;

/// The patterns and words of `whose.py`.
pub struct Rx {
    several_both: Regex,
    joins_grades: Regex,
    clause: Regex,
    breaks: Regex,
    how_many: Regex,
    area: Regex,
    among: Regex,
    source: Regex,
    several: Regex,
    heads: Regex,
    heading: Regex,
    opens: Regex,
    closes: Regex,
    spoken_of: Vec<String>,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        for (written, n) in spec.get("whose._NUMERALS")?.object() {
            if count_of(written) as f64 != n.number() {
                return Err(format!("whose._NUMERALS: {written} is not known to count_of"));
            }
        }
        Ok(Rx {
            several_both: spec.re("whose._SEVERAL_BOTH")?,
            joins_grades: spec.re("whose._JOINS_GRADES")?,
            clause: spec.re("whose._CLAUSE")?,
            breaks: spec.re("whose._BREAK")?,
            how_many: spec.re("whose._HOW_MANY")?,
            area: spec.re("whose._AREA")?,
            among: spec.re("whose._AMONG")?,
            source: spec.re("whose._SOURCE")?,
            several: spec.re("whose._SEVERAL")?,
            heads: spec.re("whose._HEADS")?,
            heading: spec.re("whose._HEADING")?,
            opens: spec.re("whose._OPENS")?,
            closes: spec.re("whose._CLOSES")?,
            spoken_of: spec.strings("whose._SPOKEN_OF")?,
        })
    }

    /// How strongly a sentence speaks of a name with such a role; the strongest are first.
    fn spoken_of(&self, role: &str) -> Option<usize> {
        self.spoken_of.iter().position(|x| x == role)
    }
}

/// the feature of a candidate that shuts out all others
pub const SURE: &str = "sure";

/// One municipality; `who` is None for nobody.
pub struct WhoCandidate<'a> {
    pub who: Option<Who<'a>>,
    pub features: Feats<'a>,
}

fn one<'a>(who: Option<Who<'a>>, features: Feats<'a>) -> WhoCandidate<'a> {
    WhoCandidate { who, features }
}

/// The municipalities that share a grade; empty for nobody.
pub struct GroupCandidate<'a> {
    pub whos: Vec<Who<'a>>,
    pub features: Feats<'a>,
}

fn all<'a>(whos: Vec<Who<'a>>, features: Feats<'a>) -> GroupCandidate<'a> {
    GroupCandidate { whos, features }
}

/// The place of a line that begins so, the last of several.
fn starting<'a>(places: Items<'a>, start: usize) -> Option<&'a Item<'a>> {
    let behind = places.partition_point(|x| x.start <= start);
    places[..behind].last().filter(|x| x.start == start).copied()
}

/// All that the owner of a number may be. The same municipality can stand in several candidates.
pub fn who_candidates<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<WhoCandidate<'a>> {
    if item.is_percent && line.index > 0 && line.places.is_empty() && line.subjects.is_empty() {
        if let Some(told) = told_above(doc, line, item) {
            return vec![told];
        }
    }
    let mut found = named(doc, line, item);
    found.extend(meant(doc, line, item).into_iter().map(|(who, f)| one(Some(who), f)));
    let here = found.len().min(2);
    let topic = if item.is_percent { topic(doc, line) } else { None };
    found.extend(
        carried(doc, line, here, item.is_percent)
            .into_iter()
            .map(|(who, f)| one(Some(who), f)),
    );
    if let Some(topic) = topic {
        for c in &mut found {
            if let (Some(who), by @ ("car" | "main")) = (&c.who, c.features[0]) {
                c.features.push(f!(doc, by, "_tp", who.is(&topic.who), topic.group, "h", here));
            }
        }
        let mut f = topic.features;
        f.push(f!(doc, "tp_h", here));
        found.push(one(Some(topic.who.carried()), f));
    }
    if line.index > 0 && !doc.lines[line.index - 1].is_title {
        for group in doc.scene.groups(line.index - 1) {
            let f = [
                "prevS",
                f!(doc, "prevSrole", group.role),
                f!(doc, "prevSm", group.members.len().min(3)),
            ];
            found.extend(group.members.iter().map(|who| one(Some(who.carried()), f.to_vec())));
        }
    }
    found.push(one(None, vec!["nobody", f!(doc, "nobody_main", doc.scene.main.is_some())]));
    without_government(doc, line, item, &mut found);
    found
}

/// The municipalities that the line names.
fn named<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<WhoCandidate<'a>> {
    let mut found = Vec::new();
    if line.places.is_empty() {
        return found;
    }
    let groups = doc.scene.groups(line.index);
    let (mut n_likes, mut place) = (0, None);
    for x in line.numbers.iter().filter(|x| x.tag() == item.tag()) {
        if same(*x, item) {
            place = Some(n_likes);
        }
        n_likes += 1;
    }
    let nearest = groups.iter().rev().find(|g| g.start < item.start);
    let rivals = whos_of(line);
    for group in groups {
        let n = group.members.len();
        let last = group.members.last().and_then(|who| starting(line.places, who.start));
        for (m, who) in group.members.iter().enumerate() {
            let x = match starting(line.places, who.start) {
                Some(x) => x,
                None => continue,
            };
            if item.is_percent && doc.core.whose.among.begins(doc.text.chars, x.end, line.end) {
                continue;
            }
            let side = if x.start > item.start { ">" } else { "<" };
            let mut f = beside(doc, line, item, x, rivals);
            f.push(f!(doc, side, "grole", group.role));
            if n > 1 {
                f.push(f!(doc, "gmk", place == Some(m), if n_likes == n { "eq" } else { "ne" }));
                if let Some(last) = last.filter(|last| !same(*last, x)) {
                    f.extend(between(doc, line, item, last, rivals)[..3].iter().map(|y| f!(doc, "G", *y)));
                }
            }
            if nearest.is_some_and(|g| same(g, group)) {
                f.push(f!(doc, "nearestL", group.role));
            }
            let is_metropolitan = who.municipality.is_metropolitan;
            if item.is_percent && is_metropolitan {
                f.push(f!(doc, "area", is_area(doc, line, group), side));
            }
            f.push(f!(doc, "bare", group.is_bare, side));
            f.push(f!(doc, "metro", is_metropolitan));
            found.push(one(Some(*who), f));
        }
    }
    found
}

/// Whether a place is 서귀포시 or 제주시, which are no governments.
fn is_without_government(x: &Item<'_>) -> bool {
    let place = x.place();
    place.is_district && !place.written.ends_with('구')
}

/// 서귀포시 and 제주시, which are no governments: what is theirs is nobody's, by the same features as a municipality's.
fn without_government<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Vec<WhoCandidate<'a>>) {
    for &x in line.places {
        if is_without_government(x) {
            let side = if x.start > item.start { ">" } else { "<" };
            let mut f = beside(doc, line, item, x, whos_of(line));
            f.push(f!(doc, side, "grole", x.place().role));
            f.push("district");
            found.push(one(None, f));
        }
    }
}

/// Whose a rate is for certain, where its line names nobody: the only municipality of the head of its list ('□ 울릉군 고용률 추이').
///
/// Or nobody's: '서귀포시는 70.9%, 제주시는 68.6%였다. 실업률은 두 곳 모두 2.0%' is theirs, who are no governments, not the province's.
fn told_above<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> Option<WhoCandidate<'a>> {
    for head in doc.over(line) {
        let mut whos = doc.scene.groups(head.index).iter().flat_map(|g| g.members);
        match (whos.next(), whos.next()) {
            (Some(who), None) => return Some(one(Some(who.carried()), vec![SURE])),
            (Some(_), Some(_)) => return None,
            _ => {}
        }
    }
    if doc.core.whose.several_both.finds(doc.text.chars, line.start, item.start) {
        let lines = &doc.lines[line.index.saturating_sub(3)..line.index];
        let named = lines.iter().rev().find(|other| !other.places.is_empty() && !other.is_title);
        if named.is_some_and(|other| other.places.iter().any(|x| is_without_government(x))) {
            return Some(one(None, vec![SURE]));
        }
    }
    None
}

/// 시는, 군이, 구에: whom the article means by it.
fn meant<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<(Who<'a>, Feats<'a>)> {
    let mut found = Vec::new();
    for &x in line.subjects {
        if let Some(who) = doc.scene.meant(line.index, x) {
            let f = beside(doc, line, item, x, whos_of(line));
            found.push((who, f));
        }
    }
    found
}

/// The subject of the sentence before, and the municipality that the article is about.
fn carried<'a>(doc: &Document<'a>, line: &Line<'a>, here: usize, is_percent: bool) -> Vec<(Who<'a>, Feats<'a>)> {
    let main = doc.scene.main;
    let mut found = Vec::with_capacity(2);
    if let Some(carried) = doc.scene.carried(line.index) {
        let is_main = main.is_some_and(|main| carried.is(&main));
        let mut f = vec!["car", f!(doc, "car_h", here), if is_main { "car_ismain" } else { "car_notmain" }];
        if is_percent && !is_main {
            let named = doc.line_at(carried.start);
            let n = named.map_or(9, |named| (line.paragraph - named.paragraph).min(2));
            f.push(f!(doc, "car_par", n, "h", here));
        }
        found.push((carried, f));
    }
    if let Some(main) = main {
        found.push((main.carried(), vec!["main"]));
    }
    found
}

/// The municipality that the head of a list names: '□ 울릉군 고용률 추이'.
fn of_heads<'a>(doc: &Document<'a>, line: &Line<'a>, here: usize) -> Option<(Who<'a>, Feats<'a>)> {
    let group = doc.over(line).iter().find_map(|head| doc.scene.groups(head.index).last())?;
    let who = group.members.last()?.carried();
    let metro = f!(doc, "hdw", who.municipality.is_metropolitan);
    Some((who, vec!["hdw", f!(doc, "hdw_h", here), metro, f!(doc, metro, "_h", here)]))
}

/// Whom the sentences before speak of; `group`: the role of its name there.
struct Topic<'a> {
    who: Who<'a>,
    group: &'static str,
    features: Feats<'a>,
}

/// sentences further back set no topic
const TOPIC_BACK: usize = 4;

/// The municipality that the sentences before speak of, also by its bare name: '춘천의 고용률은 60.9%다. 지난해의 58.4%보다 …'.
fn topic<'a>(doc: &Document<'a>, line: &Line<'a>) -> Option<Topic<'a>> {
    let rx = &doc.core.whose;
    for back in 1..=line.index.min(TOPIC_BACK) {
        let other = &doc.lines[line.index - back];
        if other.is_title || (back > 1 && other.paragraph != line.paragraph) {
            break;
        }
        let mut told: Vec<((usize, Reverse<usize>), &'static str, Who<'a>)> = Vec::new();
        for group in doc.scene.groups(other.index) {
            if let ([who], Some(rank)) = (group.members, rx.spoken_of(group.role)) {
                told.push(((rank, Reverse(group.start)), group.role, *who));
            }
        }
        for &x in other.subjects {
            let role = x.subject().role;
            if let (Some(who), Some(rank)) = (doc.scene.meant(other.index, x), rx.spoken_of(role)) {
                told.push(((rank, Reverse(x.start)), role, who));
            }
        }
        let (role, who) = match told.iter().min_by_key(|x| x.0) {
            Some(&(_, role, who)) => (role, who),
            None => continue,
        };
        let is_same = other.paragraph == line.paragraph;
        let n = each_once(told.iter().map(|x| x.2)).len();
        let features = vec![
            "tp",
            f!(doc, "tp", back, is_same),
            f!(doc, "tp", role),
            f!(doc, "tp", role, back, is_same),
            f!(doc, "tpn", n.min(3), role),
        ];
        return Some(Topic {
            who,
            group: role,
            features,
        });
    }
    None
}

// -- of grades: several municipalities can share one ----------------------------------------------------------------------------

/// The number that a count is: '두', '12'. `Rx::new` sees to it that the words are those of Python.
pub fn count_of(written: &str) -> usize {
    match written {
        "한" => 1,
        "두" => 2,
        "세" => 3,
        "네" => 4,
        "다섯" => 5,
        "여섯" => 6,
        digits => digits.parse().unwrap_or(0),
    }
}

/// A grade word and what its line holds: groups, provinces named for theirs, grades, the joined ones (`run`), 각각.
struct Grade<'d, 'a> {
    doc: &'d Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    groups: Vec<&'a Group<'a>>,
    areas: Vec<&'a Group<'a>>,
    /// its place among the grades of the line
    at: usize,
    run: Items<'a>,
    /// its place in the run
    in_run: usize,
    is_each: bool,
    order: &'a str,
}

impl<'a> Grade<'_, 'a> {
    /// The items of a group's members in the line.
    fn places(&self, group: &Group<'a>) -> Vec<&'a Item<'a>> {
        group
            .members
            .iter()
            .filter_map(|who| starting(self.line.places, who.start))
            .collect()
    }

    /// How many breaks stand between two places.
    fn breaks(&self, a: usize, b: usize) -> usize {
        self.doc.core.whose.breaks.find_all(self.doc.text.chars, a.min(b), a.max(b)).len()
    }

    /// Whether a break stands between two places.
    fn is_broken(&self, a: usize, b: usize) -> bool {
        self.doc.core.whose.breaks.finds(self.doc.text.chars, a.min(b), a.max(b))
    }
}

fn grade<'d, 'a>(doc: &'d Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Grade<'d, 'a> {
    let is_here = |g: &&Group<'a>| g.members.iter().any(|who| starting(line.places, who.start).is_some());
    let groups = doc.scene.groups(line.index).iter().filter(is_here);
    let (areas, groups): (Vec<_>, Vec<_>) = groups.partition(|g| is_area(doc, line, g));
    let is_each = line.cues.iter().any(|x| x.tag() == "each");
    let at = line.grades.iter().position(|x| same(*x, item)).unwrap_or(0);
    let (run, in_run) = run_of(doc, line.grades, at);
    let order = if groups.is_empty() { "" } else { order(doc, &groups, line.grades) };
    Grade {
        doc,
        line,
        item,
        groups,
        areas,
        at,
        run,
        in_run,
        is_each,
        order,
    }
}

/// The grades that a grade is joined with, itself among them, and its place there.
fn run_of<'a>(doc: &Document<'a>, grades: Items<'a>, at: usize) -> (Items<'a>, usize) {
    let is_joined = |k: usize| {
        doc.core
            .whose
            .joins_grades
            .is_whole(doc.text.chars, grades[k - 1].end, grades[k].start)
    };
    let (mut first, mut end) = (at, (at + 1).min(grades.len()));
    while first > 0 && is_joined(first) {
        first -= 1;
    }
    while end > 0 && end < grades.len() && is_joined(end) {
        end += 1;
    }
    (&grades[first..end], at - first)
}

/// Whom a grade in brackets stands behind, so that nothing tells its winner better: '경주시(우수상)와 영덕군'.
pub fn named_before_brackets<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> Vec<Who<'a>> {
    let (rx, t) = (&doc.core.whose, doc.text.chars);
    if !rx.closes.begins(t, item.end, t.len()) {
        return Vec::new();
    }
    let firsts = doc.scene.groups(line.index).iter().map(|group| group.members[0]);
    firsts.filter(|who| rx.opens.is_whole(t, who.end, item.start)).collect()
}

/// All that the winners of a grade may be: groups of the line, a member of one, 시는 …, groups of the lines around.
pub fn group_candidates<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>) -> Vec<GroupCandidate<'a>> {
    let (rx, t) = (&doc.core.whose, doc.text.chars);
    let grade = grade(doc, line, item);
    let is_beside = line.is_title && grade.groups.iter().any(|g| !grade.is_broken(g.start, item.start));
    let mut found = Vec::new();
    for n in 0..grade.groups.len() {
        of_group(&grade, n, is_beside, &mut found);
    }
    for (who, f) in meant(doc, line, item) {
        if !rx.source.begins(t, who.end, line.end)
            && !rx.several.finds(t, line.start, who.start)
            && !(is_beside && grade.is_broken(who.start, item.start))
        // '거창군 최우수상…도는 우수사업으로'
        {
            found.push(all(vec![who], f));
        }
    }
    let here = found.iter().filter(|c| c.features.contains(&"h")).take(2).count();
    let told = lead(doc, line, item);
    united(&grade, &mut found);
    for (who, mut f) in carried(doc, line, here, false) {
        if grade.areas.iter().any(|g| g.members[0].is(&who)) {
            continue;
        }
        if is_beside {
            f = vec![f!(doc, f[0], "_beside")]; // '성남시 …2관왕…평택시는 우수기관': who stands beside the grade has it
        }
        if f[0].starts_with("car") {
            f.extend(told.iter().map(|x| f!(doc, "car", *x)));
        }
        found.push(all(vec![who], f));
    }
    found.extend(of_heads(doc, line, here).map(|(who, f)| all(vec![who], f)));
    groups_before(doc, line, &mut found);
    let n_told = how_many(doc, line, item);
    if line.grades.iter().skip(grade.at + 1).all(|x| x.grade() == "unspecified") {
        found = with_those_behind(&grade, found, groups_behind(doc, line, here), n_told);
    }
    for c in &mut found {
        if let Some(told) = n_told {
            c.features.push(of_how_many(doc, told, c.whos.len()));
        }
        standing(doc, line, c);
    }
    found.push(all(Vec::new(), vec!["nobody", f!(doc, "nobody_main", doc.scene.main.is_some())]));
    found
}

/// Whether a province or metropolis is one that gives awards, or a region whose municipalities are meant, rather than a winner.
fn standing<'a>(doc: &Document<'a>, line: &Line<'a>, c: &mut GroupCandidate<'a>) {
    let who = match c.whos[..] {
        [who] if who.municipality.is_metropolitan => who,
        _ => return,
    };
    let provinces = doc.provinces.get_or_init(|| provinces(doc));
    let (acts, gives, is_here) = provinces
        .get(who.id())
        .map_or((0, 0, false), |(acts, gives, lines)| (*acts, *gives, lines.contains(&line.index)));
    c.features.push(f!(doc, "acts", acts.min(2)));
    c.features.push(f!(doc, "acts", acts.min(1), "gives", gives.min(2)));
    if is_here {
        c.features.push("gives_here");
        c.features.push(f!(doc, "gives_here_carried", who.is_carried));
    }
}

/// How often each province or metropolis does something or stands in a title, how often it is named as a giver, and in which lines.
fn provinces<'a>(doc: &Document<'a>) -> HashMap<&'a str, (usize, usize, Vec<usize>)> {
    let mut found: HashMap<&'a str, (usize, usize, Vec<usize>)> = HashMap::default();
    for line in doc.lines {
        let gives = |at: usize| {
            line.frames
                .iter()
                .any(|f| f.start <= at && at < f.end && matches!(f.frame().kind, OTHER | FOREIGN))
        };
        for group in doc.scene.groups(line.index) {
            for who in group.members.iter().filter(|who| who.municipality.is_metropolitan) {
                let entry = found.entry(who.id()).or_default();
                if gives(who.start) {
                    entry.1 += 1;
                    entry.2.push(line.index);
                } else if !is_where(group) && !is_area(doc, line, group) {
                    entry.0 += 1;
                }
            }
        }
        for &item in line.subjects {
            let meant = match doc.scene.meant(line.index, item) {
                Some(meant) if meant.municipality.is_metropolitan => meant,
                _ => continue,
            };
            let entry = found.entry(meant.id()).or_default();
            if gives(item.start) {
                entry.1 += 1;
                entry.2.push(line.index);
            } else if item.subject().role == "top" && !doc.core.whose.source.begins(doc.text.chars, meant.end, line.end) {
                entry.0 += 1;
            }
        }
    }
    found
}

/// A group of the line as winner; where as many grades are joined as it has members ('각각'), its member for the grade.
fn of_group<'a>(grade: &Grade<'_, 'a>, n: usize, is_beside: bool, found: &mut Vec<GroupCandidate<'a>>) {
    let Grade {
        doc,
        line,
        item,
        groups,
        at,
        run,
        in_run,
        order,
        ..
    } = grade;
    let grades = line.grades;
    let group = groups[n];
    let members = grade.places(group);
    let (first, last) = (members[0], members[members.len() - 1]);
    let x = if last.start < item.start { last } else { first };
    let side = if x.start > item.start { ">" } else { "<" };
    let n_left = groups.iter().filter(|g| g.start < item.start).count() as i64;
    let rank = if side == "<" { n_left - 1 - n as i64 } else { n as i64 - n_left };
    let (low, high) = (item.end.min(group.after), item.start.max(group.start));
    let n_grades = grades
        .iter()
        .filter(|y| low <= y.start && y.start < high && !same(**y, *item))
        .take(2)
        .count();
    let rk = f!(doc, "rk", rank.min(2));
    let gb = f!(doc, "gb", n_grades);
    let mut f = beside(doc, line, item, x, whos_of(line));
    f.push(f!(doc, side, "rk", rank.min(3), gb));
    f.push(f!(doc, side, "grole", group.role));
    f.push(f!(doc, "ord", *order, "_", (*at).min(3), "_", n.min(3)));
    if line.is_title {
        let near = f!(doc, "k", grade.breaks(x.start, item.start).min(2));
        f.push(f!(doc, "T", side, rk, gb));
        f.push(f!(doc, "T", side, near));
        f.push(f!(doc, "T", side, near, rk, gb));
        f.push(f!(doc, "Tbeside", is_beside, near));
    }
    let as_many = group.members.len() == run.len() && run.len() > 1;
    if as_many && grade.is_each {
        found.push(all(vec![group.members[*in_run]], f));
        return;
    }
    found.push(all(group.members.to_vec(), f));
    if group.members.len() > 1 && grades.len() > 1 {
        for (k, who) in group.members.iter().enumerate() {
            found.push(all(vec![*who], vec![f!(doc, "resp", as_many, k == *in_run, "e", grade.is_each)]));
        }
    }
}

/// In which order groups (w) and grades (g) stand in their line, six at most.
fn order<'a>(doc: &Document<'a>, groups: &[&'a Group<'a>], grades: Items<'a>) -> &'a str {
    let mut marks: Vec<(usize, char)> = groups.iter().map(|g| (g.start, 'w')).collect();
    marks.extend(grades.iter().take(6).map(|g| (g.start, 'g')));
    marks.sort_unstable();
    doc.arena.write(|to| marks.iter().take(6).for_each(|x| to.push(x.1)))
}

/// How many winners a line tells behind a grade ('최우수상은 두 곳'), else before it.
pub fn how_many<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> Option<usize> {
    let (rx, t) = (&doc.core.whose.how_many, doc.text.chars);
    let m = rx.search(t, item.end, line.end).or_else(|| rx.search(t, line.start, item.start))?;
    m.group(1).map(|(a, b)| count_of(doc.text.str(a, b)))
}

/// Whether so many winners are as many as are told.
fn of_how_many<'a>(doc: &Document<'a>, told: usize, n: usize) -> &'a str {
    let sign = if n == told {
        "="
    } else if n > told {
        ">"
    } else {
        "<"
    };
    f!(doc, "hm", sign, n.min(2))
}

/// Whether provinces are named for their municipalities or a place: '충남의 시군 여섯 곳이', '대구에서', '서울 여의도에서 열린'.
pub fn is_area<'a>(doc: &Document<'a>, line: &Line<'a>, group: &Group<'a>) -> bool {
    if !group.members.iter().all(|who| who.municipality.is_metropolitan) {
        return false;
    }
    let end = group.members.last().map_or(group.end, |who| who.end);
    group.role == "loc" || doc.core.whose.area.begins(doc.text.chars, end, line.end)
}

/// Whether a group tells a place rather than a winner: '대구에서', '울산의', '서울 엘타워'.
fn is_where(group: &Group<'_>) -> bool {
    let is_area = group.is_bare && group.members[0].municipality.is_metropolitan;
    matches!(group.role, "loc" | "gen") || (group.role == "mod" && is_area)
}

/// The members of several groups, each once.
fn once<'a>(groups: &[&'a Group<'a>]) -> Vec<Who<'a>> {
    each_once(groups.iter().flat_map(|g| g.members.iter().copied()))
}

/// Several winners without repeats: in the place of the first mention the last one.
fn each_once<'a>(whos: impl Iterator<Item = Who<'a>>) -> Vec<Who<'a>> {
    let mut found: Vec<Who<'a>> = Vec::new();
    for who in whos {
        match found.iter_mut().find(|other| other.is(&who)) {
            Some(other) => *other = who,
            None => found.push(who),
        }
    }
    found
}

/// Whether a province is named only for the municipality right behind it.
fn is_head_of<'a>(doc: &Document<'a>, group: &Group<'a>, behind: Option<&&'a Group<'a>>) -> bool {
    let (behind, province) = match (behind, group.members) {
        (Some(behind), [who]) if who.municipality.is_metropolitan => (behind, who),
        _ => return false,
    };
    let theirs = &behind.members[0].municipality.sidos;
    province.municipality.sidos.iter().any(|sido| theirs.contains(sido))
        && doc.core.whose.heads.is_whole(doc.text.chars, province.end, behind.start)
}

/// The groups on one side of a grade, up to the next grade, taken together: '경남이 광역, 김해시가 기초에서 최우수상'.
fn united<'a>(grade: &Grade<'_, 'a>, found: &mut Vec<GroupCandidate<'a>>) {
    let Grade {
        doc,
        line,
        item,
        groups,
        at,
        ..
    } = grade;
    let grades = line.grades;
    let low = if *at > 0 { grades[at - 1].end } else { line.start };
    let high = grades.get(at + 1).map_or(line.end, |g| g.start);
    for (side, a, b) in [("<", low, item.start), (">", item.end, high)] {
        let near: Vec<&Group<'a>> = groups
            .iter()
            .copied()
            .filter(|g| a <= g.start && g.start < b && !is_where(g))
            .collect();
        let mine: Vec<&Group<'a>> = near
            .iter()
            .enumerate()
            .filter(|(k, g)| !is_head_of(doc, g, near.get(k + 1)))
            .map(|(_, g)| *g)
            .collect();
        if mine.len() < 2 {
            continue;
        }
        let (first, last) = (mine[0], mine[mine.len() - 1]);
        if grade.is_broken(item.start.min(first.start), item.start.max(last.start)) {
            continue;
        }
        let n_clauses = doc.core.whose.clause.find_all(doc.text.chars, first.start, last.start).len();
        if n_clauses > 0 && grades.len() > 1 {
            continue; // '… 해운대구에 돌아갔고, 영도구는 우수상': some belong to the other grade
        }
        let x = if side == "<" {
            grade.places(last).pop()
        } else {
            grade.places(first).first().copied()
        };
        let x = match x {
            Some(x) => x,
            None => continue,
        };
        let un = f!(doc, "un", side);
        let mut f = vec![
            "un",
            un,
            f!(doc, un, mine.len().min(4)),
            f!(doc, un, "o", grades.len() == 1),
            f!(doc, "uncl", n_clauses.min(2)),
        ];
        f.extend(between(doc, line, item, x, whos_of(line)));
        found.push(all(once(&mine), f));
    }
}

/// The groups of the line before.
fn groups_before<'a>(doc: &Document<'a>, line: &Line<'a>, found: &mut Vec<GroupCandidate<'a>>) {
    if line.index == 0 || doc.lines[line.index - 1].is_title {
        return;
    }
    let before = &doc.lines[line.index - 1];
    let groups = doc.scene.groups(before.index);
    for (n, group) in groups.iter().enumerate() {
        let f = vec![
            "prevS",
            f!(doc, "prevSrole", group.role),
            f!(doc, "prevS_par", before.paragraph == line.paragraph),
            f!(doc, "prevSlast", n + 1 == groups.len()),
        ];
        found.push(all(group.members.iter().map(|w| w.carried()).collect(), f));
    }
}

/// The candidates with those of the lines behind; where the line names some of the winners, also with these:
/// '최우수상은 통영을 포함해 다섯 곳이 나눠 가졌다. 나머지 네 곳은 경북·제주·…이다'.
fn with_those_behind<'a>(
    grade: &Grade<'_, 'a>,
    mut found: Vec<GroupCandidate<'a>>,
    mut behind: Vec<GroupCandidate<'a>>,
    n_told: Option<usize>,
) -> Vec<GroupCandidate<'a>> {
    if behind.is_empty() {
        return found;
    }
    let Grade {
        doc, line, item, groups, ..
    } = grade;
    if line.is_list && line.places.is_empty() && doc.core.whose.heading.is_whole(doc.text.chars, item.end, line.end) {
        return behind;
    }
    let mut mine = groups.iter().filter(|g| !is_where(g));
    if let (Some(mine), None, Some(n_told)) = (mine.next(), mine.next(), n_told) {
        for c in &mut behind {
            let whos = each_once(mine.members.iter().chain(&c.whos).copied());
            if whos.len() == n_told && n_told > c.whos.len() {
                // the count proves it: no part of them
                let is_of_them = |w: &Who<'a>| whos.iter().any(|other| other.is(w));
                let is_part =
                    |x: &GroupCandidate<'a>| x.whos.iter().all(is_of_them) && each_once(x.whos.iter().copied()).len() < whos.len();
                found.retain(|x| !is_part(x));
                let mut f = std::mem::take(&mut c.features);
                f.push("with_behind");
                found.push(all(whos, f));
                return found;
            }
        }
    }
    let as_told = behind.iter().any(|c| Some(c.whos.len()) == n_told);
    let mark = f!(doc, "behind_l", line.is_list, "p", !line.places.is_empty(), "t", as_told);
    let no_mark = f!(doc, "no_", mark);
    for c in &mut found {
        c.features.push(no_mark);
    }
    for c in &mut behind {
        c.features.push(mark);
    }
    found.extend(behind);
    found
}

/// The winners listed in the lines below a grade: one line, two, three, until another grade is named.
fn groups_behind<'a>(doc: &Document<'a>, line: &Line<'a>, here: usize) -> Vec<GroupCandidate<'a>> {
    let mut found = Vec::new();
    let mut listed: Vec<&Group<'a>> = Vec::new();
    let mut n = 0;
    for other in doc.lines.iter().skip(line.index + 1).take(3) {
        if !other.grades.is_empty() {
            break;
        }
        let before = listed.len();
        listed.extend(doc.scene.groups(other.index).iter().filter(|g| !is_where(g)));
        let n_groups = listed.len() - before;
        if n_groups == 0 {
            if !other.is_list {
                break;
            }
            continue;
        }
        n += 1;
        let next = f!(doc, "next", n);
        let f = vec![
            next,
            f!(doc, "next_h", here),
            f!(doc, next, "_l", other.is_list, "h", here),
            f!(doc, "next_par", other.paragraph == line.paragraph),
            f!(doc, "nextend", if line.is_list { "L" } else { tail(line.text, 1) }),
            f!(doc, "nextg", n_groups.min(3)),
        ];
        found.push(all(once(&listed), f));
    }
    found
}
