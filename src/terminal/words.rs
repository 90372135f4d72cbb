//! The page's English texts, from which the program takes its headings and sentences.

/// The page's English texts.
const TEXTS: &str = include_str!("../../www/src/l10n/en.ftl");

/// The page's text of a key, if it has one in a single line.
pub fn text(key: &str) -> Option<&'static str> {
    TEXTS.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
}

/// The page's sentence for a claim.
pub fn claim(id: &str) -> Option<&'static str> {
    text(&format!("claim-{}", id.replace('.', "-")))
}

/// The page's reason for a verdict that is unclear or unavailable; its key, if the page has no sentence for it.
pub fn reason(key: &str, cores_available: Option<f64>) -> String {
    let cores = cores_available.map(|cores| format!("{cores:.1}")).unwrap_or_default();
    text(&format!("reason-{key}")).unwrap_or(key).replace("{ $cores }", &cores)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_and_reasons_have_the_sentences_of_the_page() {
        assert_eq!(claim("processes.parallel"), Some("Every process can run on a core of its own."));
        assert!(reason("machine-busy", Some(1.24)).starts_with("The control had only 1.2 of 2 cores during this run"));
        assert_eq!(reason("unknown", None), "unknown");
    }
}
