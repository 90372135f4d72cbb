use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use crate::{
    machine::Outcome,
    outside::{Checks, Options},
    trial::{OPTIONS, all_options, machine, on_threads, printed},
};

/// Two threads that add, so often that each loses its turn many times.
fn adding(body: &str, times: u32) -> String {
    format!(
        "
import threading, sys
sys.setswitchinterval(1e-5)
counter = 0
lock = threading.Lock()
def one(): return 1
def add():
    global counter
    for i in range({times}):
        {body}
threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(counter == {times} * 2)
"
    )
}

#[test]
fn under_a_lock_of_the_program_no_update_is_lost_in_any_way_to_run() {
    for options in all_options() {
        let ran = on_threads(&adding("with lock: counter = counter + one()", 5_000), options);
        assert_eq!(ran.output, "True\n", "{options:?} {}", ran.errors);
    }
}

#[test]
fn an_update_without_a_check_in_between_is_not_lost_under_the_global_lock() {
    let ran = on_threads(&adding("counter += 1", 50_000), OPTIONS);
    assert_eq!(ran.output, "True\n");
}

/// Whether a program that may lose updates does so in one of many tries.
fn loses(body: &str, options: Options) -> bool {
    (0..50).any(|_| on_threads(&adding(body, 50_000), options).output == "False\n")
}

#[test]
fn an_update_with_a_check_in_between_can_be_lost_under_the_global_lock() {
    assert!(loses("counter = counter + one()", OPTIONS));
    assert!(loses("counter += 1", Options { checks: Checks::Instructions, ..OPTIONS }));
}

#[test]
fn without_the_global_lock_no_list_and_no_dictionary_is_spoilt() {
    let source = "
import threading
items, both = [], {}
def fill(number):
    for i in range(3000):
        items.append(number)
        both[i * 2 + number] = i
        both[-1] = number
threads = [threading.Thread(target=fill, args=(number,)) for number in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(items), items.count(0), len(both), all([both[i] == i // 2 for i in range(6000)]))
";
    assert_eq!(printed(source), "6000 3000 6001 True\n");
}

#[test]
fn threads_hand_a_turn_to_each_other() {
    let source = "
import threading
ping, pong = threading.Lock(), threading.Lock()
log = []
def player(name, mine, other):
    for number in range(200):
        mine.acquire()
        log.append(name)
        other.release()
ping.acquire()
pong.acquire()
a = threading.Thread(target=player, args=('a', ping, pong))
b = threading.Thread(target=player, args=('b', pong, ping), name='second')
a.start()
b.start()
ping.release()
a.join()
b.join()
print(log == ['a', 'b'] * 200, a.name, b.name, a.is_alive())
";
    assert_eq!(printed(source), "True Thread-1 (player) second False\n");
}

#[test]
fn executors_give_results_in_order_and_pass_exceptions_on() {
    let source = "
import time
from concurrent.futures import ThreadPoolExecutor
def work(n):
    time.sleep(0.001 * (5 - n))
    return 10 // (n - 3) if n < 5 else n
with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(work, range(3))), sum(pool.map(abs, [-1, -2])))
    futures = [pool.submit(work, n) for n in range(5)]
    print([type(future.exception()).__name__ for future in futures])
    try:
        for value in pool.map(work, range(5)):
            print(value)
    except ZeroDivisionError as error:
        print(error)
print(futures[0].result(), futures[3].done())
try:
    pool.submit(work, 1)
except RuntimeError as error:
    print(error)
";
    let expected = "[-4, -5, -10] 3
['NoneType', 'NoneType', 'NoneType', 'ZeroDivisionError', 'NoneType']
-4
-5
-10
integer division or modulo by zero
-4 True
cannot schedule new futures after shutdown
";
    assert_eq!(printed(source), expected);
}

#[test]
fn the_program_ends_when_all_threads_have_but_those_that_are_daemons() {
    let source = "
import threading, time
said = threading.Lock()
said.acquire()
def late():
    said.acquire()
    time.sleep(0.02)
    print('late')
def never():
    while True: time.sleep(0.001)
threading.Thread(target=late).start()
threading.Thread(target=never, daemon=True).start()
print('main')
said.release()
";
    assert_eq!(printed(source), "main\nlate\n");
}

#[test]
fn what_nobody_catches_in_a_thread_is_told_and_the_others_go_on() {
    let source = "
import threading
def f():
    1 / 0
thread = threading.Thread(target=f)
thread.start()
thread.join()
print('on')
";
    for options in all_options() {
        let ran = on_threads(source, options);
        assert_eq!(ran.output, "on\n");
        let expected = "Exception in thread Thread-1 (f):
Traceback (most recent call last):
  File \"trial.py\", line 4, in f
    1 / 0
ZeroDivisionError: division by zero
";
        assert_eq!(ran.errors, expected);
    }
}

#[test]
fn more_threads_than_there_is_room_for_are_refused() {
    let source = "
import threading
gate = threading.Lock()
def wait():
    with gate: pass
threads = []
gate.acquire()
try:
    for _ in range(9):
        threads.append(threading.Thread(target=wait))
        threads[-1].start()
except RuntimeError as error:
    print(len(threads), error)
gate.release()
";
    assert_eq!(on_threads(source, OPTIONS).output, "6 can't start new thread\n");
}

#[test]
fn steps_that_are_used_up_end_all_threads() {
    let source = "
import threading
lock = threading.Lock()
lock.acquire()
def spin():
    while True: pass
def hang():
    lock.acquire()
threading.Thread(target=spin).start()
threading.Thread(target=hang).start()
spin()
";
    for options in all_options() {
        let ran = on_threads(source, Options { steps_max: 100_000, ..options });
        assert!(matches!(ran.outcome, Some(Outcome::OutOfSteps)), "{ran:?}");
    }
}

#[test]
fn a_program_that_waits_for_ever_can_be_ended_from_outside() {
    let source = "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n";
    for options in all_options() {
        let machine = machine(source, options);
        machine.set_threads_max(1);
        let ended = Arc::new(AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                super::run(&machine, 0, &mut super::NoNotes);
                ended.store(true, Ordering::SeqCst);
            });
            // Until it waits.
            while !machine.wait_for_news(1000.0, 0.0, true) {}
            assert!(!ended.load(Ordering::SeqCst));
            machine.end();
        });
        assert!(machine.outcome().is_none());
    }
}

