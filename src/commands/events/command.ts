import {UsageError} from '../../errors.ts';
import {isFileShownAs} from '../../files/file-names.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {EventsOptions} from './run.ts';

export const events = commandRecord<EventsOptions>({
	name: 'events',
	argument: '[filter...]',
	usage: '[options] [PATH...] [FILTER] | -- COMMAND [ARG...]',
	summary: 'the matching lines, as they were written; exit 1 when none',
	flags: [{flags: '-c, --count', help: 'only how many they are (grep -c)'}],
	async read({words, flags, log, namesLog}) {
		// The last word is the filter, unless it is the only one and a file.
		const isPath = words.length === 1 && isFileShownAs(words[0] ?? '') && !(await namesLog());
		const read = isPath ? {paths: words} : {paths: pathsBefore(words), filter: words.at(-1)};
		return {...(await log(read)), isCount: flags.count === true};
	},
	run: async options => (await import('./run.ts')).run(options),
});

/** All but the last word, which is the filter: it may have been written as several. */
function pathsBefore(words: readonly string[]): readonly string[] {
	const paths = words.slice(0, -1);
	const first = paths.findIndex(path => /[=<>~]|^(?:and|or|not)$/i.test(path) && !isFileShownAs(path));
	if (first !== -1) {
		throw new UsageError(
			`events: ${paths[first]} is not a file (a filter is one word: put it in quotes, '${words.slice(first).join(' ')}')`,
		);
	}
	return paths;
}
