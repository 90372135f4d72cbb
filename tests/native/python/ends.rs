//! When a program of `kosut python` or one of its processes is ended from outside, no process is left.

use libc::{SIGINT, SIGKILL, SIGTERM};

use crate::support::{proc::Process, program::Program, scratch::ScratchFile, signals::send, wait::until};

/// Starts a program of the small Python, and waits until its functions have printed `works` this many times.
///
/// They print it in one piece: `print` writes a text and its end apart, and another thread may come between.
fn started(text: &str, works: usize) -> (Program, Vec<Process>) {
    let source = ScratchFile::with("program.py", text);
    let mut program = Program::start(&mut source.python(&[]));
    program.wait_for_lines("works", works);
    let children = Process::children_of(program.id());
    assert!(children.len() > 1, "the program's own interpreter and its processes");
    (program, children)
}

#[test]
fn a_killed_process_breaks_its_pool_and_the_program_goes_on() {
    let text = "
import time
from concurrent.futures import ProcessPoolExecutor

def work(x):
    print('works\\n', end='')
    time.sleep(600)

if __name__ == '__main__':
    with ProcessPoolExecutor(2) as pool:
        futures = [pool.submit(work, i) for i in range(3)]
        for future in futures:
            try:
                future.result()
            except RuntimeError as error:
                print(type(error).__name__, error)
";
    let (program, children) = started(text, 2);
    assert_eq!(children.len(), 3);
    send(SIGKILL, children[1].pid);
    let line = "BrokenProcessPool A process in the process pool was terminated abruptly while the future was \
                running or pending.\n";
    assert_eq!(program.wait().stdout, format!("works\nworks\n{}", line.repeat(3)));
    assert!(!children.iter().any(|child| child.is_running()), "a process is left");
}

#[test]
fn a_killed_process_has_an_exit_code_that_says_so() {
    let text = "
from multiprocessing import Process

def work():
    print('works\\n', end='')
    while True:
        pass

if __name__ == '__main__':
    process = Process(target=work)
    process.start()
    process.join()
    print(process.exitcode)
";
    let (program, children) = started(text, 1);
    assert_eq!(children.len(), 2);
    send(SIGKILL, children[1].pid);
    assert_eq!(program.wait().stdout, "works\n-9\n");
}

#[test]
fn an_interrupted_program_leaves_no_process() {
    let text = "
import threading
from multiprocessing import Process

def work():
    print('works\\n', end='')
    while True:
        pass

if __name__ == '__main__':
    processes = [Process(target=work) for i in range(2)]
    for process in processes:
        process.start()
    threading.Thread(target=work).start()
    work()
";
    for signal in [SIGINT, SIGTERM, SIGKILL] {
        let (program, children) = started(text, 4);
        assert_eq!(children.len(), 3);
        send(signal, program.id());
        assert_eq!(program.wait().code, None, "signal {signal} ends it");
        until("the end of the processes", || (!children.iter().any(|child| child.is_running())).then_some(()));
    }
}
