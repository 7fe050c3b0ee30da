use std::net::IpAddr;

use governor::clock::FakeRelativeClock;

use super::{capped::MOST_KEYS, *};

const LAN: Key = Key::visitor(1);
const MINH: Key = Key::visitor(2);

fn table(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = entries.iter().map(|(name, rate)| (name.to_string(), rate.to_string()));
    owned.collect()
}

/// Limits with the defaults, and the clock they read.
fn limits() -> (Buckets<FakeRelativeClock>, FakeRelativeClock) {
    let clock = FakeRelativeClock::default();
    (Buckets::from_table(&table(&[]), &clock).unwrap(), clock)
}

/// How many of 1,000 actions at one moment are let through.
fn passed(limits: &Buckets<FakeRelativeClock>, action: Action, key: &Key) -> usize {
    (0..1_000).filter(|_| limits.check(action, key).is_ok()).count()
}

fn address(text: &str) -> Key {
    Key::address(text.parse::<IpAddr>().unwrap())
}

#[test]
fn the_defaults_are_those_of_the_checklist() {
    let expected = [
        (Action::AskPerVisitor, 5, 120_000),
        (Action::AskPerAddress, 300, 2_000),
        (Action::VotePerVisitor, 30, 2_000),
        (Action::SearchPerAddress, 20, 200),
        (Action::TrackPerAddress, 10, 6_000),
        (Action::SignInPerAddress, 10, 60_000),
        (Action::SignInPerAccount, 5, 180_000),
        (Action::SocketPerAddress, 50, 20),
        (Action::ReportPerAddress, 10, 6_000),
    ];
    assert_eq!(expected.map(|(action, ..)| action), Action::ALL);
    for (action, burst, interval_ms) in expected {
        let (limits, clock) = limits();
        assert_eq!(passed(&limits, action, &LAN), burst, "{action:?}");
        clock.advance(Duration::from_millis(interval_ms - 1));
        assert_eq!(passed(&limits, action, &LAN), 0, "{action:?}");
        clock.advance(Duration::from_millis(1));
        assert_eq!(passed(&limits, action, &LAN), 1, "{action:?}");
        clock.advance(Duration::from_secs(3_600));
        assert_eq!(passed(&limits, action, &LAN), burst, "{action:?}");
    }
}

#[test]
fn a_refusal_says_how_long_to_wait() {
    let (limits, clock) = limits();
    passed(&limits, Action::AskPerVisitor, &LAN);
    let wait = |after_ms| {
        clock.advance(Duration::from_millis(after_ms));
        limits.check(Action::AskPerVisitor, &LAN).unwrap_err()
    };
    assert_eq!(
        wait(0),
        Wait {
            seconds: 120,
            message: "Anh, chị vừa gửi nhiều câu hỏi liền nhau. Xin gửi lại sau 2 phút.".to_owned(),
        }
    );
    assert_eq!(wait(100_500).seconds, 20);
    assert!(wait(0).message.ends_with("sau 20 giây."));
    assert_eq!(wait(19_499).seconds, 1);
}

#[test]
fn every_message_tells_the_time_to_wait() {
    for action in Action::ALL {
        let wait = Wait::before(action, Duration::from_secs(7_000));
        assert!(wait.message.contains("nh, chị"), "{action:?}");
        assert!(wait.message.ends_with("sau 2 giờ."), "{action:?}");
        assert!(wait.english().ends_with("in 2 hours."), "{action:?}");
    }
}

#[test]
fn keys_and_actions_are_counted_apart() {
    let (limits, _) = limits();
    assert_eq!(passed(&limits, Action::AskPerVisitor, &LAN), 5);
    assert_eq!(passed(&limits, Action::AskPerVisitor, &MINH), 5);
    assert_eq!(passed(&limits, Action::VotePerVisitor, &LAN), 30);
}

#[test]
fn ipv6_counts_by_64_bits_and_ipv4_by_address() {
    assert!(address("2001:db8:1:2::1") == address("2001:db8:1:2:ffff::9"));
    assert!(address("2001:db8:1:2::1") != address("2001:db8:1:3::1"));
    assert!(address("203.0.113.1") != address("203.0.113.2"));
    assert!(address("::ffff:203.0.113.1") == address("203.0.113.1"));
    assert!(address("::1") != address("0.0.0.1"));
}

#[test]
fn accounts_count_by_name() {
    assert!(Key::account("p01") == Key::account("p01"));
    assert!(Key::account("p01") != Key::account("p02"));
}

#[test]
fn the_configuration_replaces_a_default() {
    let clock = FakeRelativeClock::default();
    let rates = table(&[("ask_per_visitor", "2/1h burst 3"), ("vote_per_visitor", " 1 / 2s ")]);
    let limits = Buckets::from_table(&rates, &clock).unwrap();
    assert_eq!(passed(&limits, Action::AskPerVisitor, &LAN), 3);
    assert_eq!(passed(&limits, Action::VotePerVisitor, &LAN), 1);
    assert_eq!(passed(&limits, Action::TrackPerAddress, &LAN), 10);
    clock.advance(Duration::from_secs(1_800));
    assert_eq!(passed(&limits, Action::AskPerVisitor, &LAN), 1);
}

