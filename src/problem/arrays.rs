//! From the arrays of an archive to a problem.
//!
//! Their names say what they are (`names`), their shapes say which way round they lie (`arrange`); only then are
//! their numbers read, each straight into its place (`tables`).

use std::collections::BTreeMap;
use std::io::Read as Source;
use std::io::Seek;
use std::ops::Range;

use super::At;
use super::Read;
use super::ReadError;
use super::Reading;
use super::Role;
use super::arrange::Named;
use super::names;
use super::npy::Header;
use super::npz::Archive;
use super::npz::ArchiveError;
use super::npz::Entry;
use super::spelling;
use crate::printable::printable;

/// Reads a problem from an archive of arrays. `file_name` is for messages, and its stem is the title.
pub fn read_npz(file_name: &str, source: impl Source + Seek, reading: &Reading) -> Result<Read, ReadError> {
    let archive = Archive::open(source)
        .map_err(|error| ReadError::of_file(file_name, error.to_string(), error.help()))?;
    let file = ArrayFile { name: file_name, archive: &archive, reading };
    let mut remarks = Vec::new();
    let roles = file.roles(&mut remarks)?;
    let wanted = file.wanted(&roles)?;
    if file.layer_numbers(&roles)?.start == 0 {
        remarks.push("the layers of this file count from zero; here its first layer is W1, and its weights are w_111, …".into());
    }
    file.problem(&wanted, remarks)
}

/// Which array plays which role.
type Roles<'a> = BTreeMap<Role, &'a Entry>;

/// A file of arrays and how to read it.
pub(super) struct ArrayFile<'a, R> {
    pub(super) name: &'a str,
    pub(super) archive: &'a Archive<R>,
    pub(super) reading: &'a Reading,
}

/// One array that is part of the problem.
pub(super) struct Array<'a> {
    pub(super) entry: &'a Entry,
    pub(super) header: Header,
}

/// The arrays that make the problem.
pub(super) struct Wanted<'a> {
    pub(super) inputs: Array<'a>,
    pub(super) labels: Array<'a>,
    pub(super) weights: Vec<Array<'a>>,
    pub(super) biases: Vec<Option<Array<'a>>>,
}

impl Array<'_> {
    pub(super) fn named(&self) -> Named<'_> {
        Named { name: &self.entry.name, shape: &self.header.shape }
    }
}

impl<'a, R: Source + Seek> ArrayFile<'a, R> {
    /// What each array is, by its name. Those with no role are left out, with a remark.
    fn roles(&self, remarks: &mut Vec<String>) -> Result<Roles<'a>, ReadError> {
        let mut roles = Roles::new();
        for entry in &self.archive.entries {
            let Some(role) = names::role(&entry.name) else {
                let meant = names::nearest_name(&entry.name).map(|name| format!("; did you mean `{name}`?"));
                let meant = meant.unwrap_or_default();
                remarks.push(format!(
                    "the array `{}` is left out: its name is unknown{meant}",
                    printable(&entry.name)
                ));
                continue;
            };
            if let Some(other) = roles.insert(role, entry) {
                return Err(self.twice(other, entry));
            }
        }
        Ok(roles)
    }

    /// The arrays of the problem, layer by layer.
    fn wanted(&self, roles: &Roles<'a>) -> Result<Wanted<'a>, ReadError> {
        let inputs = self.demanded(roles, Role::Inputs, "X")?;
        let labels = self.demanded(roles, Role::Labels, "Y")?;
        let numbers = self.layer_numbers(roles)?;
        self.check_owners(roles, &numbers)?;
        let weights = numbers.clone().map(|n| self.demanded(roles, Role::Weights(At::Number(n)), "W1"));
        let biases = numbers
            .clone()
            .map(|n| roles.get(&Role::Biases(At::Number(n))).map(|entry| self.array(entry)).transpose());
        let (weights, biases) =
            (weights.collect::<Result<Vec<_>, _>>()?, biases.collect::<Result<Vec<_>, _>>()?);
        let wanted = Wanted { inputs, labels, weights, biases };
        let all = [&wanted.inputs, &wanted.labels].into_iter().chain(&wanted.weights);
        let all = all.chain(wanted.biases.iter().flatten()).map(|array| array.entry);
        let total = self.archive.check_total(all);
        total.map_err(|error| ReadError::of_file(self.name, error.to_string(), error.help()))?;
        Ok(wanted)
    }

    /// The numbers of the layers, which count from zero or one.
    fn layer_numbers(&self, roles: &Roles) -> Result<Range<usize>, ReadError> {
        let numbers: Vec<usize> = roles.keys().filter_map(weights_number).collect();
        let (Some(&least), Some(&last)) = (numbers.first(), numbers.last()) else {
            return Err(self.absent("W1"));
        };
        let first = least.min(1);
        if let Some(missing) = (first..last).find(|number| !numbers.contains(number)) {
            let says = format!("there are weights `W{last}`, but no `W{missing}`");
            return Err(ReadError::of_file(
                self.name,
                says,
                "number the layers without gaps, from 0 or from 1",
            ));
        }
        Ok(first..last + 1)
    }

    /// Biases belong to a layer that has weights, and the hidden layer's arrays have no second name by number.
    fn check_owners(&self, roles: &Roles, layers: &Range<usize>) -> Result<(), ReadError> {
        for (role, entry) in roles {
            if let Role::Biases(At::Number(number)) = role
                && !layers.contains(number)
            {
                let says = format!("there are biases `{}`, but no weights `W{number}`", entry.name);
                return Err(ReadError::of_file(self.name, says, "give both the same number"));
            }
            let other = role.numbered(layers).filter(|numbered| numbered != role);
            if let Some(other) = other.and_then(|role| roles.get(&role)) {
                return Err(self.twice(other, entry));
            }
        }
        Ok(())
    }

    fn twice(&self, one: &Entry, other: &Entry) -> ReadError {
        let says = format!("`{}` and `{}` are two names for one thing", one.name, other.name);
        ReadError::of_file(self.name, says, "leave one of the two out")
    }

    fn demanded(&self, roles: &Roles<'a>, role: Role, name: &str) -> Result<Array<'a>, ReadError> {
        roles.get(&role).map_or_else(|| Err(self.absent(name)), |entry| self.array(entry))
    }

    fn absent(&self, name: &str) -> ReadError {
        let names: Vec<String> =
            self.archive.entries.iter().take(20).map(|entry| printable(&entry.name)).collect();
        let says = format!("there is no array `{name}`");
        let help = format!(
            "a problem has X, Y, W1, W2, … and perhaps b1, b2, …; this file has {}",
            spelling::list(names.iter().map(String::as_str))
        );
        ReadError::of_file(self.name, says, help)
    }

    pub(super) fn array(&self, entry: &'a Entry) -> Result<Array<'a>, ReadError> {
        let header = self.archive.header(entry).map_err(|error| self.broken(entry, None, &error))?;
        Ok(Array { entry, header })
    }

    pub(super) fn broken(&self, entry: &Entry, shape: Option<&[usize]>, error: &ArchiveError) -> ReadError {
        let says = format!("`{}` cannot be read: {error}", printable(&entry.name));
        ReadError::of_array(self.name, &entry.name, shape, says, error.help())
    }
}

fn weights_number(role: &Role) -> Option<usize> {
    match role {
        Role::Weights(At::Number(number)) => Some(*number),
        _ => None,
    }
}
