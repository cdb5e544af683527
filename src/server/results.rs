//! What follows from a problem's numbers: forward pass, paths to a weight, gradient, matrices, comparison.

use maud::Markup;
use maud::PreEscaped;
use maud::html;

use crate::expr::Expr;
use crate::gradient::GradientError;
use crate::gradient::compare;
use crate::gradient::effort;
use crate::gradient::effort::Purpose;
use crate::gradient::matrix;
use crate::gradient::scalar;
use crate::gradient::scope::Scope;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::page::Inline;
use crate::page::Page;
use crate::problem::Problem;
use crate::render::html::inline;
use crate::show;
use crate::show::Naming;
use crate::show::formula::formula;
use crate::show::number::six_digits;

use super::frame;

/// A page is computed from at most so many path products.
pub(super) const MOST_PATHS: u64 = 20_000_000;
/// The walk to one weight goes all the way down for each, so they may be fewer.
const MOST_PATHS_TO_ONE: u64 = 1_000_000;
/// So many paths are listed.
const LISTED: usize = 60;

/// Everything about a problem, with the paths to one weight or bias.
pub(super) fn results(
    problem: &Problem,
    weight: Quantity,
    names: Names<'_>,
) -> Result<Markup, GradientError> {
    let shape = problem.shape();
    effort::admit(&effort::count(&shape), MOST_PATHS, Purpose::Comparison)?;
    let forward = scalar::forward(problem)?;
    // Numbers that are too large to be compared may still have a gradient.
    let comparison = compare::compare(problem, Scope::Everything, |_| ());
    let (_, matrices) = matrix::forward(problem)?;
    let sums = matrix::sums(&matrices);
    let gradient = match &comparison {
        Ok(comparison) => {
            // It has walked to every weight and bias, in the order in which a gradient has them.
            let mut paths_to = comparison.entries.iter().map(|entry| entry.paths);
            sums.map(|_| paths_to.next().unwrap_or(f64::NAN))
        }
        Err(_) => scalar::gradient_after(problem, &forward, |_| ())?,
    };
    let matrix = sums.get(weight).map_or(f64::NAN, |sum| sum / problem.divisor());
    let agree = match &comparison {
        Ok(comparison) if comparison.agrees() => "Paths and matrices agree.".to_owned(),
        Ok(_) => "Paths and matrices DIFFER.".to_owned(),
        Err(error) => format!("{error}."),
    };
    let cost = forward.cost(problem);
    let says = format!("{} = {}", names.written(&shape.symbol(Quantity::Cost)), six_digits(cost));
    let engine = "path by path, example by example";
    Ok(html! {
        p.answer role="status" { strong { (says) } ". " (agree) }
        (section(&show::forward::page(problem, &forward, names)))
        (paths_section(&shape, weight, names, paths(problem, weight, names, &forward, matrix)?))
        (section(&show::gradient::page(&shape, names, Naming::Symbols, &gradient, cost, engine)))
        (section(&show::matrices::page(problem, &matrices, names)))
        @if let Ok(comparison) = &comparison {
            (section(&show::comparison::page(&problem.title, comparison, names, Naming::Symbols)))
        }
    })
}

/// The paths to one weight or bias.
fn paths(
    problem: &Problem,
    weight: Quantity,
    names: Names<'_>,
    forward: &crate::gradient::Forward,
    matrix: f64,
) -> Result<(String, Page), GradientError> {
    let shape = problem.shape();
    effort::admit(&effort::count_to(&shape, weight), MOST_PATHS_TO_ONE, Purpose::OneWeight)?;
    let tree = scalar::tree(problem, forward);
    let listing = scalar::listing_in(&tree, problem, weight, LISTED, || ())?;
    Ok((show::paths::count(&listing), show::paths::page(&shape, names, &listing, matrix, Naming::Symbols)))
}

/// The paths under their own heading, whose names are set as in the table.
fn paths_section(shape: &Shape, weight: Quantity, names: Names<'_>, (count, page): (String, Page)) -> Markup {
    let [cost, weight] = [Quantity::Cost, weight].map(|quantity| shape.symbol(quantity));
    let slope = formula(&Expr::partial(cost, weight), names, &[]);
    html! {
        section.paths {
            h2 { (PreEscaped(inline(&[Inline::Math(slope)]))) ": " (count) }
            div.inner { (frame::blocks(&page.blocks)) }
        }
    }
}

fn section(page: &Page) -> Markup {
    html! { section { h2 { (page.title) } div.inner { (frame::blocks(&page.blocks)) } } }
}
