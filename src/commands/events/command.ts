import {statSync} from 'node:fs';
import {UsageError} from '../../errors.ts';
import {fileNamed, filesShownAs, isFileShownAs} from '../../files/file-names.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {EventsOptions} from './events-options.ts';

export const events = commandRecord<EventsOptions>({
	name: 'events',
	argument: '[filter...]',
	usage: '[options] [PATH...] [FILTER] | -- COMMAND [ARG...]',
	summary: 'print the matching lines as they were written; exit 1 if there are none',
	flags: [{flags: '-c, --count', help: 'print only how many lines match (grep -c)'}],
	async read({words, flags, log}) {
		const last = words.at(-1);
		const read = last === undefined || isReadable(last) ? {paths: words} : {paths: pathsBefore(words), filter: last};
		return {...(await log(read)), isCount: flags.count === true};
	},
	run: async options => (await import('./run.ts')).run(options),
});

/**
The last word is a filter only if there is no such file. A folder is not read, so it may have the name of a stage.
*/
function isReadable(word: string): boolean {
	return filesShownAs(word).some(path => statSync(fileNamed(path), {throwIfNoEntry: false})?.isDirectory() === false);
}

/** All words but the last, which is the filter. Rejects a filter that was written without quotes. */
function pathsBefore(words: readonly string[]): readonly string[] {
	const paths = words.slice(0, -1);
	const first = paths.findIndex(path => /[=<>~]|^(?:and|or|not)$/i.test(path) && !isFileShownAs(path));
	if (first !== -1) {
		throw new UsageError(
			`events: ${paths[first]} is not a file (quote the filter so that it is one word: '${words.slice(first).join(' ')}')`,
		);
	}
	return paths;
}
