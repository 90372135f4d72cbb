//! Course pages, made by the tools that teachers use, of what the dialog *Embed* gives.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};
use kosut_browser_tests::{
    browser::Browser,
    lab::Lab,
    platform::{SITE_OF_STORED_PAGES, Way},
    wait::until,
};

use crate::software::Places;

/// A course page.
#[derive(Debug)]
pub struct Course {
    /// Its name in the table.
    pub name: &'static str,
    /// Its file, below the folder of all courses.
    pub page: &'static str,
    pub way: Way,
    /// `true` if its script keeps messages or events in `window.heard`.
    pub listens: bool,
    /// `true` if the result is there again on the next visit.
    pub keeps: bool,
}

/// The parameters of the lab that is embedded: a run with threads and one with processes.
pub const QUERY: &str = "kernel=primes&size=1000000&topologies=1x2,2x1&workers=2";

/// All course pages but that of the SCORM package.
pub const COURSES: [Course; 7] = [
    Course { name: "SPLICE host that keeps", page: "splice.html", way: Way::Frame, listens: true, keeps: true },
    Course {
        name: "SPLICE host that never answers",
        page: "silent.html",
        way: Way::Frame,
        listens: true,
        keeps: false,
    },
    Course { name: "web page, <kosut-lab>", page: "element.html", way: Way::Element, listens: true, keeps: true },
    Course { name: "mdBook", page: "mdbook/book/lab.html", way: Way::Element, listens: false, keeps: true },
    Course { name: "Sphinx with MyST", page: "sphinx/html/index.html", way: Way::Element, listens: false, keeps: true },
    Course { name: "Jupyter, exported", page: "jupyter/lab.html", way: Way::Frame, listens: false, keeps: false },
    Course { name: "pandoc, as Quarto runs it", page: "quarto.html", way: Way::Element, listens: false, keeps: true },
];

/// Keeps what a lab reports, and gives it back where `keeps`.
const HOST_SCRIPT: &str = "
    window.heard = [];
    addEventListener('message', (event) => {
        if (event.source !== frames[0]) return;
        heard.push(event.data);
        const { subject, message_id, state } = event.data;
        if (subject === 'SPLICE.reportScoreAndState') localStorage.setItem('kept', JSON.stringify(state));
        if (subject === 'SPLICE.getState' && KEEPS) {
            const kept = JSON.parse(localStorage.getItem('kept') ?? 'null');
            event.source.postMessage({ subject: 'SPLICE.getState.response', message_id, state: kept }, '*');
        }
    });";

/// Keeps what an element tells.
const ELEMENT_SCRIPT: &str = "
    window.heard = [];
    addEventListener('kosut-report', ({ detail }) => heard.push({ name: 'kosut.report', data: detail }));";

/// Asks the dialog of the site at this address what to paste for a platform.
///
/// # Errors
/// Returns an error when the dialog does not give it.
pub async fn snippet(browser: &Browser, platform: &str) -> Result<String> {
    let choose = "
        const select = document.querySelector('select[name=platform]');
        select.value = arguments[0];
        select.dispatchEvent(new Event('change'));";
    browser.script::<()>(choose, &[platform.into()]).await?;
    let text = "const select = document.querySelector('select[name=platform]');
        await document.querySelector('kosut-embedding').updateComplete;
        return select.value === arguments[0] ? document.querySelector('#embedding-text').value : '';";
    let read = async || browser.script::<String>(text, &[platform.into()]).await;
    until("the dialog gives what to paste", read, |text| text.contains("primes")).await
}

/// Opens the dialog of the lab that will be embedded.
///
/// # Errors
/// Returns an error when it does not open.
pub async fn open_dialog(browser: &Browser, site: &str) -> Result<()> {
    browser.open(&format!("{site}embed/?lab=speedup&lang=en&{QUERY}")).await?;
    Lab(browser).until_idle().await?;
    browser.click("[data-action=embed]").await?;
    let there =
        async || browser.script::<u32>("return document.querySelectorAll('#embedding-text').length;", &[]).await;
    until("the dialog is there", there, |count| *count == 1).await.map(drop)
}

