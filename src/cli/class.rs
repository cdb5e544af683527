//! `gradwalk check` for a whole class: each file is judged by itself, and one that cannot be read is a line like the
//! others.

use std::path::Path;
use std::path::PathBuf;

use serde::Serialize;

use crate::diagnose::Verdict;
use crate::printable::printable;
use crate::problem;
use crate::problem::Read;
use crate::render::Renderer;
use crate::render::markdown::Markdown;
use crate::show::class;
use crate::show::class::Count;
use crate::show::class::Homework;

use super::Answer;
use super::arguments;
use super::arguments::CheckFormat;
use super::check::checked;
use super::compute::stem;
use super::diagnosis;
use super::diagnosis::CheckAnswer;
use super::json;
use super::output::Failure;
use super::output::Output;

#[derive(Serialize)]
struct ClassAnswer<'a> {
    format: u32,
    files: Vec<FileAnswer>,
    mistakes: Vec<CountAnswer<'a>>,
}

#[derive(Serialize)]
struct FileAnswer {
    file: String,
    #[serde(flatten)]
    answer: Option<CheckAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct CountAnswer<'a> {
    edge: &'a str,
    id: &'a str,
    files: usize,
}

/// Judges every file, or what came with the problem if there is none.
pub(super) fn check(arguments: &arguments::Check, read: &Read, output: &Output) -> Result<Answer, Failure> {
    let (mut class, mut answers) = (Vec::new(), Vec::new());
    let own = vec![arguments.problem.name.clone()];
    let files: &[PathBuf] = if arguments.gradients.is_empty() { &own } else { &arguments.gradients };
    for path in files {
        let file = printable(&path.to_string_lossy());
        let handed_in = (!arguments.gradients.is_empty()).then_some(path.as_path());
        let outcome = checked(arguments, handed_in, read);
        let outcome = outcome.map_err(|failure| message(&failure, path));
        answers.push(FileAnswer {
            file: file.clone(),
            answer: outcome.as_ref().ok().map(diagnosis::answer),
            error: outcome.as_ref().err().cloned(),
        });
        let outcome = outcome.map(|checked| (checked.problem.shape(), checked.diagnosis));
        class.push(Homework { file, outcome });
    }
    let page = || class::page(format!("{}: are these the gradient?", stem(&arguments.problem.name)), &class);
    match arguments.format {
        CheckFormat::Text => output.page(&page())?,
        CheckFormat::Markdown => output.print(&Markdown.page(&page(), output.style()))?,
        CheckFormat::Csv => output.print(&as_csv(&class))?,
        CheckFormat::Json => {
            let counts = class::counts(&class);
            let count = |Count { edge, id, files }: &Count| CountAnswer { edge, id, files: *files };
            let mistakes = counts.iter().map(count).collect();
            output.print(&json::line(&ClassAnswer { format: json::FORMAT, files: answers, mistakes }))?;
        }
    }
    let is_right = |homework: &Homework| matches!(&homework.outcome, Ok((_, diagnosis)) if diagnosis.verdict == Verdict::Correct);
    Ok(if class.iter().all(is_right) { Answer::Yes } else { Answer::No })
}

/// A failure in one line, without the name of the file, which stands beside it.
fn message(failure: &Failure, path: &Path) -> String {
    let text = match failure {
        Failure::Problem(error) => error.report(problem::Style::Plain),
        failure => failure.to_string(),
    };
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let named = format!("{}: ", printable(&path.to_string_lossy()));
    first.strip_prefix(&named).unwrap_or(first).to_owned()
}

/// A row for each file; a spreadsheet makes any other table of it.
fn as_csv(class: &[Homework]) -> String {
    let row = |homework: &Homework| {
        let (difference, edges) = (homework.first_difference(), homework.edges().join(" + "));
        [
            homework.file.clone(),
            homework.verdict().into(),
            difference.unwrap_or_default(),
            edges,
            homework.remark(),
        ]
        .map(|field| quoted(&field))
        .join(",")
            + "\r\n"
    };
    let head = "file,verdict,first_difference,edges,remark\r\n".to_owned();
    class.iter().map(row).fold(head, |table, row| table + &row)
}

/// A field as spreadsheets read it. One that would be taken for a formula gets an apostrophe, which hides nothing.
fn quoted(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", field.replace('"', "\"\""))
    } else {
        format!("{guard}{field}")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_what_a_spreadsheet_reads() {
        let fields = ["a.npz", "a, b", "say \"x\"", "=1+1", "-a,b"].map(quoted);
        assert_eq!(fields, ["a.npz", "\"a, b\"", "\"say \"\"x\"\"\"", "'=1+1", "\"'-a,b\""]);
    }
}
