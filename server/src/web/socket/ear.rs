//! What a peer says, byte by byte: frames become texts, pings and a goodbye, or the code of the close that they earn.

use std::io::Cursor;

use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

/// The longest message of a reader, in bytes.
const LONGEST: usize = 16 * 1024;
/// The longest payload of a control frame.
const LONGEST_CONTROL: u64 = 125;

pub const PROTOCOL: u16 = 1002;
pub const BINARY: u16 = 1003;
pub const NOT_UTF8: u16 = 1007;
pub const TOO_LONG: u16 = 1009;

/// Something whole that was heard.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    Text(String),
    Ping(Vec<u8>),
    /// The peer's close, with its code.
    Close(Option<u16>),
}

/// The bytes that make no whole frame yet, and the parts of a message. Nothing of it takes memory while the peer is
/// silent.
#[derive(Default)]
pub struct Ear {
    unread: Vec<u8>,
    /// How many of `unread` are understood.
    read: usize,
    message: Option<Message>,
}

/// A text of which a part is heard.
#[derive(Default)]
struct Message {
    bytes: Vec<u8>,
    /// How many of them are whole characters.
    valid: usize,
}

/// A frame whose header is understood.
struct Frame {
    header: FrameHeader,
    start: usize,
    length: usize,
}

impl Ear {
    /// Takes what was read.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.unread.extend_from_slice(bytes);
    }

    /// The next thing that was heard; `None` until more is fed.
    ///
    /// # Errors
    /// The code with which the stream must be closed.
    pub fn next(&mut self) -> Result<Option<Heard>, u16> {
        while let Some(Frame { header, start, length }) = self.frame()? {
            let mut payload = self.unread[start..start + length].to_vec();
            self.read = start + length;
            let mask = header.mask.ok_or(PROTOCOL)?;
            payload.iter_mut().zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
            let heard = match header.opcode {
                OpCode::Control(Control::Ping) => Some(Heard::Ping(payload)),
                OpCode::Control(Control::Close) => Some(goodbye(&payload)?),
                OpCode::Data(_) => self.part(&payload, header.is_final)?.map(Heard::Text),
                OpCode::Control(_) => None,
            };
            if heard.is_some() {
                return Ok(heard);
            }
        }
        self.forget();
        Ok(None)
    }

    /// The next frame, when all of it is there. What is wrong is told as soon as its header is.
    fn frame(&self) -> Result<Option<Frame>, u16> {
        let unread = &self.unread[self.read..];
        if let [first, second, ..] = unread {
            self.must_be_allowed(*first, *second)?;
        }
        let mut cursor = Cursor::new(unread);
        let Some((header, length)) = FrameHeader::parse(&mut cursor).map_err(|_| PROTOCOL)? else {
            return Ok(None);
        };
        let so_far = self.message.as_ref().map_or(0, |message| message.bytes.len());
        let limit = match header.opcode {
            OpCode::Control(_) => LONGEST,
            OpCode::Data(_) => LONGEST - so_far,
        };
        let length = usize::try_from(length).ok().filter(|length| *length <= limit).ok_or(TOO_LONG)?;
        let start = self.read + usize::try_from(cursor.position()).map_err(|_| PROTOCOL)?;
        let whole = start + length <= self.unread.len();
        Ok(Some(Frame { header, start, length }).filter(|_| whole))
    }

    /// What the first two bytes of a frame may say.
    fn must_be_allowed(&self, first: u8, second: u8) -> Result<(), u16> {
        let (is_final, reserved) = (first & 0x80 != 0, first & 0x70 != 0);
        let (masked, length) = (second & 0x80 != 0, u64::from(second & 0x7f));
        if reserved || !masked {
            return Err(PROTOCOL);
        }
        let begun = self.message.is_some();
        match OpCode::from(first & 0x0f) {
            OpCode::Data(Data::Binary) if !begun => Err(BINARY),
            OpCode::Data(Data::Text) if !begun => Ok(()),
            OpCode::Data(Data::Continue) if begun => Ok(()),
            OpCode::Control(Control::Ping | Control::Pong | Control::Close)
                if is_final && length <= LONGEST_CONTROL =>
            {
                Ok(())
            }
            _ => Err(PROTOCOL),
        }
    }

    /// Joins a part to its message; the message when it was the last.
    fn part(&mut self, payload: &[u8], is_final: bool) -> Result<Option<String>, u16> {
        let message = self.message.get_or_insert_default();
        message.bytes.extend_from_slice(payload);
        // A part may end inside a character, the message may not.
        match std::str::from_utf8(&message.bytes[message.valid..]) {
            Ok(_) => message.valid = message.bytes.len(),
            Err(error) if error.error_len().is_none() && !is_final => message.valid += error.valid_up_to(),
            Err(_) => return Err(NOT_UTF8),
        }
        if !is_final {
            return Ok(None);
        }
        let message = self.message.take().unwrap_or_default();
        String::from_utf8(message.bytes).map(Some).map_err(|_| NOT_UTF8)
    }

    /// Lets go of what is understood.
    fn forget(&mut self) {
        self.unread.drain(..std::mem::take(&mut self.read));
        if self.unread.is_empty() {
            self.unread = Vec::new();
        }
    }
}

/// A close that is none is a fault itself.
fn goodbye(payload: &[u8]) -> Result<Heard, u16> {
    let (code, reason) = match payload {
        [] => return Ok(Heard::Close(None)),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
        _ => return Err(PROTOCOL),
    };
    if !CloseCode::from(code).is_allowed() {
        return Err(PROTOCOL);
    }
    std::str::from_utf8(reason).map_err(|_| NOT_UTF8)?;
    Ok(Heard::Close(Some(code)))
}

#[cfg(test)]
#[path = "ear_tests.rs"]
mod tests;
