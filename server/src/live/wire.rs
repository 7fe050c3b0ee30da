//! Frames as they go over the wire: a header and its payload, made once and shared by all who get them.

use bytes::{BufMut, Bytes, BytesMut};
use serde::Serialize;
use store::StoreError;
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Control, Data, OpCode};

use super::frames::ServerFrame;

/// A frame of the live stream as one text frame of the wire.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a value cannot be written as JSON.
pub fn text<T: Serialize>(frame: &T) -> Result<Bytes, StoreError> {
    framed(OpCode::Data(Data::Text), &serde_json::to_vec(frame)?)
}

/// The latest number of a lens, and a ping that the peer must answer.
///
/// # Errors
/// As [`text`].
pub fn beat_and_ping(seq: i64) -> Result<Bytes, StoreError> {
    let (beat, ping) = (text(&ServerFrame::Beat { seq })?, framed(OpCode::Control(Control::Ping), &[])?);
    Ok([beat, ping].concat().into())
}

/// The answer to a ping.
///
/// # Errors
/// As [`text`].
pub fn pong(payload: &[u8]) -> Result<Bytes, StoreError> {
    framed(OpCode::Control(Control::Pong), payload)
}

/// A close with this code; without one it says nothing.
///
/// # Errors
/// As [`text`].
pub fn close(code: Option<u16>) -> Result<Bytes, StoreError> {
    let code = code.map(u16::to_be_bytes);
    framed(OpCode::Control(Control::Close), code.as_ref().map_or(&[], <[u8; 2]>::as_slice))
}

fn framed(opcode: OpCode, payload: &[u8]) -> Result<Bytes, StoreError> {
    let header = FrameHeader { is_final: true, opcode, ..FrameHeader::default() };
    let length = payload.len() as u64;
    let mut frame = BytesMut::with_capacity(header.len(length) + payload.len()).writer();
    // Writing into memory does not fail, but the codec's signature says that it may.
    let written = header.format(length, &mut frame);
    written.map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let mut frame = frame.into_inner();
    frame.extend_from_slice(payload);
    Ok(frame.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_takes_the_shortest_form_that_holds_it() {
        for (length, header) in [
            (125, vec![0x81, 125]),
            (126, vec![0x81, 126, 0, 126]),
            (0xffff, vec![0x81, 126, 0xff, 0xff]),
            (0x1_0000, vec![0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] {
            let json = "x".repeat(length - 2);
            let frame = text(&json).expect("a text");
            assert_eq!(frame[..header.len()], header, "{length}");
            assert_eq!(frame.len(), header.len() + length);
        }
    }

    #[test]
    fn control_frames_read_as_the_standard_has_them() {
        assert_eq!(pong(b"ab").expect("a pong")[..], [0x8a, 2, b'a', b'b']);
        assert_eq!(close(Some(1013)).expect("a close")[..], [0x88, 2, 0x03, 0xf5]);
        assert_eq!(close(None).expect("a close")[..], [0x88, 0]);
        let beat = beat_and_ping(7).expect("a beat");
        assert_eq!(beat[..], *b"\x81\x17{\"type\":\"beat\",\"seq\":7}\x89\x00");
    }
}
