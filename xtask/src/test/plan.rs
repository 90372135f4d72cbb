//! The plan of a run: which tests and checks the options and the change select.

use anyhow::{Result, bail};

use super::{
    browser::Cases,
    changes::Changes,
    compile::Targets,
    options::{Options, Part},
    prerequisites::{BACKGROUND_JOBS, Prerequisites},
    selection::Selection,
};
use crate::{progress::Progress, project::Project, test_binary::TestBinary};

/// The tests and checks of one run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// `true` if the project's own rules and the formatting are checked.
    pub tidy: bool,
    /// `true` if clippy runs.
    pub clippy: bool,
    /// The native tests.
    pub native: Option<Selection>,
    /// `true` if the documentation tests run.
    pub doc_tests: bool,
    /// `true` if the wasm tests run.
    pub wasm: bool,
    /// The browser cases.
    pub browser: Option<Cases>,
    /// A part of the names of the native tests and browser cases, if they are chosen by name.
    pub case: Option<String>,
}

impl Plan {
    /// Makes a plan of the options. With `--quick`, it says what has changed and which native tests that selects.
    ///
    /// # Errors
    /// Returns an error when cargo cannot describe the workspace.
    pub fn new(project: &Project, options: &Options, progress: &Progress) -> Result<Self> {
        let mut plan = Plan::of(options);
        if options.quick {
            let changes = Changes::find(project)?;
            progress.say(&changes.to_string());
            plan.keep_changed(&changes);
        }
        Ok(plan)
    }

    fn of(options: &Options) -> Self {
        let has = |part| options.parts.contains(&part);
        let cases = Cases { engines: options.engines.clone(), name: options.case.clone(), smoke: options.quick };
        Plan {
            tidy: has(Part::Tidy),
            clippy: has(Part::Tidy),
            native: has(Part::Native).then(|| options.case.clone().map_or(Selection::All, Selection::Named)),
            doc_tests: has(Part::Native) && options.case.is_none() && !options.quick,
            wasm: has(Part::Wasm),
            browser: has(Part::Browser).then_some(cases),
            case: options.case.clone(),
        }
    }

    fn keep_changed(&mut self, changes: &Changes) {
        self.clippy &= changes.concern_packages();
        let touched = changes.native_tests();
        self.native = self.native.take().filter(|_| !touched.is_empty()).map(|_| Selection::Touched(touched));
    }

    /// Returns whether prerequisites are made beside other work. Tests that are chosen by name may need none.
    pub fn overlaps(&self) -> bool {
        let has_other_work = self.tidy || self.compiles().is_some();
        let has_prerequisites = self.wasm || self.browser.is_some();
        BACKGROUND_JOBS > 0 && self.case.is_none() && has_other_work && has_prerequisites
    }

    /// Makes all prerequisites. The parts that wait for them show the errors.
    pub fn make(&self, prerequisites: &Prerequisites) {
        if self.wasm {
            let _ = prerequisites.wasm_tests();
        }
        if let Some(cases) = &self.browser {
            let _ = prerequisites.site(&cases.requirements());
        }
    }

    /// Returns which test binaries have to be compiled, if any.
    pub fn compiles(&self) -> Option<Targets> {
        match (&self.native, &self.browser) {
            (Some(_), _) => Some(Targets::All),
            (None, Some(_)) => Some(Targets::Browsers),
            (None, None) => None,
        }
    }

    /// Leaves out the browser cases, or some of their engines, when none has the name that is asked for.
    ///
    /// # Errors
    /// Returns an error when neither a native test, as `has_native_tests` says, nor a browser case has the name.
    pub fn narrow(&mut self, binaries: &[TestBinary], has_native_tests: bool) -> Result<()> {
        let (Some(name), false) = (&self.case, binaries.is_empty()) else { return Ok(()) };
        let names = match (&self.browser, binaries.iter().find(|binary| binary.drives_browsers())) {
            (Some(cases), Some(binary)) => cases.list(binary)?,
            _ => Vec::new(),
        };
        if names.is_empty() && !has_native_tests {
            bail!("--case {name}: no test or case that the other options allow has this in its name");
        }
        self.browser = self.browser.take().filter(|_| !names.is_empty()).map(|cases| cases.in_engines_of(&names));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(line: &str) -> Plan {
        let options = Options::parse(&mut lexopt::Parser::from_args(line.split_whitespace()));
        Plan::of(&options.expect(line).expect("no help"))
    }

    #[test]
    fn only_the_binaries_that_run_are_compiled() {
        assert_eq!(plan("").compiles(), Some(Targets::All));
        assert_eq!(plan("--only browser").compiles(), Some(Targets::Browsers));
        assert_eq!(plan("--only tidy --only wasm").compiles(), None);
    }

    #[test]
    fn prerequisites_are_made_beside_other_work() {
        let lines = ["", "--only browser", "--only native --only wasm", "--only wasm", "--only native", "--case race"];
        assert_eq!(lines.map(|line| plan(line).overlaps()), [true, true, true, false, false, false]);
    }

    #[test]
    fn documentation_tests_have_no_name_to_choose_them_by() {
        assert!(plan("").doc_tests && plan("--only native").doc_tests);
        assert!(!plan("--case race").doc_tests && !plan("--only wasm").doc_tests && !plan("--quick").doc_tests);
    }
}
