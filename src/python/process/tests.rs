//! Programs in processes that are none: all live here, one beside the other, and only the messages between them are real.

use std::{
    collections::{HashMap, VecDeque},
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};

use serde_bytes::ByteBuf;

use super::*;
use crate::{
    compile::compile,
    outside::Checks,
    system::{Action, System},
    threads::NoNotes,
};

/// What these processes run on.
struct Here(u32);

impl Ground for Here {
    fn lanes(&self) -> u32 {
        self.0
    }

    fn spread(&self, work: Work) {
        let work = Arc::new(work);
        for lane in 0..self.0 {
            let work = Arc::clone(&work);
            thread::spawn(move || work(lane, &mut NoNotes));
        }
    }

    fn now_ms(&self) -> fn() -> f64 {
        now_ms
    }
}

fn now_ms() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

#[derive(Debug, Default, PartialEq)]
struct Ran {
    output: String,
    errors: String,
    code: i32,
}

const OPTIONS: Options = Options {
    gil: true,
    switch_interval_ms: 5.0,
    checks: Checks::LoopsAndCalls,
    steps_max: 1_000_000,
    bytes_max: 1 << 24,
};

/// Runs a program whose first process has so many lanes.
fn run(source: &str, lanes: u32, options: Options) -> Ran {
    let program = compile("a.py", source).expect("a program");
    let mut system = System::new(ByteBuf::from(postcard::to_stdvec(&program).expect("bytes")), options);
    let mut processes = HashMap::from([(0, Process::new())]);
    let mut ran = Ran::default();
    let mut actions = VecDeque::from(system.begin(now_ms()));
    loop {
        match actions.pop_front() {
            Some(Action::Start { process }) => assert!(processes.insert(process, Process::new()).is_none()),
            Some(Action::Send { process, message }) => {
                let Some(target) = processes.get_mut(&process) else { panic!("{process} is not there") };
                let wants = target.handle(message, &Here(if process == 0 { lanes } else { 1 }));
                actions.extend(system.wants(process, wants, now_ms()));
            }
            Some(Action::End { process }) => {
                assert!(processes.remove(&process).is_some());
                // What was on its way to it is lost.
                actions.retain(|action| !matches!(action, Action::Send { process: to, .. } if *to == process));
            }
            Some(Action::Output { text, .. }) => ran.output += &text,
            Some(Action::Errors { text, .. }) => ran.errors += &text,
            Some(Action::Finished { code, .. }) => return Ran { code, ..ran },
            None => {
                let wait_ms = system.next_ms().map_or_else(|| panic!("{ran:?} and no end"), |next| next - now_ms());
                thread::sleep(Duration::from_secs_f64(wait_ms.max(0.0) / 1e3));
                actions.extend(system.tick(now_ms()));
            }
        }
    }
}

#[track_caller]
fn prints(source: &str, output: &str) {
    for (lanes, gil) in [(1, true), (1, false), (4, true), (4, false)] {
        let ran = run(source, lanes, Options { gil, ..OPTIONS });
        assert_eq!(ran, Ran { output: output.into(), ..Ran::default() }, "{lanes} lanes, lock {gil}");
    }
}

#[test]
fn threads_run_in_lanes_or_by_turns() {
    prints(
        "
import threading
import time
found = []
def work(n):
    time.sleep(0.001 * n)
    found.append(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(1, 4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(found))
",
        "[1, 2, 3]\n",
    );
}

#[test]
fn processes_answer_by_queues() {
    prints(
        "
from multiprocessing import Process, Queue
def work(questions, answers):
    answers.put(questions.get() * 2)
if __name__ == '__main__':
    questions, answers = Queue(), Queue()
    p = Process(target=work, args=(questions, answers))
    p.start()
    questions.put('ab')
    print(answers.get())
    p.join()
    print(p.exitcode, p.is_alive())
",
        "abab\n0 False\n",
    );
}

#[test]
fn a_pool_calls_functions_and_raises_what_they_raise() {
    prints(
        "
from concurrent.futures import ProcessPoolExecutor
def work(x):
    return 10 // x
if __name__ == '__main__':
    with ProcessPoolExecutor(2) as pool:
        print(list(pool.map(work, [1, 2, 5])), pool.submit(work, x=3).result(), list(pool.map(pow, [2], [70])))
        try:
            pool.submit(work, 0).result()
        except ZeroDivisionError as error:
            print(error)
",
        "[10, 5, 2] 3 [1180591620717411303424]\ninteger division or modulo by zero\n",
    );
}

#[test]
fn what_a_function_of_a_process_returns_need_not_be_pickled() {
    prints(
        "
import threading
from multiprocessing import Process
def work():
    return threading.Lock()
if __name__ == '__main__':
    p = Process(target=work)
    p.start()
    p.join()
    print(p.exitcode)
",
        "0\n",
    );
}

#[test]
fn an_exception_ends_each_process_with_its_traceback() {
    let source = "
from multiprocessing import Process
def work():
    raise ValueError('there')
if __name__ == '__main__':
    p = Process(target=work)
    p.start()
    p.join()
    print(p.exitcode)
    raise KeyError('here')
";
    for lanes in [1, 3] {
        let ran = run(source, lanes, OPTIONS);
        assert_eq!((ran.output.as_str(), ran.code), ("1\n", 1));
        let lines: Vec<&str> = ran.errors.lines().collect();
        assert_eq!((lines[0], lines[lines.len() - 1]), ("Process Process-1:", "KeyError: 'here'"), "{}", ran.errors);
        assert!(lines.contains(&"ValueError: there"));
    }
}

#[test]
fn steps_that_are_used_up_end_the_program() {
    for lanes in [1, 3] {
        let ran = run("print(1)\nwhile True:\n    pass\n", lanes, Options { steps_max: 10_000, ..OPTIONS });
        assert_eq!((ran.output.as_str(), ran.code), ("1\n", 1));
        assert_eq!(ran.errors, "RuntimeError: the program used up its 10000 steps\n");
    }
}

#[test]
fn messages_that_do_not_fit_are_answered_by_a_failure() {
    let bad = ByteBuf::from(vec![1, 2, 3]);
    let begin = Message::Begin { program: bad.clone(), options: OPTIONS, process: 0 };
    let go = Message::Go { answers: vec![(7, Answer::Done)], patience_ms: 1.0 };
    for message in [begin, Message::Run { call: bad, wanted: true }, go] {
        assert!(matches!(Process::new().handle(message, &Here(1)).state, State::Done { result: Err(_) }));
    }
}
