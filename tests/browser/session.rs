//! One browser with one window, as far as the tests need it: the commands of the `WebDriver` standard that are used.

use std::io::BufRead;
use std::io::BufReader;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use libtest_mimic::Failed;
use serde_json::Value;
use serde_json::json;

/// A window.
pub(crate) struct Session {
    agent: ureq::Agent,
    driver: Child,
    /// Where its commands go.
    address: String,
}

/// Keys that have no letter, as the standard writes them.
pub(crate) const RIGHT: &str = "\u{e014}";
pub(crate) const LEFT: &str = "\u{e012}";
pub(crate) const HOME: &str = "\u{e011}";

const SWITCHES: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
];

/// A busy machine takes long over a page with a hundred slides.
const PATIENCE: Duration = Duration::from_mins(5);

impl Session {
    /// Opens a window of this size.
    pub(crate) fn open(width: u32, height: u32) -> Result<Self, Failed> {
        let (driver, port) = driver()?;
        let agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE));
        let agent = agent.http_status_as_error(false).build().into();
        let mut session = Session { agent, driver, address: format!("http://127.0.0.1:{port}/session") };
        let opened = session.post(
            "",
            &json!({"capabilities": {"alwaysMatch": {
                "browserName": "chrome",
                "timeouts": {"script": PATIENCE.as_millis()},
                "goog:chromeOptions": {"args": SWITCHES},
                "goog:loggingPrefs": {"browser": "ALL"},
            }}}),
        )?;
        let id = opened["sessionId"].as_str().ok_or("there is a session")?;
        session.address = format!("{}/{id}", session.address);
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        session.command("Emulation.setDeviceMetricsOverride", &size)?;
        Ok(session)
    }

    pub(crate) fn go(&self, address: &str) -> Result<(), Failed> {
        // A new fragment alone would not load the page.
        self.post("/url", &json!({"url": "about:blank"}))?;
        self.post("/url", &json!({"url": address})).map(drop)
    }

    /// Changes what stands after `#` in the address to what an expression says, and waits until the page has followed.
    pub(crate) fn follow(&self, fragment: &str) -> Result<(), Failed> {
        let script = format!(
            "const before = location.href;
             location.hash = {fragment};
             if (location.href === before) done(); else addEventListener('hashchange', () => done(), {{ once: true }});"
        );
        self.script_later(&script).map(drop)
    }

    /// What a script returns.
    pub(crate) fn script(&self, script: &str) -> Result<Value, Failed> {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// What a script says when it is done; `done` is the function to say it with.
    pub(crate) fn script_later(&self, script: &str) -> Result<Value, Failed> {
        let script = format!("const done = arguments[0]; {script}");
        self.post("/execute/async", &json!({"script": script, "args": []}))
    }

    /// What a script returns, as text.
    pub(crate) fn text(&self, script: &str) -> Result<String, Failed> {
        Ok(self.script(script)?.as_str().unwrap_or_default().to_owned())
    }

    /// Presses and releases keys, one after another.
    pub(crate) fn press(&self, keys: &[&str]) -> Result<(), Failed> {
        let actions: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]});
        self.post("/actions", &actions).map(drop)
    }

    /// The first element that a selector finds.
    pub(crate) fn element(&self, selector: &str) -> Result<String, Failed> {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}))?;
        let id = found.as_object().and_then(|found| found.values().next()?.as_str());
        Ok(id.ok_or_else(|| format!("there is no {selector}: {found}"))?.to_owned())
    }

    pub(crate) fn click(&self, selector: &str) -> Result<(), Failed> {
        let element = self.element(selector)?;
        self.post(&format!("/element/{element}/click"), &json!({})).map(drop)
    }

    /// Chooses a file in a field for files.
    #[cfg(feature = "web")]
    pub(crate) fn choose(&self, selector: &str, file: &std::path::Path) -> Result<(), Failed> {
        let element = self.element(selector)?;
        self.post(&format!("/element/{element}/value"), &json!({"text": file})).map(drop)
    }

    /// Whether the first element that a selector finds is seen.
    pub(crate) fn is_displayed(&self, selector: &str) -> Result<bool, Failed> {
        let element = self.element(selector)?;
        Ok(self.get(&format!("/element/{element}/displayed"))? == true)
    }

    /// What a screen reader calls an element.
    pub(crate) fn spoken(&self, selector: &str) -> Result<String, Failed> {
        let element = self.element(selector)?;
        let label = self.get(&format!("/element/{element}/computedlabel"))?;
        Ok(label.as_str().unwrap_or_default().to_owned())
    }

    /// A command of Chromium that the standard does not have.
    pub(crate) fn command(&self, name: &str, parameters: &Value) -> Result<Value, Failed> {
        self.post("/goog/cdp/execute", &json!({"cmd": name, "params": parameters}))
    }

    /// The page as it prints, in base64.
    pub(crate) fn printed(&self) -> Result<String, Failed> {
        Ok(self.post("/print", &json!({}))?.as_str().unwrap_or_default().to_owned())
    }

    /// Everything that the page complained of, and everything that it loaded from outside of this place.
    pub(crate) fn complaints(&self, place: &str) -> Result<Vec<String>, Failed> {
        let log = self.post("/se/log", &json!({"type": "browser"}))?;
        let mut complaints: Vec<String> =
            log.as_array().into_iter().flatten().map(|entry| entry["message"].to_string()).collect();
        let loaded =
            self.script("return performance.getEntriesByType('resource').map((entry) => entry.name)")?;
        let loaded = loaded.as_array().into_iter().flatten().filter_map(Value::as_str);
        complaints
            .extend(loaded.filter(|name| !name.starts_with(place)).map(|name| format!("loaded {name}")));
        Ok(complaints)
    }

    fn get(&self, path: &str) -> Result<Value, Failed> {
        let mut answer = self.agent.get(format!("{}{path}", self.address)).call()?;
        value(&answer.body_mut().read_to_string()?)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Failed> {
        let address = format!("{}{path}", self.address);
        let request = self.agent.post(address).content_type("application/json");
        let mut answer = request.send(body.to_string())?;
        // A page, printed or spoken, may be long.
        value(&answer.body_mut().with_config().limit(100_000_000).read_to_string()?)
    }
}

/// A driver that listens, and its port.
///
/// It chooses a port that is free in one family of addresses and may find it taken in the other; then it ends, and
/// another one chooses anew.
fn driver() -> Result<(Child, String), Failed> {
    for _ in 0..10 {
        let mut driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn()?;
        let lines = BufReader::new(driver.stdout.take().ok_or("it prints")?).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let port = line.split_once("started successfully on port ")?.1;
            Some(port.trim_end_matches('.').to_owned())
        });
        match port {
            Some(port) => return Ok((driver, port)),
            None => drop(driver.wait()?),
        }
    }
    Err("chromedriver names no port, ten times".into())
}

/// What an answer holds; what it complains of is an error.
fn value(answer: &str) -> Result<Value, Failed> {
    let mut answer: Value = serde_json::from_str(answer)?;
    match answer["value"]["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", answer["value"]["message"]).into()),
        None => Ok(answer["value"].take()),
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Without this the browser would outlive its driver.
        let _ = self.agent.delete(&self.address).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
