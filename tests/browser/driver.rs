//! The programs that drive browsers: started on a free port, ended with everything that they started.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    ops::Range,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::{engine::Engine, wait::TIMEOUT};

/// Ports for drivers.
const DRIVER_PORTS: Range<u16> = 20_000..30_000;

/// A running driver of an engine. Dropping it ends it and its browsers.
#[derive(Debug)]
pub struct Driver {
    /// Its address.
    pub url: String,
    group: Group,
    _display: Option<Display>,
}

impl Driver {
    /// Starts an engine's driver and waits until it takes sessions.
    ///
    /// # Errors
    /// Returns an error when it does not start, or does not get ready.
    pub fn start(engine: Engine) -> Result<Self> {
        let display = if engine.needs_display() { Some(Display::start()?) } else { None };
        let program = engine.driver()?;
        let port = free_port()?;
        let mut command = Command::new(&program);
        command.arg(format!("--port={port}")).envs(engine.environment().iter().copied());
        if engine == Engine::Firefox {
            // Every Firefox would take the same port for WebDriver BiDi.
            command.arg(format!("--websocket-port={}", free_port()?));
        }
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        let mut group = Group::start(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        let started = Instant::now();
        while !is_ready(port) {
            if let Some(status) = group.0.try_wait()? {
                bail!("{} ended at once: {status}", program.display());
            }
            if started.elapsed() > TIMEOUT {
                bail!("{} did not get ready on port {port}", program.display());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Driver { url: format!("http://127.0.0.1:{port}"), group, _display: display })
    }

    /// Its process.
    pub fn pid(&self) -> Pid {
        self.group.id()
    }
}

/// A port that is free now and stays so until the driver takes it: it lies outside of the range from which operating systems
/// choose ports for everybody else (32768 and above on Linux, 49152 and above elsewhere), and is handed out once.
///
/// # Errors
/// Returns an error when no port is free.
pub fn free_port() -> Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Test processes that run at the same time begin at different places.
    let first = u16::try_from(std::process::id() % u32::from(DRIVER_PORTS.end - DRIVER_PORTS.start))?;
    for _ in DRIVER_PORTS {
        // Relaxed: only the number itself has to be unique.
        let offset = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_add(first) % (DRIVER_PORTS.end - DRIVER_PORTS.start);
        let port = DRIVER_PORTS.start + offset;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port from {} to {} is free", DRIVER_PORTS.start, DRIVER_PORTS.end - 1)
}

/// Asks a driver for its status, as W3C WebDriver defines it.
fn is_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_millis(500)))?;
        write!(stream, "GET /status HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        // A driver that keeps the connection open all the same runs into the time-out after its answer.
        let _ = stream.read_to_end(&mut answer);
        Ok(String::from_utf8_lossy(&answer).replace(char::is_whitespace, ""))
    };
    ask().is_ok_and(|answer| answer.contains("\"ready\":true"))
}

/// A display in memory. Dropping it ends it.
#[derive(Debug)]
struct Display {
    name: String,
    _group: Group,
}

impl Display {
    fn start() -> Result<Self> {
        // The server chooses a number that is free, and writes it when it is ready.
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        let mut group = Group::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let output = group.0.stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        if number.trim().is_empty() {
            bail!("Xvfb did not start");
        }
        Ok(Display { name: format!(":{}", number.trim()), _group: group })
    }
}

/// The groups that are alive.
static ALIVE: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Ends every running driver, browser and display. For a program that is about to end without dropping its drivers.
pub fn end_all() {
    ALIVE.lock().unwrap_or_else(PoisonError::into_inner).drain(..).for_each(kill);
}

/// A program and all that it starts, as a process group. Dropping it ends all of them.
#[derive(Debug)]
pub struct Group(Child);

impl Group {
    /// Starts a program without standard input.
    ///
    /// # Errors
    /// Returns an error when it cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        // Held meanwhile, so that no group is missing while all are being ended.
        let mut alive = ALIVE.lock().unwrap_or_else(PoisonError::into_inner);
        let child = command.stdin(Stdio::null()).process_group(0).spawn();
        let group = Group(child.with_context(|| format!("{} cannot be started", command.get_program().display()))?);
        alive.push(group.id());
        Ok(group)
    }

    /// Its id, which is that of its first process.
    fn id(&self) -> Pid {
        Pid::from_child(&self.0)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let id = self.id();
        ALIVE.lock().unwrap_or_else(PoisonError::into_inner).retain(|other| *other != id);
        kill(id);
        let _ = self.0.wait();
    }
}

fn kill(group: Pid) {
    // It fails only when all have ended already.
    let _ = kill_process_group(group, Signal::KILL);
}
