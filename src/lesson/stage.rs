//! The derivations that are under way while a lesson is read.
//!
//! A lesson works on several formulas, comes back to them, and puts one into the other. Each is a [`Thread`], known by
//! its left side; what a slide does without saying to which is done to the one worked on last. A thread in which a
//! step was refused is given up: what hangs on it is no fault of its own and is not reported.

mod again;
mod names;
mod thread;
mod trouble;

use std::collections::BTreeSet;
use std::sync::Arc;

use names::absent;
use names::first_of;
use names::is_slip;
use names::names_in;
pub(super) use thread::Aim;
pub(super) use thread::Move;
use thread::Thread;
pub(super) use thread::places;
pub(super) use thread::sorted;
pub(super) use trouble::FormulaFault;
pub(super) use trouble::Trouble;
use trouble::retold;

use super::Exchange;
use super::Line;
use super::Made;
use super::agree;
use super::scene::Scene;
use crate::derive::Derivation;
use crate::derive::Equation;
use crate::derive::Generalisation;
use crate::derive::GivensError;
use crate::derive::letter_ranges;
use crate::derive::verify::Verdict;
use crate::derive::written_givens;
use crate::expr::Expr;
use crate::expr::Function;
use crate::expr::ParseError;
use crate::expr::Symbol;
use crate::gradient::GradientError;
use crate::graph::NameError;
use crate::graph::Quantity;
use crate::problem::Problem;
use crate::problem::advice;

/// What is under way, and what is in force.
pub(super) struct Stage {
    exchange: Exchange,
    reads: Reads,
    scene: Arc<Scene>,
    defined: Vec<(Symbol, Expr)>,
    /// Names that stand for something else with another weight than with the one that the lesson was written for.
    follow: Vec<Symbol>,
    /// What the names are called that the lesson defines anywhere.
    names: BTreeSet<String>,
    /// The one that was worked on last is the last.
    threads: Vec<Thread>,
    /// The left sides of those that were given up.
    broken: Vec<Expr>,
    current: Current,
}

/// How formulas and weights are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reads {
    /// With their nodes exchanged.
    Exchanged,
    /// As they are written: about the weight that the lesson was written for.
    Written,
}

/// What a move is made in where the slide does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Current {
    /// The last thread, if there is one.
    Last,
    /// One that was given up or could not be begun.
    Lost,
}

