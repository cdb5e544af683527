//! Work that is done once more: under another cost, and for another weight of the layer.

use std::sync::Arc;

use super::Stage;
use super::Thread;
use super::Trouble;
use super::retold;
use crate::derive::written_givens;
use crate::expr::Expr;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::lesson::Exchange;
use crate::lesson::Line;
use crate::lesson::Made;
use crate::lesson::scene::Scene;
use crate::problem::Problem;
use crate::problem::Step::Field;
use crate::problem::Step::Item;
use crate::problem::advice;

impl Stage {
    /// Another cost: the scene begins anew with it, names get their new meaning, and the threads named are worked
    /// through once more. All others are put away.
    pub(in crate::lesson) fn redefine(
        &mut self,
        problem: Problem,
        meanings: Vec<(Symbol, Expr)>,
        again: &[Expr],
    ) -> Result<(), Trouble> {
        let field = |says: String| Trouble::new("cost", says, "choose a cost that these data can take");
        let mut first = None;
        for (item, (name, is)) in meanings.into_iter().enumerate() {
            match self.defined.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = is,
                None => first = first.or(Some(self.never_defined(&name, item))),
            }
        }
        let mut givens = written_givens(&problem.shape()).map_err(|error| field(error.to_string()))?;
        givens.follow_as(&self.scene.givens);
        for (name, is) in &self.defined {
            givens.define(name.clone(), is.clone()).map_err(|error| {
                Trouble::new("define", error.to_string(), "a name is defined once, by others")
            })?;
        }
        self.scene = Arc::new(Scene::new(problem, givens).map_err(|error| field(error.to_string()))?);
        let mut threads = Vec::new();
        for (item, of) in again.iter().enumerate() {
            match self.made_anew(of) {
                Ok(thread) => threads.push(thread),
                // The cost is another all the same, for everything that does not hang on this.
                Err(Trouble::Earlier) => {}
                Err(trouble) => {
                    self.broken.push(of.clone());
                    first = first.or(Some(retold(trouble, "again", item)));
                }
            }
        }
        self.threads = threads;
        first.map_or(Ok(()), Err)
    }

    /// Why a name cannot get another meaning.
    fn never_defined(&self, name: &Symbol, item: usize) -> Trouble {
        let known: Vec<String> = self.defined.iter().map(|(known, _)| known.to_string()).collect();
        let help = match known.as_slice() {
            [] => "give it its first meaning with Define".to_owned(),
            known => advice(&name.to_string(), "these have a meaning", known.iter().map(String::as_str)),
        };
        let says = format!("{name} has no meaning yet that could change");
        Trouble::at(vec![Field("define"), Item(item)], says, help)
    }

    /// The work on a formula, done once more with what holds now.
    fn made_anew(&self, of: &Expr) -> Result<Thread, Trouble> {
        let place = self.place(Some(of))?;
        let mut thread = Thread::begun(of.clone(), &self.scene.givens)?;
        for made in &self.threads[place].moves {
            thread.make(made, &self.exchange)?;
            thread.moves.push(made.clone());
        }
        Ok(thread)
    }

    /// The moves of one weight's derivation for another weight of the layer.
    pub(in crate::lesson) fn again(&mut self, of: &Expr, weight: Quantity) -> Result<Line, Trouble> {
        let place = self.place(Some(of))?;
        let shape = &self.scene.shape;
        let exchange = self.exchange_towards(of, weight).ok_or_else(|| {
            let says = format!("{} is no derivative by a weight of the same layer", of.unicode());
            Trouble::new("weight", says, "name a weight of the layer that the derivative is about")
        })?;
        let derivative = exchange.formula(of, shape);
        let is_this = |thread: &Thread| {
            matches!(thread.made, Some(Made::Again(..))) && thread.derivation.now().left == derivative
        };
        if self.threads.iter().any(is_this) {
            let says = format!("{} has been derived already", derivative.unicode());
            return Err(Trouble::new("weight", says, "name another weight of its layer, or Recall it"));
        }
        let mut thread = Thread::begun(derivative, &self.scene.givens)?;
        for made in &self.threads[place].moves {
            let made = made.exchanged(&exchange, shape);
            thread.make(&made, &exchange)?;
            thread.moves.push(made);
        }
        let made = Made::Again(thread.moves.len(), thread.evidence());
        thread.made = Some(made.clone());
        let line = Line::plain(thread.derivation.now().clone(), made);
        self.forget(&line.equation.left);
        self.push(thread);
        Ok(line)
    }

    /// What makes a derivative by one weight that by another of the same layer.
    fn exchange_towards(&self, of: &Expr, weight: Quantity) -> Option<Exchange> {
        let Expr::Partial { by, .. } = of else { return None };
        let by = self.scene.shape.quantity(by).ok()?;
        Some(Exchange::new(&self.scene.shape, by, weight)?.following(&self.exchange))
    }

    /// The same derivative by another weight of the layer.
    pub(in crate::lesson) fn counterpart(&self, of: &Expr, weight: Quantity) -> Option<Expr> {
        Some(self.exchange_towards(of, weight)?.formula(of, &self.scene.shape))
    }
}
