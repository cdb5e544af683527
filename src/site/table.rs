//! What changes with the weight: one table for all places of a page.
//!
//! The same slide is written for every weight. Where all of them have the same tags, only texts and values of attributes
//! differ, and each such place gets a number:
//!
//! ```text
//! <mi>1</mi>   <mi>2</mi>   …      →      <mi data-w="7">1</mi>         7: ["1", "2", …]
//! ```
//!
//! The same texts in the same order have the same number, so that an index that stands in a hundred formulas is one line
//! of the table. An attribute has its name before the number, `d:8`, and of what is spoken each word has its own:
//! `a@3:7` for the third word of `aria-label`. A part of a slide whose tags differ is kept whole for every weight.

use std::collections::BTreeMap;

use serde::Serialize;

/// The texts of all places, for every weight.
#[derive(Debug, Default, Serialize)]
pub(super) struct Table {
    /// For each place its texts.
    places: Vec<Vec<String>>,
    /// The parts that differ as a whole.
    parts: Vec<Part>,
    #[serde(skip)]
    numbers: BTreeMap<Vec<String>, usize>,
}

/// What is kept whole: its different contents, and which of them each weight has.
#[derive(Debug, Serialize)]
struct Part {
    texts: Vec<String>,
    of: Vec<usize>,
}

impl Part {
    fn new(versions: &[String]) -> Self {
        let mut texts: Vec<String> = Vec::new();
        let mut place = |version: &String| {
            texts.iter().position(|text| text == version).unwrap_or_else(|| {
                texts.push(version.clone());
                texts.len() - 1
            })
        };
        let of = versions.iter().map(&mut place).collect();
        Part { texts, of }
    }
}

/// A tag, or what stands between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Tag(&'t str),
    Text(&'t str),
}

/// The attributes that are spoken, and made of words: with numbers and without. Each with the letter that is short for
/// it.
const SPOKEN: [(&str, char); 2] = [("aria-label", 'a'), ("data-quiet", 'q')];

impl Table {
    /// The inside of an element as it is for the first weight, with its places numbered, and the attribute that the
    /// element needs.
    pub(super) fn numbered(&mut self, versions: &[String]) -> (String, String) {
        let Some((first, others)) = versions.split_first() else { return Default::default() };
        if others.iter().all(|other| other == first) {
            return (first.clone(), String::new());
        }
        let tokens: Vec<Vec<Token<'_>>> = versions.iter().map(|text| tokens(text)).collect();
        let has_same_tags = |other: &Vec<Token<'_>>| {
            other.len() == tokens[0].len()
                && other.iter().zip(&tokens[0]).all(|(one, other)| one.is_like(*other))
        };
        if tokens.iter().all(has_same_tags) {
            return (self.written(&tokens), String::new());
        }
        self.parts.push(Part::new(versions));
        (first.clone(), format!(" data-whole=\"{}\"", self.parts.len() - 1))
    }

    /// The first version, its places numbered. All have the same tags.
    fn written(&mut self, versions: &[Vec<Token<'_>>]) -> String {
        let at = |place: usize| versions.iter().map(move |tokens| tokens[place].text()).collect::<Vec<_>>();
        let mut written = String::new();
        for (place, token) in versions[0].iter().enumerate() {
            match token {
                Token::Tag(tag) => {
                    let mut numbers = self.in_attributes(&at(place));
                    if let Some(Token::Text(_)) = versions[0].get(place + 1).filter(|_| token.is_opening()) {
                        numbers.splice(0..0, self.place(&at(place + 1)).map(|number| number.to_string()));
                    }
                    written += &with_numbers(tag, &numbers);
                }
                // The text that an element begins with is numbered there; any other needs an element of its own.
                Token::Text(text) if place > 0 && versions[0][place - 1].is_opening() => written += text,
                Token::Text(text) => {
                    let number = self.place(&at(place));
                    let numbered = number.map(|number| format!("<span data-w=\"{number}\">{text}</span>"));
                    written += numbered.as_deref().unwrap_or(text);
                }
            }
        }
        written
    }

    /// The numbers of the attributes of a tag that differ, each with where it is.
    fn in_attributes(&mut self, tags: &[&str]) -> Vec<String> {
        // Between the quotes, every other piece is a value.
        let pieces: Vec<Vec<&str>> = tags.iter().map(|tag| tag.split('"').collect()).collect();
        let mut numbers = Vec::new();
        for at in (1..pieces[0].len()).step_by(2) {
            let name = pieces[0][at - 1].trim_end_matches('=').rsplit(' ').next().unwrap_or_default();
            let values: Vec<&str> = pieces.iter().map(|pieces| pieces[at]).collect();
            let words: Vec<Vec<String>> = values.iter().map(|value| words(value)).collect();
            let spoken = SPOKEN.iter().find(|(spoken, _)| *spoken == name);
            let spoken = spoken.filter(|_| words.iter().all(|other| other.len() == words[0].len()));
            if let Some((_, letter)) = spoken {
                for word in 0..words[0].len() {
                    let here: Vec<&str> = words.iter().map(|words| words[word].as_str()).collect();
                    numbers.extend(self.place(&here).map(|number| format!("{letter}@{word}:{number}")));
                }
            } else {
                numbers.extend(self.place(&values).map(|number| format!("{name}:{number}")));
            }
        }
        numbers
    }

    /// The number of a place with these texts. None where they are all the same.
    fn place(&mut self, texts: &[&str]) -> Option<usize> {
        if texts.iter().all(|text| *text == texts[0]) {
            return None;
        }
        let texts: Vec<String> = texts.iter().map(|text| unescaped(text)).collect();
        let next = self.places.len();
        let number = *self.numbers.entry(texts).or_insert_with_key(|texts| {
            self.places.push(texts.clone());
            next
        });
        Some(number)
    }
}

