//! Characters that LaTeX would misunderstand or does not know.

/// A text that LaTeX sets as it stands. Characters that it may not know become question marks.
pub(super) fn escaped(text: &str) -> String {
    text.chars().map(character).collect()
}

fn character(character: char) -> String {
    let escaped = match character {
        '\\' => "\\textbackslash{}",
        '{' => "\\{",
        '}' => "\\}",
        '$' => "\\$",
        '&' => "\\&",
        '#' => "\\#",
        '%' => "\\%",
        '_' => "\\_",
        '^' => "\\textasciicircum{}",
        '~' => "\\textasciitilde{}",
        '<' => "\\textless{}",
        '>' => "\\textgreater{}",
        '|' => "\\textbar{}",
        '"' => "\\textquotedbl{}",
        '-' => "{-}",
        '`' => "\\textasciigrave{}",
        '…' => "\\dots{}",
        '−' => "$-$",
        '·' => "$\\cdot$",
        '•' => "$\\bullet$",
        '×' => "$\\times$",
        '→' => "$\\to$",
        '≈' => "$\\approx$",
        '≠' => "$\\neq$",
        '≤' => "$\\leq$",
        '≥' => "$\\geq$",
        '½' => "$\\frac12$",
        '∂' => "$\\partial$",
        '∑' => "$\\Sigma$",
        '′' => "$'$",
        ' '..='~' | '¡'..='ÿ' | '–' | '—' | '‘' | '’' | '“' | '”' | '„' => {
            return character.into();
        }
        other if other.is_whitespace() || other.is_control() => " ",
        other => return greek(other).map_or("?".into(), |name| format!("$\\{name}$")),
    };
    escaped.to_owned()
}

/// The command for a Greek letter.
pub(super) fn greek(letter: char) -> Option<&'static str> {
    let name = match letter {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "varepsilon",
        'η' => "eta",
        'θ' => "theta",
        'λ' => "lambda",
        'μ' => "mu",
        'π' => "pi",
        'σ' => "sigma",
        'Σ' => "Sigma",
        'τ' => "tau",
        'φ' => "varphi",
        'ω' => "omega",
        'Δ' => "Delta",
        _ => return None,
    };
    Some(name)
}
