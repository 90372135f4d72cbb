//! The HTTP headers of the site: one table, which `cargo xtask start` sends and which is written to files for hosts.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

/// The headers that make the page cross-origin isolated, so that it may share memory between threads.
///
/// The first two isolate a page that stands alone. With the third, an isolated page may frame it. The fourth isolates
/// it in a frame of any page, in browsers that know the header.
pub const ISOLATION: [(&str, &str); 4] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Document-Isolation-Policy", "isolate-and-require-corp"),
];

/// Folders whose files have a hash of their content in their path, so that a path's content never changes.
const IMMUTABLE_FOLDERS: [&str; 2] = ["assets", "wasm"];

const CACHE_CONTROL: &str = "Cache-Control";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const NO_CACHE: &str = "no-cache";

/// Returns the `Cache-Control` of a path below the site's root. The path starts with a slash.
pub fn cache_control(path: &str) -> &'static str {
    let folder = path.trim_start_matches('/').split_once('/').map(|(folder, _)| folder);
    if folder.is_some_and(|folder| IMMUTABLE_FOLDERS.contains(&folder)) { IMMUTABLE } else { NO_CACHE }
}

/// Writes the files that make hosts send the headers, into the site's folder.
///
/// # Errors
/// Returns an error when a file cannot be written.
pub fn write_host_files(dist: &Path) -> Result<()> {
    let files = [
        ("_headers", netlify()),
        ("vercel.json", vercel()),
        ("nginx.conf", nginx()),
        // GitHub Pages sends none of these headers, and without this file it leaves out some of the site's files.
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
