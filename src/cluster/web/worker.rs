//! One process Worker, from outside.

use futures_channel::mpsc::UnboundedSender;
use js_sys::{Atomics, Int32Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::{capabilities::lock, describe, parcel::WebParcel, rally::Rally};
use kosut_core::{
    clock,
    error::{Error, Result},
    trace::Words,
};
use kosut_workloads::lanes::board::BoardReader;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn random_values(array: &Uint8Array) -> std::result::Result<Uint8Array, JsValue>;
}

/// What comes from a Worker, or is noticed of it.
pub enum Arrival {
    /// A reply; the first one comes with the shared memory, if there is one, and says whether the process holds its lock.
    Bytes { reply: Vec<u8>, memory: JsValue, locked: bool },
    /// A parcel came back.
    Parcel(WebParcel),
    /// It could not start, or failed without a chance to say so in a reply.
    Failed(String),
    /// It was ended.
    Ended,
}

/// What arrives, with the process and with which of the Workers that have stood in its place.
pub struct Delivery {
    /// Index of the process.
    pub process: u32,
    /// How often the process had been started anew.
    pub generation: u32,
    /// What arrives.
    pub arrival: Arrival,
}

/// Where the arrivals of a Worker go.
#[derive(Clone)]
struct Post {
    process: u32,
    generation: u32,
    deliveries: UnboundedSender<Delivery>,
}

impl Post {
    fn send(&self, arrival: Arrival) {
        let Post { process, generation, .. } = *self;
        // A send fails only when the cluster is gone, and then nobody waits for what arrives.
        let _ = self.deliveries.unbounded_send(Delivery { process, generation, arrival });
    }
}

/// A Worker with its listeners, and what is known of it. Dropping it ends the Worker.
pub struct ProcessWorker {
    /// The Worker.
    pub worker: Worker,
    /// How often the process was started anew.
    pub generation: u32,
    lock: String,
    /// Whether its end was told.
    pub dead: bool,
    /// Whether it has said that it is ready.
    pub ready: bool,
    /// Requests that have not been answered in full: while there is one, silence counts.
    pub unanswered: u32,
    /// The last sign of life since it was asked for something, in milliseconds of its cluster's [`AwakeClock`].
    ///
    /// [`AwakeClock`]: kosut_core::clock::AwakeClock
    pub alive_ms: f64,
    /// Its board and how far it has been read, when it has several lanes.
    pub board: Option<(BoardView, BoardReader)>,
    /// Bare messages to it.
    pub rally: Rally,
    post: Post,
    /// Kept alive as long as the Worker may call them.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl ProcessWorker {
    /// Starts a Worker with this script and posts `init` to it; what comes from it goes to `deliveries`.
    ///
    /// # Errors
    /// [`Error::Spawn`]; a script that can't be loaded is an [`Arrival::Failed`] later.
    pub fn start(
        url: &str,
        index: u32,
        generation: u32,
        init: &Object,
        deliveries: &UnboundedSender<Delivery>,
    ) -> Result<Self> {
        let lock = unguessable_name(index);
        Reflect::set(init, &"lock".into(), &lock.as_str().into()).map_err(|error| spawn_error(index, &error))?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(&format!("kosut process {}", index + 1));
        // Of several Workers that load one address at the same time, WebKit lets only some be ruled by the service worker,
        // and the others could not wait for its answers. So each process of a cluster has an address of its own.
        let url = if index == 0 { url.to_string() } else { format!("{url}?{index}") };
        let worker = Worker::new_with_options(&url, &options).map_err(|error| spawn_error(index, &error))?;

        let post = Post { process: index, generation, deliveries: deliveries.clone() };
        let (sender, rally) = (post.clone(), Rally::default());
        let (own, turns) = (worker.clone(), rally.clone());
        let on_message = Closure::new(move |event: MessageEvent| {
            let data = event.data();
            if data.as_f64().is_some() { turns.came_back(&own, &data) } else { sender.send(read_message(&data)) }
        });
        let sender = post.clone();
        let on_error = Closure::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that can't be loaded gives a plain event without a message.
            let message = Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
            let reason = message.unwrap_or_else(|| "its script could not be loaded".into());
            sender.send(Arrival::Failed(reason));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(init).map_err(|error| spawn_error(index, &error))?;
        Ok(ProcessWorker {
            worker,
            generation,
            lock,
            dead: false,
            ready: false,
            unanswered: 0,
            alive_ms: 0.0,
            board: None,
            rally,
            post,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Queues for the lock that the process holds: whoever gets it knows that the process has ended.
    pub fn watch_lock(&self) {
        let post = self.post.clone();
        lock::when_released(&self.lock, move || post.send(Arrival::Ended));
    }

    /// Ends it, and lets that be known even where locks are not to be had.
    pub fn kill(&self) {
        self.worker.terminate();
        self.post.send(Arrival::Ended);
    }
}

impl Drop for ProcessWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn read_message(data: &JsValue) -> Arrival {
    if let Some(bytes) = data.dyn_ref::<Uint8Array>() {
        return Arrival::Bytes { reply: bytes.to_vec(), memory: JsValue::UNDEFINED, locked: false };
    }
    if let Some((parcel, _)) = WebParcel::of_message(data) {
        return Arrival::Parcel(parcel);
    }
    let field = |name: &str| Reflect::get(data, &name.into()).unwrap_or(JsValue::UNDEFINED);
    match field("reply").dyn_ref::<Uint8Array>() {
        Some(reply) => {
            Arrival::Bytes { reply: reply.to_vec(), memory: field("memory"), locked: field("locked").is_truthy() }
        }
        None => Arrival::Failed(field("failed").as_string().unwrap_or_else(|| "an unknown message".into())),
    }
}

/// The words of a board in another instance's shared memory.
pub struct BoardView {
    words: Int32Array,
}

impl BoardView {
    /// The board that begins at this address of a shared memory's buffer.
    pub fn new(buffer: &JsValue, address: u32) -> Self {
        BoardView { words: Int32Array::new_with_byte_offset(buffer, address) }
    }

    /// Writes a word for the lanes to see.
    pub fn store(&self, index: usize, word: u32) {
        // As below: the index is one of the board's.
        let _ = Atomics::store(&self.words, index as u32, word as i32);
    }
}

impl Words for BoardView {
    fn load(&self, index: usize) -> u32 {
        // An index beyond the array throws; the board is as long as its reader assumes, as both come from one build.
        Atomics::load(&self.words, index as u32).unwrap_or(0) as u32
    }

    fn bytes(&self, index: usize, length: usize) -> Vec<u8> {
        let offset = self.words.byte_offset() + 4 * index as u32;
        Uint8Array::new_with_byte_offset_and_length(&self.words.buffer(), offset, length as u32).to_vec()
    }
}

/// A name that nobody else on this origin holds a lock of.
fn unguessable_name(index: u32) -> String {
    let random = Uint8Array::new_with_length(16);
    // Without random values the name is the start time: two conductors would have to start in the same microsecond.
    let unique = match random_values(&random) {
        Ok(bytes) => bytes.to_vec().iter().map(|byte| format!("{byte:02x}")).collect(),
        Err(_) => clock::now_ms().to_string(),
    };
    format!("kosut-process-{index}-{unique}")
}

/// [`Error::Spawn`] for something thrown.
pub fn spawn_error(process: u32, reason: &JsValue) -> Error {
    Error::Spawn { process, reason: describe(reason) }
}
