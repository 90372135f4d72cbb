//! The short form of a lab: parameters under which it answers its claims soon.

/// What *Run everything* runs of a lab. It is data and stands beside the lab.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Short {
    /// The lab's name.
    pub lab: &'static str,
    /// Its parameters, as in an address; what is missing takes its default. At least 7 samples, as every verdict needs.
    pub query: &'static str,
    /// The claims that its report judges.
    pub claims: &'static [&'static str],
    /// About how long it takes in a browser on two cores, in seconds. Only the estimate of what is left rests on it, which
    /// corrects itself by what was seen.
    pub seconds: f64,
}
