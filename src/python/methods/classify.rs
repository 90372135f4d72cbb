//! `isalpha` and the others that ask what a text is made of.

use crate::{
    characters::{digit, is_cased, is_digit, is_letter, is_mark, is_numeric, is_printable, is_space, is_title},
    library::MethodName,
};

/// Whether a text is what the method asks for.
pub(super) fn is(name: MethodName, text: &str) -> bool {
    let all = |holds: fn(char) -> bool| !text.is_empty() && text.chars().all(holds);
    match name {
        MethodName::Isalnum => all(|c| is_letter(c) || is_numeric(c)),
        MethodName::Isalpha => all(is_letter),
        MethodName::Isascii => text.is_ascii(),
        MethodName::Isdecimal => all(|c| digit(c).is_some()),
        MethodName::Isdigit => all(is_digit),
        MethodName::Isnumeric => all(is_numeric),
        MethodName::Isprintable => text.chars().all(is_printable),
        MethodName::Isspace => all(is_space),
        MethodName::Islower => {
            text.chars().any(char::is_lowercase) && !text.chars().any(|c| c.is_uppercase() || is_title(c))
        }
        MethodName::Isupper => {
            text.chars().any(char::is_uppercase) && !text.chars().any(|c| c.is_lowercase() || is_title(c))
        }
        MethodName::Istitle => is_titled(text),
        _ => is_identifier(text),
    }
}

fn is_titled(text: &str) -> bool {
    let (mut inside, mut any) = (false, false);
    for character in text.chars() {
        let large = character.is_uppercase() || is_title(character);
        if (large && inside) || (character.is_lowercase() && !inside) {
            return false;
        }
        inside = is_cased(character);
        any |= inside;
    }
    any
}

fn is_identifier(text: &str) -> bool {
    let mut characters = text.chars();
    let begins = |c: char| c == '_' || (c.is_alphabetic() && !is_mark(c));
    let goes_on = |c: char| begins(c) || is_mark(c) || digit(c).is_some();
    characters.next().is_some_and(begins) && characters.all(goes_on)
}
