//! Sentences by key, from the two Fluent files.

use std::sync::LazyLock;

use dialogue::text::grouped;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::Lang;

type Bundle = FluentBundle<FluentResource>;

const VIETNAMESE: &str = include_str!("../../words/vi.ftl");
const ENGLISH: &str = include_str!("../../words/en.ftl");

static BUNDLES: LazyLock<[Bundle; 2]> =
    LazyLock::new(|| [bundle(Lang::Vi, '.', VIETNAMESE), bundle(Lang::En, ',', ENGLISH)]);

/// Something that a sentence tells: a text, or a number, which also chooses the plural.
pub trait Told {
    fn told(&self) -> FluentValue<'static>;
}

impl Told for str {
    fn told(&self) -> FluentValue<'static> {
        FluentValue::from(self.to_owned())
    }
}

impl Told for String {
    fn told(&self) -> FluentValue<'static> {
        self.as_str().told()
    }
}

impl Told for i64 {
    fn told(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl Told for usize {
    fn told(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl<T: Told + ?Sized> Told for &T {
    fn told(&self) -> FluentValue<'static> {
        (**self).told()
    }
}

/// Whether there is a sentence under a key.
pub(super) fn knows(lang: Lang, key: &str) -> bool {
    of(lang).has_message(key)
}

fn of(lang: Lang) -> &'static Bundle {
    let [vietnamese, english] = &*BUNDLES;
    if lang.is_english() { english } else { vietnamese }
}

/// The sentence under a key. A key that is missing, which a test rules out, says itself.
pub(super) fn say(lang: Lang, key: &str, values: &[(&str, FluentValue<'static>)]) -> String {
    let bundle = of(lang);
    let pattern = bundle.get_message(key).and_then(|message| message.value());
    let Some(pattern) = pattern else {
        tracing::error!(key, "there is no sentence of this key");
        return key.to_owned();
    };
    let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut errors: Vec<FluentError> = Vec::new();
    let sentence = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a sentence could not be told whole");
    }
    sentence
}

/// Numbers are grouped as the language writes them; `separator` stands between thousands.
fn bundle(lang: Lang, separator: char, text: &str) -> Bundle {
    let named: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![named]);
    // The marks that isolate a told text against right-to-left ones would stand in titles and attributes too.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(if separator == '.' { with_points } else { with_commas }));
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(whole, errors)| {
        tracing::error!(?errors, "a file of sentences has faults");
        whole
    });
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(?errors, "a key stands twice in a file of sentences");
    }
    bundle
}

fn with_points<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(value, '.')
}

fn with_commas<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(value, ',')
}

fn number(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole: usize = number.as_string().parse().ok()?;
    Some(grouped(whole, separator))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use dialogue::Word;
    use dialogue::answer::{AnswerKind, Mode};
    use dialogue::person::Capacity;
    use dialogue::question::{Audience, Kind, Label, RedirectTo};
    use dialogue::session::SessionState;
    use fluent_bundle::FluentResource;

    use super::*;

    fn resource(text: &str) -> FluentResource {
        FluentResource::try_new(text.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"))
    }

    /// Each key with the names of what it tells.
    fn keys(text: &str) -> BTreeSet<(String, BTreeSet<String>)> {
        let told = |line: &str| {
            line.match_indices('$')
                .map(|(at, _)| {
                    line[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
                })
                .collect::<BTreeSet<String>>()
        };
        let mut keys: Vec<(String, BTreeSet<String>)> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" =") {
                Some((key, rest)) if !line.starts_with(' ') => keys.push((key.to_owned(), told(rest))),
                _ => {
                    if let Some((_, names)) = keys.last_mut() {
                        names.extend(told(line));
                    }
                }
            }
        }
        keys.into_iter().collect()
    }

    fn words<W: Word>() -> BTreeSet<String> {
        W::WORDS.iter().map(|word| format!("{}-{}", W::LIST, word.word())).collect()
    }

    fn of_lists() -> BTreeSet<String> {
        let lists = [
            words::<Label>(),
            words::<Kind>(),
            words::<Audience>(),
            words::<SessionState>(),
            words::<AnswerKind>(),
            words::<Mode>(),
            words::<RedirectTo>(),
            words::<Capacity>(),
        ];
        lists.into_iter().flatten().collect()
    }

    #[test]
    fn both_files_hold_the_same_keys_and_tell_the_same_things() {
        assert!(resource(VIETNAMESE).entries().count() > 100);
        resource(ENGLISH);
        let lists = of_lists();
        let english: BTreeSet<_> =
            keys(ENGLISH).into_iter().filter(|(key, _)| !lists.contains(key)).collect();
        assert_eq!(keys(VIETNAMESE), english);
    }

    #[test]
    fn every_word_of_a_public_list_is_english_too() {
        let english: BTreeSet<String> = keys(ENGLISH).into_iter().map(|(key, _)| key).collect();
        assert_eq!(of_lists().difference(&english).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    /// Every key that a template or a page names stands in the files, and every key of the files is named somewhere.
    #[test]
    fn keys_and_their_uses_meet() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
        let mut sources = String::new();
        for folder in ["templates", "src"] {
            read(std::path::Path::new(&format!("{root}{folder}")), &mut sources);
        }
        let known: BTreeSet<String> = keys(VIETNAMESE).into_iter().map(|(key, _)| key).collect();
        let unused: Vec<_> = known.iter().filter(|key| !is_named(&sources, key)).collect();
        assert_eq!(unused, Vec::<&String>::new(), "stand in the files and are never said");
        for call in
            ["say(\"", "say1(\"", "say2(\"", "Page::said(&site, lang, \"", "Page::said(site, lang, \""]
        {
            for (at, _) in sources.match_indices(call) {
                let key: String = sources[at + call.len()..].chars().take_while(|c| *c != '"').collect();
                assert!(known.contains(&key), "{key} is said, and stands in no file");
            }
        }
    }

    /// Keys of a family (`move-approve`) are made by format, and stand under their first word.
    fn is_named(sources: &str, key: &str) -> bool {
        let family = key.split_once('-').map_or(key, |(family, _)| family);
        sources.contains(&format!("\"{key}\"")) || sources.contains(&format!("\"{family}-{{"))
    }

    fn read(folder: &std::path::Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, into);
            } else if !path.ends_with("speech.rs") {
                into.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn numbers_are_written_as_the_language_does() {
        assert_eq!(Lang::Vi.say1("archive-all", "count", 12_345_usize), "12.345 câu trong kho");
        assert_eq!(Lang::En.say1("archive-all", "count", 12_345_usize), "12,345 questions in the archive");
        assert_eq!(Lang::En.say1("archive-all", "count", 1_usize), "1 question in the archive");
    }
}
