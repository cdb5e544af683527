//! Parts of a lesson that can be hidden and predicted: the factors and terms of its formulas, and what they are worth.
//!
//! ```text
//! ∂MSE/∂w₂₁₁ = 1/N · Σ ? · o(1 − o) · h        what was there is asked for
//! ```

use std::sync::Arc;

use super::Lesson;
use super::Line;
use super::Shown;
use super::Slide;
use super::same_value;
use crate::derive::Equation;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Symbol;

/// Something that is hidden.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// The lesson with a question mark in the place of what is hidden.
    pub lesson: Arc<Lesson>,
    /// What it is.
    pub what: What,
    /// Which of the things on the slide it belongs to.
    pub shown: usize,
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

/// A part of the right side of a formula that can be hidden, or what the side is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The part; nothing for its value.
    pub part: Option<Focus>,
    /// What is there.
    pub what: What,
}

/// Hides one of the things seen on a slide; after the last one comes the first again.
pub fn hidden(lesson: &Lesson, place: usize, seen: usize, number: usize) -> Option<Hidden> {
    let mut all = all(&lesson.slides[place], seen);
    let number = number.checked_rem(all.len())?;
    let (shown, line, Target { part, what }) = all.swap_remove(number);
    let right = match part {
        Some(part) => line.equation.right.with(&part, Symbol::new("?").into())?,
        None => line.equation.right.clone(),
    };
    let equation = Equation { right, ..line.equation.clone() };
    let line = Line { equation, changed: Vec::new(), point: Vec::new(), faded: Vec::new(), ..line.clone() };
    let mut lesson = lesson.clone();
    lesson.slides[place].shown[shown] = Shown::Line(line);
    Some(Hidden { lesson: Arc::new(lesson), what, shown, number })
}

/// How many things can be hidden.
pub fn count(slide: &Slide, seen: usize) -> usize {
    all(slide, seen).len()
}

/// Everything that can be hidden, that of the last formula first. What several right sides of one left side are worth is
/// asked for once.
fn all(slide: &Slide, seen: usize) -> Vec<(usize, &Line, Target)> {
    let mut all: Vec<(usize, &Line, Target)> = Vec::new();
    for (shown, thing) in slide.shown.iter().enumerate().take(seen).rev() {
        let Shown::Line(line) = thing else { continue };
        let is_asked = |(_, other, target): &(usize, &Line, Target)| {
            target.part.is_none() && other.equation.left == line.equation.left
        };
        let has_value = all.iter().any(is_asked);
        let targets = targets(slide, line).into_iter().filter(|target| target.part.is_some() || !has_value);
        all.extend(targets.map(|target| (shown, line, target)));
    }
    all
}

/// What of a formula can be hidden: what is new in it comes first, its value last.
pub fn targets(slide: &Slide, line: &Line) -> Vec<Target> {
    let right = &line.equation.right;
    let new = line.changed.iter().filter(|change| change.run.is_none() && !change.within.0.is_empty());
    let mut all: Vec<Target> = Vec::new();
    for part in new.map(|change| change.within.clone()).chain(pieces(right)) {
        let is_new = all.iter().all(|other| other.part.as_ref() != Some(&part));
        if let Some(is) = right.at(&part).filter(|is| is_new && is_worth_asking(is)) {
            all.push(Target { what: What::Part(is.clone()), part: Some(part) });
        }
    }
    let value = slide.scene.value(right).filter(|_| !matches!(right, Expr::Num(_)));
    let is_written = |value: f64| slide.lines().any(|line| is_number(slide, line, value));
    all.extend(
        value
            .filter(|value| !is_written(*value))
            .map(|value| Target { part: None, what: What::Value(value) }),
    );
    all
}

/// Whether a right side is this number as it is written.
fn is_number(slide: &Slide, line: &Line, number: f64) -> bool {
    let right = &line.equation.right;
    let is_plain = matches!(right, Expr::Num(_));
    is_plain && slide.scene.value(right).is_some_and(|value| same_value([value, number]))
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
            for number in 0..count(slide, slide.shown.len()) {
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

    /// What is asked for can be told by the left side, and stands nowhere below it.
    #[test]
    fn a_value_is_asked_for_once_and_only_where_it_is_not_written() {
        let (mut found, mut written) = (0, 0);
        for id in ["output-weights", "hidden-weights", "matrices"] {
            let lesson = Lesson::built_in(id).expect("it is embedded");
            for slide in &lesson.slides {
                let rights = slide.lines().map(|line| &line.equation.right);
                let numbers: Vec<f64> = rights
                    .filter(|right| matches!(right, Expr::Num(_)))
                    .filter_map(|right| slide.scene.value(right))
                    .collect();
                let mut asked: Vec<&Expr> = Vec::new();
                for (_, line, target) in all(slide, slide.shown.len()) {
                    let What::Value(value) = target.what else { continue };
                    assert!(!numbers.contains(&value), "{id}, line {}: {value}", slide.line);
                    assert!(!asked.contains(&&line.equation.left), "{id}, line {}", slide.line);
                    asked.push(&line.equation.left);
                    found += 1;
                }
                written += numbers.len();
            }
        }
        assert!(found > 50 && written > 0, "{found}, {written}");
    }
}
