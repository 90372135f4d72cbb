//! `cargo xtask hosts`: serves the finished site with real servers, puts a lab into real course pages, runs it there in real
//! browsers, and prints what came of it.

use std::{env, fs, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, Result, bail, ensure};
use kosut_browser_tests::{
    browser::Browser,
    driver,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    platform::{ScormPlatform, enter_element, enter_package},
    pool::BrowserPool,
    report,
    session::Session,
    wait::until,
};
use serde_json::Value;

mod courses;
mod software;

use courses::{COURSES, Course, Way};
use software::{Host, Places, Software};

/// The engines that differ in what they allow in frames.
const ENGINES: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

/// A line of the table.
struct Line {
    host: String,
    course: String,
    engine: String,
    outcome: Outcome,
}

/// The outcome of a visit to a course page.
#[derive(Default)]
struct Outcome {
    /// The kinds of workers that ran, or the sentence that the reader got.
    ran: String,
    report: &'static str,
    state: &'static str,
    /// The error that ended the visit.
    problem: Option<String>,
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

fn run() -> Result<bool> {
    let places = Places {
        dist: place("KOSUT_DIST")?,
        work: place("KOSUT_WORK")?,
        python: place("KOSUT_PYTHON")?,
        serve: place("KOSUT_SERVE")?,
        mdbook: place("KOSUT_MDBOOK")?,
    };
    let pool = Arc::new(BrowserPool::default());
    let mut lines = Vec::new();

    // Every host, with a course page that keeps.
    for software in Software::ALL {
        for below in [false, true] {
            let (host, site) = Host::of_site(software, below, &places)?;
            let folder = places.work.join(format!("courses-{}-{below}", software.name().replace(' ', "-")));
            let name = format!("{}{}", software.name(), if below { ", /course/kosut/" } else { ", /" });
            eprintln!("▸ {name}");
            make_courses(&pool, &site, &folder, &places)?;
            let courses = Host::start(Software::Python, &folder, &places)?;
            // One host has all course pages; the others differ in what they send only.
            let all = software == Software::Nginx && !below;
            for course in COURSES.iter().take(if all { COURSES.len() } else { 1 }) {
                let address = courses.url.replace("localhost", "127.0.0.1") + course.page;
                for engine in ENGINES {
                    let outcome = outcome(&pool, engine, async |session| visit(session, course, &address).await);
                    lines.push(Line {
                        host: name.clone(),
                        course: course.name.into(),
                        engine: engine.to_string(),
                        outcome,
                    });
                }
            }
            drop((host, courses));
        }
    }
    let platform = ScormPlatform::start(&places.dist, "speedup")?;
    let course = Course { name: "SCORM 1.2 (scorm-again)", page: "", way: Way::Package, listens: false, keeps: true };
    eprintln!("▸ {}", course.name);
    for engine in ENGINES {
        let outcome = outcome(&pool, engine, async |session| visit(session, &course, &platform.url()).await);
        lines.push(Line {
            host: "the package".into(),
            course: course.name.into(),
            engine: engine.to_string(),
            outcome,
        });
    }
    print(&lines);
    Ok(lines.iter().all(|line| line.outcome.problem.is_none()))
}

fn make_courses(pool: &Arc<BrowserPool>, site: &str, folder: &std::path::Path, places: &Places) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let made = Session::run(pool, Engine::Chromium, async |session| {
        let browser = session.browser().await?;
        courses::make(&browser, site, folder, places).await
    });
    made.result
}

/// Visits a course page in an engine. A failure is an outcome, too.
fn outcome(pool: &Arc<BrowserPool>, engine: Engine, visit: impl AsyncFnOnce(&Session) -> Result<Outcome>) -> Outcome {
    let mut seen = Outcome::default();
    let result = Session::run(pool, engine, async |session| {
        seen = visit(&session).await?;
        Ok(())
    });
    match result.result {
        Ok(()) => seen,
        Err(error) => {
            Outcome { problem: Some(format!("{error:#}")), ran: "failed".into(), report: "–", state: "–" }
        }
    }
}

