//! What begins with a name or with a sign of its own: names, functions, derivatives, sums.

use super::ParseError;
use super::reader::Reader;
use crate::expr::Expr;
use crate::expr::Function;
use crate::expr::Symbol;
use crate::expr::letter_as_a_name;

impl Reader<'_> {
    /// A name, or what begins with one: a function, `sum(…)`, `d(…)/d(…)`.
    pub(super) fn name(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let text = self.name_text();
        if self.rest().starts_with('(') {
            return self.called(start, &text);
        }
        self.symbol(start).map(Expr::Sym)
    }

    /// The symbol from `start` to here, with the example that may follow.
    fn symbol(&mut self, start: usize) -> Result<Symbol, ParseError> {
        let name = self.text[start..self.at].to_owned();
        if let Some(entry) = self.rest().strip_prefix('[') {
            let length = entry.find(']').map_or(entry.len(), |end| end + 1);
            if let Some(symbol) = Symbol::of_entry(&name, &entry[..length]) {
                self.at += 1 + length;
                return Ok(symbol);
            }
        }
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
            "sum" => return self.typed_sum(start),
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
    fn typed_sum(&mut self, start: usize) -> Result<Expr, ParseError> {
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
        self.added_up(start, index, [from, to], body)
    }

    /// The Σ, where its letter only counts: a name that is the same letter would be read as its number.
    fn added_up(
        &self,
        start: usize,
        index: char,
        [from, to]: [Expr; 2],
        body: Expr,
    ) -> Result<Expr, ParseError> {
        let sum = Expr::Sum { index, from: Box::new(from), to: Box::new(to), body: Box::new(body) };
        match sum.own_letter_as_a_name() {
            Some(letter) => Err(self.error_from(start, letter_as_a_name(letter))),
            None => Ok(sum),
        }
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

    /// `Σ(k=1…K) …`, `Σ_e …` or `Σ_(k=1)^(K) …`, from behind the sign on.
    pub(super) fn printed_sum(&mut self) -> Result<Expr, ParseError> {
        let start = self.at;
        let advice = "a sum is written Σ(e=1…E) …, Σ_e … or Σ_(k=1)^(K) …, or sum(k, 1, K, …)";
        if self.take(&["("]) {
            let index = self.letter(advice)?;
            self.expect("=", advice)?;
            let from = self.deeper(Self::sum)?;
            self.expect("…", advice)?;
            let to = self.deeper(Self::sum)?;
            self.expect(")", advice)?;
            let body = self.deeper(Self::term)?;
            return self.added_up(start, index, [from, to], body);
        }
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
        self.added_up(start, index, [from, to], body)
    }

    fn upper_limit(&mut self, advice: &str) -> Result<Expr, ParseError> {
        match self.peek() {
            Some('(') => self.bracketed(),
            Some(digit) if digit.is_ascii_digit() => self.number(),
            _ => self.letter(advice).map(|letter| Expr::Sym(Symbol::new(letter))),
        }
    }

    /// `∂a/∂b` or `∂/∂b(a)`, from behind the first sign on.
    pub(super) fn printed_partial(&mut self) -> Result<Expr, ParseError> {
        let advice = "a derivative is written ∂MSE/∂w_211 or d(MSE)/d(w_211)";
        if self.take(&["/"]) {
            self.expect("∂", advice)?;
            let by = self.plain_name(advice)?;
            return match self.peek() {
                Some('(' | '[') => Ok(Expr::partial(self.bracketed()?, by)),
                _ => Err(self.error_here(format!("a bracket is missing here: {advice}"))),
            };
        }
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
