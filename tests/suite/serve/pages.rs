//! What is where, who may ask for it, and what every answer says about itself.

use std::fs;
use std::io::Read;

use super::Request;
use super::Server;

#[test]
fn every_address_has_its_page() {
    let server = Server::start(&[]);
    for (path, status, says) in [
        ("/", 200, "From one chain to one formula"),
        ("/lesson/output-weights/", 200, "id=\"104\""),
        ("/problem/iris-3", 200, "name=\"w_111\" value=\"0.665793252064759\""),
        ("/problem/mazur", 200, "name=\"b_12\""),
        ("/derive/iris-3/w_111", 200, "The three agree"),
        ("/lesson/output-weights/derive/W1[0,0]", 200, "The three agree"),
        ("/lesson/output-weights/slide/104", 200, "<div data-slides=\"104\"><article class=\"slide"),
        ("/lesson/output-weights/slide/105", 404, "There is nothing here"),
        ("/lesson/output-weights/slide/0", 404, "There is nothing here"),
        ("/lesson/nothing/derive/w_111", 404, "There is nothing here"),
        ("/derive/iris-3/W1[0,0]", 200, "The three agree"),
        ("/assets/style.css", 200, "@font-face"),
        ("/assets/serve.js", 200, "\"use strict\""),
        ("/lesson/assets/stix-two-math.woff2", 200, "wOF2"),
        ("/derive/iris-3/w_999", 404, "there is no w_999"),
        ("/derive/iris-3/x_1", 404, "not a weight or bias"),
        ("/problem/iris3", 404, "Did you mean"),
        ("/lesson/nothing/", 404, "There is no lesson"),
        ("/live/nothing", 404, "There is nothing here"),
        ("/favicon.ico", 404, "There is nothing here"),
        ("/problem", 405, ""),
        ("/file", 405, ""),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}: {}", answer.head);
        assert!(answer.body.contains(says), "{path}: {}", answer.body);
    }
}

