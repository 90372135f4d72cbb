//! Which native tests run: all, those with a name, or those that a change touches.

use anyhow::Result;

use super::environment::Environment;
use crate::{command::read, test_binary::TestBinary};

/// The binary with the slowest tests of the small Python, and the tests in other binaries that take longest: a minute
/// on two cores, while they only find errors in `src/python`.
const SLOW_BINARY: &str = "python_fuzz";
const SLOW_TESTS: [&str; 3] = ["python::corpus::", "python::examples::", "python::random::"];

/// The native tests to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    All,
    /// Those whose name contains a text.
    Named(String),
    /// Those of some packages.
    Touched(Vec<Touched>),
}

/// The tests of one package that a change touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// The package.
    pub package: String,
    /// Texts of which a test's name contains one; empty for all tests.
    pub filters: Vec<String>,
    /// `true` if the slow tests run, too.
    pub slow: bool,
}

/// One run of a test binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestRun<'binary> {
    /// The binary.
    pub binary: &'binary TestBinary,
    /// Its arguments.
    pub arguments: Vec<String>,
}

impl Selection {
    /// Returns the runs that this selection needs. Binaries without a selected test are left out.
    ///
    /// # Errors
    /// Returns an error when a binary does not list its tests.
    pub fn runs<'binary>(
        &self,
        binaries: &'binary [TestBinary],
        environment: &Environment,
    ) -> Result<Vec<TestRun<'binary>>> {
        let native: Vec<&TestBinary> = binaries.iter().filter(|binary| binary.is_native()).collect();
        let all = |binary| TestRun { binary, arguments: Vec::new() };
        Ok(match self {
            Selection::All => native.into_iter().map(all).collect(),
            Selection::Named(name) => filtered(&listed(&native, environment)?, std::slice::from_ref(name), &[]),
            Selection::Touched(packages) => {
                let mut runs = Vec::new();
                for touched in packages {
                    let own = native.iter().copied().filter(|binary| touched.has(binary)).collect::<Vec<_>>();
                    runs.append(&mut touched.runs(&listed(&own, environment)?));
                }
                runs
            }
        })
    }
}

impl Touched {
    fn has(&self, binary: &TestBinary) -> bool {
        binary.package == self.package && (self.slow || binary.target != SLOW_BINARY)
    }

    fn runs<'binary>(&self, listed: &[(&'binary TestBinary, Vec<String>)]) -> Vec<TestRun<'binary>> {
        // A filter that matches no test was made from the name of a helper, which any test may use.
        let is_in_use =
            |filter: &String| listed.iter().any(|(_, tests)| tests.iter().any(|test| test.contains(filter)));
        let filters = if self.filters.iter().all(is_in_use) { &self.filters[..] } else { &[] };
        filtered(listed, filters, if self.slow { &[] } else { &SLOW_TESTS })
    }
}

/// Returns the tests of each binary.
fn listed<'binary>(
    binaries: &[&'binary TestBinary],
    environment: &Environment,
) -> Result<Vec<(&'binary TestBinary, Vec<String>)>> {
    let list = |binary: &&'binary TestBinary| Ok((*binary, tests_in(&read(binary.list(environment))?)));
    binaries.iter().map(list).collect()
}

/// Reads the list that a test binary prints for `--list --format terse`: `name: test` on each line.
pub fn tests_in(list: &str) -> Vec<String> {
    list.lines().filter_map(|line| line.strip_suffix(": test")).map(String::from).collect()
}

fn filtered<'binary>(
    listed: &[(&'binary TestBinary, Vec<String>)],
    filters: &[String],
    skipped: &[&str],
) -> Vec<TestRun<'binary>> {
    let mut runs = Vec::new();
    for (binary, tests) in listed {
        let is_wanted = |test: &&String| filters.is_empty() || filters.iter().any(|filter| test.contains(filter));
        let is_skipped = |test: &String| skipped.iter().any(|text| test.contains(text));
        let wanted: Vec<&String> = tests.iter().filter(is_wanted).collect();
        if wanted.iter().any(|test| !is_skipped(test)) {
            let skip = skipped.iter().filter(|text| wanted.iter().any(|test| test.contains(**text)));
            let skip = skip.flat_map(|text| ["--skip".to_string(), text.to_string()]);
            runs.push(TestRun { binary, arguments: filters.iter().cloned().chain(skip).collect() });
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary(target: &str) -> TestBinary {
        TestBinary {
            package: "kosut".into(),
            target: target.into(),
            kind: "test".into(),
            executable: "/p/t".into(),
            folder: "/p".into(),
        }
    }

    /// The arguments with which each binary runs.
    fn arguments(touched: &Touched, binaries: &[(&TestBinary, &[&str])]) -> Vec<(String, String)> {
        let own = |tests: &[&str]| tests.iter().map(|test| test.to_string()).collect::<Vec<_>>();
        let listed: Vec<_> = binaries.iter().map(|(binary, tests)| (*binary, own(tests))).collect();
        let runs = touched.runs(&listed);
        runs.into_iter().map(|run| (run.binary.target.clone(), run.arguments.join(" "))).collect()
    }

    fn touched(filters: &[&str], slow: bool) -> Touched {
        Touched { package: "kosut".into(), filters: filters.iter().map(|text| text.to_string()).collect(), slow }
    }

    fn pair(target: &str, arguments: &str) -> (String, String) {
        (target.into(), arguments.into())
    }

    #[test]
    fn binaries_without_a_wanted_test_do_not_run() {
        let (native, unit) = (binary("native"), binary("kosut"));
        let binaries = [(&native, &["labs::race::a", "labs::gil::b"][..]), (&unit, &["topology::c"])];
        assert_eq!(arguments(&touched(&["race"], true), &binaries), [pair("native", "race")]);
    }

    #[test]
    fn a_filter_that_matches_nothing_selects_everything() {
        let (native, unit) = (binary("native"), binary("kosut"));
        let binaries = [(&native, &["labs::race::a"][..]), (&unit, &["topology::c"])];
        let expected = [pair("native", ""), pair("kosut", "")];
        assert_eq!(arguments(&touched(&["race", "support::wait::"], true), &binaries), expected);
    }

    #[test]
    fn slow_tests_are_skipped_unless_they_are_wanted() {
        let native = binary("native");
        let binaries = [(&native, &["python::corpus::a", "labs::race::b"][..])];
        assert_eq!(arguments(&touched(&[], true), &binaries), [pair("native", "")]);
        assert_eq!(arguments(&touched(&[], false), &binaries), [pair("native", "--skip python::corpus::")]);
        assert!(touched(&[], true).has(&binary(SLOW_BINARY)) && !touched(&[], false).has(&binary(SLOW_BINARY)));
    }

    #[test]
    fn tests_are_read_from_a_list() {
        let list = "labs::race::a: test\nkernels::b: bench\nsrc/lib.rs - c (line 1): test\n\n";
        assert_eq!(tests_in(list), ["labs::race::a", "src/lib.rs - c (line 1)"]);
    }
}
