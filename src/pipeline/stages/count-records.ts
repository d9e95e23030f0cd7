/**
How many records a value holds: the length of an array, typed array or buffer, the size of a set or map, 0 for
`undefined` and `null`, 1 for anything else.

`undefined` for an iterable, whose count is only known after iteration.
*/
export function countRecords(value: unknown): number | undefined {
	if (value === undefined || value === null) {
		return 0;
	}
	if (typeof value !== 'object') {
		return 1;
	}
	if (Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value)) {
		return Number(value.length);
	}
	if (value instanceof Set || value instanceof Map) {
		return value.size;
	}
	return Symbol.iterator in value || Symbol.asyncIterator in value ? undefined : 1;
}
