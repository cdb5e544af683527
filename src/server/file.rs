//! A file that was chosen, dropped or pasted: a problem is opened, a homework is checked.
//!
//! A file of gradients alone belongs to the problem whose page it was dropped on.

use std::io::Cursor;

use axum::http::StatusCode;
use axum::response::Response;
use maud::Markup;
use maud::html;

use crate::activation;
use crate::cost;
use crate::cost::COSTS;
use crate::diagnose::Conventions;
use crate::diagnose::Judged;
use crate::diagnose::Knowledge;
use crate::diagnose::hand_in::HandIn;
use crate::diagnose::hand_in::hand_in;
use crate::diagnose::judge;
use crate::diagnose::submission::Submission;
use crate::diagnose::table;
use crate::graph::Names;
use crate::problem;
use crate::problem::Found;
use crate::problem::Handed;
use crate::problem::Layout;
use crate::problem::Orientation;
use crate::problem::Problem;
use crate::problem::Read;
use crate::problem::ReadError;
use crate::problem::Reading;
use crate::problem::Syntax;
use crate::show;
use crate::show::Naming;
use crate::show::class::Homework;
use crate::show::diagnosis::Report;
use crate::show::diagnosis::Telling;

use super::Site;
use super::form;
use super::form::Form;
use super::frame;
use super::numbers;
use super::sent::File;
use super::sent::Sent;

/// What a file is, by its ending or by how it begins.
enum Content {
    Text(Syntax, String),
    Archive(Vec<u8>),
    Table(String),
}

/// A file that was brought, under the name that its owner gave it.
struct Brought {
    name: String,
    content: Content,
}

/// Why a file cannot be taken.
enum Refusal {
    Read(Box<ReadError>),
    Says(String),
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        Refusal::Read(Box::new(error))
    }
}

impl Refusal {
    /// All of it.
    fn markup(&self) -> Markup {
        match self {
            Refusal::Read(error) => frame::fault(error),
            Refusal::Says(says) => html! { p { (says) } },
        }
    }

    /// In one sentence, beside the name of the file.
    fn in_short(self) -> String {
        match self {
            Refusal::Read(error) => error.says,
            Refusal::Says(says) => says,
        }
    }
}

/// The page for a file, or for those of a whole class.
pub(super) fn page(site: &Site, sent: &Sent) -> Response {
    if sent.files.len() > 1 {
        return class(site, sent);
    }
    let opened = Brought::of(sent).and_then(|brought| opened(site, sent, &brought));
    opened.unwrap_or_else(|refusal| {
        frame::refusal(StatusCode::UNPROCESSABLE_ENTITY, "This file cannot be read", &refusal.markup())
    })
}

/// A line for each file, and which mistakes were made, how often.
fn class(site: &Site, sent: &Sent) -> Response {
    let judged = |file: &File| {
        let brought = Brought::of_file(file)?;
        let read = brought.read(site, sent)?;
        let handed_in = brought.handed_in(&read)?;
        if handed_in.submission.count() == 0 {
            return Err(Refusal::Says("there is no gradient in it".into()));
        }
        verdict(&read, handed_in, sent)
    };
    let homework = |file: &File| Homework {
        file: file.name.clone(),
        outcome: match judged(file) {
            Ok(Judged { problem, diagnosis, .. }) => Ok((problem.shape(), diagnosis)),
            Err(refusal) => Err(refusal.in_short()),
        },
    };
    let class: Vec<Homework> = sent.files.iter().map(homework).collect();
    let page = show::class::page("The homework of a class".into(), &class);
    frame::page(&page.title, &frame::article(&page))
}

/// The judgement of what was handed in for a problem.
fn verdict(read: &Read, handed_in: HandIn, sent: &Sent) -> Result<Judged, Refusal> {
    let known = |is_stated: bool| if is_stated { Knowledge::Stated } else { Knowledge::Assumed };
    let conventions =
        Conventions { cost: known(read.found.cost_stated), layout: known(!sent.text("layout").is_empty()) };
    judge(&read.problem, handed_in, conventions).map_err(|error| Refusal::Says(error.to_string()))
}

