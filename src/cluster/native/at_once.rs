//! One lane that waits for many answers at once: sockets that do not block, and the operating system's poll.

use std::{
    collections::HashMap,
    io::{self, ErrorKind, Read, Write},
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpStream};

use super::{
    LOOK,
    outside::{ANSWERED, PATIENCE, question},
};
use kosut_core::clock::AwakeClock;

/// Bytes that are read at a time; an answer has fewer.
const CHUNK_BYTES: usize = 64;

/// Asks the server so many times at once, and waits until it has answered all; calls nobody while it waits.
///
/// # Errors
/// The operating system's; also when an answer is not as agreed, or does not come.
pub fn request_all(server: SocketAddr, count: u32, delay_ms: f64) -> io::Result<()> {
    let (mut awake, limit_ms) = (AwakeClock::new(), delay_ms + PATIENCE.as_secs_f64() * 1e3);
    let mut poll = Poll::new()?;
    let mut asked = HashMap::new();
    for number in 0..count as usize {
        let mut stream = TcpStream::connect(server)?;
        poll.registry().register(&mut stream, Token(number), Interest::READABLE | Interest::WRITABLE)?;
        asked.insert(Token(number), Exchange { stream, question: question(delay_ms).into_bytes(), answer: Vec::new() });
    }
    let mut events = Events::with_capacity(count.max(1) as usize);
    while !asked.is_empty() {
        if awake.now_ms() > limit_ms {
            return Err(ErrorKind::TimedOut.into());
        }
        match poll.poll(&mut events, Some(LOOK)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            let over = match asked.get_mut(&event.token()) {
                Some(exchange) => exchange.go_on()?,
                None => false,
            };
            if over {
                asked.remove(&event.token());
            }
        }
    }
    Ok(())
}

/// Lets so many timers run at once, and waits until the last is over: an event loop's timers are one list and one sleep.
pub fn pause_all(count: u32, delay_ms: f64) {
    let began = Instant::now();
    let mut deadlines: Vec<Instant> = (0..count).map(|_| began + Duration::from_secs_f64(delay_ms / 1e3)).collect();
    while let Some(next) = deadlines.iter().min().copied() {
        thread::sleep(next.saturating_duration_since(Instant::now()));
        let now = Instant::now();
        deadlines.retain(|deadline| *deadline > now);
    }
}

struct Exchange {
    stream: TcpStream,
    /// What of it has not been sent.
    question: Vec<u8>,
    answer: Vec<u8>,
}

impl Exchange {
    /// Sends and takes in what can be without waiting; true when the answer is there.
    fn go_on(&mut self) -> io::Result<bool> {
        while !self.question.is_empty() {
            match self.stream.write(&self.question) {
                Ok(sent) => drop(self.question.drain(..sent)),
                // A socket that is not connected yet says so, too.
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::NotConnected) => {
                    return Ok(false);
                }
                Err(error) => return Err(error),
            }
        }
        let mut chunk = [0; CHUNK_BYTES];
        loop {
            match self.stream.read(&mut chunk) {
                Ok(0) if self.answer == ANSWERED.as_bytes() => return Ok(true),
                Ok(0) => return Err(io::Error::other(format!("it said {}", self.answer.escape_ascii()))),
                Ok(read) => self.answer.extend_from_slice(&chunk[..read]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::outside::Server, *};

    #[test]
    fn all_are_asked_at_once_and_none_is_answered_early() {
        let server = Server::start().expect("a server");
        for count in [0, 1, 64] {
            let began = Instant::now();
            request_all(server.address(), count, 20.0).expect("answered");
            assert!(count == 0 || began.elapsed() >= Duration::from_millis(20));
        }
        let began = Instant::now();
        pause_all(64, 5.0);
        assert!(began.elapsed() >= Duration::from_millis(5));
    }

    #[test]
    fn a_server_that_is_gone_or_says_something_else_is_an_error() {
        let server = Server::start().expect("a server");
        let address = server.address();
        assert!(request_all(address, 2, 1e9).is_err());
        drop(server);
        assert!(request_all(address, 2, 1.0).is_err());
    }
}
