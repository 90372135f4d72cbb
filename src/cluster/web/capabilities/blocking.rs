//! How a lane in a browser waits for the outside.
//!
//! - [`Outside::request`] and [`Outside::line`] are synchronous requests. The browser hands them to the page's own service
//!   worker, which answers when it is time (`www/src/runtime/workers/sw.ts`); meanwhile the Worker that asked does nothing.
//! - [`Outside::pause`] is `Atomics.wait` on a word that nobody ever changes.
//!
//! A host may answer any address with a page of its own, so an answer counts only if it says what was agreed.

use std::cell::RefCell;

#[cfg(feature = "conductor")]
use futures_util::future::{join_all, try_join_all};
#[cfg(feature = "conductor")]
use js_sys::Promise;
use js_sys::{Atomics, Int32Array, Object, Reflect, SharedArrayBuffer};
#[cfg(feature = "conductor")]
use wasm_bindgen::JsCast;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
#[cfg(feature = "conductor")]
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

#[cfg(feature = "conductor")]
use super::super::host::sleep;
use super::{super::describe, files};
use kosut_core::{
    clock,
    error::{Error, Result},
};
#[cfg(feature = "conductor")]
use kosut_workloads::lanes::blocking::Wait;
use kosut_workloads::lanes::blocking::{Blocking, DELAY_MAX_MS, LINE_MAX_MS, Offers, checked_delay, checked_file};

/// What the service worker's answers begin with.
const WORD: &str = "kosut";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = WebAssembly)]
    type Memory;

    #[wasm_bindgen(constructor, js_namespace = WebAssembly, catch)]
    fn new(descriptor: &Object) -> std::result::Result<Memory, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn buffer(this: &Memory) -> JsValue;
}

#[cfg(feature = "conductor")]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, options: &Object) -> std::result::Result<Promise, JsValue>;
}

/// The outside of a process Worker and its pool.
#[derive(Debug)]
pub struct Outside {
    wait_url: String,
}

impl Outside {
    /// The one whose service worker answers at this address, which ends with a slash.
    pub fn new(wait_url: String) -> Self {
        Outside { wait_url }
    }

    /// Waits on one lane for so many at once, as an event loop does: all are asked for, and then the Worker has nothing to do
    /// until answers come.
    ///
    /// # Errors
    /// Those of [`Blocking::request`].
    #[cfg(feature = "conductor")]
    pub async fn at_once(&self, jobs: u32, wait: Wait, delay_ms: f64) -> Result<()> {
        let delay_ms = checked_delay(delay_ms, DELAY_MAX_MS)?;
        match wait {
            Wait::Request => {
                let questions: Vec<String> = (0..jobs).map(|job| format!("ms={delay_ms}&job={job}")).collect();
                let asked = questions.iter().map(|question| ask(&self.wait_url, question, "GET", None));
                try_join_all(asked).await.map(drop)
            }
            Wait::Pause => {
                join_all((0..jobs).map(|_| sleep(delay_ms.ceil() as i32))).await;
                Ok(())
            }
        }
    }

    /// What the service worker says to a question, behind its word.
    fn ask(&self, question: &str) -> Result<String> {
        let answer = || -> std::result::Result<(u16, String), JsValue> {
            let request = XmlHttpRequest::new()?;
            request.open_with_async("GET", &address(&self.wait_url, question), false)?;
            request.send()?;
            Ok((request.status()?, request.response_text()?.unwrap_or_default()))
        };
        let (status, text) = answer().map_err(|error| unanswered(&describe(&error)))?;
        understood(status, &text)
    }
}

/// The address of a question, which no cache has seen before.
fn address(wait_url: &str, question: &str) -> String {
    format!("{wait_url}?{question}&at={}", clock::now_ms())
}

fn understood(status: u16, text: &str) -> Result<String> {
    match text.strip_prefix(WORD) {
        Some(said) if status == 200 => Ok(said.strip_prefix(' ').unwrap_or(said).into()),
        _ => Err(unanswered(&status.to_string())),
    }
}

fn unanswered(reason: &str) -> Error {
    Error::Unavailable { capability: format!("the page's service worker ({reason})") }
}

impl Blocking for Outside {
    fn offers(&self) -> Offers {
        Offers { request: self.request(0.0).is_ok(), pause: self.pause(0.0).is_ok(), file: files::has_file() }
    }

