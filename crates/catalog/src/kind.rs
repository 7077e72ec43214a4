use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $key:literal,)*) => {
        /// What a record is. The order is the order in which the page lists kinds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            /// Every kind, in order.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// The key of the kind: the part of an id before the slash.
            pub fn as_str(self) -> &'static str {
                match self { $(Kind::$variant => $key,)* }
            }
        }
    };
}

kinds! {
    /// A course of events with a name, such as WSIS.
    Process = "process",
    /// Something that takes place at a time.
    Event = "event",
    /// A text with a title, and often a symbol.
    Document = "document",
    /// One of the eleven action lines of the Geneva Plan of Action, or a sub-line of C7.
    ActionLine = "action-line",
    /// Something recommended.
    Recommendation = "recommendation",
    /// Something that somebody undertakes to do.
    Action = "action",
    /// A commitment.
    Commitment = "commitment",
    /// An objective or goal.
    Objective = "objective",
    /// A principle.
    Principle = "principle",
    /// A model of governance with its components.
    GovernanceModel = "governance-model",
    /// A gap or shortcoming that a source names.
    Gap = "gap",
    /// An issue under discussion.
    Issue = "issue",
    /// A question that a source leaves open.
    OpenQuestion = "open-question",
    /// Any other statement of a source.
    Statement = "statement",
    /// A figure.
    Statistic = "statistic",
    /// A programme, project, alliance or campaign.
    Initiative = "initiative",
    /// A round table of the Roadmap.
    RoundTable = "round-table",
    /// A session of an event.
    Session = "session",
    /// A phase of a process or plan.
    Phase = "phase",
    /// A body, government, company or group.
    Organisation = "organisation",
    /// A person.
    Person = "person",
    /// A term of the glossary.
    Term = "term",
    /// A source of the dataset.
    Source = "source",
}

impl Kind {
    /// Reads the key of a kind.
    pub fn parse(key: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.as_str() == key)
    }

    /// Whether the record is a statement of some kind: these share code, order, target date and their relations.
    pub fn is_statement(self) -> bool {
        use Kind::*;
        matches!(
            self,
            ActionLine
                | Recommendation
                | Action
                | Commitment
                | Objective
                | Principle
                | Gap
                | Issue
                | OpenQuestion
                | Statement
        )
    }

    /// Whether a record of this kind may be only a name: no summary and no topic is asked of it.
    pub fn may_be_only_a_name(self) -> bool {
        matches!(self, Kind::Organisation | Kind::Person | Kind::Source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        for &kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("kind"), None);
    }
}
