//! Finds the text of a value again.
//!
//! Reading a file turns text into numbers and forgets where they stood. When a number then turns out to be wrong,
//! this scanner walks the text a second time along a path such as `layers[1].weights[2]` and says which bytes the
//! value has. It takes RON and JSON alike, needs only brackets, strings and comments to be told apart, and never
//! recurses, so that no depth of nesting can hurt it.

use std::ops::Range;

use super::place::Step;

/// What the scanner tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Colon,
    Comma,
    /// A string or character, with its quotes.
    Quoted,
    /// A name, number or anything else that is not a bracket.
    Word,
}

/// A token: what it is and which bytes it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// The tokens of a text, without white space, comments and `#![…]` lines.
#[derive(Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Tokens { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            self.at += if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                comment_length(trimmed)
            } else if trimmed.starts_with("#!") {
                trimmed.find(']').map_or(trimmed.len(), |end| end + 1)
            } else {
                return;
            }
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_space();
        let rest = self.rest();
        let (kind, length) = match rest.chars().next()? {
            '(' | '[' | '{' => (Kind::Open, 1),
            ')' | ']' | '}' => (Kind::Close, 1),
            ':' => (Kind::Colon, 1),
            ',' => (Kind::Comma, 1),
            _ => match quoted_length(rest) {
                Some(length) => (Kind::Quoted, length),
                None => (Kind::Word, word_length(rest)),
            },
        };
        let span = self.at..self.at + length;
        self.at = span.end;
        Some(Token { kind, span })
    }
}

/// The length of a block comment, inner comments included.
fn comment_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => depth += 1,
            Some(b"*/") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// The length of the string or character that a text begins with, if it does. An unclosed one reaches to the end.
fn quoted_length(text: &str) -> Option<usize> {
    let prefix = text.find(|letter| !matches!(letter, 'b' | 'r')).unwrap_or(0).min(2);
    let body = &text[prefix..];
    let hashes = body.len() - body.trim_start_matches('#').len();
    if text[..prefix].contains('r') && body[hashes..].starts_with('"') {
        let close = format!("\"{}", "#".repeat(hashes));
        let end = body[hashes + 1..].find(&close);
        return Some(end.map_or(text.len(), |end| prefix + hashes + 1 + end + close.len()));
    }
    let quote = body.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut escaped = false;
    for (at, letter) in body.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return Some(prefix + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

fn word_length(text: &str) -> usize {
    let ends = |letter: char| letter.is_whitespace() || "()[]{}:,\"'".contains(letter);
    let end = text.char_indices().skip(1).find(|(_, letter)| ends(*letter)).map(|(at, _)| at);
    let word = &text[..end.unwrap_or(text.len())];
    let comment = ["//", "/*"].into_iter().filter_map(|start| word.find(start)).min();
    comment.filter(|&at| at > 0).unwrap_or(word.len())
}

/// The bytes of the value at the end of a path, in a text that has been read.
pub(crate) fn value(text: &str, path: &[Step]) -> Option<Range<usize>> {
    let mut tokens = Tokens::new(text);
    for step in path {
        enter(&mut tokens)?;
        match *step {
            Step::Item(count) => {
                for _ in 0..count {
                    skip_value(&mut tokens)?;
                    tokens.next().filter(|token| token.kind == Kind::Comma)?;
                }
            }
            Step::Field(name) => enter_field(&mut tokens, name)?,
        }
    }
    skip_value(&mut tokens)
}

/// Whether a text in RON has this field.
pub(crate) fn has_field(text: &str, name: &'static str) -> bool {
    value(text, &[Step::Field(name)]).is_some()
}

/// Where each item begins of the list at the end of a path.
pub(crate) fn items(text: &str, path: &[Step]) -> Vec<usize> {
    let Some(list) = value(text, path) else { return Vec::new() };
    let mut tokens = Tokens { text, at: list.start };
    let mut begins = Vec::new();
    if enter(&mut tokens).is_some() {
        while let Some(item) = skip_value(&mut tokens) {
            begins.push(item.start);
            if tokens.next().is_none_or(|token| token.kind != Kind::Comma) {
                break;
            }
        }
    }
    begins
}

/// Goes behind the bracket that a value opens, through `Some(` and struct names.
fn enter(tokens: &mut Tokens) -> Option<()> {
    let mut next = tokens.next()?;
    while next.kind == Kind::Word {
        let optional = &tokens.text[next.span] == "Some";
        next = tokens.next()?;
        if optional {
            next = tokens.next()?;
        }
    }
    (next.kind == Kind::Open).then_some(())
}

/// Goes behind the colon of a field.
fn enter_field(tokens: &mut Tokens, name: &str) -> Option<()> {
    loop {
        let field = tokens.next().filter(|token| token.kind != Kind::Close)?;
        tokens.next().filter(|token| token.kind == Kind::Colon)?;
        let written = tokens.text[field.span].trim_matches('"');
        if written.strip_prefix("r#").unwrap_or(written) == name {
            return Some(());
        }
        skip_value(tokens)?;
        tokens.next().filter(|token| token.kind == Kind::Comma)?;
    }
}

/// Goes behind a value and says which bytes it has.
fn skip_value(tokens: &mut Tokens) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    let mut span: Option<Range<usize>> = None;
    loop {
        let ahead = tokens.clone().next();
        let ends =
            |token: &Token| depth == 0 && matches!(token.kind, Kind::Close | Kind::Comma | Kind::Colon);
        let Some(token) = ahead.filter(|token| !ends(token)) else { return span };
        tokens.at = token.span.end;
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            _ => {}
        }
        span = Some(span.map_or(token.span.start, |span| span.start)..token.span.end);
    }
}

