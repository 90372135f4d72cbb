//! The environment of the native tests, which is unlike a developer's on purpose.
//!
//! A test that passes here assumes nothing about the time zone, the language, the terminal or the signals of the
//! machine it runs on, so it also passes in a container, in a background job and in another country:
//!
//! - The time zone is Kolkata's, which is half an hour off the full hours.
//! - The language is Turkish, whose `i` has another capital letter and whose decimal separator is a comma.
//! - There is no terminal: `TERM` is not set, and standard input is empty.
//! - The signals `SIGINT`, `SIGQUIT` and `SIGHUP` are ignored, as they are in a shell's background jobs. Child
//!   processes inherit that.
//!
//! Everything else is as it was found. Documentation tests run under cargo, in the environment of `cargo xtask test`.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use xshell::cmd;

use crate::{
    apt,
    progress::Progress,
    project::{Project, which},
};

/// A time zone whose offset is no whole number of hours.
const TIME_ZONE: &str = "Asia/Kolkata";

/// The name of the Turkish locale.
const LOCALE: &str = "tr_TR.UTF-8";

/// The source that the locale is generated from, and the Debian package that contains it.
const LOCALE_SOURCE: &str = "/usr/share/i18n/locales/tr_TR";
const LOCALE_PACKAGE: &str = "locales";

/// Ignores the signals and becomes the program in its arguments.
const IGNORE_SIGNALS: &str = r#"trap "" INT QUIT HUP; exec "$0" "$@""#;

/// The environment, ready for use.
#[derive(Debug)]
pub struct Environment {
    /// The folder of the generated locale; `None` where it cannot be generated.
    locales: Option<PathBuf>,
}

impl Environment {
    /// Generates the Turkish locale, and installs its source if that is missing. Where either is impossible, the step's
    /// line says so, and the tests run in the C locale.
    ///
    /// # Errors
    /// Returns an error when the step's log cannot be written.
    pub fn set_up(project: &Project, progress: &Progress) -> Result<Self> {
        let folder = project.target("xtask/locale");
        progress.step("Turkish locale", "", |step| {
            let finished = folder.join(LOCALE);
            let shell = project.shell()?;
            if finished.join("LC_CTYPE").exists() {
                step.note("there");
                return Ok(Environment { locales: Some(folder) });
            }
            if which("localedef").is_none() {
                step.note("not generated, as there is no localedef: native tests run in the C locale");
                return Ok(Environment { locales: None });
            }
            if !Path::new(LOCALE_SOURCE).exists() && apt::install(&shell, step, &[LOCALE_PACKAGE]).is_err() {
                step.note(format!("not generated, as {LOCALE_SOURCE} is missing: native tests run in the C locale"));
                return Ok(Environment { locales: None });
            }
            fs::create_dir_all(&folder)?;
            if step.run(cmd!(shell, "localedef --no-archive -i tr_TR -f UTF-8 {finished}")).is_err() {
                step.note("not generated, as localedef failed: native tests run in the C locale");
                return Ok(Environment { locales: None });
            }
            Ok(Environment { locales: Some(folder) })
        })
    }

    /// Returns a command that runs a program in this environment.
    pub fn command<S: AsRef<OsStr>>(&self, program: &Path, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = if cfg!(unix) {
            let mut shell = Command::new("sh");
            shell.args(["-c", IGNORE_SIGNALS]).arg(program);
            shell
        } else {
            Command::new(program)
        };
        command.args(arguments).env("TZ", TIME_ZONE).env_remove("TERM");
        let locale = match &self.locales {
            Some(folder) => {
                command.env("LOCPATH", folder);
                LOCALE
            }
            None => "C",
        };
        command.env("LANG", locale).env("LC_ALL", locale);
        command
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Stdio;

    use super::*;

    fn output(environment: &Environment, script: &str) -> String {
        let mut command = environment.command(Path::new("sh"), ["-c", script, "one", "two"]);
        let output = command.stdin(Stdio::null()).output().expect("runs");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    #[test]
    fn time_zone_and_language_are_foreign_and_there_is_no_terminal() {
        let environment = Environment { locales: Some("/locales".into()) };
        let text = output(&environment, r#"echo "$TZ $LANG $LC_ALL $LOCPATH [$TERM] $0 $1""#);
        assert_eq!(text, "Asia/Kolkata tr_TR.UTF-8 tr_TR.UTF-8 /locales [] one two\n");
    }

    #[test]
    fn without_the_locale_it_is_the_c_locale() {
        let environment = Environment { locales: None };
        assert_eq!(output(&environment, r#"echo "$LANG $LC_ALL""#), "C C\n");
    }

    #[test]
    fn signals_of_a_terminal_are_ignored() {
        let environment = Environment { locales: None };
        assert_eq!(output(&environment, "kill -INT $$; kill -QUIT $$; kill -HUP $$; echo alive"), "alive\n");
    }
}
