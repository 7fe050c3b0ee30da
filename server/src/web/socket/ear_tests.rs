use super::*;

const MASK: [u8; 4] = [7, 11, 13, 17];

fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        short @ 0..126 => frame.push(0x80 | u8::try_from(short).expect("short")),
        long => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(long).expect("long").to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// Everything that is heard when the bytes come in pieces of this length, and the code that ends it.
fn hear(bytes: &[u8], piece: usize) -> (Vec<Heard>, Option<u16>) {
    let (mut ear, mut all) = (Ear::default(), Vec::new());
    for piece in bytes.chunks(piece) {
        ear.feed(piece);
        loop {
            match ear.next() {
                Ok(Some(heard)) => all.push(heard),
                Ok(None) => break,
                Err(code) => return (all, Some(code)),
            }
        }
    }
    (all, None)
}

fn text(text: &str) -> Heard {
    Heard::Text(text.to_owned())
}

#[test]
fn what_is_said_is_heard_however_it_is_cut() {
    let said = [
        frame(0x81, "Xin chào".as_bytes()),
        frame(0x01, "Hỏ".as_bytes().split_at(2).0),
        frame(0x89, b"are you there"),
        frame(0x00, "Hỏ".as_bytes().split_at(2).1),
        frame(0x8a, b""),
        frame(0x80, "i gì?".as_bytes()),
        frame(0x81, "x".repeat(300).as_bytes()),
        frame(0x88, &[0x0f, 0xa0]),
    ]
    .concat();
    let heard = || {
        vec![
            text("Xin chào"),
            Heard::Ping(b"are you there".to_vec()),
            text("Hỏi gì?"),
            text(&"x".repeat(300)),
            Heard::Close(Some(4000)),
        ]
    };
    for piece in [1, 2, 3, 7, said.len()] {
        assert_eq!(hear(&said, piece), (heard(), None), "in pieces of {piece}");
    }
}

#[test]
fn each_fault_has_its_code() {
    let unmasked = vec![0x81, 2, b'{', b'}'];
    let long_ping = frame(0x89, &[0; 126]);
    for (what, bytes, code) in [
        ("a reserved bit", frame(0xc1, b"{}"), PROTOCOL),
        ("an unknown data frame", frame(0x83, b""), PROTOCOL),
        ("an unknown control frame", frame(0x8b, b""), PROTOCOL),
        ("a ping in parts", frame(0x09, b""), PROTOCOL),
        ("a long ping", long_ping, PROTOCOL),
        ("no mask", unmasked, PROTOCOL),
        ("a continuation of nothing", frame(0x80, b""), PROTOCOL),
        ("a text inside a text", [frame(0x01, b"a"), frame(0x81, b"b")].concat(), PROTOCOL),
        ("binary inside a text", [frame(0x01, b"a"), frame(0x82, b"b")].concat(), PROTOCOL),
        ("binary", frame(0x82, b"b"), BINARY),
        ("no UTF-8", frame(0x81, b"\xff"), NOT_UTF8),
        ("half a character at the end", frame(0x81, b"\xe1\xbb"), NOT_UTF8),
        ("no UTF-8 in the first part", frame(0x01, b"a\xff"), NOT_UTF8),
        ("too long", frame(0x81, &[b'x'; LONGEST + 1]), TOO_LONG),
        ("too long in parts", [frame(0x01, &[b'x'; LONGEST]), frame(0x80, b"x")].concat(), TOO_LONG),
        // A length is judged when its mask is there.
        ("a giant length", [vec![0x81, 0xff], vec![0xff; 8], MASK.to_vec()].concat(), TOO_LONG),
        ("half a code", frame(0x88, &[3]), PROTOCOL),
        ("a code that nobody may send", frame(0x88, &[0x03, 0xed]), PROTOCOL),
        ("a reason that is no UTF-8", frame(0x88, &[0x03, 0xe8, 0xff]), NOT_UTF8),
    ] {
        assert_eq!(hear(&bytes, 1), (vec![], Some(code)), "{what}, byte by byte");
        assert_eq!(hear(&bytes, bytes.len()), (vec![], Some(code)), "{what}");
    }
}

#[test]
fn the_longest_message_is_heard_in_a_frame_and_in_bytes() {
    let longest = vec![b'x'; LONGEST];
    assert_eq!(hear(&frame(0x81, &longest), 4096).0.len(), 1);
    let mut bytewise = frame(0x01, b"");
    longest.iter().for_each(|byte| bytewise.extend(frame(0x00, &[*byte])));
    bytewise.extend(frame(0x80, b""));
    assert_eq!(hear(&bytewise, 4096).0.len(), 1);
}

#[test]
fn a_silent_peer_costs_no_memory() {
    let mut ear = Ear::default();
    ear.feed(&frame(0x81, &[b'x'; LONGEST]));
    assert!(matches!(ear.next(), Ok(Some(Heard::Text(_)))));
    assert!(matches!(ear.next(), Ok(None)));
    assert_eq!((ear.unread.capacity(), ear.message.is_none()), (0, true));
}
