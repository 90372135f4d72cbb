//! A lab and the course page around it: the state that the page keeps and gives back, and the height that the lab asks for.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    session::Session,
    site::Site,
    wait::until,
};
use serde_json::{Value, json};

use crate::{Suite, accessibility, width};

/// The most characters of a state.
pub const STATE_MAX: usize = 4_000;

/// A lab that is short.
const RACE: &str = "embed/?lab=race&lang=en&rounds=100000";

/// Messages of one subject that the course page has received.
const HEARD: &str = "return window.heard.map(({ data }) => data).filter(({ subject }) => subject === arguments[0]);";

/// Answers the frame's first question for its state.
const ANSWER: &str = "
    const [state, message] = arguments;
    const { message_id } = window.heard.map(({ data }) => data).find(({ subject }) => subject === 'SPLICE.getState');
    const answer = { subject: 'SPLICE.getState.response', message_id, state, ...message };
    frames[0].postMessage(answer, '*');";

pub fn add(suite: &mut Suite) {
    suite.add(&[Engine::Chromium], "course::hosts_that_answer_badly", hosts_that_answer_badly);
    suite.add(&[Engine::Chromium], "course::nothing_is_lost", nothing_is_lost);
    suite.add(&[Engine::Chromium], "course::speedup_comes_back", speedup_comes_back);
    suite.add(&[Engine::Chromium], "course::heights", heights);
}

/// Messages of one subject that the course page has received.
async fn heard(browser: &Browser, subject: &str) -> Result<Vec<Value>> {
    browser.script(HEARD, &[subject.into()]).await
}

/// Waits for a message of one subject, and returns the last one.
async fn last_heard(browser: &Browser, subject: &str, more_than: usize) -> Result<Value> {
    let what = format!("{subject} arrives");
    let all = until(&what, async || heard(browser, subject).await, |all| all.len() > more_than).await?;
    all.last().cloned().context("there is none")
}

/// Gives back the state that a course page has kept. The page has just been opened.
async fn give_back(browser: &Browser, state: &Value) -> Result<()> {
    last_heard(browser, "SPLICE.getState", 0).await?;
    browser.script::<()>(ANSWER, &[state.clone(), json!({})]).await
}

/// Checks that the state of the lab that has just run is small, and brings its result back without a run. The page is one of a
/// course, and its frame is the current one.
///
/// # Errors
/// What is too long, missing or different.
pub async fn state_is_restored(browser: &Browser, course: &str, before: &LabSnapshot) -> Result<()> {
    browser.leave_frame().await?;
    let reported = last_heard(browser, "SPLICE.reportScoreAndState", 0).await?;
    let state = &reported["state"];
    let length = serde_json::to_string(state)?.chars().count();
    ensure!(length <= STATE_MAX, "the state has {length} characters");
    ensure!(state["completed"] == true && reported["score"].is_number(), "{reported:#}");
    browser.open(course).await?;
    give_back(browser, state).await?;
    browser.enter_frame().await?;
    let lab = Lab(browser);
    let seen = lab.until("the result is back", |seen| seen.is_idle() && !seen.rows.is_empty()).await?;
    ensure!(seen.rows == before.rows, "other rows: {:?} and {:?}", seen.rows, before.rows);
    let verdicts =
        |seen: &LabSnapshot| -> Vec<String> { seen.verdicts.iter().map(|(verdict, _)| verdict.clone()).collect() };
    ensure!(verdicts(&seen) == verdicts(before), "other verdicts: {:?} and {:?}", seen.verdicts, before.verdicts);
    let note: String = browser.script("return document.querySelector('.lab-restored')?.innerText ?? '';", &[]).await?;
    ensure!(note.starts_with("This is your result of "), "no note: {note:?}");
    browser.leave_frame().await?;
    ensure!(heard(browser, "SPLICE.sendEvent").await?.is_empty(), "it has run again");
    Ok(())
}

/// The other labs are tested where they run in a course page anyway.
async fn speedup_comes_back(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    let lab = "embed/?lab=speedup&lang=en&kernel=primes&size=1000000&workers=2&topologies=1x2,2x1";
    browser.open(&site.course(&site.url(&format!("{lab}&autorun=1")))).await?;
    browser.enter_frame().await?;
    let seen = Lab(&browser).until_finished().await?;
    state_is_restored(&browser, &site.course(&site.url(lab)), &seen).await
}

/// Opens the short race in a course page, and waits until it asks for its state.
async fn open_race(site: &Site, browser: &Browser) -> Result<()> {
    browser.leave_frame().await?;
    browser.open(&site.course(&site.url(RACE))).await?;
    browser.enter_frame().await?;
    Lab(browser).until_idle().await?;
    browser.leave_frame().await?;
    last_heard(browser, "SPLICE.getState", 0).await.map(drop)
}

