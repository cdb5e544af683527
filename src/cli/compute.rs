//! The commands that compute: `paths`, `gradient`, `compare`.

use std::io;
use std::io::IsTerminal;

use num_traits::ToPrimitive;

use crate::activation;
use crate::activation::ACTIVATIONS;
use crate::cost;
use crate::cost::COSTS;
use crate::gradient;
use crate::gradient::Forward;
use crate::gradient::effort;
use crate::gradient::effort::Purpose;
use crate::gradient::exactness::Exactness;
use crate::gradient::matrix;
use crate::gradient::scalar;
use crate::gradient::scope::Scope;
use crate::graph::Names;
use crate::graph::Shape;
use crate::graph::notation;
use crate::graph::notation::NOTATIONS;
use crate::graph::notation::Notation;
use crate::problem;
use crate::problem::Layout;
use crate::problem::Orientation;
use crate::problem::Reading;
use crate::render::Renderer;
use crate::render::svg::Svg;
use crate::render::text::Text;
use crate::show;
use crate::show::Naming;

use super::Answer;
use super::arguments;
use super::arguments::CompareFormat;
use super::arguments::Engine;
use super::arguments::GradientFormat;
use super::arguments::LayoutName;
use super::arguments::OrientationName;
use super::arguments::PathsFormat;
use super::astray::Kind;
use super::astray::astray;
use super::json;
use super::output::Failure;
use super::output::Output;
use super::pace::Work;
use super::progress::Progress;
use super::save;
use super::save::Destination;
use super::save::Existing;

/// A picture shows at most this many paths; a wider one could not be looked at.
const DRAWN: usize = 48;

/// A table lists at most this many paths; nobody reads a longer one, and it would have to be kept whole.
const LISTED: u64 = 20_000;

/// `gradwalk paths`
pub(super) fn paths(arguments: &arguments::Paths, output: &Output) -> Result<Answer, Failure> {
    let problem = read(&arguments.problem, output)?;
    let shape = problem.shape();
    let names = names(&arguments.writing, &shape)?;
    let parameter = shape.parameter(&arguments.weight)?;
    let count = effort::count_to(&shape, parameter);
    effort::admit(&count, arguments.problem.most_paths(), Purpose::OneWeight)?;
    let count = count.to_u64().unwrap_or(u64::MAX);
    let listed = usize::try_from(arguments.limit).unwrap_or(usize::MAX);
    let limit = match arguments.format {
        PathsFormat::Json => 0,
        PathsFormat::Svg => listed.min(DRAWN),
        PathsFormat::Text => in_a_table(count, listed)?,
    };
    let forward = scalar::forward(&problem)?;
    let tree = scalar::tree(&problem, &forward);
    let mut progress = Progress::new(count, count, Work::OneWeight);
    let listing = scalar::listing_in(&tree, &problem, parameter, limit, || progress.advance(1));
    drop(progress);
    let listing = listing?;
    match arguments.format {
        PathsFormat::Json => {
            output.stream(|writer| json::paths(writer, (&shape, names), &tree, &listing, listed))?;
        }
        PathsFormat::Svg => {
            output.print(&Svg.page(&show::paths::picture(&shape, names, &listing), output.style()))?;
        }
        PathsFormat::Text => {
            let sums = matrix::sums(&matrix::forward(&problem)?.1);
            let matrix = sums.get(parameter).map_or(f64::NAN, |sum| sum / problem.divisor());
            let page = show::paths::page(&shape, names, &listing, matrix, naming(&arguments.problem.name));
            // Both are long where there are many terms, and the page says it all.
            drop(listing);
            output.page(&page)?;
        }
    }
    Ok(Answer::Yes)
}

/// The limit on listed terms, unless a table of so many would be too long.
fn in_a_table(count: u64, limit: usize) -> Result<usize, Failure> {
    let asked = count.min(limit as u64);
    if asked > LISTED { Err(Failure::TooLong { asked, most: LISTED }) } else { Ok(limit) }
}

