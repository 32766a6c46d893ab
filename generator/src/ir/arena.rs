//! Ids and the arenas they point into: a cycle of types is plain data, and comparing two ids is comparing two numbers.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use serde::{Serialize, Serializer};

/// The number of an item in the one [`Arena`] of its type.
pub struct Id<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The position of the item in its arena.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// The id of the item at `index`; for tables that are laid out like the arena.
    pub fn from_index(index: usize) -> Self {
        // An arena of more than 2^32 items does not fit into memory; saturating keeps this total.
        Id { index: u32::try_from(index).unwrap_or(u32::MAX), of: PhantomData }
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("#{}", self.index))
    }
}

/// A growing list of items that are spoken of by [`Id`].
#[derive(Clone, Debug, PartialEq)]
pub struct Arena<T> {
    items: Vec<T>,
}

impl<T> Arena<T> {
    /// Puts `item` at the end and returns its id.
    pub fn push(&mut self, item: T) -> Id<T> {
        let id = Id::from_index(self.items.len());
        self.items.push(item);
        id
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Every id with its item, in the order in which they were pushed.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(index, item)| (Id::from_index(index), item))
    }

    /// Every id with its item, to be changed in place.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Id<T>, &mut T)> {
        self.items.iter_mut().enumerate().map(|(index, item)| (Id::from_index(index), item))
    }

    /// Leaves out every item for which `keep` has `false`; says for each id what it is now.
    pub fn retain(&mut self, keep: &Table<T, bool>) -> Table<T, Option<Id<T>>> {
        let mut kept = 0..;
        let now = Table::build(self, |id| if keep[id] { kept.next().map(Id::from_index) } else { None });
        let items = std::mem::take(&mut self.items);
        self.items = items.into_iter().zip(&keep.values).filter(|(_, keep)| **keep).map(|(item, _)| item).collect();
        now
    }

    /// Every id.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + ExactSizeIterator + use<T> {
        (0..self.items.len()).map(Id::from_index)
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Arena { items: Vec::new() }
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;
    fn index(&self, id: Id<T>) -> &T {
        &self.items[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.items[id.index()]
    }
}

impl<T: Serialize> Serialize for Arena<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// A value for every item of an arena, kept beside it: what can be computed never stands in the item itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T, V> {
    values: Vec<V>,
    of: PhantomData<fn() -> T>,
}

impl<T, V> Table<T, V> {
    /// One value for each item of `arena`, in its order.
    pub fn build(arena: &Arena<T>, value: impl FnMut(Id<T>) -> V) -> Self {
        Table { values: arena.ids().map(value).collect(), of: PhantomData }
    }
}

impl<T, V> Index<Id<T>> for Table<T, V> {
    type Output = V;
    fn index(&self, id: Id<T>) -> &V {
        &self.values[id.index()]
    }
}

impl<T, V> IndexMut<Id<T>> for Table<T, V> {
    fn index_mut(&mut self, id: Id<T>) -> &mut V {
        &mut self.values[id.index()]
    }
}
