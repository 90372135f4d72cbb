//! `cargo xtask hosts`: serves the finished site with real servers, puts a lab into real course pages, runs it there in real
//! browsers, and prints what came of it.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use anyhow::{Context, Result, anyhow, ensure};
use kosut_browser_tests::{
    browser::Browser,
    driver,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    platform::{ScormPlatform, Way, fits},
    pool::BrowserPool,
    report,
    session::Session,
    wait::until,
};
use serde_json::Value;
use thirtyfour::BrowserLogEntry;

mod courses;
mod outside;
mod software;

use courses::{COURSES, Course};
use software::{Host, Places, Software};

/// The engines that differ in what they allow in frames.
const ENGINES: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

/// The start of every address of the site.
const SITE: &str = "http://localhost";

/// A line of the table.
struct Line {
    host: String,
    course: String,
    engine: String,
    outcome: Outcome,
    seconds: f64,
}

/// The outcome of a visit to a course page.
struct Outcome {
    /// The kinds of workers that ran.
    ran: String,
    /// The first sentence about what does not work, if the reader got one.
    sentence: String,
    report: &'static str,
    state: &'static str,
    /// The error that ended the visit.
    problem: Option<String>,
}

impl Outcome {
    fn failed(error: &anyhow::Error) -> Self {
        Outcome {
            ran: "failed".into(),
            sentence: "–".into(),
            report: "–",
            state: "–",
            problem: Some(format!("{error:#}")),
        }
    }
}

