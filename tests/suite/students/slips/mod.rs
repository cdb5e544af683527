//! The catalogue as habits: one line for each way in which a mistake was seen to be written.
//!
//! A mistake has an id and often several forms (`how`): at the output or everywhere, divided by N or not. A form that
//! makes no difference for a task leaves the program as it was.

mod constants;
mod forward;
mod handed_in;
mod sums;
mod way_back;

use super::homework::Homework;
use super::task::Task;

/// One form of one mistake.
#[derive(Clone, Copy)]
pub(crate) struct Slip {
    /// The id of the mistake.
    pub(crate) id: &'static str,
    /// Which form of it.
    pub(crate) how: &'static str,
    pub(crate) kind: Kind,
    write: fn(&mut Homework, &Task),
}

/// Whether a mistake is one number in front of everything, or changes how the numbers come about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Constant,
    Structural,
}

const fn constant(id: &'static str, how: &'static str, write: fn(&mut Homework, &Task)) -> Slip {
    Slip { id, how, kind: Kind::Constant, write }
}

const fn slip(id: &'static str, how: &'static str, write: fn(&mut Homework, &Task)) -> Slip {
    Slip { id, how, kind: Kind::Structural, write }
}

/// Every form of every mistake.
pub(crate) fn all() -> impl Iterator<Item = &'static Slip> + Clone {
    let tables =
        [constants::SLIPS, way_back::SLIPS, sums::OPERANDS, sums::EXAMPLES, sums::BIASES, forward::SLIPS];
    tables.into_iter().chain([handed_in::SLIPS]).flatten()
}

impl Slip {
    /// The id and the form.
    pub(crate) fn form(&self) -> String {
        if self.how.is_empty() { self.id.to_owned() } else { format!("{} ({})", self.id, self.how) }
    }

    /// The program with this mistake on top of those it has.
    pub(crate) fn made_in(&self, homework: &Homework, task: &Task) -> Homework {
        let mut changed = homework.clone();
        (self.write)(&mut changed, task);
        changed
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::all;

    #[test]
    fn all_82_mistakes_are_made() {
        let ids: BTreeSet<&str> = all().map(|slip| slip.id).collect();
        assert_eq!(ids.len(), 82);
    }

    #[test]
    fn no_form_stands_twice() {
        let forms: BTreeSet<(&str, &str)> = all().map(|slip| (slip.id, slip.how)).collect();
        assert_eq!(forms.len(), all().count());
    }
}
