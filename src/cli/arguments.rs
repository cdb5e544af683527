//! What can be typed, as types.

mod lessons;

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

#[cfg(feature = "web")]
pub(super) use lessons::Serve;
pub(super) use lessons::{Export, Lessons, New, Shelf, Show, Slides, Snapshot, Step};

/// Backpropagation by hand: every partial derivative as a sum of products over the paths of a tree diagram.
#[derive(Debug, Parser)]
#[command(name = "gradwalk", version, max_term_width = 100, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[command(flatten)]
    pub(super) display: Display,
}

/// How answers are shown.
#[derive(Debug, Args)]
pub(super) struct Display {
    /// Use only plain ASCII characters
    #[arg(long, global = true)]
    pub(super) ascii: bool,

    /// When to use colours (`NO_COLOR` is honoured)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal that has them
    Auto,
    /// Even into a pipe or a file
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show the tree-diagram paths to one weight: the factors of each, their product, the sum
    Paths(Paths),
    /// Compute all partial derivatives
    Gradient(Gradient),
    /// Compare path sums with matrices, entry by entry
    Compare(Compare),
    /// Derive the formula for one weight or bias, every step named and checked
    Derive(Derive),
    /// Check a gradient that somebody has computed: is it right, where does it first differ, and why
    Check(Check),
    /// Check lessons (.ron) and derivations (.txt) that somebody has written, step by step
    Verify(Verify),
    /// List the lessons
    Lessons(Lessons),
    /// Go through a lesson, slide by slide
    Step(Step),
    /// Print the slides of a lesson
    Show(Show),
    /// Make a web site of lessons that needs no server and no network
    Export(Export),
    /// Write down what lessons show, and tell how that has changed
    Snapshot(Snapshot),
    /// Show lessons in a browser, and what follows from your own numbers
    #[cfg(feature = "web")]
    Serve(Serve),
    /// Write a small lesson to begin with
    New(New),
    /// List the rules of derivations, each with an example
    Rules(Rules),
    /// List the mistakes that `check` knows, each with its wrong formula
    Mistakes(Mistakes),
    /// Print what a shell needs to complete commands and options
    Completions(Completions),
    /// Print the manual page, for man -l -
    Man,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Which shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) problem: Problem,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// Files with gradients: .npz, .json, .ron or .csv. Several are a class: one line each, and a table of mistakes
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) gradients: Vec<PathBuf>,

    /// One number of the gradient: `w_211=0.011`, `b_13=0.2` or zero-based `W2[0,0]=0.011`
    #[arg(long, value_name = "WEIGHT=NUMBER")]
    pub(super) gradient: Vec<String>,

    /// The cost after one step of gradient descent with a learning rate, instead of a gradient: `0.5=0.291027774`
    #[arg(long, value_name = "RATE=COST", conflicts_with_all = ["gradients", "gradient"])]
    pub(super) cost_after_step: Option<String>,

    /// Also write other data for the same program, of which it tells more, and say what to run
    #[arg(long, value_name = "FILE.npz")]
    pub(super) probe: Option<PathBuf>,

    /// Name the mistake, with the wrong formula beside the right one
    #[arg(long)]
    pub(super) tell: bool,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: CheckFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For a terminal
    Text,
    /// For a program
    Json,
    /// For a spreadsheet: a row for each file
    Csv,
    /// For notes and wikis: a row for each file
    Markdown,
}

#[derive(Debug, Args)]
pub(super) struct Mistakes {
    /// Only the mistake of this name
    pub(super) name: Option<String>,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: PageFormat,
}

#[derive(Debug, Args)]
pub(super) struct Paths {
    #[command(flatten)]
    pub(super) problem: Problem,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// The weight or bias: `w_211` (layer, from node, to node), `b_13`, or zero-based `W2[0,0]`
    #[arg(long, short)]
    pub(super) weight: String,

    /// List at most this many terms; count and sum are of all
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = count, allow_negative_numbers = true)]
    pub(super) limit: u64,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: PathsFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PathsFormat {
    Text,
    Json,
    Svg,
}

#[derive(Debug, Args)]
pub(super) struct Gradient {
    #[command(flatten)]
    pub(super) problem: Problem,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// How to compute it
    #[arg(long, default_value = "paths")]
    pub(super) engine: Engine,

    /// Known only to be answered with the commands that take it
    #[arg(long, short, hide = true)]
    pub(super) weight: Option<String>,

    /// How to print the answer [default: text, or what the ending of --output says]
    #[arg(long)]
    pub(super) format: Option<GradientFormat>,

