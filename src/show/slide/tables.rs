//! Matrices, their products, and the comparison of both ways.
//!
//! ```text
//! H_out^T · O_delta = P        row 1 of the first, column 2 of the second → the cell where they cross
//! ```

use crate::gradient::matrix;
use crate::gradient::scalar;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::lesson::Lesson;
use crate::lesson::Matrix;
use crate::lesson::Product;
use crate::lesson::scene::Scene;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Frame;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Math;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;
use crate::show::number::six_digits;
use crate::show::slide::View;
use crate::show::slide::equations;
use crate::show::slide::pictures;
use crate::show::symbol::symbol_in;

/// A matrix under its name, with some of its cells marked.
pub(super) fn matrix(
    lesson: &Lesson,
    scene: &Scene,
    matrix: &Matrix,
    is_marked: &dyn Fn(usize, usize) -> bool,
    names: Names<'_>,
) -> Vec<Block> {
    let drawn = pictures::grid(scene, &matrix.cells, (matrix.letters, equations::DIGITS), names);
    let mut grid = Grid { frame: Frame::Brackets, ..drawn };
    for (row, (_, cells)) in grid.rows.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            if is_marked(row, column) {
                *cell = std::mem::replace(cell, Math::name("")).looking(Role::Strong);
            }
        }
    }
    let strong = |text: &str| Inline::Looking(Role::Strong.into(), vec![text.into()]);
    let [down, along] = matrix.letters;
    let letters = [("rows", down.to_string()), ("columns", along.to_string())];
    let says = lesson.words.filled("rows-columns", &letters);
    vec![Block::Prose(vec![strong(&matrix.name), says.into()]), Block::Grid(grid)]
}

/// Both matrices with the row and the column that meet, what comes out, and the sum of products in one cell.
pub(super) fn product(lesson: &Lesson, scene: &Scene, product: &Product, view: View<'_>) -> Vec<Block> {
    let (row, column) = product.cell;
    let [first, second] = &product.factors;
    let mut blocks = vec![Block::Beside {
        left: matrix(lesson, scene, first, &|at, _| at == row, view.names),
        right: matrix(lesson, scene, second, &|_, at| at == column, view.names),
    }];
    blocks.extend(matrix(
        lesson,
        scene,
        &product.is,
        &|down, along| (down, along) == (row, column),
        view.names,
    ));
    blocks.push(Block::Equation(equations::both(lesson, scene, &product.opened, &[], view)));
    blocks
}

/// For every weight of a layer the sum over its paths and what the matrices give.
pub(super) fn compare(lesson: &Lesson, scene: &Scene, weight: Quantity, names: Names<'_>) -> Option<Block> {
    let Quantity::Weight { layer, .. } = weight else { return None };
    let matrices = matrix::gradient(&scene.problem).ok()?;
    let paths = scalar::gradient(&scene.problem).ok()?;
    let number = |value: f64| Cell::from(Math::number(six_digits(value)));
    let rows = scene.shape.parameters().filter_map(|parameter| {
        matches!(parameter, Quantity::Weight { layer: own, .. } if own == layer).then_some(())?;
        let (one, other) = (*paths.get(parameter)?, *matrices.get(parameter)?);
        let name = symbol_in(names, &scene.shape.symbol(parameter));
        Some(Row::new([name.into(), number(one), number(other), number(one - other)]))
    });
    Some(Block::Table(Table {
        columns: vec![Column::Name, Column::Decimal, Column::Decimal, Column::Decimal],
        header: vec![
            ["weight", "paths", "matrices", "apart"].map(|key| lesson.words.label(key).into()).into(),
        ],
        rows: rows.collect(),
    }))
}
