//! The cases of a run by name, each answered by hand.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod batches;
#[cfg(test)]
mod circles;
#[cfg(test)]
mod files;
#[cfg(test)]
mod forged;
#[cfg(test)]
mod hand;
#[cfg(test)]
mod journal;
mod key;
mod others;
#[cfg(test)]
mod proof;
#[cfg(test)]
mod shown;
#[cfg(test)]
mod states;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod taken_in;
mod web_pages;
