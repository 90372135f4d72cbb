//! The lab `gil`: the reader's own programs run in the page, are stopped, corrected, and executed step by step.

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    engine::Engine,
    lab::{Lab, LabSnapshot},
    session::Session,
    site::Site,
    wait::until,
};
use thirtyfour::Key;

use crate::{Suite, accessibility, width};

/// A phone.
const WIDTH: u32 = 360;

/// A thread that prints a number of more than 64 bits, and a letter of more than one byte.
const TELL: &str = "\
from threading import Thread

def tell(n):
    print('ş', n * n)

thread = Thread(target=tell, args=(2**70,))
thread.start()
thread.join()
";

/// Two threads that read, call and write.
const ADD: &str = "\
from threading import Thread
number = 0

def one():
    return 1

def add():
    global number
    number = number + one()

threads = [Thread(target=add), Thread(target=add)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(number)
";

/// The output of the program.
const OUTPUT: &str = "return document.querySelector('.python-console .python-output')?.innerText ?? '';";

/// The state of the program.
const STATE: &str = "return document.querySelector('.python-state')?.dataset.state ?? '';";

/// The sentence about a text that is no program.
const FAULT: &str = "return document.querySelector('.python-fault')?.innerText ?? '';";

/// The last step, in words.
const LAST: &str = "return document.querySelector('.python-last')?.innerText ?? '';";

/// Chooses the program to begin with.
const CHOOSE: &str = "
    const select = document.querySelector('#python-example');
    select.value = arguments[0];
    select.dispatchEvent(new Event('change', { bubbles: true }));";

pub fn add(suite: &mut Suite) {
    suite.add(&Engine::ALL, "gil::a_program_runs_and_is_stopped", a_program_runs_and_is_stopped);
    suite.add(
        &[Engine::Chromium],
        "gil::a_program_is_edited_and_stepped_through",
        a_program_is_edited_and_stepped_through,
    );
    suite.add(&Engine::DIFFERENT, "gil::by_keyboard", by_keyboard);
    for (theme, language) in [("light", "tr"), ("dark", "en")] {
        let name = format!("gil::accessible::{theme}::{language}");
        suite
            .add(&[Engine::Chromium], &name, async move |session: Session| accessible(&session, theme, language).await);
    }
}

/// Workers and wasm depend on the engine: so does whether a program runs, and whether it ends when it is stopped.
async fn a_program_runs_and_is_stopped(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    open(&browser, &site, "print(1)").await?;
    session.check("an example runs", an_example_runs(&browser)).await;
    open(&browser, &site, "print('begun')\nwhile True:\n    pass\n").await?;
    session.check("an endless loop is stopped", an_endless_loop_is_stopped(&browser)).await;
    Ok(())
}

async fn a_program_is_edited_and_stepped_through(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    session.check("a program in the link runs by itself", a_program_in_the_link_runs(&browser, &site)).await;
    open(&browser, &site, "print(1)\nf = lambda x: x\n").await?;
    session.check("a fault is named with its place", a_fault_is_named_with_its_place(&browser)).await;
    open(&browser, &site, ADD).await?;
    session.check("threads go step by step", threads_go_step_by_step(&browser)).await;
    Ok(())
}

/// Opens the lab with a program, which does not run yet.
async fn open(browser: &Browser, site: &Site, source: &str) -> Result<()> {
    browser.open(&site.url(&address("en", source))).await?;
    Lab(browser).until_idle().await?;
    until_editor(browser).await
}

/// Scrolls to the editor, which loads it, and waits until it is there.
async fn until_editor(browser: &Browser) -> Result<()> {
    let ready = "return document.querySelector('.python-code')?.shadowRoot?.querySelector('.cm-content') != null;";
    until_near(browser, ".python-editor").await?;
    until("the editor is there", async || browser.script::<bool>(ready, &[]).await, |ready| *ready).await?;
    Ok(())
}

fn address(language: &str, source: &str) -> String {
    let encoded = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    let source: String = source.bytes().map(encoded).collect();
    format!("embed/?lab=gil&lang={language}&mode=program&source={source}")
}

/// Scrolls to an element, as a reader does, which loads what is near.
async fn until_near(browser: &Browser, selector: &str) -> Result<()> {
    let near = "const place = document.querySelector(arguments[0]);
        place?.scrollIntoView({ behavior: 'instant', block: 'center' });
        return place !== null;";
    let go = async || browser.script::<bool>(near, &[selector.into()]).await;
    until(&format!("{selector} is there"), go, |there| *there).await.map(drop)
}

async fn says(browser: &Browser, place: &str, words: &str) -> Result<String> {
    let look = async || browser.script::<String>(place, &[]).await;
    until(&format!("the page says “{words}”"), look, |said| said.contains(words)).await
}

async fn an_example_runs(browser: &Browser) -> Result<()> {
    browser.script::<()>(CHOOSE, &["counter-lock".into()]).await?;
    // The reader's own text can be restored.
    until_near(browser, "[data-python=restore]").await?;
    browser.click("[data-python=run]").await?;
    let said = says(browser, OUTPUT, "lost").await?;
    ensure!(said.contains("lost 0"), "a lock loses nothing: {said}");
    says(browser, STATE, "finished").await?;
    Lab(browser).until("the run is over", LabSnapshot::is_idle).await?;
    browser.click("[data-python=clear]").await?;
    let left: String = browser.script(OUTPUT, &[]).await?;
    ensure!(left.is_empty(), "cleared, and yet there: {left}");
    Ok(())
}

async fn a_program_in_the_link_runs(browser: &Browser, site: &Site) -> Result<()> {
    browser.open(&site.url(&format!("{}&autorun=1", address("en", TELL)))).await?;
    Lab(browser).until_finished().await?;
    let said: String = browser.script(OUTPUT, &[]).await?;
    ensure!(said.trim() == "ş 1393796574908163946345982392040522594123776", "it printed {said}");
    let address: String = browser.script("return location.href;", &[]).await?;
    ensure!(address.contains("source="), "the address has lost the program: {address}");
    Ok(())
}

async fn a_fault_is_named_with_its_place(browser: &Browser) -> Result<()> {
    browser.click("[data-python=run]").await?;
    let said = says(browser, FAULT, "Line 2, column 5").await?;
    ensure!(said.contains("lambda"), "it does not say what is wrong: {said}");
    let remedy: bool = browser.script("return document.querySelector('[data-python=remedy]') !== null;", &[]).await?;
    ensure!(remedy, "there is no remedy: {said}");
    let marked = "const { shadowRoot } = document.querySelector('.python-code');
        return shadowRoot.querySelector('.python-fault-line')?.textContent ?? '';";
    let marked: String = browser.script(marked, &[]).await?;
    ensure!(marked == "f = lambda x: x", "the line that is marked is {marked:?}");
    // The button leads to the place, where typing repairs the program.
    browser.click("[data-python=go]").await?;
    browser.driver.action_chain().send_keys("2 # ").perform().await?;
    let gone = async || browser.script::<String>(FAULT, &[]).await;
    until("the fault is gone", gone, String::is_empty).await?;
    browser.click("[data-python=run]").await?;
    says(browser, STATE, "finished").await.map(drop)
}

async fn an_endless_loop_is_stopped(browser: &Browser) -> Result<()> {
    browser.click("[data-python=run]").await?;
    says(browser, OUTPUT, "begun").await?;
    browser.click("[data-python=stop]").await?;
    let lab = Lab(browser);
    let seen = lab.until("the lab is idle again", LabSnapshot::is_idle).await?;
    ensure!(seen.errors.is_empty(), "not as after Stop: {seen:#?}");
    lab.until_no_process().await?;
    says(browser, STATE, "stopped").await.map(drop)
}

async fn threads_go_step_by_step(browser: &Browser) -> Result<()> {
    browser.click("[data-python=steps]").await?;
    says(browser, LAST, "No step taken yet").await?;
    for count in 1..=3 {
        browser.click("[data-step=next][data-lane='0']").await?;
        says(browser, LAST, &format!("Step {count}:")).await?;
    }
    browser.click("[data-step=back]").await?;
    says(browser, LAST, "2 steps taken").await?;
    browser.click("[data-step=restart]").await?;
    says(browser, LAST, "No step taken yet").await?;
    browser.click("[data-step=line][data-lane='0']").await?;
    let current = "return document.querySelector('.python-lane .python-where')?.innerText ?? '';";
    says(browser, current, "line 2").await?;
    // Until the threads have ended, whichever of them can go on.
    let over = async || {
        let more = "
            const button = document.querySelector('[data-step=many]');
            if (button.getAttribute('aria-disabled') === 'false') button.click();
            return document.querySelector('.python-last').innerText;";
        browser.script::<String>(more, &[]).await
    };
    until("all threads are done", over, |said| said.contains("All threads are done")).await?;
    let printed: String =
        browser.script("return document.querySelector('.python-board .python-output')?.innerText ?? '';", &[]).await?;
    ensure!(printed.trim() == "2", "one thread after the other adds 2, not {printed:?}");
    Ok(())
}

/// Writes, leaves the editor and runs, without a mouse.
async fn by_keyboard(session: Session) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    open(&browser, &site, "# empty\n").await?;
    let focus = "document.querySelector('.python-code').shadowRoot.querySelector('.cm-content').focus();";
    browser.script::<()>(focus, &[]).await?;
    browser.driver.action_chain().send_keys("if 6 * 7 == 42:").send_keys(Key::Enter).perform().await?;
    // The new line is indented by itself. Tab would indent it further, so it does not leave the editor; Escape and Tab do.
    browser.driver.action_chain().send_keys("print('by hand')").send_keys(Key::Enter).perform().await?;
    let inside = "return document.activeElement.matches('.python-code');";
    browser.press(Key::Tab).await?;
    ensure!(browser.script::<bool>(inside, &[]).await?, "Tab does not indent");
    browser.press(Key::Escape).await?;
    browser.press(Key::Tab).await?;
    let place = "return document.activeElement.dataset.python ?? document.activeElement.localName;";
    let focused: String = browser.script(place, &[]).await?;
    ensure!(focused == "run", "Escape and Tab lead to {focused}");
    browser.press(Key::Enter).await?;
    says(&browser, OUTPUT, "by hand").await.map(drop)
}

async fn accessible(session: &Session, theme: &str, language: &str) -> Result<()> {
    let (site, browser) = (Site::isolated(&session.dist)?, session.browser().await?);
    accessibility::set_theme(&browser, theme).await?;
    browser.set_width(WIDTH).await?;
    browser.open(&site.url(&address(language, "print(1)\nlambda: 2\n"))).await?;
    Lab(&browser).until_idle().await?;
    until_editor(&browser).await?;
    browser.click("[data-python=run]").await?;
    says(&browser, FAULT, "lambda").await?;
    accessibility::has_no_violation(&browser).await.context("with a fault")?;
    width::nothing_overflows(&browser).await.context("with a fault")?;
    browser.script::<()>(CHOOSE, &["counter-call".into()]).await?;
    browser.click("[data-python=run]").await?;
    says(&browser, STATE, "finished").await?;
    Lab(&browser).until("the run is over", LabSnapshot::is_idle).await?;
    browser.click("[data-python=steps]").await?;
    until_near(&browser, ".python-lane").await?;
    accessibility::has_no_violation(&browser).await.context("step by step")?;
    width::nothing_overflows(&browser).await.context("step by step")
}
