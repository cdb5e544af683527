//! Derivations as somebody wrote them down, checked line by line.
//!
//! ```text
//! problem iris-2                        # brings in a network's names and definitions; may be left out
//! let f = o_out_1^(1) - y_1^(1)         # from here on f stands for this
//! d(f^2)/d(f) = 2*f                     # a claim
//!             = f + f                   # and another: this equals the right side before it
//! ```
//!
//! Reading comes first: a text that cannot be read as a whole is not checked. Then every claim is compared, from
//! the top, until one does not hold. All comparing together may take so many steps and no more, so that no text,
//! whatever is in it, keeps anybody waiting.

mod line;
mod ranges;
mod written;

use std::ops::Range;

use num_traits::ToPrimitive;

use super::Givens;
use super::network_givens;
use super::verify;
use super::verify::Verdict;
use super::verify::Work;
use crate::expr::Expr;
use crate::expr::Function;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::NameError;
use crate::graph::Shape;
pub(crate) use ranges::compare as compare_letters;
pub(crate) use ranges::letter_ranges;
pub use written::written;

use line::Does;
use line::Statement;

/// A text may have so many bytes.
pub const LARGEST: usize = 1 << 20;

/// A text may define so many names.
const MOST_DEFINITIONS: usize = 500;

/// A name may have so many letters.
const LONGEST_NAME: usize = 100;

/// A Σ may have so many terms.
const MOST_TERMS: usize = 10_000;

/// All comparing for one text may take so many steps: seconds, on a slow machine.
const MOST_STEPS: u64 = 20_000_000;

/// Why a text cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct TextError {
    /// The bytes to point at.
    pub at: Range<usize>,
    /// What is wrong.
    pub says: String,
    /// What to do.
    pub help: String,
}

impl TextError {
    fn new(at: &Range<usize>, says: impl Into<String>, help: impl Into<String>) -> Self {
        TextError { at: at.clone(), says: says.into(), help: help.into() }
    }
}

/// A claim, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The line of the text, from 1.
    pub line: usize,
    /// The bytes of the right side.
    pub at: Range<usize>,
    /// The left side.
    pub left: Expr,
    /// What it is said to equal.
    pub right: Expr,
    /// Whether it does.
    pub verdict: Verdict,
}

impl Claim {
    /// Whether the two sides are equal.
    pub fn holds(&self) -> bool {
        matches!(self.verdict, Verdict::Holds(_))
    }
}

/// A text that was read, with its claims checked up to the first that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How many claims the text makes.
    pub claims: usize,
    /// Those that were checked, in order. All but the last hold.
    pub checked: Vec<Claim>,
}

impl Report {
    /// The claim that does not hold, or that cannot be decided.
    pub fn failure(&self) -> Option<&Claim> {
        self.checked.iter().find(|claim| !claim.holds())
    }

    /// Whether every claim holds.
    pub fn holds(&self) -> bool {
        self.failure().is_none()
    }
}

/// Reads a derivation and checks it. `problem` knows the networks that a first line can name.
///
/// ```
/// use gradwalk::derive::text::check;
/// let none = |name: &str| Err(format!("there is no problem {name}"));
/// let report = check("(a + b)^2 = a^2 + 2*a*b + b^2\n          = a^2 + b*(2*a + b)", &none)?;
/// assert!(report.holds());
/// assert_eq!(check("(a + b)^2 = a^2 + b^2", &none)?.failure().map(|claim| claim.line), Some(1));
/// # Ok::<(), gradwalk::derive::text::TextError>(())
/// ```
pub fn check(text: &str, problem: &dyn Fn(&str) -> Result<Shape, String>) -> Result<Report, TextError> {
    if text.len() > LARGEST {
        return Err(TextError::new(
            &(0..0),
            format!("the text is larger than {LARGEST} bytes"),
            "a derivation is shorter: split it, or leave out what is not part of it",
        ));
    }
    let statements = line::statements(text)?;
    let claims = statements.iter().filter(|statement| matches!(statement.does, Does::Claim { .. })).count();
    if claims == 0 {
        return Err(TextError::new(
            &(0..0),
            "nothing is claimed here, so there is nothing to check",
            "write what is equal, one claim a line, as in (a + b)^2 = a^2 + 2*a*b + b^2",
        ));
    }
    let mut checker = Checker {
        givens: Givens::default(),
        shape: None,
        definitions: 0,
        size: 0,
        work: Work::of_steps(MOST_STEPS),
    };
    checker.givens.follow_from(text);
    let mut checked = Vec::new();
    for statement in statements {
        checked.extend(checker.take(statement, problem)?);
        if checked.last().is_some_and(|claim| !claim.holds()) {
            break;
        }
    }
    Ok(Report { claims, checked })
}

