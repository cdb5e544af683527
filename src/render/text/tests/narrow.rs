//! Everything in a window that is too narrow for it.

use crate::page::Block;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::samples;
use crate::render::text::Text;
use insta::assert_snapshot;

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
      −4                  0         x          4
    ⣤⣤⣤ ∿σ
    ⠄⠄⠠ tangent
    ● here
    ");
}
