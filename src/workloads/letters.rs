//! Two processes that write letters to each other, and one rule: who does not write first writes only when the other's
//! letter has come. If both keep to that, both wait for ever; no lock is needed for it, and no shared memory.
//!
//! A process that waits is blocked in the receiving of messages, as processes are: it owes the conductor its last reply.
//! The conductor is the post. It knows neither the rule nor how many letters there are.

use serde::{Deserialize, Serialize};

/// The most letters that each of the two writes.
pub const LETTERS_MAX: u32 = 1 << 16;

/// What a process is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The process to write to.
    pub partner: u32,
    /// Whether it writes its first letter before one has come.
    pub writes_first: bool,
    /// How many letters it writes, and expects.
    pub letters: u32,
}

/// What a process does when it could not do anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// Sends its letter of this number, from 0, to this process.
    Writes {
        /// To whom.
        to: u32,
        /// Which.
        letter: u32,
    },
    /// Waits for a letter of this process.
    WaitsFor {
        /// Of whom.
        partner: u32,
        /// Letters that had come by then: if more are on their way, it waits no longer.
        received: u32,
    },
    /// Has written and got all letters.
    Ends,
}

/// How far a process is.
#[derive(Debug, Clone, Copy)]
pub struct Correspondence {
    task: Task,
    written: u32,
    received: u32,
    waits: bool,
}

impl Correspondence {
    /// Before the first letter.
    pub fn new(task: Task) -> Self {
        Correspondence { task, written: 0, received: 0, waits: false }
    }

    /// A letter has come; `false` for one from somebody else, which is none of its business.
    pub fn receive(&mut self, from: u32) -> bool {
        let expected = from == self.task.partner;
        self.received += u32::from(expected);
        self.waits &= !expected;
        expected
    }

    /// What it does next; `None` when it has said already that it waits, and nothing has come.
    pub fn act(&mut self) -> Option<Act> {
        let Task { partner, writes_first, letters } = self.task;
        // Who writes first is one letter ahead of what has come; the other one answers what has come.
        if self.written < letters && self.written < self.received + u32::from(writes_first) {
            self.written += 1;
            return Some(Act::Writes { to: partner, letter: self.written - 1 });
        }
        if self.received >= letters {
            return Some(Act::Ends);
        }
        let received = self.received;
        (!std::mem::replace(&mut self.waits, true)).then_some(Act::WaitsFor { partner, received })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets two correspond, carrying each letter at once; gives back whether both come to an end.
    fn both_end(first: [bool; 2], letters: u32) -> bool {
        let mut two = [0, 1]
            .map(|one: u32| Correspondence::new(Task { partner: 1 - one, writes_first: first[one as usize], letters }));
        let mut ended = [false; 2];
        let mut moved = true;
        while moved {
            moved = false;
            for one in 0..2 {
                if ended[one] {
                    continue;
                }
                match two[one].act() {
                    Some(Act::Writes { to, .. }) => {
                        assert!(two[to as usize].receive(one as u32));
                        moved = true;
                    }
                    Some(Act::Ends) => (ended[one], moved) = (true, true),
                    Some(Act::WaitsFor { partner, .. }) => assert_eq!(partner, 1 - one as u32),
                    None => {}
                }
            }
        }
        ended == [true; 2]
    }

    #[test]
    fn somebody_has_to_begin() {
        for letters in [1, 2, 7] {
            assert!(!both_end([false, false], letters));
            assert!(both_end([true, false], letters));
            assert!(both_end([false, true], letters));
            assert!(both_end([true, true], letters));
        }
        assert!(both_end([false, false], 0));
    }

    #[test]
    fn a_letter_of_somebody_else_is_not_the_one_that_is_waited_for() {
        let mut one = Correspondence::new(Task { partner: 1, writes_first: false, letters: 1 });
        assert_eq!(one.act(), Some(Act::WaitsFor { partner: 1, received: 0 }));
        assert!(!one.receive(2));
        assert_eq!(one.act(), None);
        assert!(one.receive(1));
        assert_eq!(one.act(), Some(Act::Writes { to: 1, letter: 0 }));
        assert_eq!(one.act(), Some(Act::Ends));
    }
}
