// Alt with ] P X ^ _ types the same two characters: only what goes on behind them is a reply.
const strings = /\x1B[\]PX^_][^\x07\x1B\x9C]+(\x07|\x1B\\|\x9C|$)/g;
const ends = /\x07|\x1B\\|\x9C/;
const maxGapMs = 100; // a reply comes in one piece, or in pieces close together; a key pressed later is a key

/**
Makes a filter that drops what terminals answer to questions of programs before us (colours, versions: OSC, DCS and their like), so that an answer isn't taken for typed keys. Other input passes.

@param now - Monotonic milliseconds.
*/
export function createReplyFilter(now: () => number): (input: string) => string {
	let openSince: number | undefined;
	return input => {
		let rest = input;
		if (openSince !== undefined && now() - openSince < maxGapMs) {
			const end = ends.exec(rest);
			if (end === null) {
				openSince = now();
				return '';
			}
			rest = rest.slice(end.index + end[0].length);
		}
		openSince = undefined;
		return rest.replaceAll(strings, (_, end: string) => {
			openSince = end === '' ? now() : undefined;
			return '';
		});
	};
}
