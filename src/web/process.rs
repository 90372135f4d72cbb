//! A process Worker: gets its lanes ready, then does what the conductor says.

use std::{cell::Cell, sync::OnceLock};

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::link;
use kosut_cluster::{
    process::Process,
    protocol::{self, Reply, Request},
    web::{
        self,
        capabilities::{blocking::Outside, files, lock},
        parcel::WebParcel,
    },
};
use kosut_core::error::{Error, Result};
use kosut_workloads::lanes::{Lanes, board::Board};
#[cfg(feature = "conductor")]
use kosut_workloads::waits;

/// One board for the whole memory, as there is one process for a memory.
static BOARD: OnceLock<Board> = OnceLock::new();

/// The outside of all lanes of this memory.
static OUTSIDE: OnceLock<Outside> = OnceLock::new();

thread_local! {
    /// Whether this is the process's own Worker, which can send messages to the conductor; pool Workers can't.
    static OWN_WORKER: Cell<bool> = const { Cell::new(false) };
}

/// Makes the calling Worker a process. `init` is the object that the conductor posted: `{threads, lock, …}`.
///
/// # Errors
/// What went wrong, as text, when the process cannot start; its script posts that to the conductor.
#[wasm_bindgen]
pub async fn process_start(init: JsValue) -> std::result::Result<(), JsValue> {
    OWN_WORKER.set(true);
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let reason = info.to_string();
        if let Some(board) = BOARD.get() {
            board.panic(&reason);
        }
        if OWN_WORKER.get() {
            // A failure to send is noticed by the conductor all the same: the trap that follows is an uncaught error.
            let _ = send(&Reply::Failed { error: Error::Panicked { process: 0, reason } });
        }
    }));
    let threads = Reflect::get(&init, &"threads".into())?.as_f64().unwrap_or(1.0) as u32;
    let lock_name = Reflect::get(&init, &"lock".into())?.as_string().unwrap_or_default();
    files::use_folder(Reflect::get(&init, &"folder".into())?.as_string().unwrap_or_default());
    if threads == 1 {
        files::lane_start().await;
    }
    let lanes = lanes(threads).await?;
    let board = (threads > 1).then(|| BOARD.get_or_init(|| Board::new(threads)));
    let locked = lock::hold_lock(&lock_name).await;
    let wait_url = Reflect::get(&init, &"waitUrl".into())?.as_string().unwrap_or_default();
    let outside = OUTSIDE.get_or_init(|| Outside::new(wait_url));
    listen(Process::new(lanes, board, outside))?;
    announce(board, locked)
}

#[cfg(feature = "threads")]
async fn lanes(threads: u32) -> std::result::Result<Lanes, JsValue> {
    wasm_bindgen_futures::JsFuture::from(wasm_bindgen_rayon::init_thread_pool(threads as usize)).await?;
    Ok(Lanes::Global(threads))
}

#[cfg(not(feature = "threads"))]
async fn lanes(threads: u32) -> std::result::Result<Lanes, JsValue> {
    if threads == 1 { Ok(Lanes::One) } else { Err(format!("the plain build has one thread, not {threads}").into()) }
}

/// Takes requests from now on, for the rest of the Worker's life.
fn listen(mut process: Process) -> std::result::Result<(), JsValue> {
    let own = scope()?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if data.as_f64().is_some() {
            // A bare turn goes back as it came. It fails as little as any other message.
            let _ = own.post_message(&data);
            return;
        }
        // way clone: begin
        // way transfer: begin
        if let Some((parcel, passing)) = WebParcel::of_message(&data) {
            parcel.answer();
            let posted = parcel.message(passing);
            let posted = posted.and_then(|(message, list)| own.post_message_with_transfer(&message, &list));
            if let Err(error) = posted {
                wasm_bindgen::throw_val(error);
            }
            return;
        }
        // way transfer: end
        // way clone: end
        let Some(bytes) = data.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec) else {
            if !link::take(&data) {
                wasm_bindgen::throw_str("neither a request nor a channel");
            }
            return;
        };
        let mut reply = |message: Reply| {
            if let Err(error) = send(&message) {
                // Without this the conductor would learn of it only from its watchdog.
                wasm_bindgen::throw_str(&error.to_string());
            }
        };
        match protocol::decode(&bytes) {
            Ok(Request::Rally { peer, plan }) => {
                let told = reply;
                if let Err(error) = link::rally(peer, plan, move |times| told(Reply::Rallied { times })) {
                    reply(Reply::Failed { error });
                }
            }
            #[cfg(feature = "conductor")]
            Ok(Request::AtOnce { jobs, wait, delay_ms, epoch_ms }) => {
                wasm_bindgen_futures::spawn_local(async move {
                    let Some(outside) = OUTSIDE.get() else { return };
                    let waited = outside.at_once(jobs, wait, delay_ms);
                    match waits::at_once_later(jobs, epoch_ms, waited).await {
                        Ok(done) => reply(Reply::performed(done)),
                        Err(error) => reply(Reply::Failed { error }),
                    }
                });
            }
            Ok(request) => process.handle(request, &mut reply),
            Err(error) => reply(Reply::Failed { error }),
        }
    });
    scope()?.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    Ok(())
}

/// The first message: the process is ready, and where its board is.
fn announce(board: Option<&'static Board>, locked: bool) -> std::result::Result<(), JsValue> {
    let board_address = board.map(|board| board.address() as u32);
    let reply = protocol::encode(&Reply::Ready { board_address }).map_err(|error| error.to_string())?;
    let message = Object::new();
    Reflect::set(&message, &"reply".into(), &Uint8Array::from(reply.as_slice()))?;
    Reflect::set(&message, &"locked".into(), &locked.into())?;
    if board.is_some() {
        Reflect::set(&message, &"memory".into(), &wasm_bindgen::memory())?;
    }
    scope()?.post_message(&message)
}

fn send(reply: &Reply) -> Result<()> {
    let lost = |error: JsValue| Error::Protocol { reason: web::describe(&error) };
    let array = Uint8Array::from(protocol::encode(reply)?.as_slice());
    let scope = scope().map_err(lost)?;
    scope.post_message_with_transfer(&array, &Array::of1(&array.buffer())).map_err(lost)
}

fn scope() -> std::result::Result<DedicatedWorkerGlobalScope, JsValue> {
    js_sys::global().dyn_into().map_err(JsValue::from)
}
