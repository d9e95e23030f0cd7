// Alt with ] P X ^ _ types the same two characters: it is only a reply if more follows.
const strings = /\x1B[\]PX^_][^\x07\x1B\x9C]+(\x07|\x1B\\|\x9C|$)/g;
const ends = /\x07|\x1B\\|\x9C/;
const maxGapMs = 100; // a reply comes in one piece, or in pieces close together; what comes later is a key

/**
Creates a filter that drops the terminal's replies to queries of earlier programs (colours, versions: OSC, DCS and the
like), so that they aren't taken for typed keys. Other input passes.

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
