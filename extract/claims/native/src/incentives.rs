//! `incentives.py`: the money that came with an award: for each award, which of the sums in the article is its own, or none.

use crate::document::Document;
use crate::f;
use crate::model::*;
use crate::re::Regex;
use crate::spec::Spec;
use crate::surroundings::{distance, words_after};
use crate::text::head;
use crate::whose::{count_of, is_area};

/// The patterns and tables of the module.
pub struct Rx {
    smallest_purse: f64,
    largest_purse: f64,
    telling: Vec<String>,
    no_prize: Regex,
    counted: Regex,
    n: usize,
    kind: usize,
    kinds: Vec<(String, String)>,
    sizes: Vec<f64>,
    at_hand: Regex,
    who_took: Regex,
    sections: Regex,
    together: Regex,
}

impl Rx {
    pub fn new(spec: &Spec) -> Result<Rx, String> {
        let counted = spec.re("incentives._COUNTED")?;
        let kinds = spec.get("incentives._KINDS")?.object().iter();
        Ok(Rx {
            smallest_purse: spec.get("incentives._SMALLEST_PURSE")?.number(),
            largest_purse: spec.get("incentives._LARGEST_PURSE")?.number(),
            telling: spec.strings("incentives._TELLING")?,
            no_prize: spec.re("incentives._NO_PRIZE")?,
            n: counted.named("n"),
            kind: counted.named("kind"),
            counted,
            kinds: kinds.map(|(word, kinds)| (word.clone(), kinds.str().to_string())).collect(),
            sizes: spec.get("incentives._SIZES")?.array().iter().map(|x| x.number()).collect(),
            at_hand: spec.re("incentives._AT_HAND")?,
            who_took: spec.re("incentives._WHO_TOOK")?,
            sections: spec.re("incentives._SECTIONS")?,
            together: spec.re("incentives._TOGETHER")?,
        })
    }

    fn tells(&self, item: &Item) -> bool {
        self.telling.iter().any(|tag| tag == item.tag())
    }
}

pub type Told<'a> = (&'a Line<'a>, &'a Item<'a>);

const UNSPECIFIED: &str = "unspecified";

/// One award as far as its money is concerned; `told` are the grade words that say it. One that is not sure makes no other an older one.
pub struct Winner<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub year: Option<i32>,
    pub grade: &'a str,
    pub told: Vec<Told<'a>>,
    pub section: &'static str,
    pub is_sure: bool,
}

impl Winner<'_> {
    /// 시, 군, 구, or 도 for the government of a province or metropolis
    fn kind(&self) -> char {
        self.label.chars().next_back().filter(|_| self.label.contains(' ')).unwrap_or('도')
    }
}

/// Where a line names winners: by name, as 시는, or by their number ('두 군').
struct Named<'a> {
    /// -1 where only the head of a name stands
    start: i64,
    end: i64,
    ids: Vec<&'a str>,
}

/// A place as Python counts it.
fn place(at: usize) -> i64 {
    if at == NOWHERE {
        -1
    } else {
        at as i64
    }
}

/// Whether a number may be the money of an award.
pub fn is_purse(doc: &Document, item: &Item) -> bool {
    let rx = &doc.core.incentives;
    item.kind == Kind::Number && {
        let amount = item.amount();
        amount.unit == Unit::Won && rx.smallest_purse <= amount.value && amount.value <= rx.largest_purse
    }
}

fn purses_in<'a>(doc: &Document<'a>, line: &Line<'a>) -> Vec<&'a Item<'a>> {
    line.counting.iter().copied().filter(|x| is_purse(doc, x)).collect()
}

/// The sums that may be the money of an award, in order.
pub fn purses_of<'a>(doc: &Document<'a>) -> Vec<Told<'a>> {
    let mut found = Vec::new();
    for line in doc.lines {
        for &item in line.counting {
            let before = line.start.max(item.start.saturating_sub(6));
            if is_purse(doc, item) && !doc.core.incentives.no_prize.finds(doc.text.chars, before, item.start) {
                found.push((line, item));
            }
        }
    }
    found
}

