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

    /// What tells this key from others. It may be an address: only a keyed hash of it may leave the process.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// A number that all keys of a wider network share: of an IPv4 /16, of an IPv6 /32, as they are given to providers.
    /// A visitor and an account have their own.
    pub(super) fn wider(&self) -> usize {
        let network = match self.0 {
            v4 if v4 >> 32 == 0xffff => v4 >> 16,
            // Of an address of IPv6 only the first half is kept; the id of a visitor has both.
            v6 if v6 << 64 == 0 => v6 >> 96,
            own => own,
        };
        let mut hasher = DefaultHasher::new();
        network.hash(&mut hasher);
        usize::try_from(hasher.finish() >> 1).unwrap_or(0)
    }

    /// An account, by its name as it is stored; it need not exist. Of the name only a hash is
    /// kept, so two names may, very rarely, share one bucket.
    pub fn account(name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        Self(hasher.finish().into())
    }
}
