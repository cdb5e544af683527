//! While an author writes: what changes in the folder of lessons is told to the pages that are open.
//!
//! ```text
//! folder ── notify ──▶ a thread that waits until the folder is quiet ── count of edits ──▶ every open page
//! ```
//!
//! A page listens to the events of its lesson (server-sent events). It is told when the lesson has become another one
//! than it shows, and which slide has changed.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use hyper::body::Body;
use hyper::body::Frame;
use notify::RecommendedWatcher;
use notify::RecursiveMode;
use notify::Watcher;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::lesson::library::Library;

use super::Site;
use super::frame;
use super::lessons::Edition;

/// Editors write a file in several moves; it is read when nothing has moved for so long.
const QUIET: Duration = Duration::from_millis(40);
/// But at the latest after so long.
const LATEST: Duration = Duration::from_millis(200);
/// So often a page that is told nothing hears that somebody is there.
const PULSE: Duration = Duration::from_secs(20);

/// How often the folder of lessons was edited while it was watched.
#[derive(Debug)]
pub(super) struct Edits {
    count: watch::Receiver<u64>,
    /// Watches as long as it lives.
    watcher: Option<RecommendedWatcher>,
}

impl Edits {
    /// Watches the folder of a library, or says why that cannot be.
    pub(super) fn of(library: &Library) -> (Edits, Option<String>) {
        let (sender, count) = watch::channel(0);
        let Library::Folder(folder) = library else { return (Edits { count, watcher: None }, None) };
        let (edited, edits) = std::sync::mpsc::channel();
        let told = move |event: notify::Result<notify::Event>| {
            if !event.is_ok_and(|event| event.kind.is_access()) {
                let _ = edited.send(());
            }
        };
        let watcher = notify::recommended_watcher(told).and_then(|mut watcher| {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
            Ok(watcher)
        });
        match watcher {
            Ok(watcher) => {
                std::thread::spawn(move || count_edits(&edits, &sender));
                (Edits { count, watcher: Some(watcher) }, None)
            }
            Err(error) => {
                let trouble = format!("edits of the lessons show only when a page is opened again: {error}");
                (Edits { count, watcher: None }, Some(trouble))
            }
        }
    }

    /// Whether anything will be told.
    pub(super) fn are_told(&self) -> bool {
        self.watcher.is_some()
    }

    /// How many there were until now.
    pub(super) fn count(&self) -> u64 {
        *self.count.borrow()
    }
}

/// Counts moves that follow one another closely as one edit.
fn count_edits(edits: &std::sync::mpsc::Receiver<()>, count: &watch::Sender<u64>) {
    while edits.recv().is_ok() {
        let begin = Instant::now();
        while begin.elapsed() < LATEST && edits.recv_timeout(QUIET).is_ok() {}
        count.send_modify(|count| *count += 1);
    }
}

/// What a page shows.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    stamp: String,
}

/// The events of one lesson: `changed`, with the number of the first slide that is another, or 0.
pub(super) async fn events(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(seen): Query<Seen>,
) -> Response {
    if edition(&site, &id).await.is_none() {
        return frame::nothing_here();
    }
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move { tell(&site, &id, seen.stamp, &sender).await });
    let head = [(header::CONTENT_TYPE, "text/event-stream")];
    (head, axum::body::Body::new(Events(receiver))).into_response()
}

/// Tells a page whenever its lesson is not the one that it shows, until it is gone.
async fn tell(site: &Arc<Site>, id: &str, mut stamp: String, page: &mpsc::Sender<Bytes>) {
    let mut count = site.edits.count.clone();
    loop {
        count.mark_unchanged();
        let Some(edition) = edition(site, id).await else { return };
        if edition.stamp != stamp {
            stamp.clone_from(&edition.stamp);
            let slide = edition.changed.map_or(0, |place| place + 1);
            if page.send(format!("event: changed\ndata: {slide}\n\n").into()).await.is_err() {
                return;
            }
        }
        while let Err(_long) = timeout(PULSE, count.changed()).await {
            if page.send(Bytes::from_static(b": still here\n\n")).await.is_err() {
                return;
            }
        }
        if count.has_changed().is_err() {
            return;
        }
    }
}

async fn edition(site: &Arc<Site>, id: &str) -> Option<Arc<Edition>> {
    let (site, id) = (Arc::clone(site), id.to_owned());
    tokio::task::spawn_blocking(move || site.shelf.edition(&id, site.edits.count())).await.ok().flatten()
}

/// What is told to a page, as it comes.
struct Events(mpsc::Receiver<Bytes>);

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.get_mut().0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
