//! Personal data in what people of Vietnam write: found, so that it is masked before anything is public.
//!
//! A number alone rarely tells what it is; the nearest word before it does. Where two readings are possible, the more
//! private one is taken: a mask that was not needed can be lifted, what was shown is never hidden again.

mod births;
mod living;
mod name_forms;
mod name_words;
mod names;
mod number_forms;
mod number_words;
mod numbers;
mod papers;
mod place_names;
mod place_words;
mod places;
mod signs;
mod untitled;

use super::Finding;
use super::flat::Flat;

/// What of a person a part of a text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A telephone, also in words.
    Phone,
    /// An identity card: twelve digits, or nine of an older one.
    IdCard,
    /// A tax code.
    TaxCode,
    /// A bank account or card.
    BankAccount,
    /// The plate of a vehicle.
    Plate,
    /// An e-mail address.
    Email,
    /// Where somebody lives, with the number of the house.
    Address,
    /// When somebody was born.
    BirthDate,
    /// The name of a private person.
    PersonName,
    /// A page of a person in a social network.
    ProfileLink,
    /// What a site's own list says.
    Listed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 11] = [
        Kind::Phone,
        Kind::IdCard,
        Kind::TaxCode,
        Kind::BankAccount,
        Kind::Plate,
        Kind::Email,
        Kind::Address,
        Kind::BirthDate,
        Kind::PersonName,
        Kind::ProfileLink,
        Kind::Listed,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Phone => "phone",
            Kind::IdCard => "id_card",
            Kind::TaxCode => "tax_code",
            Kind::BankAccount => "bank_account",
            Kind::Plate => "plate",
            Kind::Email => "email",
            Kind::Address => "address",
            Kind::BirthDate => "birth_date",
            Kind::PersonName => "person_name",
            Kind::ProfileLink => "profile_link",
            Kind::Listed => "listed",
        }
    }

    /// What the desk calls it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Phone => "số điện thoại",
            Kind::IdCard => "số căn cước",
            Kind::TaxCode => "mã số thuế",
            Kind::BankAccount => "số tài khoản",
            Kind::Plate => "biển số xe",
            Kind::Email => "thư điện tử",
            Kind::Address => "địa chỉ nhà",
            Kind::BirthDate => "ngày sinh",
            Kind::PersonName => "tên người",
            Kind::ProfileLink => "trang cá nhân",
            Kind::Listed => "theo danh mục che",
        }
    }
}

/// The personal data of a text, in its order; of two that overlap, the first that was looked for, and what is left of the
/// other. Any text gets an answer.
#[must_use]
pub fn personal(text: &str) -> Vec<Finding> {
    in_flat(&Flat::new(text))
}

/// As [`personal`].
pub(super) fn in_flat(flat: &Flat) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for detect in [
        signs::links,
        signs::emails,
        places::addresses,
        births::births,
        papers::papers,
        numbers::numbers,
        signs::plates,
        names::names,
    ] {
        let new: Vec<Finding> = detect(flat).into_iter().flat_map(|new| free(&new, &found)).collect();
        // Those of one kind may overlap each other too.
        for finding in new {
            if found.iter().all(|known| finding.end <= known.start || known.end <= finding.start) {
                found.push(finding);
            }
        }
    }
    found.retain(|finding| flat.bytes[finding.start..finding.end].iter().any(u8::is_ascii_alphanumeric));
    found.sort_by_key(|finding| finding.start);
    found
}

/// The parts of a finding that no other one covers: "Nguyễn Văn Tuấn Zalo tuan123" is a name and a page.
pub(super) fn free(finding: &Finding, others: &[Finding]) -> Vec<Finding> {
    let mut parts = vec![(finding.start, finding.end)];
    for other in others.iter().filter(|other| other.start < finding.end && finding.start < other.end) {
        let cut = |(start, end): (usize, usize)| {
            [(start, end.min(other.start)), (start.max(other.end), end)]
                .into_iter()
                .filter(|(start, end)| start < end)
        };
        parts = parts.into_iter().flat_map(cut).collect();
    }
    parts.into_iter().map(|(start, end)| Finding { kind: finding.kind, start, end }).collect()
}

#[cfg(test)]
mod tests;