/// What has been said so far.
struct Checker {
    givens: Givens,
    shape: Option<Shape>,
    definitions: usize,
    /// How many parts all definitions have together.
    size: u64,
    work: Work,
}

impl Checker {
    fn take(
        &mut self,
        statement: Statement,
        problem: &dyn Fn(&str) -> Result<Shape, String>,
    ) -> Result<Option<Claim>, TextError> {
        let Statement { line, at, does } = statement;
        match does {
            Does::Problem(name) => self.enter(&problem(&name), &at).map(|()| None),
            Does::Define { name, is } => self.define(name, is, &at).map(|()| None),
            Does::Function { function, of, is } => self.recognise(function, of, &is, &at).map(|()| None),
            Does::Claim { left, left_at, right } => {
                self.admit(&left, &left_at)?;
                self.admit(&right, &at)?;
                let verdict = self.verdict(&left, &right);
                Ok(Some(Claim { line, at, left, right, verdict }))
            }
        }
    }

    fn enter(&mut self, found: &Result<Shape, String>, at: &Range<usize>) -> Result<(), TextError> {
        let refused =
            |says: &str| TextError::new(at, says, "name a built-in problem or a file that holds one");
        let shape = found.as_ref().map_err(|says| refused(says))?;
        let mut givens = network_givens(shape).map_err(|error| refused(&error.to_string()))?;
        givens.follow_as(&self.givens);
        let divisor = shape.cost.divisor(shape.examples, shape.outputs());
        givens.count("N", divisor.to_usize().unwrap_or(1));
        self.givens = givens;
        self.size = self.givens.definitions().map(|(_, is)| is.size()).sum();
        self.shape = Some(shape.clone());
        Ok(())
    }

    /// `let name = formula`. A whole number may be how many terms a Σ has.
    fn define(&mut self, name: Symbol, is: Expr, at: &Range<usize>) -> Result<(), TextError> {
        self.admit(&Expr::Sym(name.clone()), at)?;
        self.admit(&is, at)?;
        let count = self.whole(&is);
        let written = name.to_string();
        if let Some(known) = self.givens.count_of(&written) {
            if count == Some(known) {
                return Ok(());
            }
            let says = format!("{written} is {known} already");
            return Err(TextError::new(at, says, "leave this line out, or choose another name"));
        }
        if name.base == "delta" && !name.sub.is_empty() {
            let says =
                format!("{written} is 1 where its indices are the same number, and 0 where they are not");
            return Err(TextError::new(at, says, "choose another name"));
        }
        self.definitions += 1;
        if self.definitions > MOST_DEFINITIONS {
            let says = format!("this is definition number {}", self.definitions);
            let help = format!("a text may have {MOST_DEFINITIONS}: split it into several");
            return Err(TextError::new(at, says, help));
        }
        self.size += is.size();
        self.givens
            .define(name, is)
            .map_err(|error| TextError::new(at, error.to_string(), "a name is defined once, by others"))?;
        if let Some(count) = count {
            self.givens.count(written, count);
        }
        Ok(())
    }

    /// The whole number that a formula of numbers and counts is.
    fn whole(&self, formula: &Expr) -> Option<usize> {
        let takes_long =
            |part: &Expr| matches!(part, Expr::Sum { .. } | Expr::Call(..) | Expr::Partial { .. });
        if formula.any(&mut { takes_long }) {
            return None;
        }
        let counted = |name: &Symbol| self.givens.count_of_symbol(name).map(|count| count as f64);
        formula.value(&counted).ok().filter(|value| value.fract() == 0.0)?.to_usize()
    }

    /// `let sigma(x) = …`: what is built in may be said, as long as it is what is built in.
    fn recognise(
        &self,
        function: &'static Function,
        of: Symbol,
        is: &Expr,
        at: &Range<usize>,
    ) -> Result<(), TextError> {
        let call = Expr::Call(function, Box::new(of.into()));
        let running = std::collections::BTreeMap::new();
        let help = || match function.definition {
            Some(definition) => {
                format!("here {}(x) is {definition}: write that, or leave the line out", function.name)
            }
            None => format!("{} is built in: leave the line out", function.name),
        };
        match verify::compare_under(&call, is, &Givens::default(), &running, &self.work) {
            Verdict::Holds(_) => Ok(()),
            Verdict::Fails(point) => {
                let says =
                    format!("this is another function than the {} that is built in: {point}", function.name);
                Err(TextError::new(at, says, help()))
            }
            Verdict::Unknown(reason) => {
                let says = format!("whether this is {} cannot be decided: {reason}", function.name);
                Err(TextError::new(at, says, help()))
            }
        }
    }

