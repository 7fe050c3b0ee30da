//! Holds on items of the desk and duties of nodes run out by themselves, and until then belong to one.

use dialogue::Millis;
use dialogue::question::Question;

use super::given::{NOW, begin, file_all, id, person, question};
use super::on_both;

const SOON: Millis = NOW.plus(90_000);
const LATER: Millis = NOW.plus(90_001);

#[tokio::test]
async fn an_item_is_held_by_one_person_until_the_hold_runs_out() {
    on_both(async |store| {
        begin(&store, 2).await;
        let waiting: Vec<Question> = (1..4).map(|number| question(1, number)).collect();
        file_all(&store, &waiting).await;
        commit!(store, tx => {
            tx.create_person(&person(1, "an"), "", NOW).await?;
            tx.create_person(&person(2, "thu"), "", NOW).await?;
        });
        let held = async |who: u128, at: Millis| {
            let filed = look!(store, tx => tx.held_by(1, id(who), at));
            filed.iter().map(|filed| filed.question.name.number).collect::<Vec<_>>()
        };
        let first = waiting[1].id;
        assert!(commit!(store, tx => tx.take_lease(first, id(1), NOW, SOON).await?));
        assert!(!commit!(store, tx => tx.take_lease(first, id(2), NOW, SOON).await?));
        assert!(commit!(store, tx => tx.take_lease(first, id(1), NOW, SOON).await?), "and once more");
        assert_eq!((held(1, NOW).await, held(2, NOW).await), (vec![2], Vec::new()));
        let everybody = look!(store, tx => tx.leases_in(1, NOW));
        assert_eq!(everybody.iter().map(|lease| lease.question).collect::<Vec<_>>(), [first]);
        assert_eq!(look!(store, tx => tx.leases_in(0, NOW)), [], "another log's");
        let lease = look!(store, tx => tx.lease_of(first, NOW)).expect("held");
        assert_eq!((lease.person, lease.name.as_str()), (id(1), person(1, "an").name.as_str()));
        assert!(held(1, LATER).await.is_empty(), "it has run out");
        assert_eq!(look!(store, tx => tx.lease_of(first, SOON)), None);
        assert!(commit!(store, tx => tx.take_lease(first, id(2), SOON, LATER).await?));
        commit!(store, tx => tx.drop_lease(first, id(1)).await?);
        assert!(look!(store, tx => tx.lease_of(first, SOON)).is_some(), "another's hold stays");
        commit!(store, tx => tx.drop_lease(first, id(2)).await?);
        assert!(look!(store, tx => tx.lease_of(first, SOON)).is_none());
        assert!(commit!(store, tx => tx.take_lease(first, id(2), NOW, SOON).await?));
        assert_eq!(commit!(store, tx => tx.sweep_leases(NOW).await?), 0);
        assert_eq!(commit!(store, tx => tx.sweep_leases(SOON).await?), 1);
    })
    .await;
}

#[tokio::test]
async fn a_duty_is_one_nodes_until_its_time_runs_out() {
    on_both(async |store| {
        let take = async |node: u128, now: Millis| {
            commit!(store, tx => tx.take_duty("clock", id(node), now, now.plus(10)).await?)
        };
        assert!(take(1, NOW).await);
        assert!(!take(2, NOW.plus(9)).await);
        assert!(take(1, NOW.plus(9)).await, "its holder goes on");
        assert!(!take(2, NOW.plus(18)).await);
        assert!(take(2, NOW.plus(19)).await);
        assert!(!take(1, NOW.plus(20)).await);
    })
    .await;
}
