//! The lab `gil`, on real processes and threads.

use kosut::labs::{
    self, Event,
    gil::{PythonLive, PythonState},
    report::Machine,
};
use serde_json::{Value, json};

use crate::support::lab::{self, machine, now};

fn run(query: &str, machine: &Machine) -> (Value, labs::Finished, Vec<Event>) {
    let (finished, events) = lab::run("gil", query, machine).expect(query);
    (lab::report(&finished), finished, events)
}

/// Runs a program; returns its row, its output, its error output, and its last state.
fn program(source: &str, rest: &str) -> (Value, String, String, PythonLive) {
    let mut query = form_urlencoded::Serializer::new(format!("mode=program&{rest}"));
    let (report, _, events) = run(&query.append_pair("source", source).finish(), &machine(true));
    let live: Vec<PythonLive> = events
        .into_iter()
        .filter_map(|event| if let Event::Python { live } = event { Some(live) } else { None })
        .collect();
    let all = |of: fn(&PythonLive) -> &str| live.iter().map(of).collect::<String>();
    let last = live.last().cloned().expect("a state");
    (report["rows"][0].clone(), all(|live| &live.output), all(|live| &live.errors), last)
}

fn ask(question: &Value) -> Value {
    let answer = now(labs::ask(&lab::host(), &lab::machine(true), "gil", &question.to_string())).expect("an answer");
    serde_json::from_str(&answer).expect("JSON")
}

