//! One planted circle of each form, and what looks like one and is none.

use std::path::Path;

use super::*;

/// The circles of a library that has these files, and `lib.rs` with `mod one; mod two;` where none is given. Each is shown as its
/// arrows.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let read = |path: &Path| {
        let path = path.to_str()?;
        let given = files.iter().find(|(name, _)| *name == path);
        let given = given.map(|(_, text)| (*text).to_owned());
        given.or_else(|| (path == "lib.rs").then(|| "mod one; mod two;".to_owned()))
    };
    let mut roots = vec![Root {
        path: "lib.rs".into(),
        library: Some("planted".to_owned()),
    }];
    if files.iter().any(|(name, _)| *name == "main.rs") {
        roots.push(Root {
            path: "main.rs".into(),
            library: None,
        });
    }
    let circles = Circles::read(&roots, &read).unwrap();
    let shown = circles.shown("planted");
    let arrows = shown.lines().skip(1).filter(|line| line.contains('→'));
    arrows.map(|line| line.trim().to_owned()).collect()
}

/// Two files: `two.rs` uses a function of `one.rs`, and `one` is what `one.rs` holds besides.
fn with(one: &str) -> Vec<String> {
    circles(&[
        ("one.rs", &format!("pub fn first() {{}}\n{one}")),
        (
            "two.rs",
            "pub struct Two; pub enum Kind { Held } pub fn held() {}\nfn second() { crate::one::first(); }",
        ),
    ])
}

const FOUND: [&str; 2] = ["one.rs → two.rs: Two", "two.rs → one.rs: first"];

#[test]
fn a_path_in_any_place_closes_a_circle() {
    for one in [
        // `use`, and `use` in a block.
        "use crate::two::Two;",
        "use crate::{two::{self, Two}};",
        "use crate::two::Two as Other;",
        "use crate::two::Two as _;",
        "pub(self) use crate::two::Two;",
        "fn f() { use crate::two::Two; }",
        // `super::` and `self::`.
        "fn f() { let _ = super::two::Two; }",
        "mod inner { fn f() { let _ = super::super::two::Two; } }",
        "mod inner { pub use crate::two::Two; } fn f() { let _ = self::inner::Two; }",
        // Inline, in expressions, types, patterns, bounds and implementations.
        "fn f() { crate::two::Two::new(); }",
        "fn f(_: Option<&crate::two::Two>) {}",
        "struct S { two: [crate::two::Two; 2] }",
        "fn f(x: X) { if let crate::two::Two = x {} }",
        "fn f<T: Into<crate::two::Two>>() {}",
        "impl crate::two::Two { fn method(&self) {} }",
        "impl From<crate::two::Two> for u8 {}",
        "type T = <u8 as Into<crate::two::Two>>::Error;",
        "fn f() { g::<crate::two::Two>(); x.h::<crate::two::Two>(); }",
        // Tokens of macros and attributes.
        "fn f() { println!(\"{}\", crate::two::Two); }",
        "fn f(x: X) -> bool { matches!(x, Some(super::two::Two)) }",
        "macro_rules! two { () => { $crate::two::Two } }",
        "made! { pub struct S { two: crate::two::Two } }",
        "struct S { #[arg(value_parser = crate::two::Two::parse)] two: u8 }",
        "struct S { #[serde(deserialize_with = \"crate::two::Two::read\")] two: u8 }",
        // Modules under another name.
        "use crate::two as other; fn f() { other::Two::new(); }",
        "use crate as root; fn f() { root::two::Two::new(); }",
        // Names that come by a glob.
        "use super::two::*; fn f() { Two::new(); }",
        "use super::two::*; fn f(x: X) { match x { Two => {} } }",
        "use super::two::*; fn f() { println!(\"{}\", Two); }",
        // An item in a block hides what has its name outside, for this block.
        "fn f() { fn first() {} first(); } fn g() { crate::two::Two; }",
        // Compiled without tests, too.
        "#[cfg(any(test, unix))] use crate::two::Two;",
    ] {
        assert_eq!(with(one), FOUND, "{one}");
    }
}