/// Runs the lab of a course page, and visits the page again.
async fn visit(session: &Session, course: &Course, address: &str) -> Result<Outcome> {
    let browser = session.browser().await?;
    browser.open(address).await?;
    let look = async || {
        enter(&browser, course.way).await?;
        Lab(&browser).look().await
    };
    let seen = until("the lab can be run", look, |seen| seen.is_idle() || seen.has_failed()).await?;
    if seen.has_failed() {
        return Ok(Outcome { ran: seen.errors.join(" "), report: "–", state: "–", problem: None });
    }
    let seen = Lab(&browser).run_to_end().await?;
    let ran = ran(course, &seen)?;
    let fits = "return document.documentElement.scrollHeight - window.innerHeight;";
    let beyond: f64 = browser.script(fits, &[]).await?;
    browser.leave_frame().await?;
    let report = if course.listens { received(&browser).await? } else { "–" };
    if course.way == Way::Element {
        ensure!(beyond <= 1.0, "the frame is {beyond} px too low");
    }
    let state = match course.way {
        Way::Package => {
            let status = async || browser.script::<String>("return API.cmi.core.lesson_status;", &[]).await;
            until("the platform has the score", status, |status| status == "completed").await?;
            "kept by the platform"
        }
        _ if course.keeps => {
            comes_back(&browser, course, address, &seen).await?;
            "restored"
        }
        _ => "not kept",
    };
    Ok(Outcome { ran, report, state, problem: None })
}

async fn enter(browser: &Browser, way: Way) -> Result<()> {
    match way {
        Way::Frame => browser.enter_frame().await,
        Way::Element => {
            // It is loaded when the reader comes near.
            browser.leave_frame().await?;
            let near = "document.querySelector('kosut-lab')?.scrollIntoView({ behavior: 'instant' });";
            browser.script::<()>(near, &[]).await?;
            enter_element(browser, "kosut-lab").await
        }
        Way::Package => enter_package(browser).await,
    }
}

fn ran(course: &Course, seen: &LabSnapshot) -> Result<String> {
    // The package has the lab's usual settings.
    let threads = seen.rows.iter().any(|row| row.contains("1×2") || row.contains("threads"));
    match (seen.rows.is_empty(), threads) {
        (true, _) => bail!("{}: nothing ran: {seen:#?}", course.name),
        (false, true) => Ok("threads and processes".into()),
        (false, false) => Ok("processes".into()),
    }
}

/// Waits for the report in the course page.
async fn received(browser: &Browser) -> Result<&'static str> {
    let reports = "return window.heard.filter(({ name }) => name === 'kosut.report').map(({ data }) => data);";
    let all =
        until("the report arrives", async || browser.script::<Vec<Value>>(reports, &[]).await, |all| !all.is_empty());
    report::check(&all.await?[0])?;
    Ok("received")
}

/// Opens the page again, where the result has to be there without a run.
async fn comes_back(browser: &Browser, course: &Course, address: &str, before: &LabSnapshot) -> Result<()> {
    // The state is reported soon after the run.
    let kept = async || {
        let kept = "return Object.values(localStorage).some((text) => text.includes('\"completed\":true'));";
        browser.script::<bool>(kept, &[]).await
    };
    until("the page has kept the state", kept, |kept| *kept).await?;
    browser.open(address).await?;
    let look = async || {
        enter(browser, course.way).await?;
        Lab(browser).look().await
    };
    let seen = until("the result is back", look, |seen| seen.is_idle() && !seen.rows.is_empty()).await?;
    ensure!(seen.rows == before.rows, "other rows: {:?} and {:?}", seen.rows, before.rows);
    Ok(())
}

/// Prints the table, and below it what went wrong.
fn print(lines: &[Line]) {
    println!("| host | course page | engine | what ran | report | state |\n|---|---|---|---|---|---|");
    for Line { host, course, engine, outcome: Outcome { ran, report, state, .. } } in lines {
        println!("| {host} | {course} | {engine} | {ran} | {report} | {state} |");
    }
    for line in lines {
        if let Some(problem) = &line.outcome.problem {
            println!("\n{}, {}, {}: {problem}", line.host, line.course, line.engine);
        }
    }
}
