//! Two formulas or trees side by side, with what is different marked and nothing else.
//!
//! Both are walked together. Where they have the same shape, the pieces are compared one by one; where they part,
//! the smallest whole piece is marked as [`Role::Changed`]. A symbol counts as one piece: of `w_211` beside `w_221`
//! the whole name is marked, since a single index would be too small to see.

use super::Link;
use super::Math;
use super::Node;
use super::Role;
use super::Stroke;
use super::Tree;

impl Math {
    /// The same formula with everything marked that is not so in the other.
    #[must_use]
    pub fn unlike(&self, other: &Math) -> Self {
        if self == other {
            return self.clone();
        }
        let within = |mine: &Math, theirs: &Math| Box::new(mine.unlike(theirs));
        match (self, other) {
            (Math::Row(mine), Math::Row(theirs)) => Math::Row(row_unlike(mine, theirs)),
            (Math::Fraction(over, under), Math::Fraction(their_over, their_under)) => {
                Math::Fraction(within(over, their_over), within(under, their_under))
            }
            (Math::Fenced(fence, mine), Math::Fenced(other, theirs)) if fence == other => {
                Math::Fenced(*fence, within(mine, theirs))
            }
            (Math::Sum { index, from, to, body }, Math::Sum { body: their_body, .. })
                if self.has_limits_of(other) =>
            {
                let (index, from, to) = (index.clone(), from.clone(), to.clone());
                Math::Sum { index, from, to, body: within(body, their_body) }
            }
            (Math::Under(mine, note), Math::Under(theirs, their_note)) => {
                Math::Under(within(mine, theirs), within(note, their_note))
            }
            (Math::Braced(mine, name), Math::Braced(theirs, their_name)) => {
                Math::Braced(within(mine, theirs), within(name, their_name))
            }
            (Math::Looking(look, mine), Math::Looking(other, theirs)) if look == other => {
                Math::Looking(*look, within(mine, theirs))
            }
            _ => self.clone().looking(Role::Changed),
        }
    }

    fn has_limits_of(&self, other: &Math) -> bool {
        match (self, other) {
            (
                Math::Sum { index, from, to, .. },
                Math::Sum { index: their_index, from: their_from, to: their_to, .. },
            ) => index == their_index && from == their_from && to == their_to,
            _ => false,
        }
    }
}

/// The pieces of a row beside those of another: one by one if there are as many, else all between what begins and
/// what ends both.
fn row_unlike(mine: &[Math], theirs: &[Math]) -> Vec<Math> {
    if mine.len() == theirs.len() {
        return mine.iter().zip(theirs).map(|(mine, theirs)| mine.unlike(theirs)).collect();
    }
    let shorter = mine.len().min(theirs.len());
    let same = |(mine, theirs): &(&Math, &Math)| mine == theirs;
    let begin = mine.iter().zip(theirs).take_while(same).count();
    let end = mine.iter().rev().zip(theirs.iter().rev()).take_while(same).count().min(shorter - begin);
    let between = &mine[begin..mine.len() - end];
    let marked = match between {
        [] => None,
        [piece] => Some(piece.clone()),
        pieces => Some(Math::Row(pieces.to_vec())),
    };
    let marked = marked.map(|piece| piece.looking(Role::Changed));
    mine[..begin].iter().cloned().chain(marked).chain(mine[mine.len() - end..].iter().cloned()).collect()
}

impl Tree {
    /// The same tree with every node marked that has another symbol in the other tree, and the edges that lead
    /// there drawn double.
    #[must_use]
    pub fn unlike(&self, other: &Tree) -> Self {
        Tree { words: self.words.clone(), root: self.root.unlike(Some(&other.root)) }
    }
}

impl Node {
    fn unlike(&self, other: Option<&Node>) -> Self {
        let is_new = other.is_none_or(|other| other.label != self.label);
        let below = self.below.iter().enumerate().map(|(at, (link, node))| {
            let theirs = other.and_then(|other| other.below.get(at));
            (link.unlike(node, theirs), node.unlike(theirs.map(|(_, node)| node)))
        });
        let their_value = other.and_then(|other| other.value.as_ref());
        Node {
            role: if is_new { Some(Role::Changed) } else { self.role },
            value: unlike(self.value.as_ref(), their_value),
            below: below.collect(),
            ..self.clone()
        }
    }
}

