//! A server that is sent anything at all still serves.

use std::io::Read;
use std::io::Write;

use super::Request;
use super::Server;

/// A sequence that looks like chance and is the same every time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| u8::try_from(self.below(256)).unwrap_or(0)).collect()
    }
}

#[test]
fn ten_thousand_hostile_requests_change_nothing() {
    let server = Server::start(&[]);
    let before = server.get("/problem/iris-3").body;
    let host = format!("Host: {}\r\n", server.address);
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for number in 0..10_000 {
        let noise = chance.bytes(60);
        let noise = String::from_utf8_lossy(&noise).into_owned();
        let request = match number % 10 {
            0 => noise,
            1 => format!("GET /{noise} HTTP/1.1\r\n{host}\r\n"),
            2 => format!("GET /lesson/..%2f..%2f..%2fetc%2fpasswd%00{number} HTTP/1.1\r\n{host}\r\n"),
            3 => format!("{noise} / HTTP/1.1\r\n{host}\r\n"),
            4 => format!("GET / HTTP/1.1\r\n{host}{noise}: {noise}\r\n\r\n"),
            5 => "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".into(),
            6 => {
                format!("POST /problem HTTP/1.1\r\n{host}Content-Length: 18446744073709551615\r\n\r\n{noise}")
            }
            7 => format!(
                "POST /file HTTP/1.1\r\n{host}Content-Length: {}\r\nContent-Type: multipart/form-data; \
                          boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; \
                          filename=\"x.npz\"\r\n\r\n{noise}\r\n--b--\r\n",
                noise.len() + 95
            ),
            8 => format!(
                "POST /problem HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{noise}"
            ),
            _ => format!("GET /derive/{noise}/w_1{number} HTTP/1.1\r\n{host}\r\n"),
        };
        let mut stream = server.connect();
        let _ = stream.write_all(request.as_bytes());
        if number % 50 == 0 {
            // Some stay to hear what is said.
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = stream.read(&mut [0; 512]);
        }
    }
    assert_eq!(server.get("/problem/iris-3").body, before);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn no_file_is_served_by_its_path() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("secret.ron"), "top secret").expect("written");
    std::fs::create_dir(folder.path().join("lessons")).expect("a folder");
    let lessons = folder.path().join("lessons");
    let server = Server::start(&["--lessons", lessons.to_str().expect("text")]);
    for path in [
        "/lesson/../secret",
        "/lesson/..%2fsecret/",
        "/lesson/%2e%2e%2fsecret/",
        "/lesson/..%5csecret/",
        "/../secret.ron",
        "/lesson/%2e%2e/secret",
        "//etc/passwd",
        "/lesson/%2fetc%2fpasswd/",
        "/problem/..%2f..%2fsecret.ron",
        "/lesson/..%2fsecret%00/",
        "/lesson/assets/..%2f..%2fsecret.ron",
        "/live/..%2fsecret",
        "/derive/..%2fsecret.ron/w_111",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.head);
        assert!(
            !answer.body.contains("top secret") && !answer.body.contains("root:"),
            "{path}: {}",
            answer.body
        );
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let server = Server::start(&[]);
    let host = server.address.to_string();
    let long = "x".repeat(40_000);
    let line = server.raw(format!("GET /{long} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes());
    assert!(matches!(line.status, 414 | 431), "{}", line.head);
    let header = server.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n\r\n").as_bytes());
    assert_eq!(header.status, 431, "{}", header.head);
    let many = "X: 1\r\n".repeat(200);
    let headers = server.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n").as_bytes());
    assert_eq!(headers.status, 431, "{}", headers.head);
    let body = vec![b'x'; 9 << 20];
    let answer = Request::post("/file", &[("file:large.npz", &body)]).to(&server);
    assert!(matches!(answer.status, 0 | 413), "{}", answer.head);
    let fields: Vec<String> = (0..5_000).map(|number| format!("field{number}")).collect();
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|name| (name.as_str(), &b"1"[..])).collect();
    assert_eq!(Request::post("/problem", &fields).to(&server).status, 413);
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn who_is_slow_is_left() {
    let server = Server::start(&[]);
    let mut slow: Vec<_> = (0..40).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\n").expect("it listens");
    }
    assert_eq!(server.get("/").status, 200, "others are served meanwhile");
    let begin = std::time::Instant::now();
    for stream in &mut slow {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
    }
    assert!(begin.elapsed().as_secs() < 60, "they are left, if only late: {:?}", begin.elapsed());
}

/// Everybody who holds a place is slow in another way: says nothing, begins a head, begins a body.
#[test]
fn who_waits_longest_gives_up_the_place() {
    let server = Server::start(&[]);
    let host = server.address;
    let body = format!(
        "POST /file HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=b\r\n\
         Content-Length: 1000\r\n\r\n--b\r\n"
    );
    for begin in ["", "GET / HTTP/1.1\r\n", &body] {
        let mut slow: Vec<_> = (0..128).map(|_| server.connect()).collect();
        for stream in &mut slow {
            stream.write_all(begin.as_bytes()).expect("it listens");
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
        let asked = std::time::Instant::now();
        for _ in 0..3 {
            assert_eq!(server.get("/assets/serve.js").status, 200, "after {begin:?}");
        }
        assert!(asked.elapsed().as_secs() < 4, "after {begin:?}: {:?}", asked.elapsed());
        // The first has left, the last still holds its place.
        let is_left = |stream: &mut std::net::TcpStream| {
            stream.set_read_timeout(Some(std::time::Duration::from_millis(300))).expect("a time limit");
            let waits = [std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut];
            !stream.read(&mut [0; 16]).is_err_and(|error| waits.contains(&error.kind()))
        };
        assert!(is_left(&mut slow[0]), "after {begin:?}: who waited longest has left");
        assert!(!is_left(&mut slow[127]), "after {begin:?}: who came last may stay");
    }
}

/// Whoever breaks off or sends nonsense is told so, and that it is not a fault of the server.
#[test]
fn a_body_that_cannot_be_taken_apart_is_refused_as_such() {
    let server = Server::start(&[]);
    let head = format!(
        "POST /problem HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\n",
        server.address
    );
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\nzz\r\n");
    let answer = server.raw(chunked.as_bytes());
    assert_eq!(answer.status, 400, "{}", answer.body);
    let part =
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\u{1}b\"\r\n\r\nx\r\n--b--\r\n";
    let answer = server.raw(format!("{head}Content-Length: {}\r\n\r\n{part}", part.len()).as_bytes());
    assert!(answer.status == 400 && answer.body.contains("rename"), "{} {}", answer.status, answer.body);
}
