//! Planning, whatever the chains.

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;
    use rollcall_atlassian::AccountId;
    use rollcall_core::{
        diff::{Details, Diff},
        journal::RunId,
        plan::{Batch, Options, Plan},
    };

    /// People in a random order of rows; each takes the address of the next in `takes`, or a new one.
    #[derive(Clone, Debug)]
    struct People {
        rows: Vec<usize>,
        takes: Vec<Option<usize>>,
        administrators: Vec<bool>,
    }

    impl People {
        fn diffs(&self) -> Vec<Diff> {
            let address = |person: usize| format!("P{person}@old.example");
            self.rows
                .iter()
                .enumerate()
                .map(|(row, &person)| Diff {
                    row: row as u32,
                    line: row as u32 + 2,
                    account: AccountId::parse(&format!("id{person}")),
                    name: None,
                    before: Some(address(person)),
                    // Case does not matter.
                    after: self.takes[person].map_or_else(
                        || format!("p{person}@new.example"),
                        |other| address(other).to_lowercase(),
                    ),
                    details: Details::new(),
                    administrator: self.administrators[person],
                })
                .collect()
        }
    }

    /// Chains only: whoever takes an address takes that of somebody with a higher number.
    fn chains() -> impl Strategy<Value = People> {
        (1usize..80).prop_flat_map(|people| {
            let rows = Just((0..people).collect::<Vec<_>>()).prop_shuffle();
            let is_member = prop::collection::vec(any::<bool>(), people);
            let administrators = prop::collection::vec(prop::bool::weighted(0.2), people);
            (rows, is_member, administrators).prop_map(move |(rows, is_member, administrators)| {
                let takes = (0..people)
                    .map(|at| (is_member[at] && at + 1 < people).then_some(at + 1))
                    .collect();
                People {
                    rows,
                    takes,
                    administrators,
                }
            })
        })
    }

    /// Everybody takes somebody's address: nothing but cycles, some of them of one.
    fn cycles() -> impl Strategy<Value = People> {
        (2usize..40).prop_flat_map(|people| {
            let takes = Just((0..people).collect::<Vec<_>>()).prop_shuffle();
            takes.prop_map(move |takes| People {
                rows: (0..people).collect(),
                takes: takes.into_iter().map(Some).collect(),
                administrators: vec![false; people],
            })
        })
    }

    fn options() -> impl Strategy<Value = Options> {
        (0u32..6, 0u32..30).prop_map(|(canary, batch)| Options {
            canary,
            batch,
            ..Options::default()
        })
    }

    fn batch_of(plan: &Plan, step: u32) -> usize {
        plan.batches
            .iter()
            .position(|batch| batch.range().contains(&step))
            .unwrap()
    }

    proptest! {
        #[test]
        fn every_row_runs_once_and_after_what_it_waits_for(people in chains(), options in options()) {
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), people.diffs(), &options, |_| false).unwrap();
            let rows: BTreeSet<u32> = plan.steps.iter().map(|step| step.row).collect();
            prop_assert_eq!((rows.len(), plan.steps.len()), (people.rows.len(), people.rows.len()));
            let in_batches: u32 = plan.batches.iter().map(|&batch| plan.rows_in(batch)).sum();
            prop_assert_eq!(in_batches as usize, people.rows.len());
            for (at, step) in plan.steps.iter().enumerate() {
                prop_assert!(step.waits_for.iter().all(|&other| (other as usize) < at));
            }
        }

        #[test]
        fn in_this_order_no_address_is_ever_taken_twice(people in chains(), options in options()) {
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), people.diffs(), &options, |_| false).unwrap();
            let mut held: BTreeMap<String, String> = plan
                .rows
                .iter()
                .map(|row| (row.before.clone().unwrap().to_lowercase(), row.person().to_owned()))
                .collect();
            let begin = held.clone();
            let mut set = |account: &str, from: &str, to: &str| {
                assert_eq!(held.remove(&from.to_lowercase()).as_deref(), Some(account));
                assert_eq!(held.insert(to.to_lowercase(), account.to_owned()), None, "{to} is taken");
            };
            for (at, step) in plan.steps.iter().enumerate() {
                set(plan.row_of(at as u32).person(), step.from.as_deref().unwrap(), &step.to);
            }
            for (at, step) in plan.steps.iter().enumerate().rev() {
                set(plan.row_of(at as u32).person(), &step.to, step.from.as_deref().unwrap());
            }
            prop_assert_eq!(held, begin, "the reverse order undoes it");
        }

        #[test]
        fn batches_cover_the_steps_within_their_size(people in chains(), options in options()) {
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), people.diffs(), &options, |_| false).unwrap();
            let mut next = 0;
            for (at, batch) in plan.batches.iter().enumerate() {
                let most = if batch.canary { options.canary } else { options.batch.max(1) };
                prop_assert!(batch.first == next && (1..=most).contains(&batch.steps));
                prop_assert!(!batch.canary || at == 0);
                next += batch.steps;
            }
            prop_assert_eq!(next as usize, plan.steps.len());
        }

        #[test]
        fn the_canary_has_as_many_as_it_may_and_nobody_of_a_chain(people in chains(), options in options()) {
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), people.diffs(), &options, |_| false).unwrap();
            let is_fit = |person: usize| {
                !people.administrators[person]
                    && people.takes[person].is_none()
                    && (person == 0 || people.takes[person - 1].is_none())
            };
            let fit = people.rows.iter().copied().filter(|&person| is_fit(person)).take(options.canary as usize);
            let expected: Vec<String> = fit.map(|person| format!("id{person}")).collect();
            let canary = plan.batches.iter().filter(|batch| batch.canary).flat_map(|batch| batch.range());
            let canary: Vec<String> = canary.map(|step| plan.row_of(step).person().to_owned()).collect();
            prop_assert_eq!(canary, expected);
        }

        #[test]
        fn a_chain_is_cut_only_where_it_is_longer_than_a_batch(people in chains(), options in options()) {
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), people.diffs(), &options, |_| false).unwrap();
            let mut chains: Vec<Vec<u32>> = vec![Vec::new()];
            let step_of = |person: usize| {
                let id = format!("id{person}");
                (0..plan.steps.len() as u32).find(|&step| plan.row_of(step).person() == id).unwrap()
            };
            for person in 0..people.takes.len() {
                chains.last_mut().unwrap().push(step_of(person));
                if people.takes[person].is_none() {
                    chains.push(Vec::new());
                }
            }
            for chain in chains.iter().filter(|chain| chain.len() <= options.batch as usize) {
                let batches: BTreeSet<usize> = chain.iter().map(|&step| batch_of(&plan, step)).collect();
                prop_assert!(batches.len() <= 1, "{chain:?} is cut");
            }
        }

        #[test]
        fn a_plan_reads_back_as_it_was_written(people in chains(), options in options()) {
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), people.diffs(), &options, |_| false).unwrap();
            let text = serde_json::to_string(&plan).unwrap();
            let read = serde_json::from_str::<Plan<String>>(&text).unwrap();
            prop_assert_eq!(read.open(rollcall_core::action::resolve).unwrap(), plan);
        }

        #[test]
        fn every_cycle_takes_one_call_more_and_can_be_unwound_from_everywhere(
            people in cycles(),
            options in options(),
        ) {
            let diffs: Vec<Diff> = people.diffs();
            let plan = Plan::make(rollcall_core::action::change_email::ACTION.run(), diffs, &options, |_| false).unwrap();
            let in_cycles = people.takes.iter().enumerate().filter(|&(at, &other)| other != Some(at)).count();
            let members: u32 = plan.cycles.iter().map(|cycle| cycle.accounts).sum();
            prop_assert_eq!(members as usize, in_cycles);
            prop_assert_eq!(plan.calls(), people.rows.len() + plan.cycles.len());
            let temporary: BTreeSet<&str> = plan.cycles.iter().map(|cycle| cycle.temporary.as_str()).collect();
            prop_assert_eq!(temporary.len(), plan.cycles.len(), "each cycle has an address of its own");
            for (at, cycle) in plan.cycles.iter().enumerate() {
                let batch = batch_of(&plan, cycle.first);
                for step in cycle.range() {
                    prop_assert_eq!(plan.cycle_of(step), Some(at));
                    prop_assert_eq!(batch_of(&plan, step), batch, "no batch cuts it");
                    prop_assert!(!plan.batches[batch].canary);
                }
            }
            let in_batches: u32 = plan.batches.iter().map(|&batch| plan.rows_in(batch)).sum();
            prop_assert_eq!(in_batches as usize, plan.rows.len());
            // Whichever step is the last that is done, the way back leads to the beginning.
            let begin: BTreeMap<String, String> = plan
                .rows
                .iter()
                .map(|row| (row.before.clone().unwrap().to_lowercase(), row.person().to_owned()))
                .collect();
            for cycle in &plan.cycles {
                for done in cycle.forward() {
                    let mut held = begin.clone();
                    for step in cycle.first..=done {
                        set(&plan, &mut held, step);
                    }
                    if done == cycle.close() {
                        for step in cycle.forward() {
                            let row = plan.row_of(step);
                            prop_assert_eq!(held.get(&row.wanted.to_lowercase()), Some(&row.person().to_owned()));
                        }
                        continue;
                    }
                    for back in cycle.back() {
                        let undone = plan.steps[back as usize].undoes.unwrap();
                        prop_assert_eq!(cycle.undone_by(back), Some(undone));
                        prop_assert_eq!(cycle.undoing(undone), Some(back));
                        if undone <= done {
                            set(&plan, &mut held, back);
                        }
                    }
                    prop_assert_eq!(&held, &begin);
                }
            }
        }
    }

    /// Makes one call on a list of who holds what, and minds that nobody takes what another has.
    fn set(plan: &Plan, held: &mut BTreeMap<String, String>, step: u32) {
        let account = plan.row_of(step).person().to_owned();
        let of = &plan.steps[step as usize];
        assert_eq!(
            held.remove(&of.from.as_deref().unwrap().to_lowercase()),
            Some(account.clone())
        );
        assert_eq!(
            held.insert(of.to.to_lowercase(), account),
            None,
            "{} is taken",
            of.to
        );
    }

    fn swap(first_is_administrator: bool) -> Vec<Diff> {
        let people = People {
            rows: vec![0, 1],
            takes: vec![Some(1), Some(0)],
            administrators: vec![first_is_administrator, false],
        };
        people.diffs()
    }

    #[test]
    fn an_administrator_is_parked_only_where_nobody_else_can_be() {
        for (is_administrator, parked) in [(false, "id0"), (true, "id1")] {
            let plan = Plan::make(
                rollcall_core::action::change_email::ACTION.run(),
                swap(is_administrator),
                &Options::default(),
                |_| false,
            )
            .unwrap();
            let (row, _) = plan.parked().next().unwrap();
            assert_eq!(row.person(), parked);
        }
    }

    #[test]
    fn a_temporary_address_is_nobodys_and_on_the_domain_of_the_account() {
        let options = Options {
            run: RunId::of_draw(0xabc),
            ..Options::default()
        };
        let first = Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            swap(false),
            &options,
            |_| false,
        )
        .unwrap()
        .cycles[0]
            .temporary
            .clone();
        assert_eq!(first, "rollcall-temporary-0000000000000abc-1@old.example");
        let other = Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            swap(false),
            &options,
            |address| address == first,
        )
        .unwrap();
        assert_eq!(
            other.cycles[0].temporary,
            "rollcall-temporary-0000000000000abc-1-2@old.example"
        );
        assert_eq!(
            other.sentence(0),
            "3 calls in 1 batch; 2 people will be logged out, id0 (line 2) twice."
        );
    }

    #[test]
    fn without_chains_the_order_of_the_file_stays() {
        let people = People {
            rows: (0..412).collect(),
            takes: vec![None; 412],
            administrators: vec![false; 412],
        };
        let plan = Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            people.diffs(),
            &Options::default(),
            |_| false,
        )
        .unwrap();
        assert!(
            plan.steps
                .iter()
                .enumerate()
                .all(|(at, step)| step.row as usize == at)
        );
        assert_eq!(
            plan.batches[0],
            Batch {
                canary: true,
                first: 0,
                steps: 3
            }
        );
        let sizes: Vec<u32> = plan.batches[1..].iter().map(|batch| batch.steps).collect();
        assert_eq!(sizes, [50, 50, 50, 50, 50, 50, 50, 50, 9]);
        assert_eq!(
            plan.sentence(3),
            "412 calls in 10 batches; 412 people will be logged out; 3 rows left out."
        );
    }

    #[test]
    fn a_chain_of_100_000_has_an_order() {
        let takes = (0..100_000)
            .map(|at| (at + 1 < 100_000).then_some(at + 1))
            .collect();
        let people = People {
            rows: (0..100_000).collect(),
            takes,
            administrators: vec![false; 100_000],
        };
        let plan = Plan::make(
            rollcall_core::action::change_email::ACTION.run(),
            people.diffs(),
            &Options::default(),
            |_| false,
        )
        .unwrap();
        assert!(
            plan.steps
                .iter()
                .enumerate()
                .all(|(at, step)| step.row as usize == 99_999 - at)
        );
    }
}
