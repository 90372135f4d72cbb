//! The wasm builds, all of one crate: `plain`, which owns its memory, and `threads`, whose memory is shared; and for
//! the one lab that needs the small Python its `compiler`, and `python` and `python-threads`, which run its programs.
//!
//! wasm-pack compiles the crate and has wasm-bindgen make the glue; wasm-opt then makes the module faster and smaller.
//! A finished build lies in a folder of its name in `www/pkg`. It is copied there last, so that the folder never holds
//! half a build.
//!
//! A reader waits for a lab's packages, and each process compiles its own. So the code around the kernels is optimised
//! for size, and a package may not grow past its [`limit`](Build::limit_kib).

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::{
    fingerprint::{Fingerprint, Stamp},
    progress::Progress,
    project::{Project, copy_folder, path_with},
    step::Step,
    toolchain::Toolchain,
    tools::Tool,
};

mod helpers;
mod module;
mod size;
mod tests;

/// Largest memory of a `threads` process, in bytes: iOS Safari refuses much larger shared memories.
const SHARED_MEMORY_MAX_BYTES: u32 = 256 << 20;

/// Size of a wasm page, in bytes.
const PAGE_BYTES: u32 = 64 << 10;

/// The wasm features that wasm-opt may use. Never `--all-features`: that includes features that browsers do not know
/// yet.
const WASM_OPT_FEATURES: &[&str] = &[
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The first part of the names of a module's files and its glue's.
const STEM: &str = "kosut";

/// One of the builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// The conductor and its processes, each with a memory of its own. It runs everywhere.
    Plain,
    /// Processes whose threads share a memory; needs cross-origin isolation.
    Threads,
    /// The small Python's compiler, and the stepper that shows a program's steps one by one.
    Compiler,
    /// Processes that run programs of the small Python, each in one lane.
    Python,
    /// The same with threads.
    PythonThreads,
    /// What decodes a reader's own file; a crate of its own.
    Files,
}

impl Build {
    /// All of them.
    pub const ALL: [Build; 6] =
        [Build::Plain, Build::Threads, Build::Compiler, Build::Python, Build::PythonThreads, Build::Files];

    /// Those whose tests are run in a browser: one of each kind of memory.
    pub const TESTED: [Build; 2] = [Build::Plain, Build::Threads];

    /// Its name in paths.
    pub fn name(self) -> &'static str {
        match self {
            Build::Plain => "plain",
            Build::Threads => "threads",
            Build::Compiler => "compiler",
            Build::Python => "python",
            Build::PythonThreads => "python-threads",
            Build::Files => "files",
        }
    }

    /// The largest size of its module, compressed by gzip, in KiB: a little more than today's. A commit that raises a
    /// limit says what readers wait longer for.
    fn limit_kib(self) -> u64 {
        match self {
            Build::Plain => 610,
            Build::Threads => 215,
            Build::Compiler => 505,
            Build::Python => 470,
            Build::PythonThreads => 480,
            Build::Files => 250,
        }
    }

    /// Where its files lie when it is finished.
    pub fn package(self, project: &Project) -> PathBuf {
        project.path("www/pkg").join(self.name())
    }

    fn shares_memory(self) -> bool {
        matches!(self, Build::Threads | Build::PythonThreads)
    }

    /// The size of a thread's stack, in bytes. The deepest calls are those of the small Python, whose recursion limit was chosen
    /// for 2 MiB; everything else needs less than 256 KiB.
    fn stack_bytes(self) -> u32 {
        if matches!(self, Build::PythonThreads) { 2 << 20 } else { 256 << 10 }
    }

    fn cargo_features(self) -> &'static str {
        match self {
            Build::Plain => "conductor",
            Build::Threads => "threads",
            Build::Compiler => "compile",
            Build::Python => "python",
            Build::PythonThreads => "python,threads",
            Build::Files => "",
        }
    }

    /// The crates that are optimised for size instead of speed: those around the kernels. Processes with and without
    /// threads are compared, so the list is the same for both.
    fn small_crates(self) -> &'static [&'static str] {
        match self {
            Build::Compiler => &[
                "kosut",
                "kosut-cluster",
                "kosut-core",
                "kosut-kernels",
                "kosut-labs",
                "kosut-python",
                "kosut-workloads",
            ],
            Build::Files => &[],
            _ => &["kosut", "kosut-cluster", "kosut-core", "kosut-labs", "kosut-workloads"],
        }
    }

    /// The crate's package. Without it cargo builds all default members in the project's folder, and wasm-pack takes the
    /// module of the one that is finished last.
    fn cargo_package(self) -> &'static str {
        if self == Build::Files { "kosut-files" } else { "kosut" }
    }

    /// The crate's folder, below the project's.
    fn folder(self) -> &'static str {
        if self == Build::Files { "src/files" } else { "" }
    }

    /// The flags of every rustc call.
    fn rustflags(self) -> Vec<String> {
        let plain = ["-Ctarget-feature=+simd128,+bulk-memory".to_string()];
        let threads = [
            "-Ctarget-feature=+atomics,+bulk-memory,+mutable-globals,+simd128".to_string(),
            // rustc does not ask the linker for a shared memory, nor for the symbols by which every thread sets up its
            // own part of it.
            "-Clink-arg=--shared-memory".into(),
            "-Clink-arg=--import-memory".into(),
            format!("-Clink-arg=--max-memory={SHARED_MEMORY_MAX_BYTES}"),
            "-Clink-arg=--export=__wasm_init_tls".into(),
            "-Clink-arg=--export=__tls_size".into(),
            "-Clink-arg=--export=__tls_align".into(),
            "-Clink-arg=--export=__tls_base".into(),
            "-Clink-arg=--export=__heap_base".into(),
        ];
        if self.shares_memory() { threads.into() } else { plain.into() }
    }

    /// Level 1, because LLVM has optimised the module before. The higher levels take two to seven times as long, bring
    /// no speed that the bench can see, and make the compressed module larger (plain, right from the compiler, by gzip:
    /// 705 KB with level 1, 750 with 2, 747 with 3, 746 with `z`).
    fn wasm_opt_arguments(self) -> Vec<&'static str> {
        let threads: &[&str] = if self.shares_memory() { &["--enable-threads"] } else { &[] };
        [&["-O1", "--strip-producers"], WASM_OPT_FEATURES, threads].concat()
    }
}

