use dialogue::Millis;
use dialogue::event::Happening;
use dialogue::person::Actor;

use super::*;

fn event(seq: i64, kind: EventKind, question: Option<u128>) -> Event {
    let what = Happening {
        kind,
        verb: String::new(),
        question: question.map(Uuid::from_u128),
        actor: Actor::system(),
        from: String::new(),
        to: String::new(),
        reason: None,
        digests: Vec::new(),
        public: true,
    };
    Event { no: 2, seq, at: Millis(seq), public_prev: seq - 1, what }
}

fn question(seq: i64, of: u128) -> Event {
    event(seq, EventKind::QuestionApproved, Some(of))
}

fn bytes(seq: i64) -> Bytes {
    seq.to_string().into()
}

fn told(event: Event) -> (Event, Told) {
    let (prev, seq) = (event.public_prev, event.seq);
    (event, Told { prev, seq, bytes: bytes(seq) })
}

/// Begins after event 10, and holds these.
fn ring(lens: Lens, events: &[Event]) -> Ring {
    let mut ring = Ring::new(lens);
    ring.begin(10);
    events.iter().for_each(|event| ring.push(event, Some(bytes(event.seq))));
    ring
}

fn numbers(told: Option<Vec<Told>>) -> Option<Vec<i64>> {
    told.map(|told| told.into_iter().map(|told| told.seq).collect())
}

#[test]
fn a_reader_gets_what_comes_after_it_or_is_sent_to_the_log() {
    let ring = ring(Lens::Public, &[question(11, 1), question(12, 2), question(13, 3)]);
    for (after, found) in [
        (9, None),
        (10, Some(vec![11, 12, 13])),
        (12, Some(vec![13])),
        (13, Some(vec![])),
        (99, Some(vec![])),
    ] {
        assert_eq!(numbers(ring.after(after)), found, "{after}");
    }
}

#[test]
fn a_later_event_takes_the_earlier_bytes_of_its_thing_away() {
    let retracted = event(13, EventKind::QuestionRejected, Some(1));
    let ring = ring(Lens::Public, &[question(11, 1), question(12, 2), retracted]);
    assert_eq!(numbers(ring.after(10)), None, "what event 11 showed is hidden now");
    assert_eq!(numbers(ring.after(11)), Some(vec![12, 13]));
    assert_eq!(ring.weight, 4);
}

#[test]
fn the_session_and_the_stage_are_one_thing() {
    let staged = event(12, EventKind::StageChanged, Some(1));
    let notice = event(13, EventKind::NoticePosted, None);
    let paused = event(14, EventKind::SessionChanged, None);
    let ring = ring(Lens::Desk, &[question(11, 2), staged, notice, paused]);
    assert_eq!(numbers(ring.after(11)), None, "event 12 told the session as it was");
    assert_eq!(numbers(ring.after(12)), Some(vec![13, 14]));
}

#[test]
fn a_page_shows_the_stage_in_every_event() {
    let ring = ring(Lens::Page(crate::words::Lang::Vi), &[question(11, 1), question(12, 2)]);
    assert_eq!(numbers(ring.after(10)), None);
    assert_eq!(numbers(ring.after(11)), Some(vec![12]));
}

#[test]
fn what_was_read_from_the_log_serves_the_next_reader() {
    let mut ring = ring(Lens::Public, &[question(11, 1), question(12, 1)]);
    assert_eq!(numbers(ring.after(8)), None);
    ring.fill(&[told(question(9, 3)), told(question(10, 4)), told(question(11, 1)), told(question(12, 1))]);
    assert_eq!(numbers(ring.after(8)), Some(vec![9, 10, 11, 12]));
    assert_eq!(numbers(ring.after(7)), None);
}

#[test]
fn a_ring_is_bounded_by_count_and_by_weight() {
    let mut ring = ring(Lens::Public, &[]);
    let many = i64::try_from(MOST).expect("a small number") + 5;
    (11..11 + many)
        .for_each(|seq| ring.push(&question(seq, u128::MAX - seq.unsigned_abs() as u128), Some(bytes(seq))));
    assert_eq!(ring.held.len(), MOST);
    assert_eq!(numbers(ring.after(14)), None);
    assert!(ring.after(15).is_some());
    let heavy = Bytes::from(vec![0; HEAVIEST - 1]);
    ring.push(&question(9_000, 1), Some(heavy));
    assert!(ring.weight <= HEAVIEST && ring.held.len() == 1, "{} bytes", ring.weight);
}
