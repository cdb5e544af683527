//! What a slide shows in rows and columns: a formula for every value of two letters.
//!
//! ```text
//! Σ_over left(row, over) · right(over, column) = is(row, column)        for every row and column
//! ```
//!
//! A product of matrices is taken only where that holds, and where the letter runs as far in both.

use super::Field;
use super::Item;
use super::Reader;
use crate::derive::Equation;
use crate::derive::letter_ranges;
use crate::expr::Expr;
use crate::expr::Index;
use crate::expr::Letters;
use crate::lesson::Matrix;
use crate::lesson::Product;
use crate::lesson::Shown;
use crate::lesson::stage::Trouble;
use crate::problem::Step;

impl Reader<'_> {
    pub(super) fn grid(&self, of: &str, letters: [char; 2]) -> Result<Shown, Trouble> {
        let [rows, columns] = letters;
        let matrix = self.matrix("", of, [("rows", rows), ("columns", columns)])?;
        Ok(Shown::Grid { cells: matrix.cells, letters })
    }

    /// A matrix whose formula stands in the field `of`, with the letters of its rows and columns and their fields.
    pub(super) fn matrix(
        &self,
        name: &str,
        of: &str,
        letters: [(&'static str, char); 2],
    ) -> Result<Matrix, Trouble> {
        self.matrix_at(vec![Field("of")], name, of, letters)
    }

    fn matrix_at(
        &self,
        at: Vec<Step>,
        name: &str,
        of: &str,
        letters: [(&'static str, char); 2],
    ) -> Result<Matrix, Trouble> {
        let formula = self.read_at(at, of)?;
        let [rows, columns] = letters;
        if rows.1 == columns.1 {
            let says = format!("the letter {} runs along both rows and columns", rows.1);
            return Err(Trouble::new(columns.0, says, "write another letter for one of the two"));
        }
        let scene = self.stage.scene();
        let ranges = letter_ranges(&formula, &scene.givens, &scene.shape);
        let last = |(field, letter): (&'static str, char)| {
            ranges.get(&letter).copied().ok_or_else(|| {
                let says = format!("how far the letter {letter} runs in {} is not known", formula.unicode());
                let help = "write a letter that is an index of a node, a weight or an example";
                Trouble::new(field, says, help)
            })
        };
        let (last_row, last_column) = (last(rows)?, last(columns)?);
        let cell = |row: usize, column: usize| {
            let put = [(rows.1, Index::At(row)), (columns.1, Index::At(column))];
            formula.with_letters(&Letters::from(put))
        };
        let cells = (1..=last_row).map(|row| (1..=last_column).map(|column| cell(row, column)).collect());
        Ok(Matrix { name: name.to_owned(), cells: cells.collect(), letters: [rows.1, columns.1] })
    }

    /// The product of the first two of these matrices, which is the third; each has its name and formula.
    pub(super) fn product(
        &self,
        matrices: [&(String, String); 3],
        [rows, over, columns]: [char; 3],
        cell: (usize, usize),
    ) -> Result<Product, Trouble> {
        let [row, inner, column] = [("rows", rows), ("over", over), ("columns", columns)];
        let fields = [("left", row, inner), ("right", inner, column), ("is", row, column)];
        let read = |which: usize| {
            let ((name, of), (field, down, along)) = (matrices[which], fields[which]);
            self.matrix_at(vec![Field(field), Item(1)], name, of, [down, along])
        };
        let (left, right, is) = (read(0)?, read(1)?, read(2)?);
        let across = left.cells.first().map_or(0, Vec::len);
        if across != right.cells.len() {
            let says = format!(
                "a row of {} has {across} numbers, and a column of {} has {}",
                left.name,
                right.name,
                right.cells.len()
            );
            let help = "a matrix product takes a row with a column of the same length: turn one of the two";
            return Err(Trouble::new("over", says, help));
        }
        let sum = |row: usize, column: usize| {
            let products = (0..across).map(|over| {
                Expr::product_of(vec![left.cells[row][over].clone(), right.cells[over][column].clone()])
            });
            Expr::sum_of(products.collect())
        };
        for (row, cells) in is.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                self.stage.holds(cell, &sum(row, column)).map_err(|says| {
                    let says = format!("row {}, column {} of {}: {says}", row + 1, column + 1, is.name);
                    let help = "write what every cell of the product is";
                    Trouble::at(vec![Field("is"), Item(1)], says, help)
                })?;
            }
        }
        let opened = (cell.0.wrapping_sub(1), cell.1.wrapping_sub(1));
        let inside = is.cells.get(opened.0).and_then(|cells| cells.get(opened.1)).ok_or_else(|| {
            let says = format!("there is no row {} with a column {} in {}", cell.0, cell.1, is.name);
            Trouble::new("cell", says, "rows and columns are counted from 1")
        })?;
        let opened_sum = Equation { left: inside.clone(), right: sum(opened.0, opened.1) };
        Ok(Product { factors: [left, right], is, cell: opened, opened: opened_sum })
    }

    /// A number of examples to draw.
    pub(super) fn some_examples(&self, examples: Option<usize>) -> Result<Option<usize>, Trouble> {
        let all = self.stage.scene().shape.examples;
        if examples.is_some_and(|some| !(1..=all).contains(&some)) {
            let says = format!("this problem has {all} examples");
            return Err(Trouble::new("examples", says, "say of how many of them the tree is drawn"));
        }
        Ok(examples)
    }
}