/// `gradwalk gradient`
pub(super) fn gradient(arguments: &arguments::Gradient, output: &Output) -> Result<Answer, Failure> {
    if let Some(weight) = &arguments.weight {
        return Err(Failure::OfOneWeight { weight: weight.clone() });
    }
    let problem = read(&arguments.problem, output)?;
    let shape = problem.shape();
    let names = names(&arguments.writing, &shape)?;
    let existing = if arguments.replace { Existing::Replace } else { Existing::Keep };
    let file = arguments.output.as_deref().filter(|&file| file != "-");
    let format = arguments.format.unwrap_or_else(|| format_of(file));
    let from = file_of(&arguments.problem);
    let destination = file.map(|path| Destination::find(path, existing, from));
    let destination = destination.transpose()?;
    if destination.is_none() && format == GradientFormat::Npz && io::stdout().is_terminal() {
        return Err(Failure::Binary);
    }
    let (forward, gradient, engine) = match arguments.engine {
        Engine::Paths => {
            effort::admit(&effort::count(&shape), arguments.problem.most_paths(), Purpose::Gradient)?;
            let forward = scalar::forward(&problem)?;
            let count = effort::count(&shape).to_u64().unwrap_or(u64::MAX);
            let mut progress = Progress::new(count, count, Work::Gradient);
            let gradient = scalar::gradient_after(&problem, &forward, |terms| progress.advance(terms))?;
            (forward, gradient, "path by path, example by example")
        }
        Engine::Matrix => {
            (matrix::forward(&problem)?.0, matrix::gradient(&problem)?, "by matrices, with the delta rule")
        }
    };
    let cost = Forward::cost(&forward, &problem);
    let page =
        || show::gradient::page(&shape, names, naming(&arguments.problem.name), &gradient, cost, engine);
    let bytes = match (format, file) {
        (GradientFormat::Text, None) => Text.page(&page(), output.style()).into_bytes(),
        (GradientFormat::Text, Some(_)) => output.text_for_file(&page()).into_bytes(),
        (GradientFormat::Json, _) => json::gradient(&gradient, cost).into_bytes(),
        (GradientFormat::Npz, _) => save::npz(&gradient).map_err(Failure::Print)?,
    };
    match destination {
        Some(destination) => destination.write(&bytes)?,
        None => output.bytes(&bytes)?,
    }
    Ok(Answer::Yes)
}

/// The file that a problem is read from, if it is not a built-in one.
pub(super) fn file_of(problem: &arguments::Problem) -> Option<&std::path::Path> {
    let is_built_in = problem::built_in_names().any(|name| problem.name == *name);
    (!is_built_in).then_some(&problem.name)
}

/// The format that a file's name asks for.
fn format_of(file: Option<&std::path::Path>) -> GradientFormat {
    match file.and_then(|file| file.extension()?.to_str()) {
        Some("npz") => GradientFormat::Npz,
        Some("json") => GradientFormat::Json,
        _ => GradientFormat::Text,
    }
}

/// `gradwalk compare`
pub(super) fn compare(arguments: &arguments::Compare, output: &Output) -> Result<Answer, Failure> {
    let problem = read(&arguments.problem, output)?;
    let shape = problem.shape();
    let names = names(&arguments.writing, &shape)?;
    let scope = match &arguments.weight {
        Some(weight) => Scope::One(shape.parameter(weight)?),
        None => Scope::Everything,
    };
    let count = scope.count(&shape);
    effort::admit(&count, arguments.problem.most_paths(), scope.purpose())?;
    let work = Work::comparing(scope, Exactness::affordable(scope, &shape));
    let mut progress = Progress::new(count.to_u64().unwrap_or(u64::MAX), scope.terms(&shape), work);
    let comparison = gradient::compare::compare(&problem, scope, |terms| progress.advance(terms));
    drop(progress);
    let comparison = comparison?;
    let name = stem(&arguments.problem.name);
    match arguments.format {
        CompareFormat::Json => output.print(&json::comparison(&name, &comparison, names))?,
        CompareFormat::Text => {
            output.page(&show::comparison::page(
                &name,
                &comparison,
                names,
                naming(&arguments.problem.name),
            ))?;
        }
    }
    Ok(if comparison.agrees() { Answer::Yes } else { Answer::No })
}