fn opened(site: &Site, sent: &Sent, brought: &Brought) -> Result<Response, Refusal> {
    let read = brought.read(site, sent)?;
    let handed_in = brought.handed_in(&read)?;
    let remarks = |more: &[String]| frame::remarks(&[read.remarks.as_slice(), more].concat());
    if handed_in.submission.count() == 0 {
        if !brought.is_problem() {
            return Err(brought.fault(
                "there is no gradient in this file",
                "a table has a row such as `w_211,0.011` for each weight; a problem to open has layers, inputs and labels",
            ));
        }
        let form = Form::of(&read.problem);
        let above = remarks(&handed_in.remarks);
        return Ok(form.map_or_else(numbers::too_large, |form| numbers::page(site, form, "", Some(&above))));
    }
    let judged = verdict(&read, handed_in, sent)?;
    let naming = if matches!(brought.content, Content::Archive(_)) {
        Naming::SymbolsAndArrays
    } else {
        Naming::Symbols
    };
    let telling = if sent.text("tell").is_empty() { Telling::Asks } else { Telling::Names };
    let report = show::diagnosis::page(&Report {
        name: &brought.stem(),
        problem: &judged.problem,
        diagnosis: &judged.diagnosis,
        cost: judged.conventions.cost,
        names: Names::SERIES,
        naming,
        telling,
    });
    let above = html! { (frame::article(&report)) (remarks(&judged.remarks)) };
    Ok(match Form::of(&judged.problem) {
        Some(form) => numbers::page(site, form, "", Some(&above)),
        None => frame::page(&report.title, &above),
    })
}

/// The problem that a file of gradients alone is meant for.
fn problem_at_hand(site: &Site, sent: &Sent) -> Result<Read, Refusal> {
    let name = sent.text("for");
    let problem = if name.is_empty() {
        Form::sent(sent).ok().and_then(|mut form| form.problem())
    } else {
        numbers::named(site, name)
    };
    let problem = problem.ok_or_else(|| {
        Refusal::Says(
            "These are gradients alone: open the problem that they belong to, and drop them there.".into(),
        )
    })?;
    // The page says which cost it has.
    let found = Found { cost_stated: true, ..Found::default() };
    Ok(Read { problem, remarks: Vec::new(), found })
}

/// What the file does not say itself.
fn reading(sent: &Sent) -> Result<Reading, Refusal> {
    let unknown = |what: &str, name: &str| Refusal::Says(format!("There is no {what} called `{name}`."));
    let names = sent.text("stated_activations").split(',').map(str::trim).filter(|name| !name.is_empty());
    let activations =
        names.map(|name| activation::named(name).ok_or_else(|| unknown("activation function", name)));
    let cost = Some(sent.text("stated_cost")).filter(|name| !name.is_empty());
    let cost = cost.map(|name| cost::named(name).ok_or_else(|| unknown("cost", name)));
    Ok(Reading {
        activations: activations.collect::<Result<_, _>>()?,
        cost: cost.transpose()?,
        layout: match sent.text("layout") {
            "from-to" => Some(Layout::FromTo),
            "to-from" => Some(Layout::ToFrom),
            _ => None,
        },
        orientation: match sent.text("orientation") {
            "rows" => Some(Orientation::Rows),
            "columns" => Some(Orientation::Columns),
            _ => None,
        },
    })
}

impl Brought {
    fn of(sent: &Sent) -> Result<Brought, Refusal> {
        let pasted = sent.text("pasted");
        let Some(file) = sent.files.first() else {
            let syntax = if pasted.starts_with('{') { Syntax::Json } else { Syntax::Ron };
            if pasted.is_empty() {
                return Err(Refusal::Says("No file was chosen and nothing was pasted.".into()));
            }
            let name = if syntax == Syntax::Json { "pasted.json" } else { "pasted.ron" };
            return Brought { name: name.into(), content: Content::Text(syntax, pasted.to_owned()) }
                .admitted();
        };
        Brought::of_file(file)
    }

    fn of_file(file: &File) -> Result<Brought, Refusal> {
        let name = file.name.clone();
        let fault = |says: &str, help: &str| Refusal::from(ReadError::of_file(&name, says, help));
        if file.bytes.trim_ascii().is_empty() {
            return Err(fault("the file is empty", "was it saved before it was dropped here?"));
        }
        let text = || {
            let text = String::from_utf8(file.bytes.clone());
            text.map_err(|_| fault("the file is not text in UTF-8", "save it as UTF-8"))
        };
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let content = match ending.as_deref() {
            Some("ron") => Content::Text(Syntax::Ron, text()?),
            Some("json") => Content::Text(Syntax::Json, text()?),
            Some("csv") => Content::Table(text()?),
            Some("npz") => Content::Archive(file.bytes.clone()),
            Some("txt") => {
                let help = "for derivations: `gradwalk verify FILE` checks every line of it";
                return Err(fault("this is a text, and neither a problem nor gradients", help));
            }
            _ => {
                let help = "drop a .ron, .json or .npz file, or gradients as .csv";
                return Err(fault("the kind of file is unknown", help));
            }
        };
        Brought { name, content }.admitted()
    }