#[test]
fn every_kind_has_a_row_for_every_way_and_every_answer_is_right() {
    let (report, finished, events) = run("size=2&wait=5&workers=3", &machine(true));
    let rows = report["rows"].as_array().expect("rows");
    let labels: Vec<&str> = rows.iter().filter_map(|row| row["label"].as_str()).collect();
    let kinds = ["cpu", "io"].into_iter();
    let expected: Vec<String> =
        kinds.flat_map(|kind| ["serial", "gil", "free", "processes"].map(|way| format!("{kind}-{way}"))).collect();
    assert_eq!(labels, expected);
    // Further rounds follow while a verdict is unclear.
    let samples = lab::samples(&rows[0]);
    assert!((7..=21).contains(&samples), "{samples} samples");
    for row in rows {
        assert_eq!(lab::samples(row), samples, "{row:#}");
        assert!(row["speedup"].as_f64() > Some(0.0), "{row:#}");
        let serial = row["way"] == "serial";
        assert_eq!(row["workers"], if serial { 1 } else { 3 }, "{row:#}");
        assert_eq!(row["start_ms"].is_null(), serial, "{row:#}");
        // 2,000 turns: 285 weeks, and five days more.
        assert_eq!(row["answer"], if row["kind"] == "cpu" { json!(285 * 21 + 1 + 2 + 3 + 4) } else { Value::Null });
    }
    assert!(rows[1]["switches"].as_f64() >= Some(3.0), "{:#}", rows[1]);
    let claims = report["claims"].as_array().expect("claims");
    // 2,000 turns may be over before a thread asks for the lock.
    let judged = |claim: &Value| claim["ratio"].is_number() || claim["reason"] == "too-short";
    let ids: Vec<_> = claims.iter().map(|claim| (claim["id"].as_str(), judged(claim))).collect();
    let expected = ["threads.gil", "processes.gil", "when.processes.cpu", "when.processes.cores"];
    assert_eq!(ids, expected.map(|id| (Some(id), true)));
    assert_eq!(report["answers_agree"], true);

    assert_eq!(lab::steps_counted(&events), 2 + 8 * (1 + samples));
    assert_eq!(finished.runs.len(), 8 * samples);
    let lanes = |name: &str| {
        let of_name = finished.runs.iter().filter(|run| run.name.starts_with(name)).flat_map(|run| &run.spans);
        of_name.map(|span| (span.process, span.lane)).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(lanes("cpu-serial").len(), 1);
    assert_eq!(lanes("io-gil").iter().filter(|(process, _)| *process == 0).count(), 4);
    assert_eq!(lanes("cpu-processes").iter().filter(|(process, _)| *process > 0).count(), 3);
}

#[test]
fn without_shared_memory_processes_are_measured_and_the_claims_unavailable() {
    let (report, ..) = run("size=2&wait=5", &machine(false));
    let rows = report["rows"].as_array().expect("rows");
    let labels: Vec<&str> = rows.iter().filter_map(|row| row["label"].as_str()).collect();
    assert_eq!(labels, ["cpu-serial", "cpu-processes", "io-serial", "io-processes"]);
    assert_eq!(report["log"][0], "left out for want of cross-origin isolation: gil, free");
    for claim in report["claims"].as_array().expect("claims") {
        assert_eq!(claim["reason"], "not-isolated");
    }
}

#[test]
fn a_program_prints_and_its_threads_run_on_real_threads() {
    let source = "
from threading import Thread
def work(name):
    total = 0
    for i in range(20000):
        total += i
    print(name, total)
threads = [Thread(target=work, args=(name,)) for name in ('a', 'b')]
for thread in threads: thread.start()
for thread in threads: thread.join()
print('done')
";
    for rest in ["gil=on&interval=100", "gil=off", "checks=instructions"] {
        let (row, output, errors, last) = program(source, rest);
        let mut lines: Vec<&str> = output.lines().collect();
        assert_eq!(lines.pop(), Some("done"), "{rest}");
        lines.sort_unstable();
        assert_eq!(lines, ["a 199990000", "b 199990000"], "{rest}");
        assert_eq!((errors.as_str(), last.state, last.holder), ("", PythonState::Finished, None), "{rest}");
        assert_eq!((&row["exit"], &row["processes"]), (&json!(0), &json!(1)), "{row:#}");
        assert_eq!(row["printed_bytes"], output.len());
    }
}

#[test]
fn a_program_that_fails_is_a_finished_run_with_its_exception() {
    let (row, output, errors, last) = program("print(1)\nprint(1 // 0)\n", "");
    assert_eq!((output.as_str(), last.state), ("1\n", PythonState::Failed));
    assert_eq!(row["exception"], "ZeroDivisionError: integer division or modulo by zero");
    assert_eq!(row["exit"], 1);
    assert!(errors.starts_with("Traceback (most recent call last):\n  File \"program.py\", line 2"), "{errors}");

    let (row, output, errors, last) = program("print(1)\nprint(lambda: 2)\n", "");
    assert_eq!((output.as_str(), last.state, &row["exit"]), ("", PythonState::Failed, &json!(1)));
    assert!(errors.contains("line 2") && errors.contains("SyntaxError"), "{errors}");
}

#[test]
fn a_program_starts_processes_and_gets_their_answers() {
    let source = "
from concurrent.futures import ProcessPoolExecutor
def square(number):
    return number * number
if __name__ == '__main__':
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(square, range(5))))
";
    let (row, output, errors, _) = program(source, "");
    assert_eq!((output.as_str(), errors.as_str()), ("[0, 1, 4, 9, 16]\n", ""));
    assert_eq!(row["processes"], 3, "{row:#}");
}

#[test]
fn no_claim_is_judged_by_a_readers_own_program() {
    let (report, finished, _) = run("mode=program&source=print(1)", &machine(false));
    assert_eq!(report["rows"].as_array().map(Vec::len), Some(1));
    assert!(report["log"][0].as_str().is_some_and(|line| line.contains("take turns")), "{report:#}");
    for claim in report["claims"].as_array().expect("claims") {
        assert_eq!((&claim["verdict"], &claim["reason"]), (&json!("unavailable"), &json!("own-program")));
    }
    assert_eq!(finished.runs.len(), 1);
}

