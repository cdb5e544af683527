//! Tree diagrams: the root on top, one level under another, heavy where the path runs.
//!
//! Every subtree has a strip of its own, as wide as its labels need, so nothing overlaps. An edge ends in a piece
//! that runs straight down within the strip of its node; its label stands there.

use super::Picture;
use super::label::Label;
use super::label::SIZE;
use super::line;
use super::role_class;
use crate::page::Link;
use crate::page::Math;
use crate::page::Node;
use crate::page::Tree;

/// Room between two strips.
const GAP: f64 = 22.0;
/// From one level to the next, without and with labels at the edges.
const STEP: f64 = 64.0;
const LABELLED_STEP: f64 = 92.0;
/// How high a node with its symbol is, and with a value under it.
const NODE: f64 = 26.0;
const NODE_WITH_VALUE: f64 = 46.0;

/// A subtree with its place in the picture.
struct Part<'a> {
    node: Option<&'a Node>,
    link: Link,
    label: Label,
    value: Option<Label>,
    note: Label,
    /// The width of the strip.
    width: f64,
    /// Where in the strip the node stands.
    x: f64,
    /// Where in the strip the strips below begin.
    inset: f64,
    below: Vec<Part<'a>>,
}

pub(super) fn picture(tree: &Tree) -> Picture {
    let root = part(&Link::default(), &tree.root);
    let node = if any(&root, &|part| part.value.is_some()) { NODE_WITH_VALUE } else { NODE };
    let step = if any(&root, &|part| part.note.width() > 0.0) { LABELLED_STEP } else { STEP };
    let heights = Heights { node, step };
    let mut edges = String::new();
    let mut texts = String::new();
    draw(&root, 0.0, 0.0, &heights, &mut edges, &mut texts);
    let height = (depth(&root) - 1) as f64 * (node + step) + node;
    Picture { width: root.width, height, body: edges + &texts }
}

struct Heights {
    node: f64,
    step: f64,
}

fn any(part: &Part, holds: &dyn Fn(&Part) -> bool) -> bool {
    holds(part) || part.below.iter().any(|part| any(part, holds))
}

fn depth(part: &Part) -> usize {
    1 + part.below.iter().map(depth).max().unwrap_or(0)
}

fn part<'a>(link: &Link, node: &'a Node) -> Part<'a> {
    let note = link.label.as_ref().map(Label::new).unwrap_or_default();
    let note = link.mark.map_or(note.clone(), |mark| note.of_mark(mark));
    let more = node.more.as_deref().map(ellipsis);
    let label = Label::new(&node.label);
    let label = link.mark.map_or(label.clone(), |mark| label.with_mark(mark));
    let mut part = Part {
        node: Some(node),
        link: link.clone(),
        label,
        value: node.value.as_ref().map(Label::new),
        note,
        width: 0.0,
        x: 0.0,
        inset: 0.0,
        below: node.below.iter().map(|(link, node)| self::part(link, node)).chain(more).collect(),
    };
    place(&mut part);
    part
}

/// What stands for nodes that are not drawn.
fn ellipsis<'a>(more: &str) -> Part<'a> {
    let label = Label::new(&Math::Words(more.to_owned()));
    let mut part = Part {
        node: None,
        link: Link::default(),
        label,
        value: None,
        note: Label::default(),
        width: 0.0,
        x: 0.0,
        inset: 0.0,
        below: Vec::new(),
    };
    place(&mut part);
    part
}

/// Gives a strip its width and puts the node over the middle of what is below it.
fn place(part: &mut Part) {
    let own = part.label.width().max(part.value.as_ref().map_or(0.0, Label::width)).max(part.note.width());
    let mut start = 0.0;
    let mut arrivals = Vec::new();
    for below in &part.below {
        arrivals.push(start + below.x);
        start += below.width + GAP;
    }
    let middle = match (arrivals.first(), arrivals.last()) {
        (Some(first), Some(last)) => f64::midpoint(*first, *last),
        _ => own / 2.0,
    };
    part.inset = (own / 2.0 - middle).max(0.0);
    part.x = middle + part.inset;
    part.width = (start - GAP + part.inset).max(part.x + own / 2.0);
}

fn draw(part: &Part, left: f64, top: f64, heights: &Heights, edges: &mut String, texts: &mut String) {
    let x = left + part.x;
    let class = part.node.and_then(|node| node.role).map_or("", role_class);
    let class = if part.node.is_none() { "dim" } else { class };
    texts.push_str(&part.label.centred(x, top + SIZE, class));
    if let Some(value) = &part.value {
        texts.push_str(&value.centred(x, top + SIZE + 20.0, class));
    }
    let own = if part.value.is_some() { NODE_WITH_VALUE } else { NODE };
    let (from, to) = (top + own, top + heights.node + heights.step);
    let mut start = left + part.inset;
    for below in &part.below {
        let end = start + below.x;
        let bend = to - heights.step * 0.55;
        let half = f64::midpoint(from, bend);
        let path =
            format!("M{x:.1} {from:.1}C{x:.1} {half:.1} {end:.1} {half:.1} {end:.1} {bend:.1}V{to:.1}");
        edges.push_str(&line(below.link.stroke, below.link.mark, &path));
        if below.note.width() > 0.0 {
            texts.push_str(&below.note.on_ground(end, to - heights.step * 0.2));
        }
        draw(below, start, to, heights, edges, texts);
        start += below.width + GAP;
    }
}
