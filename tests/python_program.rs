//! `kosut python` from outside, in what CPython is not asked about: its options, what it says of files that do not serve,
//! and that nothing is left over, however it ends. What programs print is compared in `tests/python_corpus.rs`.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Output, Stdio},
};

mod python_source;

use python_source::{Source, until};

fn run(source: &Source, options: &[&str]) -> Output {
    source.command(options).output().expect("it runs")
}

fn path(source: &Source) -> &str {
    source.0.to_str().expect("a path in UTF-8")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

#[track_caller]
fn prints(source: &Source, options: &[&str], expected: &str) {
    let output = run(source, options);
    assert_eq!((stdout(&output), stderr(&output), output.status.code()), (expected, "", Some(0)), "{options:?}");
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
    let source = Source::new("threads", THREADS);
    for options in [
        &[][..],
        &["--gil", "off"],
        &["--gil", "on", "--switch-interval-ms", "0.05"],
        &["--checks", "instructions", "--switch-interval-ms", "0.05"],
        &["--threads", "4"],
    ] {
        prints(&source, options, "2000 2000 True\n");
    }
    let waiting =
        "import threading, time\nfor i in range(3):\n    threading.Thread(target=time.sleep, args=(0.5,)).start()\n";
    let source = Source::new("waiting", waiting);
    prints(&source, &["--threads", "3"], "");
    let output = run(&source, &["--threads", "2"]);
    assert!(stderr(&output).ends_with("RuntimeError: can't start new thread\n"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1));
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
    prints(&Source::new("queues", text), &[], "[(0, 0, 2), (1, 1, 3), (2, 4, 4)]\n1 0\n");
}

#[test]
fn a_pool_gives_results_in_order_and_raises_what_was_raised() {
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
    prints(&Source::new("pool", text), &[], expected);
}

#[test]
fn there_is_a_bound_on_processes_and_it_says_what_to_do() {
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
    // Whatever they do, they end with the program.
    prints(&Source::new("bound", text), &[], expected);
}

#[test]
fn an_endless_loop_ends_when_its_steps_are_used_up_and_nothing_catches_that() {
    for text in [
        "while True:\n    pass\n",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n",
        "import threading\nwhile True:\n    try:\n        while True:\n            pass\n    finally:\n        continue\n",
        "def f(n):\n    while True:\n        n += 1\nf(0)\n",
    ] {
        let output = run(&Source::new("endless", format!("print('begins')\n{text}")), &["--steps", "100000"]);
        assert_eq!((stdout(&output), output.status.code()), ("begins\n", Some(1)), "{text}{}", stderr(&output));
        assert!(stderr(&output).contains("100000 steps"), "{}", stderr(&output));
    }
}

#[test]
fn the_end_of_a_program_that_threads_and_processes_do_not_come_to_is_its_end() {
    let text = "
import sys
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
    let output = run(&Source::new("daemons", text.replace("import sys\n", "")), &[]);
    assert_eq!((stdout(&output), stderr(&output), output.status.code()), ("done\n", "", Some(3)));
}

#[test]
fn what_is_no_program_is_told_with_its_place_and_what_to_do() {
    let output = run(&Source::new("syntax", "x = 1\nif x:\n    y = = 2\n"), &[]);
    let text = stderr(&output);
    assert_eq!((stdout(&output), output.status.code()), ("", Some(1)));
    assert!(text.contains("line 3\n    y = = 2\n        ^\nSyntaxError: "), "{text}");

    let output = run(&Source::new("lambda", "f = lambda x: x\n"), &[]);
    let text = stderr(&output);
    assert!(text.contains("line 1\n    f = lambda x: x\n        ^\nSyntaxError: "), "{text}");
    assert!(text.ends_with("; define a function with def\n"), "{text}");
}

#[test]
fn files_and_options_that_do_not_serve_are_refused() {
    let refuses = |arguments: &[&str], part: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kosut")).arg("python").args(arguments).output().expect("it runs");
        assert_eq!((stdout(&output), output.status.code()), ("", Some(2)), "{arguments:?}");
        assert!(stderr(&output).contains(part), "{arguments:?}: {}", stderr(&output));
    };
    refuses(&["no/such/file.py"], "file=no/such/file.py: allowed is a file that can be read (");
    refuses(&[std::env::temp_dir().to_str().expect("UTF-8")], "a file that can be read (");
    let latin = Source::new("latin", b"print('\xfc')\n");
    refuses(&[path(&latin)], "allowed is a text in UTF-8, and byte 8 is none");
    let fine = Source::new("fine", "print(1)\n");
    for options in [
        ["--gil", "maybe"],
        ["--threads", "64"],
        ["--steps", "0"],
        ["--switch-interval-ms", "0"],
        ["--checks", "never"],
    ] {
        refuses(&[&options[..], &[path(&fine)]].concat(), options[0]);
    }
    refuses(&[], "FILE");
}

#[test]
fn what_is_printed_is_seen_while_the_program_computes() {
    let text = "print('now')\ni = 0\nwhile True:\n    i += 1\n";
    for imports in ["", "import threading\n"] {
        let source = Source::new("live", format!("{imports}{text}"));
        let mut program = source.command(&[]).stdout(Stdio::piped()).spawn().expect("it runs");
        let mut line = String::new();
        BufReader::new(program.stdout.take().expect("its pipe")).read_line(&mut line).expect("a line");
        assert_eq!(line, "now\n");
        assert_eq!(program.try_wait().expect("waits"), None);
        program.kill().expect("it runs");
        program.wait().expect("it ends");
    }
}

#[test]
fn what_is_said_to_the_program_is_not_listened_to() {
    let source = Source::new("input", "print('fine')\n");
    let mut program = source.command(&[]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
    let input = program.stdin.take();
    let status = until(|| program.try_wait().expect("waits"));
    drop(input);
    assert!(status.success());
}
