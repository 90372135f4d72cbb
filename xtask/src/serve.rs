//! Serves the finished site, with the isolation headers or as a host that sends none.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header::CACHE_CONTROL},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use tower_http::{CompressionLevel, compression::CompressionLayer, services::ServeDir};

use crate::headers::{cache_control, shipped};

/// Which headers the server sends besides those that every server sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// Those that the host files in `dist/` ask for.
    Shipped,
    /// None: a host that the reader does not control.
    None,
}

/// Returns a router for the site in a folder. A folder's address returns its `index.html`; text and wasm are
/// compressed, as little as possible, because the reader is on the same machine.
///
/// # Errors
/// Returns an error when the host files are missing or wrong.
pub fn router(dist: &Path, headers: Headers) -> Result<Router> {
    let site = Router::new()
        .fallback_service(ServeDir::new(dist))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    if headers == Headers::None {
        return Ok(site);
    }
    let headers = shipped(dist)?.into_iter().map(|(name, value)| Ok((name.parse()?, value.parse()?)));
    let headers: Vec<(HeaderName, HeaderValue)> = headers.collect::<Result<_>>()?;
    Ok(site.layer(from_fn_with_state(Arc::new(headers), add_headers)))
}

async fn add_headers(
    State(shipped): State<Arc<Vec<(HeaderName, HeaderValue)>>>,
    request: Request,
    next: Next,
) -> Response {
    let cache = cache_control(request.uri().path());
    let mut response = next.run(request).await;
    // A path that is missing now may exist later.
    let is_error = response.status().is_client_error() || response.status().is_server_error();
    let cache = if is_error { "no-store" } else { cache };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.extend(shipped.iter().cloned());
    response
}

/// Binds a port of the loopback address; 0 means any free port.
///
/// # Errors
/// Returns an error when the port is taken or not allowed: a sentence that names it, and says how to choose another one.
pub fn bind(port: u16) -> Result<TcpListener> {
    // Browsers try `localhost` as IPv6 first, so a server that listens only there would be seen in place of this one.
    let ipv6 = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    if port != 0 && TcpStream::connect_timeout(&ipv6, Duration::from_millis(200)).is_ok() {
        bail!("{}", taken(port));
    }
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!("{}", taken(port)),
        Err(error) => Err(error).with_context(|| format!("port {port} cannot be used; choose another with --port N")),
    }
}

fn taken(port: u16) -> String {
    let other = if port == 8080 { 8081 } else { 8080 };
    format!("port {port} is taken by another program; choose another one, such as: cargo xtask start --port {other}")
}

/// Serves in the background for as long as the current runtime lives, and returns the address.
///
/// # Errors
/// As [`bind`].
pub fn spawn(router: Router, port: u16) -> Result<SocketAddr> {
    let listener = bind(port)?;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Serves until the program is ended.
///
/// # Errors
/// Returns an error when the runtime cannot be started.
pub fn run(router: Router, listener: TcpListener) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        io::{Read, Write},
    };

    use super::*;
    use crate::headers::{ISOLATION, write_host_files};

    /// Serves a small site on a thread and returns the head of the response to each path.
    fn heads(headers: Headers, paths: &[&str]) -> Vec<String> {
        let dist = std::env::temp_dir().join(format!("xtask-serve-{}-{headers:?}", std::process::id()));
        fs::create_dir_all(dist.join("wasm")).expect("made");
        fs::write(dist.join("index.html"), "<!doctype html>").expect("written");
        fs::write(dist.join("wasm/a.wasm"), "\0asm").expect("written");
        fs::write(dist.join("script-hashes.json"), "[]").expect("written");
        write_host_files(&dist).expect("written");
        let listener = bind(0).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = router(&dist, headers).expect("a router");
        std::thread::spawn(move || run(router, listener));
        let heads = paths.iter().map(|path| head(address, path)).collect();
        fs::remove_dir_all(&dist).expect("removed");
        heads
    }

    fn head(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("connects");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").expect("asks");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answers");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        text.split("\r\n\r\n").next().unwrap_or_default().to_string()
    }

    #[test]
    fn an_isolated_site_sends_all_headers_with_every_answer() {
        let heads = heads(Headers::Shipped, &["/", "/wasm/a.wasm", "/none"]);
        for head in &heads {
            for (name, value) in ISOLATION {
                assert!(head.contains(&format!("{}: {value}", name.to_lowercase())), "{head}");
            }
            assert!(head.contains("content-security-policy: ") && head.contains("nosniff"), "{head}");
        }
        assert!(heads[0].starts_with("http/1.1 200") && heads[0].contains("cache-control: no-cache"), "{}", heads[0]);
        assert!(heads[0].contains("content-type: text/html"), "{}", heads[0]);
        assert!(heads[1].contains("content-type: application/wasm") && heads[1].contains("immutable"), "{}", heads[1]);
        assert!(heads[2].starts_with("http/1.1 404") && heads[2].contains("no-store"), "{}", heads[2]);
    }

    #[test]
    fn a_plain_host_sends_none_of_them() {
        let heads = heads(Headers::None, &["/"]);
        assert!(heads[0].starts_with("http/1.1 200") && !heads[0].contains("cross-origin"), "{}", heads[0]);
    }

    #[test]
    fn a_taken_port_is_named_with_a_way_out() {
        let listener = bind(0).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let error = bind(port).expect_err("taken").to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
    }
}
