//! Lines → statements, each with the bytes that it stands at.

use std::ops::Range;

use super::TextError;
use crate::expr::Expr;
use crate::expr::FUNCTIONS;
use crate::expr::Function;
use crate::expr::Symbol;
use crate::printable::printable;

/// One thing that is said.
pub(super) struct Statement {
    /// The line, from 1.
    pub(super) line: usize,
    /// The bytes to point at: of a claim its right side.
    pub(super) at: Range<usize>,
    pub(super) does: Does,
}

pub(super) enum Does {
    /// `problem NAME`
    Problem(String),
    /// `let name = formula`
    Define { name: Symbol, is: Expr },
    /// `let sigma(x) = formula`
    Function { function: &'static Function, of: Symbol, is: Expr },
    /// `left = right`, and the bytes of the left side
    Claim { left: Expr, left_at: Range<usize>, right: Expr },
}

/// What a text says, from the top.
pub(super) fn statements(text: &str) -> Result<Vec<Statement>, TextError> {
    let mut reader = Reader { text, line: 0, before: None, statements: Vec::new() };
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    for line in text[start..].split_inclusive('\n') {
        reader.line += 1;
        let said = line.split('#').next().unwrap_or(line);
        let piece = reader.trimmed(start..start + said.len());
        if !piece.is_empty() {
            reader.statement(piece)?;
        }
        start += line.len();
    }
    Ok(reader.statements)
}

struct Reader<'a> {
    text: &'a str,
    line: usize,
    /// The right side that a line which begins with `=` goes on from.
    before: Option<Expr>,
    statements: Vec<Statement>,
}

