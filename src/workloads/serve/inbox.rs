//! The requests of a server until somebody takes them: those that are still to come, and those that wait in its queue.
//!
//! Requests come at times that were fixed in advance, so nobody has to be awake when one does: whoever looks next takes
//! in all that have come, each as of its own time. Nothing but arrivals makes a queue longer between two looks, so what
//! is turned away then is what would have been turned away at once.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// A request, when it comes or came: microseconds since the start of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Number of the request.
    pub id: u32,
    /// When.
    pub at_us: u32,
}

/// What comes, what waits, and what was turned away.
#[derive(Debug, Clone)]
pub struct Inbox {
    coming: VecDeque<Arrival>,
    waiting: VecDeque<Arrival>,
    limit: usize,
    rejected: Vec<Arrival>,
    arrived: u32,
}

impl Inbox {
    /// An inbox for these arrivals, the first first, whose queue has room for `limit` of them.
    pub fn new(arrivals: impl IntoIterator<Item = Arrival>, limit: u32) -> Self {
        let coming = arrivals.into_iter().collect();
        Inbox { coming, waiting: VecDeque::new(), limit: limit as usize, rejected: Vec::new(), arrived: 0 }
    }

    /// Takes in what has come until now. Whoever is idle takes a request at once, so that many more find room.
    pub fn admit(&mut self, now_us: u32, idle: u32) {
        while let Some(&arrival) = self.coming.front().filter(|arrival| arrival.at_us <= now_us) {
            self.coming.pop_front();
            self.ask(arrival, idle);
        }
    }

    /// Takes in a request that nobody knew of.
    pub fn ask(&mut self, arrival: Arrival, idle: u32) {
        self.arrived += 1;
        if self.waiting.len() < self.limit + idle as usize {
            self.waiting.push_back(arrival);
        } else {
            self.rejected.push(arrival);
        }
    }

    /// The request that has waited longest.
    pub fn take(&mut self) -> Option<Arrival> {
        self.waiting.pop_front()
    }

    /// Returns when the next request comes, in microseconds.
    pub fn next_us(&self) -> Option<u32> {
        self.coming.front().map(|arrival| arrival.at_us)
    }

    /// Returns when the last of the known requests comes, in microseconds.
    pub fn last_us(&self) -> Option<u32> {
        self.coming.back().map(|arrival| arrival.at_us)
    }

    /// Whether nothing waits and nothing more is known to come.
    pub fn is_empty(&self) -> bool {
        self.coming.is_empty() && self.waiting.is_empty()
    }

    /// How many have come, those that were turned away among them.
    pub fn arrived(&self) -> u32 {
        self.arrived
    }

    /// Those that wait, the longest first.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.waiting.iter().map(|arrival| arrival.id)
    }

    /// Those that were turned away, because there was no room.
    pub fn rejected(&self) -> &[Arrival] {
        &self.rejected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(times_us: &[u32]) -> Vec<Arrival> {
        (0..).zip(times_us).map(|(id, &at_us)| Arrival { id, at_us }).collect()
    }

    #[test]
    fn requests_are_taken_in_their_order_and_not_before_they_come() {
        let mut inbox = Inbox::new(arrivals(&[10, 20, 30]), 5);
        inbox.admit(9, 0);
        assert_eq!((inbox.take(), inbox.next_us()), (None, Some(10)));
        inbox.admit(20, 0);
        assert_eq!(inbox.waiting().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(inbox.take(), Some(Arrival { id: 0, at_us: 10 }));
        inbox.admit(30, 0);
        assert_eq!([inbox.take(), inbox.take(), inbox.take()].map(|taken| taken.map(|taken| taken.id)), [Some(1), Some(2), None]);
        assert!(inbox.is_empty());
    }

    #[test]
    fn a_full_queue_turns_away_and_counts_and_idle_lanes_are_room() {
        let mut inbox = Inbox::new(arrivals(&[1, 1, 1, 1, 2]), 2);
        inbox.admit(1, 1);
        assert_eq!(inbox.waiting().len(), 3);
        assert_eq!(inbox.rejected(), [Arrival { id: 3, at_us: 1 }]);
        inbox.take();
        inbox.take();
        inbox.admit(2, 0);
        assert_eq!((inbox.waiting().collect::<Vec<_>>(), inbox.arrived()), (vec![2, 4], 5));
    }
}