    /// A lesson is not for here.
    fn admitted(self) -> Result<Brought, Refusal> {
        match &self.content {
            Content::Text(_, text) if problem::has_field(text, "slides") => Err(self.fault(
                "this is a lesson, and neither a problem nor gradients",
                "for lessons: `gradwalk verify FILE` checks it, `gradwalk serve --lessons FOLDER` shows it here",
            )),
            _ => Ok(self),
        }
    }

    fn fault(&self, says: &str, help: &str) -> Refusal {
        ReadError::of_file(&self.name, says, help).into()
    }

    /// The name without its ending.
    fn stem(&self) -> String {
        self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem).to_owned()
    }

    /// The problem in it, or the one that its gradients are for.
    fn read(&self, site: &Site, sent: &Sent) -> Result<Read, Refusal> {
        self.problem(&reading(sent)?)?.map_or_else(|| problem_at_hand(site, sent), Ok)
    }

    /// Whether there is a problem in it, or gradients alone.
    fn is_problem(&self) -> bool {
        match &self.content {
            Content::Text(_, text) => problem::is_problem_in_text(text),
            Content::Archive(bytes) => problem::is_problem_in_archive(Cursor::new(bytes)),
            Content::Table(_) => false,
        }
    }

    /// The problem in it; nothing where it has gradients alone.
    fn problem(&self, reading: &Reading) -> Result<Option<Read>, ReadError> {
        match &self.content {
            _ if !self.is_problem() => Ok(None),
            Content::Text(syntax, text) => problem::read_text(&self.name, text, *syntax, reading).map(Some),
            Content::Archive(bytes) => problem::read_npz(&self.name, Cursor::new(bytes), reading).map(Some),
            Content::Table(_) => Ok(None),
        }
    }

    fn handed_in(&self, read: &Read) -> Result<HandIn, Refusal> {
        let shape = read.problem.shape();
        let handed: Vec<Handed> = match &self.content {
            Content::Table(text) => {
                let submission = table::submission(&self.name, text, &shape)?;
                return Ok(HandIn { submission, turned: false, remarks: Vec::new() });
            }
            Content::Text(_, text) => problem::handed_in_text(&self.name, text, shape.layers())?,
            Content::Archive(bytes) => {
                problem::handed_in_archive(&self.name, Cursor::new(bytes), shape.layers())?
            }
        };
        if handed.is_empty() {
            let submission = Submission::new(shape.layers());
            return Ok(HandIn { submission, turned: false, remarks: Vec::new() });
        }
        hand_in(&shape, &read.found, &handed).map_err(|error| Refusal::Says(error.to_string()))
    }
}

/// Where a file is chosen, with what it may not say itself. `problems` are those that gradients alone may be for; on
/// the page of a problem they are for that one.
pub(super) fn chooser(problems: &[(String, Problem)]) -> Markup {
    let choice = |name: &str, words: &[&str]| {
        html! { select name=(name) {
            option value="" { "as the file says" }
            @for word in words { option value=(word) { (word) } }
        } }
    };
    let costs: Vec<&str> = COSTS.iter().map(|cost| cost.name).collect();
    html! {
        div.drop #drop {
            p { "Drop a file here, or choose it. A problem (.ron, .json, .npz) is opened; one with your gradients in it, "
                "or gradients alone (.csv too), is checked. Several files at once are the homework of a class." }
            label { "File " input type="file" name="file" accept=".ron,.json,.npz,.csv" multiple; }
            @if !problems.is_empty() {
                label { "Gradients alone are for "
                    (form::choice("for", "", problems.iter().map(|(name, _)| name.as_str())))
                }
            }
            details {
                summary { "Paste instead, or say what the file does not" }
                label.wide { "A problem as .ron or .json" textarea name="pasted" rows="6" spellcheck="false" {} }
                label { "Cost " (choice("stated_cost", &costs)) }
                label { "Activations " input name="stated_activations" placeholder="relu,softmax" autocomplete="off"; }
                label { "Weights of an .npz are stored " (choice("layout", &["from-to", "to-from"])) }
                label { input type="checkbox" name="tell" value="yes"; " Tell me the name of a mistake at once" }
                label { "Its examples are " (choice("orientation", &["rows", "columns"])) }
            }
            button formaction="/file" { "Open or check" }
        }
    }
}
