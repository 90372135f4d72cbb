//! A process from inside: what the program does when it was started as a process of a cluster.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter},
    process::ExitCode,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, channel},
    },
    thread,
};

use super::{child::BUFFER_BYTES, frame, link::Links, outside::Outside, parcel::PipeParcel};
use crate::{
    process::Process,
    protocol::{self, Reply, Request},
};
use kosut_core::error::{Error, Result};
use kosut_workloads::{
    lanes::{
        Lanes,
        board::{Board, read_cells, write_cell},
    },
    waits,
};

/// What a program exits with after a panic; Rust's own number for it.
const PANIC_CODE: i32 = 101;

/// What the process gets to do.
enum Work {
    Request(Result<Request>),
    Parcel(PipeParcel),
}

type Output = Arc<Mutex<BufWriter<File>>>;

/// Does what the requests on standard input say, with this many lanes, until the input ends. Replies go to standard
/// output, which nothing else may write to.
pub fn serve(threads: u32) -> ExitCode {
    let output = match standard_output() {
        Ok(file) => Arc::new(Mutex::new(BufWriter::with_capacity(BUFFER_BYTES, file))),
        Err(error) => {
            eprintln!("standard output: {error}");
            return ExitCode::FAILURE;
        }
    };
    tell_panics(&output);
    let reply = |reply: Reply| {
        if send(&output, &reply).is_err() {
            // Nobody hears it: the conductor is gone.
            std::process::exit(0);
        }
    };
    // The process lives as long as the program; its board is not worth taking down.
    let board: Option<&'static Board> = (threads > 1).then(|| &*Box::leak(Box::new(Board::new(threads))));
    match (lanes(threads), requests(board, Arc::clone(&output))) {
        (Ok(lanes), Ok(requests)) => {
            reply(Reply::Ready { board_address: None });
            work(Process::new(lanes, board, Outside::of_this_process()), &requests, &reply, &output);
            ExitCode::SUCCESS
        }
        (Err(error), _) | (_, Err(error)) => {
            reply(Reply::Failed { error });
            ExitCode::FAILURE
        }
    }
}

fn work(mut process: Process, requests: &Receiver<Work>, reply: &dyn Fn(Reply), output: &Output) {
    let mut links = Links::default();
    let told = |done: Result<Reply>| reply(done.unwrap_or_else(|error| Reply::Failed { error }));
    for work in requests {
        match work {
            Work::Request(Ok(Request::Link { peer, address, opens })) => {
                told(links.meet(peer, &address, opens).map(|()| Reply::Linked));
            }
            Work::Request(Ok(Request::Rally { peer, plan })) => {
                told(links.rally(peer, plan).map(|times| Reply::Rallied { times }));
            }
            Work::Request(Ok(Request::AtOnce { jobs, wait, delay_ms, epoch_ms })) => {
                let outside = Outside::of_this_process();
                told(waits::at_once(jobs, epoch_ms, || outside.at_once(jobs, wait, delay_ms)).map(Reply::performed));
            }
            Work::Request(Ok(request)) => process.handle(request, &mut |message| reply(message)),
            Work::Request(Err(error)) => reply(Reply::Failed { error }),
            // way clone, native: begin
            Work::Parcel(mut parcel) => {
                parcel.answer();
                if write(output, &parcel.0).is_err() {
                    // Nobody hears it: the conductor is gone.
                    std::process::exit(0);
                }
                // way clone, native: end
            }
        }
    }
}

fn lanes(threads: u32) -> Result<Lanes> {
    if threads == 1 {
        return Ok(Lanes::One);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads as usize).build();
    pool.map(Lanes::Pool).map_err(|error| Error::Spawn { process: 0, reason: error.to_string() })
}

/// The requests as they come. A thread of its own reads them: so the input is always taken in, however long a request
/// keeps the lanes busy, and its end, which is how the conductor's death shows, ends the program at once. It also answers
/// who wants to look at the board, which must not wait for the lanes.
fn requests(board: Option<&'static Board>, output: Output) -> Result<Receiver<Work>> {
    let (sender, requests) = channel();
    let read = move || {
        let mut input = BufReader::with_capacity(BUFFER_BYTES, io::stdin());
        while let Ok(Some(message)) = frame::read(&mut input) {
            let message = match PipeParcel::from_frame(message) {
                Ok(parcel) => match sender.send(Work::Parcel(parcel)) {
                    Ok(()) => continue,
                    Err(_) => break,
                },
                Err(message) => message,
            };
            let request = protocol::decode::<Request>(&message);
            let handed_on = match (&request, board) {
                (Ok(Request::Look { first, count }), Some(board)) => {
                    let first = *first as usize;
                    let cells = read_cells(board.words(), first..first.saturating_add(*count as usize));
                    send(&output, &Reply::Cells { cells }).is_ok()
                }
                (Ok(Request::Write { cell, word }), Some(board)) => {
                    write_cell(board, *cell as usize, *word);
                    true
                }
                _ => sender.send(Work::Request(request)).is_ok(),
            };
            if !handed_on {
                break;
            }
        }
        std::process::exit(0);
    };
    let thread = thread::Builder::new().name("requests".into()).spawn(read);
    thread.map(|_| requests).map_err(|error| Error::Spawn { process: 0, reason: error.to_string() })
}

fn send(output: &Output, reply: &Reply) -> io::Result<()> {
    write(output, &protocol::encode(reply).map_err(io::Error::other)?)
}

fn write(output: &Output, bytes: &[u8]) -> io::Result<()> {
    let mut output = output.lock().map_err(|_| io::Error::other("a panic while writing"))?;
    frame::write(&mut *output, bytes)
}

/// From now on a panic on any lane is told as a reply and ends the program, as it does where panics abort.
fn tell_panics(output: &Output) {
    let output = Arc::clone(output);
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        usual(info);
        let reply = Reply::Failed { error: Error::Panicked { process: 0, reason: info.to_string() } };
        // The output is free: lanes panic while the main thread waits for them or is one of them, and then it writes
        // nothing. If it is not, what stands on standard error has to do.
        if let (Ok(bytes), Ok(mut output)) = (protocol::encode(&reply), output.try_lock()) {
            let _ = frame::write(&mut *output, &bytes);
        }
        std::process::exit(PANIC_CODE);
    }));
}

/// Standard output as a file: Rust's own writes it line by line, which makes no sense for bytes.
#[cfg(unix)]
fn standard_output() -> io::Result<File> {
    use std::os::fd::AsFd;
    io::stdout().as_fd().try_clone_to_owned().map(File::from)
}

/// Standard output as a file: Rust's own writes it line by line, which makes no sense for bytes.
#[cfg(windows)]
fn standard_output() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    io::stdout().as_handle().try_clone_to_owned().map(File::from)
}
