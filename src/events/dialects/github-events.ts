import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
What people and programs did in repositories, as GitHub's events API, the archives of it and its audit log write it.

https://docs.github.com/en/rest/using-the-rest-api/github-event-types
*/
export const githubEvents: Dialect = {
	name: 'github-events',
	markers: ['actor', 'sender'],
	decidedBy: [],
	matches: fields =>
		(textAt(fields, 'type') !== undefined || textAt(fields, 'action') !== undefined) &&
		(Object.hasOwn(fields, 'repo') || Object.hasOwn(fields, 'repository') || Object.hasOwn(fields, 'org')) &&
		!Object.hasOwn(fields, 'msg') &&
		!Object.hasOwn(fields, 'message'),
	rules: [
		{
			name: 'github events: what was done where',
			when: 'has(actor) or has(sender)',
			component: [
				'repo.name',
				'repo.full_name',
				'repo',
				'repository.full_name',
				'repository.name',
				'repository',
				'org.login',
				'org',
				'actor.login',
				'actor',
			],
			event: ['{type} {payload.action}', '{action}'],
		},
	],
};
