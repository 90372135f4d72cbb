use super::{life::PATIENCE_MS, *};
use crate::{
    outside::{Checks, Pickle},
    pickle,
};

const OPTIONS: Options =
    Options { gil: true, switch_interval_ms: 5.0, checks: Checks::LoopsAndCalls, steps_max: 1000, bytes_max: 100 };

fn bytes(text: &str) -> Pickle {
    Pickle::from(text.as_bytes())
}

fn wants(calls: Vec<(CallId, Call)>, state: State) -> Wants {
    Wants { calls, state, ..Wants::default() }
}

const WAITING: State = State::Waiting { wait_ms: None };

fn done(result: &str) -> State {
    State::Done { result: Ok(bytes(result)) }
}

fn failed(traceback: &str) -> State {
    State::Done { result: Err(Failure { exception: bytes("?"), traceback: traceback.into() }) }
}

fn begun() -> System {
    let mut system = System::new(ByteBuf::from(vec![7]), OPTIONS);
    assert!(matches!(&system.begin(0.0)[..], [Action::Send { process: 0, message: Message::Begin { .. } }]));
    system
}

/// The answers that a process gets by these actions.
fn answers(actions: &[Action], process: ProcessId) -> Vec<(CallId, Answer)> {
    let sent = actions.iter().filter_map(|action| match action {
        Action::Send { process: to, message: Message::Go { answers, .. } } if *to == process => Some(answers.clone()),
        _ => None,
    });
    sent.flatten().collect()
}

fn started(actions: &[Action]) -> Vec<ProcessId> {
    let starts = actions.iter().filter_map(|action| match action {
        Action::Start { process } => Some(*process),
        _ => None,
    });
    starts.collect()
}

fn ended(actions: &[Action]) -> Vec<ProcessId> {
    let ends = actions.iter().filter_map(|action| match action {
        Action::End { process } => Some(*process),
        _ => None,
    });
    ends.collect()
}

fn runs(actions: &[Action], process: ProcessId) -> Option<u32> {
    actions.iter().find_map(|action| match action {
        Action::Send { process: to, message: Message::Run { call, .. } } if *to == process => {
            call.first().map(|first| u32::from(*first))
        }
        _ => None,
    })
}

fn start() -> Call {
    Call::Start { call: Pickle::from(vec![4]) }
}

/// A system whose first process has started another one that has run its module, and waits.
fn with_a_child() -> System {
    let mut system = begun();
    let actions = system.wants(0, wants(vec![(0, start())], WAITING), 1.0);
    assert_eq!(started(&actions), [1]);
    assert_eq!(answers(&actions, 0), [(0, Answer::Started { process: 1 })]);
    assert_eq!(runs(&system.wants(1, wants(vec![], done("")), 2.0), 1), Some(4));
    system
}

#[test]
fn who_can_go_on_is_asked_again_at_once_and_who_waits_when_it_is_time() {
    let mut system = begun();
    let again = system.wants(0, Wants { output: "a\n".into(), ..wants(vec![], State::Busy) }, 10.0);
    assert_eq!(again[0], Action::Output { process: 0, text: "a\n".into() });
    let go = Message::Go { answers: vec![], patience_ms: PATIENCE_MS };
    assert_eq!(again[1..], [Action::Send { process: 0, message: go.clone() }]);
    assert_eq!(system.wants(0, wants(vec![], State::Waiting { wait_ms: Some(30.0) }), 20.0), []);
    assert_eq!((system.next_ms(), system.tick(49.0)), (Some(50.0), vec![]));
    assert_eq!(system.tick(50.0), [Action::Send { process: 0, message: go }]);
    assert_eq!(system.next_ms(), None);
}

#[test]
fn the_end_of_the_program_ends_what_it_left_behind_and_tells_what_ended_it() {
    let mut system = with_a_child();
    let actions = system.wants(0, wants(vec![], failed("ValueError: x\n")), 3.0);
    assert_eq!(ended(&actions), [1]);
    assert!(matches!(actions.last(), Some(Action::Finished { failure: Some(_), code: 1 })));
    // What was on its way is not listened to.
    assert_eq!(system.wants(1, wants(vec![], State::Busy), 4.0), []);
}

