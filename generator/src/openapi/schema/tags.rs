//! Which values of a discriminator mean which of several schemas.

/// What a schema says of the values that mean it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Claim {
    /// Its name, which means it where nothing else is said.
    pub(super) name: Option<String>,
    /// The values that a mapping or the like has for it.
    pub(super) said: Vec<String>,
    /// The values that its member lists, be it its own or a list that it inherits.
    pub(super) listed: Vec<String>,
    /// Whether its name is a value of the member beside those that are said: no mapping has it for another schema, and it
    /// is of the type that the member has.
    pub(super) by_name: bool,
}

impl Claim {
    /// Whether it is known by its name beside what is said.
    fn is_also_its_name(&self) -> bool {
        let lists = |name: &String| self.listed.is_empty() || self.listed.contains(name);
        self.by_name && !self.said.is_empty() && self.name.as_ref().is_some_and(lists)
    }

    fn named(&self) -> Vec<String> {
        self.name.iter().cloned().collect()
    }

    /// The values by which it is known, if others list theirs; a list that others share says nothing but for its name.
    fn tags(&self, others: &[&Claim]) -> Vec<String> {
        if !self.said.is_empty() {
            return self.said.clone();
        }
        if self.listed.is_empty() {
            return self.named();
        }
        let is_name = |tag: &String| self.name.as_ref() == Some(tag);
        let elsewhere = |tag: &String| others.iter().any(|other| other.listed.contains(tag));
        if !self.listed.iter().any(elsewhere) || !self.listed.iter().any(is_name) {
            return self.listed.clone();
        }
        self.listed.iter().filter(|tag| is_name(tag) || !elsewhere(tag)).cloned().collect()
    }
}

/// The values that mean each of several alternatives; some may mean several of them.
pub(super) fn of_alternatives(claims: &[Claim]) -> Vec<Vec<String>> {
    let tags = claims.iter().enumerate().map(|(index, claim)| claim.tags(&others(claims, index)));
    let mut tags: Vec<Vec<String>> = tags.collect();
    add_names(&claims.iter().collect::<Vec<_>>(), &mut tags);
    tags
}

/// Adds the names of schemas for which other values are said: those mean them, too, behind what is said (OpenAPI 3.0.4,
/// 4.7.25). A name that is a value of another schema, or the name of two, says nothing.
fn add_names(claims: &[&Claim], tags: &mut [Vec<String>]) {
    let is_free = |name: &String| !tags.iter().flatten().any(|known| known == name);
    let names = claims.iter().map(|claim| {
        let name = claim.name.as_ref().filter(|name| claim.is_also_its_name() && is_free(name))?;
        let is_shared = claims.iter().filter(|other| other.name.as_ref() == Some(name)).count() > 1;
        (!is_shared).then(|| name.clone())
    });
    let names: Vec<Option<String>> = names.collect();
    for (tags, name) in tags.iter_mut().zip(names) {
        tags.extend(name);
    }
}

/// The values that mean each of those who extend `base`, a parent before its children, and last those that mean `base`
/// itself: what it lists and no other has. A value means the first that claims it.
pub(super) fn of_family(claims: &[Claim], base: &Claim) -> Vec<Vec<String>> {
    // A list of the base or of one between says nothing of those below, but for their names.
    let inherits = |index: usize, claim: &Claim| {
        let is_known = |other: &Claim| other.listed == claim.listed;
        claim.said.is_empty() && (is_known(base) || claims.iter().take(index).any(is_known))
    };
    let below = claims.iter().enumerate().filter(|(index, claim)| inherits(*index, claim));
    let below: Vec<&String> = below.filter_map(|(_, claim)| claim.name.as_ref()).collect();
    let mut tags: Vec<Vec<String>> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let mut own = if inherits(index, claim) { claim.named() } else { claim.tags(&others(claims, index)) };
        if claim.said.is_empty() {
            own.retain(|tag| claim.name.as_ref() == Some(tag) || !below.contains(&tag));
        }
        tags.push(if own.is_empty() { claim.named() } else { own });
    }
    let mut of_base = if base.said.is_empty() { base.listed.clone() } else { base.said.clone() };
    // The name of one for which another value is said is its own, though the base lists it.
    let names = || claims.iter().filter(|claim| claim.is_also_its_name()).filter_map(|claim| claim.name.as_ref());
    of_base.retain(|tag| !base.said.is_empty() || names().filter(|name| *name == tag).count() != 1);
    of_base.retain(|tag| !tags.iter().flatten().any(|known| known == tag));
    of_base.extend(base.name.clone().filter(|name| base.said.is_empty() && !base.listed.contains(name)));
    tags.push(of_base);
    let mut seen: Vec<String> = Vec::new();
    for tags in &mut tags {
        tags.retain(|tag| !seen.contains(tag));
        seen.extend(tags.iter().cloned());
    }
    add_names(&claims.iter().chain([base]).collect::<Vec<_>>(), &mut tags);
    tags
}

