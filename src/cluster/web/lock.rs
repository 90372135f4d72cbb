//! The Web Lock that a process holds as long as it lives.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Fails where there is no lock manager: in insecure contexts and sandboxed frames.
    #[wasm_bindgen(js_namespace = ["navigator", "locks"], js_name = request, catch)]
    fn request(name: &str, callback: &Function) -> Result<Promise, JsValue>;
}

/// Holds a lock of this name until the Worker ends; `false` where locks are not to be had.
pub async fn hold_lock(name: &str) -> bool {
    let held = Promise::new(&mut |resolve, _| {
        let granted = resolve.clone();
        // The lock is held until the promise that the callback gives back is settled: never.
        let callback = Closure::once_into_js(move || {
            let _ = granted.call1(&JsValue::UNDEFINED, &JsValue::TRUE);
            Promise::new(&mut |_, _| ())
        });
        if request(name, callback.unchecked_ref()).is_err() {
            let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::FALSE);
        }
    });
    JsFuture::from(held).await.is_ok_and(|held| held.is_truthy())
}

/// Calls `ended` when the holder of this lock has ended, at the latest. Where the lock can't be asked for, never.
#[cfg(feature = "conductor")]
pub fn when_released(name: &str, ended: impl FnOnce() + 'static) {
    let granted = Closure::once_into_js(ended);
    // A refusal leaves the watchdog, which notices by silence.
    let _ = request(name, granted.unchecked_ref());
}
