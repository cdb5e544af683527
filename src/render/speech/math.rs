//! Formulas in words.
//!
//! ```text
//! ∂MSE/∂w_211      the partial derivative of M S E with respect to w 2 1 1
//! Σ_{e=1}^{E} …    the sum over e from 1 to capital E of … end sum
//! ```
//!
//! Whatever has more than one piece is closed in words, so that two formulas never sound the same.

use crate::page::Fence;
use crate::page::Look;
use crate::page::Math;
use crate::page::Operator;
use crate::page::Role;

/// A formula in words.
pub(super) fn spoken(math: &Math) -> String {
    let mut words = Vec::new();
    say(math, &mut words);
    words.join(" ").replace(" ,", ",").trim_end_matches(',').to_owned()
}

fn say(math: &Math, words: &mut Vec<String>) {
    match math {
        Math::Name(text) => words.push(name(text)),
        Math::Words(text) => words.extend(text.split_whitespace().map(str::to_owned)),
        Math::Number(digits) => words.push(number(digits)),
        Math::Operator(sign) => words.push(operator(*sign).to_owned()),
        Math::Row(pieces) => say_row(pieces, words),
        Math::Fraction(over, under) => say_fraction(over, under, words),
        Math::Scripts { base, sub, sup } => {
            say(base, words);
            if let Some(sub) = sub {
                say_index(sub, words);
            }
            if let Some(sup) = sup {
                say_raised(sup, words);
            }
        }
        Math::Fenced(Fence::Round, inside) => say_within("open bracket", inside, "close bracket", words),
        Math::Fenced(Fence::Square, inside) => {
            say_within("open square bracket", inside, "close square bracket", words);
        }
        Math::Sum { index, from, to, body } => {
            for (word, piece) in [("the sum over", index), ("from", from), ("to", to)] {
                words.push(word.to_owned());
                say(piece, words);
            }
            say_within("of", body, "end sum", words);
        }
        Math::Under(piece, note) => {
            say(piece, words);
            say_within(", with", note, "under it,", words);
        }
        Math::Braced(piece, name) => {
            say(piece, words);
            say_within(", which is", name, ",", words);
        }
        Math::Looking(look, piece) => say_looking(*look, piece, words),
    }
}

fn say_within(before: &str, piece: &Math, after: &str, words: &mut Vec<String>) {
    words.push(before.to_owned());
    say(piece, words);
    words.push(after.to_owned());
}

/// Pieces after one another; a name before a bracket is a function of what stands there.
fn say_row(pieces: &[Math], words: &mut Vec<String>) {
    for (at, piece) in pieces.iter().enumerate() {
        let after_function =
            at > 0 && matches!(&pieces[at - 1], Math::Name(_) | Math::Operator(Operator::Prime));
        match piece {
            Math::Fenced(_, inside) if after_function && is_single(inside) => {
                words.push("of".into());
                say(inside, words);
            }
            Math::Fenced(..) if after_function => {
                words.push("of".into());
                say(piece, words);
            }
            piece => say(piece, words),
        }
    }
}

fn say_fraction(over: &Math, under: &Math, words: &mut Vec<String>) {
    match (differential(over), differential(under)) {
        (Some(of), Some(by)) => {
            words.push("the partial derivative of".into());
            say(of, words);
            words.push("with respect to".into());
            say(by, words);
        }
        _ if is_single(over) && is_single(under) => {
            say(over, words);
            words.push("over".into());
            say(under, words);
        }
        _ => {
            words.push("fraction".into());
            say(over, words);
            say_within("over", under, "end fraction", words);
        }
    }
}