    /// Refuses names that are too long or that the network does not have, and sums that are too long.
    fn admit(&self, formula: &Expr, at: &Range<usize>) -> Result<(), TextError> {
        let mut fault = None;
        formula.any(&mut |part| {
            fault = match part {
                Expr::Sym(name) | Expr::Partial { by: name, .. } => self.absence(name, at),
                Expr::Sum { index, from, to, body } => {
                    self.length(from, to, at).or_else(|| self.overrun(*index, to, body, at))
                }
                _ => None,
            };
            fault.is_some()
        });
        fault.map_or(Ok(()), Err)
    }

    fn absence(&self, name: &Symbol, at: &Range<usize>) -> Option<TextError> {
        if name.base.len() + name.sub.len() > LONGEST_NAME {
            let help = format!("a name has at most {LONGEST_NAME} letters and indices");
            return Some(TextError::new(at, "a name here is too long", help));
        }
        let is_network_name = matches!(name.base.as_str(), "w" | "b") && !name.sub.is_empty();
        if !(is_network_name || name.takes_example()) || name.letters().next().is_some() {
            return None;
        }
        match self.shape.as_ref()?.quantity(name) {
            Err(error @ NameError::Absent { .. }) => Some(TextError::new(
                at,
                error.to_string(),
                "write a name that the problem of the first line has",
            )),
            _ => None,
        }
    }

    /// A Σ that runs beyond the nodes or examples that a name under it has.
    fn overrun(&self, index: char, to: &Expr, body: &Expr, at: &Range<usize>) -> Option<TextError> {
        let last = *self.givens.run(&Expr::integer(1), to)?.end();
        let (name, known) = self.exceeded(body, index, last)?;
        let says = format!("{index} goes up to {last} here, but in {name} only up to {known}");
        Some(TextError::new(at, says, format!("let the Σ end at {known}")))
    }

    /// A name of the network in which the letter does not go so far, and how far it does.
    fn exceeded(&self, formula: &Expr, letter: char, last: usize) -> Option<(Symbol, usize)> {
        let shape = self.shape.as_ref()?;
        match formula {
            // A Σ within may count with the same letter.
            Expr::Sum { index, .. } if *index == letter => return None,
            Expr::Sym(name) | Expr::Partial { by: name, .. } => {
                let places = name.indices().enumerate().filter(|&(_, of)| of == Index::Letter(letter));
                let known =
                    places.filter_map(|(place, _)| ranges::last(name, place, &self.givens, Some(shape)));
                if let Some(known) = known.min().filter(|&known| known < last) {
                    return Some((name.clone(), known));
                }
            }
            _ => {}
        }
        formula.parts().find_map(|part| self.exceeded(part, letter, last))
    }

    fn length(&self, from: &Expr, to: &Expr, at: &Range<usize>) -> Option<TextError> {
        for limit in [from, to] {
            let Expr::Sym(name) = limit else { continue };
            let is = self.givens.definition_of(name).filter(|_| self.givens.count_of_symbol(name).is_none());
            if let Some(is) = is {
                let says = format!("a Σ cannot begin or end at {name}, which is {}", is.unicode());
                return Some(TextError::new(at, says, "its limits are whole numbers or names of them"));
            }
        }
        let limit = |limit: &Expr| match limit {
            Expr::Sym(name) => self.givens.count_of_symbol(name).map(|count| count as f64),
            other => other.value(&|_: &Symbol| None).ok(),
        };
        let terms = limit(to)? - limit(from)? + 1.0;
        (terms > MOST_TERMS as f64).then(|| {
            TextError::new(
                at,
                format!("a Σ here has {terms} terms"),
                format!("a Σ may have {MOST_TERMS} terms: write a smaller one, or leave its limit a letter"),
            )
        })
    }

    fn verdict(&self, left: &Expr, right: &Expr) -> Verdict {
        // Every comparison looks through all definitions, whether they have to do with it or not.
        self.work.spend(left.size() + right.size() + self.size);
        let verdict = ranges::compare(left, right, &self.givens, self.shape.as_ref(), &self.work);
        match verdict {
            Verdict::Unknown(_) if self.work.is_spent() => Verdict::Unknown(format!(
                "this file has used up the {MOST_STEPS} steps of checking that one file gets: split it into several"
            )),
            verdict => verdict,
        }
    }
}

#[cfg(test)]
mod tests;
