//! What the parsers of RON and JSON report, in our words and with a mark that covers what is meant.
//!
//! Both say precisely *that* something is wrong, but three of ron's positions mislead: a missing field is reported at
//! the closing bracket, a missing comma at the token after it, a wrong type at one character. The scanner knows better.

use std::ops::Range;

use ron::error::SpannedError;

use super::error::TextFault;
use super::scan;
use super::scan::Kind;
use super::spelling;

/// How a problem file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Rusty Object Notation, `.ron`.
    Ron,
    /// `.json`, of the same shape.
    Json,
}

const EXAMPLE: &str = "a problem looks like (format: 1, layers: [(activation: \"sigmoid\", weights: [[0.1, 0.2]])], \
                       inputs: [[1]], labels: [[0, 1]])";

/// What ron says is wrong.
pub(super) fn ron_fault(text: &str, error: SpannedError) -> TextFault {
    use ron::Error;
    let at = scan::offset(text, error.span.start.line, error.span.start.col);
    let end = scan::offset(text, error.span.end.line, error.span.end.col).max(at);
    let token = token_or(text, at, at..end);
    match error.code {
        Error::NoSuchStructField { expected, found, .. } => unknown_field(at..end, &found, expected),
        Error::DuplicateStructField { field, .. } => duplicate_field(at..end, field),
        Error::MissingStructField { field, .. } => missing_field(text, at, field),
        Error::ExpectedComma
        | Error::ExpectedArrayEnd
        | Error::ExpectedStructLikeEnd
        | Error::ExpectedMapEnd => separator(text, at),
        Error::Eof | Error::ExpectedStringEnd | Error::UnclosedBlockComment => unfinished(text, at),
        Error::ExpectedFloat => fault(token, "a number is expected here", "write it as in 3, -0.25 or 1e-3"),
        Error::ExpectedArray => fault(
            token,
            "a list in square brackets is expected here",
            "a row looks like [0.1, 0.2], a table like [[0.1, 0.2], [0.3, 0.4]]",
        ),
        Error::ExpectedString => {
            fault(token, "a text in double quotes is expected here", "write it as in \"sigmoid\"")
        }
        Error::ExpectedNamedStructLike(_)
        | Error::ExpectedStructLike
        | Error::ExpectedDifferentStructName { .. } => {
            fault(token, "fields in round brackets are expected here", EXAMPLE)
        }
        Error::ExceededRecursionLimit => too_deep(at..end),
        Error::TrailingCharacters => trailing(token),
        Error::InvalidValueForType { expected, found } => {
            fault(token, format!("expected {expected}, found {found}"), "")
        }
        other => fault(at..end, lower_case(&other.to_string()), ""),
    }
}

/// What `serde_json` says is wrong. `path` leads to the value that was being read.
#[cfg(feature = "cli")]
pub(super) fn json_fault(text: &str, error: &serde_json::Error) -> TextFault {
    // serde_json counts bytes and points at the last byte that it has read.
    let line_start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (line_start + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let says = message.rsplit_once(" at line ").map_or(message.as_str(), |(says, _)| says);
    let quoted = |says: &str| says.split('`').nth(1).unwrap_or_default().to_owned();
    let before = scan::token_before(text, at + 1).map_or(at..at, |token| token.span);
    if says.starts_with("unknown field") {
        let found = quoted(says);
        let names: Vec<&str> = says.split('`').skip(3).step_by(2).collect();
        return unknown_field(before, &found, &names);
    }
    if says.starts_with("duplicate field") {
        return duplicate_field(before, &quoted(says));
    }
    if says.starts_with("missing field") {
        return missing_field(text, at, &quoted(says));
    }
    if says.starts_with("recursion limit") {
        return too_deep(before);
    }
    if error.is_eof() {
        return unfinished(text, text.len());
    }
    if let Some((_, rest)) = says.split_once("invalid type: ") {
        return fault(
            before,
            rest.replace(", expected", " where there should be").replacen("", "there is ", 1),
            "",
        );
    }
    match says {
        "expected `,` or `]`" | "expected `,` or `}`" => separator(text, at),
        "trailing characters" => trailing(token_or(text, at, before)),
        "number out of range" => {
            fault(before, "this number is too large for a double", "the largest is about 1.8e308")
        }
        _ => fault(
            token_or(text, at, before),
            says,
            "JSON has \"name\": value, no comments and no comma after the last entry",
        ),
    }
}

fn fault(span: Range<usize>, says: impl Into<String>, help: impl Into<String>) -> TextFault {
    let help = Some(help.into()).filter(|help| !help.is_empty());
    TextFault { span, says: says.into(), mark: "", help }
}

fn token_or(text: &str, at: usize, otherwise: Range<usize>) -> Range<usize> {
    scan::token_at(text, at).filter(|token| token.span.start <= at).map_or(otherwise, |token| token.span)
}

fn unknown_field(span: Range<usize>, found: &str, expected: &[&str]) -> TextFault {
    let help = spelling::advice(found, "the fields here are", expected.iter().copied());
    fault(span, format!("there is no field called `{found}`"), help)
}

fn duplicate_field(span: Range<usize>, field: &str) -> TextFault {
    fault(span, format!("the field `{field}` is given twice"), "leave one of the two out")
}

fn missing_field(text: &str, at: usize, field: &str) -> TextFault {
    let span = scan::open_bracket(text, at).unwrap_or(at..at);
    let help = match field {
        "format" => "begin with format: 1, the version of this file format",
        "activation" => "say what the nodes do, as in activation: \"sigmoid\"",
        "weights" => "give the weights, one row for each node below: weights: [[0.1, 0.2], [0.3, 0.4]]",
        _ => EXAMPLE,
    };
    TextFault { mark: "in what begins here", ..fault(span, format!("the field `{field}` is missing"), help) }
}

/// A comma or closing bracket is missing: shown where it belongs, behind the last thing that is right.
fn separator(text: &str, at: usize) -> TextFault {
    let next = scan::token_at(text, at);
    if next.is_none() {
        return unfinished(text, at);
    }
    let end = scan::token_before(text, at).map_or(at, |token| token.span.end);
    let bracket = scan::open_bracket(text, at).map_or("", |span| &text[span]);
    let close = match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    };
    if next.is_some_and(|next| next.kind == Kind::Close) {
        let says = format!("`{bracket}` is closed by another kind of bracket");
        return fault(token_or(text, at, at..at), says, format!("close it with `{close}`"));
    }
    fault(end..end, format!("a comma or `{close}` is missing here"), "put a comma between two entries")
}

/// The text ends in the middle: the bracket, string or comment that is still open is what matters.
fn unfinished(text: &str, at: usize) -> TextFault {
    let open = token_or(text, at.min(text.len().saturating_sub(1)), 0..0);
    let open = if text[open.clone()].starts_with(['"', '\'']) {
        open.start..open.start + 1
    } else {
        scan::open_bracket(text, text.len()).unwrap_or(at..at)
    };
    fault(
        open,
        "this is never closed: the file ends first",
        "close it, or look for a part of the file that got lost",
    )
}

fn too_deep(span: Range<usize>) -> TextFault {
    fault(span, "the brackets are nested too deeply", "a problem needs five levels of brackets")
}

fn trailing(span: Range<usize>) -> TextFault {
    fault(
        span,
        "there is something after the end of the problem",
        "a file holds one problem and nothing else",
    )
}

fn lower_case(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
