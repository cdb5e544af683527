//! A subset of LaTeX, translated into our notation before it is read.
//!
//! ```text
//! \frac{a}{b}  →  (a)/(b)          o_{\text{out},1}^{(e)}  →  o_out_1^(e)
//! \frac{\partial a}{\partial b}    e^{-x}                  →  exp(-x)
//! ```

use super::ParseError;
use super::small::subscript;
use super::translated::Translated;

/// What the commands of the subset are in our notation. Spaces and sizes vanish.
const COMMANDS: [(&str, &str); 25] = [
    ("cdot", "*"),
    ("times", "*"),
    ("sigma", "sigma"),
    ("delta", "delta"),
    ("exp", "exp"),
    ("ln", "ln"),
    ("tanh", "tanh"),
    ("sum", "Σ"),
    ("partial", "∂"),
    ("left", ""),
    ("right", ""),
    ("bigl", ""),
    ("bigr", ""),
    ("Bigl", ""),
    ("Bigr", ""),
    ("big", ""),
    ("Big", ""),
    ("quad", " "),
    (",", " "),
    (";", " "),
    (":", " "),
    ("!", ""),
    (" ", " "),
    ("displaystyle", ""),
    ("limits", ""),
];

/// The text in our notation if it is LaTeX, or nothing if it is ours already.
pub(super) fn translated(text: &str) -> Result<Option<Translated>, ParseError> {
    if !text.contains(['\\', '{']) {
        return Ok(None);
    }
    let mut translator =
        Translator { text, at: 0, depth: 0, to: Translated::default(), brackets: 0, operators: Vec::new() };
    translator.all_until(None)?;
    Ok(Some(translator.to))
}

struct Translator<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    to: Translated,
    /// How many brackets are open.
    brackets: usize,
    /// The operators ∂/∂x whose bracket is open, or comes next: how many brackets were open before, and x.
    operators: Vec<(usize, String)>,
}

impl Translator<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn say(&mut self, ours: &str) {
        self.to.say(ours, self.at);
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn error(&self, start: usize, says: impl Into<String>) -> ParseError {
        ParseError { at: start..self.at.max(start), says: says.into() }
    }

    /// Translates up to the closing brace, or to the end.
    fn all_until(&mut self, close: Option<char>) -> Result<(), ParseError> {
        loop {
            let start = self.at;
            match self.rest().chars().next() {
                None if close.is_none() => return Ok(()),
                None => return Err(self.error(start, "a brace { is not closed with }")),
                Some(next) if Some(next) == close => {
                    self.at += 1;
                    return Ok(());
                }
                Some('\\') => self.command()?,
                Some('_') => self.subscript()?,
                Some('^') => self.superscript()?,
                // {-} is a sign that TeX sets close to what follows.
                Some('{') if self.rest().starts_with("{-}") => {
                    self.say("-");
                    self.at += 3;
                }
                Some('{') => self.braced("(", ")")?,
                Some(next) => {
                    self.say(next.encode_utf8(&mut [0; 4]));
                    self.at += next.len_utf8();
                    self.note_bracket(next);
                }
            }
        }
    }

    /// Where the bracket ends that an operator ∂/∂x stands before, the variable is named.
    fn note_bracket(&mut self, sign: char) {
        match sign {
            '(' | '[' => self.brackets += 1,
            ')' | ']' => self.brackets = self.brackets.saturating_sub(1),
            _ => return,
        }
        if matches!(sign, ')' | ']')
            && let Some((_, by)) = self.operators.pop_if(|(brackets, _)| *brackets == self.brackets)
        {
            self.say(&format!("/∂{by})"));
        }
    }

    /// Translates `{…}` or, where there is no brace, one character.
    fn braced(&mut self, open: &str, close: &str) -> Result<(), ParseError> {
        let start = self.at;
        self.depth += 1;
        if self.depth > 200 {
            return Err(self.error(start, "these braces nest deeper than 200 levels"));
        }
        self.say(open);
        self.at += self.rest().len() - self.rest().trim_start().len();
        match self.next() {
            Some('{') => self.all_until(Some('}'))?,
            Some(one) if one.is_alphanumeric() => {
                self.at -= one.len_utf8();
                self.say(one.encode_utf8(&mut [0; 4]));
                self.at += one.len_utf8();
            }
            _ => return Err(self.error(start, "braces are missing here, as in \\frac{1}{N}")),
        }
        self.say(close);
        self.depth -= 1;
        Ok(())
    }

