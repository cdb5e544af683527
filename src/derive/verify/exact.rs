//! A formula's value without any rounding, at a sample point of the field with 2⁶¹ − 1 elements.
//!
//! Names get sample values or unfold by their definitions, σ and tanh unfold into exp, and
//!
//! ```text
//! exp(2·a − b) = s(a)² · s(b)⁻¹        s(…) a sample value that is not 0
//! ```
//!
//! so that exp(−x)·exp(x) = 1 holds. ln and step get a sample value for each value of their argument. Derivatives
//! are computed with [`Jet`]s and share no formula with the rules that this is to check.

use num_traits::ToPrimitive;
use rustc_hash::FxHashMap;

use super::Work;
use super::field::Jet;
use super::field::Residue;
use super::memory::Found;
use super::memory::Residues;
use super::sample;
use crate::derive::givens::Givens;
use crate::derive::givens::Undefined;
use crate::expr::Expr;
use crate::expr::Function;
use crate::expr::Index;
use crate::expr::Letters;
use crate::expr::Symbol;

/// Why there is no value at this point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hurdle {
    /// A denominator is 0 here. There may be a value elsewhere.
    Pole,
    /// The formula has too many parts.
    TooLarge,
    /// There is no value in this field anywhere, for this reason.
    Unsaid(String),
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
    point: u64,
    names: Names,
    /// What no variable moves.
    still: Residues,
    /// The variables that derivatives were asked by; the number of one is its place. Place 0 is none.
    variables: Vec<Option<Symbol>>,
    places: FxHashMap<Symbol, usize>,
    /// What is known of the names that a variable moves, for every variable but none.
    moved: Vec<FxHashMap<Symbol, Found<Jet>>>,
    sums: FxHashMap<(usize, Expr), Jet>,
    /// Whether something was met whose laws the samples do not know: equal values are then proof, but different
    /// ones are not.
    pub(super) is_outside: bool,
    /// What this evaluation has done, and what everything together may still do.
    done: u64,
    work: &'a Work,
    /// How many Σ are running.
    depth: usize,
}

const MOST_WORK: u64 = 1_000_000;

impl<'a> Exact<'a> {
    pub(super) fn new(givens: &'a Givens, point: u64, names: Names, work: &'a Work) -> Self {
        Exact {
            givens,
            point,
            names,
            still: if names == Names::Defined {
                givens.memory().take_residues(point)
            } else {
                Residues::default()
            },
            variables: vec![None],
            places: FxHashMap::default(),
            moved: Vec::new(),
            sums: FxHashMap::default(),
            is_outside: false,
            done: 0,
            work,
            depth: 0,
        }
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
        let one = Jet::constant(Residue::ONE);
        match formula {
            Expr::Num(number) => {
                let part = |part: &num_bigint::BigInt| {
                    (part % ((1u64 << 61) - 1)).to_u64().map_or(Residue::ZERO, Residue::new)
                };
                let under = part(number.denom()).inverse().ok_or(Hurdle::Pole)?;
                Ok(Jet::constant(part(number.numer()) * under))
            }
            Expr::Sym(symbol) => self.symbol(&symbol.with_letters(letters), by),
            Expr::Neg(a) => Ok(-self.jet(a, letters, by)?),
            Expr::Add(terms) => terms
                .iter()
                .try_fold(Jet::constant(Residue::ZERO), |sum, term| Ok(sum + self.jet(term, letters, by)?)),
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
        let moves = |variable: &Symbol| self.givens.may_rest_on(symbol, variable);
        let by = if self.variables[by].as_ref().is_some_and(moves) { by } else { 0 };
        if let Some(&Found { value, is_outside }) = self.known(by).get(symbol) {
            self.is_outside |= is_outside;
            return Ok(value);
        }
        let Found { value: mut jet, is_outside } =
            self.noting(|this| match this.unfolded(symbol, |this, is, letters| this.jet(is, letters, by)) {
                Some(jet) => jet,
                None => Ok(Jet::constant(this.leaf(symbol))),
            })?;
        if self.variables[by].as_ref() == Some(symbol) {
            jet.slope = Residue::ONE;
        }
        self.known(by).insert(symbol.clone(), Found { value: jet, is_outside });
        Ok(jet)
    }

    /// The names that have been met while this variable was looked at.
    fn known(&mut self, by: usize) -> &mut FxHashMap<Symbol, Found<Jet>> {
        match by.checked_sub(1) {
            None => &mut self.still.jets,
            Some(moved) => &mut self.moved[moved],
        }
    }

    /// The value of a name, outside every Σ around the name, together with whether it has met something outside on
    /// its own way.
    fn noting<T>(&mut self, find: impl FnOnce(&mut Self) -> Result<T, Hurdle>) -> Result<Found<T>, Hurdle> {
        let before = std::mem::take(&mut self.is_outside);
        let depth = std::mem::take(&mut self.depth);
        let value = find(self);
        self.depth = depth;
        let is_outside = self.is_outside;
        self.is_outside |= before;
        Ok(Found { value: value?, is_outside })
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

    fn leaf(&self, symbol: &Symbol) -> Residue {
        if let Some(equal) = symbol.kronecker() {
            return if equal { Residue::ONE } else { Residue::ZERO };
        }
        let name = symbol.to_string();
        // What is said of a name with a letter need not hold for every number in its place.
        match self.givens.count_of(&name).filter(|_| symbol.letters().next().is_none()) {
            Some(count) => Residue::new(count as u64),
            None => sample::residue(&name, self.point),
        }
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
                self.is_outside = true;
                let value = sample::residue_at("ln", inner.value, self.point);
                Ok(Jet { value, slope: inner.slope * inner.value.inverse().ok_or(Hurdle::Pole)? })
            }
            name => {
                self.is_outside = true;
                Ok(Jet::constant(sample::residue_at(name, inner.value, self.point)))
            }
        }
    }

