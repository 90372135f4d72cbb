//! Who answers the lanes that wait for the outside: a server in the process that started theirs, at an address of this
//! machine alone.
//!
//! ```text
//! child ── "ms 100\n" ──► a thread for each connection, which sleeps ──► "ok\n"
//! child ── "line 9000\n" ──► waits until the reader has typed a line ──► "typed …\n" or "silent\n"
//! ```
//!
//! A connection for each question, as each request of a page has one; the thread that answers is what a service worker's
//! timer is there.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process,
    sync::{
        Arc, Condvar, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::at_once;
use kosut_core::error::{Error, Result};
use kosut_workloads::lanes::blocking::{
    Blocking, DELAY_MAX_MS, LINE_MAX_MS, Offers, Wait, checked_delay, checked_file,
};

/// The variable of a child's environment that tells it the server's address.
pub const ADDRESS_VARIABLE: &str = "KOSUT_OUTSIDE";

/// How much later than agreed an answer may come before the one who waits gives up. A machine with far more work than
/// cores is slow, not broken.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The whole answer to a request that was answered as agreed.
pub const ANSWERED: &str = "ok\n";

/// A request that is to be answered after this long.
pub fn question(delay_ms: f64) -> String {
    format!("ms {delay_ms}\n")
}

/// Bytes of a question or an answer; a typed line is cut there.
const LINE_BYTES_MAX: u64 = 4096;

/// The server, in the process that starts others. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    over: AtomicBool,
    typed: Mutex<Option<String>>,
    arrived: Condvar,
}

impl Server {
    /// Opens a port that only this machine can reach.
    ///
    /// # Errors
    /// The operating system's, when it refuses the port or the thread.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (address, shared) = (listener.local_addr()?, Arc::new(Shared::default()));
        let own = Arc::clone(&shared);
        thread::Builder::new().name("outside".into()).spawn(move || accept(&listener, &own))?;
        Ok(Server { address, shared })
    }

    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Hands in a line for who waits for one, or will.
    pub fn type_line(&self, line: String) {
        *self.shared.typed.lock().unwrap_or_else(PoisonError::into_inner) = Some(line);
        self.shared.arrived.notify_all();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SeqCst as the simplest of orders that do: it is read once after the connection below.
        self.shared.over.store(true, Ordering::SeqCst);
        // Wakes the listener up; where even that fails, it waits for a connection until the program ends.
        let _ = TcpStream::connect(self.address);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for connection in listener.incoming() {
        if shared.over.load(Ordering::SeqCst) {
            return;
        }
        let (Ok(connection), shared) = (connection, Arc::clone(shared)) else { continue };
        // A connection that gets no thread is closed, and whoever waits on it is told so by that.
        let _ = thread::Builder::new().name("answer".into()).spawn(move || answer(connection, &shared));
    }
}

fn answer(mut connection: TcpStream, shared: &Shared) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let question = read_line(&connection)?;
    let answer = match question.split_once(' ').map(|(word, number)| (word, number.parse::<f64>())) {
        Some(("ms", Ok(delay_ms))) if checked_delay(delay_ms, DELAY_MAX_MS).is_ok() => {
            thread::sleep(Duration::from_secs_f64(delay_ms / 1e3));
            ANSWERED.to_string()
        }
        Some(("line", Ok(limit_ms))) if checked_delay(limit_ms, LINE_MAX_MS).is_ok() => {
            match shared.line(Duration::from_secs_f64(limit_ms / 1e3)) {
                Some(line) => format!("typed {line}\n"),
                None => "silent\n".to_string(),
            }
        }
        _ => "what?\n".to_string(),
    };
    connection.write_all(answer.as_bytes())
}

impl Shared {
    fn line(&self, limit: Duration) -> Option<String> {
        let mut typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
        let deadline = Instant::now() + limit;
        while typed.is_none() {
            let left = deadline.checked_duration_since(Instant::now())?;
            (typed, _) = self.arrived.wait_timeout(typed, left).unwrap_or_else(PoisonError::into_inner);
        }
        typed.take()
    }
}

fn read_line(connection: &TcpStream) -> io::Result<String> {
    let mut line = String::new();
    BufReader::new(connection.take(LINE_BYTES_MAX)).read_line(&mut line)?;
    Ok(line.trim_end().to_string())
}

/// The outside of a child process.
#[derive(Debug)]
pub struct Outside {
    server: Option<SocketAddr>,
}

impl Outside {
    /// As the environment says that this process was started with.
    pub fn of_this_process() -> &'static Self {
        static OUTSIDE: OnceLock<Outside> = OnceLock::new();
        OUTSIDE.get_or_init(|| Outside { server: env::var(ADDRESS_VARIABLE).ok().and_then(|text| text.parse().ok()) })
    }

    /// The server's address.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when nobody told one.
    pub fn server(&self) -> Result<SocketAddr> {
        self.server.ok_or_else(|| unanswered("no address of a server"))
    }

    /// Waits on one lane for so many at once, as an event loop does.
    ///
    /// # Errors
    /// Those of [`Wait::wait`].
    pub fn at_once(&self, jobs: u32, wait: Wait, delay_ms: f64) -> Result<()> {
        let delay_ms = checked_delay(delay_ms, DELAY_MAX_MS)?;
        match wait {
            Wait::Request => {
                at_once::request_all(self.server()?, jobs, delay_ms).map_err(|error| unanswered(&error.to_string()))
            }
            Wait::Pause => {
                at_once::pause_all(jobs, delay_ms);
                Ok(())
            }
        }
    }

    fn ask(&self, question: &str, longest_ms: f64) -> Result<String> {
        let ask = |address| {
            let mut connection = TcpStream::connect_timeout(&address, PATIENCE)?;
            connection.set_read_timeout(Some(Duration::from_secs_f64(longest_ms / 1e3) + PATIENCE))?;
            connection.write_all(question.as_bytes())?;
            read_line(&connection)
        };
        ask(self.server()?).map_err(|error| unanswered(&error.to_string()))
    }
}

