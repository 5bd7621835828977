//! A headless Chromium, driven through its pipe: one JSON message after another, parted by zeros.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value as Json, json};

/// Holds a browser with one page open.
pub struct Chromium {
    process: Child,
    to: File,
    from: BufReader<File>,
    session: Option<String>,
    next: u64,
    /// What the browser said unasked: loads, console messages, errors.
    pub events: Vec<Json>,
}

impl Chromium {
    /// Starts a browser whose files lie in a folder.
    pub fn start(folder: &Path) -> Self {
        let (to, from) = (folder.join("to"), folder.join("from"));
        let made = Command::new("mkfifo").arg(&to).arg(&from).status();
        assert!(made.expect("mkfifo runs").success());
        let line = "exec chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
                    --hide-scrollbars --no-first-run --disable-background-networking \
                    --disable-component-update --disable-sync --disable-quic \
                    --user-data-dir=\"$1/profile\" --remote-debugging-pipe about:blank \
                    3<\"$1/to\" 4>\"$1/from\"";
        let process = Command::new("sh")
            .args(["-c", line, "sh"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let to = File::options()
            .write(true)
            .open(to)
            .expect("chromium is installed (Debian package chromium)");
        let from = BufReader::new(File::open(from).expect("the browser answers"));
        let mut browser = Self {
            process,
            to,
            from,
            session: None,
            next: 0,
            events: Vec::new(),
        };
        let targets = browser.call("Target.getTargets", json!({}));
        let pages = targets["targetInfos"].as_array().expect("targets");
        let page = pages
            .iter()
            .find(|one| one["type"] == "page")
            .expect("a page");
        let id = json!({"targetId": page["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", id);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in [
            "Page.enable",
            "Runtime.enable",
            "Log.enable",
            "Network.enable",
        ] {
            browser.call(domain, json!({}));
        }
        let focused = json!({"enabled": true});
        browser.call("Emulation.setFocusEmulationEnabled", focused);
        browser
    }

    /// Opens a file in a window of a width, light or dark, and waits until it is loaded.
    pub fn open(&mut self, file: &Path, width: u32, dark: bool) {
        let metrics = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = if dark { "dark" } else { "light" };
        let feature = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": feature}));
        self.events.clear();
        let address = format!("file://{}", file.display());
        self.call("Page.navigate", json!({"url": address}));
        while !self
            .events
            .iter()
            .any(|one| one["method"] == "Page.loadEventFired")
        {
            let event = self.receive();
            self.events.push(event);
        }
    }

    /// Returns what a script comes to.
    pub fn evaluate(&mut self, script: &str) -> Json {
        let asked = json!({"expression": script, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["value"].clone()
    }

    /// Asks the browser to do something and returns its answer.
    pub fn call(&mut self, method: &str, parameters: Json) -> Json {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to
            .write_all(format!("{message}\0").as_bytes())
            .expect("the browser listens");
        loop {
            let answer = self.receive();
            if answer["id"] == self.next {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    fn receive(&mut self) -> Json {
        let mut bytes = Vec::new();
        self.from
            .read_until(0, &mut bytes)
            .expect("the browser speaks");
        bytes.pop();
        serde_json::from_slice(&bytes).expect("the browser is still there")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