    /// exp(times · formula): the product of the samples of the formula's terms.
    fn exp(&mut self, formula: &Expr, letters: &Letters, times: i64) -> Result<Residue, Hurdle> {
        self.spend(1)?;
        match formula {
            Expr::Neg(a) => self.exp(a, letters, -times),
            Expr::Add(terms) => terms
                .iter()
                .try_fold(Residue::ONE, |product, term| Ok(product * self.exp(term, letters, times)?)),
            Expr::Sum { index, from, to, body } => {
                let run = self.run(from, to)?;
                let mut letters = letters.clone();
                run.into_iter().try_fold(Residue::ONE, |product, number| {
                    letters.insert(*index, Index::At(number));
                    Ok(product * self.exp(body, &letters, times)?)
                })
            }
            Expr::Num(_) => match formula.as_integer().and_then(|number| number.checked_mul(times)) {
                Some(times) => self.exp_of_one_term(Residue::ONE, times),
                None => self.exp_of_atom(formula, letters, times),
            },
            Expr::Mul(factors) => {
                let (numbers, rest): (Vec<&Expr>, Vec<&Expr>) =
                    factors.iter().partition(|factor| factor.as_integer().is_some());
                let whole = numbers.iter().filter_map(|number| number.as_integer());
                match whole.into_iter().try_fold(times, i64::checked_mul) {
                    Some(times) if !numbers.is_empty() => {
                        self.exp(&Expr::product_of(rest.into_iter().cloned().collect()), letters, times)
                    }
                    _ => self.exp_of_atom(formula, letters, times),
                }
            }
            Expr::Sym(symbol) => {
                let key = (symbol.with_letters(letters), times);
                if let Some(&Found { value, is_outside }) = self.still.exps.get(&key) {
                    self.is_outside |= is_outside;
                    return Ok(value);
                }
                let found = self.noting(|this| {
                    let unfolded = this.unfolded(&key.0, |this, is, letters| this.exp(is, letters, times));
                    unfolded.unwrap_or_else(|| this.exp_of_atom(formula, letters, times))
                })?;
                self.still.exps.insert(key, found);
                Ok(found.value)
            }
            _ => self.exp_of_atom(formula, letters, times),
        }
    }

    fn exp_of_atom(&mut self, atom: &Expr, letters: &Letters, times: i64) -> Result<Residue, Hurdle> {
        let is_name = |factor: &Expr| matches!(factor, Expr::Sym(_));
        self.is_outside |= !atom.factors().iter().all(is_name);
        let value = self.jet(atom, letters, 0)?.value;
        self.exp_of_one_term(value, times)
    }

    fn exp_of_one_term(&mut self, value: Residue, times: i64) -> Result<Residue, Hurdle> {
        if value == Residue::ZERO {
            return Ok(Residue::ONE);
        }
        let (value, times) = if value.is_upper() { (-value, times.saturating_neg()) } else { (value, times) };
        sample::residue_at("exp", value, self.point).whole_power(times).ok_or(Hurdle::Pole)
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
            Some((by, whole.with_letters(letters)))
        };
        if let Some(&jet) = key.as_ref().and_then(|key| self.sums.get(key)) {
            return Ok(jet);
        }
        let mut letters = letters.clone();
        self.depth += 1;
        let jet = self.run(from, to)?.try_fold(Jet::constant(Residue::ZERO), |sum, number| {
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
        if within != 0 && self.variables[within].as_ref().is_some_and(|outer| self.givens.depends(of, outer))
        {
            return Err(Hurdle::Unsaid("a derivative of a derivative is not worked out here".into()));
        }
        if self.is_unsaid(of, variable) {
            return Ok(Jet::constant(sample::residue(&format!("d({of})/d({variable})"), self.point)));
        }
        let Expr::Sym(name) = of else {
            return self.slope(of, variable).map(Jet::constant);
        };
        let pair = (name.clone(), variable.clone());
        if let Some(&Found { value, is_outside }) = self.still.slopes.get(&pair) {
            self.is_outside |= is_outside;
            return Ok(Jet::constant(value));
        }
        let found = self.noting(|this| this.slope(of, variable))?;
        self.still.slopes.insert(pair, found);
        Ok(Jet::constant(found.value))
    }

    fn slope(&mut self, of: &Expr, variable: &Symbol) -> Result<Residue, Hurdle> {
        let place = self.places.get(variable).copied().unwrap_or_else(|| {
            self.variables.push(Some(variable.clone()));
            self.moved.push(FxHashMap::default());
            self.places.insert(variable.clone(), self.variables.len() - 1);
            self.variables.len() - 1
        });
        self.jet(of, &Letters::new(), place).map(|jet| jet.slope)
    }

    /// Whether the derivative of this name is an unknown of its own: nobody has said what the name stands for.
    fn is_unsaid(&mut self, of: &Expr, variable: &Symbol) -> bool {
        let unsaid = self.givens.undefined() == Undefined::Unknown
            && matches!(of, Expr::Sym(name) if name != variable && self.givens.definition_of(name).is_none());
        self.is_outside |= unsaid;
        unsaid
    }
}

impl Drop for Exact<'_> {
    fn drop(&mut self) {
        if self.names == Names::Defined {
            self.givens.memory().keep_residues(self.point, std::mem::take(&mut self.still));
        }
    }
}
