//! Gradients as a table: one weight and one number in a row.
//!
//! ```text
//! weight,value
//! w_211,0.0110339
//! w_2,10,3,-0.5
//! W1[0,0],0.25
//! ```
//!
//! The last field is the number, because a name may have commas itself.

use crate::diagnose::hand_in::typed;
use crate::diagnose::submission::Submission;
use crate::graph::Shape;
use crate::problem::ReadError;
use crate::problem::Where;

use super::output::Failure;

/// The largest table that is read.
const LARGEST: u64 = 16 << 20;

/// What a table holds.
pub(super) fn submission(path: &std::path::Path, shape: &Shape) -> Result<Submission, Failure> {
    let file = path.to_string_lossy().into_owned();
    let text = text_of(path, &file)?;
    let mut submission = Submission::new(shape.layers());
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let row = line.trim();
        let is_head = number == 0 && row.to_ascii_lowercase().starts_with("weight");
        if row.is_empty() || row.starts_with('#') || is_head {
            continue;
        }
        let fault = |says: String, help: &str| {
            let span = start..start + line.trim_end().len();
            let place = Where::Text { text: text.as_str().into(), span, mark: "" };
            Failure::Problem(Box::new(ReadError { file: file.clone(), says, place, help: help.into() }))
        };
        let (name, value) = row
            .rsplit_once([',', ';', '\t'])
            .ok_or_else(|| fault("there is no number in this row".into(), "write rows as in w_211,0.011"))?;
        let name = name.trim().trim_matches('"');
        let parameter = shape.parameter(name);
        let parameter =
            parameter.map_err(|error| fault(error.to_string(), "write rows as in w_211,0.011"))?;
        let written = typed(value.trim().trim_matches('"'));
        let written = written
            .map_err(|error| fault(error.to_string(), "write decimals with a point: 0.011, not 0,011"))?;
        if submission.get(parameter).is_some() {
            return Err(fault(format!("`{name}` is given twice"), "leave one of the two out"));
        }
        submission.put(shape, parameter, written);
    }
    Ok(submission)
}

fn text_of(path: &std::path::Path, file: &str) -> Result<String, Failure> {
    let fault = |says: String, help: &str| {
        let place = Where::File;
        Failure::Problem(Box::new(ReadError { file: file.into(), says, place, help: help.into() }))
    };
    let there = path.metadata().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            fault("there is no such file".into(), "name a .csv file with rows such as w_211,0.011")
        }
        kind => fault(format!("the file cannot be read: {kind}"), "check that it may be read"),
    })?;
    if !there.is_file() {
        return Err(fault("this is not a file".into(), "name a .csv file with rows such as w_211,0.011"));
    }
    if there.len() > LARGEST {
        return Err(fault(
            "the file is larger than 16 MiB".into(),
            "store large gradients as arrays: numpy.savez",
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| {
        fault(format!("the file cannot be read: {}", error.kind()), "check that it may be read")
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| fault("the file is not text in UTF-8".into(), "save it as CSV in UTF-8"))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}
