//! Words that contain signs which nobody would hear: letters of mathematics, names as they are typed.
//!
//! ```text
//! the slope of σ(x)        the slope of sigma of x
//! the dy/dx that you know  the d y over d x that you know
//! a row of H_out           a row of H out
//! ```

/// Words as they are heard.
pub(super) fn said(text: &str) -> String {
    let visible: String = text.chars().map(super::visible).collect();
    visible.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    match word {
        "/" => return "over".into(),
        "=" => return "equals".into(),
        "≈" => return "is about".into(),
        _ => {}
    }
    let core = |sign: char| !sign.is_alphanumeric() && sign != '∂';
    let inner = word.trim_matches(core);
    if let Some((over, under)) = inner.split_once('/')
        && let (Some(over), Some(under)) = (side(over), side(under))
    {
        return word.replace(inner, &format!("{over} over {under}"));
    }
    letters(word)
}

/// One side of a fraction that is written like a word: `dy` as "d y", `∂MSE` as "partial MSE", `1`, `N`.
fn side(side: &str) -> Option<String> {
    if let Some(of) = side.strip_prefix('∂') {
        return Some(format!("partial {}", letters(of)));
    }
    if side == "1" || side == "N" {
        return Some(side.to_owned());
    }
    let of = side.strip_prefix('d').filter(|of| of.chars().count() == 1)?;
    of.chars().all(char::is_alphabetic).then(|| format!("d {of}"))
}

/// Letter by letter. An underscore within a name is a short silence.
fn letters(word: &str) -> String {
    let mut said = String::new();
    let mut left = word.chars();
    let mut is_function = false;
    let mut is_parameter = false;
    while let Some(letter) = left.next() {
        let rest: String = left.clone().collect();
        match letter {
            'σ' => said.push_str("sigma"),
            'δ' => said.push_str("delta"),
            'Σ' => said.push_str("capital sigma"),
            '∂' => said.push_str("partial d"),
            '→' => said.push_str("to"),
            '⊙' => said.push_str("times, box by box,"),
            '·' => said.push_str("times"),
            '−' if rest.starts_with(|next: char| next.is_alphanumeric() || next == '(') => {
                said.push_str("minus ");
            }
            '−' => said.push_str("minus"),
            'ᵀ' => said.push_str(" transposed"),
            '_' if said.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_alphanumeric) => {
                said.push(' ');
                is_parameter = matches!(said.rsplit_terminator(' ').next(), Some("w" | "b"));
            }
            // Where from and where to: each number by itself, as in a formula.
            digit
                if is_parameter
                    && digit.is_ascii_digit()
                    && rest.starts_with(|next: char| next.is_ascii_digit()) =>
            {
                said.push(digit);
                said.push(' ');
            }
            '(' if is_function => match rest.split_once(')') {
                Some((argument, _)) if argument.chars().all(char::is_alphanumeric) => {
                    said.push_str(" of ");
                    said.push_str(argument);
                    left.nth(argument.chars().count());
                }
                _ => said.push('('),
            },
            letter => said.push(letter),
        }
        is_function = letter == 'σ';
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_words() {
        for (text, heard) in [
            ("the slope of σ.", "the slope of sigma."),
            ("Both are σ(x). So:", "Both are sigma of x. So:"),
            ("σ(x + 1), σ(x", "sigma(x + 1), sigma(x"),
            ("a Σ in a Σ", "a capital sigma in a capital sigma"),
            ("a curly ∂.", "a curly partial d."),
            ("the dy/dx that you know, (df/dt)", "the d y over d x that you know, (d f over d t)"),
            ("∂MSE/∂w_211: 2", "partial MSE over partial w 2 1 1: 2"),
            ("and/or, d/d, 1/N, do/da", "and/or, d/d, 1 over N, d o over d a"),
            ("sum / N, N = 6", "sum over N, N equals 6"),
            ("rows of H_out, o_out_12", "rows of H out, o out 12"),
            ("_ a__b _c", "_ a__b _c"),
            ("h_out_1 → o_out_2", "h out 1 to o out 2"),
            ("the power −1, 1 − σ(x), −(a)", "the power minus 1, 1 minus sigma of x, minus (a)"),
            ("delta2 · W2ᵀ", "delta2 times W2 transposed"),
        ] {
            assert_eq!(said(text), heard, "{text}");
        }
    }
}
