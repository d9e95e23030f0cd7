import {isatty} from 'node:tty';
import {FieldWatch} from '../../history/index/field-watch.ts';
import {compileMatcher, type LineMatcher} from '../../history/line-matcher.ts';
import {isAddress} from '../../sources/index.ts';
import {missingIn} from '../missing-in.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {selectionOf} from '../selection.ts';
import {tell} from '../tell.ts';
import type {EventsOptions} from './events-options.ts';
import {LineCount} from './line-count.ts';
import {LineOutput} from './line-output.ts';
import {printByBytes} from './print-by-bytes.ts';

/**
Prints the lines that match, as they were written, or their count. With `--follow` it runs until it is ended. It also
ends when the reader of stdout goes away.

@returns 3 if a source could not be read to its end, 1 if no line matches, else 0.
*/
export async function run(options: EventsOptions): Promise<number> {
	const {files, follow, command, stdin, isCount} = options;
	const selection = await selectionOf(options);
	const matcher = compileMatcher(selection, [selection.filter]);
	const output = isCount ? new LineCount() : new LineOutput(print, isatty(1));
	const problems = new Problems();
	const [only] = files;
	const isAlone = only !== undefined && files.length === 1 && !follow && !isAddress(only) && !stdin && command === undefined;
	const printed = isAlone ? await printByBytes(only, {...options, selection, output, onProblem: problems.take}) : {lines: 0, isAll: false};
	const watch = new FieldWatch(selection.filter);
	if (!printed.isAll) {
		const {printByLines} = await import('./print-by-lines.ts'); // rarely needed, and slow to load
		await printByLines(options, matcher && watched(matcher, watch), output, printed.lines, problems.take);
	}
	await output.end();
	if (output.lines > 0 || output.isClosed) {
		return output.isClosed ? 0 : problems.exitCode(0);
	}
	const problem = printed.isAll && only !== undefined ? await missingIn(only, options, watch) : watch.problem;
	if (problem !== undefined) {
		tell(problem);
	}
	return problems.exitCode(1);
}

/** The same matcher, which also notes which fields the lines have. */
function watched(matcher: LineMatcher, watch: FieldWatch): LineMatcher {
	return {
		...matcher,
		matchesLine(parsed, text, timeMs) {
			watch.take(parsed);
			return matcher.matchesLine(parsed, text, timeMs);
		},
	};
}
