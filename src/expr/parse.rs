//! Notation → formula.
//!
//! ```text
//! sum    = term (("+" | "-") term)*
//! term   = signed (("*" | "/") signed)*          a Σ takes the rest of its term
//! signed = "-" signed | power
//! power  = piece ("^" whole number)?
//! piece  = number | name | function "(" sum ")" | "(" sum ")"
//!        | "sum(" letter "," from "," to "," body ")" | "d(" sum ")/d(" name ")"
//! ```
//!
//! The signs of the printed form (`·`, `−`, `Σ_e`, `∂a/∂b`) and a subset of LaTeX are other spellings of the same.

use std::ops::Range;
use std::str::FromStr;

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::Expr;
use super::Function;
use super::Symbol;
use super::latex;

/// Where and why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{says}")]
pub struct ParseError {
    /// The bytes that cannot be read.
    pub at: Range<usize>,
    /// What is wrong and what to write.
    pub says: String,
}

/// Formulas nest at most so deep.
const DEEPEST: usize = 200;

/// Between one level and the next stand a few parts, such as a term, a factor and a sign.
const DEEPEST_PARTS: usize = 4 * DEEPEST;

/// Exponents go so far on either side of 0.
const LARGEST_EXPONENT: i32 = 64;

impl FromStr for Expr {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Some(translated) = latex::translated(text)? {
            return read(&translated.text).map_err(|error| translated.blamed(text, error));
        }
        read(text)
    }
}

