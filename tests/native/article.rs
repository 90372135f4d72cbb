//! The article in both languages: its closing tables have every claim of *Run everything*, and its links lead somewhere.

use kosut::labs::{
    REGISTRY,
    everything::{CLAIMS, Group, Table},
};

/// Returns the text between the first `begin` and the next `end`.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(begin)?;
    rest.split_once(end).map(|(inner, _)| inner)
}

#[test]
fn the_articles_tables_have_each_claim_once_in_order_with_a_sentence_and_its_lab() {
    for article in [include_str!("../../www/tr/index.html"), include_str!("../../www/en/index.html")] {
        let tables = between(article, "<kosut-everything", "</kosut-everything>").expect("the tables");
        let rows: Vec<&str> = tables.split("<tr data-claim=\"").skip(1).collect();
        assert_eq!(rows.len(), CLAIMS.len());
        let (mut table, mut row) = ("", "");
        let mut before = tables.split("<tr data-claim=\"");
        for (claim, html) in CLAIMS.iter().zip(rows) {
            // A table, or a part of one, begins before its first row.
            let gap = before.next().unwrap_or_default();
            table = between(gap, "data-table=\"", "\"").unwrap_or(table);
            row = between(gap, "data-row=\"", "\"").unwrap_or(row);
            assert_eq!((table, row), names(claim.table, claim.row), "{}", claim.id);
            assert!(html.starts_with(&format!("{}\"", claim.id)), "{} is expected, there is {html}", claim.id);
            let sentence = between(html, "<span data-part=\"sentence\">", "</span>").unwrap_or_default();
            assert!(sentence.split(' ').count() > 4, "{}: {sentence}", claim.id);
            let link = format!("<a href=\"#{}\">", claim.lab);
            assert_eq!(html.contains(&link), REGISTRY.contains(&claim.lab), "{}: a link to its lab", claim.id);
        }
    }
}

#[test]
fn each_id_in_an_article_is_unique_and_every_link_leads_to_one() {
    for article in [include_str!("../../www/tr/index.html"), include_str!("../../www/en/index.html")] {
        let all = |begin: &str| -> Vec<&str> {
            article.split(begin).skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect()
        };
        let ids = all(" id=\"");
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        }
        for link in all(" href=\"#") {
            assert!(ids.contains(&link), "a link to #{link}");
        }
    }
}

fn names(table: Table, row: Group) -> (&'static str, &'static str) {
    let table = match table {
        Table::Threads => "threads",
        Table::Processes => "processes",
        Table::When => "when",
    };
    let row = match row {
        Group::Advantage => "advantage",
        Group::Disadvantage => "disadvantage",
        Group::Threads => "threads",
        Group::Processes => "processes",
        Group::Either => "either",
    };
    (table, row)
}
