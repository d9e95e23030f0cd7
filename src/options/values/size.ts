const bytesOfUnit: ReadonlyMap<string, number> = new Map([
	['b', 1],
	['k', 1024],
	['kib', 1024],
	['kb', 1000],
	['m', 1024 ** 2],
	['mib', 1024 ** 2],
	['mb', 1000 ** 2],
	['g', 1024 ** 3],
	['gib', 1024 ** 3],
	['gb', 1000 ** 3],
	['t', 1024 ** 4],
	['tib', 1024 ** 4],
	['tb', 1000 ** 4],
]);

/**
Reads a size with its unit: `64MiB` and `64M` are powers of 1024, `64MB` of 1000.

@returns Bytes; `undefined` if the unit is missing or unknown, and for a size of zero.
*/
export function parseSize(text: string): number | undefined {
	const [, number, unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?)\s?([a-z]{1,3})$/i.exec(text) ?? [];
	const bytes = Math.floor(Number(number) * (bytesOfUnit.get(unit.toLowerCase()) ?? Number.NaN));
	return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}
