import type {Selection} from '../engine/protocol.ts';
import {UsageError} from '../errors.ts';
import type {ReadOptions} from '../events/read-options.ts';
import type {ReadingOptions, SourceOptions} from '../options/command-options.ts';
import {resolveTime, type TimeSpec} from '../options/values/time-spec.ts';

/**
Which lines count, with `--since` and `--until` as instants. They are meant from the end of the log: the newest time of its files, or now where it goes on.

@throws SourceError when that time has to be looked for in a file that can't be read, UsageError when the second is before the first.
*/
export async function selectionOf({
	files,
	follow,
	command,
	stdin,
	selection,
	read,
}: SourceOptions & Pick<ReadingOptions, 'selection' | 'read'>): Promise<Selection> {
	const {filter, since, until} = selection;
	const isLive = follow || stdin || command !== undefined;
	const needsEnd = [since, until].some(spec => spec?.type === 'ago' || spec?.type === 'clock');
	const endMs = (needsEnd && !isLive ? await newestIn(files, read) : undefined) ?? Date.now();
	const instant = (spec: TimeSpec | undefined) => (spec === undefined ? undefined : resolveTime(spec, endMs, read.timeZone));
	const [sinceMs, untilMs] = [instant(since), instant(until)];
	if (sinceMs !== undefined && untilMs !== undefined && sinceMs > untilMs) {
		const [from, to] = [sinceMs, untilMs].map(ms => new Date(ms).toISOString());
		throw new UsageError(`--since ${from} is after --until ${to}: no line would count`);
	}
	return {filter, sinceMs, untilMs};
}

/** Loaded when it is needed: it folds. */
async function newestIn(files: readonly string[], read: ReadOptions): Promise<number | undefined> {
	const {newestTimeMs} = await import('../engine/fold/newest-time.ts');
	return newestTimeMs(files, read);
}
