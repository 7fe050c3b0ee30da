//! Frames that no polite client sends, by families, and the code of the close that each earns.

use crate::raw::{BINARY, TEXT, TEXT_BEGINS, TEXT_ENDS};

pub const PING: u8 = 0x89;
pub const PONG: u8 = 0x8a;
pub const CLOSE: u8 = 0x88;
const PROTOCOL: u16 = 1002;
const NOT_UTF8: u16 = 1007;
const TOO_LONG: u16 = 1009;
/// What is answered with a beat.
pub const SAID: &[u8] = br#"{"do": "ping"}"#;

/// A frame with a zero mask, of a payload that is short.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).expect("a short payload");
    assert!(length < 126);
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

/// Only the header of a frame that says it is this long.
fn header(first: u8, length: u64) -> Vec<u8> {
    [&[first, 0x80 | 127][..], &length.to_be_bytes(), &[0; 4]].concat()
}

/// A family's name, the bytes, and the code.
pub fn faults() -> Vec<(&'static str, Vec<u8>, u16)> {
    let mut faults = Vec::new();
    let mut fault = |family, bytes, code| faults.push((family, bytes, code));
    for bit in [0x40, 0x20, 0x10, 0x70] {
        fault("reserved bits", frame(TEXT | bit, b"{}"), PROTOCOL);
        fault("reserved bits of a ping", frame(PING | bit, b""), PROTOCOL);
    }
    for opcode in 3..8 {
        fault("unknown data frames", frame(0x80 | opcode, b""), PROTOCOL);
    }
    for opcode in 11..16 {
        fault("unknown control frames", frame(0x80 | opcode, b""), PROTOCOL);
    }
    for first in [TEXT, PING, CLOSE] {
        fault("unmasked", vec![first, 0], PROTOCOL);
        fault("unmasked with a payload", vec![first, 2, 3, 0xe8], PROTOCOL);
    }
    for first in [0x08, 0x09, 0x0a] {
        fault("control frames in parts", frame(first, b""), PROTOCOL);
    }
    for first in [PING, PONG, CLOSE] {
        fault(
            "long control frames",
            [&[first, 0x80 | 126, 0, 126, 0, 0, 0, 0][..], &[b'x'; 126]].concat(),
            PROTOCOL,
        );
        fault("control frames of giant lengths", header(first, u64::MAX), PROTOCOL);
    }
    fault("a continuation of nothing", frame(TEXT_ENDS, b"{}"), PROTOCOL);
    fault("a continuation of nothing, begun", frame(0, b"{}"), PROTOCOL);
    let after_whole = [frame(TEXT, SAID), frame(TEXT_ENDS, b"")].concat();
    fault("a continuation of what has ended", after_whole, PROTOCOL);
    for second in [TEXT, TEXT_BEGINS, BINARY] {
        let bytes = [frame(TEXT_BEGINS, b"{"), frame(second, b"}")].concat();
        fault("a message inside a message", bytes, PROTOCOL);
    }
    for length in [16 * 1024 + 1, 1 << 32, u64::MAX >> 1, 1 << 63, u64::MAX] {
        fault("giant lengths", header(TEXT, length), TOO_LONG);
        fault("giant lengths of a part", [frame(TEXT_BEGINS, b"{"), header(0, length)].concat(), TOO_LONG);
    }
    for bad in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"a\x80", b"\xe1\xbb"] {
        fault("no UTF-8", frame(TEXT, bad), NOT_UTF8);
        fault("no UTF-8 in parts", [frame(TEXT_BEGINS, b"\""), frame(TEXT_ENDS, bad)].concat(), NOT_UTF8);
    }
    fault("no UTF-8 before the end", frame(TEXT_BEGINS, b"\xff"), NOT_UTF8);
    fault("binary", frame(BINARY, b"{}"), 1003);
    fault("binary in parts", frame(0x02, b"{}"), 1003);
    fault("half a close code", frame(CLOSE, &[3]), PROTOCOL);
    for code in [0_u16, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535] {
        fault("close codes that nobody may send", frame(CLOSE, &code.to_be_bytes()), PROTOCOL);
    }
    fault("a close whose reason is no UTF-8", frame(CLOSE, b"\x03\xe8\xff"), NOT_UTF8);
    faults
}
