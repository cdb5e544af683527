//! A formula's value without any rounding, at a sample point of a prime field.
//!
//! Names get sample values or unfold by their definitions, σ and tanh unfold into exp, and
//!
//! ```text
//! exp(2·a − b) = s(a)² · s(b)⁻¹        s(…) a sample value that is not 0
//! ```
//!
//! so that exp(−x)·exp(x) = 1 holds. ln and step get a sample value for each value of their argument, or step is 0 or
//! 1, as the [`Region`] says that is looked at. Derivatives are computed with [`Jet`]s and share no formula with the
//! rules that this is to check.

mod exp;
mod region;
mod unsaid;

pub(super) use region::Kink;
pub(super) use region::Region;
pub(super) use unsaid::is_unsaid;

use rustc_hash::FxHashMap;

use super::Work;
use super::field::Jet;
use super::field::Residue;
use super::memory::Residues;
use super::sample;
use super::sample::Point;
use crate::derive::givens::Givens;
use crate::expr::Expr;
use crate::expr::Function;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;
use unsaid::are_independent;
use unsaid::may_be_anything;

/// Why there is no value at this point.
#[derive(Clone, Debug)]
pub(super) enum Hurdle {
    /// A denominator is 0 here. There may be a value elsewhere.
    Pole,
    /// The formula has too many parts.
    TooLarge,
    /// There is no value in this field anywhere, for this reason.
    Unsaid(String),
    /// Whether this is positive would have to be known.
    Sign(Box<Kink>),
}

/// What names stand for. Where they are free, so are derivatives: equal ones have equal values, and nothing else is
/// known of them. So is every Σ that stands under so many others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    Defined,
    Free { sums: usize },
}

pub(super) struct Exact<'a> {
    givens: &'a Givens,
    point: Point,
    names: Names,
    /// Where a choice of signs is looked at: which.
    region: Option<&'a Region>,
    /// What no variable moves.
    still: Residues,
    /// The variables that derivatives were asked by; the number of one is its place. Place 0 is none.
    variables: Vec<Option<Variable>>,
    places: FxHashMap<Variable, usize>,
    /// What is known of the names that a variable moves, for every variable but none.
    moved: Vec<FxHashMap<Symbol, Jet>>,
    /// Of a Σ under a Σ, by the hash that it has with its numbers put in.
    sums: FxHashMap<(usize, u64), Jet>,
    /// What this evaluation has done, and what everything together may still do.
    done: u64,
    work: &'a Work,
    /// How many Σ are running.
    depth: usize,
}

/// What a derivative is taken by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Variable {
    symbol: Symbol,
    /// Whether names that nobody has defined may move with it in ways that nobody has said.
    is_unsaid: bool,
    /// Whether what it is made of moves, and nobody has said how it moves with that.
    is_passed: bool,
}

const MOST_WORK: u64 = 1_000_000;

impl<'a> Exact<'a> {
    pub(super) fn new(givens: &'a Givens, point: Point, names: Names, work: &'a Work) -> Self {
        let still = if names == Names::Defined && point.is_kept {
            givens.memory().take_residues(point.number)
        } else {
            Residues::default()
        };
        Exact {
            givens,
            point,
            names,
            region: None,
            still,
            variables: vec![None],
            places: FxHashMap::default(),
            moved: Vec::new(),
            sums: FxHashMap::default(),
            done: 0,
            work,
            depth: 0,
        }
    }

    /// The same where signs are chosen. Nothing is kept of that.
    pub(super) fn within(region: &'a Region, givens: &'a Givens, point: Point, work: &'a Work) -> Self {
        let point = Point { is_kept: false, ..point };
        let mut exact = Exact::new(givens, point, Names::Defined, work);
        exact.region = Some(region);
        exact
    }

    fn spend(&mut self, work: u64) -> Result<(), Hurdle> {
        self.done += work;
        if self.done > MOST_WORK || !self.work.spend(work) { Err(Hurdle::TooLarge) } else { Ok(()) }
    }

    pub(super) fn value(&mut self, formula: &Expr) -> Result<Residue, Hurdle> {
        self.jet(formula, &Letters::new(), 0).map(|jet| jet.value)
    }

