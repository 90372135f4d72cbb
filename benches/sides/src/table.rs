//! Everything as Markdown: for the terminal and for `docs/BENCHMARKS.md`.

use std::fmt::Write as _;

use kosut::measure::median;

use crate::{
    interpreter::SIDES,
    outcome::{KernelOutcome, Outcome, Ratio, Times},
};

/// Targets, each with what must hold of the number.
const SERIAL_MEAN: f64 = 1.10;
const SERIAL_EACH: f64 = 1.50;
const THREADS_MEAN: f64 = 1.15;
const SPEEDUP: f64 = 1.90;
const HAND_OFF: f64 = 1.3;
const PYTHON_NATIVE: f64 = 3.0;
const PYTHON_IN_A_PAGE: f64 = 4.0;
const FIRST_VISIT_KB: f64 = 120.0;
const WASM_KB: f64 = 200.0;

/// Kernels that send next to nothing: of these a speed-up near the number of cores is asked.
const EMBARRASSINGLY_PARALLEL: [&str; 4] = ["mandelbrot", "primes", "pi", "proof"];

/// The whole text; `notes` follow the tables.
pub fn markdown(outcome: &Outcome, notes: &str) -> String {
    let mut text =
        String::from("# Benchmarks\n\nWritten by `cargo xtask bench`, all sides in one run, taking turns.\n\n");
    for line in &outcome.machine {
        let _ = writeln!(text, "- {line}");
    }
    if outcome.quick {
        text.push_str("- a quick run: smaller sizes, fewer samples\n");
    }
    text.push('\n');
    targets(outcome, &mut text);
    times(outcome, &mut text);
    ratios(outcome, &mut text);
    python(outcome, &mut text);
    interpreter(outcome, &mut text);
    costs(outcome, &mut text);
    peers(outcome, &mut text);
    if !notes.trim().is_empty() {
        let _ = write!(text, "## Notes\n\n{}\n", notes.trim());
    }
    text
}

fn head(text: &mut String, title: &str, about: &str, columns: &[&str]) {
    let _ = write!(text, "## {title}\n\n{about}\n\n| {} |\n|---|", columns.join(" | "));
    text.push_str(&"---:|".repeat(columns.len() - 1));
    text.push('\n');
}

fn targets(outcome: &Outcome, text: &mut String) {
    head(text, "Targets", "`✓` reached, `✗` not; why not is in the notes.", &["what", "target", "measured", ""]);
    let mut line = |what: &str, target: String, measured: String, reached: bool| {
        let _ = writeln!(text, "| {what} | {target} | {measured} | {} |", if reached { "✓" } else { "✗" });
    };
    let (serial, threads) = (outcome.wasm_over_native("1x1"), outcome.wasm_over_native("1x2"));
    let at_most = |bound: f64| format!("≤ {bound:.2}");
    line(
        "wasm ÷ native, one lane, geometric mean",
        at_most(SERIAL_MEAN),
        format!("{serial:.2}"),
        serial <= SERIAL_MEAN,
    );
    let over = |kernel: &&KernelOutcome| kernel.chromium.over(&kernel.native, "1x1").value;
    if let Some(worst) = outcome.kernels.iter().max_by(|one, other| over(one).total_cmp(&over(other))) {
        let value = over(&worst);
        let measured = format!("{value:.2} ({})", worst.id);
        line("wasm ÷ native, one lane, worst kernel", at_most(SERIAL_EACH), measured, value <= SERIAL_EACH);
    }
    let what = "wasm threads ÷ native threads, two lanes, geometric mean";
    line(what, at_most(THREADS_MEAN), format!("{threads:.2}"), threads <= THREADS_MEAN);
    for (way, topology) in [("threads", "1x2"), ("processes", "2x1")] {
        for kernel in outcome.kernels.iter().filter(|kernel| EMBARRASSINGLY_PARALLEL.contains(&kernel.id)) {
            let speedup = kernel.chromium.speedup(topology);
            let what = format!("speed-up of {} on two {way}", kernel.id);
            line(&what, format!("≥ {SPEEDUP:.2}"), with_interval(speedup), speedup.value >= SPEEDUP);
        }
    }
    for (program, ratios) in outcome.interpreter.speeds() {
        let bounds = [PYTHON_NATIVE, PYTHON_IN_A_PAGE, PYTHON_IN_A_PAGE];
        for ((side, ratio), bound) in SIDES.iter().zip(ratios).zip(bounds) {
            let what = format!("the small Python ÷ CPython, {program}, {side}");
            let Some(ratio) = ratio else { continue };
            line(&what, at_most(bound), with_interval(ratio), ratio.value <= bound);
        }
    }
    let costs = [
        ("process round trip ÷ bare postMessage", outcome.costs.process_ratio()),
        ("thread hand-off ÷ bare Atomics", outcome.costs.threads_ratio()),
    ];
    for (what, ratio) in costs {
        line(what, format!("≤ {HAND_OFF}"), with_interval(ratio), ratio.value <= HAND_OFF);
    }
    let visit = &outcome.visit;
    let bytes = [
        ("bytes of a first visit", FIRST_VISIT_KB, visit.first_visit_bytes),
        ("bytes of the plain wasm build", WASM_KB, visit.plain_wasm_bytes),
        ("bytes of the threads wasm build", WASM_KB, visit.threads_wasm_bytes),
    ];
    for (what, bound, bytes) in bytes {
        let kilobytes = bytes as f64 / 1e3;
        line(what, format!("≤ {bound:.0} KB"), format!("{kilobytes:.0} KB"), kilobytes <= bound);
    }
    text.push('\n');
}

