//! A formula's value in doubles at a sample point, its derivatives measured by nudging.
//!
//! This knows no rule of differentiation at all: ∂a/∂x is D(h) = (a(x + h) − a(x − h)) / 2h for ever shorter steps h,
//! where a unfolds by its definitions down to x and no further. Two steps make one estimate without the error in h²
//! (L. F. Richardson, 1911):
//!
//! ```text
//! R(h) = D(h) + (D(h) − D(4h)) / 15
//! ```
//!
//! The first that agrees with what was known before is taken. Next to a kink or a pole steps have to be shorter than
//! the way there. In a kink D agrees with itself, halfway between the slopes of both sides; so these must agree, too.

use std::cell::RefCell;

use super::Work;
use super::drawn::Drawn;
use super::memory::Doubles;
use crate::derive::givens::Givens;
use crate::derive::givens::Undefined;
use crate::expr::Bindings;
use crate::expr::Expr;
use crate::expr::Rounded;
use crate::expr::Symbol;

pub(super) struct Measure<'a> {
    drawn: Drawn<'a>,
    /// A name that was moved, and where to.
    moved: Option<(&'a Symbol, f64)>,
    /// What the names are worth that nothing moved.
    still: Option<&'a Measure<'a>>,
    known: RefCell<Doubles>,
    remembers: bool,
}

/// The first step, for a variable of size 1, and how many there are. Each is a fourth of the one before.
const LONGEST: f64 = 1.0 / 512.0;
const STEPS: usize = 16;

/// Estimates agree that differ by no greater part of themselves; a slope that is smaller than `SMALL` is taken for one
/// of that size.
const AGREEING: f64 = 1e-7;
const SMALL: f64 = 1e-3;

/// A kink is where the slopes of both sides differ by a greater part of themselves.
const KINK: f64 = 1e-5;

/// No number is believed of which rounding can have made a greater part. What is bounded here is the worst case, far
/// from what happens; of a slope it says more that estimates agree.
const BELIEVED: f64 = 1e-2;

impl<'a> Measure<'a> {
    pub(super) fn new(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        Measure {
            drawn: Drawn::new(givens, point, work),
            moved: None,
            still: None,
            known: RefCell::default(),
            remembers: false,
        }
    }

    /// The same, beginning with what earlier checks found out and leaving what this one does.
    pub(super) fn remembering(givens: &'a Givens, point: u64, work: &'a Work) -> Self {
        let mut measure = Measure::new(givens, point, work);
        measure.known = RefCell::new(givens.memory().take_doubles(point));
        measure.remembers = true;
        measure
    }

    /// The value, or nothing where the formula has none here, or where rounding may have made it.
    pub(super) fn of(&self, formula: &Expr) -> Option<f64> {
        let Rounded { value, error } = formula.rounded(self).ok()?;
        (value.is_finite() && error <= BELIEVED * (SMALL + value.abs())).then_some(value)
    }

    /// The undefined names that have been asked for, with the values that they had.
    pub(super) fn point(&self) -> Vec<(Symbol, f64)> {
        self.drawn.point()
    }

    fn moved_to(&'a self, variable: &'a Symbol, value: f64) -> Measure<'a> {
        let mut moved = Measure::new(self.drawn.givens, self.drawn.point, self.drawn.work);
        moved.moved = Some((variable, value));
        moved.still = Some(self);
        moved.drawn.done = self.drawn.done.clone();
        moved
    }
}

impl Bindings for Measure<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self.rounded(symbol).map(|rounded| rounded.value)
    }

    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        if !self.drawn.spend(self.drawn.givens.lookup()) {
            return None;
        }
        if let Some((variable, value)) = self.moved {
            if variable == symbol {
                return Some(value.into());
            }
            if !self.drawn.givens.may_rest_on(symbol, variable) {
                return self.still?.rounded(symbol);
            }
        }
        if let Some(&known) = self.known.borrow().values.get(symbol) {
            return known;
        }
        let value = self.drawn.value(symbol, self);
        self.known.borrow_mut().values.insert(symbol.clone(), value);
        value
    }

    fn goes_on(&self, parts: u64) -> bool {
        self.drawn.spend(parts)
    }

    fn partial(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let unsaid =
            matches!(of, Expr::Sym(name) if name != by && self.drawn.givens.definition_of(name).is_none());
        if self.moved.is_some() || (unsaid && self.drawn.givens.undefined() == Undefined::Unknown) {
            return None;
        }
        let Expr::Sym(name) = of else { return self.slope(of, by) };
        let pair = (name.clone(), by.clone());
        if let Some(&known) = self.known.borrow().slopes.get(&pair) {
            return known;
        }
        let slope = self.slope(of, by);
        self.known.borrow_mut().slopes.insert(pair, slope);
        slope
    }
}

