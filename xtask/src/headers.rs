//! The HTTP headers of the site: one table, served by `cargo xtask start` and written out for the hosts that read one.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

/// What makes the page cross-origin isolated, so that it may share memory between threads.
///
/// The first two isolate a page of its own. With the third it may be framed by an isolated page; the fourth isolates it
/// in a frame of any page, where the browser knows it.
pub const ISOLATION: [(&str, &str); 4] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Document-Isolation-Policy", "isolate-and-require-corp"),
];

/// Folders whose files have a hash of their content in their path: another content is another path.
const IMMUTABLE_FOLDERS: [&str; 2] = ["assets", "wasm"];

const CACHE_CONTROL: &str = "Cache-Control";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const NO_CACHE: &str = "no-cache";

/// The `Cache-Control` for a path below the site's root, which starts with a slash.
pub fn cache_control(path: &str) -> &'static str {
    let folder = path.trim_start_matches('/').split_once('/').map(|(folder, _)| folder);
    if folder.is_some_and(|folder| IMMUTABLE_FOLDERS.contains(&folder)) { IMMUTABLE } else { NO_CACHE }
}

/// Writes the files with which hosts send the headers into the site's folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write_host_files(dist: &Path) -> Result<()> {
    let files = [
        ("_headers", netlify()),
        ("vercel.json", vercel()),
        ("nginx.conf", nginx()),
        // GitHub Pages sends no headers of ours, but must not leave files out either.
        (".nojekyll", String::new()),
    ];
    for (name, text) in files {
        fs::write(dist.join(name), text).with_context(|| format!("{name} cannot be written"))?;
    }
    Ok(())
}

/// For Netlify and Cloudflare Pages. Where rules overlap, headers of the same name are joined: so only folders name
/// `Cache-Control`, and the rest stays with the host's default, which is to ask each time.
fn netlify() -> String {
    let mut text = String::from("/*\n");
    for (name, value) in ISOLATION {
        let _ = writeln!(text, "  {name}: {value}");
    }
    for folder in IMMUTABLE_FOLDERS {
        let _ = write!(text, "/{folder}/*\n  {CACHE_CONTROL}: {IMMUTABLE}\n");
    }
    text
}

fn vercel() -> String {
    let header = |(name, value): (&str, &str)| format!("        {{ \"key\": \"{name}\", \"value\": \"{value}\" }}");
    let rule = |source: &str, headers: Vec<String>| {
        format!(
            "    {{\n      \"source\": \"{source}\",\n      \"headers\": [\n{}\n      ]\n    }}",
            headers.join(",\n")
        )
    };
    let mut rules = vec![rule("/(.*)", ISOLATION.map(header).into())];
    for folder in IMMUTABLE_FOLDERS {
        rules.push(rule(&format!("/{folder}/(.*)"), vec![header((CACHE_CONTROL, IMMUTABLE))]));
    }
    format!("{{\n  \"headers\": [\n{}\n  ]\n}}\n", rules.join(",\n"))
}

fn nginx() -> String {
    let mut text = String::from("# For a `server` block whose `root` is this folder: include /path/to/nginx.conf;\n");
    // A location with headers of its own inherits none, so each repeats all of them.
    let folders = IMMUTABLE_FOLDERS.join("|");
    for (location, cache) in [("/".to_string(), NO_CACHE), (format!("~ ^/({folders})/"), IMMUTABLE)] {
        let _ = writeln!(text, "location {location} {{");
        for (name, value) in ISOLATION.into_iter().chain([(CACHE_CONTROL, cache)]) {
            let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
        }
        text.push_str("}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_paths_are_kept_for_ever() {
        assert_eq!(cache_control("/assets/tr-B6x.js"), IMMUTABLE);
        assert_eq!(cache_control("/wasm/0123abcd/plain/kosut.js"), IMMUTABLE);
        for path in ["/", "/tr/", "/sw.js", "/assets", "/tr/assets/x.js"] {
            assert_eq!(cache_control(path), NO_CACHE, "{path}");
        }
    }

    #[test]
    fn every_host_file_names_every_header() {
        for text in [netlify(), vercel(), nginx()] {
            for (name, value) in ISOLATION.into_iter().chain([(CACHE_CONTROL, IMMUTABLE)]) {
                assert!(text.contains(name) && text.contains(value), "{name} in:\n{text}");
            }
        }
    }
}
