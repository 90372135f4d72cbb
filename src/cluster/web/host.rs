//! Starts clusters of Workers.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Uint8Array};
use kosut_python::{code::Packed, fault::SyntaxFault};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Worker;

use super::{
    boxes::{Start, WebCluster},
    capabilities::{blocking, files},
    describe,
};
use crate::Host;
use kosut_core::{
    clock,
    error::{Error, Result},
    topology::Topology,
};
use kosut_kernels::Data;
use kosut_workloads::lanes::blocking::Offers;

/// Long enough for the page to draw what it was told, before the next sample's clock starts.
const BREATH_MS: i32 = 50;

/// How often it is tried to remove the files of lanes that have ended.
const CLEAR_TRIES: u32 = 20;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, delay_ms: i32) -> i32;

    #[wasm_bindgen(js_namespace = WebAssembly, js_name = compile)]
    fn compile(bytes: &JsValue) -> Promise;
}

/// What the conductor's script knows about the site and the browser.
pub struct WebConfig {
    /// Address of the process Workers' script.
    pub process_url: String,
    /// Address of the folder of the packages and of the data sets, with a slash at the end.
    pub packages_url: String,
    /// The plain package's module, which the conductor runs on, too.
    pub plain_module: JsValue,
    /// Where the page's service worker answers those who wait, with a slash at the end.
    pub wait_url: String,
    /// Loads a file: from its address to a promise of an `ArrayBuffer`.
    pub load_file: Function,
    /// Compiles a source text of the small Python: from file and text to a promise of the bytes.
    pub compile_python: Function,
    /// Answers a question about a program of the small Python: from its text to a promise of the bytes.
    pub ask_python: Function,
    /// Whether memory can be shared.
    pub shares_memory: bool,
}

/// The packages that processes are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Package {
    Plain,
    Threads,
    Python,
    PythonThreads,
}

impl Package {
    /// The name of its folder.
    fn folder(self) -> &'static str {
        match self {
            Package::Plain => "plain",
            Package::Threads => "threads",
            Package::Python => "python",
            Package::PythonThreads => "python-threads",
        }
    }
}

/// Starts clusters of Workers.
pub struct WebHost {
    config: WebConfig,
    /// Modules that are there: each is loaded and compiled once, when it is first wanted.
    modules: RefCell<Vec<(Package, JsValue)>>,
    running: Rc<RefCell<Vec<Worker>>>,
    said: RefCell<Vec<String>>,
    /// Where lanes have their files, if they have some; no other tab's lanes have them there.
    folder: String,
}

impl WebHost {
    /// A host for this site.
    pub fn new(config: WebConfig) -> Self {
        let folder = format!("kosut-{}", clock::now_ms());
        let modules = RefCell::new(vec![(Package::Plain, config.plain_module.clone())]);
        let (running, said) = Default::default();
        WebHost { config, modules, running, said, folder }
    }

    /// Ends a process of the cluster that was used last, from outside, without telling anybody: it is for others to
    /// notice.
    pub fn kill(&self, process: u32) {
        if let Some(worker) = self.running.borrow().get(process as usize) {
            worker.terminate();
        }
    }

    /// Starts a cluster: all processes of a topology of one package, where they have several lanes of the other; those that
    /// come later have one lane. Lanes have files in this folder, if it has a name.
    async fn start(&self, topology: Topology, [one, several]: [Package; 2], folder: &str) -> Result<WebCluster> {
        if topology.shares_memory() && !self.config.shares_memory {
            return Err(Error::Unavailable { capability: "cross-origin isolation".into() });
        }
        let start_of_one = self.start_of(one, 1, folder).await?;
        let start = match topology.threads() {
            1 => start_of_one.clone(),
            threads => self.start_of(several, threads, folder).await?,
        };
        WebCluster::start(topology, start, start_of_one, Rc::clone(&self.running)).await
    }

    async fn start_of(&self, package: Package, threads: u32, folder: &str) -> Result<Start> {
        let module = self.module(package).await?;
        let glue_url = self.address(package, "kosut.js");
        let wait_url = self.config.wait_url.as_str();
        let fields = vec![
            ("glueUrl", glue_url.into()),
            ("module", module),
            ("threads", threads.into()),
            ("waitUrl", wait_url.into()),
            ("folder", folder.into()),
        ];
        Ok(Start { script_url: self.config.process_url.clone(), fields })
    }

