const binsPerOctave = 64;
const lowestExponent = -10; // about 1 µs
const lowestMs = 2 ** lowestExponent;
const value = new Float64Array(1);
const words = new Uint32Array(value.buffer);
const isLittleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const highWord = isLittleEndian ? 1 : 0;
const lowestBits = (1023 + lowestExponent) * binsPerOctave;

/** Bins for durations up to 2^53 ms. */
export const binCount = (53 - lowestExponent) * binsPerOctave + 1;

/**
The bin of a duration: log-linear, 64 bins per octave. It is read from the exponent and the first six bits of the
double's fraction, which takes only a few nanoseconds. Bin 0 is everything under 1 µs.
*/
export function binOf(elapsedMs: number): number {
	if (elapsedMs < lowestMs) {
		return 0;
	}

	value[0] = elapsedMs;
	return Math.min(binCount - 1, ((words[highWord] ?? 0) >>> 14) - lowestBits + 1);
}

/** The middle of a bin, at most 0.78 % away from any duration in it. */
export function middleOf(bin: number): number {
	if (bin === 0) {
		return 0;
	}

	const exponent = Math.floor((bin - 1) / binsPerOctave) + lowestExponent;
	const step = (bin - 1) % binsPerOctave;
	return 2 ** exponent * (1 + (step + 0.5) / binsPerOctave);
}
