//! Pages as Markdown: a thin frame round LaTeX and SVG, for notebooks, wikis and repositories.
//!
//! Formulas stand between dollar signs and need no commands of ours; what belongs to an edge of the tree has its
//! colour and its sign all the same. Pictures are SVG within the text, which a reader that removes it replaces by
//! the words under it. Tables are pipes and dashes. Two things to compare stand under one another.

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use super::latex;
use super::sign;
use super::svg::Svg;
use super::text::written;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Role;
use crate::page::Row;
use crate::page::Table;

/// The renderer for Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

impl Renderer for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn heading(&self, level: Level, text: &str, style: &Style) -> String {
        let sign = match level {
            Level::Page => "#",
            Level::Part => "##",
        };
        format!("{sign} {}\n", escaped(text, style.charset))
    }

    fn prose(&self, runs: &[Inline], style: &Style) -> String {
        paragraph(&inline(runs, style.charset)) + "\n"
    }

    fn equation(&self, math: &Math, _: &Style) -> String {
        format!("$$\n{}\n$$\n", latex::spelt_out_lines(math))
    }

    fn aligned(&self, rows: &[Vec<Math>], _: &Style) -> String {
        format!("$$\n{}\n$$\n", latex::spelt_out_rows(rows))
    }

    fn table(&self, table: &Table, style: &Style) -> String {
        let cell = |it: &Cell| cell(it, style.charset);
        let mut lines =
            table.header.iter().chain(table.rows.iter().map(|Row { cells, .. }| cells)).map(Vec::as_slice);
        let count = lines.clone().map(<[Cell]>::len).max().unwrap_or(0).max(table.columns.len()).max(1);
        let rule = |number: usize| match table.columns.get(number) {
            Some(Column::Right | Column::Decimal) => "---:",
            Some(Column::Name | Column::Left) | None => "---",
        };
        // A table of pipes has to have a first line that names its columns, even if it names nothing.
        let header = if table.header.is_empty() { None } else { lines.next() };
        let rules: Vec<String> = (0..count).map(|number| rule(number).to_owned()).collect();
        let rows: String = lines.map(|cells| line(count, cells.iter().map(&cell))).collect();
        line(count, header.unwrap_or_default().iter().map(&cell)) + &line(count, rules) + &rows
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        // An empty line would end the picture.
        let picture = Svg.diagram(diagram, style);
        let picture: Vec<&str> = picture.lines().filter(|line| !line.trim().is_empty()).collect();
        format!("{}\n\n*{}*\n", picture.join("\n"), inline(diagram.words(), style.charset).trim())
    }

    fn grid(&self, grid: &Grid, style: &Style) -> String {
        let cell = |it: &Cell| cell(it, style.charset);
        let boxed = |math: &Math| format!("${}$", latex::spelt_out(math));
        let widest =
            grid.rows.iter().map(|(_, boxes)| boxes.len()).max().unwrap_or(0).max(grid.columns.len());
        let names = std::iter::once(String::new()).chain(grid.columns.iter().map(&cell));
        let rules = (0..=widest).map(|_| ":---:".to_owned());
        let rows = grid.rows.iter().map(|(title, boxes)| {
            line(widest + 1, std::iter::once(cell(title)).chain(boxes.iter().map(boxed)))
        });
        line(widest + 1, names) + &line(widest + 1, rules) + &rows.collect::<String>()
    }

    fn badge(&self, runs: &[Inline], style: &Style) -> String {
        format!("> {}\n", paragraph(&inline(runs, style.charset)))
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        [left, right].map(|blocks| self.blocks(blocks, style)).join("\n")
    }
}

