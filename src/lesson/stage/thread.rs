//! One formula that a lesson works on: the moves made in it, and the places that a file names in words.
//!
//! A move says a rule, where it is applied, what it is told and what has to come out. It can be made again under
//! another cost, or with other nodes for another weight.

use super::NOTATION;
use super::Trouble;
use crate::derive::Derivation;
use crate::derive::Equation;
use crate::derive::Givens;
use crate::derive::Rule;
use crate::derive::Step;
use crate::derive::verify::Evidence;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use crate::graph::Shape;
use crate::lesson::Change;
use crate::lesson::Exchange;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::changes::changes;

/// A derivation with the moves that led to where it is.
#[derive(Clone)]
pub(in crate::lesson) struct Thread {
    pub(in crate::lesson) derivation: Derivation,
    pub(in crate::lesson) moves: Vec<Move>,
    /// How its last equation came about.
    pub(in crate::lesson) made: Option<Made>,
}

/// A rule, where it is applied, what it is told and what has to come out.
#[derive(Clone)]
pub(in crate::lesson) struct Move {
    pub(in crate::lesson) rule: &'static Rule,
    pub(in crate::lesson) aim: Aim,
    pub(in crate::lesson) with: Vec<Expr>,
    pub(in crate::lesson) gives: Option<Expr>,
}

/// Where a rule is applied.
#[derive(Clone)]
pub(in crate::lesson) enum Aim {
    /// At this place of the right side.
    Place(Focus),
    /// Where a formula stands for this time, from 1.
    Part(Expr, usize),
}

impl Move {
    /// The numbers that are put in for letters, exchanged as the nodes are that they number.
    pub(in crate::lesson) fn with_indices_exchanged(
        mut self,
        now: &Equation,
        exchange: &Exchange,
        shape: &Shape,
    ) -> Self {
        let Expr::Partial { by: general, .. } = &now.left else { return self };
        if self.rule.name != "put-in-index" || exchange.is_nothing() {
            return self;
        }
        let letter = |told: &Expr| general.letters().find(|letter| *told == Symbol::new(*letter).into());
        let number = |told: &Expr| told.as_integer().and_then(|number| usize::try_from(number).ok());
        let pairs = self.with.chunks_exact(2);
        let put: Letters =
            pairs.filter_map(|pair| Some((letter(&pair[0])?, Index::At(number(&pair[1])?)))).collect();
        let member = Expr::from(general.with_letters(&put));
        if let Expr::Sym(exchanged) = exchange.formula(&member, shape)
            && let Some(letters) = general.letters_towards(&exchanged)
        {
            for pair in self.with.chunks_exact_mut(2) {
                if let Some(Index::At(number)) = letter(&pair[0]).and_then(|letter| letters.get(&letter)) {
                    pair[1] = Expr::integer(i64::try_from(*number).unwrap_or(0));
                }
            }
        }
        self
    }

    pub(in crate::lesson) fn exchanged(&self, exchange: &Exchange, shape: &Shape) -> Self {
        let formula = |formula: &Expr| exchange.formula(formula, shape);
        Move {
            rule: self.rule,
            aim: match &self.aim {
                Aim::Place(place) => Aim::Place(place.clone()),
                Aim::Part(part, nth) => Aim::Part(formula(part), *nth),
            },
            with: self.with.iter().map(formula).collect(),
            gives: self.gives.as_ref().map(formula),
        }
    }
}

impl Thread {
    /// Begins with a formula that equals itself.
    pub(in crate::lesson) fn begun(of: Expr, givens: &Givens) -> Result<Self, Trouble> {
        let derivation = Derivation::new(givens.clone(), Equation::start(of))
            .map_err(|refusal| Trouble::new("of", refusal.to_string(), NOTATION))?;
        Ok(Thread { derivation, moves: Vec::new(), made: None })
    }

    /// How all its steps were checked, taken together.
    pub(in crate::lesson) fn evidence(&self) -> Evidence {
        Evidence::of_all(self.derivation.steps().iter().map(Step::evidence))
    }

    pub(in crate::lesson) fn make(&mut self, made: &Move, exchange: &Exchange) -> Result<Line, Trouble> {
        let before = self.derivation.now().clone();
        let at = match &made.aim {
            Aim::Place(place) => place.clone(),
            Aim::Part(part, nth) => aimed(&before.right, part, *nth, exchange)?,
        };
        let step = self.derivation.apply(made.rule, &at, &made.with).map_err(|refusal| {
            let help = format!("it was tried on {}", before.right.at(&at).unwrap_or(&before.right).unicode());
            Trouble::new("rule", refusal.to_string(), help)
        })?;
        let after = step.after();
        if let Some(gives) = &made.gives
            && !alike(gives, &after.right, exchange)
        {
            let says = format!("{} comes out, not {}", after.right.unicode(), gives.unicode());
            let help = format!("write gives: \"{}\", or make another step", after.right);
            return Err(Trouble::new("gives", says, help));
        }
        let changed: Vec<Change> = changes(&before.right, &after.right);
        let line = Line { changed, ..Line::plain(after.clone(), Made::Rule(made.rule, step.evidence())) };
        self.made = Some(line.made.clone());
        Ok(line)
    }
}

/// The place where a part stands for the nth time.
fn aimed(formula: &Expr, part: &Expr, nth: usize, exchange: &Exchange) -> Result<Focus, Trouble> {
    let found = places(formula, &|here| alike(part, here, exchange));
    let times = found.len();
    nth.checked_sub(1).and_then(|place| found.into_iter().nth(place)).ok_or_else(|| match times {
        0 => Trouble::new(
            "at",
            format!("{} does not stand in {}", part.unicode(), formula.unicode()),
            "write a part of the right side exactly as it stands there",
        ),
        1 => Trouble::new(
            "nth",
            format!("{} stands there once: there is no number {nth}", part.unicode()),
            "leave `nth` out",
        ),
        _ => Trouble::new(
            "nth",
            format!("{} stands there {times} times: there is no number {nth}", part.unicode()),
            format!("count from 1 to {times}, from left to right"),
        ),
    })
}

/// All places where a part is such, from left to right.
pub(in crate::lesson) fn places(formula: &Expr, is_such: &dyn Fn(&Expr) -> bool) -> Vec<Focus> {
    fn gather(here: &Expr, at: &Focus, is_such: &dyn Fn(&Expr) -> bool, found: &mut Vec<Focus>) {
        if is_such(here) {
            found.push(at.clone());
        }
        for (place, part) in here.parts().enumerate() {
            gather(part, &at.down(place), is_such, found);
        }
    }
    let mut found = Vec::new();
    gather(formula, &Focus::whole(), is_such, &mut found);
    found
}

/// Whether two formulas are written alike. Where nodes were exchanged, terms and factors may have changed places.
fn alike(one: &Expr, other: &Expr, exchange: &Exchange) -> bool {
    one == other || (!exchange.is_nothing() && sorted(one) == sorted(other))
}

/// A formula with the terms of each sum and the factors of each product in one fixed order.
pub(in crate::lesson) fn sorted(formula: &Expr) -> Expr {
    match formula.map_parts(&mut sorted) {
        Expr::Add(mut terms) => {
            terms.sort_by_cached_key(Expr::to_string);
            Expr::Add(terms)
        }
        Expr::Mul(mut factors) => {
            factors.sort_by_cached_key(Expr::to_string);
            Expr::Mul(factors)
        }
        other => other,
    }
}
