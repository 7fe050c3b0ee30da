//! The one renderer: what the memory holds, as pages, programs and the live stream show it.
//!
//! [`shapes`] are the JSON shapes of PROTOCOL.md; the askama templates render the same structs, so that nothing is
//! drawn twice. A [`Scene`] knows the names behind the ids of one log and makes the shapes; [`Reader`] loads it.

pub mod cards;
mod desk_shapes;
mod item;
pub mod places;
mod reader;
mod reference;
mod scene;
pub mod schema;
mod sentences;
pub mod shapes;
mod timeline;

pub use item::{ARCHIVE, item_line, item_number, item_shape};
pub use reader::Reader;
pub use reference::Reference;
pub use scene::{Scene, plain_answer, printed};
pub use timeline::Onlooker;
