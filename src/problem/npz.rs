//! An archive of arrays: `NumPy`'s `.npz`, which is a zip file of `.npy` entries.
//!
//! The headers of all arrays are read first and their numbers only where they are wanted, straight from the file
//! into the table they end in, so that a problem is in memory once. What an entry says about its size is believed
//! only within limits: an entry that inflates to much more than it takes is no data set.

use std::cell::RefCell;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use miniz_oxide::MZFlush;
use miniz_oxide::MZStatus;
use miniz_oxide::inflate::stream::InflateState;
use rawzip::CompressionMethod;
use rawzip::ErrorKind;
use rawzip::ReaderAt;
use rawzip::ZipArchive;
use rawzip::ZipArchiveEntryWayfinder;
use rawzip::ZipLocator;

use super::npy::Header;
use super::npy::NpyError;
use crate::printable::printable;

/// What any entry may inflate to, whatever it takes in the file.
const SMALL: u64 = 64 << 20;
/// How many times its size in the file an entry may inflate to.
const RATIO: u64 = 200;
/// What no entry may inflate to.
const LARGEST: u64 = 4 << 30;
/// A network of a thousand layers has fewer arrays.
const MOST_ENTRIES: usize = 10_000;

/// The arrays of a file.
pub(super) struct Archive<R> {
    zip: ZipArchive<Shared<R>>,
    /// The size of the file.
    bytes: u64,
    /// In the order of the file.
    pub(super) entries: Vec<Entry>,
}

/// One array in the file.
pub(super) struct Entry {
    /// Without `.npy`.
    pub(super) name: String,
    way: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    encrypted: bool,
}

/// Why an archive cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ArchiveError {
    #[error("the file is empty")]
    Empty,
    #[error("the file is one array (.npy), not an archive of arrays")]
    OneArray,
    #[error("the file is {what}, not an archive of arrays (.npz)")]
    Foreign { what: &'static str },
    #[error(
        "the file begins like an archive, but its table of contents at the end is missing: it is cut off"
    )]
    Truncated,
    #[error("the archive is damaged: {reason}")]
    Damaged { reason: String },
    #[error("the archive has more than {MOST_ENTRIES} entries")]
    ManyEntries,
    #[error("the archive has two entries called `{name}`")]
    Duplicate { name: String },
    #[error("there are no arrays in the archive")]
    NoArrays,
    #[error("it is encrypted")]
    Encrypted,
    #[error("it is compressed by the method {method}, which NumPy never writes")]
    Method { method: String },
    #[error("it takes {compressed} bytes in the file and would inflate to {inflated}")]
    Bomb { compressed: u64, inflated: u64 },
    #[error("the arrays would inflate to {inflated} bytes, the file has {compressed}")]
    Bombs { compressed: u64, inflated: u64 },
    #[error(transparent)]
    Array(#[from] NpyError),
}

impl ArchiveError {
    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self {
            ArchiveError::OneArray => {
                "save all arrays together: numpy.savez(\"problem.npz\", X=X, Y=Y, W1=W1, W2=W2)"
            }
            ArchiveError::Foreign { .. } => {
                "load it in Python and save its arrays: numpy.savez(\"problem.npz\", X=X, Y=Y, W1=W1, W2=W2)"
            }
            ArchiveError::Empty | ArchiveError::NoArrays => {
                "numpy.savez(\"problem.npz\", X=X, Y=Y, W1=W1, W2=W2) writes one"
            }
            ArchiveError::Truncated | ArchiveError::Damaged { .. } => "copy or save it again",
            ArchiveError::ManyEntries => "a problem has X, Y and a few arrays for each layer",
            ArchiveError::Duplicate { .. } => "save it again with each name once",
            ArchiveError::Encrypted => "save it without a password, with numpy.savez",
            ArchiveError::Method { .. } => "save it with numpy.savez or numpy.savez_compressed",
            ArchiveError::Bomb { .. } | ArchiveError::Bombs { .. } => {
                "save it with numpy.savez, uncompressed, if it really holds this much"
            }
            ArchiveError::Array(error) => error.help(),
        }
    }
}

