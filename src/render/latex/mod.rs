//! Pages as LaTeX, for a document that begins with [`preamble`].
//!
//! Every strand has a command of its own there, which gives a piece its colour and underlines it with its sign.
//! Tree diagrams and networks are set as they stand on a terminal, so that nothing but `amsmath` and `xcolor` is
//! needed.

mod commands;
mod escape;
mod math;

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use super::text::Text;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
use crate::page::Row;
use crate::page::Rule;
use crate::page::Table;
use escape::escaped;
use math::Commands;

/// The renderer for LaTeX.
#[derive(Clone, Copy, Debug)]
pub struct Latex;

/// What a document needs before its beginning.
pub fn preamble() -> String {
    format!("{PACKAGES}{}{FRAMES}", commands::definitions())
}

const PACKAGES: &str = r"\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb,xcolor}
\setlength{\parindent}{0pt}
";

const FRAMES: &str = r"\newcommand{\gwbadge}[1]{\noindent\fbox{\parbox{\dimexpr\linewidth-2\fboxsep-2\fboxrule}{#1}}\par}
\newenvironment{gwside}{\begin{minipage}[t]{.48\linewidth}}{\end{minipage}}
";

/// A formula as it stands between dollar signs.
pub fn formula(math: &Math) -> String {
    math::written(math, Commands::Named)
}

/// The same for readers of formulas that know no commands of ours: Markdown's.
pub(super) fn spelt_out(math: &Math) -> String {
    math::written(math, Commands::SpeltOut)
}

/// A page as a document that compiles by itself.
pub fn document(page: &Page, style: &Style) -> String {
    format!("{}\\begin{{document}}\n{}\\end{{document}}\n", preamble(), Latex.page(page, style))
}

impl Renderer for Latex {
    fn name(&self) -> &'static str {
        "latex"
    }

    fn heading(&self, level: Level, text: &str, _: &Style) -> String {
        let command = match level {
            Level::Page => "section",
            Level::Part => "subsection",
        };
        format!("\\{command}*{{{}}}\n", escaped(text))
    }

    fn prose(&self, runs: &[Inline], _: &Style) -> String {
        inline(runs) + "\n"
    }

    fn equation(&self, math: &Math, _: &Style) -> String {
        format!("\\[\n{}\n\\]\n", formula(math))
    }

    fn aligned(&self, rows: &[Vec<Math>], _: &Style) -> String {
        let pairs = rows.iter().map(|cells| cells.len().div_ceil(2)).max().unwrap_or(0).max(1);
        // The braces keep a bracket at the start of a row from being taken for the distance to the row above.
        let row =
            |cells: &Vec<Math>| "{}".to_owned() + &cells.iter().map(formula).collect::<Vec<_>>().join(" & ");
        let rows: Vec<String> = rows.iter().map(row).collect();
        // Unlike `align`, `alignat` puts no room between one pair of columns and the next.
        format!("\\begin{{alignat*}}{{{pairs}}}\n{}\n\\end{{alignat*}}\n", rows.join(" \\\\\n"))
    }

    fn table(&self, table: &Table, _: &Style) -> String {
        let cells = table.rows.iter().map(|row| &row.cells).chain(&table.header).map(Vec::len);
        let count = cells.max().unwrap_or(0).max(table.columns.len()).max(1);
        let column = |number: usize| match table.columns.get(number) {
            Some(Column::Right | Column::Decimal) => 'r',
            Some(Column::Name | Column::Left) | None => 'l',
        };
        let spec: String = (0..count).map(column).collect();
        let header: String = table.header.iter().map(|cells| line(cells)).collect();
        let rule = if table.header.is_empty() { "" } else { "\\hline\n" };
        let rows: String = table.rows.iter().map(row).collect();
        format!("\\begin{{tabular}}{{{spec}}}\n{header}{rule}{rows}\\end{{tabular}}\n")
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        let drawn =
            Text.diagram(diagram, &Style { charset: Charset::Ascii, colour: super::Colour::None, ..*style });
        format!("{{\\small\n\\begin{{verbatim}}\n{}\\end{{verbatim}}}}\n", verbatim(&drawn))
    }

    fn grid(&self, grid: &Grid, _: &Style) -> String {
        format!("\\[\n{}\\]\n", math::grid(grid))
    }

    fn badge(&self, runs: &[Inline], _: &Style) -> String {
        format!("\\gwbadge{{{}}}\n", inline(runs))
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        let half = Style { width: style.width / 2, ..*style };
        let side = |blocks| format!("\\begin{{gwside}}\n{}\\end{{gwside}}", self.blocks(blocks, &half));
        format!("{}\\hfill\n{}\n", side(left), side(right))
    }
}

