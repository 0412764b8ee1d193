//! The variables of a function, which hide what has the same name outside.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use super::uses::plain;

/// The names of all variables in a function: arguments, `let`, patterns, closures. A name counts for the whole function, though
/// Rust ends it with its block: a function that uses one name for a variable and for what a glob brings is rare.
pub(super) fn locals<'ast>(signature: &'ast syn::Signature, block: &'ast syn::Block) -> BTreeSet<String> {
    let mut locals = Locals(BTreeSet::new());
    locals.visit_signature(signature);
    locals.visit_block(block);
    locals.0
}

struct Locals(BTreeSet<String>);

impl<'ast> Visit<'ast> for Locals {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = plain(&pattern.ident);
        // A word that begins in upper case is a constant or a variant.
        if !name.starts_with(char::is_uppercase) {
            self.0.insert(name);
        }
        visit::visit_pat_ident(self, pattern);
    }
}
