import {type Buffer, isUtf8} from 'node:buffer';

const mostRuns = 16;

/**
The invalid UTF-8 in a line, in hex and with its position: `ff fe at 12, c3 at 40`.

@param text - The line as read.
@returns `undefined` when all bytes are valid.
*/
export function badBytes(line: Buffer, text: string): string | undefined {
	if (!text.includes('\uFFFD') || isUtf8(line)) {
		return undefined;
	}
	const runs: string[] = [];
	for (let at = 0; at < line.length; ) {
		const length = sequenceLength(line, at);
		if (length > 0) {
			at += length;
			continue;
		}
		const start = at;
		while (at < line.length && sequenceLength(line, at) === 0) {
			at++;
		}
		if (runs.length === mostRuns) {
			return `${runs.join(', ')}, and more`;
		}
		runs.push(`${line.toString('hex', start, at).replaceAll(/..(?=.)/g, '$& ')} at ${start}`);
	}
	return runs.join(', ');
}

/** Length of the UTF-8 sequence that begins here, or 0. */
function sequenceLength(bytes: Buffer, at: number): number {
	const lead = bytes[at] ?? 0;
	const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