#[test]
fn every_answer_forbids_what_no_page_needs() {
    let server = Server::start(&[]);
    for path in
        ["/", "/lesson/matrices/", "/problem/iris-3", "/assets/style.css", "/nothing", "/derive/iris-3/w_111"]
    {
        let answer = server.get(path);
        let policy =
            answer.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy"));
        let directives: Vec<&str> = policy.split("; ").collect();
        assert!(directives.contains(&"default-src 'none'"), "{policy}");
        for word in ["unsafe", "*", "http", "blob:"] {
            assert!(!policy.contains(word), "{policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        // What the policy forbids, no page tries.
        let body = &answer.body;
        assert!(
            !body.contains("<script>") && !body.contains(" style=\"") && !body.contains("<style"),
            "{path}"
        );
        let handlers = ["onclick", "onload", "onerror", "javascript:"];
        assert!(handlers.iter().all(|handler| !body.contains(handler)), "{path}");
        let elsewhere =
            body.split(['"', '(']).find(|word| word.starts_with("http") && !word.contains("www.w3.org"));
        assert_eq!(elsewhere, None, "{path}");
    }
}

#[test]
fn names_that_lead_here_from_elsewhere_are_refused() {
    let server = Server::start(&[]);
    let port = server.address.port();
    for (header, value, status) in [
        ("Host", format!("127.0.0.1:{port}"), 200),
        ("Host", format!("localhost:{port}"), 200),
        ("Host", format!("[::1]:{port}"), 200),
        ("Host", "rebound.example".into(), 403),
        ("Host", format!("rebound.example:{port}"), 403),
        ("Host", "127.0.0.1".into(), 403),
        ("Host", format!("127.0.0.1:{}", port.wrapping_add(1)), 403),
        ("Origin", format!("http://127.0.0.1:{port}"), 200),
        ("Origin", "http://evil.example".into(), 403),
        ("Origin", "null".into(), 403),
        ("Sec-Fetch-Site", "same-origin".into(), 200),
        ("Sec-Fetch-Site", "cross-site".into(), 403),
    ] {
        let answer = Request::get("/").with(header, &value).to(&server);
        assert_eq!(answer.status, status, "{header}: {value}");
        assert_eq!(answer.body.contains("<html"), status == 200, "{header}: {value}");
        let form = Request::post("/file", &[("pasted", b"()")]).with(header, &value).to(&server);
        assert_eq!(form.status == 403, status == 403, "{header}: {value}: {}", form.body);
    }
}

#[test]
fn the_address_is_of_this_computer_unless_another_is_asked_for() {
    let mut server = Server::start(&[]);
    assert!(server.address.ip().is_loopback() && server.address.port() != 0);
    let another = Server::start(&["--bind", "0.0.0.0"]);
    assert_eq!(another.get("/").status, 200);
    for (server, warns) in [(&mut server, false), (&mut { another }, true)] {
        server.child.kill().expect("it runs");
        let mut remarks = String::new();
        let stderr = server.child.stderr.as_mut().expect("standard error");
        stderr.read_to_string(&mut remarks).expect("text");
        assert_eq!(remarks.contains("everybody who can reach"), warns, "{remarks:?}");
    }
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let mut command = assert_cmd::Command::cargo_bin("gradwalk").expect("the program");
    let assert = command.args(["serve", "--port", &port]).assert().code(2);
    let says = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
    assert!(says.contains(&port) && says.contains("--port"), "{says}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_asked_for_the_address() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (browser, opened) = (folder.path().join("xdg-open"), folder.path().join("opened"));
    fs::write(&browser, format!("#!/bin/sh\nprintf %s \"$1\" > {0}.part; mv {0}.part {0}", opened.display()))
        .expect("written");
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).expect("it can be run");
    let path = std::env::var("PATH").expect("a path");
    let server = Server::start_with(&["--open"], &[("PATH", &format!("{}:{path}", folder.path().display()))]);
    let begin = std::time::Instant::now();
    while !opened.exists() {
        assert!(begin.elapsed().as_secs() < 60, "no browser was started");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let address = fs::read_to_string(&opened).expect("text");
    assert_eq!(address, format!("http://{}/", server.address));
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_and_well_when_asked() {
    for signal in ["INT", "TERM"] {
        let mut server = Server::start(&[]);
        // A page that is open, and one that is being asked for, do not hold it up.
        let _open = server.connect();
        let mut asking = server.connect();
        std::io::Write::write_all(&mut asking, b"GET / HTTP/1.1\r\nHost:").expect("it listens");
        let id = server.child.id().to_string();
        let killed = std::process::Command::new("kill").args(["-s", signal, &id]).status().expect("kill");
        assert!(killed.success());
        let begin = std::time::Instant::now();
        let status = server.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(
            begin.elapsed().as_secs() < 60,
            "{signal}: it ends without waiting for anybody: {:?}",
            begin.elapsed()
        );
    }
}

#[test]
fn names_and_titles_stay_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let nasty = "<script>alert(1)</script>";
    let starter = folder.path().join("starter.ron");
    let mut command = assert_cmd::Command::cargo_bin("gradwalk").expect("the program");
    command.arg("new").arg(&starter).assert().success();
    let text = fs::read_to_string(&starter).expect("text");
    let (before, after) = text.split_once("title: \"").expect("a title");
    let (_, after) = after.split_once('"').expect("an end");
    let name = "<img src=x onerror=alert(1)>.ron";
    fs::write(folder.path().join(name), format!("{before}title: \"{nasty}\"{after}")).expect("written");
    fs::write(folder.path().join("<b>broken.ron"), format!("(format: 1, title: {nasty}")).expect("written");
    let server = Server::start(&["--lessons", folder.path().to_str().expect("text")]);
    let index = server.get("/");
    assert!(index.body.contains("&lt;script&gt;alert(1)"), "{}", index.body);
    assert!(index.body.contains("&lt;b&gt;broken"), "{}", index.body);
    let problem = format!(
        "(format: 1, title: \"{nasty}\", layers: [(activation: \"sigmoid\", weights: [[1]])], inputs: [[1]], labels: [[1]])"
    );
    let answers = [
        index,
        server.get("/lesson/%3Cimg%20src=x%20onerror=alert(1)%3E/"),
        server.get("/lesson/%3Cb%3Ebroken/"),
        server.get("/lesson/%3Cscript%3Ealert(1)%3C%2Fscript%3E/"),
        server.get("/problem/%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        server.get("/derive/iris-3/%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        Request::post("/file", &[("pasted", problem.as_bytes())]).to(&server),
        Request::post("/file", &[("pasted", nasty.as_bytes())]).to(&server),
        Request::post("/file", &[("file:<script>alert(1).ron", b"(")]).to(&server),
        Request::post("/file", &[("file:x.ron", b"("), ("stated_cost", nasty.as_bytes())]).to(&server),
    ];
    for answer in answers {
        assert!(answer.body.contains("&lt;"), "{}", answer.body);
        let lower = answer.body.to_lowercase();
        assert!(
            !lower.contains("<script>") && !lower.contains("<img") && !lower.contains("<b>"),
            "{}",
            answer.body
        );
    }
}
