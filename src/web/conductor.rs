//! The conductor Worker: takes commands from the page, runs labs, tells what happens.

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use futures_util::future::{AbortHandle, Aborted, abortable};
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;

use kosut_cluster::{
    probe,
    web::host::{WebConfig, WebHost},
};
use kosut_core::{
    clock,
    error::{Error, Result},
    measure,
};
use kosut_kernels::Data;
use kosut_labs::{
    self as labs, Command, Event, Message,
    everything::{self, Combined},
    report::Machine,
    visibility,
};

#[wasm_bindgen(typescript_custom_section)]
const CONFIG_TYPE: &str = "
/** What the conductor's script tells the conductor. */
export interface ConductorConfig {
    processUrl: string;
    /** The folder of the packages and of the data sets, with a slash at the end. */
    packagesUrl: string;
    plainModule: WebAssembly.Module;
    /** Where the service worker answers those who wait, with a slash at the end. */
    waitUrl: string;
    /** Loads the file at an address whole. */
    loadFile: (address: string) => Promise<ArrayBuffer>;
    /** Compiles a source text of the small Python; loads what that needs when it is first called. */
    compilePython: (file: string, source: string) => Promise<Uint8Array>;
    /** Answers a question about a program of the small Python, with the same package. */
    askPython: (question: string) => Promise<Uint8Array>;
    sharesMemory: boolean;
    cores: number;
    userAgent: string;
}
";

#[wasm_bindgen]
extern "C" {
    /// The TypeScript type of [`conductor_start`]'s argument.
    #[wasm_bindgen(typescript_type = "ConductorConfig")]
    pub type ConductorConfig;
    /// The TypeScript type of [`conductor_command`]'s argument.
    #[wasm_bindgen(typescript_type = "Command")]
    pub type CommandObject;
}

/// Largest memory of a process with threads, as the build's `--max-memory` sets it.
const THREADS_MEMORY_MAX_MIB: u32 = 256;

thread_local! {
    static CONDUCTOR: OnceCell<Conductor> = const { OnceCell::new() };
}

struct Conductor {
    host: Rc<WebHost>,
    machine: Rc<Machine>,
    run: Rc<RefCell<RunState>>,
}

#[derive(Default)]
struct RunState {
    abort: Option<AbortHandle>,
    /// The last run that ended well.
    last: Option<String>,
    /// Each lab's last run that ended well.
    finished: HashMap<String, labs::Finished>,
}

/// Makes the calling Worker the conductor; it answers with [`Message::Ready`].
///
/// # Errors
/// When a field of `config` is missing.
#[wasm_bindgen]
pub fn conductor_start(config: &ConductorConfig) -> std::result::Result<(), JsValue> {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let message = info.to_string();
        let details = vec![("reason".into(), message.clone())];
        post(&Message::Failed { command: None, code: "conductor".into(), details, message });
    }));
    let field = |name: &str| Reflect::get(config, &name.into());
    let text = |name: &str| field(name).map(|value| value.as_string().unwrap_or_default());
    let shares_memory = field("sharesMemory")?.is_truthy();
    let machine = Machine {
        cores: field("cores")?.as_f64().unwrap_or(1.0) as u32,
        isolated: shares_memory,
        clock_resolution_ms: measure::clock_resolution_ms(clock::now_ms),
        memory_max_mib: THREADS_MEMORY_MAX_MIB,
        browser: text("userAgent")?,
        build: env!("CARGO_PKG_VERSION").into(),
    };
    let host = WebHost::new(WebConfig {
        process_url: text("processUrl")?,
        packages_url: text("packagesUrl")?,
        plain_module: field("plainModule")?,
        wait_url: text("waitUrl")?,
        load_file: field("loadFile")?.dyn_into()?,
        compile_python: field("compilePython")?.dyn_into()?,
        ask_python: field("askPython")?.dyn_into()?,
        shares_memory,
    });
    post(&Message::Ready { machine: machine.clone(), sample_ms: measure::sample_ms(machine.clock_resolution_ms) });
    CONDUCTOR.with(|slot| {
        slot.get_or_init(|| Conductor { host: Rc::new(host), machine: Rc::new(machine), run: Rc::default() });
    });
    Ok(())
}

/// Takes a command of the page. What comes of it is posted as [`Message`]s.
#[wasm_bindgen]
pub fn conductor_command(command: CommandObject) {
    let kind = Reflect::get(&command, &"type".into()).ok().and_then(|kind| kind.as_string()).unwrap_or_default();
    let outcome = serde_wasm_bindgen::from_value::<Command>(command.into())
        .map_err(|error| Error::Protocol { reason: error.to_string() })
        .and_then(|command| {
            CONDUCTOR.with(|slot| {
                let conductor = slot.get().ok_or_else(|| Error::Protocol { reason: "not started".into() })?;
                conductor.obey(command)
            })
        });
    if let Err(error) = outcome {
        post(&failed(&error, &kind));
    }
}