    /// Write the answer to a new file instead; - is standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// With --output: replace a file that is already there
    #[arg(long, requires = "output")]
    pub(super) replace: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Engine {
    /// Sums of products over the paths of the tree diagram
    Paths,
    /// The delta rule
    Matrix,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GradientFormat {
    Text,
    Json,
    Npz,
}

#[derive(Debug, Args)]
pub(super) struct Compare {
    #[command(flatten)]
    pub(super) problem: Problem,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// Compare only this weight or bias
    #[arg(long, short)]
    pub(super) weight: Option<String>,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: CompareFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CompareFormat {
    Text,
    Json,
}

/// The formula is the same whatever the numbers are, so that a network alone is enough: the series' own.
#[derive(Debug, Args)]
#[command(mut_arg("name", |name| name.required(false).default_value("iris-2")))]
pub(super) struct Derive {
    #[command(flatten)]
    pub(super) problem: Problem,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// The weight or bias: `w_211` (layer, from node, to node), `b_13`, or zero-based `W2[0,0]`
    #[arg(long, short)]
    pub(super) weight: String,

    /// Write out so many examples before they are collected into one sum, 1 to 4
    #[arg(long, value_name = "E", value_parser = count, allow_negative_numbers = true)]
    pub(super) examples: Option<u64>,

    /// End with the value of the formula on all data, as is done anyway
    #[arg(long, overrides_with = "no_numbers")]
    pub(super) numbers: bool,

    /// End with the formula, without its value
    #[arg(long, overrides_with = "numbers")]
    pub(super) no_numbers: bool,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: PageFormat,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// Only the rule of this name
    pub(super) name: Option<String>,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: PageFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PageFormat {
    /// For a terminal
    Text,
    /// For a LaTeX document
    Latex,
    /// For a notebook, a wiki or a repository
    Markdown,
    /// For a page in a browser
    Html,
    /// To be read aloud
    Speech,
    /// For a program
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Lessons (.ron, or by name), or derivations (.txt): one claim a line, as in (a + b)^2 = a^2 + 2*a*b + b^2
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) shelf: Shelf,

    /// Of lessons, also demand what a good editor would
    #[arg(long)]
    pub(super) strict: bool,

    #[command(flatten)]
    pub(super) writing: Writing,

    /// How to print the answer
    #[arg(long, default_value = "text")]
    pub(super) format: VerifyFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VerifyFormat {
    Text,
    Json,
}

/// Reads a whole number as people write large ones: `1000` or `1e3`.
pub(super) fn count(text: &str) -> Result<u64, String> {
    let (digits, zeros) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let is_whole = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let number = || digits.parse::<u64>().ok()?.checked_mul(10_u64.checked_pow(zeros.parse().ok()?)?);
    let number = if is_whole(digits) && is_whole(zeros) { number() } else { None };
    number.ok_or_else(|| format!("write a whole number from 0 to {}, such as 1000 or 1e3", u64::MAX))
}

/// How names are written.
#[derive(Debug, Args)]
pub(super) struct Writing {
    /// Whose notation to write names in: series, nielsen or ng
    #[arg(long, value_name = "NAME")]
    pub(super) notation: Option<String>,
}

/// Which problem, and how to read a file that does not say everything itself.
#[derive(Debug, Args)]
pub(super) struct Problem {
    /// A built-in problem, or a .ron, .json or .npz file
    #[arg(value_name = "PROBLEM")]
    pub(super) name: PathBuf,

    /// The activation functions: one for each layer, or one for all
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    pub(super) activation: Vec<String>,

    /// The cost function
    #[arg(long, value_name = "NAME")]
    pub(super) cost: Option<String>,

    /// How the weight matrices of an .npz file are stored
    #[arg(long)]
    pub(super) layout: Option<LayoutName>,

    /// Where the examples of an .npz file are
    #[arg(long)]
    pub(super) orientation: Option<OrientationName>,

    /// Refuse more path products than this [default: 10000000000]
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub(super) max_paths: Option<u64>,
}

impl Problem {
    /// Beyond so many path products a command is refused that needs them.
    pub(super) fn most_paths(&self) -> u64 {
        self.max_paths.unwrap_or(10_000_000_000)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LayoutName {
    /// Row = the node a weight comes from
    FromTo,
    /// Row = the node a weight goes to
    ToFrom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OrientationName {
    /// One row an example
    Rows,
    /// One column an example
    Columns,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_have_two_spellings() {
        for (text, number) in [("0", 0), ("1000", 1000), ("1e3", 1000), ("25E2", 2500)] {
            assert_eq!(count(text), Ok(number), "{text}");
        }
        assert_eq!(count("18446744073709551615"), Ok(u64::MAX));
        for text in
            ["", "-1", "1.5", "1e", "e3", "1e-3", "+1", "1e20", "18446744073709551616", "1e99999999999", "x"]
        {
            assert!(count(text).is_err(), "{text}");
        }
    }
}