/// Where a line names municipalities.
fn named<'a>(doc: &Document<'a>, line: &'a Line<'a>, winners: &[Winner<'a>]) -> Vec<Named<'a>> {
    let (scene, rx) = (&doc.scene, &doc.core.incentives);
    let mut found = Vec::new();
    for group in scene.groups(line.index).iter().filter(|x| !is_area(doc, line, x)) {
        for who in group.members {
            found.push(Named {
                start: place(who.start),
                end: place(who.end),
                ids: vec![who.id()],
            });
        }
    }
    for item in line.subjects {
        if let Some(who) = scene.meant(line.index, item) {
            found.push(Named {
                start: item.start as i64,
                end: item.end as i64,
                ids: vec![who.id()],
            });
        }
    }
    for m in rx.counted.find_all(doc.text.chars, line.start, line.end) {
        let group = |k: usize| m.group(k).map(|(a, b)| doc.text.str(a, b));
        let written = group(rx.kind).unwrap_or("");
        let kinds = rx
            .kinds
            .iter()
            .find(|(word, _)| word == written)
            .map_or(written, |(_, kinds)| kinds);
        let mut ids: Vec<&'a str> = Vec::new();
        let mut told: Vec<&'a str> = Vec::new();
        for w in winners.iter().filter(|w| kinds.contains(w.kind())) {
            once(&mut ids, w.id);
            if w.told.iter().any(|(line, x)| x.start < m.start() && !line.is_title) {
                once(&mut told, w.id);
            }
        }
        let n = group(rx.n).map_or(0, count_of);
        if told.len() == n && n < ids.len() {
            ids = told; // '두 군은' are the two that were told, not one that is still to come
        }
        found.push(Named {
            start: m.start() as i64,
            end: m.end() as i64,
            ids,
        });
    }
    found.sort_by_key(|x| (x.start, x.end));
    found
}

fn once<T: PartialEq>(to: &mut Vec<T>, x: T) {
    if !to.contains(&x) {
        to.push(x);
    }
}

/// For each winner the sums that may be its money (by their place), with features; None for no money.
pub fn candidates_of<'a>(doc: &Document<'a>, purses: &[Told<'a>], winners: &[Winner<'a>]) -> Vec<Vec<(Option<usize>, Feats<'a>)>> {
    // of each line with a purse once; the purses are in order of their lines
    let mut by_line: Vec<(usize, Vec<Named<'a>>)> = Vec::new();
    for (line, _) in purses {
        if by_line.last().map_or(true, |(index, _)| *index != line.index) {
            by_line.push((line.index, named(doc, line, winners)));
        }
    }
    let mut values: Vec<f64> = Vec::new();
    for (_, item) in purses {
        once(&mut values, item.amount().value);
    }
    values.sort_by(f64::total_cmp);
    let plain: Vec<Feats<'a>> = purses.iter().map(|(line, item)| plain(doc, line, item, &values)).collect();
    let told: Vec<Vec<Option<Told<'a>>>> = purses
        .iter()
        .map(|(_, item)| winners.iter().map(|w| last_before(item, w)).collect())
        .collect();
    let mut found = Vec::with_capacity(winners.len());
    for (n, winner) in winners.iter().enumerate() {
        let mine = standing(doc, n, winners);
        let mut none: Feats<'a> = vec!["none"];
        none.extend(mine.iter().map(|x| f!(doc, "none", x)));
        let mut candidates = Vec::with_capacity(purses.len() + 1);
        let mut is_told = false;
        for (k, &(line, item)) in purses.iter().enumerate() {
            let year = of_year(doc, line, item, n, winners);
            if year == Some(ANOTHERS) {
                continue;
            }
            let by_place = by_place(doc, line, told[k][n], &told[k]);
            let named = by_line.iter().find(|(index, _)| *index == line.index).map_or(&[][..], |(_, x)| x);
            let mut f = plain[k].clone();
            relation(doc, line, item, winner, named, &by_place, &mine, &mut f);
            in_order(doc, line, item, winner, winners, &mut f);
            f.extend(year);
            if matches!(year, Some("of10" | "of11")) && mine.contains(&"later1") && !is_told_together(doc, line, item) {
                is_told = true;
            }
            candidates.push((Some(k), f));
        }
        if !is_told {
            candidates.insert(0, (None, none));
        }
        found.push(candidates);
    }
    found
}

/// What is known of a sum whosever it is; `values` are all of them, in order, each once.
fn plain<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, values: &[f64]) -> Feats<'a> {
    let rx = &doc.core.incentives;
    let value = item.amount().value;
    let others: Vec<f64> = values.iter().copied().filter(|x| *x != value).collect();
    let few = &others[..others.len().min(8)];
    let mut is_sum = others.contains(&(value / 2.0));
    for (i, a) in few.iter().enumerate() {
        for (j, b) in few.iter().enumerate().skip(i + 1) {
            is_sum = is_sum || a + b == value || few[j + 1..].iter().any(|c| a + b + c == value);
        }
    }
    let mut digits = 1;
    let mut rest = value as i64;
    while rest >= 10 {
        rest /= 10;
        digits += 1;
    }
    let left = line.items[..item.at()].iter().rev().find(|x| rx.tells(x)).map_or("^", |x| x.tag());
    let right = line.items[item.at() + 1..].iter().find(|x| rx.tells(x)).map_or("$", |x| x.tag());
    let mut found = vec![
        f!(doc, "v", digits),
        f!(doc, "sum", is_sum),
        f!(doc, "L", left),
        f!(doc, "R", right),
    ];
    beside(doc, line, item, &mut found);
    found
}

