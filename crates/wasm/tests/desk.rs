//! The desk as JavaScript sees it, in a browser.
#![expect(
    clippy::unwrap_used,
    reason = "these are tests, which clippy does not see in `wasm_bindgen_test`"
)]

use js_sys::{Array, Error, JSON, Reflect, Uint8Array};
use rollcall_wasm::{MOST, Problem, Workbench};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const FILE: &str = "account_id,old_email,email\n\
    5b10a2844c20165700e00001,ada@old.example,ada@new.example\n\
    5b10a2844c20165700e00002,grace@old.example,mailto:grace@new.example\n";

fn bytes(text: &str) -> JsValue {
    Uint8Array::from(text.as_bytes()).into()
}

fn options(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| {
        Reflect::get(&value, &key.into()).unwrap()
    })
}

fn opened(file: &str) -> Workbench {
    let mut workbench = Workbench::new();
    workbench
        .open(&"changes.csv".into(), &bytes(file), &JsValue::UNDEFINED)
        .unwrap();
    workbench
}

#[wasm_bindgen_test]
fn a_problem_is_an_error_with_code_and_hint() {
    let mut workbench = Workbench::new();
    let problem: Problem = workbench
        .open(&"empty.csv".into(), &bytes(""), &JsValue::UNDEFINED)
        .unwrap_err();
    let error: Error = JsValue::from(problem).dyn_into().unwrap();
    assert_eq!(error.name(), "RollcallError");
    assert_eq!(error.message(), "The file is empty.");
    assert_eq!(get(&error, "code"), "file-empty");
    assert!(
        get(&error, "hint")
            .as_string()
            .unwrap()
            .starts_with("Save it again")
    );
}

#[wasm_bindgen_test]
fn bytes_come_as_an_array_a_part_of_one_or_a_buffer() {
    let array = Uint8Array::from(format!("##{FILE}##").as_bytes());
    let part = array.subarray(2, array.length() - 2);
    let buffer = Uint8Array::from(FILE.as_bytes()).buffer();
    for given in [bytes(FILE), part.into(), buffer.into()] {
        let mut workbench = Workbench::new();
        let file = workbench
            .open(&"changes.csv".into(), &given, &JsValue::UNDEFINED)
            .unwrap();
        assert_eq!(get(&file, "rows"), 2);
        assert_eq!(workbench.file_bytes().unwrap(), FILE.as_bytes());
    }
}

#[wasm_bindgen_test]
fn no_page_is_larger_than_the_most() {
    let rows: Vec<String> = (0..1_500)
        .map(|row| format!("5b10a2844c20165700e{row:05},p{row}@old.example,p{row}@new.example\n"))
        .collect();
    let mut workbench = opened(&format!("account_id,old_email,email\n{}", rows.concat()));
    let all = options(r#"{ "from": 10, "count": 4294967295 }"#);
    let page = workbench.rows(&all).unwrap();
    let items: Array = get(&page, "items").unchecked_into();
    assert_eq!(items.length(), MOST);
    assert_eq!(get(&items.get(0), "number"), 10);
    assert_eq!(get(&page, "total"), 1_500);

    let plan = workbench.plan(&JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&plan.steps(&all).unwrap(), "items.length"), f64::from(MOST));
    let beyond = plan.batches(&options(r#"{ "from": 4294967295 }"#)).unwrap();
    assert_eq!(get(&beyond, "items.length"), 0);
}

#[wasm_bindgen_test]
fn what_is_not_known_is_null() {
    let row = opened(FILE).rows(&JsValue::UNDEFINED).unwrap();
    let row = get(&row, "items.0");
    assert!(get(&row, "name").is_null());
    assert!(get(&row, "cells.address-now.text").is_null());
    assert_eq!(get(&row, "cells.current-address.text"), "ada@old.example");
}

#[wasm_bindgen_test]
fn a_fix_mends_its_rows_and_is_undone_whole() {
    const CODE: &str = "E005-new-address-malformed";
    let mut workbench = opened(FILE);
    assert_eq!(workbench.fix(&CODE.into(), &JsValue::UNDEFINED).unwrap(), 1);
    let mended = String::from_utf8(workbench.file_bytes().unwrap()).unwrap();
    assert_eq!(mended, FILE.replace("mailto:", ""));
    assert_eq!(workbench.undo().as_deref(), Some("Use the mended addresses"));
    assert_eq!(workbench.file_bytes().unwrap(), FILE.as_bytes());
}

#[wasm_bindgen_test]
fn rows_that_name_another_organization_are_found() {
    let mut workbench = opened(
        "org_id,account_id,new_email\n\
         1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f,5b10a2844c20165700e00001,ada@new.example\n",
    );
    let asked = || options(r#"{ "code": "E011-other-organization" }"#);
    assert_eq!(get(&workbench.rows(&asked()).unwrap(), "total"), 0);
    workbench
        .set_organization(&"00000000-1a2b-1a2b-1a2b-1a2b3c4d5e6f".into())
        .unwrap();
    assert_eq!(get(&workbench.rows(&asked()).unwrap(), "total"), 1);
}