/// How names are to be written.
pub(super) fn names<'s>(writing: &arguments::Writing, shape: &'s Shape) -> Result<Names<'s>, Failure> {
    Ok(Names::of(notation(writing)?, shape))
}

/// The notation that was asked for, if one was.
pub(super) fn notation(writing: &arguments::Writing) -> Result<Option<&'static Notation>, Failure> {
    let Some(name) = writing.notation.as_deref().map(str::trim) else { return Ok(None) };
    let known = || NOTATIONS.iter().map(|notation| notation.name);
    notation::named(name).map(Some).ok_or_else(|| unknown("notation", name, known()))
}

/// Who brings arrays gets the names of their entries as well.
pub(super) fn naming(problem: &std::path::Path) -> Naming {
    let is_archive = problem.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("npz"));
    if is_archive { Naming::SymbolsAndArrays } else { Naming::Symbols }
}

/// The problem's name: of a file, what stands before the ending.
pub(super) fn stem(problem: &std::path::Path) -> String {
    problem.file_stem().unwrap_or(problem.as_os_str()).to_string_lossy().into_owned()
}

/// Finds and reads the problem, and passes on what the reader should know about how it was read.
pub(super) fn read(arguments: &arguments::Problem, output: &Output) -> Result<problem::Problem, Failure> {
    let read = found(arguments)?;
    for remark in &read.remarks {
        output.remark(remark);
    }
    Ok(read.problem)
}

/// How arrays are to be read, as it was stated.
pub(super) fn reading(arguments: &arguments::Problem) -> Result<Reading, Failure> {
    let activations = arguments.activation.iter().map(|name| name.trim()).map(|name| {
        activation::named(name)
            .ok_or_else(|| unknown("activation function", name, ACTIVATIONS.iter().map(|entry| entry.name)))
    });
    let cost = arguments.cost.as_ref().map(|name| name.trim()).map(|name| {
        cost::named(name).ok_or_else(|| unknown("cost function", name, COSTS.iter().map(|entry| entry.name)))
    });
    Ok(Reading {
        activations: activations.collect::<Result<_, Failure>>()?,
        cost: cost.transpose()?,
        layout: arguments.layout.map(|layout| match layout {
            LayoutName::FromTo => Layout::FromTo,
            LayoutName::ToFrom => Layout::ToFrom,
        }),
        orientation: arguments.orientation.map(|orientation| match orientation {
            OrientationName::Rows => Orientation::Rows,
            OrientationName::Columns => Orientation::Columns,
        }),
    })
}

/// The problem that was named, with what came with it.
pub(super) fn found(arguments: &arguments::Problem) -> Result<problem::Read, Failure> {
    // Arrays that lack a part are told which; gradients alone are no reason to send anybody away.
    let wanted = [Kind::Problem, Kind::Gradients];
    let read = problem::find(&arguments.name, &reading(arguments)?);
    Ok(read.map_err(|error| astray(error, &arguments.name, &wanted)).map_err(Box::new)?)
}

/// The complaint about a name that is in no table, where a command lists that.
pub(super) fn not_listed(
    what: &'static str,
    name: &str,
    command: &str,
    known: impl Iterator<Item = &'static str>,
) -> Failure {
    let help = problem::advice_from(name, &format!("`gradwalk {command}`"), known);
    Failure::NotListed { what, name: name.into(), help }
}

/// The complaint about a name that is in no table.
pub(super) fn unknown(
    what: &'static str,
    name: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Failure {
    Failure::Unknown {
        what,
        name: name.into(),
        nearest: problem::nearest(name, known.clone()).map(str::to_owned),
        known: known.collect::<Vec<_>>().join(", "),
    }
}