    fn request(&self, delay_ms: f64) -> Result<()> {
        let delay_ms = checked_delay(delay_ms, DELAY_MAX_MS)?;
        self.ask(&format!("ms={delay_ms}")).map(drop)
    }

    fn pause(&self, delay_ms: f64) -> Result<()> {
        let delay_ms = checked_delay(delay_ms, DELAY_MAX_MS)?;
        wait(delay_ms)
            .map_err(|error| Error::Unavailable { capability: format!("Atomics.wait ({})", describe(&error)) })
    }

    fn file(&self, _lane: u32, bytes: &[u8]) -> Result<Vec<u8>> {
        files::store_and_read(checked_file(bytes)?)
    }

    fn line(&self, limit_ms: f64) -> Result<Option<String>> {
        let limit_ms = checked_delay(limit_ms, LINE_MAX_MS)?;
        let said = self.ask(&format!("line={limit_ms}"))?;
        Ok(said.strip_prefix("typed").map(|line| line.strip_prefix(' ').unwrap_or(line).into()))
    }
}

thread_local! {
    /// The word that this Worker waits for.
    static NEVER_NOTIFIED: RefCell<Option<Int32Array>> = const { RefCell::new(None) };
}

/// `Atomics.wait` on a word that nobody else knows.
fn wait(delay_ms: f64) -> std::result::Result<(), JsValue> {
    let word = match NEVER_NOTIFIED.with_borrow(Clone::clone) {
        Some(word) => word,
        None => NEVER_NOTIFIED.with_borrow_mut(|slot| Ok::<_, JsValue>(slot.insert(shared_word()?).clone()))?,
    };
    Atomics::wait_with_timeout(&word, 0, 0, delay_ms).map(drop)
}

/// A word in shared memory. Without isolation it is that of a wasm memory, which may be shared there, too; only sending it to
/// others is forbidden. Browsers give out few of these: Chromium some sixty at a time.
fn shared_word() -> std::result::Result<Int32Array, JsValue> {
    if Reflect::has(&js_sys::global(), &"SharedArrayBuffer".into())? {
        return Ok(Int32Array::new(&SharedArrayBuffer::new(4)));
    }
    let descriptor = Object::new();
    for (name, value) in [("initial", JsValue::from(1)), ("maximum", 1.into()), ("shared", true.into())] {
        Reflect::set(&descriptor, &name.into(), &value)?;
    }
    Ok(Int32Array::new(&Memory::new(&descriptor)?.buffer()))
}

/// How often the service worker is asked whether it is there, and how long the conductor sleeps in between. One that has
/// just come up may rule the page and not yet its Workers, which are told of nothing when it does.
#[cfg(feature = "conductor")]
const TRIES: u32 = 10;
#[cfg(feature = "conductor")]
const NAP_MS: i32 = 50;

/// What lanes can wait for, asked from the conductor.
#[cfg(feature = "conductor")]
pub async fn offers(wait_url: &str) -> Offers {
    let mut request = false;
    for _ in 0..TRIES {
        request = ask(wait_url, "ms=0", "GET", None).await.is_ok();
        if request {
            break;
        }
        sleep(NAP_MS).await;
    }
    // Whether there are files is known when a lane has tried.
    Offers { request, pause: wait(0.0).is_ok(), file: true }
}

/// Hands in a line.
///
/// # Errors
/// [`Error::Unavailable`] where no service worker takes it.
#[cfg(feature = "conductor")]
pub async fn type_line(wait_url: &str, line: &str) -> Result<()> {
    ask(wait_url, "line=0", "POST", Some(line)).await.map(drop)
}

#[cfg(feature = "conductor")]
async fn ask(wait_url: &str, question: &str, method: &str, body: Option<&str>) -> Result<String> {
    let answer = async {
        let options = Object::new();
        Reflect::set(&options, &"method".into(), &method.into())?;
        if let Some(body) = body {
            Reflect::set(&options, &"body".into(), &body.into())?;
        }
        let response = JsFuture::from(fetch(&address(wait_url, question), &options)?).await?;
        let status = Reflect::get(&response, &"status".into())?.as_f64().unwrap_or_default() as u16;
        let text: js_sys::Function = Reflect::get(&response, &"text".into())?.dyn_into()?;
        let text = JsFuture::from(text.call0(&response)?.dyn_into::<Promise>()?).await?;
        Ok::<_, JsValue>((status, text.as_string().unwrap_or_default()))
    };
    let (status, text) = answer.await.map_err(|error| unanswered(&describe(&error)))?;
    understood(status, &text)
}
