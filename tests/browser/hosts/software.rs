//! The servers with which people host static sites, each with the files that the site ships for it.

use std::{
    fs,
    net::{Ipv4Addr, TcpStream},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use kosut_browser_tests::{
    driver::{Group, free_port},
    wait::TIMEOUT,
};

/// A server's program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Software {
    /// nginx, with `nginx.conf` of the site.
    Nginx,
    /// Apache, with `.htaccess` of the site.
    Apache,
    /// Python's `http.server`, which sends no headers.
    Python,
    /// `npx serve`, which sends no headers.
    Serve,
}

impl Software {
    /// All of them.
    pub const ALL: [Software; 4] = [Software::Nginx, Software::Apache, Software::Python, Software::Serve];

    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Software::Nginx => "nginx",
            Software::Apache => "Apache",
            Software::Python => "http.server",
            Software::Serve => "npx serve",
        }
    }
}

/// Where things are that `cargo xtask hosts` has set up.
#[derive(Debug)]
pub struct Places {
    /// The finished site.
    pub dist: PathBuf,
    /// A folder for everything that is made.
    pub work: PathBuf,
    /// The folder of Python's programs.
    pub python: PathBuf,
    /// The script of the npm package `serve`.
    pub serve: PathBuf,
    /// mdBook.
    pub mdbook: PathBuf,
}

/// A running server. Dropping it ends it.
#[derive(Debug)]
pub struct Host {
    /// The address of the served folder, with a slash at the end.
    pub url: String,
    _group: Group,
}

/// Apache's modules that the configuration needs.
const APACHE_MODULES: [&str; 6] = ["mpm_event", "authz_core", "mime", "dir", "headers", "setenvif"];

impl Host {
    /// Serves a folder by a program. The address begins with a name, so that a page at a number is of another site.
    ///
    /// # Errors
    /// Returns an error when the program does not start.
    pub fn start(software: Software, folder: &Path, places: &Places) -> Result<Self> {
        let port = free_port()?;
        let own = places.work.join(format!("server-{port}"));
        fs::create_dir_all(&own)?;
        let mut command = command(software, folder, &own, port, places)?;
        let log = fs::File::create(own.join("log"))?;
        let group = Group::start(command.stdout(Stdio::null()).stderr(log))?;
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if started.elapsed() > TIMEOUT {
                let log = fs::read_to_string(own.join("log")).unwrap_or_default();
                bail!("{} does not answer: {log}", software.name());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(Host { url: format!("http://localhost:{port}/"), _group: group })
    }

    /// Serves the site at the root, or below `course/kosut/`, and returns the server and the site's address.
    ///
    /// # Errors
    /// As [`Host::start`].
    pub fn of_site(software: Software, below: bool, places: &Places) -> Result<(Self, String)> {
        if !below {
            let host = Host::start(software, &places.dist, places)?;
            let url = host.url.clone();
            return Ok((host, url));
        }
        let root = places.work.join("below");
        let folder = root.join("course");
        fs::create_dir_all(&folder)?;
        let link = folder.join("kosut");
        if !link.exists() {
            symlink(&places.dist, link)?;
        }
        let host = Host::start(software, &root, places)?;
        let url = format!("{}course/kosut/", host.url);
        Ok((host, url))
    }
}

fn command(software: Software, folder: &Path, own: &Path, port: u16, places: &Places) -> Result<Command> {
    let (root, own_name, dist) = (folder.display(), own.display(), places.dist.display());
    let mut command = match software {
        Software::Nginx => Command::new("nginx"),
        Software::Apache => Command::new("apache2"),
        Software::Python => Command::new("python3"),
        Software::Serve => Command::new("node"),
    };
    match software {
        Software::Nginx => {
            let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                .map(|name| format!("{name}_temp_path {own_name}/{name};\n"))
                .concat();
            let text = format!(
                "daemon off;\npid {own_name}/pid;\nerror_log {own_name}/error.log;\nevents {{}}\nhttp {{\n\
                 include /etc/nginx/mime.types;\naccess_log off;\n{temporary}\
                 server {{\nlisten 127.0.0.1:{port};\nroot {root};\ninclude {dist}/nginx.conf;\n}}\n}}\n"
            );
            fs::write(own.join("nginx.conf"), text)?;
            command.arg("-c").arg(own.join("nginx.conf"));
        }
        Software::Apache => {
            let modules: String = APACHE_MODULES
                .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
                .concat();
            let text = format!(
                "ServerRoot {own_name}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {own_name}/pid\n\
                 ErrorLog {own_name}/error.log\n{modules}TypesConfig /etc/mime.types\nDirectoryIndex index.html\n\
                 User www-data\nGroup www-data\nDocumentRoot {root}\n\
                 <Directory />\nAllowOverride FileInfo\nOptions FollowSymLinks\nRequire all granted\n</Directory>\n"
            );
            fs::write(own.join("apache.conf"), text)?;
            command.arg("-X").arg("-f").arg(own.join("apache.conf"));
        }
        Software::Python => {
            command.args(["-m", "http.server", &port.to_string(), "--bind", "127.0.0.1", "--directory"]).arg(folder);
        }
        Software::Serve => {
            let address = format!("tcp://127.0.0.1:{port}");
            command.arg(&places.serve).args(["--listen", &address, "--no-clipboard", "--symlinks"]).arg(folder);
        }
    }
    Ok(command)
}
