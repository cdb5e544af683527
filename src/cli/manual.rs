//! The command line described for shells and for `man`.

use clap::CommandFactory;

use super::Answer;
use super::arguments;
use super::arguments::Arguments;
use super::output::Failure;
use super::output::Output;

/// `gradwalk completions`
pub(super) fn completions(asked: &arguments::Completions, output: &Output) -> Result<Answer, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut Arguments::command(), "gradwalk", &mut script);
    output.bytes(&script)?;
    Ok(Answer::Yes)
}

/// `gradwalk man`: every command in one page.
pub(super) fn page(output: &Output) -> Result<Answer, Failure> {
    let mut command = Arguments::command();
    command.build();
    let pages = [command.clone()].into_iter().chain(command.get_subcommands().cloned());
    let mut text = Vec::new();
    for (at, command) in pages.enumerate() {
        let name = if at == 0 { "gradwalk".to_owned() } else { format!("gradwalk {}", command.get_name()) };
        let page = clap_mangen::Man::new(command.bin_name(&name).display_name(&name));
        let whole = page.render(&mut text);
        whole.map_err(Failure::Print)?;
    }
    output.bytes(&text)?;
    Ok(Answer::Yes)
}