impl<'t> Token<'t> {
    fn text(self) -> &'t str {
        match self {
            Token::Tag(text) | Token::Text(text) => text,
        }
    }

    fn is_opening(self) -> bool {
        matches!(self, Token::Tag(tag) if !tag.starts_with("</") && !tag.ends_with("/>"))
    }

    /// Whether both are texts, or tags with the same name and attributes.
    fn is_like(self, other: Token<'_>) -> bool {
        match (self, other) {
            (Token::Tag(one), Token::Tag(other)) => one.split('"').step_by(2).eq(other.split('"').step_by(2)),
            (Token::Text(_), Token::Text(_)) => true,
            _ => false,
        }
    }
}

/// Our own HTML, whose attributes have no angle brackets in them.
fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let end = match rest.strip_prefix('<') {
            Some(_) => rest.find('>').map_or(rest.len(), |end| end + 1),
            None => rest.find('<').unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        tokens.push(if token.starts_with('<') { Token::Tag(token) } else { Token::Text(token) });
        rest = after;
    }
    tokens
}

/// The words of what is spoken. A minus before a number belongs to it, so that signs make no difference in length.
fn words(spoken: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in spoken.split(' ') {
        match words.last_mut() {
            Some(last) if last == "minus" && word.starts_with(|letter: char| letter.is_ascii_digit()) => {
                *last = format!("minus {word}");
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn with_numbers(tag: &str, numbers: &[String]) -> String {
    if numbers.is_empty() {
        return tag.to_owned();
    }
    let end = if tag.ends_with("/>") { "/>" } else { ">" };
    format!("{} data-w=\"{}\"{end}", tag.trim_end_matches(end), numbers.join(" "))
}

/// What a browser reads in what was escaped.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(versions: &[&str]) -> (String, String, Table) {
        let mut table = Table::default();
        let versions: Vec<String> = versions.iter().map(|&text| text.to_owned()).collect();
        let (written, attribute) = table.numbered(&versions);
        (written, attribute, table)
    }

    #[test]
    fn every_place_that_differs_has_a_number_and_the_same_texts_the_same() {
        let (written, attribute, table) = numbered(&[
            "<p>w is <math aria-label=\"w 1 is minus 2\"><mi>1</mi><mn>1</mn></math> &lt; a &amp; b <b/></p>",
            "<p>w is <math aria-label=\"w 2 is 3\"><mi>2</mi><mn>1</mn></math> &lt; a &amp; c <b/></p>",
        ]);
        let expected = "<p>w is <math aria-label=\"w 1 is minus 2\" data-w=\"a@1:0 a@3:1\">\
                        <mi data-w=\"0\">1</mi><mn>1</mn></math>\
                        <span data-w=\"2\"> &lt; a &amp; b </span><b/></p>";
        assert_eq!((written.as_str(), attribute.as_str()), (expected, ""));
        assert_eq!(table.places, [["1", "2"], ["minus 2", "3"], [" < a & b ", " < a & c "]]);
    }

    #[test]
    fn attributes_and_first_texts_are_numbered_in_their_tag() {
        let (written, _, table) = numbered(&["<a d=\"1\">x<i/></a>", "<a d=\"2\">y<i/></a>"]);
        assert_eq!(written, "<a d=\"1\" data-w=\"1 d:0\">x<i/></a>");
        assert_eq!(table.places, [["1", "2"], ["x", "y"]]);
    }

    #[test]
    fn what_has_other_tags_is_kept_whole() {
        let (written, attribute, table) = numbered(&["<p>a</p>", "<p>a<b>c</b></p>", "<p>a</p>"]);
        assert_eq!((written.as_str(), attribute.as_str()), ("<p>a</p>", " data-whole=\"0\""));
        assert_eq!(table.parts[0].texts, ["<p>a</p>", "<p>a<b>c</b></p>"]);
        assert_eq!(table.parts[0].of, [0, 1, 0]);
        let (written, attribute, _) = numbered(&["<p>a</p>", "<p>a</p>"]);
        assert_eq!((written.as_str(), attribute.as_str()), ("<p>a</p>", ""));
    }
}