/// The value of the control `rounds`.
async fn rounds(browser: &Browser) -> Result<String> {
    browser.enter_frame().await?;
    let rounds: String = browser.script("return document.querySelector('[id$=rounds]').value;", &[]).await?;
    browser.leave_frame().await?;
    Ok(rounds)
}

/// Waits until the lab has reported a state with these rounds, and returns the message.
async fn reported_rounds(browser: &Browser, rounds: &str) -> Result<Value> {
    let named = format!("rounds={rounds}");
    let has = |message: &Value| message["state"]["query"].as_str().is_some_and(|query| query.contains(&named));
    let reported = async || heard(browser, "SPLICE.reportScoreAndState").await;
    let all = until("the change is reported", reported, |all| all.last().is_some_and(has)).await?;
    all.last().cloned().context("there is none")
}

/// Answers the question for the state in a way, and checks the value of `rounds` afterwards.
async fn answers(browser: &Browser, state: Value, message: Value, expected: &str) -> Result<()> {
    browser.script::<()>(ANSWER, &[state, message]).await?;
    until("the parameters are those that were kept", async || rounds(browser).await, |rounds| rounds == expected)
        .await
        .map(drop)
}

/// Answers with something wrong, and checks that the lab answers with an error and stays as it is.
async fn is_refused(browser: &Browser, state: Value, message: Value) -> Result<()> {
    let errors = async || heard(browser, "SPLICE.getState.response").await;
    let before = errors().await?.len();
    browser.script::<()>(ANSWER, &[state, message]).await?;
    let all = until("the lab answers", errors, |all| all.len() > before).await?;
    ensure!(all[before]["error"]["message"].is_string(), "{:#}", all[before]);
    ensure!(rounds(browser).await? == "100000", "the lab took it");
    Ok(())
}

async fn hosts_that_answer_badly(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    // An option that the lab does not offer any more is left out.
    let first = json!({ "query": "rounds=200000", "prediction": "perhaps" });
    open_race(&site, &browser).await?;
    for (name, state) in [
        ("a number", json!(7)),
        ("a list", json!([1])),
        ("a text that is no JSON", json!("rounds=5")),
        ("a query that is no text", json!({ "query": 5 })),
        ("a version of the future", json!({ "kosut": 99, "query": "" })),
        (
            "a result that is none",
            json!({ "kosut": 2, "query": "", "prediction": null, "score": 0, "completed": true, "result": {} }),
        ),
    ] {
        session.check(format!("refused: {name}"), is_refused(&browser, state, json!({}))).await;
    }
    let other = is_refused(&browser, first.clone(), json!({ "message_id": "another" }));
    session.check("refused: the answer to another question", other).await;
    session.check("version 1", answers(&browser, first.clone(), json!({}), "200000")).await;
    let twice = async {
        let errors = async || heard(&browser, "SPLICE.getState.response").await;
        let before = errors().await?.len();
        browser.script::<()>(ANSWER, &[json!({ "query": "rounds=300000" }), json!({})]).await?;
        until("the lab answers", errors, |all| all.len() > before).await?;
        ensure!(rounds(&browser).await? == "200000", "it was taken");
        Ok(())
    };
    session.check("refused: a second answer", twice).await;

    open_race(&site, &browser).await?;
    let text = json!(first.to_string());
    session.check("a state as JSON text", answers(&browser, text, json!({}), "200000")).await;

    open_race(&site, &browser).await?;
    let whole = async {
        let post = "
            const { message_id } = window.heard.map(({ data }) => data).find(({ subject }) => subject === 'SPLICE.getState');
            const state = { query: 'rounds=400000' };
            for (const text of ['{', '{}', 'null', 'hello', '{\"subject\":7}']) frames[0].postMessage(text, '*');
            frames[0].postMessage(JSON.stringify({ subject: 'SPLICE.getState.response', message_id, state }), '*');";
        browser.script::<()>(post, &[]).await?;
        until("the parameters are back", async || rounds(&browser).await, |rounds| rounds == "400000").await.map(drop)
    };
    session.check("a message as JSON text, after texts of others", whole).await;

    open_race(&site, &browser).await?;
    let unnamed = answers(&browser, first.clone(), json!({ "message_id": null }), "200000");
    session.check("an answer without the number of the question", unnamed).await;

    open_race(&site, &browser).await?;
    let late = async {
        browser.enter_frame().await?;
        browser.replace_text("[id$=rounds]", "500000").await?;
        browser.leave_frame().await?;
        // The change has reached the page: the answer is late now.
        reported_rounds(&browser, "500000").await?;
        let state = json!({ "kosut": 2, "query": "rounds=200000", "prediction": null, "score": 1, "completed": true, "result": null });
        browser.script::<()>(ANSWER, &[state, json!({})]).await?;
        browser.enter_frame().await?;
        browser.replace_text("[id$=rounds]", "600000").await?;
        browser.leave_frame().await?;
        let reported = reported_rounds(&browser, "600000").await?;
        ensure!(reported["score"] == 1 && reported["state"]["completed"] == true, "the score is lost: {reported:#}");
        ensure!(rounds(&browser).await? == "600000", "what the reader has set is lost");
        Ok(())
    };
    session.check("a late answer: what the reader does counts, the score stays", late).await;
    Ok(())
}

