//! Pages for a terminal: formulas in two dimensions, tables, pictures in characters.
//!
//! Everything becomes [`Line`]s of painted characters first. [`Text`] writes them out, with colours where the
//! style asks for them; a full-screen player can put the same lines on its screen. Whatever a colour says is also
//! said by a sign.

mod ansi;
mod breaking;
mod cell;
mod charset;
mod display;
mod formula;
mod linear;
mod network;
mod plot;
mod prose;
mod raster;
mod scripts;
mod table;
mod tile;
mod tree;

use linear::Notation;
pub use tile::{Glyph, Line, Paint};

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use crate::page::Block;
use crate::page::Diagram;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Role;
use crate::page::Strand;
use crate::page::Stroke;
use crate::page::Table;

/// The renderer for terminals.
#[derive(Clone, Copy, Debug)]
pub struct Text;

impl Renderer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn heading(&self, level: Level, text: &str, style: &Style) -> String {
        ansi::written(heading(level, text, style), style.colour)
    }

    fn prose(&self, runs: &[Inline], style: &Style) -> String {
        ansi::written(prose::paragraph(runs, style.width, style.charset), style.colour)
    }

    fn equation(&self, math: &Math, style: &Style) -> String {
        ansi::written(display::equation(math, style), style.colour)
    }

    fn aligned(&self, rows: &[Vec<Math>], style: &Style) -> String {
        ansi::written(display::aligned(rows, style), style.colour)
    }

    fn table(&self, table: &Table, style: &Style) -> String {
        ansi::written(table::lines(table, style.width, style.charset), style.colour)
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        ansi::written(picture(diagram, style), style.colour)
    }
}

/// The lines of a block, for those who put them on a screen themselves.
pub fn lines(block: &Block, style: &Style) -> Vec<Line> {
    match block {
        Block::Heading(text) => heading(Level::Part, text, style),
        Block::Prose(runs) => prose::paragraph(runs, style.width, style.charset),
        Block::Equation(math) => display::equation(math, style),
        Block::Aligned(rows) => display::aligned(rows, style),
        Block::Table(table) => table::lines(table, style.width, style.charset),
        Block::Diagram(diagram) => picture(diagram, style),
    }
}

/// A formula on one line as it could be typed, without looks and notes.
pub fn one_line(math: &Math, charset: Charset) -> String {
    let notation = match charset {
        Charset::Unicode => Notation::Typed,
        Charset::Ascii => Notation::Ascii,
    };
    linear::line(&math.bare(), notation).into_iter().map(|glyph| glyph.character).collect()
}

/// The sign of a strand, for a legend.
pub fn sign(strand: Strand, charset: Charset) -> char {
    charset::strand_sign(strand, charset)
}

fn heading(level: Level, text: &str, style: &Style) -> Vec<Line> {
    let mut lines = prose::wrapped(&tile::glyphs(text, style.charset), style.width);
    let widest = lines.iter().map(|line| tile::columns(line)).max().unwrap_or(0);
    for line in &mut lines {
        tile::paint(line, Role::Strong.into());
    }
    if level == Level::Page {
        let across = charset::strokes(Stroke::Heavy, style.charset).across;
        lines.push(tile::stroke(across, widest, Paint::default()));
    }
    lines
}

fn picture(diagram: &Diagram, style: &Style) -> Vec<Line> {
    match diagram {
        Diagram::Tree(tree) => tree::lines(tree, style.width, style.charset),
        Diagram::Network(network) => network::lines(network, style.width, style.charset),
        Diagram::Plot(plot) => plot::lines(plot, style.width, style.charset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Colour;
    use crate::render::samples;
    use insta::assert_snapshot;

    const ASCII: Style = Style { width: 80, charset: Charset::Ascii, colour: Colour::None };

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
        ───────  ──────────  ──────────  ─────────
        sum

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
}
