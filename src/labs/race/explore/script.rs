//! The threads' code: what each line does, and how it is written.

use serde::{Deserialize, Serialize};

use kosut_workloads::race::RaceScene;

/// How the threads take care of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum RaceFix {
    /// Not at all.
    None,
    /// The steps are done under a lock.
    Lock,
    /// Reading and writing is one step.
    Atomic,
}

/// What one line does. Each is indivisible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The thread's register takes the value of a variable.
    Load { variable: usize },
    /// Adds to the register.
    Add { by: i32 },
    /// A variable takes the value of the register.
    Store { variable: usize },
    /// A variable takes this value.
    Set { variable: usize, to: i32 },
    /// Adds to a variable.
    AddAtOnce { variable: usize, by: i32 },
    /// Goes to the line `end` unless the register is 0.
    EndUnlessFree { end: u32 },
    /// Sets the variable to `to` if it is 0, and goes to the line `end` otherwise.
    TakeAtOnce { variable: usize, to: i32, end: u32 },
    /// Takes the lock, as soon as nobody holds it.
    Lock,
    /// Gives the lock back.
    Unlock,
}

/// The code of all threads, and what has to come out.
pub struct Script {
    /// Each thread's lines.
    pub threads: Vec<Vec<Step>>,
    /// The names of the shared variables.
    pub variables: &'static [&'static str],
    /// Their values at first.
    pub values: Vec<i32>,
    /// What counts of them in the end.
    pub outcome: fn(&[i32]) -> i32,
    /// What that has to be.
    pub expected: i32,
}

/// Coins in each of the two accounts at first, and coins that the first thread transfers; the second twice as many.
const BALANCE: i32 = 100;
const COINS: i32 = 10;

impl Script {
    /// The code for a scene.
    pub fn new(scene: RaceScene, fix: RaceFix, threads: u32, rounds: u32) -> Self {
        let code = |thread: u32| (0..rounds).flat_map(|_| once(scene, fix, thread)).collect();
        let threads_code = (0..threads).map(code).collect();
        let sum = |values: &[i32]| values.iter().sum();
        match scene {
            RaceScene::Counter => Script {
                threads: threads_code,
                variables: &["number"],
                values: vec![0],
                outcome: sum,
                expected: (threads * rounds) as i32,
            },
            RaceScene::Bank => Script {
                threads: threads_code,
                variables: &["a", "b"],
                values: vec![BALANCE; 2],
                outcome: sum,
                expected: 2 * BALANCE,
            },
            RaceScene::Seat => Script {
                threads: threads_code,
                variables: &["seat", "tickets"],
                values: vec![0; 2],
                outcome: |values| values[1],
                expected: 1,
            },
        }
    }

    /// A line as it is written.
    pub fn line(&self, step: &Step) -> String {
        let name = |variable: usize| self.variables[variable];
        let signed = |by: i32| if by < 0 { format!("- {}", -by) } else { format!("+ {by}") };
        match *step {
            Step::Load { variable } => format!("r = {}", name(variable)),
            Step::Add { by } => format!("r = r {}", signed(by)),
            Step::Store { variable } => format!("{} = r", name(variable)),
            Step::Set { variable, to } => format!("{} = {to}", name(variable)),
            Step::AddAtOnce { variable, by } => format!("{}.fetch_add({by})", name(variable)),
            Step::EndUnlessFree { .. } => "if r != 0: stop".into(),
            Step::TakeAtOnce { variable, to, .. } => format!("if not {}.swap_if(0, {to}): stop", name(variable)),
            Step::Lock => "lock.acquire()".into(),
            Step::Unlock => "lock.release()".into(),
        }
    }
}

/// One round of a thread's code. Where it goes to an end, that is the round's own, of which there is one then.
fn once(scene: RaceScene, fix: RaceFix, thread: u32) -> Vec<Step> {
    let steps = match (scene, fix) {
        (RaceScene::Counter, RaceFix::Atomic) => vec![Step::AddAtOnce { variable: 0, by: 1 }],
        (RaceScene::Counter, _) => three_steps(0, 1),
        (RaceScene::Bank, RaceFix::Atomic) => {
            let coins = COINS * (1 + thread as i32);
            vec![Step::AddAtOnce { variable: 0, by: -coins }, Step::AddAtOnce { variable: 1, by: coins }]
        }
        (RaceScene::Bank, _) => {
            let coins = COINS * (1 + thread as i32);
            [three_steps(0, -coins), three_steps(1, coins)].concat()
        }
        (RaceScene::Seat, RaceFix::Atomic) => {
            let take = Step::TakeAtOnce { variable: 0, to: 1 + thread as i32, end: 2 };
            vec![take, Step::AddAtOnce { variable: 1, by: 1 }]
        }
        (RaceScene::Seat, _) => {
            // Under the lock all of it is one line further down, and who finds the seat taken still gives the lock back.
            let end = if fix == RaceFix::Lock { 5 } else { 4 };
            let take = Step::Set { variable: 0, to: 1 + thread as i32 };
            let ticket = Step::AddAtOnce { variable: 1, by: 1 };
            vec![Step::Load { variable: 0 }, Step::EndUnlessFree { end }, take, ticket]
        }
    };
    match fix {
        RaceFix::Lock => [vec![Step::Lock], steps, vec![Step::Unlock]].concat(),
        RaceFix::None | RaceFix::Atomic => steps,
    }
}

fn three_steps(variable: usize, by: i32) -> Vec<Step> {
    vec![Step::Load { variable }, Step::Add { by }, Step::Store { variable }]
}
