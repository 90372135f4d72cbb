//! Files of the reader's own: a kernel gives the same answer as natively; a file that cannot be worked on is refused with a
//! remedy.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use kosut::kernels::{self, Data, Entry, Source};
use kosut_browser_tests::{
    browser::Browser,
    engine::{BrowserOptions, Engine},
    files::{Folder, png},
    lab::{Lab, LabSnapshot},
    report,
    session::Session,
    site::Site,
    wait::until,
};
use kosut_files::Decoded;
use serde_json::Value;

use crate::Suite;

/// Bytes of a file that is too large for everything.
const HUGE: u64 = 200_000_000;

const INPUT: &str = "#speedup-file";

/// Makes a file of a name in a folder.
type Make = fn(&Folder, &str) -> Result<std::path::PathBuf>;

/// A file that cannot be worked on: its name, how it is made, and a part of the sentence that the page must show.
type Bad = (&'static str, Make, &'static str);

pub fn add(suite: &mut Suite) {
    for entry in kernels::REGISTRY.iter().filter(|entry| matches!(entry.source, Source::Text | Source::Pixels)) {
        suite.add(&Engine::DIFFERENT, &format!("own_file::{}", entry.id), async |session: Session| {
            own_files(&session, entry).await
        });
    }
    suite.add(&[Engine::Firefox], "own_file::resists_fingerprinting", resists_fingerprinting);
}

/// A browser that changes the pixels which a page reads from canvases, and has a coarse clock: pictures are worked on as
/// they are, and the clock is named.
async fn resists_fingerprinting(session: Session) -> Result<()> {
    let options = BrowserOptions { resists_fingerprinting: true, ..BrowserOptions::default() };
    let browser = session.own_browser(&options).await?;
    let site = Site::isolated(&session.dist)?;
    browser.open(&site.url("embed/?lab=speedup&lang=en&kernel=kmeans")).await?;
    let seen = Lab(&browser).until_idle().await?;
    let clock = async {
        let about_the_clock = seen.notices.iter().find(|notice| notice.contains("moves in steps of"));
        let about_the_clock = about_the_clock.with_context(|| format!("{:?}", seen.notices))?;
        session.found("Firefox with resistFingerprinting", about_the_clock);
        ensure!(about_the_clock.contains("a run takes"), "no time of a run: {about_the_clock}");
        Ok(())
    };
    session.check("the coarse clock is named, and how long a run takes", clock).await;
    let folder = Folder::new()?;
    let rgb = [200, 10, 30, 20, 220, 40];
    choose(&session, &browser, &folder.file("picture.png", &png(2, 1, &rgb))?).await?;
    until("the file is read", async || state(&browser).await, |state| state == "ready").await?;
    // What the run is given.
    let sent = "return new Promise((resolve) => {
            const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (message, ...rest) {
                if (message.type === 'run') resolve([...message.file.bytes]);
                return post.call(this, message, ...rest);
            };
            document.querySelector('[data-action=run]').click();
        });";
    let bytes: Vec<u8> = browser.script(sent, &[]).await?;
    ensure!(bytes == rgb, "the picture's pixels are {bytes:?}");
    Ok(())
}

/// Choosing a file depends on the engine; decoding it is the site's own, and what the page does with its fields is the same
/// everywhere.
async fn own_files(session: &Session, entry: &Entry) -> Result<()> {
    let browser = session.browser().await?;
    let bad: &[Bad] = match entry.source {
        Source::Text => {
            texts(session, &browser, entry).await?;
            &[EMPTY, TOO_LARGE, BINARY]
        }
        _ => {
            session.check("a picture is worked on", picture(session, &browser, entry, (150, 90))).await;
            if session.engine == Engine::Chromium {
                session.check("a wide picture is worked on", picture(session, &browser, entry, (5_000, 3))).await;
            }
            &[EMPTY, TOO_LARGE, NO_PICTURE]
        }
    };
    // WebKitGTK's driver chooses no files.
    if session.engine != Engine::WebKit {
        let site = Site::isolated(&session.dist)?;
        browser.open(&site.url(&format!("embed/?lab=speedup&lang=en&kernel={}", entry.id))).await?;
        Lab(&browser).until_idle().await?;
        for &(name, make, remedy) in bad {
            session.check(format!("{name} is refused"), is_refused(session, &browser, name, make, remedy)).await;
        }
    }
    if session.engine == Engine::Chromium {
        session.check("a file goes with its kernel", goes_with_its_kernel(session, &browser, entry)).await;
    }
    Ok(())
}

const EMPTY: Bad = ("empty.png", |folder, name| folder.file(name, b""), "0 bytes");
const TOO_LARGE: Bad = ("huge.png", |folder, name| folder.sparse_file(name, HUGE), "MiB at most");
const BINARY: Bad = ("binary.txt", |folder, name| folder.file(name, &[b'a', 0, 0xff, 0xfe, b'b']), "UTF-8");
const NO_PICTURE: Bad = ("letter.png", |folder, name| folder.file(name, b"Dear reader,"), "PNG");

fn page(kernel: &str, size: u32) -> String {
    format!("embed/?lab=speedup&lang=en&kernel={kernel}&size={size}&workers=2&topologies=1x2,2x1")
}

