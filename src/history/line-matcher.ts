import type {LogEvent, ParsedLine} from '../events/event.ts';
import {compileFilter, type Needed, neededByBoth, nothingNeeded} from '../query/filter.ts';

/** Which lines of a log count: `--since`, `--until`, `--level`, `--stage`, `--filter`. Times are epoch milliseconds, both inclusive. */
export type Selection = {readonly filter: string | undefined; readonly sinceMs: number | undefined; readonly untilMs: number | undefined};

/** Applies the same rule to events and lines. */
export type LineMatcher = {
	/** Whether a line without a time can't be decided yet. */
	readonly needsTime: boolean;
	/** What a line must have to match. */
	readonly needed: Needed;
	matchesEvent(event: LogEvent, text: string, timeMs: number): boolean;
	/** A line matches if one of its events does. A blank line never does. */
	matchesLine(parsed: ParsedLine, text: string, timeMs: number | undefined): boolean;
};

/**
@param filters - All of them must match.
@returns `undefined` when every line that is not blank matches.
@throws FilterError
*/
export function compileMatcher(
	{sinceMs, untilMs}: Omit<Selection, 'filter'>,
	filters: ReadonlyArray<string | undefined>,
): LineMatcher | undefined {
	const compiled = filters.filter(filter => filter !== undefined && filter.trim() !== '').map(filter => compileFilter(filter ?? ''));
	if (compiled.length === 0 && sinceMs === undefined && untilMs === undefined) {
		return undefined;
	}
	const from = sinceMs ?? Number.NEGATIVE_INFINITY;
	const to = untilMs ?? Number.POSITIVE_INFINITY;
	const needsTime = sinceMs !== undefined || untilMs !== undefined;
	const matchesEvent = (event: LogEvent | undefined, text: string, timeMs: number | undefined) =>
		(timeMs === undefined ? !needsTime : timeMs >= from && timeMs <= to) && compiled.every(filter => filter.matches(event, text));
	const needed = compiled.map(filter => filter.needed);
	return {
		needsTime,
		needed: needed.length === 0 ? nothingNeeded : needed.reduce(neededByBoth),
		matchesEvent,
		matchesLine(parsed, text, timeMs) {
			if (parsed.type === 'blank') {
				return false;
			}
			if (parsed.events.length === 0) {
				return matchesEvent(undefined, text, timeMs);
			}
			let eventMs = timeMs;
			return parsed.events.some(event => {
				eventMs = event.timeMs ?? eventMs;
				return matchesEvent(event, text, eventMs);
			});
		},
	};
}