fn times(outcome: &Outcome, text: &mut String) {
    let about = "Medians in milliseconds: one lane, two threads, two processes.";
    let columns =
        ["kernel", "size", "native 1x1", "1x2", "2x1", "Chromium 1x1", "1x2", "2x1", "Firefox 1x1", "1x2", "2x1"];
    head(text, "Times", about, &columns);
    for kernel in &outcome.kernels {
        let KernelOutcome { native, chromium, firefox, .. } = kernel;
        let three = |side: &Times| ["1x1", "1x2", "2x1"].map(|topology| format!("{:.0}", side.median_ms(topology)));
        let cells = [native, chromium, firefox].map(three).concat().join(" | ");
        let _ = writeln!(text, "| {} | {} | {cells} |", kernel.id, kernel.size);
    }
    text.push('\n');
}

fn ratios(outcome: &Outcome, text: &mut String) {
    let about = "Ratios of medians with their 95 % intervals. wasm ÷ native: below 1, wasm is faster. Bytes are those \
                 that two processes and their conductor exchange in a round.";
    let columns = [
        "kernel",
        "Chromium ÷ native 1x1",
        "1x2",
        "Firefox ÷ native 1x1",
        "speed-up threads",
        "processes",
        "native threads",
        "native processes",
        "rounds",
        "bytes in a round",
    ];
    head(text, "Ratios", about, &columns);
    for kernel in &outcome.kernels {
        let KernelOutcome { native, chromium, firefox, .. } = kernel;
        let cells = [
            chromium.over(native, "1x1"),
            chromium.over(native, "1x2"),
            firefox.over(native, "1x1"),
            chromium.speedup("1x2"),
            chromium.speedup("2x1"),
            native.speedup("1x2"),
            native.speedup("2x1"),
        ];
        let cells = cells.map(with_interval).join(" | ");
        let (rounds, bytes) = (chromium.rounds, chromium.bytes_per_round);
        let _ = writeln!(text, "| {} | {cells} | {rounds} | {bytes:.0} |", kernel.id);
    }
    let mean = |topology| format!("{:.2}", outcome.wasm_over_native(topology));
    let firefox = outcome.firefox_over_native("1x1");
    let _ = writeln!(text, "| geometric mean | {} | {} | {firefox:.2} | | | | | | |\n", mean("1x1"), mean("1x2"));
}

fn python(outcome: &Outcome, text: &mut String) {
    let about = "The twins in CPython with two workers, at sizes that Python does in seconds. Times in milliseconds.";
    head(text, "Python", about, &["kernel", "size", "serial", "threading", "multiprocessing", "threads", "processes"]);
    for kernel in &outcome.kernels {
        let Some(twin) = &kernel.python else { continue };
        let ways = twin.median_ms;
        let _ = writeln!(
            text,
            "| {} | {} | {:.0} | {:.0} | {:.0} | {:.2}× | {:.2}× |",
            kernel.id,
            twin.size,
            ways.serial,
            ways.threading,
            ways.multiprocessing,
            ways.serial / ways.threading,
            ways.serial / ways.multiprocessing,
        );
    }
    text.push('\n');
}

fn interpreter(outcome: &Outcome, text: &mut String) {
    let about = "`loop` and `fib`: how many times as long as CPython, for ten million turns of a loop and for fib(27). \
                 `cpu` and `io`: how many times as fast two workers do two jobs as one after the other, on jobs that \
                 compute and on jobs that wait; `gil` are threads under the lock, `free` threads without it.";
    head(text, "The small Python", about, &[&["what"], &SIDES[..]].concat());
    for (what, ratios) in outcome.interpreter.speeds().into_iter().chain(outcome.interpreter.gains()) {
        let cells = ratios.map(|ratio| ratio.map_or("–".into(), with_interval)).join(" | ");
        let _ = writeln!(text, "| {what} | {cells} |");
    }
    text.push('\n');
}

fn costs(outcome: &Outcome, text: &mut String) {
    let about = "What a message, a hand-off, a start and an empty unit cost.";
    head(text, "Costs", about, &["what", "Chromium", "native"]);
    for (what, chromium, native, unit) in outcome.costs.lines() {
        let _ = writeln!(text, "| {what} | {chromium:.2} {unit} | {native:.2} {unit} |");
    }
    let bare = [
        ("bare postMessage and back", &outcome.costs.post_message_us),
        ("bare Atomics wait and notify, one way", &outcome.costs.atomics_us),
    ];
    for (what, samples) in bare {
        let _ = writeln!(text, "| {what} | {:.2} µs | |", median(samples));
    }
    text.push('\n');
}

fn peers(outcome: &Outcome, text: &mut String) {
    let about = "What the usual native libraries take, beside the kernel on one native lane. They may use AVX2 and SHA \
                 instructions; the kernel has the 128 bits that wasm has too.";
    head(text, "Peers", about, &["kernel", "peer", "kernel, ms", "peer, ms", "kernel ÷ peer"]);
    for peer in &outcome.peers {
        let ratio = peer.kernel_ms / peer.peer_ms;
        let (kernel, name) = (peer.kernel, peer.name);
        let _ = writeln!(text, "| {kernel} | {name} | {:.0} | {:.0} | {ratio:.2} |", peer.kernel_ms, peer.peer_ms,);
    }
    text.push('\n');
}

fn with_interval(Ratio { value, ci95: [low, high] }: Ratio) -> String {
    format!("{value:.2} ({low:.2}–{high:.2})")
}
