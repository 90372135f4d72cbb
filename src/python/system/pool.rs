//! Pools of processes, as `concurrent.futures.ProcessPoolExecutor` has them: started when there is work, one after the
//! other; broken for good when one of them dies.

use std::collections::VecDeque;

use super::{POOLS_MAX, PROCESSES_MAX, Role, Stage, System, TERMINATED, no_room, refused, unknown};
use crate::{
    exception::Kind,
    outside::{Answer, CallId, Failure, Pickle, ProcessId},
    pickle,
};

/// What CPython says of a pool one of whose processes has died.
const BROKEN: &str = "A process in the process pool was terminated abruptly while the future was running or pending.";

/// A pool.
#[derive(Debug)]
pub struct Pool {
    /// The process that made it.
    pub owner: ProcessId,
    most: u32,
    workers: Vec<ProcessId>,
    pending: VecDeque<Task>,
    /// The call that closes it; its answer comes when all work is done.
    closing: Option<CallId>,
    end: End,
}

/// Whether a pool takes work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Closed,
    Broken,
}

/// Work that no process has begun with.
#[derive(Debug)]
struct Task {
    call: CallId,
    work: Pickle,
}

impl System {
    pub(super) fn new_pool(&mut self, owner: ProcessId, most: u32) -> Answer {
        if most == 0 {
            return refused(Kind::ValueError, "max_workers must be greater than 0");
        }
        if most as usize > PROCESSES_MAX {
            return refused(Kind::ValueError, format!("max_workers must be <= {PROCESSES_MAX}"));
        }
        if self.pools.len() == POOLS_MAX {
            return refused(Kind::OSError, format!("a program may have at most {POOLS_MAX} pools: use one again"));
        }
        let (workers, pending) = (Vec::new(), VecDeque::new());
        self.pools.push(Pool { owner, most, workers, pending, closing: None, end: End::Open });
        Answer::Pool { pool: self.pools.len() as u32 - 1 }
    }

    /// Takes work in; an answer at once is a refusal.
    pub(super) fn submit(&mut self, owner: ProcessId, call: CallId, pool: u32, work: Pickle) -> Option<Answer> {
        let Some(known) = self.pools.get_mut(pool as usize).filter(|known| known.owner == owner) else {
            return Some(unknown("pool", pool));
        };
        match known.end {
            End::Open => {}
            End::Closed => return Some(refused(Kind::RuntimeError, "cannot schedule new futures after shutdown")),
            End::Broken => return Some(broken()),
        }
        known.pending.push_back(Task { call, work });
        self.feed(pool);
        None
    }

    /// Closes a pool; an answer at once is a refusal, or comes because it has nothing to do.
    pub(super) fn close(&mut self, owner: ProcessId, call: CallId, pool: u32) -> Option<Answer> {
        let known = self.pools.get_mut(pool as usize).filter(|known| known.owner == owner);
        let Some(known) = known else { return Some(unknown("pool", pool)) };
        if known.end != End::Open {
            return Some(Answer::Done);
        }
        known.end = End::Closed;
        known.closing = Some(call);
        self.feed(pool);
        None
    }

    /// Its owner goes: it takes no more work.
    pub(super) fn close_for_good(&mut self, owner: ProcessId, pool: u32) {
        let known = &mut self.pools[pool as usize];
        if known.owner == owner && known.end == End::Open {
            known.end = End::Closed;
            self.feed(pool);
        }
    }

    /// Whether a pool of this process has something to do, or processes.
    pub(super) fn has_work(&self, owner: ProcessId) -> bool {
        self.pools.iter().any(|pool| pool.owner == owner && !(pool.pending.is_empty() && pool.workers.is_empty()))
    }

    /// Gives pending work to processes that have none, and starts more of them while there are fewer than work needs.
    pub(super) fn feed(&mut self, pool: u32) {
        let is_free = |role: &Role| matches!(role, Role::Worker { task: None, .. });
        loop {
            let known = &mut self.pools[pool as usize];
            if known.pending.is_empty() {
                break;
            }
            let idle = known.workers.iter().copied().find(|&worker| {
                let worker = &self.processes[worker as usize];
                worker.stage == Stage::Idle && is_free(&worker.role)
            });
            if let Some(worker) = idle
                && let Some(Task { call, work }) = known.pending.pop_front()
            {
                if let Role::Worker { task, .. } = &mut self.processes[worker as usize].role {
                    *task = Some(call);
                }
                self.run(worker, work);
                continue;
            }
            let free = known.workers.iter().filter(|&&worker| is_free(&self.processes[worker as usize].role)).count();
            if free >= known.pending.len() || known.workers.len() >= known.most as usize {
                return;
            }
            if !self.has_room() {
                self.starve(pool);
                return;
            }
            let owner = self.pools[pool as usize].owner;
            let name = self.child_name(owner, "SpawnProcess");
            let worker = self.add(name, Some(owner), Role::Worker { pool, ready: false, task: None });
            self.pools[pool as usize].workers.push(worker);
        }
        self.close_if_done(pool);
    }

    /// No process can be started for a pool. If it has none at all, its work will never be done, and says so.
    fn starve(&mut self, pool: u32) {
        let known = &mut self.pools[pool as usize];
        if known.workers.is_empty() {
            let owner = known.owner;
            for task in std::mem::take(&mut known.pending) {
                self.answer(owner, task.call, no_room());
            }
            self.close_if_done(pool);
        }
    }

    fn close_if_done(&mut self, pool: u32) {
        let known = &mut self.pools[pool as usize];
        let at_work =
            |worker: &ProcessId| matches!(self.processes[*worker as usize].role, Role::Worker { task: Some(_), .. });
        if known.end != End::Closed || !known.pending.is_empty() || known.workers.iter().any(at_work) {
            return;
        }
        let (owner, closing) = (known.owner, known.closing.take());
        // Taken out first: a pool that loses what it no longer has is not broken.
        for worker in std::mem::take(&mut known.workers) {
            self.end(worker, 0);
        }
        if let Some(call) = closing {
            self.answer(owner, call, Answer::Done);
        }
        self.try_to_leave(owner);
    }

    /// A process has ended. If it worked in this pool, no future of the pool will be done any more.
    pub(super) fn lose(&mut self, pool: u32, process: ProcessId) {
        let known = &mut self.pools[pool as usize];
        if !known.workers.contains(&process) {
            return;
        }
        known.end = End::Broken;
        let (owner, closing) = (known.owner, known.closing.take());
        let mut calls: Vec<CallId> = std::mem::take(&mut known.pending).into_iter().map(|task| task.call).collect();
        let workers = std::mem::take(&mut known.workers);
        for worker in &workers {
            if let Role::Worker { task, .. } = &mut self.processes[*worker as usize].role {
                calls.extend(task.take());
            }
        }
        for worker in workers {
            if self.is_alive(worker) {
                self.end(worker, TERMINATED);
            }
        }
        // In the order in which they were submitted.
        calls.sort_unstable();
        for call in calls {
            self.answer(owner, call, broken());
        }
        if let Some(call) = closing {
            self.answer(owner, call, Answer::Done);
        }
        self.try_to_leave(owner);
    }
}

/// What futures of a broken pool raise.
fn broken() -> Answer {
    let exception = pickle::exception(Kind::BrokenProcessPool, BROKEN);
    Answer::Returned { result: Err(Failure { exception, traceback: String::new() }) }
}
