//! What can be hidden on a slide and predicted: the parts of its formulas, what these are worth, and the numbers of its
//! pictures and tables.

use std::sync::Arc;

use crate::derive::Equation;
use crate::expr::Expr;
use crate::graph::Names;
use crate::lesson::Lesson;
use crate::lesson::Slide;
use crate::lesson::answers::Judgement;
use crate::lesson::answers::judge_written;
use crate::lesson::hide;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

use super::numbers;

/// Something that is hidden.
#[derive(Clone, Debug)]
pub(super) struct Hidden {
    /// The lesson, with a question mark in the place of what is hidden in a formula.
    pub(super) lesson: Arc<Lesson>,
    /// What it is.
    pub(super) what: What,
    /// How it comes about.
    pub(super) step: Step,
    /// Which of the things that can be hidden here.
    pub(super) number: usize,
}

/// What is hidden.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A part of a formula.
    Part(Expr),
    /// What a formula is worth.
    Value(f64),
    /// A number of a picture or table, as it is written there.
    Number(String),
}

/// The step that leads to what is hidden.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// The thing on the slide with this number, counted from 0.
    OfSlide(usize),
    /// The one whose result is this number of a picture or table.
    Number(String),
}

/// What was hidden and has been shown again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Revealed {
    pub(super) what: What,
    /// How it comes about, for those who have not found it.
    pub(super) worked: Option<Worked>,
}

/// A step to be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Worked {
    /// The thing on the slide with this number, counted from 0.
    OfSlide(usize),
    /// This formula and what it is.
    Equation(Equation),
}

impl Worked {
    /// Some numbers are a step of their own, as inputs are.
    pub(super) fn of(step: &Step, slide: &Slide) -> Option<Self> {
        match step {
            Step::OfSlide(shown) => Some(Worked::OfSlide(*shown)),
            Step::Number(digits) => slide::step_to(slide, digits).map(Worked::Equation),
        }
    }
}

/// What of a slide is seen, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'l> {
    pub(super) lesson: &'l Arc<Lesson>,
    /// The slide, from 0.
    pub(super) place: usize,
    /// So many of the things that it shows.
    pub(super) parts: usize,
    pub(super) numbers: Numbers,
}

impl Seen<'_> {
    fn slide(&self) -> &Slide {
        &self.lesson.slides[self.place]
    }

    /// How many things in its formulas can be hidden.
    fn in_formulas(&self) -> usize {
        hide::count(self.slide(), self.parts)
    }

    /// The numbers of its pictures and tables, but those that its words tell.
    fn numbers(&self) -> Vec<String> {
        let view = View { names: Names::SERIES, numbers: self.numbers, extent: Extent::Parts(self.parts) };
        let mut numbers = numbers::numbers(slide::blocks(self.lesson, self.place, view));
        let told = numbers::in_words(&slide::says(self.lesson, self.slide(), Names::SERIES));
        let scene = &self.slide().scene;
        let is_told = |number: &String| {
            told.iter().any(|told| matches!(judge_written(told, number, scene), Judgement::Right))
        };
        numbers.retain(|number| !is_told(number));
        numbers
    }
}

/// Whether there is anything to hide.
pub(super) fn is_possible(seen: Seen<'_>) -> bool {
    seen.in_formulas() > 0 || !seen.numbers().is_empty()
}

/// Hides one of the things seen on a slide, those in formulas first; after the last one comes the first again.
pub(super) fn hidden(seen: Seen<'_>, number: usize) -> Option<Hidden> {
    let in_formulas = seen.in_formulas();
    let mut numbers = seen.numbers();
    let number = number.checked_rem(in_formulas + numbers.len())?;
    if let Some(at) = number.checked_sub(in_formulas) {
        let digits = numbers.swap_remove(at);
        let step = Step::Number(digits.clone());
        return Some(Hidden { lesson: Arc::clone(seen.lesson), what: What::Number(digits), step, number });
    }
    let hide::Hidden { lesson, what, shown, number } =
        hide::hidden(seen.lesson, seen.place, seen.parts, number)?;
    let what = match what {
        hide::What::Part(part) => What::Part(part),
        hide::What::Value(value) => What::Value(value),
    };
    Some(Hidden { lesson, what, step: Step::OfSlide(shown), number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::number::digits;

    #[test]
    fn a_number_that_is_asked_for_stands_nowhere_on_the_slide() {
        let lesson = Arc::new(Lesson::built_in("output-weights").expect("it is embedded"));
        let (mut formulas, mut pictures) = (0, 0);
        for (place, slide) in lesson.slides.iter().enumerate() {
            let seen = Seen { lesson: &lesson, place, parts: slide.shown.len(), numbers: Numbers::Results };
            let count = seen.in_formulas() + seen.numbers().len();
            assert_eq!(is_possible(seen), count > 0, "slide {}", place + 1);
            for number in 0..count {
                let Hidden { lesson: hidden, what, .. } = hidden(seen, number).expect("one of them");
                let What::Number(number) = what else {
                    formulas += 1;
                    continue;
                };
                let view = View { names: Names::SERIES, numbers: Numbers::Results, extent: Extent::Whole };
                let left = numbers::numbers(numbers::without(slide::blocks(&hidden, place, view), &number));
                assert!(!left.contains(&number), "slide {}: {left:?}", place + 1);
                let told = numbers::in_words(&slide::says(&lesson, slide, Names::SERIES));
                let rounded = digits(number.parse().expect(&number), 3);
                assert!(!told.contains(&number) && !told.contains(&rounded), "slide {}: {told:?}", place + 1);
                pictures += 1;
            }
            let unseen = Seen { parts: 0, ..seen };
            assert!(hidden(unseen, 0).is_none() && !is_possible(unseen));
        }
        assert!(formulas > 100 && pictures > 50, "{formulas}, {pictures}");
    }
}