fn main() -> ExitCode {
    let runs = run();
    driver::end_all();
    match runs {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn place(name: &str) -> Result<PathBuf> {
    env::var_os(name).map(PathBuf::from).context("run `cargo xtask hosts`, which sets up what is needed")
}

/// The folder that is named behind `--store`, if it is.
fn stored_pages() -> Result<Option<PathBuf>> {
    let mut arguments = env::args_os().skip(1);
    match arguments.next() {
        None => Ok(None),
        Some(option) if option == "--store" => {
            arguments.next().map(PathBuf::from).map(Some).context("--store needs a folder")
        }
        Some(other) => Err(anyhow!("{} is not known", other.display())),
    }
}

fn run() -> Result<bool> {
    let places = Places {
        dist: place("KOSUT_DIST")?,
        work: place("KOSUT_WORK")?,
        python: place("KOSUT_PYTHON")?,
        serve: place("KOSUT_SERVE")?,
        mdbook: place("KOSUT_MDBOOK")?,
    };
    let mut visits = Visits {
        pool: Arc::new(BrowserPool::default()),
        pictures: places.work.join("pictures"),
        store: stored_pages()?,
        lines: Vec::new(),
    };
    fs::create_dir_all(&visits.pictures)?;
    for software in Software::ALL {
        for below in [false, true] {
            let host = format!("{}{}", software.name(), if below { ", /course/kosut/" } else { ", /" });
            eprintln!("▸ {host}");
            if let Err(error) = visits.of_host(&host, software, below, &places) {
                visits.note(Line {
                    host,
                    course: "–".into(),
                    engine: "–".into(),
                    outcome: Outcome::failed(&error),
                    seconds: 0.0,
                });
            }
        }
    }
    let course = Course { name: "SCORM 1.2 (scorm-again)", page: "", way: Way::Package, listens: false, keeps: true };
    eprintln!("▸ {}", course.name);
    visits.of_course("the package", &course, None);
    print(&visits.lines);
    Ok(visits.lines.iter().all(|line| line.outcome.problem.is_none()))
}

/// All visits, as they were made.
struct Visits {
    pool: Arc<BrowserPool>,
    /// A folder for pictures of the course pages.
    pictures: PathBuf,
    /// The folder that keeps the pages of the tools.
    store: Option<PathBuf>,
    lines: Vec<Line>,
}

impl Visits {
    /// Visits course pages of a site that this server serves.
    fn of_host(&mut self, name: &str, software: Software, below: bool, places: &Places) -> Result<()> {
        let (_host, site) = Host::of_site(software, below, places)?;
        let folder = places.work.join(format!("courses-{}-{below}", software.name().replace(' ', "-")));
        make_courses(&self.pool, &site, &folder, places)?;
        let courses = Host::start(Software::Python, &folder, places)?;
        // One host has all course pages; the others differ in what they send only.
        let all = software == Software::Nginx && !below;
        if let (true, Some(store)) = (all, &self.store) {
            courses::store(&site, &folder, store)?;
        }
        for course in COURSES.iter().take(if all { COURSES.len() } else { 1 }) {
            let address = courses.url.replace("localhost", "127.0.0.1") + course.page;
            self.of_course(name, course, Some(&address));
        }
        Ok(())
    }

    /// Visits a course page in each engine; without an address, the platform of a SCORM package.
    fn of_course(&mut self, host: &str, course: &Course, address: Option<&str>) {
        for engine in ENGINES {
            let started = Instant::now();
            let picture = self.pictures.join(format!("{}, {}, {engine}.png", host, course.name).replace('/', "_"));
            let mut seen = None;
            let visited = Session::run(&self.pool, engine, async |session| {
                let platform = match address {
                    Some(_) => None,
                    None => Some(ScormPlatform::start(&session.dist, "speedup")?),
                };
                let address = platform.as_ref().map(ScormPlatform::url).or(address.map(String::from));
                seen = Some(visit(&session, course, &address.context("no address")?, &picture).await?);
                Ok(())
            });
            let outcome = match (visited.result, seen) {
                (Ok(()), Some(outcome)) => outcome,
                (Ok(()), None) => Outcome::failed(&anyhow!("nothing was seen")),
                (Err(error), _) => Outcome::failed(&error),
            };
            self.note(Line {
                host: host.into(),
                course: course.name.into(),
                engine: engine.to_string(),
                outcome,
                seconds: started.elapsed().as_secs_f64(),
            });
        }
    }

    /// Takes in a line, and shows it at once.
    fn note(&mut self, line: Line) {
        let Line { course, engine, outcome: Outcome { ran, report, state, problem, .. }, seconds, .. } = &line;
        eprintln!("  {course}, {engine}: {ran}; report {report}, state {state}; {seconds:.1} s");
        if let Some(problem) = problem {
            eprintln!("    {problem}");
        }
        self.lines.push(line);
    }
}

fn make_courses(pool: &Arc<BrowserPool>, site: &str, folder: &Path, places: &Places) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let made = Session::run(pool, Engine::Chromium, async |session| {
        let browser = session.browser().await?;
        courses::make(&browser, site, folder, places).await
    });
    made.result
}

/// Runs the lab of a course page, and visits the page again.
async fn visit(session: &Session, course: &Course, address: &str, picture: &Path) -> Result<Outcome> {
    let browser = session.browser().await?;
    browser.open(address).await?;
    if session.engine == Engine::WebKit && course.way != Way::Frame {
        return outside::visit(&browser, course, address).await;
    }
    let look = async || {
        course.way.enter(&browser).await?;
        Lab(&browser).look().await
    };
    let seen = until("the lab can be run", look, |seen| seen.is_idle() || seen.has_failed()).await?;
    if seen.has_failed() {
        let sentence = seen.errors.join(" ");
        return Ok(Outcome { ran: "nothing".into(), sentence, report: "–", state: "–", problem: None });
    }
    let seen = Lab(&browser).run_to_end().await?;
    ensure!(!seen.rows.is_empty(), "nothing ran: {seen:#?}");
    // The package has the lab's usual settings.
    let threads = seen.rows.iter().any(|row| row.contains("1×2") || row.contains("threads"));
    if course.way == Way::Element {
        fits(&browser).await?;
    }
    browser.leave_frame().await?;
    if session.engine == Engine::Chromium {
        browser.driver.screenshot(picture).await?;
    }
    let report = if course.listens {
        received(&browser).await?;
        "received"
    } else {
        "–"
    };
    let state = match course.way {
        Way::Package => {
            completes(&browser).await?;
            "kept by the platform"
        }
        _ if course.keeps => {
            comes_back(&browser, course, address, &seen).await?;
            "restored"
        }
        _ => "not kept",
    };
    if session.engine == Engine::Chromium {
        has_no_errors(&browser).await?;
    }
    let sentence = seen.notices.first().and_then(|notice| notice.split(':').next()).unwrap_or("–").to_string();
    Ok(Outcome { ran: what_ran(threads), sentence, report, state, problem: None })
}

/// Waits until the platform has the score.
async fn completes(browser: &Browser) -> Result<()> {
    let status = async || browser.script::<String>("return API.cmi.core.lesson_status;", &[]).await;
    until("the platform has the score", status, |status| status == "completed").await.map(drop)
}

/// Checks that the console has no errors, except for files that the course page asks others for: this machine may have no
/// network, and a course no icon.
async fn has_no_errors(browser: &Browser) -> Result<()> {
    let log = browser.driver.get_log("browser").await?;
    let is_of_the_course = |entry: &BrowserLogEntry| {
        let is_network = entry.source.as_deref() == Some("network");
        is_network && (!entry.message.starts_with(SITE) || entry.message.contains("favicon.ico"))
    };
    let errors: Vec<_> = log.into_iter().filter(|entry| entry.level == "SEVERE" && !is_of_the_course(entry)).collect();
    ensure!(errors.is_empty(), "errors in the console: {errors:#?}");
    Ok(())
}

fn what_ran(threads: bool) -> String {
    if threads { "threads and processes" } else { "processes" }.into()
}

/// Waits for the report in the course page.
async fn received(browser: &Browser) -> Result<Value> {
    let reports = "return window.heard.filter(({ name }) => name === 'kosut.report').map(({ data }) => data);";
    let all =
        until("the report arrives", async || browser.script::<Vec<Value>>(reports, &[]).await, |all| !all.is_empty());
    let report = all.await?.remove(0);
    report::check(&report)?;
    Ok(report)
}

/// Waits until the course page has kept the state, which is reported soon after the run.
async fn is_kept(browser: &Browser) -> Result<()> {
    let kept = "return Object.values(localStorage).some((text) => text.includes('\"completed\":true'));";
    until("the page has kept the state", async || browser.script::<bool>(kept, &[]).await, |kept| *kept).await.map(drop)
}

/// Opens the page again, where the result has to be there without a run.
async fn comes_back(browser: &Browser, course: &Course, address: &str, before: &LabSnapshot) -> Result<()> {
    is_kept(browser).await?;
    browser.open(address).await?;
    let look = async || {
        course.way.enter(browser).await?;
        Lab(browser).look().await
    };
    let seen = until("the result is back", look, |seen| seen.is_idle() && !seen.rows.is_empty()).await?;
    ensure!(seen.rows == before.rows, "other rows: {:?} and {:?}", seen.rows, before.rows);
    Ok(())
}

/// Prints the table.
fn print(lines: &[Line]) {
    println!("| host | course page | engine | what ran | sentence | report | state |\n|---|---|---|---|---|---|---|");
    for Line { host, course, engine, outcome: Outcome { ran, sentence, report, state, .. }, .. } in lines {
        println!("| {host} | {course} | {engine} | {ran} | {sentence} | {report} | {state} |");
    }
}
