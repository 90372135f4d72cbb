//! Lanes, cores and messages, as a small simulation: it knows what each step costs and lets them take place one after the
//! other, as an operating system would.
//!
//! Formulas for the sum of all work, for the longest chain and for the busiest part give bounds of the time; what lies
//! between (lanes that all wait and then all want a core, a last piece for which everyone waits, an owner who is asked by
//! all at once) is what the choice between topologies often hangs on, and a simulation has it for nothing.
//!
//! There are so many cores. A lane that wants to compute takes a free one, or queues for one, and gives it back when a
//! slice of time is over and others queue. The owner of the data, who deals pieces and takes in results, gets a core at
//! once, as who mostly sleeps does; then all that compute are slowed down together.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, VecDeque},
};

use crate::choose::job::Deal;

/// How long a lane keeps its core while others queue, in milliseconds: what Linux gives on few cores.
const SLICE_MS: f64 = 3.0;

/// What is shorter is over, in milliseconds: times are sums of floats.
const OVER_MS: f64 = 1e-9;

/// What there is to do, and what each step of it costs; milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Boxes.
    pub processes: u32,
    /// Lanes of each.
    pub threads: u32,
    /// Items in all.
    pub items: u32,
    /// How they are dealt.
    pub deal: Deal,
    /// An item waits.
    pub wait_ms: f64,
    /// An item computes.
    pub item_ms: f64,
    /// A process computes for each message, before its lanes begin.
    pub message_ms: f64,
    /// It computes besides for each item of a message.
    pub message_item_ms: f64,
    /// The owner computes for each message, there and back together.
    pub owner_ms: f64,
    /// The owner computes besides for each item of a message.
    pub owner_item_ms: f64,
    /// A message is under way, each way.
    pub way_ms: f64,
}

/// Where it is done.
pub struct Cores<'a> {
    /// How many there are.
    pub count: usize,
    /// How fast so many busy lanes compute together, as multiples of one; for 1 to `count`.
    pub speed: &'a dyn Fn(usize) -> f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A lane's wait is over.
    Wake(usize),
    /// A piece has come to a process.
    Delivered(usize, u32),
    /// The results of a piece have come to the owner.
    Returned(usize, u32),
}

/// What a lane computes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Task {
    Unpack,
    Item,
}

#[derive(Debug, Clone, Copy)]
struct Computing {
    lane: usize,
    task: Task,
    left_ms: f64,
    slice_ms: f64,
}

#[derive(Debug, Clone, Copy)]
enum Errand {
    Send(usize, u32),
    Receive(usize, u32),
}

#[derive(Debug, Clone, Default)]
struct Place {
    /// Pieces that have come and are not begun.
    pieces: VecDeque<u32>,
    /// Items of the piece under way.
    piece: u32,
    to_take: u32,
    undone: u32,
}

struct World<'a> {
    plan: &'a Plan,
    now_ms: f64,
    boxes: Vec<Place>,
    /// Who queues for a core, in order.
    queue: VecDeque<Computing>,
    running: Vec<Computing>,
    /// By the bits of a time that is not negative, which are in the order of the times.
    timers: BinaryHeap<Reverse<(u64, Event)>>,
    errands: VecDeque<(Errand, f64)>,
    to_deal: u32,
    returned: u32,
}

/// How long it takes until the owner has everything, in milliseconds.
pub fn makespan_ms(plan: &Plan, cores: &Cores<'_>) -> f64 {
    let mut world = World {
        plan,
        now_ms: 0.0,
        boxes: vec![Place::default(); plan.processes as usize],
        queue: VecDeque::new(),
        running: Vec::new(),
        timers: BinaryHeap::new(),
        errands: VecDeque::new(),
        to_deal: plan.items,
        returned: 0,
    };
    for _ in 0..plan.deal.ahead {
        (0..plan.processes as usize).for_each(|process| world.deal(process));
    }
    while world.returned < plan.items && world.step(cores) {}
    world.now_ms
}