impl Conductor {
    fn obey(&self, command: Command) -> Result<()> {
        match command {
            Command::Check { lab, query } => {
                let (fields, values) = labs::check(&lab, &query, &self.machine)?;
                let clocked_ms = labs::clocked_ms(&lab, &query, &self.machine)?;
                post(&Message::Checked { fields, values, clocked_ms });
            }
            Command::Run { lab, query, file } => self.start_run(&lab, &query, file)?,
            Command::Everything { query, so_far } => self.start_everything(&query, so_far.as_deref())?,
            Command::Cancel => {
                if let Some(abort) = &self.run.borrow().abort {
                    // The aborted future drops its clusters, which ends their Workers; the run's end clears the handle.
                    abort.abort();
                }
            }
            Command::Kill { process } => self.host.kill(process),
            Command::Visibility { hidden } => visibility::set_hidden(hidden),
            Command::Recognise { drawing } => {
                let run = self.run.borrow();
                let last = run.last.as_ref().and_then(|lab| run.finished.get(lab));
                let shown = last.and_then(|last| last.shown.as_ref());
                post(&labs::recognise(shown, &drawing)?);
            }
            Command::Probe => self.start_probe()?,
            Command::Ask { lab, question } => self.start_answer(lab, question),
            Command::Export { lab, format } => {
                let run = self.run.borrow();
                let nothing = || Error::Protocol { reason: format!("nothing was run yet in {lab}") };
                let last = run.finished.get(&lab).ok_or_else(nothing)?;
                let (text, file_name) = labs::export(last, format)?;
                post(&Message::Exported { format, text, file_name });
            }
        }
        Ok(())
    }

    /// It may have to load something first. A run under way goes on meanwhile.
    fn start_answer(&self, lab: String, question: String) {
        let (host, machine) = (Rc::clone(&self.host), Rc::clone(&self.machine));
        spawn_local(async move {
            let answer = labs::ask(&*host, &machine, &lab, &question).await;
            post(&answer.map_or_else(|error| failed(&error, "ask"), |answer| Message::Answered { answer }));
        });
    }

    fn start_run(&self, lab: &str, query: &str, file: Option<Data>) -> Result<()> {
        let mut state = self.run.borrow_mut();
        if state.abort.is_some() {
            return Err(Error::Busy);
        }
        let params = labs::parse(lab, query, file, &self.machine)?;
        visibility::set_hidden(false);
        let (host, machine) = (Rc::clone(&self.host), Rc::clone(&self.machine));
        let (work, abort) = abortable(async move {
            let mut observer = |event: Event| post(&Message::Event { event });
            labs::run(&*host, &machine, &params, &mut observer).await
        });
        state.abort = Some(abort);
        let run = Rc::clone(&self.run);
        spawn_local(async move {
            let outcome = work.await.unwrap_or_else(|Aborted| Err(Error::Cancelled));
            let message = match outcome.and_then(|finished| Ok((finished.report_json()?, finished))) {
                Ok((report, finished)) => {
                    let curves = finished.curves.clone();
                    let mut run = run.borrow_mut();
                    run.last = Some(finished.report.lab.clone());
                    run.finished.insert(finished.report.lab.clone(), finished);
                    Message::Finished { report, curves }
                }
                Err(error) => failed(&error, "run"),
            };
            run.borrow_mut().abort = None;
            post(&message);
        });
        Ok(())
    }

    /// Like a run, it is the only thing under way, and can be cancelled; what it has found until then was told already.
    fn start_everything(&self, query: &str, so_far: Option<&str>) -> Result<()> {
        let mut state = self.run.borrow_mut();
        if state.abort.is_some() {
            return Err(Error::Busy);
        }
        let begun = so_far.map_or_else(|| Combined::planned(query, &self.machine), Combined::read)?;
        visibility::set_hidden(false);
        let (host, machine) = (Rc::clone(&self.host), Rc::clone(&self.machine));
        let (work, abort) = abortable(async move {
            let mut observer = |event: Event| post(&Message::Event { event });
            everything::fill(&*host, &machine, begun, &mut observer).await?.json()
        });
        state.abort = Some(abort);
        let run = Rc::clone(&self.run);
        spawn_local(async move {
            let outcome = work.await.unwrap_or_else(|Aborted| Err(Error::Cancelled));
            run.borrow_mut().abort = None;
            let finished = |report| Message::Finished { report, curves: Vec::new() };
            post(&outcome.map_or_else(|error| failed(&error, "everything"), finished));
        });
        Ok(())
    }

    /// Like a run, it is the only thing under way, and can be cancelled.
    fn start_probe(&self) -> Result<()> {
        let mut state = self.run.borrow_mut();
        if state.abort.is_some() {
            return Err(Error::Busy);
        }
        let (host, machine) = (Rc::clone(&self.host), Rc::clone(&self.machine));
        let (work, abort) = abortable(async move { probe::run(&*host, machine.clock_resolution_ms).await });
        state.abort = Some(abort);
        let run = Rc::clone(&self.run);
        spawn_local(async move {
            let outcome = work.await.unwrap_or_else(|Aborted| Err(Error::Cancelled));
            run.borrow_mut().abort = None;
            post(&outcome.map_or_else(|error| failed(&error, "probe"), |constants| Message::Probed { constants }));
        });
        Ok(())
    }
}

fn failed(error: &Error, command: &str) -> Message {
    let details = error.details().into_iter().map(|(name, value)| (name.into(), value)).collect();
    let command = Some(command.into());
    Message::Failed { command, code: error.code().into(), details, message: error.to_string() }
}

fn post(message: &Message) {
    // Maps become objects, bytes typed arrays and `None` undefined, as the generated types say.
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let posted = message
        .serialize(&serializer)
        .map_err(JsValue::from)
        .and_then(|message| js_sys::global().unchecked_into::<DedicatedWorkerGlobalScope>().post_message(&message));
    if let Err(error) = posted {
        // There is nobody else to tell.
        wasm_bindgen::throw_val(error);
    }
}
