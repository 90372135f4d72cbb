//! Every order in which the steps of a few small threads can come: a model of the race, small enough to be known wholly.
//!
//! A thread is a list of steps ([`script`]), each indivisible; a scheduler chooses after each step who takes the next.
//! What follows from a state does not depend on how it was reached, so states are kept once and orders are counted
//! instead of listed: the orders that lead to a state are the sum of those that lead to the states before it.
//!
//! Nothing runs here. It is a simulation, and who shows it says so.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use kosut_core::error::{Error, Result};
use kosut_workloads::race::RaceScene;

mod orders;
mod script;

use orders::Orders;
pub use script::RaceFix;
use script::{Script, Step};

/// The numbers of threads and rounds of each scene that are explored: with more, nobody could look through the states.
const SIZES: &[(RaceScene, u32, u32)] = &[
    (RaceScene::Counter, 2, 1),
    (RaceScene::Counter, 2, 2),
    (RaceScene::Counter, 3, 1),
    (RaceScene::Bank, 2, 1),
    (RaceScene::Seat, 2, 1),
    (RaceScene::Seat, 3, 1),
];

/// What is to be explored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RaceQuestion {
    /// What is shared.
    pub scene: RaceScene,
    /// How the threads take care.
    pub fix: RaceFix,
    /// How many threads: 2 or 3.
    pub threads: u32,
    /// How often each does its work: 1 or 2.
    pub rounds: u32,
}

/// All that can happen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RaceExploration {
    /// The lines of each thread's code: one is one step.
    pub code: Vec<Vec<String>>,
    /// The names of the shared variables.
    pub variables: Vec<String>,
    /// What has to come out in the end.
    pub expected: i32,
    /// All states; the first is the beginning.
    pub states: Vec<RaceState>,
    /// What can come out in the end, from the smallest on.
    pub ends: Vec<RaceEnd>,
    /// In how many orders the steps can come.
    pub interleavings: u64,
}

/// A moment between two steps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RaceState {
    /// The line that each thread comes to next; the number of its lines when it has finished.
    pub lines: Vec<u32>,
    /// What each thread has read and computed; `None` before it has read anything.
    pub registers: Vec<Option<i32>>,
    /// The shared variables.
    pub values: Vec<i32>,
    /// The thread that holds the lock.
    pub owner: Option<u32>,
    /// For each thread the state after its next step; `None` when it has finished, or waits for the lock.
    pub next: Vec<Option<u32>>,
    /// What came out, once all threads have finished.
    pub outcome: Option<i32>,
}

/// What can come out in the end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RaceEnd {
    /// The number; the coins in both accounts; the tickets.
    pub outcome: i32,
    /// Whether it is what has to come out.
    pub holds: bool,
    /// How many orders of the steps lead to it.
    pub interleavings: u64,
    /// One such order with as few switches as there can be: the thread that takes each step.
    pub schedule: Vec<u32>,
}

/// Finds all that can happen.
///
/// # Errors
/// [`Error::Parameter`] for a size that is not explored.
pub fn explore(question: &RaceQuestion) -> Result<RaceExploration> {
    let RaceQuestion { scene, fix, threads, rounds } = *question;
    if !SIZES.contains(&(scene, threads, rounds)) {
        let sizes = SIZES.iter().filter(|(other, ..)| *other == scene);
        let allowed = sizes.map(|(_, threads, rounds)| format!("{threads}x{rounds}")).collect::<Vec<_>>().join(", ");
        return Err(Error::Parameter { field: "threads".into(), value: format!("{threads}x{rounds}"), allowed });
    }
    Ok(all_states(&Script::new(scene, fix, threads, rounds)))
}

/// The same from JSON to JSON.
///
/// # Errors
/// [`Error::Protocol`] when the question can't be read, and those of [`explore`].
pub fn answer(question: &str) -> Result<String> {
    let unreadable =
        |error: serde_json::Error| Error::Protocol { reason: format!("a question of the lab race: {error}") };
    let exploration = explore(&serde_json::from_str(question).map_err(unreadable)?)?;
    serde_json::to_string(&exploration).map_err(unreadable)
}

