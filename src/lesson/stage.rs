//! The derivations that are under way while a lesson is read.
//!
//! A lesson works on several formulas, comes back to them, and puts one into the other. Each is a [`Thread`], known by
//! its left side; what a slide does without saying to which is done to the one worked on last. A thread in which a
//! step was refused is given up: what hangs on it is no fault of its own and is not reported.

mod thread;

use std::ops::Range;
use std::sync::Arc;

pub(super) use thread::Aim;
pub(super) use thread::Move;
use thread::Thread;
pub(super) use thread::places;
pub(super) use thread::sorted;

use super::Exchange;
use super::Line;
use super::Made;
use super::scene::Scene;
use crate::derive::Derivation;
use crate::derive::Equation;
use crate::derive::Generalisation;
use crate::derive::GivensError;
use crate::derive::letter_ranges;
use crate::derive::verify::Verdict;
use crate::derive::written_givens;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::ParseError;
use crate::expr::Symbol;
use crate::gradient::GradientError;
use crate::graph::NameError;
use crate::graph::Quantity;
use crate::problem::Problem;
use crate::problem::Step;
use crate::problem::advice;

/// What is under way, and what is in force.
pub(super) struct Stage {
    exchange: Exchange,
    scene: Arc<Scene>,
    defined: Vec<(Symbol, Expr)>,
    /// The one that was worked on last is the last.
    threads: Vec<Thread>,
    /// The left sides of those that were given up.
    broken: Vec<Expr>,
    current: Current,
}

/// What a move is made in where the slide does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Current {
    /// The last thread, if there is one.
    Last,
    /// One that was given up or could not be begun.
    Lost,
}

/// Why a slide cannot show what it should.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Something is wrong.
    Fault {
        /// The way to it from the item of the slide.
        at: Vec<Step>,
        /// What is wrong.
        says: String,
        /// What to do.
        help: String,
        /// Which bytes of the text there, where it is not all of it.
        bytes: Option<Range<usize>>,
    },
    /// Something earlier was wrong, and has been said.
    Earlier,
}

impl Trouble {
    pub(super) fn new(field: &'static str, says: impl Into<String>, help: impl Into<String>) -> Self {
        Trouble::at(vec![Step::Field(field)], says, help)
    }

    pub(super) fn at(at: Vec<Step>, says: impl Into<String>, help: impl Into<String>) -> Self {
        Trouble::Fault { at, says: says.into(), help: help.into(), bytes: None }
    }
}

/// What is wrong with a formula.
pub(super) struct FormulaFault {
    /// The bytes to point at, where it is not the whole.
    pub(super) at: Option<Range<usize>>,
    pub(super) says: String,
    pub(super) help: String,
}

