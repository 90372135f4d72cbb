//! The program `kosut` as its users run it: arguments in, text, files and an exit code out.

use std::{
    path::PathBuf,
    process::{Command, Output},
};

use kosut::kernels::{self, Entry, REGISTRY, Role, Source};
use serde_json::Value;

mod cases;
mod lab;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kosut");

/// What a program exits with when its arguments are wrong.
const USAGE: Option<i32> = Some(2);

fn kosut(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().expect("the program runs")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    let output = kosut(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", stderr(&output));
    stdout(&output).into()
}

/// What it says about wrong arguments.
#[track_caller]
fn refuses(arguments: &[&str]) -> String {
    let output = kosut(arguments);
    assert_eq!((output.status.code(), stdout(&output)), (USAGE, ""), "{arguments:?}: {}", stderr(&output));
    stderr(&output).into()
}

/// A file for one test, which is gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Scratch(std::env::temp_dir().join(format!("kosut-{}-{name}", std::process::id())))
    }

    fn with(name: &str, bytes: &[u8]) -> Self {
        let scratch = Scratch::new(name);
        std::fs::write(&scratch.0, bytes).expect("writes");
        scratch
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("a path in UTF-8")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_table_has_a_line_for_each_topology_and_the_verdicts() {
    let text = succeeds(&["speedup", "--kernel", "primes", "--size", "1000", "--topologies", "1x2,2x1"]);
    for begin in ["     1x1 ", "     1x2 ", "     2x1 ", "processes.parallel ", "answer 168 ("] {
        assert!(text.lines().any(|line| line.starts_with(begin)), "{begin:?} in\n{text}");
    }
}

#[test]
fn reports_satisfy_the_schema_and_all_answers_are_those_of_the_library() {
    for entry in REGISTRY {
        let mut kernel = kernels::build(&cases::spec(entry.id, entry.size_min, 5, 1), Role::Owner).expect("builds");
        let expected = kernels::run_serially(&mut *kernel);
        let size = entry.size_min.to_string();
        let run = ["speedup", "--kernel", entry.id, "--size", &size, "--seed", "5", "--topologies", "1x1,1x2,2x1,2x2"];
        let report: Value = serde_json::from_str(&succeeds(&[&run[..], &["--json"]].concat())).expect("JSON");
        assert_eq!(lab::complaints(&report), Vec::<String>::new(), "{report:#}");
        assert_eq!(report["machine"]["isolated"], true);
        let rows = report["rows"].as_array().expect("rows");
        assert_eq!(rows.iter().map(|row| &row["topology"]).collect::<Vec<_>>(), ["1x1", "1x2", "2x1", "2x2"]);
        for row in rows {
            assert_eq!(row["answer"], expected.value, "{}", entry.id);
            assert_eq!(row["answer_digest"], format!("{:016x}", expected.digest), "{}", entry.id);
        }
    }
}

#[test]
fn samples_and_traces_can_be_taken_away() {
    let trace = Scratch::new("trace.json");
    let run = ["speedup", "--kernel", "primes", "--size", "1000", "--topologies", "2x1"];
    let csv = succeeds(&[&run[..], &["--csv", "--trace", trace.path()]].concat());
    assert_eq!(csv.lines().count(), 1 + 2 * 7, "{csv}");
    let trace: Value = serde_json::from_slice(&std::fs::read(trace.path()).expect("a trace")).expect("JSON");
    assert!(trace["traceEvents"].as_array().is_some_and(|events| events.len() > 2 * 7));
}

#[test]
fn the_probe_prints_every_constant() {
    let constants: Value = serde_json::from_str(&succeeds(&["probe", "--json"])).expect("JSON");
    let constants = constants.as_object().expect("constants");
    assert!(constants.values().all(|constant| constant["median"].as_f64().is_some_and(|median| median > 0.0)));
    let table = succeeds(&["probe"]);
    assert_eq!(table.lines().count(), 1 + constants.len(), "{table}");
}

#[test]
fn help_names_every_kernel_with_its_range() {
    for arguments in [&["--help"][..], &["speedup", "--help"]] {
        let help = succeeds(arguments);
        for Entry { id, size_min, size_max, size_default, .. } in REGISTRY {
            let range = format!("{size_min}–{size_max} ");
            let line = help.lines().find(|line| line.trim_start().starts_with(id) && line.contains(&range));
            assert!(line.is_some_and(|line| line.contains(&format!("default {size_default}"))), "{id} in\n{help}");
        }
    }
}

#[test]
fn bad_parameters_are_refused_with_field_value_and_range() {
    let primes = kernels::find("primes").expect("registered");
    let size = format!("size=0: allowed is {}–{}", primes.size_min, primes.size_max);
    for (option, value, sentence) in [
        ("--size", "0", size.as_str()),
        ("--size", "-1", "size=-1: allowed is"),
        ("--size", "many", "size=many: allowed is"),
        ("--samples", "6", "samples=6: allowed is 7–99"),
        ("--workers", "65", "workers=65: allowed is 1–64"),
        ("--topologies", "9x9", "topologies=9x9: allowed is"),
        ("--schedule", "magic", "schedule=magic: allowed is dynamic, static"),
        ("--trace", "no/such/folder/trace.json", "trace=no/such/folder/trace.json: allowed is a file"),
    ] {
        let text = refuses(&["speedup", "--kernel", "primes", option, value]);
        assert!(text.starts_with(&format!("error: {sentence}")), "{text}");
        assert!(text.contains("kosut speedup --help"), "{text}");
    }
    let text = refuses(&["speedup", "--kernel", "chess"]);
    assert!(REGISTRY.iter().all(|entry| text.contains(entry.id)), "{text}");
}

#[test]
fn unknown_commands_and_options_are_refused() {
    for arguments in [&[][..], &["chess"], &["speedup", "--colour", "red"], &["speedup", "--json", "--csv"]] {
        assert!(!refuses(arguments).is_empty());
    }
    assert!(!refuses(&["process"]).is_empty());
    assert!(refuses(&["process", "--threads", "65"]).contains("65"));
}

/// The kernels whose data comes from this source.
fn kernels_of(source: Source) -> impl Iterator<Item = &'static Entry> {
    REGISTRY.iter().filter(move |entry| entry.source == source)
}

