//! Parameters that take one of a few words.

/// The words of one parameter.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident: $($word:literal),+) => {
        $(#[$doc])*
        pub struct $name;

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($word),+] })
            }
        }
    };
}

choice!(Sorting: "votes", "new", "answered");
choice!(ArchiveSorting: "relevance", "new", "votes");
choice!(Lane: "waiting", "duplicates", "suspect", "returned", "appeals");
