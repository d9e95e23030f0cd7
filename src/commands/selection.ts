import {UsageError} from '../errors.ts';
import type {ReadOptions} from '../events/read-options.ts';
import type {Selection} from '../history/line-matcher.ts';
import type {ReadingOptions, SourceOptions} from '../options/command-options.ts';
import {resolveTime, type TimeSpec} from '../options/values/time-spec.ts';
import {isAddress} from '../sources/index.ts';

/**
Resolves `--since` and `--until` to instants. Both are relative to the end of the log: the newest time in its files, or
now if it is live.

@throws SourceError if finding that time needs a file that can't be read, UsageError if `--since` is after `--until`.
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
	const isLive = follow || stdin || command !== undefined || files.some(isAddress);
	const needsEnd = [since, until].some(spec => spec?.type === 'ago' || spec?.type === 'clock');
	const endMs = (needsEnd && !isLive ? await newestIn(files, read) : undefined) ?? Date.now();
	const instant = (spec: TimeSpec | undefined) => (spec === undefined ? undefined : resolveTime(spec, endMs, read.timeZone));
	const [sinceMs, untilMs] = [instant(since), instant(until)];
	if (sinceMs !== undefined && untilMs !== undefined && sinceMs > untilMs) {
		const [from, to] = [sinceMs, untilMs].map(ms => new Date(ms).toISOString());
		throw new UsageError(`--since ${from} is after --until ${to}: no line can match`);
	}
	return {filter, sinceMs, untilMs};
}

/** Loaded only when needed, because it brings the fold with it. */
async function newestIn(files: readonly string[], read: ReadOptions): Promise<number | undefined> {
	const {newestTimeMs} = await import('../engine/fold/newest-time.ts');
	return newestTimeMs(files, read);
}
