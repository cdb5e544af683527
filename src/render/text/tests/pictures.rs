//! Trees, networks, curves, boxes, and two things beside one another.

use super::ASCII;
use crate::page::Block;
use crate::page::Diagram;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::samples;
use crate::render::text::Text;
use insta::assert_snapshot;

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
      −4                           0              x              4
    ⣤⣤⣤ ∿σ
    ⠄⠄⠠ tangent
    ● here
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
            MSE                             │          MSE
             ┃                              │           ┃
             ┃ ▫0.6                         │           ┃ ▫0.6
         oₒᵤₜ,₁⁽¹⁾                          │       oₒᵤₜ,₁⁽¹⁾
      ┏━━━━━━┻──────┐                       │    ╔══════╩───────┐
      ┃ •0.79   … 1 more                    │    ║ •[0.2]   … 1 more
    w₂₁₁                                    │ [w₂₂₁]
                                            │
      ∂MSE                                  │   ∂MSE
      ───── = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)           │   ───── = (oₒᵤₜ,₁⁽¹⁾ − y₁⁽¹⁾)
      ∂w₂₁₁                                 │   ∂w₂₂₁
                                            │    ▔▔▔▔
            · hₒᵤₜ,₁⁽¹⁾                     │
                                            │         · hₒᵤₜ,₂⁽¹⁾
                                            │           ▔▔▔▔▔▔▔▔▔
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

/// What is alike is broken alike, whether the columns can be halved or not.
#[test]
fn both_sides_have_the_same_room() {
    let Block::Beside { left, .. } = samples::comparison() else { panic!("it compares") };
    let formula = &left[left.len() - 1..];
    let mut compared = 0;
    for width in 60..=100 {
        let drawn = Text.beside(formula, formula, &Style { width, ..Style::default() });
        let sides = drawn.lines().map(|line| line.split_once('│'));
        let Some(sides) = sides.collect::<Option<Vec<_>>>() else { continue };
        for (left, right) in sides {
            assert_eq!(left.trim(), right.trim(), "{drawn}");
        }
        assert!(drawn.lines().all(|line| line.chars().count() <= width), "{drawn}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
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
