//! `kosut python` from outside, where CPython has no answer: its options, files that it refuses, and that nothing is left
//! over, however it ends. The corpus compares what programs print.

use std::process::Stdio;

use crate::support::{
    command,
    program::{Program, Run, run},
    scratch::ScratchFile,
    wait::until,
};

fn source(text: impl AsRef<[u8]>) -> ScratchFile {
    ScratchFile::with("program.py", text)
}

fn python(text: &str, options: &[&str]) -> Run {
    run(&mut source(text).python(options))
}

#[track_caller]
fn prints(text: &str, options: &[&str], expected: &str) {
    let Run { stdout, stderr, code } = python(text, options);
    assert_eq!((stdout.as_str(), stderr.as_str(), code), (expected, "", Some(0)), "{options:?}");
}

const THREADS: &str = "
import threading

lock = threading.Lock()
counted = []
total = 0

def work(number):
    global total
    for i in range(500):
        with lock:
            total += 1
        counted.append(number)

threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total, len(counted), sorted(counted) == [i for i in range(4) for j in range(500)])
";

#[test]
fn threads_lose_nothing_with_the_lock_and_without_it_and_however_often_it_changes_hands() {
    for options in [
        &[][..],
        &["--gil", "off"],
        &["--gil", "on", "--switch-interval-ms", "0.05"],
        &["--checks", "instructions", "--switch-interval-ms", "0.05"],
        &["--threads", "4"],
    ] {
        prints(THREADS, options, "2000 2000 True\n");
    }
}

#[test]
fn there_is_a_bound_on_threads() {
    let text = "
import threading

gate = threading.Lock()

def wait():
    with gate:
        pass

gate.acquire()
try:
    for i in range(3):
        threading.Thread(target=wait).start()
finally:
    gate.release()
";
    prints(text, &["--threads", "3"], "");
    let run = python(text, &["--threads", "2"]);
    assert!(run.stderr.ends_with("RuntimeError: can't start new thread\n"), "{}", run.stderr);
    assert_eq!(run.code, Some(1));
}

#[test]
fn processes_share_queues_and_nothing_else() {
    let text = "
from multiprocessing import Process, Queue

value = 1

def work(questions, answers):
    global value
    while True:
        question = questions.get()
        if question is None:
            break
        value += 1
        answers.put((question, question * question, value))

if __name__ == '__main__':
    questions, answers = Queue(), Queue()
    process = Process(target=work, args=(questions, answers))
    process.start()
    for i in range(3):
        questions.put(i)
    questions.put(None)
    print([answers.get() for i in range(3)])
    process.join()
    print(value, process.exitcode)
";
    prints(text, &[], "[(0, 0, 2), (1, 1, 3), (2, 4, 4)]\n1 0\n");
}

#[test]
fn a_pool_gives_results_in_order_and_raises_the_exceptions_of_its_functions() {
    let text = "
import threading
from concurrent.futures import ProcessPoolExecutor

def square(x):
    if x == 7:
        raise ValueError('seven', x)
    return [x * x, str(x)]

if __name__ == '__main__':
    with ProcessPoolExecutor(max_workers=3) as pool:
        print(list(pool.map(square, range(6))))
        future = pool.submit(square, 7)
        try:
            future.result()
        except ValueError as error:
            print(repr(error))
        for bad in [threading.Lock(), threading]:
            try:
                pool.submit(square, bad).result()
            except TypeError as error:
                print(error)
";
    let expected = "[[0, '0'], [1, '1'], [4, '2'], [9, '3'], [16, '4'], [25, '5']]\nValueError('seven', 7)\n\
                    cannot pickle '_thread.lock' object\ncannot pickle 'module' object\n";
    prints(text, &[], expected);
}

#[test]
fn there_is_a_bound_on_processes_and_its_message_has_a_remedy() {
    let text = "
import time
from multiprocessing import Process

def work():
    time.sleep(600)

if __name__ == '__main__':
    processes = [Process(target=work, daemon=True) for i in range(16)]
    try:
        for process in processes:
            process.start()
    except OSError as error:
        print(error)
    processes[0].terminate()
    processes[0].join()
    print(processes[0].exitcode)
    processes[15].start()
    print(processes[15].is_alive())
";
    let expected = "at most 16 processes may run at a time: join some before you start more\n-15\nTrue\n";
    // The others sleep for minutes, and end with the program.
    prints(text, &[], expected);
}

