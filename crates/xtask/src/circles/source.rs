//! Reads the module tree of a crate: which files it has, and which module each of them is.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use syn::{Attribute, Expr, ExprLit, Item, ItemMod, Lit, Meta};

use super::cfg::only_in_tests;
use super::scopes::{FileId, ScopeId, Scopes};

/// A crate as it was read: its files, and the names that each of their modules has.
pub(super) struct Crate {
    /// In the order in which they were found; a [`FileId`] is a place in here.
    pub(super) files: Vec<SourceFile>,
    pub(super) scopes: Scopes,
}

/// One file of a crate.
pub(super) struct SourceFile {
    /// As it was found: below the folder that [`Crate::read`] was given.
    pub(super) path: PathBuf,
    pub(super) syntax: syn::File,
    /// The module that this file is.
    pub(super) scope: ScopeId,
}

/// The root file of a library or a program, which both may belong to one crate.
pub(super) struct Root {
    pub(super) path: PathBuf,
    /// The name by which the crate's programs refer to its library; `None` for a program.
    pub(super) library: Option<String>,
}

impl Crate {
    /// Reads all files that are reached by `mod` lines from the roots, but for those that are compiled for tests only.
    ///
    /// `read` returns the text of a file, or `None` where there is no such file.
    ///
    /// # Errors
    /// Names the file that is missing or is not Rust.
    pub(super) fn read(roots: &[Root], read: &dyn Fn(&Path) -> Option<String>) -> Result<Self> {
        let mut reader = Reader {
            read,
            files: Vec::new(),
            known: HashMap::new(),
            scopes: Scopes::default(),
        };
        for root in roots {
            let Some(text) = read(&root.path) else {
                bail!("{} cannot be read.", root.path.display());
            };
            let folder = root.path.parent().unwrap_or(Path::new("")).to_owned();
            let scope = reader.file(&root.path, &text, None, &folder)?;
            if let Some(name) = &root.library {
                reader.scopes.set_library(name, scope);
            }
        }
        Ok(Self {
            files: reader.files,
            scopes: reader.scopes,
        })
    }
}

struct Reader<'a> {
    read: &'a dyn Fn(&Path) -> Option<String>,
    files: Vec<SourceFile>,
    /// A file may be several modules, by `#[path]`, or belong to library and program.
    known: HashMap<PathBuf, FileId>,
    scopes: Scopes,
}

impl Reader<'_> {
    /// Reads a file that is a module. Its submodules' files stand in `folder`.
    fn file(&mut self, path: &Path, text: &str, parent: Option<ScopeId>, folder: &Path) -> Result<ScopeId> {
        let syntax = syn::parse_file(text).with_context(|| format!("{} cannot be parsed", path.display()))?;
        let file = match self.known.get(path) {
            Some(file) => *file,
            None => FileId(self.files.len()),
        };
        let scope = self.scopes.module(file, parent);
        // A parent's place in `files` comes before its children's.
        if self.known.insert(path.to_owned(), file).is_none() {
            self.files.push(SourceFile {
                path: path.to_owned(),
                syntax: syn::File {
                    shebang: None,
                    frontmatter: None,
                    attrs: Vec::new(),
                    items: Vec::new(),
                },
                scope,
            });
        }
        if !only_in_tests(&syntax.attrs) {
            let beside = path.parent().unwrap_or(Path::new("")).to_owned();
            self.module(scope, &syntax.items, folder, &beside)?;
            if let Some(known) = self.files.get_mut(file.0) {
                known.syntax = syntax;
            }
        }
        Ok(scope)
    }

    /// Takes in the items of a module. `beside` is where a `#[path]` begins.
    fn module(&mut self, scope: ScopeId, items: &[Item], folder: &Path, beside: &Path) -> Result<()> {
        self.scopes.define(scope, items);
        for item in items {
            if let Item::Mod(module) = item
                && !only_in_tests(&module.attrs)
            {
                self.submodule(scope, module, folder, beside)?;
            }
        }
        Ok(())
    }

    fn submodule(&mut self, parent: ScopeId, module: &ItemMod, folder: &Path, beside: &Path) -> Result<()> {
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let scope = if let Some((_, items)) = &module.content {
            let scope = self.scopes.module(self.scopes.file_of(parent), Some(parent));
            let folder = folder.join(name);
            self.module(scope, items, &folder, &folder)?;
            scope
        } else {
            let candidates = match named_path(&module.attrs) {
                Some(path) => vec![beside.join(path)],
                None => vec![
                    folder.join(format!("{name}.rs")),
                    folder.join(name).join("mod.rs"),
                ],
            };
            let found = candidates
                .iter()
                .find_map(|path| (self.read)(path).map(|text| (path, text)));
            let Some((path, text)) = found else {
                bail!("There is no file for `mod {name}` in {}.", folder.display());
            };
            let own_folder = if path.ends_with("mod.rs") {
                path.parent().unwrap_or(Path::new("")).to_owned()
            } else {
                path.with_extension("")
            };
            self.file(path, &text, Some(parent), &own_folder)?
        };
        self.scopes.define_module(parent, name, scope);
        Ok(())
    }
}

/// What `#[path = "…"]` says.
fn named_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text), ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}
