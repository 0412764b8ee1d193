//! The worker's entry: everything is in the library, where tests reach it.

fn main() {
    rollcall_worker::start();
}
