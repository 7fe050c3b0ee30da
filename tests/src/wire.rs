//! A wire between a client and a server that can be cut: whoever talks over it is cut off in the middle of a word.

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Wire {
    address: String,
    is_cut: watch::Sender<bool>,
}

impl Wire {
    /// A wire to this address, with an end of its own on loopback; it is there until the runtime ends.
    ///
    /// # Panics
    /// When loopback has no free port.
    pub async fn to(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let (is_cut, whether) = watch::channel(false);
        let server = server.to_owned();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(join(near, server.clone(), whether.clone()));
            }
        });
        Self { address, is_cut }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Ends what is being said, and lets nobody begin.
    pub fn cut(&self) {
        self.is_cut.send_replace(true);
    }

    pub fn mend(&self) {
        self.is_cut.send_replace(false);
    }
}

async fn join(mut near: TcpStream, server: String, mut whether: watch::Receiver<bool>) {
    if *whether.borrow() {
        return;
    }
    let Ok(mut far) = TcpStream::connect(server).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut near, &mut far) => {}
        _ = whether.wait_for(|is_cut| *is_cut) => {}
    }
}