#[test]
fn a_program_that_was_ended_before_it_began_does_not_begin() {
    for options in all_options() {
        let machine = machine("while True: pass\n", options);
        machine.end();
        super::run_all(&machine, 2);
        assert!(machine.outcome().is_none());
    }
}

#[test]
fn notes_are_paired_and_only_one_lane_runs_at_a_time_under_the_lock() {
    static RUNNING: AtomicU64 = AtomicU64::new(0);
    #[derive(Default)]
    struct Counted(Vec<super::Activity>, u32);
    impl super::Notes for Counted {
        fn begin(&mut self, activity: super::Activity) {
            assert!(self.0.is_empty());
            self.0.push(activity);
            if activity == super::Activity::Run {
                assert_eq!(RUNNING.fetch_add(1, Ordering::SeqCst), 0);
            }
        }
        fn end(&mut self, activity: super::Activity) {
            assert_eq!(self.0.pop(), Some(activity));
            self.1 += 1;
            if activity == super::Activity::Run {
                RUNNING.fetch_sub(1, Ordering::SeqCst);
            }
        }
    }
    let machine = machine(&adding("counter = counter + one()", 20_000), OPTIONS);
    let noted: Vec<u32> = std::thread::scope(|scope| {
        let lane = |lane| {
            let machine = &machine;
            scope.spawn(move || {
                let mut notes = Counted::default();
                super::run(machine, lane, &mut notes);
                assert!(notes.0.is_empty());
                notes.1
            })
        };
        let lanes = [0, 1, 2].map(lane);
        lanes.map(|lane| lane.join().expect("a lane")).to_vec()
    });
    // A lane may do both threads, one after the other, and another none. Each of the three threads waits for the lock and
    // runs at least once.
    assert!(noted.iter().sum::<u32>() >= 6, "{noted:?}");
    assert!(machine.gil.switches() > 2);
}