#[test]
fn a_process_runs_its_module_then_its_function_and_its_end_is_told_to_who_joins() {
    let mut system = with_a_child();
    // Joining does not end before the process does.
    let join = |wait_ms| Call::Join { process: 1, wait_ms };
    let asked =
        system.wants(0, wants(vec![(1, join(Some(0.0))), (2, join(None)), (3, join(Some(20.0)))], WAITING), 5.0);
    assert_eq!(answers(&asked, 0), [(1, Answer::TimedOut)]);
    assert_eq!(system.wants(0, wants(vec![], WAITING), 6.0), []);
    assert_eq!(system.next_ms(), Some(25.0));
    assert_eq!(answers(&system.tick(25.0), 0), [(3, Answer::TimedOut)]);
    system.wants(0, wants(vec![], WAITING), 26.0);
    let over = system.wants(1, wants(vec![], done("")), 30.0);
    assert_eq!(ended(&over), [1]);
    assert_eq!(answers(&over, 0), [(2, Answer::Exited { code: 0 })]);
    let later = system.wants(0, wants(vec![(4, join(None))], WAITING), 31.0);
    assert_eq!(answers(&later, 0), [(4, Answer::Exited { code: 0 })]);
}

#[test]
fn an_exception_a_termination_and_a_death_have_their_own_exit_codes() {
    let end = |act: &dyn Fn(&mut System) -> Vec<Action>| {
        let mut system = with_a_child();
        system.wants(0, wants(vec![(1, Call::Join { process: 1, wait_ms: None })], State::Busy), 3.0);
        let actions = act(&mut system);
        let told = actions.iter().filter_map(|action| match action {
            Action::Errors { text, .. } => Some(text.as_str()),
            _ => None,
        });
        let told: String = told.collect();
        let mut got = answers(&actions, 0);
        got.extend(answers(&system.wants(0, wants(vec![], State::Busy), 4.0), 0));
        (got, ended(&actions), told)
    };
    let raised = end(&|system| system.wants(1, wants(vec![], failed("KeyError: 1\n")), 3.0));
    assert_eq!(raised, (vec![(1, Answer::Exited { code: 1 })], vec![1], "Process Process-1:\nKeyError: 1\n".into()));
    let terminated = end(&|system| system.wants(0, wants(vec![(2, Call::Terminate { process: 1 })], State::Busy), 3.0));
    assert_eq!(terminated.0, [(1, Answer::Exited { code: -15 }), (2, Answer::Done)]);
    assert_eq!(terminated.1, [1]);
    let died = end(&|system| system.died(1, 3.0));
    assert_eq!(died, (vec![(1, Answer::Exited { code: -9 })], vec![], String::new()));
}

#[test]
fn a_queue_gives_items_in_order_to_who_has_waited_longest() {
    let mut system = with_a_child();
    let put = |item: &str| Call::Put { queue: 0, item: bytes(item) };
    let get = |wait_ms| Call::Get { queue: 0, wait_ms };
    let made = system.wants(0, wants(vec![(1, Call::NewQueue), (2, put("a")), (3, put("b"))], State::Busy), 3.0);
    assert_eq!(answers(&made, 0), [(1, Answer::Queue { queue: 0 }), (2, Answer::Done), (3, Answer::Done)]);
    let got = system.wants(1, wants(vec![(0, get(None)), (1, Call::Length { queue: 0 })], State::Busy), 4.0);
    assert_eq!(answers(&got, 1), [(0, Answer::Item { item: bytes("a") }), (1, Answer::Length { items: 1 })]);
    let calls = vec![(2, get(Some(0.0))), (3, get(Some(0.0))), (4, get(None)), (5, get(Some(10.0)))];
    let got = system.wants(1, wants(calls, WAITING), 5.0);
    assert_eq!(answers(&got, 1), [(2, Answer::Item { item: bytes("b") }), (3, Answer::TimedOut)]);
    system.wants(1, wants(vec![], WAITING), 6.0);
    let given = system.wants(0, wants(vec![(4, put("c"))], State::Busy), 7.0);
    assert_eq!(answers(&given, 1), [(4, Answer::Item { item: bytes("c") })]);
    system.wants(1, wants(vec![], WAITING), 8.0);
    assert_eq!(answers(&system.tick(15.0), 1), [(5, Answer::TimedOut)]);
}

#[test]
fn a_queue_takes_no_more_than_it_may_hold_and_an_unknown_one_is_refused() {
    let mut system = begun();
    let put = |queue, length| Call::Put { queue, item: Pickle::from(vec![0; length]) };
    let calls = vec![(0, Call::NewQueue), (1, put(0, 100)), (2, put(0, 1)), (3, put(9, 1))];
    let got = answers(&system.wants(0, wants(calls, State::Busy), 1.0), 0);
    assert_eq!(got[1], (1, Answer::Done));
    assert!(matches!(got[2], (2, Answer::Refused { kind: Kind::MemoryError, .. })));
    assert!(matches!(got[3], (3, Answer::Refused { kind: Kind::ValueError, .. })));
    // Room again.
    let calls = vec![(4, Call::Get { queue: 0, wait_ms: None }), (5, put(0, 1))];
    assert_eq!(answers(&system.wants(0, wants(calls, State::Busy), 2.0), 0)[1], (5, Answer::Done));
}

