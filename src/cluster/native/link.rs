//! Channels between two children: a Unix domain socket each, which one opens in the folder for temporary files and the
//! other connects to. A turn is one byte.
//!
//! Whoever connects has a thread that sends every turn back, asleep in its `read` until one comes: so a turn wakes a
//! thread of another process, as a message does that such a process waits for.

use kosut_core::{
    error::{Error, Result},
    measure::{Plan, Times},
};

#[cfg(unix)]
pub use unix::{Links, Meeting};

#[cfg(not(unix))]
pub use elsewhere::{Links, Meeting};

#[cfg(unix)]
mod unix {
    use std::{
        collections::HashMap,
        fs,
        io::{self, Read, Write},
        os::unix::net::{UnixListener, UnixStream},
        path::PathBuf,
        process,
        sync::atomic::{AtomicU32, Ordering},
        thread,
        time::Duration,
    };

    use super::{Error, Plan, Result, Times};
    use kosut_core::{clock, measure::Stopwatch};

    /// How long a turn may be away. It is back in a thousandth of a second; a machine that is busy gets its time.
    const WATCHDOG: Duration = Duration::from_secs(30);

    /// An address at which two children meet, gone when they have met.
    #[derive(Debug)]
    pub struct Meeting {
        address: String,
    }

    impl Meeting {
        /// An address that nobody else on this machine has.
        pub fn new() -> Self {
            static MEETINGS: AtomicU32 = AtomicU32::new(0);
            // Relaxed: the counter only hands out numbers.
            let name = format!("kosut-{}-{}.socket", process::id(), MEETINGS.fetch_add(1, Ordering::Relaxed));
            Meeting { address: std::env::temp_dir().join(name).to_string_lossy().into_owned() }
        }

        pub fn address(&self) -> &str {
            &self.address
        }
    }

    impl Drop for Meeting {
        fn drop(&mut self) {
            // It is not there when nobody opened it.
            let _ = fs::remove_file(&self.address);
        }
    }

    /// A process's own ends of its channels.
    #[derive(Debug, Default)]
    pub struct Links {
        ends: HashMap<u32, End>,
    }

    #[derive(Debug)]
    enum End {
        /// The other may have connected, or will.
        Open(UnixListener),
        /// Both are there.
        Joined(UnixStream),
    }

    impl Links {
        /// Opens an address for the other, or connects to it.
        ///
        /// # Errors
        /// [`Error::Unavailable`] with what the operating system says.
        pub fn meet(&mut self, peer: u32, address: &str, opens: bool) -> Result<()> {
            let path = PathBuf::from(address);
            let met = if opens {
                UnixListener::bind(path).map(|listener| {
                    self.ends.insert(peer, End::Open(listener));
                })
            } else {
                UnixStream::connect(path).and_then(|stream| {
                    thread::Builder::new().name(format!("link to process {peer}")).spawn(move || send_back(stream))?;
                    Ok(())
                })
            };
            met.map_err(|error| Error::Unavailable { capability: format!("a channel to process {peer} ({error})") })
        }

        /// Sends a turn and waits until it is back, as often as the plan says.
        ///
        /// # Errors
        /// [`Error::Protocol`] when this process did not open a channel to that one, or the other has ended.
        pub fn rally(&mut self, peer: u32, plan: Plan) -> Result<Times> {
            let end = self.ends.remove(&peer);
            let end = end.ok_or_else(|| Error::Protocol { reason: format!("no channel to process {peer}") })?;
            let rallied = joined(end).and_then(|mut stream| {
                let times = rally(&mut stream, plan)?;
                self.ends.insert(peer, End::Joined(stream));
                Ok(times)
            });
            rallied.map_err(|error| Error::Protocol { reason: format!("the channel to process {peer}: {error}") })
        }
    }

    fn joined(end: End) -> io::Result<UnixStream> {
        let stream = match end {
            // It has connected by now, or this process would not be asked for a rally.
            End::Open(listener) => listener.accept().map(|(stream, _)| stream)?,
            End::Joined(stream) => stream,
        };
        stream.set_read_timeout(Some(WATCHDOG))?;
        Ok(stream)
    }

    fn rally(stream: &mut UnixStream, plan: Plan) -> io::Result<Times> {
        let mut turn = [0];
        let mut watch = Stopwatch::start(plan, clock::now_ms());
        for _ in 0..plan.groups {
            for _ in 0..plan.each {
                stream.write_all(&turn)?;
                stream.read_exact(&mut turn)?;
            }
            watch.group(clock::now_ms());
        }
        Ok(watch.stop())
    }

    /// Until the other end is closed, at the latest when its process ends.
    fn send_back(mut stream: UnixStream) {
        let mut turn = [0];
        while stream.read_exact(&mut turn).is_ok() && stream.write_all(&turn).is_ok() {}
    }
}

#[cfg(not(unix))]
mod elsewhere {
    use super::{Error, Plan, Result, Times};

    /// There are no such addresses here.
    #[derive(Debug)]
    pub struct Meeting;

    impl Meeting {
        pub fn new() -> Self {
            Meeting
        }

        pub fn address(&self) -> &str {
            ""
        }
    }

    /// There are none here.
    #[derive(Debug, Default)]
    pub struct Links;

    impl Links {
        pub fn meet(&mut self, peer: u32, _address: &str, _opens: bool) -> Result<()> {
            Err(Error::Unavailable { capability: format!("a channel to process {peer}") })
        }

        pub fn rally(&mut self, peer: u32, _plan: Plan) -> Result<Times> {
            Err(Error::Unavailable { capability: format!("a channel to process {peer}") })
        }
    }
}
