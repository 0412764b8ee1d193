//! What people fill in of their profiles. There are no random numbers in it, so that it leaves everything else as it is.

use crate::book::Book;
use crate::form::{Form, Forms};
use crate::names;

const DEPARTMENTS: [&str; 5] = ["Customer Care", "Engineering", "Finance", "Legal", "People"];
const LOCATIONS: [&str; 4] = ["Austin", "Berlin", "Bengaluru", "Sydney"];
const ORGANIZATIONS: [&str; 3] = ["Operations", "Products", "Talent"];

/// Fills in departments, locations and organizations: for some, or for everybody and with the job title, as the form of fields has
/// it. What is there stays.
pub(crate) fn fill_in(book: &mut Book, forms: Forms) {
    let everybody = forms.fields == Form::Filled;
    for (at, account) in book.accounts.iter_mut().enumerate() {
        let fields = [
            (&mut account.department, DEPARTMENTS.as_slice(), Some(2)),
            (&mut account.location, LOCATIONS.as_slice(), Some(3)),
            (&mut account.organization, ORGANIZATIONS.as_slice(), Some(5)),
            // The people were made with titles for some.
            (&mut account.job_title, names::JOB_TITLES, None),
        ];
        for (field, values, every) in fields {
            if field.is_none() && (everybody || every.is_some_and(|every| at % every == 1)) {
                *field = Some(values[at % values.len()].to_owned());
            }
        }
    }
}