impl<R: Read + Seek> Archive<R> {
    pub(super) fn open(mut source: R) -> Result<Self, ArchiveError> {
        let mut start = Vec::new();
        let beginning = source.by_ref().take(8).read_to_end(&mut start).map_err(NpyError::Io)?;
        if beginning == 0 {
            return Err(ArchiveError::Empty);
        }
        let bytes = source.seek(SeekFrom::End(0)).map_err(NpyError::Io)?;
        let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
        let zip = ZipLocator::new().locate_in_reader(Shared(RefCell::new(source)), &mut buffer, bytes);
        let zip = zip.map_err(|(_, error)| no_archive(&start, &error))?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut records = zip.entries(&mut buffer);
        while let Some(record) = records.next_entry().map_err(|error| damage(&error))? {
            let path = String::from_utf8_lossy(record.file_path().as_bytes()).into_owned();
            entries.push(Entry {
                name: path.strip_suffix(".npy").unwrap_or(&path).to_owned(),
                way: record.wayfinder(),
                method: record.compression_method(),
                encrypted: record.flags().is_encrypted(),
            });
            if entries.len() > MOST_ENTRIES {
                return Err(ArchiveError::ManyEntries);
            }
        }
        check_names(&entries)?;
        Ok(Archive { zip, bytes, entries })
    }

    /// What an array is.
    pub(super) fn header(&self, entry: &Entry) -> Result<Header, ArchiveError> {
        let header = Header::read(&mut self.source(entry)?).map_err(unread)?;
        header.check_length(entry.way.uncompressed_size_hint())?;
        Ok(header)
    }

    /// Demands that these arrays together inflate to no more than one of the size of the file might.
    pub(super) fn check_total<'e>(
        &self,
        wanted: impl Iterator<Item = &'e Entry>,
    ) -> Result<(), ArchiveError> {
        let packed = wanted.filter(|entry| entry.method == CompressionMethod::DEFLATE);
        let inflated =
            packed.fold(0_u64, |sum, entry| sum.saturating_add(entry.way.uncompressed_size_hint()));
        let compressed = self.bytes;
        if inflated > SMALL.max(compressed.saturating_mul(RATIO)) {
            return Err(ArchiveError::Bombs { compressed, inflated });
        }
        Ok(())
    }

    /// Hands every number of an array to `put`, with its place in the file.
    pub(super) fn read(
        &self,
        entry: &Entry,
        header: &Header,
        put: impl FnMut(usize, f64),
    ) -> Result<(), ArchiveError> {
        let zip_entry = self.zip.get_entry(entry.way).map_err(|error| damage(&error))?;
        let mut source = zip_entry.verifying_reader(self.source(entry)?);
        Header::read(&mut source).map_err(unread)?;
        header.read_numbers(&mut source, put).map_err(unread)
    }

    /// The bytes of an entry as they were before they were packed.
    fn source(&self, entry: &Entry) -> Result<Box<dyn Read + '_>, ArchiveError> {
        let zip_entry = self.zip.get_entry(entry.way).map_err(|error| damage(&error))?;
        let (compressed, inflated) = (entry.way.compressed_size_hint(), entry.way.uncompressed_size_hint());
        if entry.encrypted {
            return Err(ArchiveError::Encrypted);
        }
        let reader = BufReader::with_capacity(64 << 10, zip_entry.reader());
        match entry.method {
            CompressionMethod::STORE if compressed == inflated => Ok(Box::new(reader)),
            CompressionMethod::STORE => {
                let reason = format!("{compressed} bytes are said to be {inflated} without being packed");
                Err(ArchiveError::Damaged { reason })
            }
            CompressionMethod::DEFLATE => {
                if inflated > LARGEST || inflated > SMALL.max(compressed.saturating_mul(RATIO)) {
                    return Err(ArchiveError::Bomb { compressed, inflated });
                }
                Ok(Box::new(Inflated::new(reader).take(inflated + 1)))
            }
            other => Err(ArchiveError::Method { method: other.to_string() }),
        }
    }
}

