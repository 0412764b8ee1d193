//! Text that was decoded wrongly before it came here: the bytes of UTF-8, read as Windows-1252, so that `ü` became `Ã¼`; or as Mac Roman,
//! so that it became `√º`.

/// The text as it was meant, where all that is garbled in it can be put right; `None` where nothing is garbled, or not all of it.
pub fn mend(text: &str) -> Option<String> {
    // Some programs do it twice.
    const MOST: usize = 3;
    let mut mended: Option<String> = None;
    for _ in 0..MOST {
        match mend_once(mended.as_deref().unwrap_or(text)) {
            Some(once) => mended = Some(once),
            None => break,
        }
    }
    mended
}

fn mend_once(text: &str) -> Option<String> {
    [windows_1252, mac_roman].into_iter().find_map(|byte| {
        let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
        let mended = String::from_utf8(bytes?).ok()?;
        // What has no garbled letter comes out as it went in. Letters outside ASCII become fewer, never more.
        (mended != text && mended.chars().count() < text.chars().count()).then_some(mended)
    })
}

/// The byte that a character is in Windows-1252 (<https://encoding.spec.whatwg.org/index-windows-1252.txt>), or in Latin 1.
fn windows_1252(c: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    u8::try_from(c).ok().or_else(|| place(c, FROM_80))
}

/// The byte that a character is in Mac Roman (<https://encoding.spec.whatwg.org/index-macintosh.txt>).
fn mac_roman(c: char) -> Option<u8> {
    const FROM_80: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
    if c.is_ascii() {
        u8::try_from(c).ok()
    } else {
        place(c, FROM_80)
    }
}

fn place(c: char, from_80: &str) -> Option<u8> {
    (0x80..=0xFF)
        .zip(from_80.chars())
        .find(|&(_, known)| known == c)
        .map(|(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn puts_garbled_letters_right() {
        for (garbled, meant) in [
            ("MÃ¼ller", "Müller"),
            ("JosÃ© NuÃ±ez", "José Nuñez"),
            ("mÃ¼ller@new.example", "müller@new.example"),
            ("Oâ€™Brien", "O’Brien"),
            ("Å\u{81}ukasz", "Łukasz"),
            ("MÃƒÂ¼ller", "Müller"),
            ("Z√ºrich", "Zürich"),
        ] {
            assert_eq!(mend(garbled).as_deref(), Some(meant), "{garbled}");
        }
    }

    #[test]
    fn leaves_what_is_right() {
        for right in [
            "Müller",
            "José",
            "Ada",
            "",
            "Ã",
            "Łukasz",
            "Zoë Ångström",
            "山田",
            "MÃ¼ller und Müller",
        ] {
            assert_eq!(mend(right), None, "{right}");
        }
    }
}