/// Makes the builds, with tools that are set up.
#[derive(Debug)]
pub struct WasmBuilder<'project> {
    project: &'project Project,
    toolchain: Toolchain,
    wasm_pack: Tool,
    wasm_bindgen: Tool,
    /// Held while cargo compiles a build: `[own memory, shared memory]`. Builds with the same kind of memory share a
    /// target folder, so that their dependencies are compiled once. Their modules have the same name there, so these
    /// builds are compiled one after another.
    target_locks: [Mutex<()>; 2],
}

impl<'project> WasmBuilder<'project> {
    /// Returns a builder whose tools are set up.
    ///
    /// # Errors
    /// When `Cargo.lock` does not name wasm-bindgen.
    pub fn new(project: &'project Project, toolchain: Toolchain) -> Result<Self> {
        let wasm_bindgen = Tool::wasm_bindgen(project)?;
        let wasm_pack = Tool::wasm_pack();
        Ok(WasmBuilder { project, toolchain, wasm_pack, wasm_bindgen, target_locks: Default::default() })
    }

    /// Makes one build, unless it is there and nothing that it depends on has changed.
    ///
    /// # Errors
    /// Returns an error when a tool fails, or the finished module is not what the page expects.
    pub fn build(&self, build: Build, progress: &Progress) -> Result<()> {
        let name = format!("wasm, {} build", build.name());
        progress.step(
            &name,
            "correct the code that the output names; the wasm flags are in xtask/src/wasm.rs",
            |step| {
                let package = build.package(self.project);
                let stamp = Stamp::new(self.project, &format!("wasm-{}", build.name()));
                let fingerprint = self.fingerprint(build)?;
                let [module, glue, types] =
                    ["_bg.wasm", ".js", ".d.ts"].map(|ending| package.join(format!("{STEM}{ending}")));
                if stamp.matches(&fingerprint, &[&module, &glue, &types]) {
                    step.note("unchanged");
                    return Ok(());
                }
                stamp.remove()?;
                let made = self.make(build, step)?;
                if package.exists() {
                    fs::remove_dir_all(&package)?;
                }
                copy_folder(&made, &package, |_| true)?;
                let size = size::of(&module)?;
                step.note(size.to_string());
                size.check(build.limit_kib())?;
                stamp.write(&fingerprint)
            },
        )
    }

    /// Everything that a package depends on.
    fn fingerprint(&self, build: Build) -> Result<Fingerprint> {
        self.compile_fingerprint(build)?
            .text(&self.wasm_pack.name())
            .text(&format!("{:?} {:?} {}", build.wasm_opt_arguments(), helpers::REPLACEMENT, build.stack_bytes()))
            .file(&self.project.path("www/node_modules/binaryen/package.json"))
    }

