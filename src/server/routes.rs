//! Address → page.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::Multipart;
use axum::extract::Path;
use axum::extract::State;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Redirect;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use maud::html;
use tokio::time::timeout;

use crate::site;

use super::Site;
use super::derived;
use super::file;
use super::frame;
use super::index;
use super::lessons;
use super::lessons::Wanted;
use super::live;
use super::numbers;
use super::sent;
use super::sent::Sent;

/// A request may bring so many bytes.
const BODY: usize = 4 << 20;
/// And has to bring them within so long.
const READ_WITHIN: Duration = Duration::from_secs(20);

/// Every address, with what answers there.
pub(super) fn routes(site: &Arc<Site>) -> Router {
    Router::new()
        .route("/", get(async |State(site)| computed(site, index::page).await))
        .route("/index.html", get(async || Redirect::temporary("/")))
        .route("/lesson/index.html", get(async || Redirect::temporary("/")))
        .route(
            "/lesson/{id}",
            get(async |Path(id): Path<String>| Redirect::temporary(&lessons::address(&id))),
        )
        .route(
            "/lesson/{id}/",
            get(async |State(site), Path(id): Path<String>| {
                computed(site, move |site| lessons::page(site, &id, Wanted::AtOnce)).await
            }),
        )
        .route(
            "/lesson/{id}/whole",
            get(async |State(site), Path(id): Path<String>| {
                computed(site, move |site| lessons::page(site, &id, Wanted::Whole)).await
            }),
        )
        .route(
            "/lesson/{id}/slide/{number}",
            get(async |State(site), Path((id, number)): Path<(String, usize)>| {
                computed(site, move |site| lessons::slide(site, &id, number)).await
            }),
        )
        .route(
            "/lesson/{id}/derive/{weight}",
            get(async |State(site), Path((id, weight)): Path<(String, String)>| {
                computed(site, move |site| lessons::derived(site, &id, &weight)).await
            }),
        )
        .route(
            "/problem/{name}",
            get(async |State(site), Path(name): Path<String>| {
                computed(site, move |site| numbers::built_in(site, &name)).await
            }),
        )
        .route(
            "/derive/{problem}/{weight}",
            get(async |State(site), Path((problem, weight)): Path<(String, String)>| {
                computed(site, move |site| derived::built_in(site, &problem, &weight)).await
            }),
        )
        .route("/problem", post(async |State(site), body: Body| answered(site, body, numbers::own).await))
        .route("/derive", post(async |State(site), body: Body| answered(site, body, derived::own).await))
        .route("/file", post(async |State(site), body: Body| answered(site, body, file::page).await))
        .route("/live/{id}", get(live::events))
        .route("/assets/{name}", get(async |Path(name): Path<String>| asset(&name)))
        .route("/lesson/assets/{name}", get(async |Path(name): Path<String>| asset(&name)))
        .fallback(async || frame::nothing_here())
        .layer(DefaultBodyLimit::max(BODY))
        .with_state(Arc::clone(site))
}

type Body = Result<Multipart, MultipartRejection>;

/// What is compiled in: what the pages of lessons share, and what only a server has. The font alone may be kept: the
/// next version of the rest may be at the same port.
fn asset(name: &str) -> Response {
    let (kind, content) = match (name, site::ASSETS.iter().find(|asset| asset.name == name)) {
        ("serve.js", _) => ("text/javascript; charset=utf-8", include_bytes!("assets/serve.js").into()),
        ("faults.css", _) => ("text/css; charset=utf-8", include_bytes!("assets/faults.css").into()),
        ("serve.css", _) => ("text/css; charset=utf-8", include_bytes!("assets/serve.css").into()),
        (_, Some(asset)) => (asset.kind, asset.content()),
        (_, None) => return frame::nothing_here(),
    };
    let keep = if kind.starts_with("font/") { "private, max-age=86400" } else { "no-store" };
    let head = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)];
    (head, content.into_owned()).into_response()
}

/// Computes a page beside the thread that listens.
async fn computed(site: Arc<Site>, page: impl FnOnce(&Site) -> Response + Send + 'static) -> Response {
    tokio::task::spawn_blocking(move || page(&site)).await.unwrap_or_else(|_| {
        let says = html! { p { "This is a fault of gradwalk, and not of what you did." } };
        frame::refusal(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong", &says)
    })
}

/// Computes the page for what was sent.
async fn answered(site: Arc<Site>, body: Body, page: fn(&Site, &Sent) -> Response) -> Response {
    match timeout(READ_WITHIN, sent::read(body)).await {
        Ok(Ok(sent)) => computed(site, move |site| page(site, &sent)).await,
        Ok(Err(refused)) => refused,
        Err(_) => {
            let says = html! { p { "It took too long to come." } };
            frame::refusal(StatusCode::REQUEST_TIMEOUT, "This cannot be read", &says)
        }
    }
}
