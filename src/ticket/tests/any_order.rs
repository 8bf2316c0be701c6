//! Whatever is done, in whatever order: the state is the fold of the events, and what is stored reads as it was.

use super::story::{Story, report};
use crate::ticket::*;
use proptest::prelude::*;

const PEOPLE: [&str; 6] = ["junior", "senior", "super", "manager", "product", "wang"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_state_is_the_fold_of_the_events(
        requirement in any::<bool>(),
        steps in proptest::collection::vec((0..PEOPLE.len(), 0..Step::ALL.len(), 0..3usize), 0..60),
    ) {
        let mut story = Story::new();
        let numbers = [story.register(report(requirement)), story.register(report(false)), story.register(report(true))];
        for (who, step, which) in steps {
            let number = numbers[which];
            let mut verb = Step::ALL[step].sample(story.of(number));
            if let Verb::Assign { to, .. } = &mut verb {
                *to = story.people.get(who).cloned();
            }
            if let Verb::Attach { ticket } = &mut verb {
                *ticket = numbers[(which + 1) % 3];
            }
            if let Verb::Declare { tickets } = &mut verb {
                *tickets = numbers.to_vec();
            }
            // What is split off has no report here.
            if !matches!(verb, Verb::Split { .. }) {
                let before = story.tickets.clone();
                if story.act(PEOPLE[who], number, verb).is_err() {
                    prop_assert_eq!(&before, &story.tickets, "what is rejected changes nothing");
                }
            }
        }
        for number in numbers {
            let ticket = story.of(number);
            let events = &story.events[&number];
            prop_assert_eq!(&Ticket::fold(number, events).unwrap(), ticket);
            prop_assert_eq!(ticket.version, events.len() as u64);
            // No more than a moment of the past is needed to go on from.
            let half = events.len() / 2;
            if let Some(mut resumed) = Ticket::fold(number, &events[..half]) {
                events[half..].iter().for_each(|recorded| resumed.apply(recorded));
                prop_assert_eq!(&resumed, ticket);
            }
            for recorded in events {
                let stored = serde_json::to_string(&recorded.event).unwrap();
                prop_assert_eq!(&serde_json::from_str::<TicketEvent>(&stored).unwrap(), &recorded.event);
                let tagged: serde_json::Value = serde_json::from_str(&stored).unwrap();
                prop_assert_eq!(tagged["event"].as_str(), Some(recorded.event.name()));
            }
            // Nobody joins what has itself joined another: what is heard goes down and comes to an end.
            let above = std::iter::successors(ticket.attached_to, |above| story.of(*above).attached_to);
            prop_assert!(above.take(10).count() < numbers.len());
        }
    }
}
