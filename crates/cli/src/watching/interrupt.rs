//! Ctrl-C, which ends what goes on at a place where it can be ended.

use tokio::sync::mpsc;

use crate::error::Error;

/// Ctrl-C, which from now on ends nothing by itself.
pub(crate) struct Interrupt {
    presses: mpsc::UnboundedReceiver<()>,
    pressed: bool,
}

impl Interrupt {
    /// Starts to listen.
    pub(crate) fn listen() -> Result<Self, Error> {
        let (sender, presses) = mpsc::unbounded_channel();
        let heard = move || {
            let _ = sender.send(());
        };
        ctrlc::set_handler(heard).map_err(|error| Error::new(format!("cannot listen for Ctrl-C: {error}")))?;
        Ok(Self { presses, pressed: false })
    }

    /// Waits until it was pressed.
    pub(crate) async fn once(&mut self) {
        if !self.pressed && self.presses.recv().await.is_some() {
            self.pressed = true;
        }
    }

    /// Waits until it was pressed a second time: the first lets what is going on come to its end.
    pub(crate) async fn twice(&mut self) {
        self.once().await;
        self.presses.recv().await;
    }
}
