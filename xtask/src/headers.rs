//! The HTTP headers of the site. The build writes them into files for hosts; `cargo xtask start` and the tests read one of
//! these files, so that what is tried here is what is shipped.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

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

/// Headers that take from the page what it does not need, besides the Content-Security-Policy.
const RESTRICTIONS: [(&str, &str); 3] = [
    ("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
];

/// Name of the Content-Security-Policy.
pub const CONTENT_SECURITY_POLICY: &str = "Content-Security-Policy";

/// The parts of the Content-Security-Policy besides that for scripts. Pool Workers start from a blob where that is allowed,
/// because in WebKitGTK the service worker does not answer all Workers that start from an address.
const POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; \
                      object-src 'none'; base-uri 'none'; form-action 'none'";

/// Where the bundler writes the hashes of the scripts in the pages, in the finished site. It is read once and removed.
const SCRIPT_HASHES: &str = "script-hashes.json";

/// The file for Netlify and Cloudflare Pages.
const NETLIFY: &str = "_headers";

/// Folders whose files have a hash of their content in their path, so that a path's content never changes.
const IMMUTABLE_FOLDERS: [&str; 2] = ["assets", "wasm"];

const CACHE_CONTROL: &str = "Cache-Control";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const NO_CACHE: &str = "no-cache";

/// Names and values of the headers that every answer has.
pub type Headers = Vec<(String, String)>;

/// Returns the `Cache-Control` of a path below the site's root. The path starts with a slash.
pub fn cache_control(path: &str) -> &'static str {
    let folder = path.trim_start_matches('/').split_once('/').map(|(folder, _)| folder);
    if folder.is_some_and(|folder| IMMUTABLE_FOLDERS.contains(&folder)) { IMMUTABLE } else { NO_CACHE }
}

/// Returns the headers of a finished site, from the file for Netlify.
///
/// # Errors
/// Returns an error when the file cannot be read, or names no headers.
pub fn shipped(dist: &Path) -> Result<Headers> {
    let path = dist.join(NETLIFY);
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let rule = text.lines().skip_while(|line| *line != "/*").skip(1).take_while(|line| line.starts_with(' '));
    let headers: Headers =
        rule.filter_map(|line| line.trim().split_once(": ")).map(|(name, value)| (name.into(), value.into())).collect();
    ensure!(!headers.is_empty(), "{} has no headers for all paths", path.display());
    Ok(headers)
}

/// Writes the files that make hosts send the headers, into the site's folder.
///
/// # Errors
/// Returns an error when the bundler has left no hashes, or a file cannot be written.
pub fn write_host_files(dist: &Path) -> Result<()> {
    let path = dist.join(SCRIPT_HASHES);
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let hashes: Vec<String> = serde_json::from_value(serde_json::from_str(&text)?)?;
    fs::remove_file(&path)?;
    let headers = headers(&hashes);
    let files = [
        (NETLIFY, netlify(&headers)),
        ("vercel.json", vercel(&headers)),
        ("nginx.conf", nginx(&headers)),
        (".htaccess", apache(&headers)),
        // GitHub Pages sends none of these headers, and without this file it leaves out some of the site's files.
        (".nojekyll", String::new()),
    ];
    for (name, text) in files {
        fs::write(dist.join(name), text).with_context(|| format!("{name} cannot be written"))?;
    }
    Ok(())
}

/// The headers of every answer. `hashes` are those of the scripts in the pages, such as `sha256-…`.
fn headers(hashes: &[String]) -> Headers {
    let scripts: String = hashes.iter().map(|hash| format!(" '{hash}'")).collect();
    let policy = format!("{POLICY}; script-src 'self' 'wasm-unsafe-eval'{scripts}");
    let fixed = ISOLATION.into_iter().chain(RESTRICTIONS).map(|(name, value)| (name.to_string(), value.to_string()));
    fixed.chain([(CONTENT_SECURITY_POLICY.to_string(), policy)]).collect()
}