#[test]
fn the_largest_rates_are_kept() {
    for rate in ["100000/1s", "1/24h burst 100000", "100000/24h burst 1"] {
        let clock = FakeRelativeClock::default();
        let limits = Buckets::from_table(&table(&[("ask_per_visitor", rate)]), &clock).unwrap();
        clock.advance(Duration::from_secs(10 * 365 * 86_400));
        assert!(passed(&limits, Action::AskPerVisitor, &LAN) > 0, "{rate}");
    }
}

#[test]
fn a_wrong_table_is_refused_by_name() {
    let said = |name, rate| Limits::from_table(&table(&[(name, rate)])).err().map(|bad| bad.to_string());
    assert_eq!(
        said("ask", "5/10m").unwrap(),
        "limits.ask: there is no such limit; known are ask_per_visitor, ask_per_address, vote_per_visitor, \
         search_per_address, track_per_address, sign_in_per_address, sign_in_per_account, socket_per_address, \
         report_per_address"
    );
    assert_eq!(
        said("ask_per_visitor", "5/10").unwrap(),
        "limits.ask_per_visitor = \"5/10\": not a rate; write one like 5/10m or 5/1s burst 20, with s, m or h"
    );
    for rate in
        ["", "5", "/", "5/m", "5/10d", "5/1s burst", "5/1s burst x", "a/1s", "-1/1s", "5/1s burst 2 burst 3"]
    {
        assert!(said("ask_per_visitor", rate).unwrap().contains("not a rate"), "{rate}");
    }
    for rate in
        ["0/1s", "5/0s", "100001/1s", "9999999999/1s", "5/25h", "5/1s burst 0", "1/18446744073709551615h"]
    {
        assert!(said("ask_per_visitor", rate).unwrap().contains("out of range"), "{rate}");
    }
}

#[test]
fn off_lets_everything_through() {
    let limits = Limits::off();
    assert!((0..1_000).all(|_| limits.check(Action::AskPerVisitor, &LAN).is_ok()));
    limits.sweep();
}

#[test]
fn a_sweep_forgets_only_who_is_as_good_as_new() {
    let (limits, clock) = limits();
    let remembered = || limits.0[&Action::AskPerVisitor].limiter.len();
    passed(&limits, Action::AskPerVisitor, &LAN);
    limits.check(Action::AskPerVisitor, &MINH).unwrap();
    limits.sweep();
    assert_eq!(remembered(), 2);
    clock.advance(Duration::from_secs(300));
    limits.sweep();
    assert_eq!(remembered(), 1);
    assert_eq!(passed(&limits, Action::AskPerVisitor, &LAN), 2);
    clock.advance(Duration::from_secs(3_600));
    limits.sweep();
    assert_eq!(remembered(), 0);
}

/// A /64 of 2001:db8::/32.
fn household(n: u64) -> Key {
    Key::address(IpAddr::V6(((0x2001_0db8_u128 << 96) | (u128::from(n) << 64)).into()))
}

#[test]
fn beyond_the_cap_new_keys_share_a_bucket_with_their_network() {
    let (limits, clock) = limits();
    let action = Action::AskPerAddress;
    let known = address("198.51.100.7");
    limits.check(action, &known).unwrap();
    let flood = (0..1_000_000).filter(|n| limits.check(action, &household(*n)).is_ok()).count();
    assert_eq!(flood, MOST_KEYS - 1 + 300, "each while there was room, then all of them together");
    assert_eq!(limits.0[&action].limiter.len(), MOST_KEYS, "and no more are remembered");
    assert_eq!(passed(&limits, action, &known), 299, "who was here before does not feel it");
    for elsewhere in ["203.0.113.9", "2a02:26f0::1"] {
        assert_eq!(passed(&limits, action, &address(elsewhere)), 300, "{elsewhere}");
    }
    clock.advance(Duration::from_secs(600));
    limits.sweep();
    assert_eq!(passed(&limits, action, &household(2_000_000)), 300);
}

#[test]
fn visitors_and_accounts_share_no_bucket_with_addresses() {
    // Two cookies made in the same moment begin alike.
    let visitor = |n: u128| Key::visitor((0x0199_a000_0000_7000_8000_u128 << 48) | n);
    let people = [visitor(1), visitor(2), Key::account("p04"), Key::account("p05")];
    let keys: Vec<Key> = people.into_iter().chain([address("203.0.113.9"), household(1)]).collect();
    let wider: std::collections::BTreeSet<usize> = keys.iter().map(Key::wider).collect();
    assert_eq!(wider.len(), keys.len());
    assert_eq!(address("203.0.113.9").wider(), address("203.0.7.1").wider());
    assert_eq!(household(1).wider(), household(999_999).wider());
}
