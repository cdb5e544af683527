//! Every word on a page that neither the author nor the network has written.
//!
//! English stands in a table; a lesson in another language overrides what it shows. What is put into a sentence stands
//! in braces, so that another language may put it elsewhere: `Graph of {function}.`

use std::collections::BTreeMap;

use crate::derive::Rule;
use crate::derive::verify::Evidence;

/// Sentences of rules and other words that a lesson says in its own language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub(super) rules: BTreeMap<String, String>,
    pub(super) labels: BTreeMap<String, String>,
}

/// The words by their keys, in English.
pub const LABELS: &[(&str, &str)] = &[
    ("slide", "Slide"),
    ("of", "of"),
    ("cost", "Cost"),
    ("was", "until now"),
    ("is", "from here on"),
    ("value", "Value"),
    ("checked", "Checked"),
    ("question", "Question"),
    ("answer", "Answer"),
    ("because", "Because"),
    ("definition", "A new name."),
    ("earlier", "Reached before."),
    ("again", "The same steps, each checked again."),
    ("generalisation", "Letters in the place of numbers; every member was put back and checked."),
    ("before", "before"),
    ("after", "after"),
    ("slope", "slope"),
    ("written-for", "The words of this slide were written for"),
    ("other-data", "The words of this slide speak of the lesson's own data; the numbers are yours."),
    ("equal-here", "With these numbers the two happen to be the same."),
    ("other-names", "The words of this slide explain the names of the series. Here they are written so:"),
    // How a step was checked.
    ("exact", "without rounding at {points}"),
    ("exact-nudged", "without rounding at {points}, by nudging at {nudged}"),
    ("measured", "numerically at {points}"),
    ("nudged", "numerically, by nudging at {points}"),
    ("point", "1 point"),
    ("points", "{count} points"),
    // Factors, by the edges of the tree that they belong to.
    ("cost-factor", "cost"),
    ("activation-factor", "activation"),
    ("dot-product-factor", "dot product"),
    // Pictures, and what is said instead of them.
    ("and", " and "),
    ("more", "… {count} more"),
    ("tree", "Tree diagram with {count} paths to {weight}"),
    ("tree-of-one", "Tree diagram with 1 path to {weight}"),
    ("path-goes-on", " to "),
    ("path-numbers", ", at its edges {numbers}"),
    ("tree-examples", " Of {all} examples only {drawn} drawn."),
    (
        "tree-crossed",
        " Drawn dashed, since there is no such path: from example {one} by {factor} of example {other}.",
    ),
    ("inputs", "inputs"),
    ("hidden", "hidden"),
    ("outputs", "outputs"),
    ("network", "Network of {widths} nodes, layer by layer."),
    ("network-heavy", " Drawn heavy: {weights}."),
    ("network-marked", " Marked: {nodes}."),
    ("plot", "Graph of {function}."),
    ("plot-point", " At {point} its height is {height} and its slope {slope}."),
    // Tables.
    ("example", "example"),
    ("path", "path"),
    ("product", "product"),
    ("sum", "sum"),
    ("sum-by-N", "sum / N, N = {N}"),
    ("weight", "weight"),
    ("paths", "paths"),
    ("matrices", "matrices"),
    ("apart", "apart"),
    ("rows-columns", ": rows {rows}, columns {columns}"),
];

/// A piece of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// As it stands.
    Text(&'a str),
    /// The name of what is put in.
    Hole(&'a str),
}

impl Words {
    /// The sentence of a rule.
    pub fn sentence(&self, rule: &'static Rule) -> &str {
        self.rules.get(rule.name).map_or(rule.says, String::as_str)
    }

    /// One of the [`LABELS`].
    pub fn label(&self, key: &'static str) -> &str {
        self.labels.get(key).map_or_else(|| english(key), String::as_str)
    }

    /// A label with numbers and words put in.
    pub fn filled(&self, key: &'static str, with: &[(&str, String)]) -> String {
        let fill = |part: Part<'_>| match part {
            Part::Text(text) => text.to_owned(),
            Part::Hole(name) => {
                with.iter().find(|(hole, _)| *hole == name).map_or(String::new(), |(_, words)| words.clone())
            }
        };
        parts(self.label(key)).into_iter().map(fill).collect()
    }

    /// How something was checked: `without rounding at 3 points`.
    pub fn evidence(&self, evidence: Evidence) -> String {
        let points = |count: usize| match count {
            1 => self.label("point").to_owned(),
            _ => self.filled("points", &[("count", count.to_string())]),
        };
        let Evidence { exact, measured, nudged } = evidence;
        let key = match (exact, nudged) {
            (0, true) => "nudged",
            (0, false) => "measured",
            (_, true) => "exact-nudged",
            (_, false) => "exact",
        };
        let at = if exact == 0 { measured } else { exact };
        self.filled(key, &[("points", points(at)), ("nudged", points(measured))])
    }
}

pub(super) fn english(key: &str) -> &str {
    LABELS.iter().find(|(name, _)| *name == key).map_or(key, |(_, words)| words)
}

/// A sentence cut at its braces.
pub fn parts(sentence: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = sentence;
    while let Some((text, (hole, after))) =
        rest.split_once('{').and_then(|(text, after)| Some((text, after.split_once('}')?)))
    {
        parts.extend([Part::Text(text), Part::Hole(hole)]);
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts.retain(|part| *part != Part::Text(""));
    parts
}

/// A hole that a sentence in another language has, and the English one has not.
pub(super) fn unknown_hole<'a>(key: &str, sentence: &'a str) -> Option<&'a str> {
    let known = parts(english(key));
    parts(sentence).into_iter().find_map(|part| match part {
        Part::Hole(name) if !known.contains(&part) => Some(name),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_filled_in_any_order() {
        let labels =
            [("sum-by-N", "durch {N}"), ("exact-nudged", "durch Stupsen an {nudged}, exakt an {points}")]
                .map(|(key, words)| (key.to_owned(), words.to_owned()));
        let words = Words { labels: labels.into(), ..Words::default() };
        assert_eq!(words.filled("sum-by-N", &[("N", "6".into())]), "durch 6");
        let evidence = Evidence { exact: 3, measured: 1, nudged: true };
        assert_eq!(words.evidence(evidence), "durch Stupsen an 1 point, exakt an 3 points");
        assert_eq!(unknown_hole("sum-by-N", "{M} und {N}"), Some("M"));
        assert_eq!(unknown_hole("sum-by-N", "{N}"), None);
        assert_eq!(parts("a {b"), [Part::Text("a {b")]);
    }

    /// What a lesson overrides is told in the same words as everywhere else where it overrides nothing.
    #[test]
    fn evidence_is_told_as_it_is_written() {
        for exact in [0, 1, 3] {
            for nudged in [false, true] {
                let evidence = Evidence { exact, measured: 3, nudged };
                assert_eq!(Words::default().evidence(evidence), evidence.to_string());
            }
        }
    }

    #[test]
    fn every_key_is_there_once() {
        for (at, (key, _)) in LABELS.iter().enumerate() {
            assert!(LABELS[..at].iter().all(|(other, _)| other != key), "{key}");
        }
    }
}
