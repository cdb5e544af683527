//! What a request must be before anybody looks at it, and what every answer says about itself.
//!
//! A page from anywhere may send requests to this computer. It cannot forge where it comes from: its `Origin` is
//! another, or, where its name was made to lead here (DNS rebinding), its `Host` is. So both have to name this server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::header;
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use tokio::time::timeout;

/// A request has to be answered within so long.
const WITHIN: Duration = Duration::from_mins(2);

/// What a page may do: show and run what comes from here, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// The names by which this server is called.
#[derive(Debug)]
pub(super) struct Hosts(Vec<String>);

impl Hosts {
    /// Those of a connection that came in at this address.
    pub(super) fn of(local: SocketAddr) -> Self {
        let (ip, port) = (local.ip().to_canonical(), local.port());
        let bound = SocketAddr::new(ip, port).to_string();
        let mut hosts =
            vec![format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}"), bound];
        if port == 80 {
            // Browsers leave it out.
            let bare = hosts.iter().map(|host| host.trim_end_matches(":80").to_owned()).collect::<Vec<_>>();
            hosts.extend(bare);
        }
        Hosts(hosts)
    }

    fn has(&self, host: &str) -> bool {
        self.0.iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Why a request is not answered.
    fn refusal(&self, request: &Request) -> Option<&'static str> {
        let headers = request.headers();
        let [host] = all(headers, header::HOST)[..] else { return Some("A request names one host.") };
        let absolute = request.uri().authority().map(Authority::as_str);
        if !self.has(host) || !absolute.is_none_or(|authority| self.has(authority)) {
            return Some("This server is not called by that name.");
        }
        let is_own =
            |origin: &&str| origin.strip_prefix("http://").is_some_and(|authority| self.has(authority));
        if !all(headers, header::ORIGIN).iter().all(is_own) {
            return Some("A page from elsewhere may not ask this server anything.");
        }
        let site = headers.get("sec-fetch-site").map_or(&b"none"[..], HeaderValue::as_bytes);
        if !matches!(site, b"none" | b"same-origin") && !is_link(request) {
            return Some("A page from elsewhere may not ask this server anything.");
        }
        None
    }
}

/// Somebody has followed a link: that shows a page to them and nothing to the page that they come from.
fn is_link(request: &Request) -> bool {
    let is = |name: &str, value: &str| request.headers().get(name).is_some_and(|given| given == value);
    request.method() == Method::GET && is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
}

/// All values of a header; one that is no text counts as empty.
fn all(headers: &HeaderMap, name: header::HeaderName) -> Vec<&str> {
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default()).collect()
}

/// Refuses what is not for this server, limits the time of what is, and marks every answer.
pub(super) async fn guard(State(hosts): State<Arc<Hosts>>, request: Request, next: Next) -> Response {
    let mut response = match hosts.refusal(&request) {
        Some(why) => {
            let known = hosts.0.first().map_or("", String::as_str);
            (StatusCode::FORBIDDEN, format!("{why} It is at http://{known}/\n")).into_response()
        }
        None => timeout(WITHIN, next.run(request)).await.unwrap_or_else(|_| {
            (StatusCode::REQUEST_TIMEOUT, "This took too long. Nothing was changed.\n").into_response()
        }),
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With `no-referrer` browsers would send forms with an Origin of `null`.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(local: &str, method: &str, uri: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(axum::body::Body::empty()).expect("a request");
        Hosts::of(local.parse().expect("an address")).refusal(&request).is_some()
    }

    #[test]
    fn only_its_own_names_reach_it() {
        for (local, host, is_refused) in [
            ("127.0.0.1:8000", "127.0.0.1:8000", false),
            ("127.0.0.1:8000", "LOCALHOST:8000", false),
            ("127.0.0.1:8000", "[::1]:8000", false),
            ("[::1]:8000", "[::1]:8000", false),
            ("[::ffff:10.0.0.7]:8000", "10.0.0.7:8000", false),
            ("10.0.0.7:8000", "10.0.0.7:8000", false),
            ("127.0.0.1:80", "localhost", false),
            ("127.0.0.1:8000", "localhost", true),
            ("127.0.0.1:8000", "localhost:80", true),
            ("127.0.0.1:8000", "127.0.0.1:8000.evil.example", true),
            ("127.0.0.1:8000", "evil.example:8000", true),
            ("127.0.0.1:8000", "10.0.0.7:8000", true),
            ("127.0.0.1:8000", "0.0.0.0:8000", true),
            ("127.0.0.1:8000", "localhost.:8000", true),
            ("127.0.0.1:8000", "user@localhost:8000", true),
            ("127.0.0.1:8000", "", true),
        ] {
            assert_eq!(refused(local, "GET", "/", &[("host", host)]), is_refused, "{host} at {local}");
        }
        assert!(refused("127.0.0.1:8000", "GET", "/", &[]), "no host");
        let two = [("host", "localhost:8000"), ("host", "evil.example")];
        assert!(refused("127.0.0.1:8000", "GET", "/", &two), "two hosts");
        let own = [("host", "localhost:8000")];
        assert!(refused("127.0.0.1:8000", "GET", "http://evil.example/", &own), "as for a proxy");
        assert!(!refused("127.0.0.1:8000", "GET", "http://localhost:8000/", &own));
    }

    #[test]
    fn a_page_from_elsewhere_may_only_link() {
        let host = ("host", "localhost:8000");
        let link = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        for (method, headers, is_refused) in [
            ("POST", vec![("origin", "http://localhost:8000")], false),
            ("POST", vec![("origin", "http://127.0.0.1:8000"), ("sec-fetch-site", "same-origin")], false),
            ("POST", vec![("origin", "null")], true),
            ("POST", vec![("origin", "https://localhost:8000")], true),
            ("POST", vec![("origin", "http://localhost:8001")], true),
            ("POST", vec![("origin", "http://evil.example")], true),
            ("GET", vec![("sec-fetch-site", "none")], false),
            ("GET", vec![("sec-fetch-site", "cross-site")], true),
            ("GET", vec![("sec-fetch-site", "same-site")], true),
            ("GET", vec![("sec-fetch-site", "cross-site"), link[0], link[1]], false),
            ("GET", vec![("sec-fetch-site", "cross-site"), link[0], ("sec-fetch-dest", "iframe")], true),
            ("POST", vec![("sec-fetch-site", "cross-site"), link[0], link[1]], true),
        ] {
            let headers: Vec<_> = std::iter::once(host).chain(headers).collect();
            assert_eq!(refused("127.0.0.1:8000", method, "/", &headers), is_refused, "{method} {headers:?}");
        }
    }
}
