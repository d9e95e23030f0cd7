import type {Dialect} from './dialect.ts';
import {fieldsAt, textAt} from './pick.ts';

/**
GitHub's stream of events, and others of its shape: who did what to which repository.

https://docs.github.com/en/rest/using-the-rest-api/github-event-types
*/
export const githubEvents: Dialect = {
	name: 'github-events',
	markers: ['actor'],
	matches: fields => textAt(fields, 'type') !== undefined && textAt(fieldsAt(fields, 'repo'), 'name') !== undefined,
	rules: [{name: 'github events: any', when: 'has(type)', component: ['repo.name', 'actor.login'], event: '{type} {payload.action}'}],
};
