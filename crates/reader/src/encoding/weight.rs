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
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{300}'..='\u{36F}' => Script::Latin,
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
    if WESTERN.contains(character) || is_of_basic_alphabet(character) {
        1.0
    } else if EASTERN.contains(character) || matches!(character, '\u{4E00}'..='\u{9FFF}' | '々') {
        0.9
    } else if script(character).is_some() {
        0.5
    } else if matches!(character, '\u{FF61}'..='\u{FF9F}') {
        // Half as wide: the katakana of old machines, and what Shift_JIS makes of anything.
        0.2
    } else {
        0.0
    }
}

/// Of German, French, Spanish, Portuguese, Italian and the Nordic languages.
const WESTERN: &str = "äöüßéèêëáàâãåæçíìîïñóòôõøúùûÄÖÜÉÅØÇÁ";
/// Of Polish, Czech, Slovak, Hungarian, Croatian, Romanian, Turkish and the Baltic languages.
const EASTERN: &str = "ąćęłńśźżčďěňřšťůžýőűđășțşğıāēīūėįųģķļņŁŚŻČŘŠŽŞİ";

/// Of the alphabets that are no Latin the letters that stand in most words, and kana and hangul.
fn is_of_basic_alphabet(character: char) -> bool {
    matches!(
        character,
        '\u{410}'..='\u{44F}' | 'ё' | 'і' | 'ї' | 'є' | '\u{386}' | '\u{388}'..='\u{3CE}'
            | '\u{5D0}'..='\u{5EA}' | '\u{621}'..='\u{64A}' | '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}'
            | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FC}' | '\u{AC00}'..='\u{D7A3}'
    )
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
