//! Transcripts in the snapshots of the test suite: one file a slide, named by lesson and slide.
//!
//! ```text
//! ---
//! description: …                         what insta keeps
//! ---
//! Slide 3 of 92: The net                 the slide as text
//! ━━━━━━━━━━━━━━━━━━━━━━
//! …
//! ──── LaTeX                             and by every other renderer
//! …
//! ──── transcript                        a transcript of this slide alone
//! ```

use super::Transcript;
use crate::problem::ReadError;

/// What stands before the name of a part.
pub const MARK: &str = "──── ";

/// The part that holds the transcript.
pub const TRANSCRIPT: &str = "transcript";

const HELP: &str =
    "name a folder of snapshots that `cargo test` has written, one file for each slide of a lesson";

impl Transcript {
    /// The transcript in a snapshot, with everything that is drawn there.
    pub fn of_snapshot(file: &str, text: &str) -> Result<Self, ReadError> {
        let body = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let body = body.map(|(_, body)| body);
        let body = body.ok_or_else(|| ReadError::of_file(file, "this is no snapshot", HELP))?;
        let mut parts = vec![("text", String::new())];
        for line in body.lines() {
            match line.strip_prefix(MARK) {
                Some(name) => parts.push((name, String::new())),
                None => {
                    if let Some((_, part)) = parts.last_mut() {
                        part.push_str(line);
                        part.push('\n');
                    }
                }
            }
        }
        let place = parts.iter().position(|(name, _)| *name == TRANSCRIPT);
        let place = place.ok_or_else(|| {
            ReadError::of_file(file, "this snapshot holds no transcript of its slide", HELP)
        })?;
        let (_, written) = parts.remove(place);
        let mut transcript = Transcript::read(file, &written)?;
        for slide in &mut transcript.slides {
            for (name, part) in &parts {
                // The title says the slide's number, which says nothing of the slide.
                let is_title = |line: &&str| *name == "text" && !line.is_empty();
                let drawn: Vec<&str> = part.lines().skip_while(is_title).collect();
                slide.drawings.insert((*name).to_owned(), drawn.join("\n").trim_matches('\n').to_owned());
            }
        }
        Ok(transcript)
    }

    /// Several transcripts of single slides, in order, as one for each lesson.
    pub fn gathered(single: impl IntoIterator<Item = Transcript>) -> Vec<Transcript> {
        let mut lessons: Vec<Transcript> = Vec::new();
        for one in single {
            match lessons.iter_mut().find(|lesson| lesson.lesson == one.lesson) {
                Some(lesson) => lesson.slides.extend(one.slides),
                None => lessons.push(one),
            }
        }
        lessons
    }
}
