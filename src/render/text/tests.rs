//! Telling pages, as they stand on a terminal.

use super::*;
use crate::page::Operator;
use crate::page::Strand;
use crate::render::Colour;
use crate::render::samples;
use insta::assert_snapshot;

mod narrow;
mod pictures;

const ASCII: Style = Style { width: 80, charset: Charset::Ascii, colour: Colour::None };

#[test]
fn a_page_is_the_same_written_line_by_line() {
    for style in [Style { width: 44, ..Style::default() }, Style { colour: Colour::Ansi, ..Style::default() }]
    {
        let mut written = Vec::new();
        write(&samples::page(), &style, &mut written).expect("memory takes everything");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), Text.page(&samples::page(), &style));
    }
}

#[test]
fn a_table() {
    assert_snapshot!(Text.table(&samples::table(), &Style::default()), @"
                ∂MSE     ∂oₒᵤₜ,₁⁽ᵉ⁾  ∂oᵢₙ,₁⁽ᵉ⁾
    example  ──────────  ──────────  ─────────  product
             ∂oₒᵤₜ,₁⁽ᵉ⁾  ∂oᵢₙ,₁⁽ᵉ⁾     ∂w₂₁₁
             ▫▫▫▫▫▫▫▫▫▫  ∿∿∿∿∿∿∿∿∿∿  •••••••••
    ───────  ──────────  ──────────  ─────────  ───────
    (1)       −0.377103      0.2349      0.79     −0.07
    (2)       10.6           0.24        1e-17     0.14
    ───────  ──────────  ──────────  ─────────  ───────
    sum                                           ✗0.07
    ");
}

#[test]
fn formulas() {
    let style = Style::default();
    assert_snapshot!(Text.equation(&samples::written_out(), &style), @"
    ∂MSE    1   ⎡
    ───── = ─ · ⎢(oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
    ∂w₂₁₁   N   ⎣▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••

               + (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾) · oₒᵤₜ,₁⁽²⁾ · (1 − oₒᵤₜ,₁⁽²⁾) · hₒᵤₜ,₁⁽²⁾]
                 ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••
    ");
    assert_snapshot!(Text.equation(&samples::general(), &style), @"
     ∂MSE     1    E
    ─────── = ─ ·  Σ  (oₒᵤₜ,ₙ⁽ᵉ⁾ − yₙ⁽ᵉ⁾) · oₒᵤₜ,ₙ⁽ᵉ⁾ · (1 − oₒᵤₜ,ₙ⁽ᵉ⁾)
     ∂w       N   e=1 ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿
       2fn    ▔

            · hₒᵤₜ,₁⁽ᵉ⁾
              •••••••••
    ");
    assert_snapshot!(Text.equation(&samples::with_values(), &style), @"
               exp(−x)
    σ′(x) = ────────────── = (1 + exp(−x))⁻² ·   w₂₁₁
            (1 + exp(−x))²        0.25          −0.004
    ");
    assert_snapshot!(Text.aligned(&samples::rows(), &style), @"
     (1)
    t       = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
     long,1   ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••

          t = (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾) · oₒᵤₜ,₁⁽²⁾ · (1 − oₒᵤₜ,₁⁽²⁾) · hₒᵤₜ,₁⁽²⁾
              ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••
    ");
}

#[test]
fn formulas_in_ascii() {
    assert_snapshot!(Text.equation(&samples::general(), &ASCII), @"
     d MSE    1    E
    ------- = - * sum (o_out_n^(e) - y_n^(e)) * o_out_n^(e) * (1 - o_out_n^(e))
    d w_2fn   N   e=1 %%%%%%%%%%%%%%%%%%%%%%%   $$$$$$$$$$$$$$$$$$$$$$$$$$$$$$$
              ^

            * h_out_1^(e)
              @@@@@@@@@@@
    ");
    assert_snapshot!(Text.equation(&samples::with_values(), &ASCII), @"
                    exp(-x)
    sigma'(x) = --------------- = (1 + exp(-x))^(-2) *  w_211
                (1 + exp(-x))^2          0.25           -0.004
    ");
}

#[test]
fn formulas_on_one_line() {
    assert_snapshot!(one_line(&samples::general(), Charset::Unicode), @"∂MSE/∂w_2fn = 1/N·sum(e, 1, E, (o_out_n^(e) − y_n^(e))·o_out_n^(e)·(1 − o_out_n^(e))·h_out_1^(e))");
    assert_snapshot!(one_line(&samples::general(), Charset::Ascii), @"d(MSE)/d(w_2fn) = 1/N*sum(e, 1, E, (o_out_n^(e) - y_n^(e))*o_out_n^(e)*(1 - o_out_n^(e))*h_out_1^(e))");
    assert_snapshot!(one_line(&samples::with_values(), Charset::Unicode), @"σ′(x) = exp(−x)/(1 + exp(−x))^2 = (1 + exp(−x))^(−2)·w_211");
}

#[test]
fn colours_say_what_signs_say() {
    let style = Style { colour: Colour::Ansi, ..Style::default() };
    let coloured = Text.equation(&samples::general(), &style).replace('\x1b', "␛");
    assert_snapshot!(coloured, @"
     ∂MSE     ␛[1m1␛[0m    E
    ─────── = ␛[1m─␛[0m ·  Σ  ␛[38;5;169m(oₒᵤₜ,ₙ⁽ᵉ⁾ − yₙ⁽ᵉ⁾)␛[0m · ␛[38;5;33moₒᵤₜ,ₙ⁽ᵉ⁾ · (1 − oₒᵤₜ,ₙ⁽ᵉ⁾)␛[0m
     ∂w       ␛[1mN␛[0m   e=1 ␛[38;5;169m▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫␛[0m   ␛[38;5;33m∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿␛[0m
       2fn    ␛[1m▔␛[0m

            · ␛[38;5;166mhₒᵤₜ,₁⁽ᵉ⁾␛[0m
              ␛[38;5;166m•••••••••␛[0m
    ");
}

#[test]
fn words_under_braces() {
    assert_snapshot!(Text.equation(&samples::with_words(), &Style::default()), @"
    ∂MSE         ∂MSE          ∂oₒᵤₜ,₁⁽¹⁾       ∂oᵢₙ,₁⁽¹⁾
    ───── =   ──────────   ·   ──────────   ·   ─────────
    ∂w₂₁₁     ∂oₒᵤₜ,₁⁽¹⁾       ∂oᵢₙ,₁⁽¹⁾          ∂w₂₁₁
              ▫▫▫▫▫▫▫▫▫▫       ∿∿∿∿∿∿∿∿∿∿       •••••••••
              ╰───┬────╯       ╰───┬────╯       ╰───┬───╯
             slope of the     slope of the     slope of the
                 cost          activation      dot product
    ");
    assert_snapshot!(Text.equation(&samples::with_words(), &ASCII), @r"
     d MSE        d MSE       d o_out_1^(1)    d o_in_1^(1)
    ------- = ------------- * ------------- *  ------------
    d w_211   d o_out_1^(1)   d o_in_1^(1)       d w_211
              %%%%%%%%%%%%%   $$$$$$$$$$$$$    @@@@@@@@@@@@
              \-----+-----/   \-----+-----/    \----+-----/
              slope of the    slope of the     slope of the
                  cost         activation      dot product
    ");
}

#[test]
fn a_system_is_lined_up_at_every_sign() {
    assert_snapshot!(Text.aligned(&samples::system(), &Style::default()), @"
    a = −0.3771 · 0.2347 · 0.7945
    b = 0.6     · 0.24   · 0.97
    ");
}

#[test]
fn a_badge_is_set_apart() {
    let badge = ["The cost in force, from here to the end of the lesson: ".into(), samples::mse().into()];
    assert_snapshot!(Text.badge(&badge, &Style { width: 40, ..Style::default() }), @"
    ▌ The cost in force, from here to the
    ▌ end of the lesson: MSE
    ");
}

/// What has changed as a whole is underlined as a whole on every line, below the deepest fraction.
#[test]
fn a_broken_formula_is_underlined_below_its_fractions() {
    let share = || Math::fraction(Math::number("1"), Math::name("N"));
    let term = |name: &str| Math::row([share(), Operator::Times.into(), Math::name(name)]);
    let sum = Math::row([
        term("long_name_of_one"),
        Operator::Plus.into(),
        term("long_name_of_two"),
        Operator::Plus.into(),
        term("long_name_of_three"),
    ]);
    let style = Style { width: 50, ..Style::default() };
    let drawn = Text.equation(&sum.looking(Role::Changed), &style);
    assert!(drawn.lines().filter(|line| line.contains('▔')).count() >= 2, "{drawn}");
    for line in drawn.lines().filter(|line| line.contains('▔')) {
        assert!(line.trim().chars().all(|sign| sign == '▔'), "{drawn}");
    }
}

/// One more mark under one of the factors moves no number out of its line.
#[test]
fn numbers_and_names_stand_on_one_line_whatever_is_marked() {
    let factor = |name: &str, number: &str| {
        let marked = Math::name(name).looking(samples::mark(Strand::Cost));
        marked.under(Math::number(number)).braced(Math::Words("cost".into()))
    };
    let Math::Braced(inner, name) = factor("first_factor", "0.1") else { panic!("it has a brace") };
    let Math::Under(body, number) = *inner else { panic!("it has a number") };
    let strong = body.looking(Role::Strong).under(*number).braced(*name);
    let product = Math::row([strong, Operator::Times.into(), factor("second_factor", "0.2")]);
    // On one line, and broken before the plus.
    for width in [100, 60] {
        let sum = [product.clone(), Operator::Plus.into(), Math::name("a".repeat(40))];
        let drawn = Text.equation(&Math::row(sum), &Style { width, ..Style::default() });
        let holds = |line: &str| line.contains("0.1") == line.contains("0.2");
        assert!(drawn.lines().all(holds), "{drawn}");
        assert!(drawn.lines().any(|line| line.matches("cost").count() == 2), "{drawn}");
    }
}
