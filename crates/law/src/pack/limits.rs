//! How large a rule may be: what reads rules goes as deep as they are nested, and must not fall.

use super::PackError;

const CHARACTERS_MAX: usize = 20_000;
const NESTING_MAX: usize = 64;

/// Refuses a rule that is longer or more deeply nested than any law needs.
///
/// # Errors
/// When the rule has more than 20,000 characters, or more than 64 brackets or signs in each other.
pub(super) fn within(file: &str, line: usize, text: &str) -> Result<(), PackError> {
    let error = |line: usize, fact: String| {
        Err(PackError::new("pack.size", file, line, fact).hint("write it as several rules"))
    };
    let characters = text.chars().count();
    if characters > CHARACTERS_MAX {
        let fact = format!("a rule has {characters} characters, at most {CHARACTERS_MAX}");
        return error(line, fact);
    }
    let (mut depth, mut signs, mut line) = (0_usize, 0_usize, line);
    for character in text.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '!' | '-' => signs += 1,
            '\n' => line += 1,
            character if character.is_whitespace() => {}
            _ => signs = 0,
        }
        if depth + signs > NESTING_MAX {
            return error(
                line,
                format!("a rule is nested more than {NESTING_MAX} deep"),
            );
        }
    }
    Ok(())
}
