//! Who holds a place, and who has to give it up.
//!
//! ```text
//! waits ── a whole request has come ──▶ is answered ── the answer is ready ──▶ waits
//! ```
//!
//! Where all places are taken, whoever has waited longest leaves: a client that says nothing, or says it slowly. A page
//! that follows a lesson is being answered as long as it is open.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Instant;

use axum::body::Body;
use axum::body::Bytes;
use axum::extract::Request;
use axum::extract::State;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::Body as _;
use hyper::body::Frame;
use hyper::body::SizeHint;
use tokio::sync::Notify;
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::Semaphore;

/// All places.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    taken: Mutex<Taken>,
}

/// Those who hold one, by their number.
#[derive(Debug, Default)]
struct Taken {
    next: u64,
    holders: BTreeMap<u64, Holder>,
}

#[derive(Debug)]
struct Holder {
    /// Nothing while it is answered, or once it has been told to leave.
    waits_since: Option<Instant>,
    leave: Arc<Notify>,
}

/// A place that is held, until this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
    leave: Arc<Notify>,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(count: usize) -> Arc<Self> {
        Arc::new(Places { free: Arc::new(Semaphore::new(count)), taken: Mutex::default() })
    }

    /// A place for somebody who has come, who waits already. Nothing if there are no more places at all.
    pub(super) async fn taken(self: &Arc<Self>) -> Option<Place> {
        if self.free.available_permits() == 0 {
            self.send_away();
        }
        let permit = Arc::clone(&self.free).acquire_owned().await.ok()?;
        let mut taken = self.locked();
        let (number, leave) = (taken.next, Arc::new(Notify::new()));
        taken.next += 1;
        taken.holders.insert(number, Holder { waits_since: Some(Instant::now()), leave: Arc::clone(&leave) });
        drop(taken);
        Some(Place { places: Arc::clone(self), number, leave, _permit: permit })
    }

    /// Lets go whoever has waited longest.
    fn send_away(&self) {
        let mut taken = self.locked();
        let waiting = taken.holders.values_mut().filter(|holder| holder.waits_since.is_some());
        if let Some(holder) = waiting.min_by_key(|holder| holder.waits_since) {
            holder.waits_since = None;
            holder.leave.notify_one();
        }
    }

    fn locked(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Ends when the place is needed by somebody else.
    pub(super) async fn is_needed(&self) {
        self.leave.notified().await;
    }

    fn set(&self, waits_since: Option<Instant>) {
        if let Some(holder) = self.places.locked().holders.get_mut(&self.number) {
            holder.waits_since = waits_since;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.locked().holders.remove(&self.number);
    }
}

/// Notes when a request has come as a whole, and when it has been answered.
pub(super) async fn noted(State(place): State<Arc<Place>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let body = if body.is_end_stream() {
        place.set(None);
        body
    } else {
        Body::new(Heard { body, place: Arc::clone(&place) })
    };
    let response = next.run(Request::from_parts(head, body)).await;
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "text/event-stream") {
        place.set(Some(Instant::now()));
    }
    response
}

/// A body that says when it has come to its end.
struct Heard {
    body: Body,
    place: Arc<Place>,
}

impl hyper::body::Body for Heard {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let heard = self.get_mut();
        let frame = Pin::new(&mut heard.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None)) || heard.body.is_end_stream() {
            heard.place.set(None);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
