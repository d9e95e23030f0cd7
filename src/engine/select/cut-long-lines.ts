import {Buffer} from 'node:buffer';
import {maxLineBytes, type SplitLine} from '../../events/lines/split-lines.ts';
import type {RawLinesSink} from './raw-lines.ts';

const newline = Buffer.from('\n');

/**
For streams whose lines interleave: a line over the limit would be torn apart if it were passed on piece by piece.
Instead it is passed on when it ends, cut to its first MiB as in a recording.

@param onCut - Called for each such line.
*/
export function cutLongLines(onLine: (line: SplitLine, raw: Buffer) => void, onCut: () => void): RawLinesSink {
	let open: {readonly line: SplitLine; readonly start: Buffer} | undefined;
	const cut = (line: SplitLine, start: Buffer) => {
		onCut();
		onLine(line, line.terminated ? Buffer.concat([start, newline]) : start);
	};
	return {
		onLine(line, raw, {isOpen}) {
			if (!line.oversized) {
				onLine(line, raw);
				return;
			}
			const start = Buffer.from(raw.subarray(0, maxLineBytes + 1));
			if (isOpen) {
				open = {line, start};
			} else {
				cut(line, start);
			}
		},
		onRest(_, end) {
			if (open !== undefined && end !== 'open') {
				cut({...open.line, terminated: end === 'terminated'}, open.start);
				open = undefined;
			}
		},
	};
}
