//! The command that checks a gradient.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::diagnose;
use crate::diagnose::Conventions;
use crate::diagnose::Judged;
use crate::diagnose::Knowledge;
use crate::diagnose::Verdict;
use crate::diagnose::hand_in::HandIn;
use crate::diagnose::hand_in::hand_in;
use crate::diagnose::hand_in::typed;
use crate::diagnose::table;
use crate::graph::Names;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem;
use crate::problem::Found;
use crate::problem::Read;
use crate::show;
use crate::show::diagnosis::Report;
use crate::show::diagnosis::Telling;

use super::Answer;
use super::after_step;
use super::arguments;
use super::arguments::CheckFormat;
use super::astray::Kind;
use super::astray::astray;
use super::astray::kind;
use super::astray::told;
use super::class;
use super::compute::found;
use super::compute::naming;
use super::compute::notation;
use super::compute::stem;
use super::diagnosis;
use super::output::Failure;
use super::output::Output;
use super::probe;
use super::shell;

impl arguments::Check {
    /// Whether mistakes are named, or asked about.
    pub(super) fn telling(&self) -> Telling {
        if self.tell { Telling::Names } else { Telling::Asks }
    }
}

/// What gradients may come in: by themselves, or with their problem.
const HANDED_IN: &[Kind] = &[Kind::Gradients, Kind::Problem];

/// `gradwalk check`
pub(super) fn check(
    arguments: &arguments::Check,
    command: &[OsString],
    output: &Output,
) -> Result<Answer, Failure> {
    let read = found(&arguments.problem)?;
    for remark in &read.remarks {
        output.remark(remark);
    }
    let Some(path) = &arguments.probe else { return judgement(arguments, &read, command, output) };
    let to = probe::destination(path, &arguments.problem.name)?;
    let answer = match judgement(arguments, &read, command, output) {
        // A probe can be had before there is any gradient.
        Err(Failure::NothingHandedIn(_)) => Answer::Yes,
        answer => answer?,
    };
    let says = probe::write(path, to, &read)?;
    match arguments.format {
        CheckFormat::Text => output.print(&format!("\n{says}"))?,
        _ => output.remark(&says),
    }
    Ok(answer)
}

fn judgement(
    arguments: &arguments::Check,
    read: &Read,
    command: &[OsString],
    output: &Output,
) -> Result<Answer, Failure> {
    if let Some(step) = &arguments.cost_after_step {
        return after_step::check(arguments, step, read, command, output);
    }
    if arguments.gradients.len() > 1 && !arguments.gradient.is_empty() {
        return Err(Failure::TypedForMany);
    }
    if arguments.gradients.len() > 1 || matches!(arguments.format, CheckFormat::Csv | CheckFormat::Markdown) {
        return class::check(arguments, read, output);
    }
    let notation = notation(&arguments.writing)?;
    let checked = checked(arguments, arguments.gradients.first().map(PathBuf::as_path), read)?;
    for remark in &checked.remarks {
        output.remark(remark);
    }
    if arguments.format == CheckFormat::Json {
        output.print(&diagnosis::as_json(&checked))?;
    } else {
        let telling = arguments.telling();
        let shape = checked.problem.shape();
        output.page(&show::diagnosis::page(&Report {
            name: &stem(&arguments.problem.name),
            problem: &checked.problem,
            diagnosis: &checked.diagnosis,
            cost: checked.conventions.cost,
            names: Names::of(notation, &shape),
            naming: naming(&arguments.problem.name),
            telling,
        }))?;
        let is_wrong = checked.diagnosis.verdict != Verdict::Correct;
        if telling == Telling::Asks && is_wrong && !checked.diagnosis.explanations.is_empty() {
            output.print(&shell::to_be_told(command))?;
        }
    }
    Ok(if checked.diagnosis.verdict == Verdict::Correct { Answer::Yes } else { Answer::No })
}

/// Reads what was handed in, in this file or with the problem, and judges it.
pub(super) fn checked(
    arguments: &arguments::Check,
    file: Option<&std::path::Path>,
    read: &Read,
) -> Result<Judged, Failure> {
    let shape = read.problem.shape();
    let mut handed = handed_in(arguments, file, &shape, &read.found)?;
    for (parameter, _, number) in typed_in(&arguments.gradient, &shape)? {
        handed.submission.put(&shape, parameter, typed(number)?);
    }
    if handed.submission.count() == 0 {
        if let Some(file) = file
            && let Some(kind) = kind(file).filter(|kind| !HANDED_IN.contains(kind))
        {
            return Err(Box::new(told(kind, file)).into());
        }
        let name = file.unwrap_or(&arguments.problem.name).to_string_lossy();
        return Err(Failure::NothingHandedIn(format!(
            "{} has none. Save yours as dW1, db1, … in the same .npz file, name a file with --gradients FILE, or type \
             a number with --gradient w_211=0.011",
            crate::printable::printable(&name)
        )));
    }
    let known = |is_stated: bool| if is_stated { Knowledge::Stated } else { Knowledge::Assumed };
    let conventions = Conventions {
        cost: known(read.found.cost_stated),
        layout: known(arguments.problem.layout.is_some()),
    };
    Ok(diagnose::judge(&read.problem, handed, conventions)?)
}

/// The weights that were typed, each once, with their names as they were typed and their numbers.
fn typed_in<'t>(texts: &'t [String], shape: &Shape) -> Result<Vec<(Quantity, &'t str, &'t str)>, Failure> {
    let mut found: Vec<(Quantity, &str, &str)> = Vec::new();
    for text in texts {
        let (name, number) =
            text.split_once('=').ok_or_else(|| Failure::NotAnAssignment { text: text.clone() })?;
        let (name, parameter) = (name.trim(), shape.parameter(name)?);
        match found.iter().find(|(known, ..)| *known == parameter) {
            Some((_, one, _)) if *one == name => return Err(Failure::TypedTwice { name: name.to_owned() }),
            Some((_, one, _)) => {
                return Err(Failure::TwoNames { one: (*one).to_owned(), other: name.to_owned() });
            }
            None => found.push((parameter, name, number)),
        }
    }
    Ok(found)
}

/// What stands in a file, or came with the problem.
fn handed_in(
    arguments: &arguments::Check,
    file: Option<&std::path::Path>,
    shape: &Shape,
    found: &Found,
) -> Result<HandIn, Failure> {
    let layers = shape.layers();
    if let Some(file) = file.filter(|file| has_extension(file, "csv")) {
        let name = file.to_string_lossy();
        let submission =
            table::submission(&name, &super::table::text_of(file, &name)?, shape).map_err(Box::new)?;
        return Ok(HandIn { submission, turned: false, remarks: Vec::new() });
    }
    let handed = match file {
        Some(file) => problem::handed(file, layers),
        None => problem::handed_with(&arguments.problem.name, layers),
    };
    let handed = handed.map_err(|error| match file {
        Some(file) => astray(error, file, HANDED_IN),
        None => error,
    });
    Ok(hand_in(shape, found, &handed.map_err(Box::new)?)?)
}

pub(super) fn has_extension(file: &std::path::Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension))
}
