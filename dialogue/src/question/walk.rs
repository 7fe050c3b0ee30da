//! Walks the machine at random and never reaches a forbidden state.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::refusal::Refusal;
use crate::session::SessionState;

const T0: Millis = Millis(1_700_000_000_000);

fn fresh(number: i64) -> Question {
    let id = Uuid::from_u128(u128::try_from(number).expect("positive"));
    Question::received(id, PublicId { no: 1, number }, "Xin hỏi số 0950 000 000".into(), T0)
}

fn approved_target() -> Question {
    fresh(99).approve(person(1), Wording::default(), None, T0).expect("pending is approved")
}

fn person(n: u8) -> Uuid {
    Uuid::from_u128(u128::from(n) + 1000)
}

fn to_unit(unit: u8) -> Assignment {
    Assignment { lead_unit: format!("u-{unit}"), support_units: vec![], due: Some(T0) }
}

/// One move chosen by number, made by one of three people at a time that only grows.
fn step(q: &Question, choice: u8, who: u8, at: Millis) -> Result<Question, Refusal> {
    let by = person(who);
    match choice {
        0 => q.approve(by, Wording::default(), Some(to_unit(who)), at),
        1 => q.approve(by, Wording::default(), None, at),
        2 => q.reject(by, "abuse", at),
        3 => q.retract(by, "abuse", at).map(|retracted| match retracted {
            Retracted::Asked(next) | Retracted::Done(next) => next,
        }),
        4 => q.merge(by, &approved_target(), Wording::default(), at),
        5 => q.unmerge(by, (who != 0).then(|| to_unit(who)), at),
        6 => q.request_info(by, at),
        7 => q.redirect(by, RedirectTo::Complaint, None, at),
        8 => q.reply(),
        9 => q.lapse(at),
        10 => q.withdraw(),
        11 => q.appeal(at),
        12 => q.undo(by, at),
        13 => q.assign(to_unit(who), at),
        14 => q.transfer(&format!("u-{who}")),
        15 => q.draft(),
        16 => q.submit(),
        17 => q.send_back(),
        18 => q.answer(who == 0, at),
        19 => q.retract_answer(None),
        20 => q.queue(at),
        21 => q.put_on_stage(if who == 0 { SessionState::Paused } else { SessionState::Live }),
        22 => q.unstage(),
        23 => q.leave_stage(),
        24 => q.carry_over(to_unit(who), at).ok_or(Refusal::Handling),
        _ => q.edit(Wording { title: Some("Tên".into()), ..Wording::default() }),
    }
}

