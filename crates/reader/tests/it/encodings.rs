//! Texts in rare encodings.

use rollcall_reader::encoding::{ENCODINGS, decode, encode, rank, spell, words};

fn ranked(bytes: &[u8]) -> Vec<(&'static str, u32)> {
    let candidates = rank(bytes);
    assert!(candidates.is_sorted_by(|one, other| one.score >= other.score));
    candidates
        .iter()
        .map(|candidate| (candidate.encoding.label, candidate.score))
        .collect()
}

#[test]
fn files_of_many_languages_are_ranked_right() {
    let european = "name,email\r\nJürgen Müller,j@example.com\r\nFrançois Lefèvre,f@example.com\r\nZoë Großmann,z@example.com\r\n";
    let polish = "name,email\r\nŁukasz Wiśniewski,l@example.com\r\nMałgorzata Zając,m@example.com\r\nGrażyna Błaszczyk,g@example.com\r\n";
    let czech = "jméno,email\r\nJiří Dvořák,j@example.com\r\nŽaneta Kučerová,z@example.com\r\nLuděk Šťastný,l@example.com\r\n";
    let russian = "имя,email\r\nОльга Иванова,o@example.com\r\nДмитрий Кузнецов,d@example.com\r\nЕкатерина Смирнова,e@example.com\r\n";
    let japanese = "氏名,email\r\n山田 太郎,y@example.com\r\n佐藤 花子,s@example.com\r\nフジタ ケンイチ,f@example.com\r\n";
    let simplified = "姓名,email\r\n王小明,w@example.com\r\n李建国,l@example.com\r\n张晓燕,z@example.com\r\n部门经理,a@example.com\r\n";
    let traditional = "姓名,email\r\n陳美玲,c@example.com\r\n林志豪,l@example.com\r\n張淑芬,z@example.com\r\n部門經理,a@example.com\r\n";
    let korean = "이름,email\r\n김철수,k@example.com\r\n박영희,p@example.com\r\n이민준,l@example.com\r\n";
    for (text, label) in [
        (european, "windows-1252"),
        (european, "macintosh"),
        (polish, "windows-1250"),
        (polish, "ISO-8859-2"),
        (czech, "windows-1250"),
        (russian, "windows-1251"),
        (russian, "KOI8-R"),
        (russian, "IBM866"),
        (japanese, "Shift_JIS"),
        (japanese, "EUC-JP"),
        (simplified, "gb18030"),
        (traditional, "Big5"),
        (korean, "EUC-KR"),
        (japanese, "UTF-16LE"),
        (russian, "UTF-16BE"),
    ] {
        let bytes = encode(text, label).unwrap();
        let ranking = ranked(&bytes);
        assert_eq!(ranking.first().map(|best| best.0), Some(label), "{ranking:?}");
        let decoded = decode(&bytes, label).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.bad_count), (text, 0));
    }
}

/// Characters whose one byte is 0 and the other that of a letter: they look like ASCII the wrong way round.
#[test]
fn utf_16_is_known_by_more_than_its_zeros() {
    let text = "部門,email\r\n開発\u{3000}部,y@example.com\r\n开发,s@example.com\r\n";
    for label in ["UTF-16LE", "UTF-16BE"] {
        let bytes = encode(text, label).unwrap();
        assert_eq!(ranked(&bytes).first().map(|best| best.0), Some(label));
    }
    // A single byte too many.
    let mut bytes = encode(text, "UTF-16LE").unwrap();
    bytes.push(b'x');
    let best = rank(&bytes)
        .into_iter()
        .find(|candidate| candidate.encoding.label == "UTF-16LE");
    assert_eq!(
        best.unwrap().evidence.last().unwrap().text(),
        "Line 4 has bytes that do not exist in it."
    );
}

#[test]
fn each_candidate_says_why() {
    let bytes = encode("name\r\nMüller\r\nGroße\r\n", "macintosh").unwrap();
    let told: Vec<(&str, u32, Vec<String>)> = rank(&bytes)
        .into_iter()
        .map(|candidate| {
            let evidence = candidate
                .evidence
                .iter()
                .map(rollcall_reader::encoding::Evidence::text)
                .collect();
            (candidate.encoding.label, candidate.score, evidence)
        })
        .collect();
    let of = |label: &str| told.iter().find(|told| told.0 == label).unwrap();
    assert_eq!(of("macintosh").2, ["All 2 words outside ASCII read as words."]);
    assert!(
        of("windows-1252")
            .2
            .iter()
            .any(|text| text.starts_with("2 words read oddly, such as MŸller")),
        "{told:?}"
    );
    let undecodable = rank(b"a\r\nM\x81ller\r\n");
    let of = |label: &str| {
        undecodable
            .iter()
            .find(|candidate| candidate.encoding.label == label)
            .unwrap()
    };
    assert_eq!(of("windows-1252").score, 0);
    assert_eq!(
        of("windows-1252").evidence.last().unwrap().text(),
        "Line 2 has bytes that do not exist in it."
    );
}

