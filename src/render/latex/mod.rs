//! Pages as LaTeX, for a document that begins with [`preamble`].
//!
//! Every strand has a command of its own there, which gives a piece its colour and underlines it with its sign.
//! Tree diagrams and networks are set as they stand on a terminal, so that nothing but `amsmath` and `xcolor` is
//! needed.

mod breaking;
mod commands;
mod escape;
mod math;
mod table;

use super::Charset;
use super::Level;
use super::Renderer;
use super::Style;
use super::text::Text;
use crate::page::Block;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Look;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
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
\setlength{\parskip}{.5\baselineskip}
\emergencystretch=3em
";

const FRAMES: &str = r"\newcommand{\gwbadge}[1]{\noindent\fbox{\parbox{\dimexpr\linewidth-2\fboxsep-2\fboxrule}{#1}}\par}
\newenvironment{gwside}{\begin{minipage}[t]{.48\linewidth}}{\end{minipage}}
";

/// How wide a line is, in hundredths of the size of its font; and one that has only half of the page.
const LINE: usize = 3350;
const LINE_BESIDE: usize = 1600;

/// How many columns of what is typed letter by letter have room there.
const COLUMNS: usize = 80;
const COLUMNS_BESIDE: usize = 38;

/// A formula as it stands between dollar signs.
pub fn formula(math: &Math) -> String {
    math::written(math, Commands::Named)
}

/// The same for readers of formulas that know no commands of ours: Markdown's.
pub(super) fn spelt_out(math: &Math) -> String {
    math::written(math, Commands::SpeltOut)
}

/// The same on as many lines as it needs.
pub(super) fn spelt_out_lines(math: &Math) -> String {
    breaking::broken(math, LINE, Commands::SpeltOut)
}

/// Formulas under one another for the same readers.
pub(super) fn spelt_out_rows(rows: &[Vec<Math>]) -> String {
    breaking::aligned(rows, LINE, Commands::SpeltOut)
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
        display(&breaking::broken(math, LINE, Commands::Named))
    }

    fn aligned(&self, rows: &[Vec<Math>], _: &Style) -> String {
        display(&breaking::aligned(rows, LINE, Commands::Named))
    }

    fn table(&self, table: &Table, _: &Style) -> String {
        table::written(table, LINE)
    }

    fn diagram(&self, diagram: &Diagram, _: &Style) -> String {
        drawn(diagram, COLUMNS)
    }

    fn grid(&self, grid: &Grid, _: &Style) -> String {
        format!("\\[\n{}\\]\n", math::grid(grid))
    }

    fn badge(&self, runs: &[Inline], _: &Style) -> String {
        format!("\\gwbadge{{{}}}\n", inline(runs))
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        let narrow = |block: &Block| match block {
            Block::Equation(math) => display(&breaking::broken(math, LINE_BESIDE, Commands::Named)),
            Block::Aligned(rows) => display(&breaking::aligned(rows, LINE_BESIDE, Commands::Named)),
            Block::Diagram(diagram) => drawn(diagram, COLUMNS_BESIDE),
            block => self.block(block, style),
        };
        let side = |blocks: &[Block]| {
            let blocks: Vec<String> = blocks.iter().map(narrow).collect();
            format!("\\begin{{gwside}}\n{}\\end{{gwside}}", blocks.join("\n"))
        };
        format!("{}\\hfill\n{}\n", side(left), side(right))
    }
}

fn display(inside: &str) -> String {
    format!("\\[\n{inside}\n\\]\n")
}

fn drawn(diagram: &Diagram, width: usize) -> String {
    let style = Style { width, charset: Charset::Ascii, colour: super::Colour::None };
    let drawn = verbatim(&Text.diagram(diagram, &style));
    format!("{{\\footnotesize\n\\begin{{verbatim}}\n{drawn}\\end{{verbatim}}}}\n")
}

/// A text that cannot end the environment that it stands in.
fn verbatim(text: &str) -> String {
    text.replace("\\end{verbatim}", "\\end verbatim")
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
        Look::Role(Role::Constant | Role::Dimmed) => coloured("gwdimmed", inside),
        Look::Role(Role::Agrees) => coloured("gwagrees", inside),
        Look::Role(Role::Differs | Role::Error) => format!("{{\\color{{gwdiffers}}$\\times$ {inside}}}"),
        Look::Mark(mark) => {
            let (name, sign) = math::strand(mark.strand);
            format!("{{\\color{{{name}}}${sign}$ {inside}}}")
        }
        Look::Asked(_) => inside.to_owned(),
    }
}

/// Words in a colour, whose command swallows a space behind it.
fn coloured(colour: &str, inside: &str) -> String {
    let words = inside.trim_start();
    let space = if words.len() < inside.len() { " " } else { "" };
    format!("{space}{{\\color{{{colour}}}{words}}}")
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
        \begin{aligned}
        {} & \frac{\partial \mathrm{MSE}}{\partial w_{211}} = \frac{1}{N} \cdot [\gwcost{(o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(1)} \cdot (1 - o_{\mathrm{out}, 1}^{(1)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(1)}} \\
         & \hspace{4.78em}  + \gwcost{(o_{\mathrm{out}, 1}^{(2)} - y_{1}^{(2)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(2)} \cdot (1 - o_{\mathrm{out}, 1}^{(2)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(2)}}]
        \end{aligned}
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
        \[
        \begin{alignedat}{1}
        {}t_{\mathrm{long}, 1}^{(1)} &  = \gwcost{(o_{\mathrm{out}, 1}^{(1)} - y_{1}^{(1)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(1)} \cdot (1 - o_{\mathrm{out}, 1}^{(1)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(1)}} \\
        {}t &  = \gwcost{(o_{\mathrm{out}, 1}^{(2)} - y_{1}^{(2)})} \cdot \gwactivation{o_{\mathrm{out}, 1}^{(2)} \cdot (1 - o_{\mathrm{out}, 1}^{(2)})} \cdot \gwdotproduct{h_{\mathrm{out}, 1}^{(2)}}
        \end{alignedat}
        \]
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
        \[
        \begin{alignedat}{3}
        {}a &  = -0.3771 &  &  \cdot 0.2347 &  &  \cdot 0.7945 \\
        {}b &  = 0.6 &  &  \cdot 0.24 &  &  \cdot 0.97
        \end{alignedat}
        \]
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
        {\footnotesize
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
        {\footnotesize
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