/// Makes all course pages in a folder, of the texts that the dialog of this site gives.
///
/// # Errors
/// Returns an error when a tool fails.
pub async fn make(browser: &Browser, site: &str, folder: &Path, places: &Places) -> Result<()> {
    open_dialog(browser, site).await?;
    let page = |script: &str, body: &str| {
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>A course</title><h1>A course</h1><script>{script}</script>\n{body}\n</html>\n"
        )
    };
    fs::create_dir_all(folder)?;
    let frame = snippet(browser, "iframe").await?;
    fs::write(folder.join("splice.html"), page(&HOST_SCRIPT.replace("KEEPS", "true"), &frame))?;
    fs::write(folder.join("silent.html"), page(&HOST_SCRIPT.replace("KEEPS", "false"), &frame))?;
    fs::write(folder.join("element.html"), page(ELEMENT_SCRIPT, &snippet(browser, "element").await?))?;

    // Quarto itself is in no registry; it renders documents by pandoc.
    fs::write(
        folder.join("quarto.md"),
        format!("# A lab\n\nBefore.\n\n{}\n\nAfter.\n", snippet(browser, "quarto").await?),
    )?;
    let pandoc = ["--standalone", "--metadata", "title=A course", "--output"];
    run(Command::new("pandoc").args(pandoc).arg(folder.join("quarto.html")).arg(folder.join("quarto.md")))?;

    let book = folder.join("mdbook");
    fs::create_dir_all(book.join("src"))?;
    fs::write(book.join("book.toml"), "[book]\ntitle = \"A course\"\n")?;
    fs::write(book.join("src/SUMMARY.md"), "# Summary\n\n- [A lab](lab.md)\n")?;
    fs::write(
        book.join("src/lab.md"),
        format!("# A lab\n\nBefore.\n\n{}\n\nAfter.\n", snippet(browser, "mdbook").await?),
    )?;
    run(Command::new(&places.mdbook).arg("build").arg(&book))?;

    let sphinx = folder.join("sphinx");
    fs::create_dir_all(&sphinx)?;
    fs::write(sphinx.join("conf.py"), "project = 'A course'\nextensions = ['myst_parser']\n")?;
    fs::write(
        sphinx.join("index.md"),
        format!("# A lab\n\nBefore.\n\n{}\n\nAfter.\n", snippet(browser, "myst").await?),
    )?;
    run(Command::new(places.python.join("sphinx-build"))
        .args(["-q", "-b", "html"])
        .arg(&sphinx)
        .arg(sphinx.join("html")))?;

    let jupyter = folder.join("jupyter");
    fs::create_dir_all(&jupyter)?;
    let cell = serde_json::json!({
        "cell_type": "code", "execution_count": null, "id": "lab", "metadata": {}, "outputs": [],
        "source": snippet(browser, "jupyter").await?,
    });
    let notebook = serde_json::json!({
        "cells": [cell], "nbformat": 4, "nbformat_minor": 5,
        "metadata": { "kernelspec": { "name": "python3", "display_name": "Python 3", "language": "python" } },
    });
    fs::write(jupyter.join("lab.ipynb"), notebook.to_string())?;
    run(Command::new(places.python.join("jupyter"))
        .args(["nbconvert", "--to", "html", "--execute", "--log-level", "ERROR"])
        .arg(jupyter.join("lab.ipynb"))
        .env("PATH", path_with(&places.python)))?;
    Ok(())
}

/// Keeps the pages of the tools in a folder, each with the address [`SITE_OF_STORED_PAGES`] in place of the site's.
///
/// # Errors
/// Returns an error when a page is not there, or the folder cannot be written.
pub fn store(site: &str, courses: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (page, name) in [
        ("mdbook/book/lab.html", "mdbook.html"),
        ("sphinx/html/index.html", "sphinx.html"),
        ("jupyter/lab.html", "jupyter.html"),
        ("quarto.html", "pandoc.html"),
    ] {
        let text = fs::read_to_string(courses.join(page))?;
        fs::write(folder.join(name), text.replace(site, SITE_OF_STORED_PAGES))?;
    }
    Ok(())
}

fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("{program} cannot be started"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program} has failed: {text}");
    Ok(())
}