impl World<'_> {
    /// Goes on to the next moment at which something happens; false when nothing will.
    fn step(&mut self, cores: &Cores<'_>) -> bool {
        while self.running.len() < cores.count.max(1)
            && let Some(next) = self.queue.pop_front()
        {
            self.running.push(Computing { slice_ms: SLICE_MS, ..next });
        }
        let busy = self.running.len() + usize::from(!self.errands.is_empty());
        let rate = (cores.speed)(busy.clamp(1, cores.count.max(1))) / busy.max(1) as f64;
        let until = |left_ms: f64| left_ms / rate;
        let contended = !self.queue.is_empty();
        let ends =
            self.running.iter().map(|at| until(if contended { at.left_ms.min(at.slice_ms) } else { at.left_ms }));
        let errand = self.errands.front().map(|(_, left_ms)| until(*left_ms));
        let timer = self.timers.peek().map(|Reverse((at, _))| (f64::from_bits(*at) - self.now_ms).max(0.0));
        let passed_ms = ends.chain(errand).chain(timer).fold(f64::INFINITY, f64::min);
        if passed_ms == f64::INFINITY {
            return false;
        }
        self.now_ms += passed_ms;
        let done_ms = passed_ms * rate;
        if let Some((_, left_ms)) = self.errands.front_mut() {
            *left_ms -= done_ms;
        }
        for at in &mut self.running {
            at.left_ms -= done_ms;
            at.slice_ms -= done_ms;
        }
        if let Some(&(errand, left_ms)) = self.errands.front()
            && left_ms <= OVER_MS
        {
            self.errands.pop_front();
            self.run(errand);
        }
        let (over, mut on): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.running).into_iter().partition(|at| at.left_ms <= OVER_MS);
        if contended {
            let (spent, kept) = on.into_iter().partition(|at| at.slice_ms <= OVER_MS);
            on = kept;
            let spent: Vec<Computing> = spent;
            self.queue.extend(spent);
        }
        self.running = on;
        over.into_iter().for_each(|at| self.computed(at));
        while let Some(&Reverse((at, event))) = self.timers.peek()
            && f64::from_bits(at) <= self.now_ms + OVER_MS
        {
            self.timers.pop();
            self.happens(event);
        }
        true
    }

    fn after(&mut self, wait_ms: f64, event: Event) {
        self.timers.push(Reverse(((self.now_ms + wait_ms).to_bits(), event)));
    }

    /// The owner deals the next piece to a process, if there is one.
    fn deal(&mut self, process: usize) {
        let piece = self.plan.deal.piece.min(self.to_deal);
        if piece > 0 {
            self.to_deal -= piece;
            self.errands.push_back((Errand::Send(process, piece), self.owner_ms(piece)));
        }
    }

    /// Half of what the owner computes for a message and its answer.
    fn owner_ms(&self, piece: u32) -> f64 {
        (self.plan.owner_ms + self.plan.owner_item_ms * f64::from(piece)) / 2.0
    }

    fn run(&mut self, errand: Errand) {
        match errand {
            Errand::Send(process, piece) => self.after(self.plan.way_ms, Event::Delivered(process, piece)),
            Errand::Receive(process, piece) => {
                self.returned += piece;
                self.deal(process);
            }
        }
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Wake(lane) => self.compute(lane, Task::Item, self.plan.item_ms),
            Event::Delivered(process, piece) => {
                self.boxes[process].pieces.push_back(piece);
                self.begin(process);
            }
            Event::Returned(process, piece) => {
                self.errands.push_back((Errand::Receive(process, piece), self.owner_ms(piece)));
            }
        }
    }

    /// The process begins with its next piece, unless it is at one.
    fn begin(&mut self, process: usize) {
        let own = &mut self.boxes[process];
        if own.undone > 0 {
            return;
        }
        if let Some(piece) = own.pieces.pop_front() {
            *own = Place { piece, to_take: piece, undone: piece, pieces: std::mem::take(&mut own.pieces) };
            let unpack_ms = self.plan.message_ms + self.plan.message_item_ms * f64::from(piece);
            self.compute(process * self.plan.threads as usize, Task::Unpack, unpack_ms);
        }
    }

    fn compute(&mut self, lane: usize, task: Task, left_ms: f64) {
        self.queue.push_back(Computing { lane, task, left_ms, slice_ms: SLICE_MS });
    }

    /// The lane takes its next item, if there is one.
    fn take(&mut self, lane: usize) {
        let own = &mut self.boxes[lane / self.plan.threads as usize];
        if own.to_take == 0 {
            return;
        }
        own.to_take -= 1;
        if self.plan.wait_ms > 0.0 {
            self.after(self.plan.wait_ms, Event::Wake(lane));
        } else {
            self.compute(lane, Task::Item, self.plan.item_ms);
        }
    }

    fn computed(&mut self, Computing { lane, task, .. }: Computing) {
        let threads = self.plan.threads as usize;
        let process = lane / threads;
        if task == Task::Unpack {
            (process * threads..(process + 1) * threads).for_each(|lane| self.take(lane));
            return;
        }
        self.take(lane);
        let own = &mut self.boxes[process];
        own.undone -= 1;
        if own.undone == 0 {
            let piece = own.piece;
            self.after(self.plan.way_ms, Event::Returned(process, piece));
            self.begin(process);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plan(processes: u32, threads: u32, items: u32, wait_ms: f64, item_ms: f64) -> Plan {
        let deal = Deal { piece: if processes == 1 { items } else { threads }, ahead: 2 };
        Plan {
            processes,
            threads,
            items,
            deal,
            wait_ms,
            item_ms,
            message_ms: 0.0,
            message_item_ms: 0.0,
            owner_ms: 0.0,
            owner_item_ms: 0.0,
            way_ms: 0.0,
        }
    }

    fn on_two_cores(plan: &Plan) -> f64 {
        makespan_ms(plan, &Cores { count: 2, speed: &|busy| busy as f64 })
    }

    #[track_caller]
    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found} where {expected} was expected");
    }

    #[test]
    fn what_can_be_counted_by_hand_is_met() {
        close(on_two_cores(&plan(1, 1, 5, 10.0, 2.0)), 60.0);
        close(on_two_cores(&plan(1, 2, 5, 0.0, 2.0)), 6.0);
        close(on_two_cores(&plan(2, 1, 4, 0.0, 2.0)), 4.0);
        // Four lanes wait together, then share two cores.
        close(on_two_cores(&plan(1, 4, 4, 10.0, 2.0)), 14.0);
        // The owner alone takes 1 ms for each message.
        close(on_two_cores(&Plan { owner_ms: 1.0, ..plan(2, 1, 10, 0.0, 0.0) }), 10.0);
        // A message and its answer are under way, and nothing else is to be done meanwhile.
        let alone = Plan { way_ms: 3.0, deal: Deal { piece: 1, ahead: 1 }, ..plan(2, 1, 4, 0.0, 1.0) };
        close(on_two_cores(&alone), 14.0);
    }

    proptest! {
        #[test]
        fn nothing_is_quicker_than_its_longest_part(
            (processes, threads) in (1_u32..5, 1_u32..5),
            items in 1_u32..60,
            wait_ms in prop_oneof![Just(0.0), 0.1..40.0_f64],
            item_ms in 0.01..20.0_f64,
            owner_ms in 0.0..1.0_f64,
            count in 1_usize..5,
        ) {
            let plan = Plan { owner_ms, ..plan(processes, threads, items, wait_ms, item_ms) };
            let speed = |busy: usize| busy as f64;
            let found = makespan_ms(&plan, &Cores { count, speed: &speed });
            let lanes = f64::from(processes * threads);
            let work = f64::from(items) * item_ms / lanes.min(count as f64);
            let chain = f64::from(items.div_ceil(processes * threads)) * (wait_ms + item_ms);
            prop_assert!(found >= work.max(chain) * (1.0 - 1e-9), "{found} < {work}, {chain}");
            // And nothing is slower than doing one after the other.
            let serial = f64::from(items) * (wait_ms + item_ms + owner_ms);
            prop_assert!(found <= serial * (1.0 + 1e-9) + OVER_MS, "{found} > {serial}");
        }

        #[test]
        fn dearer_messages_never_make_one_process_after_the_other_quicker(
            items in 1_u32..40,
            cheap in 0.0..2.0_f64,
            more in 0.0..2.0_f64,
        ) {
            let with = |message_ms| on_two_cores(&Plan { message_ms, ..plan(1, 1, items, 0.0, 1.0) });
            prop_assert!(with(cheap) <= with(cheap + more));
        }
    }
}
