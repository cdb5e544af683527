//! The weights between which a reader can choose: the network to click in, their names, and the data for the script.

use super::slide::blocks;
use serde::Serialize;

use super::lesson::Inside;
use super::table::Table;
use super::worlds::Worlds;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::lesson::Lesson;
use crate::lesson::Shown;
use crate::render::html::inline;
use crate::render::xml::escaped;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;
use crate::show::symbol::symbol_in;

/// The network and the weights, for the script to open: those for which the lesson can be shown, and those that have a
/// derivation of their own at another address.
pub(super) fn dialog(
    lesson: &Lesson,
    names: Names<'_>,
    weights: &[Quantity],
    derived: &[(Quantity, String)],
) -> String {
    let slide = &lesson.slides[0];
    let view = View { names, numbers: Numbers::Hidden, extent: Extent::Whole };
    let network = Shown::Network { weights: Vec::new(), nodes: Vec::new() };
    let network = slide::thing(lesson, slide, &network, view);
    let network = blocks(&network);
    let shape = lesson.problem.shape();
    let name = |weight: Quantity| inline(&[symbol_in(names, &shape.symbol(weight)).into()]);
    let entry = |weight: &Quantity| format!("<li>{}</li>\n", name(*weight));
    let entries: String = weights.iter().map(entry).collect();
    let link = |(weight, address): &(Quantity, String)| {
        format!("<li><a href=\"{}\">{}</a></li>\n", escaped(address), name(*weight))
    };
    let elsewhere = match derived.iter().map(link).collect::<String>() {
        links if links.is_empty() => links,
        links => format!("<p>The derivation of another one:</p>\n<ul class=\"elsewhere\">\n{links}</ul>\n"),
    };
    format!(
        "<dialog id=\"weight\" lang=\"en\" aria-labelledby=\"weight-title\">\n\
         <h2 id=\"weight-title\">Which weight?</h2>\n{network}<ul class=\"weights\">\n{entries}</ul>\n{elsewhere}</dialog>\n"
    )
}

/// What the script reads.
#[derive(Serialize)]
struct Data<'a> {
    format: u32,
    /// The weight that the words were written for.
    written_for: String,
    /// The weights for which the lesson can be shown, that of the page first.
    weights: Vec<Choice>,
    /// Those that have a derivation elsewhere.
    derived: Vec<Choice>,
    #[serde(flatten)]
    table: &'a Table,
    /// What names are worth on each slide, for each weight.
    worlds: &'a Worlds,
}

/// A weight to choose.
#[derive(Serialize)]
struct Choice {
    name: String,
    /// The entry of an array that holds it, counted from zero as in Python: the other name that an address may say.
    array: Option<String>,
    /// Layer, from and to, one-based, as an edge of the network has them.
    edge: Option<String>,
    /// Where its derivation is.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// An element that is no text and holds all that the script has to know.
pub(super) fn data(lesson: &Lesson, names: Names<'_>, inside: &Inside<'_>) -> String {
    let shape = lesson.problem.shape();
    let name = |weight: Quantity| names.written(&shape.symbol(weight)).to_string();
    let choice = |weight: Quantity, address: Option<&String>| Choice {
        name: name(weight),
        array: shape.array_entry(weight),
        edge: match weight {
            Quantity::Weight { layer, from, to } => Some(format!("{} {} {}", layer + 1, from + 1, to + 1)),
            _ => None,
        },
        address: address.cloned(),
    };
    let data = Data {
        format: 1,
        written_for: name(lesson.written_for),
        weights: inside.weights.iter().map(|weight| choice(*weight, None)).collect(),
        derived: inside.derived.iter().map(|(weight, address)| choice(*weight, Some(address))).collect(),
        table: inside.table,
        worlds: &inside.worlds,
    };
    // Within a script element nothing is escaped, so nothing may end it, and nothing begin a remark or a script.
    let mut text = serde_json::to_string(&data).unwrap_or_default();
    for (sign, harmless) in [("</", "<\\/"), ("<!", "\\u003c!"), ("<s", "\\u003cs"), ("<S", "\\u003cS")] {
        text = text.replace(sign, harmless);
    }
    format!("<script type=\"application/json\" id=\"data\">{text}</script>\n")
}