/// What a ∂ stands before.
fn differential(math: &Math) -> Option<&Math> {
    match math {
        Math::Row(pieces) => match pieces.as_slice() {
            [Math::Operator(Operator::Partial), of] if is_single(of) => Some(of),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a piece needs no words to say where it ends.
fn is_single(math: &Math) -> bool {
    match math {
        Math::Name(_) | Math::Number(_) | Math::Words(_) => true,
        Math::Scripts { base, sup, .. } => is_single(base) && sup.as_deref().is_none_or(is_index),
        Math::Looking(
            Look::Role(Role::Strong | Role::Dimmed | Role::Constant | Role::Agrees) | Look::Asked(_),
            piece,
        ) => is_single(piece),
        Math::Row(pieces) => matches!(pieces.as_slice(), [piece] if is_single(piece)),
        Math::Operator(_)
        | Math::Fraction(..)
        | Math::Fenced(..)
        | Math::Sum { .. }
        | Math::Under(..)
        | Math::Braced(..)
        | Math::Looking(..) => false,
    }
}

/// Whether a superscript is no power, but says which: in brackets, or as a row of indices and commas.
fn is_index(math: &Math) -> bool {
    match math {
        Math::Fenced(_, inside) => is_single(inside),
        Math::Row(pieces) => {
            pieces.iter().all(|piece| is_single(piece) || is_comma(piece) || is_index(piece))
        }
        _ => false,
    }
}

fn is_comma(math: &Math) -> bool {
    *math == Math::Operator(Operator::Comma)
}

/// The indices of a name, one by one; in words where they begin and end if they are more than names.
fn say_index(index: &Math, words: &mut Vec<String>) {
    match index {
        Math::Row(pieces) if pieces.iter().all(|piece| is_single(piece) || is_comma(piece)) => {
            pieces.iter().filter(|piece| is_single(piece)).for_each(|piece| say(piece, words));
        }
        piece if is_single(piece) => say(piece, words),
        piece => say_within("sub", piece, "end sub", words),
    }
}

fn say_raised(raised: &Math, words: &mut Vec<String>) {
    match raised {
        index if is_index(index) => {
            words.push("upper".into());
            say_which(index, words);
        }
        Math::Number(digits) if digits == "2" => words.push("squared".into()),
        piece => say_within("to the power", piece, "end power", words),
    }
}

/// Indices above, one after another, without their brackets and commas.
fn say_which(index: &Math, words: &mut Vec<String>) {
    match index {
        Math::Fenced(_, inside) => say(inside, words),
        Math::Row(pieces) => pieces.iter().for_each(|piece| say_which(piece, words)),
        Math::Operator(Operator::Comma) => {}
        piece => say(piece, words),
    }
}

fn say_looking(look: Look, piece: &Math, words: &mut Vec<String>) {
    match look {
        Look::Role(Role::Changed) => say_within("changed to", piece, "end of change", words),
        Look::Role(Role::Differs | Role::Error) => {
            say(piece, words);
            words.push(", which differs,".into());
        }
        Look::Role(Role::Constant | Role::Dimmed | Role::Strong | Role::Agrees) | Look::Asked(_) => {
            say(piece, words);
        }
        Look::Mark(mark) => {
            words.push(format!("{} factor", mark.strand.name()));
            say(piece, words);
            if !is_single(piece) && !matches!(piece, Math::Fenced(..)) {
                words.push("end factor".into());
            }
        }
    }
}

/// Words as they are, initials letter by letter.
fn name(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some('σ'), None) => "sigma".into(),
        (Some('δ'), None) => "delta".into(),
        (Some(letter), None) if letter.is_uppercase() => format!("capital {letter}"),
        _ if text.chars().all(char::is_uppercase) => {
            text.chars().map(String::from).collect::<Vec<_>>().join(" ")
        }
        _ => text.chars().map(super::visible).collect(),
    }
}

fn number(digits: &str) -> String {
    match digits.strip_prefix(['-', '−']) {
        Some(rest) => format!("minus {rest}"),
        None => digits.to_owned(),
    }
}

fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => "plus",
        Operator::Minus | Operator::Negative => "minus",
        Operator::Times => "times",
        Operator::Equals => "equals",
        Operator::Approximately => "is about",
        Operator::Differs => "is not equal to",
        Operator::Comma => ",",
        Operator::Partial => "partial",
        Operator::Prime => "prime",
        Operator::Becomes => "becomes",
        Operator::Dots => "and so on",
        Operator::Unknown => "what?",
    }
}
