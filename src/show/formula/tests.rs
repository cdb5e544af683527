use proptest::prelude::*;

use super::*;
use crate::activation;
use crate::cost;
use crate::expr::FUNCTIONS;
use crate::graph::Shape;
use crate::graph::notation;
use crate::page::Mark;
use crate::page::Role;
use crate::page::Strand;
use crate::render::Charset;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::latex;
use crate::render::latex::Latex;
use crate::render::text::Text;
use crate::render::text::one_line;
use insta::assert_snapshot;

fn expr(text: &str) -> Expr {
    text.parse().expect(text)
}

fn latex_of(math: &Math) -> String {
    let page = Latex.equation(math, &Style::default());
    page.trim().trim_start_matches("\\[").trim_end_matches("\\]").trim().to_owned()
}

fn latex(text: &str) -> String {
    latex_of(&formula(&expr(text), Names::SERIES, &[]))
}

fn drawn(texts: &[&str]) -> String {
    let draw = |text: &&str| Text.equation(&formula(&expr(text), Names::SERIES, &[]), &Style::default());
    texts.iter().map(draw).collect::<Vec<_>>().join("\n")
}

/// The slides that derive the slope of the cost: 1, 3, 4 and 12.
#[test]
fn slides_of_the_cost() {
    assert_snapshot!(drawn(&[
        "d(MSE)/d(o_out_1^(1))*d(o_out_1^(1))/d(o_in_1^(1))*d(o_in_1^(1))/d(w_211) \
         + d(MSE)/d(o_out_1^(2))*d(o_out_1^(2))/d(o_in_1^(2))*d(o_in_1^(2))/d(w_211)",
        "1/N*((o_out_1^(1) - y_1^(1))^2 + (o_out_2^(1) - y_2^(1))^2)",
        "1/N*(o_out_1^(1) - y_1^(1))^2 + 1/N*(o_out_2^(1) - y_2^(1))^2",
        "d(g)/d(f)*d(f)/d(o_out_1^(1))",
    ]), @"
       ∂MSE      ∂oₒᵤₜ,₁⁽¹⁾   ∂oᵢₙ,₁⁽¹⁾      ∂MSE      ∂oₒᵤₜ,₁⁽²⁾   ∂oᵢₙ,₁⁽²⁾
    ────────── · ────────── · ───────── + ────────── · ────────── · ─────────
    ∂oₒᵤₜ,₁⁽¹⁾   ∂oᵢₙ,₁⁽¹⁾      ∂w₂₁₁     ∂oₒᵤₜ,₁⁽²⁾   ∂oᵢₙ,₁⁽²⁾      ∂w₂₁₁

    1
    ─ · [(oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)² + (oₒᵤₜ,₂⁽¹⁾ − y₂⁽¹⁾)²]
    N

    1                          1
    ─ · (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)² + ─ · (oₒᵤₜ,₂⁽¹⁾ − y₂⁽¹⁾)²
    N                          N

    ∂g       ∂f
    ── · ──────────
    ∂f   ∂oₒᵤₜ,₁⁽¹⁾
    ");
}

/// Slides 19 to 27: the slope of the sigmoid, step by step.
#[test]
fn slides_of_the_sigmoid() {
    assert_snapshot!(drawn(&[
        "-1*(1 + exp(-x))^(-2)",
        "-1*(1 + exp(-x))^(-2)*(-exp(-x))",
        "(1 + exp(-x))^(-2)*exp(-x)",
        "exp(-x)/(1 + exp(-x))^2",
        "1/(1 + exp(-x))*(exp(-x)/(1 + exp(-x)))",
        "1/(1 + exp(-x))*((1 + exp(-x) - 1)/(1 + exp(-x)))",
        "1/(1 + exp(-x))*((1 + exp(-x))/(1 + exp(-x)) - 1/(1 + exp(-x)))",
        "1/(1 + exp(-x))*(1 - 1/(1 + exp(-x)))",
        "sigma(x)*(1 - sigma(x))",
    ]), @"
    −1 · (1 + exp(−x))⁻²

    −1 · (1 + exp(−x))⁻² · (−exp(−x))

    (1 + exp(−x))⁻² · exp(−x)

       exp(−x)
    ──────────────
    (1 + exp(−x))²

         1          exp(−x)
    ─────────── · ───────────
    1 + exp(−x)   1 + exp(−x)

         1        1 + exp(−x) − 1
    ─────────── · ───────────────
    1 + exp(−x)     1 + exp(−x)

         1        ⎛1 + exp(−x)        1     ⎞
    ─────────── · ⎜─────────── − ───────────⎟
    1 + exp(−x)   ⎝1 + exp(−x)   1 + exp(−x)⎠

         1        ⎛         1     ⎞
    ─────────── · ⎜1 − ───────────⎟
    1 + exp(−x)   ⎝    1 + exp(−x)⎠

    σ(x) · (1 − σ(x))
    ");
}

/// Slides 36 and 40 in one summand each, 41, 42 and 55.
#[test]
fn slides_of_the_weight() {
    assert_snapshot!(drawn(&[
        "1/N*(o_out_1^(1) - y_1^(1))*o_out_1^(1)*(1 - o_out_1^(1))*h_out_1^(1) \
         + d(MSE)/d(o_out_1^(2))*d(o_out_1^(2))/d(o_in_1^(2))*d(o_in_1^(2))/d(w_211)",
        "1/N*(o_out_1^(1) - y_1^(1))*o_out_1^(1)*(1 - o_out_1^(1))*h_out_1^(1) \
         + 1/N*(o_out_1^(2) - y_1^(2))*o_out_1^(2)*(1 - o_out_1^(2))*h_out_1^(2)",
        "1/N*((o_out_1^(1) - y_1^(1))*o_out_1^(1)*(1 - o_out_1^(1))*h_out_1^(1) \
         + (o_out_1^(2) - y_1^(2))*o_out_1^(2)*(1 - o_out_1^(2))*h_out_1^(2))",
        "1/N*sum(e, 1, E, (o_out_1^(e) - y_1^(e))*o_out_1^(e)*(1 - o_out_1^(e))*h_out_1^(e))",
        "1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))*h_out_f^(e))",
    ]), @"
    1
    ─ · (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
    N

            ∂MSE      ∂oₒᵤₜ,₁⁽²⁾   ∂oᵢₙ,₁⁽²⁾
       + ────────── · ────────── · ─────────
         ∂oₒᵤₜ,₁⁽²⁾   ∂oᵢₙ,₁⁽²⁾      ∂w₂₁₁

    1
    ─ · (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
    N

         1
       + ─ · (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾) · oₒᵤₜ,₁⁽²⁾ · (1 − oₒᵤₜ,₁⁽²⁾) · hₒᵤₜ,₁⁽²⁾
         N

    1   ⎡
    ─ · ⎢(oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
    N   ⎣

         + (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾) · oₒᵤₜ,₁⁽²⁾ · (1 − oₒᵤₜ,₁⁽²⁾) · hₒᵤₜ,₁⁽²⁾]

    1    E
    ─ ·  Σ  (oₒᵤₜ,₁⁽ᵉ⁾ − y₁⁽ᵉ⁾) · oₒᵤₜ,₁⁽ᵉ⁾ · (1 − oₒᵤₜ,₁⁽ᵉ⁾) · hₒᵤₜ,₁⁽ᵉ⁾
    N   e=1

    1    E                                                       (e)
    ─ ·  Σ  (oₒᵤₜ,ₙ⁽ᵉ⁾ − yₙ⁽ᵉ⁾) · oₒᵤₜ,ₙ⁽ᵉ⁾ · (1 − oₒᵤₜ,ₙ⁽ᵉ⁾) · h
    N   e=1                                                      out,f
    ");
}

#[test]
fn brackets_stand_where_another_formula_would_be_read() {
    for (text, latex_form) in [
        ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"),
        ("(-a)^2", r"({-}a)^{2}"),
        ("-a^2", r"{-}a^{2}"),
        ("a - (-b)", r"a - ({-}b)"),
        ("-(-a)", r"{-}({-}a)"),
        ("a - (b - c)", r"a - (b - c)"),
        ("(a + b) + c", r"(a + b) + c"),
        ("(a + b)*(c + d)", r"(a + b) \cdot (c + d)"),
        ("a*(b*c)", r"a \cdot (b \cdot c)"),
        ("a*(-b)", r"a \cdot ({-}b)"),
        ("a + (-b*c)", r"a + ({-}b \cdot c)"),
        ("(-(a*b))*c", r"({-}a \cdot b) \cdot c"),
        ("-(a/b)", r"{-}\frac{a}{b}"),
        ("a/b/(c/d)", r"\frac{\frac{a}{b}}{\frac{c}{d}}"),
        ("(a + b)/(-c)", r"\frac{a + b}{{-}c}"),
        ("sum(k, 1, K, a_k)*b", r"\left(\sum_{k=1}^{K} a_{k}\right) \cdot b"),
        ("sum(k, 1, K, a_k) + b", r"\left(\sum_{k=1}^{K} a_{k}\right) + b"),
        ("b - sum(k, 1, K, a_k)", r"b - \sum_{k=1}^{K} a_{k}"),
        ("b*sum(k, 1, K, a_k + c)", r"b \cdot \sum_{k=1}^{K} (a_{k} + c)"),
        ("sum(k, 1, K, -a_k)", r"\sum_{k=1}^{K} ({-}a_{k})"),
        ("sum(k, 1, K, a_k)^2", r"\left(\sum_{k=1}^{K} a_{k}\right)^{2}"),
        ("(o_out_1^(1))^2", r"(o_{\mathrm{out}, 1}^{(1)})^{2}"),
        ("(x_1)^2", r"(x_{1})^{2}"),
        ("w_211^2", r"w_{211}^{2}"),
        ("(w_211^2)^3", r"(w_{211}^{2})^{3}"),
        ("e^2", r"(e)^{2}"),
        ("sigma(x)^2", r"{\sigma (x)}^{2}"),
        ("d(a + b)/d(x)", r"\frac{\partial (a + b)}{\partial x}"),
        ("d(sigma(x))/d(x)", r"\frac{\partial \sigma (x)}{\partial x}"),
        ("(d(a)/d(x))^2", r"\left(\frac{\partial a}{\partial x}\right)^{2}"),
        ("0.25*x^(-1)", r"0.25 \cdot x^{{-}1}"),
    ] {
        assert_eq!(latex(text), latex_form, "{text}");
    }
}

#[test]
fn minus_before_a_product_needs_no_brackets() {
    assert_eq!(latex("-(a*b)"), r"{-}a \cdot b");
    assert_eq!(latex("c - a*b"), r"c - a \cdot b");
}

#[test]
fn brackets_take_turns() {
    assert_eq!(latex("1/N*((o - y)^2 + z)"), r"\frac{1}{N} \cdot [(o - y)^{2} + z]");
    assert_eq!(latex("(((a + b)*c + d)*f + g)*h"), r"([(a + b) \cdot c + d] \cdot f + g) \cdot h");
    assert_eq!(latex("(sigma(x) + 1)*h"), r"(\sigma (x) + 1) \cdot h", "a function's brackets do not count");
    assert_eq!(latex("(sigma((a + b)*c) + 1)*h"), r"[\sigma ((a + b) \cdot c) + 1] \cdot h");
}

#[test]
fn parts_and_runs_are_dressed() {
    let mark = |strand| Mark::of_all(strand, 1);
    let slope = expr("1/N*(o_out_1^(1) - y_1^(1))*o_out_1^(1)*(1 - o_out_1^(1))*h_out_1^(1)");
    let dresses = [
        Dress::part([1], mark(Strand::Cost)),
        Dress::run([], 2..4, mark(Strand::Activation)),
        Dress::part([4], mark(Strand::DotProduct)),
        Dress::part([0], Role::Changed),
    ];
    assert_snapshot!(Text.equation(&formula(&slope, Names::SERIES, &dresses), &Style::default()), @"
    1
    ─ · (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
    N   ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••
    ▔
    ");
}

/// What is new may be a run of factors with the marks of two edges in it.
#[test]
fn runs_are_dressed_within_runs() {
    let mark = |strand| Mark::of_all(strand, 1);
    let dresses = [
        Dress::run([], 0..2, mark(Strand::Cost)),
        Dress::run([], 2..4, mark(Strand::Activation)),
        Dress::run([], 0..4, Role::Changed),
    ];
    let [f, g, h, i, j] = ["f", "g", "h", "i", "j"].map(Math::name);
    let times = || Math::from(Operator::Times);
    let pair = |one, other, strand| Math::row([one, times(), other]).looking(mark(strand));
    let new = Math::row([pair(f, g, Strand::Cost), times(), pair(h, i, Strand::Activation)]);
    let expected = Math::row([new.looking(Role::Changed), times(), j]);
    assert_eq!(formula(&expr("f*g*h*i*j"), Names::SERIES, &dresses), expected);
}

#[test]
fn a_minus_is_dressed_with_its_term() {
    let seen = |text: &str, dress: Dress| {
        let style = Style { charset: Charset::Ascii, ..Style::default() };
        Text.equation(&formula(&expr(text), Names::SERIES, &[dress]), &style)
    };
    let changed = Role::Changed;
    assert_snapshot!([
        seen("1 + exp(-x) - 1", Dress::part([2], changed)),
        seen("1 + exp(-x) - 1", Dress::part([2, 0], changed)),
        seen("1 + exp(-x) - 1", Dress::part([1], changed)),
        seen("1 + exp(-x) - 1", Dress::run([], 1..3, changed)),
        seen("a - b - c", Dress::run([], 1..3, changed)),
        seen("a - b - c", Dress::part([], changed)),
        seen("(a + b)*c", Dress::part([0], changed)),
        seen("(a + b)*c", Dress::part([0, 1], changed)),
        seen("(a + b)^2", Dress::part([0], changed)),
        seen("a*b", Dress::run([], 1..9, changed)),
    ].join("\n"), @"
    1 + exp(-x) - 1
               ^^^^

    1 + exp(-x) - 1
                  ^

    1 + exp(-x) - 1
        ^^^^^^^

    1 + exp(-x) - 1
        ^^^^^^^^^^^

    a - b - c
     ^^^^^^^^

    a - b - c
    ^^^^^^^^^

    (a + b) * c
    ^^^^^^^

    (a + b) * c
         ^

    [(a + b)]^2

    a * b
    ");
}

#[test]
fn a_formula_in_other_courses_names() {
    let shape = Shape {
        widths: vec![4, 2, 3],
        activations: vec![activation::named("sigmoid").expect("in the table"); 2],
        biases: vec![false; 2],
        examples: 3,
        cost: cost::default(),
    };
    let slope = expr("1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))^2*w_2fn^2*d(MSE)/d(h_out_f^(e)))");
    let written = |notation: &str| {
        let names = Names::new(notation::named(notation).expect("in the table"), &shape);
        let math = formula(&slope, names, &[]);
        format!("{}\n\n{}", one_line(&math, Charset::Unicode), latex_of(&math))
    };
    assert_snapshot!(written("nielsen"), @r"
    1/N·sum(e, 1, E, (a_n^(e,3) − y_n(e))^2·(w_nf^3)^2·∂C/∂a_f^(e,2))

    \frac{1}{N} \cdot \sum_{e=1}^{E} (a_{n}^{e, 3} - y_{n}(e))^{2} \cdot (w_{nf}^{3})^{2} \cdot \frac{\partial C}{\partial a_{f}^{e, 2}}
    ");
    assert_snapshot!(written("ng"), @r"
    1/N·sum(e, 1, E, (a_n^[2](e) − y_n^(e))^2·(W_nf^[2])^2·∂J/∂a_f^[1](e))

    \frac{1}{N} \cdot \sum_{e=1}^{E} (a_{n}^{[2](e)} - y_{n}^{(e)})^{2} \cdot (W_{nf}^{[2]})^{2} \cdot \frac{\partial J}{\partial a_{f}^{[1](e)}}
    ");
}

const NAMES: [&str; 9] = ["x", "e", "N", "MSE", "a_2", "w_211", "w_2,10,n", "o_out_n^(e)", "h2_in_1^(12)"];

fn formulas() -> impl Strategy<Value = Expr> {
    let name = || prop::sample::select(NAMES.to_vec()).prop_map(|name| name.parse::<Symbol>().expect(name));
    let number = prop::sample::select(vec!["0", "1", "2", "0.25", "10"]).prop_map(expr);
    prop_oneof![name().prop_map(Expr::Sym), number]
        .prop_recursive(6, 60, 4, move |inner| {
            let several = || prop::collection::vec(inner.clone(), 2..5);
            prop_oneof![
                inner.clone().prop_map(Expr::negated),
                several().prop_map(Expr::Add),
                several().prop_map(Expr::Mul),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| a.over(b)),
                (inner.clone(), -3..=3i32).prop_map(|(base, n)| Expr::Pow(Box::new(base), n)),
                (0..FUNCTIONS.len(), inner.clone()).prop_map(|(f, a)| Expr::Call(&FUNCTIONS[f], Box::new(a))),
                (prop::sample::select(vec!['e', 'k']), inner.clone())
                    .prop_map(|(letter, body)| Expr::sum_over(letter, Symbol::new("E"), body)),
                (inner.clone(), name()).prop_map(|(of, by)| Expr::partial(of, by)),
            ]
        })
        .prop_filter("where a letter counts it is no name", |formula| formula.letter_as_a_name().is_none())
}

/// The same formula with signs drawn out of products and products in products opened: all that layout may blur.
fn blurred(formula: &Expr) -> Expr {
    match formula {
        Expr::Neg(inner) => match blurred(inner) {
            Expr::Neg(inner) => *inner,
            inner => inner.negated(),
        },
        Expr::Mul(factors) => {
            let (mut all, mut negative) = (Vec::new(), false);
            for factor in factors.iter().map(blurred) {
                let factor = match factor {
                    Expr::Neg(inner) => {
                        negative = !negative;
                        *inner
                    }
                    factor => factor,
                };
                all.extend(factor.factors().iter().cloned());
            }
            if negative { Expr::Mul(all).negated() } else { Expr::Mul(all) }
        }
        _ => formula.map_parts(&mut blurred),
    }
}

proptest! {
    /// LaTeX has the layout and can be read where it is not broken into rows: whatever is set must read as the formula that
    /// it was set from.
    #[test]
    fn what_is_set_reads_as_what_was_meant(formula_meant in formulas()) {
        let set = latex::formula(&formula(&formula_meant, Names::SERIES, &[]));
        let read = set.parse::<Expr>();
        prop_assert_eq!(read.map(|read| blurred(&read)), Ok(blurred(&formula_meant)), "{}", set);
    }
}
