//! Options that every command takes, also one for which they change nothing, so that a script can pass them to all.

use std::ffi::OsStr;
use std::ffi::OsString;

use clap::Arg;
use clap::ArgAction;
use clap::Command;
use clap::CommandFactory;
use clap::FromArgMatches;
use clap::builder::PossibleValuesParser;
use clap::builder::Resettable;

use super::arguments::Arguments;
use super::arguments::count;
use crate::graph::notation::NOTATIONS;

/// What was typed, as the arguments of a command.
pub(super) fn parsed(
    typed: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Arguments, clap::Error> {
    let mut command = Arguments::command().mut_subcommands(with_all_options).mut_subcommands(without_empty);
    let typed = behind_the_command(typed.into_iter().map(Into::into).collect());
    let matches = command.try_get_matches_from_mut(typed)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Options of the commands, and whether a value follows them.
const OF_COMMANDS: &[(&str, bool)] = &[
    ("--lessons", true),
    ("--notation", true),
    ("--problem", true),
    ("--max-paths", true),
    ("--numbers", false),
    ("--no-numbers", false),
];

/// The same with those options of a command behind it that were typed before it.
fn behind_the_command(typed: Vec<OsString>) -> Vec<OsString> {
    let (mut before, mut moved) = (Vec::new(), Vec::new());
    let mut rest = typed.iter().cloned();
    before.extend(rest.next());
    while let Some(argument) = rest.next() {
        let text = argument.to_string_lossy();
        let (name, has_value) = text.split_once('=').map_or((&*text, false), |(name, _)| (name, true));
        let (group, takes_value) = match OF_COMMANDS.iter().find(|(option, _)| *option == name) {
            Some((_, takes_value)) => (&mut moved, *takes_value),
            None if name.starts_with('-') => (&mut before, name == "--color"),
            None => return [before, vec![argument.clone()], moved, rest.collect()].concat(),
        };
        group.push(argument.clone());
        group.extend((takes_value && !has_value).then(|| rest.next()).flatten());
    }
    // There is no command, and so nothing behind it.
    typed
}

/// A variable that is empty is as good as none.
fn without_empty(command: Command) -> Command {
    let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    command.mut_args(|argument| match argument.get_env() {
        Some(name) if is_empty(name) => argument.env(Resettable::Reset),
        _ => argument,
    })
}

/// The command with those options that it does not have itself.
fn with_all_options(command: Command) -> Command {
    let notations = PossibleValuesParser::new(NOTATIONS.iter().map(|notation| notation.name));
    let options = [
        ("lessons", Arg::new("any lessons").value_name("DIR")),
        ("notation", Arg::new("any notation").value_name("NAME").value_parser(notations)),
        ("max-paths", Arg::new("any number of paths").value_name("N").value_parser(count)),
        ("numbers", Arg::new("any numbers").action(ArgAction::SetTrue)),
        ("no-numbers", Arg::new("no numbers").action(ArgAction::SetTrue)),
    ];
    options.into_iter().fold(command, |command, (name, option)| {
        let is_there = command.get_arguments().any(|own| own.get_long() == Some(name));
        if is_there { command } else { command.arg(option.long(name).hide(true)) }
    })
}