/// The bracket that is open at a place: the innermost one.
pub(super) fn open_bracket(text: &str, at: usize) -> Option<Range<usize>> {
    let mut open = Vec::new();
    for token in Tokens::new(text).take_while(|token| token.span.start < at) {
        match token.kind {
            Kind::Open => open.push(token.span),
            Kind::Close => drop(open.pop()),
            _ => {}
        }
    }
    open.pop()
}

/// The first bracket that is closed by one of another kind or not at all.
pub(super) fn mismatch(text: &str) -> Option<Mismatch> {
    let mut open: Vec<Range<usize>> = Vec::new();
    for Token { kind, span } in Tokens::new(text) {
        match kind {
            Kind::Open => open.push(span),
            Kind::Close => {
                let opened = open.pop()?;
                if closing(&text[opened.clone()]) != &text[span.clone()] {
                    return Some(Mismatch { opened, closed: Some(span) });
                }
            }
            _ => {}
        }
    }
    open.pop().map(|opened| Mismatch { opened, closed: None })
}

/// A bracket and the one of another kind that stands where its own should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mismatch {
    pub(super) opened: Range<usize>,
    pub(super) closed: Option<Range<usize>>,
}

/// The bracket that closes another.
pub(super) fn closing(bracket: &str) -> &'static str {
    match bracket {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// The last token that ends at or before a place.
pub(super) fn token_before(text: &str, at: usize) -> Option<Token> {
    Tokens::new(text).take_while(|token| token.span.end <= at).last()
}

/// The token at a place or, between tokens, the next one.
pub(super) fn token_at(text: &str, at: usize) -> Option<Token> {
    Tokens::new(text).find(|token| token.span.end > at)
}

/// The line of a byte, counted from one.
pub(crate) fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The column of a byte, in characters and counted from one.
pub(crate) fn column(text: &str, at: usize) -> usize {
    text[..at].chars().rev().take_while(|sign| *sign != '\n').count() + 1
}

/// The byte at a line and column that count characters from one, as ron and rustc do.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let line = text[start..].chars().take(column.saturating_sub(1));
    start + line.map(char::len_utf8).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Step::Field;
    use Step::Item;

    const RON: &str = r##"
#![enable(implicit_some)]
/* a comment /* with one inside: (layers */ ] */
Problem(
    title: r#"a " and a ) and layers: ["#, // layers: [
    sign: ')', escaped: "\")", byte: b'(',
    layers: [
        (weights: [[1, 2], [3, 4]]),
        Layer(weights: Some([[5, -6.5e1 /* , */], [7]]), activation : "σ"),
    ],
)"##;

    const JSON: &str = "{\"title\": \"\\\\\\\" [\", \"layers\": [{}, {\"weights\": [[5, -6.5e1], [7]]}]}";

    fn found<'t>(text: &'t str, path: &[Step]) -> Option<&'t str> {
        value(text, path).map(|span| &text[span])
    }

    #[test]
    fn values_are_found_along_their_path() {
        let weights = [Field("layers"), Item(1), Field("weights")];
        for text in [RON, JSON] {
            let at = |more: &[Step]| found(text, &[&weights, more].concat());
            assert_eq!(at(&[Item(0), Item(1)]), Some("-6.5e1"));
            assert_eq!(at(&[Item(1)]), Some("[7]"));
            assert_eq!(at(&[Item(2)]), None);
            assert_eq!(found(text, &[Field("elsewhere")]), None);
        }
        assert_eq!(found(RON, &[Field("layers"), Item(1), Field("activation")]), Some("\"σ\""));
        assert_eq!(found(RON, &[Field("layers"), Item(0)]), Some("(weights: [[1, 2], [3, 4]])"));
        assert_eq!(found(RON, &[Field("byte")]), Some("b'('"));
    }

    #[test]
    fn items_begin_where_they_are_found_one_by_one() {
        for text in [RON, JSON, "(layers: [])", "(layers: 3)", "(layers: [1, (2), ])", "(layers: [1, [2", "("]
        {
            let begins = |item| value(text, &[Field("layers"), Item(item)]).map(|span| span.start);
            let all: Vec<usize> = (0..).map_while(begins).collect();
            assert_eq!(items(text, &[Field("layers")]), all, "{text}");
        }
    }

    #[test]
    fn brackets_and_tokens_are_found_around_a_place() {
        let text = "(a: [1, /* ( */ 2] b: 3)";
        assert_eq!(open_bracket(text, 17), Some(4..5));
        assert_eq!(open_bracket(text, 22), Some(0..1));
        assert_eq!(mismatch(text), None);
        assert_eq!(mismatch("([1)]"), Some(Mismatch { opened: 1..2, closed: Some(3..4) }));
        assert_eq!(mismatch("([1]"), Some(Mismatch { opened: 0..1, closed: None }));
        assert_eq!(token_before(text, 19).map(|token| token.span), Some(17..18));
        assert_eq!(token_at(text, 19).map(|token| token.span), Some(19..20));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(offset("ab\nσx", 2, 2), 5);
        assert_eq!(offset("ab", 9, 9), 2);
    }

    #[test]
    fn broken_text_ends() {
        for text in ["", "\"", "r#\"", "'", "/*", "#![", "(((((", ")))", "b", "r", "rb", "(a:", "//"] {
            assert_eq!(value(text, &[Field("a"), Item(0)]), None);
            assert!(Tokens::new(text).count() <= text.len());
        }
    }
}