fn unanswered(reason: &str) -> Error {
    Error::Unavailable { capability: format!("the server that answers ({reason})") }
}

impl Blocking for Outside {
    fn offers(&self) -> Offers {
        Offers { request: self.server.is_some(), pause: true, file: true }
    }

    fn request(&self, delay_ms: f64) -> Result<()> {
        let delay_ms = checked_delay(delay_ms, DELAY_MAX_MS)?;
        match self.ask(&question(delay_ms), delay_ms)?.as_str() {
            said if said == ANSWERED.trim_end() => Ok(()),
            other => Err(unanswered(&format!("it said {other:?}"))),
        }
    }

    fn pause(&self, delay_ms: f64) -> Result<()> {
        thread::sleep(Duration::from_secs_f64(checked_delay(delay_ms, DELAY_MAX_MS)? / 1e3));
        Ok(())
    }

    fn file(&self, lane: u32, bytes: &[u8]) -> Result<Vec<u8>> {
        let bytes = checked_file(bytes)?;
        let path = env::temp_dir().join(format!("kosut-{}-{lane}.tmp", process::id()));
        store_and_read(&path, bytes)
            .map_err(|error| Error::Unavailable { capability: format!("{} ({error})", path.display()) })
    }

    fn line(&self, limit_ms: f64) -> Result<Option<String>> {
        let limit_ms = checked_delay(limit_ms, LINE_MAX_MS)?;
        let answer = self.ask(&format!("line {limit_ms}\n"), limit_ms)?;
        match answer.split_once(' ') {
            Some(("typed", line)) => Ok(Some(line.into())),
            None if answer == "typed" => Ok(Some(String::new())),
            None if answer == "silent" => Ok(None),
            _ => Err(unanswered(&format!("it said {answer:?}"))),
        }
    }
}

fn store_and_read(path: &PathBuf, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = fs::File::options().read(true).write(true).create_new(true).open(path)?;
    let done = store(&mut file, bytes);
    // It is of no use to anybody else, whatever came of it.
    fs::remove_file(path)?;
    done
}

fn store(file: &mut fs::File, bytes: &[u8]) -> io::Result<Vec<u8>> {
    file.write_all(bytes)?;
    file.sync_all()?;
    io::Seek::rewind(file)?;
    let mut back = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut back)?;
    Ok(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(server: &Server) -> Outside {
        Outside { server: Some(server.address()) }
    }

    #[test]
    fn a_request_is_answered_after_its_delay_and_many_wait_at_once() {
        let server = Server::start().expect("a server");
        let outside = outside(&server);
        let waited = |delay_ms| {
            let began = Instant::now();
            outside.request(delay_ms).expect("answered");
            began.elapsed().as_secs_f64() * 1e3
        };
        // Never early: this is what the delay promises, however slow the machine is.
        assert!(waited(30.0) >= 30.0);
        thread::scope(|scope| {
            let lanes: Vec<_> = (0..64).map(|_| scope.spawn(|| waited(20.0))).collect();
            assert!(lanes.into_iter().all(|lane| lane.join().expect("a lane") >= 20.0));
        });
        assert_eq!(outside.offers(), Offers { request: true, pause: true, file: true });
    }

    #[test]
    fn what_is_out_of_range_or_has_no_server_is_refused() {
        let server = Server::start().expect("a server");
        assert_eq!(outside(&server).request(DELAY_MAX_MS + 1.0).expect_err("too long").code(), "parameter");
        let alone = Outside { server: None };
        assert_eq!(alone.request(1.0).expect_err("nobody").code(), "unavailable");
        assert!(!alone.offers().request);
        let mut connection = TcpStream::connect(server.address()).expect("connects");
        connection.write_all(b"ms 99999999\n").expect("asks");
        assert_eq!(read_line(&connection).expect("an answer"), "what?");
        let address = server.address();
        drop(server);
        let gone = Outside { server: Some(address) };
        assert_eq!(gone.request(1.0).expect_err("gone").code(), "unavailable");
    }

    #[test]
    fn a_line_reaches_who_waits_for_it_and_silence_has_an_end() {
        let server = Server::start().expect("a server");
        let outside = outside(&server);
        assert_eq!(outside.line(1.0), Ok(None));
        thread::scope(|scope| {
            let waiting = scope.spawn(|| outside.line(LINE_MAX_MS));
            server.type_line("Merhaba dünya".into());
            assert_eq!(waiting.join().expect("a lane"), Ok(Some("Merhaba dünya".into())));
        });
        server.type_line(String::new());
        assert_eq!(outside.line(LINE_MAX_MS), Ok(Some(String::new())));
    }

    #[test]
    fn a_file_is_stored_read_back_and_removed() {
        let outside = Outside { server: None };
        let bytes: Vec<u8> = (0..=255).collect();
        // A lane that no process has, so that no run of a test beside this one has the same file.
        assert_eq!(outside.file(1000, &bytes), Ok(bytes.clone()));
        assert_eq!(outside.file(1000, &bytes), Ok(bytes));
    }
}