/// What stands right beside a sum: the items, what they say together, the letters.
fn beside<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, found: &mut Feats<'a>) {
    let rx = &doc.core.incentives;
    let left = &line.items[item.at().saturating_sub(3)..item.at()];
    let right = line.items.get(item.at() + 1);
    let mut telling: Vec<&str> = left.iter().filter(|x| rx.tells(x)).map(|x| x.tag()).collect();
    telling.sort_unstable();
    telling.dedup();
    let before = doc.text.str(line.start.max(item.start.saturating_sub(3)), item.start);
    let behind = doc.text.str(item.end, line.end.min(item.end + 3));
    found.extend([
        f!(doc, "l", left.last().map_or("^", |x| x.tag())),
        f!(doc, "r", right.map_or("$", |x| x.tag())),
        f!(doc, "ll", telling.concat()),
        f!(doc, "b<", before),
        f!(doc, "b>", behind),
    ]);
}

/// How an award stands to the other awards: an older one, one of several of the same winner, one of many.
fn standing<'a>(doc: &Document<'a>, at: usize, winners: &[Winner<'a>]) -> [&'a str; 4] {
    let winner = &winners[at];
    let year = winner.year.unwrap_or(0);
    let (mut newest, mut later, mut twins, mut n) = (None, false, 0, 0);
    for (k, w) in winners.iter().enumerate() {
        if w.is_sure || k == at {
            newest = newest.max(Some(w.year.unwrap_or(0)));
        }
        n += usize::from(w.year == winner.year);
        if w.id == winner.id && k != at {
            later = later || (w.is_sure && w.year.unwrap_or(0) > year);
            twins += usize::from(w.year == winner.year);
        }
    }
    [
        f!(doc, "old", year < newest.unwrap_or(0)),
        f!(doc, "later", later),
        f!(doc, "twins", twins.min(1)),
        f!(doc, "many", n.min(3)),
    ]
}