#[test]
fn a_text_is_checked_without_a_run() {
    let fine = ask(&json!({ "kind": "check", "source": "def f(a):\n    return a + 1\nprint(f(1))\n" }));
    assert_eq!(fine["ok"], true);
    let names: Vec<_> = fine["listing"].as_array().expect("functions").iter().map(|one| &one["function"]).collect();
    assert_eq!(names, ["<module>", "f"]);
    let first = &fine["listing"][1]["lines"][0];
    assert_eq!((&first["name"], &first["argument"], &first["line"]), (&json!("LOAD_FAST"), &json!("a"), &json!(2)));

    let faulty = ask(&json!({ "kind": "check", "source": "x = 1\nclass A: pass\n" }));
    assert_eq!((&faulty["ok"], &faulty["line"], &faulty["remedyCode"]), (&json!(false), &json!(2), &json!("class")));
    let unreadable = now(labs::ask(&lab::host(), &lab::machine(true), "gil", "{}")).expect_err("no question");
    assert_eq!(unreadable.code(), "protocol");
}

/// Returns the state of this program after these steps under the lock.
fn steps(source: &str, checks: &str, steps: &[u32], go_on: Option<Value>) -> Value {
    let mut question = json!({ "kind": "steps", "source": source, "gil": true, "checks": checks, "steps": steps });
    if let Some(go_on) = go_on {
        question["goOn"] = go_on;
    }
    ask(&question)
}

#[test]
fn steps_lead_to_the_same_state_each_time_and_a_line_can_be_run_at_once() {
    let source = "a = 1\nb = a + 1\nprint(b)\n";
    let at_first = steps(source, "loops-and-calls", &[], None);
    assert_eq!((&at_first["lanes"][0]["line"], &at_first["over"]), (&json!(1), &json!(false)));
    let line = steps(source, "loops-and-calls", &[], Some(json!({ "lane": 0 })));
    assert_eq!(line["lanes"][0]["line"], 2);
    assert_eq!(line["globals"], json!([{ "name": "a", "value": "1" }]));
    let taken: Vec<u32> = line["taken"].as_array().expect("steps").iter().map(|_| 0).collect();
    assert_eq!(steps(source, "loops-and-calls", &taken, None), line);
    let end = steps(source, "loops-and-calls", &[0; 100], None);
    assert_eq!((&end["over"], &end["output"]), (&json!(true), &json!("2\n")));
    assert!(end["taken"].as_array().is_some_and(|taken| taken.len() < 100), "{end:#}");
    assert_eq!(end["lanes"][0]["state"], "done");
}

const COUNTER: &str = "
from threading import Thread
counter = 0
def add():
    global counter
    counter += 1
threads = [Thread(target=add) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
";

/// Lets the threads take steps in turns as far as the lock allows, the main thread first; returns the counter at the end.
fn alternating(checks: &str) -> String {
    let mut taken: Vec<u32> = Vec::new();
    let mut last = 0;
    loop {
        let now = steps(COUNTER, checks, &taken, None);
        if now["over"] == true {
            let counter = now["globals"].as_array().expect("globals").iter().find(|one| one["name"] == "counter");
            return counter.expect("the counter")["value"].as_str().unwrap_or_default().to_string();
        }
        let lanes = now["lanes"].as_array().expect("lanes").iter();
        let able: Vec<u32> = lanes
            .filter(|lane| lane["mayStep"] == true)
            .map(|lane| lane["lane"].as_u64())
            .map(|lane| lane.expect("a number") as u32)
            .collect();
        // The main thread starts all others before they get a turn.
        let next = if able.contains(&0) {
            0
        } else {
            able.iter().copied().find(|&lane| lane != last).or(able.first().copied()).expect("a thread can go on")
        };
        last = next;
        taken.push(next);
    }
}

#[test]
fn an_addition_gets_lost_between_instructions_and_none_at_loops_and_calls() {
    assert_eq!(alternating("loops-and-calls"), "2");
    assert_eq!(alternating("instructions"), "1");
}

#[test]
fn a_sleeping_thread_wakes_when_no_other_can_go_on() {
    let end = steps("import time\ntime.sleep(3600)\nprint('awake')\n", "loops-and-calls", &[0; 50], None);
    assert_eq!((&end["over"], &end["output"]), (&json!(true), &json!("awake\n")));
}
