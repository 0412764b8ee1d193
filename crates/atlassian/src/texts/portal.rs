//! What the statuses of the admin portal mean. No document describes its bodies.

/// 401 at the admin portal.
pub(crate) const SESSION: &str = "The admin portal does not know this session: it is over, or it was not copied whole. Log in at admin.atlassian.com \
     with your browser, and copy it again.";

/// A web page instead of a list of the admin portal.
pub(crate) const LOGIN: &str = "The admin portal sent a web page instead of its list, most likely because the session is over and it asks for a login. \
     Log in at admin.atlassian.com with your browser, and copy the session again.";

/// 403 or 404 at the admin portal.
pub(crate) const NOT_AT_PORTAL: &str = "The admin portal does not show this list to this session: there is no such organization or site, or the \
     administrator whose session it is does not administer it. Check the id, and whose session it is.";

/// A list of the admin portal that is not what it was.
pub(crate) const PORTAL_CHANGED: &str = "The admin portal's list does not have the form that it was seen in. No document promises it, and Atlassian may have \
     changed it: read the listing of users instead, which the public API gives.";
