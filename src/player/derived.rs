//! A weight of another layer: its derivation, opened at the sub-goal at which the learner is.

use std::sync::Arc;

use crate::derive::weight::Goal;
use crate::expr::Expr;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::lesson::Lesson;
use crate::lesson::agree;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Page;
use crate::show::derivation;

/// A derivation to read.
#[derive(Clone, Debug)]
pub struct Derived {
    /// All of it.
    pub page: Arc<Page>,
    /// The block at which the part begins that the learner is at.
    pub begin: usize,
}

/// Derives what a slide derives, for another weight or bias of its problem.
pub(super) fn derived(
    lesson: &Lesson,
    place: usize,
    weight: Quantity,
    names: Names<'_>,
) -> Result<Derived, String> {
    let scene = &lesson.slides[place].scene;
    let shape = &scene.shape;
    let (written, agreement) = agree::derived(&scene.problem, weight, None, agree::IN_A_MOMENT)
        .map_err(|error| error.to_string())?;
    let page = derivation::page(shape, names, &written, &agreement);
    let begin = goal(lesson, place).and_then(|goal| {
        let part = written.parts().iter().position(|part| part.goal == goal)?;
        let is_heading = |block: &Block| matches!(block, Block::Heading(_));
        page.blocks.iter().enumerate().filter(|(_, block)| is_heading(block)).nth(part).map(|(at, _)| at)
    });
    Ok(Derived { page: Arc::new(page), begin: begin.unwrap_or(0) })
}

/// What the slide, or the last one before it that derives anything, is about.
fn goal(lesson: &Lesson, place: usize) -> Option<Goal> {
    let lefts = lesson.slides[..=place]
        .iter()
        .rev()
        .flat_map(|slide| slide.lines().map(|line| (&slide.scene, &line.equation.left)).collect::<Vec<_>>());
    lefts.into_iter().find_map(|(scene, left)| about(scene, left))
}

/// Which sub-goal a left side belongs to.
fn about(scene: &Scene, left: &Expr) -> Option<Goal> {
    let quantity = |name| scene.shape.quantity(name).ok();
    let (of, by) = match left {
        Expr::Partial { of, by } => (of, by),
        Expr::Sym(name) => return slope_of(quantity(name)?),
        _ => return None,
    };
    let of = match &**of {
        Expr::Sym(of) => quantity(of),
        Expr::Call(..) => return Some(Goal::Sigmoid),
        _ => None,
    };
    match (of?, quantity(by)?) {
        (Quantity::Cost, Quantity::Weight { .. } | Quantity::Bias { .. }) => Some(Goal::Together),
        (of, _) => slope_of(of),
    }
}

/// Whoever writes out what a quantity is wants its slope.
fn slope_of(quantity: Quantity) -> Option<Goal> {
    match quantity {
        Quantity::Cost => Some(Goal::Cost),
        Quantity::Out { .. } => Some(Goal::Activation),
        Quantity::In { .. } => Some(Goal::DotProduct),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_layer_opens_at_the_same_sub_goal() {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        let weight = lesson.problem.shape().parameter("w_111").expect("it is there");
        let slide_of = |left: &str| {
            let is_it = |slide: &crate::lesson::Slide| {
                slide.lines().any(|line| line.equation.left.to_string() == left)
            };
            lesson.slides.iter().position(is_it).unwrap_or_else(|| panic!("no slide has {left}"))
        };
        for (left, heading) in [
            ("MSE", "The slope of the cost"),
            ("d(MSE)/d(o_out_1^(1))", "The slope of the cost"),
            ("o_in_1^(1)", "The slope of the dot product"),
            ("d(o_in_1^(1))/d(w_211)", "The slope of the dot product"),
        ] {
            let derived = derived(&lesson, slide_of(left), weight, Names::SERIES).expect("it can be derived");
            let Block::Heading(found) = &derived.page.blocks[derived.begin] else { panic!("no heading") };
            assert!(found.contains(heading), "{left}: {found}");
        }
        let cost = derived(&lesson, 0, Quantity::Cost, Names::SERIES);
        assert!(cost.expect_err("it is no weight").contains("not a weight"));
    }
}
