import {commandRecord} from '../../options/command-record.ts';
import type {RecordingsOptions} from './run.ts';

export const recordings = commandRecord<RecordingsOptions>({
	name: 'recordings',
	usage: '[--json] [--prune]',
	summary: 'what was recorded of pipes and pipelines: where, how much, whether somebody still writes it',
	flags: [
		{flags: '--json', help: 'as JSON'},
		{flags: '--prune', help: 'remove old ones now, as the start of a recording does'},
	],
	read: async ({flags}) => ({isJson: flags.json === true, prunes: flags.prune === true}),
	run: async options => (await import('./run.ts')).run(options),
});
