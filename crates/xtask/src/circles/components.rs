//! Strongly connected components, by Tarjan's algorithm.

/// The components of more than one node. `arrows[node]` names the nodes that a node has arrows to; each component is sorted, and so
/// are the components.
pub(super) fn components(arrows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        arrows,
        number: vec![None; arrows.len()],
        low: vec![0; arrows.len()],
        on_stack: vec![false; arrows.len()],
        stack: Vec::new(),
        visited: 0,
        found: Vec::new(),
    };
    for node in 0..arrows.len() {
        if search.number[node].is_none() {
            search.visit(node);
        }
    }
    let mut found = search.found;
    found.sort_unstable();
    found
}

struct Search<'a> {
    arrows: &'a [Vec<usize>],
    /// In which order the nodes were visited.
    number: Vec<Option<usize>>,
    /// The lowest number on the stack that can be reached from a node.
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    visited: usize,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn visit(&mut self, node: usize) {
        let number = self.visited;
        self.visited += 1;
        self.number[node] = Some(number);
        self.low[node] = number;
        self.stack.push(node);
        self.on_stack[node] = true;
        for next in &self.arrows[node] {
            match self.number[*next] {
                None => {
                    self.visit(*next);
                    self.low[node] = self.low[node].min(self.low[*next]);
                }
                Some(number) if self.on_stack[*next] => self.low[node] = self.low[node].min(number),
                Some(_) => {}
            }
        }
        if self.low[node] == number {
            let begin = self.stack.iter().rposition(|other| *other == node).unwrap_or(0);
            let mut component = self.stack.split_off(begin);
            for member in &component {
                self.on_stack[*member] = false;
            }
            if component.len() > 1 {
                component.sort_unstable();
                self.found.push(component);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nodes_that_reach_each_other_belong_together() {
        // 0 ⇄ 1 → 2 → 3 → 4 → 2, 5 → 0, 6 → 6
        let arrows = [vec![1], vec![0, 2], vec![3], vec![4], vec![2], vec![0], vec![6]];
        assert_eq!(components(&arrows), [vec![0, 1], vec![2, 3, 4]]);
        assert_eq!(components(&[vec![1], vec![2], vec![]]), Vec::<Vec<usize>>::new());
    }
}
