//! What a slide says: light Markdown in which formulas are formulas and numbers are worked out.
//!
//! ```text
//! *emphasis*  **strong**  `code`        as everywhere
//! - a point                             a line that begins with a dash; an empty line begins a new paragraph
//! $o_out_1^(1) - y_1^(1)$               a formula, in contract notation or LaTeX
//! $d(g)/d(f) = 1/N*f$                   an equation, which has to hold
//! {MSE}  {MSE : 3}                      what a formula is worth, to six significant digits or to so many
//! {MSE @ w_211 + 0.01}                  the same after one weight has been changed
//! ```
//!
//! A backslash before one of these signs makes it an ordinary one.

use std::ops::Range;

use super::stage::Stage;
use crate::expr::Expr;
use crate::graph::Quantity;

/// Lines that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraph {
    /// How it stands on the page.
    pub kind: Kind,
    /// From left to right.
    pub runs: Vec<Run>,
    /// Where in the text each of its formulas stands, in their order.
    pub formulas: Vec<Range<usize>>,
}

/// How a paragraph stands on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By itself.
    Words,
    /// As one of several points.
    Point,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// Words.
    Text(String),
    /// Words that are stressed.
    Emphasis(Vec<Run>),
    /// Words that are stressed strongly.
    Strong(Vec<Run>),
    /// Something to type.
    Code(String),
    /// A formula.
    Formula(Expr),
    /// An equation that holds.
    Equation(Expr, Expr),
    /// What a formula is worth.
    Value {
        /// The number.
        value: f64,
        /// How many significant digits are shown, where the author has said it.
        digits: Option<usize>,
    },
}

/// What is wrong with a piece of prose, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProseFault {
    /// The bytes to point at.
    pub(super) at: Range<usize>,
    /// What is wrong.
    pub(super) says: String,
    /// What to do.
    pub(super) help: String,
}

/// Nobody reads more digits than a double has.
const MOST_DIGITS: usize = 17;

/// Reads a text. Formulas are those of the stage, and so are numbers.
pub(super) fn paragraphs(text: &str, stage: &Stage) -> Result<Vec<Paragraph>, ProseFault> {
    let mut all = Vec::new();
    for (kind, lines) in blocks(text) {
        let mut reader = Reader { text, at: lines.start, end: lines.end, stage, formulas: Vec::new() };
        let runs = reader.runs(None)?;
        if !runs.is_empty() {
            all.push(Paragraph { kind, runs, formulas: reader.formulas });
        }
    }
    Ok(all)
}

/// One line of a text, as a choice is.
pub(super) fn line(text: &str, stage: &Stage) -> Result<Vec<Run>, ProseFault> {
    Reader { text, at: 0, end: text.len(), stage, formulas: Vec::new() }.runs(None)
}

