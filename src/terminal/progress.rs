//! One line on standard error that says how far a run is, when that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use kosut::labs::{Event, Phase};

/// The line. It is drawn between measurements only: nothing draws by itself.
pub struct Line {
    bar: ProgressBar,
}

impl Line {
    /// An empty line. Where standard error is no terminal it stays hidden.
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Line { bar }
    }

    /// Takes in what happens.
    pub fn event(&self, event: &Event) {
        match event {
            Event::Progress { phase, topology, done, total } => {
                let doing = match phase {
                    Phase::Calibrate => "finding out what this machine costs,",
                    Phase::Spawn => "starting",
                    Phase::Rehearsal => "rehearsing",
                    Phase::Measure => "measuring",
                    Phase::Judge => "judging",
                };
                self.bar.set_length((*total).into());
                self.bar.set_position((*done).into());
                self.bar.set_message(format!("{doing} {topology}"));
                self.bar.force_draw();
            }
            Event::Everything { live } => {
                self.bar.set_length(100);
                self.bar.set_position((100.0 * live.share) as u64);
                let (lab, first, total, left) = (&live.lab, live.first, live.total, live.seconds_left);
                self.bar.set_message(format!("{lab}: claim {first} of {total}, about {left:.0} s left"));
                self.bar.force_draw();
            }
            // Standard output is the report's.
            Event::Python { live } => self.bar.suspend(|| eprint!("{}{}", live.output, live.errors)),
            Event::Log { line } => self.bar.suspend(|| eprintln!("note: {line}")),
            _ => {}
        }
    }

    /// Takes the line away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
