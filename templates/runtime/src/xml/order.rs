//! The order of elements that may come in any.

/// In which order the elements of a record came, where the schema leaves it open (`xs:all`). It is how the record was
/// written and no part of its value: all orders are equal. The default is the order of the schema.
#[derive(Clone, Debug, Default)]
pub struct ElementOrder {
    /// The fields whose elements came, in the order of the first of each.
    met: Vec<&'static str>,
}

impl PartialEq for ElementOrder {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for ElementOrder {}

impl ElementOrder {
    /// Notes that an element of this field came.
    pub fn met(&mut self, field: &'static str) {
        if !self.met.contains(&field) {
            self.met.push(field);
        }
    }

    /// The order in which members came, by their numbers, of fields in the order of the schema.
    #[cfg(feature = "json")]
    pub fn of(fields: &[&'static str], came: &[usize]) -> Self {
        let mut order = ElementOrder::default();
        came.iter().filter_map(|index| fields.get(*index)).for_each(|field| order.met(field));
        order
    }

    /// All of `fields`: those that were met in their order, then the others.
    pub fn all<'a>(&'a self, fields: &'a [&'static str]) -> impl Iterator<Item = &'static str> + 'a {
        let others = fields.iter().copied().filter(|field| !self.met.contains(field));
        self.met.iter().copied().chain(others)
    }
}
