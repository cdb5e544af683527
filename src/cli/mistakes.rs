//! The command that lists the mistakes.

use serde::Serialize;

use crate::diagnose::Mistake;
use crate::diagnose::mistakes;
use crate::show;

use super::Answer;
use super::arguments;
use super::compute::not_listed;
use super::compute::notation;
use super::json;
use super::output::Failure;
use super::output::Output;

/// Why no notation changes anything here.
const OWN_NAMES: &str = "mistakes are told in letters of their own (a what comes out, z what goes in, δ what is sent \
                         back) and in the names of the series, whatever the notation: they are about no network in \
                         particular";

/// `gradwalk mistakes`
pub(super) fn mistakes(arguments: &arguments::Mistakes, output: &Output) -> Result<Answer, Failure> {
    if notation(&arguments.writing)?.is_some_and(|notation| notation.name != "series") {
        output.remark(OWN_NAMES);
    }
    let known = mistakes::mistakes().map(|mistake| mistake.id);
    let one = arguments.name.as_deref().map(str::trim);
    let found = |id: &str| mistakes::mistake(id).ok_or_else(|| not_listed("mistake", id, "mistakes", known));
    let one = one.map(found).transpose()?;
    let asked: Vec<&'static Mistake> = one.map_or_else(|| mistakes::mistakes().collect(), |one| vec![one]);
    output.page_as(arguments.format, || show::mistakes::page(&asked), || as_json(&asked))?;
    Ok(Answer::Yes)
}

#[derive(Serialize)]
struct MistakesAnswer {
    format: u32,
    mistakes: Vec<MistakeAnswer>,
}

#[derive(Serialize)]
struct MistakeAnswer {
    id: &'static str,
    edge: &'static str,
    says: &'static str,
    asks: &'static str,
    wrong: Option<&'static str>,
    right: Option<&'static str>,
    source: &'static str,
}

fn as_json(asked: &[&'static Mistake]) -> String {
    let mistakes = asked.iter().map(|mistake| MistakeAnswer {
        id: mistake.id,
        edge: mistake.slot.edge(),
        says: mistake.says,
        asks: mistake.asks,
        wrong: mistake.formula.map(|formulas| formulas.wrong),
        right: mistake.formula.map(|formulas| formulas.right),
        source: mistake.source,
    });
    json::line(&MistakesAnswer { format: json::FORMAT, mistakes: mistakes.collect() })
}
