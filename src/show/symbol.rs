//! Symbols as formulas: base, subscript, example.

use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Names;
use crate::graph::notation::Slot;
use crate::page::Fence;
use crate::page::Math;
use crate::page::Operator;

/// `o_out_1^(2)` as o with "out, 1" below and (2) above.
pub fn symbol(symbol: &Symbol) -> Math {
    symbol_in(Names::SERIES, symbol)
}

/// A symbol in a notation: `o_out_1^(2)` as Nielsen's a with 1 below and "2, 3" above.
pub fn symbol_in(names: Names<'_>, symbol: &Symbol) -> Math {
    let written = names.written(symbol);
    // Kronecker's δ is typed as a word.
    let letter = if written.letter == "delta" { "δ".to_owned() } else { written.letter };
    let mut math = Math::name(letter);
    if !written.below.is_empty() {
        math = math.with_sub(signs(&written.below));
    }
    if !written.above.is_empty() {
        math = math.with_sup(signs(&written.above));
    }
    if written.after.is_empty() { math } else { Math::row([math, signs(&written.after)]) }
}

/// One sign as it is, several in a row.
fn signs(signs: &[Slot<Index>]) -> Math {
    match signs {
        [one @ (Slot::Round(_) | Slot::Square(_))] => sign(*one),
        several => Math::row(several.iter().copied().map(sign)),
    }
}

fn sign(sign: Slot<Index>) -> Math {
    match sign {
        Slot::Bare(number) => index(number),
        Slot::Round(number) => Math::fenced(Fence::Round, index(number)),
        Slot::Square(number) => Math::fenced(Fence::Square, index(number)),
        Slot::Word(word) => Math::name(word),
        Slot::Comma => Operator::Comma.into(),
    }
}

fn index(index: Index) -> Math {
    match index {
        Index::At(number) => Math::number(number.to_string()),
        Index::Letter(letter) => Math::name(letter.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;
    use crate::graph::Shape;
    use crate::graph::notation::NOTATIONS;
    use crate::render::Charset;
    use crate::render::text::one_line;

    #[test]
    fn kroneckers_delta_has_its_letter() {
        let delta = symbol(&"delta_kn".parse().expect("a name"));
        assert_eq!(one_line(&delta, Charset::Unicode), "δ_kn");
        assert_eq!(one_line(&delta, Charset::Ascii), "delta_kn");
        assert_eq!(crate::render::speech::words(&delta), "delta k n");
        assert_eq!(crate::render::latex::formula(&delta), r"\delta _{kn}");
    }

    /// Tables print names as text and formulas as formulas; who reads both must find the same name.
    #[test]
    fn formula_and_text_write_the_same_name() {
        let shape = Shape {
            widths: vec![4, 2, 12],
            activations: vec![activation::named("sigmoid").expect("in the table"); 2],
            biases: vec![true; 2],
            examples: 3,
            cost: cost::default(),
        };
        let symbols = [
            "w_211",
            "w_2,2,10",
            "w_lfn",
            "b_13",
            "x_4^(e)",
            "y_n^(2)",
            "h_in_2^(1)",
            "o_out_12^(e)",
            "MSE",
            "N",
            "g",
        ];
        for symbol in symbols.map(|symbol| symbol.parse::<Symbol>().expect("a name")) {
            for notation in NOTATIONS {
                let names = Names::new(notation, &shape);
                let typed = one_line(&symbol_in(names, &symbol), Charset::Unicode);
                assert_eq!(typed, names.written(&symbol).to_string(), "{}", notation.name);
            }
        }
    }
}
