//! Counting what every test runner says about itself, so that one line can close a run.

use std::ops::AddAssign;

/// Passed and failed tests of one runner or of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: usize,
    /// Tests that failed, or could not be run.
    pub(crate) failed: usize,
}

impl Tally {
    /// One check of our own.
    pub(crate) fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// The sum of the lines `test result: ok. 3 passed; 0 failed; …` of cargo.
    pub(crate) fn of_cargo(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output.lines().filter(|line| line.trim_start().starts_with("test result:")) {
            sum += Self {
                passed: number_before(line, " passed"),
                failed: number_before(line, " failed"),
            };
        }
        sum
    }

    /// The closing lines of a TAP report of Node: `# pass 3`, `# fail 0`, `# cancelled 0`.
    pub(crate) fn of_node(report: &str) -> Self {
        let number = |name: &str| {
            report
                .lines()
                .rev()
                .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.trim().parse().ok())
                .unwrap_or(0)
        };
        Self { passed: number("pass "), failed: number("fail ") + number("cancelled ") }
    }

    /// A runner that ran nothing, or ended badly without naming a failed test, failed once.
    pub(crate) fn judged(self, success: bool) -> Self {
        let silent = self.passed + self.failed == 0 || (!success && self.failed == 0);
        Self { failed: if silent { self.failed + 1 } else { self.failed }, ..self }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The number right before a word.
fn number_before(line: &str, word: &str) -> usize {
    let before = line.split(word).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn the_results_of_several_crates_are_added() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored\nx\ntest result: FAILED. 10 passed; 1 failed; 0 ignored; finished in 0.1s";
        assert_eq!(Tally::of_cargo(output), Tally { passed: 12, failed: 1 });
    }

    #[test]
    fn a_report_of_node_is_read_from_its_end() {
        let report = "# pass 99\nok 1 - a\n1..3\n# tests 4\n# suites 1\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n";
        assert_eq!(Tally::of_node(report), Tally { passed: 2, failed: 2 });
    }

    #[test]
    fn a_runner_that_ran_nothing_failed() {
        assert_eq!(Tally::default().judged(true), Tally { passed: 0, failed: 1 });
    }

    #[test]
    fn a_bad_end_without_a_failed_test_is_a_failure() {
        assert_eq!(Tally { passed: 3, failed: 0 }.judged(false).failed, 1);
        assert_eq!(Tally { passed: 3, failed: 1 }.judged(false).failed, 1);
    }
}
