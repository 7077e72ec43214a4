//! Korean stems without a dictionary: particles and endings come off the end of a word (eojeol).
//!
//! The longest ending of the table that leaves at least two syllables is stripped, again until none fits.
//! The table is closed-class grammar (조사, 어미, the light verb 하다/되다, 이다, plural 들), not vocabulary, so it does not
//! grow with the subject of the texts.

use super::word_set::WordSet;
use std::sync::OnceLock;

/// Syllables a stem keeps at least.
const MIN_STEM: usize = 2;
/// Times an ending may come off one word (국가+들+에서는).
const MAX_PASSES: usize = 2;

/// Particles (조사), which follow nouns.
const PARTICLES: &str = "\
은 는 이 가 을 를 의 에 와 과 도 로 만 께 랑 나 며 고 들 \
에서 에게 에는 에도 에만 에의 으로 로서 로써 로는 로도 로의 부터 까지 마다 조차 마저 밖에 보다 처럼 같이 만큼 대로 \
한테 께서 이나 이랑 이며 이고 이란 이라 이라고 라고 라는 라며 란 으로서 으로써 으로는 으로도 으로의 로부터 으로부터 에서는 에서도 \
에서의 에서만 에서부터 에게는 에게도 에게서 에까지 까지의 까지는 까지도 부터의 부터는 보다는 보다도 와의 과의 와는 과는 와도 과도 \
들은 들이 들을 들의 들에 들도 들과 들로 들에게 들에서 들에게는 들에서는 들으로 들만 들까지 들보다 들처럼 이라는 이라며 이라도 이든 이든지 \
만의 만이 만을 만은 만으로 에선 에겐 에서라도 에대한 마저도 조차도 씩 쯤 ";

/// Endings of 하다 and 되다, then of 이다, then general verbal endings.
const ENDINGS: &str = "\
하다 하는 하고 하며 하여 하여서 하면 하면서 하게 하기 하기가 하기는 하기도 하기를 하기에 하기로 하기위해 하자 하지 하지만 하지는 하지도 하던 하였다 하였던 하였고 \
하였으며 하였으나 하였는데 하였을 하였기 하였지만 하려 하려고 하려는 하거나 하도록 하므로 하되 하니 하는데 하는가 하는지 하는것 하나 하나요 하나요 하느냐 하라 하세요 \
하십시오 하시오 하오 하죠 하지요 하겠다 하겠습니까 하겠습니다 함 함은 함을 함이 함에 함으로 함으로써 함께 한 한다 한다고 한다는 한다면 한다며 한데 한지 한가 한가요 할 할까 할까요 할수 할지 \
합니다 합니까 합시다 해 해서 해야 해야만 해야할 해도 해라 해요 했 했다 했고 했던 했으며 했으나 했는데 했는가 했는지 했나 했나요 했다고 했다는 했다며 했습니다 했습니까 했을 했을까 했지만 했기 했음 했을때 했었다 했었던 \
되다 되는 되고 되며 되어 되어서 되어야 되었 되었다 되었고 되었던 되었으며 되었으나 되었는데 되었습니다 되었는가 되었나 되었나요 되었을 되면 되면서 되게 되기 되기도 되기를 되기전 되지 되지만 되도록 되거나 되던 되자 되나 되나요 되는가 되는지 되는데 \
돼 돼서 돼야 됐 됐다 됐고 됐던 됐으며 됐으나 됐는데 됐습니다 됐습니까 됐나 됐나요 됐을 됐지만 된 된다 된다고 된다는 된다면 된것 된지 될 될까 될까요 될지 됨 됨에 됨으로 됩니다 됩니까 됐다고 되었다고 \
시키다 시키는 시키고 시켜 시킨 시킬 시켰다 시킨다 시키기 시키며 시켜서 시켰고 시켰으며 시켰던 시킴 받는 받은 받을 받고 받아 받았다 받았던 당한 당하는 당했다 \
이다 이었다 이었고 이었으며 이었던 이었으나 이였다 이며 이지만 이지 이자 이면 이면서 이라면 이어서 이었는데 이던 인 인가 인가요 인지 인데 인지는 일까 일까요 입니까 입니다 이에요 이예요 예요 였다 였고 였으며 였던 였으나 였는데 였습니다 였을 이냐 이니 이므로 임 임을 \
인가를 인지를 란 이란 이라는 라는 라도 이라도 든지 든가 \
는가 는가요 는데 는지 는다 는다고 는다는 은가 은지 을까 을까요 을지 을 을때 던 던가 자 지 지만 지는 지를 게 기 기가 기는 기를 기에 기로 기위해 도록 려고 려는 거나 거든 면 면서 므로 으면 으며 으면서 으나 으니 으로 으려고 으므로 \
습니다 습니까 ㅂ니다 았다 았고 았던 았으며 았으나 았는데 았습니다 았습니까 았을 았지만 었다 었고 었던 었으며 었으나 었는데 었습니다 었습니까 었을 었지만 았는가 었는가 았나 었나 았나요 었나요 았음 었음 겠다 겠습니다 겠지만 \
나요 가요 까요 네요 군요 세요 지요 죠 요 니다 니까 다 다고 다는 다며 다면 \
적 적인 적으로 적이 적이다 적이고 적이며 적인지 적이었다 적 ";

