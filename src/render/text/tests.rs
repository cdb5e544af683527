//! Telling pages, as they stand on a terminal.

use super::*;
use crate::page::Operator;
use crate::page::Strand;
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

/// The parts of the page with all kinds of blocks that are like this, in a narrow window.
fn narrow(choose: impl Fn(&Block) -> bool) -> String {
    let blocks: Vec<Block> = samples::page().blocks.into_iter().filter(choose).collect();
    Text.blocks(&blocks, &Style { width: 44, ..Style::default() })
}

#[test]
fn words_and_numbers_in_a_narrow_window() {
    assert_snapshot!(narrow(|block| matches!(block, Block::Heading(_) | Block::Prose(_) | Block::Table(_))), @"
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
    ");
}

#[test]
fn formulas_in_a_narrow_window() {
    assert_snapshot!(narrow(|block| matches!(block, Block::Equation(_) | Block::Aligned(_))), @"
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

    ∂MSE         ∂MSE          ∂oₒᵤₜ,₁⁽¹⁾
    ───── =   ──────────   ·   ──────────
    ∂w₂₁₁     ∂oₒᵤₜ,₁⁽¹⁾       ∂oᵢₙ,₁⁽¹⁾
              ▫▫▫▫▫▫▫▫▫▫       ∿∿∿∿∿∿∿∿∿∿
              ╰───┬────╯       ╰───┬────╯
             slope of the     slope of the
                 cost          activation

                 ∂oᵢₙ,₁⁽¹⁾
             ·   ─────────
                   ∂w₂₁₁
                 •••••••••
                 ╰───┬───╯
                slope of the
                dot product

    a = −0.3771 · 0.2347 · 0.7945
    b = 0.6     · 0.24   · 0.97
    ");
}

#[test]
fn comparisons_in_a_narrow_window() {
    assert_snapshot!(narrow(|block| matches!(block, Block::Beside { .. } | Block::Badge(_) | Block::Grid(_))), @"
    ▌ Cost in force: MSE, halved.

                       node 1
              ┏━━━━━━━━━━━━━━━━━━━━━━┓
    flower 1  ┃ (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)² ┃
              ┃         0.11         ┃
              ┗━━━━━━━━━━━━━━━━━━━━━━┛
              ┌──────────────────────┐
    flower 2  │ (oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾)² │
              │         0.12         │
              └──────────────────────┘

                       node 2
              ┌──────────────────────┐
    flower 1  │ (oₒᵤₜ,₂⁽¹⁾ − y₂⁽¹⁾)² │
              │         0.21         │
              └──────────────────────┘
              ┌──────────────────────┐
    flower 2  │ (oₒᵤₜ,₂⁽²⁾ − y₂⁽²⁾)² │
              │         0.22         │
              └──────────────────────┘

                       node 3
              ┌──────────────────────┐
    flower 1  │ (oₒᵤₜ,₃⁽¹⁾ − y₃⁽¹⁾)² │
              │         0.31         │
              └──────────────────────┘
              ┌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
    flower 2  ╎ (oₒᵤₜ,₃⁽²⁾ − y₃⁽²⁾)² ╎
              ╎         0.32         ╎
              └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘

            MSE
             ┃
             ┃ ▫0.6
         oₒᵤₜ,₁⁽¹⁾
      ┏━━━━━━┻──────┐
      ┃ •0.79   … 1 more
    w₂₁₁

      ∂MSE
      ───── = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · hₒᵤₜ,₁⁽¹⁾
      ∂w₂₁₁

             MSE
              ┃
              ┃ ▫0.6
          oₒᵤₜ,₁⁽¹⁾
       ╔══════╩───────┐
       ║ •[0.2]   … 1 more
    [w₂₂₁]

      ∂MSE
      ───── = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾) · hₒᵤₜ,₂⁽¹⁾
      ∂w₂₂₁                         ▔▔▔▔▔▔▔▔▔
       ▔▔▔▔
    ");
}

#[test]
fn pictures_in_a_narrow_window() {
    assert_snapshot!(narrow(|block| matches!(block, Block::Diagram(_))), @"
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

      σ(x)
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
      −4                   x                   4
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
              # %-0.3771                 # %0.6012             :        ... 4 more
         o_out_1^(1)                o_out_1^(2)           h_out_1^(2)
              #                          #
              # $0.2347                  # $0.2398
         o_in_1^(1)                 o_in_1^(2)
      #=======#--------+         #=======#--------+
      # @0.7945   ... 3 more     # @0.9673   ... 3 more
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
    h_1 -> o_1: @w_211
    ");
    assert_snapshot!(Text.diagram(&Diagram::Plot(samples::plot()), &Style::default()), @"
      σ(x)
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
      −4                            x                            4
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
fn a_grid_has_fewer_columns_where_there_is_less_room() {
    assert_snapshot!(Text.grid(&samples::grid(), &Style::default()), @"
                      node 1                 node 2                 node 3
              ┏━━━━━━━━━━━━━━━━━━━━┓ ┌────────────────────┐ ┌────────────────────┐
    flower 1  ┃(oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)²┃ │(oₒᵤₜ,₂⁽¹⁾ − y₂⁽¹⁾)²│ │(oₒᵤₜ,₃⁽¹⁾ − y₃⁽¹⁾)²│
              ┃        0.11        ┃ │        0.21        │ │        0.31        │
              ┗━━━━━━━━━━━━━━━━━━━━┛ └────────────────────┘ └────────────────────┘
              ┌────────────────────┐ ┌────────────────────┐ ┌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┐
    flower 2  │(oₒᵤₜ,₁⁽²⁾ − y₁⁽²⁾)²│ │(oₒᵤₜ,₂⁽²⁾ − y₂⁽²⁾)²│ ╎(oₒᵤₜ,₃⁽²⁾ − y₃⁽²⁾)²╎
              │        0.12        │ │        0.22        │ ╎        0.32        ╎
              └────────────────────┘ └────────────────────┘ └╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┘
    ");
    assert_snapshot!(Text.grid(&samples::grid(), &ASCII), @"
                          node 1                        node 2
              #===========================# +---------------------------+
    flower 1  # (o_out_1^(1) - y_1^(1))^2 # | (o_out_2^(1) - y_2^(1))^2 |
              #           0.11            # |           0.21            |
              #===========================# +---------------------------+
              +---------------------------+ +---------------------------+
    flower 2  | (o_out_1^(2) - y_1^(2))^2 | | (o_out_2^(2) - y_2^(2))^2 |
              |           0.12            | |           0.22            |
              +---------------------------+ +---------------------------+

                          node 3
              +---------------------------+
    flower 1  | (o_out_3^(1) - y_3^(1))^2 |
              |           0.31            |
              +---------------------------+
              +...........................+
    flower 2  : (o_out_3^(2) - y_3^(2))^2 :
              :           0.32            :
              +...........................+
    ");
}

#[test]
fn two_things_are_compared_side_by_side_or_under_one_another() {
    let Block::Beside { left, right } = samples::comparison() else { panic!("it compares") };
    assert_snapshot!(Text.beside(&left, &right, &Style::default()), @"
            MSE                            │           MSE
             ┃                             │            ┃
             ┃ ▫0.6                        │            ┃ ▫0.6
         oₒᵤₜ,₁⁽¹⁾                         │        oₒᵤₜ,₁⁽¹⁾
      ┏━━━━━━┻──────┐                      │     ╔══════╩───────┐
      ┃ •0.79   … 1 more                   │     ║ •[0.2]   … 1 more
    w₂₁₁                                   │  [w₂₂₁]
                                           │
      ∂MSE                                 │    ∂MSE
      ───── = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)          │    ───── = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)
      ∂w₂₁₁                                │    ∂w₂₂₁
                                           │     ▔▔▔▔
               · hₒᵤₜ,₁⁽¹⁾                 │
                                           │             · hₒᵤₜ,₂⁽¹⁾
                                           │               ▔▔▔▔▔▔▔▔▔
    ");
    assert_snapshot!(Text.beside(&left, &right, &Style { width: 60, ..ASCII }), @"
            MSE
             #
             # %0.6
        o_out_1^(1)
      #======#-------+
      # @0.79   ... 1 more
    w_211

       d MSE
      ------- = (o_out_1^(1) - y_1^(1)) * h_out_1^(1)
      d w_211

              MSE
               #
               # %0.6
          o_out_1^(1)
       *********-------+
       * @[0.2]   ... 1 more
    [w_221]

       d MSE
      ------- = (o_out_1^(1) - y_1^(1)) * h_out_2^(1)
      d w_221                             ^^^^^^^^^^^
        ^^^^^
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

#[test]
fn a_matrix_stands_between_brackets() {
    let drawn = Text.grid(&samples::matrix(), &Style::default());
    let count = |sign: char| drawn.matches(sign).count();
    // Two rows of a name, its number and, under one of them, a mark: five lines.
    assert_eq!(['⎡', '⎤', '⎣', '⎦'].map(count), [1; 4], "{drawn}");
    assert_eq!((count('⎢'), count('┌'), count('▲') > 0), (3, 0, true), "{drawn}");
    assert!(drawn.contains("f = 1  ⎡") && drawn.contains("f = 2  ⎢"), "{drawn}");
    let ascii = Text.grid(&samples::matrix(), &ASCII);
    assert_eq!((ascii.matches('[').count(), ascii.is_ascii()), (5, true), "{ascii}");
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
