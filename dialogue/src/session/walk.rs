//! Walks the session's machine at random: only drawn arrows are ever taken.

use proptest::prelude::*;

use super::*;

const T0: Millis = Millis(1_700_000_000_000);

fn draft() -> Session {
    let mut session = Session::intake(T0);
    session.no = 1;
    session.slug = "phien".into();
    session.state = SessionState::Draft;
    session.start = Some(T0.plus(minutes(60)));
    session.duration_min = 120;
    session
}

fn step(session: &Session, choice: u8, at: Millis) -> Result<Session, Refusal> {
    match choice {
        0 => session.announce(),
        1 => session.open(),
        2 => session.begin(at),
        3 => session.pause(),
        4 => session.resume(),
        5 => session.end(at),
        6 => session.archive(0),
        7 => session.archive(1),
        8 => session.extend(15),
        _ => session.cancel("hoãn"),
    }
}

fn is_drawn(from: SessionState, to: SessionState) -> bool {
    use SessionState as S;
    from == to
        || matches!(
            (from, to),
            (S::Draft, S::Scheduled | S::Cancelled)
                | (S::Scheduled, S::Collecting | S::Live | S::Cancelled)
                | (S::Collecting, S::Live | S::Cancelled)
                | (S::Live, S::Paused | S::Ended)
                | (S::Paused, S::Live | S::Ended)
                | (S::Ended, S::Archived)
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn only_drawn_arrows_are_taken(steps in prop::collection::vec((0u8..10, 0i64..3_600_000), 1..40)) {
        let mut session = draft();
        let mut at = T0;
        for (choice, pause) in steps {
            at = at.plus(pause);
            let Ok(next) = step(&session, choice, at) else { continue };
            prop_assert!(is_drawn(session.state, next.state), "{} -> {}", session.state, next.state);
            if next.state == SessionState::Cancelled {
                prop_assert!(next.note.is_some());
            }
            prop_assert_eq!(matches!(next.state, SessionState::Ended | SessionState::Archived), next.ended_at.is_some());
            session = next;
        }
    }

    #[test]
    fn the_clock_alone_brings_an_announced_session_to_its_end(pauses in prop::collection::vec(0i64..1_800_000, 40)) {
        let mut session = draft().announce().expect("announced");
        let mut at = T0;
        for pause in pauses {
            at = at.plus(pause);
            while let Some(due) = session.due_move(at) {
                session = match due {
                    ClockMove::Open => session.open(),
                    ClockMove::Start => session.begin(at),
                    ClockMove::End => session.end(at),
                }.expect("a due move is allowed");
            }
            let over = at >= T0.plus(minutes(180));
            prop_assert_eq!(session.state == SessionState::Ended, over);
        }
    }
}

#[test]
fn the_intake_is_moved_by_nobody() {
    let intake = Session::intake(T0);
    for choice in 3..10 {
        assert_eq!(step(&intake, choice, T0), Err(Refusal::State), "choice {choice}");
    }
    assert_eq!(intake.due_move(T0.plus(minutes(1_000_000))), None);
    assert_eq!(intake.takes_questions(T0.plus(minutes(1_000_000))), Ok(()));
}

#[test]
fn questions_are_taken_between_opening_and_closing() {
    let mut session = draft();
    session.state = SessionState::Collecting;
    session.questions_open = T0.plus(minutes(10));
    session.questions_close = Some(T0.plus(minutes(100)));
    let opens = Closed { opens_at: Some(T0.plus(minutes(10))) };
    assert_eq!(session.takes_questions(T0), Err(opens));
    assert_eq!(session.takes_questions(T0.plus(minutes(10))), Ok(()));
    let never = Closed { opens_at: None };
    assert_eq!(session.takes_questions(T0.plus(minutes(100))), Err(never));
    session.state = SessionState::Ended;
    assert_eq!(session.takes_questions(T0.plus(minutes(20))), Err(never));
}

#[test]
fn extending_moves_the_end_and_the_closing() {
    let mut session = draft();
    session.state = SessionState::Live;
    session.questions_close = Some(T0.plus(minutes(170)));
    let longer = session.extend(15).expect("live");
    assert_eq!(longer.ends_at(), Some(T0.plus(minutes(195))));
    assert_eq!(longer.questions_close, Some(T0.plus(minutes(185))));
}

#[test]
fn an_archive_waits_until_nothing_waits() {
    let mut session = draft();
    session.state = SessionState::Ended;
    session.ended_at = Some(T0);
    assert_eq!(session.archive(1), Err(Refusal::Unfinished));
    assert_eq!(session.archive(0).map(|s| s.state), Ok(SessionState::Archived));
}
