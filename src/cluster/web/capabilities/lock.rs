//! The Web Lock that a process holds as long as it lives.

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
#[cfg(feature = "conductor")]
use wasm_bindgen_futures::spawn_local;

#[wasm_bindgen]
extern "C" {
    /// Throws where there is no lock manager: in insecure contexts and sandboxed frames. Returns a promise that is rejected
    /// with a `SecurityError` in a frame of another site whose storage is denied, as in private windows.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, callback: &Function) -> Result<Promise, JsValue>;
}

/// Holds a lock of this name until the Worker ends. Returns `false` where locks are refused.
pub async fn hold_lock(name: &str) -> bool {
    let (granting, granted) = oneshot::channel();
    let callback = Closure::once_into_js(move || {
        let _ = granting.send(());
        // The lock is held until the promise that the callback returns is settled: never.
        Promise::new(&mut |_, _| ())
    });
    match request(name, callback.unchecked_ref()) {
        // The request's own promise ends only by a refusal.
        Ok(request) => matches!(select(granted, JsFuture::from(request)).await, Either::Left((Ok(()), _))),
        Err(_) => false,
    }
}

/// Calls `ended` when the holder of this lock has ended, at the latest. Where locks are refused, never.
#[cfg(feature = "conductor")]
pub fn when_released(name: &str, ended: impl FnOnce() + 'static) {
    let granted = Closure::once_into_js(ended);
    if let Ok(request) = request(name, granted.unchecked_ref()) {
        // A refusal leaves the watchdog, which notices by silence.
        spawn_local(async move { drop(JsFuture::from(request).await) });
    }
}