fn endings() -> &'static WordSet {
    static SET: OnceLock<WordSet> = OnceLock::new();
    SET.get_or_init(|| WordSet::new(&[PARTICLES, ENDINGS]))
}

/// Length of the stem of a word, in units.
pub(crate) fn stem_len(word: &[u16]) -> usize {
    stem_lens(word).last().unwrap_or(word.len())
}

/// Lengths of a word as it is and without each ending that comes off: what looks like one may belong to a name, as the
/// 자 of 촉진자가.
pub(crate) fn stem_lens(word: &[u16]) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(word.len()), |&len| strip_once(word.get(..len)?))
        .take(MAX_PASSES + 1)
}

fn strip_once(word: &[u16]) -> Option<usize> {
    let endings = endings();
    let longest = endings.longest.min(word.len().saturating_sub(MIN_STEM));
    (1..=longest)
        .rev()
        .map(|len| word.len() - len)
        .find(|&at| word.get(at..).is_some_and(|end| endings.contains(end)))
}

/// True when a whole run is a particle or ending: the 는 of `C5는`.
pub(crate) fn is_ending(run: &[u16]) -> bool {
    endings().contains(run)
}

/// True for a particle, as opposed to the ending of a verb.
pub(crate) fn is_particle(run: &[u16]) -> bool {
    static SET: OnceLock<WordSet> = OnceLock::new();
    SET.get_or_init(|| WordSet::new(&[PARTICLES])).contains(run)
}

/// Particles of the topic of a sentence.
const TOPIC: [u16; 2] = ['은' as u16, '는' as u16];

/// True for a word that ends as the topic of a sentence.
pub(crate) fn is_topic(word: &[u16]) -> bool {
    word.last().is_some_and(|last| TOPIC.contains(last))
}

/// Asks how many of what is counted.
pub(crate) const HOW_MANY: u16 = '몇' as u16;

/// Words that ask or are polite and carry no subject; compared with the whole word and with its stem.
const QUESTION_WORDS: &str = "\
누가 누구 누구가 누구를 누구의 누구인가 누구인가요 누구예요 누구야 누구죠 누구지 누구인지 누군지 누군가 무엇 무엇이 무엇을 무엇인가 무엇인가요 무엇인지 무엇일까 무엇이며 무엇에 무엇으로 무엇입니까 뭐 뭐야 뭐가 뭐를 뭐지 뭐죠 뭐예요 뭐에요 뭔가 뭔가요 뭔지 뭘 무슨 \
어느 어느것 어떤 어떤가 어떤가요 어떻게 어떠한 어때 어디 어디가 어디서 어디에 어디에서 어디로 어디인가 어디인가요 어디인지 어디예요 어디야 어디죠 어디지 언제 언제인가 언제인가요 언제인지 언제예요 언제죠 언제지 언제부터 언제까지 왜 얼마 얼마나 얼마인가 얼마인가요 몇 몇개 \
알려줘 알려주세요 알려 알려달라 찾아줘 찾아주세요 찾아 보여줘 보여주세요 궁금해 궁금해요 궁금합니다 설명해 설명해줘 설명해주세요 말해줘 주세요 주실 줘 알려주실 알고 싶어 싶어요 싶습니다 부탁해요 부탁합니다 부탁드립니다 열렸어 열렸어요 열렸나 열렸나요 열렸는가 열렸는지 열렸습니까 열리나 열리나요 있나요 있나 있는가 있는가요 있습니까 있어 있어요 인가 인가요 입니까 하나요 합니까 했나요 했습니까 되나요 됩니까 \
거야 건가요 이게 이건 얘기 이야기 모두 전부 혹시 그럼 그러면 도대체 정확히 자세히 쉽게 간단히 간략히 뭐라고 되어 있었나요 있었나 있을까요 있을까 아시나요 찾아줄래 찾고 찾습니다 있습니다 알려줄래 뭔데 \
뜻인가요 뜻이야 뜻이에요 뜻인지 의미인가요 의미예요 의미야 \
대해 대해서 대하여 대한 관해 관한 관하여 일을 일이 것 것은 것이 것을 것인가 것인가요 것인지 것들 그 이 저 및 또는 혹은 등 수 때 좀 가장 문단 단락 ";

/// True for a word that weighs nothing in a question.
pub(crate) fn is_question_word(word: &[u16]) -> bool {
    static SET: OnceLock<WordSet> = OnceLock::new();
    SET.get_or_init(|| WordSet::new(&[QUESTION_WORDS])).contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expect: &str) {
        let units: Vec<u16> = word.encode_utf16().collect();
        assert_eq!(String::from_utf16_lossy(&units[..stem_len(&units)]), expect);
    }

    #[test]
    fn particles_and_endings_come_off() {
        check("인터넷은", "인터넷");
        check("거버넌스에서는", "거버넌스");
        check("국가들에게", "국가");
        check("촉진하나요", "촉진");
        check("촉진한다", "촉진");
        check("촉진합니다", "촉진");
        check("채택되었다", "채택");
        check("정부", "정부");
        check("정부가", "정부");
        check("대표로", "대표");
        check("인물은", "인물");
        check("나는", "나는");
    }
}
