import {UsageError} from '../../errors.ts';
import {isFileShownAs} from '../../files/file-names.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {EventsOptions} from './events-options.ts';

export const events = commandRecord<EventsOptions>({
	name: 'events',
	argument: '[filter...]',
	usage: '[options] [PATH...] [FILTER] | -- COMMAND [ARG...]',
	summary: 'print the matching lines as they were written; exit 1 if there are none',
	flags: [{flags: '-c, --count', help: 'print only how many lines match (grep -c)'}],
	async read({words, flags, log, namesLog}) {
		// The last word is the filter, unless it is the only one and a file.
		const isPath = words.length === 1 && isFileShownAs(words[0] ?? '') && !(await namesLog());
		const read = isPath ? {paths: words} : {paths: pathsBefore(words), filter: words.at(-1)};
		return {...(await log(read)), isCount: flags.count === true};
	},
	run: async options => (await import('./run.ts')).run(options),
});

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
