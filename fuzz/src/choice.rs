//! The first bytes of an input, which choose how the rest is read.

/// What is left of an input.
#[derive(Clone, Copy)]
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// The first so many bytes choose; the rest is the content. `None` where the input is shorter.
    pub fn of(input: &'a [u8], count: usize) -> Option<(Self, &'a [u8])> {
        let (choices, content) = input.split_at_checked(count)?;
        Some((Self(choices), content))
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let (&first, rest) = self.0.split_first().expect("as many bytes as choices");
        self.0 = rest;
        first
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }

    /// None, which a zero is, or one of these.
    pub fn maybe<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let at = usize::from(self.byte()) % (of.len() + 1);
        at.checked_sub(1).map(|at| of[at])
    }

    /// None, which a zero is, or a line number.
    pub fn line(&mut self) -> Option<u32> {
        match self.byte() {
            0 => None,
            byte => Some(u32::from(byte - 1)),
        }
    }
}