fn check(before: &Question, after: &Question) {
    assert_eq!(before.name, after.name);
    if after.moderation == Moderation::Approved {
        assert!(after.public_text.is_some(), "approved without a wording");
    }
    let on_the_way = after.handling != Handling::Unassigned;
    if on_the_way && after.moderation == Moderation::Approved {
        assert!(after.lead_unit.is_some(), "in work without a lead unit");
    }
    if after.stage != Stage::None {
        assert_eq!(after.moderation, Moderation::Approved, "on stage without approval");
    }
    assert_eq!(after.moderation == Moderation::Merged, after.merged_into.is_some());
    if after.moderation == Moderation::Rejected {
        assert!(after.reason.is_some(), "a rejection without a reason");
    }
    if after.moderation == Moderation::Pending {
        assert_eq!(after.handling, Handling::Unassigned);
        assert_eq!(after.label(), Label::Received);
        assert!(after.public_text.is_none(), "a pending question with a public wording");
        assert_eq!(after.retract_by, None, "a pending question that somebody wants taken down");
    }
    if before.appealed {
        assert!(after.appealed, "an appeal was forgotten");
    }
    if before.handling == Handling::Answered && after.handling != Handling::Answered {
        assert_eq!(after.handling, Handling::Assigned, "answered went back to {}", after.handling);
    }
    assert_eq!(after.handling == Handling::Answered, after.answered_at.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_walk_reaches_a_forbidden_state(steps in prop::collection::vec((0u8..26, 0u8..3, 0i64..20_000), 1..60)) {
        let mut question = fresh(1);
        let mut at = T0;
        for (choice, who, pause) in steps {
            at = at.plus(pause);
            if let Ok(next) = step(&question, choice, who, at) {
                check(&question, &next);
                question = next;
            }
        }
    }
}

#[test]
fn every_state_is_reached_by_some_walk() {
    let approved = approved_target();
    let led = approved.assign(to_unit(1), T0).expect("assigned");
    let reviewed = led.draft().and_then(|q| q.submit()).expect("in review");
    let answered = reviewed.answer(true, T0).expect("answered");
    let labels = [
        fresh(1).label(),
        fresh(1).request_info(person(1), T0).expect("asked back").label(),
        approved.label(),
        led.label(),
        led.put_on_stage(SessionState::Live).expect("on stage").label(),
        answered.label(),
        fresh(1).merge(person(1), &approved, Wording::default(), T0).expect("merged").label(),
        fresh(1).reject(person(1), "spam", T0).expect("rejected").label(),
        fresh(1).redirect(person(1), RedirectTo::Other, None, T0).expect("redirected").label(),
        fresh(1).withdraw().expect("withdrawn").label(),
    ];
    for label in Label::ALL {
        assert!(labels.contains(label), "{label} was not reached");
    }
}

#[test]
fn an_appeal_is_decided_by_somebody_else_and_is_final() {
    let rejected = fresh(1).reject(person(1), "abuse", T0).expect("rejected");
    let appealed = rejected.appeal(T0).expect("appealed");
    assert_eq!(appealed.reject(person(1), "abuse", T0), Err(Refusal::NeedsAnother));
    assert_eq!(appealed.approve(person(1), Wording::default(), None, T0), Err(Refusal::NeedsAnother));
    let again = appealed.reject(person(2), "abuse", T0).expect("rejected by another");
    assert_eq!(again.appeal(T0), Err(Refusal::Once));
}

#[test]
fn taking_down_needs_two_persons() {
    let asked = match approved_target().retract(person(1), "others_data", T0) {
        Ok(Retracted::Asked(asked)) => asked,
        other => panic!("{other:?}"),
    };
    assert!(asked.is_readable());
    assert_eq!(asked.retract(person(1), "others_data", T0), Err(Refusal::NeedsAnother));
    match asked.retract(person(2), "others_data", T0) {
        Ok(Retracted::Done(gone)) => assert!(!gone.is_readable()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_question_that_was_taken_down_can_be_appealed_and_nobody_undoes_alone() {
    let asked = match approved_target().retract(person(1), "others_data", T0) {
        Ok(Retracted::Asked(asked)) => asked,
        other => panic!("{other:?}"),
    };
    let Ok(Retracted::Done(gone)) = asked.retract(person(2), "others_data", T0) else { panic!("taken down") };
    assert_eq!(gone.undo(person(2), T0), Err(Refusal::Moderation));
    let appealed = gone.appeal(T0).expect("appealed");
    assert_eq!((appealed.moderation, &appealed.public_text), (Moderation::Pending, &None));
    assert_eq!(appealed.reject(person(2), "abuse", T0), Err(Refusal::NeedsAnother));
    let again = appealed.approve(person(3), Wording::default(), None, T0).expect("approved by another");
    assert_eq!(again.undo(person(3), T0), Err(Refusal::Moderation), "the decision about an appeal is final");
}

#[test]
fn a_reply_leaves_the_original_as_it_was_typed() {
    let asked = fresh(1).request_info(person(1), T0).expect("asked back");
    assert_eq!(asked.reply().expect("replied").original, fresh(1).original);
}

#[test]
fn an_undone_approval_forgets_who_wanted_it_taken_down() {
    let asked = match approved_target().retract(person(1), "others_data", T0) {
        Ok(Retracted::Asked(asked)) => asked,
        other => panic!("{other:?}"),
    };
    let again = asked.undo(person(1), T0).and_then(|q| q.approve(person(2), Wording::default(), None, T0));
    let again = again.expect("approved again");
    assert!(matches!(again.retract(person(2), "others_data", T0), Ok(Retracted::Asked(_))));
}

#[test]
fn a_pending_question_that_was_merged_and_comes_back_is_led() {
    let merged = fresh(1).merge(person(1), &approved_target(), Wording::default(), T0).expect("merged");
    let back = merged.unmerge(person(1), Some(to_unit(1)), T0).expect("unmerged");
    assert_eq!((back.handling, back.lead_unit.as_deref()), (Handling::Assigned, Some("u-1")));
    let led = approved_target().assign(to_unit(2), T0).and_then(|q| q.draft()).expect("in work");
    let other = Question { id: person(9), ..approved_target() };
    let back = led
        .merge(person(1), &other, Wording::default(), T0)
        .and_then(|q| q.unmerge(person(1), Some(to_unit(1)), T0));
    let back = back.expect("unmerged");
    assert_eq!((back.handling, back.lead_unit.as_deref()), (Handling::Drafting, Some("u-2")));
}

#[test]
fn undo_is_for_ten_seconds_and_for_its_maker() {
    let approved = approved_target();
    assert_eq!(approved.undo(person(2), T0), Err(Refusal::NeedsAnother));
    assert_eq!(approved.undo(person(1), T0.plus(10_001)), Err(Refusal::TooLate));
    let back = approved.undo(person(1), T0.plus(10_000)).expect("undone");
    assert_eq!((back.moderation, back.public_text), (Moderation::Pending, None));
}

#[test]
fn a_masked_span_is_not_in_the_proposed_text() {
    let mask = Mask { kind: "phone".into(), start: 11, end: 23, by: "p04".into() };
    let wording = Wording { masks: Some(vec![mask]), ..Wording::default() };
    let approved = fresh(1).approve(person(1), wording, None, T0).expect("approved");
    assert_eq!(approved.public_text.as_deref(), Some("Xin hỏi số […]"));
}

#[test]
fn a_later_mask_hides_what_an_older_wording_showed() {
    let mask = Mask { kind: "phone".into(), start: 11, end: 23, by: "p04".into() };
    let edited = approved_target().edit(Wording { masks: Some(vec![mask]), ..Wording::default() });
    assert_eq!(edited.expect("approved").public_text.as_deref(), Some("Xin hỏi số […]"));
}

#[test]
fn merging_publishes_no_text_that_nobody_has_read() {
    let merged = fresh(1).merge(person(1), &approved_target(), Wording::default(), T0).expect("merged");
    assert!(!merged.is_readable());
    let wording = Wording { public_text: Some("Câu đã sửa".into()), ..Wording::default() };
    let worded = fresh(1).merge(person(1), &approved_target(), wording, T0).expect("merged");
    assert!(worded.is_readable());
    assert!(approved_target().is_readable());
}

#[test]
fn an_answer_is_followed_up_once_and_within_fifteen_days() {
    let led = approved_target().assign(to_unit(1), T0).expect("assigned");
    let follower = PublicId { no: 1, number: 100 };
    assert_eq!(led.follow_up(follower, T0), Err(Refusal::Handling));
    let answered = led.draft().and_then(|q| q.answer(false, T0)).expect("answered");
    let day = crate::clock::days(1);
    assert_eq!(answered.follow_up(follower, T0.plus(15 * day + 1)), Err(Refusal::TooLate));
    let followed = answered.follow_up(follower, T0.plus(15 * day)).expect("followed up");
    assert_eq!(followed.followed_by, Some(follower));
    assert_eq!(followed.follow_up(follower, T0), Err(Refusal::Once));
}
