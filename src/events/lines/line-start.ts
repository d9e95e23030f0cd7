import type {Buffer} from 'node:buffer';

/** An unfinished line. */
export type PartialLine = {
	/** At most its first 2 KB. */
	readonly text: string;
	/** When the wait for its end began, by `performance.now()`. */
	readonly sinceMs: number;
};

/** So much is kept of a line that is too long. */
export const keptBytes = 2048;

/** @param bytes - All there is of it, or its first 2 KB. */
export function partialLine(bytes: Buffer, sinceMs: number): PartialLine {
	return {text: startOfLine(bytes.subarray(0, keptBytes)).toString(), sinceMs};
}

/** Drops a character that the cut splits. A UTF-8 character has at most three continuation bytes. */
export function startOfLine(kept: Buffer): Buffer {
	let end = kept.length;
	while (end > kept.length - 4 && end > 0 && ((kept[end - 1] ?? 0) & 0xc0) === 0x80) {
		end--;
	}
	const lead = kept[end - 1] ?? 0;
	const continued = kept.length - end;
	const wanted = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	return kept.subarray(0, continued < wanted ? end - 1 : kept.length);
}
