//! Pictures that need nothing else: the diagrams of a page as one SVG file.
//!
//! Colours come from a style element that knows light and dark surroundings. What is heavy, dashed or marked is
//! also told by width, dashes and signs, and the words of each diagram go with it for those who do not see it.
//! Prose, formulas and tables are not drawn: a page in SVG is its diagrams.

mod label;
mod network;
mod plot;
mod tree;

use std::fmt::Write as _;

use super::Level;
use super::Renderer;
use super::Style;
use super::speech;
use super::xml::escaped;
use super::xml::in_charset;
use crate::page::Block;
use crate::page::Diagram;
use crate::page::Grid;
use crate::page::Inline;
use crate::page::Mark;
use crate::page::Math;
use crate::page::Page;
use crate::page::Role;
use crate::page::Strand;
use crate::page::Stroke;
use crate::page::Table;

/// The renderer for pictures.
#[derive(Clone, Copy, Debug)]
pub struct Svg;

/// What is drawn, and the room it takes.
struct Picture {
    width: f64,
    height: f64,
    body: String,
}

/// Room around a picture.
const MARGIN: f64 = 16.0;
/// Room around a picture within a page.
const INSET: f64 = 4.0;
/// Beyond this width a picture is not made to fit the page.
const VAST: f64 = 1400.0;
/// So small its letters can still be read.
const LEGIBLE: f64 = 0.8;

/// Every rule begins with the class of the picture, so that it leaves the page around it alone.
const COLOURS: &str = "\
.gw .ground{fill:#fff}.gw text{fill:#1a1a1a;text-anchor:middle;font-size:17px;font-family:'STIX Two Text','Times New Roman','DejaVu Serif',serif}\
.gw .s{font-size:12.24px}.gw .i{font-style:italic}.gw .e{fill:none;stroke:#8a8a8a;stroke-width:1.2px}\
.gw .heavy{stroke:#1a1a1a;stroke-width:3.4px}.gw .dashed{stroke-dasharray:4 5}\
.gw .double{stroke:#1a1a1a;stroke-width:7px}.gw .hollow{fill:none;stroke:#fff;stroke-width:2.6px}\
.gw .n{fill:#fff;stroke:#8a8a8a;stroke-width:1.2px}.gw .dot{fill:#1a1a1a}\
.gw .k0{stroke:#b0307c}.gw .k1{stroke:#0063b5}.gw .k2{stroke:#b34700}\
.gw .t0{fill:#b0307c}.gw .t1{fill:#0063b5}.gw .t2{fill:#b34700}\
.gw .dim{opacity:.6}.gw .strong{font-weight:bold}.gw .yes{fill:#1d7a2e}.gw .no{fill:#c01818;font-weight:bold}\
@media(prefers-color-scheme:dark){.gw .ground,.gw .n{fill:#16181c}.gw .hollow{stroke:#16181c}.gw text,.gw .dot{fill:#ececec}\
.gw .heavy,.gw .double{stroke:#ececec}.gw .k0{stroke:#f08cc6}.gw .k1{stroke:#6cb8ff}.gw .k2{stroke:#ffa060}\
.gw .t0{fill:#f08cc6}.gw .t1{fill:#6cb8ff}.gw .t2{fill:#ffa060}.gw .yes{fill:#6fd083}.gw .no{fill:#ff7b7b}}";

impl Renderer for Svg {
    fn name(&self) -> &'static str {
        "svg"
    }

    fn heading(&self, _: Level, _: &str, _: &Style) -> String {
        String::new()
    }

    fn prose(&self, _: &[Inline], _: &Style) -> String {
        String::new()
    }

    fn equation(&self, _: &Math, _: &Style) -> String {
        String::new()
    }

    fn aligned(&self, _: &[Vec<Math>], _: &Style) -> String {
        String::new()
    }

    fn table(&self, _: &Table, _: &Style) -> String {
        String::new()
    }

    fn diagram(&self, diagram: &Diagram, style: &Style) -> String {
        in_charset(document("", &[diagram]), style.charset)
    }

    fn grid(&self, _: &Grid, _: &Style) -> String {
        String::new()
    }

    fn badge(&self, _: &[Inline], _: &Style) -> String {
        String::new()
    }

    fn beside(&self, left: &[Block], right: &[Block], style: &Style) -> String {
        let diagrams: Vec<&Diagram> = left.iter().chain(right).flat_map(Block::diagrams).collect();
        if diagrams.is_empty() { String::new() } else { in_charset(document("", &diagrams), style.charset) }
    }

    fn page(&self, page: &Page, style: &Style) -> String {
        in_charset(document(&page.title, &page.diagrams()), style.charset)
    }
}

