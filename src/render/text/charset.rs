//! Which characters stand for what: once with all of Unicode, once with what every terminal has.

use crate::page::Operator;
use crate::page::Role;
use crate::page::Stroke;
use crate::render::Charset;

/// A text in the characters that there are.
pub(in crate::render) fn written(text: &str, charset: Charset) -> String {
    match charset {
        Charset::Unicode => text.to_owned(),
        Charset::Ascii => text.chars().map(ascii).collect(),
    }
}

/// What stands for a character where there is only ASCII. The names of letters are those of the notation for
/// formulas.
fn ascii(character: char) -> String {
    let replacement = match character {
        ' '..='~' => return character.to_string(),
        '−' | '–' | '‑' | '•' => "-",
        '—' => "--",
        '·' => "*",
        '×' => "x",
        '…' => "...",
        '’' | '‘' | '′' => "'",
        '“' | '”' => "\"",
        '→' => "->",
        '←' => "<-",
        '↑' => "^",
        '↓' => "v",
        '▏' => "_",
        '≈' => "~",
        '≠' => "!=",
        '≤' => "<=",
        '≥' => ">=",
        '½' => "1/2",
        '∂' => "d",
        'Σ' | '∑' => "sum",
        'σ' => "sigma",
        'δ' => "delta",
        'η' => "eta",
        'ä' | 'á' | 'à' | 'â' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'ö' | 'ó' | 'ô' => "o",
        'ü' | 'ú' => "u",
        'ß' => "ss",
        character if character.is_whitespace() || character.is_control() => " ",
        _ => "?",
    };
    replacement.to_owned()
}

/// What stands before and after a piece of a line to show its role.
pub(super) fn role_signs(role: Role, charset: Charset) -> (&'static str, &'static str) {
    match (role, charset) {
        (Role::Changed, _) => ("[", "]"),
        (Role::Differs | Role::Error, Charset::Unicode) => ("✗", ""),
        (Role::Differs | Role::Error, Charset::Ascii) => ("!", ""),
        (Role::Constant | Role::Dimmed | Role::Strong | Role::Agrees, _) => ("", ""),
    }
}

/// What stands under a piece of a formula to show its role.
pub(super) fn role_line(role: Role, charset: Charset) -> Option<char> {
    match (role, charset) {
        (Role::Changed, Charset::Unicode) => Some('▔'),
        (Role::Strong, Charset::Unicode) => Some('▲'),
        (Role::Changed | Role::Strong, Charset::Ascii) => Some('^'),
        (Role::Dimmed, Charset::Unicode) => Some('┈'),
        (Role::Dimmed, Charset::Ascii) => Some('-'),
        (Role::Differs | Role::Error, Charset::Unicode) => Some('✗'),
        (Role::Differs | Role::Error, Charset::Ascii) => Some('!'),
        (Role::Constant | Role::Agrees, _) => None,
    }
}

/// An operator with the room around it.
pub(super) fn operator(operator: Operator, charset: Charset) -> &'static str {
    match (operator, charset) {
        (Operator::Plus, _) => " + ",
        (Operator::Minus, Charset::Unicode) => " − ",
        (Operator::Minus, Charset::Ascii) => " - ",
        (Operator::Negative, Charset::Unicode) => "−",
        (Operator::Negative, Charset::Ascii) => "-",
        (Operator::Times, Charset::Unicode) => "·",
        (Operator::Times, Charset::Ascii) => "*",
        (Operator::Equals, _) => " = ",
        (Operator::Approximately, Charset::Unicode) => " ≈ ",
        (Operator::Approximately, Charset::Ascii) => " ~ ",
        (Operator::Differs, Charset::Unicode) => " ≠ ",
        (Operator::Differs, Charset::Ascii) => " != ",
        (Operator::Comma, _) => ", ",
        (Operator::Partial, Charset::Unicode) => "∂",
        (Operator::Partial, Charset::Ascii) => "d",
        (Operator::Prime, Charset::Unicode) => "′",
        (Operator::Prime, Charset::Ascii) => "'",
        (Operator::Becomes, Charset::Unicode) => " → ",
        (Operator::Becomes, Charset::Ascii) => " -> ",
        (Operator::Dots, Charset::Unicode) => "…",
        (Operator::Dots, Charset::Ascii) => "...",
        (Operator::Unknown, _) => "?",
    }
}

