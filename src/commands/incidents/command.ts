import {commandRecord} from '../../options/command-record.ts';
import type {IncidentsOptions} from './run.ts';

export const incidents = commandRecord<IncidentsOptions>({
	name: 'incidents',
	argument: '[path...]',
	usage: '[options] [PATH...] | -- COMMAND [ARG...]',
	summary: 'list what went wrong, when, and what led up to it',
	flags: [
		{flags: '--json', help: 'print JSON', conflicts: ['markdown']},
		{flags: '--markdown', help: 'print Markdown', conflicts: ['json']},
	],
	read: async ({words, flags, log, settings}) => ({
		...(await log({paths: words})),
		format: flags.json ? 'json' : flags.markdown ? 'markdown' : 'text',
		ascii: (await settings()).ascii,
	}),
	run: async options => (await import('./run.ts')).run(options),
});
