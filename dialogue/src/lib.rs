//! The words of Đối Thoại: sessions, questions, answers, and who may move them.
//!
//! Everything here is pure. A transition is a method that takes a noun and returns its next state or a
//! [`Refusal`]; time and randomness are arguments. The crates around this one store the result, show it or
//! search it, and decide nothing again.

pub mod answer;
pub mod calendar;
pub mod clock;
pub mod code;
pub mod event;
pub mod id;
pub mod person;
pub mod question;
pub mod refusal;
pub mod rights;
pub mod session;
pub mod text;
pub mod unit;
mod words;

pub use clock::Millis;
pub use id::PublicId;
pub use refusal::Refusal;
pub use words::Word;