/// The line characters of a tree, in one stroke.
pub(super) struct Strokes {
    pub(super) across: char,
    pub(super) down: char,
}

pub(super) fn strokes(stroke: Stroke, charset: Charset) -> Strokes {
    let (across, down) = match (stroke, charset) {
        (Stroke::Thin, Charset::Unicode) => ('─', '│'),
        (Stroke::Heavy, Charset::Unicode) => ('━', '┃'),
        (Stroke::Dashed, Charset::Unicode) => ('╌', '╎'),
        (Stroke::Double, Charset::Unicode) => ('═', '║'),
        (Stroke::Thin, Charset::Ascii) => ('-', '|'),
        (Stroke::Heavy, Charset::Ascii) => ('=', '#'),
        (Stroke::Dashed, Charset::Ascii) => ('.', ':'),
        (Stroke::Double, Charset::Ascii) => ('*', '*'),
    };
    Strokes { across, down }
}

/// The character where lines meet, by its arms: up, down, left, right.
pub(super) fn junction(arms: [bool; 4], stroke: Stroke, charset: Charset) -> char {
    let straight = strokes(stroke, charset);
    let at = arms.iter().fold(0, |bits, &arm| bits * 2 + usize::from(arm));
    match (at, stroke, charset) {
        (0b0011, ..) => straight.across,
        (0b1100, ..) => straight.down,
        (_, Stroke::Heavy, Charset::Ascii) => '#',
        (_, Stroke::Double, Charset::Ascii) => '*',
        (_, _, Charset::Ascii) => '+',
        (_, Stroke::Heavy, Charset::Unicode) => HEAVY[at],
        (_, Stroke::Double, Charset::Unicode) => DOUBLE[at],
        (_, _, Charset::Unicode) => LIGHT[at],
    }
}

/// By arms: up is worth 8, down 4, left 2, right 1.
const LIGHT: [char; 16] = [' ', '╶', '╴', '─', '╷', '┌', '┐', '┬', '╵', '└', '┘', '┴', '│', '├', '┤', '┼'];
const HEAVY: [char; 16] = [' ', '╺', '╸', '━', '╻', '┏', '┓', '┳', '╹', '┗', '┛', '┻', '┃', '┣', '┫', '╋'];
const DOUBLE: [char; 16] = [' ', '═', '═', '═', '║', '╔', '╗', '╦', '║', '╚', '╝', '╩', '║', '╠', '╣', '╬'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Strand;
    use crate::render::sign;

    /// What stands under a factor must not be read as the stroke of an edge, as "about" or as the dot of a list.
    #[test]
    fn signs_of_strands_mean_nothing_else() {
        for charset in [Charset::Ascii, Charset::Unicode] {
            let edges = [Stroke::Thin, Stroke::Heavy, Stroke::Dashed, Stroke::Double]
                .map(|stroke| strokes(stroke, charset))
                .map(|Strokes { across, down }| {
                    format!("{across}{down}{}", junction([true; 4], Stroke::Heavy, charset))
                });
            let roles = [Role::Changed, Role::Strong, Role::Dimmed, Role::Differs];
            let lines: String = roles.into_iter().filter_map(|role| role_line(role, charset)).collect();
            let about = operator(Operator::Approximately, charset);
            let taken = [&edges.concat(), &lines, about].concat();
            for (at, strand) in Strand::ALL.into_iter().enumerate() {
                let own = sign(strand, charset);
                assert!(!taken.contains(own), "{own} among {taken}");
                assert!(Strand::ALL[..at].iter().all(|&other| sign(other, charset) != own), "{own} twice");
            }
        }
        assert!(Strand::ALL.into_iter().all(|strand| !ascii('•').contains(sign(strand, Charset::Ascii))));
    }
}