/// Every name once.
fn check_names(entries: &[Entry]) -> Result<(), ArchiveError> {
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(ArchiveError::Duplicate { name: printable(pair[0]) });
    }
    if entries.is_empty() { Err(ArchiveError::NoArrays) } else { Ok(()) }
}

/// What a file is that is no archive, by its first bytes.
fn no_archive(start: &[u8], error: &rawzip::Error) -> ArchiveError {
    match start {
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => ArchiveError::OneArray,
        [b'P', b'K', 3, 4, ..] => ArchiveError::Truncated,
        [0x80, 2..=5, ..] => ArchiveError::Foreign { what: "a Python pickle" },
        [b'M', b'A', b'T', b'L', b'A', b'B', ..] => ArchiveError::Foreign { what: "a MATLAB file" },
        [0x89, b'H', b'D', b'F', ..] => ArchiveError::Foreign { what: "an HDF5 file" },
        [0x1f, 0x8b, ..] => ArchiveError::Foreign { what: "packed by gzip" },
        _ => match error.kind() {
            ErrorKind::MissingEndOfCentralDirectory => ArchiveError::Foreign { what: "of another kind" },
            _ => damage(error),
        },
    }
}

fn damage(error: &rawzip::Error) -> ArchiveError {
    let reason = match error.kind() {
        ErrorKind::InvalidSignature { .. } => "an entry is not where the table of contents says".into(),
        ErrorKind::Eof => "it ends in the middle of an entry".into(),
        ErrorKind::IO(error) => reason(error),
        ErrorKind::InvalidChecksum { .. } => "a checksum is wrong".into(),
        ErrorKind::InvalidSize { .. } => "an entry has another size than it says".into(),
        other => other.to_string(),
    };
    ArchiveError::Damaged { reason }
}

fn unread(error: NpyError) -> ArchiveError {
    match error {
        NpyError::Io(error) => ArchiveError::Damaged { reason: reason(&error) },
        other => other.into(),
    }
}

/// Why bytes did not come: the system's words differ between systems, so these are ours.
fn reason(error: &std::io::Error) -> String {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rawzip::Error>());
    match (inner.map(rawzip::Error::kind), error.kind()) {
        (Some(ErrorKind::InvalidChecksum { .. }), _) => "a checksum is wrong".into(),
        (Some(ErrorKind::InvalidSize { .. }), _) => "an entry has another size than it says".into(),
        (_, std::io::ErrorKind::UnexpectedEof) => "it ends in the middle of an entry".into(),
        (_, std::io::ErrorKind::InvalidData) => "the packed data make no sense".into(),
        (_, kind) => kind.to_string(),
    }
}

/// A source that several entries read from in turn.
struct Shared<R>(RefCell<R>);

impl<R: Read + Seek> ReaderAt for Shared<R> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let mut source = self.0.borrow_mut();
        source.seek(SeekFrom::Start(offset))?;
        source.read(buffer)
    }
}

/// A reader that inflates what another reader deflated.
struct Inflated<S> {
    source: S,
    state: Box<InflateState>,
}

impl<S: std::io::BufRead> Inflated<S> {
    fn new(source: S) -> Self {
        Inflated { source, state: InflateState::new_boxed(miniz_oxide::DataFormat::Raw) }
    }
}

impl<S: std::io::BufRead> Read for Inflated<S> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let packed = self.source.fill_buf()?;
            let ended = packed.is_empty();
            let step = miniz_oxide::inflate::stream::inflate(&mut self.state, packed, buffer, MZFlush::None);
            self.source.consume(step.bytes_consumed);
            match step.status {
                _ if step.bytes_written > 0 => return Ok(step.bytes_written),
                Ok(MZStatus::StreamEnd) => return Ok(0),
                _ if ended => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                Ok(_) if step.bytes_consumed > 0 => {}
                _ => return Err(std::io::ErrorKind::InvalidData.into()),
            }
        }
    }
}