/// Why there can be no lesson about a problem.
#[derive(Debug, thiserror::Error)]
pub(super) enum StageError {
    #[error(transparent)]
    Givens(#[from] GivensError),
    #[error(transparent)]
    Gradient(#[from] GradientError),
}

/// What to do about a name that is taken.
const OTHER_NAME: &str = "choose another name";

const NOTATION: &str = "formulas are written as in 1/N*(o_out_1^(1) - y_1^(1))";

impl Stage {
    /// A stage for what this text says of a problem, nodes being exchanged in everything that is read.
    pub(super) fn new(problem: Problem, exchange: Exchange, text: &str) -> Result<Self, StageError> {
        let mut givens = written_givens(&problem.shape())?;
        givens.follow_from(text);
        let scene = Arc::new(Scene::new(problem, givens)?);
        Ok(Stage {
            exchange,
            reads: Reads::Exchanged,
            scene,
            defined: Vec::new(),
            follow: Vec::new(),
            names: BTreeSet::new(),
            threads: Vec::new(),
            broken: Vec::new(),
            current: Current::Last,
        })
    }

    /// Reads in this way from here on.
    pub(super) fn read(&mut self, reads: Reads) {
        self.reads = reads;
    }

    /// Whether the lesson is told of the weight that it was written for.
    pub(super) fn is_own_weight(&self) -> bool {
        self.exchange.is_nothing()
    }

    /// Takes note of the names that the lesson defines anywhere: they are not misspelt.
    pub(super) fn expect(&mut self, names: impl IntoIterator<Item = Symbol>) {
        self.names.extend(names.into_iter().map(|name| name.base.as_str().to_owned()));
    }

    pub(super) fn scene(&self) -> &Arc<Scene> {
        &self.scene
    }

    /// A formula, its nodes exchanged, all names of the network being names that it has.
    pub(super) fn formula(&self, text: &str) -> Result<Expr, FormulaFault> {
        let read = text.parse().map_err(|ParseError { at, says }| FormulaFault {
            at: Some(at),
            says,
            help: NOTATION.into(),
        })?;
        let formula = match self.reads {
            Reads::Exchanged => self.exchange.formula(&read, &self.scene.shape),
            Reads::Written => self.as_written(read)?,
        };
        if let Some(says) = absent(&formula, &self.scene) {
            let help = "write a name that the problem of this lesson has".to_owned();
            return Err(FormulaFault { at: None, says, help });
        }
        match self.misspelt(&formula) {
            Some((name, nearest)) => {
                let help = format!(
                    "did you mean {nearest}? A name of its own has to differ by more than one letter"
                );
                Err(FormulaFault { at: None, says: format!("there is no {name}"), help })
            }
            None => Ok(formula),
        }
    }

    /// A formula about the weight that the lesson was written for; refused where a name in it stands for something else
    /// with the weight that is chosen.
    fn as_written(&self, formula: Expr) -> Result<Expr, FormulaFault> {
        match names_in(&formula).into_iter().find(|name| self.follow.contains(name)) {
            Some(name) if !self.is_own_weight() => {
                let says = format!("{name} stands for something else with the weight that is chosen");
                Err(FormulaFault { at: None, says, help: "write out what it stands for".into() })
            }
            _ => Ok(formula),
        }
    }

    /// The first name that is nobody's and only a slip away from one that is known.
    fn misspelt(&self, formula: &Expr) -> Option<(Symbol, String)> {
        let mut known = self.names.clone();
        known.insert(self.scene.shape.symbol(Quantity::Cost).base.as_str().to_owned());
        known.extend(self.scene.givens.definitions().map(|(name, _)| name.base.as_str().to_owned()));
        names_in(formula).into_iter().filter(|name| !known.contains(name.base.as_str())).find_map(|name| {
            let near = known.iter().find(|other| is_slip(name.base.as_str(), other))?.clone();
            Some((name, near))
        })
    }

    /// A weight or bias, its nodes exchanged.
    pub(super) fn parameter(&self, text: &str) -> Result<Quantity, NameError> {
        let read = self.scene.shape.parameter(text)?;
        Ok(match self.reads {
            Reads::Exchanged => self.exchange.quantity(read),
            Reads::Written => read,
        })
    }

    /// Demands that two formulas are equal, whatever the numbers; N may be taken for what it is.
    pub(super) fn holds(&self, left: &Expr, right: &Expr) -> Result<(), String> {
        let sides = || format!("{} and {}", left.unicode(), right.unicode());
        match self.scene.compared(left, right) {
            Verdict::Holds(_) => Ok(()),
            Verdict::Fails(at) => Err(format!("{} are not the same: {at}", sides())),
            Verdict::Unknown(reason) => {
                Err(format!("whether {} are the same cannot be decided: {reason}", sides()))
            }
        }
    }

    /// Begins to work on a formula, or begins anew.
    pub(super) fn begin(&mut self, of: &Expr) -> Result<(), Trouble> {
        let thread = Thread::begun(of.clone(), &self.scene.givens)?;
        self.forget(of);
        self.push(thread);
        Ok(())
    }

    /// Puts a thread last, so that the next move is made in it.
    fn push(&mut self, thread: Thread) {
        self.threads.push(thread);
        self.current = Current::Last;
    }

    /// After something that could not be done, whatever hangs on it is not reported. It would have been done in the
    /// thread with this left side, or in the last one.
    pub(super) fn give_up(&mut self, of: Option<&Expr>) {
        if let Ok(place) = self.place(of) {
            let thread = self.threads.remove(place);
            self.broken.push(thread.derivation.now().left.clone());
        }
        self.current = Current::Lost;
    }

    /// Takes note of a left side that has not been reached because something before was wrong.
    pub(super) fn lose(&mut self, left: Option<Expr>) {
        self.broken.extend(left);
    }

    fn forget(&mut self, left: &Expr) {
        self.threads.retain(|thread| thread.derivation.now().left != *left);
        self.broken.retain(|broken| broken != left);
    }

    /// Makes one move in a thread: the one with this left side, or the last one worked on.
    pub(super) fn step(&mut self, of: Option<&Expr>, made: Move) -> Result<Line, Trouble> {
        let place = self.place(of)?;
        let before = &self.threads[place];
        let made = made.with_indices_exchanged(before.derivation.now(), &self.exchange, &self.scene.shape);
        let mut thread = before.clone();
        let line = thread.make(&made, &self.exchange)?;
        thread.moves.push(made);
        // What is put in for a letter leaves the general equation as it was.
        if line.equation.left == before.derivation.now().left {
            self.threads.remove(place);
        } else {
            self.forget(&line.equation.left);
        }
        self.push(thread);
        Ok(line)
    }

    /// What a thread has reached, and how.
    pub(super) fn reached(&mut self, of: Option<&Expr>) -> Result<(&Equation, Option<&Made>), Trouble> {
        let place = self.place(of)?;
        let thread = self.threads.remove(place);
        self.push(thread);
        let last = &self.threads[self.threads.len() - 1];
        Ok((last.derivation.now(), last.made.as_ref()))
    }

    fn place(&self, of: Option<&Expr>) -> Result<usize, Trouble> {
        let Some(of) = of else {
            return match (self.threads.len(), self.current) {
                (_, Current::Lost) => Err(Trouble::Earlier),
                (0, Current::Last) => Err(Trouble::new(
                    "rule",
                    "nothing is being worked on yet",
                    "begin with a formula: Begin(of: \"d(MSE)/d(w_211)\")",
                )),
                (threads, Current::Last) => Ok(threads - 1),
            };
        };
        let found = self.threads.iter().position(|thread| thread.derivation.now().left == *of);
        found.ok_or_else(|| {
            if self.broken.contains(of) {
                return Trouble::Earlier;
            }
            let lefts: Vec<String> =
                self.threads.iter().map(|thread| thread.derivation.now().left.to_string()).collect();
            let help = match lefts.len() {
                0 => "nothing has been worked on yet: write Begin(of: …) first".to_owned(),
                _ => advice(&of.to_string(), "these have been worked on", lefts.iter().map(String::as_str)),
            };
            Trouble::new("of", format!("{} has not been worked on", of.unicode()), help)
        })
    }

    /// Says whose a name is that no lesson may give a meaning: the problem's, or a function's.
    fn belongs_to_others(&self, name: &Symbol) -> Option<String> {
        if Function::named(name.base.as_str()).is_some() {
            return Some(format!("{name} is a function"));
        }
        let is_counted = self.scene.givens.count_of_symbol(name).is_some();
        let (problem, shape) = (&self.scene.problem, &self.scene.shape);
        let has_number = || agree::number(problem, shape, &first_of(name)).is_some();
        (is_counted || has_number()).then(|| format!("the problem says what {name} is"))
    }

    /// A new name, for this and everything after.
    pub(super) fn define(&mut self, name: Symbol, is: Expr) -> Result<Line, Trouble> {
        let refused = |error: &GivensError| {
            let help = match error {
                GivensError::Circular { .. } => "say what it means without the name itself",
                _ => OTHER_NAME,
            };
            Trouble::new("name", error.to_string(), help)
        };
        if let Some(says) = self.belongs_to_others(&name) {
            return Err(Trouble::new("name", says, OTHER_NAME));
        }
        let mut givens = self.scene.givens.clone();
        givens.define(name.clone(), is.clone()).map_err(|error| refused(&error))?;
        for thread in &mut self.threads {
            thread.derivation.define(name.clone(), is.clone()).map_err(|error| refused(&error))?;
        }
        self.scene = Arc::new(self.scene.with_givens(givens));
        self.exchange.follow(&name, &is, &self.scene.shape);
        if self.exchange.formula(&is, &self.scene.shape) != is
            || names_in(&is).iter().any(|name| self.follow.contains(name))
        {
            self.follow.push(name.clone());
        }
        self.defined.push((name.clone(), is.clone()));
        Ok(Line::plain(Equation { left: name.into(), right: is }, Made::Definition))
    }

    /// One equation with letters, whose every member has been derived. It can be worked on like any other.
    pub(super) fn generalise(&mut self, general: Equation) -> Result<Line, Trouble> {
        let mut givens = self.scene.givens.clone();
        let ranges = letter_ranges(&general.left, &givens, &self.scene.shape);
        let members = ranges.values().product();
        for (letter, last) in ranges {
            givens.letter(letter, last);
        }
        let derived: Vec<Derivation> = self.threads.iter().map(|thread| thread.derivation.clone()).collect();
        let refused = |refusal: crate::derive::Refusal| {
            Trouble::new(
                "is",
                refusal.reason,
                "every member has to be derived first, and to be what this says",
            )
        };
        let generalisation = Generalisation::new(general.clone(), &derived, &givens).map_err(refused);
        let generalisation = match generalisation {
            Err(_) if !self.broken.is_empty() => return Err(Trouble::Earlier),
            other => other?,
        };
        let derivation = Derivation::new(givens, general.clone()).map_err(refused)?;
        self.forget(&general.left);
        let made = Made::Generalisation(members, generalisation.evidence());
        self.push(Thread { derivation, moves: Vec::new(), made: Some(made.clone()) });
        Ok(Line::plain(general, made))
    }
}

impl Line {
    /// An equation of which nothing is marked.
    pub(super) fn plain(equation: Equation, made: Made) -> Self {
        Line { equation, made, changed: Vec::new(), point: Vec::new(), faded: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
