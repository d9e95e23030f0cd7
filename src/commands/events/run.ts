import {isatty} from 'node:tty';
import {SourceError} from '../../errors.ts';
import type {Misread} from '../../events/misreadings.ts';
import {FieldWatch} from '../../history/index/field-watch.ts';
import {compileMatcher, type LineMatcher} from '../../history/line-matcher.ts';
import {isAddress} from '../../sources/index.ts';
import {missingIn} from '../missing-in.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {selectionOf} from '../selection.ts';
import {tell} from '../tell.ts';
import {tellMisread} from '../tell-misread.ts';
import type {EventsOptions} from './events-options.ts';
import {LineCount} from './line-count.ts';
import {LineOutput} from './line-output.ts';
import {misreadStart} from './misread-start.ts';
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
	let misread: Misread | undefined;
	if (!printed.isAll) {
		const {printByLines} = await import('./print-by-lines.ts'); // rarely needed, and slow to load
		misread = await printByLines(options, matcher && watched(matcher, watch), output, printed.lines, problems.take);
	}
	await output.end();
	if (!output.isClosed) {
		await tellNotUnderstood(options, misread);
	}
	if (output.lines > 0 || output.isClosed) {
		return output.isClosed ? 0 : problems.exitCode(0);
	}
	const problem = printed.isAll && only !== undefined ? await missingIn(only, options, watch) : watch.problem;
	if (problem !== undefined) {
		tell(problem);
	}
	return problems.exitCode(1);
}

/** @param misread - `undefined` where the search left most lines unread. */
async function tellNotUnderstood(options: EventsOptions, misread: Misread | undefined): Promise<void> {
	const [path] = options.files;
	if (misread !== undefined) {
		tellMisread(misread, options);
	} else if (path !== undefined) {
		const start = await misreadStart(path, options.read).catch((error: unknown) => {
			if (error instanceof SourceError) {
				return undefined; // gone since it was printed
			}
			throw error;
		});
		if (start !== undefined) {
			tellMisread(start.misread, options, {isStart: !start.isWhole});
		}
	}
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
