//! Who may connect, how many, and for how long.
//!
//! A client that says nothing, says it slowly, never reads its answer or sends without end holds one of a few places,
//! and only for a while. Whoever comes when all places are taken gets that of the one who has waited longest, or, if
//! everybody is being answered, waits until one is free.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::middleware;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::rt::TokioTimer;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::Site;
use super::guard;
use super::guard::Hosts;
use super::places;
use super::places::Place;
use super::places::Places;
use super::routes;

/// So many pages are computed at once.
pub(super) const COMPUTING: usize = 4;
/// So many connections are served at once.
const CONNECTIONS: usize = 128;
/// The first line and the headers of a request take at most so many bytes.
const HEAD: usize = 16 << 10;
/// So many headers a request may have.
const HEADERS: usize = 64;
/// The head of a request has to be there after so long. An idle connection is closed after the same time.
const HEAD_WITHIN: Duration = Duration::from_secs(5);
/// A connection takes no new request after so long. A page that follows a lesson then connects again.
const RENEWED_AFTER: Duration = Duration::from_mins(5);
/// What is under way by then has so long to end.
const ENDED_WITHIN: Duration = Duration::from_secs(10);

/// Serves everybody.
pub(super) async fn forever(listener: TcpListener, site: &Arc<Site>) {
    let places = Places::new(CONNECTIONS);
    let routes = routes::routes(site);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Too many open files, perhaps: some will be closed soon.
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        let Ok(local) = stream.local_addr() else { continue };
        let Some(place) = places.taken().await else { return };
        tokio::spawn(connection(stream, local, routes.clone(), Arc::new(place)));
    }
}

async fn connection(stream: TcpStream, local: SocketAddr, routes: axum::Router, place: Arc<Place>) {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let guarded = routes
        .layer(middleware::from_fn_with_state(Arc::new(Hosts::of(local)), guard::guard))
        .layer(middleware::from_fn_with_state(Arc::clone(&place), places::noted));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(HEAD)
        .max_headers(HEADERS)
        .half_close(false);
    let mut connection =
        pin!(builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(guarded)));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = place.is_needed() => return,
        () = sleep(RENEWED_AFTER) => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = connection => {}
        () = sleep(ENDED_WITHIN) => {}
    }
}