/// Parameters, prediction and result come back, in another profile.
async fn nothing_is_lost(session: Session) -> Result<()> {
    let site = Site::isolated(&session.dist)?;
    let browser = session.browser().await?;
    let mut kept = Value::Null;
    let predicted = async {
        open_race(&site, &browser).await?;
        browser.enter_frame().await?;
        browser.click("input[value=much]").await?;
        browser.leave_frame().await?;
        let reported = last_heard(&browser, "SPLICE.reportScoreAndState", 0).await?;
        ensure!(reported["state"]["prediction"] == "much" && reported["score"] == 0, "{reported:#}");
        browser.enter_frame().await?;
        Lab(&browser).run_to_end().await?;
        let judged: Option<String> =
            browser.script("return document.querySelector('.lab-predict').dataset.right;", &[]).await?;
        browser.leave_frame().await?;
        let reported = last_heard(&browser, "SPLICE.reportScoreAndState", 1).await?;
        let expected = if judged.as_deref() == Some("true") { 1 } else { 0 };
        ensure!(reported["score"] == expected && reported["state"]["score"] == expected, "{judged:?}: {reported:#}");
        kept = reported["state"].clone();
        Ok(())
    };
    session.check("a prediction and its score", predicted).await;

    let another = session.browser().await?;
    let graders = async {
        another.open(&site.course(&site.url("embed/?lab=race&lang=en"))).await?;
        give_back(&another, &kept).await?;
        another.enter_frame().await?;
        let lab = Lab(&another);
        let seen = lab.until("the result is back", |seen| seen.is_idle() && !seen.rows.is_empty()).await?;
        ensure!(!seen.verdicts.is_empty(), "no verdict: {seen:#?}");
        let reveal: String = another.script("return document.querySelector('.lab-predict').innerText;", &[]).await?;
        ensure!(reveal.contains("Your prediction"), "no prediction: {reveal}");
        accessibility::is_accessible(&another).await?;
        for phone in width::PHONES {
            another.leave_frame().await?;
            another.set_width(phone).await?;
            another.enter_frame().await?;
            width::nothing_overflows(&another).await?;
        }
        lab.run_to_end().await?;
        let note: bool = another.script("return document.querySelector('.lab-restored') === null;", &[]).await?;
        ensure!(note, "a new run is called an old one");
        Ok(())
    };
    session.check("in another profile, and as a grader sees it", graders).await;
    Ok(())
}

/// The lab asks for its height in two protocols, and a page that gives more than was asked for does not make it grow.
async fn heights(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    browser.open(&site.course(&site.url(RACE))).await?;
    let generous = "
        window.asked = 0;
        addEventListener('message', ({ data }) => {
            const frame = document.querySelector('iframe');
            if (data.context === 'h5p' && data.action === 'hello') frames[0].postMessage({ context: 'h5p', action: 'hello' }, '*');
            if (data.context === 'h5p' && data.action === 'resize') window.h5p = data.scrollHeight;
            if (data.subject === 'lti.frameResize') { window.asked += 1; frame.style.height = `${data.height + 50}px`; }
        });
        document.querySelector('iframe').style.height = '150px';
        document.querySelector('iframe').src += '';";
    browser.script::<()>(generous, &[]).await?;
    browser.enter_frame().await?;
    Lab(&browser).until_idle().await?;
    let run: f64 = browser
        .script("return document.querySelector('[data-action=run]').getBoundingClientRect().bottom;", &[])
        .await?;
    Lab(&browser).run_to_end().await?;
    let height: f64 = browser.script("return document.documentElement.getBoundingClientRect().height;", &[]).await?;
    browser.leave_frame().await?;
    let asked = "return [window.asked, window.h5p, document.querySelector('iframe').clientHeight];";
    let seen = until(
        "the frame is as high as the lab",
        async || browser.script::<(u32, f64, f64)>(asked, &[]).await,
        |(_, h5p, frame)| (h5p - height).abs() < 2.0 && (frame - height - 50.0).abs() < 2.0,
    )
    .await?;
    ensure!(seen.0 < 200, "the height was asked for {} times", seen.0);
    ensure!(run > 0.0, "Run is not there");
    Ok(())
}