    /// The value, and the slope by the variable at this place of the list.
    fn jet(&mut self, formula: &Expr, letters: &Letters, by: usize) -> Result<Jet, Hurdle> {
        self.spend(1)?;
        let field = self.point.field;
        let (zero, one) = (Jet::constant(field.zero()), Jet::constant(field.one()));
        match formula {
            Expr::Num(number) => {
                let part = |part| field.residue_of(part);
                let under = part(number.denom()).inverse().ok_or(Hurdle::Pole)?;
                Ok(Jet::constant(part(number.numer()) * under))
            }
            Expr::Sym(symbol) => self.symbol(&symbol.put_in(letters), by),
            Expr::Neg(a) => Ok(-self.jet(a, letters, by)?),
            Expr::Add(terms) => {
                terms.iter().try_fold(zero, |sum, term| Ok(sum + self.jet(term, letters, by)?))
            }
            Expr::Mul(factors) => {
                factors.iter().try_fold(one, |product, factor| Ok(product * self.jet(factor, letters, by)?))
            }
            Expr::Div(a, b) => {
                let (a, b) = (self.jet(a, letters, by)?, self.jet(b, letters, by)?);
                Ok(a * b.inverse().ok_or(Hurdle::Pole)?)
            }
            Expr::Pow(a, exponent) => self.jet(a, letters, by)?.power(*exponent).ok_or(Hurdle::Pole),
            Expr::Call(function, a) => self.call(function, a, letters, by),
            Expr::Sum { .. } | Expr::Partial { .. } if self.is_free(formula) => {
                self.spend(formula.size())?;
                Ok(Jet::constant(sample::residue_of(formula, letters, self.point)))
            }
            Expr::Sum { index, from, to, body } => self.sum(formula, (*index, from, to, body), letters, by),
            Expr::Partial { of, by: variable } => {
                self.spend(of.size())?;
                self.partial(&of.with_letters(letters), &variable.with_letters(letters), by)
            }
        }
    }

    fn is_free(&self, formula: &Expr) -> bool {
        match (self.names, formula) {
            (Names::Free { sums }, Expr::Sum { .. }) => self.depth >= sums,
            (names, _) => names != Names::Defined,
        }
    }

    fn symbol(&mut self, symbol: &Symbol, by: usize) -> Result<Jet, Hurdle> {
        self.spend(self.givens.lookup())?;
        // What the variable does not move has the same jet as without it.
        let moves =
            |variable: &Variable| variable.is_unsaid || self.givens.may_rest_on(symbol, &variable.symbol);
        let by = if self.variables[by].as_ref().is_some_and(moves) { by } else { 0 };
        if let Some(&known) = self.known(by).get(symbol) {
            return Ok(known);
        }
        let depth = std::mem::take(&mut self.depth);
        let unfolded = self.unfolded(symbol, |this, is, letters| this.jet(is, letters, by));
        self.depth = depth;
        let mut jet = match unfolded {
            Some(jet) => jet?,
            None => self.leaf(symbol, by)?,
        };
        if self.variables[by].as_ref().is_some_and(|variable| variable.symbol == *symbol) {
            jet.slope = self.point.field.one();
        }
        self.known(by).insert(symbol.clone(), jet);
        Ok(jet)
    }

    /// The names that have been met while this variable was looked at.
    fn known(&mut self, by: usize) -> &mut FxHashMap<Symbol, Jet> {
        match by.checked_sub(1) {
            None => &mut self.still.jets,
            Some(moved) => &mut self.moved[moved],
        }
    }

    /// What `read` makes of the definition of a name, if names unfold.
    fn unfolded<T>(
        &mut self,
        symbol: &Symbol,
        read: impl FnOnce(&mut Self, &Expr, &Letters) -> T,
    ) -> Option<T> {
        match self.names {
            Names::Defined => self.givens.meaning(symbol, |is, letters| read(self, is, letters)),
            Names::Free { .. } => None,
        }
    }

    /// A name without a definition.
    fn leaf(&mut self, symbol: &Symbol, by: usize) -> Result<Jet, Hurdle> {
        let field = self.point.field;
        if let Some(equal) = symbol.kronecker() {
            return Ok(Jet::constant(field.residue(equal.into())));
        }
        if let Some(count) = count_of(symbol, self.givens) {
            return Ok(Jet::constant(field.residue(count as u64)));
        }
        let mut jet = Jet::constant(sample::residue(&symbol.to_string(), self.point));
        if let Some(variable) = self.variables[by].clone().filter(|variable| variable.is_unsaid) {
            self.spend(self.givens.definitions().count() as u64)?;
            let moves = variable.is_passed && self.givens.may_rest_on(&variable.symbol, symbol);
            if moves || !are_independent(symbol, &variable.symbol, self.givens) {
                let slope = format!("d({symbol})/d({})", variable.symbol);
                jet.slope = sample::residue(&slope, self.point).outside(true);
            }
        }
        Ok(jet)
    }