fn all_states(script: &Script) -> RaceExploration {
    let threads = script.threads.len();
    let first = RaceState {
        lines: vec![0; threads],
        registers: vec![None; threads],
        values: script.values.clone(),
        owner: None,
        next: vec![None; threads],
        outcome: None,
    };
    let mut known = HashMap::from([(first.clone(), 0)]);
    let mut states = vec![first];
    let mut at = 0;
    while at < states.len() {
        let state = RaceState { next: vec![None; threads], outcome: None, ..states[at].clone() };
        for thread in 0..threads {
            let Some(after) = step(script, &state, thread) else { continue };
            let index = *known.entry(after.clone()).or_insert(states.len() as u32);
            if index as usize == states.len() {
                states.push(after);
            }
            states[at].next[thread] = Some(index);
        }
        if states[at].next.iter().all(Option::is_none) {
            states[at].outcome = Some((script.outcome)(&state.values));
        }
        at += 1;
    }
    let orders = Orders::of(&states);
    let code = script.threads.iter().map(|steps| steps.iter().map(|step| script.line(step)).collect()).collect();
    let ends = ends(&states, &orders, script.expected);
    let interleavings = ends.iter().map(|end| end.interleavings).sum();
    let variables = script.variables.iter().map(|name| (*name).into()).collect();
    RaceExploration { code, variables, expected: script.expected, states, ends, interleavings }
}

/// The state after the next step of this thread, or `None` when it can't take one.
fn step(script: &Script, state: &RaceState, thread: usize) -> Option<RaceState> {
    let line = state.lines[thread];
    let step = script.threads[thread].get(line as usize)?;
    let mut after = state.clone();
    let mut next_line = line + 1;
    let (register, values) = (&mut after.registers[thread], &mut after.values);
    match *step {
        Step::Load { variable } => *register = Some(values[variable]),
        Step::Add { by } => *register = Some(register.unwrap_or_default() + by),
        Step::Store { variable } => values[variable] = register.unwrap_or_default(),
        Step::Set { variable, to } => values[variable] = to,
        Step::AddAtOnce { variable, by } => values[variable] += by,
        Step::EndUnlessFree { end } => {
            if *register != Some(0) {
                next_line = end;
            }
        }
        Step::TakeAtOnce { variable, to, end } => {
            if values[variable] == 0 {
                values[variable] = to;
            } else {
                next_line = end;
            }
        }
        Step::Lock if state.owner.is_some() => return None,
        Step::Lock => after.owner = Some(thread as u32),
        Step::Unlock => after.owner = None,
    }
    after.lines[thread] = next_line;
    Some(after)
}

/// What can come out, each once.
fn ends(states: &[RaceState], orders: &Orders, expected: i32) -> Vec<RaceEnd> {
    let mut ends: Vec<(RaceEnd, u32)> = Vec::new();
    for (index, state) in states.iter().enumerate() {
        let Some(outcome) = state.outcome else { continue };
        let (interleavings, switches) = (orders.leading_to(index), orders.fewest_switches(index));
        match ends.iter_mut().find(|(end, _)| end.outcome == outcome) {
            Some((end, fewest)) => {
                end.interleavings += interleavings;
                if switches < *fewest {
                    (end.schedule, *fewest) = (orders.schedule(index), switches);
                }
            }
            None => {
                let schedule = orders.schedule(index);
                ends.push((RaceEnd { outcome, holds: outcome == expected, interleavings, schedule }, switches));
            }
        }
    }
    let mut ends: Vec<RaceEnd> = ends.into_iter().map(|(end, _)| end).collect();
    ends.sort_unstable_by_key(|end| end.outcome);
    ends
}

#[cfg(test)]
mod tests;