/// The paragraphs of a text: those that empty lines or dashes separate.
fn blocks(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut blocks: Vec<(Kind, Range<usize>)> = Vec::new();
    let (mut start, mut is_open) = (0, false);
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let from = start + (line.len() - line.trim_start().len());
        let to = from + content.len();
        match content.strip_prefix("- ") {
            _ if content.is_empty() => is_open = false,
            Some(point) => {
                blocks.push((Kind::Point, to - point.len()..to));
                is_open = true;
            }
            None => match blocks.last_mut() {
                Some((_, block)) if is_open => block.end = to,
                _ => {
                    blocks.push((Kind::Words, from..to));
                    is_open = true;
                }
            },
        }
        start += line.len();
    }
    blocks
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    stage: &'a Stage,
    /// Where the formulas stand that it has come across.
    formulas: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..self.end]
    }

    /// Everything up to the sign that ends this run, or to the end.
    fn runs(&mut self, until: Option<&str>) -> Result<Vec<Run>, ProseFault> {
        let begun = self.at;
        let (mut runs, mut words) = (Vec::new(), String::new());
        loop {
            let Some(sign) = self.rest().chars().next() else {
                let Some(until) = until else { break };
                let at = begun - until.len()..begun;
                return Err(fault(
                    at,
                    format!("`{until}` is not closed"),
                    format!("write `{until}` again where the stress ends, or \\{until} for the sign itself"),
                ));
            };
            if until.is_some_and(|until| self.rest().starts_with(until)) {
                break;
            }
            let run = match sign {
                '\\' if self.rest()[1..].starts_with(['*', '`', '$', '{', '}', '\\']) => {
                    words.extend(self.rest().chars().nth(1));
                    self.at += 2;
                    continue;
                }
                '*' => self.stressed()?,
                '`' => Run::Code(self.enclosed('`', '`')?.1.to_owned()),
                '$' => self.formula()?,
                '{' => self.value()?,
                _ => {
                    self.at += sign.len_utf8();
                    // A line goes on in the next one, however far that is indented.
                    match sign {
                        _ if !sign.is_whitespace() => words.push(sign),
                        _ if !words.ends_with(' ') => words.push(' '),
                        _ => {}
                    }
                    continue;
                }
            };
            if !words.is_empty() {
                runs.push(Run::Text(std::mem::take(&mut words)));
            }
            runs.push(run);
        }
        if !words.is_empty() {
            runs.push(Run::Text(words));
        }
        Ok(runs)
    }

    fn stressed(&mut self) -> Result<Run, ProseFault> {
        let sign = if self.rest().starts_with("**") { "**" } else { "*" };
        self.at += sign.len();
        let inner = self.runs(Some(sign))?;
        self.at += sign.len();
        Ok(if sign == "**" { Run::Strong(inner) } else { Run::Emphasis(inner) })
    }

    /// What stands between two signs, and where.
    fn enclosed(&mut self, open: char, close: char) -> Result<(usize, &str), ProseFault> {
        let start = self.at + open.len_utf8();
        let length = self.text[start..self.end].find(close).ok_or_else(|| {
            fault(
                self.at..start,
                format!("`{open}` is not closed"),
                format!("write `{close}` where it ends, or \\{open} for the sign itself"),
            )
        })?;
        self.at = start + length + close.len_utf8();
        Ok((start, &self.text[start..start + length]))
    }

    fn formula(&mut self) -> Result<Run, ProseFault> {
        let stage = self.stage;
        let (start, text) = self.enclosed('$', '$')?;
        let at = start..start + text.len();
        let text = &self.text[at.clone()];
        self.formulas.push(at.clone());
        let Some((left, right)) = equation(text) else {
            return Ok(Run::Formula(read(stage, text, start)?));
        };
        let (left, right) = (read(stage, left, start)?, read(stage, right, at.end - right.len())?);
        stage.holds(&left, &right).map_err(|says| {
            fault(
                at,
                says,
                "write an equation that holds; a number that comes from the data is written {formula}",
            )
        })?;
        Ok(Run::Equation(left, right))
    }

    fn value(&mut self) -> Result<Run, ProseFault> {
        let stage = self.stage;
        let (start, text) = self.enclosed('{', '}')?;
        let at = start..start + text.len();
        let (text, digits) = match text.rsplit_once(':') {
            Some((text, digits)) => {
                let digits = digits.trim().parse().ok().filter(|digits| (1..=MOST_DIGITS).contains(digits));
                let digits = digits.ok_or_else(|| {
                    let help = "write how many significant digits are to be seen: {MSE : 3}";
                    fault(at.clone(), format!("1 to {MOST_DIGITS} digits can be shown"), help)
                })?;
                (text, Some(digits))
            }
            None => (text, None),
        };
        let nothing = |formula: &Expr| {
            let says = format!("{} has no number here", formula.unicode());
            fault(at.clone(), says, "only what follows from the problem's data has one")
        };
        let value = match text.split_once('@') {
            None => {
                let formula = read(stage, text, start)?;
                stage.scene().value(&formula).ok_or_else(|| nothing(&formula))?
            }
            Some((text, change)) => {
                let formula = read(stage, text, start)?;
                let (weight, by) = nudge(stage, change).map_err(|says| {
                    let help = "write the weight and what is added to it: {MSE @ w_211 + 0.01}";
                    fault(at.clone(), says, help)
                })?;
                stage.scene().nudged(&formula, weight, by).ok_or_else(|| nothing(&formula))?
            }
        };
        Ok(Run::Value { value, digits })
    }
}

/// The two sides of an equation. An equals sign in brackets belongs to a Σ.
fn equation(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_i32;
    let sign = text.char_indices().find(|(_, sign)| {
        depth += i32::from("([{".contains(*sign)) - i32::from(")]}".contains(*sign));
        *sign == '=' && depth == 0
    });
    sign.map(|(at, _)| (&text[..at], &text[at + 1..]))
}

