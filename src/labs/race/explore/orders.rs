//! How states are reached: by how many orders of the steps, and by which with the fewest switches between threads.

use super::RaceState;

/// A way to a state on which a certain thread took the last step.
#[derive(Debug, Clone, Copy)]
struct Way {
    switches: u32,
    /// The state before, and the thread that had taken the step to that.
    before: Option<(usize, usize)>,
}

/// All ways to all states.
pub struct Orders {
    leading_to: Vec<u64>,
    /// For each state and each thread that can take the last step to it, the way with the fewest switches.
    ways: Vec<Vec<Option<Way>>>,
}

impl Orders {
    /// The ways to these states, of which the first is the beginning.
    pub fn of(states: &[RaceState]) -> Self {
        let threads = states.first().map_or(0, |state| state.lines.len());
        let mut orders = Orders { leading_to: vec![0; states.len()], ways: vec![vec![None; threads]; states.len()] };
        if let Some(first) = orders.leading_to.first_mut() {
            *first = 1;
        }
        // A step only ever leads to later lines, so whoever has fewer behind them comes before whoever has more.
        let mut in_order: Vec<usize> = (0..states.len()).collect();
        in_order.sort_by_key(|&index| states[index].lines.iter().sum::<u32>());
        for index in in_order {
            for (thread, next) in states[index].next.iter().enumerate() {
                let Some(next) = next.map(|next| next as usize) else { continue };
                orders.leading_to[next] += orders.leading_to[index];
                let way = orders.continued(index, thread);
                let known = &mut orders.ways[next][thread];
                if known.is_none_or(|known| way.switches < known.switches) {
                    *known = Some(way);
                }
            }
        }
        orders
    }

    /// The best way to a state from which this thread goes on.
    fn continued(&self, index: usize, thread: usize) -> Way {
        let ways = self.ways[index].iter().enumerate().filter_map(|(last, way)| Some((last, (*way)?)));
        let continued = ways
            .map(|(last, way)| Way { switches: way.switches + u32::from(last != thread), before: Some((index, last)) });
        continued.min_by_key(|way| way.switches).unwrap_or(Way { switches: 0, before: None })
    }

    /// How many orders of the steps lead to this state.
    pub fn leading_to(&self, index: usize) -> u64 {
        self.leading_to[index]
    }

    /// How often the scheduler has to switch at least on the way to this state.
    pub fn fewest_switches(&self, index: usize) -> u32 {
        self.best(index).map_or(0, |(_, way)| way.switches)
    }

    /// The threads that take the steps on such a way.
    pub fn schedule(&self, index: usize) -> Vec<u32> {
        let mut schedule = Vec::new();
        let mut at = self.best(index);
        while let Some((thread, way)) = at {
            schedule.push(thread as u32);
            at = way.before.and_then(|(index, thread)| Some((thread, self.ways[index][thread]?)));
        }
        schedule.reverse();
        schedule
    }

    fn best(&self, index: usize) -> Option<(usize, Way)> {
        let ways = self.ways[index].iter().enumerate().filter_map(|(thread, way)| Some((thread, (*way)?)));
        ways.min_by_key(|(_, way)| way.switches)
    }
}
