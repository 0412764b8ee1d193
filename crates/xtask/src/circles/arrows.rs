//! Which files name what other files define.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, Stmt};

use super::cfg::{item_only_in_tests, only_in_tests};
use super::locals::locals;
use super::scopes::{FileId, Namespace, ScopeId, Scopes, Target};
use super::source::Crate;
use super::tokens;
use super::uses::{Path, imports, is_re_export, plain};

/// From which file to which other file, with the names of the items that are used.
pub(super) type Arrows = BTreeMap<(FileId, FileId), BTreeSet<String>>;

/// Finds the arrows of a crate: every path in code that is no test. `mod` lines and re-exports are none, nor is a path that ends
/// at a module: what is used of it is a path of its own.
pub(super) fn arrows(krate: &mut Crate) -> Arrows {
    let mut arrows = Arrows::new();
    for (place, file) in krate.files.iter().enumerate() {
        let mut paths = Paths {
            file: FileId(place),
            scope: file.scope,
            scopes: &mut krate.scopes,
            associated: None,
            locals: BTreeSet::new(),
            arrows: &mut arrows,
        };
        paths.visit_file(&file.syntax);
    }
    arrows
}

struct Paths<'a> {
    file: FileId,
    scope: ScopeId,
    scopes: &'a mut Scopes,
    /// Set between the type and the path of `<Type as Trait>::item`: how many segments of the path name the trait.
    associated: Option<usize>,
    /// The variables of the function.
    locals: BTreeSet<String>,
    arrows: &'a mut Arrows,
}

impl Paths<'_> {
    /// Notes what a path leads to. What it names need not be known: where it means something in several namespaces, `use` brings
    /// all of them as well.
    fn note(&mut self, path: &Path) {
        if let [name] = &path.segments[..]
            && self.locals.contains(name)
        {
            return;
        }
        for space in Namespace::ALL {
            if let Some(Target::Item(item)) = self.scopes.resolve(self.scope, path, space) {
                let item = self.scopes.definition(item);
                if item.file != self.file {
                    self.arrows
                        .entry((self.file, item.file))
                        .or_default()
                        .insert(item.name.clone());
                }
            }
        }
    }

    fn inside(&mut self, scope: ScopeId, visit: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.scope, scope);
        visit(self);
        self.scope = around;
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !item_only_in_tests(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_re_export(&item.vis) {
            for import in imports(item) {
                self.note(&import.path);
            }
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if let (Some((_, items)), Some(scope)) =
            (&module.content, self.scopes.submodule(self.scope, &module.ident))
        {
            self.inside(scope, |paths| {
                for item in items {
                    paths.visit_item(item);
                }
            });
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let items = || {
            block.stmts.iter().filter_map(|statement| match statement {
                Stmt::Item(item) => Some(item),
                _ => None,
            })
        };
        if items().next().is_none() {
            visit::visit_block(self, block);
        } else {
            let scope = self.scopes.block(self.scope, items());
            self.inside(scope, |paths| visit::visit_block(paths, block));
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let around = std::mem::replace(&mut self.locals, locals(&item.sig, &item.block));
        visit::visit_item_fn(self, item);
        self.locals = around;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let around = std::mem::replace(&mut self.locals, locals(&item.sig, &item.block));
        visit::visit_impl_item_fn(self, item);
        self.locals = around;
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        if !matches!(statement, Stmt::Macro(call) if only_in_tests(&call.attrs)) {
            visit::visit_stmt(self, statement);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            syn::ImplItem::Macro(item) => &item.attrs,
            _ => return,
        };
        if !only_in_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !only_in_tests(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if !only_in_tests(&field.attrs) {
            visit::visit_field_value(self, field);
        }
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        if !only_in_tests(&variant.attrs) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if !only_in_tests(&arm.attrs) {
            visit::visit_arm(self, arm);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !only_in_tests(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_qself(&mut self, qself: &'ast syn::QSelf) {
        visit::visit_qself(self, qself);
        self.associated = Some(qself.position);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let named = self.associated.take().unwrap_or(path.segments.len());
        if named > 0 {
            let segments = path.segments.iter().take(named);
            self.note(&Path {
                absolute: path.leading_colon.is_some(),
                segments: segments.map(|segment| plain(&segment.ident)).collect(),
            });
        }
        visit::visit_path(self, path);
    }

    /// A word in a pattern may be a constant or a variant. What begins in lower case is taken for a new variable.
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = plain(&pattern.ident);
        if name.starts_with(char::is_uppercase) {
            self.note(&Path {
                absolute: false,
                segments: vec![name],
            });
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_token_stream(&mut self, stream: &'ast TokenStream) {
        for path in tokens::paths(stream) {
            self.note(&path);
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        const WITHOUT_PATHS: [&str; 6] = ["derive", "cfg", "cfg_attr", "allow", "expect", "doc"];
        if let Meta::List(list) = &attribute.meta
            && !WITHOUT_PATHS.iter().any(|name| list.path.is_ident(name))
        {
            for path in tokens::paths(&list.tokens) {
                self.note(&path);
            }
            if list.path.is_ident("serde") {
                for path in paths_for_serde(&list.tokens) {
                    self.note(&path);
                }
            }
        }
    }
}

/// serde takes paths as texts: `#[serde(with = "crate::time")]`.
fn paths_for_serde(tokens: &TokenStream) -> Vec<Path> {
    const KEYS: [&str; 9] = [
        "with",
        "default",
        "serialize_with",
        "deserialize_with",
        "skip_serializing_if",
        "from",
        "into",
        "try_from",
        "remote",
    ];
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut found = Vec::new();
    for window in tokens.windows(3) {
        if let [
            TokenTree::Ident(key),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] = window
            && KEYS.iter().any(|known| key == known)
            && let Ok(text) = syn::parse_str::<syn::LitStr>(&text.to_string())
            && let Ok(path) = text.parse::<syn::Path>()
        {
            let segments: Vec<String> = path
                .segments
                .iter()
                .map(|segment| plain(&segment.ident))
                .collect();
            // `with` names a module, of which two functions are used.
            let functions: &[_] = if key == "with" {
                &[Some("serialize"), Some("deserialize")]
            } else {
                &[None]
            };
            found.extend(functions.iter().map(|function| {
                Path {
                    absolute: path.leading_colon.is_some(),
                    segments: segments
                        .iter()
                        .cloned()
                        .chain(function.map(str::to_owned))
                        .collect(),
                }
            }));
        }
    }
    found
}
