//! From a name or a file to a problem.

use std::fs::File;
use std::io::Read as _;

use super::Problem;
use super::ReadError;
use super::arrays::read_npz;
use super::built_in;
use super::built_in::built_in_names;
use super::error::TextFault;
use super::spelling;
use super::text;
use crate::activation::Activation;
use crate::cost::Cost;

pub use super::syntax::Syntax;

/// How to read arrays that do not say what they are. A file that does say is overruled, with a remark.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// One for every layer, one for all, or none: then sigmoid.
    pub activations: Vec<&'static Activation>,
    /// None: then `half-mse`.
    pub cost: Option<&'static Cost>,
    /// None: then from-to wherever the shapes allow it.
    pub layout: Option<Layout>,
    /// None: then rows wherever the shapes allow them.
    pub orientation: Option<Orientation>,
}

/// What the rows of a weight matrix are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The nodes that weights come from.
    FromTo,
    /// The nodes that weights go to.
    ToFrom,
}

/// What the examples are in a table of inputs or labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Its rows.
    Rows,
    /// Its columns.
    Columns,
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The problem.
    pub problem: Problem,
    /// What the reader should know about how it was read, one sentence each.
    pub remarks: Vec<String>,
    /// How its arrays lie.
    pub found: Found,
}

/// What a file said, and how its arrays lie.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Whether the cost was stated, in the file or beside it.
    pub cost_stated: bool,
    /// The layout of each matrix of weights; empty where from-to is the only one there is.
    pub layouts: Vec<Layout>,
    /// Whether the examples are columns.
    pub columns: bool,
}

impl Reading {
    /// One stated activation for each layer, or nothing where none is stated.
    pub(super) fn activations_of(&self, layers: usize) -> Result<Option<Vec<&'static Activation>>, String> {
        match self.activations.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(vec![*one; layers])),
            several if several.len() == layers => Ok(Some(several.to_vec())),
            several => Err(format!(
                "{} activations are stated for a network of {}",
                several.len(),
                super::check::count(layers, "layer")
            )),
        }
    }
}

/// Reads a problem by the extension of its file: `.ron`, `.json` or `.npz`.
pub fn read(path: &std::path::Path, reading: &Reading) -> Result<Read, ReadError> {
    let name = path.to_string_lossy().into_owned();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "ron" => read_text(&name, &text_of(path, &name)?, Syntax::Ron, reading),
        "json" => read_text(&name, &text_of(path, &name)?, Syntax::Json, reading),
        "npz" => read_npz(&name, opened(path, &name)?, reading),
        other => Err(stranger(path, &name, other)),
    }
}

/// A file that is there, or is not, and is of no kind that holds problems.
fn stranger(path: &std::path::Path, name: &str, extension: &str) -> ReadError {
    if let Err(error) = opened(path, name) {
        return error;
    }
    let save = "numpy.savez(\"problem.npz\", X=X, Y=Y, W1=W1, W2=W2)";
    match extension {
        "npy" => ReadError::of_file(
            name,
            "the file is one array (.npy), not a problem",
            format!("save all together: {save}"),
        ),
        "pt" | "pth" | "pkl" | "pickle" => ReadError::of_file(
            name,
            "the file is a Python pickle, and reading it would mean running it",
            format!("load it in Python and save its arrays: {save}"),
        ),
        "csv" => ReadError::of_file(
            name,
            "the file is a table (.csv), not a problem",
            "a problem is a .ron, .json or .npz file; a .csv file can hold gradients, for `gradwalk check`",
        ),
        _ => ReadError::of_file(
            name,
            "the kind of file is unknown",
            "a problem is a .ron, .json or .npz file, or the name of a built-in one",
        ),
    }
}

/// Reads a problem from text. `file_name` is for messages, and its stem the title of a problem without one.
pub fn read_text(file_name: &str, text: &str, syntax: Syntax, reading: &Reading) -> Result<Read, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text::problem(&stem(file_name), text, syntax, reading)
        .map_err(|fault: TextFault| fault.in_text(file_name, text))
}

/// The title of a problem without one.
pub(super) fn stem(file_name: &str) -> String {
    let stem = std::path::Path::new(file_name).file_stem();
    stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// The problem that an argument means: the name of a built-in one, or a file.
pub fn find(argument: impl AsRef<std::path::Path>, reading: &Reading) -> Result<Read, ReadError> {
    let path = argument.as_ref();
    let name = path.to_string_lossy();
    if let Some(text) = built_in::text(&name) {
        return read_text(&built_in::file_name(&name), text, Syntax::Ron, reading);
    }
    if matches!(&*name, "-" | "/dev/stdin") {
        return Err(ReadError::of_file(
            &name,
            "a problem is not read from standard input",
            "save it first: the ending .ron, .json or .npz of its file says how to read it",
        ));
    }
    if path.exists() || path.extension().is_some() {
        return read(path, reading);
    }
    let help = spelling::advice(&name, "the built-in problems are", built_in_names());
    Err(ReadError::of_file(&name, "there is no such file and no built-in problem of this name", help))
}

/// The text of a file.
pub(crate) fn text_of(path: &std::path::Path, name: &str) -> Result<String, ReadError> {
    let mut bytes = Vec::new();
    let file = opened(path, name)?;
    file.take(text::LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() as u64 > text::LARGEST {
        return Err(ReadError::of_file(
            name,
            "the file is larger than 64 MiB",
            "store large tables as arrays: numpy.savez(\"problem.npz\", X=X, Y=Y, W1=W1)",
        ));
    }
    decoded(bytes, name, "save it as UTF-8; arrays belong into a .npz file")
}

/// Bytes as text. The mark that some editors put before UTF-8 is no part of it.
pub(crate) fn decoded(bytes: Vec<u8>, name: &str, help: &str) -> Result<String, ReadError> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        ReadError::of_file(name, format!("the file is not text in UTF-8: byte {at} is 0x{byte:02x}"), help)
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// The file, which is there and is one.
pub(super) fn opened(path: &std::path::Path, name: &str) -> Result<File, ReadError> {
    if path.is_dir() {
        return Err(ReadError::of_file(name, "this is a folder", "name a .ron, .json or .npz file in it"));
    }
    // Opening a pipe would wait for whoever writes to it, perhaps for ever.
    if path.metadata().is_ok_and(|there| !there.is_file()) {
        return Err(ReadError::of_file(
            name,
            "this is a pipe or a device, not a file",
            "save the problem as a .ron, .json or .npz file and name that",
        ));
    }
    File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => missing(path, name),
        _ => unreadable(name, &error),
    })
}

fn missing(path: &std::path::Path, name: &str) -> ReadError {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let help = match spelling::nearest(stem, built_in_names()) {
        Some(name) => format!("the built-in problem is called `{name}`, without an extension"),
        None => format!("the built-in problems are: {}", spelling::list(built_in_names())),
    };
    ReadError::of_file(name, "there is no such file", help)
}

pub(super) fn unreadable(name: &str, error: &std::io::Error) -> ReadError {
    ReadError::of_file(
        name,
        format!("the file cannot be read: {}", error.kind()),
        "check that it may be read",
    )
}