/// How a sum stands to an award; `by_place` and `standing` as in the functions of these names.
#[allow(clippy::too_many_arguments)]
fn relation<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    winner: &Winner<'a>,
    named: &[Named<'a>],
    by_place: &[&'a str],
    standing: &[&'a str; 4],
    found: &mut Feats<'a>,
) {
    let by_name = by_name(doc, line, item, winner, named);
    let by_grade = by_grade(doc, line, item, winner);
    let head = f!(doc, by_name[0], by_grade[0]);
    found.extend(&by_name);
    found.extend(&by_grade);
    found.extend(by_place);
    found.extend([head, f!(doc, head, by_place[0]), f!(doc, by_name[0], by_place[0])]);
    found.extend(standing);
    found.extend(standing.iter().map(|x| f!(doc, by_name[0], x)));
    if line.cues.iter().any(|x| x.tag() == "sum") {
        found.push(f!(doc, "S", standing[2]));
    }
    if is_told_together(doc, line, item) {
        found.push(f!(doc, "joint", standing[2]));
    }
    let year = by_year(doc, line, item, winner);
    found.extend([year, f!(doc, by_name[0], year), f!(doc, by_grade[0], year)]);
    at_hand(doc, line, item, standing[0], found);
    of_whom(doc, item, winner, named, found);
    if by_grade.contains(&"own1") {
        found.push(f!(doc, "own", standing[0], year));
    }
    by_amount(doc, item, winner, found);
    by_section(doc, line, item, winner, found);
}

/// The size of a sum with the grade and section of the award: a 특별상 pays less than an 우수상, a project less than what was disclosed.
fn by_amount<'a>(doc: &Document<'a>, item: &Item<'a>, winner: &Winner<'a>, found: &mut Feats<'a>) {
    let value = item.amount().value;
    let size = f!(doc, "am", doc.core.incentives.sizes.partition_point(|x| *x < value));
    found.extend([
        f!(doc, size, winner.grade),
        f!(doc, size, winner.grade, winner.kind() == '도'),
        f!(doc, size, winner.section),
    ]);
}

/// Whether a sum is said to come with the prize at hand.
fn at_hand<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>, is_old: &'a str, found: &mut Feats<'a>) {
    let told = doc.core.incentives.at_hand.search(doc.text.chars, line.start, item.start);
    found.push(f!(doc, "now", told.is_some(), is_old));
    if let Some(m) = told {
        found.push(f!(doc, "now", doc.text.str(m.start(), m.end().min(m.start() + 2)), is_old));
    }
}

/// Whether a sum has the place of the grade, where as many sums as grades are told: '우수상과 최우수상을 받았다. 인센티브는 각각 7천만 원과 1억 원'.
fn in_order<'a>(
    doc: &Document<'a>,
    line: &'a Line<'a>,
    item: &'a Item<'a>,
    winner: &Winner<'a>,
    winners: &[Winner<'a>],
    found: &mut Feats<'a>,
) {
    let purses = purses_in(doc, line);
    if purses.len() < 2 {
        return;
    }
    let told = || {
        let all = winners.iter().flat_map(|w| w.told.iter());
        all.filter(|(line, x)| x.start < purses[0].start && !line.is_title)
    };
    let last = told().map(|(line, _)| line.index as i64).max().unwrap_or(-1);
    let mut grades: Vec<usize> = told().filter(|(line, _)| line.index as i64 == last).map(|(_, x)| x.start).collect();
    grades.sort_unstable();
    grades.dedup();
    if grades.len() != purses.len() || line.index as i64 - last > 2 {
        return;
    }
    let Some(k) = purses.iter().position(|x| same(*x, item)) else {
        return;
    };
    let mine = winner.told.iter().any(|(_, x)| x.start == grades[k]);
    let each = line.cues.iter().any(|x| x.tag() == "each");
    found.extend([f!(doc, "io", mine), f!(doc, "io", mine, "e", each)]);
}

/// Whether the name behind a sum, who is said to have taken it, is the winner's.
fn of_whom<'a>(doc: &Document<'a>, item: &Item<'a>, winner: &Winner<'a>, named: &[Named<'a>], found: &mut Feats<'a>) {
    let Some(behind) = named.iter().find(|x| x.start > item.start as i64) else {
        return;
    };
    if doc
        .core
        .incentives
        .who_took
        .is_whole(doc.text.chars, item.end, behind.start as usize)
    {
        found.push(f!(doc, "took", behind.ids.contains(&winner.id)));
    }
}