#[test]
fn a_variant_leads_to_its_enum() {
    for one in [
        "use crate::two::Kind::Held;",
        "use crate::two::Kind::*;",
        "mod inner { pub use crate::two::Kind::*; } fn f() { inner::Held; }",
        "fn f(x: X) { match x { crate::two::Kind::Held => {} } }",
    ] {
        assert_eq!(with(one)[0], "one.rs → two.rs: Kind", "{one}");
    }
}

#[test]
fn re_exports_are_followed() {
    for (re_export, one) in [
        ("pub use two::Two;", "use crate::Two;"),
        ("pub(crate) use two::Two;", "fn f() { crate::Two; }"),
        ("pub use self::two::Two as Other;", "use crate::Other;"),
        ("pub use two::*;", "use crate::Two;"),
        ("pub use two::*;", "use super::*; fn f() { Two::new(); }"),
        ("pub use two as other;", "use crate::other::Two;"),
        (
            "pub mod names { pub use crate::two::Two as Three; }",
            "use crate::names::Three;",
        ),
        (
            "pub mod names { pub use super::more::*; } mod more { pub use super::two::*; }",
            "use crate::names::Two;",
        ),
        // An import serves the modules below as well.
        ("use two::Two;", "use super::Two;"),
        ("pub use one::*; pub use two::*;", "use crate::Two;"),
    ] {
        let root = format!("mod one; mod two; {re_export}");
        let found = circles(&[
            ("lib.rs", &root),
            ("one.rs", &format!("pub fn first() {{}}\n{one}")),
            ("two.rs", "pub struct Two;\nfn second() { crate::one::first(); }"),
        ]);
        assert_eq!(found, FOUND, "{re_export} {one}");
    }
}

#[test]
fn what_only_looks_like_an_arrow_is_none() {
    for one in [
        // A re-export alone, of an item, a module or everything.
        "pub use crate::two::Two;",
        "pub(super) use crate::two::{Two as Other, Kind::*};",
        "pub use crate::two;",
        "pub use crate::two::*;",
        // A module alone, without any of its items.
        "use crate::two;",
        "use super::two::{self as other};",
        "pub(in crate::two) fn f() {}",
        // Tests.
        "#[cfg(test)] mod tests { use crate::two::Two; }",
        "#[cfg(test)] use crate::two::Two;",
        "#[test] fn f() { crate::two::Two; }",
        "#[cfg(all(test, unix))] impl crate::two::Two {}",
        "impl S { #[cfg(test)] fn f() { crate::two::Two; } }",
        "struct S { #[cfg(test)] two: crate::two::Two }",
        "fn f() { #[cfg(test)] let two = crate::two::Two; }",
        "fn f() { #[cfg(test)] println!(\"{}\", crate::two::Two); }",
        // Words.
        "/// See [`crate::two::Two`].\nfn f() {}",
        "mod inner { //! See crate::two::Two.\n }",
        "#[doc = \"crate::two::Two\"] fn f() {}",
        "fn f() { \"crate::two::Two\"; }",
        "#[derive(Two)] struct S;",
        // A method, which is not to be seen.
        "fn f() { x.two(); }",
        // Another thing of the same name.
        "struct Two; fn f() { Two::new(); }",
        "use super::two::*; struct Two; fn f() { Two::new(); }",
        "use super::two::*; use std::two::Two; fn f(x: Two) {}",
        "use other::two::Two;",
        "use ::two::Two;",
        "use super::two::*; fn f() { struct Two; Two::new(); }",
        "use super::two::*; fn f() { x.Two; }",
        // A variable.
        "use super::two::*; fn f(held: u8) { held; println!(\"{}\", held()); }",
        "use super::two::*; impl S { fn f() { let held = 1; g(|x| x + held); } }",
        "use crate::two; fn f(two: u8) { two; }",
        // A path that leads nowhere.
        "use crate::two::Three;",
        "use crate::one::one::first;",
    ] {
        assert_eq!(with(one), Vec::<String>::new(), "{one}");
    }
}

