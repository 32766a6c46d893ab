//! OpenAPI Overlay documents (1.0 and 1.1): changes to a description, told apart from it, and made before it is read.

use serde_json::Value;
use serde_json_path::JsonPath;
use serde_json_path::PathElement;

use super::codes;
use super::tree::{self, form};
use crate::diag::Diagnostics;
use crate::source::{FileId, Origin, Place, Sources};

/// Makes the changes of the overlay in `overlay` to `value`, the tree of `root`. What is wrong with one action costs that action.
pub(super) fn apply(sources: &Sources, root: FileId, value: &mut Value, overlay: FileId, diags: &mut Diagnostics) {
    let said = match tree::read(sources, overlay, diags) {
        Ok(said) => said,
        Err(fault) => {
            let place = sources.span(overlay, fault.span);
            diags.error(codes::SYNTAX, place, format!("this text cannot be read: {}", fault.message));
            return;
        }
    };
    let top = sources.root(overlay);
    match said.get("overlay").and_then(Value::as_str) {
        Some(version) if version.starts_with("1.") => {}
        Some(_) => {
            let place = sources.member(top, "overlay");
            diags.error(codes::OVERLAY, place, "this version of Overlay is not known").help("versions 1.0 and 1.1 are");
            return;
        }
        None => {
            diags
                .error(codes::OVERLAY, top, "this is not an Overlay document: it does not say its version")
                .help("an Overlay document has a member `overlay`, such as `overlay: 1.1.0`");
            return;
        }
    }
    let list = sources.member(top, "actions");
    let Some(Value::Array(actions)) = said.get("actions") else {
        diags.error(codes::OVERLAY, list, "an Overlay document has a list `actions`");
        return;
    };
    for (index, action) in actions.iter().enumerate() {
        let place = sources.member(list, index);
        let tree = &mut Tree { sources, root, value };
        if let Err((place, why)) = tree.act(&Action { sources, file: overlay, place, value: action }, diags) {
            diags.error(codes::OVERLAY, place, why).note("this action is left out");
        }
    }
}

/// What is to be done, and where that is written.
struct Action<'a> {
    sources: &'a Sources,
    file: FileId,
    place: Place,
    value: &'a Value,
}

impl Action<'_> {
    fn at(&self, key: &str) -> Place {
        self.sources.member(self.place, key)
    }

    fn origin(&self, key: &str) -> Origin {
        let mut keys = self.sources.keys(self.place);
        keys.push(key.to_owned());
        Origin { file: self.file, keys }
    }

    /// The path that a member has.
    fn path(&self, key: &str) -> Result<JsonPath, (Place, String)> {
        let Some(text) = self.value.get(key).and_then(Value::as_str) else {
            return Err((self.place, format!("an action has a member `{key}`, a path such as `$.paths`")));
        };
        JsonPath::parse(text).map_err(|error| {
            let hint = "names with other characters than letters, digits and `_` stand in brackets: `$.paths['/pets']`";
            (self.at(key), format!("this is no JSONPath (RFC 9535), {error}; {hint}"))
        })
    }

    fn flag(&self, key: &str) -> Result<bool, (Place, String)> {
        match self.value.get(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err((self.at(key), format!("expected `true` or `false`, found {}", form(other)))),
        }
    }
}

/// The description that is changed.
struct Tree<'a> {
    sources: &'a Sources,
    root: FileId,
    value: &'a mut Value,
}

/// The keys that lead to a node.
type Keys = Vec<String>;

