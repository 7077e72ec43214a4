//! The little that the build must understand of its own index.html.

/// An element that refers to a file or sets a policy: `link`, `script` or `meta`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Element {
    /// `link`, `script` or `meta`.
    pub(crate) name: String,
    /// Its attributes in order; one without a value has an empty one.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Copies `html`, with every `link`, `script` and `meta` element replaced by what
/// `change` gives for it, or kept where it gives nothing.
pub(crate) fn rewrite<E>(
    html: &str,
    mut change: impl FnMut(&Element) -> Result<Option<String>, E>,
) -> Result<String, E> {
    let mut result = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        result.push_str(&rest[..start]);
        rest = &rest[start..];
        let length = match element(rest) {
            Some((found, length)) => {
                match change(&found)? {
                    Some(replacement) => result.push_str(&replacement),
                    None => result.push_str(&rest[..length]),
                }
                length
            }
            None => {
                let length = comment_length(rest).unwrap_or(1);
                result.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[length..];
    }
    result.push_str(rest);
    Ok(result)
}

fn comment_length(text: &str) -> Option<usize> {
    text.starts_with("<!--").then(|| text.find("-->").map_or(text.len(), |end| end + 3))
}

/// The element at the start of `text`, and how long it is with its content and end tag.
fn element(text: &str) -> Option<(Element, usize)> {
    let name: String = text[1..].chars().take_while(char::is_ascii_alphabetic).collect();
    if !["link", "script", "meta"].contains(&name.as_str()) {
        return None;
    }
    let (attributes, mut length) = attributes(text, 1 + name.len())?;
    if name == "script" {
        length += text[length..].find("</script>")? + "</script>".len();
    }
    Some((Element { name, attributes }, length))
}

/// The attributes from `at` on, and where the tag ends.
fn attributes(text: &str, mut at: usize) -> Option<(Vec<(String, String)>, usize)> {
    let mut found = Vec::new();
    loop {
        at += text[at..].len()
            - text[at..]
                .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '/')
                .len();
        if text[at..].starts_with('>') {
            return Some((found, at + 1));
        }
        let key: String = text[at..]
            .chars()
            .take_while(|letter| !letter.is_whitespace() && !"=/>".contains(*letter))
            .collect();
        if key.is_empty() {
            return None;
        }
        at += key.len();
        let mut value = String::new();
        if let Some(after) = text[at..].strip_prefix('=') {
            let quote = after.chars().next().filter(|letter| "\"'".contains(*letter))?;
            let end = after[1..].find(quote)?;
            value = after[1..=end].to_owned();
            at += 1 + 1 + end + 1;
        }
        found.push((key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, rewrite};

    fn seen(html: &str) -> Vec<Element> {
        let mut found = Vec::new();
        let copy = rewrite(html, |element| {
            let attributes = element.attributes.clone();
            found.push(Element { name: element.name.clone(), attributes });
            Ok::<_, ()>(None)
        });
        assert_eq!(copy.as_deref(), Ok(html));
        found
    }

    #[test]
    fn elements_are_found_with_their_attributes() {
        let found =
            seen("<p><link rel=\"icon\" href='a.svg'/><script src=\"b.js\" defer>x < y</script>");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].get("href"), Some("a.svg"));
        assert_eq!(found[1].get("defer"), Some(""));
    }

    #[test]
    fn comments_and_other_elements_are_left_alone() {
        assert!(seen("<!-- <link rel=\"x\"> --><header title=\"<\">1 < 2</header>").is_empty());
    }

    #[test]
    fn an_element_is_replaced_with_its_content() {
        let changed =
            rewrite("a<script src=\"x\"></script>b", |_| Ok::<_, ()>(Some("!".to_owned())));
        assert_eq!(changed.unwrap(), "a!b");
    }
}
