//! The player in a browser, and a place for one's own numbers and homework.
//!
//! ```text
//! listen   who may connect, how many, for how long
//!   guard    which Host and Origin; what every answer says about itself
//!     routes   address → page
//!       lessons · numbers · file · derived     what is on the page
//!         frame    the page around it
//! ```
//!
//! Nothing is kept between two requests but the lessons: numbers and homework travel in the request, and nothing is
//! written to disk. Only what is compiled in and the lessons of one folder are served, by name, never by path.

mod derived;
mod file;
mod form;
mod frame;
mod guard;
mod index;
mod lessons;
mod listen;
mod live;
mod numbers;
mod places;
mod results;
mod routes;
mod sent;

use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::graph::Names;
use crate::graph::Shape;
use crate::graph::notation::Notation;
use crate::lesson::library::Library;
use crate::problem::Problem;

use lessons::Shelf;
use live::Edits;

/// What is served, and where.
#[derive(Debug)]
pub struct Settings {
    /// The address to listen at.
    pub bind: IpAddr,
    /// The port, or 0 for any that is free.
    pub port: u16,
    /// The lessons.
    pub library: Library,
    /// Another problem for all of them, with its name.
    pub problem: Option<(String, Problem)>,
    /// How names are written.
    pub notation: Option<&'static Notation>,
}

/// What all requests share.
#[derive(Debug)]
struct Site {
    shelf: Shelf,
    edits: Edits,
}

impl Site {
    /// How names are written for a network.
    fn names<'s>(&self, shape: &'s Shape) -> Names<'s> {
        Names::of(self.shelf.notation, shape)
    }
}

/// Serves until the program is asked to end. `ready` is told the address once somebody can connect, and what could
/// not be had.
pub fn serve(settings: Settings, ready: impl FnOnce(SocketAddr, Option<String>)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(listen::COMPUTING)
        .build()?;
    let ended = runtime.block_on(async {
        let listener = TcpListener::bind((settings.bind, settings.port)).await?;
        let address = listener.local_addr()?;
        let (edits, trouble) = Edits::of(&settings.library);
        let site = Arc::new(Site {
            shelf: Shelf::new(settings.library, settings.problem, settings.notation),
            edits,
        });
        let asked = asked_to_end()?;
        ready(address, trouble);
        tokio::select! {
            () = listen::forever(listener, &site) => {}
            () = asked => {}
        }
        Ok(())
    });
    // Whatever is still being computed has nobody to go to.
    runtime.shutdown_background();
    ended
}

/// Waits for Ctrl-C, or for the signal by which systems end a program.
#[cfg(unix)]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)] // as on other systems
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
