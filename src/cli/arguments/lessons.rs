//! The arguments of the commands about lessons.

use std::path::PathBuf;

use clap::Args;

use super::PageFormat;
use super::VerifyFormat;
use super::Writing;

/// Where lessons come from.
#[derive(Debug, Args)]
pub(in crate::cli) struct Shelf {
    /// Read lessons from this folder instead of those that are built in
    #[arg(long, value_name = "DIR", env = "GRADWALK_LESSONS")]
    pub(in crate::cli) lessons: Option<PathBuf>,
}

/// Where lessons come from, with what they are filled, and how they are written.
#[derive(Debug, Args)]
pub(in crate::cli) struct Filling {
    #[command(flatten)]
    pub(in crate::cli) shelf: Shelf,

    #[command(flatten)]
    pub(in crate::cli) writing: Writing,

    /// Put another problem's numbers into the lesson: a name, or a .ron, .json or .npz file
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) problem: Option<PathBuf>,
}

/// The same for one lesson, and what of it is seen.
#[derive(Debug, Args)]
pub(in crate::cli) struct Slides {
    #[command(flatten)]
    pub(in crate::cli) filling: Filling,

    /// Show the lesson for another weight of the same layer
    #[arg(long, short)]
    pub(in crate::cli) weight: Option<String>,

    /// Write the numbers under the symbols
    #[arg(long, overrides_with = "no_numbers")]
    pub(in crate::cli) numbers: bool,

    /// Leave the numbers away
    #[arg(long, overrides_with = "numbers")]
    pub(in crate::cli) no_numbers: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Lessons {
    #[command(flatten)]
    pub(in crate::cli) shelf: Shelf,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(in crate::cli) format: VerifyFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Step {
    /// The lesson: its name, or a .ron file [default: the one left last, or the first one]
    pub(in crate::cli) lesson: Option<String>,

    #[command(flatten)]
    pub(in crate::cli) slides: Slides,

    /// Begin at this slide [default: where you left off]
    #[arg(long, value_name = "N")]
    pub(in crate::cli) slide: Option<usize>,

    /// One slide after another as plain text: Enter goes on, b back, a number there, q ends
    #[arg(long, env = "GRADWALK_PLAIN", value_parser = from_environment)]
    pub(in crate::cli) plain: bool,

    /// Show a lesson file anew whenever it changes, on the same slide
    #[cfg(feature = "tui")]
    #[arg(long)]
    pub(in crate::cli) watch: bool,

    /// With --plain: formulas and pictures in words
    #[arg(long)]
    pub(in crate::cli) speech: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// The lesson: its name, or a .ron file
    pub(in crate::cli) lesson: String,

    #[command(flatten)]
    pub(in crate::cli) slides: Slides,

    /// Only this slide, or these: 7, 3..12, 3.. or ..12
    #[arg(long, value_name = "N or A..B", allow_hyphen_values = true)]
    pub(in crate::cli) slide: Option<String>,

    /// How to print them
    #[arg(long, default_value = "text")]
    pub(in crate::cli) format: PageFormat,
}

#[cfg(feature = "web")]
#[derive(Debug, Args)]
pub(in crate::cli) struct Serve {
    #[command(flatten)]
    pub(in crate::cli) filling: Filling,

    /// Listen at this port [default: any that is free]
    #[arg(long, short, value_name = "P", default_value_t = 0, hide_default_value = true)]
    pub(in crate::cli) port: u16,

    /// Open the address in a browser
    #[arg(long)]
    pub(in crate::cli) open: bool,

    /// Listen at this address, where others may reach it [default: this computer alone]
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1", hide_default_value = true)]
    pub(in crate::cli) bind: std::net::IpAddr,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// The lessons: names, or .ron files [default: all of them]
    #[arg(value_name = "LESSON")]
    pub(in crate::cli) names: Vec<String>,

    /// The folder to make
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) to: PathBuf,

    /// Write into a folder that something else has made, over files of the same names
    #[arg(long)]
    pub(in crate::cli) replace: bool,

    #[command(flatten)]
    pub(in crate::cli) slides: Slides,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("mode").args(["check", "accept"])))]
pub(in crate::cli) struct Snapshot {
    /// Lessons by name, .ron files, or a folder of snapshots such as snapshots/lessons
    #[arg(value_name = "LESSON", required = true)]
    pub(in crate::cli) names: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) shelf: Shelf,

    /// The folder of transcripts, one file for each lesson
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) to: PathBuf,

    /// Tell what differs from the transcripts, and write nothing
    #[arg(long)]
    pub(in crate::cli) check: bool,

    /// Take over what differs into the transcripts
    #[arg(long)]
    pub(in crate::cli) accept: bool,

    /// With --check or --accept: only differences of these classes, such as wording,drawing
    #[arg(long, value_name = "CLASS,...", value_delimiter = ',', requires = "mode")]
    pub(in crate::cli) only: Vec<String>,

    /// With --check or --accept: how to print the answer
    #[arg(long, default_value = "text", requires = "mode")]
    pub(in crate::cli) format: VerifyFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The file to write, ending in .ron
    pub(in crate::cli) file: PathBuf,

    /// Replace a file that is already there
    #[arg(long)]
    pub(in crate::cli) replace: bool,
}

/// What the variable says that stands for `--plain`. Nobody types a value, so that one that is refused is the variable's.
fn from_environment(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "t" | "yes" | "y" | "on" => Ok(true),
        "0" | "false" | "f" | "no" | "n" | "off" => Ok(false),
        _ => Err("the environment variable GRADWALK_PLAIN is 1, 0 or empty".into()),
    }
}