/// `w_211 + 0.01`
fn nudge(stage: &Stage, text: &str) -> Result<(Quantity, f64), String> {
    let (name, by, sign) = match (text.split_once('+'), text.split_once('-')) {
        (Some((name, by)), None) => (name.trim(), by.trim(), 1.0),
        (None, Some((name, by))) => (name.trim(), by.trim(), -1.0),
        _ => return Err("this is not a change of a weight".into()),
    };
    let read = by.parse().ok().filter(|by: &f64| by.is_finite());
    let by = read.ok_or_else(|| format!("`{by}` is not a number"))?;
    Ok((stage.parameter(name).map_err(|error| error.to_string())?, sign * by))
}

/// The nudges that a text speaks of, with the places of the values that they change. What cannot be read is told
/// elsewhere.
pub(super) fn nudges(text: &str, stage: &Stage) -> Vec<(Range<usize>, Quantity, f64)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('{') {
        let Some(end) = text[open..].find('}') else { break };
        let inside = open + 1..open + end;
        let (value, _) = text[inside.clone()].rsplit_once(':').unwrap_or((&text[inside.clone()], ""));
        let change = value.split_once('@').and_then(|(_, change)| nudge(stage, change).ok());
        found.extend(change.map(|(weight, by)| (inside, weight, by)));
    }
    found
}

fn read(stage: &Stage, text: &str, start: usize) -> Result<Expr, ProseFault> {
    stage.formula(text).map_err(|fault| {
        let at = fault.at.map_or(start..start + text.len(), |at| start + at.start..start + at.end);
        ProseFault { at, says: fault.says, help: fault.help }
    })
}

fn fault(at: Range<usize>, says: impl Into<String>, help: impl Into<String>) -> ProseFault {
    ProseFault { at, says: says.into(), help: help.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    fn stage() -> Stage {
        let problem = Problem::built_in("iris-2").expect("built in");
        Stage::new(problem, crate::lesson::Exchange::default(), "").expect("small enough")
    }

    #[test]
    fn formulas_numbers_and_stress_are_found() {
        let text =
            "So *that* is $o_out_1^(1)$,\n  worth {o_out_1^(1) : 3}.\n\n- **one $a$** \\* two\n- `$x$`";
        let read = paragraphs(text, &stage()).expect("fine");
        let kinds: Vec<Kind> = read.iter().map(|paragraph| paragraph.kind).collect();
        assert_eq!(kinds, [Kind::Words, Kind::Point, Kind::Point]);
        assert!(matches!(
            read[0].runs.as_slice(),
            [Run::Text(so), Run::Emphasis(_), Run::Text(is), Run::Formula(_), Run::Text(comma), Run::Value { value, digits: Some(3) }, Run::Text(_)]
                if so == "So " && is == " is " && comma == ", worth " && (value - 0.615).abs() < 1e-3
        ));
        assert_eq!(read[2].runs, [Run::Code("$x$".into())]);
        let places =
            |paragraph: &Paragraph| paragraph.formulas.iter().map(|at| &text[at.clone()]).collect::<Vec<_>>();
        assert_eq!([places(&read[0]), places(&read[1])], [["o_out_1^(1)"], ["a"]]);
        assert!(matches!(&read[1].runs[0], Run::Strong(inner) if inner.len() == 2));
        assert!(matches!(&read[1].runs[1], Run::Text(two) if two == " * two"));
    }

    #[test]
    fn what_is_wrong_is_pointed_at() {
        for (text, pointed, says) in [
            ("is $a + $ so", "", "ends where"),
            ("is $a", "$", "not closed"),
            ("is {MSE", "{", "not closed"),
            ("an *open", "*", "not closed"),
            ("$a + b = a*b$", "a + b = a*b", "not the same"),
            ("$o_out_1^(1) = 0.6$", "o_out_1^(1) = 0.6", "not the same"),
            ("{sigma(x)}", "sigma(x)", "no number"),
            ("{MSE : 40}", "MSE : 40", "digits"),
            ("{MSE @ w_911 + 1}", "MSE @ w_911 + 1", "no w_911"),
            ("{MSE @ w_211}", "MSE @ w_211", "not a change"),
            ("$o_out_7^(1)$", "o_out_7^(1)", "there is no o_out_7^(1)"),
        ] {
            let fault = paragraphs(text, &stage()).expect_err(text);
            assert!(fault.says.contains(says), "{text}: {fault:?}");
            assert_eq!(&text[fault.at.clone()], pointed, "{text}");
        }
    }

    #[test]
    fn equations_hold() {
        let equations = "$d(o_in_1^(1))/d(w_211) = h_out_1^(1)$ and $N = 6$ and $\\frac{1}{2} = 0.5$";
        assert_eq!(paragraphs(equations, &stage()).expect("they hold")[0].runs.len(), 5);
    }
}
