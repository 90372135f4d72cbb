//! The visibility of the page's tab. Browsers slow hidden tabs down, so what was measured in one says little.

use std::cell::Cell;

thread_local! {
    static IS_HIDDEN: Cell<bool> = const { Cell::new(false) };
    static WAS_HIDDEN: Cell<bool> = const { Cell::new(false) };
}

/// Sets whether the tab is hidden now.
pub fn set_hidden(is_hidden: bool) {
    IS_HIDDEN.set(is_hidden);
    if is_hidden {
        WAS_HIDDEN.set(true);
    }
}

/// Starts the run of a lab.
pub fn begin() {
    WAS_HIDDEN.set(IS_HIDDEN.get());
}

/// Returns `true` if the tab was hidden at any time since [`begin`].
pub fn was_hidden() -> bool {
    WAS_HIDDEN.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_that_stays_hidden_is_hidden_in_the_next_run_too() {
        begin();
        assert!(!was_hidden());
        set_hidden(true);
        begin();
        assert!(was_hidden());
        set_hidden(false);
        assert!(was_hidden());
        begin();
        assert!(!was_hidden());
    }
}
