//! Browsers that stay open from case to case.

use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::{Capabilities, WebDriver, WindowHandle};
use tokio::runtime::{Builder, Runtime};

use crate::{
    bidi::Bidi,
    driver::Driver,
    engine::{BrowserOptions, Engine},
};

/// Where a case runs: a browser, once one was started, and the runtime that its connections belong to.
#[derive(Debug)]
pub struct Place {
    /// The runtime. One thread is enough: it only waits.
    pub runtime: Runtime,
    /// The browser, if cases have needed one here.
    pub shared: Option<SharedBrowser>,
}

/// The places that no case is using.
#[derive(Debug, Default)]
pub struct BrowserPool {
    idle: Mutex<Vec<(Engine, Place)>>,
}

impl BrowserPool {
    /// Takes an idle place of an engine, or makes one.
    ///
    /// # Errors
    /// Returns an error when there can be no runtime.
    pub fn take(&self, engine: Engine) -> Result<Place> {
        let mut idle = self.idle();
        match idle.iter().position(|(other, _)| *other == engine) {
            Some(at) => Ok(idle.swap_remove(at).1),
            None => {
                Ok(Place { runtime: Builder::new_current_thread().enable_io().enable_time().build()?, shared: None })
            }
        }
    }

    /// Gives a place to the next case.
    pub fn give_back(&self, engine: Engine, place: Place) {
        self.idle().push((engine, place));
    }

    /// Ends all browsers that no case is using.
    pub fn end(&self) {
        for (_, Place { runtime, shared }) in std::mem::take(&mut *self.idle()) {
            if let Some(browser) = shared {
                runtime.block_on(browser.end());
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Engine, Place)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running browser that serves one case after the other, each in user contexts of its own.
#[derive(Debug)]
pub struct SharedBrowser {
    session: WebDriver,
    bidi: Bidi,
    /// The window that keeps the session alive between two cases.
    home: WindowHandle,
    _driver: Driver,
}

impl SharedBrowser {
    /// Starts an engine's driver and browser.
    ///
    /// # Errors
    /// Returns an error when one of them does not start, or has no user contexts.
    pub async fn start(engine: Engine) -> Result<Self> {
        let driver = Driver::start(engine)?;
        let capabilities = Capabilities::from(engine.capabilities(&BrowserOptions::default())?);
        let session = WebDriver::new(driver.url.as_str(), capabilities).await?;
        let url = session.handle().capabilities().get("webSocketUrl").and_then(Value::as_str).map(String::from);
        let bidi = Bidi::connect(&url.context("the driver has no WebDriver BiDi")?).await?;
        let home = session.window().await?;
        Ok(SharedBrowser { session, bidi, home, _driver: driver })
    }

    /// The classic session, whose current window is the tab that was opened last.
    pub fn driver(&self) -> WebDriver {
        self.session.clone()
    }

    /// Creates a user context and opens a tab in it. Returns the id of the context.
    ///
    /// # Errors
    /// Returns an error when the browser refuses.
    pub async fn open_user_context(&mut self) -> Result<String> {
        let user_context = self.bidi.create_user_context().await?;
        self.open_tab(&user_context).await?;
        Ok(user_context)
    }

    /// Opens a tab in a user context, and makes it the current window.
    ///
    /// # Errors
    /// Returns an error when the browser refuses.
    pub async fn open_tab(&mut self, user_context: &str) -> Result<()> {
        let tab = self.bidi.open_tab(user_context).await?;
        Ok(self.session.switch_to_window(WindowHandle::from(tab)).await?)
    }

    /// The browser without the user contexts of a case that has ended.
    ///
    /// # Errors
    /// Returns an error when they cannot be removed: the browser has ended then.
    pub async fn cleared(mut self, user_contexts: &[String]) -> Result<Self> {
        match self.remove(user_contexts).await {
            Ok(()) => Ok(self),
            Err(error) => {
                self.end().await;
                Err(error)
            }
        }
    }

    async fn remove(&mut self, user_contexts: &[String]) -> Result<()> {
        self.session.switch_to_window(self.home.clone()).await?;
        for user_context in user_contexts {
            self.bidi.remove_user_context(user_context).await?;
        }
        Ok(())
    }

    /// Ends the browser. Its driver, which is dropped with it, ends what does not end by itself.
    pub async fn end(self) {
        let _ = self.session.quit().await;
    }
}
