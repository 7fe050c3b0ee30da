use std::{
    hash::{DefaultHasher, Hash, Hasher},
    net::IpAddr,
};

/// By whom an action is counted. A key is 16 bytes whatever it is made of, and has no `Debug`: addresses stay
/// out of logs.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u128);

impl Key {
    /// A visitor, by the UUID of the cookie (`Uuid::as_u128`).
    pub const fn visitor(id: u128) -> Self {
        Self(id)
    }

    /// The address a call came from. IPv6 counts by /64, the least a household is given; an IPv4
    /// address written as IPv6 is the IPv4 address.
    pub fn address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(v4.to_ipv6_mapped().to_bits()),
            IpAddr::V6(v6) => Self(v6.to_bits() >> 64 << 64),
        }
    }

    /// An account, by its name as it is stored; it need not exist. Of the name only a hash is
    /// kept, so two names may, very rarely, share one bucket.
    pub fn account(name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        Self(hasher.finish().into())
    }
}
