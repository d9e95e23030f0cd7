import {checkWatchWords} from '../../options/choose-source.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {WatchOptions} from './watch-options.ts';

export const watch = commandRecord<WatchOptions>({
	name: 'watch',
	argument: '[path...]',
	usage: '[options] [PATH...] | -- COMMAND [ARG...]',
	summary: 'watch a pipeline or open a log, on the screen',
	flags: [],
	async read(asked) {
		checkWatchWords(asked.words, asked.commandNames);
		const log = await asked.log({paths: asked.words, mayBeNone: true});
		return {...log, ...(await asked.screen(log))};
	},
	run: async options => (await import('./run.ts')).run(options),
	isScreen: true,
});
