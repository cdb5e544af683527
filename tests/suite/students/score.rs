//! How often a diagnosis is right, group by group, with every miss by its name.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use super::case::Case;
use super::case::Group;
use super::case::Ids;
use super::case::Truth;

/// What a diagnosis says about a case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) word: Word,
    /// The likeliest explanation.
    pub(crate) ids: Ids,
    /// The others that fit.
    pub(crate) alternatives: Vec<Ids>,
}

/// The word of a verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Word {
    Correct,
    CorrectElsewhere,
    Mistake,
    Ambiguous,
    Unknown,
}

/// How good a verdict is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Exactly what can be known.
    Found,
    /// That, and explanations besides that no student's program here confirms.
    SaidMore,
    /// The mistake, but not everything that gives the same numbers.
    TieIncomplete,
    Missed,
}

/// All verdicts with their marks.
pub(crate) struct Score {
    marked: Vec<(Group, Mark, String)>,
}

impl Verdict {
    fn explanations(&self) -> BTreeSet<Ids> {
        let first = Some(&self.ids).filter(|ids| !ids.is_empty());
        first.into_iter().chain(&self.alternatives).cloned().collect()
    }
}

/// Marks one verdict.
pub(crate) fn mark(case: &Case, verdict: &Verdict) -> Mark {
    let found = |is: bool| if is { Mark::Found } else { Mark::Missed };
    match &case.truth {
        Truth::Right => found(verdict.word == Word::Correct),
        Truth::RightElsewhere => found(verdict.word == Word::CorrectElsewhere),
        Truth::Garbage => found(verdict.word == Word::Unknown),
        Truth::Mistakes { made, ties, near } => {
            if matches!(verdict.word, Word::Correct | Word::Unknown) {
                return Mark::Missed;
            }
            let said = verdict.explanations();
            let confirmed = |ids: &&Ids| *ids == made || ties.contains(*ids) || near.contains(*ids);
            if !said.contains(made) {
                Mark::Missed
            } else if !ties.is_subset(&said) {
                Mark::TieIncomplete
            } else if said.iter().all(|ids| confirmed(&ids)) {
                Mark::Found
            } else {
                Mark::SaidMore
            }
        }
    }
}

impl Score {
    pub(crate) fn of(cases: &[Case], diagnose: impl Fn(&Case) -> Verdict + Sync) -> Score {
        // Two halves at once; the order of the cases stays.
        let marked =
            |cases: &[Case]| -> Vec<_> { cases.iter().map(|case| marked(case, &diagnose(case))).collect() };
        let (left, right) = cases.split_at(cases.len() / 2);
        let marked = std::thread::scope(|scope| {
            let left = scope.spawn(|| marked(left));
            let mut right = marked(right);
            let mut all = left.join().expect("the diagnosis does not panic");
            all.append(&mut right);
            all
        });
        Score { marked }
    }

    /// How many cases of a group there are, and how many of them have one of these marks.
    pub(crate) fn count(&self, group: Group, marks: &[Mark]) -> (usize, usize) {
        let of_group = || self.marked.iter().filter(move |(of, ..)| *of == group);
        (of_group().filter(|(_, mark, _)| marks.contains(mark)).count(), of_group().count())
    }

    /// The share of a group that has the first mark.
    pub(crate) fn share(&self, group: Group) -> f64 {
        let (found, all) = self.count(group, &[Mark::Found]);
        found as f64 / all as f64
    }
}

/// The mark with a line that says what was expected and what came.
fn marked(case: &Case, verdict: &Verdict) -> (Group, Mark, String) {
    let mark = mark(case, verdict);
    let expected = match &case.truth {
        Truth::Mistakes { made, ties, .. } => {
            let all: Vec<String> = [made].into_iter().chain(ties).map(joined).collect();
            all.join(" or ")
        }
        truth => format!("{truth:?}"),
    };
    let said: Vec<String> = verdict.explanations().iter().map(joined).collect();
    let line = format!(
        "{}\n      expected {expected}\n      got      {:?}: {}",
        case.name,
        verdict.word,
        said.join(" or ")
    );
    (case.group, mark, line)
}

fn joined(ids: &Ids) -> String {
    ids.iter().map(String::as_str).collect::<Vec<_>>().join(" + ")
}

impl fmt::Display for Score {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let groups: BTreeMap<Group, ()> = self.marked.iter().map(|(group, ..)| (*group, ())).collect();
        writeln!(
            out,
            "{:<14}{:>7}{:>8}{:>11}{:>12}{:>9}{:>9}",
            "cases", "all", "found", "said more", "tie partly", "missed", "found"
        )?;
        for group in groups.into_keys() {
            let count = |mark| self.count(group, &[mark]).0;
            writeln!(
                out,
                "{:<14}{:>7}{:>8}{:>11}{:>12}{:>9}{:>7.2} %",
                format!("{group:?}"),
                self.count(group, &[]).1,
                count(Mark::Found),
                count(Mark::SaidMore),
                count(Mark::TieIncomplete),
                count(Mark::Missed),
                100.0 * self.share(group),
            )?;
        }
        for (group, mark, line) in self.marked.iter().filter(|(_, mark, _)| *mark != Mark::Found) {
            writeln!(out, "{group:?}, {mark:?}: {line}")?;
        }
        Ok(())
    }
}