    fn command(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        self.at += 1;
        let letters = self.rest().find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest().len());
        let length =
            if letters == 0 { self.rest().chars().next().map_or(0, char::len_utf8) } else { letters };
        let name = self.rest()[..length].to_owned();
        if matches!(name.as_str(), "frac" | "tfrac" | "dfrac") {
            self.at += length;
            return self.fraction();
        }
        if matches!(name.as_str(), "mathrm" | "text" | "operatorname") {
            self.at += length;
            return self.upright();
        }
        let Some((_, ours)) = COMMANDS.iter().find(|(command, _)| *command == name) else {
            self.at += length;
            return Err(self.error(
                start,
                format!("\\{name} is not read here: write \\frac, \\sum, \\partial, \\sigma, \\cdot, \\left, \\right or our own notation"),
            ));
        };
        self.at = start;
        self.say(ours);
        self.at = start + 1 + length;
        // TeX drops the spaces behind a command: \sigma (x) is σ(x).
        if letters > 0 {
            self.at += self.rest().len() - self.rest().trim_start().len();
        }
        Ok(())
    }

    /// `\mathrm{MSE}` is MSE, from behind the command on.
    fn upright(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        let name = self.script()?;
        let end = std::mem::replace(&mut self.at, start);
        self.say(&name);
        self.at = end;
        Ok(())
    }

    /// `\frac{a}{b}`, from behind the command on. A fraction of two ∂ is a derivative.
    fn fraction(&mut self) -> Result<(), ParseError> {
        let above = |text: &str| {
            text.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\\partial"))
        };
        if above(self.rest()) {
            let operator = self.text[self.at..].trim_start().strip_prefix('{').map(str::trim_start);
            let operator = operator.and_then(|rest| rest.strip_prefix("\\partial"));
            if operator.is_some_and(|rest| rest.trim_start().starts_with('}')) {
                return self.operator();
            }
            self.say("(∂(");
            self.skip_partial();
            self.all_until(Some('}'))?;
            self.say(")/∂");
            if !above(self.rest()) {
                return Err(self.error(
                    self.at,
                    "under \\partial … comes \\partial …, as in \\frac{\\partial MSE}{\\partial w_{211}}",
                ));
            }
            self.skip_partial();
            self.all_until(Some('}'))?;
            self.say(")");
            return Ok(());
        }
        self.say("(");
        self.braced("(", ")")?;
        self.say("/");
        self.braced("(", ")")?;
        self.say(")");
        Ok(())
    }

    /// `\frac{\partial}{\partial x}[…]`: the bracket that follows is differentiated.
    fn operator(&mut self) -> Result<(), ParseError> {
        self.skip_partial();
        self.all_until(Some('}'))?;
        let before = self.to.text.len();
        self.skip_partial();
        self.all_until(Some('}'))?;
        let by = self.to.taken_back(before);
        self.say("(∂");
        self.operators.push((self.brackets, by));
        Ok(())
    }

    fn skip_partial(&mut self) {
        let ends = self.rest().find("\\partial").map_or(0, |at| at + "\\partial".len());
        self.at += ends;
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// The text between braces with `\text` and `\mathrm` taken off, or one character.
    fn script(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        if !self.rest().starts_with('{') {
            return Ok(self.next().map(String::from).unwrap_or_default());
        }
        let mut depth = 0;
        let end = self.rest().find(|c| {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            depth == 0
        });
        let Some(end) = end else { return Err(self.error(start, "a brace { is not closed with }")) };
        let inside = self.rest()[1..end].to_owned();
        self.at += end + 1;
        let plain = inside.replace("\\text{", "{").replace("\\mathrm{", "{");
        Ok(plain.chars().filter(|c| !c.is_whitespace() && !matches!(c, '{' | '}')).collect())
    }

    /// `_{\text{out},1}` is `_out_1`; under a Σ the limits stay as they are.
    fn subscript(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        self.at += 1;
        let below = self.script()?;
        let under_sum = self.to.text.trim_end().ends_with('Σ');
        let ours = subscript(&below, under_sum);
        let end = std::mem::replace(&mut self.at, start);
        self.say(&ours);
        self.at = end;
        Ok(())
    }

    /// `^{(e)}` is an example, `^{-2}` a power, `e^{…}` the exponential function.
    fn superscript(&mut self) -> Result<(), ParseError> {
        let start = self.at;
        self.at += 1;
        let name_before =
            |text: &str| text.trim_end_matches('e').ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if self.to.text.ends_with('e') && !name_before(&self.to.text) {
            self.to.taken_back(self.to.text.len() - 1);
            self.say("exp");
            return self.braced("(", ")");
        }
        let above = self.script()?;
        let limit = self.to.text.ends_with(')')
            && self.to.text.rsplit_once('(').is_some_and(|(before, _)| before.ends_with("Σ_"));
        let end = std::mem::replace(&mut self.at, start);
        let ours = if limit { format!("^({above}) ") } else { format!("^{above}") };
        self.say(&ours);
        self.at = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::expr::Expr;

    #[test]
    fn latex_is_another_spelling() {
        for (latex, ours) in [
            (r"\frac{1}{N}", "1/N"),
            (r"\frac1N \cdot x", "(1/N)*x"),
            (r"\frac{\partial MSE}{\partial w_{211}}", "d(MSE)/d(w_211)"),
            (r"\frac{\partial \mathrm{MSE}}{\partial w_{211}}", "d(MSE)/d(w_211)"),
            (r"o_{k} \cdot (\delta _{kn} - o_{n})", "o_k*(delta_kn - o_n)"),
            (r"\sigma (x) \cdot ({-}\mathrm{relu}(x))", "sigma(x)*(-relu(x))"),
            (
                r"\frac{\partial o_{\text{out},1}^{(2)}}{\partial o_{\text{in},1}^{(2)}}",
                "d(o_out_1^(2))/d(o_in_1^(2))",
            ),
            (
                r"\frac{\partial}{\partial x}\left[x^2 + (1 + x) \cdot y\right] \cdot z",
                "d(x^2 + (1 + x)*y)/d(x)*z",
            ),
            (r"\frac{\partial MSE}{\partial w_{2,10,3}}", "d(MSE)/d(w_2,10,3)"),
            (r"\left(1+e^{-x}\right)^{-2}", "(1 + exp(-x))^(-2)"),
            (r"\sigma(x) \cdot \bigl(1-\sigma(x)\bigr)", "sigma(x)*(1 - sigma(x))"),
            (
                r"\frac1N\cdot\sum_{e} h_{\text{out},f}^{(e)}\cdot y_n^{(e)}",
                "(1/N)*sum(e, 1, E, h_out_f^(e)*y_n^(e))",
            ),
            (r"\sum_{k=1}^{K} w_{2nk}", "sum(k, 1, K, w_2nk)"),
            (r"\sum_{k=1}^K w_{2nk}", "sum(k, 1, K, w_2nk)"),
            (r"(o_{\mathrm{out},1}^{(2)} - y_1^{(2)})^2", "(o_out_1^(2) - y_1^(2))^2"),
        ] {
            let (latex_read, ours_read) = (latex.parse::<Expr>(), ours.parse::<Expr>());
            let printed = latex_read.as_ref().map(ToString::to_string);
            assert_eq!(printed, ours_read.as_ref().map(ToString::to_string), "{latex}");
        }
    }

    #[test]
    fn what_is_not_read_is_pointed_at() {
        for (latex, at, says) in [
            (r"1 + \sqrt{2}", 4..9, "\\sqrt is not read here"),
            (r"\frac{1}", 8..8, "braces are missing"),
            (r"\frac{1}{N", 10..10, "not closed"),
            (r"\sigma(x) \cdot \beta", 16..21, "\\beta is not read"),
            (r"\frac{a}{b} + \cdot", 14..19, "cannot stand here"),
        ] {
            let error = latex.parse::<Expr>().expect_err(latex);
            assert!(error.says.contains(says), "{latex}: {error}");
            assert_eq!(error.at.start, at.start, "{latex}: {error:?}");
        }
    }
}
