//! Things on a slide that can be hidden and predicted: the factors and terms of its formulas, and what they are worth.
//!
//! ```text
//! ∂MSE/∂w₂₁₁ = 1/N · Σ ? · o(1 − o) · h        what was there is asked for
//! ```

use std::sync::Arc;

use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;
use crate::lesson::Lesson;
use crate::lesson::Line;
use crate::lesson::Shown;
use crate::lesson::Slide;

/// Something that is hidden.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// The lesson with a question mark in the place of what is hidden.
    pub lesson: Arc<Lesson>,
    /// What it is.
    pub what: What,
    /// Which of the things that can be hidden here.
    pub number: usize,
}

/// What is hidden.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A part of a formula.
    Part(Expr),
    /// What a formula is worth.
    Value(f64),
}

/// A thing that can be hidden.
struct Target<'s> {
    shown: usize,
    line: &'s Line,
    /// The part of the right side; nothing for its value.
    part: Option<Focus>,
}

/// Hides one of the things seen on a slide; after the last one comes the first again.
pub(super) fn hidden(lesson: &Lesson, place: usize, seen: usize, number: usize) -> Option<Hidden> {
    let slide = &lesson.slides[place];
    let targets = targets(slide, seen);
    let number = number.checked_rem(targets.len())?;
    let Target { shown, line, part } = &targets[number];
    let right = &line.equation.right;
    let (what, right) = match part {
        Some(part) => (What::Part(right.at(part)?.clone()), right.with(part, Symbol::new("?").into())?),
        None => (What::Value(slide.scene.value(right)?), right.clone()),
    };
    let mut lesson = lesson.clone();
    let equation = crate::derive::Equation { right, ..line.equation.clone() };
    let line =
        Line { equation, changed: Vec::new(), point: Vec::new(), faded: Vec::new(), ..(*line).clone() };
    lesson.slides[place].shown[*shown] = Shown::Line(line);
    Some(Hidden { lesson: Arc::new(lesson), what, number })
}

/// What can be hidden: in the formula that came last what is new in it comes first, its value last.
fn targets(slide: &Slide, seen: usize) -> Vec<Target<'_>> {
    let mut all: Vec<Target<'_>> = Vec::new();
    for (shown, thing) in slide.shown.iter().enumerate().take(seen).rev() {
        let Shown::Line(line) = thing else { continue };
        let right = &line.equation.right;
        let new = line.changed.iter().filter(|change| change.run.is_none() && !change.within.0.is_empty());
        let mut parts: Vec<Focus> = new.map(|change| change.within.clone()).collect();
        parts.extend(pieces(right));
        let mut kept: Vec<Focus> = Vec::new();
        for part in parts {
            if !kept.contains(&part) && right.at(&part).is_some_and(is_worth_asking) {
                kept.push(part);
            }
        }
        let value = slide.scene.value(right).filter(|_| !matches!(right, Expr::Num(_)));
        let parts = kept.into_iter().map(Some).chain(value.map(|_| None));
        all.extend(parts.map(|part| Target { shown, line, part }));
    }
    all
}

/// A single number is no formula to think about, and a whole side is the whole step.
fn is_worth_asking(part: &Expr) -> bool {
    !matches!(part, Expr::Num(_))
}

/// The factors or terms of a formula, below Σ and minus, those of its terms among them.
fn pieces(formula: &Expr) -> Vec<Focus> {
    fn within(formula: &Expr, at: &Focus, found: &mut Vec<Focus>) {
        match formula {
            Expr::Sum { body, .. } => within(body, &at.down(0), found),
            Expr::Neg(inner) => within(inner, &at.down(0), found),
            Expr::Mul(factors) => {
                for (place, factor) in factors.iter().enumerate() {
                    match factor {
                        Expr::Sum { .. } | Expr::Add(_) if place > 0 && factors.len() == 2 => {
                            within(factor, &at.down(place), found);
                        }
                        _ => found.push(at.down(place)),
                    }
                }
            }
            Expr::Add(terms) => {
                terms.iter().enumerate().for_each(|(place, term)| within(term, &at.down(place), found));
            }
            _ if !at.0.is_empty() => found.push(at.clone()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    within(formula, &Focus::whole(), &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces_of(formula: &str) -> Vec<String> {
        let formula: Expr = formula.parse().expect(formula);
        pieces(&formula).iter().map(|place| formula.at(place).expect("it is there").to_string()).collect()
    }

    #[test]
    fn factors_are_found_wherever_they_are() {
        assert_eq!(pieces_of("1/N*sum(e, 1, E, f*g*h_out_1^(e))"), ["1/N", "f", "g", "h_out_1^(e)"]);
        assert_eq!(pieces_of("f*g + p*q"), ["f", "g", "p", "q"]);
        assert_eq!(pieces_of("-(f*g)"), ["f", "g"]);
        assert_eq!(pieces_of("f"), [""; 0]);
    }

    #[test]
    fn what_is_hidden_is_asked_for_and_nowhere_in_the_formula() {
        let lesson = Lesson::built_in("output-weights").expect("it is embedded");
        let mut found = 0;
        for (place, slide) in lesson.slides.iter().enumerate() {
            let count = targets(slide, slide.shown.len()).len();
            for number in 0..count {
                let hidden = hidden(&lesson, place, slide.shown.len(), number).expect("one of them");
                let text: Vec<String> =
                    hidden.lesson.slides[place].lines().map(|line| line.equation.to_string()).collect();
                assert_eq!(
                    matches!(hidden.what, What::Part(_)),
                    text.iter().any(|line| line.contains('?')),
                    "{text:?}"
                );
                found += 1;
            }
            assert_eq!(hidden(&lesson, place, 0, 0).map(|hidden| hidden.number), None);
        }
        assert!(found > 100, "{found}");
    }
}
