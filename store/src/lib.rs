//! The memory of Đối Thoại: one text, two databases, the numbered log.
//!
//! Nobody else imports `sqlx`. [`Store::read`] gives a snapshot, [`Store::write`] takes a verb's work as a closure and
//! answers only after its commit. A [`Tx`] method is one statement.
//!
//! To add one: write the statement as a constant beside its method, in the common subset of `migrations/README.md`;
//! run it with the `each!` macro, which repeats the expression for each driver; call it in `tests/it/store/`, which
//! runs on both databases. A text that must differ goes into `dialect.rs` with its reason.

mod answers;
mod balance;
mod dialect;
mod duty;
mod error;
mod items;
mod leases;
mod lists;
mod log;
mod notes;
mod open;
mod owning;
mod people;
mod questions;
mod receipts;
mod reference;
mod rows;
mod sessions;
mod settings;
mod tx;
mod verify;
mod verify_texts;
mod votes;
mod words;
mod writer;

pub use answers::Recent;
pub use balance::Balance;
pub use error::StoreError;
pub use items::{Item, ItemText, KnownItem, MAX_ITEMS};
pub use leases::Lease;
pub use lists::{Page, Sort};
pub use log::{LogHead, News};
pub use notes::{AskersNote, Note, NoteRow};
pub use open::Store;
pub use people::{Account, OpenSignIn, SignIn};
pub use questions::{Contact, Filing};
pub use receipts::Receipt;
pub use reference::Holiday;
pub use rows::Filed;
pub use tx::Tx;
pub use verify::{Fault, Verified};
pub use words::{Maskwords, Synonym, Template, Watchwords};
pub use writer::Work;
