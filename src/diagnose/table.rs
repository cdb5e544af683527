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

use super::hand_in::typed;
use super::submission::Submission;
use crate::graph::Shape;
use crate::problem::ReadError;
use crate::problem::Where;

/// What a table holds. `file` is for messages.
pub fn submission(file: &str, text: &str, shape: &Shape) -> Result<Submission, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
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
            let place = Where::Text { text: text.into(), span, mark: "" };
            ReadError { file: file.into(), says, place, help: help.into() }
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