/// A picture within a page that brings a style for its classes along.
pub(super) fn embedded(diagram: &Diagram) -> String {
    let Picture { width, height, body } = picture(diagram);
    let kind = match diagram {
        Diagram::Tree(_) => "",
        Diagram::Network(_) => " network",
        Diagram::Plot(_) => " plot",
    };
    // A very wide one is shown as large as it can be read, however narrow the page is.
    let (size, scale) = match width {
        width if width <= 440.0 => ("", 1.0),
        width if width <= 800.0 => (" wide", 1.0),
        width if width <= VAST => (" huge", 1.0),
        _ => (" vast", LEGIBLE),
    };
    let (width, height, words) =
        (width + 2.0 * INSET, height + 2.0 * INSET, escaped(&speech::prose(diagram.words())));
    let [shown_width, shown_height] = [width, height].map(|side| side * scale);
    format!(
        "<svg class=\"gw{kind}{size}\" width=\"{shown_width:.0}\" height=\"{shown_height:.0}\" \
         viewBox=\"-{INSET} -{INSET} {width:.0} {height:.0}\" role=\"img\" aria-label=\"{words}\">\n{body}</svg>\n"
    )
}

/// A whole file with the pictures under one another.
fn document(title: &str, diagrams: &[&Diagram]) -> String {
    let words = diagrams.iter().map(|diagram| speech::prose(diagram.words())).collect::<Vec<_>>().join(" ");
    let pictures: Vec<Picture> = diagrams.iter().map(|diagram| picture(diagram)).collect();
    let width = pictures.iter().map(|picture| picture.width).fold(0.0, f64::max) + 2.0 * MARGIN;
    let mut body = String::new();
    let mut y = MARGIN;
    for picture in &pictures {
        let x = (width - picture.width) / 2.0;
        let _ = writeln!(body, "<g transform=\"translate({x:.1} {y:.1})\">\n{}</g>", picture.body);
        y += picture.height + MARGIN;
    }
    let words = escaped(&words);
    let title = if title.is_empty() { String::new() } else { format!("<title>{}</title>\n", escaped(title)) };
    format!(
        "<svg class=\"gw\" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{y:.0}\" \
         viewBox=\"0 0 {width:.0} {y:.0}\" role=\"img\" aria-label=\"{words}\">\n\
         {title}<desc>{words}</desc>\n<style>{COLOURS}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

fn picture(diagram: &Diagram) -> Picture {
    match diagram {
        Diagram::Tree(tree) => tree::picture(tree),
        Diagram::Network(network) => network::picture(network),
        Diagram::Plot(plot) => plot::picture(plot),
    }
}

/// A line along a path. A double one is a wide line with its inside taken out.
fn line(stroke: Stroke, mark: Option<Mark>, path: &str) -> String {
    named_line("", stroke, mark, path)
}

/// The same with attributes that tell it from others, each with a space before it.
fn named_line(attributes: &str, stroke: Stroke, mark: Option<Mark>, path: &str) -> String {
    let class = line_class(stroke, mark);
    let hollow = match stroke {
        Stroke::Double => format!("<path class=\"hollow\" d=\"{path}\"/>\n"),
        Stroke::Thin | Stroke::Heavy | Stroke::Dashed => String::new(),
    };
    format!("<path{attributes} class=\"{class}\"{} d=\"{path}\"/>\n{hollow}", data_mark(mark))
}

/// The attribute by which a script finds everything that belongs to a mark.
fn data_mark(mark: Option<Mark>) -> String {
    mark.map_or(String::new(), |mark| format!(" data-mark=\"{mark}\""))
}

/// The class of a line that looks like this.
fn line_class(stroke: Stroke, mark: Option<Mark>) -> String {
    let weight = match stroke {
        Stroke::Thin => "e",
        Stroke::Heavy => "e heavy",
        Stroke::Dashed => "e dashed",
        Stroke::Double => "e double",
    };
    mark.map_or(weight.to_owned(), |mark| format!("{weight} k{}", number(mark.strand)))
}

/// The class of a text of this role.
fn role_class(role: Role) -> &'static str {
    match role {
        Role::Changed | Role::Strong => "strong",
        Role::Constant | Role::Dimmed => "dim",
        Role::Agrees => "yes",
        Role::Differs | Role::Error => "no",
    }
}

fn number(strand: Strand) -> usize {
    match strand {
        Strand::Cost => 0,
        Strand::Activation => 1,
        Strand::DotProduct => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use insta::assert_snapshot;

    #[test]
    fn a_tree() {
        let picture = Svg.diagram(&Diagram::Tree(samples::tree()), &Style::default());
        assert_snapshot!(picture.replace(COLOURS, "…"), @r#"
        <svg class="gw" xmlns="http://www.w3.org/2000/svg" width="636" height="412" viewBox="0 0 636 412" role="img" aria-label="A tree with M S E on top and one path to w 2 1 1 for each of two examples.">
        <desc>A tree with M S E on top and one path to w 2 1 1 for each of two examples.</desc>
        <style>…</style>
        <rect class="ground" width="100%" height="100%"/>
        <g transform="translate(16.0 16.0)">
        <path class="e heavy k0" data-mark="1" d="M327.5 26.0C327.5 46.7 95.5 46.7 95.5 67.4V118.0"/>
        <path class="e heavy k1" data-mark="1" d="M95.5 144.0C95.5 164.7 95.5 164.7 95.5 185.4V236.0"/>
        <path class="e heavy k2" data-mark="1" d="M95.5 262.0C95.5 282.7 41.7 282.7 41.7 303.4V354.0"/>
        <path class="e" d="M95.5 262.0C95.5 282.7 149.3 282.7 149.3 303.4V354.0"/>
        <path class="e heavy k0" data-mark="1" d="M327.5 26.0C327.5 46.7 310.9 46.7 310.9 67.4V118.0"/>
        <path class="e heavy k1" data-mark="1" d="M310.9 144.0C310.9 164.7 310.9 164.7 310.9 185.4V236.0"/>
        <path class="e heavy k2" data-mark="1" d="M310.9 262.0C310.9 282.7 257.0 282.7 257.0 303.4V354.0"/>
        <path class="e" d="M310.9 262.0C310.9 282.7 364.7 282.7 364.7 303.4V354.0"/>
        <path class="e dashed" d="M327.5 26.0C327.5 46.7 462.1 46.7 462.1 67.4V118.0"/>
        <path class="e" d="M327.5 26.0C327.5 46.7 559.5 46.7 559.5 67.4V118.0"/>
        <text x="327.5" y="17.0"><tspan>MSE</tspan></text>
        <rect class="ground" x="47.0" y="82.6" width="96.9" height="23.8"/>
        <text data-mark="1" x="95.5" y="99.6"><tspan class="t0">▫ </tspan><tspan class="t0">−0.3771</tspan></text>
        <text data-mark="1" x="95.5" y="135.0"><tspan class="i">o</tspan><tspan class="s" dy="4.1">out,1</tspan><tspan class="s" dy="-10.5">(1)</tspan></text>
        <rect class="ground" x="50.8" y="200.6" width="89.4" height="23.8"/>
        <text data-mark="1" x="95.5" y="217.6"><tspan class="t1">∿ </tspan><tspan class="t1">0.2347</tspan></text>
        <text data-mark="1" x="95.5" y="253.0"><tspan class="i">o</tspan><tspan class="s" dy="4.1">in,1</tspan><tspan class="s" dy="-10.5">(1)</tspan></text>
        <rect class="ground" x="0.0" y="318.6" width="83.3" height="23.8"/>
        <text data-mark="1" x="41.7" y="335.6"><tspan class="t2">• </tspan><tspan class="t2">0.7945</tspan></text>
        <text data-mark="1" x="41.7" y="371.0"><tspan class="i">w</tspan><tspan class="s" dy="4.1">211</tspan></text>
        <text class="dim" x="149.3" y="371.0"><tspan>… 3 more</tspan></text>
        <rect class="ground" x="269.2" y="82.6" width="83.3" height="23.8"/>
        <text data-mark="1" x="310.9" y="99.6"><tspan class="t0">▫ </tspan><tspan class="t0">0.6012</tspan></text>
        <text data-mark="1" x="310.9" y="135.0"><tspan class="i">o</tspan><tspan class="s" dy="4.1">out,1</tspan><tspan class="s" dy="-10.5">(2)</tspan></text>
        <rect class="ground" x="266.1" y="200.6" width="89.4" height="23.8"/>
        <text data-mark="1" x="310.9" y="217.6"><tspan class="t1">∿ </tspan><tspan class="t1">0.2398</tspan></text>
        <text data-mark="1" x="310.9" y="253.0"><tspan class="i">o</tspan><tspan class="s" dy="4.1">in,1</tspan><tspan class="s" dy="-10.5">(2)</tspan></text>
        <rect class="ground" x="215.4" y="318.6" width="83.3" height="23.8"/>
        <text data-mark="1" x="257.0" y="335.6"><tspan class="t2">• </tspan><tspan class="t2">0.9673</tspan></text>
        <text data-mark="1" x="257.0" y="371.0"><tspan class="i">w</tspan><tspan class="s" dy="4.1">211</tspan></text>
        <text class="dim" x="364.7" y="371.0"><tspan>… 3 more</tspan></text>
        <text class="dim" x="462.1" y="135.0"><tspan class="i">h</tspan><tspan class="s" dy="4.1">out,1</tspan><tspan class="s" dy="-10.5">(2)</tspan></text>
        <text class="dim" x="559.5" y="135.0"><tspan>… 4 more</tspan></text>
        </g>
        </svg>
        "#);
    }

    #[test]
    fn every_picture_is_in_the_file_with_its_words() {
        let page = samples::page();
        let picture = Svg.page(&page, &Style::default());
        for block in &page.blocks {
            if let Block::Diagram(diagram) = block {
                assert!(picture.contains(&speech::prose(diagram.words())));
            }
        }
    }
}
