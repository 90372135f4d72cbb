//! What a message, a hand-off, a start and an empty unit cost: Koşut's own, beside what the browser offers bare.
//!
//! The bare ones are a few lines of JavaScript in Workers of their own: a Worker and its nested Worker post a few bytes
//! back and forth; two Workers hand a turn back and forth by `Atomics.wait` and `Atomics.notify`.

use anyhow::{Context, Result};
use kosut::measure::median;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    browser::Side,
    native,
    outcome::{Ratio, ratio},
    plan::Plan,
};

/// Turns of all four in a browser.
const TURNS: usize = 5;

/// Round trips, and hand-offs, in a batch: long enough for a clock with coarse steps.
const BATCH: u32 = 2_000;

/// Batches in a turn; the first one warms up.
const BATCHES: u32 = 6;

/// What the program or the page measures of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Constants {
    process_us: Value,
    threads_us: Option<Value>,
    spawn_process_ms: Value,
    spawn_threads_ms: Option<Value>,
    dispatch_process_us: Value,
    dispatch_thread_us: Option<Value>,
}

/// Samples, each a median of its turn; times in the unit of the name.
#[derive(Debug, Clone, Default)]
pub struct Costs {
    /// A round trip to a process, in Chromium.
    pub process_us: Vec<f64>,
    /// A bare round trip between a Worker and its nested Worker.
    pub post_message_us: Vec<f64>,
    /// A hand-off between two threads of a process, one way.
    pub threads_us: Vec<f64>,
    /// A bare hand-off, one way.
    pub atomics_us: Vec<f64>,
    spawn_process_ms: Vec<f64>,
    spawn_threads_ms: Vec<f64>,
    dispatch_process_us: Vec<f64>,
    dispatch_thread_us: Vec<f64>,
    native: Native,
}

/// The same of the native program.
#[derive(Debug, Clone, Default)]
struct Native {
    process_us: f64,
    threads_us: f64,
    spawn_process_ms: f64,
    spawn_threads_ms: f64,
    dispatch_process_us: f64,
    dispatch_thread_us: f64,
}

impl Costs {
    /// A process's round trip over a bare one.
    pub fn process_ratio(&self) -> Ratio {
        ratio(&self.process_us, &self.post_message_us)
    }

    /// A hand-off over a bare one.
    pub fn threads_ratio(&self) -> Ratio {
        ratio(&self.threads_us, &self.atomics_us)
    }

    /// Lines for the table: what, in Chromium, natively, with their unit.
    pub fn lines(&self) -> Vec<(&'static str, f64, f64, &'static str)> {
        let native = &self.native;
        vec![
            ("message to a process and back", median(&self.process_us), native.process_us, "µs"),
            ("hand-off between threads, one way", median(&self.threads_us), native.threads_us, "µs"),
            ("start of a process", median(&self.spawn_process_ms), native.spawn_process_ms, "ms"),
            ("start of a process with two threads", median(&self.spawn_threads_ms), native.spawn_threads_ms, "ms"),
            ("an empty unit, to a thread", median(&self.dispatch_thread_us), native.dispatch_thread_us, "µs"),
            ("an empty unit, to a process", median(&self.dispatch_process_us), native.dispatch_process_us, "µs"),
        ]
    }

    /// The hand-offs as JSON.
    pub fn handoff_json(&self) -> Value {
        json!({
            "threads_us": median(&self.threads_us),
            "atomics_us": median(&self.atomics_us),
            "process_us": median(&self.process_us),
            "postmessage_us": median(&self.post_message_us),
            "threads_over_atomics": self.threads_ratio().value,
            "threads_over_atomics_ci95": self.threads_ratio().ci95,
            "process_over_postmessage": self.process_ratio().value,
            "process_over_postmessage_ci95": self.process_ratio().ci95,
            "native_threads_us": self.native.threads_us,
            "native_process_us": self.native.process_us,
        })
    }

    /// The starts as JSON.
    pub fn spawn_json(&self) -> Value {
        json!({
            "process": median(&self.spawn_process_ms),
            "process_with_two_threads": median(&self.spawn_threads_ms),
            "native_process": self.native.spawn_process_ms,
            "native_process_with_two_threads": self.native.spawn_threads_ms,
        })
    }

    /// What giving out an empty unit costs, as JSON.
    pub fn dispatch_json(&self) -> Value {
        json!({
            "thread": median(&self.dispatch_thread_us),
            "process": median(&self.dispatch_process_us),
            "native_thread": self.native.dispatch_thread_us,
            "native_process": self.native.dispatch_process_us,
        })
    }
}

