//! Whatever can be written can be read, and reads as what was written.

use proptest::prelude::*;

use super::Expr;
use super::FUNCTIONS;

const NAMES: [&str; 12] = [
    "x",
    "f",
    "N",
    "MSE",
    "a_2",
    "w_211",
    "w_2,10,n",
    "o_out_n^(e)",
    "h2_in_1^(12)",
    "D_e,n",
    "P_2,f,10",
    "delta_kn",
];

fn formulas() -> impl Strategy<Value = Expr> {
    let name = (0..NAMES.len()).prop_map(|at| Expr::Sym(NAMES[at].parse().expect("a name")));
    let number = (0u32..2000, 0u32..4).prop_map(|(digits, places)| {
        let (whole, part) = (digits / 10u32.pow(places), digits % 10u32.pow(places));
        format!("{whole}.{part:0>width$}", width = places as usize).parse().expect("a number")
    });
    prop_oneof![name, number]
        .prop_recursive(6, 60, 4, |inner| {
            let two = || (inner.clone(), inner.clone());
            let several = || prop::collection::vec(inner.clone(), 2..5);
            prop_oneof![
                inner.clone().prop_map(Expr::negated),
                several().prop_map(Expr::Add),
                several().prop_map(Expr::Mul),
                two().prop_map(|(a, b)| a.over(b)),
                (inner.clone(), -64..=64i32).prop_map(|(base, n)| Expr::Pow(Box::new(base), n)),
                (0..FUNCTIONS.len(), inner.clone()).prop_map(|(f, a)| Expr::Call(&FUNCTIONS[f], Box::new(a))),
                (prop::sample::select(vec!['e', 'k', 'n']), two())
                    .prop_map(|(letter, (to, body))| Expr::sum_over(letter, to, body)),
                (prop::sample::select(vec!['e', 'E']), inner.clone()).prop_map(|(to, body)| Expr::sum_over(
                    'e',
                    super::Symbol::new(to),
                    body
                )),
                (0..NAMES.len(), inner.clone())
                    .prop_map(|(at, of)| Expr::partial(of, NAMES[at].parse().expect("a name"))),
            ]
        })
        .prop_filter("where a letter counts it is no name", |formula| formula.letter_as_a_name().is_none())
}

proptest! {
    #[test]
    fn reading_is_the_inverse_of_writing(formula in formulas()) {
        let (typed, printed) = (formula.to_string(), formula.unicode());
        prop_assert!(typed.is_ascii());
        prop_assert_eq!(typed.parse::<Expr>(), Ok(formula.clone()), "{}", typed);
        prop_assert_eq!(printed.parse::<Expr>(), Ok(formula), "{}", printed);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "[-−+*·/^()\\[\\]{}\\\\_,. 0-9a-zσΣ∂²☃=]{0,40}") {
        if let Err(error) = text.parse::<Expr>() {
            prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error);
        }
    }

    #[test]
    fn no_latex_makes_the_reader_panic(pieces in prop::collection::vec(prop::sample::select(vec![
        "\\frac", "{", "}", "\\partial ", "_", "^", "(e)", "\\sum", "x", "2", "+", "\\text{out}", ",", "σ", "e",
    ]), 0..16)) {
        let text: String = pieces.concat();
        if let Err(error) = text.parse::<Expr>() {
            prop_assert!(text.get(error.at.clone()).is_some(), "{text} {:?}", error);
        }
    }
}
