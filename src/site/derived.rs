//! The derivations of the weights that a lesson is not about: for each layer a page beside it, whose slides are the parts
//! of the derivation and which follows the weight as a lesson does.

use super::Edition;
use super::slide::article;
use super::slide::wrapped;
use super::table::Table;
use crate::graph::Quantity;
use crate::lesson::agree;
use crate::page::Block;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::html::Html;
use crate::show;

/// Weights of one layer, or its biases, and the page on which they are derived.
pub(super) struct Group {
    pub(super) file: String,
    pub(super) title: String,
    pub(super) weights: Vec<Quantity>,
}

/// The groups of these weights, in their order.
pub(super) fn groups(weights: Vec<Quantity>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for weight in weights {
        let (what, layer) = match weight {
            Quantity::Bias { layer, .. } => ("biases", layer + 1),
            Quantity::Weight { layer, .. } => ("weights", layer + 1),
            _ => continue,
        };
        let file = format!("{what}-{layer}.html");
        if let Some(group) = groups.iter_mut().find(|group| group.file == file) {
            group.weights.push(weight);
        } else {
            let title = format!("Derived: the {what} of layer {layer}");
            groups.push(Group { file, title, weights: vec![weight] });
        }
    }
    groups
}

/// The parts of the derivations, each a slide in all versions. Nothing where they are too long to be made, or of
/// different makes.
pub(super) fn slides(edition: &Edition<'_>, group: &Group, table: &mut Table) -> Option<String> {
    let versions: Option<Vec<Vec<Part>>> =
        group.weights.iter().map(|weight| derivation(edition, *weight)).collect();
    let versions = versions?;
    let first = versions.first()?;
    if !versions.iter().all(|parts| parts.len() == first.len()) {
        return None;
    }
    let slide = |place: usize| {
        let bodies: Vec<String> = versions.iter().map(|parts| parts[place].body.clone()).collect();
        let (inside, attribute) = table.numbered(&bodies);
        article(
            &edition.lesson.words,
            place,
            first.len(),
            "main",
            &first[place].title,
            &wrapped("says", &attribute, &inside),
        )
    };
    Some((0..first.len()).map(slide).collect())
}

/// A part of a derivation under its heading.
struct Part {
    title: String,
    body: String,
}

fn derivation(edition: &Edition<'_>, weight: Quantity) -> Option<Vec<Part>> {
    let problem = &edition.lesson.problem;
    let shape = problem.shape();
    let (derivation, agreement) = agree::derived(problem, weight, None, agree::IN_A_MOMENT).ok()?;
    let page = show::derivation::page(&shape, edition.names(&shape), &derivation, &agreement);
    let mut parts = vec![Part { title: page.title, body: String::new() }];
    for block in &page.blocks {
        match (block, parts.last_mut()) {
            (Block::Heading(title), _) => parts.push(Part { title: title.clone(), body: String::new() }),
            (block, Some(part)) => part.body += &Html.block(block, &Style::default()),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.body.is_empty());
    Some(parts)
}