/// Chooses a file as a reader does, where the driver can; else the page is handed the same bytes.
async fn choose(session: &Session, browser: &Browser, path: &Path) -> Result<()> {
    if session.engine != Engine::WebKit {
        let name = path.to_str().context("a path that is no text")?;
        return Ok(browser.find(INPUT).await?.send_keys(name).await?);
    }
    let hand = "
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(arguments[1])], arguments[2]));
        const input = document.querySelector(arguments[0]);
        input.files = files.files;
        input.dispatchEvent(new Event('change'));";
    let bytes = std::fs::read(path)?;
    browser.script(hand, &[INPUT.into(), bytes.into(), "file".into()]).await
}

async fn state(browser: &Browser) -> Result<String> {
    browser.script("return document.querySelector('.field-file')?.dataset.state ?? '';", &[]).await
}

/// Opens a lab, has it work on a file, and compares with the native answer.
async fn answers_as_natively(
    session: &Session,
    browser: &Browser,
    (kernel, size): (&str, u32),
    path: &Path,
    file: Data,
) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    browser.open(&site.url(&page(kernel, size))).await?;
    let lab = Lab(browser);
    lab.until_idle().await?;
    choose(session, browser, path).await?;
    until("the file is read", async || state(browser).await, |state| state == "ready").await?;
    let listen = "document.querySelector('kosut-lab').addEventListener('kosut-report', \
                  ({ detail }) => { window.report = detail.report; });";
    browser.script::<()>(listen, &[]).await?;
    lab.run_to_end().await?;
    let told: Value = browser.script("return window.report;", &[]).await?;
    report::check(&told)?;
    ensure!(told["params"]["file_bytes"] == file.bytes.len(), "another file was worked on: {:#}", told["params"]);
    report::check_answers(&told, &report::native_answer_on(kernel, file)?)?;
    let address: String = browser.script("return location.href;", &[]).await?;
    ensure!(!address.contains("file="), "the address names the file: {address}");
    Ok(())
}

async fn texts(session: &Session, browser: &Browser, entry: &Entry) -> Result<()> {
    let folder = Folder::new()?;
    let text = "Bir süreç, bir işlem; iki süreç, iki işlem. كتاب 線程 naïve café\r\n".repeat(2_000);
    // As some editors of one operating system write it: UTF-16 with a byte order mark.
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(|unit: u16| unit.to_le_bytes()).collect();
    for (name, bytes) in [("text.txt", text.clone().into_bytes()), ("utf16.txt", utf16)] {
        let path = folder.file(name, &bytes)?;
        let file = Data::text(text.clone().into_bytes());
        let answers = answers_as_natively(session, browser, (entry.id, entry.size_default), &path, file);
        session.check(format!("{name} is worked on"), answers).await;
    }
    Ok(())
}

/// A picture is scaled down as the native program does it, whose decoder is the same.
async fn picture(session: &Session, browser: &Browser, entry: &Entry, (width, height): (u32, u32)) -> Result<()> {
    let pixel = |at: u32| [(at % width) as u8, (at / width * 2) as u8, (at * 7) as u8];
    let rgb: Vec<u8> = (0..width * height).flat_map(pixel).collect();
    let folder = Folder::new()?;
    let png = png(width, height, &rgb);
    let path = folder.file("picture.png", &png)?;
    let size = 256.clamp(entry.size_min, entry.size_max);
    let Decoded { width, height, bytes } = kosut_files::picture(&png, size)?;
    answers_as_natively(session, browser, (entry.id, size), &path, Data { width, height, bytes }).await
}

async fn is_refused(session: &Session, browser: &Browser, name: &str, make: Make, remedy: &str) -> Result<()> {
    let (lab, folder) = (Lab(browser), Folder::new()?);
    choose(session, browser, &make(&folder, name)?).await?;
    let seen = lab.until("the page says what is wrong", |seen| !seen.errors.is_empty()).await?;
    let sentence = seen.errors.join(" ");
    ensure!(sentence.contains(name) && sentence.contains(remedy), "no {remedy} in: {sentence}");
    ensure!(!seen.can_run, "it could be run all the same");
    browser.click("[data-action=remove-file]").await?;
    let seen = lab.until("the lab can be run without", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty(), "still wrong after it was removed: {seen:#?}");
    Ok(())
}

/// A kernel that takes no such file does not get it, and coming back does not bring it back.
async fn goes_with_its_kernel(session: &Session, browser: &Browser, entry: &Entry) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    browser.open(&site.url(&page(entry.id, entry.size_default))).await?;
    let lab = Lab(browser);
    lab.until_idle().await?;
    let folder = Folder::new()?;
    let path = match entry.source {
        Source::Text => folder.file("text.txt", b"one two two")?,
        _ => folder.file("picture.png", &png(1, 1, &[1, 2, 3]))?,
    };
    let choose_kernel = "
        const select = document.querySelector('#speedup-kernel');
        select.value = arguments[0];
        select.dispatchEvent(new Event('change'));";
    let seed = "return document.querySelector('#speedup-seed').disabled;";
    choose(session, browser, &path).await?;
    until("the file is read", async || state(browser).await, |state| state == "ready").await?;
    ensure!(browser.script::<bool>(seed, &[]).await?, "the seed can be set, though nothing comes of it");
    browser.script::<()>(choose_kernel, &["primes".into()]).await?;
    until("the field is gone", async || state(browser).await, String::is_empty).await?;
    browser.script::<()>(choose_kernel, &[entry.id.into()]).await?;
    until("the field is back", async || state(browser).await, |state| state == "none").await?;
    ensure!(!browser.script::<bool>(seed, &[]).await?, "the seed cannot be set");
    Ok(())
}
