//! The index folder on disk: beginning it anew without touching what is not ours.

use std::ffi::OsStr;
use std::path::Path;
use std::{fs, io};

use tantivy::Directory;
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory};

use crate::SearchError;

/// Removes every index file from `dir`, under the writer's lock.
///
/// Only files with names the engine gives are removed, so a path that was set to the wrong folder
/// costs nobody his files. The lock file stays, for a lock on a removed file locks nothing.
///
/// # Errors
/// [`SearchError::Busy`] when another process writes there; [`SearchError::Folder`] when the folder
/// cannot be read or a file cannot be removed.
pub(crate) fn wipe(dir: &Path) -> Result<(), SearchError> {
    let directory = MmapDirectory::open(dir).map_err(io::Error::other)?;
    let _writing = directory.acquire_lock(&INDEX_WRITER_LOCK)?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if is_ours(&entry.file_name()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// `meta.json`, `.managed.json`, and segment files: 32 hex digits, then extensions.
fn is_ours(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let is_segment =
        |(stem, _): (&str, &str)| stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
    ["meta.json", ".managed.json"].contains(&name) || name.split_once('.').is_some_and(is_segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_the_engine_are_ours() {
        for name in [
            "meta.json",
            ".managed.json",
            "0123456789abcdef0123456789abcdef.idx",
            "0123456789abcdef0123456789abcdef.12.del",
        ] {
            assert!(is_ours(OsStr::new(name)), "{name}");
        }
        for name in [
            ".tantivy-writer.lock",
            "notes.txt",
            "doithoai.db",
            "0123456789abcdef0123456789abcdef",
            "abc.idx",
        ] {
            assert!(!is_ours(OsStr::new(name)), "{name}");
        }
    }
}