/// For Netlify and Cloudflare Pages. Where rules overlap, headers of the same name are joined: so only folders name
/// `Cache-Control`, and the rest stays with the host's default, which is to ask each time.
fn netlify(headers: &Headers) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers {
        let _ = writeln!(text, "  {name}: {value}");
    }
    for folder in IMMUTABLE_FOLDERS {
        let _ = write!(text, "/{folder}/*\n  {CACHE_CONTROL}: {IMMUTABLE}\n");
    }
    text
}

fn vercel(headers: &Headers) -> String {
    let entry = |name: &str, value: &str| json!({ "key": name, "value": value });
    let all: Vec<Value> = headers.iter().map(|(name, value)| entry(name, value)).collect();
    let mut rules = vec![json!({ "source": "/(.*)", "headers": all })];
    for folder in IMMUTABLE_FOLDERS {
        let source = format!("/{folder}/(.*)");
        rules.push(json!({ "source": source, "headers": [entry(CACHE_CONTROL, IMMUTABLE)] }));
    }
    format!("{:#}\n", json!({ "headers": rules }))
}

fn nginx(headers: &Headers) -> String {
    let mut text = String::from("# For a `server` block whose `root` is this folder: include /path/to/nginx.conf;\n");
    // A location with headers of its own inherits none, so each repeats all of them.
    let folders = IMMUTABLE_FOLDERS.join("|");
    for (location, cache) in [("/".to_string(), NO_CACHE), (format!("~ ^/({folders})/"), IMMUTABLE)] {
        let _ = writeln!(text, "location {location} {{");
        let own = (CACHE_CONTROL.to_string(), cache.to_string());
        for (name, value) in headers.iter().chain([&own]) {
            let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
        }
        text.push_str("}\n");
    }
    text
}

/// For Apache, which reads it in the site's folder.
fn apache(headers: &Headers) -> String {
    let mut text = String::from(
        "# Needs Apache's modules headers and setenvif, and `AllowOverride FileInfo` for this folder.\n\
         AddType text/javascript .js\nAddType application/wasm .wasm\n",
    );
    for (name, value) in headers {
        let _ = writeln!(text, "Header always set {name} \"{value}\"");
    }
    let folders = IMMUTABLE_FOLDERS.join("|");
    let _ = writeln!(text, "SetEnvIf Request_URI \"/({folders})/\" immutable");
    let _ = writeln!(text, "Header always set {CACHE_CONTROL} \"{NO_CACHE}\" env=!immutable");
    let _ = writeln!(text, "Header always set {CACHE_CONTROL} \"{IMMUTABLE}\" env=immutable");
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
        let headers = headers(&["sha256-abc".to_string()]);
        let files = [netlify(&headers), vercel(&headers), nginx(&headers), apache(&headers)];
        for text in files {
            for (name, value) in headers.iter().map(|(name, value)| (name.as_str(), value.as_str())) {
                assert!(text.contains(name) && text.contains(value), "{name} in:\n{text}");
            }
            assert!(text.contains(CACHE_CONTROL) && text.contains(IMMUTABLE), "{text}");
        }
    }

    #[test]
    fn the_policy_allows_no_scripts_and_styles_in_pages_but_those_with_a_hash() {
        let headers = headers(&["sha256-abc".to_string()]);
        let (_, policy) = headers.iter().find(|(name, _)| name == CONTENT_SECURITY_POLICY).expect("a policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-abc'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }

    #[test]
    fn shipped_headers_are_read_back() {
        let dist = std::env::temp_dir().join(format!("xtask-headers-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("made");
        assert!(write_host_files(&dist).is_err(), "there are no hashes");
        fs::write(dist.join(SCRIPT_HASHES), "[\"sha256-abc\"]").expect("written");
        write_host_files(&dist).expect("written");
        let read = shipped(&dist).expect("read");
        fs::remove_dir_all(&dist).expect("removed");
        assert_eq!(read, headers(&["sha256-abc".to_string()]));
    }
}
