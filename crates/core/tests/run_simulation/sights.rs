//! What a run can meet. Each of these must come up in at least one run of a hundred.

macro_rules! sights {
    ($($name:ident = $message:literal;)*) => {
        $(pub(crate) const $name: &str = $message;)*
        /// All of them.
        pub(crate) const ALL: &[&str] = &[$($name),*];
    };
}

sights! {
    CRASH = "a crash";
    CRASH_WITH_INTENT = "a crash with an intent open";
    CRASH_IN_CYCLE = "a crash in an open cycle";
    LOST_REQUEST = "a request that never arrived";
    LATE_REQUEST = "a request that arrived after it was given up";
    OVERDUE_REQUEST = "a request that arrived later than any request can live";
    LOST_REPLY = "a change whose answer was lost";
    LOST_REPLY_IN_CYCLE = "a change in a cycle whose answer was lost";
    LATE_ANSWER = "an answer to an attempt given up";
    DOUBLE_ANSWER = "an answer that came twice";
    FOREIGN_ANSWER = "an answer to no attempt";
    TOO_FAST = "a 429";
    SERVER_ERROR = "a server error";
    ODD_SUCCESS = "a success that is none";
    WEB_PAGE = "a web page in answer to a change";
    ACCUSED = "a row that accuses the key";
    BLOCKED = "a call that the browser did not send";
    STALE_READ = "a reading that was out of date";
    KEY_REVOKED = "a key revoked in the middle";
    NEW_KEY = "a new key";
    NOT_DURABLE = "a journal that could not be kept";
    STOPPED = "a stop by the user";
    PAUSED = "a pause by the user";
    HANDED_OVER = "a run that changed hands";
    TAKEN_IN = "a journal taken in from elsewhere";
    TAKEN_IN_PARKED = "a journal taken in while an account had a temporary address";
    CLOCK_WENT_BACK = "a clock set back";
    SLEPT = "a sleep";
    OTHER_HAND = "a change by another administrator";
    SEVERAL = "a plan of several operations";
    CHAIN = "a chain";
    CYCLE = "a cycle";
    CLOSED_CYCLE = "a cycle that was closed";
    UNWOUND_CYCLE = "a cycle that was unwound";
    NEEDS_YOU = "a run that needs somebody";
    REFUSED = "a row refused";
    SKIPPED = "a row skipped";
    STATE_CHANGED = "an account put into another state";
    STATE_REFUSED = "another state refused";
    CHANGED_BY_READING = "a change known by reading alone";
    PROVED = "a row proved";
}