impl Link {
    /// An edge that leads to this node, beside the edge and node in its place.
    fn unlike(&self, node: &Node, theirs: Option<&(Link, Node)>) -> Self {
        let is_same =
            theirs.is_some_and(|(link, other)| link.stroke == self.stroke && other.label == node.label);
        let stroke = match self.stroke {
            Stroke::Heavy if !is_same => Stroke::Double,
            stroke => stroke,
        };
        let label = unlike(self.label.as_ref(), theirs.and_then(|(link, _)| link.label.as_ref()));
        Link { label, stroke, mark: self.mark }
    }
}

/// What stands at a node or an edge, marked where something else stands there.
fn unlike(mine: Option<&Math>, theirs: Option<&Math>) -> Option<Math> {
    match (mine, theirs) {
        (Some(mine), Some(theirs)) => Some(mine.unlike(theirs)),
        (mine, _) => mine.cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Operator;

    fn weight(indices: &str) -> Math {
        Math::name("w").with_sub(Math::name(indices))
    }

    fn equation(pieces: &[Math]) -> Math {
        let times = |piece: &Math| [Operator::Times.into(), piece.clone()];
        let right = pieces.iter().skip(1).flat_map(times);
        Math::row([Math::name("a"), Operator::Equals.into(), pieces[0].clone()].into_iter().chain(right))
    }

    #[test]
    fn only_the_symbol_that_differs_is_marked() {
        let [mine, theirs] = ["211", "221"].map(|at| equation(&[Math::partial(Math::name("o"), weight(at))]));
        let d = || Operator::Partial.into();
        let marked = Math::row([d(), weight("211").looking(Role::Changed)]);
        let expected = equation(&[Math::fraction(Math::row([d(), Math::name("o")]), marked)]);
        assert_eq!(mine.unlike(&theirs), expected);
        assert_eq!(mine.unlike(&mine), mine);
    }

    #[test]
    fn what_the_other_lacks_is_marked_as_one_piece() {
        let [x, y, z] = ["x", "y", "z"].map(Math::name);
        let mine = equation(&[x.clone(), y.clone(), z.clone()]);
        let marked = mine.unlike(&equation(&[x.clone(), z.clone()]));
        let inserted = Math::row([y, Operator::Times.into()]).looking(Role::Changed);
        let equals = Math::from(Operator::Equals);
        assert_eq!(marked, Math::row([Math::name("a"), equals, x, Operator::Times.into(), inserted, z]));
        // Nothing of the shorter one is missing in the longer.
        assert_eq!(equation(&[Math::name("x")]).unlike(&mine), equation(&[Math::name("x")]));
    }

    #[test]
    fn a_tree_is_double_where_it_leads_elsewhere() {
        let heavy = || Link { stroke: Stroke::Heavy, label: Some(Math::number("0.5")), mark: None };
        let tree = |goal: &str, last: Link| Tree {
            words: vec![goal.into()],
            root: Node::leaf(Math::name("MSE"))
                .over(heavy(), Node::leaf(Math::name("o")).over(last, Node::leaf(weight(goal)))),
        };
        let other = Link { label: Some(Math::number("0.7")), ..heavy() };
        let marked = tree("221", other.clone()).unlike(&tree("211", heavy()));
        let (first, output) = &marked.root.below[0];
        assert_eq!((first, output.role), (&heavy(), None));
        let (last, goal) = &output.below[0];
        assert_eq!(goal.role, Some(Role::Changed));
        assert_eq!(
            (last.stroke, last.label.clone()),
            (Stroke::Double, other.label.map(|label| label.looking(Role::Changed)))
        );
        assert_eq!(tree("211", heavy()).unlike(&tree("211", heavy())), tree("211", heavy()));
    }
}
