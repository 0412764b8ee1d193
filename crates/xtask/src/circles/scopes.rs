//! The names that modules and blocks have.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use syn::{Ident, Item};

use super::cfg::item_only_in_tests;
use super::uses::{Path, imports, plain};

/// A file of a crate: its place in `Crate::files`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileId(pub(super) usize);

/// A module, or a block that has items of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ScopeId(usize);

/// Something that has a name and is defined in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ItemId(usize);

/// The same name may mean one thing in each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Namespace {
    /// Modules, types and traits.
    Types,
    /// Functions, constants, statics, and the constructors of structs.
    Values,
    Macros,
}

impl Namespace {
    pub(super) const ALL: [Namespace; 3] = [Namespace::Types, Namespace::Values, Namespace::Macros];
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Scope(ScopeId),
    Item(ItemId),
}

/// An item, as far as arrows need it.
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) file: FileId,
    /// Of an enum: what `use Enum::*` brings.
    pub(super) variants: Vec<String>,
}

/// The names of one module or block.
pub(super) struct Scope {
    pub(super) file: FileId,
    pub(super) parent: Option<ScopeId>,
    /// A block sees the names around it; a module does not.
    pub(super) is_block: bool,
    pub(super) names: BTreeMap<(Namespace, String), Target>,
    /// What `use` brings under a name; there may be several where conditions choose one.
    pub(super) imports: BTreeMap<String, Vec<Path>>,
    pub(super) globs: Vec<Path>,
    /// The words in the invocations of macros among the items. One of them may name an item that the macro defines.
    pub(super) words: BTreeMap<String, ItemId>,
}

/// All scopes of a crate.
#[derive(Default)]
pub(super) struct Scopes {
    all: Vec<Scope>,
    items: Vec<Definition>,
    pub(super) library: Option<(String, ScopeId)>,
}

impl Scopes {
    /// Adds a module of a file. The root of a crate has no parent.
    pub(super) fn module(&mut self, file: FileId, parent: Option<ScopeId>) -> ScopeId {
        self.add(file, parent, false)
    }

    /// Adds a block with its items.
    pub(super) fn block<'a>(
        &mut self,
        around: ScopeId,
        items: impl IntoIterator<Item = &'a Item>,
    ) -> ScopeId {
        let scope = self.add(self.file_of(around), Some(around), true);
        self.define(scope, items);
        scope
    }

    fn add(&mut self, file: FileId, parent: Option<ScopeId>, is_block: bool) -> ScopeId {
        self.all.push(Scope {
            file,
            parent,
            is_block,
            names: BTreeMap::new(),
            imports: BTreeMap::new(),
            globs: Vec::new(),
            words: BTreeMap::new(),
        });
        ScopeId(self.all.len() - 1)
    }

    /// Tells the name by which programs refer to the library beside them.
    pub(super) fn set_library(&mut self, name: &str, root: ScopeId) {
        self.library = Some((name.to_owned(), root));
    }

    pub(super) fn file_of(&self, scope: ScopeId) -> FileId {
        self.scope(scope).file
    }

    pub(super) fn definition(&self, item: ItemId) -> &Definition {
        &self.items[item.0]
    }

    pub(super) fn scope(&self, scope: ScopeId) -> &Scope {
        &self.all[scope.0]
    }

    pub(super) fn define_module(&mut self, parent: ScopeId, name: &str, module: ScopeId) {
        self.all[parent.0]
            .names
            .insert((Namespace::Types, name.to_owned()), Target::Scope(module));
    }

    /// The module of this name that stands in the scope itself.
    pub(super) fn submodule(&self, parent: ScopeId, name: &Ident) -> Option<ScopeId> {
        match self.scope(parent).names.get(&(Namespace::Types, plain(name))) {
            Some(Target::Scope(scope)) => Some(*scope),
            _ => None,
        }
    }

    /// Takes in the names of items. Modules are left to [`Scopes::define_module`].
    pub(super) fn define<'a>(&mut self, scope: ScopeId, items: impl IntoIterator<Item = &'a Item>) {
        use Namespace::{Macros, Types, Values};
        for item in items.into_iter().filter(|item| !item_only_in_tests(item)) {
            match item {
                Item::Use(item) => {
                    for import in imports(item) {
                        let scope = &mut self.all[scope.0];
                        match import.name {
                            Some(name) => scope.imports.entry(name).or_default().push(import.path),
                            None => scope.globs.push(import.path),
                        }
                    }
                }
                Item::Struct(item) => {
                    let constructor = !matches!(item.fields, syn::Fields::Named(_));
                    let spaces: &[_] = if constructor { &[Types, Values] } else { &[Types] };
                    self.name(scope, &item.ident, spaces, Vec::new());
                }
                Item::Enum(item) => {
                    let variants = item.variants.iter().map(|variant| plain(&variant.ident));
                    self.name(scope, &item.ident, &[Types], variants.collect());
                }
                Item::Union(item) => {
                    self.name(scope, &item.ident, &[Types], Vec::new());
                }
                Item::Trait(item) => {
                    self.name(scope, &item.ident, &[Types], Vec::new());
                }
                Item::TraitAlias(item) => {
                    self.name(scope, &item.ident, &[Types], Vec::new());
                }
                Item::Type(item) => {
                    self.name(scope, &item.ident, &[Types], Vec::new());
                }
                Item::Fn(item) => {
                    self.name(scope, &item.sig.ident, &[Values], Vec::new());
                }
                Item::Const(item) => {
                    self.name(scope, &item.ident, &[Values], Vec::new());
                }
                Item::Static(item) => {
                    self.name(scope, &item.ident, &[Values], Vec::new());
                }
                Item::Macro(item) => match &item.ident {
                    Some(name) => self.name(scope, name, &[Macros], Vec::new()),
                    None => self.words(scope, &item.mac.tokens),
                },
                _ => {}
            }
        }
    }

    fn name(&mut self, scope: ScopeId, name: &Ident, spaces: &[Namespace], variants: Vec<String>) {
        let name = plain(name);
        let item = self.item(scope, name.clone(), variants);
        for space in spaces {
            self.all[scope.0]
                .names
                .insert((*space, name.clone()), Target::Item(item));
        }
    }

    fn item(&mut self, scope: ScopeId, name: String, variants: Vec<String>) -> ItemId {
        self.items.push(Definition {
            name,
            file: self.file_of(scope),
            variants,
        });
        ItemId(self.items.len() - 1)
    }

    fn words(&mut self, scope: ScopeId, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Group(group) => self.words(scope, &group.stream()),
                TokenTree::Ident(word) => {
                    let word = plain(&word);
                    let item = self.item(scope, word.clone(), Vec::new());
                    self.all[scope.0].words.insert(word, item);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}