/// Whether the section told before a sum is the award's: '공시제 부문에서 1억 3천5백만원, 우수사업 부문에서 500만원'.
fn by_section<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>, winner: &Winner<'a>, found: &mut Feats<'a>) {
    if winner.section == UNSPECIFIED {
        return;
    }
    let rx = &doc.core.incentives.sections;
    let since = since_last_purse(doc, line, item);
    if let Some(last) = rx.find_all(doc.text.chars, since, item.start).last() {
        let is_mine = rx.last_name(last) == Some(winner.section);
        found.extend([f!(doc, "sec", is_mine), f!(doc, "sec", is_mine, "l", since == line.start)]);
    }
}

/// The end of the last sum before another one, or where the line begins.
fn since_last_purse<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> usize {
    let ends = line
        .counting
        .iter()
        .filter(|x| is_purse(doc, x) && x.end <= item.start)
        .map(|x| x.end);
    ends.max().unwrap_or(line.start)
}

/// Whether a sum is said to be that of several awards together.
fn is_told_together<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>) -> bool {
    let rx = &doc.core.incentives.together;
    if rx.finds(
        doc.text.chars,
        line.start.max(item.start.saturating_sub(24)),
        line.end.min(item.end + 16),
    ) {
        return true;
    }
    doc.lines.get(line.index + 1).is_some_and(|behind| {
        behind.paragraph == line.paragraph
            && behind.counting.is_empty()
            && rx.finds(doc.text.slice(behind.start, behind.end), 0, behind.end - behind.start)
    })
}

/// Whether the line names the winner beside the sum, another one, or none.
fn by_name<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, winner: &Winner<'a>, named: &[Named<'a>]) -> Feats<'a> {
    let purses: Vec<i64> = purses_in(doc, line)
        .iter()
        .filter(|x| !same(**x, item))
        .map(|x| x.start as i64)
        .collect();
    let (start, end) = (item.start as i64, item.end as i64);
    let between = |x: &Named| (x.end.min(end), x.start.max(start));
    let gap = |x: &Named| {
        let (low, high) = between(x);
        (purses.iter().filter(|p| low <= **p && **p < high).count(), high - low)
    };
    let is_own = |x: &&Named<'a>| x.ids.contains(&winner.id);
    let others: Vec<&Named> = named.iter().filter(|x| !is_own(x)).collect();
    let near = others.iter().filter(|x| x.start < start && gap(x).0 == 0).count();
    let Some(x) = named.iter().filter(is_own).min_by_key(|x| gap(x)) else {
        return vec![f!(doc, "noname", near.min(1), others.len().min(1))];
    };
    let n_purses = gap(x).0;
    let side = if x.start < start { '<' } else { '>' };
    let (low, high) = between(x);
    let n_others = others.iter().filter(|o| low <= o.start && o.start < high).count();
    let (joined, after) = words_after(&doc.cx, x.end.max(0) as usize, line.end, 1);
    let by_purses = f!(doc, side, "p", n_purses.min(2));
    vec![
        by_purses,
        f!(doc, by_purses, "o", n_others.min(2)),
        f!(doc, side, "near", near.min(2)),
        f!(doc, side, "ca", head(joined, 2), after.first().map_or("", |w| head(w, 1))),
    ]
}

/// Whether the line names the grade of the award beside the sum, another one, or none.
fn by_grade<'a>(doc: &Document<'a>, line: &'a Line<'a>, item: &'a Item<'a>, winner: &Winner<'a>) -> Feats<'a> {
    let grades = line.grades;
    if grades.is_empty() {
        return vec!["nograde"];
    }
    let purses = purses_in(doc, line);
    let between = |x: &Item| (x.end.min(item.end), x.start.max(item.start));
    let gap = |x: &Item| {
        let (low, high) = between(x);
        let n = purses
            .iter()
            .filter(|p| !same(**p, item) && low <= p.start && p.start < high)
            .count();
        (n, high as i64 - low as i64)
    };
    let Some(&x) = grades.iter().filter(|x| x.grade() == winner.grade).min_by_key(|x| gap(x)) else {
        let is_open = grades.iter().min_by_key(|x| gap(x)).is_some_and(|x| x.grade() == UNSPECIFIED);
        return vec![if is_open { "othergradeb" } else { "othergrade" }];
    };
    let n_purses = gap(x).0;
    let side = if x.start < item.start { '<' } else { '>' };
    let (low, high) = between(x);
    let n_grades = grades.iter().filter(|g| low <= g.start && g.start < high && !same(**g, x)).count();
    let is_own = winner.told.iter().any(|(o, i)| same(*o, line) && same(*i, x));
    let by_purses = f!(doc, side, "gp", n_purses.min(2), "g", n_grades.min(2));
    let own = f!(doc, "own", is_own);
    vec![by_purses, f!(doc, side, "gd", distance(low, high)), own, f!(doc, own, by_purses)]
}