#[test]
fn places_that_do_not_decode_are_told_with_line_and_byte() {
    let decoded = decode(b"a\r\nb\xFFc\rd\n\x81\x20e\n", "Shift_JIS").unwrap();
    let bad: Vec<_> = decoded
        .bad
        .iter()
        .map(|bad| (bad.line, bad.offset, bad.length))
        .collect();
    assert_eq!(bad, [(2, 4, 1), (4, 9, 1)]);
    assert_eq!(decoded.text, "a\r\nb\u{FFFD}c\rd\n\u{FFFD} e\n");
    let utf8 = decode(b"\xEF\xBB\xBFx\nM\xFCller\nok", "utf-8").unwrap();
    assert!(utf8.byte_order_mark);
    assert_eq!(
        utf8.bad
            .iter()
            .map(|bad| (bad.line, bad.offset))
            .collect::<Vec<_>>(),
        [(2, 6)]
    );
    let controls = decode(b"x\n\x81y", "windows-1252").unwrap();
    assert_eq!(
        controls
            .bad
            .iter()
            .map(|bad| (bad.line, bad.offset))
            .collect::<Vec<_>>(),
        [(2, 2)]
    );
    let wide = decode(b"a\0\n\0\x00\xD8b\0", "UTF-16LE").unwrap();
    assert_eq!(
        wide.bad
            .iter()
            .map(|bad| (bad.line, bad.offset, bad.length))
            .collect::<Vec<_>>(),
        [(2, 4, 2)]
    );
    let many = decode(&vec![0xFF; 20_000], "Shift_JIS").unwrap();
    assert_eq!((many.bad_count, many.bad.len()), (20_000, 10_000));
    assert_eq!(decode(b"", "nonsense").unwrap_err().code(), "encoding-unknown");
    assert!(decode(b"", "hz-gb-2312").is_err());
}

#[test]
fn words_are_spelled_side_by_side() {
    let bytes = encode(
        "name,note\r\nMüller,Straße 5\r\nMüller,\"Å b\"\r\n",
        "windows-1252",
    )
    .unwrap();
    let words = words(&bytes, 10);
    assert_eq!(words.iter().map(|word| word.line).collect::<Vec<_>>(), [2, 2, 3]);
    let bytes: Vec<&[u8]> = words.iter().map(|word| word.bytes.as_slice()).collect();
    let spelled = spell(&bytes, &["windows-1252", "macintosh", "Shift_JIS"]).unwrap();
    let spelled: Vec<String> = spelled
        .iter()
        .map(|spelling| {
            let words = spelling.words.iter().map(|word| word.as_deref().unwrap_or("–"));
            format!(
                "{}: {}",
                spelling.encoding.label,
                words.collect::<Vec<_>>().join(" ")
            )
        })
        .collect();
    assert_eq!(
        spelled,
        [
            "windows-1252: Müller Straße Å",
            "macintosh: M¸ller Straﬂe ≈",
            "Shift_JIS: – Straﾟe ﾅ",
        ]
    );
}

#[test]
fn characters_that_an_encoding_lacks_are_told() {
    let error = encode("Müller\nŁódź Ł 山\n", "windows-1252").unwrap_err();
    assert_eq!(error.code(), "encoding-lacks");
    assert_eq!(
        error.to_string(),
        "windows-1252 has no character for \"Ł\", \"ź\", \"山\"."
    );
    let rollcall_reader::encoding::Unencodable::Lacking { lacking, .. } = error else {
        panic!()
    };
    let lacking: Vec<_> = lacking
        .iter()
        .map(|lack| (lack.character, lack.line, lack.count))
        .collect();
    assert_eq!(lacking, [('Ł', 2, 2), ('ź', 2, 1), ('山', 2, 1)]);
}

#[test]
fn all_encodings_are_known_by_their_labels() {
    for encoding in ENCODINGS {
        assert_eq!(decode(b"", encoding.label).unwrap().encoding, encoding.label);
        let ascii = "a,b\r\n";
        assert_eq!(
            decode(&encode(ascii, encoding.label).unwrap(), encoding.label)
                .unwrap()
                .text,
            ascii
        );
    }
}
