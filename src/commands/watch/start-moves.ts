import {newestTimeMs} from '../../engine/fold/newest-time.ts';
import type {Selection} from '../../history/line-matcher.ts';
import type {CursorMove} from '../../insight/cursor.ts';
import {resolveCursorTime} from '../../options/values/cursor-time.ts';
import {eachReadable} from '../../reading/each-readable.ts';
import {firstTimeMs} from '../../reading/order-files.ts';
import type {LogSpan} from '../../screen/state/log-span.ts';
import type {WatchOptions} from './watch-options.ts';

/**
The cursor's first moves: `--at` goes to a time, `--speed` plays from there or from the start.

@throws SourceError if the log's ends are needed and no file can be read.
*/
export async function startMoves(options: WatchOptions, selection: Selection): Promise<readonly CursorMove[]> {
	const {at, speed, read} = options;
	const moves: CursorMove[] = [];
	if (at !== undefined) {
		const span = await spanOf(options, selection);
		moves.push({type: 'go-to', atMs: resolveCursorTime(at, span, read.timeZone)});
	}
	if (speed !== undefined) {
		moves.push({type: 'set-speed', speed}, ...(at === undefined ? [{type: 'go-to-start'} as const] : []), {type: 'play'});
	}
	return moves;
}

/** The ends of the selected log before it is read. A live log ends now. */
async function spanOf({files, follow, command, stdin, read}: WatchOptions, {sinceMs, untilMs}: Selection): Promise<LogSpan> {
	const nowMs = Date.now();
	const isLive = follow || stdin || command !== undefined;
	const times = await eachReadable(files, path => firstTimeMs(path, read));
	const firstMs = Math.min(...times.filter(timeMs => timeMs !== undefined));
	const newestMs = isLive ? nowMs : ((await newestTimeMs(files, read)) ?? nowMs);
	return {
		fromMs: Math.max(sinceMs ?? Number.NEGATIVE_INFINITY, Number.isFinite(firstMs) ? firstMs : nowMs),
		endMs: Math.min(untilMs ?? Number.POSITIVE_INFINITY, newestMs),
		isReading: isLive,
	};
}