/// Where an award was told last before a sum.
fn last_before<'a>(item: &Item<'a>, winner: &Winner<'a>) -> Option<Told<'a>> {
    let mut last: Option<Told<'a>> = None;
    for &(line, x) in &winner.told {
        if x.start < item.start && last.map_or(true, |(_, y)| x.start > y.start) {
            last = Some((line, x));
        }
    }
    last
}

/// How far before the sum the award was told, and how many awards were told after that; `told`: where each award was told last.
fn by_place<'a>(doc: &Document<'a>, line: &Line<'a>, mine: Option<Told<'a>>, told: &[Option<Told<'a>>]) -> Feats<'a> {
    let Some((my_line, my_item)) = mine else { return vec!["untold"] };
    let mut after: Vec<usize> = Vec::new();
    for start in told.iter().flatten().map(|(_, x)| x.start).filter(|start| *start > my_item.start) {
        once(&mut after, start);
        if after.len() == 2 {
            break; // more are not told apart
        }
    }
    let back = (line.index as i64 - my_line.index as i64).min(4);
    let rank = f!(doc, "rk", after.len());
    vec![rank, f!(doc, rank, "bk", back), f!(doc, rank, "t", my_line.is_title, line.is_title)]
}

/// Whether the year told for the sum is the award's: the one in its place, or the last before it.
fn by_year<'a>(doc: &Document<'a>, line: &Line<'a>, item: &Item<'a>, winner: &Winner<'a>) -> &'a str {
    let told = years_in(line);
    let purses = purses_in(doc, line);
    if told.len() == purses.len() && purses.len() > 1 {
        if let Some(k) = purses.iter().position(|x| same(*x, item)) {
            return f!(doc, "yr", winner.year == Some(told[k].1));
        }
    }
    let Some((_, year)) = told.iter().rev().find(|(start, _)| *start < item.start) else {
        return "y-";
    };
    let since = since_last_purse(doc, line, item);
    let is_mine = winner.year == Some(*year);
    if told.iter().any(|(start, _)| since <= *start && *start < item.start) {
        return f!(doc, "yn", is_mine);
    }
    f!(doc, "y", is_mine)
}

/// Whether the year told for a sum, not for a grade, is the award's, and that of another one of the winner: '2023년에는 8천만원이 따라왔다'.
fn of_year(doc: &Document, line: &Line, item: &Item, at: usize, winners: &[Winner]) -> Option<&'static str> {
    let before = line
        .items
        .iter()
        .filter(|x| x.end <= item.start && (x.kind == Kind::Grade || is_purse(doc, x)));
    let since = before.map(|x| x.end).max().unwrap_or(line.start);
    let told = line.times.iter().filter(|x| since <= x.start && x.start < item.start);
    let years = told.map(|x| x.time().years).filter(|years| !years.is_empty()).last()?;
    let winner = &winners[at];
    let is_told = |w: &Winner| w.year.is_some_and(|year| years.contains(&year));
    let is_anothers = winners.iter().enumerate().any(|(k, w)| k != at && w.id == winner.id && is_told(w));
    Some(match (is_told(winner), is_anothers) {
        (false, false) => "of00",
        (false, true) => ANOTHERS,
        (true, false) => "of10",
        (true, true) => "of11",
    })
}

/// The year told for a sum is not that of the award, and that of another one of the winner: the sum is that one's.
const ANOTHERS: &str = "of01";

/// The years that a line names, with their places.
fn years_in(line: &Line) -> Vec<(usize, i32)> {
    line.times
        .iter()
        .flat_map(|x| x.time().years.iter().map(move |year| (x.start, *year)))
        .collect()
}
