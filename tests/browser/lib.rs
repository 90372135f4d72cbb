//! Real browsers over WebDriver.
