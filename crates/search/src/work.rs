//! Work in pieces, for callers that must not be held up.
//!
//! What takes long is an `async` function whose loops are [`Pace::each`], which pauses where a piece ends. The crate knows
//! no clock: pieces are counted in units, and whoever asks for a piece says how many it has. Work that is done at once is
//! the same work in one piece.

use std::cell::Cell;
use std::fmt;
use std::ops::{ControlFlow, Range};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Units of what is long for itself, so that a piece ends with it.
pub(crate) const LONG: usize = 1 << 20;

/// Work that is done piece by piece. Dropping it ends it.
///
/// ```
/// use search::{IndexBuilder, Schema};
/// use std::ops::ControlFlow;
///
/// let mut work = IndexBuilder::new(Schema::default()).finishing();
/// let index = loop {
///     match work.step(1_000) {
///         ControlFlow::Continue(rest) => work = rest, // Here others may have their turn.
///         ControlFlow::Break(index) => break index,
///     }
/// };
/// assert!(index.is_empty());
/// ```
pub struct Work<'a, T> {
    rest: Pin<Box<dyn Future<Output = T> + 'a>>,
    pace: Rc<Pace>,
}

impl<'a, T> Work<'a, T> {
    pub(crate) fn new(work: impl AsyncFnOnce(&Pace) -> T + 'a) -> Work<'a, T> {
        let pace = Rc::new(Pace::default());
        let own = Rc::clone(&pace);
        Work { rest: Box::pin(async move { work(&own).await }), pace }
    }

    /// Goes on for about so many units, each what is done for a term, a text or a comparison; gives what came of it, or
    /// the rest of the work.
    pub fn step(mut self, units: usize) -> ControlFlow<T, Self> {
        self.pace.left.set(units);
        match poll(self.rest.as_mut()) {
            Poll::Ready(done) => ControlFlow::Break(done),
            Poll::Pending => ControlFlow::Continue(self),
        }
    }

    /// Does all of it at once.
    pub fn run(self) -> T {
        self.pace.left.set(usize::MAX);
        at_once(self.rest)
    }

    /// What is done, and how much there is to do in all: 0 until that is known.
    pub fn progress(&self) -> (usize, usize) {
        (self.pace.done.get(), self.pace.total.get())
    }
}

impl<T> fmt::Debug for Work<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Work").field(&self.pace).finish()
    }
}

/// Does at once what could be done in pieces.
pub(crate) fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(done) = poll(work.as_mut()) {
            return done;
        }
    }
}

/// Goes on to the next pause. Nobody needs to be woken: who asked for a piece asks again.
fn poll<T>(work: Pin<&mut (impl Future<Output = T> + ?Sized)>) -> Poll<T> {
    work.poll(&mut Context::from_waker(Waker::noop()))
}

/// What is left of the piece, and how far the whole is.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    left: Cell<usize>,
    done: Cell<usize>,
    total: Cell<usize>,
}

impl Pace {
    /// Without pauses.
    pub(crate) fn endless() -> Pace {
        Pace { left: Cell::new(usize::MAX), ..Pace::default() }
    }

    /// Says how many units will be told as progress.
    pub(crate) fn expect(&self, total: usize) {
        self.total.set(total);
    }

    /// Tells progress by so many units.
    pub(crate) fn tell(&self, units: usize) {
        self.done.set(self.done.get() + units);
    }

    /// Does something for every number below a count. It says how many units it took, after which the piece may end;
    /// nothing where it failed, which ends all of it.
    pub(crate) fn each<'w>(
        &'w self,
        count: usize,
        act: &'w mut dyn FnMut(usize) -> Option<usize>,
    ) -> Each<'w> {
        Each { pace: self, numbers: 0..count, act }
    }
}

/// Something that is being done for every number.
pub(crate) struct Each<'w> {
    pace: &'w Pace,
    numbers: Range<usize>,
    act: &'w mut dyn FnMut(usize) -> Option<usize>,
}

impl Future for Each<'_> {
    type Output = Option<()>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<()>> {
        while let Some(at) = self.numbers.next() {
            let Some(units) = (self.act)(at) else { return Poll::Ready(None) };
            let left = self.pace.left.get().saturating_sub(units);
            self.pace.left.set(left);
            if left == 0 {
                return Poll::Pending;
            }
        }
        Poll::Ready(Some(()))
    }
}