/// A line of a table with so many cells.
fn line(count: usize, cells: impl IntoIterator<Item = String>) -> String {
    let cells = cells.into_iter().chain(std::iter::repeat(String::new())).take(count);
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// What a cell holds. A bar would end it, even in code.
fn cell(Cell(runs): &Cell, charset: Charset) -> String {
    inline(runs, charset).replace("\\|", "|").replace('|', "\\|")
}

fn inline(runs: &[Inline], charset: Charset) -> String {
    runs.iter()
        .map(|run| match run {
            Inline::Text(text) => escaped(text, charset),
            Inline::Code(text) => code(&written(text, charset)),
            Inline::Math(math) => format!("${}$", latex::spelt_out(math)),
            Inline::Looking(look, runs) => looking(*look, &inline(runs, charset), charset),
        })
        .collect()
}

fn looking(look: Look, inside: &str, charset: Charset) -> String {
    match look {
        Look::Role(Role::Changed | Role::Strong) => stressed(inside),
        Look::Role(Role::Constant | Role::Dimmed | Role::Agrees) | Look::Asked(_) => inside.to_owned(),
        Look::Role(Role::Differs | Role::Error) => {
            let sign = if charset == Charset::Ascii { "\\!" } else { "✗" };
            format!("{sign} {inside}")
        }
        Look::Mark(mark) => {
            let sign = sign(mark.strand, charset).to_string();
            format!("{} {inside}", escaped(&sign, charset))
        }
    }
}

/// Spaces stand outside: asterisks next to one neither begin nor end anything.
fn stressed(inside: &str) -> String {
    let core = inside.trim();
    let (before, after) = inside.split_at(inside.len() - inside.trim_start().len());
    match core {
        "" => inside.to_owned(),
        _ => format!("{before}**{core}**{}", &after[core.len()..]),
    }
}

/// Something to type. A fence longer than any run of backticks in it cannot be ended by one of them.
fn code(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// Words that are taken literally, wherever in a line they stand.
fn escaped(text: &str, charset: Charset) -> String {
    let character = |letter: char| match letter {
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '$' | '|' | '~' | '&' | '!' => {
            format!("\\{letter}")
        }
        letter if letter.is_whitespace() || letter.is_control() => " ".to_owned(),
        letter => letter.to_string(),
    };
    written(text, charset).chars().map(character).collect()
}

/// A line that does not begin with what Markdown would take for a list or a rule.
fn paragraph(line: &str) -> String {
    let line = line.trim();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn stress_ends_before_a_space() {
        let strong = |text: &str| looking(Look::Role(Role::Strong), text, Charset::Unicode);
        assert_eq!(["Answer: ", " a b ", "x", " "].map(strong), ["**Answer:** ", " **a b** ", "**x**", " "]);
    }

    #[test]
    fn formulas_need_no_commands() {
        let style = Style::default();
        assert_snapshot!(Markdown.equation(&samples::general(), &style), @r"
        $$
        \frac{\partial \mathrm{MSE}}{\partial w_{2fn}} = \underline{\boldsymbol{\frac{1}{N}}} \cdot \sum_{e=1}^{E} {\color{#B0307C}\underset{\scriptscriptstyle\square}{(o_{\mathrm{out}, n}^{(e)} - y_{n}^{(e)})}} \cdot {\color{#0063B5}\underset{\scriptscriptstyle\sim}{o_{\mathrm{out}, n}^{(e)} \cdot (1 - o_{\mathrm{out}, n}^{(e)})}} \cdot {\color{#B34700}\underset{\scriptscriptstyle\bullet}{h_{\mathrm{out}, 1}^{(e)}}}
        $$
        ");
        assert_snapshot!(Markdown.aligned(&samples::system(), &style), @r"
        $$
        \begin{alignedat}{3}
        {}a &  = -0.3771 &  &  \cdot 0.2347 &  &  \cdot 0.7945 \\
        {}b &  = 0.6 &  &  \cdot 0.24 &  &  \cdot 0.97
        \end{alignedat}
        $$
        ");
        for formula in [samples::general(), samples::written_out(), samples::with_words()] {
            assert!(!Markdown.equation(&formula, &style).contains("\\gw"));
        }
    }

    #[test]
    fn tables_and_boxes() {
        let style = Style::default();
        assert_snapshot!(Markdown.table(&samples::table(), &style), @r"
        | example | ${\color{#B0307C}\underset{\scriptscriptstyle\square}{\frac{\partial \mathrm{MSE}}{\partial o_{\mathrm{out}, 1}^{(e)}}}}$ | ${\color{#0063B5}\underset{\scriptscriptstyle\sim}{\frac{\partial o_{\mathrm{out}, 1}^{(e)}}{\partial o_{\mathrm{in}, 1}^{(e)}}}}$ | ${\color{#B34700}\underset{\scriptscriptstyle\bullet}{\frac{\partial o_{\mathrm{in}, 1}^{(e)}}{\partial w_{211}}}}$ | product |
        | --- | ---: | ---: | ---: | ---: |
        | $(1)$ | $-0.377103$ | $0.2349$ | $0.79$ | $-0.07$ |
        | $(2)$ | $10.6$ | $0.24$ | $1 \cdot 10^{-17}$ | $0.14$ |
        | sum |  |  |  | ✗ $0.07$ |
        ");
        assert_snapshot!(Markdown.grid(&samples::grid(), &style), @r"
        |  | node 1 | node 2 | node 3 |
        | :---: | :---: | :---: | :---: |
        | flower 1 | $\boldsymbol{\underset{0.11}{(o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)})^{2}}}$ | $\underset{0.21}{(o_{\mathrm{out}, 2}^{(1)} - y_{2}^{(1)})^{2}}$ | $\underset{0.31}{(o_{\mathrm{out}, 3}^{(1)} - y_{3}^{(1)})^{2}}$ |
        | flower 2 | $\underset{0.12}{(o_{\mathrm{out}, 1}^{(2)} - y_{1}^{(2)})^{2}}$ | $\underset{0.22}{(o_{\mathrm{out}, 2}^{(2)} - y_{2}^{(2)})^{2}}$ | ${\color{#6A6A6A}\underset{0.32}{(o_{\mathrm{out}, 3}^{(2)} - y_{3}^{(2)})^{2}}}$ |
        ");
    }

    #[test]
    fn words_are_taken_literally() {
        let text = "- 50% of *a_1* | `x` <b> $5 \\ &amp; [y](z)\n# no heading";
        assert_snapshot!(Markdown.prose(&[text.into()], &Style::default()), @r"\- 50% of \*a\_1\* \| \`x\` \<b\> \$5 \\ \&amp; \[y\](z) \# no heading");
        assert_snapshot!(Markdown.badge(&["12. May".into()], &Style::default()), @r"> 12\. May");
        assert_snapshot!(Markdown.prose(&[Inline::Code("a `b|c` ``".into())], &Style::default()), @"``` a `b|c` `` ```");
        let cell = Cell::from(Inline::Code("a|b".into()));
        let table = Table { rows: vec![Row::new([cell])], ..Table::default() };
        assert!(Markdown.table(&table, &Style::default()).ends_with("| `a\\|b` |\n"));
    }

    #[test]
    fn no_empty_line_ends_a_picture() {
        let drawn = Markdown.block(&samples::comparison(), &Style::default());
        let pictures =
            drawn.split("<svg").skip(1).map(|rest| rest.split("</svg>").next().unwrap_or_default());
        assert_eq!(pictures.clone().count(), 2);
        for picture in pictures {
            assert!(!picture.contains("\n\n"), "{picture}");
        }
    }
}