    fn call(
        &mut self,
        function: &Function,
        argument: &Expr,
        letters: &Letters,
        by: usize,
    ) -> Result<Jet, Hurdle> {
        if function.definition.is_some() {
            self.spend(argument.size())?;
        }
        if let Some(unfolded) = function.unfolded(argument) {
            return self.jet(&unfolded, letters, by);
        }
        let inner = self.jet(argument, letters, by)?;
        match function.name {
            "exp" => {
                let value = self.exp(argument, letters, 1)?;
                Ok(Jet { value, slope: value * inner.slope })
            }
            "ln" => {
                let value = sample::residue_at("ln", inner.value, self.point).outside(true);
                Ok(Jet { value, slope: inner.slope * inner.value.inverse().ok_or(Hurdle::Pole)? })
            }
            name => match self.region {
                Some(region) => Ok(Jet::constant(self.step(argument, inner.value, letters, region)?)),
                None => Ok(Jet::constant(sample::residue_at(name, inner.value, self.point).outside(true))),
            },
        }
    }

    fn run(&self, from: &Expr, to: &Expr) -> Result<std::ops::RangeInclusive<usize>, Hurdle> {
        self.givens.run(from, to).ok_or_else(|| {
            Hurdle::Unsaid(format!("a Σ from {from} to {to} does not say how many terms it has"))
        })
    }

    fn sum(
        &mut self,
        whole: &Expr,
        (index, from, to, body): (char, &Expr, &Expr, &Expr),
        letters: &Letters,
        by: usize,
    ) -> Result<Jet, Hurdle> {
        // Only a Σ under a Σ comes back with the same letters.
        let key = if self.depth == 0 {
            None
        } else {
            self.spend(whole.size())?;
            Some((by, whole.hash_put_in(letters, self.point.number)))
        };
        if let Some(&jet) = key.as_ref().and_then(|key| self.sums.get(key)) {
            return Ok(jet);
        }
        let mut letters = letters.clone();
        self.depth += 1;
        let zero = Jet::constant(self.point.field.zero());
        let jet = self.run(from, to)?.try_fold(zero, |sum, number| {
            letters.insert(index, Index::At(number));
            Ok(sum + self.jet(body, &letters, by)?)
        })?;
        self.depth -= 1;
        if let Some(key) = key {
            self.sums.insert(key, jet);
        }
        Ok(jet)
    }

    /// ∂of/∂variable: what the formula is made of unfolds down to the variable and no further.
    fn partial(&mut self, of: &Expr, variable: &Symbol, within: usize) -> Result<Jet, Hurdle> {
        if within != 0
            && self.variables[within].as_ref().is_some_and(|outer| self.givens.depends(of, &outer.symbol))
        {
            return Err(Hurdle::Unsaid("a derivative of a derivative is not worked out here".into()));
        }
        let Expr::Sym(name) = of else {
            return self.slope(of, variable).map(Jet::constant);
        };
        let pair = (name.clone(), variable.clone());
        if let Some(&known) = self.still.slopes.get(&pair) {
            return Ok(Jet::constant(known));
        }
        let depth = std::mem::take(&mut self.depth);
        let slope = self.slope(of, variable);
        self.depth = depth;
        self.still.slopes.insert(pair, slope.clone()?);
        slope.map(Jet::constant)
    }

    fn slope(&mut self, of: &Expr, variable: &Symbol) -> Result<Residue, Hurdle> {
        let is_passed = self.givens.goes_past(of, variable);
        let is_unsaid = is_passed || may_be_anything(of, variable, self.givens);
        let variable = Variable { symbol: variable.clone(), is_unsaid, is_passed };
        let place = self.places.get(&variable).copied().unwrap_or_else(|| {
            self.variables.push(Some(variable.clone()));
            self.moved.push(FxHashMap::default());
            self.places.insert(variable, self.variables.len() - 1);
            self.variables.len() - 1
        });
        self.jet(of, &Letters::new(), place).map(|jet| jet.slope)
    }
}

/// What is said of a name with a letter need not hold for every number in its place.
fn count_of(symbol: &Symbol, givens: &Givens) -> Option<usize> {
    let is_sure = symbol.letters().next().is_none();
    givens.count_of_symbol(symbol).filter(|_| is_sure)
}

impl Drop for Exact<'_> {
    fn drop(&mut self) {
        if self.names == Names::Defined && self.point.is_kept {
            self.givens.memory().keep_residues(self.point.number, std::mem::take(&mut self.still));
        }
    }
}
