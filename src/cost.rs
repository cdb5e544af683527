//! Cost functions: one number for how far the outputs are from the labels.
//!
//! Every cost here is a sum of terms, one for each example and output node, divided once at the end:
//!
//! ```text
//! cost = ( Σ_e Σ_n term(o_out_n^(e), y_n^(e)) ) / N
//! ```
//!
//! Texts differ in the ½ inside the term and in what N counts; [`COSTS`] holds the conventions, one literal each.
//! The first factor of every path is the slope of one *term*, so that the division by N can wait until the end.

use crate::expr::Expr;
use crate::expr::Symbol;

/// One cost function.
#[derive(Debug)]
pub struct Cost {
    /// The word in a problem file.
    pub name: &'static str,
    /// The root of the tree diagram: `MSE`, `SSE`, `CE` or `CCE`.
    pub symbol: &'static str,
    /// One term of the sum, of an output and its label.
    pub term: fn(output: f64, label: f64) -> f64,
    /// The slopes of so many terms as their outputs move (see [`Cost::slope`] for one).
    pub slopes: fn(outputs: &[f64], labels: &[f64], slopes: &mut [f64]),
    /// What the sum is divided by.
    pub divide_by: DivideBy,
    /// Which labels and outputs the term is defined for.
    pub domain: Domain,
    /// The term in formula notation, of the output `o` and the label `y`.
    pub definition: &'static str,
    /// The slope of the term in formula notation, of the same two names (see [`Cost::slope_of`]).
    written: &'static str,
}

/// What a cost calls N.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DivideBy {
    /// The number of labels: examples × output nodes.
    Labels,
    /// The number of examples.
    Examples,
    /// 1: the cost is the plain sum.
    One,
}

/// The outputs and labels for which a term of the cost has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Any numbers.
    All,
    /// Outputs strictly between 0 and 1, labels from 0 to 1.
    OpenUnitInterval,
    /// Outputs above 0 wherever the label is not 0, labels from 0 to 1.
    PositiveWhereLabelled,
}

impl Domain {
    /// What is wrong with this label, in words that follow "the label is …".
    pub fn refuses_label(self, label: f64) -> Option<&'static str> {
        (self != Domain::All && !(0.0..=1.0).contains(&label)).then_some("outside 0 … 1")
    }

    /// What is wrong with this output for this label, in words that follow "the output is …".
    pub fn refuses_output(self, output: f64, label: f64) -> Option<&'static str> {
        match self {
            Domain::OpenUnitInterval if output <= 0.0 || output >= 1.0 => {
                Some("not strictly between 0 and 1")
            }
            Domain::PositiveWhereLabelled if label != 0.0 && output <= 0.0 => {
                Some("not above 0 although its label is not 0")
            }
            _ => None,
        }
    }
}

impl Cost {
    /// The slope of one term as its output moves.
    pub fn slope(&self, output: f64, label: f64) -> f64 {
        let mut slope = [0.0];
        (self.slopes)(&[output], &[label], &mut slope);
        slope[0]
    }

    /// N: what the sum of the terms is divided by.
    pub fn divisor(&self, examples: usize, outputs: usize) -> f64 {
        match self.divide_by {
            DivideBy::Labels => examples as f64 * outputs as f64,
            DivideBy::Examples => examples as f64,
            DivideBy::One => 1.0,
        }
    }

    /// What o − y is multiplied with in the gradient of a squared cost.
    pub fn square_slope(&self, examples: usize, outputs: usize) -> f64 {
        self.slope(1.0, 0.0) / self.divisor(examples, outputs)
    }

    /// The slope of one term as a formula, for an output and its label.
    pub fn slope_of(&self, output: &Symbol, label: &Symbol) -> Expr {
        let slope: Expr =
            self.written.parse().unwrap_or_else(|error| unreachable!("{}: {error}", self.written));
        slope
            .with_symbol(&Symbol::new("o"), &output.clone().into())
            .with_symbol(&Symbol::new("y"), &label.clone().into())
    }
}

/// A slope for one term made one for many: called for each, it would take longer than what it does.
macro_rules! slopes {
    ($slope:expr) => {
        |outputs, labels, slopes| {
            let slope: fn(f64, f64) -> f64 = $slope;
            for ((of, &o), &y) in slopes.iter_mut().zip(outputs).zip(labels) {
                *of = slope(o, y);
            }
        }
    };
}

const HALF_SQUARE: Cost = Cost {
    name: "half-sse",
    symbol: "SSE",
    term: |o, y| 0.5 * ((o - y) * (o - y)),
    slopes: slopes!(|o, y| o - y),
    divide_by: DivideBy::One,
    domain: Domain::All,
    definition: "1/2*(o - y)^2",
    written: "o - y",
};