impl Measure<'_> {
    /// Moves the variable a little to both sides and looks how far the formula moves.
    fn slope(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        let here = self.value(by)?;
        let there = |how_far: f64| {
            let moved = self.moved_to(by, here + how_far);
            let value = of.rounded(&moved).ok();
            self.drawn.done.set(moved.drawn.done.get());
            value
        };
        let middle = of.rounded(self).ok()?;
        let (mut before, mut estimate_before): (Option<Nudge>, Option<f64>) = (None, None);
        let mut step = LONGEST * here.abs().max(1.0);
        let mut is_kink = false;
        for _ in 0..STEPS {
            let nudge = Nudge::new(step, [there(-step)?, middle, there(step)?]);
            let estimate = before.map(|before| nudge.slope + (nudge.slope - before.slope) / 15.0);
            if let (Some(estimate), Some(before)) = (estimate, before) {
                let agrees = |other| near(estimate, other, AGREEING * (SMALL + estimate.abs()));
                let is_found = agrees(before.slope) || estimate_before.is_some_and(agrees);
                if is_found && nudge.rounding <= BELIEVED * (SMALL + estimate.abs()) {
                    if nudge.is_smooth(&before) {
                        return Some(estimate);
                    }
                    is_kink = true;
                }
            }
            (before, estimate_before) = (Some(nudge), estimate);
            step /= 4.0;
        }
        if is_kink { self.stated_slope(of, by) } else { None }
    }

    /// What the table of functions says of a kink, for the function itself: relu's slope at 0 is 0 by definition.
    fn stated_slope(&self, of: &Expr, by: &Symbol) -> Option<f64> {
        match of {
            Expr::Call(function, argument) if matches!(&**argument, Expr::Sym(name) if name == by) => {
                function.slope_at(argument)?.value(self).ok()
            }
            Expr::Sym(name) => self.stated_slope(&self.drawn.givens.definition_of(name)?, by),
            _ => None,
        }
    }
}

/// How a formula moves when its variable moves one step to both sides.
#[derive(Clone, Copy)]
struct Nudge {
    slope: f64,
    /// By how much the slope to the right is greater than that to the left.
    bend: f64,
    /// The sizes of both.
    sides: f64,
    /// How far rounding can have taken these slopes from the true ones.
    rounding: f64,
}

impl Nudge {
    fn new(step: f64, [left, middle, right]: [Rounded; 3]) -> Self {
        let before = (middle.value - left.value) / step;
        let after = (right.value - middle.value) / step;
        Nudge {
            slope: (right.value - left.value) / (2.0 * step),
            bend: after - before,
            sides: after.abs() + before.abs(),
            rounding: (left.error + middle.error + right.error) / step,
        }
    }

    /// Whether the slopes of both sides become one as steps become shorter. What curvature makes of their difference is
    /// a fourth of what it was in the step before, and in a kink something stays.
    fn is_smooth(&self, before: &Nudge) -> bool {
        let stays = self.bend + (self.bend - before.bend) / 3.0;
        near(stays, 0.0, KINK * (SMALL + self.sides))
    }
}

/// Whether two numbers are that close; none is close to what is not a number.
fn near(one: f64, other: f64, within: f64) -> bool {
    (one - other).abs() <= within
}

impl Drop for Measure<'_> {
    fn drop(&mut self) {
        if self.remembers && self.drawn.is_complete() {
            self.drawn.givens.memory().keep_doubles(self.drawn.point, self.known.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slope of a formula by `x`, where x is that number.
    fn slope(formula: &str, x: &str) -> Option<f64> {
        let mut givens = Givens::of_numbers();
        givens.define(Symbol::new("x"), x.parse().expect(x)).expect("a definition");
        let work = Work::unlimited();
        Measure::new(&givens, 11, &work).slope(&formula.parse().expect(formula), &Symbol::new("x"))
    }

    #[test]
    fn steps_are_shorter_than_the_way_to_a_pole() {
        for (formula, x, is) in [
            ("ln(x)", "1/1000", 1e3),
            ("ln(x)", "1/10^9", 1e9),
            ("ln(1 - x)", "1 - 1/10^6", -1e6),
            ("x + 1", "1/10^9", 1.0),
            ("x^3", "1000", 3e6),
            ("exp(x)", "20", libm::exp(20.0)),
            ("relu(x - 1/10^6)*5", "0", 0.0),
            ("relu(x + 1/10^6)*5", "0", 5.0),
        ] {
            let slope = slope(formula, x).unwrap_or_else(|| panic!("{formula} has a slope at {x}"));
            assert!((slope - is).abs() <= 1e-7 * (1.0 + is.abs()), "{formula} at {x}: {slope}");
        }
    }

    #[test]
    fn a_kink_has_the_slope_that_is_stated_and_no_other() {
        assert_eq!(slope("relu(x)", "0"), Some(0.0));
        assert_eq!(slope("lrelu(x)", "0"), Some(0.01));
        for formula in ["relu(x) + x", "relu(x) + relu(-x)", "3*relu(-x)", "step(x)", "ln(1 + relu(x))"] {
            assert_eq!(slope(formula, "0"), None, "{formula}");
        }
        // These only look as if they had one.
        assert!(slope("relu(x)^2", "0").is_some_and(|slope| slope.abs() < 1e-9));
        assert!(slope("relu(x) - relu(-x)", "0").is_some_and(|slope| (slope - 1.0).abs() < 1e-9));
    }

    #[test]
    fn what_rounding_has_made_is_no_slope_and_no_value() {
        for formula in ["10^20 + x", "ln(2)*(10^20 + x - 10^20)"] {
            assert_eq!(slope(formula, "1/2"), None, "{formula}");
        }
        let (givens, work) = (Givens::of_numbers(), Work::unlimited());
        let of = |formula: &str| Measure::new(&givens, 11, &work).of(&formula.parse().expect(formula));
        assert_eq!(of("ln(2)*(10^20 + x - 10^20)"), None);
        assert!(of("ln(2)*(10^5 + x - 10^5)").is_some());
    }

    #[test]
    fn numbers_in_large_sums_are_the_smaller() {
        let sum_of = |terms: usize| {
            let mut givens = Givens::of_numbers();
            givens.count("K", terms);
            givens
                .define(Symbol::new("s"), "sum(f, 1, K, h_f*w_1f1)".parse().expect("a formula"))
                .expect("new");
            let work = Work::unlimited();
            Measure::new(&givens, 12, &work).of(&Symbol::new("s").into()).expect("a value")
        };
        assert!(sum_of(4) > 1.0 && sum_of(400) < 2.0 * sum_of(4), "{} {}", sum_of(4), sum_of(400));
    }
}
