//! No public method of the store is without a story on both databases.

use std::path::Path;

/// The texts of the Rust files in a folder of the repository.
fn sources(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths =
        files.flatten().map(|file| file.path()).filter(|path| path.extension() == Some("rs".as_ref()));
    paths.map(|path| std::fs::read_to_string(path).expect("a source is text")).collect()
}

/// The names of `pub async fn` in the blocks `impl Tx` and `impl Store` of a source.
fn public_methods(source: &str) -> Vec<&str> {
    let mut inside = false;
    let mut methods = Vec::new();
    for line in source.lines() {
        inside = matches!(line, "impl Tx {" | "impl Store {") || (inside && line != "}");
        if let Some(signature) = line.trim_start().strip_prefix("pub async fn ").filter(|_| inside) {
            methods.extend(signature.split(['(', '<']).next());
        }
    }
    methods
}

#[test]
fn every_public_method_of_the_store_is_called_here() {
    let stories = sources("it/store").concat();
    let store = sources("../store/src");
    let methods: Vec<&str> = store.iter().flat_map(|source| public_methods(source)).collect();
    assert!(methods.len() > 70, "only {} methods were found", methods.len());
    let is_called =
        |name: &str| [format!(".{name}("), format!("::{name}(")].iter().any(|call| stories.contains(call));
    let without: Vec<&str> = methods.into_iter().filter(|name| !is_called(name)).collect();
    assert!(without.is_empty(), "no story calls {without:?}");
}
