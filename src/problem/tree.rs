//! A text in RON or JSON as a tree whose numbers keep their digits.
//!
//! Reading into numbers forgets how they were written, and how many decimals a student gave decides what equal means.
//! Names of structs and `Some` say nothing here and are passed over.

use std::ops::Range;

use super::error::TextFault;
use super::scan::Kind;
use super::scan::Tokens;

/// So deep may brackets be nested: a list of gradients needs five.
const DEEPEST: usize = 32;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    /// A number as it is written, or any other word.
    Word { text: String, span: Range<usize> },
    /// A list.
    List { items: Vec<Tree>, span: Range<usize> },
    /// Named fields.
    Fields { fields: Vec<(String, Tree)>, span: Range<usize> },
}

impl Tree {
    /// Reads the whole text.
    pub(super) fn read(text: &str) -> Result<Tree, TextFault> {
        let mut tokens = Tokens::new(text);
        let tree = value(text, &mut tokens, 0)?;
        match tokens.next() {
            None => Ok(tree),
            Some(token) => Err(fault(token.span, "something stands after the end")),
        }
    }

    pub(super) fn span(&self) -> Range<usize> {
        match self {
            Tree::Word { span, .. } | Tree::List { span, .. } | Tree::Fields { span, .. } => span.clone(),
        }
    }

    /// The field of this name.
    pub(super) fn field(&self, name: &str) -> Option<&Tree> {
        match self {
            Tree::Fields { fields, .. } => fields.iter().find(|(own, _)| own == name).map(|(_, tree)| tree),
            _ => None,
        }
    }
}

pub(super) fn fault(span: Range<usize>, says: &str) -> TextFault {
    let help = "gradients are lists of numbers under names such as dW1, db1, or a list `gradients` with `weights` and \
                `biases` for each layer";
    TextFault { span, says: says.into(), mark: "", help: help.into() }
}

fn value(text: &str, tokens: &mut Tokens, depth: usize) -> Result<Tree, TextFault> {
    let end = text.len()..text.len();
    let Some(mut token) = tokens.next() else { return Err(fault(end, "a value is missing")) };
    // `Some(…)` holds one value, and a name before a bracket is the name of a struct.
    if token.kind == Kind::Word && tokens.clone().next().is_some_and(|next| &text[next.span.clone()] == "(") {
        let optional = &text[token.span.clone()] == "Some";
        token = tokens.next().unwrap_or(token);
        if optional {
            let inner = value(text, tokens, depth + 1)?;
            return match tokens.next() {
                Some(close) if close.kind == Kind::Close => Ok(inner),
                _ => Err(fault(token.span, "this bracket is not closed")),
            };
        }
    }
    match token.kind {
        Kind::Word => Ok(Tree::Word { text: text[token.span.clone()].into(), span: token.span }),
        Kind::Quoted => {
            let word = text[token.span.clone()].trim_matches('"').to_owned();
            Ok(Tree::Word { text: word, span: token.span })
        }
        Kind::Open if depth >= DEEPEST => Err(fault(token.span, "brackets are nested too deeply")),
        Kind::Open => bracket(text, tokens, token.span, depth),
        Kind::Close | Kind::Colon | Kind::Comma => Err(fault(token.span, "a value is missing here")),
    }
}

/// What stands between an open bracket and its end: items, or fields with names.
fn bracket(text: &str, tokens: &mut Tokens, open: Range<usize>, depth: usize) -> Result<Tree, TextFault> {
    let (mut items, mut fields) = (Vec::new(), Vec::new());
    loop {
        let mut ahead = tokens.clone();
        let Some(token) = ahead.next() else { return Err(fault(open, "this bracket is not closed")) };
        if token.kind == Kind::Close {
            *tokens = ahead;
            let span = open.start..token.span.end;
            return Ok(if fields.is_empty() {
                Tree::List { items, span }
            } else {
                Tree::Fields { fields, span }
            });
        }
        if token.kind == Kind::Comma {
            *tokens = ahead;
            continue;
        }
        let is_name = ahead.next().is_some_and(|next| next.kind == Kind::Colon);
        if is_name {
            *tokens = ahead;
            let name = text[token.span.clone()].trim_matches('"').to_owned();
            fields.push((name, value(text, tokens, depth + 1)?));
        } else {
            items.push(value(text, tokens, depth + 1)?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(tree: &Tree) -> Vec<&str> {
        match tree {
            Tree::Word { text, .. } => vec![text],
            Tree::List { items, .. } => items.iter().flat_map(numbers).collect(),
            Tree::Fields { fields, .. } => fields.iter().flat_map(|(_, tree)| numbers(tree)).collect(),
        }
    }

    #[test]
    fn digits_are_kept_in_both_syntaxes() {
        for text in [
            "(gradients: [(weights: [[0.10, -1e-3]], biases: Some([2.]),)]) // 7",
            r#"{"gradients": [{"weights": [[0.10, -1e-3]], "biases": [2.]}]}"#,
        ] {
            let tree = Tree::read(text).expect("it is closed");
            assert_eq!(numbers(tree.field("gradients").expect("there")), ["0.10", "-1e-3", "2."], "{text}");
        }
    }

    #[test]
    fn broken_texts_are_refused_with_a_place() {
        for (text, says) in [
            ("", "missing"),
            ("[1, 2", "not closed"),
            ("[1] 2", "after the end"),
            ("{\"a\": }", "missing here"),
            (&"[".repeat(100_000), "deeply"),
        ] {
            assert!(Tree::read(text).expect_err("broken").says.contains(says), "{text:.10}");
        }
    }
}
