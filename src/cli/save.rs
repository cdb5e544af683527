//! Files that the user asked for: written whole or not at all, and never over another one unasked.

use std::fs::File;
use std::fs::Permissions;
use std::io;
use std::io::Write;
use std::path::PathBuf;

use rawzip::ZipArchiveWriter;
use tempfile::NamedTempFile;

use crate::gradient::Gradient;

use super::output::Failure;

/// Whether a file of this name may be there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    /// It is left alone, and the writing refused.
    Keep,
    /// It is replaced.
    Replace,
}

/// Where an answer goes, made sure of before the work that leads to it.
#[derive(Debug)]
pub(super) enum Destination {
    /// A file that is not there yet.
    New(PathBuf),
    /// A file that is to be replaced, itself and not a link to it, with what its owner allowed others to do.
    Replaced(PathBuf, Permissions),
    /// A device or a pipe: nothing can be replaced there.
    Stream(PathBuf),
}

impl Destination {
    /// What this name leads to. `problem` is the file that the question came from, which no answer may replace.
    pub(super) fn find(
        path: &std::path::Path,
        existing: Existing,
        problem: Option<&std::path::Path>,
    ) -> Result<Self, Failure> {
        let failed = |source| Failure::Write { path: path.into(), source };
        match path.metadata() {
            Ok(there) if there.is_dir() => Err(Failure::IsFolder { path: path.into() }),
            Ok(there) if !there.is_file() => Ok(Destination::Stream(path.into())),
            Ok(there) => {
                let file = path.canonicalize().map_err(failed)?;
                if problem.and_then(|problem| problem.canonicalize().ok()).as_ref() == Some(&file) {
                    return Err(Failure::IsProblem { path: path.into() });
                }
                match existing {
                    Existing::Keep => Err(Failure::Exists { path: path.into() }),
                    Existing::Replace => Ok(Destination::Replaced(file, there.permissions())),
                }
            }
            Err(_) if path.is_symlink() => Err(Failure::LeadsNowhere { path: path.into() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = folder_of(path);
                if folder.is_dir() {
                    return Ok(Destination::New(path.into()));
                }
                Err(Failure::NoFolder { path: path.into(), folder: folder.into() })
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Writes all of it. A file is written beside its place and then moved there.
    pub(super) fn write(self, bytes: &[u8]) -> Result<(), Failure> {
        let (Destination::New(path) | Destination::Replaced(path, _) | Destination::Stream(path)) = &self;
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AlreadyExists => Failure::Exists { path: path.clone() },
            _ => Failure::Write { path: path.clone(), source },
        };
        let written = match &self {
            Destination::New(path) => {
                beside(path, bytes).and_then(|file| Ok(file.persist_noclobber(path).map(drop)?))
            }
            Destination::Replaced(path, permissions) => beside(path, bytes).and_then(|file| {
                file.as_file().set_permissions(permissions.clone())?;
                Ok(file.persist(path).map(drop)?)
            }),
            Destination::Stream(path) => {
                File::options().write(true).open(path).and_then(|mut stream| stream.write_all(bytes))
            }
        };
        written.map_err(failed)
    }
}

/// The folder in which a name stands.
pub(super) fn folder_of(path: &std::path::Path) -> &std::path::Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(std::path::Path::new("."))
}

/// A complete file without a lasting name in the folder of `path`, readable by whom the user's settings allow, as
/// any saved file is.
fn beside(path: &std::path::Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The name of the file on its way would only puzzle the reader of a message.
    let mut file = builder.tempfile_in(folder_of(path)).map_err(|error| error.kind())?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|error| error.kind())?;
    Ok(file)
}

/// An array on its way into an archive.
pub(super) struct Array {
    pub(super) name: String,
    /// As Python writes it: `(2, 3)`, `(3,)`.
    pub(super) shape: String,
    /// Row by row.
    pub(super) numbers: Vec<f64>,
}

/// A gradient as a NumPy archive: `dW1`, `db1`, … as doubles, weights from-to.
pub(super) fn npz(gradient: &Gradient) -> io::Result<Vec<u8>> {
    let layers = gradient.layers.iter().enumerate().flat_map(|(layer, numbers)| {
        let (rows, columns) = (numbers.weights.rows(), numbers.weights.columns());
        let weights = Array {
            name: format!("dW{}", layer + 1),
            shape: format!("({rows}, {columns})"),
            numbers: numbers.weights.numbers().to_vec(),
        };
        let biases = numbers.biases.as_ref().map(|biases| Array {
            name: format!("db{}", layer + 1),
            shape: format!("({},)", biases.len()),
            numbers: biases.clone(),
        });
        [Some(weights), biases]
    });
    archive(layers.flatten())
}

/// Arrays of doubles as a NumPy archive.
pub(super) fn archive(arrays: impl IntoIterator<Item = Array>) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for Array { name, shape, numbers } in arrays {
        array(&mut archive, &name, &shape, &numbers)?;
    }
    archive.finish().map_err(io::Error::other)
}

/// One array in NumPy's format 1.0: a header padded so that the numbers begin at a multiple of 64.
fn array(
    archive: &mut ZipArchiveWriter<Vec<u8>>,
    name: &str,
    shape: &str,
    numbers: &[f64],
) -> io::Result<()> {
    const MAGIC: &[u8] = b"\x93NUMPY\x01\x00";
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
    let padded = (MAGIC.len() + 2 + header.len() + 1).next_multiple_of(64) - MAGIC.len() - 2;
    let length = u16::try_from(padded).map_err(io::Error::other)?;
    let (mut entry, config) = archive.new_file(format!("{name}.npy")).start().map_err(io::Error::other)?;
    let mut writer = config.wrap(&mut entry);
    writer.write_all(MAGIC)?;
    writer.write_all(&length.to_le_bytes())?;
    writer.write_all(format!("{header:<width$}\n", width = padded - 1).as_bytes())?;
    for number in numbers {
        writer.write_all(&number.to_le_bytes())?;
    }
    let (_, descriptor) = writer.finish().map_err(io::Error::other)?;
    entry.finish(descriptor).map_err(io::Error::other)?;
    Ok(())
}