    /// Everything that the compiled crate depends on.
    fn compile_fingerprint(&self, build: Build) -> Result<Fingerprint> {
        // The other packages contain neither what decodes files nor the native program.
        let (folder, without): (_, &[&str]) =
            if build == Build::Files { ("src/files", &[]) } else { ("src", &["files", "terminal"]) };
        self.toolchain
            .fingerprint(Fingerprint::default())
            .text(&self.wasm_bindgen.name())
            .text(&format!("{:?} {} {:?}", build.rustflags(), build.cargo_features(), build.small_crates()))
            .file(&self.project.path("Cargo.toml"))?
            .file(&self.project.path("Cargo.lock"))?
            // The lab of the small Python begins with one of the examples.
            .folder(&self.project.path("www/python/gil"), &[])?
            .folder(&self.project.path(folder), without)
    }

    fn lock_target(&self, build: Build) -> MutexGuard<'_, ()> {
        self.target_locks[usize::from(build.shares_memory())].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a build in the target folder and returns its folder there.
    fn make(&self, build: Build, step: &Step) -> Result<PathBuf> {
        let shell = self.project.shell()?;
        let package = self.project.target(&format!("xtask/pkg-{}", build.name()));
        if package.exists() {
            fs::remove_dir_all(&package)?;
        }
        let (wasm_pack, folder) = (self.wasm_pack.program("wasm-pack")?, self.project.path(build.folder()));
        let arguments = self.cargo_arguments(build);
        let lock = self.lock_target(build);
        // With `--mode force` wasm-pack does not insist on a compiled standard library, because cargo may compile it.
        // It downloads nothing either, because wasm-bindgen is on the path.
        step.run(
            cmd!(shell, "{wasm_pack} build {folder} --mode force --target web --release --no-pack --no-opt")
                .args(["--out-name", STEM, "--out-dir"])
                .arg(&package)
                .arg("--")
                .args(&arguments)
                .envs(self.environment(build)?),
        )?;
        drop(lock);

        if build.shares_memory() {
            helpers::patch(&package, build.stack_bytes())?;
        }
        let module = package.join(format!("{STEM}_bg.wasm"));
        check_memory(build, &module)?;
        let optimised = package.join("optimised.wasm");
        let wasm_opt = self.project.path("www/node_modules/.bin/wasm-opt");
        let arguments = build.wasm_opt_arguments();
        step.run(cmd!(shell, "{wasm_opt} {module} {arguments...} -o {optimised}"))?;
        fs::rename(&optimised, &module)?;
        check_memory(build, &module)?;
        Ok(package)
    }

    fn cargo_arguments(&self, build: Build) -> Vec<OsString> {
        let target = self.project.target(if build.shares_memory() { "wasm-threads" } else { "wasm-plain" });
        let mut arguments: Vec<OsString> = vec!["--locked".into(), "--target-dir".into(), target.into()];
        arguments.extend(["--package", build.cargo_package()].map(OsString::from));
        arguments.extend(["--no-default-features", "--features", build.cargo_features()].map(OsString::from));
        for small in build.small_crates() {
            arguments.extend(["--config".into(), format!("profile.release.package.{small}.opt-level=\"z\"").into()]);
        }
        arguments.extend(self.toolchain.arguments(build.shares_memory()).iter().map(OsString::from));
        arguments
    }

    fn environment(&self, build: Build) -> Result<Vec<(&'static str, OsString)>> {
        let toolchain = self.toolchain.environment(build.shares_memory()).into_iter();
        let mut variables: Vec<_> = toolchain.map(|(name, value)| (name, value.into_os_string())).collect();
        // Cargo sets a panic strategy for everything but tests. Without one, packages and tests share their dependencies;
        // wasm aborts either way.
        variables.push(("CARGO_PROFILE_RELEASE_PANIC", "unwind".into()));
        variables.push(("CARGO_ENCODED_RUSTFLAGS", build.rustflags().join("\x1f").into()));
        variables.push(("PATH", path_with(&[self.wasm_pack.folder()?, self.wasm_bindgen.folder()?])?));
        Ok(variables)
    }
}

/// Checks that a module's memory is of the kind that the page relies on: a wrong one would only show as a slow or
/// silent page.
fn check_memory(build: Build, path: &Path) -> Result<()> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let memory = module::imported_memory(&bytes).with_context(|| format!("{} is malformed", path.display()))?;
    let pages_max = SHARED_MEMORY_MAX_BYTES / PAGE_BYTES;
    match memory {
        None if !build.shares_memory() => Ok(()),
        Some(memory) if build.shares_memory() && memory.shared && memory.maximum_pages == Some(pages_max) => Ok(()),
        other if build.shares_memory() => {
            bail!(
                "the {} build must import a shared memory of at most {pages_max} pages, but has: {other:?}",
                build.name()
            )
        }
        _ => bail!("the {} build imports a memory; it must own one", build.name()),
    }
}
