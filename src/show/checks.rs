//! How the steps of a slide were checked: rule, witness, and both sides in this lesson's numbers.

use crate::derive::Equation;
use crate::graph::Names;
use crate::lesson::Lesson;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::Slide;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Role;
use crate::show::derivation;
use crate::show::number::six_digits;

/// What was checked before the formulas of this slide could stand on it.
pub fn blocks(lesson: &Lesson, slide: &Slide, names: Names<'_>) -> Vec<Block> {
    let lines = slide.lines().flat_map(|line| check(lesson, slide, line, names));
    let mut blocks: Vec<Block> = lines.collect();
    if blocks.is_empty() {
        blocks.push(Block::Prose(vec!["There is no formula on this slide that was derived.".into()]));
    }
    blocks
}

fn check(lesson: &Lesson, slide: &Slide, line: &Line, names: Names<'_>) -> Vec<Block> {
    let strong = |text: &str| Inline::Looking(Look::Role(Role::Strong), vec![text.into()]);
    let head = match &line.made {
        Made::Rule(rule, _) => format!("{}: {}", rule.name, lesson.words.sentence(rule)),
        Made::Definition => lesson.words.label("definition").to_owned(),
        Made::Generalisation(..) => lesson.words.label("generalisation").to_owned(),
        Made::Again(..) => lesson.words.label("again").to_owned(),
        Made::Earlier(_) => lesson.words.label("earlier").to_owned(),
    };
    let formula = Block::Equation(derivation::equation(&line.equation, names, &[]));
    [Block::Prose(vec![strong(&head)]), formula].into_iter().chain(witness(lesson, slide, line)).collect()
}

/// What was checked before this formula could stand on its slide, and both sides in this lesson's numbers.
pub fn witness(lesson: &Lesson, slide: &Slide, line: &Line) -> Vec<Block> {
    let how = match &line.made {
        Made::Rule(_, evidence) => {
            let compared = lesson.words.evidence(*evidence);
            format!("The formula before and this one were compared {compared}: they are equal.")
        }
        Made::Definition => "A name was put in the place of what it stands for.".into(),
        Made::Generalisation(members, evidence) => {
            format!("Formulas put back in: {members}. Each was compared {evidence}.")
        }
        Made::Again(steps, _) => {
            format!("Steps made once more for this weight, each with its own check: {steps}.")
        }
        Made::Earlier(_) => "It was checked where it was derived.".into(),
    };
    let numbers = in_numbers(&slide.scene, &line.equation);
    std::iter::once(Block::Prose(vec![how.into()])).chain(numbers).collect()
}

/// Both sides, each worked out by itself.
fn in_numbers(scene: &Scene, Equation { left, right }: &Equation) -> Option<Block> {
    let (left, right) = (scene.value(left)?, scene.value(right)?);
    let [ours, theirs] = [left, right].map(six_digits);
    let words = format!("With this lesson's numbers the left side is {ours} and the right side {theirs}.");
    Some(Block::Prose(vec![words.into()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Renderer;
    use crate::render::Style;
    use crate::render::text::Text;

    #[test]
    fn every_derived_formula_says_how_it_was_checked() {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        for (place, slide) in lesson.slides.iter().enumerate() {
            let text = Text.blocks(&blocks(&lesson, slide, Names::SERIES), &Style::default());
            let expected = slide.lines().filter(|line| matches!(line.made, Made::Rule(..))).count();
            assert_eq!(text.matches("were compared").count(), expected, "slide {}: {text}", place + 1);
        }
    }

    #[test]
    fn both_sides_have_the_same_value_wherever_they_have_one() {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        let mut compared = 0;
        for slide in &lesson.slides {
            for line in slide.lines() {
                let sides = [&line.equation.left, &line.equation.right].map(|side| slide.scene.value(side));
                if let [Some(left), Some(right)] = sides {
                    assert!((left - right).abs() <= 1e-12 * left.abs().max(1e-3), "{}", line.equation);
                    compared += 1;
                }
            }
        }
        assert!(compared > 20, "{compared}");
    }
}
