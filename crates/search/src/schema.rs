//! What an index holds: fields, facets and sort keys, and the documents given to it.

/// The shape of an index. Positions in these lists are the numbers by which results name a field, facet or sort key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// Fields with searchable text; at most 64.
    pub fields: Vec<FieldOptions>,
    /// Facets by which results can be refined; at most 64.
    pub facets: Vec<FacetOptions>,
    /// Names of sort keys; at most 16.
    pub sort_keys: Vec<String>,
}

/// How one field is indexed and weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldOptions {
    /// Name, for people and for explanations.
    pub name: String,
    /// What the field holds; decides about exact matches, suggestions and typing help.
    pub kind: FieldKind,
    /// Weight of one occurrence against other fields; 1 is plain text. Values that are not finite or negative count as 0.
    pub boost: f32,
    /// Share of length normalisation, 0 (none) to 1 (full); `None` takes the default of the scorer.
    pub b: Option<f32>,
    /// Whether the original text is kept in the index. Without it [`crate::Index::attach_texts`] must give it again after
    /// loading, else phrases in this field are matched by their pairs of letters only and nothing can be shown from it.
    pub stored: bool,
}

impl FieldOptions {
    /// A stored field of the given kind with the default `b`.
    pub fn new(name: &str, kind: FieldKind, boost: f32) -> FieldOptions {
        FieldOptions { name: name.to_owned(), kind, boost, b: None, stored: true }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A symbol or code: `A/RES/70/125`, `C5`. A query equal to it puts the document first.
    Identifier,
    /// A name, title, acronym or alias. A query equal to it puts the document first; suggestions come from these fields.
    Name,
    /// Running text.
    Text,
}

/// One facet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FacetOptions {
    /// Name, as in `kind:event` in a query.
    pub name: String,
    /// Other names of the facet in queries, in any language: `종류`, `类型`. Case and spacing make no difference.
    pub aliases: Vec<String>,
}

impl FacetOptions {
    /// A facet with other names for it.
    pub fn new(name: &str, aliases: &[&str]) -> FacetOptions {
        FacetOptions {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        }
    }
}

/// One document to be indexed. Field, facet and sort-key numbers are positions in the [`Schema`];
/// entries with a number out of range are ignored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Identity given back with every hit. Uniqueness is the caller's affair.
    pub id: String,
    /// Texts, several per field if need be; each is searched as one value.
    pub texts: Vec<FieldText>,
    /// Facet values: facet number and value.
    pub facets: Vec<(usize, String)>,
    /// Sort keys: key number and value.
    pub sort_keys: Vec<(usize, SortValue)>,
    /// Worth of the document before any query, as a factor of the score; 1 is neutral, sensible values lie in 0.5..=2.
    /// A value that is not finite or not positive counts as 1.
    pub prior: f32,
}

impl Document {
    /// A document without content, with a neutral prior.
    pub fn new(id: &str) -> Document {
        Document { id: id.to_owned(), prior: 1.0, ..Document::default() }
    }

    /// Adds a text without a language.
    pub fn text(mut self, field: usize, text: &str) -> Document {
        self.texts.push(FieldText { field, language: String::new(), text: text.to_owned() });
        self
    }

    /// Adds a text in a language, a BCP 47 tag such as `ko`.
    pub fn text_in(mut self, field: usize, language: &str, text: &str) -> Document {
        self.texts.push(FieldText { field, language: language.to_owned(), text: text.to_owned() });
        self
    }

    /// Adds a facet value.
    pub fn facet(mut self, facet: usize, value: &str) -> Document {
        self.facets.push((facet, value.to_owned()));
        self
    }

    /// Sets a sort key.
    pub fn sort_key(mut self, key: usize, value: SortValue) -> Document {
        self.sort_keys.push((key, value));
        self
    }
}

/// One value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldText {
    /// Field number.
    pub field: usize,
    /// BCP 47 tag, or empty when unknown.
    pub language: String,
    /// The text as it is to be shown.
    pub text: String,
}

/// The value of a sort key. Numbers sort before texts; texts sort by their folded form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortValue {
    /// A number such as a year or a date as `yyyymmdd`.
    Number(i64),
    /// A text such as a name.
    Text(String),
}
