//! What the parsers of RON and JSON report, in our words and with a mark that covers what is meant.
//!
//! Both say precisely *that* something is wrong, but some positions mislead: ron reports a missing field at the
//! closing bracket, a missing comma at the token after it and a wrong type in front of the space before it. The
//! scanner knows better.

use std::ops::Range;

use ron::error::SpannedError;

use super::error::TextFault;
use super::place::Step;
use super::scan;
use super::scan::Kind;
use super::scan::Mismatch;
use super::spelling;
use crate::printable::printable;

/// How a problem file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Rusty Object Notation, `.ron`.
    Ron,
    /// `.json`, of the same shape.
    Json,
}

const NUMBER: &str = "write a number as in 3, -0.25 or 1e-3";
const TEXT: &str = "write a text in double quotes, as in \"sigmoid\"";
const LIST: &str = "a row looks like [0.1, 0.2], a table like [[0.1, 0.2], [0.3, 0.4]]";
const RON: &str = "a problem looks like (format: 1, layers: [(activation: \"sigmoid\", weights: [[0.1, 0.2]])], \
                   inputs: [[1]], labels: [[0, 1]])";
const JSON: &str = "a problem looks like {\"format\": 1, \"layers\": [{\"activation\": \"sigmoid\", \"weights\": \
                    [[0.1, 0.2]]}], \"inputs\": [[1]], \"labels\": [[0, 1]]}";

/// What is wrong with a text before it is parsed: nothing in it, or something that no problem begins with.
pub(super) fn beginning(text: &str, syntax: Syntax) -> Option<TextFault> {
    let mut tokens = scan::Tokens::new(text);
    let Some(first) = tokens.next() else {
        let nothing =
            if text.trim().is_empty() { "the file is empty" } else { "there is no problem in this file" };
        return Some(fault(0..0, nothing, "`gradwalk gradient iris-3` runs on a built-in problem"));
    };
    let open = match (first.kind, syntax) {
        // RON allows the name of a type before its bracket.
        (Kind::Word, Syntax::Ron) => tokens.next().map_or("", |token| &text[token.span]),
        _ => &text[first.span.clone()],
    };
    let help = match (syntax, open) {
        (Syntax::Ron, "(") | (Syntax::Json, "{") => return None,
        (Syntax::Ron, "{") => "this looks like JSON: give the file the extension .json",
        (Syntax::Json, "(") => "this looks like RON: give the file the extension .ron",
        (Syntax::Ron, _) => RON,
        (Syntax::Json, _) => JSON,
    };
    let open = if syntax == Syntax::Ron { "(" } else { "{" };
    Some(fault(first.span, format!("a problem begins with `{open}`"), help))
}

/// What kind of file is read, for messages about it.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    /// "a problem"
    pub(crate) what: &'static str,
    /// What one looks like, in a sentence.
    pub(crate) looks: &'static str,
    /// What to write where a list is expected.
    pub(crate) list: &'static str,
    /// How many levels of brackets one needs.
    pub(crate) levels: &'static str,
    /// What to give where a field is missing, for the fields that need more than `looks`.
    pub(crate) fields: &'static [(&'static str, &'static str)],
}

/// A problem in RON.
const PROBLEM: Sample = Sample { what: "problem", looks: RON, list: LIST, levels: "five", fields: FIELDS };

const FIELDS: &[(&str, &str)] = &[
    ("format", "say which version of this file format it is: format 1"),
    ("activation", "say what the nodes of this layer do, for example \"sigmoid\""),
    ("weights", "give the weights, one row for each node below: [[0.1, 0.2], [0.3, 0.4]]"),
];

/// What ron says is wrong with a problem.
pub(super) fn ron_fault(text: &str, error: SpannedError) -> TextFault {
    ron_fault_in(text, error, PROBLEM)
}

