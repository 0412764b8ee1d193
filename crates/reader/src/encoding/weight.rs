//! How well a text reads: whether the letters outside ASCII stand in words as letters do.

/// What the words of a text say.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Words with a character outside ASCII.
    pub(super) count: usize,
    /// Those that read oddly.
    pub(super) odd: usize,
    /// One of those.
    pub(super) example: Option<String>,
    /// From 0 (none reads like a word) to 1.
    pub(super) weight: f64,
}

/// A group of letters that stand together in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    /// Chinese characters and kana, which Japanese mixes.
    Han,
    Hangul,
}

fn script(character: char) -> Option<Script> {
    Some(match character {
        'A'..='Z'
        | 'a'..='z'
        | 'ª'
        | 'º'
        | 'À'..='Ö'
        | 'Ø'..='ö'
        | 'ø'..='\u{24F}'
        | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{300}'..='\u{36F}' => Script::Latin,
        '\u{370}'..='\u{3FF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{590}'..='\u{5FF}' => Script::Hebrew,
        '\u{600}'..='\u{6FF}' => Script::Arabic,
        '\u{E00}'..='\u{E7F}' => Script::Thai,
        '々' | '〆' | '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' => {
            Script::Han
        }
        '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        _ => return None,
    })
}

/// How common a letter is in names and words, from 0 to 1.
fn commonness(character: char) -> f64 {
    match character {
        // German, French, Spanish, Portuguese, Italian, the Nordic languages.
        'ä' | 'ö' | 'ü' | 'ß' | 'é' | 'è' | 'ê' | 'ë' | 'á' | 'à' | 'â' | 'ã' | 'å' | 'æ' | 'ç' | 'í'
        | 'ì' | 'î' | 'ï' | 'ñ' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'ú' | 'ù' | 'û' | 'Ä' | 'Ö' | 'Ü' | 'É'
        | 'Å' | 'Ø' | 'Ç' | 'Á' => 1.0,
        // Polish, Czech, Slovak, Hungarian, Croatian, Romanian, Turkish, Baltic.
        'ą' | 'ć' | 'ę' | 'ł' | 'ń' | 'ś' | 'ź' | 'ż' | 'č' | 'ď' | 'ě' | 'ň' | 'ř' | 'š' | 'ť' | 'ů'
        | 'ž' | 'ý' | 'ő' | 'ű' | 'đ' | 'ă' | 'ș' | 'ț' | 'ş' | 'ğ' | 'ı' | 'ā' | 'ē' | 'ī' | 'ū' | 'ė'
        | 'į' | 'ų' | 'ģ' | 'ķ' | 'ļ' | 'ņ' | 'Ł' | 'Ś' | 'Ż' | 'Č' | 'Ř' | 'Š' | 'Ž' | 'Ş' | 'İ' => {
            0.9
        }
        // Of the basic alphabets those that stand in most words.
        '\u{410}'..='\u{44F}' | 'ё' | 'і' | 'ї' | 'є' | '\u{386}' | '\u{388}'..='\u{3CE}' => 1.0,
        '\u{5D0}'..='\u{5EA}' | '\u{621}'..='\u{64A}' | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' => 1.0,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{AC00}'..='\u{D7A3}' => 1.0,
        '\u{4E00}'..='\u{9FFF}' | '々' => 0.9,
        character if script(character).is_some() => 0.5,
        // Half as wide: the katakana of old machines, and what Shift_JIS makes of anything.
        '\u{FF61}'..='\u{FF9F}' => 0.2,
        _ => 0.0,
    }
}

/// Looks at each word with a character outside ASCII.
pub(super) fn weigh(text: &str) -> Words {
    let mut words = Words::default();
    let mut sum = 0.0;
    let parts = text.split(|character: char| {
        character.is_whitespace()
            || matches!(
                character,
                ',' | ';' | '"' | '|' | '@' | '.' | '-' | '_' | '(' | ')' | '/'
            )
    });
    for word in parts.filter(|word| !word.is_ascii()) {
        words.count += 1;
        let weight = weight(word);
        if weight < 0.45 {
            words.odd += 1;
            if words.example.is_none() {
                words.example = Some(word.chars().take(40).collect());
            }
        }
        sum += weight;
    }
    if words.count > 0 {
        words.weight = sum / words.count as f64;
    }
    words
}

/// From 0 to 1.
fn weight(word: &str) -> f64 {
    let outside: Vec<char> = word.chars().filter(|character| !character.is_ascii()).collect();
    let common = outside.iter().copied().map(commonness).sum::<f64>() / outside.len().max(1) as f64;
    let mut scripts = word.chars().filter_map(script);
    let first = scripts.next();
    // Letters of two scripts in one word.
    let mixed = scripts.any(|script| Some(script) != first);
    // Signs stand beside words, not in them: "M³ller".
    let letters = |character: &char| script(*character).is_some() || matches!(character, '\'' | '’' | 'ʼ');
    let sign = word
        .chars()
        .any(|character| !character.is_ascii() && !letters(&character));
    // Capitals stand first or everywhere: "MŸller".
    let mut before: Option<char> = None;
    let mut inner = 0;
    let (mut upper, mut lower) = (0, 0);
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        upper += usize::from(character.is_uppercase());
        lower += usize::from(character.is_lowercase());
        let capital = character.is_uppercase() && !character.is_ascii();
        let within = before.is_some_and(char::is_alphabetic)
            && characters.peek().is_some_and(|next| next.is_lowercase());
        if capital && (within || before.is_some_and(char::is_lowercase)) {
            inner += 1;
        }
        before = Some(character);
    }
    // "mÜLLER": a small letter first and capitals behind it, as KOI8-R and windows-1251 show each other's texts.
    let turned = lower == 1 && upper > 1 && word.chars().next().is_some_and(char::is_lowercase);
    let mut weight = common;
    for odd in [mixed, sign, inner > 0, turned] {
        if odd {
            weight *= 0.3;
        }
    }
    weight
}
