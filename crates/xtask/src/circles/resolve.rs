//! What a path leads to: through re-exports, renamed imports and globs to the file that defines the item.

use super::scopes::{Namespace, ScopeId, Scopes, Target};
use super::uses::Path;

impl Scopes {
    /// What a path in this scope leads to: through re-exports, renamed imports and globs to the definition. A variant or an
    /// associated item leads to its type. `None` for what another crate, a macro's expansion or the compiler defines.
    pub(super) fn resolve(&self, from: ScopeId, path: &Path, space: Namespace) -> Option<Target> {
        Search {
            scopes: self,
            under_way: Vec::new(),
        }
        .resolve(from, path, space)
    }

    fn module_around(&self, mut scope: ScopeId) -> ScopeId {
        while self.scope(scope).is_block {
            let Some(around) = self.scope(scope).parent else {
                break;
            };
            scope = around;
        }
        scope
    }

    fn root_of(&self, mut scope: ScopeId) -> ScopeId {
        while let Some(parent) = self.scope(scope).parent {
            scope = parent;
        }
        scope
    }
}

/// One resolution.
struct Search<'a> {
    scopes: &'a Scopes,
    /// The look-ups that this one is a part of: globs may lead to each other.
    under_way: Vec<(ScopeId, String, Namespace)>,
}

impl Search<'_> {
    fn resolve(&mut self, from: ScopeId, path: &Path, space: Namespace) -> Option<Target> {
        let last = path.segments.len() - 1;
        let mut found: Option<Target> = None;
        for (place, segment) in path.segments.iter().enumerate() {
            let space = if place == last { space } else { Namespace::Types };
            let next = match (found, segment.as_str()) {
                (None, _) if path.absolute => self.library(segment)?,
                (None, "Self") => return None,
                (None, "crate") => Target::Scope(self.scopes.root_of(from)),
                (None, "self") => Target::Scope(self.scopes.module_around(from)),
                (None, "super") => Target::Scope(self.parent(self.scopes.module_around(from))?),
                (None, _) => self
                    .seen_from(from, segment, space)
                    .or_else(|| self.library(segment))?,
                (Some(Target::Scope(scope)), "super") => Target::Scope(self.parent(scope)?),
                // `use plan::{self}` brings the module alone.
                (Some(Target::Scope(_)), "self") if space != Namespace::Types => return None,
                (Some(Target::Scope(scope)), "self") => Target::Scope(scope),
                (Some(Target::Scope(scope)), _) => self.in_scope(scope, segment, space)?,
                (Some(item @ Target::Item(_)), _) => item,
            };
            found = Some(next);
        }
        found
    }

    fn parent(&self, module: ScopeId) -> Option<ScopeId> {
        self.scopes
            .scope(module)
            .parent
            .map(|parent| self.scopes.module_around(parent))
    }

    fn library(&self, name: &str) -> Option<Target> {
        let (library, root) = self.scopes.library.as_ref()?;
        (library == name).then_some(Target::Scope(*root))
    }

    /// A name without a path before it.
    fn seen_from(&mut self, mut scope: ScopeId, name: &str, space: Namespace) -> Option<Target> {
        loop {
            if let Some(found) = self.in_scope(scope, name, space) {
                return Some(found);
            }
            let around = self.scopes.scope(scope);
            // `macro_rules!` are seen by the modules below, too.
            if !around.is_block && space != Namespace::Macros {
                return None;
            }
            scope = around.parent?;
        }
    }

    /// A name of this very scope, its imports included.
    fn in_scope(&mut self, scope: ScopeId, name: &str, space: Namespace) -> Option<Target> {
        let own = self.scopes.scope(scope);
        if let Some(found) = own.names.get(&(space, name.to_owned())) {
            return Some(*found);
        }
        let look_up = (scope, name.to_owned(), space);
        if self.under_way.contains(&look_up) {
            return None;
        }
        self.under_way.push(look_up);
        let found = self.imported(scope, name, space);
        self.under_way.pop();
        found
    }

    fn imported(&mut self, scope: ScopeId, name: &str, space: Namespace) -> Option<Target> {
        let own = self.scopes.scope(scope);
        // A name that is imported hides what globs bring, wherever it comes from.
        if let Some(paths) = own.imports.get(name) {
            return paths.iter().find_map(|path| self.resolve(scope, path, space));
        }
        if let Some(item) = own.words.get(name) {
            return Some(Target::Item(*item));
        }
        own.globs
            .iter()
            .find_map(|path| match self.resolve(scope, path, Namespace::Types)? {
                Target::Scope(module) => self.in_scope(module, name, space),
                item @ Target::Item(id) => {
                    let variants = &self.scopes.definition(id).variants;
                    variants.iter().any(|variant| variant == name).then_some(item)
                }
            })
    }
}