fn others(claims: &[Claim], index: usize) -> Vec<&Claim> {
    claims.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, claim)| claim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(name: &str, listed: &[&str]) -> Claim {
        let listed = listed.iter().map(|tag| (*tag).to_owned()).collect();
        Claim { name: Some(name.to_owned()), listed, ..Claim::default() }
    }

    fn said(name: &str, tags: &[&str]) -> Claim {
        Claim { said: tags.iter().map(|tag| (*tag).to_owned()).collect(), ..claim(name, &[]) }
    }

    #[test]
    fn those_who_inherit_a_list_are_known_by_their_names() {
        let all = ["Cat", "Dog", "Fish"];
        let tags = of_family(&[claim("Cat", &all), claim("Dog", &all)], &claim("Pet", &all));
        assert_eq!(tags, [vec!["Cat"], vec!["Dog"], vec!["Fish", "Pet"]]);
        assert_eq!(of_alternatives(&[claim("Cat", &all), claim("Dog", &all)]), [["Cat"], ["Dog"]]);
    }

    #[test]
    fn a_list_of_its_own_means_the_one_that_has_it() {
        let robot = ["robot", "bot"];
        let claims = [claim("Robot", &robot), claim("Drone", &robot), claim("Human", &[])];
        let tags = of_family(&claims, &claim("Account", &["user"]));
        assert_eq!(tags, [vec!["robot", "bot"], vec!["Drone"], vec!["Human"], vec!["user", "Account"]]);
        let cards = [claim("card", &["card", "card_present"]), claim("cash", &["cash"])];
        assert_eq!(of_alternatives(&cards), [vec!["card", "card_present"], vec!["cash"]]);
    }

    #[test]
    fn a_list_of_one_between_is_of_the_names_of_those_below() {
        let kinds = ["Circle", "Square", "Other"];
        let claims = [claim("Shape", &kinds), claim("Circle", &kinds), claim("Square", &kinds), claim("Text", &[])];
        let tags = of_family(&claims, &claim("Thing", &[]));
        assert_eq!(tags, [vec!["Other"], vec!["Circle"], vec!["Square"], vec!["Text"], vec!["Thing"]]);
        let tags = of_family(&[claim("Shape", &kinds[..2]), claim("Circle", &kinds[..2])], &claim("Thing", &[]));
        assert_eq!(tags, [vec!["Square"], vec!["Circle"], vec!["Thing"]]);
    }

    #[test]
    fn what_is_said_comes_first() {
        let claims = [said("Cat", &["c"]), said("Dog", &["c", "d"]), claim("c", &[])];
        assert_eq!(of_family(&claims, &claim("Pet", &[])), [vec!["c"], vec!["d"], vec![], vec!["Pet"]]);
        assert_eq!(of_family(&[said("Cat", &["c"])], &said("Pet", &["p"])), [["c"], ["p"]]);
        // Names count beside it, unless they are said to mean another, are not listed, or are of two.
        let also = |name: &str, tags: &[&str]| Claim { by_name: true, ..said(name, tags) };
        let claims = [also("Cat", &["c"]), also("Dog", &["d", "Bird"]), also("Bird", &["b"])];
        assert_eq!(of_alternatives(&claims), [vec!["c", "Cat"], vec!["d", "Bird", "Dog"], vec!["b"]]);
        assert_eq!(of_family(&[also("Cat", &["c"])], &also("Pet", &["p"])), [["c", "Cat"], ["p", "Pet"]]);
        assert_eq!(of_alternatives(&[also("Cat", &["a"]), also("Cat", &["b"])]), [["a"], ["b"]]);
        let kinds = ["Dog", "hound", "Cat"];
        let dog = Claim { listed: kinds.map(str::to_owned).to_vec(), ..also("Dog", &["hound"]) };
        let tags = of_family(&[dog, claim("Cat", &kinds)], &claim("Pet", &kinds));
        assert_eq!(tags, [vec!["hound", "Dog"], vec!["Cat"], vec!["Pet"]]);
        let lists = Claim { listed: vec!["c".to_owned()], ..also("Cat", &["c"]) };
        assert_eq!(of_alternatives(&[lists]), [["c"]]);
        // Which of them is meant is for the shape to tell.
        let alike = [claim("A", &["x"]), claim("B", &["x"])];
        assert_eq!(of_alternatives(&alike), [["x"], ["x"]]);
    }
}
