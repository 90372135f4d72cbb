//! The lanes of one process: one flow of control, or several that share the process's memory; the [`board`] on which they
//! show what they do; how they wait for the outside ([`blocking`]); their [`locks`], and the graph of who waits for whom ([`wait_for`]).

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use serde::{Deserialize, Serialize};

pub mod blocking;
pub mod board;
pub mod locks;
pub mod wait_for;

/// How units are given to lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// Before the start, in equal runs of consecutive units.
    Static,
    /// While running: who is free takes the next.
    Dynamic,
}

/// Where the threads of a process come from.
#[derive(Debug)]
pub enum Lanes {
    /// The process's own flow of control only.
    One,
    /// This many threads of rayon's global pool, which must have exactly as many (in a browser there is no other pool).
    Global(u32),
    /// The threads of this pool.
    Pool(rayon::ThreadPool),
}

impl Lanes {
    /// How many lanes there are, at least 1.
    pub fn count(&self) -> u32 {
        match self {
            Lanes::One => 1,
            Lanes::Global(threads) => *threads,
            Lanes::Pool(pool) => pool.current_num_threads() as u32,
        }
    }

    /// Calls `work(lane)` once on each lane, all at the same time, and gives the results lane by lane. It returns when all
    /// have returned.
    pub fn each<R: Send>(&self, work: impl Fn(u32) -> R + Sync) -> Vec<R> {
        match self {
            Lanes::One => vec![work(0)],
            Lanes::Global(_) => rayon::broadcast(|context| work(context.index() as u32)),
            Lanes::Pool(pool) => pool.broadcast(|context| work(context.index() as u32)),
        }
    }

    /// Lets each lane call `work(lane)` once, and returns at once: for whoever must go on hearing others meanwhile. A lane
    /// that is still at what it was given before begins when it is done with that.
    ///
    /// False, and nothing happens, when there is no lane besides the process's own flow of control.
    pub fn spread(&self, work: impl Fn(u32) + Send + Sync + 'static) -> bool {
        match self {
            Lanes::One => return false,
            Lanes::Global(_) => rayon::spawn_broadcast(move |context| work(context.index() as u32)),
            Lanes::Pool(pool) => pool.spawn_broadcast(move |context| work(context.index() as u32)),
        }
        true
    }

    /// Calls `work(lane, item)` once for each item below `items`, on all lanes at once, and gives the results in the
    /// order of the items. It returns when all lanes are done.
    pub fn run<R: Send>(&self, items: usize, schedule: Schedule, work: impl Fn(u32, usize) -> R + Sync) -> Vec<R> {
        let lanes = self.count() as usize;
        if lanes == 1 {
            return (0..items).map(|item| work(0, item)).collect();
        }
        let next = AtomicUsize::new(0);
        let finished = Mutex::new(Vec::with_capacity(items));
        let lane = |lane: usize| {
            let mut own = Vec::new();
            match schedule {
                Schedule::Static => {
                    let share = lane * items / lanes..(lane + 1) * items / lanes;
                    own.extend(share.map(|item| (item, work(lane as u32, item))));
                }
                // Relaxed: the counter only hands out numbers; the results are published by the mutex below.
                Schedule::Dynamic => loop {
                    let item = next.fetch_add(1, Ordering::Relaxed);
                    if item >= items {
                        break;
                    }
                    own.push((item, work(lane as u32, item)));
                },
            }
            // A poisoned lock means that another lane panicked, which ends the process anyway.
            if let Ok(mut finished) = finished.lock() {
                finished.append(&mut own);
            }
        };
        self.each(|index| lane(index as usize));
        let mut finished = finished.into_inner().unwrap_or_default();
        finished.sort_unstable_by_key(|(item, _)| *item);
        finished.into_iter().map(|(_, result)| result).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(threads: usize) -> Lanes {
        Lanes::Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool"))
    }

    #[test]
    fn every_item_runs_once_and_results_keep_their_order() {
        for lanes in [Lanes::One, pool(2), pool(7)] {
            for schedule in [Schedule::Static, Schedule::Dynamic] {
                for items in [0, 1, 5, 1000] {
                    let calls = AtomicUsize::new(0);
                    let results = lanes.run(items, schedule, |_, item| {
                        calls.fetch_add(1, Ordering::Relaxed);
                        item * 2
                    });
                    assert_eq!(results, (0..items).map(|item| item * 2).collect::<Vec<_>>());
                    assert_eq!(calls.into_inner(), items);
                }
            }
        }
    }

    #[test]
    fn spread_work_goes_on_beside_whoever_gave_it() {
        let (told, heard) = std::sync::mpsc::channel();
        let gate = std::sync::Arc::new(std::sync::Barrier::new(4));
        let lanes = pool(3);
        let closed = std::sync::Arc::clone(&gate);
        assert!(lanes.spread(move |lane| {
            closed.wait();
            told.send(lane).expect("somebody listens");
        }));
        // It came back while the lanes still wait for this one.
        gate.wait();
        let mut lanes_heard: Vec<u32> = heard.iter().take(3).collect();
        lanes_heard.sort_unstable();
        assert_eq!(lanes_heard, [0, 1, 2]);
        assert!(!Lanes::One.spread(|_| unreachable!("there is no other lane")));
    }

    #[test]
    fn a_static_schedule_gives_each_lane_consecutive_items() {
        let lanes = pool(3).run(10, Schedule::Static, |lane, _| lane);
        assert_eq!(lanes, [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]);
    }
}
