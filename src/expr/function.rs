//! The functions that a formula can call.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use super::Expr;
use super::Symbol;

/// One function of one number.
pub struct Function {
    /// How it is typed: `sigma`.
    pub name: &'static str,
    /// How it is printed: `σ`.
    pub sign: &'static str,
    /// Its value.
    pub value: fn(f64) -> f64,
    /// What it is made of, in formula notation, of `x`. None for what is elementary.
    pub definition: Option<&'static str>,
    /// Its slope at `x`, in formula notation.
    pub slope: &'static str,
    /// How far the value can move when `x` is off by so much.
    pub(super) spread: fn(x: f64, off: f64) -> f64,
}

/// Less than this is what underflow alone leaves of a number that is 0, and no error.
const NONE: f64 = 1e-200;

/// Every function that a formula can call. Activation functions point here by name.
pub static FUNCTIONS: &[Function] = &[
    Function {
        name: "exp",
        sign: "exp",
        value: libm::exp,
        definition: None,
        slope: "exp(x)",
        spread: |x, off| libm::exp(x) * libm::expm1(off),
    },
    Function {
        name: "ln",
        sign: "ln",
        value: libm::log,
        definition: None,
        slope: "1/x",
        spread: |x, off| -libm::log1p(-off / x),
    },
    Function {
        name: "sigma",
        sign: "σ",
        value: |x| 1.0 / (1.0 + libm::exp(-x)),
        definition: Some("1/(1 + exp(-x))"),
        slope: "sigma(x)*(1 - sigma(x))",
        spread: |_, off| off / 4.0,
    },
    Function {
        name: "tanh",
        sign: "tanh",
        value: libm::tanh,
        definition: Some("(exp(x) - exp(-x))/(exp(x) + exp(-x))"),
        slope: "(1 - tanh(x))*(1 + tanh(x))",
        spread: |_, off| off,
    },
    Function {
        name: "step",
        sign: "step",
        value: |x| if x > 0.0 { 1.0 } else { 0.0 },
        definition: None,
        slope: "0",
        spread: |x, off| if x.abs() > off || off < NONE { 0.0 } else { 1.0 },
    },
    Function {
        name: "relu",
        sign: "relu",
        value: |x| if x > 0.0 { x } else { 0.0 },
        definition: Some("x*step(x)"),
        slope: "step(x)",
        spread: |x, off| if x < -off { 0.0 } else { off },
    },
    Function {
        name: "lrelu",
        sign: "lrelu",
        value: |x| if x > 0.0 { x } else { 0.01 * x },
        definition: Some("0.01*x + 0.99*x*step(x)"),
        slope: "0.01 + 0.99*step(x)",
        spread: |_, off| off,
    },
];

/// The definitions and slopes, read once.
static READ: LazyLock<Vec<(Option<Expr>, Expr)>> = LazyLock::new(|| {
    let read = |text: &str| text.parse().unwrap_or_else(|error| unreachable!("{text}: {error}"));
    FUNCTIONS.iter().map(|function| (function.definition.map(read), read(function.slope))).collect()
});

impl Function {
    fn read(&self) -> Option<&'static (Option<Expr>, Expr)> {
        READ.get(FUNCTIONS.iter().position(|function| function == self)?)
    }

    /// What the function of this argument is made of, for those that are made of something.
    pub fn unfolded(&self, argument: &Expr) -> Option<Expr> {
        let definition = self.read()?.0.as_ref()?;
        Some(definition.with_symbol(&Symbol::new("x"), argument))
    }

    /// The slope of the function at this argument.
    pub fn slope_at(&self, argument: &Expr) -> Option<Expr> {
        Some(self.read()?.1.with_symbol(&Symbol::new("x"), argument))
    }

    /// The function of this name or sign.
    pub fn named(name: &str) -> Option<&'static Function> {
        FUNCTIONS.iter().find(|function| function.name == name || function.sign == name)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(formula: &str, x: f64) -> f64 {
        let formula: Expr = formula.parse().expect("a formula");
        let x = |symbol: &Symbol| (symbol.to_string() == "x").then_some(x);
        formula.value(&x).expect("a value")
    }

    #[test]
    fn every_definition_and_slope_belongs_to_its_function() {
        for function in FUNCTIONS {
            for x in [0.3, 1.7, 2.9] {
                let value = (function.value)(x);
                if let Some(definition) = function.definition {
                    assert!((at(definition, x) - value).abs() < 1e-14, "{}", function.name);
                }
                let measured = ((function.value)(x + 1e-5) - (function.value)(x - 1e-5)) / 2e-5;
                assert!((at(function.slope, x) - measured).abs() < 1e-8, "{}", function.name);
            }
        }
    }
}