/// A text that cannot end the environment that it stands in.
fn verbatim(text: &str) -> String {
    text.replace("\\end{verbatim}", "\\end verbatim")
}

fn row(row: &Row) -> String {
    let rule = match row.above {
        Rule::None => "",
        Rule::Line => "\\hline\n",
    };
    rule.to_owned() + &line(&row.cells)
}

fn line(cells: &[Cell]) -> String {
    // A bracket at the start of a row would be taken for the distance to the row above.
    let cells: Vec<String> = cells.iter().map(|Cell(runs)| format!("{{{}}}", inline(runs))).collect();
    cells.join(" & ") + " \\\\\n"
}

fn inline(runs: &[Inline]) -> String {
    runs.iter()
        .map(|run| match run {
            Inline::Text(text) => escaped(text),
            Inline::Code(text) => format!("\\texttt{{{}}}", escaped(text)),
            Inline::Math(math) => format!("${}$", formula(math)),
            Inline::Looking(look, runs) => looking(*look, &inline(runs)),
        })
        .collect()
}

/// Words in their look.
fn looking(look: Look, inside: &str) -> String {
    match look {
        Look::Role(Role::Changed) => format!("\\textbf{{[{inside}]}}"),
        Look::Role(Role::Strong) => format!("\\textbf{{{inside}}}"),
        Look::Role(Role::Constant | Role::Dimmed) => format!("{{\\color{{gwdimmed}}{inside}}}"),
        Look::Role(Role::Agrees) => format!("{{\\color{{gwagrees}}{inside}}}"),
        Look::Role(Role::Differs | Role::Error) => format!("{{\\color{{gwdiffers}}$\\times$ {inside}}}"),
        Look::Mark(mark) => {
            let (name, sign) = math::strand(mark.strand);
            format!("{{\\color{{{name}}}${sign}$ {inside}}}")
        }
        Look::Asked(_) => inside.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn a_matrix_is_one_in_latex_too() {
        let set = Latex.grid(&samples::matrix(), &Style::default());
        assert!(set.contains("\\begin{bmatrix}\n\\underset{0.11}{w_{211}} & "), "{set}");
        assert_eq!((set.matches("\\\\\n").count(), set.matches('&').count()), (2, 4), "{set}");
        assert!(Latex.grid(&samples::grid(), &Style::default()).contains("\\boxed"));
    }

    #[test]
    fn formulas() {
        let style = Style::default();
        assert_snapshot!(Latex.equation(&samples::written_out(), &style), @r"
        \[
        \frac{\partial \mathrm{MSE}}{\partial w_{211}} = \frac{1}{N} \cdot [\gwcost{(o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(1)} \cdot (1 - o_{\mathrm{out}, 1}^{(1)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(1)}} + \gwcost{(o_{\mathrm{out}, 1}^{(2)} - y_{1}^{(2)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(2)} \cdot (1 - o_{\mathrm{out}, 1}^{(2)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(2)}}]
        \]
        ");
        assert_snapshot!(Latex.equation(&samples::general(), &style), @r"
        \[
        \frac{\partial \mathrm{MSE}}{\partial w_{2fn}} = \gwchanged{\frac{1}{N}} \cdot \sum_{e=1}^{E} \gwcost{(o_{\mathrm{out}, n}^{(e)} - y_{n}^{(e)})} \cdot \gwactivation{o_{\mathrm{out}, n}^{(e)} \cdot (1 - o_{\mathrm{out}, n}^{(e)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(e)}}
        \]
        ");
        assert_snapshot!(Latex.equation(&samples::with_values(), &style), @r"
        \[
        \sigma '(x) = \frac{\exp ({-}x)}{(1 + \exp ({-}x))^{2}} = \underset{0.25}{(1 + \exp ({-}x))^{{-}2}} \cdot \underset{-0.004}{w_{211}}
        \]
        ");
        assert_snapshot!(Latex.aligned(&samples::rows(), &style), @r"
        \begin{alignat*}{1}
        {}t_{\mathrm{long}, 1}^{(1)} &  = \gwcost{(o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(1)} \cdot (1 - o_{\mathrm{out}, 1}^{(1)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(1)}} \\
        {}t &  = \gwcost{(o_{\mathrm{out}, 1}^{(2)} - y_{1}^{(2)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(2)} \cdot (1 - o_{\mathrm{out}, 1}^{(2)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(2)}}
        \end{alignat*}
        ");
    }

    #[test]
    fn a_table() {
        assert_snapshot!(Latex.table(&samples::table(), &Style::default()), @r"
        \begin{tabular}{lrrrr}
        {example} & {$\gwcost{\frac{\partial \mathrm{MSE}}{\partial o_{\mathrm{out}, 1}^{(e)}}}$} & {$\gwactivation{\frac{\partial o_{\mathrm{out}, 1}^{(e)}}{\partial o_{\mathrm{in}, 1}^{(e)}}}$} & {$\gwdotproduct{\frac{\partial o_{\mathrm{in}, 1}^{(e)}}{\partial w_{211}}}$} & {product} \\
        \hline
        {$(1)$} & {$-0.377103$} & {$0.2349$} & {$0.79$} & {$-0.07$} \\
        {$(2)$} & {$10.6$} & {$0.24$} & {$1 \cdot 10^{-17}$} & {$0.14$} \\
        \hline
        {sum} & {} & {} & {} & {{\color{gwdiffers}$\times$ $0.07$}} \\
        \end{tabular}
        ");
    }

    #[test]
    fn things_to_compare() {
        let style = Style::default();
        assert_snapshot!(Latex.equation(&samples::with_words(), &style), @r"
        \[
        \frac{\partial \mathrm{MSE}}{\partial w_{211}} = \underbrace{\gwcost{\frac{\partial \mathrm{MSE}}{\partial o_{\mathrm{out}, 1}^{(1)}}}}_{\text{slope of the cost}} \cdot \underbrace{\gwactivation{\frac{\partial o_{\mathrm{out}, 1}^{(1)}}{\partial o_{\mathrm{in}, 1}^{(1)}}}}_{\text{slope of the activation}} \cdot \underbrace{\gwdotproduct{\frac{\partial o_{\mathrm{in}, 1}^{(1)}}{\partial w_{211}}}}_{\text{slope of the dot product}}
        \]
        ");
        assert_snapshot!(Latex.aligned(&samples::system(), &style), @r"
        \begin{alignat*}{3}
        {}a &  = -0.3771 &  &  \cdot 0.2347 &  &  \cdot 0.7945 \\
        {}b &  = 0.6 &  &  \cdot 0.24 &  &  \cdot 0.97
        \end{alignat*}
        ");
        assert_snapshot!(Latex.grid(&samples::grid(), &style), @r"
        \[
        \begin{array}{lccc}
         & \text{node 1} & \text{node 2} & \text{node 3} \\
        \text{flower 1} & \boxed{\gwstrong{\underset{0.11}{(o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)})^{2}}}} & \boxed{\underset{0.21}{(o_{\mathrm{out}, 2}^{(1)} - y_{2}^{(1)})^{2}}} & \boxed{\underset{0.31}{(o_{\mathrm{out}, 3}^{(1)} - y_{3}^{(1)})^{2}}} \\
        \text{flower 2} & \boxed{\underset{0.12}{(o_{\mathrm{out}, 1}^{(2)} - y_{1}^{(2)})^{2}}} & \boxed{\underset{0.22}{(o_{\mathrm{out}, 2}^{(2)} - y_{2}^{(2)})^{2}}} & \boxed{\gwdimmed{\underset{0.32}{(o_{\mathrm{out}, 3}^{(2)} - y_{3}^{(2)})^{2}}}} \\
        \end{array}
        \]
        ");
        assert_snapshot!(Latex.block(&samples::comparison(), &style), @r"
        \begin{gwside}
        {\small
        \begin{verbatim}
                MSE
                 #
                 # %0.6
            o_out_1^(1)
          #======#-------+
          # @0.79   ... 1 more
        w_211
        \end{verbatim}}

        \[
        \frac{\partial \mathrm{MSE}}{\partial w_{211}} = (o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)}) \cdot h_{\mathrm{out}, 1}^{(1)}
        \]
        \end{gwside}\hfill
        \begin{gwside}
        {\small
        \begin{verbatim}
                  MSE
                   #
                   # %0.6
              o_out_1^(1)
           *********-------+
           * @[0.2]   ... 1 more
        [w_221]
        \end{verbatim}}

        \[
        \frac{\partial \mathrm{MSE}}{\partial \gwchanged{w_{221}}} = (o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)}) \cdot \gwchanged{h_{\mathrm{out}, 2}^{(1)}}
        \]
        \end{gwside}
        ");
    }

    #[test]
    fn words_are_taken_literally() {
        let text = "50% of {a_1} & #2 $5 \\end{x} ~^ − σ ü 漢 \u{1b}[0m <`->";
        assert_snapshot!(Latex.prose(&[text.into()], &Style::default()), @r"50\% of \{a\_1\} \& \#2 \$5 \textbackslash{}end\{x\} \textasciitilde{}\textasciicircum{} $-$ $\sigma$ ü ?  [0m \textless{}\textasciigrave{}{-}\textgreater{}");
    }
}