/// What ron says is wrong with a file of this kind.
pub(crate) fn ron_fault_in(text: &str, error: SpannedError, sample: Sample) -> TextFault {
    use ron::Error;
    let at = scan::offset(text, error.span.start.line, error.span.start.col);
    let word = at..scan::offset(text, error.span.end.line, error.span.end.col).max(at);
    let token = next_token(text, at);
    match error.code {
        Error::NoSuchStructField { expected, found, .. } => unknown_field(word, &found, expected),
        Error::DuplicateStructField { field, .. } => duplicate_field(word, field),
        Error::MissingStructField { field, .. } => missing_field(text, at, field, sample),
        Error::Message(says) => format_fault(text, says),
        Error::ExceededRecursionLimit => too_deep(word, sample),
        Error::NoSuchEnumVariant { expected, found, .. } => unknown_variant(word, &found, expected),
        Error::UnclosedBlockComment => {
            let start = scan::token_before(text, at).map_or(0, |token| token.span.end);
            let start = text[start..].find("/*").map_or(start, |found| start + found);
            never_closed(start..text.len().min(start + 2))
        }
        Error::TrailingCharacters => trailing(token, sample),
        Error::NoSuchExtension(name) => unknown_extension(text, at, &name, sample),
        other => match (mismatched(text, at), other) {
            (Some(mismatch), _) => mismatch,
            (None, Error::ExpectedComma | Error::ExpectedArrayEnd | Error::ExpectedStructLikeEnd) => {
                separator(text, at)
            }
            (None, Error::ExpectedFloat) => fault(token, "a number is expected here", NUMBER),
            (None, Error::ExpectedInteger) => {
                fault(token, "a whole number is expected here", "write it without quotes, as in 3")
            }
            (None, Error::ExpectedChar) => {
                fault(token, "one letter in single quotes is expected here", "write it as in 'e'")
            }
            (None, Error::ExpectedString) => fault(token, "a text in double quotes is expected here", TEXT),
            (None, Error::ExpectedArray) => {
                fault(token, "a list in square brackets is expected here", sample.list)
            }
            (None, Error::ExpectedNamedStructLike(_) | Error::ExpectedStructLike) => {
                fault(token, "fields in round brackets are expected here", sample.looks)
            }
            (None, Error::ExpectedMapColon) => fault(token, "a colon is missing before this", sample.looks),
            (None, Error::ExpectedStringEnd) => never_closed(at..at + 1),
            (
                None,
                Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) | Error::InvalidIdentifier(_),
            ) => fault(token, "the name of a field is expected here", sample.looks),
            (None, other) => fault(token, lower_case(&other.to_string()), sample.looks),
        },
    }
}

/// What `serde_json` says is wrong.
#[cfg(feature = "cli")]
pub(super) fn json_fault(text: &str, error: &serde_json::Error) -> TextFault {
    // serde_json counts bytes and points at the last byte that it has read, which may be the one after a value.
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = (line + error.column().saturating_sub(1)).min(text.len());
    let message = error.to_string();
    let says = message.rsplit_once(" at line ").map_or(message.as_str(), |(says, _)| says);
    let mut quoted = says.split('`').skip(1).step_by(2);
    let name = quoted.next().unwrap_or_default();
    let value = last_value(text, at + 1);
    let token = next_token(text, at);
    match says.split_once(": ").map_or(says, |(kind, _)| kind) {
        _ if says.starts_with("unknown field") => unknown_field(value, name, &quoted.collect::<Vec<_>>()),
        _ if says.starts_with("duplicate field") => duplicate_field(value, name),
        _ if says.starts_with("missing field") => {
            missing_field(text, at, name, Sample { looks: JSON, ..PROBLEM })
        }
        _ if says.starts_with("format ") => format_fault(text, says.to_owned()),
        "recursion limit exceeded" => too_deep(token, PROBLEM),
        "invalid type" => wrong_type(value, says),
        "number out of range" => {
            fault(value, "this number is too large for a double", "the largest is about 1.8e308")
        }
        "trailing characters" => trailing(token, PROBLEM),
        "trailing comma" => {
            let comma = scan::token_before(text, at).map_or(token, |token| token.span);
            fault(comma, "after this comma comes nothing more", "leave the comma out")
        }
        "expected value" => fault(
            token,
            "JSON has no value of this kind",
            "values are numbers, \"texts\" and lists in brackets",
        ),
        _ if text[at..].starts_with('/') => {
            fault(at..at + 1, "JSON has no comments", "leave it out, or write .ron")
        }
        "expected `,` or `]`" | "expected `,` or `}`" => {
            mismatched(text, at).unwrap_or_else(|| separator(text, at))
        }
        _ => mismatched(text, at).unwrap_or_else(|| fault(token, says, JSON)),
    }
}

fn fault(span: Range<usize>, says: impl Into<String>, help: impl Into<String>) -> TextFault {
    TextFault { span, says: says.into(), mark: "", help: help.into() }
}

/// The token at a place or the next one after it; the end where there is none.
fn next_token(text: &str, at: usize) -> Range<usize> {
    scan::token_at(text, at).map_or(at..at, |token| token.span)
}

/// The last token before a place that is no comma or bracket.
#[cfg(feature = "cli")]
fn last_value(text: &str, at: usize) -> Range<usize> {
    let tokens = scan::Tokens::new(text).take_while(|token| token.span.start < at);
    let values = tokens.filter(|token| matches!(token.kind, Kind::Word | Kind::Quoted | Kind::Open));
    values.last().map_or(at..at, |token| token.span)
}

fn unknown_field(span: Range<usize>, found: &str, expected: &[&str]) -> TextFault {
    let help = spelling::advice(found, "the fields here are", expected.iter().copied());
    fault(span, format!("there is no field called `{}`", printable(found)), help)
}

