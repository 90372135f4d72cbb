//! Files of lanes, in the origin's private file system.
//!
//! A Worker can read and write a file without an event loop only through a handle, and getting a handle takes one. A lane of
//! a pool never comes back from Rust. So every Worker that is to have a file opens it before: a process before it takes
//! requests, a thread's Worker in its script (`www/src/runtime/workers/pool.ts` calls [`lane_start`]).

use std::{cell::RefCell, sync::OnceLock};

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::super::describe;
use kosut_core::error::{Error, Result};

#[wasm_bindgen]
extern "C" {
    /// `FileSystemSyncAccessHandle`.
    type Handle;

    #[wasm_bindgen(method, catch)]
    fn truncate(this: &Handle, bytes: f64) -> std::result::Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn write(this: &Handle, bytes: &Uint8Array, at: &Object) -> std::result::Result<f64, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn flush(this: &Handle) -> std::result::Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Handle, bytes: &Uint8Array, at: &Object) -> std::result::Result<f64, JsValue>;

    #[wasm_bindgen(js_namespace = Math)]
    fn random() -> f64;
}

/// The folder for the files of this memory's lanes; not set when they have none.
static FOLDER: OnceLock<String> = OnceLock::new();

thread_local! {
    /// The file of this lane.
    static FILE: RefCell<Option<Handle>> = const { RefCell::new(None) };
}

/// From now on lanes of this memory get a file in this folder when they start; an empty name means that they get none.
pub fn use_folder(folder: String) {
    if !folder.is_empty() {
        // It is set once, when the process starts.
        let _ = FOLDER.set(folder);
    }
}

/// Opens the file of the Worker that calls, if lanes of this memory have files. Where there is no such file system, the lane
/// has none, and says so when it is asked.
#[wasm_bindgen]
pub async fn lane_start() {
    if let Some(folder) = FOLDER.get()
        && let Ok(handle) = open(folder).await
    {
        FILE.set(Some(handle.unchecked_into()));
    }
}

/// Whether the lane that calls has a file.
pub fn has_file() -> bool {
    FILE.with_borrow(Option::is_some)
}

/// See [`kosut_workloads::lanes::blocking::Blocking::file`].
pub fn store_and_read(bytes: &[u8]) -> Result<Vec<u8>> {
    let unavailable =
        |reason: String| Error::Unavailable { capability: format!("a file of the lane's own ({reason})") };
    FILE.with_borrow(|handle| {
        let handle = handle.as_ref().ok_or_else(|| unavailable("none is open".into()))?;
        exchange(handle, bytes).map_err(|error| unavailable(describe(&error)))
    })
}

fn exchange(handle: &Handle, bytes: &[u8]) -> std::result::Result<Vec<u8>, JsValue> {
    let start = Object::new();
    Reflect::set(&start, &"at".into(), &0.into())?;
    handle.truncate(0.0)?;
    // A copy: shared memory is not written to files.
    let written = handle.write(&Uint8Array::from(bytes), &start)?;
    handle.flush()?;
    let back = Uint8Array::new_with_length(written as u32);
    let read = handle.read(&back, &start)?;
    Ok(back.subarray(0, read as u32).to_vec())
}

async fn open(folder: &str) -> std::result::Result<JsValue, JsValue> {
    let create = Object::new();
    Reflect::set(&create, &"create".into(), &true.into())?;
    let folder = call(&root().await?, "getDirectoryHandle", &[folder.into(), create.clone().into()]).await?;
    // Nobody else has this name: two of them would have to draw the same of 2⁵³ numbers.
    let file = call(&folder, "getFileHandle", &[format!("{}", random()).into(), create.into()]).await?;
    call(&file, "createSyncAccessHandle", &[]).await
}

/// Removes a folder with all files in it. What is still open stays.
#[cfg(feature = "conductor")]
pub async fn clear(folder: &str) -> std::result::Result<(), JsValue> {
    let all = Object::new();
    Reflect::set(&all, &"recursive".into(), &true.into())?;
    call(&root().await?, "removeEntry", &[folder.into(), all.into()]).await.map(drop)
}

async fn root() -> std::result::Result<JsValue, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    // Undefined in insecure contexts.
    let storage = Reflect::get(&navigator, &"storage".into())?;
    call(&storage, "getDirectory", &[]).await
}

/// The result of a method that gives a promise.
async fn call(of: &JsValue, method: &str, arguments: &[JsValue]) -> std::result::Result<JsValue, JsValue> {
    let function: Function = Reflect::get(of, &method.into())?.dyn_into()?;
    let arguments: Array = arguments.iter().collect();
    JsFuture::from(function.apply(of, &arguments)?.dyn_into::<Promise>()?).await
}