/// Measures all of it: Chromium's four hand-offs take turns.
///
/// # Errors
/// Returns an error when something does not run.
pub async fn measure(chromium: &mut Side, plan: &Plan) -> Result<Costs> {
    let mut costs = Costs::default();
    chromium.browser.open(&chromium.site.url("embed/?lab=speedup&lang=en")).await?;
    let turns = if plan.is_quick { 2 } else { TURNS };
    for _ in 0..turns {
        let own: Constants = chromium.browser.script(OWN, &[conductor_script()?.into()]).await?;
        costs.process_us.push(number(&own.process_us)?);
        costs.threads_us.push(number(own.threads_us.as_ref().context("no threads")?)?);
        costs.spawn_process_ms.push(number(&own.spawn_process_ms)?);
        costs.spawn_threads_ms.push(number(own.spawn_threads_ms.as_ref().context("no threads")?)?);
        costs.dispatch_process_us.push(number(&own.dispatch_process_us)?);
        costs.dispatch_thread_us.push(number(own.dispatch_thread_us.as_ref().context("no threads")?)?);
        let batches = [BATCH.into(), BATCHES.into()];
        let bare: Vec<f64> = chromium.browser.script(&in_workers(POST_MESSAGE), &batches).await?;
        costs.post_message_us.push(median(&bare[1..]));
        let bare: Vec<f64> = chromium.browser.script(&in_workers(ATOMICS), &batches).await?;
        costs.atomics_us.push(median(&bare[1..]));
    }
    let own: Constants = native::kosut(&["probe", "--json"])?;
    costs.native = Native {
        process_us: number(&own.process_us)?,
        threads_us: number(own.threads_us.as_ref().context("no threads")?)?,
        spawn_process_ms: number(&own.spawn_process_ms)?,
        spawn_threads_ms: number(own.spawn_threads_ms.as_ref().context("no threads")?)?,
        dispatch_process_us: number(&own.dispatch_process_us)?,
        dispatch_thread_us: number(own.dispatch_thread_us.as_ref().context("no threads")?)?,
    };
    Ok(costs)
}

fn number(value: &Value) -> Result<f64> {
    value["median"].as_f64().with_context(|| format!("{value} is no measurement"))
}

/// The conductor's script below the site's root.
fn conductor_script() -> Result<String> {
    let assets = kosut_browser_tests::session::dist()?.join("assets");
    for entry in std::fs::read_dir(&assets)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("conductor-") && name.ends_with(".js") {
            return Ok(format!("assets/{name}"));
        }
    }
    anyhow::bail!("there is no conductor in {}", assets.display())
}

/// Asks a conductor of its own; the page's goes on sleeping.
const OWN: &str = "
    const conductor = new Worker(new URL(`../${arguments[0]}`, location.href), { type: 'module' });
    try {
        return await new Promise((resolve, reject) => {
            conductor.onerror = (event) => reject(new Error(event.message));
            conductor.onmessage = ({ data }) => {
                if (data.type === 'probed') resolve(data.constants);
                else if (data.type === 'failed') reject(new Error(data.message));
            };
            conductor.postMessage({ type: 'probe' });
        });
    } finally {
        conductor.terminate();
    }";

/// Runs code in a Worker: `measure(start, count, batches)`, where `start(text)` starts a nested Worker.
fn in_workers(code: &str) -> String {
    format!(
        "const text = `
            const start = (text) => new Worker(URL.createObjectURL(new Blob([text], {{ type: 'text/javascript' }})));
            {code}
            onmessage = async ({{ data: [count, batches] }}) => postMessage(await measure(start, count, batches));`;
        const url = URL.createObjectURL(new Blob([text], {{ type: 'text/javascript' }}));
        const worker = new Worker(url);
        const [count, batches] = arguments;
        try {{
            return await new Promise((resolve, reject) => {{
                worker.onerror = (event) => reject(new Error(event.message));
                worker.onmessage = ({{ data }}) => resolve(data);
                worker.postMessage([count, batches]);
            }});
        }} finally {{
            worker.terminate();
        }}"
    )
}

/// Microseconds of a round trip, batch by batch. As many bytes as an empty request and its reply have.
const POST_MESSAGE: &str = "
    const measure = async (start, count, batches) => {
        const other = start('onmessage = ({ data }) => postMessage(data);');
        const results = [];
        for (let batch = 0; batch < batches; batch += 1) {
            const began = performance.now();
            await new Promise((resolve) => {
                let left = count;
                other.onmessage = () => {
                    left -= 1;
                    if (left === 0) resolve();
                    else other.postMessage(new Uint8Array(3));
                };
                other.postMessage(new Uint8Array(3));
            });
            results.push((performance.now() - began) * 1000 / count);
        }
        return results;
    };";

/// Microseconds of a hand-off, one way, batch by batch.
const ATOMICS: &str = "
    const play = 'const play = (turn, own, count) => {'
        + 'for (let left = count; left > 0; left -= 1) {'
        + 'while (Atomics.load(turn, 0) !== own) Atomics.wait(turn, 0, 1 - own);'
        + 'Atomics.store(turn, 0, 1 - own); Atomics.notify(turn, 0, 1); } };';
    const measure = async (start, count, batches) => {
        const turn = new Int32Array(new SharedArrayBuffer(4));
        const other = start(play
            + 'onmessage = ({ data: [turn, count] }) => { postMessage(0); play(turn, 1, count); };');
        await new Promise((resolve) => {
            other.onmessage = resolve;
            other.postMessage([turn, count * batches]);
        });
        const own = new Function(play + 'return play;')();
        const results = [];
        for (let batch = 0; batch < batches; batch += 1) {
            const began = performance.now();
            own(turn, 0, count);
            results.push((performance.now() - began) * 1000 / (2 * count));
        }
        return results;
    };";