    async fn module(&self, package: Package) -> Result<JsValue> {
        let there = self.modules.borrow().iter().find(|(known, _)| *known == package).map(|(_, module)| module.clone());
        if let Some(module) = there {
            return Ok(module);
        }
        let url = self.address(package, "kosut_bg.wasm");
        let loaded = async { JsFuture::from(compile(&self.file(&url).await?)).await };
        let module = loaded
            .await
            .map_err(|reason| Error::Spawn { process: 0, reason: format!("{url}: {}", describe(&reason)) })?;
        self.modules.borrow_mut().push((package, module.clone()));
        Ok(module)
    }

    /// The bytes at an address, as an `ArrayBuffer`.
    async fn file(&self, url: &str) -> std::result::Result<JsValue, JsValue> {
        let promise = self.config.load_file.call1(&JsValue::UNDEFINED, &url.into())?;
        JsFuture::from(promise.dyn_into::<Promise>()?).await
    }

    fn address(&self, package: Package, file: &str) -> String {
        format!("{}{}/{file}", self.config.packages_url, package.folder())
    }

    /// What the compiler's package says: the bytes of a promise, as postcard.
    async fn told<T: DeserializeOwned>(&self, promise: std::result::Result<JsValue, JsValue>) -> Result<T> {
        let bytes = async { JsFuture::from(promise?.dyn_into::<Promise>()?).await };
        let unavailable =
            |reason: String| Error::Unavailable { capability: format!("the compiler of the small Python ({reason})") };
        let bytes = bytes.await.map_err(|reason| unavailable(describe(&reason)))?;
        postcard::from_bytes(&Uint8Array::new(&bytes).to_vec()).map_err(|error| unavailable(error.to_string()))
    }
}

impl Host for WebHost {
    type Cluster = WebCluster;

    async fn spawn(&self, topology: Topology) -> Result<WebCluster> {
        self.start(topology, [Package::Plain, Package::Threads], "").await
    }

    async fn spawn_python(&self, topology: Topology) -> Result<WebCluster> {
        self.start(topology, [Package::Python, Package::PythonThreads], "").await
    }

    async fn spawn_with_files(&self, topology: Topology) -> Result<WebCluster> {
        self.start(topology, [Package::Plain, Package::Threads], &self.folder).await
    }

    async fn clear_files(&self) {
        for _ in 0..CLEAR_TRIES {
            if files::clear(&self.folder).await.is_ok() {
                return;
            }
            // A Worker that was terminated keeps its handle for a moment.
            self.breathe().await;
        }
    }

    async fn dataset(&self, name: &str) -> Result<Data> {
        let url = format!("{}data/{name}.bin", self.config.packages_url);
        let bytes = self
            .file(&url)
            .await
            .map_err(|reason| Error::Unavailable { capability: format!("{url} ({})", describe(&reason)) })?;
        Data::from_file(&Uint8Array::new(&bytes).to_vec())
    }

    async fn compile(&self, file: &str, source: &str) -> Result<std::result::Result<Packed, SyntaxFault>> {
        self.told(self.config.compile_python.call2(&JsValue::UNDEFINED, &file.into(), &source.into())).await
    }

    async fn ask_compiler(&self, question: &str) -> Option<Result<String>> {
        let answer = self.told(self.config.ask_python.call1(&JsValue::UNDEFINED, &question.into())).await;
        Some(answer.and_then(|answer: Result<String>| answer))
    }

    async fn offers(&self) -> Offers {
        blocking::offers(&self.config.wait_url).await
    }

    async fn type_line(&self, line: String) -> Result<()> {
        blocking::type_line(&self.config.wait_url, &line).await
    }

    fn say(&self, words: String) {
        self.said.borrow_mut().push(words);
    }

    fn heard(&self) -> Vec<String> {
        self.said.take()
    }

    async fn pause(&self, wait_ms: f64) {
        sleep(wait_ms.ceil() as i32).await;
    }

    async fn breathe(&self) {
        sleep(BREATH_MS).await;
    }
}

/// Waits without blocking.
pub async fn sleep(delay_ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, delay_ms);
    });
    // A promise that only a timer resolves is never rejected.
    let _ = JsFuture::from(promise).await;
}
