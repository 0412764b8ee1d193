//! The words that names of columns are made of: English, German, French, Spanish, Portuguese, Italian and Japanese. Without accents, in
//! lower case.

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Email,
    /// An address, perhaps of a house.
    Address,
    New,
    Old,
    Current,
    /// What makes an address another one than those that Rollcall reads.
    Other,
    /// A name to log in with.
    Login,
    /// What has ids of its own, in another system.
    Object,
    Id,
    Account,
    Filler,
}

/// What a word says, where it is known.
pub(super) fn kind(word: &str) -> Option<Kind> {
    KINDS
        .iter()
        .find(|(_, words)| words.contains(&word))
        .map(|&(kind, _)| kind)
}

#[rustfmt::skip]
const KINDS: [(Kind, &[&str]); 11] = [
    (Kind::Email, &[
        "email", "emails", "mail", "mails", "courriel", "correo", "correio", "posta", "emailaddress", "mailadresse",
        "emailadresse",
    ]),
    (Kind::Address, &[
        "address", "addresses", "adresse", "adressen", "addresse", "direccion", "endereco", "indirizzo",
    ]),
    (Kind::New, &[
        "new", "target", "future", "desired", "wanted", "after", "to", "updated", "renamed", "neu", "neue", "neuer",
        "neues", "neuen", "ziel", "kunftig", "kunftige", "zukunftig", "zukunftige", "nachher", "nach", "nouveau",
        "nouvel", "nouvelle", "futur", "cible", "apres", "nuevo", "nueva", "futuro", "futura", "despues", "novo",
        "nova", "depois", "destino", "nuovo", "nuova", "dopo", "destinazione",
    ]),
    (Kind::Old, &[
        "old", "previous", "previously", "former", "formerly", "prior", "before", "from", "legacy", "source",
        "original", "alt", "alte", "alter", "altes", "alten", "vorher", "vorherige", "bisher", "bisherige",
        "bisheriger", "fruher", "fruhere", "ehemalige", "ehemals", "von", "quelle", "ancien", "ancienne",
        "precedent", "precedente", "avant", "antiguo", "antigua", "anterior", "previo", "previa", "antes", "antigo",
        "antiga", "vecchio", "vecchia", "prima",
    ]),
    (Kind::Current, &[
        "current", "currently", "now", "present", "existing", "live", "today", "aktuell", "aktuelle", "aktueller",
        "derzeitige", "jetzige", "heutige", "actuel", "actuelle", "actual", "atual", "attuale",
    ]),
    (Kind::Other, &[
        "backup", "private", "privat", "privater", "prive", "privee", "privado", "privada", "privato", "privata",
        "personal", "personlich", "personliche", "personnel", "personnelle", "personale", "pessoal", "pessoais",
        "particular", "recovery", "recover", "recuperacion", "recuperacao", "recupero", "wiederherstellung",
        "secours", "rescue", "immutable", "employee", "personnummer", "personalnummer", "external", "extern",
        "externe", "alternate", "alternative", "alternativ", "alternativo", "alternativa", "secondary", "second",
        "secondaire", "secundario", "secundaria", "secondario", "secondaria", "zweite", "zweit", "zusatzliche",
        "additional", "proxy", "smtp", "alias", "aliases", "manager", "managers", "supervisor", "vorgesetzter",
        "vorgesetzte", "vorgesetzten", "chef", "boss", "jefe", "gestor", "superiore", "superior", "responsable",
        "responsabile", "consent", "opt", "optin", "date", "datum", "fecha", "data", "count", "counts", "anzahl",
        "nombre", "number", "nummer", "verified", "verify", "valid", "validated", "status", "type", "typ", "domain",
        "domane", "format", "sent", "notification", "notifications", "billing", "emergency", "notfall", "sold",
        "sales", "shipping", "invoice", "rechnung", "cc", "bcc", "reply", "home", "other", "sonstige", "mobile",
        "phone", "telefon", "marketing", "newsletter", "helpdesk", "sponsor", "owner", "creator", "requester",
        "approver", "assistant", "group", "team", "forward", "forwarding", "list", "ersatz", "sicherung",
        "backupmail", "guest", "partner", "customer", "kunde", "vendor", "supplier",
    ]),
    (Kind::Login, &[
        "login", "logon", "signin", "anmeldung", "anmeldename", "benutzername", "username", "upn", "principalname",
        "userprincipalname",
    ]),
    (Kind::Object, &[
        "object", "objekt", "objet", "objeto", "oggetto",
    ]),
    (Kind::Id, &[
        "id", "ids", "identifier", "identifiant", "kennung", "identificador", "identificativo", "identificacion",
    ]),
    (Kind::Account, &[
        "account", "accounts", "user", "users", "atlassian", "jira", "konto", "kontos", "kontokennung", "benutzer",
        "nutzer", "compte", "utilisateur", "cuenta", "usuario", "conta", "utente",
    ]),
    (Kind::Filler, &[
        "e", "the", "of", "de", "du", "des", "del", "della", "di", "do", "da", "der", "die", "das", "el", "la", "le",
        "l", "d", "primary", "principal", "principale", "work", "business", "corporate", "office", "required",
        "electronic", "electronique", "electronica", "electronico", "eletronico", "elettronica", "elettronico",
        "professionnel", "professionnelle", "profesional", "geschaftlich", "dienstlich", "dienstliche",
        "geschaftliche", "in", "for", "fur", "pour", "para", "per", "upload", "only", "readonly",
    ]),
];

/// Parts of Japanese names, which are written without spaces; what is longer stands first.
#[rustfmt::skip]
pub(super) const JAPANESE: [(&str, Kind); 22] = [
    ("メールアドレス", Kind::Email), ("メール", Kind::Email), ("アドレス", Kind::Address), ("変更後", Kind::New),
    ("新しい", Kind::New), ("新規", Kind::New), ("新", Kind::New), ("変更前", Kind::Old), ("古い", Kind::Old),
    ("以前", Kind::Old), ("旧", Kind::Old), ("現在", Kind::Current), ("現", Kind::Current), ("個人", Kind::Other),
    ("私用", Kind::Other), ("予備", Kind::Other), ("復旧", Kind::Other), ("上司", Kind::Other),
    ("アカウント", Kind::Account), ("ユーザー", Kind::Account), ("id", Kind::Id), ("の", Kind::Filler),
];