impl Tree<'_> {
    fn act(&mut self, action: &Action<'_>, diags: &mut Diagnostics) -> Result<(), (Place, String)> {
        const MEMBERS: [&str; 5] = ["target", "description", "update", "remove", "copy"];
        let members = action.value.as_object().ok_or((action.place, "an action is an object".to_owned()))?;
        for key in members.keys().filter(|key| !key.starts_with("x-") && !MEMBERS.contains(&key.as_str())) {
            let message = format!("an action has no member `{key}`");
            diags.warning(codes::UNKNOWN_MEMBER, action.at(key), message).note("it is ignored");
        }
        let target = action.path("target")?;
        let found = self.find(&target);
        if found.is_empty() {
            diags
                .warning(codes::OVERLAY_TARGET, action.at("target"), "nothing in the description is at this path")
                .note("this action does nothing");
            return Ok(());
        }
        if action.flag("remove")? {
            // From the end, so that what is still to be removed stays where it was found.
            found.iter().rev().for_each(|keys| self.remove(keys));
            return Ok(());
        }
        let (update, origin) = match (action.value.get("update"), action.value.get("copy")) {
            (Some(update), None) => (update.clone(), action.origin("update")),
            (None, Some(_)) => self.copied(action)?,
            (None, None) => {
                return Err((action.place, "the action says none of `update`, `remove` and `copy`".to_owned()));
            }
            (Some(_), Some(_)) => return Err((action.at("copy"), "there are both `update` and `copy`".to_owned())),
        };
        for keys in &found {
            self.update(keys, &update, &origin, action)?;
        }
        Ok(())
    }

    /// What `copy` finds, and where it is written.
    fn copied(&self, action: &Action<'_>) -> Result<(Value, Origin), (Place, String)> {
        let found = self.find(&action.path("copy")?);
        let [keys] = found.as_slice() else {
            let why = format!("one node is copied, and there are {} at this path", found.len());
            return Err((action.at("copy"), why));
        };
        let value = keys.iter().try_fold(&*self.value, |value, key| child(value, key)).cloned();
        value.zip(self.sources.origin(self.place(keys))).ok_or((action.at("copy"), "the node is gone".to_owned()))
    }

    fn find(&self, path: &JsonPath) -> Vec<Keys> {
        let nodes = path.query_located(self.value).dedup();
        let key = |element: &PathElement<'_>| match element {
            PathElement::Name(name) => (*name).to_owned(),
            PathElement::Index(index) => index.to_string(),
        };
        nodes.locations().map(|location| location.iter().map(key).collect()).collect()
    }

    fn place(&self, keys: &[String]) -> Place {
        keys.iter().fold(self.sources.root(self.root), |place, key| self.sources.member(place, key))
    }

    fn get_mut(&mut self, keys: &[String]) -> Option<&mut Value> {
        keys.iter().try_fold(&mut *self.value, |value, key| match value {
            Value::Object(members) => members.get_mut(key),
            Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
            _ => None,
        })
    }

    fn remove(&mut self, keys: &[String]) {
        let Some((last, parent)) = keys.split_last() else {
            *self.value = Value::Null;
            return;
        };
        let place = self.place(parent);
        let sources = self.sources;
        match self.get_mut(parent) {
            Some(Value::Object(members)) => {
                members.shift_remove(last);
            }
            Some(Value::Array(items)) => {
                let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) else { return };
                items.remove(index);
                for next in index..items.len() {
                    sources.moved(sources.member(place, next + 1), sources.member(place, next));
                }
            }
            _ => {}
        }
    }

    fn update(
        &mut self,
        keys: &[String],
        update: &Value,
        origin: &Origin,
        action: &Action<'_>,
    ) -> Result<(), (Place, String)> {
        let place = self.place(keys);
        let sources = self.sources;
        let Some(node) = self.get_mut(keys) else { return Ok(()) };
        match (&mut *node, update) {
            (Value::Object(_), Value::Object(_)) => merge(sources, place, node, update, origin),
            // A list gets one more item, whatever that is.
            (Value::Array(items), _) => {
                sources.graft(sources.member(place, items.len()), origin.clone());
                items.push(update.clone());
            }
            (Value::Object(_), other) => {
                let why = format!("an object is at this path, and the update is {}", form(other));
                return Err((action.at("target"), why));
            }
            _ => merge(sources, place, node, update, origin),
        }
        Ok(())
    }
}

fn child<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(members) => members.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// Members are merged by name, lists joined, and everything else takes the place of what was there.
fn merge(sources: &Sources, place: Place, node: &mut Value, update: &Value, origin: &Origin) {
    let inner = |key: &str| {
        let keys = origin.keys.iter().cloned().chain([key.to_owned()]).collect();
        Origin { keys, ..*origin }
    };
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (key, update) in updates {
                let place = sources.member(place, key);
                match members.get_mut(key) {
                    Some(member) => merge(sources, place, member, update, &inner(key)),
                    None => {
                        sources.graft(place, inner(key));
                        members.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(updates)) => {
            for (index, update) in updates.iter().enumerate() {
                sources.graft(sources.member(place, items.len()), inner(&index.to_string()));
                items.push(update.clone());
            }
        }
        (node, update) => {
            sources.graft(place, origin.clone());
            *node = update.clone();
        }
    }
}
