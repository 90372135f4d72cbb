use super::{LaneState, State, Stepped, Turns};
use crate::{
    code::Op,
    lane::Pause,
    outside::{Checks, Options},
    threading::Target,
    trial::{OPTIONS, in_turns, machine},
    value::Value,
};

/// Two threads that add one to a global variable, once each, without a check inside.
const ADDING: &str = "
import threading
counter = 0
def add():
    global counter
    counter += 1
first = threading.Thread(target=add)
second = threading.Thread(target=add)
first.start()
second.start()
first.join()
second.join()
print(counter)
";

/// Steps until both threads are at the begin of `add` and the main thread waits for them.
fn at_the_begin(options: Options) -> Turns {
    let mut turns = Turns::new(machine(ADDING, options));
    for _ in 0..500 {
        let snapshot = turns.snapshot();
        if let [main, _, _] = snapshot.lanes.as_slice()
            && matches!(main.state, LaneState::Joins { thread: 1 })
        {
            return turns;
        }
        assert_eq!(turns.step(0), Stepped::Done);
    }
    panic!("{:?}", turns.snapshot());
}

/// Steps a thread to its end, and gives what came last.
fn to_the_end(turns: &mut Turns, thread: u32) -> Stepped {
    for _ in 0..500 {
        let stepped = turns.step(thread);
        if stepped != Stepped::Done {
            return stepped;
        }
    }
    panic!("{:?}", turns.snapshot());
}

#[test]
fn who_looks_up_before_each_instruction_can_lose_an_update_and_who_does_not_cannot() {
    let mut turns = at_the_begin(Options { checks: Checks::Instructions, ..OPTIONS });
    // The first thread reads the counter, then the second does all its work, then the first goes on with what it read.
    while !matches!(turns.snapshot().lanes[1].frames[0].op, Some(Op::StoreGlobal(_))) {
        assert_eq!(turns.step(1), Stepped::Done);
    }
    assert_eq!(turns.snapshot().lanes[1].frames[0].stack, ["1"]);
    assert_eq!(to_the_end(&mut turns, 2), Stepped::Gone);
    assert!(turns.snapshot().globals.contains(&("counter".to_string(), "1".to_string())));
    assert_eq!(to_the_end(&mut turns, 1), Stepped::Gone);
    to_the_end(&mut turns, 0);
    assert_eq!(turns.machine().take_output(), "1\n");

    let mut turns = at_the_begin(OPTIONS);
    assert_eq!(turns.step(1), Stepped::Done);
    assert_eq!(turns.step(2), Stepped::Locked { holder: 1 });
    assert_eq!(turns.snapshot().lanes[2].state, LaneState::WaitsForLock);
    assert_eq!(turns.snapshot().holder, Some(1));
    assert_eq!(to_the_end(&mut turns, 1), Stepped::Gone);
    assert_eq!(to_the_end(&mut turns, 2), Stepped::Gone);
    to_the_end(&mut turns, 0);
    assert_eq!(turns.machine().take_output(), "2\n");
}

#[test]
fn a_step_is_one_instruction_and_a_snapshot_shows_where_it_stands() {
    let source = "def double(n):\n    twice = n * 2\n    return twice\nanswer = double(21)\n";
    let mut turns = Turns::new(machine(source, OPTIONS));
    let mut seen = Vec::new();
    loop {
        let snapshot = turns.snapshot();
        let Some(frame) = snapshot.lanes.first().and_then(|lane| lane.frames.last().cloned()) else { break };
        if frame.function == "double" {
            seen.push((frame.line, frame.locals.clone(), frame.stack.clone()));
        }
        if turns.step(0) != Stepped::Done {
            break;
        }
    }
    let n = || ("n".to_string(), "21".to_string());
    assert_eq!(seen[0], (2, vec![n()], vec![]));
    assert!(seen.iter().any(|(line, _, stack)| *line == 2 && *stack == ["21", "2"]), "{seen:?}");
    let last = seen.last().cloned();
    assert_eq!(last, Some((3, vec![n(), ("twice".to_string(), "42".to_string())], vec!["42".to_string()])));
    assert_eq!(turns.go(1000.0), State::Done);
}

#[test]
fn when_nothing_can_go_on_that_is_told() {
    let source = "
import threading
one, other = threading.Lock(), threading.Lock()
both = threading.Lock()
both.acquire()
def take(first, second):
    with first:
        both.acquire(timeout=0.01)
        with second:
            print('both')
threading.Thread(target=take, args=(one, other)).start()
threading.Thread(target=take, args=(other, one)).start()
";
    let machine = machine(source, OPTIONS);
    let mut turns = Turns::new(machine.clone());
    loop {
        match turns.go(50.0) {
            State::Waiting { wait_ms: None } => break,
            State::Done => panic!("{}", machine.take_output()),
            _ => std::thread::sleep(std::time::Duration::from_millis(1)),
        }
    }
    let lanes = turns.snapshot().lanes;
    assert_eq!(lanes[1].state, LaneState::Acquires { holder: Some(2) });
    assert_eq!(lanes[2].state, LaneState::Acquires { holder: Some(1) });
}

#[test]
fn turns_change_after_the_switch_interval() {
    let source = "
import threading
done = []
def work(number):
    for i in range(100000):
        pass
    done.append(number)
def quick():
    done.append('quick')
threads = [threading.Thread(target=work, args=(1,)), threading.Thread(target=quick)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(done)
";
    let short = in_turns(source, Options { switch_interval_ms: 0.01, ..OPTIONS });
    assert_eq!(short.output, "['quick', 1]\n");
    let long = in_turns(source, Options { switch_interval_ms: 1e9, ..OPTIONS });
    assert_eq!(long.output, "[1, 'quick']\n");
}

#[test]
fn a_function_that_is_called_after_the_module_is_not_asked_to_look_up_at_each_check() {
    let machine = machine("def count():\n    i = 0\n    while i < 5000:\n        i += 1\n", OPTIONS);
    let mut turns = Turns::new(machine.clone());
    assert_eq!(turns.go(f64::INFINITY), State::Done);
    let mut lane = machine.call(Target { function: Value::Function(1), ..Target::default() });
    assert_eq!(lane.run(&machine, 1000), Pause::Slice);
}