impl Reader<'_> {
    /// The same bytes without the spaces around them.
    fn trimmed(&self, at: Range<usize>) -> Range<usize> {
        let piece = &self.text[at.clone()];
        let start = at.start + piece.len() - piece.trim_start().len();
        start..start.max(at.start + piece.trim_end().len())
    }

    /// What follows a word that begins these bytes.
    fn after(&self, word: &str, at: &Range<usize>) -> Option<Range<usize>> {
        let rest = self.text[at.clone()].strip_prefix(word)?;
        rest.starts_with(char::is_whitespace).then(|| self.trimmed(at.start + word.len()..at.end))
    }

    fn say(&mut self, at: Range<usize>, does: Does) {
        self.statements.push(Statement { line: self.line, at, does });
    }

    fn statement(&mut self, at: Range<usize>) -> Result<(), TextError> {
        if let Some(rest) = self.after("let", &at) {
            return self.definition(&rest);
        }
        if let Some(rest) =
            self.after("problem", &at).filter(|rest| !self.text[rest.clone()].starts_with('='))
        {
            return self.problem(rest);
        }
        self.claims(&at)
    }

    fn problem(&mut self, at: Range<usize>) -> Result<(), TextError> {
        if !self.statements.is_empty() {
            return Err(TextError::new(
                &at,
                "a problem is named too late here",
                "`problem NAME` is the first line, since all lines after it are read with its names",
            ));
        }
        let name = self.text[at.clone()].to_owned();
        self.say(at, Does::Problem(name));
        Ok(())
    }

    fn definition(&mut self, at: &Range<usize>) -> Result<(), TextError> {
        let pieces = self.pieces(at)?;
        let [name, is] = pieces.as_slice() else {
            return Err(TextError::new(
                at,
                "a definition has one equals sign",
                "write let NAME = FORMULA, as in let f = o_out_1^(1) - y_1^(1)",
            ));
        };
        let defined = self.defined(name)?;
        let is_at = is.clone();
        let is = self.formula(is)?;
        self.before = Some(is.clone());
        let does = match defined {
            Expr::Sym(name) => Does::Define { name, is },
            Expr::Call(function, of) => match *of {
                Expr::Sym(of) if of.sub.is_empty() => Does::Function { function, of, is },
                _ => {
                    let help = format!("write let {}(x) = …, or leave the line out", function.name);
                    return Err(TextError::new(name, "the bracket holds more than a plain name", help));
                }
            },
            _ => {
                return Err(TextError::new(
                    name,
                    "only a name can be defined",
                    "a name has letters, digits and indices, as in f or o_out_n^(e); to claim that two formulas are \
                     equal, leave out `let`",
                ));
            }
        };
        self.say(is_at, does);
        Ok(())
    }

    /// What stands on the left of a definition.
    fn defined(&self, at: &Range<usize>) -> Result<Expr, TextError> {
        let piece = &self.text[at.clone()];
        let word = piece.split('(').next().unwrap_or(piece);
        let is_word = !word.is_empty() && word.chars().all(char::is_alphanumeric);
        if is_word && piece.ends_with(')') && word != "d" && Function::named(word).is_none() {
            let known: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
            return Err(TextError::new(
                at,
                format!("`{}` is not one of the functions, and no others can be defined", printable(word)),
                format!("there are {}; for one formula, write let {} = …", known.join(", "), printable(word)),
            ));
        }
        self.formula(at)
    }

    /// `A = B = C`, or `= B` where the right side before it goes on.
    fn claims(&mut self, at: &Range<usize>) -> Result<(), TextError> {
        let pieces = self.pieces(at)?;
        let (first, rest) = match pieces.split_first() {
            Some((first, rest)) if !rest.is_empty() => (first, rest),
            _ => {
                return Err(TextError::new(
                    at,
                    "nothing is claimed of this: there is no equals sign",
                    "a line is A = B, or goes on with = C, or is let NAME = FORMULA; # begins a comment",
                ));
            }
        };
        let mut left = match &self.before {
            Some(before) if first.is_empty() => before.clone(),
            None if first.is_empty() => {
                return Err(TextError::new(
                    at,
                    "no right side stands before this line for it to go on from",
                    "the first line has both sides: A = B",
                ));
            }
            _ => self.formula(first)?,
        };
        let mut left_at = first.clone();
        for piece in rest {
            let right = self.formula(piece)?;
            self.say(piece.clone(), Does::Claim { left, left_at, right: right.clone() });
            (left, left_at) = (right, piece.clone());
        }
        self.before = Some(left);
        Ok(())
    }

    fn formula(&self, at: &Range<usize>) -> Result<Expr, TextError> {
        self.text[at.clone()].parse().map_err(|error: crate::expr::ParseError| {
            let bytes = at.start + error.at.start..at.start + error.at.end;
            TextError::new(
                &bytes,
                error.says,
                "formulas are written as in 1/N*sum(e, 1, E, (o_out_1^(e) - y_1^(e))^2)",
            )
        })
    }

    /// What the equals signs separate. Those in brackets belong to a Σ.
    fn pieces(&self, at: &Range<usize>) -> Result<Vec<Range<usize>>, TextError> {
        let piece = &self.text[at.clone()];
        let (mut depth, mut inside, mut outside) = (0_usize, Vec::new(), Vec::new());
        for (place, sign) in piece.char_indices() {
            match sign {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                '=' if depth == 0 => outside.push(place),
                '=' => inside.push(place),
                _ => {}
            }
        }
        if depth > 0 {
            // A bracket is not closed: the formula before the first sign is the one to complain of.
            outside.extend(inside);
            outside.sort_unstable();
        }
        let mut pieces = Vec::new();
        let mut start = at.start;
        for sign in outside.into_iter().map(|place| at.start + place) {
            let before = self.text[start..sign].chars().next_back();
            let is_second = sign == start && sign > at.start;
            if is_second || before.is_some_and(|before| "!<>:".contains(before)) {
                return Err(TextError::new(
                    &(sign - usize::from(is_second || before.is_some())..sign + 1),
                    "only = can stand between two formulas",
                    "write A = B for a claim, let NAME = FORMULA for a definition",
                ));
            }
            pieces.push(self.trimmed(start..sign));
            start = sign + 1;
        }
        pieces.push(self.trimmed(start..at.end));
        Ok(pieces)
    }
}