fn duplicate_field(span: Range<usize>, field: &str) -> TextFault {
    fault(span, format!("the field `{}` is given twice", printable(field)), "leave one of the two out")
}

fn unknown_variant(span: Range<usize>, found: &str, expected: &[&str]) -> TextFault {
    let help = spelling::advice(found, "what can stand here is", expected.iter().copied());
    fault(span, format!("`{}` cannot stand here", printable(found)), help)
}

fn missing_field(text: &str, at: usize, field: &str, sample: Sample) -> TextFault {
    let span = scan::open_bracket(text, at).unwrap_or(at..at);
    let help = sample.fields.iter().find(|(name, _)| *name == field).map_or(sample.looks, |(_, help)| help);
    TextFault { mark: "in what begins here", ..fault(span, format!("the field `{field}` is missing"), help) }
}

/// The only value that is checked while reading is the format.
fn format_fault(text: &str, says: String) -> TextFault {
    let span = scan::value(text, &[Step::Field("format")]).unwrap_or(0..0);
    fault(span, says, "if the file was made for a newer gradwalk, use that; else write format 1")
}

#[cfg(feature = "cli")]
fn wrong_type(span: Range<usize>, says: &str) -> TextFault {
    let (found, expected) =
        says.trim_start_matches("invalid type: ").split_once(", expected ").unwrap_or((says, ""));
    let found = match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some((_, number)) => number.trim_matches('`').to_owned(),
        None => found.replace("sequence", "a list").replace("map", "fields in braces"),
    };
    let (expected, help) = match expected {
        "f64" => ("a number", NUMBER),
        "a string" => ("a text", TEXT),
        "a sequence" => ("a list", LIST),
        _ => ("fields in braces", JSON),
    };
    fault(span, format!("{expected} is expected here, not {found}"), help)
}

/// A comma is missing: shown where it belongs, behind the last thing that is right.
fn separator(text: &str, at: usize) -> TextFault {
    if let Some(number) = half_read(text, at) {
        let says = format!("`{}` is no number", printable(&text[number.clone()]));
        return fault(number, says, NUMBER);
    }
    let before = scan::token_before(text, at).map_or(at..at, |token| token.span);
    if text[before.clone()].starts_with('"') && text[before.clone()].contains('\n') {
        return fault(
            before.start..before.start + 1,
            "this text goes on into the next line",
            "close it with `\"`",
        );
    }
    let close = scan::open_bracket(text, at).map_or("", |open| scan::closing(&text[open]));
    let says = format!("a comma or `{close}` is missing here");
    fault(before.end..before.end, says, "put a comma between two entries")
}

/// The word that is read as a number only up to this place: 0x10, or 1.2.3.
fn half_read(text: &str, at: usize) -> Option<Range<usize>> {
    let word = scan::token_at(text, at).filter(|token| token.kind == Kind::Word)?.span;
    let begins_as_a_number =
        text[word.clone()].starts_with(|sign: char| sign.is_ascii_digit() || "+-.".contains(sign));
    (word.start < at && begins_as_a_number).then_some(word)
}

/// ron looks at the names of extensions when it has read them all.
fn unknown_extension(text: &str, at: usize, name: &str, sample: Sample) -> TextFault {
    let start = text[..at].rfind(name).unwrap_or(at);
    let says = format!("RON has no extension called `{}`", printable(name));
    fault(
        start..text.len().min(start + name.len()),
        says,
        format!("leave it out: a {} needs none", sample.what),
    )
}

/// What is wrong with the brackets of a text in which something was found wrong at a place.
fn mismatched(text: &str, at: usize) -> Option<TextFault> {
    match scan::mismatch(text)? {
        Mismatch { opened, closed: Some(closed) } if closed.start <= at => {
            let (open, close) = (&text[opened.clone()], &text[closed.clone()]);
            let line = scan::line(text, opened.start);
            let says = format!("this `{close}` cannot close the `{open}` of line {line}");
            Some(fault(closed, says, format!("a `{}` is missing here or before", scan::closing(open))))
        }
        // Only at the end of the text is it certain that a bracket is missing.
        Mismatch { opened, closed: None } => {
            let last = scan::token_before(text, text.len())?;
            (last.span.start <= at).then(|| never_closed(opened))
        }
        _ => None,
    }
}

fn never_closed(span: Range<usize>) -> TextFault {
    fault(
        span,
        "this is never closed: the file ends first",
        "close it, or look for a part of the file that got lost",
    )
}

fn too_deep(span: Range<usize>, sample: Sample) -> TextFault {
    let help = format!("a {} needs {} levels of brackets", sample.what, sample.levels);
    fault(span, "the brackets are nested too deeply", help)
}

fn trailing(span: Range<usize>, sample: Sample) -> TextFault {
    let what = sample.what;
    let says = format!("there is something after the end of the {what}");
    fault(span, says, format!("a file holds one {what} and nothing else"))
}

fn lower_case(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
