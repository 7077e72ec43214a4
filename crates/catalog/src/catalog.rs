use crate::{Correction, Direction, Record, RecordIx, Relation, RelationIx, Vocabularies};
use serde::{Deserialize, Serialize};

/// The whole dataset, ready to be read. Records are sorted by id, relations by (from, type, to).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// The day up to which outside facts were checked, `YYYY-MM-DD`: the latest `checked` of any row.
    pub as_of: String,
    /// The records, sources among them.
    pub records: Vec<Record>,
    /// The relations.
    pub relations: Vec<Relation>,
    /// The corrections.
    pub corrections: Vec<Correction>,
    /// The closed lists.
    pub vocabularies: Vocabularies,
    /// Groups of words that search treats as one.
    pub synonyms: Vec<Vec<String>>,
    /// For each record, its relations in both directions: filled by [`Catalog::link`].
    #[serde(skip)]
    neighbours: Vec<Vec<Neighbour>>,
}

/// One relation seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The relation.
    pub relation: RelationIx,
    /// Which end the record is.
    pub direction: Direction,
    /// The record at the other end.
    pub other: RecordIx,
}

impl Catalog {
    /// A catalogue of these parts, linked; records sorted by id, relations by (from, type, to).
    pub fn new(
        as_of: String,
        records: Vec<Record>,
        relations: Vec<Relation>,
        corrections: Vec<Correction>,
        vocabularies: Vocabularies,
        synonyms: Vec<Vec<String>>,
    ) -> Catalog {
        Catalog {
            as_of,
            records,
            relations,
            corrections,
            vocabularies,
            synonyms,
            neighbours: Vec::new(),
        }
        .link()
    }

    /// Builds the lookup of relations by record. Call it once after reading a catalogue; without it [`Catalog::neighbours`] is empty.
    #[must_use]
    pub fn link(mut self) -> Catalog {
        let mut neighbours = vec![Vec::new(); self.records.len()];
        for (i, relation) in self.relations.iter().enumerate() {
            let relation_ix = RelationIx(i as u32);
            let mut add = |at: RecordIx, direction, other| {
                if let Some(list) = neighbours.get_mut(at.0 as usize) {
                    let neighbour: Neighbour =
                        Neighbour { relation: relation_ix, direction, other };
                    list.push(neighbour);
                }
            };
            add(relation.from, Direction::Forward, relation.to);
            add(relation.to, Direction::Inverse, relation.from);
        }
        self.neighbours = neighbours;
        self
    }

    /// The record with this id.
    pub fn find(&self, id: &str) -> Option<RecordIx> {
        self.records
            .binary_search_by(|record| record.id.as_str().cmp(id))
            .ok()
            .map(|i| RecordIx(i as u32))
    }

    /// The record at a place; `None` for a place outside the catalogue.
    pub fn record(&self, ix: RecordIx) -> Option<&Record> {
        self.records.get(ix.0 as usize)
    }

    /// The relation at a place; `None` for a place outside the catalogue.
    pub fn relation(&self, ix: RelationIx) -> Option<&Relation> {
        self.relations.get(ix.0 as usize)
    }

    /// The relations of a record, in both directions.
    pub fn neighbours(&self, ix: RecordIx) -> &[Neighbour] {
        self.neighbours.get(ix.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Every record with its place.
    pub fn iter(&self) -> impl Iterator<Item = (RecordIx, &Record)> {
        self.records.iter().enumerate().map(|(i, record)| (RecordIx(i as u32), record))
    }

    /// The source that a source is a note of, or the source itself: what a reader knows it by.
    pub fn main_source(&self, source: RecordIx) -> RecordIx {
        self.record(source)
            .and_then(|record| record.details.bibliography.as_ref())
            .and_then(|bibliography| bibliography.part_of)
            .unwrap_or(source)
    }

    /// The corrections that concern a record, or that a source needs.
    pub fn corrections_of(&self, ix: RecordIx) -> impl Iterator<Item = &Correction> {
        self.corrections.iter().filter(move |c| c.source == ix || c.records.contains(&ix))
    }
}