fn submit(call: CallId) -> (CallId, Call) {
    (call, Call::Submit { pool: 0, call: Pickle::from(vec![call as u8]) })
}

/// A system with a pool of two workers, both at work, and a third task that waits.
fn with_a_pool() -> System {
    let mut system = begun();
    let calls = vec![(0, Call::NewPool { workers: 2 }), submit(1), submit(2), submit(3)];
    let actions = system.wants(0, wants(calls, WAITING), 1.0);
    assert_eq!((started(&actions), answers(&actions, 0)), (vec![1, 2], vec![(0, Answer::Pool { pool: 0 })]));
    system.wants(0, wants(vec![], WAITING), 1.0);
    for worker in [1, 2] {
        assert_eq!(runs(&system.wants(worker, wants(vec![], done("")), 2.0), worker), Some(worker));
    }
    system
}

fn returned(result: &str) -> Answer {
    Answer::Returned { result: Ok(bytes(result)) }
}

#[test]
fn a_pool_starts_as_many_processes_as_work_needs_and_gives_them_one_task_after_the_other() {
    let mut system = with_a_pool();
    let next = system.wants(2, wants(vec![], done("two")), 3.0);
    assert_eq!((answers(&next, 0), runs(&next, 2)), (vec![(2, returned("two"))], Some(3)));
    let closing = system.wants(0, wants(vec![(4, Call::ClosePool { pool: 0 }), submit(5)], WAITING), 4.0);
    assert!(matches!(answers(&closing, 0)[..], [(5, Answer::Refused { kind: Kind::RuntimeError, .. })]));
    system.wants(0, wants(vec![], WAITING), 4.0);
    assert_eq!(ended(&system.wants(1, wants(vec![], failed("E\n")), 5.0)), []);
    let last = system.wants(2, wants(vec![], done("three")), 6.0);
    assert_eq!(ended(&last), [1, 2]);
    let rest = answers(&system.wants(0, wants(vec![], State::Busy), 7.0), 0);
    assert_eq!(rest, [(3, returned("three")), (4, Answer::Done)]);
}

#[test]
fn the_program_ends_when_its_pools_have_done_their_work() {
    let mut system = with_a_pool();
    system.wants(1, wants(vec![], done("one")), 3.0);
    assert_eq!(ended(&system.wants(0, wants(vec![], done("")), 4.0)), []);
    assert_eq!(ended(&system.wants(2, wants(vec![], done("two")), 5.0)), []);
    let last = system.wants(1, wants(vec![], done("three")), 6.0);
    assert_eq!(ended(&last), [1, 2]);
    assert_eq!(last.last(), Some(&Action::Finished { failure: None, code: 0 }));
}

#[test]
fn an_idle_process_of_a_pool_is_used_before_another_one_is_started() {
    let mut system = begun();
    system.wants(0, wants(vec![(0, Call::NewPool { workers: 4 }), submit(1)], State::Busy), 1.0);
    system.wants(1, wants(vec![], done("")), 2.0);
    system.wants(1, wants(vec![], done("one")), 3.0);
    let next = system.wants(0, wants(vec![submit(2)], State::Busy), 4.0);
    assert_eq!((started(&next), runs(&next, 1)), (vec![], Some(2)));
    assert_eq!(started(&system.wants(0, wants(vec![submit(3)], State::Busy), 5.0)), [2]);
}

#[test]
fn a_process_that_dies_breaks_its_pool_and_all_its_futures() {
    let mut system = with_a_pool();
    let actions = system.died(1, 3.0);
    assert_eq!(ended(&actions), [2]);
    let told = answers(&actions, 0);
    assert_eq!(told.iter().map(|(call, _)| *call).collect::<Vec<_>>(), [1, 2, 3]);
    for (_, answer) in told {
        let Answer::Returned { result: Err(failure) } = answer else { panic!("{answer:?}") };
        assert_eq!(pickle::kind(&failure.exception), Some(Kind::BrokenProcessPool));
    }
    let calls = vec![submit(7), (8, Call::ClosePool { pool: 0 })];
    let later = answers(&system.wants(0, wants(calls, State::Busy), 4.0), 0);
    assert!(matches!(later[..], [(7, Answer::Returned { result: Err(_) }), (8, Answer::Done)]));
}

#[test]
fn a_module_that_fails_in_a_process_of_a_pool_breaks_the_pool() {
    let mut system = begun();
    system.wants(0, wants(vec![(0, Call::NewPool { workers: 1 }), submit(1)], WAITING), 1.0);
    system.wants(0, wants(vec![], WAITING), 1.0);
    let actions = system.wants(1, wants(vec![], failed("NameError: x\n")), 2.0);
    assert_eq!(ended(&actions), [1]);
    assert!(matches!(answers(&actions, 0)[..], [(1, Answer::Returned { result: Err(_) })]));
}

