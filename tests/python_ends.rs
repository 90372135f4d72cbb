//! What is left of a program of `kosut python`, and of its processes, when one of them is ended from outside: nothing.
#![cfg(target_os = "linux")]

use std::{
    io::Read,
    process::{Child, Command, Stdio},
    time::Duration,
};

mod python_source;

use python_source::{Source, until};

/// Ends the program when a test fails.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The processes whose parent this is, in the order in which they were started.
fn children(parent: u32) -> Vec<u32> {
    let path = format!("/proc/{parent}/task/{parent}/children");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut children: Vec<u32> = text.split_whitespace().filter_map(|pid| pid.parse().ok()).collect();
    children.sort_unstable();
    children
}

fn is_there(pid: u32) -> bool {
    // One that has ended and was not waited for is a zombie: it is gone as far as its memory and cores go.
    let line = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !line.is_empty() && !line.contains(") Z ")
}

fn signal(name: &str, pid: u32) {
    let status = Command::new("kill").args(["-s", name, &pid.to_string()]).status().expect("kill runs");
    assert!(status.success(), "kill -s {name} {pid}");
}

fn started(source: &Source, processes: usize) -> (Ended, Vec<u32>) {
    let mut command = source.command(&[]);
    let program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let program = Ended(program);
    let children = until(|| Some(children(program.0.id())).filter(|children| children.len() == processes));
    (program, children)
}

#[test]
fn a_process_of_a_pool_that_is_killed_breaks_the_pool_and_the_program_goes_on() {
    let text = "
import time
from concurrent.futures import ProcessPoolExecutor

def work(x):
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
    let source = Source::new("broken", text);
    let (mut program, children) = started(&source, 3);
    std::thread::sleep(Duration::from_millis(300));
    signal("KILL", children[1]);
    until(|| program.0.try_wait().expect("waits"));
    let mut text = String::new();
    program.0.stdout.take().expect("its pipe").read_to_string(&mut text).expect("UTF-8");
    let line = "BrokenProcessPool A process in the process pool was terminated abruptly while the future was \
                running or pending.\n";
    assert_eq!(text, line.repeat(3));
    assert!(!children.into_iter().any(is_there), "a process is left");
}

#[test]
fn a_process_that_is_killed_has_an_exit_code_that_says_so() {
    let text = "
from multiprocessing import Process

def work():
    while True:
        pass

if __name__ == '__main__':
    process = Process(target=work)
    process.start()
    process.join()
    print(process.exitcode)
";
    let source = Source::new("killed", text);
    let (mut program, children) = started(&source, 2);
    std::thread::sleep(Duration::from_millis(300));
    signal("KILL", children[1]);
    until(|| program.0.try_wait().expect("waits"));
    let mut text = String::new();
    program.0.stdout.take().expect("its pipe").read_to_string(&mut text).expect("UTF-8");
    assert_eq!(text, "-9\n");
}

#[test]
fn an_interrupted_program_leaves_no_process() {
    let text = "
import threading
from multiprocessing import Process

def work():
    while True:
        pass

if __name__ == '__main__':
    processes = [Process(target=work) for i in range(2)]
    for process in processes:
        process.start()
    threading.Thread(target=work).start()
    work()
";
    let source = Source::new("interrupted", text);
    for name in ["INT", "KILL"] {
        let (mut program, children) = started(&source, 3);
        std::thread::sleep(Duration::from_millis(200));
        signal(name, program.0.id());
        assert!(!until(|| program.0.try_wait().expect("waits")).success());
        until(|| (!children.iter().copied().any(is_there)).then_some(()));
    }
}
