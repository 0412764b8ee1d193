//! Paths as they are written, and what `use` makes of them.

use syn::{Ident, UseTree, Visibility};

/// A path as it is written: `crate::plan::Plan`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    /// Begins with `::`: the first segment is the name of a crate.
    pub(super) absolute: bool,
    /// At least one.
    pub(super) segments: Vec<String>,
}

/// One name that a `use` brings.
pub(super) struct Import {
    pub(super) path: Path,
    /// `None` for a glob.
    pub(super) name: Option<String>,
}

/// What a `use` brings, name by name.
pub(super) fn imports(item: &syn::ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    let absolute = item.leading_colon.is_some();
    collect(&item.tree, absolute, &mut Vec::new(), &mut found);
    found
}

fn collect(tree: &UseTree, absolute: bool, before: &mut Vec<String>, found: &mut Vec<Import>) {
    let with = |before: &[String], last: &Ident| Path {
        absolute,
        segments: before.iter().cloned().chain([plain(last)]).collect(),
    };
    match tree {
        UseTree::Path(path) => {
            before.push(plain(&path.ident));
            collect(&path.tree, absolute, before, found);
            before.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                collect(tree, absolute, before, found);
            }
        }
        UseTree::Name(name) => {
            let path = with(before, &name.ident);
            // `use plan::{self}` brings `plan`.
            let name = if name.ident == "self" {
                before.last().cloned()
            } else {
                Some(plain(&name.ident))
            };
            if let Some(name) = name {
                found.push(Import {
                    path,
                    name: Some(name),
                });
            }
        }
        UseTree::Rename(rename) => found.push(Import {
            path: with(before, &rename.ident),
            name: Some(plain(&rename.rename)),
        }),
        UseTree::Glob(_) => {
            if !before.is_empty() {
                let path = Path {
                    absolute,
                    segments: before.clone(),
                };
                found.push(Import { path, name: None });
            }
        }
    }
}

/// Whether a `use` is for others: `pub use`, `pub(crate) use`.
pub(super) fn is_re_export(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(restricted) => !restricted.path.is_ident("self"),
        Visibility::Inherited => false,
    }
}

/// A name without the `r#` that a keyword needs.
pub(super) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}
