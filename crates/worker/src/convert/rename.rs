//! Rename rules.

use rollcall_core::rename::{Kind, Preview, Rule, Spelling};
use rollcall_protocol::{ListingRows, RenameKind, RenamePreview, RenameRule, RenameView};

/// A rule.
pub(crate) fn rename_rule(rule: RenameRule) -> Rule {
    match rule {
        RenameRule::Domain { from, to } => Rule::Domain { from, to },
        RenameRule::Pattern { find, put } => Rule::Pattern { find, put },
        RenameRule::Names { template, german } => Rule::Names {
            template,
            spelling: if german { Spelling::German } else { Spelling::Plain },
        },
    }
}

/// A window of what it makes of accounts.
pub(crate) fn rename_preview(preview: &Preview, view: &RenameView) -> RenamePreview {
    let counts = preview.counts();
    let (total, rows) = preview.window(view.kind.map(kind), view.from, view.count);
    let rows = rows.into_iter().map(|row| {
        let cells = [&row.name, &row.now, &row.new].map(Clone::clone);
        cells.into_iter().chain([row.fate.message()]).collect()
    });
    RenamePreview {
        counts: [counts.change, counts.conflict, counts.stay, counts.cannot],
        window: ListingRows {
            from: view.from,
            total,
            rows: rows.collect(),
        },
    }
}

fn kind(kind: RenameKind) -> Kind {
    match kind {
        RenameKind::Change => Kind::Change,
        RenameKind::Conflict => Kind::Conflict,
        RenameKind::Stay => Kind::Stay,
        RenameKind::Cannot => Kind::Cannot,
    }
}