#[test]
fn mod_lines_are_no_arrows() {
    let files = [
        ("lib.rs", "mod one; pub struct Root;"),
        ("one.rs", "mod two; fn f() { super::Root; two::f(); }"),
        ("one/two.rs", "pub fn f() {}"),
    ];
    assert_eq!(circles(&files), Vec::<String>::new());
}

#[test]
fn parents_and_children_make_a_circle_by_their_paths() {
    let files = [
        ("lib.rs", "mod one;"),
        (
            "one/mod.rs",
            "mod two; mod inner { mod three; }\npub struct One; fn f() { two::f(); }",
        ),
        ("one/two.rs", "pub fn f() { super::One; }"),
        ("one/inner/three.rs", "fn f() { super::super::One; }"),
    ];
    assert_eq!(
        circles(&files),
        ["one/mod.rs → one/two.rs: f", "one/two.rs → one/mod.rs: One"]
    );
}

#[test]
fn items_that_a_macro_makes_are_in_the_file_of_its_call() {
    let files = [
        ("lib.rs", "mod one; mod ids;"),
        (
            "ids.rs",
            "macro_rules! ids { ($name:ident) => {} }\nids! { AccountId }\nfn f() { crate::one::first(); }",
        ),
        ("one.rs", "use crate::ids::AccountId;\npub fn first() {}"),
    ];
    assert_eq!(
        circles(&files),
        ["one.rs → ids.rs: AccountId", "ids.rs → one.rs: first"]
    );
}

#[test]
fn a_macro_of_the_parent_is_seen_below_it() {
    let files = [
        (
            "lib.rs",
            "macro_rules! held { () => {} }\nmod one; fn f() { one::first(); }",
        ),
        ("one.rs", "pub fn first() { held!(); }"),
    ];
    assert_eq!(
        circles(&files),
        ["lib.rs → one.rs: first", "one.rs → lib.rs: held"]
    );
}

#[test]
fn a_program_and_the_library_beside_it_are_one_crate() {
    let files = [
        ("lib.rs", "pub mod run; pub use run::run as go;"),
        ("run.rs", "pub fn run() {}"),
        (
            "main.rs",
            "mod run; fn main() { planted::go(); ::planted::run::run(); }",
        ),
    ];
    assert_eq!(circles(&files), Vec::<String>::new());
    let read = |path: &Path| {
        files
            .iter()
            .find(|(name, _)| Path::new(name) == path)
            .map(|(_, text)| (*text).to_owned())
    };
    let roots = [("lib.rs", Some("planted".to_owned())), ("main.rs", None)];
    let roots = roots.map(|(path, library)| Root {
        path: path.into(),
        library,
    });
    let circles = Circles::read(&roots, &read).unwrap();
    let arrows: Vec<(String, String)> = circles
        .arrows
        .keys()
        .map(|(from, to)| {
            [from, to]
                .map(|id| circles.files[id.0].display().to_string())
                .into()
        })
        .collect();
    assert_eq!(arrows, [("main.rs".to_owned(), "run.rs".to_owned())]);
}

#[test]
fn a_path_attribute_names_the_file() {
    let files = [
        ("lib.rs", "#[path = \"other/place.rs\"] mod one; mod two;"),
        ("other/place.rs", "use crate::two::Two; pub fn first() {}"),
        ("two.rs", "pub struct Two; fn f() { crate::one::first(); }"),
    ];
    assert_eq!(
        circles(&files),
        ["other/place.rs → two.rs: Two", "two.rs → other/place.rs: first"]
    );
}

#[test]
fn a_missing_file_is_named() {
    let Err(error) = Circles::read(
        &[Root {
            path: "lib.rs".into(),
            library: None,
        }],
        &|path| (path == Path::new("lib.rs")).then(|| "mod one;".to_owned()),
    ) else {
        panic!("it was found");
    };
    assert!(error.to_string().contains("`mod one`"), "{error}");
}
