//! The command that serves.

use std::net::SocketAddr;
use std::process::Stdio;

use crate::server;
use crate::server::Settings;

use super::Answer;
use super::arguments;
use super::compute::notation;
use super::lessons;
use super::output::Failure;
use super::output::Output;

/// `gradwalk serve`
pub(super) fn serve(arguments: &arguments::Serve, output: &Output) -> Result<Answer, Failure> {
    let problem =
        arguments.filling.problem.as_deref().map(|problem| lessons::other(problem, output)).transpose()?;
    let library = lessons::library_of(&arguments.filling.shelf);
    // A folder that cannot be read is said now, and not by every page.
    library.files().map_err(Box::new)?;
    let settings = Settings {
        bind: arguments.bind,
        port: arguments.port,
        library,
        problem,
        notation: notation(&arguments.filling.writing)?,
    };
    let mut printed = Ok(());
    let served = server::serve(settings, |address, trouble| {
        if !address.ip().to_canonical().is_loopback() {
            output.remark(&format!(
                "everybody who can reach {address} can use this server; without --bind only this computer can"
            ));
        }
        if let Some(trouble) = trouble {
            output.remark(&trouble);
        }
        let url = url(address);
        printed = output.print(&format!("{url}\n"));
        if arguments.open && !was_opened(&url) {
            output.remark("no browser could be started; open the address yourself");
        }
    });
    printed?;
    served.map_err(|source| Failure::Serve { address: (arguments.bind, arguments.port).into(), source })?;
    Ok(Answer::Yes)
}

/// The address to open. Nobody can go to 0.0.0.0; from here, that is this computer.
fn url(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        return format!("http://localhost:{}/", address.port());
    }
    format!("http://{address}/")
}

/// Asks the system to show an address in the browser.
fn was_opened(url: &str) -> bool {
    let (program, before): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = std::process::Command::new(program);
    let command =
        command.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