#[test]
fn there_are_only_so_many_processes_at_a_time() {
    let mut system = begun();
    let calls = (0..PROCESSES_MAX as u32).map(|call| (call, start())).collect();
    let actions = system.wants(0, wants(calls, State::Busy), 1.0);
    assert_eq!(started(&actions).len(), PROCESSES_MAX - 1);
    assert!(matches!(answers(&actions, 0).last(), Some((_, Answer::Refused { kind: Kind::OSError, .. }))));
    // A pool without any process says so; one that has ended leaves its room.
    let calls = vec![(20, Call::NewPool { workers: 2 }), (21, Call::NewPool { workers: 17 }), submit(22)];
    let got = answers(&system.wants(0, wants(calls, State::Busy), 2.0), 0);
    assert!(matches!(got[1], (21, Answer::Refused { kind: Kind::ValueError, .. })));
    assert!(matches!(got[2], (22, Answer::Refused { kind: Kind::OSError, .. })));
    system.died(5, 3.0);
    assert_eq!(started(&system.wants(0, wants(vec![submit(23)], State::Busy), 4.0)), [PROCESSES_MAX as u32]);
}

#[test]
fn what_a_terminated_process_started_ends_with_it() {
    let mut system = with_a_child();
    let actions =
        system.wants(1, wants(vec![(0, start()), (1, Call::NewPool { workers: 1 }), submit(2)], WAITING), 3.0);
    assert_eq!(started(&actions), [2, 3]);
    let actions = system.wants(0, wants(vec![(1, Call::Terminate { process: 1 })], State::Busy), 4.0);
    assert_eq!(ended(&actions), [1, 2, 3]);
    assert_eq!(answers(&actions, 1), []);
}

proptest::proptest! {
    /// Whatever processes want, and whatever happens to them: nobody is asked twice without having answered, nobody who has
    /// ended is asked or ended again, and each call is answered once at most.
    #[test]
    fn nothing_that_processes_want_confuses_it(steps in proptest::collection::vec((0u32..5, 0u32..12, 0u32..4), 0..200)) {
        let mut system = System::new(ByteBuf::new(), OPTIONS);
        let (mut asked, mut ended, mut calls) = (vec![true], vec![false], 0);
        let mut open = std::collections::HashSet::new();
        let mut pending = system.begin(0.0);
        for (at, (process, what, state)) in (1..).zip(steps) {
            let now_ms = f64::from(at);
            if asked.get(process as usize) == Some(&true) && !ended[process as usize] {
                let call = match what {
                    0 => Some(start()),
                    1 => Some(Call::Join { process: state, wait_ms: Some(3.0) }),
                    2 => Some(Call::Terminate { process: state }),
                    3 => Some(Call::NewQueue),
                    4 => Some(Call::Put { queue: state, item: bytes("12345678") }),
                    5 => Some(Call::Get { queue: state, wait_ms: None }),
                    6 => Some(Call::NewPool { workers: state }),
                    7 | 8 => Some(Call::Submit { pool: state / 2, call: Pickle::new() }),
                    9 => Some(Call::ClosePool { pool: state / 2 }),
                    _ => None,
                };
                let state = match state {
                    0 => State::Busy,
                    1 => State::Waiting { wait_ms: Some(2.0) },
                    2 => WAITING,
                    _ if process == 0 => State::Busy,
                    _ => if what == 11 { failed("x") } else { done("y") },
                };
                let call = call.map(|call| { calls += 1; open.insert((process, calls)); (calls, call) });
                asked[process as usize] = false;
                pending = system.wants(process, wants(call.into_iter().collect(), state), now_ms);
            } else if what == 10 && process != 0 && ended.get(process as usize) == Some(&false) {
                ended[process as usize] = true;
                pending = system.died(process, now_ms);
            } else {
                pending.extend(system.tick(now_ms));
            }
            for action in pending.drain(..) {
                match action {
                    Action::Start { process } => {
                        assert_eq!(process as usize, asked.len());
                        asked.push(false);
                        ended.push(false);
                    }
                    Action::Send { process, message } => {
                        assert!(!ended[process as usize]);
                        if !matches!(message, Message::Begin { process: 0, .. }) {
                            assert!(!std::mem::replace(&mut asked[process as usize], true));
                        }
                        if let Message::Go { answers, .. } = message {
                            answers.iter().for_each(|(call, _)| assert!(open.remove(&(process, *call))));
                        }
                    }
                    Action::End { process } => assert!(!std::mem::replace(&mut ended[process as usize], true)),
                    Action::Finished { .. } => unreachable!("the first process is never done here"),
                    Action::Output { .. } | Action::Errors { .. } => {}
                }
            }
        }
    }
}
