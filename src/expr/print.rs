//! Formula → one line, such that reading it gives the same formula.
//!
//! ```text
//! typed    1/N*sum(e, 1, E, (o_out_1^(e) - y_1^(e))*h_out_1^(e))
//! printed  1/N·Σ_e (o_out_1^(e) − y_1^(e))·h_out_1^(e)
//! ```
//!
//! Every piece knows how it looks from outside ([`Look`]), and whoever holds it puts brackets where they are needed.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::Expr;
use super::Symbol;
use super::symbol::is_node;

/// Which signs to print with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signs {
    /// What a keyboard has: `*`, `-`, `sum(…)`, `d(…)/d(…)`.
    Typed,
    /// What a book has: `·`, `−`, `Σ`, `∂`.
    Printed,
}

/// What kind of formula a text looks like from outside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Sum,
    Negative,
    Product,
    Quotient,
    Power,
    /// ∂a/∂b, which holds together but looks like a fraction.
    Partial,
    /// Σ with its body open to the right.
    OpenSum,
    /// A name with an index that would take a power for an example.
    Indexed,
    Atom,
}

/// A formula on one line.
struct Line {
    text: String,
    look: Look,
    /// Whether it begins with a minus sign.
    minus_first: bool,
    /// Whether it ends in the body of a Σ, which would take whatever follows.
    open: bool,
}

impl Line {
    fn atom(text: String) -> Self {
        Line { text, look: Look::Atom, minus_first: false, open: false }
    }

    fn in_brackets_if(self, needed: impl FnOnce(&Line) -> bool) -> Self {
        if needed(&self) { Line::atom(format!("({})", self.text)) } else { self }
    }
}

impl fmt::Display for Expr {
    /// As it is typed, in ASCII.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Signs::Typed.line(self).text)
    }
}

impl Expr {
    /// As it is printed on one line, with `·`, `−`, `Σ` and `∂`.
    pub fn unicode(&self) -> String {
        Signs::Printed.line(self).text
    }
}

impl Signs {
    fn line(self, formula: &Expr) -> Line {
        match formula {
            Expr::Num(number) => Line::atom(decimal(number)),
            Expr::Sym(symbol) => symbol_line(symbol),
            Expr::Neg(inner) => self.negative(inner),
            Expr::Add(terms) => self.sum(terms),
            Expr::Mul(factors) => self.product(factors),
            Expr::Div(over, under) => self.quotient(over, under),
            Expr::Pow(base, exponent) => self.power(base, *exponent),
            Expr::Call(function, inner) => {
                let name = if self == Signs::Typed { function.name } else { function.sign };
                Line::atom(format!("{name}({})", self.line(inner).text))
            }
            Expr::Sum { index, from, to, body } => self.sigma(*index, from, to, body),
            Expr::Partial { of, by } => self.partial(of, by),
        }
    }

    fn minus(self) -> &'static str {
        if self == Signs::Typed { "-" } else { "−" }
    }

    fn negative(self, inner: &Expr) -> Line {
        let inner = self.line(inner).in_brackets_if(|line| {
            matches!(line.look, Look::Sum | Look::Negative | Look::Product | Look::Quotient)
        });
        let text = format!("{}{}", self.minus(), inner.text);
        Line { text, look: Look::Negative, minus_first: true, open: inner.open }
    }

    fn sum(self, terms: &[Expr]) -> Line {
        let mut sum = Line { text: String::new(), look: Look::Sum, minus_first: false, open: false };
        for (place, term) in terms.iter().enumerate() {
            let (sign, size) = match term {
                _ if place == 0 => ("", term),
                Expr::Neg(size) => (self.minus(), &**size),
                _ => ("+", term),
            };
            if place > 0 {
                sum.text.extend([" ", sign, " "]);
            }
            let line = self
                .line(size)
                .in_brackets_if(|line| line.look == Look::Sum || (place > 0 && line.minus_first));
            sum.minus_first |= place == 0 && line.minus_first;
            sum.open = line.open;
            sum.text += &line.text;
        }
        sum
    }

    fn product(self, factors: &[Expr]) -> Line {
        let sign = if self == Signs::Typed { "*" } else { "·" };
        let mut product = Line { text: String::new(), look: Look::Product, minus_first: false, open: false };
        for (place, factor) in factors.iter().enumerate() {
            let last = place + 1 == factors.len();
            let line = self.line(factor).in_brackets_if(|line| match line.look {
                Look::Sum | Look::Product => true,
                Look::Negative | Look::Quotient if place > 0 => true,
                _ => line.open && !last,
            });
            product.minus_first |= place == 0 && line.minus_first;
            product.open = line.open;
            product.text += if place > 0 { sign } else { "" };
            product.text += &line.text;
        }
        product
    }

    fn quotient(self, over: &Expr, under: &Expr) -> Line {
        let over = self.line(over).in_brackets_if(|line| line.look == Look::Sum || line.open);
        let under = self
            .line(under)
            .in_brackets_if(|line| !matches!(line.look, Look::Atom | Look::Indexed | Look::Power));
        let text = format!("{}/{}", over.text, under.text);
        Line { text, look: Look::Quotient, minus_first: over.minus_first, open: false }
    }

    fn power(self, base: &Expr, exponent: i32) -> Line {
        let base = self.line(base).in_brackets_if(|line| line.look != Look::Atom);
        let exponent = match exponent {
            0.. => exponent.to_string(),
            _ => format!("({}{})", self.minus(), exponent.unsigned_abs()),
        };
        Line { look: Look::Power, ..Line::atom(format!("{}^{exponent}", base.text)) }
    }

    fn sigma(self, index: char, from: &Expr, to: &Expr, body: &Expr) -> Line {
        if self == Signs::Typed {
            let [from, to, body] = [from, to, body].map(|part| self.line(part).text);
            return Line::atom(format!("sum({index}, {from}, {to}, {body})"));
        }
        let over_examples =
            index == 'e' && from.as_integer() == Some(1) && *to == Expr::Sym(Symbol::new("E"));
        let limits = if over_examples {
            "_e".to_owned()
        } else {
            format!("_({index}={})^({})", self.line(from).text, self.line(to).text)
        };
        let body = self.line(body).in_brackets_if(|line| line.look == Look::Sum || line.minus_first);
        Line {
            text: format!("Σ{limits} {}", body.text), look: Look::OpenSum, minus_first: false, open: true
        }
    }

    fn partial(self, of: &Expr, by: &Symbol) -> Line {
        let text = match (self, of) {
            (Signs::Typed, _) => format!("d({})/d({by})", self.line(of).text),
            (Signs::Printed, Expr::Sym(of)) => format!("∂{of}/∂{by}"),
            (Signs::Printed, _) => format!("∂({})/∂{by}", self.line(of).text),
        };
        Line { look: Look::Partial, ..Line::atom(text) }
    }
}

fn symbol_line(symbol: &Symbol) -> Line {
    let look = if is_node(&symbol.base) && !symbol.sub.is_empty() { Look::Indexed } else { Look::Atom };
    Line { look, ..Line::atom(symbol.to_string()) }
}

/// All digits of a number that has finitely many decimals.
fn decimal(number: &BigRational) -> String {
    let mut scaled = number.clone();
    let mut places = 0;
    while !scaled.is_integer() && places < 1000 {
        scaled *= BigInt::from(10);
        places += 1;
    }
    let digits = scaled.to_integer().to_string();
    if places == 0 {
        return digits;
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, decimals) = digits.split_at(digits.len() - places);
    format!("{whole}.{decimals}")
}
