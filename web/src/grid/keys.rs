//! What a key means in the grid: the keys of the grid pattern of ARIA's authoring practices, with Excel's F2.

use web_sys::KeyboardEvent;

/// A step with the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    /// First and last cell of the row.
    RowStart,
    RowEnd,
    /// First and last cell of all.
    First,
    Last,
    /// Edit the cell; where it cannot be edited, show the details.
    Enter,
    Edit,
    /// Leave the row out, or take it back in.
    Toggle,
}

/// `None` for keys that are the browser's.
pub(crate) fn read(event: &KeyboardEvent) -> Option<Move> {
    if event.alt_key() || event.meta_key() {
        return None;
    }
    meaning(&event.key(), event.ctrl_key())
}

fn meaning(key: &str, ctrl: bool) -> Option<Move> {
    Some(match (key, ctrl) {
        ("Home", true) => Move::First,
        ("End", true) => Move::Last,
        (_, true) => return None,
        ("ArrowUp", _) => Move::Up,
        ("ArrowDown", _) => Move::Down,
        ("ArrowLeft", _) => Move::Left,
        ("ArrowRight", _) => Move::Right,
        ("PageUp", _) => Move::PageUp,
        ("PageDown", _) => Move::PageDown,
        ("Home", _) => Move::RowStart,
        ("End", _) => Move::RowEnd,
        ("Enter", _) => Move::Enter,
        ("F2", _) => Move::Edit,
        (" ", _) => Move::Toggle,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn home_is_the_row_and_with_ctrl_the_whole_grid() {
        assert_eq!(meaning("Home", false), Some(Move::RowStart));
        assert_eq!(meaning("Home", true), Some(Move::First));
    }

    #[test]
    fn keys_of_the_browser_stay_the_browsers() {
        assert_eq!(meaning("f", true), None);
        assert_eq!(meaning("ArrowDown", true), None);
        assert_eq!(meaning("Tab", false), None);
    }
}
