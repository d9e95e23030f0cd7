import {commandRecord} from '../../options/command-record.ts';
import type {RecordingsOptions} from './run.ts';

export const recordings = commandRecord<RecordingsOptions>({
	name: 'recordings',
	usage: '[--json] [--prune]',
	summary: 'list recordings of pipes and pipelines: path, size, and whether they are still being written',
	flags: [
		{flags: '--json', help: 'print JSON'},
		{flags: '--prune', help: 'remove old recordings now (as starting a new one does)'},
	],
	read: async ({flags}) => ({isJson: flags.json === true, prunes: flags.prune === true}),
	run: async options => (await import('./run.ts')).run(options),
});
