import type {BytePattern} from '../../query/needed/byte-patterns.ts';
import * as layout from '../../wasm/search-layout.ts';

const rareAlone = 4096; // one in this many bytes: it occurs in fewer than one of fifty stretches of sixty-four

/**
Writes a pattern for the search: a head of three numbers (its length and the positions of its two rarest bytes, or twice
the same one if that is rare enough), then each byte's wanted value and the bits to ignore.

@param counts - How often each byte occurs in the searched text, which shows what is rare in this log.
*/
export function writePattern(memory: ArrayBuffer, index: number, {wanted, masks}: BytePattern, counts: Uint32Array): void {
	const view = new DataView(memory, layout.patternsAt + index * layout.patternBytes, layout.patternBytes);
	const common = Array.from(wanted, (byte, place) => countOf(counts, byte, masks[place] ?? 0));
	const [first = 0, next = first] = [...wanted.keys()].sort((a, b) => (common[a] ?? 0) - (common[b] ?? 0));
	const total = counts.reduce((sum, count) => sum + count, 0);
	const second = (common[first] ?? 0) * rareAlone <= total ? first : next;
	view.setInt32(0, wanted.length, true);
	view.setInt32(layout.patternFirstAt, first, true);
	view.setInt32(layout.patternSecondAt, second, true);
	for (const [place, byte] of wanted.entries()) {
		view.setUint8(layout.patternHeadBytes + 2 * place, byte);
		view.setUint8(layout.patternHeadBytes + 2 * place + 1, masks[place] ?? 0);
	}
}

export function countBytes(sample: Uint8Array): Uint32Array {
	const counts = new Uint32Array(256);
	for (const byte of sample) {
		counts[byte] = (counts[byte] ?? 0) + 1;
	}
	return counts;
}

function countOf(counts: Uint32Array, wanted: number, mask: number): number {
	return counts.reduce((sum, count, byte) => sum + ((byte | mask) === wanted ? count : 0), 0);
}
