//! Files that the user asked for: written whole or not at all, and never over another one unasked.

use std::io;
use std::io::Write;

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

/// Refuses early what [`write`] would refuse after all the work.
pub(super) fn check(path: &std::path::Path, existing: Existing) -> Result<(), Failure> {
    if existing == Existing::Keep && path.symlink_metadata().is_ok() {
        return Err(Failure::Exists { path: path.into() });
    }
    Ok(())
}

/// Writes a file beside its place and then moves it there.
pub(super) fn write(path: &std::path::Path, bytes: &[u8], existing: Existing) -> Result<(), Failure> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => Failure::Exists { path: path.into() },
        _ => Failure::Write { path: path.into(), source },
    };
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let mut file = beside(folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    let moved = match existing {
        Existing::Replace => file.persist(path),
        Existing::Keep => file.persist_noclobber(path),
    };
    moved.map(|_| ()).map_err(|error| failed(error.error))
}

/// An unnamed file in this folder, readable by whom the user's settings allow, as any saved file is.
fn beside(folder: &std::path::Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// A gradient as a NumPy archive: `dW1`, `db1`, … as doubles, weights from-to.
pub(super) fn npz(gradient: &Gradient) -> io::Result<Vec<u8>> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (layer, numbers) in gradient.layers.iter().enumerate() {
        let shape = format!("({}, {})", numbers.weights.rows(), numbers.weights.columns());
        array(&mut archive, &format!("dW{}", layer + 1), &shape, numbers.weights.numbers())?;
        if let Some(biases) = &numbers.biases {
            array(&mut archive, &format!("db{}", layer + 1), &format!("({},)", biases.len()), biases)?;
        }
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