#[test]
fn a_file_that_a_kernel_can_not_take_is_refused_and_one_that_it_takes_is_used() {
    let file = |entry: &Entry, path: &str| {
        let text = refuses(&["speedup", "--kernel", entry.id, "--file", path]);
        assert!(text.starts_with(&format!("error: file={path}: allowed is ")), "{text}");
        text
    };
    let text = "bir iki üç bir\n";
    let words = Scratch::with("words.txt", text.as_bytes());
    let nothing = Scratch::with("nothing", b"");
    let binary = Scratch::with("binary", b"ab\xff");
    let picture = Scratch::new("picture.png");
    image::RgbImage::from_fn(300, 200, |x, y| image::Rgb([x as u8, y as u8, 9])).save(&picture.0).expect("writes");
    for entry in kernels_of(Source::Text).chain(kernels_of(Source::Pixels)) {
        assert!(file(entry, "no/such/file").contains("a file that can be read ("));
        assert!(file(entry, nothing.path()).contains("a file with something in it"));
        assert!(file(entry, std::env::temp_dir().to_str().expect("UTF-8")).contains("a regular file"));
        file(entry, binary.path());
    }
    let run = |entry: &Entry, path: &str| -> Value {
        let run = ["speedup", "--kernel", entry.id, "--file", path, "--topologies", "1x2,2x1", "--json"];
        serde_json::from_str(&succeeds(&run)).expect("JSON")
    };
    for entry in kernels_of(Source::Text) {
        let large = Scratch::with("large", b"");
        let length = u64::from(entry.size_max) + 1;
        std::fs::File::options().write(true).open(&large.0).and_then(|file| file.set_len(length)).expect("grows");
        assert!(file(entry, large.path()).contains(&format!("at most {} bytes, and it has {length}", entry.size_max)));
        assert_eq!(run(entry, words.path())["params"]["file_bytes"], text.len());
    }
    for entry in kernels_of(Source::Pixels) {
        assert!(file(entry, words.path()).contains("a picture as JPEG, PNG or WebP"));
        assert_eq!(run(entry, picture.path())["answers_agree"], true);
    }
    for entry in kernels_of(Source::Seed) {
        refuses(&["speedup", "--kernel", entry.id, "--file", words.path()]);
    }
}