#[test]
fn an_endless_loop_ends_when_its_steps_are_used_up_and_nothing_catches_that() {
    for text in [
        "while True:\n    pass\n",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n",
        "import threading\nwhile True:\n    try:\n        while True:\n            pass\n    finally:\n        continue\n",
        "def f(n):\n    while True:\n        n += 1\nf(0)\n",
    ] {
        let Run { stdout, stderr, code } = python(&format!("print('begins')\n{text}"), &["--steps", "100000"]);
        assert_eq!((stdout.as_str(), code), ("begins\n", Some(1)), "{text}{stderr}");
        assert!(stderr.contains("100000 steps"), "{stderr}");
    }
}

#[test]
fn daemon_threads_and_processes_end_with_the_program() {
    let text = "
import threading
import time
from multiprocessing import Process, Queue

def endless():
    while True:
        pass

def waiting(queue):
    queue.get()

if __name__ == '__main__':
    threading.Thread(target=endless, daemon=True).start()
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    Process(target=endless, daemon=True).start()
    Process(target=waiting, args=(Queue(),), daemon=True).start()
    print('done')
    raise SystemExit(3)
";
    let Run { stdout, stderr, code } = python(text, &[]);
    assert_eq!((stdout.as_str(), stderr.as_str(), code), ("done\n", "", Some(3)));
}

#[test]
fn a_syntax_error_is_reported_with_its_place_and_a_remedy() {
    let Run { stdout, stderr, code } = python("x = 1\nif x:\n    y = = 2\n", &[]);
    assert_eq!((stdout.as_str(), code), ("", Some(1)));
    assert!(stderr.contains("line 3\n    y = = 2\n        ^\nSyntaxError: "), "{stderr}");

    let Run { stdout, stderr, code } = python("f = lambda x: x\n", &[]);
    assert_eq!((stdout.as_str(), code), ("", Some(1)));
    assert!(stderr.contains("line 1\n    f = lambda x: x\n        ^\nSyntaxError: "), "{stderr}");
    assert!(stderr.ends_with("; define a function with def\n"), "{stderr}");
}

#[test]
fn files_that_are_no_programs_and_unknown_options_are_refused() {
    let refuses = |arguments: &[&str], part: &str| {
        let Run { stdout, stderr, code } = run(command::kosut(&["python"]).args(arguments));
        assert_eq!((stdout.as_str(), code), ("", Some(2)), "{arguments:?}");
        assert!(stderr.contains(part), "{arguments:?}: {stderr}");
    };
    refuses(&["no/such/file.py"], "cannot read no/such/file.py: No such file or directory");
    refuses(&[env!("CARGO_MANIFEST_DIR")], "Is a directory");
    let latin = source(b"print('\xfc')\n");
    refuses(&[latin.argument()], "it is not a text in UTF-8 or UTF-16 (byte 8)");
    let fine = source("print(1)\n");
    for options in [
        ["--gil", "maybe"],
        ["--threads", "64"],
        ["--steps", "0"],
        ["--switch-interval-ms", "0"],
        ["--checks", "never"],
    ] {
        refuses(&[&options[..], &[fine.argument()]].concat(), options[0]);
    }
    refuses(&[], "FILE");
}

#[test]
fn output_is_printed_while_the_program_computes() {
    let text = "print('now')\ni = 0\nwhile True:\n    i += 1\n";
    for imports in ["", "import threading\n"] {
        let source = source(format!("{imports}{text}"));
        let mut program = Program::start(&mut source.python(&[]));
        program.wait_for_lines("now", 1);
        assert!(program.is_running());
    }
}

#[test]
fn the_program_does_not_wait_for_standard_input() {
    let source = source("print('fine')\n");
    let mut command = source.python(&[]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
    let input = child.stdin.take();
    let status = until("the end of the program", || child.try_wait().expect("it is our child"));
    drop(input);
    assert!(status.success());
}
