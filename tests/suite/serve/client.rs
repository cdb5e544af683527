//! A server of our own for each test, and as much of a browser as the tests need: requests as bytes, answers as text.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

/// `gradwalk serve`, ended when the test is over.
pub(super) struct Server {
    pub(super) child: Child,
    pub(super) address: SocketAddr,
}

impl Server {
    pub(super) fn start(arguments: &[&str]) -> Server {
        Server::start_with(arguments, &[])
    }

    /// With variables of the environment.
    pub(super) fn start_with(arguments: &[&str], variables: &[(&str, &str)]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gradwalk"))
            .arg("serve")
            .args(arguments)
            .env_remove("GRADWALK_LESSONS")
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let printed = child.stdout.take().expect("standard output");
        BufReader::new(printed).read_line(&mut line).expect("a line");
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/');
        let address = address.replace("localhost", "127.0.0.1").parse();
        Server { child, address: address.unwrap_or_else(|_| panic!("no address: {line:?}")) }
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        Request::get(path).to(self)
    }

    /// A connection that gives up reading after a while, so that no test hangs.
    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_mins(2))).expect("a time limit");
        stream
    }

    /// Sends bytes as they are and reads until the server closes.
    pub(super) fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // The server may have refused before everything is sent.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::of(&answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request under construction.
pub(super) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub(super) fn get(path: &str) -> Request {
        Request { method: "GET", path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// A form as browsers send it; a field of which the name has a file's name behind a colon is a file.
    pub(super) fn post(path: &str, fields: &[(&str, &[u8])]) -> Request {
        let mut body = Vec::new();
        for (name, value) in fields {
            let name = match name.split_once(':') {
                Some((field, file)) => format!("\"{field}\"; filename=\"{file}\""),
                None => format!("\"{name}\""),
            };
            body.extend(format!("--boundary\r\nContent-Disposition: form-data; name={name}\r\n\r\n").bytes());
            body.extend(*value);
            body.extend(b"\r\n");
        }
        body.extend(b"--boundary--\r\n");
        Request { method: "POST", path: path.into(), headers: Vec::new(), body }
            .with("Content-Type", "multipart/form-data; boundary=boundary")
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Request {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(super) fn to(mut self, server: &Server) -> Answer {
        if !self.headers.iter().any(|(name, _)| name == "Host") {
            self.headers.push(("Host".into(), server.address.to_string()));
        }
        let mut bytes =
            format!("{} {} HTTP/1.1\r\nConnection: close\r\n", self.method, self.path).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend(format!("{name}: {value}\r\n").bytes());
        }
        if !self.body.is_empty() {
            bytes.extend(format!("Content-Length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&self.body);
        server.raw(&bytes)
    }
}

/// An answer.
pub(super) struct Answer {
    /// 0 where there was none.
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Answer {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}
