//! A table of gradients as a file: read whole, within limits.

use crate::problem::ReadError;
use crate::problem::Where;

use super::output::Failure;

/// The largest table that is read.
const LARGEST: u64 = 16 << 20;

/// The text of such a file.
pub(super) fn text_of(path: &std::path::Path, file: &str) -> Result<String, Failure> {
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
    String::from_utf8(bytes)
        .map_err(|_| fault("the file is not text in UTF-8".into(), "save it as CSV in UTF-8"))
}
