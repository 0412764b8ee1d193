//! What the grid looks like: its header, and the rows at hand.

use rollcall_protocol::{Row, RowState, Sort, SortKey};
use yew::prelude::*;

use super::{
    Grid, Msg,
    row::{self, Editor, RowLook, draw_missing, draw_row},
};

impl Grid {
    /// Whether a row is left out, by the last tick or by what the workbench said.
    pub(super) fn is_out(&self, row: &Row) -> bool {
        let ticked = self.ticked.get(&row.number).copied();
        ticked.unwrap_or(row.state == RowState::LeftOut)
    }

    pub(super) fn header(ctx: &Context<Self>) -> Html {
        let columns = &ctx.props().columns;
        let sort = ctx.props().filter.sort.as_ref();
        let head = |class: &'static str, title: &str, key: Option<SortKey>| {
            let Some(key) = key else {
                return html! {
                    <div class={classes!("rc-cell", class)} role="columnheader">{ title }</div>
                };
            };
            let order = sort.filter(|sort| sort.by == key);
            let (aria, arrow) = match order {
                Some(Sort {
                    descending: false, ..
                }) => ("ascending", "▲"),
                Some(Sort { descending: true, .. }) => ("descending", "▼"),
                None => ("none", ""),
            };
            let onclick = ctx.props().on_sort.reform(move |_: MouseEvent| key.clone());
            html! {
                <div class={classes!("rc-cell", class)} role="columnheader" aria-sort={aria}>
                    <button type="button" class="rc-sort" {onclick}>
                        { title }<span class="rc-sort__arrow" aria-hidden="true">{ arrow }</span>
                    </button>
                </div>
            }
        };
        html! {
            <div class={classes!("rc-row", "rc-row--head", row::columns_class(columns.len()))} role="row" aria-rowindex="1">
                { head("rc-cell--row", "Row", Some(SortKey::Row)) }
                { head("rc-cell--state", "State", Some(SortKey::State)) }
                { head("rc-cell--who", "Who", Some(SortKey::Who)) }
                { for columns.iter().map(|column| {
                    head("rc-cell--value", &column.title, Some(SortKey::Column(column.key.clone())))
                }) }
                { head("rc-cell--findings", "Findings", Some(SortKey::Findings)) }
                { head("rc-cell--out", "Leave out", None) }
            </div>
        }
    }

    pub(super) fn draw(&self, ctx: &Context<Self>, at: u32) -> Html {
        let columns = &ctx.props().columns;
        // The elements of a row that leaves the screen are used again for the one that comes.
        let key = at % (self.track.visible().ceil() as u32 + 1);
        let Some(row) = self.window.row(at) else {
            return draw_missing(at, key, columns.len());
        };
        let link = ctx.link();
        let editing = self.editing.as_ref().filter(|editing| editing.row == row.number);
        let look = RowLook {
            at,
            key,
            columns,
            active: (self.active.0 == at).then_some(self.active.1),
            is_opened: ctx.props().opened == Some(row.number),
            editor: editing.map(|editing| Editor {
                editing,
                field: &self.editor,
                on_typed: link.callback(Msg::Typed),
                on_key: link.callback(Msg::EditKey),
                on_left: link.callback(|_| Msg::EditLeft),
            }),
            edited: self.edited.as_ref().filter(|(number, ..)| *number == row.number),
            is_out: self.is_out(row),
        };
        draw_row(row, &look)
    }
}