/// Why there can be no lesson about a problem.
#[derive(Debug, thiserror::Error)]
pub(super) enum StageError {
    #[error(transparent)]
    Givens(#[from] GivensError),
    #[error(transparent)]
    Gradient(#[from] GradientError),
}

const NOTATION: &str = "formulas are written as in 1/N*(o_out_1^(1) - y_1^(1))";

impl Stage {
    /// A stage for a problem, whose nodes are exchanged in everything that is read.
    pub(super) fn new(problem: Problem, exchange: Exchange) -> Result<Self, StageError> {
        let givens = written_givens(&problem.shape())?;
        let scene = Arc::new(Scene::new(problem, givens)?);
        Ok(Stage {
            exchange,
            scene,
            defined: Vec::new(),
            threads: Vec::new(),
            broken: Vec::new(),
            current: Current::Last,
        })
    }

    /// Exchanges other nodes from here on, and tells which were exchanged before.
    pub(super) fn exchange(&mut self, exchange: Exchange) -> Exchange {
        std::mem::replace(&mut self.exchange, exchange)
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
        let formula = self.exchange.formula(&read, &self.scene.shape);
        match absent(&formula, &self.scene) {
            Some(error) => {
                let help = "write a name that the problem of this lesson has".to_owned();
                Err(FormulaFault { at: None, says: error.to_string(), help })
            }
            None => Ok(formula),
        }
    }

    /// A weight or bias, its nodes exchanged.
    pub(super) fn parameter(&self, text: &str) -> Result<Quantity, NameError> {
        self.scene.shape.parameter(text).map(|quantity| self.exchange.quantity(quantity))
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

    fn forget(&mut self, left: &Expr) {
        self.threads.retain(|thread| thread.derivation.now().left != *left);
        self.broken.retain(|broken| broken != left);
    }

    /// Makes one move in a thread: the one with this left side, or the last one worked on.
    pub(super) fn step(&mut self, of: Option<&Expr>, made: Move) -> Result<Line, Trouble> {
        let place = self.place(of)?;
        let before = &self.threads[place];
        let made = made.with_indices_exchanged(before.derivation.now(), &self.exchange, &self.scene.shape);
        let mut thread = Thread { derivation: before.derivation.clone(), moves: before.moves.clone() };
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

    /// What a thread has reached.
    pub(super) fn reached(&mut self, of: Option<&Expr>) -> Result<&Equation, Trouble> {
        let place = self.place(of)?;
        let thread = self.threads.remove(place);
        self.push(thread);
        Ok(self.threads[self.threads.len() - 1].derivation.now())
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

    /// A new name, for this and everything after.
    pub(super) fn define(&mut self, name: Symbol, is: Expr) -> Result<Line, Trouble> {
        let refused = |error: &GivensError| {
            Trouble::new("name", error.to_string(), "choose another name, or define it earlier")
        };
        let mut givens = self.scene.givens.clone();
        givens.define(name.clone(), is.clone()).map_err(|error| refused(&error))?;
        for thread in &mut self.threads {
            thread.derivation.define(name.clone(), is.clone()).map_err(|error| refused(&error))?;
        }
        self.scene = Arc::new(self.scene.with_givens(givens));
        self.exchange.follow(&name, &is, &self.scene.shape);
        self.defined.push((name.clone(), is.clone()));
        Ok(Line::plain(Equation { left: name.into(), right: is }, Made::Definition))
    }

    /// Another cost: the scene begins anew with it, names get their new meaning, and the threads named are worked
    /// through once more. All others are put away.
    pub(super) fn redefine(
        &mut self,
        problem: Problem,
        meanings: Vec<(Symbol, Expr)>,
        again: &[Expr],
    ) -> Result<(), Trouble> {
        let field = |says: String| Trouble::new("cost", says, "choose a cost that these data can take");
        for (name, is) in meanings {
            match self.defined.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = is,
                None => self.defined.push((name, is)),
            }
        }
        let mut givens = written_givens(&problem.shape()).map_err(|error| field(error.to_string()))?;
        for (name, is) in &self.defined {
            givens.define(name.clone(), is.clone()).map_err(|error| {
                Trouble::new("define", error.to_string(), "a name is defined once, by others")
            })?;
        }
        self.scene = Arc::new(Scene::new(problem, givens).map_err(|error| field(error.to_string()))?);
        let mut threads = Vec::new();
        for (item, of) in again.iter().enumerate() {
            let place = self.place(Some(of)).map_err(|trouble| retold(trouble, "again", item))?;
            let mut thread = Thread::begun(of.clone(), &self.scene.givens)?;
            for made in &self.threads[place].moves {
                thread.make(made, &self.exchange).map_err(|trouble| retold(trouble, "again", item))?;
                thread.moves.push(made.clone());
            }
            threads.push(thread);
        }
        self.threads = threads;
        Ok(())
    }

    /// The moves of one weight's derivation for another weight of the layer.
    pub(super) fn again(&mut self, of: &Expr, weight: Quantity) -> Result<Line, Trouble> {
        let place = self.place(Some(of))?;
        let shape = &self.scene.shape;
        let exchange = match of {
            Expr::Partial { by, .. } => {
                let exchange = shape.quantity(by).ok().and_then(|by| Exchange::new(shape, by, weight));
                exchange.map(|exchange| exchange.following(&self.exchange))
            }
            _ => None,
        };
        let exchange = exchange.ok_or_else(|| {
            let says = format!("{} is no derivative by a weight of the same layer", of.unicode());
            Trouble::new("weight", says, "name a weight of the layer that the derivative is about")
        })?;
        let mut thread = Thread::begun(exchange.formula(of, shape), &self.scene.givens)?;
        for made in &self.threads[place].moves {
            let made = made.exchanged(&exchange, shape);
            thread.make(&made, &exchange)?;
            thread.moves.push(made);
        }
        let line = Line::plain(thread.derivation.now().clone(), Made::Again(thread.moves.len()));
        self.forget(&line.equation.left);
        self.push(thread);
        Ok(line)
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
        self.push(Thread { derivation, moves: Vec::new() });
        Ok(Line::plain(general, Made::Generalisation(members, generalisation.evidence())))
    }
}

/// Trouble with something that is done again, at the place where that was asked for.
fn retold(trouble: Trouble, field: &'static str, item: usize) -> Trouble {
    match trouble {
        Trouble::Fault { says, help, .. } => {
            Trouble::at(vec![Step::Field(field), Step::Item(item)], says, help)
        }
        earlier @ Trouble::Earlier => earlier,
    }
}

impl Line {
    /// An equation of which nothing is marked.
    pub(super) fn plain(equation: Equation, made: Made) -> Self {
        Line { equation, made, changed: Vec::new(), point: Vec::new(), faded: Vec::new() }
    }
}

/// The first name of the network's kind that this network does not have.
fn absent(formula: &Expr, scene: &Scene) -> Option<NameError> {
    let mut found = None;
    formula.any(&mut |part| {
        if let Expr::Sym(name) | Expr::Partial { by: name, .. } = part {
            let is_parameter = matches!(name.base.as_str(), "w" | "b") && !name.sub.is_empty();
            if (is_parameter || name.takes_example()) && name.letters().next().is_none() {
                // Without an example, the node of every example is meant.
                let example = name.takes_example().then(|| name.example.unwrap_or(Index::At(1)));
                found = scene
                    .shape
                    .quantity(&Symbol { example, ..name.clone() })
                    .err()
                    .filter(|error| matches!(error, NameError::Absent { .. }));
            }
        }
        found.is_some()
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::rule;
    use crate::expr::Focus;

    fn stage() -> Stage {
        Stage::new(Problem::built_in("iris-2").expect("built in"), Exchange::default()).expect("small enough")
    }

    fn expr(text: &str) -> Expr {
        text.parse().expect(text)
    }

    fn made(name: &str, aim: Aim, with: &[&str], gives: &str) -> Move {
        let with = with.iter().map(|text| expr(text)).collect();
        Move { rule: rule(name).expect(name), aim, with, gives: (!gives.is_empty()).then(|| expr(gives)) }
    }

    fn says(trouble: Trouble) -> String {
        match trouble {
            Trouble::Fault { says, .. } => says,
            Trouble::Earlier => "earlier".into(),
        }
    }

    /// `∂o_in_n^(1)/∂w_2fn`, worked out.
    fn dot_product(stage: &mut Stage) -> Expr {
        let left = expr("d(o_in_1^(1))/d(w_211)");
        stage.begin(&left).expect("a formula");
        let definition = made("definition", Aim::Part(expr("o_in_1^(1)"), 1), &[], "");
        stage.step(None, definition).expect("it is defined");
        let line = stage
            .step(None, made("opposite-element", Aim::Place(Focus::whole()), &[], "h_out_1^(1)"))
            .expect("a step");
        assert_eq!(line.equation.to_string(), "d(o_in_1^(1))/d(w_211) = h_out_1^(1)");
        left
    }

    #[test]
    fn other_weights_follow_and_are_generalised() {
        let mut stage = stage();
        let left = dot_product(&mut stage);
        let general = || Equation { left: expr("d(o_in_n^(1))/d(w_2fn)"), right: expr("h_out_f^(1)") };
        let missing = says(stage.generalise(general()).expect_err("five are missing"));
        assert!(missing.contains("has not been derived"), "{missing}");
        for name in ["w_221", "w_212", "w_222", "w_213", "w_223"] {
            let weight = stage.parameter(name).expect(name);
            stage.again(&left, weight).expect(name);
        }
        let wrong = Equation { right: expr("h_out_n^(1)"), ..general() };
        assert!(says(stage.generalise(wrong).expect_err("wrong")).contains("not the same"));
        let line = stage.generalise(general()).expect("all six are there");
        assert!(matches!(line.made, Made::Generalisation(6, _)));
    }

    #[test]
    fn what_is_wrong_is_said_once() {
        let mut stage = stage();
        let nothing = says(
            stage.step(None, made("cancel", Aim::Place(Focus::whole()), &[], "")).expect_err("nothing yet"),
        );
        assert!(nothing.contains("nothing is being worked on"), "{nothing}");
        let left = dot_product(&mut stage);
        let elsewhere = made("cancel", Aim::Part(expr("w_221"), 1), &[], "");
        assert!(
            says(stage.step(Some(&left), elsewhere).expect_err("not there")).contains("does not stand in")
        );
        stage.give_up(Some(&left));
        let after = stage.step(Some(&left), made("cancel", Aim::Place(Focus::whole()), &[], ""));
        assert!(matches!(after, Err(Trouble::Earlier)));
        stage.begin(&left).expect("begun anew");
        let other = made("definition", Aim::Part(expr("o_in_1^(1)"), 1), &[], "d(w_211)/d(w_211)");
        assert!(says(stage.step(None, other).expect_err("another")).contains("comes out, not"));
        let unknown =
            stage.step(Some(&expr("d(MSE)/d(w_111)")), made("cancel", Aim::Place(Focus::whole()), &[], ""));
        assert!(says(unknown.expect_err("unknown")).contains("has not been worked on"));
    }

    #[test]
    fn a_redefinition_begins_anew() {
        let problem = Problem::built_in("iris-2").expect("built in");
        let mse = crate::cost::named("mse").expect("in the table");
        let old = problem.clone().with_cost(mse).expect("any labels will do");
        let mut stage = Stage::new(old, Exchange::default()).expect("small enough");
        let value = |stage: &Stage| stage.scene().value(&expr("MSE")).expect("a number");
        let before = value(&stage);
        stage.define("f".parse().expect("a name"), expr("o_out_1^(1) - y_1^(1)")).expect("new");
        let again = says(stage.define("f".parse().expect("a name"), expr("y_1^(1)")).expect_err("twice"));
        assert!(again.contains("defined already"), "{again}");
        stage.begin(&expr("d(f)/d(o_out_1^(1))")).expect("a formula");
        stage.step(None, made("definition", Aim::Part(expr("f"), 1), &[], "")).expect("it is defined");
        let kept = expr("d(f)/d(o_out_1^(1))");
        stage.redefine(problem, vec![], std::slice::from_ref(&kept)).expect("it can be done again");
        assert!((value(&stage) - before / 2.0).abs() < 1e-15);
        assert_eq!(
            stage.reached(Some(&kept)).expect("kept").right.unicode(),
            "∂(o_out_1^(1) − y_1^(1))/∂o_out_1^(1)"
        );
    }
}
