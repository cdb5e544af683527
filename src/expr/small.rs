//! Small characters, written out in our notation before a text is read.
//!
//! ```text
//! oₒᵤₜ,₂⁽ᵉ⁾  →  o_out_2^(e)        w₂₁₁  →  w_211        x⁻²  →  x^−2        ∑ₑ₌₁ᴱ  →  ∑_(e=1)^E
//! ```

use super::translated::Translated;

/// Each small character with what it is small of in the same place of the second line.
const BELOW: [&str; 2] = ["₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₊₋₌₍₎", "0123456789aehijklmnoprstuvx+−=()"];
const ABOVE: [&str; 2] =
    ["⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴱᴷᴺ⁺⁻⁼⁽⁾", "0123456789abcdefghijklmnoprstuvwxyzEKN+−=()"];

fn written_large(character: char, [small, large]: [&str; 2]) -> Option<char> {
    small.chars().zip(large.chars()).find(|(small, _)| *small == character).map(|(_, large)| large)
}

/// A text with what is small in it as it is typed: `w₂,₁₀,₃` is `w_2,10,3`.
pub(crate) fn as_typed(text: &str) -> String {
    translated(text).map_or_else(|| text.to_owned(), |ours| ours.text)
}

/// The text in our notation if there is anything small in it.
pub(super) fn translated(text: &str) -> Option<Translated> {
    let is_small = |c: char| [BELOW, ABOVE].into_iter().any(|table| written_large(c, table).is_some());
    if !text.contains(is_small) {
        return None;
    }
    let mut ours = Translated::default();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let (below, above) = (run(&text[at..], BELOW), run(&text[at..], ABOVE));
        let under_sum = ours.text.trim_end().ends_with(['Σ', '∑']);
        let (length, large) = match (below, above) {
            (Some((length, script)), _) => (length, subscript(&script, under_sum)),
            (None, Some((length, script))) => (length, format!("^{script}")),
            (None, None) => (next.len_utf8(), next.to_string()),
        };
        // What is wrong with a name reaches to its last character.
        let last = text[at..at + length].chars().next_back().map_or(0, char::len_utf8);
        let before_last = large.len() - large.chars().next_back().map_or(0, char::len_utf8);
        ours.say(&large[..before_last], at);
        at += length;
        ours.say(&large[before_last..], at - last);
    }
    Some(ours)
}

/// How many bytes at the beginning are small, and what they are written large. A comma between two small characters
/// is one of them.
fn run(text: &str, table: [&str; 2]) -> Option<(usize, String)> {
    let mut script = String::new();
    let mut length = 0;
    while let Some(next) = text[length..].chars().next() {
        let after = text[length + next.len_utf8()..].chars().next();
        let is_within = next == ',' && after.is_some_and(|after| written_large(after, table).is_some());
        match written_large(next, table).or((is_within && length > 0).then_some(',')) {
            Some(large) => script.push(large),
            None => break,
        }
        length += next.len_utf8();
    }
    (length > 0).then_some((length, script))
}

/// What stands below a name, or under a Σ.
pub(super) fn subscript(below: &str, under_sum: bool) -> String {
    match below.split_once(',') {
        _ if under_sum && below.chars().count() > 1 => format!("_({below})"),
        _ if under_sum => format!("_{below} "),
        Some((side @ ("in" | "out"), node)) => format!("_{side}_{node}"),
        _ => format!("_{below}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::expr::Expr;

    #[test]
    fn small_characters_are_another_spelling() {
        for (small, ours) in [
            ("w₂₁₁", "w_211"),
            ("w₂,₁₀,₃", "w_2,10,3"),
            ("oₒᵤₜ,₂⁽ᵉ⁾ − y₂⁽ᵉ⁾", "o_out_2^(e) - y_2^(e)"),
            ("h1ᵢₙ,₁₂⁽¹⁰⁾", "h1_in_12^(10)"),
            ("(x_4⁽²⁾)² + x⁻²", "(x_4^(2))^2 + x^(-2)"),
            ("(1 + exp(−x))⁻²", "(1 + exp(-x))^(-2)"),
            ("δₖₙ", "delta_kn"),
            ("∂MSE/∂oₒᵤₜ,₁⁽²⁾", "d(MSE)/d(o_out_1^(2))"),
            ("Σ(e=1…E) hₒᵤₜ,₁⁽ᵉ⁾·2 + 1", "sum(e, 1, E, h_out_1^(e)*2) + 1"),
            ("Σₑ yₙ⁽ᵉ⁾", "sum(e, 1, E, y_n^(e))"),
            ("∑ₖ₌₁ᴷ aₖ", "sum(k, 1, K, a_k)"),
        ] {
            assert_eq!(small.parse::<Expr>(), ours.parse::<Expr>(), "{small}");
            assert!(ours.parse::<Expr>().is_ok(), "{ours}");
        }
    }

    #[test]
    fn what_is_not_read_is_pointed_at() {
        for (small, meant, says) in [
            ("1 + oₒᵤₜ,₁²", "oₒᵤₜ,₁²", "(o_out_1^(2))^2 for its square"),
            ("x²y", "y", "put * between"),
            ("1 + w₂₁", "w₂₁", "a weight has three"),
            ("Σ(e=1, E) x", ",", "Σ(e=1…E)"),
        ] {
            let error = small.parse::<Expr>().expect_err(small);
            assert_eq!(small.get(error.at.clone()), Some(meant), "{error}");
            assert!(error.says.contains(says), "{small}: {error}");
        }
    }
}