fn read(text: &str) -> Result<Expr, ParseError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let formula = reader.sum()?;
    match reader.peek() {
        None => Ok(formula),
        Some(_) => Err(reader.unexpected()),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// The next character that is no space.
    fn peek(&mut self) -> Option<char> {
        self.skip_spaces();
        self.rest().chars().next()
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Goes past one of these spellings, if one is next.
    fn take(&mut self, spellings: &[&str]) -> bool {
        self.skip_spaces();
        let found = spellings.iter().find(|spelling| self.rest().starts_with(**spelling));
        if let Some(spelling) = found {
            self.at += spelling.len();
        }
        found.is_some()
    }

    fn expect(&mut self, sign: &str, why: &str) -> Result<(), ParseError> {
        if self.take(&[sign]) {
            Ok(())
        } else {
            Err(self.error_here(format!("`{sign}` is missing here: {why}")))
        }
    }

    fn error_here(&self, says: String) -> ParseError {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        ParseError { at: self.at..self.at + length, says }
    }

    fn error_from(&self, start: usize, says: impl Into<String>) -> ParseError {
        ParseError { at: start..self.at.max(start), says: says.into() }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, ParseError>) -> Result<T, ParseError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error_here(format!("this formula nests deeper than {DEEPEST} levels")));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn sum(&mut self) -> Result<Expr, ParseError> {
        let mut terms = vec![self.term()?];
        loop {
            if self.take(&["+"]) {
                terms.push(self.term()?);
            } else if self.take(&["-", "−"]) {
                terms.push(self.term()?.negated());
            } else {
                return Ok(Expr::sum_of(terms));
            }
        }
    }

    /// Products and quotients from left to right; unbracketed factors are one product.
    fn term(&mut self) -> Result<Expr, ParseError> {
        let mut factors = vec![self.signed()?];
        let mut quotients = 0;
        loop {
            if self.take(&["**"]) {
                return Err(self.error_from(self.at - 2, "a power is written with ^, as in x^2"));
            } else if self.take(&["*", "·", "⋅"]) {
                factors.push(self.signed()?);
            } else if self.take(&["/"]) {
                quotients += 1;
                if quotients + self.depth > DEEPEST {
                    return Err(self.error_here(format!("more than {DEEPEST} divisions in a row")));
                }
                let under = self.signed()?;
                factors = vec![Expr::product_of(factors).over(under)];
            } else {
                let product = Expr::product_of(factors);
                // Brackets and divisions by turns nest far deeper than either of them alone.
                if quotients > 0 && product.nesting() > DEEPEST_PARTS {
                    return Err(self.error_here(format!("this formula nests deeper than {DEEPEST} levels")));
                }
                return Ok(product);
            }
        }
    }

    fn signed(&mut self) -> Result<Expr, ParseError> {
        if self.take(&["-", "−"]) {
            return Ok(self.deeper(Self::signed)?.negated());
        }
        self.power()
    }

    fn power(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let base = self.piece()?;
        if !self.take(&["^"]) {
            return Ok(base);
        }
        if matches!(&base, Expr::Sym(symbol) if symbol.takes_example())
            && !self.text[start..self.at].contains(')')
        {
            return Err(self.error_from(
                start,
                "after an indexed x, y, h or o comes the example: write o_out_1^(2) for example 2, and \
                 (o_out_1^(2))^2 for its square",
            ));
        }
        let exponent = self.exponent()?;
        Ok(Expr::Pow(Box::new(base), exponent))
    }

    /// A whole number after `^`; `2^3^2` is `2^(3^2)`.
    fn exponent(&mut self) -> Result<i32, ParseError> {
        let start = self.at;
        let advice = || {
            format!(
                "an exponent is a whole number from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}; e to some power is written exp(…)"
            )
        };
        let formula = self.deeper(Self::signed)?;
        // No Σ: it could take longer to add up than anybody wants to wait for an exponent.
        let is_sum = |part: &Expr| matches!(part, Expr::Sum { .. });
        let value = (!formula.any(&mut { is_sum })).then(|| formula.value(&|_: &Symbol| None).ok());
        let whole = value.flatten().filter(|value| value.fract() == 0.0);
        whole
            .and_then(|value| value.to_i32())
            .filter(|exponent| exponent.abs() <= LARGEST_EXPONENT)
            .ok_or_else(|| self.error_from(start, advice()))
    }

    fn piece(&mut self) -> Result<Expr, ParseError> {
        let Some(next) = self.peek() else {
            return Err(
                self.error_here("the formula ends where a number, a name or a bracket should follow".into())
            );
        };
        let piece = match next {
            '0'..='9' | '.' => self.number()?,
            '(' | '[' => self.bracketed()?,
            'Σ' | '∑' => {
                self.at += next.len_utf8();
                self.printed_sum()?
            }
            '∂' => {
                self.at += next.len_utf8();
                self.printed_partial()?
            }
            letter if letter.is_alphabetic() => self.name()?,
            _ => return Err(self.unexpected()),
        };
        match self.rest().chars().next() {
            Some(c) if c.is_alphanumeric() || matches!(c, '(' | '[' | '∂') => {
                Err(self
                    .error_here("two factors side by side are not a product here: put * between them".into()))
            }
            _ => Ok(piece),
        }
    }

    fn unexpected(&mut self) -> ParseError {
        let Some(next) = self.peek() else {
            return self.error_here("the formula ends too early".into());
        };
        let advice = match next {
            '×' | '∗' | '•' => "write * for a product",
            '÷' | ':' => "write / for a quotient",
            '√' => "there are no roots here: exponents are whole numbers",
            '\'' | '′' => "write a derivative as d(sigma(x))/d(x)",
            '²' | '³' => "write a power with ^, as in x^2",
            '{' | '}' => "braces belong to LaTeX, as in \\frac{1}{N}",
            '=' => "one formula has no equals sign",
            ')' | ']' => "no bracket was opened for this one",
            ',' => "a comma stands only between indices, as in w_2,10,3, and inside sum(e, 1, E, …)",
            _ if next.is_alphanumeric() || matches!(next, '(' | '[' | '∂') => {
                "two factors side by side are not a product here: put * between them"
            }
            _ => "the signs here are + - * / ^ and round brackets",
        };
        self.error_here(format!("`{next}` cannot stand here: {advice}"))
    }

    fn number(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let length = self.rest().find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest().len());
        let text = self.rest()[..length].to_owned();
        self.at += length;
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = [whole, decimals].concat();
        if digits.is_empty() || decimals.contains('.') || digits.len() > 400 {
            return Err(
                self.error_from(start, "a number is written with digits and at most one point, as in 0.25")
            );
        }
        let numerator = digits.parse().map_err(|_| self.error_from(start, "not a number"))?;
        let scale = num_traits::pow(num_bigint::BigInt::from(10), decimals.len());
        Ok(Expr::Num(BigRational::new(numerator, scale)))
    }

    fn bracketed(&mut self) -> Result<Expr, ParseError> {
        let close = if self.take(&["("]) {
            ")"
        } else {
            self.at += 1;
            "]"
        };
        let inside = self.deeper(Self::sum)?;
        self.expect(close, "it closes the bracket opened before")?;
        Ok(inside)
    }

    /// A name, or what begins with one: a function, `sum(…)`, `d(…)/d(…)`.
    fn name(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let text = self.name_text();
        if self.rest().starts_with('(') {
            return self.called(start, &text);
        }
        self.symbol(start).map(Expr::Sym)
    }

    /// Goes past letters, digits and `_`, and past every `,index` that follows a subscript without spaces.
    fn name_text(&mut self) -> String {
        let start = self.at;
        let run = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        self.at += run(self.rest());
        if !self.text[start..self.at].contains('_') {
            return self.text[start..self.at].to_owned();
        }
        while let Some(after) = self.rest().strip_prefix(',') {
            let length = run(after);
            let index = &after[..length];
            if index.is_empty() || (index.chars().count() > 1 && !index.bytes().all(|b| b.is_ascii_digit())) {
                break;
            }
            self.at += 1 + length;
        }
        self.text[start..self.at].to_owned()
    }

    /// The symbol from `start` to here, with the example that may follow.
    fn symbol(&mut self, start: usize) -> Result<Symbol, ParseError> {
        let name = self.text[start..self.at].to_owned();
        let read: Result<Symbol, _> = name.parse();
        let mut symbol = read.map_err(|error| self.error_from(start, error.to_string()))?;
        if symbol.takes_example() && self.rest().starts_with("^(") {
            let end = self
                .rest()
                .find(')')
                .ok_or_else(|| self.error_here("the bracket around the example is not closed".into()))?;
            self.at += end + 1;
            let whole: Result<Symbol, _> = self.text[start..self.at].parse();
            symbol = whole.map_err(|error| self.error_from(start, error.to_string()))?;
        }
        Ok(symbol)
    }

    fn called(&mut self, start: usize, name: &str) -> Result<Expr, ParseError> {
        match name {
            "d" => return self.typed_partial(),
            "sum" => return self.typed_sum(),
            _ => {}
        }
        let function = Function::named(name).ok_or_else(|| {
            let says = match name {
                "log" => "the natural logarithm is written ln(…)".into(),
                "sqrt" => "there are no roots here: exponents are whole numbers".into(),
                "sigmoid" => "the sigmoid is written sigma(…)".into(),
                _ => format!(
                    "`{name}` is not a function: there are exp, ln, sigma, tanh, relu, lrelu and step; a product needs a *"
                ),
            };
            self.error_from(start, says)
        })?;
        self.at += 1;
        let inside = self.deeper(Self::sum)?;
        self.expect(")", "it closes the function's bracket")?;
        Ok(Expr::Call(function, Box::new(inside)))
    }

    /// `d(…)/d(name)`, from the first bracket on.
    fn typed_partial(&mut self) -> Result<Expr, ParseError> {
        self.at += 1;
        let advice = "a derivative is written d(MSE)/d(w_211)";
        let of = self.deeper(Self::sum)?;
        self.expect(")", advice)?;
        self.expect("/", advice)?;
        self.expect("d(", advice)?;
        let by = self.plain_name(advice)?;
        self.expect(")", advice)?;
        Ok(Expr::partial(of, by))
    }

    fn plain_name(&mut self, advice: &str) -> Result<Symbol, ParseError> {
        match self.peek() {
            Some(letter) if letter.is_alphabetic() => {}
            _ => return Err(self.error_here(format!("a name should stand here: {advice}"))),
        }
        let start = self.at;
        self.name_text();
        self.symbol(start)
    }

    /// `sum(e, 1, E, …)`, from the bracket on.
    fn typed_sum(&mut self) -> Result<Expr, ParseError> {
        self.at += 1;
        let advice = "a sum is written sum(e, 1, E, …): letter, first, last, what is added";
        let index = self.letter(advice)?;
        self.expect(",", advice)?;
        let from = self.deeper(Self::sum)?;
        self.expect(",", advice)?;
        let to = self.deeper(Self::sum)?;
        self.expect(",", advice)?;
        let body = self.deeper(Self::sum)?;
        self.expect(")", advice)?;
        Ok(Expr::Sum { index, from: Box::new(from), to: Box::new(to), body: Box::new(body) })
    }

    fn letter(&mut self, advice: &str) -> Result<char, ParseError> {
        match self.peek().filter(|letter| letter.is_alphabetic()) {
            Some(letter) => {
                self.at += letter.len_utf8();
                Ok(letter)
            }
            None => Err(self.error_here(format!("one letter should stand here: {advice}"))),
        }
    }

    /// `Σ_e …` or `Σ_(k=1)^(K) …`, from behind the sign on.
    fn printed_sum(&mut self) -> Result<Expr, ParseError> {
        let advice = "a sum is written Σ_e … or Σ_(k=1)^(K) …, or sum(k, 1, K, …)";
        self.expect("_", advice)?;
        let wrapped = self.take(&["("]);
        let index = self.letter(advice)?;
        let (mut from, mut to) = (Expr::integer(1), Expr::Sym(Symbol::new("E")));
        if wrapped {
            let limited = self.take(&["="]);
            if limited {
                from = self.deeper(Self::sum)?;
            }
            self.expect(")", advice)?;
            if limited {
                self.expect("^", advice)?;
                to = self.upper_limit(advice)?;
            }
        }
        let body = self.deeper(Self::term)?;
        Ok(Expr::Sum { index, from: Box::new(from), to: Box::new(to), body: Box::new(body) })
    }

    fn upper_limit(&mut self, advice: &str) -> Result<Expr, ParseError> {
        match self.peek() {
            Some('(') => self.bracketed(),
            Some(digit) if digit.is_ascii_digit() => self.number(),
            _ => self.letter(advice).map(|letter| Expr::Sym(Symbol::new(letter))),
        }
    }

    /// `∂a/∂b`, from behind the first sign on.
    fn printed_partial(&mut self) -> Result<Expr, ParseError> {
        let advice = "a derivative is written ∂MSE/∂w_211 or d(MSE)/d(w_211)";
        let of = match self.peek() {
            Some('(' | '[') => self.bracketed()?,
            Some(letter) if letter.is_alphabetic() => self.name()?,
            _ => return Err(self.error_here(format!("a name should stand here: {advice}"))),
        };
        self.expect("/", advice)?;
        self.expect("∂", advice)?;
        Ok(Expr::partial(of, self.plain_name(advice)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Expr {
        text.parse().expect(text)
    }

    #[test]
    fn order_and_brackets_stay_as_written() {
        for text in [
            "1/N*(o_out_1^(1) - y_1^(1))",
            "a*b/c*d",
            "a*(b/c)",
            "(a*b)*c",
            "a + (b + c)",
            "a - (b - c)",
            "-a*b + c",
            "-(a*b)",
            "a - b*c",
            "-x^2",
            "(-x)^2",
            "(o_out_1^(2))^2",
            "(1 + exp(-x))^(-2)*(-exp(-x))",
            "-1*(1 + exp(-x))^(-2)",
            "d(sigma(x))/d(x)",
            "(d(a)/d(x))^2",
            "d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(o_in_1^(1))",
            "1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))*h_out_f^(e))",
            "sum(k, 1, K, a_k)*b",
            "w_2,10,3*0.25",
            "a/(b/c)/d",
            "0.001",
        ] {
            assert_eq!(parsed(text).to_string(), text);
            let printed = parsed(text).unicode();
            assert_eq!(parsed(&printed), parsed(text), "{printed}");
        }
    }

    #[test]
    fn the_printed_form_has_the_signs_of_a_book() {
        for (typed, printed) in [
            ("sigma(x)*(1 - sigma(x))", "σ(x)·(1 − σ(x))"),
            ("d(MSE)/d(w_211)", "∂MSE/∂w_211"),
            ("1/N*sum(e, 1, E, a*b)", "1/N·Σ_e a·b"),
            ("sum(e, 1, E, a)*b", "(Σ_e a)·b"),
            ("sum(k, 1, K, a - b)", "Σ_(k=1)^(K) (a − b)"),
            ("x^(-2)", "x^(−2)"),
            ("-sum(e, 1, E, a)/2", "(−Σ_e a)/2"),
        ] {
            assert_eq!(parsed(typed).unicode(), printed);
            assert_eq!(parsed(printed), parsed(typed), "{printed}");
        }
        assert_eq!(parsed("∂σ(x)/∂x"), parsed("d(sigma(x))/d(x)"));
    }

    #[test]
    fn what_is_no_formula_is_pointed_at() {
        for (text, at, says) in [
            ("", 0, "ends where a number"),
            ("2x", 1, "put * between"),
            ("2 (x + 1)", 2, "put * between"),
            ("a b", 2, "put * between"),
            ("(a + b", 6, "`)` is missing"),
            ("a + b)", 5, "no bracket was opened"),
            ("o_out_1^2", 0, "(o_out_1^(2))^2 for its square"),
            ("x**2", 1, "written with ^"),
            ("x^y", 2, "whole number"),
            ("x^65", 2, "from -64 to 64"),
            ("e^(-x)", 2, "exp("),
            ("log(x)", 0, "ln("),
            ("f(x)", 0, "`f` is not a function"),
            ("sigma'(x)", 5, "d(sigma(x))/d(x)"),
            ("w_21", 0, "a weight has three"),
            ("a × b", 2, "write *"),
            ("1.2.3", 0, "one point"),
            ("d(x)/dx", 5, "`d(` is missing"),
            ("sum(e, 1, E)", 11, "`,` is missing"),
            ("Σ a", 3, "`_` is missing"),
            ("a = b", 2, "no equals sign"),
            ("1 + ☃", 4, "the signs here are"),
            ("x_1^(2", 3, "not closed"),
        ] {
            let error = text.parse::<Expr>().expect_err(text);
            assert_eq!(error.at.start, at, "{text}: {error}");
            assert!(error.says.contains(says), "{text}: {error}");
            assert!(text.get(error.at.clone()).is_some(), "{text}: {:?}", error.at);
        }
    }

    #[test]
    fn depth_is_limited_and_nothing_overflows() {
        for deep in
            ["(".repeat(100_000), "-".repeat(100_000) + "1", "1/".repeat(100_000) + "1", "d(".repeat(9999)]
        {
            let error = deep.parse::<Expr>().expect_err("too deep");
            assert!(error.says.contains("200"), "{error}");
        }
        assert!(("1+".repeat(100_000) + "1").parse::<Expr>().is_ok());
        assert!("2^".repeat(300).parse::<Expr>().is_err());
        let by_turns: String = (1..150).map(|level| ")".to_owned() + &"/2".repeat(level)).collect();
        let both = "(".repeat(149) + "x" + &by_turns;
        assert!(both.parse::<Expr>().expect_err("too deep").says.contains("200"));
        assert!("x^(sum(a, 1, 2, 1))".parse::<Expr>().is_err());
    }
}