const SQUARE: Cost = Cost {
    name: "sse",
    term: |o, y| (o - y) * (o - y),
    slopes: slopes!(|o, y| 2.0 * (o - y)),
    definition: "(o - y)^2",
    written: "2*(o - y)",
    ..HALF_SQUARE
};

/// Every cost function there is. A new one is one more literal.
pub static COSTS: &[Cost] = &[
    Cost { name: "half-mse", symbol: "MSE", divide_by: DivideBy::Labels, ..HALF_SQUARE },
    Cost { name: "mse", symbol: "MSE", divide_by: DivideBy::Labels, ..SQUARE },
    Cost { name: "half-mse-examples", symbol: "MSE", divide_by: DivideBy::Examples, ..HALF_SQUARE },
    Cost { name: "mse-examples", symbol: "MSE", divide_by: DivideBy::Examples, ..SQUARE },
    HALF_SQUARE,
    SQUARE,
    Cost {
        name: "cross-entropy",
        symbol: "CE",
        term: |o, y| -(y * libm::log(o) + (1.0 - y) * libm::log1p(-o)),
        slopes: slopes!(|o, y| (o - y) / (o * (1.0 - o))),
        divide_by: DivideBy::Examples,
        domain: Domain::OpenUnitInterval,
        definition: "-(y*ln(o) + (1 - y)*ln(1 - o))",
        written: "(o - y)/(o*(1 - o))",
    },
    Cost {
        name: "categorical-cross-entropy",
        symbol: "CCE",
        // A label of 0 takes its output out of the sum, even an output of 0.
        term: |o, y| if y == 0.0 { 0.0 } else { -y * libm::log(o) },
        slopes: slopes!(|o, y| if y == 0.0 { 0.0 } else { -y / o }),
        divide_by: DivideBy::Examples,
        domain: Domain::PositiveWhereLabelled,
        definition: "-y*ln(o)",
        written: "-y/o",
    },
];

/// The cost that a problem has unless it says otherwise: 1/(2·E·K) Σ (o − y)².
pub fn default() -> &'static Cost {
    &COSTS[0]
}

/// The cost function of this name.
pub fn named(name: &str) -> Option<&'static Cost> {
    COSTS.iter().find(|cost| cost.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slope_is_the_slope_of_its_term() {
        let step = 1e-6;
        for cost in COSTS {
            for (output, label) in [(0.3, 1.0), (0.8, 0.0), (0.55, 0.25), (0.1, 0.0), (0.9, 1.0)] {
                assert_eq!(cost.domain.refuses_output(output, label), None);
                let measured =
                    ((cost.term)(output + step, label) - (cost.term)(output - step, label)) / (2.0 * step);
                let ours = cost.slope(output, label);
                assert!((ours - measured).abs() < 1e-7, "{} {output} {label}", cost.name);
                let known = |symbol: &Symbol| Some(if symbol.base == "o_out" { output } else { label });
                let written = cost.slope_of(&Symbol::new("o_out"), &Symbol::new("y_1"));
                let written = written.value(&known).expect("a value");
                assert!((ours - written).abs() < 1e-14, "{} {written}", cost.name);
            }
        }
    }

    #[test]
    fn every_definition_has_the_values_of_its_term() {
        for cost in COSTS {
            let definition: Expr = cost.definition.parse().expect("a formula");
            for (o, y) in [(0.3, 1.0), (0.8, 0.0), (0.55, 0.25)] {
                let known = |symbol: &Symbol| Some(if symbol.base == "o" { o } else { y });
                let value = definition.value(&known).expect("a value");
                assert!((value - (cost.term)(o, y)).abs() < 1e-15, "{}", cost.name);
            }
        }
    }

    #[test]
    fn n_is_what_the_cost_divides_by() {
        let divisor = |name: &str| named(name).map(|cost| cost.divisor(4, 3));
        assert_eq!(divisor("half-mse"), Some(12.0));
        assert_eq!(divisor("half-mse-examples"), Some(4.0));
        assert_eq!(divisor("sse"), Some(1.0));
        assert_eq!(default().name, "half-mse");
    }

    #[test]
    fn domains_refuse_what_has_no_value() {
        assert!(Domain::OpenUnitInterval.refuses_output(1.0, 1.0).is_some());
        assert!(Domain::OpenUnitInterval.refuses_output(0.5, 1.0).is_none());
        assert!(Domain::PositiveWhereLabelled.refuses_output(0.0, 0.5).is_some());
        assert!(Domain::PositiveWhereLabelled.refuses_output(0.0, 0.0).is_none());
        assert!(Domain::OpenUnitInterval.refuses_label(1.5).is_some());
        assert!(Domain::All.refuses_label(1.5).is_none());
    }
}
