use serde::{Deserialize, Serialize};

/// A language of the interface and of the dataset.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Locale {
    /// Korean, the first language of the product.
    #[default]
    Ko,
    /// English.
    En,
    /// Chinese, simplified characters.
    Zh,
}

impl Locale {
    /// All locales, in the order in which texts fall back.
    pub const ALL: [Locale; 3] = [Locale::Ko, Locale::En, Locale::Zh];

    /// The key of the locale in the dataset, in links and in storage: `ko`, `en` or `zh`.
    pub fn as_str(self) -> &'static str {
        match self {
            Locale::Ko => "ko",
            Locale::En => "en",
            Locale::Zh => "zh",
        }
    }

    /// The BCP 47 tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::Ko => "ko",
            Locale::En => "en",
            Locale::Zh => "zh-Hans",
        }
    }

    /// Reads a key as printed by [`Locale::as_str`] or a BCP 47 tag that begins with one; anything else is `None`.
    pub fn parse(key: &str) -> Option<Locale> {
        let language = key.split(['-', '_']).next().unwrap_or(key);
        Locale::ALL.into_iter().find(|locale| locale.as_str().eq_ignore_ascii_case(language))
    }
}

/// A text in the languages of the atlas. Korean and English are always there; Chinese where it is official or printed in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localized {
    /// The Korean text.
    pub ko: String,
    /// The English text.
    pub en: String,
    /// The Chinese text, where there is one.
    pub zh: Option<String>,
}

impl Localized {
    /// The text in `locale` alone.
    pub fn in_locale(&self, locale: Locale) -> Option<&str> {
        let text = match locale {
            Locale::Ko => Some(self.ko.as_str()),
            Locale::En => Some(self.en.as_str()),
            Locale::Zh => self.zh.as_deref(),
        };
        text.filter(|text| !text.is_empty())
    }

    /// The text for a reader of `locale` and the locale it is really in: the asked one, else Korean, else English, else Chinese.
    pub fn get(&self, locale: Locale) -> (&str, Locale) {
        self.in_locale(locale)
            .map(|text| (text, locale))
            .or_else(|| {
                Locale::ALL.into_iter().find_map(|l| self.in_locale(l).map(|text| (text, l)))
            })
            .unwrap_or(("", locale))
    }

    /// The text for a reader of `locale`, without the locale it is in.
    pub fn text(&self, locale: Locale) -> &str {
        self.get(locale).0
    }

    /// The texts that exist, each with its locale.
    pub fn all(&self) -> impl Iterator<Item = (Locale, &str)> {
        Locale::ALL
            .into_iter()
            .filter_map(|locale| self.in_locale(locale).map(|text| (locale, text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(zh: Option<&str>) -> Localized {
        Localized { ko: "액션라인".into(), en: "Action line".into(), zh: zh.map(str::to_owned) }
    }

    #[test]
    fn a_missing_language_falls_back_to_korean_and_says_so() {
        assert_eq!(sample(None).get(Locale::Zh), ("액션라인", Locale::Ko));
        assert_eq!(sample(Some("行动方面")).get(Locale::Zh), ("行动方面", Locale::Zh));
        let english_only = Localized { en: "WSIS".into(), ..Localized::default() };
        assert_eq!(english_only.get(Locale::Ko), ("WSIS", Locale::En));
    }

    #[test]
    fn locale_keys_read_back() {
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.as_str()), Some(locale));
            assert_eq!(Locale::parse(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::parse("fr"), None);
    }
}
