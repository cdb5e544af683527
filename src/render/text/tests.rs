//! Telling pages, as they stand on a terminal.

use super::*;
use crate::render::Colour;
use crate::render::samples;
use insta::assert_snapshot;

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
fn words_and_numbers() {
    assert_snapshot!(Text.page(&samples::page(), &Style { width: 44, ..Style::default() }), @"
    Paths to w_211
    ━━━━━━━━━━━━━━

    The cost depends on w₂₁₁ along two paths,
    one for each example; multiply first, then
    add & divide by 6 (100 %). Try `gradwalk
    paths iris-2 --weight w_211`.

    Numbers

                ∂MSE     ∂oₒᵤₜ,₁⁽ᵉ⁾  ∂oᵢₙ,₁⁽ᵉ⁾
    example  ──────────  ──────────  ─────────
             ∂oₒᵤₜ,₁⁽ᵉ⁾  ∂oᵢₙ,₁⁽ᵉ⁾     ∂w₂₁₁
             ▫▫▫▫▫▫▫▫▫▫  ∿∿∿∿∿∿∿∿∿∿  •••••••••
    ───────  ──────────  ──────────  ─────────
    (1)       −0.377103      0.2349      0.79
    (2)       10.6           0.24        1e-17

    example  product
    ───────  ───────
    (1)        −0.07
    (2)         0.14
    ───────  ───────
    sum        ✗0.07

      ∂MSE    1   ⎡
      ───── = ─ · ⎢(oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)
      ∂w₂₁₁   N   ⎣▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫

                   · oₒᵤₜ,₁⁽¹⁾ · (1 − oₒᵤₜ,₁⁽¹⁾)
                     ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿

                    · hₒᵤₜ,₁⁽¹⁾
                      •••••••••

                  + (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾)
                    ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫

                   · oₒᵤₜ,₁⁽²⁾ · (1 − oₒᵤₜ,₁⁽²⁾)
                     ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿

                    · hₒᵤₜ,₁⁽²⁾]
                      •••••••••

       ∂MSE     1    E
      ─────── = ─ ·  Σ  (oₒᵤₜ,ₙ⁽ᵉ⁾ − yₙ⁽ᵉ⁾)
       ∂w       N   e=1 ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫
         2fn    ▔

                 · oₒᵤₜ,ₙ⁽ᵉ⁾ · (1 − oₒᵤₜ,ₙ⁽ᵉ⁾)
                   ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿

                 · hₒᵤₜ,₁⁽ᵉ⁾
                   •••••••••

                 exp(−x)
      σ′(x) = ──────────────
              (1 + exp(−x))²

            = (1 + exp(−x))⁻² ·   w₂₁₁
                   0.25          −0.004

       (1)
      t       = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · oₒᵤₜ,₁⁽¹⁾
       long,1   ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿

                · (1 − oₒᵤₜ,₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
               ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••

            t = (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾) · oₒᵤₜ,₁⁽²⁾
                ▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫▫   ∿∿∿∿∿∿∿∿∿

                · (1 − oₒᵤₜ,₁⁽²⁾) · hₒᵤₜ,₁⁽²⁾
               ∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿∿   •••••••••

    MSE
    ┣━ oₒᵤₜ,₁⁽¹⁾  ▫−0.3771
    │  ┗━ oᵢₙ,₁⁽¹⁾  ∿0.2347
    │     ┣━ w₂₁₁  •0.7945
    │     └ … 3 more
    ┣━ oₒᵤₜ,₁⁽²⁾  ▫0.6012
    │  ┗━ oᵢₙ,₁⁽²⁾  ∿0.2398
    │     ┣━ w₂₁₁  •0.9673
    │     └ … 3 more
    ├╌ hₒᵤₜ,₁⁽²⁾
    └ … 4 more

    inputs            hidden            outputs

      x₁   ⠄⢀                       ⢀⣠⣤    o₁
            ⠈ ⡁⠐ ⡀             ⢀⣀⣤⠶⣛⠋⠁
      x₂   ⠄⢠ ⠄⠰ ⠄⢨ ⠆   h₁   ⡴⢾⠋⠍⠠⠊⠄⢠ ⠄    o₂
              ⡁⠰ ⡁⠰           ⢀ ⡁⠰ ⡁
      x₃   ⠄⠨ ⠄⠠ ⠄⢨ ⠆   h₂   ⠔⠩ ⠄⠠ ⠄⠨ ⠆    o₃
            ⢀ ⡁⠠ ⠁
      x₄   ⠄⠈                           … 7 more
    h₁ → o₁: •w₂₁₁

    1                          ⠄
                              ⠐           ⣀⣀⣀⣀⣤⡄
                             ⢀⠁   ⣀⣠⣤⡴⠶⠞⠛⠛⠉⠉⠉⠉
                             ⠄⢀⣠⡶⠛⠉⠁
                            ⢂⡴⠋⠁
                           ⣨⠏
                          ●⠏
                         ⣠⠏
                        ⣰⠋
                     ⢀⣠⠾⠅
                 ⢀⣀⣤⡴⠋⠁⠐
        ⣀⣀⣀⣠⣤⣤⠶⠶⠛⠛⠉   ⢀⠁
      ⠛⠛⠉⠉⠉⠁         ⠠
    0                ⠂
      −4                                       4
    ⣤⣤⣤ ∿σ
    ⠄⠄⠠ tangent
    ● here
    ");
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
    d w_2fn   N   e=1 #######################   ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
              ^

               * h_out_1^(e)
                 ...........
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
fn a_tree_stands_upright_where_there_is_room() {
    let tree = Diagram::Tree(samples::tree());
    assert_snapshot!(Text.diagram(&tree, &Style::default()), @"
                                         MSE
              ┏━━━━━━━━━━━━━━━━━━━━━━━━┳━━┻───────────────┬───────────┐
              ┃ ▫−0.3771               ┃ ▫0.6012          ╎       … 4 more
          oₒᵤₜ,₁⁽¹⁾                oₒᵤₜ,₁⁽²⁾          hₒᵤₜ,₁⁽²⁾
              ┃                        ┃
              ┃ ∿0.2347                ┃ ∿0.2398
          oᵢₙ,₁⁽¹⁾                 oᵢₙ,₁⁽²⁾
      ┏━━━━━━━┻───────┐        ┏━━━━━━━┻───────┐
      ┃ •0.7945   … 3 more     ┃ •0.9673   … 3 more
    w₂₁₁                     w₂₁₁
    ");
    assert_snapshot!(Text.diagram(&tree, &ASCII), @"
                                            MSE
              #==========================#===#-----------------+-------------+
              # #-0.3771                 # #0.6012             :        ... 4 more
         o_out_1^(1)                o_out_1^(2)           h_out_1^(2)
              #                          #
              # ~0.2347                  # ~0.2398
         o_in_1^(1)                 o_in_1^(2)
      #=======#--------+         #=======#--------+
      # .0.7945   ... 3 more     # .0.9673   ... 3 more
    w_211                      w_211
    ");
}

#[test]
fn a_network_and_a_plot() {
    assert_snapshot!(Text.diagram(&Diagram::Network(samples::network()), &Style::default()), @"
    inputs                  hidden                  outputs

      x₁   ⠄⢠ ⡀                                ⣀⣀⣤⣤    o₁
              ⠂⠨ ⠂⠐ ⠄⢀                 ⣀⣀⣤⣤⠶⠶⣛⠿⠉⠉
      x₂   ⠄⠠ ⡄⠠ ⠅⠰ ⡄⠠ ⡅⢨ ⠆   h₁   ⡴⠶⠛⡟⠩⠉⣄⠠ ⠄⠠ ⡄⢠ ⠄    o₂
               ⢈ ⠆⠰ ⠆⢈ ⠆⢈              ⢈⠉⠆⠰ ⠆⢈
      x₃   ⠄⠰ ⠅⠠ ⡄⠠ ⠅⠠ ⡅⢨ ⠆   h₂   ⠔⠹ ⠅⠠ ⠄⠠ ⠄⠠ ⠅⠨ ⠆    o₃
              ⠄⢐ ⠄⠠ ⠂⠈
      x₄   ⠄⠘ ⠁                                     … 7 more
    h₁ → o₁: •w₂₁₁
    ");
    assert_snapshot!(Text.diagram(&Diagram::Network(samples::network()), &ASCII), @"
    inputs                  hidden                   outputs

     x_1   ....                                ####    o_1
             ..........                ##########
     x_2   ................  h_1   ######::::......    o_2
               ..........            ::::......
     x_3   ................  h_2   ::..............    o_3
             ..........
     x_4   ....                                     ... 7 more
    h_1 -> o_1: .w_211
    ");
    assert_snapshot!(Text.diagram(&Diagram::Plot(samples::plot()), &Style::default()), @"
    1                                     ⠠
                                         ⠐                ⢀⣀⣀⣀⣀⣀⣤⡄
                                        ⡈     ⢀⣀⣠⣤⣤⠶⠶⠶⠛⠛⠛⠛⠋⠉⠉⠉⠉⠉
                                       ⠄ ⣀⣠⡴⠶⠛⠋⠉⠁
                                      ⢂⣤⠶⠋⠁
                                    ⢀⡵⠋
                                   ●⠞⠁
                                 ⢀⣰⠋
                                ⣠⡞⠁
                             ⣠⡴⠛⠅
                       ⣀⣠⣤⡴⠞⠛⠉ ⠐
        ⢀⣀⣀⣀⣀⣠⣤⣤⣤⣴⠶⠶⠞⠛⠛⠉⠁    ⢀⠈
      ⠛⠛⠋⠉⠉⠉⠉⠁              ⠠
    0                       ⠂
      −4                                                         4
    ⣤⣤⣤ ∿σ
    ⠄⠄⠠ tangent
    ● here
    ");
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
