//! Names in an answer: whether they mean anything here, and which was meant.

use crate::expr::Expr;
use crate::expr::Symbol;
use crate::graph::NameError;
use crate::lesson::scene::Scene;
use crate::problem::nearest;

/// A name that means nothing here, said in words.
pub(super) fn unknown(typed: &Expr, right: &Expr, scene: &Scene) -> Option<String> {
    let mut wrong = None;
    typed.any(&mut |part| {
        let (Expr::Sym(name) | Expr::Partial { by: name, .. }) = part else { return false };
        wrong = trouble_with(name, right, scene);
        wrong.is_some()
    });
    wrong
}

fn trouble_with(name: &Symbol, right: &Expr, scene: &Scene) -> Option<String> {
    let stands_in = right.any(&mut |part| matches!(part, Expr::Sym(own) if own == name));
    // A letter stands for any node or example, so the first one tells whether there are such names.
    let member = name.first_member();
    let is_of_network = !name.sub.is_empty()
        && (scene.shape.layer_of(name).is_some() || ["w", "b", "x", "y"].contains(&name.base.as_str()));
    // Nothing runs over a letter that is a count: it is one number, and an index is written as a number or a letter.
    if let Some(count) =
        name.letters().find(|letter| COUNTS.contains(&letter.to_string().as_str())).filter(|_| !stands_in)
    {
        return Some(format!(
            "{count} is how many there are, and cannot be the index of {name}: write a number, or another letter"
        ));
    }
    match scene.shape.quantity(&member) {
        _ if stands_in || COUNTS.contains(&name.to_string().as_str()) => None,
        Ok(_) => None,
        // Nodes are defined for any number, so that those that do not exist come before what is defined.
        Err(NameError::Absent { reason, .. }) if is_of_network => {
            Some(format!("there is no {name}: {reason}"))
        }
        Err(_) if scene.givens.definition_of(name).is_some() => None,
        Err(_) => {
            let written = name.to_string();
            let near = || nearest(&written, names(scene).iter().map(String::as_str)).map(str::to_owned);
            let meant = meant(&written, scene).or_else(near);
            let meant = meant.map_or_else(String::new, |meant| format!(" Did you mean {meant}?"));
            Some(format!("{written} is no name of this lesson.{meant}"))
        }
    }
}

/// Numbers of things, which every formula may speak of.
pub(super) const COUNTS: [&str; 3] = ["N", "E", "K"];

/// The names that may be typed: those of the network, the counts, and what has been defined.
fn names(scene: &Scene) -> Vec<String> {
    let shape = &scene.shape;
    let parameters = shape.parameters().map(|parameter| shape.symbol(parameter).to_string());
    let counts = COUNTS.iter().map(|&name| name.to_owned());
    let defined = scene.givens.definitions().map(|(name, _)| name.to_string());
    parameters.chain(counts).chain(defined).chain([shape.cost.symbol.to_owned()]).collect()
}

/// The node whose name this nearly is, `o_out_2` for `o_uot_2`. The indices stay as they are.
pub(super) fn meant(name: &str, scene: &Scene) -> Option<String> {
    let (base, indices) = name.split('^').next()?.rsplit_once('_')?;
    let letters = (0..scene.shape.layers()).map(|layer| scene.shape.layer_letter(layer));
    let bases: Vec<String> =
        letters.flat_map(|letter| ["in", "out"].map(|side| format!("{letter}_{side}"))).collect();
    let meant = nearest(base, bases.iter().map(String::as_str)).filter(|meant| *meant != base)?;
    Some(format!("{meant}_{indices}"))
}