#[cfg(target_os = "linux")]
mod ends {
    use std::{
        fs,
        io::Read,
        path::Path,
        process::{Child, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    };

    use super::*;

    /// Longer than any of this takes on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A run of minutes with children: one of `1x1`, one of `1x2`, two of `2x1`.
    fn long_run() -> (Child, Vec<u32>) {
        let run = ["speedup", "--kernel", "primes", "--size", "400000000", "--samples", "99"];
        let sweep = ["--topologies", "1x2,2x1"];
        let mut command = Command::new(PROGRAM);
        command.args(run).args(sweep).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let program = command.spawn().expect("the program runs");
        let children = until(|| Some(children(program.id())).filter(|children| children.len() == 4));
        // Beyond the start: the first topology is at work.
        sleep(Duration::from_millis(200));
        (program, children)
    }

    /// What comes of something that takes a while.
    #[track_caller]
    fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(began.elapsed() < PATIENCE, "waited for {PATIENCE:?}");
            sleep(Duration::from_millis(5));
        }
    }

    /// The processes whose parent this is, in the order in which they were started.
    fn children(parent: u32) -> Vec<u32> {
        let numbers = fs::read_dir("/proc").expect("/proc").flatten();
        let pids = numbers.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let is_child = |pid: &u32| {
            // `pid (name) state parent …`; a name can hold anything, so what counts begins behind its last parenthesis.
            let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            let behind = line.rsplit(')').next().unwrap_or_default();
            behind.split_whitespace().nth(1) == Some(&parent.to_string())
        };
        let mut children: Vec<u32> = pids.filter(is_child).collect();
        children.sort_unstable();
        children
    }

    fn is_there(pid: u32) -> bool {
        // One that has ended and was not waited for is a zombie: it is gone as far as its memory and cores go.
        let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        Path::new(&format!("/proc/{pid}")).exists() && !line.contains(") Z ")
    }

    fn signal(name: &str, pid: u32) {
        let status = Command::new("kill").args(["-s", name, &pid.to_string()]).status().expect("kill runs");
        assert!(status.success(), "kill -s {name} {pid}");
    }

    #[test]
    fn a_killed_child_ends_the_run_with_its_number_and_signal_and_leaves_nothing() {
        let (mut program, children) = long_run();
        signal("KILL", children[3]);
        let status = until(|| program.try_wait().expect("waits"));
        let mut text = String::new();
        program.stderr.take().expect("its pipe").read_to_string(&mut text).expect("UTF-8");
        assert_eq!(status.code(), Some(1), "{text}");
        assert!(text.contains("error: process 1 died: it was ended by signal 9 (SIGKILL)"), "{text}");
        assert!(text.contains("Run it again"), "{text}");
        assert!(!children.into_iter().any(is_there), "a child is left");
    }

    #[test]
    fn the_end_of_the_program_ends_its_children_in_the_middle_of_their_work() {
        // Not INT: a shell that runs the tests in the background has it ignored, by the tests and by all that they start.
        for name in ["TERM", "KILL"] {
            let (mut program, children) = long_run();
            signal(name, program.id());
            assert!(!until(|| program.try_wait().expect("waits")).success());
            until(|| (!children.iter().copied().any(is_there)).then_some(()));
        }
    }
}
