//! Gradients as a table: one weight and one number in a row.
//!
//! ```text
//! weight,value
//! w_211,0.0110339
//! w_2,10,3,-0.5
//! W1[0,0],0.25
//! ```
//!
//! The last field is the number, because a name may have commas itself. Where fields are parted by semicolons or tabs, a
//! decimal comma is one: `w_211;0,0110339`. A first row without a number names the columns, whatever it calls them.

use super::hand_in::typed;
use super::submission::Submission;
use crate::graph::Shape;
use crate::problem::ReadError;
use crate::problem::Where;

/// What a table holds. `file` is for messages.
pub fn submission(file: &str, text: &str, shape: &Shape) -> Result<Submission, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut submission = Submission::new(shape.layers());
    let (mut at, mut is_first) = (0, true);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let row = line.trim();
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let is_head = std::mem::replace(&mut is_first, false) && names_columns(row, shape);
        if is_head {
            continue;
        }
        let fault = |says: String, help: &str| {
            let span = start..start + line.trim_end().len();
            let place = Where::Text { text: text.into(), span, mark: "" };
            ReadError { file: file.into(), says, place, help: help.into() }
        };
        let (name, value) = fields(row)
            .ok_or_else(|| fault("there is no number in this row".into(), "write rows as in w_211,0.011"))?;
        let parameter = shape.parameter(name);
        let parameter =
            parameter.map_err(|error| fault(error.to_string(), "write rows as in w_211,0.011"))?;
        let written = typed(&value);
        let written = written
            .map_err(|error| fault(error.to_string(), "write decimals with a point: 0.011, not 0,011"))?;
        if submission.get(parameter).is_some() {
            return Err(fault(format!("`{name}` is given twice"), "leave one of the two out"));
        }
        submission.put(shape, parameter, written);
    }
    Ok(submission)
}

/// The name and the number of a row, the number as we write it.
fn fields(row: &str) -> Option<(&str, String)> {
    let bare = |field: &str| field.trim().trim_matches('"').to_owned();
    let (name, value) = match row.rsplit_once([';', '\t']) {
        Some((name, value)) if value.contains('.') => (name, bare(value)),
        Some((name, value)) => (name, bare(value).replace(',', ".")),
        None => row.rsplit_once(',').map(|(name, value)| (name, bare(value)))?,
    };
    Some((name.trim().trim_matches('"'), value))
}

/// Whether a row holds neither the name of a weight nor a number.
fn names_columns(row: &str, shape: &Shape) -> bool {
    let is_row = |(name, value): (&str, String)| shape.parameter(name).is_ok() || typed(&value).is_ok();
    !fields(row).is_some_and(is_row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    #[test]
    fn tables_are_read_as_spreadsheets_write_them() {
        let shape = Problem::built_in("iris-2").expect("built in").shape();
        let parameter = shape.parameter("w_211").expect("a weight");
        for text in [
            "w_211,0.011\n",
            "w_211;0,011\n",
            "w_211\t0,011\n",
            "w_211;0.011\n",
            "Name,My gradient\nw_211,0.011\n",
            "# from my program\nweight;value\nw_211;0,011\n",
            "\"w_211\";\"0,011\"\r\n",
        ] {
            let found = submission("mine.csv", text, &shape).expect(text);
            assert_eq!(found.get(parameter).map(|written| written.value), Some(0.011), "{text}");
        }
        let negative = submission("mine.csv", "w_211,\u{2212}0.011\n", &shape).expect("a minus");
        assert_eq!(negative.get(parameter).map(|written| written.value), Some(-0.011));
        // A row with a misspelt weight or number is no head.
        for wrong in ["w_911,0.011\n", "w_211,0,011\n", "w_211,much\n"] {
            assert!(submission("mine.csv", wrong, &shape).is_err(), "{wrong}");
        }
    }
}
