//! What `check` tells a student.

use crate::diagnose::Diagnosis;
use crate::diagnose::Verdict;
use crate::page::Block;
use crate::page::Page;

/// The page of one diagnosis.
pub fn page(name: &str, diagnosis: &Diagnosis) -> Page {
    let prose = |text: String| Block::Prose(vec![text.into()]);
    let mut blocks = vec![prose(diagnosis.verdict.name().to_owned())];
    if diagnosis.verdict != Verdict::Correct {
        for explanation in &diagnosis.explanations {
            let parts: Vec<String> = explanation.parts.iter().map(crate::diagnose::Part::says).collect();
            blocks.push(prose(parts.join(" ")));
        }
    }
    Page { title: format!("{name}: is this the gradient?"), blocks }
}
