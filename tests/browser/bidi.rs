//! WebDriver BiDi, as much of it as the tests need: user contexts, which are profiles of their own inside a running
//! browser.
//!
//! The commands go over a WebSocket beside the classic session (W3C, WebDriver BiDi, working draft of 2025, sections 7.2
//! `browser` and 7.3 `browsingContext`). thirtyfour has BiDi too, but only together with a TLS library that it would never
//! use here.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// A connection to the remote end of one session.
#[derive(Debug)]
pub struct Bidi {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last_id: u64,
}

impl Bidi {
    /// Connects to the address that the session's capability `webSocketUrl` names.
    ///
    /// # Errors
    /// Returns an error when the browser does not answer there.
    pub async fn connect(url: &str) -> Result<Self> {
        let (socket, _) = connect_async(url).await.with_context(|| format!("no WebSocket at {url}"))?;
        Ok(Bidi { socket, last_id: 0 })
    }

    /// Creates a user context: storage, caches and service workers of its own. Returns its id.
    ///
    /// # Errors
    /// Returns an error when the browser refuses.
    pub async fn create_user_context(&mut self) -> Result<String> {
        let created = self.send("browser.createUserContext", json!({})).await?;
        Ok(created["userContext"].as_str().context("no user context was created")?.into())
    }

    /// Opens a tab in a user context. Returns its id, which is also its window handle in the classic session.
    ///
    /// # Errors
    /// Returns an error when the browser refuses.
    pub async fn open_tab(&mut self, user_context: &str) -> Result<String> {
        let created =
            self.send("browsingContext.create", json!({ "type": "tab", "userContext": user_context })).await?;
        Ok(created["context"].as_str().context("no tab was opened")?.into())
    }

    /// Removes a user context, with its tabs and everything that it stored.
    ///
    /// # Errors
    /// Returns an error when the browser refuses.
    pub async fn remove_user_context(&mut self, user_context: &str) -> Result<()> {
        self.send("browser.removeUserContext", json!({ "userContext": user_context })).await.map(drop)
    }

    /// Sends a command and waits for its result. Events are not subscribed to, so nothing else is on its way.
    async fn send(&mut self, method: &str, params: Value) -> Result<Value> {
        self.last_id += 1;
        let command = json!({ "id": self.last_id, "method": method, "params": params });
        self.socket.send(Message::text(command.to_string())).await.with_context(|| format!("{method} was not sent"))?;
        while let Some(message) = self.socket.next().await {
            let Message::Text(text) = message? else { continue };
            let mut answer: Value = serde_json::from_str(text.as_str())?;
            if answer["id"] != self.last_id {
                continue;
            }
            if answer["type"] == "error" {
                bail!("{method} failed: {}: {}", answer["error"], answer["message"]);
            }
            return Ok(answer["result"].take());
        }
        bail!("the browser closed the WebSocket before it answered {method}")
    }
}
