//! Times of something that happens again and again and is shorter than the clock can tell: it is timed in groups, and the
//! mean of a group is what the clock can see of one.

use serde::{Deserialize, Serialize};

/// How often something happens, and after how many of them the clock is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How many times are taken.
    pub groups: u32,
    /// What happens in each of them: this often, at least once.
    pub each: u32,
}

impl Plan {
    /// How often it happens in all.
    pub fn count(self) -> f64 {
        f64::from(self.groups) * f64::from(self.each)
    }
}

/// The times of all groups of a [`Plan`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Each group's, in milliseconds, in the order in which they were taken.
    pub groups_ms: Vec<f64>,
}

impl Times {
    /// All groups together, in milliseconds.
    pub fn elapsed_ms(&self) -> f64 {
        self.groups_ms.iter().sum()
    }
}

/// Takes the times of a plan from readings of a clock that it is given.
#[derive(Debug)]
pub struct Stopwatch {
    plan: Plan,
    /// What is left of the group under way.
    left: u32,
    since_ms: f64,
    groups_ms: Vec<f64>,
}

impl Stopwatch {
    /// The first group begins now.
    pub fn start(plan: Plan, now_ms: f64) -> Self {
        let groups_ms = Vec::with_capacity(plan.groups as usize);
        Stopwatch { plan, left: plan.each, since_ms: now_ms, groups_ms }
    }

    /// It has happened once more; reads the clock when that ends a group. False when that was the last.
    pub fn lap(&mut self, now_ms: impl FnOnce() -> f64) -> bool {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            self.group(now_ms());
            self.left = self.plan.each;
        }
        self.groups_ms.len() < self.plan.groups as usize
    }

    /// A whole group ends now, and the next one begins: for whoever counts by himself.
    pub fn group(&mut self, now_ms: f64) {
        self.groups_ms.push(now_ms - self.since_ms);
        self.since_ms = now_ms;
    }

    /// What was taken.
    pub fn stop(self) -> Times {
        Times { groups_ms: self.groups_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_read_once_for_each_group() {
        let mut readings = [14.0, 21.0, 40.0].into_iter();
        let mut watch = Stopwatch::start(Plan { groups: 3, each: 2 }, 10.0);
        let mut laps = 1;
        while watch.lap(|| readings.next().expect("no more readings than groups")) {
            laps += 1;
        }
        let times = watch.stop();
        assert_eq!((laps, times.groups_ms.as_slice()), (6, [4.0, 7.0, 19.0].as_slice()));
        assert_eq!(times.elapsed_ms(), 30.0);
    }
}
